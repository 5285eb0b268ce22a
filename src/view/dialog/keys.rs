//! The key sheet: what the keys do, as they are now; and the table in which they are changed.

mod table;

use super::{Modal, Page};
use crate::dom::MouseEvent;
use crate::view::button::button;
use crate::view::foot::By;
use crate::view::labels::{definitions, specimen};
use By::{Keys as Of, These};
use postil_editor::{Shortcut as S, State, told};
use yew::prelude::*;

/// A group of keys: each row has what does it, then what that is.
type Group = (&'static str, &'static [(By, &'static str)]);

const GROUPS: &[Group] = &[
    (
        "Review",
        &[
            (Of(&[S::Next, S::Previous]), "next, previous suggestion or annotation"),
            (Of(&[S::Accept]), "accept, and go to the next; of a span: what else is suggested of it"),
            (Of(&[S::Reject]), "reject, and go to the next; bring back what was rejected"),
            (Of(&[S::Skip]), "skip: decide later"),
            (Of(&[S::AcceptAllAlike]), "accept all suggestions of this label, in one step"),
            (Of(&[S::AcceptSameWords]), "accept all that say the same words, in one step"),
            (Of(&[S::Delete]), "delete the focused annotation"),
        ],
    ),
    (
        "Choose words",
        &[
            (Of(&[S::WordLeft, S::WordRight]), "word by word"),
            (Of(&[S::LineUp, S::LineDown]), "line by line"),
            (Of(&[S::SentenceLeft, S::SentenceRight]), "sentence by sentence"),
            (Of(&[S::SelectWordLeft, S::SelectWordRight]), "select by words; by lines and sentences, too"),
            (
                Of(&[S::Go]),
                "to a word in view: its first letters, or those that stand on it; Space goes to the next one",
            ),
            (Of(&[S::SelectTo]), "select up to a word in view, in the same way"),
            (Of(&[S::Larger, S::Smaller]), "the next larger, smaller span that may be meant"),
        ],
    ),
    (
        "Label",
        &[
            (Of(&[S::Label]), "type to find a label"),
            (Of(&[S::Repeat]), "the last label again"),
            (Of(&[S::Point]), "choose a place rather than words, again: the next"),
            (Of(&[S::FindAlike]), "find all occurrences of these words, to label them"),
            (Of(&[S::AddFragment]), "add a part to the annotation that had the focus"),
            (Of(&[S::Note]), "write a note"),
            (Of(&[S::Attribute]), "set an attribute: begin to type its name and value"),
        ],
    ),
    (
        "Join",
        &[
            (Of(&[S::Link]), "link the focused annotation to another: then its letters; again for another speaker"),
            (Of(&[S::SameAs]), "it means the same as another: then its letters"),
            (Of(&[S::Event]), "make an event of it, then add what took part"),
            (These("1 – 9"), "choose the type, before or after the letters"),
            (These("/"), "type the name of a type, which may be new"),
            (These("→ ↵"), "go from one to the next, and take it"),
            (These("Shift"), "with the last letter: beside the speaker who is there"),
        ],
    ),
    (
        "Move the ends",
        &[
            (Of(&[S::EndOut, S::EndIn]), "the end out, in by a word"),
            (Of(&[S::StartOut, S::StartIn]), "the start out, in by a word"),
            (Of(&[S::EndOutExact, S::EndInExact]), "the end out, in by a character"),
            (Of(&[S::StartOutExact, S::StartInExact]), "the start out, in by a character"),
        ],
    ),
    (
        "Page",
        &[
            (Of(&[S::Commands]), "type to find any command"),
            (Of(&[S::Menu]), "what can be done here"),
            (Of(&[S::Undo]), "undo; in another document, when pressed again"),
            (Of(&[S::Redo]), "redo"),
            (Of(&[S::Open]), "open files"),
            (These("Ctrl V"), "open what is on the clipboard"),
            (Of(&[S::Export]), "export"),
            (Of(&[S::PreviousDocument, S::NextDocument]), "previous, next document"),
            (Of(&[S::DoneAndNext]), "this document is done: to the next"),
            (Of(&[S::Find]), "find in all documents"),
            (Of(&[S::NextHit, S::PreviousHit]), "next, previous of what was found"),
            (Of(&[S::Filter]), "show only the label of the focused annotation, or all again"),
            (Of(&[S::Inspector]), "inspector"),
            (Of(&[S::Drawer]), "pictures of this text: when, who said what, of whom, who did what to whom"),
            (Of(&[S::Schema]), "the schema: define labels, types and attributes"),
            (Of(&[S::Quiet]), "hide and show the chips"),
            (Of(&[S::NextRegion, S::PreviousRegion]), "next, previous part of the page"),
            (These("Esc"), "leave: a dialog, then the focus"),
            (Of(&[S::Keys]), "this sheet"),
        ],
    ),
    (
        "Mouse",
        &[
            (These("drag"), "select words, then choose a label beside them"),
            (These("Alt drag"), "select single characters"),
            (These("click"), "focus a span; again: the one around it"),
            (These("drag"), "from the chip of a span to another span: link them"),
            (These("2 × 3 ×"), "select the word, the sentence"),
            (These("drag"), "the dots at the ends of the focused annotation: make it longer or shorter"),
            (These("right"), "what can be done there; with Shift the browser’s own menu"),
        ],
    ),
    (
        "Touch",
        &[
            (These("hold"), "select a word, then pull the handles"),
            (These("tap"), "focus a span, then use the labels below"),
        ],
    ),
];

const FOOT: &str = concat!(
    "Keys without Ctrl act while the article has the focus, never while you type in a field. This is Postil ",
    env!("CARGO_PKG_VERSION"),
    "."
);

#[component]
pub fn Keys(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let is_changing = use_state_eq(|| false);
    let turn = {
        let is_changing = is_changing.clone();
        Callback::from(move |_: MouseEvent| is_changing.set(!*is_changing))
    };
    // Each is a dialog of its own, so that the browser gives the focus to what is in it.
    if *is_changing {
        return html! {
            <Modal key="table" title="Change keys" class="is-plain is-wide" tasks={tasks.clone()}>
                <table::Table state={state.clone()} tasks={tasks.clone()} />
                <footer>
                    <span>{ "Keys are kept in this browser, for all projects." }</span>
                    <span class="end">{ table::reset_all(page) }{ button("button is-outline", "Back to the sheet", turn) }</span>
                </footer>
            </Modal>
        };
    }
    html! {
        <Modal key="sheet" title="Keys" class="is-plain is-wide" tasks={tasks.clone()}>
            <div class="body" tabindex="0" role="region" aria-labelledby="dialog-title" autofocus=true>
                { table::conflicts(state) }
                <div class="keys">
                    { for GROUPS.iter().map(|(name, rows)| section(name, rows.iter().map(|row| shortcut(state, row)).collect())) }
                    { section("Labels of this project", labels(state)) }
                </div>
            </div>
            <footer>
                <span>{ FOOT }</span>
                <span class="end">{ button("button is-outline", "Change keys…", turn) }</span>
            </footer>
        </Modal>
    }
}

fn labels(state: &State) -> Vec<Html> {
    let keyed = definitions(state).into_iter().filter_map(|(slug, it)| Some((it.key.as_deref()?, slug)));
    keyed.map(|(key, slug)| row(&[key.to_owned()], specimen(state, slug, false))).collect()
}

fn section(name: &'static str, rows: Vec<Html>) -> Html {
    html! { <section><h2>{ name }</h2><dl>{ rows }</dl></section> }
}

/// A row with the first key of each shortcut; the others are told behind the words.
fn shortcut(state: &State, (by, what): &(By, &'static str)) -> Html {
    let shortcuts = match by {
        These(keys) => return row(&keys.split(' ').map(str::to_owned).collect::<Vec<_>>(), Html::from(*what)),
        Of(shortcuts) => *shortcuts,
    };
    let (mut firsts, mut others) = (Vec::new(), Vec::new());
    for it in shortcuts {
        let mut keys = state.preferences.keys.keys(*it).into_iter().map(told);
        firsts.extend(keys.next());
        others.extend(keys);
    }
    if firsts.is_empty() {
        firsts.push("–".to_owned());
    }
    let also = if others.is_empty() { String::new() } else { format!("; also {}", others.join(", ")) };
    row(&firsts, html! { <>{ *what }{ also }</> })
}

fn row(keys: &[String], what: Html) -> Html {
    html! {
        <>
            <dt>
                for key in keys {
                    <kbd class="key">{ key }</kbd>
                }
            </dt>
            <dd>{ what }</dd>
        </>
    }
}
