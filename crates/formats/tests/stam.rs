//! STAM stores: what selectors mean, what is included, and what is said by keys of others.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_formats::{Annotated, Node, Outcome, Source, gather, parse, sniff};

const TEXT: &str = "Erdoğan met 🇹🇷 officials.";

fn said(it: &Annotated) -> Vec<String> {
    let chars = |at: usize| it.text()[..at].chars().count();
    let node = |node: Node| match node {
        Node::Span(i) => it.spans[i].label.clone(),
        other => format!("{other:?}"),
    };
    let mut out = Vec::new();
    for span in &it.spans {
        let parts = span.fragments.as_slice().iter().map(|range| range.to_usize());
        let parts: Vec<String> = parts.map(|it| format!("{}-{}", chars(it.start), chars(it.end))).collect();
        let facts = span.facts.attributes.iter().map(|(name, value)| format!(" {name}={value:?}"));
        out.push(format!("{} {}{}", span.label, parts.join(","), facts.collect::<String>()));
    }
    out.extend(it.relations.iter().map(|it| format!("{}({}, {})", it.label, node(it.head), node(it.tail))));
    for cluster in &it.clusters {
        let members: Vec<String> = cluster.members.iter().map(|it| node(*it)).collect();
        out.push(format!("{}: {}", cluster.label, members.join(" ")));
    }
    out.extend(it.labels.iter().map(|it| format!("label {}", it.label)));
    out
}

/// Reads a store of the text `t` and some annotations, given by target and data.
#[track_caller]
fn check(annotations: &[(&str, &str)], expected: &[&str], remarks: &[&str]) {
    let annotations: Vec<String> = annotations
        .iter()
        .enumerate()
        .map(|(i, (target, data))| {
            format!(r#"{{"@type":"Annotation","@id":"a{i}","target":{target},"data":[{data}]}}"#)
        })
        .collect();
    let store = format!(
        r#"{{"@type":"AnnotationStore","resources":[{{"@type":"TextResource","@id":"t","text":"{TEXT}"}}],"annotationsets":[
        {{"@type":"AnnotationDataSet","@id":"s","keys":[],"data":[{{"@type":"AnnotationData","@id":"D1","key":"type","value":{{"@type":"String","value":"PER"}}}}]}}],
        "annotations":[{}]}}"#,
        annotations.join(",")
    );
    check_files(&[("a.json", &store)], expected, remarks);
}

#[track_caller]
fn check_files(files: &[(&str, &str)], expected: &[&str], remarks: &[&str]) {
    let sources = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let (groups, errors) = gather(sources, None);
    assert!(errors.is_empty(), "{errors:?}");
    let [group] = &groups[..] else { panic!("{groups:?}") };
    assert_eq!(group.format.id, "stam");
    let read = parse(group.format, &group.sources, &Default::default()).unwrap();
    let found: Vec<String> = read.documents.iter().flat_map(said).collect();
    let told = read.report.entries.iter().filter(|it| it.outcome != Outcome::Decided).map(ToString::to_string);
    assert_eq!(
        (found, told.collect::<Vec<_>>()),
        (expected.iter().map(ToString::to_string).collect(), remarks.iter().map(ToString::to_string).collect())
    );
}

fn text(begin: &str, end: &str) -> String {
    let cursor = |at: &str| match at.starts_with('-') {
        true => format!(r#"{{"@type":"EndAlignedCursor","value":{at}}}"#),
        false => format!(r#"{{"@type":"BeginAlignedCursor","value":{at}}}"#),
    };
    format!(r#""offset":{{"@type":"Offset","begin":{},"end":{}}}"#, cursor(begin), cursor(end))
}

fn on_text(begin: &str, end: &str) -> String {
    format!(r#"{{"@type":"TextSelector","resource":"t",{}}}"#, text(begin, end))
}

fn on(id: &str) -> String {
    format!(r#"{{"@type":"AnnotationSelector","annotation":"{id}"}}"#)
}

fn within(id: &str, begin: &str, end: &str) -> String {
    format!(r#"{{"@type":"AnnotationSelector","annotation":"{id}",{}}}"#, text(begin, end))
}

fn all(kind: &str, selectors: &[String]) -> String {
    format!(r#"{{"@type":"{kind}","selectors":[{}]}}"#, selectors.join(","))
}

const PER: &str = r#"{"@type":"AnnotationData","@id":"D1","set":"s"}"#;

fn typed(label: &str) -> String {
    format!(r#"{{"@type":"AnnotationData","set":"s","key":"type","value":{{"@type":"String","value":"{label}"}}}}"#)
}

#[test]
fn offsets_count_code_points_from_either_end() {
    check(&[(&on_text("0", "7"), PER)], &["PER 0-7"], &[]);
    check(&[(&on_text("-10", "-1"), PER)], &["PER 15-24"], &[]);
    check(&[(&on_text("12", "-0"), PER)], &["PER 12-25"], &[]);
    check(&[(&on_text("3", "3"), PER)], &["PER 3-3"], &[]);
    check(
        &[(&on_text("0", "99"), PER), (&on_text("-99", "-0"), PER), (&on_text("5", "3"), PER)],
        &[],
        &[
            "a.json: annotations[0]: left out: offset 99 lies outside of what is selected, which is 25 long",
            "a.json: annotations[1]: left out: offset -99 from the end lies outside of what is selected, which is 25 long",
            "a.json: annotations[2]: left out: it ends at 3, before it starts at 5 (in code points)",
        ],
    );
    // Within another annotation they count from that one's ends.
    check(
        &[
            (&on_text("8", "24"), PER),
            (&within("a0", "4", "6"), &typed("FLAG")),
            (&within("a0", "-9", "-0"), &typed("ORG")),
        ],
        &["PER 8-24", "FLAG 12-14", "ORG 15-24"],
        &[],
    );
}

#[test]
fn parts_belong_together_as_their_selector_says() {
    let parts = [on_text("15", "24"), on_text("8", "11")];
    check(&[(&all("CompositeSelector", &parts), PER)], &["PER 8-11,15-24"], &[]);
    check(&[(&all("MultiSelector", &parts), PER)], &["PER 8-11", "PER 15-24"], &[]);
    check(
        &[(&all("DirectionalSelector", &parts), PER)],
        &["PER 8-11,15-24"],
        &["a.json: annotations[0]: left out: the order of its parts; the parts are one span"],
    );
    let spans =
        [(on_text("0", "7"), PER.to_owned()), (on_text("8", "11"), typed("MEET")), (on_text("15", "24"), typed("ORG"))];
    let with = |target: String, data: String, expected: &[&str]| {
        let mut annotations: Vec<(&str, &str)> = spans.iter().map(|(target, data)| (&**target, &**data)).collect();
        annotations.push((&target, &data));
        let spans = ["PER 0-7", "MEET 8-11", "ORG 15-24"];
        check(&annotations, &[&spans, expected].concat(), &[]);
    };
    with(all("DirectionalSelector", &[on("a0"), within("a2", "0", "-0")]), typed("knows"), &["knows(PER, ORG)"]);
    with(
        all("DirectionalSelector", &[on("a2"), on("a1"), on("a0")]),
        typed("next"),
        &["next(MEET, PER)", "next(ORG, MEET)"],
    );
    with(all("CompositeSelector", &[on("a0"), on("a2")]), typed("same"), &["same: PER ORG"]);
}

#[test]
fn keys_of_others_are_labels_or_attributes() {
    let value =
        |key: &str, value: &str| format!(r#"{{"@type":"AnnotationData","set":"s","key":"{key}","value":{value}}}"#);
    let noun = value("https://example.org/pos#tag", r#"{"@type":"String","value":"NOUN"}"#);
    check(&[(&on_text("0", "7"), &noun)], &["NOUN 0-7"], &[]);
    let lemma = value("lemma", r#"{"@type":"String","value":"meet"}"#);
    let list = value("n", r#"{"@type":"List","value":[{"@type":"Int","value":1},{"@type":"Bool","value":true}]}"#);
    check(
        &[(&on_text("8", "11"), &format!("{lemma},{list}"))],
        &["lemma 8-11 lemma=Text(\"meet\") n=Number(\"1\") n-2=Boolean(true)"],
        &[],
    );
    // Of an annotation, of a text, and of what has no place.
    check(
        &[
            (&on_text("0", "7"), PER),
            (&on("a0"), &value("sure", r#"{"@type":"Float","value":0.5}"#)),
            (r#"{"@type":"ResourceSelector","resource":"t"}"#, &value("genre", r#"{"@type":"String","value":"news"}"#)),
            (r#"{"@type":"DataSetSelector","annotationset":"s"}"#, PER),
            (&on("a9"), PER),
            (&on_text("0", "1"), r#"{"@type":"AnnotationData","@id":"D9","set":"s"}"#),
        ],
        &["PER 0-7 sure=Number(\"0.5\")", "unlabelled 0-1", "label genre=news"],
        &[
            "a.json: annotations[3]: left out: what a DataSetSelector selects has no place here",
            "a.json: annotations[4]: left out: there is no annotation “a9” before it",
            "a.json: annotations[5]: data[0]: left out: there is no data “D9” in the set “s”",
        ],
    );
}

#[test]
fn what_a_store_includes_comes_with_it() {
    let store = r#"{"@type":"AnnotationStore","resources":[{"@include":"texts/t.txt"},{"@type":"TextResource","@include":"./u.json"}],
        "annotationsets":[{"@include":"s.json"}],"annotations":[{"@include":"one.json"}]}"#;
    let set = r#"{"@type":"AnnotationDataSet","@id":"s","keys":[{"@type":"DataKey","@id":"type"}],"data":[{"@type":"AnnotationData","@id":"D1","key":"type","value":{"@type":"String","value":"PER"}}]}"#;
    let annotations = format!(
        r#"[{{"@type":"Annotation","target":{},"data":[{PER}]}},{{"@type":"Annotation","target":{},"data":["D1"]}},{{"@type":"Annotation","target":{},"data":[{PER}]}}]"#,
        on_text("0", "7").replace("\"t\"", "\"texts/t.txt\""),
        on_text("0", "1").replace("\"t\"", "\"u\""),
        all("DirectionalSelector", &[on("!A0"), on("!A0")]),
    );
    let text = r#"{"@type":"TextResource","@id":"u","text":"Ü"}"#;
    let other = r#"{"@type":"AnnotationStore","resources":[{"@id":"u","text":"Ü"}],"notes":[{}]}"#;
    check_files(&[("a.json", other)], &[], &["a.json: notes: left out: the format knows no such part of a store"]);
    let files = [
        ("d/x.store.stam.json", store),
        ("d/texts/t.txt", TEXT),
        ("d/u.json", text),
        ("d/s.json", set),
        ("d/one.json", &annotations),
    ];
    check_files(&files, &["PER 0-7", "PER(PER, PER)", "PER 0-1"], &[]);
    let (groups, _) = gather(files[..1].iter().map(|(name, text)| Source::new(*name, *text)).collect(), None);
    let error = parse(groups[0].format, &groups[0].sources, &Default::default()).unwrap_err().to_string();
    assert_eq!(error, "d/x.store.stam.json: resources[0]: texts/t.txt is missing, which it includes");
}

#[test]
fn long_data_that_is_meant_often_is_bounded() {
    let note = "x".repeat(100_000);
    let data = format!(
        r#"{{"@type":"AnnotationData","@id":"D1","key":"note","value":{{"@type":"String","value":"{note}"}}}}"#
    );
    let items: Vec<String> =
        (0..2000).map(|_| format!(r#"{{"target":{},"data":["D1"]}}"#, on_text("0", "1"))).collect();
    let store = format!(
        r#"{{"@type":"AnnotationStore","resources":[{{"@id":"t","text":"{TEXT}"}}],"annotationsets":[{{"@id":"s","data":[{data}]}}],"annotations":[{}]}}"#,
        items.join(",")
    );
    let format = sniff("a.json", store.as_bytes()).unwrap();
    let read = parse(format, &[Source::new("a.json", store)], &Default::default()).unwrap();
    assert_eq!(read.documents[0].spans.len(), 2000);
    assert!(read.report.entries.iter().any(|it| it.message.contains("meant too often")));
}
