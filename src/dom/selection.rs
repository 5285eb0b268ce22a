//! Between the browser's selection and places in the text.
//!
//! An element of a block carries its index as `data-b`, a chunk as `data-c`. Everything inside is the text itself, so
//! the length of a DOM range from the element's start counts UTF-16 units of text.

use postil_core::{ByteOffset, Document, TextRange, snap, utf16_len};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node, Range};

/// A click this near to a character, in CSS pixels, is meant for it.
const SLACK: f64 = 14.0;

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

/// What a pointer selected that was let go at a point of the view, in CSS pixels, and that began in the text. Outside of
/// the text it counts as where it left it.
pub fn dragged(document: &Document, x: i32, y: i32, is_exact: bool) -> Option<TextRange> {
    let selection = super::window().get_selection().ok()??;
    let anchor = offset_at(document, &selection.anchor_node()?, selection.anchor_offset())?;
    let focus = offset_at(document, &selection.focus_node()?, selection.focus_offset());
    let focus = focus.or_else(|| {
        let (x, y) = in_text(x, y)?;
        at_point(document, x, y)
    })?;
    snap_to(document, anchor, focus, is_exact)
}

/// The point of the article that is shown nearest to a point of the view.
fn in_text(x: i32, y: i32) -> Option<(i32, i32)> {
    let pane = super::by_id(super::PANE)?;
    let (view, chunk) =
        (pane.get_bounding_client_rect(), pane.query_selector(".chunk").ok()??.get_bounding_client_rect());
    let within = |at: i32, from: f64, to: f64| (at as f64).min(to - 2.0).max(from + 2.0) as i32;
    Some((within(x, chunk.left(), chunk.right()), within(y, view.top(), view.bottom())))
}

/// The selection as one would tag it: whole words, or whole graphemes where the person wants it exact.
pub fn snapped(document: &Document, is_exact: bool) -> Option<TextRange> {
    let (anchor, focus) = current(document)?;
    snap_to(document, anchor, focus, is_exact)
}

fn snap_to(document: &Document, anchor: ByteOffset, focus: ByteOffset, is_exact: bool) -> Option<TextRange> {
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

/// The same, where there is text at the point: not beside a line, nor below the last.
pub fn hit(document: &Document, x: i32, y: i32) -> Option<ByteOffset> {
    let offset = at_point(document, x, y)?;
    let block = document.blocks().get(document.block_at(offset)?)?.content();
    let (before, after) =
        (TextRange::new(block.start(), offset.max(block.start())), TextRange::new(offset, block.end().max(offset)));
    let before = document.slice(before).chars().next_back().map_or(0, char::len_utf8) as u32;
    let after = document.slice(after).chars().next().map_or(0, char::len_utf8) as u32;
    let (x, y) = (f64::from(x), f64::from(y));
    let is_near = |from: u32, to: u32| {
        let range = range_of(document, TextRange::new(ByteOffset::new(from), ByteOffset::new(to)));
        range.is_some_and(|range| {
            let rect = range.get_bounding_client_rect();
            (rect.left() - SLACK..rect.right() + SLACK).contains(&x)
                && (rect.top() - SLACK..rect.bottom() + SLACK).contains(&y)
        })
    };
    let at = offset.get();
    (before > 0 && is_near(at - before, at) || after > 0 && is_near(at, at + after)).then_some(offset)
}

/// Whether a press is in the article or on the bare paper around it, and not on what lies there or on a scroll bar.
pub fn is_on_paper(event: &web_sys::MouseEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let is_bare = || target.id() == super::PANE && event.offset_x() < target.client_width();
    matches!(target.closest("article"), Ok(Some(_))) || is_bare()
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

/// Selects some text as the browser does, so that it can be copied too.
pub fn select(document: &Document, text: TextRange) {
    if let (Ok(Some(selection)), Some(range)) = (super::window().get_selection(), range_of(document, text)) {
        // A range of this page can be added to a selection that has none.
        let _ = selection.remove_all_ranges();
        let _ = selection.add_range(&range);
    }
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
