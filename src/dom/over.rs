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

    let mut last = (f64::NAN, f64::NAN, 0.0);
    for (hint, rect) in all(over, ".hint").iter().zip(&hints) {
        let Some((x, y)) = rect.as_ref().map(at) else { continue };
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

fn put(element: &HtmlElement, x: f64, y: f64) {
    super::set_property(element, "--x", &format!("{}px", x.round() as i32));
    super::set_property(element, "--y", &format!("{}px", y.round() as i32));
}

/// Elements of SVG have what is asked of them here, too.
fn all(over: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = over.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|n| Some(found.item(n)?.unchecked_into())).collect()
}
