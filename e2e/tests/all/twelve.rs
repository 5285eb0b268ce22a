//! The work of a day by keyboard alone: twelve texts are gone through as a person goes through them, from the choice of their
//! folder to the file that is handed out, and each key is counted. What is right stands in `e2e/texts/twelve`.

mod texts;
mod typist;

use crate::{PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, Setup, test, test_with};
use serde_json::Value;
use std::time::Duration;
use texts::{label, texts};
use typist::{Tally, Typist, columns, is_asked, right, tab_to};

#[test]
fn twelve_texts_are_done_by_keys_alone() {
    let setup = Setup { limit: Duration::from_secs(400), ..Setup::default() };
    test_with(setup, async |stage| {
        let page = stage.open().await?;
        let texts = texts()?;
        ensure!(texts.len() == 12, "{} texts", texts.len());
        let names: Vec<String> = texts.iter().map(|it| format!("day/{}", it.file)).collect();
        let files: Vec<(&str, &[u8])> =
            names.iter().zip(&texts).map(|(name, it)| (&**name, it.text.as_bytes())).collect();
        page.upload_folder(&files).await?;
        let mut typist = Typist::new(&page).await?;
        for text in &texts {
            page.settles("the text", text.text.clone(), async || page.article_text().await).await?;
            page.extracted().await?;
            typist.look().await?;
            println!("{}, the keyboard is at “{}”", text.file, typist.look.active);
            let since = typist.keys;
            typist.review(text).await?;
            typist.amend(text).await?;
            typist.complete(text).await?;
            let mut made = typist.drawn(false);
            made.retain(|it| it.label != "QUOTE");
            let mut wanted = text.gold.clone();
            wanted.sort();
            ensure!(made == wanted, "{}: {made:?}\nand not\n{wanted:?}", text.file);
            page.press("Ctrl+Enter").await?;
            typist.keys += 1;
            println!("  {} spans with {} keys", wanted.len(), typist.keys - since);
        }
        page.says(".toast", "all 12 documents are done").await?;
        page.saved().await?;

        let since = typist.keys;
        typist.press("Ctrl+s").await?;
        page.says("dialog h1", "Export").await?;
        page.wait("other formats", "return document.getElementById('format-conll2003') !== null").await?;
        tab_to(&mut typist, "#formats").await?;
        let chosen = "return document.querySelector('#formats [aria-selected=true]').id";
        let mut format: String = page.ask(chosen, Value::Null).await?;
        while format != "format-conll2003" {
            let before = format.clone();
            page.press("ArrowDown").await?;
            typist.keys += 1;
            page.until("the next format", async || {
                format = page.ask(chosen, Value::Null).await?;
                Ok(format != before)
            })
            .await?;
        }
        tab_to(&mut typist, "[name=Documents]").await?;
        page.press("ArrowDown").await?;
        typist.keys += 1;
        page.says("dialog h1", "Export all 12 documents").await?;
        tab_to(&mut typist, "dialog .is-main").await?;
        page.says("dialog .is-main", "Export").await?;
        let file = page.download(async |page| page.press("Enter").await).await?;
        typist.keys += 1;
        typist.note("the export", since);
        for (what, Tally { times, keys }) in &typist.tallies {
            println!("{what}: {times}, {keys} keys, {:.2} each", *keys as f64 / *times as f64);
        }
        println!("{} spans in all, {} keys in all", texts.iter().map(|it| it.gold.len()).sum::<usize>(), typist.keys);

        let expected: Vec<_> = texts.iter().flat_map(right).collect();
        let written = columns(file.text()?);
        for (written, right) in written.iter().zip(&expected) {
            ensure!(written == right, "{written:?} and not {right:?}");
        }
        ensure!(written.len() == expected.len(), "{} and not {} spans are written", written.len(), expected.len());

        // In another browser they are the same.
        let again = stage.open().await?;
        again.upload(&[(&file.name, &file.bytes)]).await?;
        again.click("Import").await?;
        again.wait("twelve documents", "return document.querySelectorAll('.doc').length === 12").await?;
        again.focus_article().await?;
        for text in &texts {
            let chip = |slug: &str| label(|it| it.0 == slug).map_or("", |it| it.2);
            let mut expected: Vec<String> =
                right(text).iter().map(|(slug, words)| format!("{} {words}", chip(slug))).collect();
            expected.sort();
            again
                .settles(&text.file, expected, async || {
                    let spans = again.drawn().await?;
                    let of = spans.iter().filter(|it| {
                        !it.is_suggested && label(|known| known.2 == it.label).is_some_and(|it| is_asked(it.0))
                    });
                    let words = |text: &str| text.split_whitespace().collect::<String>();
                    let mut spans: Vec<String> = of.map(|it| format!("{} {}", it.label, words(&it.text))).collect();
                    spans.sort();
                    Ok(spans)
                })
                .await?;
            again.press("Alt+ArrowDown").await?;
        }

        let suggested = typist.average("suggestions accepted")?;
        let proposed = typist.average("spans labelled where the cursor proposed them")?;
        let missing = typist.average("missing spans made")?;
        ensure!(suggested <= 1.0 && proposed <= 2.0, "{suggested:.2} keys to accept, {proposed:.2} to label");
        ensure!(missing <= 5.0, "{missing:.2} keys for a missing span");
        Ok(())
    });
}

/// The hints over the text, in reading order.
async fn letters(page: &Page, count: usize) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.hint')].map((it) => it.dataset.hint)";
    let mut found: Vec<String> = Vec::new();
    page.until(&format!("{count} hints"), async || {
        found = page.ask(script, Value::Null).await?;
        Ok(found.len() == count)
    })
    .await?;
    Ok(found)
}

/// Goes to a word by its letters, and labels it with so many words behind it.
async fn label_word(page: &Page, word: &str, behind: usize, key: &str, told: &str) -> Result<()> {
    let word: Vec<String> = word.chars().map(String::from).collect();
    page.press(&format!("g {} Enter {} {key}", word.join(" "), "] ".repeat(behind))).await?;
    page.until(told, async || Ok(page.announced().await?.starts_with(told))).await
}

/// Links what has the focus to the annotation whose hint is the so many-th, with a number for the type where one is asked;
/// gives the number of keys.
async fn link(page: &Page, [hint, of]: [usize; 2], kind: &str, told: &str) -> Result<usize> {
    page.press("r").await?;
    let hint = &letters(page, of).await?[hint];
    page.press(&format!("{hint} {kind}")).await?;
    page.until(told, async || Ok(page.announced().await?.contains(told))).await?;
    Ok(1 + hint.len() + kind.len())
}

#[test]
fn a_relation_takes_four_keys_at_most_and_a_speaker_three() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "fox.txt", PLAIN).await?;
        page.learn_nothing().await?;
        label_word(&page, "qui", 2, "1", "Person: quick brown fox").await?;
        label_word(&page, "laz", 1, "1", "Person: lazy dog").await?;
        label_word(&page, "then", 2, "0", "Quote: then it sleeps").await?;
        let given = link(&page, [0, 2], "", "Speaker: quick brown fox").await?;
        let corrected = link(&page, [1, 2], "", "Speaker: lazy dog").await?;

        // Two types that may lead from anything to anything: the key of a number says which one is meant.
        page.press("k k").await?;
        for (kind, hint) in [("chased by", 0), ("seen by", 1)] {
            label_word(&page, "tal", 1, "5", "Facility: tall tree").await?;
            page.press("r /").await?;
            page.wait("the field", "return document.activeElement.id === 'link-name'").await?;
            page.type_text(kind).await?;
            page.press("Enter").await?;
            let hints = letters(&page, 3).await?;
            page.press(&hints[hint]).await?;
            page.until(kind, async || Ok(page.announced().await?.contains(kind))).await?;
        }
        label_word(&page, "bar", 0, "5", "Facility: barn").await?;
        let related = link(&page, [1, 4], "2", "seen by").await?;
        println!("a speaker: {given} keys, corrected: {corrected}, a relation of one of two types: {related}");
        ensure!(given <= 3 && corrected <= 3 && related <= 4);
        page.saved().await
    });
}

#[test]
fn twelve_occurrences_take_three_keys() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "twelve.txt", &"the old fox saw a fox. ".repeat(6)).await?;
        page.press("ArrowRight ArrowRight ArrowRight").await?;
        page.settles("the cursor", "fox".to_owned(), async || page.announced().await).await?;
        let keys = ["1", "Shift+T", "Enter"];
        page.press(keys[0]).await?;
        page.has_spans(&["PER fox"]).await?;
        page.press(keys[1]).await?;
        page.wait("the button", "return document.activeElement.id === 'find-tag'").await?;
        page.says("#find-tag", "Label 11 hits").await?;
        page.press(keys[2]).await?;
        page.has_spans(&["PER fox"; 12]).await?;
        println!("twelve occurrences: {} keys", keys.len());
        page.wait("the article has the keyboard", "return document.activeElement.id === 'pane'").await
    });
}
