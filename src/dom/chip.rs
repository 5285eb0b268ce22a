//! Chips under the pointer. They are generated content: what the pointer meets is the segment that ends with one.

use super::PointerEvent;
use super::selection::offset_at;
use postil_core::{ByteOffset, Document};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The chip under the pointer: the place in the text where it stands, and which of those there it is.
pub fn under(document: &Document, event: &PointerEvent) -> Option<(ByteOffset, usize)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let chip = target.closest("i.chip, .seg.chip").ok()??;
    if chip.tag_name() != "I" {
        return (!is_on_text(&chip, event)?).then_some((end(document, &chip)?, 0));
    }
    let before = std::iter::successors(chip.previous_element_sibling(), Element::previous_element_sibling);
    let place = before.filter(|it| it.class_name() == "chip" || it.class_name().starts_with("chip ")).count();
    Some((end(document, &chip.parent_element()?)?, place))
}

/// The place in the text where a segment ends.
fn end(document: &Document, segment: &Element) -> Option<ByteOffset> {
    offset_at(document, segment, segment.child_nodes().length())
}

/// Whether the pointer is on the words of a segment, rather than on what follows them.
fn is_on_text(segment: &Element, event: &PointerEvent) -> Option<bool> {
    let range = super::page().create_range().ok()?;
    range.select_node_contents(segment).ok()?;
    let boxes = range.get_client_rects()?;
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let mut boxes = (0..boxes.length()).filter_map(|n| boxes.item(n));
    Some(boxes.any(|it| (it.left()..=it.right()).contains(&x) && (it.top()..=it.bottom()).contains(&y)))
}
