//! From document to document: how they are listed, when one is done, and what undo does to the place.

use super::*;
use postil_core::{DocumentInfo, SetInfo, SetKind};

impl Desk {
    /// A desk without any document.
    fn bare() -> Self {
        let author = Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
        let mut desk = Self { state: State::new(author), clock: 1_000 };
        desk.state.phase = Phase::Ready;
        desk
    }

    /// Opens a file, whose text is its path.
    fn open_file(&mut self, path: &str) {
        let source = Some(path.to_owned());
        let document = Document::new(format!("Text of {path}."));
        let decoded = Decoded { document, title: None, language: None, dct: None, source, file: None };
        self.clock += 1;
        self.state.apply(Action::Open { decoded, now: Timestamp(self.clock) });
    }

    /// Opens files as one gesture does.
    fn open_files(&mut self, seq: u32, paths: &[&str]) {
        let total = paths.len() as u32;
        for (done, path) in (0..).zip(paths) {
            let opening = Opening { seq, done, total, name: (*path).into() };
            self.state.apply(Action::Opening(Some(opening)));
            self.open_file(path);
        }
        self.state.apply(Action::Opening(None));
    }

    fn titles(&self, docs: &[DocId]) -> Vec<String> {
        docs.iter().map(|doc| self.state.store.documents()[doc].title.to_string()).collect()
    }

    fn title(&self) -> String {
        self.titles(&[self.doc()]).remove(0)
    }

    fn said(&self) -> String {
        self.state.notice.as_ref().map(|notice| notice.text.to_string()).unwrap_or_default()
    }

    /// Suggests the first word of the open document.
    fn suggest(&mut self) {
        let doc = self.doc();
        self.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 9 });
        let range = TextRange::from_usize(0..4);
        let spans = vec![SuggestedSpan {
            range,
            label: "MISC".parse().unwrap(),
            value: None,
            provenance: provenance(0.9, "a word"),
        }];
        self.state.apply(batch(doc, spans, Vec::new()));
        self.state.apply(Action::ExtractionEnded { doc, seq: 1, end: Progress::Finished, note: None, learned: 0 });
    }
}

#[test]
fn documents_are_in_the_order_of_their_paths_however_they_came() {
    let mut desk = Desk::bare();
    desk.open("Pasted first.");
    desk.open_files(1, &["b/2.txt", "b/10.txt"]);
    desk.open("Pasted last.");
    desk.open_files(2, &["a/part 10.txt", "a/part 2.txt", "A/part 1.txt (windows-1252)"]);
    assert_eq!(
        desk.titles(&desk.state.documents_in_order()),
        [
            "Text of A/part 1.txt (windows-1252).",
            "Text of a/part 2.txt.",
            "Text of a/part 10.txt.",
            "Text of b/2.txt.",
            "Text of b/10.txt.",
            "Pasted first.",
            "Pasted last."
        ]
    );
}

#[test]
fn what_comes_in_together_is_in_the_order_of_its_titles() {
    let mut desk = Desk::bare();
    let mut draft = postil_core::Draft::new(&desk.state.store, &desk.state.author);
    let documents: Vec<Document> = (1..12).map(|n| Document::new(format!("Text {n}."))).collect();
    for (n, document) in (1..).zip(&documents) {
        let info = DocumentInfo { source: Some("all.zip".into()), ..DocumentInfo::of(document, &format!("doc{n}")) };
        draft.put(RecordKey::Document(document.id()), info.into());
    }
    let transaction = draft.finish(Timestamp(5_000), postil_core::Intent::Import { source: "all.zip".into() }).unwrap();
    let (transactions, summary) = (vec![transaction.into()], String::new());
    desk.state.apply(Action::Imported(Box::new(Imported { documents, transactions, is_own: true, summary })));
    let expected: Vec<String> = (1..12).map(|n| format!("doc{n}")).collect();
    assert_eq!(desk.titles(&desk.state.documents_in_order()), expected);
    assert_eq!(desk.title(), "doc1", "the first of the list opens");
    // The import is one step, and what it takes away is told.
    desk.open("By hand.");
    desk.state.apply(Action::Show(desk.state.documents_in_order()[3]));
    desk.press(Command::Undo);
    assert_eq!(
        (desk.title(), desk.said()),
        ("By hand.".to_owned(), "Undone: “doc4” is gone from the project. Redo brings it back.".to_owned())
    );
    desk.press(Command::Redo);
    assert_eq!(desk.title(), "doc1");
}

#[test]
fn the_first_file_of_several_stays_open() {
    let mut desk = Desk::bare();
    desk.open_files(1, &["1.txt", "2.txt", "3.txt"]);
    assert_eq!(desk.title(), "Text of 1.txt.");
    desk.open_files(2, &["4.txt", "5.txt"]);
    assert_eq!(desk.title(), "Text of 4.txt.");
    desk.open("Pasted.");
    assert_eq!(desk.title(), "Pasted.");
    // One that is here already counts as the first too.
    desk.open_files(3, &["2.txt", "6.txt"]);
    assert_eq!(desk.title(), "Text of 2.txt.");
}

#[test]
fn after_a_deletion_the_next_document_is_open() {
    let mut desk = Desk::bare();
    desk.open_files(1, &["1.txt", "2.txt", "10.txt"]);
    desk.open("Pasted.");
    let docs = desk.state.documents_in_order();
    for (deleted, next) in [(1, 2), (2, 3), (3, 0)] {
        desk.state.apply(Action::Show(docs[deleted]));
        desk.save();
        desk.state.apply(Action::Delete(Deletion::Document(docs[deleted])));
        desk.save();
        assert_eq!(desk.doc(), docs[next]);
    }
    desk.state.apply(Action::Delete(Deletion::Document(docs[0])));
    desk.save();
    assert_eq!(desk.state.current, None);
}

#[test]
fn the_list_is_sorted_filtered_and_searched() {
    let mut desk = Desk::bare();
    desk.open_files(1, &["1 Zebra.txt", "2 Ärger.txt", "3 apple.txt", "4 new.txt"]);
    let docs = desk.state.documents_in_order();
    for (n, title) in (0..).zip(["Zebra 10", "Ärger", "Zebra 9", "new"]) {
        desk.press(Command::Rename { doc: docs[n], title: title.into() });
    }
    desk.state.apply(Action::Show(docs[1]));
    desk.press(Command::WordRight { is_extending: false }).label("MISC");
    desk.state.apply(Action::Show(docs[0]));
    desk.suggest();
    desk.press(Command::DoneAndNext);
    desk.state.apply(Action::Show(docs[2]));
    desk.suggest();
    desk.state.apply(Action::Show(docs[3]));
    let mut listed = Listed::default();
    let mut check = |desk: &mut Desk, sort, only, words: &str, expected: &[&str]| {
        desk.state.apply(Action::List(Listing { sort, only }));
        let docs = listed.of(&desk.state, words, str::to_lowercase).to_vec();
        assert_eq!(desk.titles(&docs), expected, "{sort:?} {only:?} {words:?}");
    };
    check(&mut desk, Sort::Order, Only::All, "", &["Zebra 10", "Ärger", "Zebra 9", "new"]);
    check(&mut desk, Sort::Title, Only::All, " ", &["new", "Zebra 9", "Zebra 10", "Ärger"]);
    check(&mut desk, Sort::Status, Only::All, "", &["Ärger", "Zebra 9", "new", "Zebra 10"]);
    // The open one stays in a filtered list.
    check(&mut desk, Sort::Order, Only::Done, "", &["Zebra 10", "new"]);
    check(&mut desk, Sort::Order, Only::Begun, "", &["Ärger", "new"]);
    check(&mut desk, Sort::Order, Only::New, "", &["Zebra 9", "new"]);
    check(&mut desk, Sort::Order, Only::Suggestions, "", &["Zebra 9", "new"]);
    // Words of titles and paths, whatever their case and order.
    check(&mut desk, Sort::Order, Only::All, "zebra", &["Zebra 10", "Zebra 9"]);
    check(&mut desk, Sort::Title, Only::All, "TXT äRG", &["Ärger"]);
    check(&mut desk, Sort::Order, Only::All, "9 apple", &["Zebra 9"]);
    check(&mut desk, Sort::Order, Only::Done, "no such words", &[]);
    // The list follows the work.
    desk.state.apply(Action::List(Listing { sort: Sort::Order, only: Only::Suggestions }));
    desk.state.apply(Action::Show(docs[2]));
    assert_eq!(listed.of(&desk.state, "", str::to_lowercase), [docs[2]]);
    desk.press(Command::Next).press(Command::Accept);
    desk.state.apply(Action::Show(docs[3]));
    assert_eq!(listed.of(&desk.state, "", str::to_lowercase), [docs[3]]);
}

#[test]
fn documents_are_turned_over_as_they_are_listed() {
    let mut desk = Desk::bare();
    desk.open_files(1, &["1.txt", "2.txt", "3.txt"]);
    let docs = desk.state.documents_in_order();
    desk.press(Command::DoneAndNext).press(Command::NextDocument);
    assert_eq!(desk.doc(), docs[2]);
    desk.press(Command::NextDocument);
    assert_eq!((desk.doc(), &*desk.said()), (docs[2], "This is the last document of the list."));
    desk.state.apply(Action::List(Listing { only: Only::New, ..Listing::default() }));
    desk.press(Command::PreviousDocument).press(Command::PreviousDocument);
    assert_eq!((desk.doc(), &*desk.said()), (docs[1], "This is the first document of the list."), "the first is done");
}

#[test]
fn done_says_what_is_left_and_can_be_taken_back() {
    let mut desk = Desk::bare();
    desk.open_files(1, &["1.txt", "2.txt", "3.txt"]);
    let docs = desk.state.documents_in_order();
    desk.suggest();
    assert_eq!(desk.state.undecided(), 1);
    desk.press(Command::DoneAndNext);
    assert_eq!(desk.doc(), docs[1]);
    assert_eq!(desk.said(), "“Text of 1.txt.” is done, with 1 suggestion left undecided. Undo takes that back.");
    desk.press(Command::DoneAndNext);
    assert_eq!((desk.doc(), &*desk.said()), (docs[2], ""), "nothing is left: nothing to say");
    desk.press(Command::Undo);
    assert_eq!(desk.doc(), docs[2]);
    assert_eq!(desk.said(), "The last step was: Marked “Text of 2.txt.” as done. Undo again takes it back, there.");
    desk.press(Command::Undo);
    assert_eq!((desk.doc(), desk.state.work(docs[1])), (docs[1], Work::New));
    desk.press(Command::DoneAndNext);
    let doc = desk.doc();
    desk.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 9 });
    desk.press(Command::DoneAndNext);
    assert_eq!(
        (desk.doc(), &*desk.said()),
        (
            docs[2],
            "“Text of 3.txt.” is done, though it was still being read for suggestions. It was the last one: all 3 \
             documents are done."
        )
    );
    desk.press(Command::Reopen);
    assert_eq!(desk.state.store.documents()[&doc].status, DocumentStatus::Begun);
    desk.state.apply(Action::Show(docs[1]));
    desk.press(Command::Reopen);
    desk.state.apply(Action::Show(docs[2]));
    desk.state.apply(Action::ExtractionEnded { doc, seq: 1, end: Progress::Finished, note: None, learned: 0 });
    desk.press(Command::DoneAndNext);
    assert_eq!(desk.said(), "“Text of 3.txt.” is done. It was the last one of the list; 1 of 3 are not done yet.");
}

#[test]
fn undo_asks_before_it_leaves_the_document() {
    let mut desk = Desk::new();
    let first = desk.doc();
    desk.select("Ana").label("PERSON");
    desk.press(Command::Note { on: desk.state.store.spans(first)[0], text: "who".into() });
    desk.open("Another text.");
    let second = desk.doc();
    for (step, left) in [("Wrote a note on", 1), ("Labelled", 0)] {
        desk.state.apply(Action::Show(second));
        let log = desk.state.store.log_len();
        desk.press(Command::Undo);
        assert_eq!((desk.doc(), desk.state.store.log_len()), (second, log), "nothing is undone yet");
        let title = desk.titles(&[first]).remove(0);
        let said = format!("The last step was in “{title}”: {step} Person “Ana”. Undo again takes it back, there.");
        assert_eq!(desk.said(), said);
        // What was told and dismissed is told again.
        desk.state.apply(Action::Dismiss);
        desk.press(Command::Undo);
        assert_eq!(desk.said(), said);
        desk.press(Command::Undo);
        assert_eq!((desk.doc(), desk.spans().len()), (first, left));
    }
    // Redo does the same; and in the document itself nothing is asked.
    desk.state.apply(Action::Show(second));
    desk.press(Command::Redo);
    assert!(desk.said().starts_with("The next step is in “"), "{}", desk.said());
    assert_eq!(desk.doc(), second);
    desk.press(Command::Redo);
    assert_eq!((desk.doc(), desk.focus()), (first, "PERSON Ana".to_owned()));
    desk.press(Command::Redo).press(Command::Undo).press(Command::Undo);
    assert_eq!((desk.doc(), desk.spans().len(), &*desk.said()), (first, 0, ""));
}

#[test]
fn a_step_of_no_document_is_undone_at_once() {
    let mut desk = Desk::new();
    let mut draft = postil_core::Draft::new(&desk.state.store, &desk.state.author);
    let key = RecordKey::Set("second".parse().unwrap());
    draft.put(key.clone(), SetInfo { name: "Second".into(), kind: SetKind::Imported, annotator: None }.into());
    let transactions = vec![draft.finish(Timestamp(5_000), postil_core::Intent::Team).unwrap().into()];
    let imported = Imported { documents: Vec::new(), transactions, is_own: true, summary: String::new() };
    desk.state.apply(Action::Imported(Box::new(imported)));
    desk.press(Command::Undo);
    assert!(desk.state.store.get(&key).is_none());
}

#[test]
fn escape_keeps_the_place() {
    let mut desk = Desk::with_suggestions();
    let doc = desk.doc();
    for _ in 0..4 {
        desk.press(Command::Next);
    }
    assert_eq!(desk.focus(), "(DATE Monday)");
    desk.press(Command::Escape).press(Command::Escape).press(Command::Next);
    assert_eq!(desk.focus(), "(DATE Monday)");
    desk.press(Command::Escape).press(Command::WordRight { is_extending: false });
    assert_eq!(desk.state.cursor.map(|cursor| cursor.word), Some(range("Monday")));
    desk.press(Command::Escape).press(Command::Previous);
    assert_eq!(desk.focus(), "(ORG Split)");
    // A selection too, and what a click beside the text takes away.
    desk.select("Berg in").press(Command::Escape).press(Command::WordRight { is_extending: false });
    assert_eq!(desk.state.cursor.map(|cursor| cursor.word), Some(range("Berg")));
    // The view came to rest where the focus had taken it: that is the place. Who scrolls on goes on from there.
    desk.press(Command::Escape);
    desk.state.apply(Action::Place { doc, offset: 3 });
    desk.press(Command::Next);
    assert_eq!(desk.focus(), "(ORG Split)");
    desk.press(Command::Escape);
    desk.state.apply(Action::Place { doc, offset: range("Monday").start().get() });
    desk.press(Command::Next);
    assert_eq!(desk.focus(), "(DATE Monday)");
    // It is a place of this document.
    desk.press(Command::Escape);
    desk.open("Ana is another.");
    desk.press(Command::WordRight { is_extending: false });
    assert_eq!(desk.state.cursor.map(|cursor| cursor.word), Some(TextRange::from_usize(0..3)));
}

#[test]
fn after_the_last_suggestion_the_reader_stays() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).press(Command::Skip);
    // The quote brings its cue.
    for _ in 0..4 {
        assert!(desk.focus().starts_with('('));
        desk.press(Command::Accept);
    }
    assert_eq!(desk.focus(), "nothing");
    assert_eq!(desk.said(), "This was the last one. Some before it are left: Space goes to the first of them.");
    let last = desk.state.reveal.map(|(_, range)| range);
    assert_eq!(last, Some(range("“It went well,”")), "the view is where it was");
    desk.press(Command::WordRight { is_extending: false });
    let at = TEXT.rfind("Petrović").unwrap();
    assert_eq!(
        desk.state.cursor.map(|cursor| cursor.word),
        Some(TextRange::from_usize(at..at + "Petrović".len())),
        "and so are the keys"
    );
    desk.press(Command::Escape).press(Command::Accept);
    assert_eq!(desk.said(), "No suggestion is left after this place: Space goes to the first before it.");
    desk.press(Command::Skip);
    assert_eq!(desk.focus(), "(PERSON Ana Petrović)");
    desk.press(Command::Accept);
    assert_eq!((desk.focus(), &*desk.said()), ("nothing".to_owned(), "Nothing is left to review here."));
    desk.press(Command::Next);
    assert_eq!(desk.focus(), "PERSON Tom Berg", "on from the last decision");
    // The last of all that is deleted keeps it too.
    for _ in 0..9 {
        desk.press(Command::Next);
    }
    let here = desk.focus();
    desk.press(Command::Delete).press(Command::Previous);
    assert_ne!(desk.focus(), here);
    assert_eq!(desk.focus(), "QUOTE “It went well,”");
}

#[test]
fn the_date_of_a_dateline_is_offered_once() {
    let mut desk = Desk::new();
    desk.open("Strike ends\n\nLONDON, 12 March 2024 (Reuters) - The strike of 5 March 2024 is over.\n");
    let doc = desk.doc();
    let day = |desk: &Desk, words: &str, value: &str| {
        let at = desk.state.document().unwrap().text().find(words).unwrap();
        let range = TextRange::from_usize(at..at + words.len());
        SuggestedSpan { range, value: Some(value.into()), ..suggestion("Monday", "DATE", 0.9) }
    };
    let days = vec![day(&desk, "5 March 2024", "2024-03-05"), day(&desk, "12 March 2024", "2024-03-12")];
    desk.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 100 });
    desk.state.apply(batch(doc, days, Vec::new()));
    assert_eq!(desk.state.dateline(), None, "it is still being read");
    desk.state.apply(Action::ExtractionEnded { doc, seq: 1, end: Progress::Finished, note: None, learned: 0 });
    let found = desk.state.dateline().unwrap();
    assert_eq!((&*found.date, desk.state.document().unwrap().slice(found.range)), ("2024-03-12", "12 March 2024"));
    // Who says that it is no date does not want it.
    desk.state.apply(Action::Focus(Some(Item::Suggestion(SuggestionId(1)))));
    desk.press(Command::Reject);
    assert_eq!(desk.state.dateline(), None);
    desk.press(Command::Undo);
    assert!(desk.state.dateline().is_some());
    desk.state.apply(Action::Undated);
    assert_eq!(desk.state.dateline(), None);
    desk.state.apply(Action::Show(doc));
    assert_eq!(desk.state.dateline(), None);
}
