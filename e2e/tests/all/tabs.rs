//! Two tabs of one profile.

use crate::{PLAIN, open_text};
use postil_e2e::test;

#[test]
fn a_second_tab_only_reads_until_it_may_write() {
    test(async |stage| {
        let first = stage.open().await?;
        open_text(&first, "plain.txt", PLAIN).await?;
        first.drag(first.place("quick").await?).await?;
        first.press("1").await?;
        first.has_spans(&["PER quick"]).await?;
        first.saved().await?;

        let second = first.browser().open_tab().await?;
        second.says(".banner", "Read-only.").await?;
        second.says(".saved", "Read-only").await?;
        second.has_spans(&["PER quick"]).await?;
        second.focus_article().await?;
        second.press("ArrowRight ArrowRight ArrowRight 2").await?;
        second.says(".toast", "Another tab has this project open").await?;
        second.has_spans(&["PER quick"]).await?;

        first.close().await?;
        second.to_front().await?;
        second.says(".toast", "reload this one to go on working here").await?;
        second.reload().await?;
        second.saved().await?;
        second.focus_article().await?;
        second.drag(second.place("brown").await?).await?;
        second.press("2").await?;
        second.has_spans(&["PER quick", "ORG brown"]).await?;
        second.kept().await?;
        second.reload().await?;
        second.has_spans(&["PER quick", "ORG brown"]).await
    });
}
