//! A long document: all of its text is there, few nodes are, and a selection goes over three screens.

use crate::open_text;
use anyhow::{Result, ensure};
use postil_e2e::{Page, Place, test};
use serde_json::{Value, json};

/// About 200 KB in paragraphs of a few sentences, each of which says where it is.
fn long_text() -> String {
    let paragraph = |n| {
        format!(
            "In paragraph {n} nothing much happens, and it takes its time to say so. The rain falls on the roofs of \
             the town; a dog barks, a door is shut, and after a while somebody begins to sing behind the mill. That was \
             number {n}.\n\n"
        )
    };
    (0..900).map(paragraph).collect()
}

/// From the start of one paragraph to the end of one that is three screens below.
async fn three_screens(page: &Page) -> Result<Place> {
    let start = page.place("In paragraph 400 ").await?.start;
    let end = page.place("That was number 430.").await?.end;
    Ok(Place { start, end })
}

/// The one span of an export, which must be what was selected.
async fn quote_of_only_span(page: &Page) -> Result<String> {
    page.click("Export").await?;
    page.click("Annotations, JSON").await?;
    let export = page.download(async |page| page.click_on("dialog .is-main").await).await?.json()?;
    let spans = export["documents"][0]["spans"].as_array().map_or(&[][..], Vec::as_slice);
    ensure!(spans.len() == 1, "{} spans", spans.len());
    Ok(spans[0]["quote"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn all_text_is_there_in_few_nodes() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = long_text();
        open_text(&page, "long.txt", &text).await?;
        let in_page: String = page.ask("return document.querySelector('article').textContent", Value::Null).await?;
        ensure!(in_page.ends_with(&text), "the article's text content is the text");
        for _ in 0..3 {
            let nodes = page.node_count().await?;
            ensure!(nodes <= 5000, "{nodes} nodes");
            page.wheel(20_000).await?;
        }
        ensure!(page.article_text().await? == text, "after scrolling too");
        // What the browser's own search meets.
        for words in ["In paragraph 899 nothing", "number 3.", "In paragraph 650 "] {
            let is_found: bool = page
                .ask(
                    "getSelection().removeAllRanges(); \
                return find(arguments[0], false, false, true)",
                    json!([words]),
                )
                .await?;
            ensure!(is_found, "find in page does not meet “{words}”");
            ensure!(page.selected().await? == words);
        }
        Ok(())
    });
}

#[test]
fn a_drag_over_three_screens() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = long_text();
        open_text(&page, "long.txt", &text).await?;
        let place = three_screens(&page).await?;
        page.drag_far(place).await?;
        page.says(".right .kind", "selected, not yet labelled").await?;
        page.press("7").await?;
        page.until("the span has the focus", async || {
            Ok(page.announced().await?.starts_with("Event: In paragraph 400 "))
        })
        .await?;
        page.saved().await?;
        let quote = quote_of_only_span(&page).await?;
        ensure!(
            quote == text[place.start..place.end].trim_end_matches('.') || quote == text[place.start..place.end],
            "{quote}"
        );
        let nodes = page.node_count().await?;
        ensure!(nodes <= 5000, "{nodes} nodes");
        ensure!(page.article_text().await? == text);
        Ok(())
    });
}

#[test]
fn a_selection_made_otherwise_is_tagged_too() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = long_text();
        open_text(&page, "long.txt", &text).await?;
        let place = three_screens(&page).await?;
        page.bring(place.start).await?;
        page.select(place).await?;
        page.says(".right .kind", "selected, not yet labelled").await?;
        page.press("7").await?;
        page.until("the span has the focus", async || {
            Ok(page.announced().await?.starts_with("Event: In paragraph 400 "))
        })
        .await?;
        let quote = quote_of_only_span(&page).await?;
        ensure!(
            quote == text[place.start..place.end].trim_end_matches('.') || quote == text[place.start..place.end],
            "{quote}"
        );
        Ok(())
    });
}

#[test]
fn the_text_is_copied_as_it_is() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = long_text();
        open_text(&page, "long.txt", &text).await?;
        let place = three_screens(&page).await?;
        page.select(place).await?;
        let copied = page.copied().await?;
        ensure!(copied == text[place.start..place.end]);
        Ok(())
    });
}

#[test]
fn on_paper_all_of_the_text_is_dressed() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "long.txt", &long_text()).await?;
        page.prefer_dark(true).await?;
        let cold =
            async || page.ask::<usize>("return document.querySelectorAll('.chunk.is-cold').length", Value::Null).await;
        ensure!(cold().await? > 10);
        let print = "window.dispatchEvent(new Event(arguments[0]))";
        page.js(print, json!(["beforeprint"])).await?;
        page.settles("all of it is dressed", 0, cold).await?;
        page.on_paper(true).await?;
        let paper = "return getComputedStyle(document.documentElement).colorScheme";
        ensure!(page.ask::<String>(paper, Value::Null).await? == "light");
        page.on_paper(false).await?;
        page.js(print, json!(["afterprint"])).await?;
        page.until("far chunks are cold again", async || Ok(cold().await? > 10)).await
    });
}
