//! Reaching a word by letters.

use crate::{ARTICLE, PLAIN, open_text};
use anyhow::{Context as _, Result, ensure};
use postil_e2e::{Page, test};
use serde_json::Value;

/// Each hint that is seen: its letters, and the word that it stands on.
async fn hints(page: &Page) -> Result<Vec<(String, String)>> {
    let script = "return [...document.querySelectorAll('.over .hint:not([hidden])')].map((hint) => {
        const box = hint.getBoundingClientRect();
        const caret = document.caretPositionFromPoint(box.left + 6, box.bottom + 4);
        const text = caret.offsetNode.data ?? '';
        const rest = text.slice(Math.max(caret.offset - 1, 0)).replace(/^[^\\p{L}\\p{N}]+/u, '');
        return [hint.dataset.hint, rest.match(/^[\\p{L}\\p{N}]+/u)?.[0] ?? rest.slice(0, 8)];
    })";
    page.ask(script, Value::Null).await
}

#[test]
fn a_word_is_reached_by_its_letters_and_labelled() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.press("g").await?;
        page.settles("what is told", "Go to a word: type its first letters.".to_owned(), async || {
            page.announced().await
        })
        .await?;
        page.says(".foot", "first letters, or a hint").await?;
        page.press("f").await?;
        page.settles("the first of two", "fox, one of 3".to_owned(), async || page.announced().await).await?;
        let shown = hints(&page).await?;
        let words: Vec<&str> = shown.iter().map(|(_, word)| &**word).collect();
        ensure!(words == ["fox", "fox", "for"], "hints stand on {shown:?}");
        page.is_accessible("hints").await?;
        // The text itself has not changed, and nothing of the hints is read or copied.
        ensure!(page.article_text().await? == PLAIN);
        page.press(&shown[2].0).await?;
        page.settles("what was reached", "for".to_owned(), async || page.announced().await).await?;
        page.wait("no hints", "return document.querySelector('.over .hint') === null").await?;
        page.press("2").await?;
        page.has_spans(&["ORG for"]).await?;

        // A digit labels what is meant so far; Shift and the key select up to a word.
        page.press("g b a 3 g s o Enter Shift+G g o o Enter 4").await?;
        page.has_spans(&["ORG for", "NORP something good", "GPE barn"]).await?;

        // Escape leaves all as it was.
        page.press("g q Escape").await?;
        page.settles("the focus", "Nationality: something good".to_owned(), async || page.announced().await).await?;
        // No word begins so, and no hint is such a letter.
        page.press("g ж").await?;
        page.says(".toast", "Nothing in view begins so.").await?;
        page.press("Escape").await?;
        page.saved().await
    });
}

#[test]
fn only_what_is_in_view_is_reached() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let text = page.article_text().await?;
        let end = text.encode_utf16().count() - 1;
        page.bring(end).await?;
        page.press("g t").await?;
        page.wait("hints", "return document.querySelectorAll('.over .hint').length > 3").await?;
        let shown = hints(&page).await?;
        ensure!(shown.iter().all(|(_, word)| word.to_lowercase().starts_with('t')), "{shown:?}");
        let out = "const view = document.getElementById('pane').getBoundingClientRect();
            return [...document.querySelectorAll('.over .hint')].filter((hint) => {
                const box = hint.getBoundingClientRect();
                return hint.hidden || box.bottom < view.top || box.top > view.bottom;
            }).length";
        ensure!(page.ask::<usize>(out, Value::Null).await? == 0, "all that has a hint is in view");
        let (code, word) = shown.last().context("there are some")?.clone();
        let presses: Vec<String> = code.chars().map(String::from).collect();
        page.press(&presses.join(" ")).await?;
        page.until("the word is reached", async || Ok(page.announced().await?.contains(&word))).await
    });
}
