//! Where the reader is.

use super::selection;
use postil_core::{ByteOffset, Document, TextRange};
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

/// The first byte of the first block in view.
pub fn top(document: &Document) -> Option<ByteOffset> {
    let top = super::by_id(super::PANE)?.get_bounding_client_rect().top();
    Some(block_below(document, top)?.start())
}

/// The text in view: whole blocks.
pub fn view(document: &Document) -> Option<TextRange> {
    let view = super::by_id(super::PANE)?.get_bounding_client_rect();
    let first = block_below(document, view.top())?;
    let last = block_below(document, view.bottom() - 2.0).unwrap_or(document.range());
    Some(TextRange::new(first.start(), last.end()))
}

/// The first block that ends below a height of the window, in CSS pixels; or the cold chunk that holds it.
fn block_below(document: &Document, height: f64) -> Option<TextRange> {
    let chunks = super::by_id(super::PANE)?.query_selector_all(".chunk").ok()?;
    for i in 0..chunks.length() {
        let chunk: Element = chunks.item(i)?.dyn_into().ok()?;
        if chunk.get_bounding_client_rect().bottom() <= height {
            continue;
        }
        let blocks = chunk.children();
        for j in 0..blocks.length() {
            let block = blocks.item(j)?;
            if block.get_bounding_client_rect().bottom() > height + 1.0 {
                let index: usize = block.get_attribute("data-b")?.parse().ok()?;
                return Some(document.blocks().get(index)?.range);
            }
        }
        let index: usize = chunk.get_attribute("data-c")?.parse().ok()?;
        return Some(document.chunks().get(index)?.range);
    }
    None
}

/// The text that is in view, line by line.
pub fn lines(document: &Document) -> Option<TextRange> {
    /// About half a line, in CSS pixels.
    const HALF: i32 = 15;
    let pane = super::by_id(super::PANE)?;
    let (view, text) =
        (pane.get_bounding_client_rect(), pane.query_selector(".chunk").ok()??.get_bounding_client_rect());
    let at = |x: f64, y: i32| selection::at_point(document, x as i32, y);
    let start =
        if text.top() >= view.top() { Some(ByteOffset::default()) } else { at(text.left(), view.top() as i32 + HALF) };
    let start = start.or_else(|| top(document))?;
    // Between paragraphs and below the last one the place is that of the text before, or none.
    let end = at(text.right() - 2.0, view.bottom() as i32 - HALF).filter(|end| *end > start);
    let is_all = pane.scroll_top() + pane.client_height() >= pane.scroll_height() - HALF;
    let end = end.filter(|_| !is_all).unwrap_or(document.range().end());
    Some(TextRange::new(start, end))
}

/// Puts a place of the text at the top of the view.
pub fn restore(document: &Document, offset: ByteOffset) {
    let Some(pane) = super::by_id(super::PANE) else { return };
    match selection::holder_of(document, offset) {
        Some((holder, _)) if offset.get() > 0 => {
            let wanted = holder.get_bounding_client_rect().top() - pane.get_bounding_client_rect().top();
            // Exactly: any air above would show the end of the block before, and make that the place.
            pane.set_scroll_top(pane.scroll_top() + wanted as i32);
        }
        _ => pane.set_scroll_top(0),
    }
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
