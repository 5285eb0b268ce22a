//! Labels beside what they would tag: a row of the likeliest after a drag, or a field to find one by typing.
//!
//! Neither ever makes a new label.

use super::Page;
use super::labels::{definitions, specimen};
use super::top::menu::keep_focus;
use crate::dom::{self, FocusEvent, HtmlElement, HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent, float};
use crate::state::{Action, Command, Dialog, State};
use crate::tasks::Tasks;
use postil_core::{Definition, Slug, TextRange};
use yew::prelude::*;

/// The row after a drag holds so many labels.
const LIKELIEST: usize = 9;
const FIELD: &str = "palette-field";
const LIST: &str = "palette-list";

/// A label of the schema.
type Label<'a> = (&'a Slug, &'a Definition);

/// The labels in the order of the schema, but the last one first.
fn likeliest(state: &State) -> Vec<Label<'_>> {
    let mut labels = definitions(state);
    if let Some(at) = labels.iter().position(|(slug, _)| Some(*slug) == state.last_label.as_ref()) {
        labels[..=at].rotate_right(1);
    }
    labels
}

/// The labels that a person may mean by what they typed, the likeliest first.
fn matching<'a>(labels: Vec<Label<'a>>, typed: &str) -> Vec<Label<'a>> {
    let typed = typed.trim().to_lowercase();
    let rank = |(slug, it): &Label| {
        let names = [it.name.to_lowercase(), it.chip.to_lowercase(), slug.as_str().to_lowercase()];
        if typed.is_empty() || it.key.as_deref() == Some(&*typed) || names.contains(&typed) {
            Some(0)
        } else if names.iter().any(|name| name.starts_with(&typed)) {
            Some(1)
        } else if names.iter().any(|name| name.split([' ', '-', '_']).any(|word| word.starts_with(&typed))) {
            Some(2)
        } else {
            names.iter().any(|name| name.contains(&typed)).then_some(3)
        }
    };
    let mut found: Vec<(u32, Label)> = labels.into_iter().filter_map(|label| Some((rank(&label)?, label))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, label)| label).collect()
}

/// What a label would go to now: it is named, and the palette stands beside it.
fn target(state: &State) -> Option<TextRange> {
    let focused = || state.focused().map(|placed| placed.cover());
    state.selection.or_else(focused).or_else(|| state.target())
}

#[component]
pub fn Palette(page: &Page) -> Html {
    let (state, tasks) = (page.state.clone(), page.tasks.clone());
    match (&page.state.dialog, page.state.selection) {
        (Some(Dialog::Palette), _) => html! { <Finder {state} {tasks} /> },
        (None, Some(_)) => html! { <Row {state} {tasks} /> },
        _ => Html::default(),
    }
}

/// Keeps the palette beside its target.
#[hook]
fn use_anchor(state: &State, node: &NodeRef, width: usize) {
    let document = state.document().cloned();
    let target = target(state);
    let node = node.clone();
    let doc = document.as_ref().map(|document| document.id());
    use_effect_with((doc, target, width), move |_| {
        let anchor = match (node.cast::<HtmlElement>(), document) {
            (Some(element), Some(document)) => Some(float::Anchor::new(element, document, target)),
            _ => None,
        };
        move || drop(anchor)
    });
}

/// Tags and goes back to the article.
fn apply(tasks: &Tasks, slug: Slug) {
    tasks.send(Action::Dialog(None));
    tasks.command(Command::Label(slug));
    dom::focus_pane();
}

fn on_apply(tasks: &Tasks, slug: &Slug) -> Callback<MouseEvent> {
    let (tasks, slug) = (tasks.clone(), slug.clone());
    Callback::from(move |_| apply(&tasks, slug.clone()))
}

/// The row after a drag. It leaves the keyboard with the article, where the same keys act.
#[component]
fn Row(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let node = use_node_ref();
    let labels: Vec<Label> = likeliest(state).into_iter().take(LIKELIEST).collect();
    use_anchor(state, &node, labels.len());
    let buttons = labels.iter().map(|(slug, it)| {
        html! {
            <button key={slug.as_str()} class="label" type="button" onclick={on_apply(tasks, slug)}>
                { for it.key.as_deref().map(|key| html! { <kbd>{ key.to_owned() }</kbd> }) }
                { specimen(state, slug, false) }
            </button>
        }
    });
    let find = tasks.on(|_: MouseEvent| Action::Dialog(Some(Dialog::Palette)));
    html! {
        <div ref={node} class="palette" role="toolbar" aria-label="Label the selection" onmousedown={keep_focus}>
            <div class="row">{ for buttons }</div>
            <button class="label" type="button" onclick={find}><kbd>{ "/" }</kbd>{ "All" }</button>
        </div>
    }
}

/// A field that finds a label by typing.
#[component]
fn Finder(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let node = use_node_ref();
    let typed = use_state_eq(String::new);
    let at = use_state_eq(|| 0_usize);
    let has_failed = use_state_eq(|| false);
    let found = matching(likeliest(state), &typed);
    let last = found.len().saturating_sub(1);
    let here = (*at).min(last);
    use_anchor(state, &node, found.len());
    use_effect_with((), |()| dom::focus(FIELD));
    use_effect_with((here, found.len()), |(here, _)| float::show_in_row(&option_id(*here)));

    let on_input = {
        let (typed, at, has_failed) = (typed.setter(), at.setter(), has_failed.setter());
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                typed.set(field.value());
                at.set(0);
                has_failed.set(false);
            }
        })
    };
    let on_key = {
        let (tasks, at, has_failed) = (tasks.clone(), at.setter(), has_failed.setter());
        let chosen = found.get(here).map(|(slug, _)| (*slug).clone());
        let is_typed = !typed.is_empty();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            if event.is_composing() {
                return;
            }
            match event.key().as_str() {
                "ArrowDown" => at.set(if here >= last { 0 } else { here + 1 }),
                "ArrowUp" => at.set(if here == 0 { last } else { here - 1 }),
                // In an empty field there is nothing for these to move in.
                "ArrowRight" if !is_typed => at.set(if here >= last { 0 } else { here + 1 }),
                "ArrowLeft" if !is_typed => at.set(if here == 0 { last } else { here - 1 }),
                "Enter" => match &chosen {
                    Some(slug) => apply(&tasks, slug.clone()),
                    None => has_failed.set(true),
                },
                "Escape" => {
                    tasks.send(Action::Dialog(None));
                    dom::focus_pane();
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let on_leave = {
        let tasks = tasks.clone();
        Callback::from(move |_: FocusEvent| {
            // Not when another window has the focus for a while.
            if !float::has_focus(FIELD) {
                tasks.send(Action::Dialog(None));
            }
        })
    };
    let options = found.iter().enumerate().map(|(index, (slug, it))| {
        let class = classes!("label", (index == here).then_some("is-on"));
        html! {
            <div key={slug.as_str()} id={option_id(index)} {class} role="option" aria-selected={(index == here).to_string()}
                onclick={on_apply(tasks, slug)}>
                { for it.key.as_deref().map(|key| html! { <kbd aria-hidden="true">{ key.to_owned() }</kbd> }) }
                { specimen(state, slug, false) }
            </div>
        }
    });
    let none = found.is_empty().then(|| {
        let text = match *has_failed {
            true => format!("Nothing was labelled: no label matches “{}”.", typed.trim()),
            false => format!("No label matches “{}”.", typed.trim()),
        };
        html! { <span class="empty">{ text }</span> }
    });
    html! {
        <div ref={node} class="palette" role="group" aria-label="Find a label" onmousedown={keep_in_field}>
            <input id={FIELD} type="text" role="combobox" aria-label="Label" aria-expanded="true" aria-controls={LIST}
                aria-autocomplete="list" aria-activedescendant={(!found.is_empty()).then(|| option_id(here))}
                placeholder="Label" autocomplete="off" spellcheck="false" value={(*typed).clone()}
                oninput={on_input} onkeydown={on_key} onblur={on_leave} />
            <div class="row" id={LIST} role="listbox" aria-label="Labels">{ for options }</div>
            <span role="status">{ for none }</span>
        </div>
    }
}

fn option_id(index: usize) -> String {
    format!("palette-{index}")
}

/// The field itself may be clicked into; anything else leaves the focus in it.
fn keep_in_field(event: MouseEvent) {
    if event.target_dyn_into::<HtmlInputElement>().is_none() {
        event.prevent_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::{Kind, Store};

    fn check(typed: &str, expected: &[&str]) {
        let store = Store::new();
        let all = store.definitions().iter().filter(|((kind, _), _)| *kind == Kind::Label);
        let labels = all.map(|((_, slug), it)| (slug, it)).collect();
        let found: Vec<&str> = matching(labels, typed).iter().map(|(_, it)| &*it.name).collect();
        assert_eq!(&found[..expected.len().min(found.len())], expected, "{typed:?}");
        if expected.is_empty() {
            assert!(found.is_empty());
        }
    }

    #[test]
    fn typing_finds_a_label_and_never_makes_one() {
        check("per", &["Percentage", "Person"]);
        check(" PERSON ", &["Person"]);
        check("gpe", &["Place"]);
        check("1", &["Person"]);
        check("num", &["Number"]);
        check("name", &["Other name"]);
        check("no such label", &[]);
    }
}
