//! The reducer as a person meets it: commands in, annotations out. The text is our own.

use super::*;
use postil_core::{ActorId, AttributeValue, ByteOffset, DocumentStatus, Fragments, Kind, Record, RecordKey, Score};
use postil_project::messages::{SuggestedRelation, Suggestion};

const TEXT: &str = "Mayor Ana Petrović met Tom Berg in Split on Monday.\r\n“It went well,” Petrović said 🇭🇷 later.";

fn range(needle: &str) -> TextRange {
    let at = TEXT.find(needle).expect("the text has it");
    TextRange::from_usize(at..at + needle.len())
}

fn suggestion(needle: &str, label: &str, score: f64) -> Suggestion {
    Suggestion {
        range: range(needle),
        label: label.parse().unwrap(),
        score: Score::from(score),
        value: (label == "DATE").then(|| "2018-09-17".into()),
        extractor: "rules".into(),
        version: "1".into(),
        reasons: vec!["capitalised".into()],
    }
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
        let decoded = Decoded { document: Document::new(text), title: None, language: None, dct: None, source: None };
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
        let relation = SuggestedRelation {
            label: "cue".parse().unwrap(),
            head: 4,
            tail: 5,
            score: Score::from(0.9),
            extractor: "rules".into(),
            version: "1".into(),
            reasons: Vec::new(),
        };
        desk.state.apply(Action::Batch { doc, seq: 1, done: 100, total: 100, items, relations: vec![relation] });
        desk.state.apply(Action::ExtractionEnded { doc, seq: 1, end: Progress::Finished, note: None });
        desk
    }

    fn doc(&self) -> DocId {
        self.state.current.expect("a document is open")
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
    let quote = desk.state.store.spans(desk.doc())[0];
    assert_eq!(desk.state.store.references(quote).len(), 1);
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
    assert_eq!(desk.focus(), "GPE Split");
    assert_eq!(desk.spans(), ["GPE Split"]);
    assert_eq!(desk.state.reviewed(), (1, 6));
    desk.press(Command::Undo);
    assert_eq!(desk.focus(), "(ORG Split)");
    assert_eq!(desk.state.reviewed(), (0, 6));
    desk.press(Command::MoveEnd { is_out: true, by_character: false });
    assert_eq!(desk.spans(), ["ORG Split on"]);
    assert_eq!(desk.state.reviewed(), (1, 6));
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
    desk.press(Command::Undo);
    assert_eq!(desk.state.store.documents().len(), 2, "opening is not undone");
    assert_eq!(desk.doc(), first);
    assert!(desk.spans().is_empty());
    desk.press(Command::Redo);
    assert_eq!(desk.focus(), "PERSON Ana");
}

#[test]
fn a_reader_changes_nothing() {
    let mut desk = Desk::with_suggestions();
    desk.state.access = Access::ReadOnly;
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
    let log = desk.state.store.log().skip(1).map(|t| (t.clone(), desk.state.history.knows(t.dot))).collect();
    let author = Author { actor: ActorId::new(2), annotator: "nobody".parse().unwrap(), next_seq: 0 };
    let mut again = State::new(author);
    again.apply(Action::Booted(Box::new(Booted {
        log,
        annotator: "me".parse().unwrap(),
        set: Some(desk.state.set.clone()),
        current: desk.state.current,
        places: Default::default(),
        preferences: Preferences::default(),
        access: Access::Writing,
        last_export: None,
        trouble: None,
    })));
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
    let items = vec![suggestion("Split", "GPE", 0.9)];
    desk.state.apply(Action::Batch { doc, seq: 1, done: 9, total: 9, items, relations: Vec::new() });
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
    let log_len = desk.state.store.log_len();
    let saved_before = desk.state.store.log_len();
    // Storage is rewritten; before the page hears of it, something else is done.
    desk.state.apply(Action::Select(Some(TextRange::from_usize(0..7))));
    desk.label("MISC");
    desk.state.apply(Action::Saved { log_len: saved_before, epoch: 0 });
    desk.state.apply(Action::Purged { doc: first, log_len });
    assert!(!desk.state.is_saved());
    assert_eq!(desk.state.store.log_since(desk.state.saving.saved).count(), 1);
    assert!(!desk.state.store.documents().contains_key(&first));
    assert_eq!(desk.spans().len(), 1);
    desk.press(Command::Undo);
    assert_eq!(desk.spans().len(), 0);
}

/// Spans and documents as an import that was written here brings them.
fn imported(state: &State, text: &str, dct: &str) -> Imported {
    let document = Document::new(text);
    let mut draft = postil_core::Draft::new(&state.store, &state.author);
    let info = postil_core::DocumentInfo { dct: Some(dct.into()), ..postil_core::DocumentInfo::of(&document, "It") };
    draft.put(RecordKey::Document(document.id()), info.into());
    let now = Timestamp(state.store.log().map(|it| it.at.0).max().unwrap_or(0) + 1);
    let transaction = draft.finish(now, postil_core::Intent::Import { source: "a.json".into() }).unwrap();
    Imported {
        documents: vec![document],
        transactions: vec![transaction.into()],
        is_own: true,
        summary: "Imported “a.json”: 1 document, 0 spans.".into(),
    }
}

#[test]
fn an_import_that_is_undone_leaves_no_document_behind() {
    let mut desk = Desk::new();
    let first = desk.doc();
    let import = imported(&desk.state, "Another text.", "2018-09-17");
    let second = import.documents[0].id();
    desk.state.apply(Action::Imported(Box::new(import)));
    assert_eq!(desk.doc(), second);
    desk.press(Command::Undo);
    assert_eq!(desk.state.current, Some(first));
    assert_eq!(desk.state.notice, None, "it is imported no longer");
    desk.state.apply(Action::Show(second));
    assert_eq!(desk.state.current, Some(first), "what is not in the store is not shown");
    desk.state.current = Some(second);
    desk.state.selection = Some(TextRange::from_usize(0..7));
    let log_len = desk.state.store.log_len();
    desk.label("MISC");
    assert_eq!(desk.state.store.log_len(), log_len);
    desk.press(Command::Redo);
    assert_eq!(desk.state.current, Some(second));

    let author = Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
    let mut empty = Desk { state: State::new(author), clock: 1_000 };
    let import = imported(&empty.state, TEXT, "2018-09-17");
    empty.state.apply(Action::Imported(Box::new(import)));
    empty.press(Command::Undo);
    assert_eq!(empty.state.current, None);
}

fn cleared() -> Action {
    Action::Cleared { actor: ActorId::new(7), annotator: "you".parse().unwrap() }
}

#[test]
fn nothing_from_before_a_deletion_of_everything_counts_as_saved_after_it() {
    let mut desk = Desk::new();
    desk.select("Ana").label("PERSON");
    let (log_len, epoch) = (desk.state.store.log_len(), desk.state.saving.epoch);
    desk.state.apply(Action::Clearing(true));
    desk.select("Tom").label("PERSON");
    assert_eq!(desk.state.store.log_len(), log_len, "it would be deleted with the rest");
    assert!(desk.state.notice.take().is_some_and(|notice| notice.is_trouble));
    assert!(!desk.state.wants_saving(), "a late save would outlive the deletion");
    desk.state.apply(cleared());
    desk.state.apply(Action::Saved { log_len, epoch });
    desk.open(TEXT);
    assert!(!desk.state.is_saved());
    assert!(desk.state.wants_saving());
    let epoch = desk.state.saving.epoch;
    desk.state.apply(cleared());
    assert_ne!(desk.state.saving.epoch, epoch, "each deletion is another epoch");
}

#[test]
fn a_deletion_that_failed_lets_work_go_on() {
    let mut desk = Desk::new();
    desk.state.apply(Action::Clearing(true));
    desk.state.apply(Action::Clearing(false));
    desk.select("Ana").label("PERSON");
    assert_eq!(desk.spans(), ["PERSON Ana"]);
    assert!(desk.state.wants_saving());
}

#[test]
fn what_could_not_be_saved_is_tried_again_when_there_is_something_else_to_save() {
    let mut desk = Desk::new();
    let fail = |desk: &mut Desk| {
        let (log_len, epoch) = (desk.state.store.log_len(), desk.state.saving.epoch);
        desk.state.apply(Action::NotSaved { log_len, epoch, reason: "The disk is full.".into() });
    };
    fail(&mut desk);
    assert!(!desk.state.wants_saving(), "not in a loop");
    desk.state.apply(Action::SaveAgain);
    assert!(desk.state.wants_saving());
    fail(&mut desk);
    desk.open("Another text.");
    assert!(desk.state.wants_saving());
    // A deletion makes the log shorter: it may become as long again as when it could not be saved.
    for delete in [|desk: &Desk| Action::Purged { doc: desk.doc(), log_len: 9 }, |_: &Desk| cleared()] {
        fail(&mut desk);
        let (failed_at, delete) = (desk.state.store.log_len(), delete(&desk));
        desk.state.apply(delete);
        while desk.state.store.log_len() < failed_at {
            desk.open(&format!("Text {}.", desk.clock));
        }
        assert!(desk.state.wants_saving());
    }
    let epoch = desk.state.saving.epoch;
    fail(&mut desk);
    desk.state.apply(Action::Saved { log_len: desk.state.store.log_len(), epoch });
    assert_eq!(desk.state.saving.failed, None);
    desk.state.apply(Action::NotSaved { log_len: 9, epoch: epoch - 1, reason: "Late.".into() });
    assert_eq!(desk.state.saving.failed, None);
}

#[test]
fn deleting_everything_gives_no_storage_to_a_page_that_has_none() {
    for access in [Access::Memory("A private window.".into()), Access::Writing] {
        let mut desk = Desk::new();
        desk.state.access = access.clone();
        desk.state.apply(cleared());
        assert_eq!(desk.state.access, access);
    }
}

fn encoding(name: &str) -> Dialog {
    let (bytes, choices) = (Rc::from([0x80]), Rc::from([]));
    Dialog::Encoding { name: name.into(), problem: "not UTF-8".into(), choices, bytes }
}

/// Which question is open.
fn question(state: &State) -> String {
    match &state.dialog {
        Some(Dialog::Encoding { name, .. }) => format!("encoding of {name}"),
        Some(Dialog::Reading { name, .. }) => format!("reading {name}"),
        Some(Dialog::Import { name, .. }) => format!("import of {name}"),
        Some(Dialog::Keys) => "keys".to_owned(),
        Some(_) => "another".to_owned(),
        None => "none".to_owned(),
    }
}

#[test]
fn several_files_ask_one_after_another() {
    let mut desk = Desk::new();
    let reading = |file, name: &str| Dialog::Reading { file, name: name.into(), wanted: Rc::from([]) };
    let loaded = || {
        use postil_project::messages::{Contents, FileKind, Loaded};
        Loaded { kind: FileKind::Project, contents: Contents::default(), faults: Vec::new(), all_faults: 0 }
    };
    desk.state.apply(Action::Dialog(Some(Dialog::Keys)));
    desk.state.apply(Action::Ask(reading(1, "a.json")));
    desk.state.apply(Action::Ask(encoding("b.txt")));
    desk.state.apply(Action::Ask(encoding("c.txt")));
    desk.state.apply(Action::Ask(reading(2, "d.json")));
    assert_eq!(question(&desk.state), "keys", "a question waits until the open dialog is closed");
    desk.press(Command::Escape);
    assert_eq!(question(&desk.state), "reading a.json");
    desk.press(Command::Escape);
    desk.state.apply(Action::Exported(Timestamp(1)));
    assert_eq!(question(&desk.state), "reading a.json", "it is not a dialog yet");
    desk.state.apply(Action::Ask(Dialog::Import { file: 1, name: "a.json".into(), loaded: Rc::new(loaded()) }));
    assert_eq!(question(&desk.state), "import of a.json", "what was read is in its place");
    desk.state.apply(Action::Dialog(None));
    assert_eq!(question(&desk.state), "encoding of b.txt");
    desk.state.apply(Action::Dialog(None));
    assert_eq!(question(&desk.state), "encoding of c.txt");
    desk.state.apply(Action::Dialog(None));
    assert_eq!(question(&desk.state), "reading d.json", "it is compared with what is here when its turn comes");
    desk.state.apply(Action::Dialog(None));
    assert_eq!(question(&desk.state), "none");
}

#[test]
fn every_refused_file_is_named() {
    let mut desk = Desk::new();
    let said = |desk: &Desk| desk.state.notice.as_ref().map(|notice| notice.text.to_string()).unwrap_or_default();
    desk.state.apply(Action::Refuse("“a” was not opened.".into()));
    desk.open("Between them.");
    desk.state.apply(Action::Refuse("“b” was not opened.".into()));
    assert_eq!(said(&desk), "“a” was not opened.\n“b” was not opened.");
    desk.state.apply(Action::Dismiss);
    desk.state.apply(Action::Refuse("“c” was not opened.".into()));
    assert_eq!(said(&desk), "“c” was not opened.");
}

#[test]
fn what_is_being_typed_is_not_saved() {
    let mut desk = Desk::new();
    desk.select("Ana").label("PERSON");
    let on = desk.state.store.spans(desk.doc())[0];
    let saved = |desk: &Desk| Action::Saved { log_len: desk.state.store.log_len(), epoch: desk.state.saving.epoch };
    let action = saved(&desk);
    desk.state.apply(action);
    assert!(desk.state.is_saved());
    desk.state.apply(Action::Typing(true));
    assert!(!desk.state.is_saved());
    assert!(!desk.state.wants_saving(), "there is nothing to write yet");
    desk.state.apply(Action::Typing(false));
    desk.press(Command::Note { on, text: "who".into() });
    assert!(desk.state.wants_saving());
    let action = saved(&desk);
    desk.state.apply(action);
    assert!(desk.state.is_saved());
    // A pause may end after what it was typed on is gone.
    desk.press(Command::Delete);
    let log_len = desk.state.store.log_len();
    desk.press(Command::Note { on, text: "nobody".into() }).press(Command::Value { on, text: "0".into() });
    assert_eq!(desk.state.store.log_len(), log_len);
}

#[test]
fn spans_of_a_set_that_nothing_describes_are_seen() {
    let mut desk = Desk::new();
    let doc = desk.doc();
    let author = Author { actor: ActorId::new(9), annotator: "else".parse().unwrap(), next_seq: 0 };
    let mut draft = postil_core::Draft::new(&desk.state.store, &author);
    let span = postil_core::Span {
        doc,
        set: "gold".parse().unwrap(),
        label: "PERSON".parse().unwrap(),
        fragments: Fragments::one(range("Ana")),
        origin: postil_core::Origin::Person,
        link: None,
    };
    draft.add(span.into());
    let transaction = draft.finish(Timestamp(5_000), postil_core::Intent::Tag).unwrap();
    let import = Imported {
        documents: Vec::new(),
        transactions: vec![transaction.into()],
        is_own: false,
        summary: "Imported.".into(),
    };
    desk.state.apply(Action::Imported(Box::new(import)));
    assert_eq!(desk.state.store.sets().values().map(|info| &*info.name).collect::<Vec<_>>(), ["gold"]);
    assert_eq!(desk.state.set, "gold".parse().unwrap(), "what came in is seen");
    desk.state.apply(Action::Click { offset: range("Ana").start() });
    assert_eq!(desk.focus(), "PERSON Ana");
}

#[test]
fn a_text_that_cannot_be_read_is_asked_for_once() {
    let mut desk = Desk::new();
    let doc = desk.doc();
    assert_eq!(desk.state.wants_text(), None);
    desk.open("Another text.");
    let other = desk.doc();
    desk.state.texts = Rc::default();
    assert_eq!(desk.state.wants_text(), Some(other));
    desk.state.apply(Action::TextFailed { doc: other, reason: "The disk is broken.".into() });
    assert_eq!(desk.state.wants_text(), None, "not in a loop");
    assert!(desk.state.unread.is_some());
    desk.state.apply(Action::ReadAgain);
    assert_eq!(desk.state.wants_text(), Some(other));
    desk.state.apply(Action::TextFailed { doc, reason: "Of the one before.".into() });
    assert_eq!(desk.state.wants_text(), Some(other));
    desk.state.apply(Action::TextFailed { doc: other, reason: "The disk is broken.".into() });
    desk.state.apply(Action::Show(doc));
    assert_eq!(desk.state.wants_text(), Some(doc));
    desk.state.apply(Action::TextLoaded(Document::new(TEXT)));
    assert_eq!(desk.state.wants_text(), None);
}

#[test]
fn a_change_of_the_date_reads_the_text_again_whatever_changed_it() {
    let mut desk = Desk::with_suggestions();
    let doc = desk.doc();
    let progress = |desk: &Desk| desk.state.suggestions().progress.clone();
    let finish = |desk: &mut Desk, seq| {
        desk.state.apply(Action::ExtractionStarted { doc, seq, total: 1 });
        desk.state.apply(Action::ExtractionEnded { doc, seq, end: Progress::Finished, note: None });
    };
    desk.press(Command::Rename { doc, title: "Another".into() });
    assert_eq!(progress(&desk), Progress::Finished, "a title says nothing about dates");
    desk.press(Command::Date { doc, date: Some("2018-09-17".into()) });
    assert_eq!(progress(&desk), Progress::Waiting);
    for (seq, command) in [(2, Command::Undo), (3, Command::Redo)] {
        finish(&mut desk, seq);
        desk.press(command);
        assert_eq!(progress(&desk), Progress::Waiting);
    }
    finish(&mut desk, 4);
    let author = Author { actor: ActorId::new(9), annotator: "else".parse().unwrap(), next_seq: 0 };
    let mut draft = postil_core::Draft::new(&desk.state.store, &author);
    let info = desk.state.store.documents()[&doc].clone();
    let info = postil_core::DocumentInfo { language: Some("de".into()), ..info };
    draft.put(RecordKey::Document(doc), info.into());
    let transaction = draft.finish(Timestamp(9_000), postil_core::Intent::EditDocument).unwrap();
    let (documents, summary) = (Vec::new(), String::new());
    let import = Imported { documents, transactions: vec![transaction.into()], is_own: false, summary };
    desk.state.apply(Action::Imported(Box::new(import)));
    assert_eq!(progress(&desk), Progress::Waiting, "a merge counts too");
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
        let relation = |label: &str, head, tail| SuggestedRelation {
            label: label.parse().unwrap(),
            head,
            tail,
            score: Score::from(0.9),
            extractor: "rules".into(),
            version: "1".into(),
            reasons: Vec::new(),
        };
        let relations = vec![
            relation("cue", 0, 2),
            relation("speaker", 0, 3),
            // Two quotes may share a cue and a speaker.
            relation("cue", 1, 2),
            relation("speaker", 1, 3),
        ];
        desk.state.apply(Action::Batch { doc, seq: 1, done: 100, total: 100, items, relations });
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
    desk.state.apply(Action::Focus(Some(Item::Suggestion(SuggestionId(0)))));
    assert_eq!(desk.focus(), "(PERSON Ana Petrović)");
    desk.label("MISC");
    assert_eq!((desk.spans().len(), desk.state.focus), (2, first));
    assert_eq!(desk.state.reviewed().0, 1);
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
