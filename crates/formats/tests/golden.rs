//! Files that the libraries of other tools wrote, of texts that we annotated: what is read of them is what was written,
//! whatever our own writers do. `golden/make.py` makes them and says what is in them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_core::AttributeValue;
use postil_formats::{Annotated, Node, Outcome, Reading, Source, Span, gather, parse};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// The files of one tool.
#[derive(Deserialize)]
struct Golden {
    name: String,
    format: String,
    files: Vec<String>,
    documents: Vec<Expected>,
}

/// A document, with all that is said of it, a line each, sorted.
#[derive(Deserialize)]
struct Expected {
    text: String,
    said: Vec<String>,
}

/// A span as the script names it: its label and its parts in code points.
fn name(it: &Annotated, span: &Span) -> String {
    let chars = |at: usize| it.text()[..at].chars().count();
    let part = |range: std::ops::Range<usize>| format!("{}-{}", chars(range.start), chars(range.end));
    let parts: Vec<String> = span.fragments.as_slice().iter().map(|range| part(range.to_usize())).collect();
    format!("{} {}", span.label, parts.join(","))
}

fn said(it: &Annotated) -> Vec<String> {
    let node = |node: Node| match node {
        Node::Span(i) => name(it, &it.spans[i]),
        other => format!("{other:?}"),
    };
    let listed = |mut items: Vec<String>| {
        items.sort();
        items.join(", ")
    };
    let mut out = Vec::new();
    for span in &it.spans {
        let by = if span.facts.set.is_empty() { String::new() } else { format!(" of {}", span.facts.set) };
        out.push(format!("span {}{by} “{}”", name(it, span), it.quote(span, " ")));
        for (slug, value) in &span.facts.attributes {
            let value = match value {
                AttributeValue::Boolean(value) => value.to_string(),
                AttributeValue::Number(value) | AttributeValue::Choice(value) | AttributeValue::Text(value) => {
                    value.to_string()
                }
            };
            out.push(format!("attribute {} {slug}={value}", name(it, span)));
        }
        out.extend(span.facts.notes.iter().map(|note| format!("note {} {note}", name(it, span))));
        out.extend(span.link.iter().map(|link| format!("link {} {}", name(it, span), link.id)));
    }
    for relation in &it.relations {
        out.push(format!("relation {} {} → {}", relation.label, node(relation.head), node(relation.tail)));
    }
    for event in &it.events {
        let roles = event.arguments.iter().map(|(role, who)| format!("{role} {}", node(*who)));
        out.push(format!("event {} {}: {}", event.label, name(it, &it.spans[event.trigger]), listed(roles.collect())));
    }
    for cluster in &it.clusters {
        let members = cluster.members.iter().map(|member| node(*member));
        out.push(format!("cluster {}: {}", cluster.label, listed(members.collect())));
    }
    for label in &it.labels {
        let score = label.score.map_or_else(String::new, |score| format!(" {}", score.to_f64()));
        out.push(format!("label {}{score}", label.label));
    }
    out.sort();
    out
}

#[test]
fn what_other_tools_wrote_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/files");
    let expected = fs::read_to_string(folder.join("expected.json")).unwrap();
    let all: Vec<Golden> = serde_json::from_str(&expected).unwrap();
    assert!(all.len() > 20, "only {} tools", all.len());
    let mut failures = Vec::new();
    for golden in all {
        let read = |file: &String| Source::new(&**file, fs::read(folder.join(&golden.name).join(file)).unwrap());
        let (groups, errors) = gather(golden.files.iter().map(read).collect(), None);
        assert!(errors.is_empty(), "{}: {errors:?}", golden.name);
        let [group] = &groups[..] else { panic!("{}: {groups:?}", golden.name) };
        assert_eq!(group.format.id, golden.format, "{}", golden.name);
        let parsed = parse(group.format, &group.sources, &Reading::default()).unwrap();
        let remarks = parsed.report.entries.iter().filter(|entry| entry.outcome != Outcome::Decided);
        failures.extend(remarks.map(|entry| format!("{}: {entry}", golden.name)));
        assert_eq!(parsed.documents.len(), golden.documents.len(), "{}", golden.name);
        for (found, expected) in parsed.documents.iter().zip(&golden.documents) {
            if found.text() != expected.text {
                failures.push(format!("{}: the text is {:?}, not {:?}", golden.name, found.text(), expected.text));
            }
            let found = said(found);
            let only = |a: &[String], b: &[String]| a.iter().filter(|it| !b.contains(it)).cloned().collect::<Vec<_>>();
            if found != expected.said {
                let (more, less) = (only(&found, &expected.said), only(&expected.said, &found));
                failures.push(format!("{}: read {more:#?}, but not {less:#?}", golden.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
