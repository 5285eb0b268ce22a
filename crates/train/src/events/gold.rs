//! Sentences with the events in them: PLOVER's gold standard records.

use super::super::place;
use postil_extract::TYPES;
use serde_json::Value;
use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// The file, below the folder of the corpora.
const FILE: &str = "resources/plover/PLOVER_GSR_CAMEO.txt";

/// Of 100 places of ids, those below are for testing only.
const TEST: u8 = 33;

/// A sentence with one event in it. Bytes, half-open.
#[derive(Clone, Debug)]
pub struct Gold {
    pub id: String,
    pub text: String,
    /// Index of the type.
    pub kind: usize,
    /// Words that say so.
    pub trigger: Vec<Range<usize>>,
    pub actors: Vec<Range<usize>>,
    pub recipients: Vec<Range<usize>>,
    pub places: Vec<Range<usize>>,
}

impl Gold {
    /// Whether it is for testing only: by its id alone.
    pub fn is_test(&self) -> bool {
        place("plover", &self.id) < TEST
    }
}

/// Whether two stretches share something.
pub fn touch(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// All of them, in the order of the file.
///
/// # Errors
/// If the file is not there or is no such file.
pub fn read(data: &Path) -> Result<Vec<Gold>, Box<dyn Error>> {
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(data.join(FILE))?)?;
    let gold = rows.iter().filter_map(|row| {
        // Names of a first draft, and what became of them.
        let kind = match row["event"].as_str()? {
            "DEMAND" => "REQUEST",
            "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
            "FIGHT" => "ASSAULT",
            other => other,
        };
        let kind = TYPES.iter().position(|it| *it == kind)?;
        let markup = row["textInfo"]["markup"].as_str().or(row["textInfo"].as_str())?;
        let (text, marks) = unmark(markup);
        let of = |tag: &str| -> Vec<Range<usize>> {
            marks.iter().filter(|(tags, _)| tags.split('/').any(|it| it == tag)).map(|(_, at)| at.clone()).collect()
        };
        let (trigger, actors, recipients, places) = (of("EVT"), of("SRC"), of("TAR"), of("LOC"));
        Some(Gold { id: row["id"].as_str()?.to_owned(), text, kind, trigger, actors, recipients, places })
    });
    Ok(gold.collect())
}

/// A text and what its marks say of it: `(SRC: Israel) has (EVT: attacked) …`. Braces are no text.
fn unmark(markup: &str) -> (String, Vec<(String, Range<usize>)>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut open: Vec<Option<(String, usize)>> = Vec::new();
    let mut rest = markup;
    while let Some(c) = rest.chars().next() {
        let tag = rest.strip_prefix('(').and_then(|inside| inside.split_once(':')).map(|(tag, _)| tag);
        let tag = tag.filter(|tag| tag.split('/').all(|it| ["SRC", "TAR", "EVT", "LOC"].contains(&it)));
        if let Some(tag) = tag {
            open.push(Some((tag.to_owned(), text.len())));
            rest = rest[tag.len() + 2..].trim_start();
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '{' | '}' => {}
            ')' => match open.pop() {
                Some(Some((tag, start))) => marks.push((tag, start..text.len())),
                Some(None) => text.push(c),
                // One that was closed twice.
                None => {}
            },
            _ => {
                if c == '(' {
                    open.push(None);
                }
                if !(c.is_whitespace() && text.ends_with(' ')) {
                    text.push(c);
                }
            }
        }
    }
    (text, marks)
}

#[cfg(test)]
mod tests {
    use super::unmark;

    #[test]
    fn marks_nest_and_brackets_stay() {
        let (text, marks) = unmark("{(SRC: Rebels (LOC:in (TAR: Chad))) (FAN) (EVT: attacked)  a post).");
        assert_eq!(text, "Rebels in Chad (FAN) attacked a post.");
        let said: Vec<_> = marks.iter().map(|(tag, at)| (tag.as_str(), &text[at.clone()])).collect();
        assert_eq!(said, [("TAR", "Chad"), ("LOC", "in Chad"), ("SRC", "Rebels in Chad"), ("EVT", "attacked")]);
    }
}
