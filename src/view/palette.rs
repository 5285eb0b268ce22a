//! Labels beside what they would tag: a row of the likeliest after a drag, or a field to find one by typing.
//!
//! Neither ever makes a new label: where none is called so, the schema is offered, with the name in its field.

use super::Page;
use super::button::{keep_focus, key_button};
use super::labels::{definitions, specimen};
use crate::dom::{self, FocusEvent, HtmlElement, HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent, float};
use crate::root::newest;
use crate::tasks::Tasks;
use postil_core::{Definition, Slug, TextRange};
use postil_editor::{Action, Command, Dialog, Shortcut, State};
use std::rc::Rc;
use yew::prelude::*;

/// The row after a drag holds so many labels.
const LIKELIEST: usize = 9;
const FIELD: &str = "palette-field";
const LIST: &str = "palette-list";

/// A label of the schema.
type Label<'a> = (&'a Slug, &'a Definition);

/// The labels in the order of the schema, but the last one first.
pub fn likeliest(state: &State) -> Vec<Label<'_>> {
    let mut labels = definitions(state);
    if let Some(at) = labels.iter().position(|(slug, _)| Some(*slug) == state.last_label.as_ref()) {
        labels[..=at].rotate_right(1);
    }
    labels
}

/// The labels that a person may mean by what they typed, the likeliest first.
fn matching<'a>(labels: Vec<Label<'a>>, typed: &str) -> Vec<Label<'a>> {
    let typed = dom::lower(typed.trim());
    let rank = |(slug, it): &Label| {
        let names = [dom::lower(&it.name), dom::lower(&it.chip), dom::lower(slug.as_str())];
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
    let mut found = [const { Vec::new() }; 4];
    for label in labels {
        if let Some(rank) = rank(&label) {
            found[rank].push(label);
        }
    }
    found.concat()
}

/// What a label would go to now: it is named, and the palette stands beside it.
fn target(state: &State) -> Option<TextRange> {
    let focused = || state.focused().map(|placed| placed.cover());
    state.selection.or_else(focused).or_else(|| state.target())
}

pub fn palette(page: &Page) -> Html {
    let (state, tasks) = (page.state.clone(), page.tasks.clone());
    match (&page.state.dialog, page.state.selection) {
        (Some(Dialog::Palette), _) => html! { <Palette key="field" {state} {tasks} is_field=true /> },
        (None, Some(_)) => html! { <Palette key="row" {state} {tasks} is_field=false /> },
        _ => Html::default(),
    }
}

#[derive(Clone, PartialEq, Properties)]
struct Props {
    state: Rc<State>,
    tasks: Tasks,
    /// A field that finds a label by typing, rather than a row of the likeliest.
    is_field: bool,
}

/// What is typed in the field, which of the labels found is chosen, and whether choosing none was tried.
struct Typed {
    words: UseStateHandle<Option<String>>,
    at: UseStateHandle<usize>,
    has_failed: UseStateHandle<bool>,
}

#[component]
fn Palette(props: &Props) -> Html {
    let page = Page { state: props.state.clone(), tasks: props.tasks.clone() };
    let (state, is_field) = (&page.state, props.is_field);
    let node = use_node_ref();
    let typed = Typed {
        words: use_state_eq(|| None::<String>),
        at: use_state_eq(|| 0_usize),
        has_failed: use_state_eq(|| false),
    };
    let mut labels = likeliest(state);
    match is_field {
        true => labels = matching(labels, typed.words.as_deref().unwrap_or_default()),
        false => labels.truncate(LIKELIEST),
    }
    let here = (*typed.at).min(labels.len().saturating_sub(1));
    {
        // Beside its target, as wide as it is now.
        let (node, document, target) = (node.clone(), state.document().cloned(), target(state));
        let doc = document.as_ref().map(|document| document.id());
        use_effect_with((doc, target, labels.len(), here), move |_| {
            let anchor = match (node.cast::<HtmlElement>(), document) {
                (Some(element), Some(document)) => Some(float::Anchor::new(element, document, target)),
                _ => None,
            };
            if is_field {
                dom::focus(FIELD);
                float::show_in_row(&option_id(here));
            }
            move || drop(anchor)
        });
    }
    if is_field { field(&page, node, &labels, here, &typed) } else { row(&page, node, &labels) }
}

/// Tags and goes back to the article.
fn apply(tasks: &Tasks, slug: Slug) {
    tasks.send(Action::Dialog(None));
    tasks.command(Command::Label(slug));
    dom::focus_pane();
}

/// Opens the schema, with a label of this name to be made.
fn define(tasks: &Tasks, name: &Rc<str>) {
    tasks.send(Action::Dialog(Some(Dialog::Schema(Some(name.clone())))));
}

fn on_define(tasks: &Tasks, name: Rc<str>) -> Callback<MouseEvent> {
    let tasks = tasks.clone();
    Callback::from(move |_| define(&tasks, &name))
}

fn on_apply(tasks: &Tasks, slug: &Slug) -> Callback<MouseEvent> {
    let (tasks, slug) = (tasks.clone(), slug.clone());
    Callback::from(move |_| apply(&tasks, slug.clone()))
}

/// A label with its key, which in a list is only seen.
fn face(state: &State, (slug, it): &Label, is_key_heard: bool) -> Html {
    html! {
        <>
            if let Some(key) = it.key.as_deref() {
                <kbd aria-hidden={(!is_key_heard).then_some("true")}>{ key }</kbd>
            }
            { specimen(state, slug, false) }
        </>
    }
}

/// The row after a drag. It leaves the keyboard with the article, where the same keys act.
fn row(page: &Page, node: NodeRef, labels: &[Label]) -> Html {
    let Page { state, tasks } = page;
    html! {
        <div ref={node} class="palette" role="toolbar" aria-label="Label the selection" onmousedown={keep_focus}>
            <div class="row">
                for label in labels {
                    <button key={label.0.as_str()} class="label" type="button" onclick={on_apply(tasks, label.0)}>
                        { face(state, label, true) }
                    </button>
                }
            </div>
            <button class="label" type="button" onclick={tasks.dialog(Some(Dialog::Palette))}><kbd>{ state.preferences.keys.shown(Shortcut::Label) }</kbd>{ "All" }</button>
        </div>
    }
}

/// A field that finds a label by typing.
fn field(page: &Page, node: NodeRef, found: &[Label], here: usize, typed: &Typed) -> Html {
    let Page { state, tasks } = page;
    let Typed { words, at, has_failed } = typed;
    let new = words.as_deref().map(str::trim).filter(|it| found.is_empty() && !it.is_empty()).map(Rc::<str>::from);
    let last = found.len().saturating_sub(1);
    let on_input = {
        let (words, at, has_failed) = (words.setter(), at.setter(), has_failed.setter());
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                words.set(Some(field.value()));
                at.set(0);
                has_failed.set(false);
            }
        })
    };
    let is_told = **has_failed;
    let on_key = {
        let new = new.clone();
        let (tasks, at, has_failed) = (tasks.clone(), at.setter(), has_failed.setter());
        let chosen = found.get(here).map(|(slug, _)| (*slug).clone());
        let is_typed = words.as_deref().is_some_and(|words| !words.is_empty());
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
                "Enter" => match (&chosen, &new) {
                    (Some(slug), _) => apply(&tasks, slug.clone()),
                    // The first time it is only told, in case it was mistyped.
                    (None, Some(name)) if is_told => define(&tasks, name),
                    (None, _) => has_failed.set(true),
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
            // Not when another window has the focus for a while, nor when a dialog took the palette's place.
            let is_open = newest().is_some_and(|state| matches!(state.dialog, Some(Dialog::Palette)));
            if is_open && !float::has_focus(FIELD) {
                tasks.send(Action::Dialog(None));
            }
        })
    };
    let words = words.as_deref().unwrap_or_default();
    html! {
        <div ref={node} class="palette" role="group" aria-label="Find a label" onmousedown={keep_in_field}>
            <input id={FIELD} type="text" role="combobox" aria-label="Label" aria-expanded="true" aria-controls={LIST}
                aria-autocomplete="list" aria-activedescendant={(!found.is_empty()).then(|| option_id(here))}
                placeholder="Label" autocomplete="off" spellcheck="false" value={words.to_owned()}
                oninput={on_input} onkeydown={on_key} onblur={on_leave} />
            <div class="row" id={LIST} role="listbox" aria-label="Labels">
                for (index, label) in found.iter().enumerate() {
                    <div key={label.0.as_str()} id={option_id(index)} class={if index == here { "label is-on" } else { "label" }}
                        role="option" aria-selected={if index == here { "true" } else { "false" }}
                        onclick={on_apply(tasks, label.0)}>
                        { face(state, label, false) }
                    </div>
                }
            </div>
            <span role="status">
                if found.is_empty() {
                    <span class="empty">
                        { if **has_failed { "Nothing was labelled: no" } else { "No" } }
                        { format!(" label matches “{}”.", words.trim()) }
                    </span>
                }
            </span>
            if let Some(name) = new {
                { key_button("Define it…", if **has_failed { "↵" } else { "↵ ↵" }, on_define(tasks, name)) }
            }
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
        // The chip of a person is PER.
        check("per", &["Person", "Percentage"]);
        check(" PERSON ", &["Person"]);
        check("gpe", &["Place"]);
        check("1", &["Person"]);
        check("num", &["Number"]);
        check("name", &["Other name"]);
        check("no such label", &[]);
    }
}
