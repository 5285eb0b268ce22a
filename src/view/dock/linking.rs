//! The dock while something is being joined: what is to be done next, and the types that there are to choose from.

use crate::dom::{self, HtmlInputElement, KeyboardEvent};
use crate::view::Page;
use crate::view::button::{keep_focus, key_button};
use crate::view::top::menu::rove_buttons;
use postil_core::Kind;
use postil_editor::{Aim, Choice, Command, Linking, NUMBERED, Shown, Step};
use yew::prelude::*;

/// Where the name of a type is typed.
pub const NAME: &str = "link-name";
const TYPES: &str = "link-types";

pub fn dock(page: &Page, linking: &Linking) -> Html {
    let Page { state, tasks } = page;
    let Some(shown) = Shown::of(state) else { return Html::default() };
    let choices = state.choices();
    let Some(kind) = linking.aim.kind() else { return bare(page, words(&shown, linking)) };
    let choice = |(n, it): (usize, &Choice)| {
        let press = tasks.press(Command::Step(Step::Nth(n)));
        html! {
            <button class="label" type="button" onmousedown={keep_focus} onclick={press}>
                <kbd>{ n + 1 }</kbd>{ shown.name(kind, &it.label) }
            </button>
        }
    };
    let is_asked = choices.len() > 1 || linking.picked.is_some() || linking.aim == Aim::Event;
    let other = if kind == Kind::Role { "Another role…" } else { "Another type…" };
    html! {
        <div class="labels is-linking" role="toolbar" aria-label="Link" onkeydown={rove_buttons}>
            <span class="ask">{ words(&shown, linking) }</span>
            <div class="row">
                if linking.is_naming {
                    { name(page, kind) }
                } else {
                    if is_asked {
                        { for choices.iter().take(NUMBERED).enumerate().map(choice) }
                    }
                    { key_button(other, "/", tasks.press(Command::Step(Step::Naming(true)))) }
                }
            </div>
            { leave(page) }
        </div>
    }
}

/// The dock where no type is asked for.
fn bare(page: &Page, words: String) -> Html {
    html! {
        <div class="labels is-linking" role="toolbar" aria-label="Link" onkeydown={rove_buttons}>
            <span class="ask">{ words }</span>
            { leave(page) }
        </div>
    }
}

fn leave(page: &Page) -> Html {
    key_button("Leave", "Esc", page.tasks.press(Command::Escape))
}

/// What is to be done next.
fn words(shown: &Shown, linking: &Linking) -> String {
    let is_empty = linking.hints.is_empty();
    match (&linking.aim, linking.picked) {
        (Aim::Event, _) => "What kind of event is it?".to_owned(),
        (Aim::Argument { .. }, Some(_)) => "In which role?".to_owned(),
        (_, Some(_)) => "Which type?".to_owned(),
        (Aim::Relation(None), None) if is_empty => "No known type leads from here to anything in view".to_owned(),
        (_, None) if is_empty => "Nothing else in view can be picked".to_owned(),
        (Aim::Relation(Some(label)), None) => {
            format!("{}: letters pick the other end", shown.name(Kind::Relation, label))
        }
        (Aim::Argument { role: Some(role), .. }, None) => {
            format!("{}: letters pick it", shown.name(Kind::Role, role))
        }
        (Aim::Argument { .. }, None) => "What took part? Letters pick it".to_owned(),
        (Aim::Mention, None) => "Letters pick another mention of the same".to_owned(),
        _ => "Letters pick the other end".to_owned(),
    }
}

/// A field for the name of a type: those of the schema are offered, and a new one may be typed.
fn name(page: &Page, of: Kind) -> Html {
    let Page { state, tasks } = page;
    let mut types = Vec::new();
    for ((kind, slug), it) in state.store.definitions().iter() {
        if *kind == of && it.replaced_by.is_none() {
            types.push(html! { <option key={slug.as_str()} value={it.name.to_string()} /> });
        }
    }
    let onkeydown = {
        let tasks = tasks.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            if event.is_composing() {
                return;
            }
            let step = match event.key().as_str() {
                "Enter" => Step::Name(event.target_unchecked_into::<HtmlInputElement>().value()),
                "Escape" => Step::Naming(false),
                _ => return,
            };
            event.prevent_default();
            tasks.command(Command::Step(step));
            dom::focus_pane();
        })
    };
    html! {
        <>
            <input class="input" id={NAME} type="text" list={TYPES} aria-label="Name" placeholder="Name it, then Enter"
                autocomplete="off" spellcheck="false" {onkeydown} />
            <datalist id={TYPES}>{ types }</datalist>
        </>
    }
}
