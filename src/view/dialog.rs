//! What stands over the page until it is answered. Nothing else is modal.

mod clear;
mod commands;
mod delete;
mod disputes;
mod encoding;
mod export;
mod import;
mod keys;
mod past;
mod paste;
mod report;
mod schema;

use super::Page;
use super::button::{button, icon_button, main_button};
use super::icon::Icon;
use super::words::{ago, count, grouped};
use crate::dom::{self, Element, KeyboardEvent, MouseEvent, modal};
use crate::tasks::Tasks;
use postil_editor::{Action, Dialog, State};
use std::rc::Rc;
use yew::prelude::*;

/// The open dialog, if any. Palette and menu are drawn beside the text instead.
pub fn dialogs(page: &Page) -> Html {
    let (state, tasks) = (page.state.clone(), page.tasks.clone());
    match &page.state.dialog {
        None | Some(Dialog::Palette | Dialog::Menu(_) | Dialog::Reading { .. }) => Html::default(),
        Some(Dialog::Keys) => html! { <keys::Keys {state} {tasks} /> },
        Some(Dialog::Commands) => html! { <commands::Commands {state} {tasks} /> },
        Some(Dialog::Schema(_)) => html! { <schema::Schema {state} {tasks} /> },
        Some(Dialog::Export) => html! { <export::Export {state} {tasks} /> },
        Some(Dialog::Paste) => html! { <Question key="paste" {state} {tasks} /> },
        // Another file is another question.
        Some(Dialog::Encoding { choices, .. }) => {
            let key = Rc::as_ptr(choices).cast::<u8>() as usize;
            html! { <Question {key} {state} {tasks} /> }
        }
        Some(Dialog::Import { file, .. }) => html! { <import::Import key={*file} {state} {tasks} /> },
        Some(Dialog::Disputes) => html! { <disputes::Disputes {state} {tasks} /> },
        Some(Dialog::Past) => html! { <past::Past {state} {tasks} /> },
        Some(Dialog::DeleteDocument(_)) => delete::delete(page),
        Some(Dialog::ClearAll) => clear::clear(page),
    }
}

/// A dialog that remembers something while it is open: what is chosen in it, or what went wrong.
#[component]
fn Question(page: &Page) -> Html {
    let chosen = use_state_eq(|| 0_usize);
    let trouble = use_state_eq(|| None::<String>);
    match page.state.dialog {
        Some(Dialog::Paste) => paste::paste(page, &trouble),
        _ => encoding::encoding(page, &chosen),
    }
}

/// A dialog of one column, `is-plain` and perhaps `is-wide`.
fn plain(tasks: &Tasks, title: AttrValue, class: &'static str, is_strict: bool, children: Html) -> Html {
    // Another dialog is another element: it is opened anew.
    let key = title.to_string();
    html! { <Modal {key} {title} {class} tasks={tasks.clone()} {is_strict}>{ children }</Modal> }
}

#[derive(PartialEq, Properties)]
struct ModalProps {
    title: AttrValue,
    /// Beside `dialog`.
    #[prop_or_default]
    class: &'static str,
    tasks: Tasks,
    /// What it asks must be answered: a click beside it is no answer.
    #[prop_or_default]
    is_strict: bool,
    /// Between the title and the button that closes.
    #[prop_or_default]
    tools: Html,
    children: Html,
}

/// A native dialog with its heading. The element that should have the focus first carries `autofocus`.
#[component]
fn Modal(props: &ModalProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            let dialog = node.cast::<Element>();
            if let Some(dialog) = &dialog {
                modal::show(dialog);
            }
            // While it is still in the page, so that the browser gives the focus back.
            move || {
                if let Some(dialog) = dialog {
                    modal::close(&dialog);
                }
            }
        });
    }
    let close = props.tasks.dialog(None);
    let on_cancel = {
        let tasks = props.tasks.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            tasks.send(Action::Dialog(None));
        })
    };
    let on_key = {
        let tasks = props.tasks.clone();
        Callback::from(move |event: KeyboardEvent| {
            // The page behind hears no key.
            event.stop_propagation();
            if event.key() == "Escape" && !event.is_composing() {
                event.prevent_default();
                tasks.send(Action::Dialog(None));
            }
        })
    };
    // A click that began inside, as when text is selected, closes nothing.
    let is_outside = use_mut_ref(|| false);
    let on_down = {
        let (node, is_outside) = (node.clone(), is_outside.clone());
        Callback::from(move |event: MouseEvent| {
            *is_outside.borrow_mut() = node.cast::<Element>().is_some_and(|dialog| modal::is_backdrop(&event, &dialog));
        })
    };
    let on_click = {
        let (node, tasks, is_strict) = (node.clone(), props.tasks.clone(), props.is_strict);
        Callback::from(move |event: MouseEvent| {
            let ends_outside = node.cast::<Element>().is_some_and(|dialog| modal::is_backdrop(&event, &dialog));
            if !is_strict && ends_outside && is_outside.take() {
                tasks.send(Action::Dialog(None));
            }
        })
    };
    html! {
        <dialog ref={node} class={format!("dialog {}", props.class)} aria-labelledby="dialog-title"
            oncancel={on_cancel} onkeydown={on_key} onmousedown={on_down} onclick={on_click}>
            <header>
                <h1 id="dialog-title">{ &props.title }</h1>
                { props.tools.clone() }
                { icon_button("button is-icon", "Close".into(), Icon::Cross, close) }
            </header>
            { props.children.clone() }
        </dialog>
    }
}

/// When something was last exported, as a sentence.
fn last_export(state: &State) -> String {
    match state.last_export {
        Some(then) => format!("Last export: {}.", ago(then, dom::now())),
        None => "Last export: never.".to_owned(),
    }
}
