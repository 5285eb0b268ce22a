//! Attributes, entities and labels of documents, set by hand.
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

mod desk;

use desk::{Desk, label};
use postil_core::*;
use postil_edits::{attributes_of, document_labels, read_link, read_value};

#[test]
fn an_attribute_is_given_changed_and_taken_away() {
    let mut desk = Desk::new();
    let ana = desk.tagged("PERSON", "Ana");
    let told = |desk: &Desk| -> Vec<String> {
        attributes_of(&desk.store, ana).map(|(slug, value)| format!("{slug} {value:?}")).collect()
    };
    for (name, typed, expected) in [
        ("certain", "yes", "certain Boolean(true)"),
        ("age", " -3.50 ", "age Number(\"-3.50\")"),
        ("tone", "3 or 4", "tone Text(\"3 or 4\")"),
    ] {
        desk.there_and_back(|scope| postil_edits::attribute(scope, ana, label(name), read_value(None, typed)));
        assert!(told(&desk).contains(&expected.to_owned()), "{:?}", told(&desk));
        assert!(desk.store.definitions().contains_key(&(Kind::Attribute, label(name))));
    }
    desk.there_and_back(|scope| postil_edits::attribute(scope, ana, label("certain"), None));
    // What has a field of its own is not among them.
    desk.edit(|scope| postil_edits::value(scope, ana, "P1"));
    assert_eq!(told(&desk), ["age Number(\"-3.50\")", "tone Text(\"3 or 4\")"]);
    desk.edit(|scope| postil_edits::delete(scope, ana, false));
    let len = desk.store.log_len();
    desk.edit(|scope| postil_edits::attribute(scope, ana, label("tone"), read_value(None, "late")));
    assert_eq!(desk.store.log_len(), len, "nothing hangs on what is gone");
}

#[test]
fn what_is_typed_is_one_of_the_values_of_the_schema() {
    let mut definition = Definition::plain(Kind::Attribute, &label("tense"), "Tense");
    definition.values = vec!["past".into(), "3".into()];
    let read = |typed| read_value(Some(&definition), typed);
    assert_eq!(read("past"), Some(AttributeValue::Choice("past".into())));
    assert_eq!(read("3"), Some(AttributeValue::Choice("3".into())));
    assert_eq!(read("4"), Some(AttributeValue::Number("4".into())));
    assert_eq!(read("1.2.3"), Some(AttributeValue::Text("1.2.3".into())));
    assert_eq!(read("-"), Some(AttributeValue::Text("-".into())));
    assert_eq!(read("  "), None);
}

#[test]
fn a_span_means_an_entity() {
    let link = |id: &str, uri: Option<&str>| Some(Link { id: id.into(), uri: uri.map(Into::into) });
    assert_eq!(read_link(" Q1435 "), link("Q1435", None));
    let uri = "https://www.wikidata.org/entity/Q1663";
    assert_eq!(read_link(uri), link("Q1663", Some(uri)));
    assert_eq!(read_link("http://a.example/b#c"), link("c", Some("http://a.example/b#c")));
    assert_eq!(read_link("wd:Q1"), link("wd:Q1", None));
    assert_eq!(read_link(" "), None);
    let mut desk = Desk::new();
    let split = desk.tagged("GPE", "Split");
    desk.there_and_back(|scope| postil_edits::link_entity(scope, split, read_link(uri)));
    assert_eq!(desk.store.span(split).unwrap().link, link("Q1663", Some(uri)));
    desk.there_and_back(|scope| postil_edits::link_entity(scope, split, None));
    assert_eq!(desk.store.span(split).unwrap().link, None);
}

#[test]
fn a_document_has_labels() {
    let mut desk = Desk::new();
    for name in ["politics", "local"] {
        desk.there_and_back(|scope| postil_edits::label_document(scope, label(name), true));
    }
    assert_eq!(document_labels(&desk.store, desk.doc, &desk.set), [label("politics"), label("local")]);
    let len = desk.store.log_len();
    desk.edit(|scope| postil_edits::label_document(scope, label("local"), true));
    assert_eq!(desk.store.log_len(), len);
    desk.there_and_back(|scope| postil_edits::label_document(scope, label("politics"), false));
    assert_eq!(document_labels(&desk.store, desk.doc, &desk.set), [label("local")]);
}
