//! Storage that fails, is slow, or is not there.

use crate::{PLAIN, open_text};
use anyhow::ensure;
use postil_e2e::test;
use serde_json::{Value, json};

/// Reads of texts fail while `globalThis.isBroken`; `globalThis.reads` counts them.
const BROKEN_TEXTS: &str = "
    globalThis.isBroken = true; globalThis.reads = 0;
    const get = IDBObjectStore.prototype.get;
    IDBObjectStore.prototype.get = function (key) {
        if (this.name === 'texts') {
            globalThis.reads += 1;
            if (globalThis.isBroken) throw new DOMException('the disk is broken', 'UnknownError');
        }
        return get.call(this, key);
    };";

#[test]
fn a_text_that_cannot_be_read_is_told_and_asked_for_again() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.kept().await?;
        page.before_scripts(BROKEN_TEXTS).await?;
        page.reload().await?;
        page.says("[role=alert]", "could not be read (the disk is broken)").await?;
        let reads = page.js("return window.reads", Value::Null).await?;
        ensure!(reads == json!(1), "it was read {reads} times");
        page.js("window.isBroken = false", Value::Null).await?;
        page.click("Try again").await?;
        page.settles("the text", PLAIN.to_owned(), async || page.article_text().await).await
    });
}

#[test]
fn deleting_everything_makes_no_promise_where_nothing_is_kept() {
    test(async |stage| {
        let page = stage.open().await?;
        let denied = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };";
        page.before_scripts(denied).await?;
        page.reload().await?;
        for _ in 0..2 {
            open_text(&page, "plain.txt", PLAIN).await?;
            page.says(".storage", "Not kept").await?;
            page.click("Delete all data…").await?;
            page.click("Delete everything").await?;
            page.says("#app", "deleted from this browser").await?;
        }
        Ok(())
    });
}
