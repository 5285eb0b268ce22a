//! Labels with their keys under the article; while a suggestion has the focus, the keys that decide about it.

mod review;

use super::Page;
use super::top::menu::{keep_focus, rove};
use crate::dom::KeyboardEvent;
use crate::state::{Action, Command, Dialog, Item, State};
use postil_core::{Definition, Kind, Slug};
use review::Review;
use yew::prelude::*;

/// The labels of the schema, in the order of its lists.
pub fn definitions(state: &State) -> Vec<(&Slug, &Definition)> {
    let all = state.store.definitions().iter();
    let mut labels: Vec<_> = all
        .filter(|((kind, _), it)| *kind == Kind::Label && it.replaced_by.is_none())
        .map(|((_, slug), it)| (slug, it))
        .collect();
    labels.sort_by_key(|(slug, it)| (it.order, *slug));
    labels
}

/// A label as it looks in the text. One that the schema has lost is shown by its slug.
pub fn specimen(state: &State, label: &Slug, is_faint: bool) -> Html {
    let definition = state.store.definitions().get(&(Kind::Label, label.clone()));
    let (hue, is_hatched) = definition.map_or(("slate", false), |it| it.hue.parts());
    let class = classes!("specimen", is_faint.then_some("is-faint"), is_hatched.then_some("is-hatch"));
    html! { <span {class} data-hue={hue}>{ name(state, label) }</span> }
}

/// What people call a label.
pub fn name(state: &State, label: &Slug) -> String {
    let definition = state.store.definitions().get(&(Kind::Label, label.clone()));
    definition.map_or(label.as_str(), |it| &it.name).to_owned()
}

#[component]
pub fn Labels(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let is_bar_open = use_state_eq(|| false);
    let focused = state.focused();
    match &focused {
        Some(placed) if placed.item.is_suggestion() => {
            let on_bar = {
                let is_bar_open = is_bar_open.clone();
                Callback::from(move |()| is_bar_open.set(!*is_bar_open))
            };
            let (state, tasks) = (state.clone(), tasks.clone());
            html! {
                <div class="dock">
                    <Review state={state.clone()} tasks={tasks.clone()} is_bar_open={*is_bar_open} {on_bar} />
                    if *is_bar_open {
                        <Bar {state} {tasks} />
                    }
                </div>
            }
        }
        _ => html! { <Bar state={state.clone()} tasks={tasks.clone()} /> },
    }
}

/// The likeliest labels, each with its key: those on digits, and the one that is focused.
#[component]
fn Bar(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let root = use_node_ref();
    let on_key = {
        let root = root.clone();
        Callback::from(move |event: KeyboardEvent| {
            rove(&root, "button", &event);
        })
    };
    let on = state.focused().map(|placed| placed.label);
    let is_digit = |key: Option<&str>| key.is_some_and(|key| matches!(key.as_bytes(), [b'1'..=b'9']));
    let labels =
        definitions(state).into_iter().filter(|(slug, it)| is_digit(it.key.as_deref()) || on.as_ref() == Some(*slug));
    let is_span = matches!(state.focus, Some(Item::Span(_)));
    html! {
        <div class="labels" role="toolbar" aria-label="Labels" ref={root} onkeydown={on_key}>
            { for labels.map(|(slug, it)| {
                let is_on = on.as_ref() == Some(slug);
                html! {
                    <button key={slug.as_str()} class={classes!("label", is_on.then_some("is-on"))} onmousedown={keep_focus}
                        aria-pressed={(is_on && is_span).to_string()} onclick={tasks.on_command(Command::Label(slug.clone()))}>
                        { for it.key.as_deref().map(|key| html! { <kbd class="is-wide-only">{ key.to_owned() }</kbd> }) }
                        { specimen(state, slug, false) }
                    </button>
                }
            }) }
            <button key="/" class="label" onmousedown={keep_focus}
                onclick={tasks.on(|_: MouseEvent| Action::Dialog(Some(Dialog::Palette)))}>
                <kbd class="is-wide-only">{ "/" }</kbd>{ "All" }
            </button>
        </div>
    }
}
