//! The whole document beside its text, very small: a hairline a line, a dash a span, a frame for the window.

use super::Page;
use crate::dom::{self, Element, HtmlElement, MouseEvent};
use crate::drawing::is_rail;
use crate::state::{Action, Shown, State};
use gloo::events::EventListener;
use postil_core::{ByteOffset, DocId, Document, Kind, TextRange, lanes, snap};
use std::collections::BTreeMap;
use std::fmt::Write;
use yew::prelude::*;

/// Characters on a line of the article, about.
const MEASURE: u32 = 70;
/// No more hairlines than this: longer texts have several lines in one.
const MOST: u32 = 200;
/// Spans are drawn in texts up to this many bytes.
const DETAILED: u32 = 64 << 10;
/// The width of a full line and the distance of two, in units of the drawing.
const WIDTH: f64 = 41.4;
const PITCH: f64 = 4.0;
/// The space above and below, in pixels.
const ABOVE: f64 = 24.0;
const BELOW: f64 = 16.0;

/// The lines of a text as they would be set, about.
#[derive(Debug, PartialEq)]
struct Map {
    /// The first line of each block, and one past the last of all.
    first: Vec<u32>,
    /// How many lines of the text one hairline stands for.
    step: u32,
    /// A path of all hairlines.
    lines: String,
}

impl Map {
    fn new(document: &Document) -> Self {
        let is_exact = document.range().len() <= DETAILED;
        let length = |range: TextRange| match is_exact {
            true => document.slice(range).chars().count() as u32,
            false => range.len(),
        };
        let lengths: Vec<u32> = document.blocks().iter().map(|block| length(block.content())).collect();
        let mut first = Vec::with_capacity(lengths.len() + 1);
        let mut line = 0;
        for length in &lengths {
            first.push(line);
            line += length.div_ceil(MEASURE).max(1);
        }
        first.push(line);
        let step = line.div_ceil(MOST).max(1);
        let mut widest = vec![0; line.div_ceil(step) as usize];
        for (length, first) in lengths.iter().zip(&first) {
            for at in 0..length.div_ceil(MEASURE) {
                let width = (length - at * MEASURE).min(MEASURE);
                let hairline = &mut widest[((first + at) / step) as usize];
                *hairline = width.max(*hairline);
            }
        }
        let mut lines = String::new();
        for (at, width) in widest.iter().enumerate().filter(|(_, width)| **width > 0) {
            dash(&mut lines, 0, *width, at as u32);
        }
        Self { first, step, lines }
    }

    fn height(&self) -> f64 {
        f64::from(self.first.last().copied().unwrap_or(0).div_ceil(self.step)) * PITCH
    }

    /// The dashes of a range that begins `from` characters into a block.
    fn draw(&self, path: &mut String, block: usize, mut from: u32, to: u32) {
        while from < to {
            let line = from / MEASURE;
            let end = to.min((line + 1) * MEASURE);
            dash(path, from % MEASURE, end - line * MEASURE, (self.first[block] + line) / self.step);
            from = end;
        }
    }

    /// The place in the text at this part of the height.
    fn place(&self, document: &Document, part: f64) -> ByteOffset {
        let lines = self.first.last().copied().unwrap_or(0);
        let line = ((f64::from(lines) * part.clamp(0.0, 1.0)) as u32).min(lines.saturating_sub(1));
        let block = self.first.partition_point(|first| *first <= line).saturating_sub(1);
        let Some(range) = document.blocks().get(block).map(|block| block.content()) else {
            return ByteOffset::default();
        };
        let inside = (line - self.first[block]) * MEASURE;
        let at = (range.start().get() + inside).min(range.end().get()) as usize;
        ByteOffset::from_usize(snap::grapheme_floor(document.text(), at))
    }
}

fn dash(path: &mut String, from: u32, to: u32, line: u32) {
    let scale = WIDTH / f64::from(MEASURE);
    let (x, y) = (f64::from(from) * scale, f64::from(line) * PITCH);
    // Writing to a string cannot fail.
    let _ = write!(path, "M{x:.1} {y}h{:.1}", f64::from(to.saturating_sub(from)) * scale);
}

/// The dashes of outermost spans, one path for each hue and strength.
fn spans(state: &State, map: &Map) -> BTreeMap<(&'static str, bool), String> {
    let mut paths = BTreeMap::new();
    let Some(shown) = Shown::of(state).filter(|shown| shown.document.range().len() <= DETAILED) else { return paths };
    let document = shown.document;
    let items = shown.touching(document.range());
    let mut strokes: Vec<_> = items
        .iter()
        .filter(|placed| !is_rail(&placed.label))
        .flat_map(|placed| placed.fragments.iter().map(move |range| (*range, placed)))
        .collect();
    strokes.sort_by_key(|(range, placed)| (range.start(), std::cmp::Reverse(range.end()), placed.order()));
    let ranges: Vec<TextRange> = strokes.iter().map(|(range, _)| *range).collect();
    let chars = |at: ByteOffset| document.offsets().to_char(at).get();
    for ((range, placed), lane) in strokes.into_iter().zip(lanes(&ranges)) {
        if lane > 0 {
            continue;
        }
        let definition = state.store.definitions().get(&(Kind::Label, placed.label.clone()));
        let hue = definition.map_or("slate", |it| it.hue.parts().0);
        let path: &mut String = paths.entry((hue, placed.item.is_suggestion())).or_default();
        let Some(first) = document.block_at(range.start()) else { continue };
        for (block, it) in document.blocks().iter().enumerate().skip(first) {
            if it.range.start() >= range.end() {
                break;
            }
            let start = chars(it.range.start());
            if let Some(part) = it.content().intersect(range) {
                map.draw(path, block, chars(part.start()) - start, chars(part.end()) - start);
            }
        }
    }
    paths
}

#[component]
pub fn Minimap(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let document = state.document().cloned();
    let map = use_memo(document.as_ref().map(Document::id), |_: &Option<DocId>| document.as_ref().map(Map::new));
    let dashes = use_memo(state.revision(), |_| map.as_ref().as_ref().map(|map| spans(state, map)).unwrap_or_default());
    let picture = use_node_ref();
    let frame = use_node_ref();
    let height = map.as_ref().as_ref().map_or(0.0, Map::height);
    {
        let (picture, frame) = (picture.clone(), frame.clone());
        use_effect_with(height, move |height| {
            let height = *height;
            let place = move || place_frame(&picture, &frame, height);
            place();
            let scroll = dom::by_id(dom::PANE).map(|pane| {
                let place = place.clone();
                EventListener::new(&pane, "scroll", move |_| place())
            });
            let resize = EventListener::new(&dom::window(), "resize", move |_| place());
            move || drop((scroll, resize))
        });
    }
    let Some(document) = document else { return Html::default() };
    let onclick = {
        let (tasks, map, picture) = (tasks.clone(), map.clone(), picture.clone());
        Callback::from(move |event: MouseEvent| {
            let (Some(map), Some(picture)) = (map.as_ref(), picture.cast::<Element>()) else { return };
            let place = picture.get_bounding_client_rect();
            let part = (f64::from(event.client_y()) - place.top() - ABOVE) / (place.height() - ABOVE).max(1.0);
            let at = map.place(&document, part);
            let range = snap::word_after(&document, at).unwrap_or(TextRange::empty(at));
            tasks.send(Action::TakeTo(range));
        })
    };
    let lines = map.as_ref().as_ref().map(|map| map.lines.clone());
    html! {
        <div class="minimap" aria-hidden="true" ref={picture} {onclick}>
            <svg width="44" height="100%" viewBox={format!("-4 -4 52 {}", height + 8.0)} preserveAspectRatio="none">
                <path d={lines} fill="none" stroke="var(--rule)" stroke-width="1" />
                { for dashes.iter().map(|((hue, is_faint), path)| html! {
                    <path d={path.clone()} fill="none" stroke={format!("var(--{hue})")} stroke-width="2"
                        opacity={is_faint.then_some(".55")} />
                }) }
                <rect class="view" x="-3" width="47.4" rx="1" ref={frame} />
            </svg>
        </div>
    }
}

/// Fits the picture into the pane, and the frame to what the pane shows.
fn place_frame(picture: &NodeRef, frame: &NodeRef, height: f64) {
    let (Some(pane), Some(picture), Some(frame)) =
        (dom::by_id(dom::PANE), picture.cast::<HtmlElement>(), frame.cast::<Element>())
    else {
        return;
    };
    let (view, whole) = (f64::from(pane.client_height()), f64::from(pane.scroll_height()).max(1.0));
    let top = f64::from(pane.scroll_top());
    let size = (height + 8.0).min(view - ABOVE - BELOW).max(PITCH) + ABOVE;
    // Names and values are ours and well formed.
    let _ = picture.style().set_property("block-size", &format!("{size}px"));
    let part = |pixels: f64| (pixels / whole).clamp(0.0, 1.0) * (height + 4.0);
    let _ = frame.set_attribute("y", &format!("{:.1}", part(top) - 3.0));
    let _ = frame.set_attribute("height", &format!("{:.1}", part(view)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_has_few_hairlines_and_keeps_its_places() {
        let line = "word ".repeat(30);
        let document = Document::new(format!("{line}\n").repeat(4_000));
        let map = Map::new(&document);
        assert!(map.height() <= f64::from(MOST) * PITCH);
        assert!(map.lines.matches('M').count() <= MOST as usize);
        assert_eq!(map.place(&document, 0.0).get(), 0);
        let middle = map.place(&document, 0.5).get();
        assert!(middle.abs_diff(document.range().len() / 2) < 200, "{middle}");
        assert!(map.place(&document, 2.0) <= document.range().end());
    }

    #[test]
    fn a_span_goes_on_in_the_next_line() {
        let document = Document::new("x".repeat(100));
        let map = Map::new(&document);
        let mut path = String::new();
        map.draw(&mut path, 0, 60, 80);
        assert_eq!(path, "M35.5 0h5.9M0.0 4h5.9");
    }

    #[test]
    fn an_empty_text_has_a_map() {
        let document = Document::new("");
        assert_eq!(Map::new(&document).place(&document, 0.5).get(), 0);
    }
}
