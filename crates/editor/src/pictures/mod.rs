//! Pictures of what a document tells of: when, who said what, of whom and what, and who did what to whom.
//!
//! A picture is laid out here, in whole pixels, and drawn by the page or written as a file by [`svg`]. The same document and
//! width give the same picture. Every mark in it leads to the text, and the same is told as a [`Table`].

mod day;
mod entities;
mod facts;
mod graph;
mod quotes;
mod svg;
#[cfg(test)]
mod tests;
mod timeline;

pub use entities::entities;
pub use facts::{Facts, Party, Saying, Statement, Thing, When};
pub use graph::graph;
pub use quotes::quotes;
pub use svg::svg;
pub use timeline::timeline;

use crate::Item;
use std::rc::Rc;

/// Something that can be looked at, and its rows for who does not see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What it shows: `Timeline`.
    pub name: &'static str,
    /// How much there is, in words. Empty where there is nothing.
    pub count: String,
    /// In pixels.
    pub width: i32,
    pub height: i32,
    /// What leads nowhere: axes, and lines between marks.
    pub back: Vec<Shape>,
    pub marks: Vec<Mark>,
    pub table: Table,
    /// What is to be done so that there is something.
    pub empty: &'static str,
}

/// Part of a picture that leads to the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub item: Item,
    /// All of it, in words.
    pub name: String,
    /// Whether nobody has decided about it: it is drawn in pencil.
    pub is_suggested: bool,
    pub shapes: Vec<Shape>,
}

/// What is drawn. Places are pixels from the upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `kind` says how it looks, by the name of a class in the style sheet.
    Line { kind: &'static str, from: (i32, i32), to: (i32, i32) },
    /// A bar of a label's hue, edged as its spans are.
    Bar { hue: &'static str, at: (i32, i32), size: (i32, i32) },
    /// A curve that leaves and arrives level.
    Curve { from: (i32, i32), to: (i32, i32) },
    /// Each part has a kind. `at` is on the base line, at the start of the text, or at its end.
    Text { at: (i32, i32), is_end: bool, parts: Vec<(&'static str, Rc<str>)> },
}

/// The same in rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub head: Vec<&'static str>,
    pub rows: Vec<Row>,
}

/// What leads to the text, and its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub item: Item,
    pub cells: Vec<String>,
}

/// No more marks than this are in a picture; the table has as many rows.
const MOST: usize = 300;

/// The width of some text in pixels, about, for a letter that is `em` pixels high. Nothing is measured, so that a picture
/// is the same everywhere.
fn width_of(text: &str, em: i32) -> i32 {
    let hundredths: i32 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | '\'' | '’' | '·' | '|' => 38,
            'm' | 'w' | 'M' | 'W' | '—' | '…' => 96,
            'A'..='Z' => 76,
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
            // East Asian letters and pictures are as wide as high.
            '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{ffff}' | '\u{1f000}'.. => 100,
            _ => 62,
        })
        .sum();
    (hundredths * em + 99) / 100
}

/// As much of some text as fits, with `…` where it is cut.
fn fitted(text: &str, em: i32, width: i32) -> String {
    if width_of(text, em) <= width {
        return text.to_owned();
    }
    let dots = width_of("…", em);
    let mut end = 0;
    for (at, _) in text.char_indices().skip(1).chain([(text.len(), ' ')]) {
        if width_of(&text[..at], em) + dots > width {
            break;
        }
        end = at;
    }
    format!("{}…", text[..postil_core::snap::grapheme_floor(text, end)].trim_end())
}

fn text(kind: &'static str, at: (i32, i32), text: impl Into<Rc<str>>) -> Shape {
    Shape::Text { at, is_end: false, parts: vec![(kind, text.into())] }
}

/// Some text that ends at a place.
fn text_to(kind: &'static str, at: (i32, i32), text: impl Into<Rc<str>>) -> Shape {
    Shape::Text { at, is_end: true, parts: vec![(kind, text.into())] }
}

impl Shape {
    /// A text with more behind it, wherever its end is in the reader's face.
    fn then(mut self, kind: &'static str, text: impl Into<Rc<str>>) -> Self {
        if let Self::Text { parts, .. } = &mut self {
            parts.push((kind, text.into()));
        }
        self
    }
}

/// Between the parts of a text, in pixels.
pub const BETWEEN: i32 = 6;

/// A number with its noun: `1 quote`, `12 quotes`.
fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
