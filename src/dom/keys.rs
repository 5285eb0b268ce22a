//! Key events, as [`postil_editor::keys`] wants them.

use postil_core::Slug;
use postil_editor::State;
use postil_editor::keys::{self, Ask, Press, Scope};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Where an event happened.
pub fn scope(event: &KeyboardEvent) -> Scope {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else {
        return Scope::Elsewhere;
    };
    let is_field = matches!(target.tag_name().as_str(), "TEXTAREA" | "SELECT")
        || target.is_content_editable()
        || target.tag_name() == "INPUT"
            && !matches!(
                target.get_attribute("type").as_deref(),
                Some("checkbox" | "radio" | "range" | "button" | "file")
            );
    if is_field {
        Scope::Field
    } else if target.id() == super::PANE || target.tag_name() == "BODY" {
        Scope::Article
    } else {
        Scope::Elsewhere
    }
}

/// Whether an event happened in a field that takes text, or in a list.
pub fn is_field(event: &KeyboardEvent) -> bool {
    scope(event) == Scope::Field
}

/// Whether an event happened where text is typed: undo is the field's own there.
pub fn is_text(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    scope(event) == Scope::Field && target.is_some_and(|it| it.tag_name() != "SELECT")
}

/// What an event asks for in this state. `labels` gives the label of a shortcut character.
pub fn ask(event: &KeyboardEvent, state: &State, labels: impl Fn(char) -> Option<Slug>) -> Option<Ask> {
    if event.is_composing() || event.default_prevented() {
        return None;
    }
    let (scope, key) = match (scope(event), &state.hints, event.key()) {
        // What is typed is compared with words that are folded.
        (Scope::Article, Some(hints), key) => {
            let key = if key.chars().nth(1).is_none() { super::fold(&key) } else { key };
            (Scope::Hints { takes_digits: hints.takes_digits() }, key)
        }
        (scope, _, key) => (scope, key),
    };
    let code = event.code();
    let (press, keymap) = (press(event, &key, &code), &state.preferences.keys);
    if state.linking.is_some() { keys::picking(press, scope, keymap) } else { keys::ask(press, scope, keymap, labels) }
}

/// The key of an event as keys are kept. None for one that does nothing by itself.
pub fn written(event: &KeyboardEvent) -> Option<String> {
    postil_editor::written(press(event, &event.key(), &event.code()))
}

fn press<'a>(event: &KeyboardEvent, key: &'a str, code: &'a str) -> Press<'a> {
    Press {
        key,
        code,
        ctrl: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
        is_repeated: event.repeat(),
    }
}
