//! The marks of a picture, which are elements of SVG.

use super::HtmlElement;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Moves the keyboard's focus among the marks of the picture where an arrow, Home or End was pressed; at the ends it stays.
/// Says whether the key was one of those.
pub fn rove(event: &KeyboardEvent) -> bool {
    let key = event.key();
    if !matches!(&*key, "ArrowDown" | "ArrowRight" | "ArrowUp" | "ArrowLeft" | "Home" | "End") {
        return false;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let picture = target.as_ref().and_then(|target| target.closest(".picture").ok().flatten());
    let Some(found) = picture.and_then(|picture| picture.query_selector_all(".spot").ok()) else { return false };
    let marks: Vec<Element> = (0..found.length()).filter_map(|n| found.item(n)?.dyn_into().ok()).collect();
    let here = marks.iter().position(|mark| Some(mark) == target.as_ref()).unwrap_or(0);
    let last = marks.len().saturating_sub(1);
    let next = match &*key {
        "ArrowDown" | "ArrowRight" => (here + 1).min(last),
        "ArrowUp" | "ArrowLeft" => here.saturating_sub(1),
        "Home" => 0,
        _ => last,
    };
    if let Some(mark) = marks.get(next) {
        // Every element that takes the focus has this method.
        let _ = mark.unchecked_ref::<HtmlElement>().focus();
    }
    true
}
