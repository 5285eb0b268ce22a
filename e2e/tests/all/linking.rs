//! Joining annotations: by keys and by the mouse, and what is shown of it.

use crate::{PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::Value;

/// A quote with two who may have said it. The quote has the focus.
async fn quote(page: &Page) -> Result<()> {
    open_text(page, "fox.txt", PLAIN).await?;
    page.learn_nothing().await?;
    for (words, key) in [("quick brown fox", "1"), ("lazy dog", "1"), ("then it sleeps", "0")] {
        page.drag(page.place(words).await?).await?;
        page.press(key).await?;
        page.settles("the focus", words.to_owned(), async || page.focus().await).await?;
    }
    Ok(())
}

/// The letters over the text, in reading order.
async fn hints(page: &Page) -> Result<Vec<String>> {
    page.ask("return [...document.querySelectorAll('.hint')].map((it) => it.dataset.hint)", Value::Null).await
}

/// What the inspector lists as linked: its words and what they are.
async fn linked(page: &Page) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.right [aria-label=Links] li > button')] \
        .map((it) => it.innerText.replace(/\\s+/g, ' '))";
    page.ask(script, Value::Null).await
}

async fn is_linked(page: &Page, expected: &[&str]) -> Result<()> {
    let expected: Vec<String> = expected.iter().map(|it| (*it).to_owned()).collect();
    page.settles("links", expected, async || linked(page).await).await
}

#[test]
fn a_speaker_is_given_and_corrected_by_two_keys_each() {
    test(async |stage| {
        let page = stage.open().await?;
        quote(&page).await?;
        let text = page.article_text().await?;
        page.press("r").await?;
        page.until("letters", async || Ok(hints(&page).await?.len() == 2)).await?;
        page.says(".labels", "Letters pick the other end").await?;
        ensure!(page.announced().await?.contains("2 annotations in view"), "{}", page.announced().await?);
        page.is_accessible("letters over the text").await?;
        let letters = hints(&page).await?;
        page.press(&letters[0]).await?;
        is_linked(&page, &["quick brown fox Speaker · ¶ 1"]).await?;
        page.until("it is told", async || Ok(page.announced().await?.contains("Speaker: quick brown fox"))).await?;
        page.wait("a line is drawn", "return document.querySelector('.arc')?.getAttribute('d')?.startsWith('M')")
            .await?;
        page.is_accessible("a line to the speaker").await?;
        // It was the other one.
        page.press("r").await?;
        page.until("letters", async || Ok(hints(&page).await?.len() == 2)).await?;
        page.press(&letters[1]).await?;
        is_linked(&page, &["lazy dog Speaker · ¶ 1"]).await?;
        ensure!(page.article_text().await? == text, "nothing of it is in the text");
        page.kept().await?;
        page.reload().await?;
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.press("Ctrl+z").await?;
        page.press("Ctrl+Shift+z").await?;
        is_linked(&page, &["quick brown fox Speaker · ¶ 1"]).await
    });
}

#[test]
fn a_type_is_typed_and_then_chosen() {
    test(async |stage| {
        let page = stage.open().await?;
        quote(&page).await?;
        page.click_at(page.place("lazy dog").await?.start + 1).await?;
        page.press("r").await?;
        // From here the schema knows the way to the quote only.
        page.until("letters", async || Ok(hints(&page).await?.len() == 1)).await?;
        page.press("/").await?;
        page.wait("the field", "return document.activeElement.id === 'link-name'").await?;
        page.is_accessible("the name of a type").await?;
        page.type_text("chased by").await?;
        page.press("Enter").await?;
        page.until("letters", async || Ok(hints(&page).await?.len() == 2)).await?;
        page.press(&hints(&page).await?[0]).await?;
        is_linked(&page, &["quick brown fox chased by · ¶ 1"]).await?;
        // By now it is one of two types that may lead to the quote: the number chooses.
        page.press("r").await?;
        page.until("letters", async || Ok(hints(&page).await?.len() == 2)).await?;
        page.press(&hints(&page).await?[1]).await?;
        page.says(".labels", "Which type?").await?;
        page.is_accessible("the choice of a type").await?;
        page.press("2").await?;
        is_linked(&page, &["quick brown fox chased by · ¶ 1", "then it sleeps chased by · ¶ 1"]).await?;
        page.click("Delete “chased by” to then it sleeps").await?;
        is_linked(&page, &["quick brown fox chased by · ¶ 1"]).await?;
        page.click("Turn “chased by” round").await?;
        is_linked(&page, &["quick brown fox has this as chased by · ¶ 1"]).await
    });
}

#[test]
fn what_is_out_of_view_stands_at_the_edge() {
    test(async |stage| {
        let page = stage.open().await?;
        quote(&page).await?;
        page.press("r").await?;
        page.until("letters", async || Ok(hints(&page).await?.len() == 2)).await?;
        page.press("Escape").await?;
        page.until("no letters", async || Ok(hints(&page).await?.is_empty())).await?;
        ensure!(page.focus().await? == "then it sleeps", "the focus stays");
        let text = format!("{PLAIN}{}{PLAIN}", "words and words\n\n".repeat(200));
        open_text(&page, "long.txt", &text).await?;
        let far = page.place_after("lazy dog", 2_000).await?;
        page.drag(page.place("quick brown fox").await?).await?;
        page.press("0").await?;
        page.drag(far).await?;
        page.press("1").await?;
        page.settles("the focus", "lazy dog".to_owned(), async || page.focus().await).await?;
        // The quote is far above: nothing in view can be its other end, until it is scrolled to.
        page.press("r").await?;
        page.wait("the field", "return document.activeElement.id === 'link-name'").await?;
        page.press("Escape").await?;
        page.bring(0).await?;
        page.until("letters", async || Ok(hints(&page).await?.len() == 1)).await?;
        page.press("a").await?;
        is_linked(&page, &["quick brown fox has this as speaker · ¶ 1"]).await?;
        let edge = "return [...document.querySelectorAll('.edge:not([hidden])')].map((it) => it.ariaLabel).join()";
        page.settles("the edge", "↑ Speaker: quick brown fox".to_owned(), async || page.ask(edge, Value::Null).await)
            .await?;
        page.is_accessible("an edge").await?;
        page.click("↑ Speaker").await?;
        page.settles("the focus", "quick brown fox".to_owned(), async || page.focus().await).await?;
        page.settles("the edge", "↓ Speaker: lazy dog".to_owned(), async || page.ask(edge, Value::Null).await).await
    });
}

#[test]
fn a_chip_is_dragged_to_what_it_is_linked_to() {
    test(async |stage| {
        let page = stage.open().await?;
        quote(&page).await?;
        let (fox, dog) = (page.place("quick brown fox").await?, page.place("lazy dog").await?);
        // A quote has no chip: the schema knows the way from the one who speaks, too.
        page.drag_chip(fox, page.place("then it sleeps").await?).await?;
        is_linked(&page, &["then it sleeps has this as speaker · ¶ 1"]).await?;
        page.settles("the focus", "quick brown fox".to_owned(), async || page.focus().await).await?;
        // What is let go over nothing that it may be linked to does nothing.
        page.drag_chip(dog, fox).await?;
        page.settles("the focus", "lazy dog".to_owned(), async || page.focus().await).await?;
        is_linked(&page, &[]).await?;
        page.until("no letters", async || Ok(hints(&page).await?.is_empty())).await?;
        page.until("nothing is selected", async || Ok(page.selected().await?.is_empty())).await
    });
}

/// The rows of a section of the inspector.
async fn rows(page: &Page, section: &str) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll(`.right [aria-label=\"${arguments[0]}\"] li > button`)] \
        .map((it) => it.innerText.replace(/\\s+/g, ' '))";
    page.ask(script, serde_json::json!([section])).await
}

async fn has_rows(page: &Page, section: &str, expected: &[&str]) -> Result<()> {
    let expected: Vec<String> = expected.iter().map(|it| (*it).to_owned()).collect();
    page.settles(section, expected, async || rows(page, section).await).await
}

#[test]
fn mentions_of_the_same_are_joined_named_and_taken_out() {
    test(async |stage| {
        let page = stage.open().await?;
        quote(&page).await?;
        page.click_at(page.place("quick brown fox").await?.start + 1).await?;
        for (number, letters) in [(1, 2), (2, 1)] {
            page.press("c").await?;
            page.until("letters", async || Ok(hints(&page).await?.len() == letters)).await?;
            page.press(&hints(&page).await?[0]).await?;
            page.until("mentions", async || Ok(rows(&page, "The same thing").await?.len() == number + 1)).await?;
        }
        has_rows(
            &page,
            "The same thing",
            &["quick brown fox this one · ¶ 1", "lazy dog mention · ¶ 1", "then it sleeps mention · ¶ 1"],
        )
        .await?;
        page.wait("another mention is marked", "return document.querySelector('.is-mate')?.textContent === 'lazy dog'")
            .await?;
        page.is_accessible("a cluster").await?;
        page.click_on(".right [aria-label='The same thing'] input").await?;
        page.type_text("The fox").await?;
        page.press("Enter").await?;
        page.until("it is told", async || Ok(page.announced().await?.ends_with("one of 3 mentions of The fox")))
            .await?;
        page.click("Take out then it sleeps").await?;
        has_rows(&page, "The same thing", &["quick brown fox this one · ¶ 1", "lazy dog mention · ¶ 1"]).await?;
        page.click("Dissolve").await?;
        has_rows(&page, "The same thing", &[]).await?;
        page.focus_article().await?;
        page.press("Ctrl+z Ctrl+z").await?;
        page.until("all is back", async || Ok(rows(&page, "The same thing").await?.len() == 3)).await
    });
}

#[test]
fn an_event_is_made_with_what_took_part() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "fox.txt", PLAIN).await?;
        page.learn_nothing().await?;
        for (words, key) in [("quick brown fox", "1"), ("lazy dog", "1"), ("jumps", "7")] {
            page.drag(page.place(words).await?).await?;
            page.press(key).await?;
            page.settles("the focus", words.to_owned(), async || page.focus().await).await?;
        }
        for (key, name) in [("e", "Jump"), ("s", "jumper")] {
            page.press(key).await?;
            page.wait("the field", "return document.activeElement.id === 'link-name'").await?;
            page.is_accessible("the name of a type").await?;
            page.type_text(name).await?;
            page.press("Enter").await?;
            page.wait("letters", "return document.querySelectorAll('.hint').length === 2").await?;
        }
        page.press("Escape").await?;
        has_rows(&page, "Event", &["quick brown fox jumper · ¶ 1"]).await?;
        page.until("it is told", async || {
            Ok(page.announced().await?.ends_with("; event Jump, jumper quick brown fox"))
        })
        .await?;
        page.is_accessible("an event").await?;
        page.click("quick brown fox").await?;
        has_rows(&page, "Takes part in", &["jumps Jump as jumper · ¶ 1"]).await?;
        page.click("jumps").await?;
        page.focus_article().await?;
        page.press("Delete").await?;
        page.says(".toast", "Deleted, and with it 1 event and 1 role.").await?;
        page.press("Ctrl+z").await?;
        has_rows(&page, "Event", &["quick brown fox jumper · ¶ 1"]).await
    });
}

#[test]
fn a_place_of_no_width_is_labelled() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "fox.txt", PLAIN).await?;
        page.press("ArrowRight ArrowRight |").await?;
        page.wait("the place", "return document.querySelector('.hint.is-point') !== null").await?;
        page.until("it is told", async || Ok(page.announced().await? == "between “the” and “quick”")).await?;
        page.is_accessible("a place").await?;
        page.press("7").await?;
        page.wait("the span", "return document.querySelector('.point')?.dataset.chip === 'EVT'").await
    });
}
