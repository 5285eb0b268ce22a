//! A button with a list that hangs from it, and the arrow keys within lists and bars.

use crate::dom::{self, Element, FocusEvent, HtmlElement, KeyboardEvent, MouseEvent};
use crate::view::button::keep_focus;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// The gap between the button and its list, and between the list and the edge of the window, in pixels.
const GAP: i32 = 4;
/// What can be chosen in a list.
const ENTRIES: &str = "[role^=menuitem], [role=option]";
/// What controls are roved in.
const BARS: &str = "[role=toolbar], [role=tablist], [role=menu], [role=listbox]";

/// A line of the list.
#[derive(Clone)]
pub struct Entry {
    pub label: Html,
    /// Whether it is on, for what can be on or off.
    pub is_on: Option<bool>,
    /// Whether the list stays open after it was chosen.
    pub stays: bool,
    pub on_pick: Callback<MouseEvent>,
}

impl Entry {
    /// Something to do, after which the list is closed.
    pub fn new(words: &'static str, on_pick: Callback<MouseEvent>) -> Self {
        Self { label: Html::from(words), is_on: None, stays: false, on_pick }
    }

    /// Something to turn, which can be turned again and again: what it is, and how it stands.
    pub fn turn(words: &'static str, how: AttrValue, on_pick: Callback<MouseEvent>) -> Self {
        Self { label: html! { <>{ words }{ " " }<small>{ how }</small></> }, is_on: None, stays: true, on_pick }
    }
}

/// A button of this class and name, `face` on it, with a list: of things to do or, as a listbox, of which one is chosen.
/// Without a name its face names it. `entries` are made only while the list is open.
pub fn menu(
    class: &'static str, name: Option<AttrValue>, list: &'static str, is_listbox: bool,
    entries: Callback<(), Vec<Entry>>, face: Html,
) -> Html {
    html! { <Menu {class} {name} {list} {is_listbox} {entries} {face} /> }
}

#[derive(Clone, PartialEq, Properties)]
struct Props {
    class: &'static str,
    name: Option<AttrValue>,
    list: &'static str,
    is_listbox: bool,
    entries: Callback<(), Vec<Entry>>,
    face: Html,
}

#[component]
fn Menu(props: &Props) -> Html {
    let is_open = use_state_eq(|| false);
    let button = use_node_ref();
    let list = use_node_ref();
    {
        let (button, list) = (button.clone(), list.clone());
        use_effect_with(*is_open, move |is_open| {
            if *is_open {
                hang(&list, &button);
                focus_first(&list);
            }
        });
    }
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    let popup = if props.is_listbox { "listbox" } else { "menu" };
    html! {
        <>
            <button class={props.class} aria-label={props.name.clone()} aria-haspopup={popup}
                aria-expanded={if *is_open { "true" } else { "false" }} ref={&button} onclick={toggle} onmousedown={keep_focus}>
                { props.face.clone() }
            </button>
            if *is_open {
                { entries(props, popup, &is_open, &button, &list) }
            }
        </>
    }
}

fn entries(
    props: &Props, role: &'static str, is_open: &UseStateHandle<bool>, button: &NodeRef, list: &NodeRef,
) -> Html {
    let on_leave = {
        let (is_open, list) = (is_open.clone(), list.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
            let stays = list.cast::<Element>().zip(to).is_some_and(|(list, to)| list.contains(Some(&to)));
            if !stays {
                is_open.set(false);
            }
        })
    };
    let on_key = {
        let (is_open, button) = (is_open.clone(), button.clone());
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Escape" | "Tab") {
                event.prevent_default();
                is_open.set(false);
                focus(&button);
            } else {
                rove(ENTRIES, &event);
            }
        })
    };
    let mut lines = Vec::new();
    for entry in props.entries.emit(()) {
        lines.push(draw(entry, props.is_listbox, is_open, button));
    }
    html! {
        <div class="menu" {role} aria-label={props.list} ref={list} tabindex="-1" onfocusout={on_leave} onkeydown={on_key}>
            { lines }
        </div>
    }
}

fn draw(entry: Entry, is_listbox: bool, is_open: &UseStateHandle<bool>, button: &NodeRef) -> Html {
    let Entry { label, is_on, stays, on_pick } = entry;
    let onclick = {
        let (is_open, button) = (is_open.clone(), button.clone());
        Callback::from(move |event: MouseEvent| {
            if !stays {
                is_open.set(false);
                focus(&button);
            }
            on_pick.emit(event);
        })
    };
    let is_on = is_on.map(|is_on| if is_on { "true" } else { "false" });
    let (role, selected, checked) = match (is_listbox, is_on) {
        (true, is_on) => ("option", is_on, None),
        (false, None) => ("menuitem", None, None),
        (false, is_on) => ("menuitemcheckbox", None, is_on),
    };
    html! { <button {role} aria-selected={selected} aria-checked={checked} tabindex="-1" {onclick}>{ label }</button> }
}

/// Moves the keyboard's focus among the controls that `selector` finds in the bar or list where an arrow, Home or End was
/// pressed; round at the ends. Says whether it moved.
pub fn rove(selector: &str, event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(bar) = target.and_then(|target| target.closest(BARS).ok().flatten()) else { return false };
    let controls = controls(&bar, selector);
    let active = dom::page().active_element();
    let here = controls.iter().position(|control| active.as_ref() == Some(control));
    let last = controls.len().saturating_sub(1);
    let next = match (event.key().as_str(), here) {
        ("ArrowDown" | "ArrowRight", Some(at)) if at < last => at + 1,
        ("ArrowDown" | "ArrowRight" | "Home", _) => 0,
        ("ArrowUp" | "ArrowLeft", Some(at)) if at > 0 => at - 1,
        ("ArrowUp" | "ArrowLeft" | "End", _) => last,
        _ => return false,
    };
    event.prevent_default();
    controls.get(next).is_some_and(|control| control.focus().is_ok())
}

/// The same among all buttons of a bar.
pub fn rove_buttons(event: KeyboardEvent) {
    rove("button", &event);
}

fn controls(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let mut controls = Vec::new();
    if let Ok(found) = root.query_selector_all(selector) {
        for i in 0..found.length() {
            controls.extend(found.item(i).and_then(|it| it.dyn_into::<HtmlElement>().ok()));
        }
    }
    controls
}

fn focus(control: &NodeRef) {
    if let Some(control) = control.cast::<HtmlElement>() {
        // A control that has gone needs no focus.
        let _ = control.focus();
    }
}

/// Gives the keyboard to what is chosen in the list, or to its first line.
pub fn focus_first(list: &NodeRef) {
    let Some(list) = list.cast::<Element>() else { return };
    let entries = controls(&list, ENTRIES);
    let chosen = entries.iter().find(|entry| entry.get_attribute("aria-selected").as_deref() == Some("true"));
    if let Some(entry) = chosen.or(entries.first()) {
        let _ = entry.focus();
    }
}

/// Places the list under its button, or above it, inside the window.
fn hang(list: &NodeRef, button: &NodeRef) {
    let (Some(list), Some(button)) = (list.cast::<HtmlElement>(), button.cast::<Element>()) else { return };
    let window = dom::window();
    let length =
        |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0) as i32;
    let (width, height) = (length(window.inner_width()), length(window.inner_height()));
    let (from, size) = (button.get_bounding_client_rect(), list.get_bounding_client_rect());
    let (list_width, list_height) = (size.width().ceil() as i32, size.height().ceil() as i32);
    let x = (from.left() as i32).min(width - list_width - GAP).max(GAP);
    let below = from.bottom() as i32 + GAP;
    let above = from.top() as i32 - GAP - list_height;
    let y = if below + list_height > height && above > 0 { above } else { below };
    dom::set_property(&list, "--x", &format!("{x}px"));
    dom::set_property(&list, "--y", &format!("{y}px"));
}
