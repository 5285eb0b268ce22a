//! Reads the examples in `tests/*.md` and compares them with what the engine finds.
//!
//! A quoted line is a text (several lines are one text with line breaks) with **all** its spans written as links:
//! `[text](LABEL value)`, nested if need be. `\[` is a bracket of the text itself. Lines of the form `key: a ‖ b` below it
//! say what else holds: `tokens`, `sentences`, `paragraphs`, a relation `speaker` or `cue` between two texts, a
//! `cluster` of texts that mean the same, or an `event`: its type, trigger and factuality, then what takes part. Times are
//! read on Monday 2018-09-17, unless a heading says `without a date`. Quotations, coreference and
//! events are found with the model that is shipped, everything else by rules alone, with the lists that it carries.
//!
//! `POSTIL_UPDATE=1 cargo test --package postil-extract --test literate` writes what is found into the pages. Read the
//! difference: the examples are the specification, and what is found may be wrong.

mod bless;
mod found;
mod page;
mod tests;

use bless::bless;
use found::{find, find_chains, find_events, find_speech};
use std::fs;
use std::path::Path;

const PAGES: [&str; 7] =
    ["coreference.md", "events.md", "names.md", "numbers.md", "quotes.md", "structure.md", "times.md"];

/// What to do about a difference.
const HOW: &str = "If what is found is right, `POSTIL_UPDATE=1 cargo test --package postil-extract --test literate` writes it \
                   into the pages.";

#[test]
fn every_example_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut failed = String::new();
    let mut count = 0;
    for name in PAGES {
        let path = folder.join(name);
        let find = match name {
            "coreference.md" => find_chains,
            "events.md" => find_events,
            "quotes.md" => find_speech,
            _ => find,
        };
        let mut text = fs::read_to_string(&path).expect("the page is there");
        if std::env::var_os("POSTIL_UPDATE").is_some() {
            let blessed = bless(&text, find).unwrap_or_else(|why| panic!("{name}, {why}"));
            if blessed != text {
                fs::write(&path, &blessed).expect("the page can be written");
                println!("{name} was rewritten: read the difference");
                text = blessed;
            }
        }
        for example in page::examples(&text) {
            count += 1;
            let line = example.lines.start + 1;
            let (bare, _) = page::unmark(&example.marked).unwrap_or_else(|why| panic!("{name}:{line}: {why}"));
            let wrong = find(&bare, example.dated).check(&example).unwrap_or_else(|why| why);
            if !wrong.is_empty() {
                failed += &format!("{name}:{line}\n{wrong}");
            }
        }
    }
    assert!(failed.is_empty(), "\n{failed}{HOW}");
    assert!(count > 50, "{count} examples were read");
}
