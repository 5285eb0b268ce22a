//! Which of nested spans a flat format keeps, and what of a document is written.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_core::{Document, Kind, Layer, TextRange};
use postil_formats::{
    Annotated, Cluster, Definition, FORMATS, Facts, Losses, Nested, Node, Overlap, Reading, Relation, Selection,
    Source, Span, Writing, format, parse, records, serialise,
};
use std::sync::Arc;

const TEXT: &str = "“Ann Lee of the Bank of Lima spoke,” Bob said.";

/// The places of words, each with a label.
fn document(text: &str, spans: &[(&str, &str)]) -> Annotated {
    let mut it = Annotated::new("a", Document::new(text));
    it.spans = spans
        .iter()
        .map(|(label, words)| {
            let start = text.find(words).unwrap();
            Span::new(TextRange::from_usize(start..start + words.len()), *label)
        })
        .collect();
    it.sort();
    it
}

fn quoted() -> Annotated {
    document(
        TEXT,
        &[
            ("QUOTE", "“Ann Lee of the Bank of Lima spoke,”"),
            ("PERSON", "Ann Lee"),
            ("ORG", "the Bank of Lima"),
            ("GPE", "Lima"),
            ("PERSON", "Bob"),
            ("CUE", "said"),
        ],
    )
}

/// `LABEL words` of what comes back of a document that is written.
fn kept(id: &str, it: &Annotated, nested: Option<Nested>) -> (Vec<String>, Losses) {
    let format = format(id).unwrap();
    let written = serialise(format, std::slice::from_ref(it), &Writing { nested, ..Writing::default() }).unwrap();
    let sources: Vec<Source> =
        written.files.iter().map(|file| Source::new(file.name.clone(), file.bytes.clone())).collect();
    let read = parse(format, &sources, &Reading::default()).unwrap();
    let said = |it: &Annotated| -> Vec<String> {
        it.spans.iter().map(|span| format!("{} {}", span.label, it.quote(span, " "))).collect()
    };
    (read.documents.iter().flat_map(said).collect(), written.losses)
}

#[test]
fn names_win_over_the_quote_around_them_in_every_flat_format() {
    let flat: Vec<&str> = FORMATS
        .iter()
        .filter(|it| it.reads() && it.writes() && it.holds.spans && it.holds.overlap == Overlap::None)
        .map(|it| it.id)
        .collect();
    assert!(flat.contains(&"conll2003") && flat.contains(&"hf"), "{flat:?}");
    for id in flat {
        assert!(format(id).unwrap().holds.chooses_nested(), "{id}");
        let (found, losses) = kept(id, &quoted(), None);
        assert_eq!(found, ["PERSON Ann Lee", "ORG the Bank of Lima", "PERSON Bob", "CUE said"], "{id}");
        let told: Vec<String> = losses.0.iter().filter(|it| !it.is_aside).map(ToString::to_string).collect();
        let told = told.iter().find(|it| it.contains("quotes around names")).unwrap();
        assert!(told.contains(": 2 left out"), "{id}: {told}");
        let (found, _) = kept(id, &quoted(), Some(Nested::Innermost));
        assert_eq!(found, ["PERSON Ann Lee", "GPE Lima", "PERSON Bob", "CUE said"], "{id}");
        let (found, _) = kept(id, &quoted(), Some(Nested::Outermost));
        assert_eq!(found.len(), 3, "{id}: {found:?}");
        assert!(found[0].starts_with("QUOTE") && found[1] == "PERSON Bob", "{id}: {found:?}");
    }
}

#[test]
fn a_quote_without_names_stays_and_one_that_crosses_a_name_yields() {
    let (found, losses) =
        kept("conll2003", &document("He said “no” to Ann.", &[("QUOTE", "“no”"), ("PER", "Ann")]), None);
    assert_eq!(found, ["QUOTE “ no ”", "PER Ann"]);
    assert!(!losses.is_missed(), "{losses:?}");
    let crossing = document("a b c d e f", &[("Quote", "a b c d e"), ("DATE", "e f")]);
    assert_eq!(kept("bioes", &crossing, None).0, ["DATE e f"]);
}

#[test]
fn entities_of_spacy_are_chosen_likewise_and_all_spans_stay_in_the_group() {
    for (nested, expected) in [
        (None, "[[1,8,\"PERSON\"],[12,28,\"ORG\"],[37,40,\"PERSON\"],[41,45,\"CUE\"]]"),
        (Some(Nested::Innermost), "[[1,8,\"PERSON\"],[24,28,\"GPE\"],[37,40,\"PERSON\"],[41,45,\"CUE\"]]"),
        (Some(Nested::Outermost), "[[0,36,\"QUOTE\"],[37,40,\"PERSON\"],[41,45,\"CUE\"]]"),
    ] {
        let writing = Writing { nested, ..Writing::default() };
        let written = serialise(format("spacy-tuples").unwrap(), &[quoted()], &writing).unwrap();
        let text: String = String::from_utf8(written.files[0].bytes.clone()).unwrap().split_whitespace().collect();
        assert!(text.contains(&format!("\"entities\":{expected}")), "{nested:?}: {text}");
        assert_eq!(kept("spacy", &quoted(), nested).0.len(), 6, "{nested:?}");
    }
}

#[test]
fn a_label_is_a_quote_by_its_layer_and_not_by_its_name() {
    let mut it = document("He told us that Ann left.", &[("Speech", "that Ann left"), ("PER", "Ann")]);
    assert_eq!(kept("conll2003", &it, None).0, ["Speech that Ann left"]);
    let speech = Definition { layer: Some(Layer::Quotes), ..Definition::new(Kind::Label, "Speech") };
    it.schema = Arc::new([speech].into_iter().collect());
    assert_eq!(kept("conll2003", &it, None).0, ["PER Ann"]);
    // The layer comes from a project, and goes into one.
    let (store, documents) = records::to_store(&[it], "test").unwrap();
    let again = records::from_store(&store, &documents);
    assert_eq!(again[0].layer_of(Kind::Label, "Speech"), Layer::Quotes);
    assert_eq!(again[0].schema.get(Kind::Label, "PER").unwrap().layer, None);
}

#[test]
fn words_that_spans_cut_are_named() {
    let it = document(
        "Turkey’s Erdogan met Johnson and anti-Russian voices.",
        &[("GPE", "Turkey"), ("PER", "John"), ("NORP", "Russian")],
    );
    for id in ["conll2003", "hf", "conllu", "webanno"] {
        let (_, losses) = kept(id, &it, None);
        let told = |is_aside| -> Vec<String> {
            let cut = losses.0.iter().filter(|it| it.is_aside == is_aside && it.what.starts_with("words"));
            cut.map(ToString::to_string).collect()
        };
        assert_eq!(told(false), ["words that a span cuts: 1 written in parts (as “Johnson”)"], "{id}");
        let aside = "words that a span parts from a mark or an ending: 1 written in parts (as “Turkey’s”)";
        assert_eq!(told(true), [aside], "{id}");
    }
    let many: Vec<String> = (0..7).map(|i| format!("ab{i}c")).collect();
    let text = many.join(" ");
    let starts: Vec<String> = (0..7).map(|i| format!("ab{i}")).collect();
    let spans: Vec<(&str, &str)> = starts.iter().map(|it| ("X", it.as_str())).collect();
    let (_, losses) = kept("conll2003", &document(&text, &spans), None);
    let told: Vec<String> = losses.0.iter().map(ToString::to_string).collect();
    let expected = "words that a span cuts: 7 written in parts (as “ab0c”, “ab1c”, “ab2c”, “ab3c”, “ab4c”, …)";
    assert!(told.contains(&expected.to_owned()), "{told:?}");
    // Nothing is cut where no words are written.
    assert!(kept("doccano", &it, None).1.0.iter().all(|it| !it.what.starts_with("words")));
}

/// What is lost, as (missed, aside).
fn lost(id: &str, it: &Annotated) -> (Vec<&'static str>, Vec<&'static str>) {
    let losses = kept(id, it, None).1;
    let (aside, missed) = losses.0.iter().partition::<Vec<_>, _>(|it| it.is_aside);
    (missed.iter().map(|it| it.what).collect(), aside.iter().map(|it| it.what).collect())
}

#[test]
fn a_loss_is_what_those_who_want_the_format_would_miss() {
    let mut it = document("Ann met Bob.", &[("PER", "Ann"), ("PER", "Bob")]);
    it.spans[0].facts.score = Some(postil_core::Score::from_parts(9000));
    it.spans[1].facts.notes.push("who?".to_owned());
    it.relations.push(Relation {
        head: Node::Span(0),
        tail: Node::Span(1),
        label: "met".to_owned(),
        facts: Facts::default(),
    });
    it.dct = Some("2024-01-02".to_owned());
    // Labels on words are all that is looked for here.
    let (missed, aside) = lost("conll2003", &it);
    assert!(missed.is_empty(), "{missed:?}");
    assert_eq!(aside, ["relations", "notes", "scores", "dates of documents", "texts"]);
    // There are relations here, so a note might be looked for too.
    assert_eq!(lost("doccano", &it), (vec!["notes"], vec!["scores", "dates of documents"]));
    assert_eq!(lost("brat", &it), (vec![], vec!["scores", "dates of documents"]));
}

#[test]
fn layers_and_documents_that_are_done_can_be_chosen() {
    let mut it = quoted();
    let place = |label: &str| it.spans.iter().position(|span| span.label == label).unwrap();
    let (quote, bob) = (place("QUOTE"), it.spans.iter().rposition(|span| span.label == "PERSON").unwrap());
    let (cue, ann) = (place("CUE"), place("PERSON"));
    let relation = |tail, label: &str| Relation {
        head: Node::Span(quote),
        tail: Node::Span(tail),
        label: label.to_owned(),
        facts: Facts::default(),
    };
    it.relations = vec![relation(bob, "speaker"), relation(cue, "cue")];
    it.clusters = vec![Cluster {
        members: vec![Node::Span(ann), Node::Span(bob)],
        label: "coreference".to_owned(),
        facts: Facts::default(),
    }];
    it.sort();
    let chosen = |layers: &[Layer]| {
        let mut documents = vec![it.clone()];
        let selection = Selection { layers: Some(layers.to_vec()), is_done: false };
        let losses = selection.apply(&mut documents);
        let it = documents.remove(0);
        let labels: Vec<&str> = it.spans.iter().map(|span| span.label.as_str()).collect();
        let relations: Vec<&str> = it.relations.iter().map(|it| it.label.as_str()).collect();
        (labels.join(" "), relations.join(" "), it.clusters.len(), losses.0.iter().map(|it| it.count).sum::<usize>())
    };
    let names = "PERSON ORG GPE PERSON".to_owned();
    assert_eq!(chosen(&[Layer::Entities]), (names.clone(), String::new(), 0, 0));
    assert_eq!(chosen(&[Layer::Entities, Layer::Coreference]), (names, String::new(), 1, 0));
    // The speaker is a name: the relation to it goes too, and that is told.
    assert_eq!(chosen(&[Layer::Quotes]), ("QUOTE CUE".to_owned(), "cue".to_owned(), 0, 1));
    assert_eq!(chosen(Layer::ALL).3, 0);
    assert_eq!(chosen(&[]), (String::new(), String::new(), 0, 0));

    let done = Annotated { is_done: true, ..document("Done.", &[]) };
    // A project says which are done.
    let written = serialise(format("postil-project").unwrap(), &[it, done], &Writing::default()).unwrap();
    let file = Source::new("p.json", written.files[0].bytes.clone());
    let mut documents = parse(format("postil-project").unwrap(), &[file], &Reading::default()).unwrap().documents;
    assert_eq!(documents.len(), 2);
    Selection { layers: None, is_done: true }.apply(&mut documents);
    assert_eq!(documents.iter().map(Annotated::text).collect::<Vec<_>>(), ["Done."]);
}
