//! Rows that name what they mean by its words: GLiNER2, with offsets and without, and GLiNER with words for tokens.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_core::Kind;
use postil_formats::{Annotated, Outcome, Parsed, Reading, Source, format, parse, serialise, sniff};

fn parsed(id: &str, text: &str) -> Parsed {
    assert_eq!(sniff("a.jsonl", text.as_bytes()).map(|format| format.id), Some(id), "{text}");
    parse(format(id).unwrap(), &[Source::new("a.jsonl", text)], &Reading::default()).unwrap()
}

/// Spans with their code points, labels of the document, relations.
fn said(it: &Annotated) -> String {
    let chars = |at: usize| it.text()[..at].chars().count();
    let span = |i: usize| {
        let (span, range) = (&it.spans[i], it.spans[i].cover().to_usize());
        format!("{} {}-{} {}", span.label, chars(range.start), chars(range.end), it.quote(span, " "))
    };
    let mut out: Vec<String> = (0..it.spans.len()).map(span).collect();
    out.extend(it.labels.iter().map(|label| label.label.clone()));
    out.extend(it.relations.iter().map(|relation| {
        let end = |node| span(it.span_at(node).unwrap());
        format!("{}({}, {})", relation.label, end(relation.head), end(relation.tail))
    }));
    out.join("; ")
}

#[track_caller]
fn check(id: &str, text: &str, expected: &[&str], remarks: &[&str]) -> Parsed {
    let read = parsed(id, text);
    assert_eq!(read.documents.iter().map(said).collect::<Vec<_>>(), expected, "{text}");
    let told: Vec<String> =
        read.report.entries.iter().filter(|it| it.outcome != Outcome::Decided).map(ToString::to_string).collect();
    assert_eq!(told, remarks, "{text}");
    read
}

#[test]
fn gliner2_is_read_with_offsets_and_without() {
    let read = check(
        "gliner2",
        r#"{"input": "🇹🇷 May sang in May.", "output": {"entities": {"person": [{"text": "May", "start": 3, "end": 6, "confidence": 0.5}], "month": [{"text": "May", "start": 15, "end": 18}], "place": []}}}"#,
        &["person 3-6 May; month 15-18 May"],
        &[],
    );
    assert!(read.documents[0].spans[0].facts.score.is_some());
    let labels: Vec<&str> = read.documents[0].schema.of(Kind::Label).map(|it| &*it.id).collect();
    assert_eq!(labels, ["place"], "a label that is nowhere found is known");
    // Without offsets all places are meant, as in training; that is told.
    let read = check(
        "gliner2",
        "{\"input\": \"May sang in May. Ada, ADA; Adam.\", \"output\": {\"entities\": {\"person\": [\"May\", \"Ada\", \"May\", \"eve\"], \"boy\": \"adam\"}}}\n",
        &["person 0-3 May; person 12-15 May; person 17-20 Ada; boy 27-31 Adam"],
        &["a.jsonl: line 1: entities.person[3]: left out: “eve” is not in the text"],
    );
    let decided = &read.report.entries.iter().find(|it| it.outcome == Outcome::Decided).unwrap().message;
    assert!(decided.contains("“May” has no offsets and stands in 2 places"), "{decided}");
    // A quote decides against offsets.
    check(
        "gliner2",
        r#"{"input": "So Ada sang.", "output": {"entities": {"person": [{"text": "Ada", "start": 0, "end": 3}]}}}"#,
        &["person 3-6 Ada"],
        &[
            "a.jsonl: line 1: entities.person[0]: repaired: “Ada” does not stand at its offsets, but in one place of the text alone",
        ],
    );
}

#[test]
fn gliner2_has_relations_and_tasks() {
    let text = r#"{"input": "Ada met Bo; Ada left.", "output": {
        "entities": {"person": [{"text": "Ada", "start": 0, "end": 3}, "Bo"]},
        "classifications": [{"task": "tone", "labels": ["calm", "loud"], "true_label": "calm"}, {"task": "topic", "labels": ["a", "b"], "true_label": ["a", "b"]}],
        "json_structures": [{"visit": {"who": "Ada"}}],
        "relations": [{"met": {"head": "Ada", "tail": "Bo"}}, {"left": {"who": "Eve", "what": "Bo"}}, {"told": {"head": "Bo", "tail": {"text": "Ada", "start": 12, "end": 15}}}, {"gave": {"a": "Ada"}}]}}"#
        .replace('\n', "");
    check(
        "gliner2",
        &text,
        &["person 0-3 Ada; person 8-10 Bo; unlabelled 12-15 Ada; a; b; calm; \
           met(person 0-3 Ada, person 8-10 Bo); told(person 8-10 Bo, unlabelled 12-15 Ada)"],
        &[
            "a.jsonl: line 1: json_structures: left out: there is no place for it",
            "a.jsonl: line 1: relations[1].left: left out: “Eve” is not in the text",
            "a.jsonl: line 1: relations[3].gave: left out: it has no head and tail",
        ],
    );
}

#[test]
fn gliner2_has_several_forms_of_rows() {
    let expected = ["person 0-3 Ada"];
    check("gliner2", r#"{"text": "Ada sang.", "schema": {"entities": {"person": ["Ada"]}}}"#, &expected, &[]);
    check("gliner2", r#"[{"text": "Ada sang.", "entities": {"person": ["Ada"]}}]"#, &expected, &[]);
    // These are of others.
    for (text, id) in [
        (r#"{"text": "Ada", "entities": [[0, 3, "PER"]]}"#, "doccano"),
        (r#"{"text": "Ada", "spans": [{"start": 0, "end": 3, "label": "PER"}]}"#, "prodigy"),
    ] {
        assert_eq!(sniff("a.jsonl", text.as_bytes()).map(|format| format.id), Some(id));
    }
    let other = sniff("a.json", br#"{"input": "x", "output": "y"}"#);
    assert!(other.is_none_or(|format| format.id != "gliner2"), "{other:?}");
}

#[test]
fn gliner2_says_what_is_not_to_be_found() {
    let text = "{\"input\": \"Ada sang.\", \"output\": {\"entities\": {\"person\": [\"Ada\"]}}}\n{\"input\": \"It rained.\", \"output\": {\"entities\": {}}}";
    let read = parsed("gliner2", text);
    let written = serialise(format("gliner2").unwrap(), &read.documents, &Default::default()).unwrap();
    assert_eq!(
        String::from_utf8(written.files[0].bytes.clone()).unwrap(),
        "{\"input\":\"Ada sang.\",\"output\":{\"entities\":{\"person\":[{\"text\":\"Ada\",\"start\":0,\"end\":3}]}}}\n\
         {\"input\":\"It rained.\",\"output\":{\"entities\":{\"person\":[]}}}\n"
    );
}

#[test]
fn gliner_is_read_by_words_where_they_stand_once() {
    check(
        "gliner",
        r#"[{"tokenized_text": ["May", "met", "Bo", "Lee", "in", "May", "."], "ner": [["Bo Lee", "PER"], ["May", "PER"], ["Eve", "PER"], [0, 0, "PER"]], "relations": [[3, 0, "met"]]}]"#,
        &["PER 0-3 May; PER 8-14 Bo Lee; met(PER 0-3 May, PER 8-14 Bo Lee)"],
        &[
            "a.jsonl: [0].ner[1]: left out: “May” stands in 2 places, and no token is named",
            "a.jsonl: [0].ner[2]: left out: “Eve” is not in the text",
        ],
    );
}
