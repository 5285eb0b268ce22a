//! Forgetting for good.

use crate::{PLAIN, open_text};
use anyhow::ensure;
use postil_e2e::test;

#[test]
fn a_deleted_document_leaves_no_trace() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "kept.txt", "Kept words.\n").await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("quick").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER quick"]).await?;
        page.press("n").await?;
        page.wait("the note's field", "return document.activeElement.id === 'note-field'").await?;
        page.type_text("confidential remark").await?;
        page.press("Escape").await?;
        page.saved().await?;
        let stored = async || page.stored().await.map(|stored| stored.to_string());
        let before = stored().await?;
        ensure!(
            before.contains("quick brown fox")
                && before.contains("confidential remark")
                && before.contains("Kept words")
        );

        page.click("Delete “the quick brown fox").await?;
        page.says("dialog", "1 span").await?;
        page.click("Keep it").await?;
        page.has_spans(&["PER quick"]).await?;
        page.click("Delete “the quick brown fox").await?;
        let known = page.workers().await?;
        page.click("Delete").await?;
        page.opened("Kept words").await?;
        ensure!(!known.is_empty(), "there was no worker");
        page.until("the worker that knew it has gone", async || Ok(page.workers().await?.is_disjoint(&known))).await?;
        page.until("it is gone from storage", async || Ok(!stored().await?.contains("quick brown fox"))).await?;
        let after = stored().await?;
        ensure!(!after.contains("confidential remark"), "the note is still in storage: {after}");
        ensure!(after.contains("Kept words"), "the other document stays");
        page.kept().await?;
        page.reload().await?;
        page.opened("Kept words").await?;
        page.settles("documents", 1, async || {
            page.ask("return document.querySelectorAll('.left .doc').length", ().into()).await
        })
        .await?;
        // Undo does not bring it back.
        page.focus_article().await?;
        page.press("Ctrl+z Ctrl+z Ctrl+z").await?;
        page.wait("the page has done so", "return document.querySelector('.welcome, .saved') !== null").await?;
        ensure!(!stored().await?.contains("confidential remark"));
        Ok(())
    });
}

#[test]
fn all_data_is_cleared() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("quick").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER quick"]).await?;
        page.saved().await?;
        page.click("Delete all data…").await?;
        page.says("dialog", "1 document with 1 span").await?;
        page.click("Delete everything").await?;
        page.wait("the first page", "return document.querySelector('.welcome') !== null").await?;
        page.says("[role=status]", "deleted from this browser").await?;
        let stored = page.stored().await?;
        for store in ["log", "texts"] {
            ensure!(stored[store].as_object().is_some_and(serde_json::Map::is_empty), "{store}: {}", stored[store]);
        }
        ensure!(!stored.to_string().contains("quick"));
        page.reload().await?;
        page.wait("the first page", "return document.querySelector('.welcome') !== null").await?;
        // The page works on, as new.
        open_text(&page, "plain.txt", PLAIN).await?;
        page.has_spans(&[]).await?;
        page.press("ArrowRight ArrowRight 1").await?;
        page.has_spans(&["PER quick"]).await?;
        page.kept().await?;
        page.reload().await?;
        page.has_spans(&["PER quick"]).await
    });
}
