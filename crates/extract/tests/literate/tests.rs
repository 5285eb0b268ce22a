//! How pages are rewritten, with an engine that finds what these tests say.

use crate::bless::bless;
use crate::found::{Found, find};
use crate::page::{Marked, examples, mark, unmark};
use proptest::prelude::*;

/// Finds capitalised words as names, and that the first of them speaks all quotations.
fn engine(text: &str, dated: bool) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    let is_edge = |c: char| !c.is_alphanumeric();
    for word in text.split_inclusive(is_edge) {
        let bare = word.trim_end_matches(is_edge);
        if bare.starts_with(char::is_uppercase) {
            found.spans.push((at, at + bare.len(), if dated { "NAME" } else { "NAME 1" }.to_owned()));
        }
        at += word.len();
    }
    let first = found.spans.first().map(|(start, end, _)| text[*start..*end].to_owned());
    let quotes: Vec<_> =
        text.match_indices('“').filter_map(|(at, _)| Some(at..at + text[at..].find('”')? + 3)).collect();
    for quote in quotes {
        found
            .relations
            .extend(first.iter().map(|first| ("speaker".to_owned(), format!("{} ‖ {first}", &text[quote.clone()]))));
        found.spans.push((quote.start, quote.end, "QUOTE".to_owned()));
    }
    found.structure = vec![("tokens", text.split_whitespace().collect::<Vec<_>>().join(" ‖ "))];
    found
}

#[track_caller]
fn check(before: &str, after: &str) {
    let blessed = bless(before, engine).expect("it can be written");
    assert_eq!(blessed, after);
    assert_eq!(bless(&blessed, engine).as_deref(), Ok(after), "once more");
    for example in examples(&blessed) {
        let (text, _) = unmark(&example.marked).expect("it was written");
        assert_eq!(engine(&text, example.dated).check(&example).as_deref(), Ok(""));
    }
}

#[test]
fn marks_are_written_anew() {
    check("> Anna met [him](NAME).\n", "> [Anna](NAME) met him.\n");
    check("> [Anna](PLACE) \\[and Ben\\] left.\n", "> [Anna](NAME) \\[and [Ben](NAME)\\] left.\n");
    check(
        "# Times, without a date\n\n> Anna\n\n# Dated\n\n> Anna",
        "# Times, without a date\n\n> [Anna](NAME 1)\n\n# Dated\n\n> [Anna](NAME)",
    );
}

#[test]
fn spans_nest() {
    check(
        "> Anna said, “Go, Ben.”\n",
        "> [Anna](NAME) said, [“Go, [Ben](NAME).”](QUOTE)\n".replace("“Go", "“[Go](NAME)").as_str(),
    );
}

#[test]
fn texts_of_several_lines_keep_their_shape() {
    check(">one Anna\n>\n> and [two](NAME)\n>  Ben\n", ">one [Anna](NAME)\n>\n> and two\n>  [Ben](NAME)\n");
}

#[test]
fn prose_order_and_what_holds_stay() {
    let page = "# People\n\nAn Idea: with a colon, [a link](to.md) and  two blanks. \n\n> [Anna](NAME) left.\n\ntokens: none of \
        these\n\n- > no quotation\n\n> Ben came.\ntokens: Ben ‖ came\nspeaker is a word\n\n> Carl.\n";
    let after = page.replace("tokens: none of these", "tokens: Anna ‖ left.").replace("Ben ‖ came\n", "Ben ‖ came.\n");
    check(page, &after.replace("> Carl.", "> [Carl](NAME)."));
}

#[test]
fn relations_give_way_to_those_that_are_found() {
    let said = "> [Anna](NAME): [“a”](QUOTE), [“b”](QUOTE)\n";
    for (before, after) in [
        ("speaker: “a” ‖ Ben\n", "speaker: “a” ‖ Anna\n"),
        ("speaker: “b” ‖ Ben\nspeaker: “a” ‖ Ben\n", "speaker: “b” ‖ Anna\nspeaker: “a” ‖ Anna\n"),
        ("speaker: “c” ‖ Ben\nspeaker: “a” ‖ Anna\n", "speaker: “b” ‖ Anna\nspeaker: “a” ‖ Anna\n"),
        // Nothing of the kind is left.
        ("speaker: “a” ‖ Anna\ncue: “a” ‖ says\n\nMore.\n", "speaker: “a” ‖ Anna\n\nMore.\n"),
        // One is enough, as before.
        ("speaker: “b” ‖ Anna\n", "speaker: “b” ‖ Anna\n"),
    ] {
        check(&format!("{said}{before}"), &format!("{said}{after}"));
    }
}

#[test]
fn what_cannot_be_written_is_refused() {
    let crossing =
        |_: &str, _| Found { spans: vec![(0, 3, "A".to_owned()), (2, 5, "B".to_owned())], ..Found::default() };
    let error = bless("Prose.\n\n> abcdef\n", crossing).expect_err("they cross");
    assert!(error.starts_with("line 3: these spans cannot be written as marks"), "{error}");
    for (broken, why) in [("a]", "not opened"), ("[a", "not closed"), ("[a] b", "a label")] {
        let error = bless(&format!("> {broken}\n"), engine).expect_err(broken);
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn what_is_there_is_as_it_would_be_written() {
    for page in crate::PAGES {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(page);
        let text = std::fs::read_to_string(path).expect("the page is there");
        for example in examples(&text) {
            let (bare, spans) = unmark(&example.marked).expect("it can be read");
            assert_eq!(mark(&bare, &spans).as_deref(), Some(&*example.marked), "{page}:{}", example.lines.start + 1);
        }
    }
}

#[test]
fn the_engine_itself_is_written_down() {
    let page = "> President Recep Tayyip Erdoğan said on Sunday that 20 people were hurt.\nsentences: x\n";
    let blessed = bless(page, find).expect("it can be written");
    assert_eq!(blessed, page.replace(" x", " President Recep Tayyip Erdoğan said on Sunday that 20 people were hurt."));
    let blessed = bless(page.lines().next().expect("it has two"), find).expect("it can be written");
    assert_eq!(
        blessed,
        "> President [Recep Tayyip Erdoğan](PERSON) said on [Sunday](DATE 2018-09-16) that [20](CARDINAL 20) people were hurt."
    );
}

/// Spans that nest: each pair of ends is cut to what is around it.
fn nested(text: &str, cuts: &[(usize, usize)]) -> Vec<Marked> {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut spans: Vec<Marked> = Vec::new();
    for (number, (a, b)) in cuts.iter().enumerate() {
        let (a, b) = (places[a % places.len()], places[b % places.len()]);
        let (start, end) = (a.min(b), a.max(b));
        let crosses =
            |(s, e, _): &Marked| (*s < start && start < *e && *e < end) || (start < *s && *s < end && end < *e);
        if start < end && !spans.iter().any(crosses) {
            spans.push((start, end, format!("L{number}")));
        }
    }
    spans.sort_by_key(|(start, end, label)| (*start, std::cmp::Reverse(*end), label.clone()));
    spans
}

proptest! {
    #[test]
    fn marks_are_read_as_they_were_written(
        text in "[a-c ğ🇹\\[\\]()]{0,20}", cuts in prop::collection::vec((0_usize..30, 0_usize..30), 0..6)
    ) {
        let spans = nested(&text, &cuts);
        let marked = mark(&text, &spans);
        prop_assert!(marked.is_some(), "{:?} {:?}", text, spans);
        prop_assert_eq!(unmark(&marked.unwrap_or_default()), Ok((text, spans)));
    }

    #[test]
    fn whatever_is_written_is_right(text in "[ab\\\\\\[\\]]{0,8}", cuts in prop::collection::vec((0_usize..9, 0_usize..9), 0..4)) {
        // A backslash before a bracket may have no way to be written.
        let spans = nested(&text, &cuts);
        if let Some(marked) = mark(&text, &spans) {
            prop_assert_eq!(unmark(&marked), Ok((text, spans)));
        }
    }
}
