//! The examples of `docs/formats.md` are files.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_core::*;
use postil_project::annotations::{self, Options};
use postil_project::{Shape, check, codec, load, schema};
use serde_json::Value;

const DOCS: &str = include_str!("../../../docs/formats.md");

/// What stands between fences of a kind.
fn blocks(kind: &str) -> Vec<&'static str> {
    let fence = format!("```{kind}\n");
    DOCS.split(fence.as_str()).skip(1).map(|rest| rest.split_once("```").unwrap().0).collect()
}

#[test]
fn files_in_the_docs_are_right() {
    let mut shapes = Vec::new();
    for block in blocks("json").into_iter().filter(|block| block.contains("\"format\"") && !schema::is_schema(block)) {
        let report = check(block.as_bytes(), "formats.md");
        assert_eq!(report.problems, [], "{block}");
        shapes.push(report.shape.unwrap());
        if report.shape == Some(Shape::Annotations) {
            let loaded = load(block, "formats.md", &|_| None).unwrap();
            let mut store = Store::new();
            let author = Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
            store.merge(loaded.merge(&store, &author, Timestamp(1)));
            let file = annotations::json(&store, &loaded.documents, &Options::default()).text;
            let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            assert_eq!(value(&file), value(block));
        }
    }
    assert_eq!(shapes, [Shape::Project, Shape::Annotations]);
}

#[test]
fn the_schema_in_the_docs_is_right() {
    let block = blocks("json").into_iter().find(|block| schema::is_schema(block)).unwrap();
    let read = schema::read(block).unwrap();
    assert_eq!((read.problems.len(), read.entries.len(), read.kinds.len()), (0, 9, 7));
    let said: Vec<_> = read.entries.into_iter().map(|(kind, _, said)| (kind, said)).collect();
    assert_eq!(schema::read(&schema::render(Some("Meetings"), &said)).unwrap().name.as_deref(), Some("Meetings"));
}

#[test]
fn log_lines_in_the_docs_are_right() {
    let lines: Vec<&str> = blocks("jsonl").into_iter().flat_map(str::lines).collect();
    assert!(!lines.is_empty());
    for line in lines {
        assert_eq!(codec::encode(&codec::decode(line).unwrap()), line);
    }
}
