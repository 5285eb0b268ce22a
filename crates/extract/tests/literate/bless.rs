//! Writes into a page what is found, in place of what it expects.

use crate::found::Found;
use crate::page::{BETWEEN, Example, examples, mark, unmark};

/// The page with expectations that hold. Prose, order, and examples that hold already stay as they are, byte for byte.
///
/// A relation that is not found gives way to one of its kind that is, of the same head if there is one; with none left its
/// line goes.
///
/// # Errors
/// Where an example cannot be read, or spans are found that cannot be written as marks, with the line.
pub fn bless(page: &str, find: impl Fn(&str, bool) -> Found) -> Result<String, String> {
    let mut lines: Vec<Option<String>> = page.split('\n').map(|line| Some(line.to_owned())).collect();
    for example in examples(page) {
        let in_line = |why: String| format!("line {}: {why}", example.lines.start + 1);
        let (text, _) = unmark(&example.marked).map_err(in_line)?;
        let found = find(&text, example.dated);
        if found.check(&example).map_err(in_line)?.is_empty() {
            continue;
        }
        if !example.is_structural() {
            let marked = mark(&text, &found.spans)
                .ok_or_else(|| in_line(format!("these spans cannot be written as marks: {:?}", found.spans)))?;
            for (line, new) in lines[example.lines.clone()].iter_mut().flatten().zip(marked.split('\n')) {
                line.replace_range(if line.starts_with("> ") { 2.. } else { 1.. }, new);
            }
        }
        facts(&example, &found, &mut lines);
    }
    Ok(lines.into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

fn facts(example: &Example, found: &Found, lines: &mut [Option<String>]) {
    let said = |key: &str, value: &str| example.facts.iter().any(|fact| fact.key == key && fact.value == value);
    // Relations that were found and that no line tells of yet.
    let mut left: Vec<_> = found.relations.iter().filter(|(key, value)| !said(key, value)).collect();
    for fact in &example.facts {
        let line = |value: &str| Some(format!("{}: {value}", fact.key));
        if let Some(value) = found.structure(&fact.key) {
            lines[fact.line] = line(value);
        } else if !found.relations(&fact.key).any(|value| value == fact.value) {
            let of_kind = |it: &&(String, String)| it.0 == fact.key;
            let head = |value: &str| value.split(BETWEEN).next().map(str::to_owned);
            let alike = left.iter().position(|it| of_kind(it) && head(&it.1) == head(&fact.value));
            let at = alike.or_else(|| left.iter().position(of_kind));
            lines[fact.line] = at.and_then(|at| line(&left.remove(at).1));
        }
    }
}
