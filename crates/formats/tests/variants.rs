//! Files as programs write them beside the way that is described: each is a case of a kind. What is read of them, and what is
//! said of it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_core::AttributeValue;
use postil_formats::{Annotated, Outcome, Parsed, Reading, Source, beside, format, gather, parse, serialise};

/// Reads files that belong together, told by their content.
#[track_caller]
fn read(files: &[(&str, &str)]) -> Parsed {
    let (groups, errors) = gather(files.iter().map(|(name, text)| Source::new(*name, *text)).collect(), None);
    assert!(errors.is_empty(), "{errors:?}");
    let [group] = &groups[..] else { panic!("{groups:?}") };
    parse(group.format, &group.sources, &Reading::default()).unwrap()
}

/// The spans of a document as `LABEL text`, parts of one parted by `…`.
fn spans(it: &Annotated) -> Vec<String> {
    it.spans.iter().map(|span| format!("{} {}", span.label, it.quote(span, "…"))).collect()
}

/// What is said of files, but for what was only decided.
fn told(read: &Parsed) -> Vec<String> {
    read.report.entries.iter().filter(|it| it.outcome != Outcome::Decided).map(ToString::to_string).collect()
}

fn decided(read: &Parsed) -> String {
    read.report.entries.iter().filter(|it| it.outcome == Outcome::Decided).map(|it| format!("{it}\n")).collect()
}

/// One document is read of them, with this text and these spans, and nothing is to be said.
#[track_caller]
fn check(files: &[(&str, &str)], text: &str, expected: &[&str]) {
    let read = read(files);
    let [it] = &read.documents[..] else { panic!("{} documents", read.documents.len()) };
    assert_eq!((it.text(), spans(it)), (text, expected.iter().map(|it| (*it).to_owned()).collect()));
    assert_eq!(told(&read), Vec::<String>::new());
}

#[test]
fn columns_are_parted_by_white_space_where_tabs_and_single_blanks_give_no_tags() {
    check(&[("a.conll", "Ann B-PER\nsang O\nin\tO\nLima B-LOC\n")], "Ann sang in Lima", &["PER Ann", "LOC Lima"]);
    check(&[("a.conll", "Ann    B-PER\nLee    I-PER\nsang   O\n")], "Ann Lee sang", &["PER Ann Lee"]);
    check(&[("a.conll", "Ann \tB-PER\nsang\t O\n")], "Ann sang", &["PER Ann"]);
    // A token that is white space shifts no tag.
    let read = read(&[("a.conll", "Ann B-PER\n\t O\nin O\nLima B-LOC\n")]);
    assert_eq!(spans(&read.documents[0]), ["PER Ann", "LOC Lima"]);
    assert_eq!(told(&read), ["a.conll: line 2: repaired: 1 lines are parted otherwise than the others"]);
    assert!(decided(&read).contains("parted by tabs, fewer lines have tags"), "{}", decided(&read));
}

#[test]
fn lines_without_the_tag_of_the_others_are_told() {
    let source = Source::new("a.conll", "Ann\tB-PER\nLee I-PER\nsang\tO\nso well\nLima\tB-LOC\n");
    let read = parse(format("conll2002").unwrap(), &[source], &Reading::default()).unwrap();
    assert_eq!(spans(&read.documents[0]), ["PER Ann Lee", "LOC Lima"]);
    let lines = [
        "a.conll: line 2: repaired: 1 lines are parted otherwise than the others",
        "a.conll: line 4: repaired: 1 lines have no tag where the others have theirs; they are read as O",
    ];
    assert_eq!(told(&read), lines);
}

#[test]
fn of_several_columns_of_tags_one_that_says_something_is_read() {
    let iob2 = "# text = Ann sang\n1\tAnn\tB-PER\t-\t-\n2\tsang\tO\t-\t-\n";
    check(&[("a.iob2", iob2)], "Ann sang", &["PER Ann"]);
    check(&[("a.iob2", "1\tAnn\tB-PER\t-\tme\n2\tsang\tO\t-\tme\n")], "Ann sang", &["PER Ann"]);
    check(&[("a.conll", "Ann B-PER O\nsang O O\n")], "Ann sang", &["PER Ann"]);
    // Names within names stand behind those that they are in.
    let source = "#\thttp://a.example [2014]\n";
    let nested = read(&[("a.tsv", &format!("{source}1\tLima\tB-ORG\tB-LOC\n2\tBank\tI-ORG\tO\n3\tleft\tO\tO\n"))]);
    assert_eq!(spans(&nested.documents[0]), ["ORG Lima Bank", "LOC Lima"]);
    let both = "the tags of column 4 are read too, as names within those of column 3";
    assert!(decided(&nested).contains(both), "{}", decided(&nested));
    // Also where there happen to be none around them.
    let inner = read(&[("a.tsv", "1\tLima\tO\tB-LOC\n2\tleft\tO\tO\n")]);
    assert_eq!(spans(&inner.documents[0]), ["LOC Lima"]);
    assert!(decided(&inner).contains(both), "{}", decided(&inner));
    let outer = read(&[("a.tsv", "1\tLima\tB-LOC\tO\n2\tleft\tO\tO\n")]);
    assert_eq!((spans(&outer.documents[0]), decided(&outer)), (vec!["LOC Lima".to_owned()], String::new()));
    let read = read(&[("a.conll", "Ann NNP B-NP B-PER\nsang VBD B-VP O\n")]);
    assert_eq!(spans(&read.documents[0]), ["PER Ann"]);
    assert!(decided(&read).contains("the tags of column 4 are read, those of column 3 are not"), "{}", decided(&read));
}

#[test]
fn columns_of_conllu_plus_are_what_it_names() {
    let rows = "# global.columns = ID FORM UPOS MISC\n# newdoc id = d\n1\tAnn\tPROPN\tEntity=(1-person-)\n2\tsang\tVERB\tSpaceAfter=No\n3\t.\tPUNCT\t_\n";
    check(&[("a.conllup", rows)], "Ann sang.", &["person Ann"]);
    let tags = "# global.columns = ID FORM LEMMA X:NER\n1\tAnn\tAnn\tB-PER\n2\tLee\tLee\tI-PER\n3\tsang\tsing\tO\n\n1\tBob\tBob\tB-PER\n";
    check(&[("a.conllup", tags)], "Ann Lee sang Bob", &["PER Ann Lee", "PER Bob"]);
    let unknown = read(&[("a.conllup", "# global.columns = ID FORM X:MWE\n1\tgive\t1:LVC\n2\tup\t1\n")]);
    assert_eq!(told(&unknown), ["a.conllup: line 1: left out: what is in the column X:MWE is not known here"]);
    let source = Source::new("a.conllup", "# global.columns = ID LEMMA\n1\ta\n");
    let error = parse(format("conllu").unwrap(), &[source], &Reading::default()).unwrap_err();
    assert_eq!(error.to_string(), "a.conllup: line 1: `global.columns` needs ID and FORM");
}

#[test]
fn entities_are_read_in_the_ways_of_their_years() {
    let row = |n: usize, form: &str, misc: &str| format!("{n}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n");
    let file = |head: &str, misc: [&str; 4]| {
        let forms = ["Ann", "Lee", "saw", "Bob"];
        let rows = forms.iter().zip(misc).enumerate().map(|(n, (form, misc))| row(n + 1, form, misc));
        format!("# newdoc id = d\n{head}{}", rows.collect::<String>())
    };
    let two = ["person Ann Lee", "person Bob"];
    let text = "Ann Lee saw Bob";
    let by_type = file("", ["Entity=(person-1", "Entity=person-1)", "_", "Entity=(person-2)"]);
    check(&[("a.conllu", &by_type)], text, &two);
    let without_number = file("", ["Entity=(person", "Entity=person)", "_", "Entity=(person)"]);
    check(&[("a.conllu", &without_number)], text, &two);
    let read_without = read(&[("a.conllu", &without_number)]);
    assert!(read_without.documents[0].clusters.is_empty(), "nothing says that they are one");
    let named = file(
        "# global.Entity = entity-GRP-infstat\n",
        ["Entity=(person-7-new", "Entity=person-7)", "_", "Entity=(person-7-giv)"],
    );
    let read = read(&[("a.conllu", &named)]);
    assert_eq!(spans(&read.documents[0]), two);
    assert_eq!((told(&read).len(), read.documents[0].clusters.len()), (0, 1));
    let tags = file("", ["NER=B-PER", "NER=I-PER|X=1", "NER=O", "NER=B-PER"]);
    check(&[("a.conllu", &tags)], text, &["PER Ann Lee", "PER Bob"]);
}

#[test]
fn mentions_on_empty_nodes_have_no_place_and_are_told() {
    let rows = "# global.Entity = eid-etype\n1\tSang\t_\t_\t_\t_\t_\t_\t_\t_\n1.1\t_\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-person)(e2-event\n2\twell\t_\t_\t_\t_\t_\t_\t_\tEntity=e2)\n";
    let read = read(&[("a.conllu", rows)]);
    assert_eq!(spans(&read.documents[0]), ["event well"]);
    let line =
        "a.conllu: line 3: left out: the entity e1-person stands on an empty node, which has no place in the text";
    assert_eq!(told(&read), [line]);
}

const WEBANNO: &str = "#T_SP=x.Mark|note|kind\n\n\n";

#[test]
fn escapes_of_webanno_are_those_of_its_version() {
    let file = |version: &str, text: &str, end: usize, token: &str| {
        format!("#FORMAT=WebAnno TSV {version}\n{WEBANNO}#Text={text}\n1-1\t0-{end}\t{token}\tx\t*\t\n")
    };
    for version in ["3.0", "3.1"] {
        let old = file(version, "K\\u00E4the \\uD83D\\uDE00 \\\"so\\\" \\\\u00e4", 5, "Käthe");
        check(&[("a.tsv", &old)], "Käthe 😀 \"so\" \\u00e4", &["Mark Käthe"]);
    }
    for version in ["3.2", "3.3"] {
        check(&[("a.tsv", &file(version, "K\\u00E4the", 10, "K\\u00E4the"))], "K\\u00E4the", &["Mark K\\u00E4the"]);
        check(&[("a.tsv", &file(version, "a\\\\tb\\tc", 4, "a\\tb"))], "a\\tb\tc", &["Mark a\\tb"]);
    }
    let half = read(&[("a.tsv", &file("3.1", "ab \\uD83D.", 2, "ab"))]);
    assert_eq!(half.documents[0].text(), "ab \u{fffd}.");
    assert_eq!(told(&half), ["a.tsv: repaired: 1 escapes are half of a surrogate pair; they are U+FFFD"]);
}

#[test]
fn a_bare_underscore_is_no_value() {
    let rows = "#Text=Ann saw Bob .\n1-1\t0-3\tAnn\tx\t_\t\n1-2\t4-7\tsaw\t_\t_\t\n1-3\t8-11\tBob\t_\ty\t\n1-4\t12-13\t.\t\\_\t*\t\n";
    let read = read(&[("a.tsv", &format!("#FORMAT=WebAnno TSV 3.3\n{WEBANNO}{rows}"))]);
    let it = &read.documents[0];
    assert_eq!(spans(it), ["Mark Ann", "Mark Bob", "Mark ."]);
    let said: Vec<Vec<(&str, &AttributeValue)>> = (it.spans.iter())
        .map(|span| span.facts.attributes.iter().map(|(name, value)| (name.as_str(), value)).collect())
        .collect();
    let text = |text: &str| AttributeValue::Text(text.into());
    assert_eq!(said, [vec![("note", &text("x"))], vec![("kind", &text("y"))], vec![("note", &text("_"))]]);
}

#[test]
fn annotations_that_no_view_lists_are_told() {
    let xmi = |members: &str, more: &str| {
        format!(
            r#"<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:x="http:///x.ecore" xmi:version="2.0"><x:Name xmi:id="2" sofa="1" begin="0" end="3" value="PER"/><x:Name xmi:id="3" sofa="1" begin="9" end="13" value="LOC"/>{more}<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="Ann left Lima"/>{members}</xmi:XMI>"#
        )
    };
    let view = |members: &str| format!(r#"<cas:View sofa="1" members="{members}"/>"#);
    let left = read(&[("a.xmi", &xmi(&view("2"), ""))]);
    assert_eq!(spans(&left.documents[0]), ["PER Ann"]);
    assert!(
        told(&left)[0].ends_with("left out: 1 annotations are in no view's index, as this Name"),
        "{:?}",
        told(&left)
    );
    check(&[("a.xmi", &xmi(&view("2 3"), ""))], "Ann left Lima", &["PER Ann", "LOC Lima"]);
    // What something refers to is there for UIMA too.
    let relation = r#"<x:Rel xmi:id="4" sofa="1" begin="9" end="13" Governor="2" Dependent="3"/>"#;
    let drawn = read(&[("a.xmi", &xmi(&view("2 4"), relation))]);
    assert_eq!((spans(&drawn.documents[0]).len(), drawn.documents[0].relations.len()), (2, 1));
    assert!(decided(&drawn).contains("1 annotations are in no view's index; they are read"), "{}", decided(&drawn));
    let viewless = read(&[("a.xmi", &xmi("", ""))]);
    assert_eq!(spans(&viewless.documents[0]).len(), 2);
    assert!(decided(&viewless).contains("no view says what is in its index"), "{}", decided(&viewless));
    let json = r#"{"%TYPES": {}, "%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": "Ann left"}, {"%ID": 2, "%TYPE": "x.Name", "@sofa": 1, "begin": 0, "end": 3}], "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": []}}}"#;
    let json = read(&[("a.json", json)]);
    assert_eq!((spans(&json.documents[0]).len(), told(&json).len()), (0, 1));
}

#[test]
fn annotations_in_several_files_are_of_one_text() {
    let a1 = "T1\tProtein 0 3\tAB1\nT2\tProtein 10 13\tCD2\n";
    let a2 = "T3\tBinding 4 9\tbinds\nE1\tBinding:T3 Theme:T1 Theme2:T2\n\nM1\tSpeculation E1\nE2\tLoss:T9\n";
    let text = "AB1 binds CD2.";
    for files in [[("p.a1", a1), ("p.a2", a2), ("p.txt", text)], [("p.txt", text), ("p.a2", a2), ("p.a1", a1)]] {
        let read = read(&files);
        let [it] = &read.documents[..] else { panic!("{} documents", read.documents.len()) };
        assert_eq!(spans(it), ["Protein AB1", "Binding binds", "Protein CD2"]);
        let roles: Vec<&str> = it.events[0].arguments.iter().map(|(role, _)| role.as_str()).collect();
        assert_eq!(roles, ["Theme", "Theme"]);
        assert_eq!(it.events[0].facts.attributes["Speculation"], AttributeValue::Boolean(true));
        assert_eq!(told(&read), ["p.a2: line 5: left out: its trigger is no text of this document"]);
    }
    check(&[("p.a1", a1), ("p.a2", ""), ("p.txt", text)], text, &["Protein AB1", "Protein CD2"]);
    check(&[("p.a2", "E1\tBinding:T1\n"), ("p.a1", a1), ("p.txt", text)], text, &["Protein AB1", "Protein CD2"]);
}

#[test]
fn what_stands_beside_a_file_is_named() {
    let beside =
        |name: &str| beside(&Source::new(name, r#"["y.txt#char=0,3", {"source": "https://example.org/z.txt"}]"#));
    assert_eq!(beside("f/x.ann"), ["f/x.txt", "f/annotation.conf", "f/visual.conf"]);
    assert_eq!(beside("x.a1"), ["x.txt", "x.a2", "x.co", "x.rel", "annotation.conf", "visual.conf"]);
    assert_eq!(beside("f/x.jsonld"), ["f/x.txt", "f/y.txt"]);
    assert_eq!(beside("a.b/x.xmi"), ["a.b/TypeSystem.xml"]);
    assert!(beside("x.txt").is_empty() && beside("x.json").is_empty());
    let store = r#"{"@type": "AnnotationStore", "resources": [{"@include": "./y.txt"}, {"@include": "../z.txt"}]}"#;
    assert_eq!(postil_formats::beside(&Source::new("f/x.json", store)), ["f/y.txt"]);
}

#[test]
fn tables_are_parted_as_spreadsheets_do() {
    let spans = ["PER Ann", "PER Bob"];
    for file in [
        "\u{feff}id;text;start;end;label\r\n1;\"Ann; Bob\";0;3;PER\r\n1;\"Ann; Bob\";5;8;PER\r\n",
        "sep=;\r\nid;text;start;end;label\r\n1;\"Ann; Bob\";0;3;PER\r\n1;\"Ann; Bob\";5;8;PER\r\n",
        "id|text|start|end|label\n1|Ann; Bob|0|3|PER\n1|Ann; Bob|5|8|PER\n",
        "text,start,end,label\nAnn; Bob,0,3,PER\nAnn; Bob,5,8,PER\n",
        "text\tstart\tend\tlabel\nAnn; Bob\t0\t3\tPER\nAnn; Bob\t5\t8\tPER\n",
    ] {
        check(&[("a.csv", file)], "Ann; Bob", &spans);
    }
    let scored = read(&[("a.csv", "sep=;\ntext;start;end;label;score;by\nAnn;0;3;PER;0,25;me\nAnn;0;1;X;high;me\n")]);
    assert_eq!(scored.documents[0].spans.iter().find_map(|span| span.facts.score).unwrap().to_f64(), 0.25);
    assert_eq!(told(&scored), ["a.csv: line 4: left out: its score is no number"]);
    assert!(decided(&scored).contains("columns that are not known here are passed over: by"), "{}", decided(&scored));
}

#[test]
fn tables_without_a_column_that_is_known_are_refused() {
    let read = |text: &str| {
        let read = parse(format("csv").unwrap(), &[Source::new("a.csv", text)], &Reading::default());
        read.map(|read| (read.documents.len(), told(&read))).map_err(|error| error.to_string())
    };
    let looked = "looked for are text, with doc_id, start, end and label, or doc_label; or head, tail and relation";
    assert_eq!(read("a,b\n1,2\n"), Err(format!("a.csv: line 1: no column is known of a, b; {looked}")));
    assert_eq!(read(""), Err(format!("a.csv: line 1: no column is known of ; {looked}")));
    let without = "a.csv: line 2: left out: there is no text of its document";
    assert_eq!(read("doc_id,start,end,label\n1,0,3,PER\n"), Ok((0, vec![without.to_owned()])));
}

#[test]
fn signs_that_a_treebank_writes_otherwise_are_found() {
    let file = |raw: &str, words: &[(&str, &str)]| {
        let token = |(orth, ner): &(&str, &str)| serde_json::json!({"orth": orth, "ner": ner});
        let tokens: Vec<_> = words.iter().map(token).collect();
        serde_json::json!([{"id": 0, "paragraphs": [{"raw": raw, "sentences": [{"tokens": tokens}]}]}]).to_string()
    };
    let words = [("``", "O"), ("Hi", "O"), ("''", "O"), ("-LRB-", "O"), ("Bob", "U-PER"), ("-RRB-", "O")];
    for raw in ["\"Hi\" (Bob)", "“Hi” (Bob)", "``Hi'' -LRB- Bob -RRB-", "„Hi“ (Bob)"] {
        check(&[("a.json", &file(raw, &words))], raw, &["PER Bob"]);
    }
    let spaced = r#"[{"paragraphs": [{"sentences": [{"tokens": [{"orth": "Bob", "ner": "U-PER", "space": false}, {"orth": ".", "space": true}]}, {"tokens": [{"orth": "Hi", "space": false}]}]}]}]"#;
    check(&[("a.json", spaced)], "Bob. Hi", &["PER Bob"]);
    // One paragraph that does not fit leaves the others alone.
    let read = read(&[("a.json", &file("Something else", &words[4..5]))]);
    assert_eq!((read.documents[0].text(), spans(&read.documents[0])), ("Bob", vec!["PER Bob".to_owned()]));
    assert!(told(&read)[0].contains("“Bob”, sentences[0].tokens[0], does not follow in it"), "{:?}", told(&read));
}

#[test]
fn links_of_span_groups_are_kept() {
    let file = r#"[{"text": "Ann sang.", "ents": [{"start": 0, "end": 3, "label": "PER"}], "spans": {"sc": [{"start": 0, "end": 3, "label": "PER", "kb_id": "Q1"}]}, "tokens": []}]"#;
    let read = read(&[("a.json", file)]);
    assert_eq!(&*read.documents[0].spans[0].link.as_ref().unwrap().id, "Q1");
    let written = serialise(format("spacy").unwrap(), &read.documents, &Default::default()).unwrap();
    let text = String::from_utf8(written.files[0].bytes.clone()).unwrap();
    assert!(written.losses.0.is_empty() && text.contains("\"kb_id\": \"Q1\""), "{text}");
}

#[test]
fn an_entity_beside_a_span_of_the_same_place_stays_one() {
    let file = |group: &str| {
        format!(
            r#"[{{"text": "Ann sang.", "ents": [{{"start": 0, "end": 3, "label": "PER"}}], "spans": {{"sc": [{group}]}}, "tokens": []}}]"#
        )
    };
    let span = |label: &str, end: usize| format!(r#"{{"start": 0, "end": {end}, "label": "{label}", "kb_id": ""}}"#);
    let sets = |group: &str| {
        let read = read(&[("a.json", &file(group))]);
        assert_eq!(told(&read), Vec::<String>::new());
        let it = &read.documents[0];
        it.spans.iter().map(|span| format!("{} {}", span.facts.set, span.label)).collect::<Vec<_>>()
    };
    assert_eq!(sets(&span("ACTOR", 3)), ["sc ACTOR", "ents PER"]);
    // What is in both is there once, and what lies elsewhere is told by that.
    assert_eq!(sets(&format!("{}, {}", span("ACTOR", 3), span("PER", 3))), [" ACTOR", " PER"]);
    assert_eq!(sets(&span("ACTOR", 8)), [" ACTOR", " PER"]);
}

#[test]
fn what_is_of_no_format_has_a_place_where_it_is_no_text() {
    let said = |bytes: &[u8]| gather(vec![Source::new("a.jsonl", bytes)], None).1[0].to_string();
    let unknown = "it is of no format that is known here";
    assert_eq!(said(b"{\"text\": 1"), format!("a.jsonl: {unknown}"));
    let nul = said(b"{\"a\": 1}\n{\"text\":\"a\0\xe9\"}");
    assert_eq!(nul, format!("a.jsonl: line 2: {unknown}; not UTF-8 at byte 20 of the file"));
}
