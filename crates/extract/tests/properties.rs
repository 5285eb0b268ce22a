//! What holds for any text whatever.

use jiff::civil::date;
use postil_core::Suggestions;
use postil_extract::{Extractor, Label, Model, Settings, extract, extract_with, structure};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
    let model = Model::read(include_bytes!("../models/en.postil-model"));
    Arc::new(model.expect("the model that is shipped can be read"))
});

fn settings() -> Settings {
    Settings { dct: Some(date(2018, 9, 17)), ..Settings::default() }
}

/// Checks the promises of the root documentation on one text, by rules and by the model.
fn check(text: &str) {
    let all = check_batches(text, Extractor::new(text, settings()));
    assert_eq!(all, extract(text, settings()), "the same at each run");
    let all = check_batches(text, Extractor::with_model(text, settings(), Arc::clone(&MODEL)));
    assert_eq!(all, extract_with(text, settings(), &MODEL), "the same at each run");
    check_structure(text);
}

fn check_batches(text: &str, mut extractor: Extractor) -> Suggestions {
    let mut all = Suggestions::default();
    let mut end = 0;
    while let Some(batch) = extractor.next_batch() {
        let range = batch.range.to_usize();
        assert_eq!(range.start, end, "batches follow each other");
        assert!(range.end > range.start, "a batch has text");
        assert_eq!(batch.first_span, all.spans.len());
        for span in &batch.found.spans {
            let bytes = span.range.to_usize();
            assert!(
                range.start <= bytes.start && bytes.start < bytes.end && bytes.end <= range.end,
                "{span:?} in {range:?}"
            );
            assert!(text.get(bytes).is_some(), "{span:?} lies on characters");
            assert!(!span.provenance.reasons.is_empty());
        }
        end = range.end;
        assert_eq!(extractor.progress().done.to_usize(), end);
        all.append(batch.found);
        let count = all.spans.len();
        assert!(all.relations.iter().all(|r| (r.head.max(r.tail) as usize) < count), "relations look back");
        assert!(all.members.iter().all(|m| (m.span as usize) < count), "members look back");
        assert!(all.events.iter().all(|e| (e.trigger as usize) < count), "triggers look back");
        let arguments = || all.events.iter().flat_map(|e| &e.arguments);
        assert!(arguments().all(|a| (a.span as usize) < count), "arguments look back");
    }
    assert_eq!(end, text.len(), "batches cover the text");
    assert!(all.spans.is_sorted_by_key(|s| s.range.start()));
    for relation in &all.relations {
        let of_quote = ["cue", "speaker"].contains(&relation.label.as_str());
        assert_eq!(all.spans[relation.head as usize].label == Label::Quote.key(), of_quote);
    }
    for event in &all.events {
        assert_eq!(all.spans[event.trigger as usize].label, Label::Trigger.key());
        assert!(!event.arguments.is_empty(), "nobody takes part in {event:?}");
    }
    let same =
        |a: &postil_core::SuggestedSpan, b: &postil_core::SuggestedSpan| a.range == b.range && a.label == b.label;
    assert!(all.spans.windows(2).all(|w| !same(&w[0], &w[1])), "nothing is said twice");
    all
}

fn check_structure(text: &str) {
    let found = structure(text);
    let mut at = 0;
    for token in &found.tokens {
        assert!(
            at <= token.start
                && token.start < token.end
                && text.get(token.start as usize..token.end as usize).is_some()
        );
        at = token.end;
    }
    let seen: String = found.tokens.iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
    let visible = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    assert_eq!(visible(&seen), visible(text), "no letter is outside the tokens");
    assert!(found.paragraphs.is_sorted_by_key(|p| p.range.start()));
    assert!(found.sentences.windows(2).all(|w| w[0].end() <= w[1].start()));
}

/// Pieces that have broken other programs, and what the rules look for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "President", "Putin", "Recep Tayyip Erdoğan", "of", "the", "and", "U.S.", "Mr.", "said", "New York", "UN", "(UN)", "Ltd.", "'s", "’s",
            "‘s", "n't", "don't", "al-Qaida", "bin", "St. Peter's", "Ministry of", "Inc.", "Monday", "May", "1944", "17", "September", "last", "year",
            "two", "hundred", "million", "$", "5%", "10:30", "p.m.", "2018-09-17", "17/09/2018", "the 1990s", "’98", "three-day", "every", "ago",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![
            "\"", "“", "”", "‘", "’", "'", "«", "»", "„", "``", "''", "(", ")", "[", "]", ".", ",", "...", "—", "-", "!", "?", ":", ";", "@", "#", "/", "&",
            "\n", "\r\n", "\n\n", "\r", "\t", " ", "  ", "\u{a0}", "\u{200b}", "\u{feff}", "\0", "\u{2028}",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "🇹🇷", "👩‍🚀", "👍🏽", "e\u{301}", "\u{301}", "\u{200d}", "北京", "สวัสดี", "مرحبا", "שלום", "한국", "नमस्ते", "ﬁ", "İ", "ß", "1️⃣", "http://a.b/c", "a@b.co",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let glue = prop::sample::select(vec!["", " ", " ", " "]);
    prop::collection::vec((piece, glue), 0..60)
        .prop_map(|parts| parts.into_iter().flat_map(|(p, g)| [p, g.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(debug_assertions) { 30 } else { 1000 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read(text in pieces()) {
        check(&text);
    }

    #[test]
    fn any_long_paragraph_is_read(text in pieces(), times in 1_usize..60) {
        check(&text.repeat(times));
    }
}

/// Texts of one megabyte that are meant to make a program slow, beside a plain one.
#[test]
fn no_text_is_slow() {
    let size = if cfg!(debug_assertions) { 1 << 16 } else { 1 << 20 };
    let megabyte = |piece: &str| piece.repeat(size / piece.len());
    let time = |text: &str| -> Duration {
        let start = Instant::now();
        let mut extractor = Extractor::with_model(text, settings(), Arc::clone(&MODEL));
        let mut longest = 0;
        while let Some(batch) = extractor.next_batch() {
            longest = longest.max(text[batch.range.to_usize()].trim().len());
        }
        assert!(longest <= 64 * 1024, "a batch of {longest} bytes of {:?}", &text[..12]);
        start.elapsed()
    };
    let plain = time(&megabyte(
        "Turkish President Recep Tayyip Erdoğan met Vladimir Putin in Sochi on Monday, he said. It rained.\n",
    ));
    for piece in [
        "\"",
        "“",
        "'a ",
        "‘",
        "“a ",
        "a” ",
        "\"a\" ",
        "A",
        "A ",
        "Aa ",
        "Of ",
        "University of ",
        "A. ",
        "a.",
        "a.b",
        "U.S. ",
        "Mr. ",
        "al-",
        "-",
        "1",
        "1 ",
        "1,",
        "1.",
        "1:",
        "one ",
        "hundred ",
        "million ",
        "and ",
        "two hundred and ",
        "the last ",
        "Monday ",
        "every ",
        "(A) ",
        "\n",
        "\n\n",
        "a\n",
        "A\n",
        " ",
        "@",
        "a@",
        "a@b.",
        "http://",
        "www.",
        "\u{301}",
        "\u{200d}",
        "👩‍",
        "🇹",
        "北",
        "ก",
        ".",
        "!",
        "said ",
        "“A,” he said. ",
        "he said “",
        "X, ",
        "‘s ",
        "n't",
        "’",
        "``",
        "''",
        "«",
        "Zorb of the ",
        "& A ",
        "A & ",
        "of the ",
        "bin ",
        "A bin ",
        "New York ",
        "1/",
        "9/11 ",
        "5' 11\" ",
        "[1] ",
    ] {
        let took = time(&megabyte(piece));
        assert!(took < plain * 40 + Duration::from_millis(200), "{piece:?} took {took:?}, a plain text {plain:?}");
    }
}

#[test]
fn texts_at_the_edges_are_read() {
    for text in ["", " ", "\n", "\r\n\r\n", "a", "“", "\u{feff}", "I.", "Mr.", "$", "\0"] {
        check(text);
    }
}
