//! What an export means, and what it says beforehand.

use super::*;
use postil_core::Layer;

/// With three documents, of which the second is open and the first is done.
fn three() -> (Desk, Vec<DocId>) {
    let mut desk = Desk::new();
    desk.press(Command::DoneAndNext);
    desk.open("A second text.");
    desk.open("A third text.");
    let docs = desk.state.documents_in_order();
    desk.state.apply(Action::Show(docs[1]));
    (desk, docs)
}

fn choose(desk: &mut Desk, scope: Scope) {
    desk.state.apply(Action::Exporting(ExportChoice::Scope(scope)));
}

#[test]
fn a_scope_is_the_open_document_all_or_those_that_are_done() {
    let (mut desk, docs) = three();
    let meant = |desk: &Desk| desk.state.documents_of(desk.state.export_scope());
    assert_eq!(meant(&desk), [docs[1]]);
    choose(&mut desk, Scope::All);
    assert_eq!(meant(&desk), docs, "as they are listed");
    choose(&mut desk, Scope::Done);
    assert_eq!(meant(&desk), [docs[0]]);
    choose(&mut desk, Scope::This);
    desk.state.current = None;
    assert_eq!(desk.state.export_scope(), Scope::All, "where none is open, all are meant");
}

#[test]
fn what_was_chosen_is_there_after_a_reload() {
    let mut desk = Desk::new();
    let choices = postil_messages::Choices {
        without: vec![Layer::Quotes],
        nested: Some("innermost".to_owned()),
        unit: Some("byte".to_owned()),
    };
    let export = Exporting { format: "conll2003".to_owned(), scope: Scope::Done, choices };
    for choice in [
        ExportChoice::Format("conll2003".to_owned()),
        ExportChoice::Scope(Scope::Done),
        ExportChoice::Layer(Layer::Quotes),
        ExportChoice::Layer(Layer::Dates),
        ExportChoice::Nested("innermost".to_owned()),
        ExportChoice::Unit("byte".to_owned()),
        ExportChoice::Layer(Layer::Dates),
    ] {
        desk.state.apply(Action::Exporting(choice));
    }
    assert_eq!(desk.state.preferences.export, export);
    let stored = desk.state.preferences.to_json();
    assert_eq!(Preferences::from_json(&stored).unwrap().export, export);
    let before = r#"{"threshold":5000,"hidden_layers":[],"theme":"system","is_quiet":true}"#;
    let read = Preferences::from_json(before).unwrap();
    assert!(read.is_quiet && read.export == Exporting::default(), "what earlier versions stored is read");
}

#[test]
fn a_file_is_named_after_what_is_in_it() {
    let (mut desk, docs) = three();
    let check = |state: &State, docs: &[DocId], expected: &str| assert_eq!(state.export_name(docs), expected);
    check(&desk.state, &docs[1..2], "A-second-text");
    check(&desk.state, &docs, "Mayor-Ana-Petrović-met-Tom-Berg-and-2-more");
    check(&desk.state, &[], "document");
    let mut files = Vec::new();
    for (text, source) in
        [("One.", "port news.zip/a/1.txt"), ("Two.", "port news.zip/b/2.txt"), ("Three.", "else/3.txt")]
    {
        let document = Document::new(text);
        files.push(document.id());
        let source = Some(format!("{source}, UTF-8"));
        let decoded = Decoded { document, title: None, language: None, dct: None, source, file: None };
        desk.clock += 1;
        desk.state.apply(Action::Open { decoded, now: Timestamp(desk.clock) });
    }
    check(&desk.state, &files[..2], "port-news");
    check(&desk.state, &files, "One-and-2-more");
}

#[test]
fn what_nobody_looked_at_is_counted() {
    let (mut desk, docs) = three();
    desk.state.apply(Action::Show(docs[0]));
    let found = vec![
        suggestion("Ana Petrović", "PERSON", 0.9),
        suggestion("Split", "GPE", 0.9),
        suggestion("Monday", "DATE", 0.2),
    ];
    desk.state.apply(Action::ExtractionStarted { doc: docs[0], seq: 1, total: 100 });
    desk.state.apply(batch(docs[0], found, Vec::new()));
    let counts = Counts::of(&desk.state, &docs);
    assert_eq!((counts.documents, counts.suggestions), (3, 2), "those below the threshold are not meant");
    assert_eq!((counts.untouched, counts.unread), (2, 2), "one that is done is touched");
    assert_eq!(counts.layers, []);
    desk.press(Command::Next);
    desk.press(Command::Accept);
    let counts = Counts::of(&desk.state, &docs[..1]);
    assert_eq!((counts.spans, counts.suggestions, counts.untouched, counts.unread), (1, 1, 0, 0));
    assert_eq!(counts.layers, [Layer::Entities]);
    assert_eq!(Counts::of(&desk.state, &docs[1..]).spans, 0, "others are not counted");
}

#[test]
fn an_export_is_confirmed() {
    let mut desk = Desk::new();
    desk.state.apply(Action::Dialog(Some(Dialog::Export)));
    desk.state.apply(Action::Exported(Timestamp(7), "Exported 1 document.".into()));
    assert!(desk.state.dialog.is_none() && desk.state.last_export == Some(Timestamp(7)));
    let notice = desk.state.notice.unwrap();
    assert_eq!((&*notice.text, notice.is_trouble), ("Exported 1 document.", false));
}
