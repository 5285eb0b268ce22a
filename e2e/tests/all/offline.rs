//! Without a server.

use crate::ARTICLE;
use anyhow::{Result, ensure};
use postil_e2e::{Setup, Stage, test, test_with};

/// After one visit the server goes; the page, a sample that was never opened, extraction and formats still come.
async fn works_without_its_server(stage: &Stage) -> Result<()> {
    let page = stage.open().await?;
    page.kept_for_offline().await?;
    stage.server.stop();
    let asked = stage.server.requests();
    page.reload().await?;
    page.open_sample(ARTICLE).await?;
    page.extracted().await?;
    let suggestions = page.suggestions().await?;
    ensure!(suggestions.len() >= 30, "{suggestions:?}");
    page.press("j a").await?;
    page.until("a span", async || Ok(!page.spans().await?.is_empty())).await?;
    page.saved().await?;
    let spans = page.spans().await?;
    page.browser().quit().await?;

    // A new start of the browser, as on a train.
    let page = stage.open_with(page.browser().profile()).await?;
    page.opened(ARTICLE).await?;
    page.settles("spans", spans, async || page.spans().await).await?;
    page.extracted().await?;
    ensure!(!page.suggestions().await?.is_empty(), "extracted again");
    // The formats of other programs too, which nobody called for while there was a server.
    page.click("Export").await?;
    page.says("dialog .formats", "brat").await?;
    page.click("brat standoff").await?;
    page.says("dialog pre", "T1").await?;
    page.press("Escape").await?;
    ensure!(stage.server.requests() == asked, "the server was asked while it was stopped");
    Ok(())
}

#[test]
fn after_one_visit_the_server_may_go() {
    test(async |stage| works_without_its_server(stage).await);
}

#[test]
fn at_the_top_of_an_origin_too() {
    test_with(Setup { base: "/".to_owned(), ..Setup::default() }, async |stage| works_without_its_server(stage).await);
}

#[test]
fn a_visit_asks_for_each_file_and_nothing_else() {
    test(async |stage| {
        let page = stage.open().await?;
        page.kept_for_offline().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        // From here on there is nothing left to fetch.
        let asked = stage.server.log();
        page.press("j a a x ArrowRight 1").await?;
        page.saved().await?;
        page.press("Ctrl+s").await?;
        page.wait("the export dialog", "return document.querySelector('dialog[open]') !== null").await?;
        page.press("Escape").await?;
        page.reload().await?;
        page.opened(ARTICLE).await?;
        page.extracted().await?;
        let asked_later: Vec<String> = stage.server.log().into_iter().skip(asked.len()).collect();
        // The browser may look whether there is a newer release.
        ensure!(asked_later.iter().all(|path| path.ends_with("/sw.js")), "asked again: {asked_later:?}");
        page.click("Add articles").await?;
        page.click("Samples").await?;
        page.click("Prove it: 0 requests").await?;
        page.says(".promise", "counts 0 requests to other addresses").await
    });
}
