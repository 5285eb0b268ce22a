//! A button with a list that hangs from it, and the arrow keys within lists and bars.

use crate::dom::{self, Element, FocusEvent, HtmlElement, KeyboardEvent, MouseEvent};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// The gap between the button and its list, and between the list and the edge of the window, in pixels.
const GAP: f64 = 4.0;
/// What can be chosen in a list.
const ENTRIES: &str = "[role^=menuitem], [role=option]";

/// A line of the list.
#[derive(Clone)]
pub struct Entry {
    pub label: Html,
    /// Whether it is on, for what can be on or off.
    pub is_on: Option<bool>,
    /// Whether the list stays open after it was chosen.
    pub stays: bool,
    pub on_pick: Callback<()>,
}

impl Entry {
    /// Something to do, after which the list is closed.
    pub fn new(label: impl Into<Html>, on_pick: impl Fn() + 'static) -> Self {
        Self { label: label.into(), is_on: None, stays: false, on_pick: Callback::from(move |()| on_pick()) }
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    #[prop_or_default]
    pub class: Classes,
    /// The button's name, where its text is not enough.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// The list's name.
    pub list: AttrValue,
    /// A list of which one is chosen, rather than of things to do.
    #[prop_or_default]
    pub is_listbox: bool,
    /// Made only while the list is open.
    pub entries: Callback<(), Vec<Entry>>,
    pub children: Html,
}

#[component]
pub fn Menu(props: &Props) -> Html {
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
    let list_html = is_open.then(|| {
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
            let (is_open, list, button) = (is_open.clone(), list.clone(), button.clone());
            Callback::from(move |event: KeyboardEvent| {
                if matches!(event.key().as_str(), "Escape" | "Tab") {
                    event.prevent_default();
                    is_open.set(false);
                    focus(&button);
                } else {
                    rove(&list, ENTRIES, &event);
                }
            })
        };
        let entries = props.entries.emit(());
        let role = if props.is_listbox { "listbox" } else { "menu" };
        html! {
            <div class="menu" {role} aria-label={props.list.clone()} ref={list} tabindex="-1" onfocusout={on_leave} onkeydown={on_key}>
                { for entries.into_iter().map(|entry| draw(entry, props.is_listbox, &is_open, &button)) }
            </div>
        }
    });
    let popup = if props.is_listbox { "listbox" } else { "menu" };
    html! {
        <>
            <button class={classes!("button", props.class.clone())} aria-label={props.name.clone()} aria-haspopup={popup}
                aria-expanded={is_open.to_string()} ref={button} onclick={toggle} onmousedown={keep_focus}>
                { props.children.clone() }
            </button>
            { for list_html }
        </>
    }
}

fn draw(entry: Entry, is_listbox: bool, is_open: &UseStateHandle<bool>, button: &NodeRef) -> Html {
    let Entry { label, is_on, stays, on_pick } = entry;
    let onclick = {
        let (is_open, button) = (is_open.clone(), button.clone());
        Callback::from(move |_: MouseEvent| {
            if !stays {
                is_open.set(false);
                focus(&button);
            }
            on_pick.emit(());
        })
    };
    let is_on = is_on.map(|is_on| is_on.to_string());
    match (is_listbox, is_on) {
        (true, is_on) => {
            html! { <button role="option" aria-selected={is_on} tabindex="-1" {onclick}>{ label }</button> }
        }
        (false, None) => html! { <button role="menuitem" tabindex="-1" {onclick}>{ label }</button> },
        (false, is_on) => {
            html! { <button role="menuitemcheckbox" aria-checked={is_on} tabindex="-1" {onclick}>{ label }</button> }
        }
    }
}

/// Leaves the keyboard's focus, and the selection of text, where they are: for `onmousedown` of a control.
pub fn keep_focus(event: MouseEvent) {
    event.prevent_default();
}

/// Moves the keyboard's focus among the controls under `root` that `selector` finds, by arrows, Home and End; round at
/// the ends. Says whether it moved.
pub fn rove(root: &NodeRef, selector: &str, event: &KeyboardEvent) -> bool {
    let controls = controls(root, selector);
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

fn controls(root: &NodeRef, selector: &str) -> Vec<HtmlElement> {
    let found = root.cast::<Element>().and_then(|root| root.query_selector_all(selector).ok());
    found.map_or_else(Vec::new, |found| (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect())
}

fn focus(control: &NodeRef) {
    if let Some(control) = control.cast::<HtmlElement>() {
        // A control that has gone needs no focus.
        let _ = control.focus();
    }
}

/// Gives the keyboard to what is chosen in the list, or to its first line.
fn focus_first(list: &NodeRef) {
    let entries = controls(list, ENTRIES);
    let chosen = entries.iter().find(|entry| entry.get_attribute("aria-selected").as_deref() == Some("true"));
    if let Some(entry) = chosen.or(entries.first()) {
        let _ = entry.focus();
    }
}

/// Places the list under its button, or above it, inside the window.
fn hang(list: &NodeRef, button: &NodeRef) {
    let (Some(list), Some(button)) = (list.cast::<HtmlElement>(), button.cast::<Element>()) else { return };
    let window = dom::window();
    let size = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let (from, size) = (button.get_bounding_client_rect(), list.get_bounding_client_rect());
    let x = from.left().min(width - size.width() - GAP).max(GAP);
    let below = from.bottom() + GAP;
    let above = from.top() - GAP - size.height();
    let y = if below + size.height() > height && above > 0.0 { above } else { below };
    // The names are ours and the values well formed.
    let _ = list.style().set_property("--x", &format!("{x}px"));
    let _ = list.style().set_property("--y", &format!("{y}px"));
}
