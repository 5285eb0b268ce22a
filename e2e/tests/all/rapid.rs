//! Work faster than the disk, and what is left after the worst.

use crate::{PLAIN, open_text};
use anyhow::ensure;
use postil_e2e::{Setup, crash, test, test_with};
use std::time::Duration;

#[test]
fn what_is_said_to_be_saved_is_saved() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        let keys = "ArrowRight 1 ArrowRight 2 Ctrl+z ArrowRight ArrowRight 3 4 Ctrl+z Ctrl+Shift+z ";
        page.press(&keys.repeat(5)).await?;
        page.saved().await?;
        let spans = page.spans().await?;
        ensure!(spans.len() >= 4, "{spans:?}");
        page.reload().await?;
        page.settles("spans", spans, async || page.spans().await).await
    });
}

#[test]
fn a_reload_in_the_middle_loses_nothing_saved() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.press("ArrowRight 1").await?;
        page.has_spans(&["PER the"]).await?;
        page.saved().await?;
        // The reload is asked for by the page itself, in the same breath as the last key.
        let presses = "ArrowRight 2 ArrowRight 3 ".repeat(20);
        page.press(&presses).await?;
        page.js("location.reload()", ().into()).await?;
        page.until("the page is there again", async || Ok(!page.spans().await?.is_empty())).await?;
        page.started().await?;
        page.has_span("PER the").await?;
        // Whatever is there can be worked on.
        let count = page.spans().await?.len();
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.until("undo works", async || Ok(page.spans().await?.len() != count)).await?;
        page.saved().await
    });
}

#[test]
fn a_saved_tag_survives_the_end_of_the_browser() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.kept().await?;
        page.drag(page.place("lazy dog").await?).await?;
        page.press("1").await?;
        page.saved().await?;
        page.browser().kill().await?;

        let page = stage.open_with(page.browser().profile()).await?;
        page.opened("the quick brown fox").await?;
        page.has_spans(&["PER lazy dog"]).await?;
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&[]).await
    });
}

/// A short run of what `cargo xtask soak` does for long.
#[test]
fn nothing_saved_is_lost_when_the_browser_is_killed_while_working() {
    let setup = Setup { limit: Duration::from_secs(300), ..Setup::default() };
    test_with(setup, async |stage| {
        let tally = crash::rounds(stage, 7, 5, |_| ()).await?;
        ensure!(tally.kills == 5 && tally.steps >= 5 && tally.saved > 0, "{tally:?}");
        Ok(())
    });
}

#[test]
fn a_reload_right_after_opening_comes_back_to_it() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(crate::ARTICLE).await?;
        page.saved().await?;
        page.reload().await?;
        page.opened(crate::ARTICLE).await
    });
}
