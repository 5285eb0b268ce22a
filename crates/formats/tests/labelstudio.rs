//! Label Studio's ways of saying the same: the full export, its flat ones, and regions of pages.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_formats::{Parsed, Reading, Source, gather, parse};

fn read(files: &[(&str, &str)]) -> Parsed {
    let sources = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let (groups, errors) = gather(sources, None);
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(groups.len(), 1, "{groups:?}");
    assert_eq!(groups[0].format.id, "labelstudio", "{files:?}");
    parse(groups[0].format, &groups[0].sources, &Reading::default()).unwrap()
}

/// `SET: LABEL text`, then labels of documents in brackets, of each document.
fn said(parsed: &Parsed) -> Vec<String> {
    let of = |it: &postil_formats::Annotated| {
        let spans = it.spans.iter().map(|span| format!("{}: {} {}", span.facts.set, span.label, it.quote(span, "|")));
        let labels = it.labels.iter().map(|label| format!("{}: [{}]", label.set, label.label));
        spans.chain(labels).collect::<Vec<_>>().join(", ")
    };
    parsed.documents.iter().map(of).collect()
}

const REGIONS: &str = r#"[{"start": 0, "end": 3, "text": "Mia", "labels": ["PER", "X"]}, {"start": 8, "end": 12, "text": "Rome", "labels": ["LOC"]}]"#;

#[test]
fn flat_exports_are_told_and_read() {
    let json = format!(
        r#"[{{"id": 7, "text": "Mia saw Rome.", "label": {REGIONS}, "topic": {{"choices": ["news", "travel"]}}, "annotator": 1, "annotation_id": 3}},
        {{"id": 7, "text": "Mia saw Rome.", "title": "x", "label": [{{"start": 0, "end": 3, "text": "Mia", "labels": ["CAT"]}}], "annotator": 2, "annotation_id": 4}},
        {{"id": 8, "text": "Nothing here.", "annotator": 1, "annotation_id": 5}}]"#
    );
    let expected = ["1: PER Mia, 2: CAT Mia, 1: X Mia, 1: LOC Rome, 1: [news], 1: [travel]", ""];
    let parsed = read(&[("min.json", &json)]);
    let mut found = said(&parsed);
    let sorted = |text: &str| {
        let mut parts: Vec<String> = text.split(", ").map(str::to_owned).collect();
        parts.sort();
        parts.join(", ")
    };
    found.iter_mut().for_each(|it| *it = sorted(it));
    assert_eq!(found, [sorted(expected[0]), String::new()]);
    assert_eq!(parsed.report.entries, []);
    // The same in lines.
    let lines: Vec<String> =
        json.trim_matches(['[', ']']).split(",\n").map(|row| row.replace('\n', " ").trim().to_owned()).collect();
    assert_eq!(said(&read(&[("min.jsonl", &lines.join("\n"))])), said(&parsed));
    for sign in [",", "\t"] {
        let quoted = REGIONS.replace('"', "\"\"");
        let row = |cells: [&str; 4]| cells.join(sign) + "\n";
        let mut table = row(["annotator", "id", "label", "text"]);
        table += &row(["1", "7", &format!("\"{quoted}\""), "Mia saw Rome."]);
        table += &row(["1", "8", "", "Nothing here."]);
        for name in ["export.csv", "export.tsv", "export.txt"] {
            let parsed = read(&[(name, &table)]);
            assert_eq!(said(&parsed), ["1: PER Mia, 1: X Mia, 1: LOC Rome", ""], "{name} {sign:?}");
            assert_eq!(parsed.report.entries, []);
        }
    }
}

#[test]
fn what_is_said_of_one_place_in_a_flat_export_is_of_one_region() {
    let json = r#"[{"id": 1, "review": "Mia liked Rome.", "label": [{"start": 0, "end": 3, "text": "Mia", "labels": ["PER"]}],
        "mood": [{"start": 0, "end": 3, "text": "Mia", "choices": ["glad"]}], "stars": [{"start": 0, "end": 3, "rating": 4}],
        "kind": "review", "annotation_id": 2}]"#;
    let parsed = read(&[("min.json", json)]);
    let span = &parsed.documents[0].spans[0];
    let attributes: Vec<String> =
        span.facts.attributes.iter().map(|(name, value)| format!("{name} {value:?}")).collect();
    assert_eq!(attributes, ["mood Text(\"glad\")", "stars Number(\"4\")"]);
    let told: Vec<String> = parsed.report.entries.iter().map(ToString::to_string).collect();
    let open = "min.json: decided: of `kind`, `review` one is the text, and the others are passed over; the configuration says \
                which are choices";
    assert_eq!(told, [open]);
    let config = r#"<View><Text name="t" value="$review"/><Choices name="kind" toName="t"><Choice value="review"/></Choices></View>"#;
    let parsed = read(&[("min.json", json), ("config.xml", config)]);
    assert_eq!(said(&parsed), [": PER Mia, : [review]"]);
    assert_eq!(parsed.report.entries, []);
}

#[test]
fn relations_go_their_ways() {
    let relation = |direction: &str, label: &str| {
        format!(r#"{{"type": "relation", "from_id": "a", "to_id": "b", "labels": ["{label}"]{direction}}}"#)
    };
    let region = |id: &str, start: u8, end: u8| {
        format!(r#"{{"id": "{id}", "type": "labels", "value": {{"start": {start}, "end": {end}, "labels": ["P"]}}}}"#)
    };
    let json = format!(
        r#"[{{"data": {{"text": "Mia saw Leo."}}, "annotations": [{{"result": [{}, {}, {}, {}, {}, {}]}}]}}]"#,
        region("a", 0, 3),
        region("b", 8, 11),
        relation(r#", "direction": "right""#, "right"),
        relation(r#", "direction": "left""#, "left"),
        relation(r#", "direction": "bi""#, "both"),
        relation("", "plain"),
    );
    let parsed = read(&[("a.json", &json)]);
    let it = &parsed.documents[0];
    let ends = it.relations.iter().map(|it| format!("{} {:?}>{:?}", it.label, it.head, it.tail).replace("Span", ""));
    let mut ends: Vec<String> = ends.collect();
    ends.sort();
    assert_eq!(ends, ["both (0)>(1)", "both (1)>(0)", "left (1)>(0)", "plain (0)>(1)", "right (0)>(1)"]);
}

#[test]
fn regions_of_pages_count_in_the_text_of_the_page() {
    let page = "<div><p>Hello <b>dear</b> Mia</p><p>Leo &amp; Sons,<br>Rome &lt;3</p></div>";
    let task = |value: &str| {
        let json = format!(
            r#"[{{"data": {{"html": "{page}"}}, "annotations": [{{"result": [{{"id": "x", "type": "hypertextlabels", "value": {{{value}, "hypertextlabels": ["X"]}}}}]}}]}}]"#
        );
        let parsed = read(&[("a.json", &json)]);
        assert_eq!(parsed.documents[0].text(), "Hello dear MiaLeo & Sons,\nRome <3");
        let told: Vec<String> = parsed.report.entries.iter().skip(1).map(|entry| entry.message.clone()).collect();
        (said(&parsed).remove(0), told.join(";"))
    };
    let path =
        r#""start": "/div[1]/p[2]/text()[1]", "startOffset": 0, "end": "/div[1]/p[2]/text()[2]", "endOffset": 4"#;
    let all = (": X Leo & Sons,\nRome".to_owned(), String::new());
    assert_eq!(task(path), all);
    assert_eq!(
        task(&format!(r#"{path}, "globalOffsets": {{"start": 14, "end": 30}}, "text": "Leo & Sons,\\nRome""#)),
        all
    );
    let lost = r#""start": "/main[1]/text()[1]", "startOffset": 0, "end": "/main[1]/text()[1]", "endOffset": 4"#;
    assert_eq!(task(&format!(r#"{lost}, "text": "Rome""#)), (": X Rome".to_owned(), String::new()));
    let told = "“e” is ambiguous: stands at 1, 7, 15 and 29";
    assert_eq!(task(&format!(r#"{lost}, "text": "e""#)), (String::new(), told.to_owned()));
}
