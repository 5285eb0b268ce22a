//! The screen after a panic. It is made while the hook runs, before the Wasm stops; its buttons are the start-up
//! script's (`static/start.js`), since nothing of the app may be relied on afterwards.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// What the start-up script offers for the end.
    type Ways;

    #[wasm_bindgen(js_name = postilCalamity, thread_local_v2)]
    static WAYS: Option<Ways>;

    #[wasm_bindgen(method, getter)]
    fn reload(this: &Ways) -> js_sys::Function;

    #[wasm_bindgen(method, getter)]
    fn download(this: &Ways) -> js_sys::Function;
}

const ID: &str = "calamity";

/// Shows the screen, once: a second fault is the first one's doing. The message goes to the browser's console too.
pub fn show(message: &str) {
    web_sys::console::error_1(&message.into());
    if super::by_id(ID).is_none() {
        // Where even this fails the page stays as it is, and the message is in the console.
        let _ = draw(message);
    }
}

fn draw(message: &str) -> Result<(), JsValue> {
    let page = super::page();
    let body = page.body().ok_or("no body")?;
    // A modal dialog would lie over the screen and keep the keyboard.
    let dialogs = page.query_selector_all("dialog[open]")?;
    for i in 0..dialogs.length() {
        if let Some(dialog) = dialogs.item(i).and_then(|it| it.dyn_into::<Element>().ok()) {
            dialog.remove();
        }
    }
    if let Some(app) = super::by_id("app") {
        app.set_attribute("inert", "")?;
    }
    let screen = child(&body, "div", "")?;
    screen.set_id(ID);
    screen.set_class_name("calamity");
    for (name, value) in
        [("role", "alertdialog"), ("aria-labelledby", "calamity-title"), ("aria-describedby", "calamity-text")]
    {
        screen.set_attribute(name, value)?;
    }
    let column = child(&screen, "div", "")?;
    let title = child(&column, "h1", "Postil stopped because of a fault.")?;
    title.set_id("calamity-title");
    title.set_tab_index(-1);
    let text = child(
        &column,
        "p",
        "Everything marked as saved is kept in this browser. Reload to go on with it. The log holds \
        every step that was saved: download it first if you want a copy in your own hands.",
    )?;
    text.set_id("calamity-text");
    let acts = child(&column, "p", "")?;
    acts.set_class_name("acts");
    WAYS.with(|ways| -> Result<(), JsValue> {
        let Some(ways) = ways else { return Ok(()) };
        button(&acts, "Reload", "button is-main", &ways.reload())?;
        button(&acts, "Download the log", "button is-outline", &ways.download())
    })?;
    let details = child(&column, "details", "")?;
    child(&details, "summary", "What happened")?;
    child(&details, "pre", message)?;
    title.focus()
}

fn child(parent: &HtmlElement, tag: &str, text: &str) -> Result<HtmlElement, JsValue> {
    let element: HtmlElement = super::page().create_element(tag)?.unchecked_into();
    element.set_text_content(Some(text));
    parent.append_child(&element)?;
    Ok(element)
}

fn button(parent: &HtmlElement, name: &str, class: &str, act: &js_sys::Function) -> Result<(), JsValue> {
    let button = child(parent, "button", name)?;
    button.set_class_name(class);
    button.set_attribute("type", "button")?;
    button.set_onclick(Some(act));
    Ok(())
}
