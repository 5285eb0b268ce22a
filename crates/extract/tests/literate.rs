//! Reads the examples in `tests/*.md` and compares them with what the engine finds.
//!
//! A quoted line is a text (several lines are one text with line breaks) with **all** its spans written as links:
//! `[text](LABEL value)`, nested if need be. `\[` is a bracket of the text itself. Lines of the form `key: a ‖ b` below it
//! say what else holds: `tokens`, `sentences`, `paragraphs`, or a relation `speaker` or `cue` between two texts. Times are
//! read on Monday 2018-09-17, unless a heading says `without a date`.

use jiff::civil::date;
use postil_extract::{Settings, extract, structure};
use std::fmt::Write;
use std::path::Path;

/// One example with its expectations.
#[derive(Default)]
struct Example {
    line: usize,
    marked: String,
    facts: Vec<(String, String)>,
    dated: bool,
}

/// A span as it is written in an example.
type Marked = (usize, usize, String);

/// The text without its marks, and the spans.
fn unmark(marked: &str) -> (String, Vec<Marked>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' if rest.starts_with(['[', ']']) => {
                text.push_str(&rest[..1]);
                rest = &rest[1..];
            }
            '[' => open.push(text.len()),
            ']' => {
                let start = open.pop().expect("a closing bracket has an opening one");
                let end = rest.find(')').filter(|_| rest.starts_with('(')).expect("a label follows in round brackets");
                spans.push((start, text.len(), rest[1..end].to_owned()));
                rest = &rest[end + 1..];
            }
            _ => text.push(c),
        }
    }
    spans.sort_by_key(|(start, end, label)| (*start, std::cmp::Reverse(*end), label.clone()));
    (text, spans)
}

fn examples(page: &str) -> Vec<Example> {
    let mut all: Vec<Example> = Vec::new();
    let (mut dated, mut quoting) = (true, false);
    for (at, line) in page.lines().enumerate() {
        if line.starts_with('#') {
            dated = !line.contains("without a date");
        }
        if let Some(text) = line.strip_prefix('>') {
            let text = text.strip_prefix(' ').unwrap_or(text);
            if !quoting {
                all.push(Example { line: at + 1, dated, ..Example::default() });
            }
            let example = all.last_mut().expect("one was begun");
            if quoting {
                example.marked.push('\n');
            }
            example.marked.push_str(text);
            quoting = true;
            continue;
        }
        quoting = false;
        let keys = ["tokens", "sentences", "paragraphs", "speaker", "cue"];
        if let (Some(example), Some((key, value))) = (all.last_mut(), line.split_once(": "))
            && keys.contains(&key)
        {
            example.facts.push((key.to_owned(), value.to_owned()));
        }
    }
    all
}

/// What an example gets wrong, in words.
fn check(example: &Example) -> String {
    let (text, expected) = unmark(&example.marked);
    let settings = Settings { dct: example.dated.then(|| date(2018, 9, 17)), ..Settings::default() };
    let found = extract(&text, settings);
    let mut wrong = String::new();
    let spans: Vec<Marked> = found
        .spans
        .iter()
        .map(|s| {
            let range = s.range.to_usize();
            let value = s.value.as_deref().map_or(String::new(), |v| format!(" {v}"));
            (range.start, range.end, format!("{}{value}", s.label))
        })
        .collect();
    let structural = example.facts.iter().any(|(key, _)| ["tokens", "sentences", "paragraphs"].contains(&key.as_str()));
    let mut show = |what: &str, (start, end, label): &Marked| {
        writeln!(wrong, "    {what} {label}: {:?}", &text[*start..*end]).expect("a string takes everything");
    };
    if !structural {
        expected.iter().filter(|s| !spans.contains(s)).for_each(|s| show("missing", s));
        spans.iter().filter(|s| !expected.contains(s)).for_each(|s| show("not expected", s));
    }
    let structure = structure(&text);
    for (key, value) in &example.facts {
        let parts: Vec<&str> = match key.as_str() {
            "tokens" => structure.tokens.iter().map(|t| &text[t.start as usize..t.end as usize]).collect(),
            "sentences" => structure.sentences.iter().map(|s| &text[s.to_usize()]).collect(),
            "paragraphs" => structure.paragraphs.iter().map(|p| &text[p.range.to_usize()]).collect(),
            kind => {
                let of = |at: usize| &text[found.spans[at].range.to_usize()];
                let pairs = found
                    .relations
                    .iter()
                    .filter(|r| r.label.as_str() == kind)
                    .map(|r| [of(r.head as usize), of(r.tail as usize)]);
                if !pairs.clone().any(|pair| pair.join(" ‖ ") == *value) {
                    let all: Vec<_> = pairs.map(|pair| pair.join(" ‖ ")).collect();
                    writeln!(wrong, "    {kind}: {all:?}").expect("a string takes everything");
                }
                continue;
            }
        };
        let parts = parts.join(" ‖ ").replace('\n', "⏎");
        if parts != *value {
            writeln!(wrong, "    {key}: {parts}").expect("a string takes everything");
        }
    }
    wrong
}

#[test]
fn every_example_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut failed = String::new();
    let mut count = 0;
    for file in ["names.md", "numbers.md", "quotes.md", "structure.md", "times.md"] {
        let page = std::fs::read_to_string(folder.join(file)).expect("the page is there");
        for example in examples(&page) {
            count += 1;
            let wrong = check(&example);
            if !wrong.is_empty() {
                failed += &format!("{file}:{}\n{wrong}", example.line);
            }
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
    assert!(count > 50, "{count} examples were read");
}
