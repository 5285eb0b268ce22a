//! Buttons as they recur.

use super::icon::{Icon, icon};
use crate::dom::MouseEvent;
use yew::prelude::*;

/// A button with words.
pub fn button(class: &'static str, words: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button {class} type="button" {onclick}>{ words }</button> }
}

/// What a dialog is for. It has the keyboard's focus first.
pub fn main_button(words: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button class="button is-main" type="button" {onclick} autofocus=true>{ words }</button> }
}

/// A button with a picture. Its name is heard, and seen when a pointer rests on it.
pub fn icon_button(class: &'static str, name: AttrValue, mark: Icon, onclick: Callback<MouseEvent>) -> Html {
    html! { <button {class} type="button" aria-label={name.clone()} title={name} {onclick}>{ icon(mark) }</button> }
}

/// A button that a key stands for, as people read it; empty: none does. It leaves the keyboard's focus where it is.
pub fn key_button(words: &'static str, key: impl Into<AttrValue>, onclick: Callback<MouseEvent>) -> Html {
    let key = key.into();
    html! {
        <button class="button" type="button" onmousedown={keep_focus} {onclick}>
            { words }
            if !key.is_empty() {
                { " " }<kbd>{ key }</kbd>
            }
        </button>
    }
}

/// Leaves the keyboard's focus, and the selection of text, where they are: for `onmousedown` of a control.
pub fn keep_focus(event: MouseEvent) {
    event.prevent_default();
}
