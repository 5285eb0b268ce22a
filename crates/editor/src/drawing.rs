//! What a chunk of the text looks like: pure data that the view turns into elements.

use crate::{Item, Placed, Shown, State};
use postil_core::{
    ByteOffset, Chunk, Definition, Document, Kind, Record, RecordKey, Slug, TextRange, lanes, names, segments, sort_by,
    utf16_len,
};
use std::rc::Rc;

/// Lanes beyond this one are told by a number in the chip.
const DEEPEST: u8 = 4;

/// A hot chunk.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkView {
    pub blocks: Vec<BlockView>,
}

/// A line of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockView {
    pub index: u32,
    /// Shown on the first block of a paragraph.
    pub number: Option<u32>,
    pub is_heading: bool,
    pub is_open: bool,
    pub is_blank: bool,
    pub is_continued: bool,
    /// Whether the paragraph that begins here had suggestions and all of them are decided.
    pub is_done: bool,
    /// Whether the focus or cursor stands in the paragraph.
    pub is_here: bool,
    /// How many lanes below the first its lines must hold.
    pub lanes: u8,
    pub rails: Vec<Rail>,
    pub notes: Vec<MarginNote>,
    pub pieces: Vec<Piece>,
}

/// A quote, as a line in the margin. Places are UTF-16 units within the block, for measuring.
#[derive(Clone, Debug, PartialEq)]
pub struct Rail {
    pub from: u32,
    pub to: u32,
    pub speaker: Rc<str>,
    /// Of a suggestion, and of one that was turned down, `is-suggested` and `is-rejected`.
    pub status: Option<&'static str>,
}

/// A note, in the margin.
#[derive(Clone, Debug, PartialEq)]
pub struct MarginNote {
    pub from: u32,
    pub to: u32,
    pub text: Rc<str>,
}

/// Part of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Plain(TextRange),
    Segment(SegmentView),
    Point { hue: &'static str, chip: Rc<str>, is_focused: bool },
}

/// Text over which the same spans hold.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentView {
    pub range: TextRange,
    /// The style of each lane in use: hue, then `dashed`, `dotted` or `hatch`.
    pub lanes: [Option<Rc<str>>; 5],
    pub is_start: bool,
    pub is_end: bool,
    pub chips: Vec<Chip>,
    pub ring: Option<Ring>,
    /// Whether it belongs to another mention of what has the focus.
    pub is_mate: bool,
    pub has_note: bool,
}

/// A label at the end of its span.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    pub text: Rc<str>,
    pub hue: &'static str,
    pub is_deep: bool,
}

/// The focus.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    pub is_first: bool,
    pub is_last: bool,
    pub deep: u8,
}

/// A fragment to draw, with its style.
struct Stroke<'a> {
    range: TextRange,
    placed: &'a Placed,
    part: usize,
    lane: u8,
    style: Style,
    note: Option<Rc<str>>,
}

/// How a label is drawn.
#[derive(Clone)]
struct Style {
    hue: &'static str,
    is_hatched: bool,
    chip: Rc<str>,
}

impl Style {
    fn of(definition: Option<&Definition>, slug: &Slug) -> Self {
        match definition {
            Some(it) => {
                let (hue, is_hatched) = it.hue.parts();
                Self { hue, is_hatched, chip: (&*it.chip).into() }
            }
            // A label that the schema lost is still shown.
            None => Self { hue: "slate", is_hatched: false, chip: slug.as_str().into() },
        }
    }

    fn lane(&self, item: Item) -> Rc<str> {
        let status = match item {
            Item::Span(_) => "",
            Item::Suggestion(_) => " dashed",
            Item::Rejected(_) => " dotted",
        };
        let hatch = if self.is_hatched { " hatch" } else { "" };
        format!("{}{status}{hatch}", self.hue).into()
    }
}

/// Whether a label is drawn as a rail beside the lines rather than on them.
pub fn is_rail(label: &Slug) -> bool {
    label.as_str() == names::QUOTE
}

/// Draws one chunk. Looks at the spans that touch it, and at those that these overlap, so that lanes agree over chunks.
pub fn chunk(state: &State, document: &Document, chunk: &Chunk) -> ChunkView {
    let Some(shown) = Shown::of(state) else { return ChunkView { blocks: Vec::new() } };
    let items = connected(&shown, chunk.range);
    let focus = state.focus;
    let strokes = strokes(state, &items);
    let mates = focus.map(|item| shown.mates_of(item)).unwrap_or_default();
    let here = state
        .focused()
        .map(|placed| placed.cover().start())
        .or(state.cursor.map(|cursor| cursor.word.start()))
        .and_then(|at| document.block_at(at))
        .map(|block| document.blocks()[block].paragraph);
    let blocks = (chunk.first_block..chunk.end_block)
        .map(|index| {
            let block = &document.blocks()[index as usize];
            // A place between two blocks is drawn once, in the later one.
            let is_last = index as usize + 1 == document.blocks().len();
            let is_in = |it: TextRange| !it.is_empty() || is_last || it.start() < block.range.end();
            let touches = |stroke: &&Stroke| stroke.range.touches(block.range) && is_in(stroke.range);
            let within: Vec<&Stroke> = strokes.iter().filter(touches).collect();
            let is_first = index == 0 || document.blocks()[index as usize - 1].paragraph != block.paragraph;
            let is_blank = document.slice(block.content()).trim().is_empty() && !block.is_continued;
            let quotes = items.iter().filter(|placed| is_rail(&placed.label));
            let deepest =
                within.iter().filter(|stroke| stroke.range.overlaps(block.range)).map(|stroke| stroke.lane).max();
            BlockView {
                index,
                number: (is_first && !is_blank).then_some(block.paragraph),
                is_heading: block.is_heading,
                is_open: block.is_open,
                is_blank,
                is_continued: block.is_continued,
                is_done: is_first && is_done(&shown, state, index as usize),
                is_here: here == Some(block.paragraph),
                lanes: deepest.unwrap_or(0).min(DEEPEST),
                rails: quotes.filter_map(|quote| rail(&shown, quote, block.content())).collect(),
                notes: notes(document, &within, block.content()),
                pieces: pieces(block.range, &within, &items, focus, &mates),
            }
        })
        .collect();
    ChunkView { blocks }
}

/// Whether nothing is left to review in the paragraph that begins with a block, though there was something.
fn is_done(shown: &Shown, state: &State, first: usize) -> bool {
    let blocks = shown.document.blocks();
    let rest = &blocks[first..];
    let count = rest.iter().take_while(|block| block.paragraph == rest[0].paragraph).count();
    state.is_reviewed(rest[0].range.cover(rest[count - 1].content()))
}

/// The items whose chips stand at a place of the text, in the order in which they do.
pub fn chips_at(state: &State, at: ByteOffset) -> Vec<Item> {
    let Some(shown) = Shown::of(state) else { return Vec::new() };
    let items = connected(&shown, TextRange::empty(at));
    let mut ending: Vec<Stroke> = strokes(state, &items);
    ending.retain(|stroke| stroke.range.end() == at && !stroke.range.is_empty());
    sort_by(&mut ending, &|a, b| b.lane.cmp(&a.lane));
    ending.iter().map(|stroke| stroke.placed.item).collect()
}

/// The items that touch `range`, and those that overlap these, and so on.
fn connected(shown: &Shown, range: TextRange) -> Vec<Placed> {
    let mut reach = range;
    // A chain of overlaps is short in any real text; the bound keeps a made one from costing the whole document.
    for _ in 0..8 {
        let items = shown.touching(reach);
        let wider = items.iter().filter(|placed| !is_rail(&placed.label)).fold(range, |cover, placed| {
            placed.fragments.iter().filter(|f| f.overlaps(reach)).fold(cover, |cover, f| cover.cover(*f))
        });
        if wider == reach || reach.contains_range(wider) {
            return items;
        }
        reach = wider;
    }
    shown.touching(reach)
}

fn strokes<'a>(state: &State, items: &'a [Placed]) -> Vec<Stroke<'a>> {
    let definitions = state.store.definitions();
    let mut strokes: Vec<Stroke> = items
        .iter()
        .filter(|placed| !is_rail(&placed.label))
        .flat_map(|placed| {
            let definition = definitions.get(&(Kind::Label, placed.label.clone()));
            let style = Style::of(definition, &placed.label);
            let note = note(state, placed.item);
            placed.fragments.iter().enumerate().map(move |(part, range)| Stroke {
                range: *range,
                placed,
                part,
                lane: 0,
                style: style.clone(),
                note: note.clone(),
            })
        })
        .collect();
    let order = |s: &Stroke| (s.range.start(), std::cmp::Reverse(s.range.end()), s.placed.order());
    sort_by(&mut strokes, &|a, b| order(a).cmp(&order(b)));
    let ranges: Vec<TextRange> = strokes.iter().map(|stroke| stroke.range).collect();
    for (stroke, lane) in strokes.iter_mut().zip(lanes(&ranges)) {
        stroke.lane = lane;
    }
    strokes
}

/// The note on a span, of whoever wrote one.
fn note(state: &State, item: Item) -> Option<Rc<str>> {
    let Item::Span(id) = item else { return None };
    state.store.references(id).iter().find_map(|key| match (key, state.store.get(key).map(|record| &**record)) {
        (RecordKey::Note(..), Some(Record::Note(note))) => Some((&*note.text).into()),
        _ => None,
    })
}

/// UTF-16 units from the start of the block to both ends of the part of `range` that lies in it.
fn within(document: &Document, range: TextRange, block: TextRange) -> Option<(u32, u32)> {
    let part = range.intersect(block)?;
    let from = utf16_len(document.slice(TextRange::new(block.start(), part.start())));
    Some((from, from + utf16_len(document.slice(part))))
}

fn rail(shown: &Shown, quote: &Placed, block: TextRange) -> Option<Rail> {
    let (from, to) = within(shown.document, quote.cover(), block)?;
    // The speaker is named once, where the quote begins.
    let is_first = block.contains(quote.cover().start());
    let speaker = if is_first { shown.speaker_of(quote.item).unwrap_or("") } else { "" };
    let status = match quote.item {
        Item::Span(_) => None,
        Item::Suggestion(_) => Some("is-suggested"),
        Item::Rejected(_) => Some("is-rejected"),
    };
    Some(Rail { from, to, speaker: speaker.into(), status })
}

fn notes(document: &Document, strokes: &[&Stroke], block: TextRange) -> Vec<MarginNote> {
    strokes
        .iter()
        .filter(|stroke| stroke.part == 0 && block.contains(stroke.range.start()))
        .filter_map(|stroke| {
            let (from, to) = within(document, stroke.range, block)?;
            Some(MarginNote { from, to, text: stroke.note.clone()? })
        })
        .collect()
}

fn pieces(
    block: TextRange, strokes: &[&Stroke], items: &[Placed], focus: Option<Item>, mates: &[TextRange],
) -> Vec<Piece> {
    let focused = focus.and_then(|item| items.iter().find(|placed| placed.item == item));
    // A focused quote has no lane, but its ring needs segments that end where it does.
    let quote = focused.filter(|placed| is_rail(&placed.label)).map(Placed::cover);
    let ranges: Vec<TextRange> = strokes.iter().map(|stroke| stroke.range).chain(quote).collect();
    let (row, markers) = segments(block, &ranges);
    let mut markers = markers.into_iter().peekable();
    let mut made = Vec::with_capacity(row.len());
    let point = |span: u32| {
        let stroke = strokes[span as usize];
        let is_focused = focus == Some(stroke.placed.item);
        Piece::Point { hue: stroke.style.hue, chip: stroke.style.chip.clone(), is_focused }
    };
    for segment in row {
        let mut rest = segment.range;
        while let Some(marker) = markers.next_if(|marker| marker.at < rest.end()) {
            let before = TextRange::new(rest.start(), marker.at);
            if !before.is_empty() {
                made.push(piece(before, &segment.active, strokes, focused, mates));
            }
            made.push(point(marker.span));
            rest = TextRange::new(marker.at, rest.end());
        }
        made.push(piece(rest, &segment.active, strokes, focused, mates));
    }
    made.extend(markers.map(|marker| point(marker.span)));
    made
}

fn piece(
    range: TextRange, active: &[u32], strokes: &[&Stroke], focused: Option<&Placed>, mates: &[TextRange],
) -> Piece {
    let ring = focused.and_then(|placed| ring(range, placed, strokes));
    let mut active: Vec<&Stroke> = active.iter().filter_map(|i| strokes.get(*i as usize).copied()).collect();
    if active.is_empty() && ring.is_none() {
        return Piece::Plain(range);
    }
    let mut lanes: [Option<Rc<str>>; 5] = Default::default();
    for stroke in &active {
        if let Some(lane) = lanes.get_mut(stroke.lane as usize) {
            *lane = Some(stroke.style.lane(stroke.placed.item));
        }
    }
    let base = active.iter().find(|stroke| stroke.lane == 0);
    let is_start = base.is_some_and(|stroke| stroke.range.start() == range.start());
    let is_end = base.is_some_and(|stroke| stroke.range.end() == range.end());
    // Inner chips come first.
    sort_by(&mut active, &|a, b| b.lane.cmp(&a.lane));
    let ending = active.iter().filter(|stroke| stroke.range.end() == range.end());
    let has_note = ending.clone().any(|stroke| stroke.note.is_some() && is_last_part(stroke));
    let chips = ending.map(|stroke| chip(stroke)).collect();
    let is_mate = ring.is_none() && mates.iter().any(|mate| mate.contains_range(range));
    Piece::Segment(SegmentView { range, lanes, is_start, is_end, chips, ring, is_mate, has_note })
}

fn is_last_part(stroke: &Stroke) -> bool {
    stroke.part + 1 == stroke.placed.fragments.len()
}

fn chip(stroke: &Stroke) -> Chip {
    let mut text = stroke.style.chip.to_string();
    let parts = stroke.placed.fragments.len();
    if parts > 1 {
        text = format!("{text} {}/{parts}", stroke.part + 1);
    }
    if stroke.lane > DEEPEST {
        text = format!("{text} +{}", stroke.lane - DEEPEST);
    }
    Chip { text: text.into(), hue: stroke.style.hue, is_deep: stroke.lane > 0 }
}

fn ring(range: TextRange, placed: &Placed, strokes: &[&Stroke]) -> Option<Ring> {
    let fragment = placed.fragments.iter().find(|fragment| fragment.contains_range(range))?;
    let inside = strokes.iter().filter(|stroke| stroke.range.overlaps(*fragment));
    let deep = inside.map(|stroke| stroke.lane.min(DEEPEST)).max().unwrap_or(0);
    Some(Ring { is_first: fragment.start() == range.start(), is_last: fragment.end() == range.end(), deep })
}
