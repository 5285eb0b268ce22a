//! What this page asked of the network, as the browser itself counts it.

use wasm_bindgen::JsCast;
use web_sys::PerformanceEntry;

/// Requests since the page was loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requests {
    /// To any address but the page's own.
    pub foreign: usize,
    /// For the page's own files.
    pub own: usize,
}

/// Counts the resource entries of the Performance API by origin.
pub fn requests() -> Requests {
    let mut counted = Requests::default();
    let window = super::window();
    let (Some(performance), Ok(origin)) = (window.performance(), window.location().origin()) else { return counted };
    for entry in performance.get_entries_by_type("resource").iter() {
        let name = entry.unchecked_into::<PerformanceEntry>().name();
        // `blob:` and `data:` addresses name bytes in this page's memory.
        if name.starts_with("blob:") || name.starts_with("data:") {
            continue;
        }
        match name.strip_prefix(&origin).is_some_and(|path| path.is_empty() || path.starts_with('/')) {
            true => counted.own += 1,
            false => counted.foreign += 1,
        }
    }
    counted
}
