//! What comes in, what is kept, and what is asked meanwhile.

use super::*;

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
    let said = desk.state.notice.as_ref().map(|notice| notice.text.to_string()).unwrap_or_default();
    assert!(said.starts_with("Undone: “"), "it is imported no longer: {said}");
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

#[test]
fn what_could_not_be_saved_is_tried_again_when_there_is_something_else_to_save() {
    let mut desk = Desk::new();
    let fail = |desk: &mut Desk| {
        let write = desk.state.owed(true).expect("something is owed");
        desk.state.apply(Action::NotWritten(write.receipt, "The disk is full.".into()));
    };
    fail(&mut desk);
    assert!(desk.state.owed(true).is_none(), "not in a loop");
    desk.state.apply(Action::SaveAgain);
    fail(&mut desk);
    desk.open("Another text.");
    fail(&mut desk);
    // The same text again is nothing new, but another place in it is.
    desk.open("Another text.");
    assert!(desk.state.owed(false).is_none());
    desk.state.apply(Action::Place { doc: desk.doc(), offset: 3 });
    assert!(desk.state.owed(false).is_none());
    assert!(desk.state.owed(true).is_some());
    // A deletion makes the log shorter: it may become as long again as when it could not be saved.
    for everything in [false, true] {
        fail_if_owed(&mut desk);
        let failed_at = desk.state.store.log_len();
        desk.state.apply(Action::Delete(match everything {
            false => Deletion::Document(desk.doc()),
            true => Deletion::Everything(desk.state.author.clone()),
        }));
        desk.save();
        while desk.state.store.log_len() < failed_at {
            desk.open(&format!("Text {}.", desk.clock));
        }
        assert!(desk.state.owed(false).is_some());
    }
}

fn fail_if_owed(desk: &mut Desk) {
    if let Some(write) = desk.state.owed(true) {
        desk.state.apply(Action::NotWritten(write.receipt, "The disk is full.".into()));
    }
}

#[test]
fn deleting_everything_gives_no_storage_to_a_page_that_has_none() {
    for access in [Access::Memory("A private window.".into()), Access::Writing] {
        let mut desk = Desk::new();
        desk.state.access = access.clone();
        desk.state.apply(Action::Delete(Deletion::Everything(desk.state.author.clone())));
        desk.save();
        assert_eq!(desk.state.access, access);
        assert!(desk.state.store.documents().is_empty());
    }
}

/// Which question is open.
fn question(state: &State) -> String {
    match &state.dialog {
        Some(Dialog::Paste) => "pasting".to_owned(),
        Some(Dialog::ClearAll) => "clearing".to_owned(),
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
    let reading =
        |file, name: &str| Dialog::Reading { file, name: name.into(), given: Rc::from([]), wanted: Rc::from([]) };
    let loaded = || {
        use postil_messages::{Contents, FileKind, Loaded};
        Rc::new(Loaded {
            kind: FileKind::Project,
            formats: String::new(),
            contents: Contents::default(),
            faults: Vec::new(),
            all_faults: 0,
            labels: Vec::new(),
            schema: None,
        })
    };
    desk.state.apply(Action::Dialog(Some(Dialog::Keys)));
    desk.state.apply(Action::Ask(reading(1, "a.json")));
    desk.state.apply(Action::Ask(Dialog::Paste));
    desk.state.apply(Action::Ask(Dialog::ClearAll));
    desk.state.apply(Action::Ask(reading(2, "d.json")));
    assert_eq!(question(&desk.state), "keys", "a question waits until the open dialog is closed");
    desk.press(Command::Escape);
    assert_eq!(question(&desk.state), "reading a.json");
    desk.press(Command::Escape);
    desk.state.apply(Action::Exported(Timestamp(1), "Exported.".into()));
    assert_eq!(question(&desk.state), "reading a.json", "it is not a dialog yet");
    let import = Dialog::Import { file: 1, name: "a.json".into(), given: Rc::from([]), loaded: loaded() };
    desk.state.apply(Action::Ask(import));
    assert_eq!(question(&desk.state), "import of a.json", "what was read is in its place");
    desk.state.apply(Action::Dialog(None));
    assert_eq!(question(&desk.state), "pasting");
    desk.state.apply(Action::Dialog(None));
    assert_eq!(question(&desk.state), "clearing");
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
    desk.save();
    assert!(desk.state.is_saved());
    desk.state.apply(Action::Typing(true));
    assert!(!desk.state.is_saved());
    assert!(desk.state.owed(true).is_none(), "there is nothing to write yet");
    desk.state.apply(Action::Typing(false));
    desk.press(Command::Note { on, text: "who".into() });
    assert!(desk.state.owed(false).is_some());
    desk.save();
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
    desk.save();
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
        desk.state.apply(Action::ExtractionEnded { doc, seq, end: Progress::Finished, note: None, learned: 0 });
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
fn what_was_refused_is_still_told_after_an_import() {
    let mut desk = Desk::new();
    desk.state.apply(Action::Refuse("“a” was not opened.".into()));
    let nothing =
        Imported { documents: Vec::new(), transactions: Vec::new(), is_own: false, summary: "Imported.".into() };
    desk.state.apply(Action::Imported(Box::new(nothing)));
    let notice = desk.state.notice.as_ref().map(|notice| (&*notice.text, notice.is_trouble));
    assert_eq!(notice, Some(("Imported.\n“a” was not opened.", true)));
}

#[test]
fn what_was_refused_stays_beside_news() {
    let mut desk = Desk::new();
    desk.state.apply(Action::Refuse("“a” was not opened.".into()));
    desk.state.apply(Action::Say("“b” was read as windows-1254, a guess.".into()));
    let notice = desk.state.notice.clone().unwrap();
    assert_eq!(&*notice.text, "“a” was not opened.\n“b” was read as windows-1254, a guess.");
    assert!(notice.is_trouble);
    desk.state.apply(Action::Dismiss);
    desk.state.apply(Action::Say("“b” was read as windows-1254, a guess.".into()));
    assert!(desk.state.notice.is_some_and(|notice| !notice.is_trouble));
}

#[test]
fn a_file_that_may_be_read_otherwise_is_kept() {
    let mut desk = Desk::new();
    let mut read = |text: &str, file: u32| {
        let document = Document::new(text);
        let doc = document.id();
        let file = Some(FileId(file));
        let decoded = Decoded { document, title: None, language: None, dct: None, source: None, file };
        desk.state.apply(Action::Open { decoded, now: Timestamp(2_000) });
        doc
    };
    let (first, second) = (read("Erdoðan", 1), read("Erdoğan", 2));
    // The page knows that the two are the same file.
    let is_it = |file: FileId| [FileId(1), FileId(2)].contains(&file);
    assert_eq!(desk.state.files_in_use(), desk.state.readings.values().copied().collect::<Vec<_>>());
    assert!(desk.state.is_read_otherwise(second, is_it));
    assert!(!desk.state.is_read_otherwise(second, |file| file == FileId(2)));
    desk.state.apply(Action::Delete(Deletion::Document(first)));
    desk.save();
    assert!(!desk.state.is_read_otherwise(second, is_it), "the earlier one is gone");
    assert_eq!(desk.state.files_in_use(), [FileId(2)]);
}
