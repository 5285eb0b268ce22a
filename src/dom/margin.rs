//! Rails and notes stand beside the lines that they belong to: measured after layout, set through CSSOM.

use super::selection::position_in;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Places every rail and note of the dressed chunks: first all are read, then all are written.
pub fn place() {
    let Some(pane) = super::by_id(super::PANE) else { return };
    let Ok(marks) = pane.query_selector_all(".rail[data-from], .note[data-from]") else { return };
    let places: Vec<_> = (0..marks.length())
        .filter_map(|i| {
            let mark: HtmlElement = marks.item(i)?.dyn_into().ok()?;
            let (top, size) = measure(&mark)?;
            Some((mark, top, size))
        })
        .collect();
    for (mark, top, size) in places {
        super::set_property(&mark, "--rail-top", &format!("{top}px"));
        super::set_property(&mark, "--rail-size", &format!("{size}px"));
    }
}

/// The top of the mark's text within its block, and the height of its lines, in CSS pixels.
fn measure(mark: &HtmlElement) -> Option<(i32, i32)> {
    let block: Element = mark.closest("[data-b]").ok()??;
    let units = |name| mark.get_attribute(name)?.parse::<u32>().ok();
    let range = super::page().create_range().ok()?;
    let (node, at) = position_in(&block, units("data-from")?)?;
    range.set_start(&node, at).ok()?;
    let (node, at) = position_in(&block, units("data-to")?)?;
    range.set_end(&node, at).ok()?;
    let place = range.get_bounding_client_rect();
    let top = place.top() - block.get_bounding_client_rect().top();
    (place.height() > 0.0).then(|| (top.round() as i32, place.height().round() as i32))
}
