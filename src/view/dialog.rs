//! What stands over the page until it is answered. Nothing else is modal.

mod clear;
mod delete;
mod encoding;
mod export;
mod import;
mod keys;
mod paste;
mod report;

use super::Page;
use super::icon::{Icon, icon};
use super::left::when::ago;
use crate::dom::{self, Element, KeyboardEvent, MouseEvent, modal};
use crate::state::{Action, Dialog, State};
use crate::tasks::Tasks;
use yew::prelude::*;

/// The open dialog, if any. The palette is drawn beside the text instead.
#[component]
pub fn Dialogs(page: &Page) -> Html {
    let (state, tasks) = (page.state.clone(), page.tasks.clone());
    match &page.state.dialog {
        None | Some(Dialog::Palette) => Html::default(),
        Some(Dialog::Keys) => html! { <keys::Keys {state} {tasks} /> },
        Some(Dialog::Export) => html! { <export::Export {state} {tasks} /> },
        Some(Dialog::Paste) => html! { <paste::Paste {state} {tasks} /> },
        Some(Dialog::Encoding { .. }) => html! { <encoding::Encoding {state} {tasks} /> },
        Some(Dialog::Import(loaded, _)) => {
            // Another file is another question.
            let key = std::rc::Rc::as_ptr(loaded) as usize;
            html! { <import::Import {key} {state} {tasks} /> }
        }
        Some(Dialog::DeleteDocument(_)) => html! { <delete::Delete {state} {tasks} /> },
        Some(Dialog::ClearAll) => html! { <clear::Clear {state} {tasks} /> },
    }
}

#[derive(PartialEq, Properties)]
struct ModalProps {
    title: AttrValue,
    /// Beside `dialog`.
    #[prop_or_default]
    class: Classes,
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
    let close = props.tasks.on(|_: MouseEvent| Action::Dialog(None));
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
        <dialog ref={node} class={classes!("dialog", props.class.clone())} aria-labelledby="dialog-title"
            oncancel={on_cancel} onkeydown={on_key} onmousedown={on_down} onclick={on_click}>
            <header>
                <h1 id="dialog-title">{ &props.title }</h1>
                { props.tools.clone() }
                <button class="button is-icon" type="button" aria-label="Close" onclick={close}>{ icon(Icon::Cross) }</button>
            </header>
            { props.children.clone() }
        </dialog>
    }
}

/// A number with its noun: `1 span`, `12 spans`.
fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}

/// `12 345`: with thin blanks, so that long numbers can be read.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len());
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len() > 4 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// When something was last exported, as a sentence.
fn last_export(state: &State) -> String {
    match state.last_export {
        Some(then) => format!("Last export: {}.", ago(then, dom::now())),
        None => "Last export: never.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_easily() {
        assert_eq!(count(1, "span"), "1 span");
        assert_eq!(count(0, "span"), "0 spans");
        assert_eq!(count(9999, "span"), "9999 spans");
        assert_eq!(count(1_234_567, "span"), "1\u{202f}234\u{202f}567 spans");
    }
}
