//! What a target cannot hold as it is, or its readers pass over.

#![allow(
    clippy::unwrap_used,
    clippy::single_range_in_vec_init,
    reason = "a test may panic, and most spans have one part"
)]

use postil_core::{Document, Fragments, TextRange};
use postil_formats::{Annotated, Reading, Source, Span, format, parse, serialise};

/// A text with spans, each of some parts.
fn document(text: &str, spans: &[(&str, &[std::ops::Range<usize>])]) -> Annotated {
    let mut it = Annotated::new("a", Document::new(text));
    for (label, parts) in spans {
        let ranges = parts.iter().map(|part| TextRange::from_usize(part.clone())).collect();
        it.spans.push(Span { fragments: Fragments::new(ranges).unwrap(), ..Span::new(TextRange::default(), *label) });
    }
    it
}

/// What is written of it, and what is told.
fn written(id: &str, it: Annotated) -> (String, Vec<String>, bool) {
    let written = serialise(format(id).unwrap(), &[it], &Default::default()).unwrap();
    let text = String::from_utf8(written.files[0].bytes.clone()).unwrap();
    (text, written.losses.0.iter().map(ToString::to_string).collect(), written.losses.is_lossless())
}

#[test]
fn a_span_with_a_gap_yields_to_those_in_the_gap() {
    // Ann Lee of the Bank of Lima met Bob.
    let spans: &[(&str, &[std::ops::Range<usize>])] =
        &[("PER", &[0..7]), ("ORG", &[15..27]), ("LOC", &[23..27]), ("PER", &[32..35]), ("PAIR", &[0..3, 32..35])];
    let it = || document("Ann Lee of the Bank of Lima met Bob.", spans);
    for id in ["conll2002", "bioes", "spacy-v2"] {
        let (text, told, is_lossless) = written(id, it());
        let gap = "spans with gaps that others overlap: 1 left out (as PAIR “Ann … Bob”)";
        assert!(told.iter().any(|it| it == gap) && !is_lossless, "{id}: {told:?}");
        assert!(
            told.iter()
                .any(|it| it == "spans that overlap a longer one, and quotes around names: 1 left out (as LOC “Lima”)"),
            "{told:?}"
        );
        assert!(!text.contains("PAIR") && text.contains("ORG") && text.matches("PER").count() > 1, "{id}: {text}");
    }
    // What nothing overlaps is written from first to last.
    let (text, told, _) =
        written("conll2002", document("Ann and Bob met Eve", &[("PAIR", &[0..3, 8..11]), ("PER", &[16..19])]));
    assert_eq!(told, ["spans with gaps: 1 written from first to last, gaps included (as PAIR “Ann … Bob”)"]);
    assert_eq!(text, "Ann\tB-PAIR\nand\tI-PAIR\nBob\tI-PAIR\nmet\tO\nEve\tB-PER\n\n");
    // Where spans may be nested, it throws out none that it crosses.
    let crossing: &[(&str, &[std::ops::Range<usize>])] = &[("PAIR", &[0..3, 16..19]), ("X", &[8..22])];
    let (text, told, _) = written("tei", document("Ann and Bob met Eve here", crossing));
    assert!(told.iter().any(|it| it.starts_with("spans with gaps that others overlap: 1")), "{told:?}");
    assert!(text.contains("Bob met Eve he<") && !text.contains("PAIR"), "{text}");
    let around: &[(&str, &[std::ops::Range<usize>])] = &[("PAIR", &[0..3, 16..19]), ("X", &[8..11])];
    let (text, _, _) = written("tei", document("Ann and Bob met Eve here", around));
    assert!(text.contains("PAIR") && text.contains("\"X\""), "{text}");
}

#[test]
fn spans_within_words_are_told_where_readers_have_words_of_their_own() {
    let it = || {
        document(
            "Susannah paid 34Euro, 東京都",
            &[("A", &[0..3]), ("B", &[14..16]), ("C", &[16..20]), ("D", &[0..8]), ("E", &[22..28])],
        )
    };
    for id in ["spacy", "spacy-tuples", "spacy-v2"] {
        let (text, told, is_lossless) = written(id, it());
        let within = told.iter().find(|it| it.starts_with("spans that begin or end within a word:")).unwrap();
        assert!(within.contains("written, but spaCy trains without those"), "{within}");
        assert!(text.contains("Susannah"));
        assert!(is_lossless || id == "spacy-v2", "{told:?}");
    }
    let (_, told, _) =
        written("spacy-tuples", document("don't, Anna-Lena", &[("A", &[0..5]), ("B", &[7..11]), ("C", &[12..16])]));
    assert_eq!(told, Vec::<String>::new());
    let (_, told, _) = written("doccano", it());
    assert_eq!(told, Vec::<String>::new());
}

/// Two libraries read BioC, and no quote of a span with a gap suits both.
#[test]
fn gaps_that_a_validator_does_not_take_are_told() {
    for id in ["bioc", "bioc-json"] {
        let (text, told, is_lossless) =
            written(id, document("Ann and Bob met", &[("PAIR", &[0..3, 8..11]), ("PER", &[0..3])]));
        assert!(text.contains(">Ann Bob<") || text.contains("\"Ann Bob\""), "{text}");
        let gaps = "spans with gaps: 1 written with what stands in their parts, which the validator of the library bioc does not take \
                    (as PAIR “Ann … Bob”)";
        assert!(is_lossless && told == [gaps], "{told:?}");
        assert_eq!(written(id, document("Ann met", &[("PER", &[0..3])])).1, Vec::<String>::new());
    }
    // Both are read.
    for quote in ["Ann Bob", "Ann and Bob"] {
        let json = serde_json::json!({"documents": [{"id": "a", "passages": [{"offset": 0, "text": "Ann and Bob met", "annotations": [
            {"id": "1", "infons": {"type": "PAIR"}, "text": quote, "locations": [{"offset": 0, "length": 3}, {"offset": 8, "length": 3}]}
        ]}]}]});
        let source = Source::new("a.json", json.to_string());
        let read = parse(format("bioc-json").unwrap(), &[source], &Reading::default()).unwrap();
        assert_eq!(read.report.entries.len(), 0, "{:?}", read.report);
        assert_eq!(read.documents[0].spans[0].fragments.as_slice().len(), 2);
    }
}

#[test]
fn entities_of_spacy_are_not_those_with_gaps() {
    let spans: &[(&str, &[std::ops::Range<usize>])] = &[("PAIR", &[0..3, 8..11]), ("PER", &[0..3]), ("PER", &[8..11])];
    let (text, told, _) = written("spacy", document("Ann and Bob met", spans));
    assert_eq!(told, ["spans with gaps that others overlap: 1 left out (as PAIR “Ann … Bob”)"]);
    assert!(!text.contains("PAIR") && text.matches("PER").count() == 2, "{text}");
}

/// spaCy makes the text anew from words and single blanks: whatever else is white space is a word there.
#[test]
fn words_of_the_older_json_are_all_of_the_text() {
    let it = document("Ann\n\nmet  Bob\tLee.", &[("PER", &[0..3]), ("PER", &[10..17])]);
    let text = it.text().to_owned();
    let (written, told, _) = written("spacy-v2", it);
    let value: serde_json::Value = serde_json::from_str(&written).unwrap();
    let sentences = value[0]["paragraphs"][0]["sentences"].as_array().unwrap();
    let tokens = sentences.iter().flat_map(|it| it["tokens"].as_array().unwrap());
    let words: Vec<(&str, &str)> =
        tokens.map(|it| (it["orth"].as_str().unwrap(), it["ner"].as_str().unwrap())).collect();
    let mut at = 0;
    for (orth, _) in &words {
        at += text[at..].strip_prefix(' ').map_or(0, |_| 1);
        assert!(text[at..].starts_with(orth), "{words:?}");
        at += orth.len();
    }
    assert_eq!((at, told.len()), (text.len(), 0));
    assert_eq!(words[0], ("Ann", "U-PER"));
    assert!(words.contains(&("\n\n", "O")) && words.contains(&("\t", "I-PER")), "{words:?}");
}

/// spaCy parts documents at the line that the corpus of 2003 has; any other is a word of a text for it.
#[test]
fn documents_of_conll_2003_begin_as_its_corpus_has_it() {
    let (text, ..) = written("conll2003", document("Ann met", &[("PER", &[0..3])]));
    assert!(text.starts_with("-DOCSTART- -X- O O\n\nAnn -X- -X- I-PER\n"), "{text}");
}
