//! The screen after a panic: runs like `storage.rs`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

use postil_app::dom::{self, calamity};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_screen_is_shown_once_and_takes_the_focus() {
    let body = dom::page().body().unwrap();
    let app = dom::page().create_element("div").unwrap();
    app.set_id("app");
    app.set_inner_html("<dialog open></dialog>");
    body.append_child(&app).unwrap();

    calamity::show("panicked at <b>here</b>: the first fault");
    calamity::show("the second fault");
    let screens = dom::page().query_selector_all(".calamity").unwrap();
    assert_eq!(screens.length(), 1);
    let screen = dom::by_id("calamity").unwrap();
    assert_eq!(screen.get_attribute("role").as_deref(), Some("alertdialog"));
    let text = screen.text_content().unwrap();
    assert!(text.contains("Everything marked as saved is kept in this browser."), "{text}");
    assert!(text.contains("panicked at <b>here</b>: the first fault"), "the message is text, not markup: {text}");
    assert!(!text.contains("second"), "{text}");

    assert!(app.has_attribute("inert"));
    assert!(dom::page().query_selector("dialog").unwrap().is_none());
    let active = dom::page().active_element().unwrap();
    assert_eq!(active.text_content().as_deref(), Some("Postil stopped because of a fault."));
}
