//! Attributes, the entities that spans mean, and labels of documents.

use crate::{PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::json;

/// What stands in the field of that name in the inspector.
async fn field(page: &Page, name: &str) -> Result<String> {
    let script = "const label = [...document.querySelectorAll('.right label')].find((it) => it.textContent.trim() === arguments[0]); \
        const field = label?.querySelector('input'); \
        return field === undefined || field === null ? 'none' : field.type === 'checkbox' ? String(field.checked) : field.value";
    page.ask(script, json!([name])).await
}

async fn holds(page: &Page, name: &str, expected: &str) -> Result<()> {
    page.settles(name, expected.to_owned(), async || field(page, name).await).await
}

/// Types into the field of that name, and presses Enter.
async fn enter(page: &Page, name: &str, text: &str) -> Result<()> {
    let script = "[...document.querySelectorAll('.right label')].find((it) => it.textContent.trim() === arguments[0]) \
        .querySelector('input').focus()";
    page.js(script, json!([name])).await?;
    page.type_text(text).await?;
    page.press("Enter").await
}

#[test]
fn a_span_gains_attributes_and_an_entity() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "fox.txt", PLAIN).await?;
        page.drag(page.place("quick brown fox").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER quick brown fox"]).await?;
        enter(&page, "Attribute and value", "tone = formal").await?;
        holds(&page, "tone", "formal").await?;
        enter(&page, "Attribute and value", "seen").await?;
        holds(&page, "seen", "true").await?;
        enter(&page, "Entity: its id or URI", "https://example.org/entity/Q42").await?;
        page.is_accessible("attributes").await?;
        page.click_on(".right input[type=checkbox]").await?;
        holds(&page, "seen", "false").await?;
        page.kept().await?;
        page.reload().await?;
        page.focus_article().await?;
        page.press("j").await?;
        holds(&page, "tone", "formal").await?;
        holds(&page, "Entity: its id or URI", "https://example.org/entity/Q42").await?;
        page.press("Ctrl+z Ctrl+z").await?;
        holds(&page, "Entity: its id or URI", "").await?;
        ensure!(field(&page, "seen").await? == "true", "{}", field(&page, "seen").await?);
        Ok(())
    });
}

#[test]
fn a_document_gains_labels() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "fox.txt", PLAIN).await?;
        enter(&page, "New label of the document", "fable").await?;
        holds(&page, "fable", "true").await?;
        page.is_accessible("labels of the document").await?;
        page.click_on(".right input[type=checkbox]").await?;
        holds(&page, "fable", "false").await?;
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        holds(&page, "fable", "true").await?;
        page.press("Ctrl+z").await?;
        holds(&page, "fable", "none").await
    });
}
