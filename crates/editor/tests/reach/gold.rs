//! Texts with spans in brackets: `[LABEL words]`, nested where need be. A blank line ends a text.

/// A span: where it starts and ends, in bytes, and its label.
pub type Gold = (usize, usize, String);

/// Each text, and its spans in the order of their ends.
pub fn texts() -> Vec<(String, Vec<Gold>)> {
    include_str!("texts.txt").trim().split("\n\n").map(read).collect()
}

fn read(marked: &str) -> (String, Vec<Gold>) {
    let (mut text, mut open, mut gold) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(at) = rest.find(['[', ']']) {
        text.push_str(&rest[..at]);
        if rest[at..].starts_with('[') {
            let (label, after) = rest[at + 1..].split_once(' ').expect("a label, then a blank");
            open.push((text.len(), label.to_owned()));
            rest = after;
        } else {
            let (start, label) = open.pop().expect("a bracket is open");
            gold.push((start, text.len(), label));
            rest = &rest[at + 1..];
        }
    }
    text.push_str(rest);
    (text, gold)
}
