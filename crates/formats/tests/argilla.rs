//! Records and rows of Argilla, in every form in which they are handed on.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_formats::{Annotated, Outcome, Reading, Source, format, parse, sniff};

fn said(it: &Annotated) -> String {
    let by = |set: &str| {
        let what = if it.machines.contains(set) { " by program " } else { " by " };
        if set.is_empty() { String::new() } else { format!("{what}{set}") }
    };
    let score = |score: Option<postil_core::Score>| score.map_or_else(String::new, |it| format!(" {}", it.to_f64()));
    let span = |span: &postil_formats::Span| {
        format!("{} {}{}{}", span.label, it.quote(span, " "), score(span.facts.score), by(&span.facts.set))
    };
    let label =
        |label: &postil_formats::DocumentLabel| format!("{}{}{}", label.label, score(label.score), by(&label.set));
    let all: Vec<String> = it.spans.iter().map(span).chain(it.labels.iter().map(label)).collect();
    format!("{}: {}", it.name, all.join(", "))
}

#[track_caller]
fn check(id: &str, text: &str, expected: &[&str], remarks: &[&str]) {
    assert_eq!(sniff("a.json", text.as_bytes()).map(|format| format.id), Some(id), "{text}");
    let read = parse(format(id).unwrap(), &[Source::new("a.json", text)], &Reading::default()).unwrap();
    assert_eq!(read.documents.iter().map(said).collect::<Vec<_>>(), expected, "{text}");
    let told = read.report.entries.iter().filter(|it| it.outcome != Outcome::Decided);
    assert_eq!(told.map(ToString::to_string).collect::<Vec<_>>(), remarks, "{text}");
}

const SAID: &str = "r1: PER Ada by u1, LOC Bonn 0.9 by program m, calm by u1";

#[test]
fn records_are_read_by_question() {
    let record = r#"[{"id": "r1", "fields": {"text": "Ada saw Bonn."}, "metadata": {}, "vectors": {}, "status": "completed", "_server_id": null,
        "responses": {"spans": [{"value": [{"start": 0, "end": 3, "label": "PER"}], "user_id": "u1"}], "tone": [{"value": "calm", "user_id": "u1"}]},
        "suggestions": {"spans": {"value": [{"start": 8, "end": 12, "label": "LOC"}], "score": [0.9], "agent": "m"}}}]"#;
    check("argilla", record, &[SAID], &[]);
    // One a line.
    check("argilla", record.replace('\n', " ").trim_matches(['[', ']']), &[SAID], &[]);
    // Without people a suggestion is all there is.
    let record = r#"[{"id": "r1", "fields": {"text": "Ada saw Bonn."}, "responses": {}, "suggestions": {"spans": {"value": [{"start": 0, "end": 3, "label": "PER"}], "score": null, "agent": null}, "topic": {"value": ["a", "b"], "score": [0.5, 0.25], "agent": null}}}]"#;
    check("argilla", record, &["r1: PER Ada, a 0.5, b 0.25"], &[]);
}

#[test]
fn records_are_read_by_user_and_flat() {
    let by_user = r#"[{"external_id": "r1", "id": "7", "fields": {"text": "Ada saw Bonn."},
        "responses": [{"user_id": "u1", "status": "submitted", "values": {"spans": {"value": [{"start": 0, "end": 3, "label": "PER"}]}, "tone": {"value": "calm"}}}],
        "suggestions": [{"question_name": "spans", "value": [{"start": 8, "end": 12, "label": "LOC"}], "score": 0.9, "agent": "m"}]}]"#;
    check("argilla", by_user, &[SAID], &[]);
    let flat = r#"[{"id": "r1", "status": "completed", "_server_id": null, "text": "Ada saw Bonn.",
        "spans.responses": [[{"start": 0, "end": 3, "label": "PER"}]], "spans.responses.users": ["u1"], "spans.responses.status": ["submitted"],
        "tone.responses": ["calm"], "tone.responses.users": ["u1"], "tone.responses.status": [null],
        "spans.suggestion": [{"start": 8, "end": 12, "label": "LOC"}], "spans.suggestion.score": [0.9], "spans.suggestion.agent": "m"}]"#;
    check("argilla", flat, &[SAID], &[]);
}

#[test]
fn what_records_say_and_documents_cannot_is_told() {
    let record = r#"[{"id": "r1", "fields": {"title": "Bonn", "text": "Ada saw 🇹🇷.", "note": ""}, "metadata": {"page": 1},
        "responses": {"spans": [{"value": [{"start": 8, "end": 10, "label": "GPE"}, {"start": 8, "end": 99, "label": "GPE"}], "user_id": "u1", "status": "draft"},
                                {"value": [], "user_id": "u2", "status": "discarded"}],
                      "stars": [{"value": 4, "user_id": "u1"}], "order": [{"value": [{"value": "a", "rank": 1}], "user_id": "u1"}],
                      "why": [{"value": "Two\nlines", "user_id": "u1"}]}, "suggestions": {}},
        {"id": "r2", "fields": {"image": 1}, "responses": {}, "suggestions": {}}]"#;
    check(
        "argilla",
        record,
        &["r1: GPE 🇹🇷 by u1"],
        &[
            "a.json: [0]: title: left out: a document has one text, here the field “text”",
            "a.json: [0]: note: left out: a document has one text, here the field “text”",
            "a.json: [0]: responses.spans[1]: left out: who answered threw the record away",
            "a.json: [0]: responses.stars[0]: left out: “4” is neither a span nor a label of the document",
            "a.json: [0]: responses.order[0][0]: left out: “{\"value\":\"a\",\"rank\":1}” is neither a span nor a label of the document",
            "a.json: [0]: responses.why[0]: left out: “\"Two\\nlines\"” is neither a span nor a label of the document",
            "a.json: [0]: metadata: left out: there is no place for it",
            "a.json: [1]: left out: there is no field of text in it",
            "a.json: [0]: responses.spans[0][1]: left out: offset 99 lies beyond the end of the text (11) (in code points)",
        ],
    );
}

#[test]
fn rows_of_version_one_are_read() {
    let tokens =
        r#""text": "Ada saw Bonn.", "tokens": ["Ada", "saw", "Bonn", "."], "status": "Validated", "metadata": {}"#;
    let lists = r#"{"id": "r1", TOKENS, "prediction": [["LOC", 8, 12, 0.9]], "annotation": [["PER", 0, 3]]}"#;
    let objects = r#"{"id": "r1", TOKENS, "prediction": [{"label": "LOC", "start": 8, "end": 12, "score": 0.9}], "annotation": [{"label": "PER", "start": 0, "end": 3}]}"#;
    let ours = ["r1: PER Ada by annotation, LOC Bonn 0.9 by program prediction"];
    check("argilla1", &lists.replace("TOKENS", tokens), &ours, &[]);
    check("argilla1", &objects.replace("TOKENS", tokens), &ours, &[]);
    let server = r#"{"id": "r1", TOKENS, "prediction": {"agent": "m", "entities": [{"label": "LOC", "start": 8, "end": 12, "score": 0.9}]}, "annotation": {"agent": "u1", "entities": [{"label": "PER", "start": 0, "end": 3}]}}"#;
    check("argilla1", &server.replace("TOKENS", tokens), &["r1: PER Ada by u1, LOC Bonn 0.9 by program m"], &[]);
    // Nobody predicted, so that there is one set; the second one was not annotated.
    let alone = r#"[{"id": null, TOKENS, "prediction": null, "annotation": [["PER", 0, 3]]}, {TOKENS, "annotation": null, "prediction": null}]"#;
    check("argilla1", &alone.replace("TOKENS", tokens), &["a-1: PER Ada", "a-2: "], &[]);
    // Classes of texts.
    let classes = r#"{"text": "Ada.", "annotation": ["a", "b"], "annotation_agent": "u1", "prediction": [["a", 0.75]], "prediction_agent": "m", "multi_label": true}"#;
    check("argilla1", classes, &["a-1: a 0.75 by program m, a by u1, b by u1"], &[]);
}

#[test]
fn rows_of_others_are_not_taken_for_those_of_argilla() {
    for (text, id) in [
        (
            r#"{"text": "Ada", "tokens": [{"text": "Ada", "start": 0, "end": 3, "id": 0}], "spans": [{"start": 0, "end": 3, "label": "PER"}]}"#,
            "prodigy",
        ),
        (r#"{"tokens": ["Ada"], "ner_tags": ["B-PER"]}"#, "hf"),
        (r#"{"text": "Ada", "label": [[0, 3, "PER"]]}"#, "doccano"),
    ] {
        assert_eq!(sniff("a.jsonl", text.as_bytes()).map(|format| format.id), Some(id), "{text}");
    }
}
