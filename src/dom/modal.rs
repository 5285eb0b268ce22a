//! Native modal dialogs: the browser keeps the focus inside and gives it back.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement};

/// Opens a `<dialog>` over the page.
pub fn show(element: &Element) {
    if let Some(dialog) = element.dyn_ref::<HtmlDialogElement>()
        && !dialog.open()
    {
        // It fails only on an element that is not in the page.
        let _ = dialog.show_modal();
    }
}

/// Closes it. The focus goes back to where it was, or to the article when that is gone.
pub fn close(element: &Element) {
    if let Some(dialog) = element.dyn_ref::<HtmlDialogElement>() {
        dialog.close();
    }
    // Where nothing had the focus, it is still on something in the dialog that was just hidden.
    let is_lost = |active: Element| active.tag_name() == "BODY" || element.contains(Some(&active));
    if super::page().active_element().is_none_or(is_lost) {
        super::focus_pane();
    }
}

/// Whether an event happened on the dialog itself, and so on what lies behind it, rather than on anything inside.
pub fn is_backdrop(event: &Event, dialog: &Element) -> bool {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|target| target == *dialog)
}
