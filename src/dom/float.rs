//! What floats beside a place in the text: measured, then set through CSSOM.

use gloo::events::EventListener;
use postil_core::{Document, TextRange};
use web_sys::{DomRect, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Between the text and what floats beside it, and between that and the window's edge, in CSS pixels.
const GAP: i32 = 8;

/// Keeps an element beside some text while the article scrolls and the window changes; ends when dropped.
pub struct Anchor {
    _listeners: [Option<EventListener>; 2],
}

impl Anchor {
    /// Places the element, and again whenever the text moves.
    pub fn new(element: HtmlElement, document: Document, text: Option<TextRange>) -> Self {
        let follow = move || place(&element, &document, text);
        follow();
        let again = follow.clone();
        let scroll = super::by_id(super::PANE).map(|pane| EventListener::new(&pane, "scroll", move |_| again()));
        let resize = EventListener::new(&super::window(), "resize", move |_| follow());
        Self { _listeners: [scroll, Some(resize)] }
    }
}

/// Under the text, or over it where there is no room, and always within the window.
fn place(element: &HtmlElement, document: &Document, text: Option<TextRange>) {
    let root = super::page().document_element();
    let Some((width, height)) = root.map(|root| (root.client_width(), root.client_height())) else { return };
    let own = element.get_bounding_client_rect();
    let (own_width, own_height) = (own.width().ceil() as i32, own.height().ceil() as i32);
    let range = text.and_then(|text| super::selection::range_of(document, text));
    let beside: Option<DomRect> = range
        .map(|range| range.get_bounding_client_rect())
        .filter(|rect| rect.width() > 0.0 || rect.height() > 0.0)
        .or_else(|| super::by_id(super::PANE).map(|pane| pane.get_bounding_client_rect()));
    let Some(beside) = beside else { return };
    let under = beside.bottom().round() as i32 + GAP;
    let over = beside.top().round() as i32 - GAP - own_height;
    let top = if under + own_height + GAP <= height || over < GAP { under } else { over };
    let within = |wanted: i32, room: i32| wanted.min(room - GAP).max(GAP);
    let (x, y) = (within(beside.left().round() as i32, width - own_width), within(top, height - own_height));
    super::set_property(element, "--x", &format!("{x}px"));
    super::set_property(element, "--y", &format!("{y}px"));
}

/// Places an element at a point of the window, in CSS pixels, and always within the window.
pub fn place_at(element: &HtmlElement, (x, y): (i32, i32)) {
    let Some(root) = super::page().document_element() else { return };
    let own = element.get_bounding_client_rect();
    let within = |wanted: i32, own: f64, room: i32| wanted.min(room - own.ceil() as i32 - GAP).max(GAP);
    super::set_property(element, "--x", &format!("{}px", within(x, own.width(), root.client_width())));
    super::set_property(element, "--y", &format!("{}px", within(y, own.height(), root.client_height())));
}

/// Scrolls a row just as far as it takes to see one thing in it.
pub fn show_in_row(id: &str) {
    if let Some(element) = super::by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether the keyboard's focus is on an element, also while another window has it.
pub fn has_focus(id: &str) -> bool {
    super::page().active_element().is_some_and(|active| active.id() == id)
}
