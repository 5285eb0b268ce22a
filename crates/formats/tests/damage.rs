//! Damaged, cut off and hostile files: an error or a report with a place, never a panic, a hang or a heap of memory.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{config, document, sources};
use postil_formats::{FORMATS, Reading, Source, gather, parse, serialise, unzip};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// What happens to a file: a byte changed, a stretch cut out, doubled or put elsewhere.
fn damage(bytes: &mut Vec<u8>, steps: &[(u8, usize, usize)]) {
    for (what, a, b) in steps {
        if bytes.is_empty() {
            return;
        }
        let at = a % bytes.len();
        let len = b % 40 % (bytes.len() - at).max(1);
        match what % 6 {
            0 => bytes[at] ^= 1 << (b % 8),
            1 => drop(bytes.drain(at..at + len)),
            2 => {
                let part = bytes[at..at + len].to_vec();
                let to = b % bytes.len();
                bytes.splice(to..to, part);
            }
            3 => bytes.truncate(at),
            4 => {
                let sign = b"{}[]\",:<>&\t\n0-9;|_()/"[b % 21];
                bytes.insert(at, sign);
            }
            _ => {
                // A number becomes another.
                if let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
                    bytes[at + digit] = b'0' + (b % 10) as u8;
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn damage_is_told_and_not_fatal(
        document in document(), steps in prop::collection::vec((0u8..6, 0usize..1 << 20, 0usize..1 << 20), 1..6), which in 0usize..4,
    ) {
        for format in FORMATS.iter().filter(|it| it.reads() && it.writes()) {
            let written = serialise(format, std::slice::from_ref(&document), &Default::default()).unwrap();
            let mut sources = sources(&written.files);
            if sources.is_empty() {
                continue;
            }
            let i = which % sources.len();
            damage(&mut sources[i].bytes, &steps);
            let start = Instant::now();
            let (groups, _) = gather(sources.clone(), Some(format));
            for group in &groups {
                if let Ok(read) = parse(format, &group.sources, &Reading::default()) {
                    // Whatever was read can be written, in any format.
                    serialise(format, &read.documents, &Default::default()).unwrap();
                    postil_formats::records::to_store(&read.documents, "damage").unwrap();
                }
            }
            // And told without a format.
            drop(gather(sources, None));
            prop_assert!(start.elapsed() < Duration::from_secs(5), "{}: {:?}", format.id, start.elapsed());
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS.iter().filter(|it| it.reads()) {
            for name in ["a.ann", "a.json", "a.xml", "a.tsv", "a.spacy", "a.txt", "a.conllu"] {
                let sources = [Source::new(name, bytes.clone()), Source::new("a.txt", *b"Some text")];
                drop(parse(format, &sources, &Reading::default()));
            }
        }
        drop(unzip("a.zip", &bytes));
    }
}

/// What tries to be large, deep or elsewhere.
#[test]
fn hostile_files_are_refused() {
    let error = |id: &str, name: &str, text: String| {
        let format = postil_formats::format(id).unwrap();
        match parse(format, &[Source::new(name, text)], &Reading::default()) {
            Ok(read) => format!("{:?}", read.report.entries.first().map(ToString::to_string)),
            Err(error) => error.to_string(),
        }
    };
    let entities = "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;&b;&b;\">]><collection><document/></collection>";
    assert!(error("bioc", "a.xml", entities.to_owned()).contains("entities are declared"));
    assert!(error("bioc", "a.xml", "<a>".repeat(100_000)).contains("nested"));
    assert!(error("doccano", "a.jsonl", "[".repeat(100_000)).contains("recursion"));
    assert!(error("cas-json", "a.json", "{\"a\":".repeat(100_000)).contains("recursion"));
    let far = r#"{"documents":[{"id":"1","passages":[{"offset":4000000000,"text":"a"}]}]}"#;
    assert!(error("bioc-json", "a.json", far.to_owned()).contains("do not begin"));
    let tsv = "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=a\n1-1\t4000000000-4000000001\ta\t\n";
    assert!(error("webanno", "a.tsv", tsv.to_owned()).contains("far behind"));
    // Small gaps, many of them: neither text nor time.
    let gaps: String = (1..200).map(|n| format!("#Text=a\n{n}-1\t{0}-{0}\ta\t\n\n", n * 4_000_000u64)).collect();
    assert!(error("webanno", "a.tsv", format!("#FORMAT=WebAnno TSV 3.3\n\n\n{gaps}")).contains("far behind"));
    let back = "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=abc\n1-1\t0-3\tabc\t\n\n#Text=d\n2-1\t1-2\td\t\n";
    assert!(error("webanno", "a.tsv", back.to_owned()).contains("before the end of the one before it"));
    let passages: Vec<String> = (1..200).map(|n| format!(r#"{{"offset":{},"text":"a"}}"#, n * 4_000_000u64)).collect();
    let file = format!(r#"{{"documents":[{{"id":"1","passages":[{}]}}]}}"#, passages.join(","));
    assert!(error("bioc-json", "a.json", file).contains("198 parts of the text do not begin"));
    // A link with a long role, meant many times.
    let role = "r".repeat(10_000);
    let links = ["5"; 10_000].join(",");
    let cas = format!(
        r#"{{"%FEATURE_STRUCTURES":[{{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"ab","sofaID":"_InitialView"}},
        {{"%ID":2,"%TYPE":"x.Host","@sofa":1,"begin":0,"end":1,"@slots":9}},
        {{"%ID":5,"%TYPE":"x.Link","role":"{role}","@target":2}},{{"%ID":9,"%TYPE":"uima.cas.FSArray","%ELEMENTS":[{links}]}}],
        "%VIEWS":{{"_InitialView":{{"%SOFA":1,"%MEMBERS":[2]}}}}}}"#
    );
    assert!(error("cas-json", "a.json", cas).contains("a link in it is there twice"));
    // Offsets at the end of what numbers can say.
    for end in [i64::from(u32::MAX), i64::MAX, i64::MIN, -1] {
        let line = format!(r#"{{"text":"a","label":[[0,{end},"X"],[{end},{end},"X"]]}}"#);
        assert!(error("doccano", "a.jsonl", line).contains("left out"), "{end}");
        let far = format!(r#"{{"documents":[{{"id":"1","passages":[{{"offset":{end},"text":"a"}}]}}]}}"#);
        assert!(error("bioc-json", "a.json", far).contains("do not begin"), "{end}");
    }
}

/// Places of what is wrong.
#[test]
fn errors_have_a_place() {
    let told = |id: &str, files: &[(&str, &str)]| {
        let format = postil_formats::format(id).unwrap();
        let sources: Vec<Source> = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
        match parse(format, &sources, &Reading::default()) {
            Ok(read) => read.report.entries.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
            Err(error) => error.to_string(),
        }
    };
    for (id, files, expected) in [
        (
            "doccano",
            &[("a.jsonl", "{\"text\":\"ab\",\"label\":[[0,9,\"X\"]]}\n{\"text\"\n")][..],
            "a.jsonl: line 2, column 7: not JSON",
        ),
        (
            "doccano",
            &[("a.jsonl", "{\"text\":\"ab\",\"label\":[[0,9,\"X\"]]}")],
            "a.jsonl: line 1: label[0]: left out: offset 9 lies beyond the end",
        ),
        (
            "doccano",
            &[("a.jsonl", "{\"text\":\"🇹a\",\"label\":[[1,3,\"X\"],[0,2,\"Y\"],[2,3,\"Z\"]]}")],
            "line 1: label[0]: left out: offset 1 falls inside a surrogate pair",
        ),
        (
            "brat",
            &[("a.ann", "T1\tX 0 2\tcd\n"), ("a.txt", "abcd")],
            "a.ann: line 1: repaired: “cd” does not stand at its offsets",
        ),
        ("brat", &[("a.ann", "T1\tX 0 2\tab\n")], "a.ann: its text, a.txt, is missing"),
        ("bioc", &[("a.xml", "<collection>\n <document>\n</collection>")], "a.xml: line 3"),
        ("webanno", &[("a.tsv", "#FORMAT=WebAnno TSV 2\n")], "a.tsv: line 1: this is not WebAnno TSV 3"),
        ("conllu", &[("a.conllu", "1\ta\n")], "a.conllu: line 1: it has less than 3 columns"),
        (
            "labelstudio",
            &[(
                "a.json",
                "[{\"data\":{\"text\":\"ab\"},\"annotations\":[{\"result\":[{\"type\":\"relation\",\"from_id\":\"x\",\"to_id\":\"y\"}]}]}]",
            )],
            "[0].result[0][0]: left out",
        ),
        ("hf", &[("a.jsonl", "{\"tokens\":[\"a\"],\"ner_tags\":[1]}")], "a.jsonl: line 1: tag 1 has no name"),
    ] {
        let told = told(id, files);
        assert!(told.contains(expected), "{id}: {told}");
    }
}

/// What brat's page and its server count differently.
#[test]
fn quotes_say_what_brat_counted() {
    let read = |text: &str, ann: &str| {
        let sources = [Source::new("a.ann", ann), Source::new("a.txt", text)];
        let read = parse(postil_formats::format("brat").unwrap(), &sources, &Reading::default()).unwrap();
        let it = &read.documents[0];
        let quotes: Vec<String> = it.spans.iter().map(|span| it.quote(span, " ")).collect();
        (quotes.join(","), it.text().len(), read.report.entries.len())
    };
    assert_eq!(read("a\r\nbc bc", "T1\tX 3 5\tbc\n"), ("bc".to_owned(), 8, 0));
    assert_eq!(read("a\r\nbc bc", "T1\tX 2 4\tbc\n"), ("bc".to_owned(), 7, 1));
    assert_eq!(read("\u{feff}bc bc", "T1\tX 0 2\tbc\n"), ("bc".to_owned(), 5, 0));
    assert_eq!(read("\u{feff}bc bc", "T1\tX 1 3\tbc\n"), ("bc".to_owned(), 8, 1));
    assert_eq!(read("🇹 bc bc", "T1\tX 3 5\tbc\n").0, "bc");
}

#[test]
fn encodings_of_files_are_heard() {
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("text,start,end,label\r\nÇa va,0,2,X\r\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [wide, "\u{feff}text,start,end,label\nÇa va,0,2,X".as_bytes().to_vec()] {
        let format = postil_formats::sniff("a.csv", &bytes).unwrap();
        assert_eq!(format.id, "csv");
        let read = parse(format, &[Source::new("a.csv", bytes)], &Reading::default()).unwrap();
        assert_eq!(read.documents[0].quote(&read.documents[0].spans[0], ""), "Ça");
    }
}

/// A long document with many annotations, through every format: nothing grows with the square of it.
#[test]
fn large_documents_take_time_in_proportion() {
    use postil_core::{Document, TextRange};
    use postil_formats::{Annotated, Node, Relation, Span};
    const SPANS: usize = 4000;
    let text = "Erdoğan met 🇹🇷 officials in Sochi. ".repeat(SPANS / 2);
    let mut it = Annotated::new("large", Document::new(text));
    let sentence = it.document.range().len() as usize / (SPANS / 2);
    for i in 0..SPANS / 2 {
        it.spans.push(Span::new(TextRange::from_usize(i * sentence..i * sentence + 8), "PERSON"));
        it.spans.push(Span::new(TextRange::from_usize(i * sentence..i * sentence + 12), "X"));
        it.relations.push(Relation {
            head: Node::Span(2 * i),
            tail: Node::Span(2 * i + 1),
            label: "r".to_owned(),
            facts: Default::default(),
        });
    }
    it.sort();
    for format in FORMATS.iter().filter(|it| it.reads() && it.writes()) {
        let start = Instant::now();
        let written = serialise(format, std::slice::from_ref(&it), &Default::default()).unwrap();
        let wrote = start.elapsed();
        let (groups, _) = gather(sources(&written.files), Some(format));
        let read = parse(format, &groups[0].sources, &Reading { unit: format.unit, ..Reading::default() }).unwrap();
        println!("{:16} written in {wrote:?}, read in {:?}", format.id, start.elapsed() - wrote);
        assert!(read.documents[0].spans.len() >= SPANS / 2 || !format.holds.spans, "{}", format.id);
        assert!(start.elapsed() < Duration::from_secs(20), "{}: {:?}", format.id, start.elapsed());
    }
}
