//! From one document to the next: how they are listed, when one is done, and what stays in its place.

use crate::{ARTICLE, PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::Value;

/// The titles in the list of documents.
async fn listed(page: &Page) -> Result<Vec<String>> {
    page.ask("return [...document.querySelectorAll('.left .doc .t')].map((it) => it.textContent)", Value::Null).await
}

async fn lists(page: &Page, expected: &[&str]) -> Result<()> {
    page.settles("the list", expected.iter().map(|it| (*it).to_owned()).collect(), async || listed(page).await).await
}

/// Files of a folder, whose texts are their own titles.
const FOLDER: [(&str, &[u8]); 4] = [
    ("news/part 10.txt", b"The tenth."),
    ("news/part 2.txt", b"The second."),
    ("news/part 1.txt", b"The first."),
    ("news/late/part 1.txt", b"The late one."),
];
const IN_ORDER: [&str; 4] = ["The late one.", "The first.", "The second.", "The tenth."];

#[test]
fn documents_stand_in_the_order_of_their_paths_and_the_first_one_opens() {
    test(async |stage| {
        let page = stage.open().await?;
        page.upload_folder(&FOLDER).await?;
        lists(&page, &IN_ORDER).await?;
        page.opened("The late one.").await?;
        // The same without folders, dropped in any order, and what comes later among what is there.
        let page = stage.open().await?;
        page.drop_files(&[("10.txt", b"Number ten."), ("2.txt", b"Number two."), ("1.txt", b"Number one.")]).await?;
        lists(&page, &["Number one.", "Number two.", "Number ten."]).await?;
        page.opened("Number one.").await?;
        page.drop_files(&[("3.txt", b"Number three.")]).await?;
        lists(&page, &["Number one.", "Number two.", "Number three.", "Number ten."]).await?;
        page.opened("Number three.").await?;
        page.kept().await?;
        page.reload().await?;
        lists(&page, &["Number one.", "Number two.", "Number three.", "Number ten."]).await
    });
}

#[test]
fn the_list_is_searched_filtered_and_sorted() {
    test(async |stage| {
        let page = stage.open().await?;
        page.upload_folder(&FOLDER).await?;
        lists(&page, &IN_ORDER).await?;
        page.click_on(".search input").await?;
        page.type_text("SECOND").await?;
        lists(&page, &["The second."]).await?;
        page.press("Enter").await?;
        page.opened("The second.").await?;
        page.click_on(".search input").await?;
        page.press("Ctrl+a").await?;
        page.type_text("late part").await?;
        lists(&page, &["The late one."]).await?;
        page.press("Ctrl+a").await?;
        page.type_text("nowhere").await?;
        page.says(".left", "No document is like that.").await?;
        page.press("Ctrl+a Backspace").await?;
        lists(&page, &IN_ORDER).await?;

        page.click("Sort and filter").await?;
        page.click("By title").await?;
        lists(&page, &["The first.", "The late one.", "The second.", "The tenth."]).await?;
        page.press("Escape").await?;
        page.focus_article().await?;
        // Keys follow the list.
        page.press("Ctrl+Enter").await?;
        page.opened("The tenth.").await?;
        page.click("Sort and filter").await?;
        page.click("New").await?;
        lists(&page, &["The first.", "The late one.", "The tenth."]).await?;
        page.is_accessible("the menu of the list").await?;
        page.press("Escape").await?;
        ensure!(page.has_control("Sort and filter, now: New").await?, "the filter is told");
        page.focus_article().await?;
        page.press("Alt+ArrowUp").await?;
        page.opened("The late one.").await
    });
}

#[test]
fn done_is_a_button_that_says_what_is_left_and_can_be_taken_back() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        page.click("Done").await?;
        page.says(".toast", "suggestions left undecided. It is the only document.").await?;
        page.says(".doc", "Done").await?;
        page.until("it can be taken back", async || page.has_control("Not done").await).await?;
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.until("it is not done", async || Ok(!page.has_control("Not done").await?)).await?;
        ensure!(!page.read(".doc").await?.ends_with("Done"));
        // In the dock of a review too.
        page.press("j").await?;
        page.until("the review", async || Ok(page.read(".review").await?.contains("Done"))).await?;
        page.upload(&[("zz.txt", b"another one, to go on to")]).await?;
        page.opened("another one").await?;
        page.click("Turkish President").await?;
        page.opened(ARTICLE).await?;
        page.extracted().await?;
        page.focus_article().await?;
        page.press("Ctrl+Enter").await?;
        page.opened("another one").await?;
        page.says(".toast", "left undecided. Undo takes that back.").await?;
        page.press("Ctrl+Enter").await?;
        page.says(".toast", "It was the last one: all 2 documents are done.").await?;
        page.saved().await
    });
}

#[test]
fn undo_says_what_it_would_change_elsewhere_before_it_goes_there() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "a.txt", PLAIN).await?;
        page.drag(page.place("lazy dog").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER lazy dog"]).await?;
        open_text(&page, "b.txt", "some other words").await?;
        page.press("Ctrl+z").await?;
        page.says(".toast", "The last step was in “the quick brown fox").await?;
        page.says(".toast", "Labelled Person “lazy dog”. Undo again takes it back, there.").await?;
        ensure!(page.article_text().await? == "some other words", "nobody left the document");
        page.press("Ctrl+z").await?;
        page.opened("the quick brown fox").await?;
        page.has_spans(&[]).await?;
        page.press("Ctrl+Shift+z").await?;
        page.has_spans(&["PER lazy dog"]).await
    });
}

#[test]
fn escape_keeps_the_place() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.press("ArrowDown ArrowDown ArrowRight").await?;
        page.settles("the cursor", "another".to_owned(), async || page.announced().await).await?;
        page.press("Escape").await?;
        page.settles("no cursor", String::new(), async || page.announced().await).await?;
        page.press("ArrowRight").await?;
        page.settles("the cursor again", "another".to_owned(), async || page.announced().await).await?;
        page.press("1 Escape ArrowRight ArrowRight").await?;
        page.settles("on from there", "fox".to_owned(), async || page.announced().await).await
    });
}
