//! Passing layers over the text: CSS custom highlights, which need no element and move no line.

use postil_core::{Document, TextRange};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A set of DOM ranges (CSS Custom Highlight API Module Level 1).
    type Highlight;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<Highlight, JsValue>;

    #[wasm_bindgen(method)]
    fn add(this: &Highlight, range: &web_sys::Range);

    type HighlightRegistry;

    #[wasm_bindgen(js_namespace = CSS, js_name = highlights, thread_local_v2)]
    static HIGHLIGHTS: Option<HighlightRegistry>;

    #[wasm_bindgen(method)]
    fn set(this: &HighlightRegistry, name: &str, highlight: &Highlight);

    #[wasm_bindgen(method)]
    fn delete(this: &HighlightRegistry, name: &str) -> bool;
}

/// Shows a highlight over some texts, or takes it away where there is none. A browser without the interface shows none.
pub fn show(name: &str, document: &Document, texts: impl IntoIterator<Item = TextRange>) {
    HIGHLIGHTS.with(|registry| {
        let Some(registry) = registry else { return };
        let ranges: Vec<_> = texts.into_iter().filter_map(|text| super::selection::range_of(document, text)).collect();
        let highlight = if ranges.is_empty() { None } else { Highlight::new().ok() };
        match highlight {
            Some(highlight) => {
                ranges.iter().for_each(|range| highlight.add(range));
                registry.set(name, &highlight);
            }
            None => drop(registry.delete(name)),
        }
    });
}
