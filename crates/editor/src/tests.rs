//! The reducer as a person meets it: commands in, annotations out. The text is our own.

use super::*;
use postil_core::{
    ActorId, AttributeValue, ByteOffset, Document, DocumentStatus, Fragments, Kind, Provenance, Record, RecordKey,
    Score, SuggestedRelation, SuggestedSpan,
};
use postil_project::codec;
use postil_project::stored::{LogRow, Saved};
use std::sync::Arc;

mod asked;
mod export;
mod filter;
mod find;
mod flow;
mod learning;
mod linking;
mod past;
mod pictures;
mod project;
mod pulling;
mod reach;
mod same;
mod saving;
mod versions;

const TEXT: &str = "Mayor Ana Petrović met Tom Berg in Split on Monday.\r\n“It went well,” Petrović said 🇭🇷 later.";

fn range(needle: &str) -> TextRange {
    let at = TEXT.find(needle).expect("the text has it");
    TextRange::from_usize(at..at + needle.len())
}

fn provenance(score: f64, reason: &str) -> Arc<Provenance> {
    let (extractor, version, score) = ("rules".into(), "1".into(), Score::from(score));
    Arc::new(Provenance { extractor, version, score, reasons: vec![reason.into()] })
}

fn suggestion(needle: &str, label: &str, score: f64) -> SuggestedSpan {
    SuggestedSpan {
        range: range(needle),
        label: label.parse().unwrap(),
        value: (label == "DATE").then(|| "2018-09-17".into()),
        provenance: provenance(score, "capitalised"),
    }
}

fn relation(label: &str, head: u32, tail: u32, score: f64) -> SuggestedRelation {
    SuggestedRelation { label: label.parse().unwrap(), head, tail, provenance: provenance(score, "before the quote") }
}

fn batch(doc: DocId, spans: Vec<SuggestedSpan>, relations: Vec<SuggestedRelation>) -> Action {
    let found = postil_core::Suggestions { spans, relations, ..postil_core::Suggestions::default() };
    Action::Batch { doc, seq: 1, done: 100, total: 100, found }
}

struct Desk {
    state: State,
    clock: u64,
}

impl Desk {
    fn new() -> Self {
        let author = Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
        let mut desk = Self { state: State::new(author), clock: 1_000 };
        desk.state.phase = Phase::Ready;
        desk.open(TEXT);
        desk
    }

    fn open(&mut self, text: &str) {
        let decoded =
            Decoded { document: Document::new(text), title: None, language: None, dct: None, source: None, file: None };
        self.clock += 1;
        self.state.apply(Action::Open { decoded, now: Timestamp(self.clock) });
    }

    fn with_suggestions() -> Self {
        let mut desk = Self::new();
        let doc = desk.doc();
        desk.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 100 });
        let items = vec![
            suggestion("Ana Petrović", "PERSON", 0.9),
            suggestion("Tom Berg", "PERSON", 0.8),
            suggestion("Split", "ORG", 0.6),
            suggestion("Monday", "DATE", 0.95),
            suggestion("“It went well,”", "QUOTE", 0.9),
            suggestion("said", "CUE", 0.9),
            suggestion("later", "DATE", 0.3),
        ];
        desk.state.apply(batch(doc, items, vec![relation("cue", 4, 5, 0.7)]));
        desk.state.apply(Action::ExtractionEnded { doc, seq: 1, end: Progress::Finished, note: None, learned: 0 });
        desk
    }

    fn doc(&self) -> DocId {
        self.state.current.expect("a document is open")
    }

    /// Everything that is owed is written.
    fn save(&mut self) {
        while let Some(write) = self.state.owed(true) {
            self.state.apply(Action::Written(write.receipt));
        }
    }

    fn press(&mut self, command: Command) -> &mut Self {
        self.clock += 1;
        self.state.apply(Action::Command(command, Timestamp(self.clock)));
        self
    }

    fn label(&mut self, slug: &str) -> &mut Self {
        self.press(Command::Label(slug.parse().unwrap()))
    }

    fn select(&mut self, needle: &str) -> &mut Self {
        self.state.apply(Action::Select(Some(range(needle))));
        self
    }

    /// What the focused item covers, with its label; in brackets when it is a suggestion.
    fn focus(&self) -> String {
        let Some(placed) = self.state.focused() else { return "nothing".to_owned() };
        let text: Vec<&str> = placed.fragments.iter().map(|f| &TEXT[f.to_usize()]).collect();
        let text = format!("{} {}", placed.label, text.join("|"));
        if placed.item.is_suggestion() { format!("({text})") } else { text }
    }

    /// What a person who does not see it is told was done.
    fn decision(&self) -> &str {
        self.state.decision.as_ref().map_or("", |(_, told)| told)
    }

    /// All spans, in reading order.
    fn spans(&self) -> Vec<String> {
        let store = &self.state.store;
        store
            .spans(self.doc())
            .into_iter()
            .filter_map(|id| store.span(id))
            .map(|span| {
                let text = self.state.document().expect("its text is here").text();
                let text: Vec<&str> = span.fragments.as_slice().iter().map(|f| &text[f.to_usize()]).collect();
                format!("{} {}", span.label, text.join("|"))
            })
            .collect()
    }
}

#[test]
fn reviewing_is_one_key_each_and_jumps_on() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next);
    assert_eq!(desk.focus(), "(PERSON Ana Petrović)");
    desk.press(Command::Accept);
    assert_eq!(desk.focus(), "(PERSON Tom Berg)");
    desk.press(Command::Skip);
    assert_eq!(desk.focus(), "(ORG Split)");
    desk.press(Command::Reject);
    assert_eq!(desk.focus(), "(DATE Monday)");
    desk.press(Command::Accept);
    assert_eq!(desk.spans(), ["PERSON Ana Petrović", "DATE Monday"]);
    assert_eq!(desk.state.reviewed(), (3, 6));
    let id = desk.state.store.spans(desk.doc())[1];
    let value = desk.state.store.get(&RecordKey::Attribute(id, "value".parse().unwrap()));
    let expected = postil_core::Attribute { value: AttributeValue::Text("2018-09-17".into()) };
    assert_eq!(value.map(|record| (**record).clone()), Some(Record::Attribute(expected)));
    let origin = &desk.state.store.span(id).unwrap().origin;
    assert_eq!(origin.score(), Some(Score::from(0.95)));
    assert_eq!(desk.state.store.documents()[&desk.doc()].status, DocumentStatus::Begun);
}

#[test]
fn a_quote_brings_its_cue() {
    let mut desk = Desk::with_suggestions();
    for _ in 0..5 {
        desk.press(Command::Next);
    }
    assert_eq!(desk.focus(), "(QUOTE “It went well,”)");
    desk.press(Command::Accept);
    assert_eq!(desk.spans(), ["QUOTE “It went well,”", "CUE said"]);
    let store = &desk.state.store;
    let [quote, cue] = store.spans(desk.doc())[..] else { panic!("two spans") };
    let [key] = store.references(quote) else { panic!("one relation") };
    let Record::Relation(it) = &**store.get(key).unwrap() else { panic!("{key:?} is no relation") };
    assert_eq!((it.label.as_str(), it.head, it.tail), ("cue", quote, cue));
    // Of the relation itself: how sure the extractor is of the quote says nothing of it.
    assert_eq!(it.origin, postil_core::Origin::Suggestion(provenance(0.7, "before the quote")));
    assert_eq!(store.span(quote).unwrap().origin.score(), Some(Score::from(0.9)));
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), [""; 0]);
}

#[test]
fn what_is_below_the_threshold_or_hidden_is_not_met() {
    let mut desk = Desk::with_suggestions();
    desk.state.apply(Action::ToggleLayer(postil_core::Layer::Dates));
    desk.state.apply(Action::Threshold(Score::from(0.7)));
    let mut met = Vec::new();
    for _ in 0..9 {
        desk.press(Command::Next);
        met.push(desk.focus());
    }
    met.dedup();
    assert_eq!(met, ["(PERSON Ana Petrović)", "(PERSON Tom Berg)", "(QUOTE “It went well,”)", "(CUE said)"]);
}

#[test]
fn a_label_goes_to_the_selection_then_the_focus_then_the_cursor() {
    let mut desk = Desk::with_suggestions();
    desk.select("Mayor Ana Petrović").label("PERSON");
    assert_eq!(desk.focus(), "PERSON Mayor Ana Petrović");
    assert_eq!(desk.state.selection, None);
    desk.label("NORP");
    assert_eq!(desk.spans(), ["NORP Mayor Ana Petrović"]);
    // The cursor leaves the focus at its end, and a capitalised run is what it proposes.
    desk.press(Command::WordRight { is_extending: false }).press(Command::WordRight { is_extending: false });
    assert_eq!(desk.state.target(), Some(range("Tom Berg")));
    desk.label("MISC");
    assert_eq!(desk.focus(), "MISC Tom Berg");
    assert_eq!(desk.spans(), ["NORP Mayor Ana Petrović", "MISC Tom Berg"]);
}

#[test]
fn words_are_selected_with_shift() {
    let mut desk = Desk::new();
    let right = |is_extending| Command::WordRight { is_extending };
    desk.press(right(false)).press(right(false)).press(right(true));
    assert_eq!(desk.state.target(), Some(range("Ana Petrović")));
    desk.label("PERSON").press(Command::MoveStart { is_out: true, by_character: false });
    assert_eq!(desk.spans(), ["PERSON Mayor Ana Petrović"]);
    desk.press(Command::MoveEnd { is_out: false, by_character: false });
    assert_eq!(desk.spans(), ["PERSON Mayor Ana"]);
    desk.press(Command::MoveEnd { is_out: false, by_character: true });
    assert_eq!(desk.spans(), ["PERSON Mayor An"]);
    for _ in 0..9 {
        desk.press(Command::MoveEnd { is_out: false, by_character: false });
    }
    assert_eq!(desk.spans(), ["PERSON Mayor"], "a span never turns inside out");
}

#[test]
fn correcting_a_suggestion_settles_it() {
    let mut desk = Desk::with_suggestions();
    for _ in 0..3 {
        desk.press(Command::Next);
    }
    assert_eq!(desk.focus(), "(ORG Split)");
    desk.label("GPE");
    assert_eq!(desk.focus(), "(DATE Monday)", "on to the next, as after any decision");
    assert_eq!(desk.decision(), "Relabelled Place “Split”");
    assert_eq!(desk.spans(), ["GPE Split"]);
    assert_eq!(desk.state.reviewed(), (1, 6));
    desk.press(Command::Undo);
    assert_eq!((desk.focus(), desk.decision()), ("(ORG Split)".to_owned(), "Undid: Relabelled Place “Split”"));
    assert_eq!(desk.state.reviewed(), (0, 6));
    desk.press(Command::MoveEnd { is_out: true, by_character: false });
    assert_eq!(desk.spans(), ["ORG Split on"]);
    assert_eq!(desk.state.reviewed(), (1, 6));
}

#[test]
fn what_is_tagged_otherwise_than_it_is_suggested_is_settled() {
    let mut desk = Desk::with_suggestions();
    desk.select("Split").label("GPE");
    assert_eq!((desk.spans(), desk.state.reviewed()), (vec!["GPE Split".to_owned()], (1, 6)));
    desk.press(Command::Previous);
    assert_eq!(desk.focus(), "(PERSON Tom Berg)");
    desk.press(Command::Next).press(Command::Next);
    assert_eq!(desk.focus(), "(DATE Monday)", "Split is no organisation");
    desk.press(Command::Undo);
    assert_eq!(desk.state.reviewed(), (0, 6), "one step");
    // Of another layer it says nothing.
    desk.select("Split").label("QUOTE");
    assert_eq!(desk.state.reviewed(), (0, 6));
}

#[test]
fn what_became_of_labels_is_kept() {
    let mut desk = Desk::new();
    let met = |label: &str, meeting| (label.parse().unwrap(), meeting);
    let person = || Meeting::Same("PERSON".parse().unwrap());
    desk.state.apply(Action::Meet(vec![met("PER", Meeting::Own), met("Disease", Meeting::Own)]));
    desk.state.apply(Action::Meet(vec![met("PER", person())]));
    let kept = Preferences::from_json(&desk.state.preferences.to_json()).unwrap().meetings;
    assert_eq!(kept, [met("Disease", Meeting::Own), met("PER", person())]);
}

#[test]
fn what_was_deleted_is_not_suggested_again() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).press(Command::Accept).press(Command::Previous);
    assert_eq!(desk.focus(), "PERSON Ana Petrović");
    desk.press(Command::Delete);
    assert_eq!(desk.focus(), "(PERSON Tom Berg)");
    desk.press(Command::Previous);
    assert_eq!(desk.focus(), "(PERSON Tom Berg)", "nothing stands before it");
    desk.press(Command::Undo);
    assert_eq!(desk.focus(), "PERSON Ana Petrović");
}

#[test]
fn tagging_what_is_suggested_is_accepting_it() {
    let mut desk = Desk::with_suggestions();
    desk.select("Tom Berg").label("PERSON");
    let span = desk.state.store.span(desk.state.store.spans(desk.doc())[0]).unwrap();
    assert!(matches!(span.origin, postil_core::Origin::Suggestion(_)));
    desk.select("Tom Berg").label("PERSON");
    assert_eq!(desk.spans(), ["PERSON Tom Berg"], "the same again is the same");
}

#[test]
fn all_alike_is_one_step() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).press(Command::AcceptAllAlike);
    assert_eq!(desk.spans(), ["PERSON Ana Petrović", "PERSON Tom Berg"]);
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), [""; 0]);
    desk.press(Command::Redo);
    assert_eq!(desk.spans().len(), 2);
}

#[test]
fn a_part_is_added_to_the_span_that_had_the_focus() {
    let mut desk = Desk::new();
    desk.select("Ana").label("PERSON").select("Tom").press(Command::AddFragment);
    assert_eq!(desk.spans(), ["PERSON Ana|Tom"]);
    let span = desk.state.store.span(desk.state.store.spans(desk.doc())[0]).unwrap();
    assert_eq!(span.fragments, Fragments::new(vec![range("Ana"), range("Tom")]).unwrap());
}

#[test]
fn a_click_goes_outwards_and_then_to_the_word() {
    let mut desk = Desk::new();
    desk.select("Mayor Ana Petrović").label("PERSON").select("Ana").label("MISC");
    let click = |desk: &mut Desk, needle: &str| {
        desk.state.apply(Action::Click { offset: range(needle).start() });
        desk.focus()
    };
    desk.press(Command::Escape);
    assert_eq!(click(&mut desk, "Ana"), "MISC Ana");
    assert_eq!(click(&mut desk, "Ana"), "PERSON Mayor Ana Petrović");
    assert_eq!(click(&mut desk, "Ana"), "MISC Ana");
    assert_eq!(click(&mut desk, "Berg"), "nothing");
    assert_eq!(desk.state.cursor.map(|cursor| cursor.word), Some(range("Berg")));
}

#[test]
fn undo_goes_to_the_document_where_it_happened() {
    let mut desk = Desk::new();
    let first = desk.doc();
    desk.select("Ana").label("PERSON");
    desk.open("Another text.");
    assert_ne!(desk.doc(), first);
    desk.press(Command::Undo).press(Command::Undo);
    assert_eq!(desk.state.store.documents().len(), 2, "opening is not undone");
    assert_eq!(desk.doc(), first);
    assert!(desk.spans().is_empty());
    desk.press(Command::Redo);
    assert_eq!(desk.focus(), "PERSON Ana");
}

#[test]
fn a_reader_changes_nothing() {
    let mut desk = Desk::with_suggestions();
    desk.state.access = Access::Following;
    let before = desk.state.store.log_len();
    desk.press(Command::Next).press(Command::Accept);
    desk.select("Ana").label("PERSON").press(Command::Undo).press(Command::DoneAndNext);
    assert_eq!(desk.state.store.log_len(), before);
    assert!(desk.state.notice.as_ref().is_some_and(|notice| notice.is_trouble));
}

#[test]
fn a_reload_brings_everything_back() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).press(Command::Accept).press(Command::Undo);
    desk.select("Ana").label("PERSON");
    let row = |lines: String| LogRow { lines, is_local: true };
    let rows = desk.state.store.log().skip(1).map(|transaction| row(codec::encode(transaction))).collect();
    let author = Author { actor: ActorId::new(2), annotator: "nobody".parse().unwrap(), next_seq: 0 };
    let mut again = State::new(author);
    let mut saved = Saved { rows, text_ids: vec![desk.doc().to_string()], ..Saved::default() };
    let settings =
        [("annotator", "me".to_owned()), ("set", desk.state.set.to_string()), ("current", desk.doc().to_string())];
    saved.meta.extend(settings.map(|(name, value)| (name.to_owned(), value)));
    again.apply(Action::Booted(Box::new(Booting::new(saved, Access::Writing).finish())));
    assert!(again.is_saved());
    assert_eq!(again.set, desk.state.set);
    assert_eq!(again.store.snapshot(), desk.state.store.snapshot());
    assert_eq!(again.history.last_done(), desk.state.history.last_done());
    again.apply(Action::TextLoaded(Document::new(TEXT)));
    again.apply(Action::Command(Command::Undo, Timestamp(1)));
    assert!(again.store.spans(again.current.unwrap()).is_empty());
}

#[test]
fn stale_batches_are_dropped() {
    let mut desk = Desk::new();
    let doc = desk.doc();
    desk.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 9 });
    desk.state.apply(Action::ExtractionStarted { doc, seq: 2, total: 9 });
    desk.state.apply(batch(doc, vec![suggestion("Split", "GPE", 0.9)], Vec::new()));
    assert_eq!(desk.state.suggestions().len(), 0);
}

#[test]
fn drawing_covers_the_text_and_keeps_lanes() {
    let mut desk = Desk::with_suggestions();
    desk.select("Mayor Ana Petrović met").label("MISC").select("met Tom Berg").label("EVENT");
    let document = desk.state.document().unwrap().clone();
    let view = crate::drawing::chunk(&desk.state, &document, &document.chunks()[0]);
    let mut text = String::new();
    let mut lanes = Vec::new();
    for block in &view.blocks {
        for piece in &block.pieces {
            match piece {
                crate::drawing::Piece::Plain(range) => text += document.slice(*range),
                crate::drawing::Piece::Segment(it) => {
                    text += document.slice(it.range);
                    let styles: Vec<_> = it.lanes.iter().flatten().map(|style| style.to_string()).collect();
                    lanes.push(format!("{} {}", document.slice(it.range), styles.join("/")));
                }
                crate::drawing::Piece::Point { .. } => {}
            }
        }
    }
    assert_eq!(text, TEXT);
    assert_eq!(lanes[1], "Ana Petrović sky hatch/amber dashed");
    assert!(lanes.contains(&"met sky hatch/vermillion".to_owned()), "{lanes:?}");
    assert!(lanes.iter().any(|lane| lane.starts_with("Tom Berg vermillion") || lane.contains("Tom Berg")), "{lanes:?}");
    let rails: Vec<_> = view.blocks.iter().flat_map(|block| &block.rails).collect();
    assert_eq!(rails.len(), 1);
    assert!(desk.state.store.definitions().contains_key(&(Kind::Label, "MISC".parse().unwrap())));
    assert_eq!(ByteOffset::default().get(), 0);
}

#[test]
fn a_deletion_of_a_document_keeps_what_was_done_meanwhile() {
    let mut desk = Desk::new();
    let first = desk.doc();
    desk.select("Ana").label("PERSON");
    desk.open("Another text.");
    desk.save();
    // Storage is rewritten; before the page hears of it, something else is done.
    desk.state.apply(Action::Delete(Deletion::Document(first)));
    let write = desk.state.owed(false).unwrap();
    desk.state.apply(Action::Select(Some(TextRange::from_usize(0..7))));
    desk.label("MISC");
    desk.state.apply(Action::Written(write.receipt));
    assert!(!desk.state.is_saved());
    assert_eq!(desk.state.owed(false).unwrap().batch.rows.len(), 1);
    assert!(!desk.state.store.documents().contains_key(&first));
    assert_eq!(desk.spans().len(), 1);
    desk.press(Command::Undo);
    assert_eq!(desk.spans().len(), 0);
}

#[test]
fn accepting_all_quotes_at_once_is_accepting_each() {
    let reviewed = |commands: &[Command]| {
        let mut desk = Desk::new();
        let doc = desk.doc();
        desk.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 100 });
        let items = vec![
            suggestion("“It went well,”", "QUOTE", 0.9),
            suggestion("Tom Berg in", "QUOTE", 0.9),
            suggestion("said", "CUE", 0.9),
            suggestion("Ana Petrović", "PERSON", 0.9),
        ];
        let relations = vec![
            relation("cue", 0, 2, 0.7),
            relation("speaker", 0, 3, 0.6),
            // Two quotes may share a cue and a speaker.
            relation("cue", 1, 2, 0.7),
            relation("speaker", 1, 3, 0.6),
        ];
        desk.state.apply(batch(doc, items, relations));
        desk.state.apply(Action::Focus(Some(Item::Suggestion(SuggestionId(1)))));
        for command in commands {
            desk.press(command.clone());
        }
        let store = &desk.state.store;
        let text = |id| store.span(id).map(|span| &TEXT[span.fragments.cover().to_usize()]);
        let mut relations: Vec<_> = store
            .snapshot()
            .into_values()
            .filter_map(|record| match &**record {
                Record::Relation(it) => Some(format!("{} {:?} {:?}", it.label, text(it.head), text(it.tail))),
                _ => None,
            })
            .collect();
        relations.sort();
        (desk.spans(), relations)
    };
    let all = reviewed(&[Command::AcceptAllAlike]);
    assert_eq!((all.0.len(), all.1.len()), (4, 4), "{all:?}");
    assert_eq!(all, reviewed(&[Command::Accept, Command::Accept]));
}

#[test]
fn nothing_is_said_twice() {
    let mut desk = Desk::with_suggestions();
    desk.select("Ana Petrović").label("MISC");
    let first = desk.state.focus;
    // By relabelling what stands beside it.
    desk.select("Ana Petrović").label("NORP");
    assert_eq!(desk.spans().len(), 2);
    desk.label("MISC");
    assert_eq!((desk.spans().len(), desk.state.focus), (2, first));
    // By relabelling a suggestion: it is decided about.
    desk.select("Tom Berg").label("QUOTE");
    desk.state.apply(Action::Focus(Some(Item::Suggestion(SuggestionId(1)))));
    assert_eq!(desk.focus(), "(PERSON Tom Berg)");
    desk.label("QUOTE");
    assert_eq!((desk.spans().len(), desk.focus()), (3, "(ORG Split)".to_owned()));
    desk.press(Command::Undo).press(Command::Undo);
    // By moving an end, of a span and of a suggestion.
    desk.select("Ana").label("MISC");
    let last = desk.state.focus;
    let spans = desk.spans();
    desk.press(Command::MoveEnd { is_out: true, by_character: false });
    assert_eq!((desk.spans(), desk.state.focus), (spans, first));
    assert_ne!(first, last);
    desk.select("Split on").label("ORG");
    let (spans, wanted) = (desk.spans(), desk.state.focus);
    desk.state.apply(Action::Focus(Some(Item::Suggestion(SuggestionId(2)))));
    desk.press(Command::MoveEnd { is_out: true, by_character: false });
    assert_eq!((desk.spans(), desk.state.focus), (spans, wanted));
    // By adding a part.
    desk.select("Ana").press(Command::Escape);
    desk.select("Tom").label("MISC").select("Berg").press(Command::AddFragment);
    let (count, wanted) = (desk.spans().len(), desk.state.focus);
    desk.select("Tom").label("MISC").select("Berg").press(Command::AddFragment);
    assert_eq!((desk.spans().len(), desk.state.focus), (count + 1, wanted));
}

#[test]
fn what_is_tagged_is_seen() {
    let mut desk = Desk::with_suggestions();
    for layer in [Layer::Entities, Layer::Dates] {
        desk.state.apply(Action::ToggleLayer(layer));
    }
    desk.select("Ana").label("PERSON");
    assert_eq!(desk.state.preferences.hidden_layers, [Layer::Dates]);
    desk.label("DATE");
    assert_eq!(desk.state.preferences.hidden_layers, []);
}

#[test]
fn a_place_of_no_width_is_chosen_and_labelled() {
    let mut desk = Desk::new();
    desk.press(Command::Point);
    assert!(desk.state.notice.as_ref().unwrap().text.starts_with("Move to a word"));
    desk.press(Command::WordRight { is_extending: false }).press(Command::WordRight { is_extending: false });
    desk.press(Command::Point);
    let place = |desk: &Desk| said_place(desk.state.document().unwrap(), desk.state.selection.unwrap());
    assert_eq!(place(&desk), "between “Mayor” and “Ana”");
    desk.press(Command::Point);
    assert_eq!(desk.state.selection, Some(TextRange::empty(range("Ana").end())));
    desk.press(Command::Point);
    assert_eq!(place(&desk), "between “Ana” and “Petrović”");
    desk.label("EVENT");
    let id = desk.state.store.spans(desk.doc())[0];
    let fragments = &desk.state.store.span(id).unwrap().fragments;
    assert!(fragments.is_zero_width());
    assert_eq!(fragments.cover().start(), range("Petrović").start());
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), [""; 0]);
}

#[test]
fn what_was_rejected_is_shown_on_request_and_brought_back() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).press(Command::Reject);
    assert_eq!(desk.focus(), "(PERSON Tom Berg)");
    let shown = |desk: &Desk| Shown::of(&desk.state).unwrap().touching(range("Ana Petrović")).len();
    assert_eq!(shown(&desk), 0);
    desk.state.apply(Action::ToggleRejected);
    assert_eq!(shown(&desk), 1);
    // j and k go to it; a review does not.
    desk.press(Command::Previous);
    assert_eq!(desk.focus(), "PERSON Ana Petrović");
    assert!(matches!(desk.state.focus, Some(Item::Rejected(_))));
    desk.press(Command::Reject);
    assert_eq!(
        (desk.focus().as_str(), desk.decision()),
        ("(PERSON Ana Petrović)", "Brought back Person “Ana Petrović”")
    );
    desk.press(Command::Reject).press(Command::Previous).press(Command::Accept);
    assert_eq!(desk.focus(), "PERSON Ana Petrović");
    assert_eq!(desk.spans(), ["PERSON Ana Petrović"]);
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), Vec::<String>::new());
    desk.state.apply(Action::Focus(Some(Item::Rejected(SuggestionId(0)))));
    assert_eq!(desk.focus(), "PERSON Ana Petrović", "it is rejected again");
    desk.label("ORG");
    assert_eq!(desk.spans(), ["ORG Ana Petrović"]);
}
