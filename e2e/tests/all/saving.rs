//! Nothing is called saved that is not on the disk: writes that are refused, each in turn, and room again.

use crate::{ARTICLE, PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::{Value, json};

/// Writes to the stores named in `window.refused` fail as for lack of room, after `window.granted` others.
const REFUSING: &str = "
    window.refused = []; window.granted = 0;
    for (const name of ['put', 'add']) {
        const write = IDBObjectStore.prototype[name];
        IDBObjectStore.prototype[name] = function (...given) {
            if (window.refused.includes(this.name) && window.granted-- <= 0) {
                throw new DOMException('the disk is full', 'QuotaExceededError');
            }
            return write.apply(this, given);
        };
    }";

async fn refuse(page: &Page, stores: &[&str], granted: u32) -> Result<()> {
    let script = "[window.refused, window.granted] = arguments";
    page.js(script, json!([stores, granted])).await.map(drop)
}

async fn stands_after_a_reload(page: &Page, text: &str) -> Result<()> {
    page.saved().await?;
    page.reload().await?;
    page.settles("the text", text.to_owned(), async || page.article_text().await).await
}

#[test]
fn a_text_that_had_no_room_is_there_after_a_deletion_and_a_reload() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.kept().await?;
        page.js(REFUSING, Value::Null).await?;
        refuse(&page, &["texts"], 0).await?;
        open_text(&page, "own.txt", PLAIN).await?;
        page.says(".saved", "Not saved: The browser has no room left").await?;
        refuse(&page, &[], 0).await?;
        page.click(&format!("Delete “{ARTICLE}")).await?;
        page.click("Delete").await?;
        page.says("#app", "deleted from this browser").await?;
        stands_after_a_reload(&page, PLAIN).await?;
        // The list is drawn once its height is known.
        page.settles("documents", 1, async || {
            page.ask("return document.querySelectorAll('.left .doc').length", Value::Null).await
        })
        .await
    });
}

#[test]
fn each_write_may_be_refused_and_is_made_up_for() {
    for (stores, granted) in [(["texts", "log"], 0), (["texts", "log"], 1), (["meta", "meta"], 0), (["meta", "log"], 2)]
    {
        test(async move |stage| {
            let page = stage.open().await?;
            open_text(&page, "first.txt", "Some words that came first.\n").await?;
            page.kept().await?;
            page.js(REFUSING, Value::Null).await?;
            refuse(&page, &stores, granted).await?;
            page.upload(&[("own.txt", PLAIN.as_bytes()), ("more.txt", b"And some more words.\n")]).await?;
            page.settles("documents", 3, async || {
                page.ask("return document.querySelectorAll('.left .doc').length", Value::Null).await
            })
            .await?;
            page.says(".saved", "Not saved: ").await?;
            refuse(&page, &[], 0).await?;
            page.click("Try again").await?;
            page.saved().await?;
            page.click("the quick brown fox").await?;
            page.settles("the text", PLAIN.to_owned(), async || page.article_text().await).await?;
            page.kept().await?;
            let stored = page.stored().await?;
            ensure!(stored["texts"].as_object().is_some_and(|texts| texts.len() == 3), "{}", stored["texts"]);
            stands_after_a_reload(&page, PLAIN).await
        });
    }
}

#[test]
fn a_document_without_its_text_says_how_it_comes_back() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("quick").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER quick"]).await?;
        page.kept().await?;
        let loses = "return new Promise((resolve) => {
            const opened = indexedDB.open('postil');
            opened.onsuccess = () => {
                const writing = opened.result.transaction('texts', 'readwrite');
                writing.objectStore('texts').clear();
                writing.oncomplete = () => { opened.result.close(); resolve(true); };
            };
        })";
        page.js(loses, Value::Null).await?;
        page.reload().await?;
        page.says(".left .doc", "Text missing: open its file").await?;
        page.says(".main .empty[role=alert]", "Open the file that it came from (“plain.txt”)").await?;
        page.says(".toast", "The text of 1 document is not in storage").await?;
        open_text(&page, "another-name.txt", PLAIN).await?;
        page.says(".toast", "The text is back").await?;
        page.has_spans(&["PER quick"]).await?;
        stands_after_a_reload(&page, PLAIN).await?;
        page.has_spans(&["PER quick"]).await
    });
}

#[test]
fn what_another_tab_deleted_is_saved_again_as_far_as_it_is_here() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("quick").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER quick"]).await?;
        page.kept().await?;
        let deletes = "return new Promise((resolve, reject) => {
            const asked = indexedDB.deleteDatabase('postil');
            asked.onsuccess = () => resolve(true);
            asked.onerror = asked.onblocked = reject;
        })";
        page.js(deletes, Value::Null).await?;
        page.drag(page.place("lazy").await?).await?;
        page.press("1").await?;
        page.says(".toast", "What was saved for this page is gone").await?;
        page.has_spans(&["PER quick", "PER lazy"]).await?;
        page.kept().await?;
        stands_after_a_reload(&page, PLAIN).await?;
        page.has_spans(&["PER quick", "PER lazy"]).await
    });
}
