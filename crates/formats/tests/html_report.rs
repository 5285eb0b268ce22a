//! The report shows what is in a document and nothing else: texts and labels stay text, whatever is in them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{config, document};
use html5gum::emitters::default::{DefaultEmitter, Token};
use html5gum::{StartTag, Tokenizer};
use postil_core::{Document, Kind, TextRange};
use postil_formats::{Annotated, Event, Node, Relation, Span, format, reduce, serialise};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const TAGS: [&str; 26] = [
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "ol", "li", "a", "article", "dl", "dt", "dd", "div",
    "b", "mark", "span", "table", "caption", "thead", "tr", "th", "tbody", "td",
];
const ATTRIBUTES: [&str; 14] = [
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "dir",
    "id",
    "href",
    "class",
    "title",
    "data-label",
    "data-number",
    "data-spans",
    "scope",
];

fn tokens(page: &str) -> Vec<Token> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(page, emitter).filter_map(Result::ok).collect()
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn get(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.iter().find(|(key, _)| ***key == *name.as_bytes()).map(|(_, value)| utf8(value))
}

/// What a browser would find of one document.
#[derive(Default)]
struct Shown {
    text: String,
    /// What spans cover, by their number.
    covered: BTreeMap<usize, String>,
    /// Labels of spans by their number, and where in the text they begin, in bytes.
    chips: BTreeMap<usize, (String, usize)>,
    /// Cells of tables, by caption.
    cells: BTreeMap<String, Vec<Vec<String>>>,
}

/// Reads a page as a browser does, and sees that there is nothing in it but what a report is made of.
fn shown(page: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    let (mut open, mut spans): (Vec<String>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut caption = String::new();
    for token in tokens(page) {
        match token {
            Token::StartTag(tag) => {
                let name = utf8(&tag.name);
                assert!(TAGS.contains(&name.as_str()), "<{name}>");
                for key in tag.attributes.keys() {
                    assert!(ATTRIBUTES.contains(&utf8(key).as_str()), "{}", utf8(key));
                }
                assert!(get(&tag, "href").is_none_or(|to| to.starts_with('#')));
                match name.as_str() {
                    "meta" => continue,
                    "article" => all.push(Shown::default()),
                    "caption" => caption.clear(),
                    "mark" => spans = get(&tag, "data-spans").unwrap().split(' ').map(|n| n.parse().unwrap()).collect(),
                    "b" => {
                        let it = all.last_mut().unwrap();
                        let number = get(&tag, "data-number").unwrap().parse().unwrap();
                        it.chips.entry(number).or_insert((get(&tag, "data-label").unwrap(), it.text.len()));
                    }
                    "tr" => {
                        if let Some(it) = all.last_mut() {
                            it.cells.entry(caption.clone()).or_default().push(Vec::new());
                        }
                    }
                    "td" => {
                        if let Some(it) = all.last_mut() {
                            it.cells.get_mut(&caption).unwrap().last_mut().unwrap().push(String::new());
                        }
                    }
                    _ => {}
                }
                open.push(name);
            }
            Token::EndTag(tag) => {
                let name = utf8(&tag.name);
                assert_eq!(open.pop().as_deref(), Some(name.as_str()));
                if name == "mark" {
                    spans.clear();
                }
            }
            Token::String(text) => {
                let text = utf8(&text);
                let Some(it) = all.last_mut() else { continue };
                match open.last().map(String::as_str) {
                    Some("caption") => caption.push_str(&text),
                    _ if open.iter().any(|name| name == "td") => {
                        it.cells.get_mut(&caption).unwrap().last_mut().unwrap().last_mut().unwrap().push_str(&text);
                    }
                    _ if open.iter().any(|name| name == "div") => {
                        it.text.push_str(&text);
                        for number in &spans {
                            it.covered.entry(*number).or_default().push_str(&text);
                        }
                    }
                    _ => {}
                }
            }
            Token::Doctype(_) => {}
            // Control characters are themselves, and a carriage return by its number is one.
            Token::Error(error) => assert!(format!("{error:?}").contains("ControlCharacter"), "{error:?}"),
            Token::Comment(_) => panic!("{token:?}"),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    all
}

fn report(documents: &[Annotated]) -> String {
    let written = serialise(format("report").unwrap(), documents, &Default::default()).unwrap();
    assert_eq!(written.files.len(), 1);
    String::from_utf8(written.files[0].bytes.clone()).unwrap()
}

/// HTML has no U+0000.
fn visible(text: &str) -> String {
    text.replace('\0', "␀")
}

fn check(documents: &[Annotated]) {
    let (held, _) = reduce(documents, &format("report").unwrap().holds);
    let pages = shown(&report(documents));
    assert_eq!(pages.len(), held.len());
    for (page, it) in pages.iter().zip(&held) {
        assert_eq!(page.text, visible(it.text()));
        assert_eq!(page.chips.len(), it.spans.len());
        for (i, span) in it.spans.iter().enumerate() {
            assert_eq!(page.covered.get(&(i + 1)).map_or("", String::as_str), visible(&it.quote(span, "")));
            let (label, at) = &page.chips[&(i + 1)];
            assert_eq!(*label, span.label);
            assert_eq!(*at, visible(&it.text()[..span.cover().start().to_usize()]).len());
            let row = &page.cells["Spans"][i + 1];
            assert_eq!(row[..3], [(i + 1).to_string(), span.label.clone(), visible(&it.quote(span, " … "))]);
            for note in &span.facts.notes {
                assert!(row[4].contains(&visible(note)), "{row:?}");
            }
        }
        let rows = |caption: &str| page.cells.get(caption).map_or(0, |rows| rows.len() - 1);
        assert_eq!(rows("Relations"), it.relations.len());
        assert_eq!(rows("Events"), it.events.len());
        assert_eq!(rows("Clusters"), it.clusters.len());
        assert_eq!(rows("Labels of the document"), it.labels.len());
        let counted = page.cells.get("Labels").map_or(&[][..], |rows| &rows[1..]);
        let number = |row: &Vec<String>| row[2].parse::<usize>().unwrap();
        let of_spans = counted.iter().filter(|row| row[0] == "spans");
        assert_eq!(of_spans.clone().map(number).sum::<usize>(), it.spans.len());
        let named = |span: &Span| {
            let name = &it.schema.get(Kind::Label, &span.label).unwrap().name;
            if *name == span.label { name.clone() } else { format!("{} ({name})", span.label) }
        };
        let labels: BTreeSet<String> = it.spans.iter().map(named).collect();
        assert_eq!(of_spans.map(|row| row[1].clone()).collect::<BTreeSet<String>>(), labels);
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn texts_spans_and_tables_can_be_found_again(documents in prop::collection::vec(document(), 0..3)) {
        check(&documents);
    }
}

#[test]
fn hostile_texts_and_labels_stay_text() {
    let text = "</div><script>alert(1)</script> &lt; &amp; <!-- x --> ]]> \u{85}\r\n<img src=x onerror=alert(1)> \"'` javascript:";
    let mut it = Annotated::new("</title><script>\"'", Document::new(text));
    let label = "\"><script>alert(2)</script><b x='";
    for (start, end) in [(0, 6), (3, 14), (14, 14), (6, 31), (0, text.len())] {
        it.spans.push(Span::new(TextRange::from_usize(start..end), label));
    }
    it.spans[1].facts.notes.push("</td></table><style>* {}</style>".to_owned());
    it.spans[1].facts.set = "<i>".into();
    it.spans[1].link = Some(postil_core::Link { id: "<x>".into(), uri: Some("javascript:alert(3)".into()) });
    it.relations.push(Relation {
        head: Node::Span(0),
        tail: Node::Span(1),
        label: label.to_owned(),
        facts: Default::default(),
    });
    let arguments = vec![("<role>".to_owned(), Node::Relation(0))];
    it.events.push(Event { trigger: 1, label: label.to_owned(), arguments, facts: Default::default() });
    it.language = Some("x\" onload=\"y".to_owned());
    check(std::slice::from_ref(&it));
    let page = report(&[it]);
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<i>"), "{page}");
}

#[test]
fn a_page_asks_nobody_for_anything() {
    let page = report(&[Annotated::new("a", Document::new("Ada"))]);
    assert!(page.contains("content=\"default-src 'none'; style-src 'sha256-"));
    for word in ["http:", "https:", "url(", "@import", "<script", "<link", "style=\""] {
        assert!(!page.contains(word), "{word}");
    }
}
