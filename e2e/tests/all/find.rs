//! Finding over all documents, and doing something to all that was found, by keyboard.

use crate::{PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::Value;

/// Three documents; in the last one an é is an e and an accent.
async fn open_three(page: &Page) -> Result<()> {
    let last = "Rene\u{301} met Ana in the caf\u{e9}.\n\nThen C++ (WHO) and the U.S. were named; in \u{5317}\u{4eac}\u{5e02}, too.\n";
    page.upload(&[
        ("1.txt", "Ana met Tom. Ana left, and ANA came back.\n".as_bytes()),
        ("2.txt", "Nobody met Anabel.\n".as_bytes()),
        ("3.txt", last.as_bytes()),
    ])
    .await?;
    page.until("three documents", async || {
        Ok(page.ask::<usize>("return document.querySelectorAll('.doc').length", Value::Null).await? == 3)
    })
    .await?;
    page.until("the first is open", async || Ok(page.article_text().await?.starts_with("Ana met Tom"))).await?;
    page.focus_article().await
}

async fn finds(page: &Page, words: &str, told: &str) -> Result<()> {
    page.press("f").await?;
    page.wait("the field", "return document.activeElement.id === 'find-field'").await?;
    page.type_text(words).await?;
    page.says(".find [role=status]", told).await
}

async fn hits(page: &Page) -> Result<Vec<String>> {
    page.ask("return [...document.querySelectorAll('.hit mark')].map(it => it.textContent)", Value::Null).await
}

const IN_ARTICLE: &str = "return document.activeElement.id === 'pane'";

#[test]
fn words_are_found_in_all_documents_and_gone_through() {
    test(async |stage| {
        let page = stage.open().await?;
        open_three(&page).await?;
        finds(&page, "ana", "5 hits in 3 documents.").await?;
        ensure!(hits(&page).await? == ["Ana", "Ana", "ANA", "Ana", "Ana"], "{:?}", hits(&page).await?);
        let shown = "return [...(CSS.highlights.get('hit') ?? [])].map(String).join()";
        page.settles("highlights", "Ana,Ana,ANA".to_owned(), async || page.ask(shown, Value::Null).await).await?;
        page.is_accessible("what was found").await?;

        // Enter goes from one to the next while the field has the keyboard; Escape goes to the article.
        page.press("Enter Enter").await?;
        let here = "return [...document.querySelectorAll('.hit')].findIndex(it => it.matches('.is-on'))";
        page.settles("the second", 1, async || page.ask::<i32>(here, Value::Null).await).await?;
        page.press("Enter Enter").await?;
        page.until("the second document", async || Ok(page.article_text().await?.starts_with("Nobody"))).await?;
        page.press("Shift+Enter").await?;
        page.until("the first again", async || Ok(page.article_text().await?.starts_with("Ana met"))).await?;
        page.press("Escape").await?;
        page.wait("the article has the keyboard", IN_ARTICLE).await?;
        // What was found is selected: a label's key tags it.
        page.press("1").await?;
        page.has_spans(&["PER ANA"]).await?;
        page.press("F3 F3").await?;
        page.until("the third document", async || Ok(page.article_text().await?.starts_with("Rene"))).await?;
        page.press("2").await?;
        page.has_spans(&["ORG Ana"]).await?;

        // Whole words, with their capitals.
        page.click("“a”: whole words").await?;
        page.says(".find [role=status]", "4 hits in 2 documents.").await?;
        page.click("Aa: match case").await?;
        page.says(".find [role=status]", "Nothing was found.").await?;
        page.click("Aa: match case").await?;
        for (words, told) in [
            ("rené", "1 hit in 1 document."),
            ("cafe", "1 hit in 1 document."),
            ("C++", "1 hit in 1 document."),
            ("(WHO)", "1 hit in 1 document."),
            ("U.S.", "1 hit in 1 document."),
            ("北京", "1 hit in 1 document."),
            ("no such words", "Nothing was found."),
        ] {
            page.focus_article().await?;
            finds(&page, words, told).await?;
        }
        page.saved().await
    });
}

#[test]
fn an_expression_is_found_and_a_wrong_one_explained() {
    test(async |stage| {
        let page = stage.open().await?;
        open_three(&page).await?;
        finds(&page, r"\bA\w+ ", "").await?;
        page.choose_in("What to look for", "Expression").await?;
        page.says(".find [role=status]", "6 hits in 2 documents.").await?;
        page.focus_article().await?;
        finds(&page, "(a", "This is no regular expression: unclosed group.").await
    });
}

#[test]
fn all_occurrences_are_tagged_with_two_keys_and_one_undo() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "twelve.txt", &"the old fox saw a fox. ".repeat(6)).await?;
        page.press("ArrowRight ArrowRight ArrowRight 1").await?;
        page.has_spans(&["PER fox"]).await?;
        page.press("Shift+T").await?;
        page.says(".find [role=status]", "12 hits in 1 document.").await?;
        page.says(".act", "1 labelled so already").await?;
        page.wait("the button", "return document.activeElement.id === 'find-tag'").await?;
        page.says("#find-tag", "Label 11 hits").await?;
        page.is_accessible("all occurrences").await?;
        page.press("Enter").await?;
        page.has_spans(&["PER fox"; 12]).await?;
        page.wait("the article has the keyboard", IN_ARTICLE).await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&["PER fox"]).await?;

        // One is left out, another label is chosen by its key, and what stands there already is left alone.
        page.click_at(page.place("fox").await?.start + 1).await?;
        page.press("Shift+T").await?;
        page.wait("the button", "return document.activeElement.id === 'find-tag'").await?;
        page.says("#find-tag", "Label 11 hits").await?;
        page.click_on(".hits .hit:nth-of-type(3) .tick").await?;
        page.says("#find-tag", "Label 10 hits").await?;
        page.js("document.getElementById('find-tag').focus()", Value::Null).await?;
        page.press("2").await?;
        page.says(".act", "1 on other annotations, left alone · 1 left out").await?;
        page.press("Enter").await?;
        let expected: Vec<&str> = ["PER fox"].into_iter().chain(["ORG fox"; 10]).collect();
        page.has_spans(&expected).await?;

        // What is labelled otherwise is relabelled.
        page.click_at(page.place("fox").await?.start + 1).await?;
        page.press("Shift+T").await?;
        page.says(".act", "Relabel").await?;
        page.choose_in("Label", "Place").await?;
        page.click("Relabel 11 spans").await?;
        page.has_spans(&["GPE fox"; 11]).await?;
        page.saved().await
    });
}

#[test]
fn a_dictionary_tags_all_documents() {
    test(async |stage| {
        let page = stage.open().await?;
        open_three(&page).await?;
        // Texts that are not loaded are tagged too.
        page.saved().await?;
        page.reload().await?;
        page.started().await?;
        page.focus_article().await?;
        page.press("f").await?;
        page.wait("the field", "return document.activeElement.id === 'find-field'").await?;
        page.choose_in("What to look for", "Dictionary").await?;
        page.click("“a”: whole words").await?;
        page.js("document.getElementById('find-field').focus()", Value::Null).await?;
        page.type_text("Ana, Person\nWHO, ORG\nnobody, NOBODY").await?;
        page.says(".find [role=status]", "6 hits in 3 documents. The project has no label NOBODY").await?;
        page.says("#find-tag", "Label 5 hits").await?;
        page.is_accessible("a dictionary").await?;
        page.click_on("#find-tag").await?;
        page.says(".toast", "Labelled 5 spans in 2 documents.").await?;
        page.has_spans(&["PER Ana", "PER Ana", "PER ANA"]).await?;
        page.press("Alt+ArrowDown Alt+ArrowDown").await?;
        page.has_spans(&["PER Ana", "ORG WHO"]).await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&[]).await?;

        // From a file.
        page.js("document.querySelector('.find textarea').focus()", Value::Null).await?;
        page.press("Ctrl+a Backspace").await?;
        page.upload_to(".find input[type=file]", "names.csv", b"\"Tom\",PERSON\nTom Berg,PERSON\n").await?;
        page.says(".find [role=status]", "1 hit in 1 document.").await?;
        page.saved().await
    });
}

#[test]
fn a_new_query_ends_the_old_one_over_many_documents() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = |i: usize| format!("Document {i}. {}", PLAIN.repeat(4));
        let texts: Vec<(String, String)> = (0..300).map(|i| (format!("d/{i}.txt"), text(i))).collect();
        let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (&**name, text.as_bytes())).collect();
        page.upload_folder(&files).await?;
        page.click("Import").await?;
        page.until("all are here", async || {
            let are_listed = "document.querySelectorAll('.doc').length > 20";
            page.ask(&format!("return !document.querySelector('.is-opening') && {are_listed}"), Value::Null).await
        })
        .await?;
        page.focus_article().await?;
        finds(&page, "fox", "2400 hits in 300 documents.").await?;
        let rows = page.ask::<usize>("return document.querySelectorAll('.hits li').length", Value::Null).await?;
        ensure!(rows < 120, "{rows} rows are drawn");
        page.focus_article().await?;
        finds(&page, "Document 299", "1 hit in 1 document.").await?;
        page.press("Enter").await?;
        page.until("the last one", async || Ok(page.article_text().await?.starts_with("Document 299"))).await?;
        Ok(())
    });
}
