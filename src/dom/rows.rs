//! A long list of rows of one height, of which only those in view are drawn: the others are room above and below them.

use super::HtmlElement;
use gloo::events::EventListener;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::NodeRef;

/// Watches which rows are in view, as long as it is kept.
pub struct Rows {
    _listeners: Vec<EventListener>,
}

impl Rows {
    /// Tells which of `count` rows are in view now, and again when that changes, with so many `around` them.
    pub fn watch(list: NodeRef, count: usize, around: usize, on_change: impl Fn(Range<usize>) + 'static) -> Self {
        let tell = std::rc::Rc::new({
            let list = list.clone();
            move || {
                if let Some(rows) = list.cast().and_then(|list| in_view(&list, count, around)) {
                    on_change(rows);
                }
            }
        });
        tell();
        let on = |target: &web_sys::EventTarget, name: &'static str| {
            let tell = tell.clone();
            EventListener::new(target, name, move |_| tell())
        };
        let scroller = list.cast::<Element>().and_then(|list| scroller(&list));
        let mut listeners = vec![on(&super::window(), "resize")];
        listeners.extend(scroller.map(|scroller| on(&scroller, "scroll")));
        Self { _listeners: listeners }
    }
}

/// The element that scrolls the list.
fn scroller(list: &Element) -> Option<Element> {
    list.closest("nav, aside, dialog, main").ok()?
}

/// In pixels.
fn row_height(list: &Element) -> Option<f64> {
    let height = list.first_element_child()?.get_bounding_client_rect().height();
    (height > 0.0).then_some(height)
}

/// In steps of a few rows, so that not each pixel of scrolling draws the list anew.
fn in_view(list: &Element, count: usize, around: usize) -> Option<Range<usize>> {
    let (height, scroller) = (row_height(list)?, scroller(list)?);
    let view = scroller.get_bounding_client_rect();
    let above = (view.top() - list.get_bounding_client_rect().top()).max(0.0);
    let step = (around / 2).max(1);
    let first = (above / height) as usize / step * step;
    let last = ((above + view.height()) / height) as usize / step * step + step;
    Some(first.saturating_sub(around).min(count)..(last + around).min(count))
}

/// Scrolls as little as is needed to bring a row into view. `is_drawn_in_part` says that the list is long.
pub fn reveal(list: &HtmlElement, row: usize, is_drawn_in_part: bool) {
    let list: &Element = list;
    if !is_drawn_in_part {
        if let Some(row) = list.children().item(row as u32) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
        return;
    }
    let (Some(height), Some(scroller)) = (row_height(list), scroller(list)) else { return };
    let view = scroller.get_bounding_client_rect();
    let top = list.get_bounding_client_rect().top() - view.top() + height * row as f64;
    // Some of the view's lower end is covered by what is always there.
    if top < height || top + 3.0 * height > view.height() {
        let scroller: &HtmlElement = scroller.unchecked_ref();
        scroller.set_scroll_top(scroller.scroll_top() + (top - view.height() / 3.0) as i32);
    }
}
