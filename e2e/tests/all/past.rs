//! Files of two people who changed the same, and the project as it was.

use anyhow::{Context as _, Result, ensure};
use postil_core::*;
use postil_e2e::{Page, test};
use std::sync::Arc;

const TEXT: &str = "The mayor met Tom Berg in Split.\n";

/// Somebody's project.
struct Person {
    store: Store,
    author: Author,
    now: u64,
}

impl Person {
    fn new(actor: u64, name: &str, store: Store, now: u64) -> Result<Self> {
        let author = Author {
            actor: ActorId::new(actor),
            annotator: name.parse().map_err(|_| anyhow::anyhow!("a name"))?,
            next_seq: 0,
        };
        Ok(Self { store, author, now })
    }

    fn change(&mut self, intent: Intent, write: impl FnOnce(&mut Draft)) -> Result<()> {
        let mut draft = Draft::new(&self.store, &self.author);
        write(&mut draft);
        let transaction = draft.finish(Timestamp(self.now), intent).context("a change")?;
        self.store.commit(Arc::new(transaction))?;
        self.author.next_seq += 1;
        self.now += 60_000;
        Ok(())
    }

    fn relabel(&mut self, to: &str) -> Result<()> {
        let id = self.store.spans(DocId::of(TEXT))[0];
        let span = Span {
            label: to.parse().map_err(|_| anyhow::anyhow!("a label"))?,
            ..self.store.span(id).context("a span")?.clone()
        };
        self.change(Intent::Relabel, |draft| draft.put(RecordKey::Node(id), span.into()))
    }

    fn file(&self) -> String {
        postil_project::project::write(&self.store, &[Document::new(TEXT)])
    }
}

/// Two files of one project: in each of them the same span has another label.
fn files() -> Result<[String; 2]> {
    let document = Document::new(TEXT);
    // A day in September 2026.
    let mut ana = Person::new(1, "ana", Store::new(), 1_789_000_000_000)?;
    ana.change(Intent::AddDocument, |draft| {
        draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "A meeting").into());
    })?;
    let at = TEXT.find("Tom Berg").context("it is there")?;
    let span = Span {
        doc: document.id(),
        set: "both".parse().map_err(|_| anyhow::anyhow!("a set"))?,
        label: "PERSON".parse().map_err(|_| anyhow::anyhow!("a label"))?,
        fragments: Fragments::one(TextRange::from_usize(at..at + "Tom Berg".len())),
        origin: Origin::Person,
        link: None,
    };
    ana.change(Intent::Tag, |draft| _ = draft.add(span.into()))?;
    let mut bo = Person::new(2, "bo", ana.store.clone(), ana.now)?;
    ana.relabel("ORG")?;
    bo.relabel("GPE")?;
    Ok([ana.file(), bo.file()])
}

async fn merge(page: &Page) -> Result<()> {
    let [ana, bo] = files()?;
    page.upload(&[("ana.postil.json", ana.as_bytes())]).await?;
    page.says("dialog", "Import “ana.postil.json”").await?;
    page.click_on("dialog .is-main").await?;
    page.opened("A meeting").await?;
    page.upload(&[("bo.postil.json", bo.as_bytes())]).await?;
    page.says("dialog", "Import “bo.postil.json”").await?;
    page.click_on("dialog .is-main").await?;
    page.says("dialog h1", "1 conflict").await
}

#[test]
fn what_two_people_changed_is_listed_and_settled_by_key() {
    test(async |stage| {
        let page = stage.open().await?;
        merge(&page).await?;
        page.says("dialog .disputes", "“Tom Berg”").await?;
        page.says("dialog .disputes", "Organisation “Tom Berg”").await?;
        page.says("dialog .disputes", "Place “Tom Berg”").await?;
        page.says("dialog .disputes", "annotator bo").await?;
        page.is_accessible("what is in conflict").await?;
        page.press("1").await?;
        page.says("dialog", "Nothing is in conflict.").await?;
        page.has_spans(&["ORG Tom Berg"]).await?;
        page.press("Ctrl+z").await?;
        page.says("dialog h1", "1 conflict").await?;
        page.has_spans(&["GPE Tom Berg"]).await?;
        page.press("b").await?;
        page.says("dialog", "Nothing is in conflict.").await?;
        page.is_accessible("nothing in conflict").await?;
        page.press("Escape").await?;
        page.settles("spans", 2, async || Ok(page.spans().await?.len())).await?;
        // It was one step, and the next start knows of it.
        page.saved().await?;
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&["GPE Tom Berg"]).await?;
        page.saved().await?;
        page.reload().await?;
        page.opened("A meeting").await?;
        page.click("History").await?;
        page.click("Settle 1 conflict…").await?;
        page.press("2").await?;
        page.says("dialog", "Nothing is in conflict.").await?;
        page.press("Escape").await?;
        page.says(".right", "Settled a conflict").await
    });
}

#[test]
fn the_project_is_seen_saved_and_restored_as_it_was() {
    test(async |stage| {
        let page = stage.open().await?;
        merge(&page).await?;
        page.press("1").await?;
        page.press("Escape").await?;
        page.has_spans(&["ORG Tom Berg"]).await?;
        page.saved().await?;
        page.click("History").await?;
        page.click("As it was…").await?;
        page.says("dialog .report", "Everything is now as it was then.").await?;
        page.is_accessible("the project as it was").await?;
        // The settlement, bo, ana, and then the span as it was made.
        page.press("ArrowDown ArrowDown ArrowDown").await?;
        page.says("dialog [aria-current]", "Labelled").await?;
        page.says("dialog .report", "Relabelled Organisation “Tom Berg”").await?;
        page.says("dialog .then", "The mayor met Tom Berg in Split.").await?;
        let chips =
            "return [...document.querySelectorAll('dialog .then [data-chip]')].map((it) => it.dataset.chip).join()";
        page.settles("chips", "PER".to_owned(), async || page.ask(chips, serde_json::Value::Null).await).await?;
        let file = page.download(async |page| page.click("Save it as a file").await).await?;
        ensure!(file.name.ends_with("-as-it-was.postil.json"), "{}", file.name);
        let project = postil_project::load(file.text()?, &file.name, &|_| None)?;
        ensure!(project.problems.is_empty(), "{:?}", project.problems);
        let past = postil_project::union([("then", file.text()?)]).store();
        let labels: Vec<String> =
            past.spans(DocId::of(TEXT)).iter().filter_map(|id| Some(past.span(*id)?.label.to_string())).collect();
        ensure!(labels == ["PERSON"], "{labels:?}");
        page.click("Return to it").await?;
        page.has_spans(&["PER Tom Berg"]).await?;
        page.saved().await?;
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&["ORG Tom Berg"]).await
    });
}
