//! The page for everybody: rules, keyboard, narrow screens.

use crate::{ARTICLE, PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::{Value, json};

/// Closes the dialog and waits until it is gone.
async fn close(page: &Page) -> Result<()> {
    page.press("Escape").await?;
    page.wait("the dialog is closed", "return document.querySelector('dialog[open]') === null").await
}

/// Everything that a person may meet, each held against the rules.
async fn every_view(page: &Page, colours: &str) -> Result<()> {
    let check = async |what: &str| page.is_accessible(&format!("{what}, {colours}")).await;
    check("the first page").await?;
    page.press("?").await?;
    page.wait("the dialog", "return document.querySelector('dialog[open]') !== null").await?;
    check("the key sheet").await?;
    close(page).await?;
    page.click("Paste text").await?;
    page.wait("the dialog", "return document.querySelector('dialog[open]') !== null").await?;
    check("pasting").await?;
    close(page).await?;
    page.upload(&[("haber.txt", b"Erdo\xf0an, \xddstanbul\x92da \x93\xfeimdi\x94 dedi.")]).await?;
    page.wait("the dialog", "return document.querySelector('dialog[open] .encodings') !== null").await?;
    check("the choice of an encoding").await?;
    close(page).await?;

    page.open_sample(ARTICLE).await?;
    page.extracted().await?;
    check("the article").await?;
    page.press("j").await?;
    page.wait("the ring", "return document.querySelector('.chunk .ring') !== null").await?;
    check("the review").await?;
    page.press("a k").await?;
    page.says(".right", "by you, ").await?;
    check("a span in the inspector").await?;
    page.click("History").await?;
    check("the history").await?;
    page.click("Labels").await?;
    check("the labels").await?;
    page.click("Documents").await?;
    page.click("Inspector").await?;
    page.focus_article().await?;
    page.press("Escape ArrowRight ArrowRight").await?;
    check("the token cursor").await?;
    page.press("/").await?;
    page.wait("the palette", "return document.activeElement.id === 'palette-field'").await?;
    check("the palette").await?;
    page.press("Escape").await?;
    page.drag(page.place("coastal city").await?).await?;
    page.wait("the palette", "return document.querySelector('.palette') !== null").await?;
    check("a selection").await?;
    page.press("Escape").await?;

    page.press("Ctrl+s").await?;
    page.wait("the dialog", "return document.querySelector('dialog[open]') !== null").await?;
    check("the export").await?;
    page.click("Annotations, JSON Lines").await?;
    check("the export of annotations").await?;
    page.click("CoNLL-2003").await?;
    page.says("dialog [aria-label=Layers]", "Entities").await?;
    check("the export of a flat file").await?;
    page.click("Annotations, JSON Lines").await?;
    let project = page.download(async |page| page.click_on("dialog .is-main").await).await?;
    page.upload(&[(&project.name, &project.bytes)]).await?;
    page.wait("the dialog", "return document.querySelector('dialog[open]') !== null").await?;
    check("the import").await?;
    close(page).await?;
    page.click("Delete “").await?;
    check("the deletion of a document").await?;
    close(page).await?;
    page.click("Delete all data…").await?;
    check("the deletion of everything").await?;
    close(page).await?;
    page.upload(&[("empty.txt", b"")]).await?;
    page.says("[role=alert]", "is empty").await?;
    check("a message").await
}

#[test]
fn rules_in_the_light() {
    test(async |stage| {
        let page = stage.open().await?;
        page.prefer_dark(false).await?;
        every_view(&page, "light").await
    });
}

#[test]
fn rules_in_the_dark() {
    test(async |stage| {
        let page = stage.open().await?;
        page.prefer_dark(true).await?;
        every_view(&page, "dark").await
    });
}

#[test]
fn rules_on_a_narrow_screen() {
    test(async |stage| {
        let page = stage.open_sized(400, 800).await?;
        page.is_accessible("the first page, narrow").await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        page.is_accessible("the article, narrow").await?;
        page.click("Documents and labels").await?;
        page.is_accessible("the documents, narrow").await?;
        page.click("Documents and labels").await?;
        page.click("Inspector").await?;
        page.is_accessible("the inspector, narrow").await
    });
}

#[test]
fn rules_in_a_second_tab() {
    test(async |stage| {
        let first = stage.open().await?;
        open_text(&first, "plain.txt", PLAIN).await?;
        first.saved().await?;
        let second = first.browser().open_tab().await?;
        second.says(".banner", "Read-only.").await?;
        second.is_accessible("read-only").await
    });
}

#[test]
fn f6_goes_round_the_page() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        page.focus_article().await?;
        let region = "const regions = ['.top', '.left', '.scroll', '.labels', '.review', '.right', '.foot']; \
            const it = document.activeElement; \
            return regions.find((region) => it.closest(region)) ?? it.outerHTML.slice(0, 99)";
        let expected = [".labels", ".right", ".foot", ".top", ".left", ".scroll"];
        let mut visited = Vec::new();
        for _ in expected {
            page.press("F6").await?;
            visited.push(page.ask::<String>(region, Value::Null).await?);
        }
        ensure!(visited == expected, "{visited:?}");
        for expected in [".left", ".top", ".foot"] {
            page.press("Shift+F6").await?;
            let here: String = page.ask(region, Value::Null).await?;
            ensure!(here == expected, "back at {here}, not {expected}");
        }
        Ok(())
    });
}

#[test]
fn tab_reaches_every_control_and_each_has_a_name() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let all: usize = page.ask("window.seen = new Set(); return postilProbe.stops().length", Value::Null).await?;
        ensure!(all > 20, "only {all} controls");
        page.js("document.querySelector('.skip').focus()", Value::Null).await?;
        let mut names = Vec::new();
        // Regions that scroll are stops of their own.
        for _ in 0..all + 8 {
            let name = "const it = document.activeElement; seen.add(it); return it.id || postilProbe.name(it)";
            names.push(page.ask::<String>(name, Value::Null).await?);
            page.press("Tab").await?;
        }
        let missed = "return postilProbe.stops().filter((it) => !seen.has(it)).map((it) => it.outerHTML.slice(0, 120))";
        let missed: Vec<String> = page.ask(missed, Value::Null).await?;
        ensure!(missed.is_empty(), "Tab does not reach {missed:#?}");
        ensure!(names.iter().all(|name| !name.is_empty()), "a control without a name among {names:?}");
        Ok(())
    });
}

#[test]
fn dialogs_take_the_keyboard_and_give_it_back() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        page.focus_article().await?;
        for keys in ["?", "Ctrl+s"] {
            page.press(keys).await?;
            page.wait(
                "the focus is in the dialog",
                "return document.querySelector('dialog[open]')?.contains(document.activeElement)",
            )
            .await?;
            // Keys of the article do nothing behind it.
            page.press("j a").await?;
            close(&page).await?;
            page.wait("the article has the keyboard again", "return document.activeElement.id === 'pane'").await?;
            page.has_spans(&[]).await?;
        }
        Ok(())
    });
}

#[test]
fn four_hundred_pixels_are_enough() {
    test(async |stage| is_wide_enough(&stage.open_sized(400, 800).await?).await);
}

/// As on a screen of 1280 pixels at 400 % (WCAG 2.2, 1.4.10).
#[test]
fn three_hundred_and_twenty_pixels_are_enough() {
    test(async |stage| is_wide_enough(&stage.open_sized(320, 640).await?).await);
}

async fn is_wide_enough(page: &Page) -> Result<()> {
    fits(page, "the first page").await?;
    page.open_sample(ARTICLE).await?;
    page.extracted().await?;
    fits(page, "the article").await?;
    page.press("j").await?;
    page.wait("the ring", "return document.querySelector('.chunk .ring') !== null").await?;
    fits(page, "the review").await?;
    for dialog in ["?", "Ctrl+s"] {
        page.press(dialog).await?;
        page.wait("the dialog", "return document.querySelector('dialog[open]') !== null").await?;
        fits(page, dialog).await?;
        close(page).await?;
    }
    page.click("More").await?;
    fits(page, "the menu").await?;
    page.press("Escape").await?;
    page.click("Documents and labels").await?;
    fits(page, "the documents").await?;
    page.click("Documents and labels").await?;
    page.click("Inspector").await?;
    fits(page, "the inspector").await
}

/// Nothing hangs out at the side, and every target is large enough to be hit (WCAG 2.2, 2.5.8: 24 pixels, save in lines
/// of text).
async fn fits(page: &Page, what: &str) -> Result<()> {
    let (over, _): (f64, f64) = page.ask("return postilProbe.overflow()", Value::Null).await?;
    ensure!(over <= 0.0, "{what}: {over} pixels too wide");
    let small: Vec<String> = page.ask("return postilProbe.smaller(arguments[0])", json!([23.9])).await?;
    ensure!(small.is_empty(), "{what}: too small to hit: {small:#?}");
    Ok(())
}

#[test]
fn only_the_article_scrolls() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        for (width, height) in [(1440, 900), (1024, 700), (400, 800)] {
            page.resize(width, height).await?;
            let over: (i32, i32) = page.ask("return postilProbe.overflow()", Value::Null).await?;
            ensure!(over == (0, 0), "at {width} × {height} the page is larger than the window by {over:?}");
        }
        Ok(())
    });
}
