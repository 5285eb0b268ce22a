//! What chunks of text look like, as snapshots beside this file: `cargo insta review` shows what differs, and takes it.
//!
//! A block is a line with what is true of it, then its pieces in order: text in quotation marks with the styles of its
//! lanes, and what is in the margin. No field of a drawing is left out.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod desk;
mod words;

use desk::Desk;
use insta::assert_snapshot;
use postil_core::{ByteOffset, Score};
use postil_editor::{Action, Command, Item};

#[test]
fn text_alone() {
    let text = "A heading\r\n\r\nLines that were broken at a column, as those of mail are, have about\nthe same length and \
        are one paragraph, the last one of them shorter\nthan the others.\n\n  \nThe end 🇭🇷";
    let mut desk = Desk::new(text);
    assert_snapshot!(desk.draw());
    desk.state.apply(Action::Click { offset: desk.range("shorter").start() });
    assert_snapshot!("text_with_the_cursor", desk.draw());
}

#[test]
fn nested() {
    let mut desk = Desk::new("The Bank of England said no.");
    desk.span("ORG", &["Bank of England"]);
    let inner = desk.span("GPE", &["England"]);
    desk.span("MISC", &["The Bank of England said"]);
    assert_snapshot!(desk.draw());
    desk.focus(Item::Span(inner));
    assert_snapshot!("nested_and_the_inner_one_focused", desk.draw());
}

#[test]
fn the_same_words_twice() {
    let mut desk = Desk::new("In Georgia, then.");
    desk.span("GPE", &["Georgia"]);
    desk.span("PERSON", &["Georgia"]);
    assert_snapshot!(desk.draw());
}

#[test]
fn overlapping() {
    let mut desk = Desk::new("one two three four five");
    let first = desk.span("PERSON", &["one two three"]);
    desk.span("ORG", &["two three four"]);
    desk.span("GPE", &["three four five"]);
    desk.span("DATE", &["five"]);
    assert_snapshot!(desk.draw());
    desk.focus(Item::Span(first));
    assert_snapshot!("overlapping_and_the_first_one_focused", desk.draw());
}

#[test]
fn deeper_than_lanes() {
    let mut desk = Desk::new("a b c d e f g h");
    for words in ["a b c d e f g h", "b c d e f g", "b c d e f", "c d e f", "c d e", "d e", "d"] {
        desk.span("MISC", &[words]);
    }
    assert_snapshot!(desk.draw());
}

#[test]
fn fragmented() {
    let mut desk = Desk::new("Ana and Tom Berg,\nboth of Split.");
    let both = desk.span("PERSON", &["Ana", "Berg", "both"]);
    desk.span("PERSON", &["Tom Berg"]);
    assert_snapshot!(desk.draw());
    desk.focus(Item::Span(both));
    assert_snapshot!("fragmented_and_focused", desk.draw());
}

#[test]
fn zero_width() {
    let mut desk = Desk::new("one two\nthree");
    let first = desk.point("MISC", 0);
    desk.point("EVENT", 5);
    desk.span("PERSON", &["two"]);
    desk.point("GPE", 7);
    desk.point("GPE", 8);
    desk.point("DATE", 13);
    desk.focus(Item::Span(first));
    assert_snapshot!(desk.draw());
}

#[test]
fn zero_width_where_the_text_ends_with_its_line() {
    let mut desk = Desk::new("one\n");
    desk.point("GPE", 3);
    desk.point("DATE", 4);
    assert_snapshot!(desk.draw());
}

#[test]
fn a_line_in_pieces() {
    let mut desk = Desk::new(&"word ".repeat(2_000));
    let at = desk.state.document().unwrap().blocks()[0].range.end();
    desk.span_at("ORG", postil_core::TextRange::new(ByteOffset::new(at.get() - 5), ByteOffset::new(at.get() + 4)));
    desk.point("GPE", at.to_usize());
    let drawn: Vec<String> = desk.draw().lines().map(shortened).collect();
    assert_snapshot!(drawn.join("\n"));
}

/// A line whose text is counted where it is long.
fn shortened(line: &str) -> String {
    let words = line.matches("word").count();
    if words < 9 { line.to_owned() } else { format!("    {words} words") }
}

#[test]
fn suggestions() {
    let mut desk = Desk::new("Ana met Tom in Split on Monday.");
    desk.suggest(
        &[("PERSON", "Ana", 0.9), ("PERSON", "Tom", 0.49), ("GPE", "Split", 0.6), ("DATE", "on Monday", 0.9)],
        &[],
    );
    desk.span("DATE", &["Monday"]);
    assert_snapshot!(desk.draw());
    desk.press(Command::Next);
    desk.press(Command::Accept);
    desk.state.preferences.threshold = Score::from(0.4);
    assert_snapshot!("suggestions_one_accepted_and_a_lower_threshold", desk.draw());
}

#[test]
fn a_paragraph_is_done_when_all_in_it_is_decided() {
    let mut desk = Desk::new("Ana met Tom.\nIt was in Split.\nNobody else came.\nOn Monday.");
    desk.suggest(
        &[("PERSON", "Ana", 0.9), ("GPE", "Split", 0.6), ("DATE", "Monday", 0.9), ("PERSON", "Nobody", 0.4)],
        &[],
    );
    let mut done = Vec::new();
    for command in [Command::Next, Command::Accept, Command::Reject, Command::Undo] {
        desk.press(command);
        let drawn = desk.draw();
        done.push(drawn.lines().filter(|line| line.contains(", done")).map(str::to_owned).collect::<Vec<_>>());
    }
    let (first, second) = ("block 0, paragraph 1, done".to_owned(), "block 1, paragraph 2, done".to_owned());
    // Where nothing is left, though there was something: nobody is asked about the third.
    assert_eq!(done, [vec![], vec![first.clone()], vec![first.clone(), second], vec![first]]);
}

#[test]
fn quotations_and_speakers() {
    let mut desk = Desk::new("🇭🇷 Ana said: “It went\nwell,\nTom.” And “No,” he said. “Yes.”");
    let quote = desk.span("QUOTE", &["“It went\nwell,\nTom.”"]);
    let ana = desk.span("PERSON", &["Ana"]);
    desk.span("PERSON", &["Tom"]);
    desk.relate("speaker", quote, ana);
    desk.suggest(&[("QUOTE", "“No,”", 0.9), ("PERSON", "he", 0.9), ("QUOTE", "“Yes.”", 0.9)], &[("speaker", 0, 1)]);
    assert_snapshot!(desk.draw());
    desk.focus(Item::Span(quote));
    assert_snapshot!("quotations_and_the_first_one_focused", desk.draw());
}

#[test]
fn notes() {
    let mut desk = Desk::new("🇭🇷 Ana met Tom\nin Split.");
    let ana = desk.span("PERSON", &["Ana", "Split"]);
    let tom = desk.span("PERSON", &["Tom\nin"]);
    desk.press(Command::Note { on: ana, text: "Which one?".to_owned() });
    desk.press(Command::Note { on: tom, text: "Ends in the next line.".to_owned() });
    assert_snapshot!(desk.draw());
}

#[test]
fn a_label_that_the_schema_lost() {
    let mut desk = Desk::new("Ana left.");
    desk.span("WIZARD", &["Ana"]);
    assert_snapshot!(desk.draw());
}

#[test]
fn right_to_left() {
    let mut desk = Desk::new("قالت آنا بتروفيتش يوم الاثنين.");
    desk.span("PERSON", &["آنا بتروفيتش"]);
    desk.span("DATE", &["الاثنين"]);
    assert_snapshot!(desk.draw());
}

#[test]
fn lanes_agree_over_chunks() {
    let line = "Some words that nobody tagged, to fill a line of this text.\n";
    let text = line.repeat(200);
    let mut desk = Desk::new(&text);
    let document = desk.state.document().unwrap().clone();
    let edge = document.chunks()[0].range.end();
    let around = |before: u32, after: u32| {
        postil_core::TextRange::new(ByteOffset::new(edge.get() - before), ByteOffset::new(edge.get() + after))
    };
    desk.span_at("ORG", around(20, 20));
    desk.span_at("GPE", around(10, 30));
    desk.span_at("DATE", around(0, 4));
    let chunks: Vec<String> = desk.draw().split("chunk ").map(str::to_owned).collect();
    let before: Vec<&str> = chunks[1].lines().collect();
    let after: Vec<&str> = chunks[2].lines().take(6).collect();
    let drawn = format!("…\n{}\nchunk {}\n…", before[before.len() - 4..].join("\n"), after.join("\n"));
    assert_snapshot!(drawn);
}
