//! The menu of the right button, ends that are pulled, and fingers.

use crate::{PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::Value;

/// What the menu offers.
async fn offered(page: &Page) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.menu.is-context button')].map(it => it.innerText.replace(/\\s+/g, ' ').trim())";
    page.ask(script, Value::Null).await
}

async fn is_gone(page: &Page) -> Result<()> {
    page.wait("no menu", "return document.querySelector('.menu.is-context') === null").await
}

#[test]
fn the_right_button_offers_what_can_be_done() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        let fox = page.place("fox").await?;
        // On words: the likeliest labels come first.
        page.right_click_at(fox.start + 1).await?;
        page.wait("the first line has the keyboard", "return document.activeElement.role === 'menuitem'").await?;
        page.is_accessible("the menu of words").await?;
        let words = offered(&page).await?;
        ensure!(words[0] == "Person 1", "{words:?}");
        page.press("ArrowDown Enter").await?;
        is_gone(&page).await?;
        page.has_spans(&["ORG fox"]).await?;
        page.wait("the article has the keyboard", "return document.activeElement.id === 'pane'").await?;

        // On an annotation, which it focuses; Escape leaves all as it is.
        page.press("Escape").await?;
        page.right_click_at(fox.start + 1).await?;
        page.wait("the menu", "return document.querySelector('.menu.is-context') !== null").await?;
        let lines = offered(&page).await?;
        ensure!(lines.contains(&"Delete the focused annotation ⌫".to_owned()), "{lines:?}");
        page.press("Escape").await?;
        is_gone(&page).await?;
        page.settles("the focus", "Organisation: fox".to_owned(), async || page.announced().await).await?;

        // By the keyboard, too.
        page.press("Shift+F10").await?;
        page.wait("the first line has the keyboard", "return document.activeElement.role === 'menuitem'").await?;
        page.is_accessible("the menu of an annotation").await?;
        page.press("End Enter").await?;
        page.has_spans(&[]).await?;

        // On a selection, which stays.
        let place = page.place("lazy dog").await?;
        page.drag(place).await?;
        page.right_click_at(place.start + 2).await?;
        page.wait("the menu", "return document.querySelector('.menu.is-context') !== null").await?;
        page.press("Enter").await?;
        page.has_spans(&["ORG lazy dog"]).await?;
        page.saved().await
    });
}

#[test]
fn the_ends_of_an_annotation_are_pulled_by_the_mouse() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("brown fox").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER brown fox"]).await?;
        page.wait("two ends to pull", "return document.querySelectorAll('.pull-end:not([hidden])').length === 2")
            .await?;
        let over = page.place("over").await?;
        page.pull(".pull-end.is-end", over.end - 2, false).await?;
        page.has_spans(&["PER brown fox jumps over"]).await?;
        let quick = page.place("quick").await?;
        page.pull(".pull-end.is-start", quick.start + 2, false).await?;
        page.has_spans(&["PER quick brown fox jumps over"]).await?;
        // Never inside out.
        page.pull(".pull-end.is-end", 1, false).await?;
        page.has_spans(&["PER quick"]).await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&["PER quick brown fox jumps over"]).await?;
        page.saved().await
    });
}

#[test]
fn a_finger_selects_pulls_and_labels() {
    test(async |stage| {
        let page = stage.open().await?;
        page.by_fingers().await?;
        page.resize(400, 800).await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        // The panels were open on the wide screen, and lie over the labels here.
        page.click("Inspector (i)").await?;
        page.click("Documents and labels").await?;
        let fox = page.place("fox").await?;
        page.hold_finger(fox.start + 1, 700).await?;
        page.settles("the word", "fox".to_owned(), async || page.announced().await).await?;
        page.wait("labels in reach", "return document.querySelector('.palette') !== null").await?;
        page.wait("two ends to pull", "return document.querySelectorAll('.pull-end:not([hidden])').length === 2")
            .await?;
        page.is_accessible("a word that a finger held").await?;
        page.pull_by_finger(".pull-end.is-start", page.place("brown").await?.start + 1, false).await?;
        page.settles("two words", "brown fox".to_owned(), async || page.announced().await).await?;
        page.click_on(".palette .label").await?;
        page.has_spans(&["PER brown fox"]).await?;
        page.click("Note").await?;
        page.wait("the note has the keyboard", "return document.activeElement.id === 'note-field'").await?;
        page.type_text("a fox").await?;
        page.press("Escape").await?;
        page.click("Inspector (i)").await?;
        page.click("Delete").await?;
        page.has_spans(&[]).await?;
        page.saved().await
    });
}
