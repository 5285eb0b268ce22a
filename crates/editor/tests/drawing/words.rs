//! A drawing in words. Every field is taken apart by name, so that a new one is not forgotten here.

use postil_core::{Document, TextRange};
use postil_editor::drawing::{BlockView, Chip, ChunkView, MarginNote, Piece, Rail, Ring, SegmentView};
use std::rc::Rc;

pub fn of(document: &Document, view: &ChunkView) -> String {
    let ChunkView { blocks } = view;
    blocks.iter().map(|view| block(document, view)).collect()
}

fn block(document: &Document, view: &BlockView) -> String {
    let BlockView {
        index,
        number,
        is_heading,
        is_open,
        is_blank,
        is_continued,
        is_done,
        is_here,
        lanes,
        rails,
        notes,
        pieces,
    } = view;
    let mut head = format!("block {index}");
    head += &number.map_or(String::new(), |number| format!(", paragraph {number}"));
    for (is, what) in [
        (is_heading, "heading"),
        (is_open, "open"),
        (is_blank, "blank"),
        (is_continued, "continued"),
        (is_done, "done"),
        (is_here, "here"),
    ] {
        head += &if *is { format!(", {what}") } else { String::new() };
    }
    head += &if *lanes > 0 { format!(", {lanes} lanes below") } else { String::new() };
    let lines = pieces.iter().map(|it| piece(document, it));
    let lines = lines.chain(rails.iter().map(rail)).chain(notes.iter().map(margin_note));
    lines.fold(head + "\n", |text, line| text + "    " + line.trim_end() + "\n")
}

fn piece(document: &Document, piece: &Piece) -> String {
    match piece {
        Piece::Plain(range) => quoted(document, *range),
        Piece::Segment(it) => segment(document, it),
        Piece::Point { hue, chip, is_focused } => {
            format!("point, {hue} {chip}{}", if *is_focused { ", focused" } else { "" })
        }
    }
}

fn segment(document: &Document, view: &SegmentView) -> String {
    let SegmentView { range, lanes, is_start, is_end, chips, ring, is_mate, has_note } = view;
    let used = lanes.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let styles: Vec<&str> = lanes[..used].iter().map(|lane| lane.as_ref().map_or("–", |lane: &Rc<str>| lane)).collect();
    let text = quoted(document, *range);
    let mut parts = vec![if styles.is_empty() { text } else { format!("{text} {}", styles.join(" / ")) }];
    parts.extend(is_start.then(|| "start".to_owned()));
    parts.extend(is_end.then(|| "end".to_owned()));
    parts.extend(chips.iter().map(chip));
    parts.extend(ring.iter().map(ringed));
    parts.extend(is_mate.then(|| "mate".to_owned()));
    parts.extend(has_note.then(|| "has a note".to_owned()));
    parts.join(", ")
}

fn chip(chip: &Chip) -> String {
    let Chip { text, hue, is_deep } = chip;
    format!("{} {hue} {text}", if *is_deep { "deep chip" } else { "chip" })
}

fn ringed(ring: &Ring) -> String {
    let Ring { is_first, is_last, deep } = ring;
    let ends = match (is_first, is_last) {
        (true, true) => "whole",
        (true, false) => "first",
        (false, true) => "last",
        (false, false) => "middle",
    };
    format!("ring {ends} around {deep} lanes below")
}

fn rail(rail: &Rail) -> String {
    let Rail { from, to, speaker, status } = rail;
    let status = status.map_or(String::new(), |status| format!("{} ", status.trim_start_matches("is-")));
    format!("{status}rail {from}..{to}, speaker {speaker:?}")
}

fn margin_note(note: &MarginNote) -> String {
    let MarginNote { from, to, text } = note;
    format!("note {from}..{to} {text:?}")
}

fn quoted(document: &Document, range: TextRange) -> String {
    format!("{:?}", document.slice(range))
}
