//! The articles of the repository, edited at random, with the truth about where each word went.

use postil_core::structure::{Token, tokenize};
use postil_core::{Document, Fragments, TextRange};
use std::path::Path;

/// Words beside a span that must stand, too, for it to be untouched.
pub const CONTEXT: usize = 2;

/// One edit; numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
pub struct Edit {
    pub kind: u8,
    pub at: usize,
    pub to: usize,
    pub length: usize,
}

/// A word with what stands before it, and which word of the old text it is.
#[derive(Clone, Debug)]
struct Piece {
    gap: String,
    word: String,
    old: Option<usize>,
}

/// A text and its edited version.
pub struct Edited {
    pub old: Document,
    pub new: Document,
    pub words: Vec<Token>,
    /// Of each old word where it is in the order of the new ones, and its bytes there.
    places: Vec<Option<(usize, TextRange)>>,
}

pub fn articles() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    assert!(found.len() >= 9);
    found
}

pub fn words(text: &str) -> Vec<Token> {
    let mut words = Vec::new();
    tokenize(text, 0, text.len(), &mut words);
    words
}

impl Edited {
    pub fn new(text: &str, edits: &[Edit]) -> Self {
        let words = words(text);
        let mut pieces = Vec::new();
        let mut end = 0;
        for (at, word) in words.iter().enumerate() {
            let (from, to) = (word.start as usize, word.end as usize);
            pieces.push(Piece { gap: text[end..from].to_owned(), word: text[from..to].to_owned(), old: Some(at) });
            end = to;
        }
        let tail = &text[end..];
        edits.iter().for_each(|edit| apply(&mut pieces, *edit));
        let mut new = String::new();
        let mut places = vec![None; words.len()];
        for (order, piece) in pieces.iter().enumerate() {
            new += &piece.gap;
            let from = new.len();
            new += &piece.word;
            if let Some(old) = piece.old {
                places[old] = Some((order, TextRange::from_usize(from..new.len())));
            }
        }
        new += tail;
        Self { old: Document::new(text), new: Document::new(new), words, places }
    }

    /// The bytes of some words, from the first up to the last.
    pub fn range(&self, from: usize, to: usize) -> TextRange {
        TextRange::from_usize(self.words[from].start as usize..self.words[to - 1].end as usize)
    }

    /// Where words went that still stand in a row, with those beside them.
    pub fn untouched(&self, from: usize, to: usize) -> Option<TextRange> {
        let (first, last) = (from.saturating_sub(CONTEXT), (to + CONTEXT).min(self.words.len()));
        let (order, _) = self.places[first]?;
        (first..last).all(|word| self.places[word].is_some_and(|(it, _)| it == order + (word - first))).then_some(())?;
        Some(self.places[from]?.1.cover(self.places[to - 1]?.1))
    }
}

fn apply(pieces: &mut Vec<Piece>, Edit { kind, at, to, length }: Edit) {
    if pieces.len() < 2 {
        return;
    }
    let at = at % pieces.len();
    let taken = |pieces: &[Piece], from: usize, length: usize| -> Vec<Piece> {
        let from = from % pieces.len();
        let copy = |piece: &Piece| Piece { old: None, ..piece.clone() };
        pieces[from..(from + length).min(pieces.len())].iter().map(copy).collect()
    };
    let end = |pieces: &[Piece], length: usize| (at + length).min(pieces.len());
    match kind % 8 {
        // A few words are gone.
        0 => drop(pieces.drain(at..end(pieces, 1 + length % 4))),
        // Words of the same text are put in: nothing is more alike.
        1 => {
            let more = taken(pieces, to, 1 + length % 4);
            pieces.splice(at..at, more);
        }
        // Some words instead of others.
        2 => {
            let more = taken(pieces, to, 1 + length % 4);
            let end = end(pieces, 1 + length % 3);
            pieces.splice(at..end, more);
        }
        // Another letter.
        3 => {
            let piece = &mut pieces[at];
            *piece = Piece { gap: piece.gap.clone(), word: format!("{}x", piece.word), old: None };
        }
        // A passage is moved.
        4 => {
            let moved: Vec<Piece> = pieces.drain(at..end(pieces, 10 + length % 60)).collect();
            let to = if pieces.is_empty() { 0 } else { to % pieces.len() };
            pieces.splice(to..to, moved);
        }
        // A passage stands there twice.
        5 => {
            let more = taken(pieces, at, 10 + length % 40);
            let to = to % pieces.len();
            pieces.splice(to..to, more);
        }
        // A passage is gone.
        6 => drop(pieces.drain(at..end(pieces, 10 + length % 60))),
        // Lines are broken otherwise.
        _ => {
            let end = end(pieces, 40 + length);
            for piece in &mut pieces[at..end] {
                piece.gap = match &*piece.gap {
                    " " => "\n".to_owned(),
                    "\n" | "\r\n" => " ".to_owned(),
                    other => other.to_owned(),
                };
            }
        }
    }
}

/// Whether fragments say the same in both texts, but for white space; a place between words is told by what is around it.
pub fn says_the_same(old: &Document, new: &Document, was: &Fragments, is: &Fragments) -> bool {
    let said = |document: &Document, range: TextRange| -> Vec<String> {
        match range.is_empty() {
            false => document.slice(range).split_whitespace().map(str::to_owned).collect(),
            true => {
                let (before, behind) = document.text().split_at(range.start().to_usize());
                let seen = |c: &char| !c.is_whitespace();
                let around = [before.chars().rev().find(seen), behind.chars().find(seen)];
                around.iter().map(|c| format!("{c:?}")).collect()
            }
        }
    };
    was.as_slice().len() == is.as_slice().len()
        && was.as_slice().iter().zip(is.as_slice()).all(|(was, is)| said(old, *was) == said(new, *is))
}
