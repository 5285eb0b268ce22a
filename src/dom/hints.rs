//! Hint letters stand on the words that they lead to: measured after layout, set through CSSOM.

use postil_core::{Document, TextRange, snap};
use wasm_bindgen::JsCast;
use web_sys::{DomRect, HtmlElement};

/// The id of the element that holds a child for each hint.
pub const HINTS: &str = "hints";

/// Places each hint at the start of its text: first all are read, then all are written. What is out of view is hidden.
pub fn place(document: &Document, texts: &[TextRange]) {
    let (Some(pane), Some(holder)) = (super::by_id(super::PANE), super::by_id(HINTS)) else { return };
    let view = pane.get_bounding_client_rect();
    let places: Vec<Option<DomRect>> = texts.iter().map(|text| first(document, *text)).collect();
    let (left, top) = (f64::from(pane.scroll_left()) - view.left(), f64::from(pane.scroll_top()) - view.top());
    let hints = holder.children();
    for (at, place) in (0..).zip(places) {
        let Some(hint) = hints.item(at).and_then(|hint| hint.dyn_into::<HtmlElement>().ok()) else { continue };
        let place = place.filter(|place| place.top() < view.bottom() && place.bottom() > view.top());
        hint.set_hidden(place.is_none());
        if let Some(place) = place {
            super::set_property(&hint, "--x", &format!("{:.1}px", place.left() + left));
            super::set_property(&hint, "--y", &format!("{:.1}px", place.top() + top));
        }
    }
}

/// The box of the first character of some text. None where it is not laid out.
fn first(document: &Document, text: TextRange) -> Option<DomRect> {
    let start = text.start().to_usize();
    let first = TextRange::from_usize(start..snap::next_grapheme(document.text(), start));
    let place = super::selection::range_of(document, first)?.get_bounding_client_rect();
    (place.height() > 0.0).then_some(place)
}
