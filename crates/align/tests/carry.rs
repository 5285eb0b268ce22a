//! What comes along to a corrected text, what does not, and what is listed.
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

use postil_align::{Alignment, What, carry, changes, count};
use postil_core::*;
use postil_edits::{Edit, End, Scope, clusters_of, members, relations_of};
use std::collections::BTreeMap;

const OLD: &str = "“It went well,” Ana Petrovic said in Split on Monday. Tom Berg left. She came back with Tom.";
const NEW: &str = "“It went well,” Ana Petrović said in Split on Monday. Tom Berg left early. She came back with Tom.";

struct Desk {
    store: Store,
    history: History,
    author: Author,
    set: SetId,
    old: Document,
    new: Document,
    now: u64,
}

impl Desk {
    fn new(old: &str, new: &str) -> Self {
        let author = Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
        let (old, new) = (Document::new(old), Document::new(new));
        let (store, history, set) = (Store::new(), History::default(), "mine".parse().unwrap());
        let mut desk = Self { store, history, author, set, old, new, now: 1 };
        for document in [desk.old.clone(), desk.new.clone()] {
            let info = DocumentInfo { dct: Some("2018-09-17".into()), ..DocumentInfo::of(&document, "It") };
            let info = if document.id() == desk.new.id() { DocumentInfo { dct: None, ..info } } else { info };
            let edit = postil_edits::add_document(&desk.store, &desk.author, Timestamp(desk.now), &document, info);
            desk.commit(edit);
        }
        desk
    }

    fn commit(&mut self, edit: Edit) -> Option<NodeId> {
        if let Some(transaction) = edit.transaction {
            self.history.note(&transaction);
            self.store.commit(transaction.into()).unwrap();
            self.author.next_seq += 1;
            self.now += 1;
        }
        edit.node
    }

    fn edit(&mut self, doc: DocId, verb: impl FnOnce(Scope) -> Edit) -> Option<NodeId> {
        let Self { store, author, set, now, .. } = &*self;
        let edit = verb(Scope { store, author, set, doc, now: Timestamp(*now) });
        self.commit(edit)
    }

    fn tag(&mut self, label: &str, words: &str) -> NodeId {
        let fragments = one(self.old.text(), words);
        self.edit(self.old.id(), |scope| postil_edits::tag(scope, slug(label), fragments, None)).unwrap()
    }

    fn alignment(&self) -> Alignment {
        Alignment::of(&self.old, &self.new)
    }

    fn carry(&mut self) -> bool {
        let edit = carry(&self.store, &self.author, Timestamp(self.now), &self.alignment());
        let is_done = edit.transaction.is_some();
        self.commit(edit);
        is_done
    }

    fn said(&self) -> Vec<String> {
        let span = |id| {
            let span = self.store.span(id).unwrap();
            let parts: Vec<&str> = span.fragments.as_slice().iter().map(|range| self.new.slice(*range)).collect();
            format!("{} {}", span.label, parts.join("|"))
        };
        self.store.spans(self.new.id()).into_iter().map(span).collect()
    }

    fn listed(&self) -> Vec<String> {
        let change = |change: &postil_align::Change| {
            let was: Vec<&str> = change.was.iter().map(|range| self.old.slice(*range)).collect();
            format!("{:?} {} {} > {}", change.what, change.label.1, was.join("|"), self.new.slice(change.range))
        };
        changes(&self.store, &self.set, &self.alignment()).iter().map(change).collect()
    }

    fn state(&self) -> BTreeMap<RecordKey, Record> {
        self.store.snapshot().into_iter().map(|(key, record)| (key.clone(), (**record).clone())).collect()
    }

    fn info(&self) -> &DocumentInfo {
        &self.store.documents()[&self.new.id()]
    }
}

fn one(text: &str, words: &str) -> Fragments {
    let at = text.find(words).unwrap();
    Fragments::one(TextRange::from_usize(at..at + words.len()))
}

fn slug(name: &str) -> Slug {
    name.parse().unwrap()
}

#[test]
fn what_stands_comes_along_with_all_that_hangs_on_it() {
    let mut desk = Desk::new(OLD, NEW);
    let doc = desk.old.id();
    let quote = desk.tag("QUOTE", "“It went well,”");
    let (ana, said, split) = (desk.tag("PERSON", "Ana Petrovic"), desk.tag("CUE", "said"), desk.tag("GPE", "Split"));
    let (berg, she, left) = (desk.tag("PERSON", "Tom Berg"), desk.tag("MENTION", "She"), desk.tag("CUE", "left"));
    let tom = Fragments::one(TextRange::from_usize(OLD.rfind("Tom").unwrap()..OLD.len() - 1));
    let tom = desk.edit(doc, |scope| postil_edits::tag(scope, slug("PERSON"), tom, None)).unwrap();
    let relate = |desk: &mut Desk, label, head, tail| {
        desk.edit(doc, |scope| postil_edits::relate(scope, slug(label), End::Node(head), End::Node(tail), false))
            .unwrap()
    };
    relate(&mut desk, "cue", quote, said);
    relate(&mut desk, "speaker", quote, ana);
    desk.edit(doc, |scope| postil_edits::same(scope, End::Node(ana), End::Node(she)));
    let toms = desk.edit(doc, |scope| postil_edits::same(scope, End::Node(berg), End::Node(tom))).unwrap();
    desk.edit(doc, |scope| postil_edits::call(scope, toms, "Tom Berg"));
    let event = desk.edit(doc, |scope| postil_edits::make_event(scope, slug("LEAVE"), End::Node(left))).unwrap();
    desk.edit(doc, |scope| postil_edits::add_argument(scope, event, slug("who"), End::Node(berg)));
    let talk = desk.edit(doc, |scope| postil_edits::make_event(scope, slug("TALK"), End::Node(said))).unwrap();
    desk.edit(doc, |scope| postil_edits::add_argument(scope, talk, slug("who"), End::Node(ana)));
    desk.edit(doc, |scope| postil_edits::note(scope, split, "the city"));
    desk.edit(doc, |scope| postil_edits::link_entity(scope, split, postil_edits::read_link("Q1663")));
    desk.edit(doc, |scope| {
        postil_edits::attribute(scope, split, slug("role"), Some(AttributeValue::Choice("setting".into())))
    });
    desk.edit(doc, |scope| postil_edits::label_document(scope, slug("sport"), true));
    let reject = |desk: &mut Desk, words: &str, label: &str| {
        let score = Score::from(0.9);
        let (extractor, version, reasons) = ("rules".into(), "1".into(), Vec::new());
        let provenance = Provenance { extractor, version, score, reasons }.into();
        let range = one(OLD, words).cover();
        let suggestion = SuggestedSpan { range, label: slug(label), value: None, provenance };
        desk.edit(doc, |scope| postil_edits::reject(scope, &suggestion));
    };
    reject(&mut desk, "Monday", "ORG");
    reject(&mut desk, "Petrovic", "ORG");
    let now = Timestamp(desk.now);
    let done =
        postil_edits::edit_document(&desk.store, &desk.author, now, doc, |info| info.status = DocumentStatus::Done);
    desk.commit(done);
    assert_eq!(count(&desk.store, &desk.alignment()), postil_align::Carried { standing: 7, of: 8 });

    let (before, len) = (desk.state(), desk.store.log_len());
    assert!(desk.carry());
    assert_eq!(desk.store.log_len(), len + 1, "one step");
    assert_eq!(
        desk.said(),
        ["QUOTE “It went well,”", "CUE said", "GPE Split", "PERSON Tom Berg", "CUE left", "MENTION She", "PERSON Tom"]
    );
    let new = desk.new.id();
    let here = |words: &str, label: &str| {
        postil_edits::find(&desk.store, new, &desk.set, &slug(label), &one(NEW, words)).unwrap()
    };
    let labels = |id| relations_of(&desk.store, id).map(|(_, it)| it.label.to_string()).collect::<Vec<_>>();
    assert_eq!(labels(here("“It went well,”", "QUOTE")), ["cue"], "the speaker's name is another word");
    let chain = clusters_of(&desk.store, &desk.set, here("Tom Berg", "PERSON")).next().unwrap();
    assert_eq!(members(&desk.store, chain).len(), 2);
    assert_eq!(postil_edits::name_of(&desk.store, chain), Some("Tom Berg"));
    assert_eq!(clusters_of(&desk.store, &desk.set, here("She", "MENTION")).count(), 0);
    let events = |words, label| postil_edits::events_of(&desk.store, &desk.set, here(words, label)).collect::<Vec<_>>();
    let [(event, it)] = events("left", "CUE")[..] else { panic!("one event") };
    assert_eq!(it.label, slug("LEAVE"));
    let arguments: Vec<NodeId> = postil_edits::arguments(&desk.store, event).map(|(.., it)| it.node).collect();
    assert_eq!(arguments, [here("Tom Berg", "PERSON")]);
    assert!(events("said", "CUE").is_empty(), "who talked did not come");
    let split = here("Split", "GPE");
    assert!(desk.store.get(&RecordKey::Note(split, "me".parse().unwrap())).is_some());
    assert_eq!(postil_edits::attributes_of(&desk.store, split).count(), 1);
    assert_eq!(&*desk.store.span(split).unwrap().link.as_ref().unwrap().id, "Q1663");
    assert_eq!(postil_edits::document_labels(&desk.store, new, &desk.set), [slug("sport")]);
    let rejected = |words: &str| RecordKey::rejected_span(new, desk.set.clone(), slug("ORG"), one(NEW, words));
    assert!(desk.store.get(&rejected("Monday")).is_some());
    assert_eq!(desk.store.tally(new).rejections, 1);
    assert_eq!(desk.info().supersedes, Some(doc));
    assert_eq!((desk.info().status, desk.info().dct.as_deref()), (DocumentStatus::Begun, Some("2018-09-17")));
    assert_eq!(desk.store.documents()[&doc].status, DocumentStatus::Done, "the old version is as it was");

    assert_eq!(
        desk.listed(),
        [
            "Parted speaker “It went well,”|Ana Petrovic > “It went well,”",
            "Changed PERSON Ana Petrovic > Ana Petrović",
            "Parted coreference Ana Petrovic|She > Ana Petrović",
            "Beside CUE said > said",
            "Parted TALK said > said",
            "Beside CUE left > left",
            "Parted coreference She|Ana Petrovic > She",
        ]
    );
    // What is made anew is off the list.
    let ana = one(NEW, "Ana Petrović");
    let ana = desk.edit(new, |scope| postil_edits::tag(scope, slug("PERSON"), ana, None)).unwrap();
    let (quote, she) = (here_again(&desk, "“It went well,”", "QUOTE"), here_again(&desk, "She", "MENTION"));
    desk.edit(new, |scope| postil_edits::same(scope, End::Node(ana), End::Node(she)));
    let changed = |desk: &Desk| desk.listed().into_iter().filter(|it| !it.starts_with("Beside")).collect::<Vec<_>>();
    assert_eq!(changed(&desk).len(), 2, "{:?}", changed(&desk));
    desk.edit(new, |scope| postil_edits::relate(scope, slug("speaker"), End::Node(quote), End::Node(ana), false));
    assert_eq!(changed(&desk), ["Parted TALK said > said"]);

    // All of it is one step to undo.
    for _ in 0..4 {
        let undone = desk.history.undo(&desk.store, &desk.author, Timestamp(desk.now)).unwrap();
        assert!(undone.kept.is_empty());
        desk.commit(Edit { transaction: Some(undone.transaction), ..Edit::default() });
    }
    assert_eq!(desk.state(), before);
}

fn here_again(desk: &Desk, words: &str, label: &str) -> NodeId {
    postil_edits::find(&desk.store, desk.new.id(), &desk.set, &slug(label), &one(NEW, words)).unwrap()
}

#[test]
fn nothing_is_carried_twice_nor_in_a_circle() {
    let mut desk = Desk::new(OLD, NEW);
    desk.tag("GPE", "Split");
    let new = desk.new.id();
    let (split, tom) = (one(NEW, "Split"), one(NEW, "Tom Berg"));
    desk.edit(new, |scope| postil_edits::tag(scope, slug("GPE"), split, None));
    desk.edit(new, |scope| postil_edits::tag(scope, slug("PERSON"), tom, None));
    assert!(desk.carry());
    assert_eq!(desk.said(), ["GPE Split", "PERSON Tom Berg"], "what was there already is there once");
    assert!(!desk.carry());
    std::mem::swap(&mut desk.old, &mut desk.new);
    assert!(!desk.carry(), "each would correct the other");
}

#[test]
fn what_was_turned_down_in_the_new_version_stays_away() {
    let mut desk = Desk::new(OLD, NEW);
    desk.tag("GPE", "Split");
    let (new, split) = (desk.new.id(), one(NEW, "Split"));
    let id = desk.edit(new, |scope| postil_edits::tag(scope, slug("GPE"), split, None)).unwrap();
    desk.edit(new, |scope| postil_edits::delete(scope, id, true));
    assert!(desk.carry());
    assert_eq!(desk.said(), Vec::<String>::new());
}

#[test]
fn what_is_gone_is_told_where_it_was() {
    let mut desk = Desk::new("Ana met Tom Berg in Split. It rained there.", "Ana met nobody. It rained there.");
    desk.tag("GPE", "Split");
    desk.tag("PERSON", "Tom Berg");
    desk.tag("PERSON", "Ana");
    assert!(desk.carry());
    assert_eq!(desk.said(), ["PERSON Ana"]);
    let listed = desk.listed();
    assert_eq!(listed.len(), 2, "{listed:?}");
    let all = changes(&desk.store, &desk.set, &desk.alignment());
    assert!(all.iter().all(|it| matches!(it.what, What::Changed | What::Gone)), "{all:?}");
    assert!(all.iter().all(|it| (8..=15).contains(&it.range.start().get())), "{all:?}");
}
