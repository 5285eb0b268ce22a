//! Pages of examples: what stands in them, and how spans are written into a text.

use std::cmp::Reverse;
use std::ops::Range;

/// A span as it is written in an example: start and end in bytes, the end exclusive, then label and value.
pub type Marked = (usize, usize, String);

/// Between the parts of a fact.
pub const BETWEEN: &str = " ‖ ";

/// What an example may say below its text about the structure of it.
const STRUCTURE: [&str; 3] = ["tokens", "sentences", "paragraphs"];
/// And about relations between its spans.
const RELATIONS: [&str; 8] = ["speaker", "cue", "cluster", "event", "title", "member_of", "located_in", "apposition"];

/// One example with its expectations.
#[derive(Default)]
pub struct Example {
    /// The quoted lines, counted from 0.
    pub lines: Range<usize>,
    pub marked: String,
    pub facts: Vec<Fact>,
    /// Are its times read on a date?
    pub dated: bool,
}

/// A line below a text.
pub struct Fact {
    /// Counted from 0.
    pub line: usize,
    pub key: String,
    pub value: String,
}

impl Example {
    /// Is it about tokens, sentences or paragraphs, so that its spans say nothing?
    pub fn is_structural(&self) -> bool {
        self.facts.iter().any(|fact| STRUCTURE.contains(&fact.key.as_str()))
    }
}

/// The examples of a page, in its order.
pub fn examples(page: &str) -> Vec<Example> {
    let mut all: Vec<Example> = Vec::new();
    let (mut dated, mut quoting) = (true, false);
    for (at, line) in page.lines().enumerate() {
        if line.starts_with('#') {
            dated = !line.contains("without a date");
        }
        if let Some(text) = line.strip_prefix('>') {
            let text = text.strip_prefix(' ').unwrap_or(text);
            if !quoting {
                all.push(Example { lines: at..at, dated, ..Example::default() });
            }
            let example = all.last_mut().expect("one was begun");
            if quoting {
                example.marked.push('\n');
            }
            example.marked.push_str(text);
            example.lines.end = at + 1;
            quoting = true;
            continue;
        }
        quoting = false;
        if let (Some(example), Some((key, value))) = (all.last_mut(), line.split_once(": "))
            && (STRUCTURE.contains(&key) || RELATIONS.contains(&key))
        {
            example.facts.push(Fact { line: at, key: key.to_owned(), value: value.to_owned() });
        }
    }
    all
}

/// The text without its marks, and the spans by start, the longer first.
///
/// # Errors
/// Where brackets do not belong together, in words.
pub fn unmark(marked: &str) -> Result<(String, Vec<Marked>), String> {
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
                let start = open.pop().ok_or("a bracket is closed that was not opened")?;
                let end = rest.find(')').filter(|_| rest.starts_with('('));
                let end = end.ok_or("a label in round brackets is missing behind `]`")?;
                spans.push((start, text.len(), rest[1..end].to_owned()));
                rest = &rest[end + 1..];
            }
            _ => text.push(c),
        }
    }
    if !open.is_empty() {
        return Err("a bracket is not closed".to_owned());
    }
    spans.sort_by_key(|(start, end, label)| (*start, Reverse(*end), label.clone()));
    Ok((text, spans))
}

/// The text with marks, as [`unmark`] reads it. None where spans cannot be written so: where they cross, say.
pub fn mark(text: &str, spans: &[Marked]) -> Option<String> {
    let mut spans = spans.to_vec();
    spans.sort_by_key(|(start, end, label)| (*start, Reverse(*end), label.clone()));
    let mut marked = String::new();
    let mut open: Vec<&Marked> = Vec::new();
    let mut next = spans.iter().peekable();
    for (at, c) in text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]) {
        while let Some((.., label)) = open.pop_if(|(_, end, _)| *end == at) {
            marked += &format!("]({label})");
        }
        while let Some(span) = next.next_if(|(start, ..)| *start == at) {
            marked.push('[');
            open.push(span);
        }
        if let Some(c) = c {
            if ['[', ']'].contains(&c) {
                marked.push('\\');
            }
            marked.push(c);
        }
    }
    unmark(&marked).is_ok_and(|read| read == (text.to_owned(), spans)).then_some(marked)
}
