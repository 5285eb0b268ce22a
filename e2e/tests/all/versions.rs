//! A corrected article: its annotations come over from the version before, and what changed is looked at.

use crate::open_text;
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::Value;

const OLD: &str = "the quick brown fox met the lazy dog on the old farm near the town\n\n\
    there it slept for an hour, and the red hen watched them both from the barn\n\n\
    nobody else came by that day, so the cat was bored and went home early\n";
/// The fox is another one, the hen is gone, and the cat has company.
const NEW: &str = "the quick brown foxes met the lazy dog on the old farm near the town\n\n\
    there it slept for an hour\n\n\
    nobody else came by that day, so the tom cat was bored and went home early\n";

/// Tags some words with the label of a key.
async fn tag(page: &Page, words: &str, key: &str) -> Result<()> {
    page.drag(page.place(words).await?).await?;
    page.press(key).await
}

const BEFORE: &[&str] = &["PER fox", "PER dog", "GPE town", "PER red hen", "PER cat"];
const AFTER: &[&str] = &["PER dog", "GPE town", "PER cat"];
const LISTED: &str = "return [...document.querySelectorAll('.hit .t')].map(it => it.textContent)";

#[test]
fn annotations_come_over_to_a_corrected_article() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "farm.txt", OLD).await?;
        for (words, key) in [("fox", "1"), ("dog", "1"), ("town", "3"), ("red hen", "1"), ("cat", "1")] {
            tag(&page, words, key).await?;
        }
        page.has_spans(BEFORE).await?;
        page.saved().await?;

        // The corrected article is told for what it is, once it is open.
        open_text(&page, "farm-2.txt", NEW).await?;
        page.says(".banner", "A new version?").await?;
        page.says(".banner", "Of its 5 spans, 3 stand on words that are the same.").await?;
        page.is_accessible("the offer").await?;
        page.click("Carry annotations over").await?;
        page.has_spans(AFTER).await?;
        page.says(".toast", "3 spans were carried over.").await?;
        page.wait("the offer is gone", "return !document.querySelector('.banner')").await?;
        page.says(".find [role=status]", "3 places to look at.").await?;
        let listed: Vec<String> = page.ask(LISTED, Value::Null).await?;
        ensure!(listed.len() == 3, "{listed:?}");
        ensure!(listed[0].starts_with("Person “fox” → foxes met the lazy dog"), "{listed:?}");
        ensure!(listed[1].starts_with("Person “red hen” is gone:"), "{listed:?}");
        ensure!(listed[2].starts_with("Person “cat” beside other words:"), "{listed:?}");
        page.is_accessible("what changed").await?;

        // Each entry goes to the text; a key gives the words the label that they had.
        page.focus_article().await?;
        page.press("F3 .").await?;
        page.has_spans(&["PER foxes", "PER dog", "GPE town", "PER cat"]).await?;
        page.press("F3 F3").await?;
        page.settles("the cat", "cat".to_owned(), async || page.focus().await).await?;
        page.press("Ctrl+z").await?;
        page.has_spans(AFTER).await?;

        // The list comes back after a reload, from the details of the document; and both versions lead to each other.
        page.saved().await?;
        page.reload().await?;
        page.has_spans(AFTER).await?;
        page.focus_article().await?;
        page.press("Escape").await?;
        page.click("Changes to look at").await?;
        page.says(".find [role=status]", "3 places to look at.").await?;
        page.click_on(".refs button").await?;
        page.settles("the old text", OLD.to_owned(), async || page.article_text().await).await?;
        page.has_spans(BEFORE).await?;
        page.click_on(".refs button").await?;
        page.settles("the new text", NEW.to_owned(), async || page.article_text().await).await?;
        page.saved().await
    });
}

#[test]
fn carrying_over_is_one_undo_and_no_is_an_answer() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "a.txt", OLD).await?;
        tag(&page, "dog", "1").await?;
        page.has_spans(&["PER dog"]).await?;
        open_text(&page, "b.txt", "something else altogether, with a dog in it and nothing of a farm near a town\n")
            .await?;
        open_text(&page, "c.txt", NEW).await?;
        page.click("Carry annotations over").await?;
        page.has_spans(&["PER dog"]).await?;
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&[]).await?;
        page.says(".find [role=status]", "Nothing is left to look at.").await?;

        // It is offered again where the document is shown anew; and never after a no.
        page.press("Alt+ArrowUp Alt+ArrowDown").await?;
        page.says(".banner", "A new version?").await?;
        page.click("Not now").await?;
        page.wait("the offer is gone", "return !document.querySelector('.banner')").await?;
        page.focus_article().await?;
        page.press("Alt+ArrowUp").await?;
        page.wait("the other text", "return !document.querySelector('.banner')").await?;
        page.press("Alt+ArrowDown").await?;
        page.settles("the new text", NEW.to_owned(), async || page.article_text().await).await?;
        page.extracted().await?;
        ensure!(page.read(".banner").await?.is_empty(), "it was declined");
        page.has_spans(&[]).await?;
        page.saved().await
    });
}
