//! Where the reader is.

use super::selection;
use postil_core::{ByteOffset, DocId, Document, TextRange};
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Takes the reader to some text, if it is not well in view already.
pub fn reveal(document: &Document, text: TextRange) {
    let (Some(pane), Some(range)) = (super::by_id(super::PANE), selection::range_of(document, text)) else { return };
    let view = pane.get_bounding_client_rect();
    let place = range.get_bounding_client_rect();
    // A range inside skipped content has no boxes: its chunk comes into view first, and is dressed then.
    if place.height() == 0.0 && place.width() == 0.0 {
        if let Some((holder, _)) = selection::holder_of(document, text.start()) {
            holder.scroll_into_view();
        }
        return;
    }
    let margin = (view.height() / 6.0).min(96.0);
    if place.top() >= view.top() + margin && place.bottom() <= view.bottom() - margin {
        return;
    }
    let wanted = place.top() - view.top() - view.height() / 3.0;
    pane.set_scroll_top(pane.scroll_top() + wanted as i32);
}

/// Where some text, or the block that holds it, stands below the top of the view, in pixels.
fn below_top(document: &Document, offset: ByteOffset) -> Option<f64> {
    let rest = document.slice(TextRange::new(offset, document.range().end()));
    let end = offset.get() + rest.chars().next().map_or(0, char::len_utf8) as u32;
    let range = selection::range_of(document, TextRange::new(offset, ByteOffset::new(end)));
    let place = range.map(|range| range.get_bounding_client_rect()).filter(|place| place.height() > 0.0);
    let place = place.or_else(|| Some(selection::holder_of(document, offset)?.0.get_bounding_client_rect()))?;
    Some(place.top() - super::by_id(super::PANE)?.get_bounding_client_rect().top())
}

/// A line is at the top of the view when it begins so near to it, in pixels.
const NEAR: f64 = 24.0;

/// Where the reader is: `before`, where they were, as long as that line is at the top of the view; else the first line
/// that is, or the first block, if that begins in view.
pub fn top(document: &Document, before: ByteOffset) -> Option<ByteOffset> {
    let is_still = || below_top(document, before).is_some_and(|top| top.abs() < NEAR);
    if before.get() > 0 && is_still() {
        return Some(before);
    }
    let block = first_block(document)?;
    // The line that is mostly in view.
    let line = selection::line_at(document, NEAR as i32 / 2).filter(|line| *line > block);
    line.filter(|_| below_top(document, block).is_some_and(|top| top < 0.0)).or(Some(block))
}

/// The first byte of the first block in view.
fn first_block(document: &Document) -> Option<ByteOffset> {
    let pane = super::by_id(super::PANE)?;
    let top = pane.get_bounding_client_rect().top();
    let chunks = pane.query_selector_all(".chunk").ok()?;
    for i in 0..chunks.length() {
        let chunk: Element = chunks.item(i)?.dyn_into().ok()?;
        if chunk.get_bounding_client_rect().bottom() <= top {
            continue;
        }
        let blocks = chunk.children();
        for j in 0..blocks.length() {
            let block = blocks.item(j)?;
            if block.get_bounding_client_rect().bottom() > top + 1.0 {
                let index: usize = block.get_attribute("data-b")?.parse().ok()?;
                return Some(document.blocks().get(index)?.range.start());
            }
        }
        let index: usize = chunk.get_attribute("data-c")?.parse().ok()?;
        return Some(document.chunks().get(index)?.range.start());
    }
    None
}

/// Puts a place of the text at the top of the view.
pub fn restore(document: &Document, offset: ByteOffset) {
    let Some(pane) = super::by_id(super::PANE) else { return };
    match below_top(document, offset) {
        // Exactly: any air above would show the line before, and make that the place.
        Some(wanted) if offset.get() > 0 => pane.set_scroll_top(pane.scroll_top() + wanted as i32),
        _ => pane.set_scroll_top(0),
    }
}

thread_local! {
    /// The line that is held: some text of a document, and where it stood below the top of the view.
    static HELD: Cell<Option<(DocId, ByteOffset, f64)>> = const { Cell::new(None) };
}

/// The browser keeps some text in its place when the layout changes: not what is read, but what stands at the top.
const BY_ITSELF: &str = "overflow-anchor";

/// The layout of the article is about to change: what is read, or else the first line in view, is to stay where it is.
/// `place` is where they were last: as long as that line is at the top, it is the first one.
pub fn hold(document: &Document, read: Option<TextRange>, place: ByteOffset) {
    let Some(pane) = super::by_id(super::PANE) else { return };
    let height = f64::from(pane.client_height());
    let is_in_view = |at: &ByteOffset| below_top(document, *at).is_some_and(|top| (0.0..height).contains(&top));
    let read = read.map(|range| range.start()).filter(is_in_view);
    let line = read.or_else(|| top(document, place));
    if let Some((line, top)) = line.and_then(|line| Some((line, below_top(document, line)?))) {
        super::set_property(&pane, BY_ITSELF, "none");
        HELD.set(Some((document.id(), line, top)));
    }
}

/// The layout has changed: the line that is held goes back to where it was.
pub fn release(document: &Document) {
    let (Some((doc, line, top)), Some(pane)) = (HELD.take(), super::by_id(super::PANE)) else { return };
    if doc == document.id()
        && let Some(now) = below_top(document, line)
    {
        // Nothing is set where nothing moved: that would end a scroll that is under way.
        match (now - top).round() as i32 {
            0 => {}
            moved => pane.set_scroll_top(pane.scroll_top() + moved),
        }
    }
    super::set_property(&pane, BY_ITSELF, "");
}

/// Watches which chunks are near the view.
pub struct Watcher {
    observer: IntersectionObserver,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl Watcher {
    /// Tells, for chunks by number, whether they came near or went away. Near is within a screen of the view.
    pub fn new(on_change: impl Fn(Vec<(u32, bool)>) + 'static) -> Option<Self> {
        let mut is_first = true;
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            // At first it tells of each chunk, and none is thought to be near.
            let is_news = |entry: &IntersectionObserverEntry| !is_first || entry.is_intersecting();
            let changes = entries
                .iter()
                .filter_map(|entry| {
                    let entry: IntersectionObserverEntry = entry.unchecked_into();
                    if !is_news(&entry) {
                        return None;
                    }
                    let index = entry.target().get_attribute("data-c")?.parse().ok()?;
                    Some((index, entry.is_intersecting()))
                })
                .collect();
            is_first = false;
            on_change(changes);
        });
        let options = IntersectionObserverInit::new();
        options.set_root(super::by_id(super::PANE).as_deref());
        options.set_root_margin("100% 0px");
        let observer = IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options).ok()?;
        if let Ok(chunks) = super::page().query_selector_all(".chunk") {
            for i in 0..chunks.length() {
                if let Some(chunk) = chunks.item(i) {
                    observer.observe(chunk.unchecked_ref());
                }
            }
        }
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
