//! A text that is nearly one that is here: when the version before is looked for, what is offered, and what accepting does.

use super::*;
use crate::{Before, VersionAction};
use postil_core::{DocumentInfo, Draft, Intent, Transaction};
use postil_messages::{FoundHit, QueryKind, Version};

const CORRECTED: &str =
    "Mayor Ana Petrović met Tom Berg in Split on Sunday.\r\n“It went well,” Petrović said 🇭🇷 later.";

impl Desk {
    fn read(&mut self) -> &mut Self {
        let doc = self.doc();
        self.state.apply(Action::ExtractionStarted { doc, seq: 9, total: 0 });
        self.state.apply(Action::ExtractionEnded { doc, seq: 9, end: Progress::Finished, note: None, learned: 0 });
        self
    }

    fn version(&mut self, action: VersionAction) -> &mut Self {
        self.state.apply(Action::Version(action));
        self
    }

    /// What the worker would say, of one span alone.
    fn step(&self, old: DocId, new: DocId) -> Transaction {
        let store = &self.state.store;
        let mut draft = Draft::new(store, &self.state.author);
        let info = DocumentInfo { supersedes: Some(old), ..store.documents()[&new].clone() };
        draft.put(RecordKey::Document(new), info.into());
        let span = store.span(store.spans(old)[0]).unwrap().clone();
        draft.add(postil_core::Span { doc: new, ..span }.into());
        draft.finish(Timestamp(self.clock), Intent::EditDocument).unwrap()
    }
}

fn found(of: DocId) -> Version {
    Version { of, shared: 95, standing: 1, spans: 1 }
}

#[test]
fn the_version_before_is_looked_for_when_nothing_else_is_to_do() {
    let mut desk = Desk::new();
    let old = desk.doc();
    desk.read();
    assert_eq!(desk.state.wants_version(), Some((old, Vec::new())), "there is nothing that it may be a version of");
    desk.select("Ana Petrović").label("PERSON");
    assert_eq!(desk.state.wants_version(), None, "somebody works on it");
    desk.open("Much too short.");
    desk.read();
    assert_eq!(desk.state.wants_version().unwrap().1, []);
    desk.open(CORRECTED);
    let new = desk.doc();
    assert_eq!(desk.state.wants_version(), None, "suggestions come first");
    desk.read();
    assert_eq!(desk.state.wants_version(), Some((new, vec![old])));
    desk.version(VersionAction::Asked);
    assert_eq!(desk.state.wants_version(), None);
    // What comes late is of another document.
    desk.state.apply(Action::Show(old));
    desk.version(VersionAction::Found(new, Some(found(old))));
    assert_eq!(desk.state.version(), None);
    desk.state.apply(Action::Show(new));
    desk.version(VersionAction::Asked).version(VersionAction::Found(new, Some(found(old))));
    assert_eq!(desk.state.version(), Some(&found(old)));
    // No means no, as long as the page is open.
    desk.version(VersionAction::Decline);
    assert_eq!(desk.state.version(), None);
    desk.state.apply(Action::Show(old));
    desk.state.apply(Action::Show(new));
    assert_eq!(desk.state.wants_version(), Some((new, Vec::new())));
}

#[test]
fn carrying_over_is_one_step_and_lists_what_changed() {
    let mut desk = Desk::new();
    let old = desk.doc();
    desk.select("Ana Petrović").label("PERSON");
    desk.open(CORRECTED);
    let new = desk.doc();
    desk.read().version(VersionAction::Found(new, Some(found(old))));
    let step = desk.step(old, new);
    desk.version(VersionAction::Carry(new, step));
    assert_eq!(desk.spans(), ["PERSON Ana Petrović"]);
    assert_eq!(desk.state.before, Before::Settled);
    assert!(desk.state.notice.as_ref().unwrap().text.starts_with("1 span was carried over."));
    assert!(desk.decision().starts_with("Carried annotations over from “Mayor"), "{}", desk.decision());
    let find = &desk.state.find;
    assert_eq!((find.query.kind, find.reach, &find.progress), (QueryKind::Changes, Reach::Document, &Finding::Waiting));
    assert_eq!(desk.state.left, LeftTab::Find);

    // The list leads to the words; a key gives them the label that they had.
    let hit = |range, label| FoundHit { doc: 0, range, label, excerpt: None };
    let gone = TextRange::empty(range("Monday").start());
    let hits = vec![hit(range("Monday"), Some(0)), hit(gone, None)];
    let labels = vec!["DATE".parse().unwrap()];
    desk.state.apply(Action::Find(FindAction::Started { seq: 7, docs: [new].into() }));
    desk.state.apply(Action::Find(FindAction::Found { seq: 7, done: 1, hits, labels }));
    desk.state.apply(Action::Find(FindAction::Ended { seq: 7, end: Finding::Finished(Ended::default()) }));
    desk.press(Command::NextHit);
    assert_eq!(desk.state.selection, Some(range("Monday")));
    desk.press(Command::NextHit);
    assert_eq!(desk.state.selection, None, "there are no words to label");
    assert!(desk.state.cursor.is_some());
    assert_eq!((desk.state.plan().tag.len(), desk.state.plan().unlabelled), (1, 1));
    desk.press(Command::PreviousHit).press(Command::Repeat);
    assert_eq!(desk.spans(), ["PERSON Ana Petrović", "DATE Sunday"]);

    // One undo each; what is listed is looked for anew then.
    desk.press(Command::Undo).press(Command::Undo);
    assert_eq!(desk.spans(), Vec::<String>::new());
    assert_eq!(desk.state.store.documents()[&new].supersedes, None);
    assert_eq!(desk.state.find.progress, Finding::Waiting);
    // Find is for words again.
    desk.state.apply(Action::Find(FindAction::Open));
    assert_eq!(desk.state.find.query.kind, QueryKind::Words);
}
