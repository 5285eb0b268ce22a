//! What lies over the text without being of it: letters that pick annotations, and lines from the focused one to those that
//! it is linked to. Measured after layout, set through CSSOM.

use super::HtmlElement;
use super::selection::range_of;
use postil_core::{Document, TextRange};
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element};

/// What is to be placed, in the order of the elements.
#[derive(Clone, PartialEq)]
pub struct Marks {
    /// What the letters of `.hint` stand for.
    pub hints: Vec<TextRange>,
    /// The focused text, and what the `.arc`, `.far` and `.edge` lead to.
    pub from: Option<TextRange>,
    pub ends: Vec<TextRange>,
    /// The text at whose start, and at whose end, something to pull stands.
    pub pulls: [Option<TextRange>; 2],
}

/// Letters for what begins at one place stand beside each other, so many pixels apart.
const BESIDE: f64 = 18.0;
/// An arc rises so many pixels over its ends.
const RISE: i32 = 22;

/// Places everything: first all is read, then all is written.
pub fn place(over: &HtmlElement, document: &Document, marks: &Marks) {
    let (Some(pane), origin) = (super::by_id(super::PANE), over.get_bounding_client_rect()) else { return };
    let view = pane.get_bounding_client_rect();
    let rect = |range: &TextRange| first_box(document, *range);
    let hints: Vec<_> = marks.hints.iter().map(rect).collect();
    let ends: Vec<_> = marks.ends.iter().map(rect).collect();
    let from = marks.from.as_ref().and_then(rect);
    let at = |rect: &DomRect| (rect.left() - origin.left(), rect.top() - origin.top());

    let pulls = [0, 1].map(|at| marks.pulls[at].and_then(|range| edge(document, range, at == 1)));
    for (pull, place) in all(over, ".pull-end").iter().zip(pulls) {
        pull.set_hidden(place.is_none());
        if let Some((x, y)) = place {
            put(pull, x - origin.left(), y - origin.top());
        }
    }
    let mut last = (f64::NAN, f64::NAN, 0.0);
    for (hint, rect) in all(over, ".hint").iter().zip(&hints) {
        let seen = rect.as_ref().filter(|rect| rect.bottom() > view.top() && rect.top() < view.bottom());
        hint.set_hidden(seen.is_none());
        let Some((x, y)) = seen.map(at) else { continue };
        last = if (x, y) == (last.0, last.1) { (x, y, last.2 + BESIDE) } else { (x, y, 0.0) };
        put(hint, x + last.2, y);
    }
    let (arcs, tags) = (all(over, ".arc"), all(over, ".far"));
    let edges = pane.query_selector_all(".edge").ok();
    let edge = |n: usize| edges.as_ref()?.item(n as u32)?.dyn_into::<HtmlElement>().ok();
    for (n, (range, rect)) in marks.ends.iter().zip(&ends).enumerate() {
        let seen = rect.as_ref().filter(|rect| rect.bottom() > view.top() && rect.top() < view.bottom());
        // What has no boxes is in a chunk out of view.
        let is_above = match (rect, marks.from) {
            (Some(rect), _) => rect.bottom() <= view.top(),
            (None, Some(from)) => range.start() < from.start(),
            (None, None) => false,
        };
        for (is_upper, n) in [(true, n), (false, n + marks.ends.len())] {
            if let Some(edge) = edge(n) {
                edge.set_hidden(seen.is_some() || is_upper != is_above);
            }
        }
        let (Some(arc), Some(tag)) = (arcs.get(n), tags.get(n)) else { continue };
        let drawn = seen.zip(from.as_ref()).map(|(end, from)| {
            let ((x, y), (to_x, to_y)) = (at(from), at(end));
            put(tag, to_x, to_y);
            let middle = |x: f64, rect: &DomRect| (x + (rect.width() / 2.0).min(24.0)).round() as i32;
            let (x, to_x, y, to_y) = (middle(x, from), middle(to_x, end), y.round() as i32, to_y.round() as i32);
            let top = |y: i32| y - RISE;
            format!("M{x} {y}C{x} {} {to_x} {} {to_x} {to_y}", top(y), top(to_y))
        });
        tag.set_hidden(drawn.is_none());
        // An attribute of that name can be set.
        let _ = arc.set_attribute("d", drawn.as_deref().unwrap_or_default());
    }
}

/// Draws a line from where the pointer went down to where it is, in CSS pixels of the window; or takes it away.
pub fn pull(line: Option<[(i32, i32); 2]>) {
    let Ok(Some(path)) = super::page().query_selector(".pull") else { return };
    let over = path.closest(".over").ok().flatten().map(|over| over.get_bounding_client_rect());
    let d = line.zip(over).map(|([from, to], over)| {
        let at = |(x, y): (i32, i32)| format!("{} {}", x - over.left().round() as i32, y - over.top().round() as i32);
        format!("M{}L{}", at(from), at(to))
    });
    // An attribute of that name can be set.
    let _ = path.set_attribute("d", d.as_deref().unwrap_or_default());
}

/// The box of the first line of some text. Where that begins at a wrap, the line before has an empty one.
fn first_box(document: &Document, range: TextRange) -> Option<DomRect> {
    let boxes = range_of(document, range)?.get_client_rects()?;
    let all = || (0..boxes.length()).filter_map(|n| boxes.item(n));
    all().find(|it| it.width() > 1.0).or_else(|| all().next())
}

/// The lower corner of some text at its start or end.
fn edge(document: &Document, range: TextRange, is_end: bool) -> Option<(f64, f64)> {
    let boxes = range_of(document, range)?.get_client_rects()?;
    let mut seen = (0..boxes.length()).filter_map(|n| boxes.item(n)).filter(|it| it.width() > 1.0);
    let words = document.slice(range);
    let (line, c) = match is_end {
        true => (seen.next_back()?, words.chars().next_back()?),
        false => (seen.next()?, words.chars().next()?),
    };
    // Hebrew, Arabic and their kin begin at the right.
    let is_rtl = matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    Some((if is_end == is_rtl { line.left() } else { line.right() }, line.bottom()))
}

/// What is pulled at a press: whether it is the end, and how far the text at it is from the pointer, in CSS pixels.
pub fn pulled(event: &super::PointerEvent) -> Option<(bool, (i32, i32))> {
    let target: HtmlElement = event.target()?.dyn_into().ok()?;
    let is_end = match target.class_name().as_str() {
        "pull-end is-start" => false,
        "pull-end is-end" => true,
        _ => return None,
    };
    // It hangs from the line: the text is over it.
    let own = target.get_bounding_client_rect();
    let (x, y) = ((own.left() + own.right()) / 2.0, own.top() - 6.0);
    Some((is_end, (x.round() as i32 - event.client_x(), y.round() as i32 - event.client_y())))
}

/// While something is pulled, the pointer meets the text and not what is pulled.
pub fn let_through(is_pulled: bool) {
    if let Ok(Some(over)) = super::page().query_selector(".over") {
        // An attribute of that name can be set.
        let _ = over.toggle_attribute_with_force("data-pulled", is_pulled);
    }
}

fn put(element: &HtmlElement, x: f64, y: f64) {
    super::set_property(element, "--x", &format!("{}px", x.round() as i32));
    super::set_property(element, "--y", &format!("{}px", y.round() as i32));
}

/// Elements of SVG have what is asked of them here, too.
fn all(over: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = over.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|n| Some(found.item(n)?.unchecked_into())).collect()
}
