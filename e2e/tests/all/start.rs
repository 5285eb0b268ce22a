//! A project that has grown starts from a snapshot of its log, and a long list of documents holds only what is in view.

use anyhow::{Result, ensure};
use postil_core::{
    ActorId, Author, Document, DocumentInfo, Draft, Fragments, Intent, Origin, RecordKey, Span, Store, TextRange,
    Timestamp,
};
use postil_e2e::{Page, Profile, test};
use postil_project::project;
use serde_json::Value;
use std::sync::Arc;

/// A project of so many texts, of which the first has so many words, each tagged in a step of its own.
fn grown(texts: usize, words: usize) -> String {
    let mut store = Store::new();
    let mut author = Author { actor: ActorId::new(0xa1), annotator: "ilse".parse().expect("a name"), next_seq: 0 };
    let mut step = |change: &dyn Fn(&mut Draft)| {
        let mut draft = Draft::new(&store, &author);
        change(&mut draft);
        let now = Timestamp(1_537_142_400_000 + u64::from(author.next_seq));
        let transaction = draft.finish(now, Intent::Tag).expect("something changes");
        store.commit(Arc::new(transaction)).expect("it was just drafted");
        author.next_seq += 1;
    };
    let text = |number: usize| match number {
        0 => (0..words).map(|word| format!("w{word:04} ")).collect::<String>(),
        number => format!("Text number {number}."),
    };
    let documents: Vec<Document> = (0..texts).map(|number| Document::new(text(number))).collect();
    for (number, document) in documents.iter().enumerate() {
        let info =
            DocumentInfo { language: Some("nl".into()), ..DocumentInfo::of(document, &format!("Number {number}")) };
        step(&|draft| draft.put(RecordKey::Document(document.id()), info.clone().into()));
    }
    for word in 0..words {
        let span = Span {
            doc: documents[0].id(),
            set: "work".parse().expect("a name"),
            label: "PERSON".parse().expect("a name"),
            fragments: Fragments::one(TextRange::from_usize(word * 6..word * 6 + 5)),
            origin: Origin::Person,
            link: None,
        };
        step(&|draft| {
            draft.add(span.clone().into());
        });
    }
    project::write(&store, &documents)
}

async fn import(page: &Page, project: &str) -> Result<()> {
    page.upload(&[("grown.postil.json", project.as_bytes())]).await?;
    page.wait("the file is read", "return document.querySelector('dialog[open] .is-main') !== null").await?;
    page.click_on("dialog[open] .is-main").await?;
    page.opened("Number 0").await?;
    page.saved().await
}

/// Does something to a store of the database; gives what the last request gives.
async fn storage(page: &Page, store: &str, script: &str) -> Result<Value> {
    let script = format!(
        "return new Promise((resolve, reject) => {{
            const opening = indexedDB.open('postil');
            opening.onerror = reject;
            opening.onsuccess = () => {{
                const it = opening.result.transaction('{store}', 'readwrite').objectStore('{store}');
                const request = {script};
                it.transaction.oncomplete = () => {{ opening.result.close(); resolve(request.result); }};
            }};
        }})"
    );
    page.js(&script, Value::Null).await
}

async fn has_snapshot(page: &Page) -> Result<()> {
    page.until("a snapshot is made", async || Ok(storage(page, "snapshot", "it.count()").await? == 2)).await
}

#[test]
fn a_log_that_has_grown_is_read_from_its_snapshot() {
    test(async |stage| {
        let browser = stage.browser(&Profile::new()?).await?;
        let page = browser.open().await?;
        import(&page, &grown(2, 1100)).await?;
        page.says(".doc", "1100 spans").await?;
        has_snapshot(&page).await?;
        // What is done afterwards stands behind it.
        page.drag(page.place("w0000 w0001").await?).await?;
        page.press("2").await?;
        page.saved().await?;
        page.says(".doc", "1101 spans").await?;
        // Whoever read this row of the log would say so.
        storage(&page, "log", "it.put({ rows: 'damaged', local: true }, 1)").await?;
        page.reload().await?;
        page.opened("Number 0").await?;
        page.says(".doc", "1101 spans").await?;
        ensure!(!page.has_control("Dismiss").await?, "the log was read");
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.says(".doc", "1100 spans").await?;
        page.saved().await?;
        // A snapshot that is damaged is not believed: then it is the log that is read.
        storage(&page, "snapshot", "it.put(new Uint8Array(9), 'bytes')").await?;
        page.reload().await?;
        page.says("[role=alert]", "1 stored step is damaged").await
    });
}

#[test]
fn a_long_list_of_documents_holds_what_is_in_view() {
    test(async |stage| {
        let page = stage.open().await?;
        import(&page, &grown(1200, 3)).await?;
        let shown = async || -> Result<Vec<String>> {
            page.ask("return [...document.querySelectorAll('.doc .t')].map((it) => it.textContent)", Value::Null).await
        };
        let rows = shown().await?;
        ensure!(rows.first().is_some_and(|first| first == "Number 0") && rows.len() < 120, "{} rows", rows.len());
        page.wait("the size is told", "return document.querySelector('.doc').ariaSetSize === '1200'").await?;
        // Its end is where all of it would end.
        page.js("document.querySelector('.left').scrollTop = 1e9", Value::Null).await?;
        page.until("the end is shown", async || Ok(shown().await?.last().is_some_and(|last| last == "Number 1199")))
            .await?;
        ensure!(shown().await?.len() < 120);
        page.js(
            "[...document.querySelectorAll('.doc .open')].find((it) => it.innerText.startsWith('Number 1199')).click()",
            Value::Null,
        )
        .await?;
        page.opened("Number 1199").await?;
        // The list follows where the keys lead.
        page.js("document.querySelector('.left').scrollTop = 0", Value::Null).await?;
        page.until("the beginning is shown", async || Ok(shown().await?.first().is_some_and(|it| it == "Number 0")))
            .await?;
        page.focus_article().await?;
        page.press("Alt+ArrowUp").await?;
        page.opened("Number 1198").await?;
        page.wait(
            "the open document is in the list",
            "return document.querySelector('.doc [aria-current]')?.innerText.startsWith('Number 1198')",
        )
        .await?;
        page.is_accessible("a long list of documents").await
    });
}
