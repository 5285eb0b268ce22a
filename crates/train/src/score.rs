//! Strict spans with their types, as the corpora's own referee (`score.py --coarse --norm --labels PER,ORG,LOC`) counts them.

use std::collections::BTreeSet;

/// Right, said and wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub right: usize,
    pub said: usize,
    pub wanted: usize,
}

impl Counts {
    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.said += other.said;
        self.wanted += other.wanted;
    }

    /// In percent.
    pub fn f1(self) -> f64 {
        let all = self.said + self.wanted;
        if all == 0 { 0.0 } else { 200.0 * self.right as f64 / all as f64 }
    }
}

/// Labels that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coarse {
    Per,
    Org,
    Loc,
}

/// The coarse label; nothing for what is not counted.
pub fn coarse(label: &str) -> Option<Coarse> {
    match label.to_ascii_lowercase().as_str() {
        "per" | "person" | "politician" | "writer" | "scientist" | "musicalartist" | "researcher" => Some(Coarse::Per),
        "org" | "organization" | "organisation" | "politicalparty" | "corporation" | "group" | "university"
        | "band" => Some(Coarse::Org),
        "loc" | "gpe" | "fac" | "location" | "country" | "place" | "geo" => Some(Coarse::Loc),
        _ => None,
    }
}

/// Counts one document. Offsets are code points.
pub fn document(
    text: &[char], source: &str, gold: impl Iterator<Item = (usize, usize, String)>,
    said: impl Iterator<Item = (usize, usize, String)>,
) -> Counts {
    let set = |spans: &mut dyn Iterator<Item = (usize, usize, String)>, source: &str| -> BTreeSet<_> {
        spans
            .filter(|(start, end, label)| end > start && !(source == "gmb" && label.eq_ignore_ascii_case("gpe")))
            .filter_map(|(start, end, label)| {
                let label = coarse(&label)?;
                let (start, end) = norm(text, start, end, label == Coarse::Per);
                Some((start, end, label))
            })
            .collect()
    };
    let (mut gold, mut said) = (gold, said);
    let (gold, said) = (set(&mut gold, source), set(&mut said, ""));
    Counts { right: gold.intersection(&said).count(), said: said.len(), wanted: gold.len() }
}

const TITLES: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Prof",
    "Professor",
    "President",
    "Vice",
    "Senator",
    "Sen",
    "Governor",
    "Gov",
    "Rep",
    "Prime",
    "Minister",
    "Foreign",
    "Judge",
    "Justice",
    "Sir",
    "Lord",
    "Lady",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Chancellor",
    "Secretary",
    "Captain",
    "Colonel",
    "Col",
    "General",
    "Gen",
    "Pope",
    "St",
    "Rev",
    "Lt",
    "Maj",
    "Sgt",
];

/// Without articles and titles before it, and possessives and marks behind it.
pub fn norm(text: &[char], start: usize, end: usize, person: bool) -> (usize, usize) {
    let end = end.min(text.len());
    let mut start = start.min(end);
    let articles = ["the", "The", "THE", "a", "A", "an", "An"];
    start = skip_words(text, start, end, |word| articles.contains(&word));
    if person {
        start = skip_words(text, start, end, |word| TITLES.contains(&word.strip_suffix('.').unwrap_or(word)));
    }
    let tail = (start + 1..end).find(|at| is_tail(&text[*at..end]));
    (start, tail.unwrap_or(end))
}

/// The place behind words that are dropped, each with white space behind it; something is left.
fn skip_words(text: &[char], start: usize, end: usize, drop: impl Fn(&str) -> bool) -> usize {
    let mut at = start;
    loop {
        let len = text[at..end].iter().take_while(|c| !c.is_whitespace()).count();
        let word: String = text[at..at + len].iter().collect();
        let blank = text[at + len..end].iter().take_while(|c| c.is_whitespace()).count();
        if len == 0 || blank == 0 || at + len + blank >= end || !drop(&word) {
            return at;
        }
        at += len + blank;
    }
}

/// Only possessives and marks, perhaps with white space before each.
fn is_tail(text: &[char]) -> bool {
    let mut rest = text;
    let mut any = false;
    loop {
        let blank = rest.iter().take_while(|c| c.is_whitespace()).count();
        rest = match &rest[blank..] {
            [] => return any && blank == 0,
            ['\'' | '’', 's', rest @ ..] => rest,
            ['\'' | '’' | '"' | '”' | ',' | ';' | ':', rest @ ..] => rest,
            _ => return false,
        };
        any = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_titles_and_tails_are_cut() {
        let check = |text: &str, person: bool, expected: &str| {
            let text: Vec<char> = text.chars().collect();
            let (start, end) = norm(&text, 0, text.len(), person);
            assert_eq!(text[start..end].iter().collect::<String>(), expected);
        };
        check("the United Nations'", false, "United Nations");
        check("The the", false, "the");
        check("Mr. President Bush 's", true, "Bush");
        check("Prime Minister", true, "Minister");
        check("President", true, "President");
        check("Mr. Bush", false, "Mr. Bush");
        check("Erdoğan’s ”", true, "Erdoğan");
        check("'s", true, "'s");
    }
}
