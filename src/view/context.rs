//! The menu of what can be done with the focused annotation, or with the words that are meant: by the right button of the mouse, or by
//! the keyboard's menu key.

use super::Page;
use super::button::keep_focus;
use super::labels::{definitions, specimen};
use super::palette::likeliest;
use super::top::menu::{self, rove};
use crate::dom::{self, Element, FocusEvent, HtmlElement, KeyboardEvent, MouseEvent, float};
use crate::tasks::Tasks;
use gloo::timers::callback::Timeout;
use postil_core::Slug;
use postil_editor::keys::Ask;
use postil_editor::{Action, Command, Dialog, Item, Shortcut, State};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// So many labels stand in the menu of words; the palette has all of them.
const LABELS: usize = 5;

const ON_SUGGESTION: &[Shortcut] = &[
    Shortcut::Accept,
    Shortcut::Reject,
    Shortcut::Label,
    Shortcut::AcceptAllAlike,
    Shortcut::AcceptSameWords,
    Shortcut::FindAlike,
    Shortcut::Filter,
    Shortcut::Link,
    Shortcut::SameAs,
    Shortcut::Event,
];
const ON_REJECTED: &[Shortcut] = &[Shortcut::Reject, Shortcut::Accept, Shortcut::Filter];
const ON_SPAN: &[Shortcut] = &[
    Shortcut::Label,
    Shortcut::Note,
    Shortcut::Link,
    Shortcut::SameAs,
    Shortcut::Event,
    Shortcut::FindAlike,
    Shortcut::Filter,
    Shortcut::Delete,
];
const ON_WORDS: &[Shortcut] = &[Shortcut::Label, Shortcut::FindAlike, Shortcut::AddFragment];

/// A line of the menu.
enum Line {
    Do(Shortcut),
    Label(Slug),
}

/// What can be done with what keys act on now.
fn lines(state: &State) -> Vec<Line> {
    let focused = state.focused().filter(|_| state.selection.is_none());
    let on = match focused.map(|placed| placed.item) {
        Some(Item::Suggestion(_)) => ON_SUGGESTION,
        Some(Item::Rejected(_)) => ON_REJECTED,
        Some(Item::Span(_)) => ON_SPAN,
        None => ON_WORDS,
    };
    let labels = likeliest(state).into_iter().take(if on == ON_WORDS { LABELS } else { 0 });
    let labels = labels.map(|(slug, _)| Line::Label(slug.clone()));
    labels.chain(on.iter().map(|it| Line::Do(*it))).collect()
}

pub fn context(page: &Page) -> Html {
    match &page.state.dialog {
        Some(Dialog::Menu(at)) => {
            html! { <Menu key="menu" state={page.state.clone()} tasks={page.tasks.clone()} at={*at} /> }
        }
        _ => Html::default(),
    }
}

#[derive(Clone, PartialEq, Properties)]
struct Props {
    state: Rc<State>,
    tasks: Tasks,
    /// Where the pointer is, in CSS pixels of the window; beside the text without one.
    at: Option<(i32, i32)>,
}

#[component]
fn Menu(props: &Props) -> Html {
    let Props { state, tasks, at } = props;
    let node = use_node_ref();
    {
        let (node, document, at) = (node.clone(), state.document().cloned(), *at);
        let text = state.selection.or_else(|| state.focused().map(|placed| placed.cover())).or_else(|| state.target());
        use_effect_with((), move |()| {
            let mut anchor = None;
            if let (Some(element), Some(document)) = (node.cast::<HtmlElement>(), document) {
                match at {
                    Some(at) => float::place_at(&element, at),
                    None => anchor = Some(float::Anchor::new(element, document, text)),
                }
            }
            menu::focus_first(&node);
            move || drop(anchor)
        });
    }
    let leave = {
        let tasks = tasks.clone();
        move || {
            tasks.send(Action::Dialog(None));
            dom::focus_pane();
        }
    };
    let on_key = Callback::from(move |event: KeyboardEvent| {
        event.stop_propagation();
        if matches!(event.key().as_str(), "Escape" | "Tab") {
            event.prevent_default();
            leave();
        } else {
            rove("[role=menuitem]", &event);
        }
    });
    let on_leave = {
        let (tasks, node) = (tasks.clone(), node.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
            if !node.cast::<Element>().zip(to).is_some_and(|(menu, to)| menu.contains(Some(&to))) {
                tasks.send(Action::Dialog(None));
            }
        })
    };
    let line = |line: Line| {
        let (face, key, ask) = match &line {
            Line::Do(it) => (Html::from(it.name()), state.preferences.keys.shown(*it), it.ask()),
            Line::Label(slug) => {
                let key =
                    definitions(state).into_iter().find(|(own, _)| *own == slug).and_then(|(_, it)| it.key.clone());
                (
                    specimen(state, slug, false),
                    key.as_deref().unwrap_or_default().to_owned(),
                    Ask::Do(Command::Label(slug.clone())),
                )
            }
        };
        let onclick = {
            let tasks = tasks.clone();
            Callback::from(move |_: MouseEvent| run(&tasks, ask.clone()))
        };
        html! {
            <button role="menuitem" tabindex="-1" {onclick}>
                { face }
                if !key.is_empty() {
                    <kbd>{ key }</kbd>
                }
            </button>
        }
    };
    html! {
        <div class="menu is-context" role="menu" aria-label="What can be done here" ref={node} tabindex="-1"
            onkeydown={on_key} onfocusout={on_leave} onmousedown={keep_focus}>
            { for lines(state).into_iter().map(line) }
        </div>
    }
}

/// Closes the menu and does it, with the article having the keyboard again.
fn run(tasks: &Tasks, ask: Ask) {
    tasks.send(Action::Dialog(None));
    dom::focus_pane();
    let tasks = tasks.clone();
    Timeout::new(0, move || tasks.ask(ask)).forget();
}
