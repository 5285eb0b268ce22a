//! Annotations of the web: what they are about, in each of the ways that the Recommendation knows.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_formats::{Parsed, Reading, Source, gather, parse};

/// What is read of files, as the page and the command do.
fn read(files: &[(&str, &str)]) -> Vec<Parsed> {
    let sources = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let (groups, errors) = gather(sources, None);
    assert!(errors.is_empty(), "{errors:?}");
    groups.iter().map(|group| parse(group.format, &group.sources, &Reading::default()).unwrap()).collect()
}

/// `LABEL text|text` of each span, labels of documents in brackets, then what was told.
fn said(parsed: &Parsed) -> (Vec<String>, Vec<String>) {
    let mut said = Vec::new();
    for it in &parsed.documents {
        said.extend(it.spans.iter().map(|span| format!("{} {}", span.label, it.quote(span, "|"))));
        said.extend(it.labels.iter().map(|label| format!("[{}]", label.label)));
    }
    (said, parsed.report.entries.iter().map(|entry| entry.message.clone()).collect())
}

const TEXT: &str = "Mia saw Leo. Leo slept.";

fn of_target(target: &str) -> (Vec<String>, Vec<String>) {
    let annotation = format!(
        r#"{{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:1", "type": "Annotation",
        "body": {{"type": "TextualBody", "purpose": "tagging", "value": "X"}}, "target": {target}}}"#
    );
    said(&read(&[("notes.jsonld", &annotation), ("story.txt", TEXT)])[0])
}

#[test]
fn targets_are_found_in_all_their_forms() {
    let position = r#"{"type": "TextPositionSelector", "start": 0, "end": 3}"#;
    let later = r#"{"type": "TextPositionSelector", "start": 8, "end": 11}"#;
    let fragment =
        r#"{"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc5147", "value": "char=8,11"}"#;
    let of = |selector: &str| format!(r#"{{"source": "story.txt", "selector": {selector}}}"#);
    for (target, expected) in [
        (of(position), "X Mia"),
        (format!(r#"{{"type": "Composite", "items": [{}, {}]}}"#, of(position), of(later)), "X Mia|Leo"),
        (format!("[{}, {}]", of(position), of(later)), "X Mia|Leo"),
        (r#""story.txt#char=0,3""#.to_owned(), "X Mia"),
        (r#""http://example.org/texts/story.txt#char=,3;length=23""#.to_owned(), "X Mia"),
        (r#"{"id": "story.txt#char=0,3"}"#.to_owned(), "X Mia"),
        (of(fragment), "X Leo"),
        (of(&format!("[{fragment}, {later}]")), "X Leo"),
        (of(r#"{"type": "TextQuoteSelector", "exact": "Leo", "prefix": ". ", "suffix": " s"}"#), "X Leo"),
        (
            of(
                r#"{"type": "TextQuoteSelector", "exact": "saw Leo", "refinedBy": {"type": "TextPositionSelector", "start": 4, "end": 6}}"#,
            ),
            "X Le",
        ),
        (
            of(&format!(
                r#"{{"type": "RangeSelector", "startSelector": {position}, "endSelector": {{"type": "TextQuoteSelector", "exact": " slept"}}}}"#
            )),
            "X Mia saw Leo. Leo",
        ),
        (
            of(&format!(r#"{{"type": "RangeSelector", "startSelector": {position}, "endSelector": {later}}}"#)),
            "X Mia saw ",
        ),
        (of(r#"[{"quote": "Mia", "start": 0, "end": 3}, {"quote": "slept", "start": 17, "end": 22}]"#), "X Mia|slept"),
        (r#""story.txt""#.to_owned(), "[X]"),
    ] {
        assert_eq!(of_target(&target), (vec![expected.to_owned()], vec![]), "{target}");
    }
    let both = format!(r#"{{"type": "Independents", "items": [{}, {}]}}"#, of(position), of(later));
    assert_eq!(of_target(&both).0, ["X Mia", "X Leo"]);
}

#[test]
fn what_has_no_certain_place_is_told() {
    let of = |selector: &str| of_target(&format!(r#"{{"source": "story.txt", "selector": {selector}}}"#));
    for (selector, told) in [
        (r#"{"type": "TextQuoteSelector", "exact": "Leo"}"#, "“Leo” is ambiguous: stands at 8 and 13"),
        (r#"{"type": "XPathSelector", "value": "/p[1]"}"#, "XPathSelector names no place of a text"),
        (r#"{"type": "FragmentSelector", "value": "section2"}"#, "the fragment `section2` names no place of a text"),
        (r#"{"type": "FragmentSelector", "value": "line=0,1"}"#, "the fragment `line=0,1` names no place of a text"),
        (
            r#"{"type": "RangeSelector", "startSelector": {"type": "XPathSelector", "value": "p"}, "endSelector": {}}"#,
            "RangeSelector with XPathSelector names no place of a text",
        ),
        (
            r#"{"type": "RangeSelector", "startSelector": {"type": "TextPositionSelector", "start": 8, "end": 9},
            "endSelector": {"type": "TextPositionSelector", "start": 3, "end": 4}}"#,
            "it ends before it starts",
        ),
    ] {
        assert_eq!(of(selector), (vec![], vec![told.to_owned()]), "{selector}");
    }
}

#[test]
fn texts_are_found_by_source() {
    let graph = r#"{"@context": "http://www.w3.org/ns/anno.jsonld", "@graph": [
        {"type": "Annotation", "body": {"value": "P", "purpose": "tagging"},
         "target": {"source": {"id": "http://example.org/two.txt"}, "selector": {"type": "TextQuoteSelector", "exact": "Bo"}}},
        {"type": "Annotation", "body": {"value": "Q", "purpose": "tagging"},
         "target": {"source": "one.txt", "selector": {"type": "TextQuoteSelector", "exact": "Al"}}},
        {"type": "Annotation", "body": {"value": "R", "purpose": "tagging"},
         "target": {"source": "three.txt", "selector": {"type": "TextQuoteSelector", "exact": "Cy"}}}]}"#;
    let all = read(&[("all.jsonld", graph), ("one.txt", "Al left."), ("two.txt", "Bo left.")]);
    assert_eq!(all.len(), 1);
    let (spans, told) = said(&all[0]);
    assert_eq!(spans, ["P Bo", "Q Al"]);
    assert_eq!(told, ["its text, three.txt, is not among the files"]);
    let names: Vec<&str> = all[0].documents.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["two", "one"]);
    // Of several of one name, the one in the same folder.
    let quoted = r#"{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": {"value": "P", "purpose": "tagging"},
        "target": {"source": "one.txt", "selector": {"type": "TextQuoteSelector", "exact": "Al"}}}"#;
    let folders = read(&[("a/one.txt", "Bo left."), ("b/notes.jsonld", quoted), ("b/one.txt", "Al left.")]);
    assert_eq!(said(&folders[0]), (vec!["P Al".to_owned()], vec![]));
}

#[test]
fn bodies_that_are_addresses_are_read_by_purpose_or_told() {
    let of = |body: &str| {
        let annotation = format!(
            r#"{{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": {body},
            "target": {{"selector": {{"type": "TextPositionSelector", "start": 0, "end": 3}}}}}}"#
        );
        let read = read(&[("a.jsonld", &annotation), ("a.txt", TEXT)]);
        let span = &read[0].documents[0].spans[0];
        let link = span.link.as_ref().map(|link| link.id.to_string()).unwrap_or_default();
        (span.label.clone(), link, said(&read[0]).1.join(";"))
    };
    let iri = "http://example.org/mia";
    let specific =
        |purpose: &str| format!(r#"{{"type": "SpecificResource", "purpose": "{purpose}", "source": "{iri}"}}"#);
    assert_eq!(of(&specific("tagging")), (iri.to_owned(), String::new(), String::new()));
    assert_eq!(of(&specific("identifying")).1, iri);
    for body in [format!("\"{iri}\""), format!(r#"[{{"id": "{iri}"}}]"#), specific("bookmarking")] {
        let told = format!("its body is an address, {iri}, and what stands there is not known");
        assert_eq!(of(&body), ("unlabelled".to_owned(), String::new(), told));
    }
}

#[test]
fn rows_of_hypothesis_are_read_with_the_text_of_the_page() {
    let row = |id: u8, tags: &str, selectors: &str| {
        format!(
            r#"{{"id": "r{id}", "user": "acct:mia@example.org", "uri": "http://example.org/", "text": "a note", "tags": [{tags}],
            "target": [{{"source": "http://example.org/", "selector": [{{"type": "RangeSelector", "startContainer": "/p[1]",
            "startOffset": 0, "endContainer": "/p[1]", "endOffset": 4}}{selectors}]}}]}}"#
        )
    };
    let place =
        r#", {"type": "TextPositionSelector", "start": 3, "end": 6}, {"type": "TextQuoteSelector", "exact": "Leo"}"#;
    let rows = format!(r#"{{"total": 2, "rows": [{}, {}]}}"#, row(1, r#""PER""#, place), row(2, "", ""));
    let parsed = read(&[("rows.json", &rows), ("page.txt", "🇹 Leo met Leo.")]);
    let (spans, told) = said(&parsed[0]);
    assert_eq!(spans, ["PER Leo"]);
    let missing = "RangeSelector of XPaths names no place of a text";
    assert_eq!(told, [missing, "offsets count UTF-16 units, as is usual in this format: 1 of 1 quotes fit"]);
    let facts = &parsed[0].documents[0].spans[0].facts;
    assert_eq!((&*facts.set, &*facts.notes[0]), ("mia@example.org", "a note"));
    // Without the text it is said what is missing, and why.
    let format = postil_formats::sniff("rows.json", rows.as_bytes()).unwrap();
    let error = parse(format, &[Source::new("rows.json", rows)], &Reading::default()).unwrap_err();
    assert!(error.to_string().contains("its text, rows.txt, is missing: Hypothesis does not give the text"), "{error}");
}
