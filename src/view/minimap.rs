//! The whole document beside its text, very small: a hairline a line, a dash a span, a frame for the window.

use super::Page;
use crate::dom::{self, Element, HtmlElement, MouseEvent};
use gloo::events::EventListener;
use postil_core::{ByteOffset, DocId, Document, Kind, TextRange, lanes, snap, sort_by};
use postil_editor::drawing::is_rail;
use postil_editor::{Action, Placed, Revision, Shown, State};
use std::cmp::Reverse;
use std::fmt::Write;
use yew::prelude::*;

/// Characters on a line of the article, about.
const MEASURE: u32 = 70;
/// No more hairlines than this: longer texts have several lines in one.
const MOST: u32 = 200;
/// Spans are drawn in texts up to this many bytes.
const DETAILED: u32 = 64 << 10;
/// The width of a full line and the distance of two, in units of the drawing: tenths of a pixel.
const WIDTH: u32 = 414;
const PITCH: u32 = 40;
/// The space above and below, in pixels.
const ABOVE: i32 = 24;
const BELOW: i32 = 16;

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

    /// In units of the drawing.
    fn height(&self) -> u32 {
        self.first.last().copied().unwrap_or(0).div_ceil(self.step) * PITCH
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
    let x = |chars: u32| (chars * WIDTH + MEASURE / 2) / MEASURE;
    // Writing to a string cannot fail.
    let _ = write!(path, "M{} {}h{}", x(from), line * PITCH, x(to.saturating_sub(from)));
}

/// The dashes of spans of one hue and strength.
#[derive(Debug, PartialEq)]
struct Dashes {
    hue: &'static str,
    is_faint: bool,
    path: String,
}

/// The dashes of outermost spans.
fn spans(state: &State, map: &Map) -> Vec<Dashes> {
    let mut drawn = Vec::<Dashes>::new();
    let Some(shown) = Shown::of(state).filter(|shown| shown.document.range().len() <= DETAILED) else { return drawn };
    let document = shown.document;
    let items = shown.touching(document.range());
    let mut strokes: Vec<(TextRange, &Placed)> = Vec::with_capacity(items.len());
    for placed in items.iter().filter(|placed| !is_rail(&placed.label)) {
        for range in &placed.fragments {
            strokes.push((*range, placed));
        }
    }
    let order = |(range, placed): &(TextRange, &Placed)| (range.start(), Reverse(range.end()), placed.order());
    sort_by(&mut strokes, &|a, b| order(a).cmp(&order(b)));
    let ranges: Vec<TextRange> = strokes.iter().map(|(range, _)| *range).collect();
    let chars = |at: ByteOffset| document.offsets().to_char(at).get();
    for ((range, placed), lane) in strokes.into_iter().zip(lanes(&ranges)) {
        if lane > 0 {
            continue;
        }
        let definition = state.store.definitions().get(&(Kind::Label, placed.label.clone()));
        let hue = definition.map_or("slate", |it| it.hue.parts().0);
        let is_faint = !matches!(placed.item, postil_editor::Item::Span(_));
        let at = drawn.iter().position(|it| it.hue == hue && it.is_faint == is_faint).unwrap_or_else(|| {
            drawn.push(Dashes { hue, is_faint, path: String::new() });
            drawn.len() - 1
        });
        let path = &mut drawn[at].path;
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
    drawn
}

/// What was drawn last: the lines of the open document, and the spans of a revision of it.
#[derive(Default)]
struct Drawn {
    map: Option<(DocId, Map)>,
    revision: Option<Revision>,
    dashes: Vec<Dashes>,
}

impl Drawn {
    /// The map of the open document, with the dashes as they are now.
    fn refresh(&mut self, state: &State, document: &Document) {
        if self.map.as_ref().is_none_or(|(doc, _)| *doc != document.id()) {
            self.map = Some((document.id(), Map::new(document)));
        }
        let revision = Some(state.revision());
        if let (Some((_, map)), true) = (&self.map, self.revision != revision) {
            self.dashes = spans(state, map);
            self.revision = revision;
        }
    }
}

#[component]
pub fn Minimap(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let drawn = use_mut_ref(Drawn::default);
    let picture = use_node_ref();
    let frame = use_node_ref();
    let document = state.document().cloned();
    if let Some(document) = &document {
        drawn.borrow_mut().refresh(state, document);
    }
    let height = drawn.borrow().map.as_ref().map_or(0, |(_, map)| map.height() / 10) as i32;
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
        let (tasks, drawn, picture) = (tasks.clone(), drawn.clone(), picture.clone());
        Callback::from(move |event: MouseEvent| {
            let Some(picture) = picture.cast::<Element>() else { return };
            let place = picture.get_bounding_client_rect();
            let above = f64::from(ABOVE);
            let part = (f64::from(event.client_y()) - place.top() - above) / (place.height() - above).max(1.0);
            let at = match &drawn.borrow().map {
                Some((_, map)) => map.place(&document, part),
                None => return,
            };
            let range = snap::word_after(&document, at).unwrap_or(TextRange::empty(at));
            tasks.send(Action::TakeTo(range));
        })
    };
    let drawn = drawn.borrow();
    html! {
        <div class="minimap" aria-hidden="true" ref={picture} {onclick}>
            <svg width="44" height="100%" viewBox={format!("-4 -4 52 {}", height + 8)} preserveAspectRatio="none">
                <g transform="scale(.1)" fill="none" stroke-width="20">
                    <path d={drawn.map.as_ref().map(|(_, map)| map.lines.clone())} stroke="var(--rule)" stroke-width="10" />
                    for dashes in &drawn.dashes {
                        <path d={dashes.path.clone()} stroke={format!("var(--{})", dashes.hue)}
                            opacity={dashes.is_faint.then_some(".55")} />
                    }
                </g>
                <rect class="view" x="-3" width="47.4" rx="1" ref={frame} />
            </svg>
        </div>
    }
}

/// Fits the picture into the pane, and the frame to what the pane shows. The height is that of the lines, in pixels.
fn place_frame(picture: &NodeRef, frame: &NodeRef, height: i32) {
    let (Some(pane), Some(picture), Some(frame)) =
        (dom::by_id(dom::PANE), picture.cast::<HtmlElement>(), frame.cast::<Element>())
    else {
        return;
    };
    let (view, whole) = (pane.client_height(), pane.scroll_height().max(1));
    let size = (height + 8).min(view - ABOVE - BELOW).max(4) + ABOVE;
    dom::set_property(&picture, "block-size", &format!("{size}px"));
    let part = |pixels: i32| (i64::from(pixels.clamp(0, whole)) * i64::from(height + 4) / i64::from(whole)) as i32;
    // Names and values are ours and well formed.
    let _ = frame.set_attribute("y", &(part(pane.scroll_top()) - 3).to_string());
    let _ = frame.set_attribute("height", &part(view).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_has_few_hairlines_and_keeps_its_places() {
        let line = "word ".repeat(30);
        let document = Document::new(format!("{line}\n").repeat(4_000));
        let map = Map::new(&document);
        assert!(map.height() <= MOST * PITCH);
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
        assert_eq!(path, "M355 0h59M0 40h59");
    }

    #[test]
    fn an_empty_text_has_a_map() {
        let document = Document::new("");
        assert_eq!(Map::new(&document).place(&document, 0.5).get(), 0);
    }
}
