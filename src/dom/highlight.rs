//! Passing layers over the text: CSS custom highlights, which need no element and move no line.

use postil_core::{Document, TextRange};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A set of DOM ranges (CSS Custom Highlight API Module Level 1).
    type Highlight;

    #[wasm_bindgen(constructor, catch)]
    fn new(range: &web_sys::Range) -> Result<Highlight, JsValue>;

    type HighlightRegistry;

    #[wasm_bindgen(js_namespace = CSS, js_name = highlights, thread_local_v2)]
    static HIGHLIGHTS: Option<HighlightRegistry>;

    #[wasm_bindgen(method)]
    fn set(this: &HighlightRegistry, name: &str, highlight: &Highlight);

    #[wasm_bindgen(method)]
    fn delete(this: &HighlightRegistry, name: &str) -> bool;
}

/// Shows a highlight over some text, or takes it away. A browser without the interface shows none.
pub fn show(name: &str, document: &Document, text: Option<TextRange>) {
    HIGHLIGHTS.with(|registry| {
        let Some(registry) = registry else { return };
        let range = text.and_then(|text| super::selection::range_of(document, text));
        match range.and_then(|range| Highlight::new(&range).ok()) {
            Some(highlight) => registry.set(name, &highlight),
            None => drop(registry.delete(name)),
        }
    });
}
