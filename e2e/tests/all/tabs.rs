//! Several tabs of one profile: one writes, the others follow, and any of them can be the one.

use crate::{PLAIN, open_text};
use anyhow::Result;
use postil_e2e::{Page, test};

/// Tags a word in the tab that writes.
async fn tag(page: &Page, word: &str, key: &str) -> Result<()> {
    page.to_front().await?;
    page.drag(page.place(word).await?).await?;
    page.press(key).await
}

#[test]
fn a_second_tab_follows_and_takes_over_when_the_first_one_goes() {
    test(async |stage| {
        let first = stage.open().await?;
        open_text(&first, "plain.txt", PLAIN).await?;
        tag(&first, "quick", "1").await?;
        first.has_spans(&["PER quick"]).await?;
        first.saved().await?;

        let second = first.browser().open_tab().await?;
        second.says(".banner", "Read-only.").await?;
        second.says(".saved", "Read-only").await?;
        second.has_spans(&["PER quick"]).await?;
        second.is_accessible("a tab that follows").await?;
        second.focus_article().await?;
        second.press("ArrowRight ArrowRight ArrowRight 2").await?;
        second.says(".toast", "You work in another tab").await?;
        second.has_spans(&["PER quick"]).await?;

        tag(&first, "brown", "2").await?;
        first.press("Ctrl+z").await?;
        tag(&first, "fox", "2").await?;
        second.has_spans(&["PER quick", "ORG fox"]).await?;

        first.close().await?;
        second.to_front().await?;
        second.says(".toast", "The other tab is closed: you work in this one now.").await?;
        second.saved().await?;
        tag(&second, "brown", "2").await?;
        second.has_spans(&["PER quick", "ORG brown", "ORG fox"]).await?;
        second.kept().await?;
        second.reload().await?;
        second.has_spans(&["PER quick", "ORG brown", "ORG fox"]).await?;
        // What was done in the tab that is closed can be undone here.
        second.focus_article().await?;
        second.press("Ctrl+z Ctrl+z").await?;
        second.has_spans(&["PER quick"]).await
    });
}

#[test]
fn work_goes_on_in_the_tab_where_somebody_wishes_to_work() {
    test(async |stage| {
        let first = stage.open().await?;
        open_text(&first, "plain.txt", PLAIN).await?;
        tag(&first, "quick", "1").await?;
        first.saved().await?;
        let second = first.browser().open_tab().await?;
        second.has_spans(&["PER quick"]).await?;
        // A third one waits longer than the second will have asked, and does not get it.
        let third = first.browser().open_tab().await?;
        third.has_spans(&["PER quick"]).await?;

        second.to_front().await?;
        second.click("Work here").await?;
        second.says(".toast", "You work in this tab now").await?;
        second.saved().await?;
        first.says(".banner", "Read-only.").await?;
        tag(&second, "brown", "2").await?;
        second.saved().await?;
        for other in [&first, &third] {
            other.has_spans(&["PER quick", "ORG brown"]).await?;
            other.says(".saved", "Read-only").await?;
        }

        // And back again.
        first.to_front().await?;
        first.click("Work here").await?;
        first.says(".toast", "You work in this tab now").await?;
        tag(&first, "fox", "3").await?;
        first.kept().await?;
        second.has_spans(&["PER quick", "ORG brown", "GPE fox"]).await?;
        second.says(".saved", "Read-only").await
    });
}

#[test]
fn a_document_that_is_deleted_in_one_tab_goes_from_the_other() {
    test(async |stage| {
        let first = stage.open().await?;
        open_text(&first, "plain.txt", PLAIN).await?;
        first.saved().await?;
        let second = first.browser().open_tab().await?;
        second.opened("the quick brown fox").await?;
        first.to_front().await?;
        open_text(&first, "other.txt", "Ada Lovelace wrote to Charles Babbage.").await?;
        first.saved().await?;
        second.wait("both are listed", "return document.querySelectorAll('.doc').length === 2").await?;
        first.click("Delete all data…").await?;
        first.click("Delete everything").await?;
        first.wait("nothing is there", "return !document.querySelector('article')").await?;
        second.wait("nothing is there either", "return !document.querySelector('article')").await?;
        second.says(".banner", "Read-only.").await
    });
}

/// The writer's process dies; whoever followed goes on with everything that was called saved.
#[test]
fn a_tab_whose_writer_is_killed_takes_over() {
    test(async |stage| {
        let first = stage.open().await?;
        open_text(&first, "plain.txt", PLAIN).await?;
        let second = first.browser().open_tab().await?;
        second.says(".saved", "Read-only").await?;
        tag(&first, "quick", "1").await?;
        first.saved().await?;
        first.crash().await?;
        second.to_front().await?;
        second.says(".toast", "you work in this one now").await?;
        second.has_spans(&["PER quick"]).await?;
        tag(&second, "brown", "2").await?;
        second.kept().await
    });
}
