//! Between the browser's selection and places in the text.
//!
//! An element of a block carries its index as `data-b`, a chunk as `data-c`. Everything inside is the text itself, so
//! the length of a DOM range from the element's start counts UTF-16 units of text.

use postil_core::{ByteOffset, Document, TextRange, snap, utf16_len};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node, Range};

/// The place of a DOM position in the text. None outside the article.
pub fn offset_at(document: &Document, node: &Node, offset: u32) -> Option<ByteOffset> {
    let element = node.dyn_ref::<Element>().cloned().or_else(|| node.parent_element())?;
    let holder = element.closest("[data-b], .chunk.is-cold").ok()?;
    let (holder, range) = match holder {
        Some(holder) => {
            let range = range_of_holder(document, &holder)?;
            (holder, range)
        }
        // Between blocks: at the start of the chunk, or of the article.
        None => {
            let chunk = element.closest(".chunk").ok()??;
            let block = chunk.children().item(offset.min(chunk.children().length().saturating_sub(1)))?;
            let range = range_of_holder(document, &block)?;
            let is_end = offset >= chunk.children().length();
            return Some(if is_end { range.end() } else { range.start() });
        }
    };
    let before = super::page().create_range().ok()?;
    before.set_start(&holder, 0).ok()?;
    before.set_end(node, offset).ok()?;
    let units = js_sys::Object::from(before).to_string().length();
    Some(byte_after(document, range, units))
}

/// The bytes that a block or cold chunk covers.
fn range_of_holder(document: &Document, holder: &Element) -> Option<TextRange> {
    match holder.get_attribute("data-b") {
        Some(index) => Some(document.blocks().get(index.parse::<usize>().ok()?)?.range),
        None => Some(document.chunks().get(holder.get_attribute("data-c")?.parse::<usize>().ok()?)?.range),
    }
}

/// The byte that many UTF-16 units after the start of `range`.
fn byte_after(document: &Document, range: TextRange, units: u32) -> ByteOffset {
    let mut left = units;
    for (at, c) in document.slice(range).char_indices() {
        if left < c.len_utf16() as u32 {
            return ByteOffset::from_usize(range.start().to_usize() + at);
        }
        left -= c.len_utf16() as u32;
    }
    range.end()
}

/// What is selected: where it began, and where it ends now. None when nothing of the article is.
pub fn current(document: &Document) -> Option<(ByteOffset, ByteOffset)> {
    let selection = super::window().get_selection().ok()??;
    if selection.is_collapsed() {
        return None;
    }
    let anchor = offset_at(document, &selection.anchor_node()?, selection.anchor_offset())?;
    let focus = offset_at(document, &selection.focus_node()?, selection.focus_offset())?;
    (anchor != focus).then_some((anchor, focus))
}

/// The selection as one would tag it: whole words, or whole graphemes where the person wants it exact.
pub fn snapped(document: &Document, is_exact: bool) -> Option<TextRange> {
    let (anchor, focus) = current(document)?;
    let range = TextRange::new(anchor.min(focus), anchor.max(focus));
    let range = if is_exact { snap::to_graphemes(document.text(), range) } else { snap::to_words(document, range) };
    (!document.slice(range).trim().is_empty()).then_some(range)
}

/// The place in the text under a point of the view, in CSS pixels; where the browser cannot say, its caret.
pub fn at_point(document: &Document, x: i32, y: i32) -> Option<ByteOffset> {
    let under = super::page().caret_position_from_point(x as f32, y as f32);
    let place = under.and_then(|caret| offset_at(document, &caret.offset_node()?, caret.offset()));
    place.or_else(|| {
        let selection = super::window().get_selection().ok()??;
        offset_at(document, &selection.focus_node()?, selection.focus_offset())
    })
}

/// Whether some text of the article is selected.
pub fn is_live() -> bool {
    let selection = super::window().get_selection().ok().flatten();
    selection.is_some_and(|selection| {
        !selection.is_collapsed() && selection.anchor_node().is_some_and(|node| in_article(&node))
    })
}

/// Whether a node belongs to the article.
pub fn in_article(node: &Node) -> bool {
    let element = node.dyn_ref::<Element>().cloned().or_else(|| node.parent_element());
    element.is_some_and(|element| matches!(element.closest(".chunk"), Ok(Some(_))))
}

/// Takes the selection back.
pub fn clear() {
    if let Ok(Some(selection)) = super::window().get_selection() {
        // Removing ranges cannot fail on a selection that the window just gave.
        let _ = selection.remove_all_ranges();
    }
}

/// The chunks that hold an end of the selection.
pub fn held_chunks() -> Vec<u32> {
    let Ok(Some(selection)) = super::window().get_selection() else { return Vec::new() };
    if selection.is_collapsed() {
        return Vec::new();
    }
    [selection.anchor_node(), selection.focus_node()]
        .into_iter()
        .flatten()
        .filter_map(|node| {
            let element = node.dyn_ref::<Element>().cloned().or_else(|| node.parent_element())?;
            element.closest(".chunk").ok()??.get_attribute("data-c")?.parse().ok()
        })
        .collect()
}

/// The element of a block, or of the cold chunk that holds it.
pub fn holder_of(document: &Document, offset: ByteOffset) -> Option<(Element, TextRange)> {
    let block = document.block_at(offset)?;
    let page = super::page();
    if let Ok(Some(element)) = page.query_selector(&format!("[data-b=\"{block}\"]")) {
        return Some((element, document.blocks()[block].range));
    }
    let chunk = document.chunk_at(offset)?;
    let element = page.query_selector(&format!(".chunk.is-cold[data-c=\"{chunk}\"]")).ok()??;
    Some((element, document.chunks()[chunk].range))
}

/// The DOM position of a place in the text.
fn position(document: &Document, offset: ByteOffset) -> Option<(Node, u32)> {
    let (element, range) = holder_of(document, offset)?;
    let inside = TextRange::new(range.start(), offset.min(range.end()));
    position_in(&element, utf16_len(document.slice(inside)))
}

/// The text node within `element`, and the offset in it, that many UTF-16 units from its start.
pub fn position_in(element: &Element, units: u32) -> Option<(Node, u32)> {
    const SHOW_TEXT: u32 = 4;
    let walker = super::page().create_tree_walker_with_what_to_show(element, SHOW_TEXT).ok()?;
    let mut left = units;
    let mut last = None;
    while let Ok(Some(node)) = walker.next_node() {
        let length = node.unchecked_ref::<web_sys::Text>().length();
        if left <= length {
            return Some((node, left));
        }
        left -= length;
        last = Some((node, length));
    }
    last
}

/// The DOM range of some text.
pub fn range_of(document: &Document, text: TextRange) -> Option<Range> {
    let range = super::page().create_range().ok()?;
    let (start, at) = position(document, text.start())?;
    range.set_start(&start, at).ok()?;
    let (end, at) = position(document, text.end())?;
    range.set_end(&end, at).ok()?;
    Some(range)
}
