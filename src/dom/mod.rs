//! Everything that touches the browser's document, apart from storage and the worker.

pub mod calamity;
pub mod chip;
pub mod files;
pub mod float;
pub mod highlight;
pub mod keys;
pub mod margin;
pub mod marks;
pub mod modal;
pub mod over;
pub mod privacy;
pub mod rows;
pub mod scroll;
pub mod selection;
pub mod single;

pub use web_sys::{
    DragEvent, Element, Event, FocusEvent, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    InputEvent, KeyboardEvent, MouseEvent, PointerEvent,
};

use postil_core::Timestamp;
use postil_editor::Theme;
use wasm_bindgen::JsCast;

/// The id of the pane that holds the article: where single keys act.
pub const PANE: &str = "pane";
/// The id of the drawer.
pub const DRAWER: &str = "drawer";

/// The browser's window.
pub fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window")
}

/// The page's document.
pub fn page() -> web_sys::Document {
    window().document().expect("a window has a document")
}

/// An element of the page by its id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    page().get_element_by_id(id)?.dyn_into().ok()
}

/// The clock.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as u64)
}

/// 64 random bits from the browser's generator for secrets.
pub fn random() -> u64 {
    let mut bytes = [0; 8];
    let crypto = window().crypto().expect("every browser that runs Wasm has a crypto object");
    crypto.get_random_values_with_u8_array(&mut bytes).expect("eight bytes are far under the quota");
    u64::from_le_bytes(bytes)
}

/// Gives the keyboard to the article.
pub fn focus_pane() {
    if let Some(pane) = by_id(PANE) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that cannot take the focus leaves it where it is.
        let _ = pane.focus_with_options(&options);
    }
}

/// Whether what has the keyboard's focus lies in an element of this CSS selector.
pub fn has_focus_in(selector: &str) -> bool {
    page().active_element().is_some_and(|element| element.closest(selector).is_ok_and(|it| it.is_some()))
}

/// Gives the keyboard to an element, if it is there.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// Opens what a `<details>` of this id holds.
pub fn open_details(id: &str) {
    if let Some(element) = by_id(id) {
        // An attribute of that name can be set.
        let _ = element.set_attribute("open", "");
    }
}

/// The same for a field, with all that is in it selected: typing replaces it.
pub fn select_all(id: &str) {
    focus(id);
    if let Some(field) = by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
        field.select();
    }
}

/// Sets the colours.
pub fn set_theme(theme: Theme) {
    let Some(root) = page().document_element() else { return };
    // Setting or removing an attribute of that name cannot fail.
    let _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Light => root.set_attribute("data-theme", "light"),
        Theme::Dark => root.set_attribute("data-theme", "dark"),
    };
}

/// Names the page after the open document.
pub fn set_title(title: Option<&str>) {
    page().set_title(&title.map_or("Postil".to_owned(), |title| format!("{title} · Postil")));
}

/// Whether the person asked the system for little movement, or the window is narrow: then panels begin closed.
pub fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|found| found.matches())
}

/// Loads the page anew.
pub fn reload() {
    // A refused reload leaves the page as it is; the button can be pressed again.
    let _ = window().location().reload();
}

/// Sets a custom property through CSSOM: the release policy blocks the attribute.
pub fn set_property(element: &HtmlElement, name: &str, value: &str) {
    // The names and values are ours and well formed.
    let _ = element.style().set_property(name, value);
}

/// The file field.
pub const OPEN_FILES: &str = "open-files";

/// Lets a person choose files, or a folder.
pub fn choose_files(is_folder: bool) {
    if let Some(field) = by_id(OPEN_FILES) {
        // A folder is chosen with all that lies in it.
        let _ = field.toggle_attribute_with_force("webkitdirectory", is_folder);
        field.click();
    }
}

/// Moves the keyboard's focus to the next region of the page: bar, documents, article, labels, inspector, drawer, foot.
pub fn next_region(is_back: bool) {
    const REGIONS: [&str; 7] = [".top", ".left", ".scroll", ".labels, .review", ".right", ".drawer", ".foot"];
    const CONTROLS: &str = "#pane, button, input, select, textarea, a[href], [tabindex='0']";
    let page = page();
    let active = page.active_element();
    let here = REGIONS
        .iter()
        .position(|region| active.as_ref().is_some_and(|element| matches!(element.closest(region), Ok(Some(_)))));
    let count = REGIONS.len();
    for step in 1..=count {
        let next = match (here, is_back) {
            (None, _) => step - 1,
            (Some(here), false) => (here + step) % count,
            (Some(here), true) => (here + count - step % count) % count,
        };
        let Ok(Some(region)) = page.query_selector(REGIONS[next]) else { continue };
        let control = if region.id() == PANE { Some(region) } else { region.query_selector(CONTROLS).ok().flatten() };
        let control = control.and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(control) = control.filter(|control| control.offset_height() > 0) {
            let _ = control.focus();
            return;
        }
    }
}

/// The English name of a language, by its BCP 47 tag. None where the browser knows none.
pub fn language_name(tag: &str) -> Option<String> {
    let primary = tag.split('-').next().unwrap_or_default();
    // The browser throws at what cannot be a tag.
    if !matches!(primary.len(), 2 | 3) || !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"type".into(), &"language".into()).ok()?;
    let names = js_sys::Intl::DisplayNames::new(&js_sys::Array::of1(&"en".into()), &options);
    names.of(primary).map(Into::into)
}

/// Lower case without accents, by the browser's tables.
pub fn fold(text: &str) -> String {
    let marks = js_sys::RegExp::new("\\p{M}", "gu");
    js_sys::JsString::from(text).normalize("NFD").replace_by_pattern(&marks, "").to_lower_case().into()
}

/// Lower case by the browser's tables: the standard library's would be three kilobytes of the page.
pub fn lower(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).to_lower_case().into();
    #[cfg(not(target_arch = "wasm32"))]
    text.to_lowercase()
}
