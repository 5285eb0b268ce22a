//! What a text means beyond its names: who is the same, and what happens; and the pictures of that.

use crate::{ARTICLE, PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::{Value, json};

const MEETING: &str = "Maria Rossi met Paul Weber in Rome on Monday. Rossi said she was glad to see him.\n\n\
    Weber left for Berlin. The minister will come back, Rossi said.\n";

/// A text with who is the same suggested.
async fn meeting(page: &Page) -> Result<()> {
    open_text(page, "meeting.txt", MEETING).await?;
    with_meaning(page).await
}

/// Suggests who is the same, and what happens.
async fn with_meaning(page: &Page) -> Result<()> {
    page.extracted().await?;
    page.click("Layers and suggestions").await?;
    page.click("Suggest pronouns and who they mean").await?;
    page.press("Escape").await?;
    page.until("a pronoun is suggested", async || {
        Ok(page.suggestions().await?.iter().any(|it| it.starts_with("MENTION ")))
    })
    .await?;
    page.extracted().await?;
    page.focus_article().await
}

/// The words with a line over them.
async fn mates(page: &Page) -> Result<Vec<String>> {
    page.ask("return [...document.querySelectorAll('.is-mate')].map((it) => it.textContent)", Value::Null).await
}

/// The rows of a section of the inspector.
async fn rows(page: &Page, section: &str) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll(`.right [aria-label=\"${arguments[0]}\"] li > button`)] \
        .map((it) => it.innerText.replace(/\\s+/g, ' '))";
    page.ask(script, json!([section])).await
}

async fn has_rows(page: &Page, section: &str, expected: &[&str]) -> Result<()> {
    let expected: Vec<String> = expected.iter().map(|it| (*it).to_owned()).collect();
    page.settles(section, expected, async || rows(page, section).await).await
}

const SUGGESTED: &str = "Suggested to be the same";
const JOINED: &str = "The same thing";

#[test]
fn who_is_the_same_is_suggested_and_accepted_by_the_keys_of_spans() {
    test(async |stage| {
        let page = stage.open().await?;
        meeting(&page).await?;
        page.press("j").await?;
        page.settles("the focus", "Maria Rossi".to_owned(), async || page.focus().await).await?;
        page.settles("others have a line", 3, async || Ok(mates(&page).await?.len())).await?;
        has_rows(
            &page,
            SUGGESTED,
            &["Maria Rossi this one · ¶ 1", "Rossi suggestion · ¶ 1", "she suggestion · ¶ 1", "Rossi suggestion · ¶ 2"],
        )
        .await?;
        page.is_accessible("a suggested cluster").await?;
        // Whoever points at another one sees its own.
        let weber = MEETING.rfind("Weber").expect("it is there");
        page.js(
            "window.hovered = () => [...(CSS.highlights.get('mate') ?? [])].map((it) => it.toString())",
            Value::Null,
        )
        .await?;
        page.hover_at(weber + 1).await?;
        let hovered = async || page.ask::<Vec<String>>("return hovered()", Value::Null).await;
        page.settles("what is hovered", vec!["Paul Weber".to_owned(), "him".to_owned()], hovered).await?;
        // The span first, then who it is.
        page.press("a").await?;
        page.says(".review .ask", "The same as Rossi, she?").await?;
        page.until("it is told", async || {
            Ok(page.announced().await?.ends_with("; suggested to be the same as Rossi, she, Rossi"))
        })
        .await?;
        page.is_accessible("what is asked of a span").await?;
        page.press("a").await?;
        page.says(".said.is-done", "Accepted that 4 mentions are the same").await?;
        page.until("on to the next", async || Ok(!["", "Maria Rossi"].contains(&&*page.focus().await?))).await?;
        page.kept().await?;
        page.reload().await?;
        page.extracted().await?;
        page.click_at(MEETING.rfind("Rossi").expect("it is there") + 1).await?;
        has_rows(
            &page,
            JOINED,
            &["Maria Rossi mention · ¶ 1", "Rossi mention · ¶ 1", "she mention · ¶ 1", "Rossi this one · ¶ 2"],
        )
        .await?;
        has_rows(&page, SUGGESTED, &[]).await?;
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.until("one step takes all of it back", async || Ok(page.spans().await?.len() == 1)).await
    });
}

#[test]
fn a_mention_is_left_out_and_a_rejected_cluster_stays_away() {
    test(async |stage| {
        let page = stage.open().await?;
        meeting(&page).await?;
        page.press("j").await?;
        page.click("Leave out she").await?;
        let left = ["Maria Rossi this one · ¶ 1", "Rossi suggestion · ¶ 1", "Rossi suggestion · ¶ 2"];
        has_rows(&page, SUGGESTED, &left).await?;
        page.click("They are the same").await?;
        has_rows(&page, JOINED, &["Maria Rossi this one · ¶ 1", "Rossi mention · ¶ 1", "Rossi mention · ¶ 2"]).await?;
        page.click_at(MEETING.find("Paul Weber").expect("it is there") + 1).await?;
        page.settles("the focus", "Paul Weber".to_owned(), async || page.focus().await).await?;
        page.press("a").await?;
        page.says(".review .ask", "The same as him, Weber?").await?;
        page.press("x").await?;
        page.says(".said.is-done", "Rejected that 3 mentions are the same").await?;
        page.kept().await?;
        page.reload().await?;
        page.extracted().await?;
        for words in ["Paul Weber", "him", "she"] {
            page.click_at(MEETING.find(words).expect("it is there") + 1).await?;
            page.settles("the focus", words.to_owned(), async || page.focus().await).await?;
            ensure!(mates(&page).await?.is_empty() && rows(&page, SUGGESTED).await?.is_empty(), "{words} is back");
        }
        // The layer takes the lines away.
        page.click_at(1).await?;
        page.settles("others have a line", 2, async || Ok(mates(&page).await?.len())).await?;
        page.click("Coref").await?;
        page.settles("none has", 0, async || Ok(mates(&page).await?.len())).await?;
        page.until("no pronoun", async || Ok(!page.suggestions().await?.iter().any(|it| it.ends_with(" she")))).await
    });
}

/// The names of the marks of a picture.
async fn marks(page: &Page, picture: &str) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll(`svg[aria-label='${arguments[0]}'] .spot`)].map((it) => it.querySelector('title').textContent)";
    page.ask(script, json!([picture])).await
}

const DATED: &str = "Maria Rossi met Paul Weber in Rome on 14 September 2018. “It went well,” Rossi said.\n\n\
    Weber will go to Berlin in October 2018. The war ended in May 1945.\n";

#[test]
fn the_drawer_shows_what_a_text_tells_of_and_leads_to_it() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "dated.txt", DATED).await?;
        page.extracted().await?;
        page.press("O").await?;
        page.wait("the drawer has the keyboard", "return document.activeElement.id === 'drawer'").await?;
        let dates = ["May 1945: May 1945, paragraph 2", "14 September 2018: 14 September 2018, paragraph 1"];
        page.until("dates", async || Ok(marks(&page, "Timeline").await?[..2] == dates)).await?;
        page.until("a speaker", async || {
            Ok(marks(&page, "Quotes by speaker")
                .await?
                .first()
                .is_some_and(|it| it.ends_with("Rossi: 1 quote, 3 words")))
        })
        .await?;
        ensure!(marks(&page, "Entities").await?.iter().any(|it| it == "Rome, GPE: 1 mention"));
        page.is_accessible("the drawer").await?;
        // By the keyboard: into the first picture, along its marks, and to the text.
        page.wait(
            "the first mark",
            "return document.querySelector('svg[aria-label=Timeline] .spot[tabindex=\"0\"]')?.focus() ?? true",
        )
        .await?;
        page.press("ArrowRight").await?;
        page.wait(
            "the next mark",
            "return document.activeElement.querySelector('title')?.textContent === '14 September 2018: 14 September 2018, paragraph 1'",
        )
        .await?;
        page.press("Enter").await?;
        page.settles("the focus", "14 September 2018".to_owned(), async || page.focus().await).await?;
        page.wait("the article has the keyboard", "return document.activeElement.id === 'pane'").await?;
        // What is decided is inked.
        ensure!(
            page.ask::<bool>(
                "return document.querySelector('.spot.is-here').classList.contains('is-suggested')",
                Value::Null
            )
            .await?
        );
        page.press("a k").await?;
        page.wait(
            "the mark is inked",
            "return [...document.querySelectorAll('.spot')].some((it) => it.querySelector('title').textContent.startsWith('14 September') && !it.classList.contains('is-suggested'))",
        )
        .await?;
        page.click("As tables").await?;
        page.says("table[aria-label=Timeline]", "May 1945 May 1945 Date 2 suggested").await?;
        page.is_accessible("the drawer as tables").await?;
        page.click_on("table[aria-label=Entities] button").await?;
        page.wait("the article has the keyboard", "return document.activeElement.id === 'pane'").await?;
        page.click("As tables").await?;
        let file = page.download(async |page| page.click("Save “Timeline” as SVG").await).await?;
        ensure!(file.name.ends_with("-timeline.svg"), "{}", file.name);
        let text = file.text()?;
        ensure!(text.starts_with("<svg ") && text.contains("14 September 2018: 14 September 2018, paragraph 1"));
        ensure!(text.matches("<g").count() == text.matches("</g>").count() && text.ends_with("</svg>\n"), "{text}");
        page.click("Graph").await?;
        page.says(".drawer", "Nothing here says yet who did what to whom").await?;
        page.is_accessible("an empty picture").await?;
        page.click("Close the drawer").await?;
        page.wait("it is closed", "return document.querySelector('.drawer') === null").await
    });
}

#[test]
fn who_did_what_to_whom_is_drawn_from_events() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "fox.txt", PLAIN).await?;
        page.learn_nothing().await?;
        for (words, key) in [("quick brown fox", "1"), ("lazy dog", "1"), ("jumps over", "7")] {
            page.drag(page.place(words).await?).await?;
            page.press(key).await?;
            page.settles("the focus", words.to_owned(), async || page.focus().await).await?;
        }
        for (key, name) in [("e", "Jump"), ("s", "actor")] {
            page.press(key).await?;
            page.wait("the field", "return document.activeElement.id === 'link-name'").await?;
            page.type_text(name).await?;
            page.press("Enter").await?;
            page.wait("letters", "return document.querySelectorAll('.hint').length === 2").await?;
        }
        page.press("Escape").await?;
        has_rows(&page, "Event", &["quick brown fox actor · ¶ 1"]).await?;
        page.wait("a line is drawn", "return document.querySelector('.arc')?.getAttribute('d')?.startsWith('M')")
            .await?;
        page.press("O").await?;
        page.click("Graph").await?;
        let expected = ["Jump, “jumps over”: quick brown fox; paragraph 1", "quick brown fox"];
        page.settles("the graph", expected.map(str::to_owned).to_vec(), async || {
            marks(&page, "Who did what to whom").await
        })
        .await?;
        page.is_accessible("the graph").await?;
        page.click("As tables").await?;
        page.says("table[aria-label='Who did what to whom']", "quick brown fox Jump jumps over 1 accepted").await?;
        page.click_on("table[aria-label='Who did what to whom'] button").await?;
        page.settles("the focus", "jumps over".to_owned(), async || page.focus().await).await
    });
}

#[test]
fn a_suggested_event_comes_along_and_stays_away_once_rejected() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        with_meaning(&page).await?;
        // To the first trigger.
        page.until("an event is suggested", async || {
            let is_there = page.announced().await?.contains("; suggested event ");
            if !is_there {
                page.press("j").await?;
            }
            Ok(is_there)
        })
        .await?;
        let trigger = page.focus().await?;
        let parts = rows(&page, "Suggested event").await?;
        ensure!(!parts.is_empty(), "“{trigger}” has nobody who takes part");
        page.wait(
            "lines are drawn",
            "return document.querySelector('.arc.is-suggested')?.getAttribute('d')?.startsWith('M')",
        )
        .await?;
        page.is_accessible("a suggested event").await?;
        page.press("a").await?;
        page.until("it goes on", async || Ok(page.focus().await? != trigger)).await?;
        // Back over what takes part and stands behind it.
        page.until("the trigger has the focus", async || {
            let is_there = page.focus().await? == trigger;
            if !is_there {
                page.press("k").await?;
            }
            Ok(is_there)
        })
        .await?;
        page.until("what takes part came along", async || Ok(!rows(&page, "Event").await?.is_empty())).await?;
        page.is_accessible("an event that was accepted").await?;
        page.press("Ctrl+z").await?;
        page.until("it is a suggestion again", async || Ok(!rows(&page, "Suggested event").await?.is_empty())).await?;
        page.press("x").await?;
        page.says(".said.is-done", "Rejected").await?;
        page.kept().await?;
        page.reload().await?;
        page.extracted().await?;
        page.until("it stays away", async || {
            Ok(!page.suggestions().await?.iter().any(|it| *it == format!("TRIGGER {trigger}")))
        })
        .await
    });
}
