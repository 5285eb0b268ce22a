//! What is decided changes what is suggested.

use crate::open_text;
use anyhow::{Result, ensure};
use postil_e2e::{Page, Profile, test};
use serde_json::json;

/// A text in which a ferry is named again and again.
fn log() -> String {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let of = |(day, at): (&&str, usize)| {
        format!("On {day} the ferry Silver Gull left Portaferry with {at} people.\nThe Silver Gull came back late.\n")
    };
    days.iter().zip([20, 31, 44, 52, 63, 70, 85]).map(of).collect()
}

const NEWS: &str = "The old ferry Silver Gull was sold on Friday.\n";

/// Defines a label by the palette, which has the keyboard on a word.
async fn define(page: &Page, name: &str) -> Result<()> {
    page.press("ArrowRight /").await?;
    page.wait("the palette", "return document.activeElement.id === 'palette-field'").await?;
    page.type_text(name).await?;
    page.press("Enter").await?;
    page.says(".palette", "no label matches").await?;
    page.press("Enter").await?;
    page.wait("the schema", "return document.activeElement.id === 'schema-new'").await?;
    page.press("Enter").await?;
    let script = "return document.querySelector('dialog .sheet .kind').innerText.startsWith(arguments[0])";
    page.wait_with("it is there", script, json!([name])).await?;
    page.press("Escape").await?;
    page.wait("the dialog is closed", "return document.querySelector('dialog[open]') === null").await?;
    page.focus_article().await
}

/// Labels the first place of these words.
async fn tag(page: &Page, words: &str, label: &str) -> Result<()> {
    page.drag(page.place(words).await?).await?;
    page.press("/").await?;
    page.wait("the palette", "return document.activeElement.id === 'palette-field'").await?;
    page.type_text(label).await?;
    page.press("Enter").await?;
    page.focus_article().await
}

async fn is_suggested(page: &Page, suggestion: &str, is_it: bool) -> Result<()> {
    page.settles(suggestion, is_it, async || Ok(page.suggestions().await?.iter().any(|it| it == suggestion))).await
}

/// Goes to the other document.
async fn go(page: &Page, key: &str, title: &str) -> Result<()> {
    page.press(key).await?;
    page.opened(title).await?;
    page.extracted().await?;
    page.focus_article().await
}

#[test]
fn a_label_of_ones_own_begins_to_be_suggested() {
    test(async |stage| {
        let profile = Profile::new()?;
        let page = stage.open_with(&profile).await?;
        open_text(&page, "news.txt", NEWS).await?;
        open_text(&page, "log.txt", &log()).await?;
        page.extracted().await?;
        define(&page, "Ship").await?;

        // One, and then all the others in two keys.
        tag(&page, "Silver Gull", "ship").await?;
        page.has_span("SHIP Silver Gull").await?;
        page.click("Labels").await?;
        page.says(".left", "suggested after 7 more").await?;
        page.is_accessible("labels that are not suggested yet").await?;
        page.click("Documents").await?;
        page.focus_article().await?;
        page.press("Shift+T").await?;
        page.says("#find-tag", "Label 13 hits").await?;
        page.press("Enter").await?;
        page.has_spans(&["SHIP Silver Gull"; 14]).await?;
        page.saved().await?;

        go(&page, "Alt+ArrowDown", "The old ferry").await?;
        is_suggested(&page, "SHIP Silver Gull", true).await?;
        page.press("j").await?;
        page.until("it has the focus", async || Ok(page.announced().await?.contains("Silver Gull"))).await?;
        page.says(".right", "learned from 14 decisions").await?;

        // It is there after a reload, and goes where nobody wishes it.
        page.reload().await?;
        page.opened("The old ferry").await?;
        is_suggested(&page, "SHIP Silver Gull", true).await?;
        page.focus_article().await?;
        page.command("Learn from what is decided").await?;
        is_suggested(&page, "SHIP Silver Gull", false).await?;
        page.until("the choice is kept", async || {
            Ok(page.stored().await?["meta"]["preferences"].as_str().is_some_and(|it| it.contains("\"learning\":false")))
        })
        .await?;
        page.reload().await?;
        page.opened("The old ferry").await?;
        page.extracted().await?;
        is_suggested(&page, "SHIP Silver Gull", false).await?;
        page.focus_article().await?;
        page.command("Learn from what is decided").await?;
        is_suggested(&page, "SHIP Silver Gull", true).await
    });
}

#[test]
fn an_undo_unlearns() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "news.txt", NEWS).await?;
        open_text(&page, "log.txt", &log()).await?;
        page.extracted().await?;
        let before = page.suggestions().await?;
        define(&page, "Ship").await?;
        tag(&page, "Silver Gull", "ship").await?;
        page.has_span("SHIP Silver Gull").await?;
        page.press("Shift+T").await?;
        page.says("#find-tag", "Label 13 hits").await?;
        page.press("Enter").await?;
        page.has_spans(&["SHIP Silver Gull"; 14]).await?;
        go(&page, "Alt+ArrowDown", "The old ferry").await?;
        is_suggested(&page, "SHIP Silver Gull", true).await?;
        go(&page, "Alt+ArrowUp", "On Monday").await?;
        page.press("Ctrl+z Ctrl+z").await?;
        page.has_spans(&[]).await?;
        page.settles("what was suggested", before, async || page.suggestions().await).await?;
        go(&page, "Alt+ArrowDown", "The old ferry").await?;
        is_suggested(&page, "SHIP Silver Gull", false).await?;
        ensure!(page.spans().await?.is_empty());
        Ok(())
    });
}
