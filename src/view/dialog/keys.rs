//! The key sheet. What the keys do stands in `dom::keys`.

use super::{Page, plain};
use crate::view::labels::{definitions, specimen};
use yew::prelude::*;

/// A group of keys: each row has the keys, then what they do.
type Group = (&'static str, &'static [(&'static [&'static str], &'static str)]);

const GROUPS: &[Group] = &[
    (
        "Review",
        &[
            (&["j", "k"], "next, previous suggestion or span"),
            (&["a"], "accept, and go to the next"),
            (&["x"], "reject, and go to the next; bring back what was rejected"),
            (&["Space"], "skip: decide later"),
            (&["Shift A"], "accept all suggestions of this label, in one step"),
            (&["Shift S"], "accept all that say the same words, in one step"),
            (&["⌫", "Del"], "delete the focused span"),
        ],
    ),
    (
        "Choose words",
        &[
            (&["←", "→"], "word by word"),
            (&["↑", "↓"], "line by line"),
            (&["Ctrl ←", "Ctrl →"], "sentence by sentence"),
            (&["g"], "to a word in view: its first letters, or those that stand on it; Space goes to the next one"),
            (&["Shift G"], "select up to a word in view, in the same way"),
            (&["Shift"], "with any of these: select"),
            (&["=", "-"], "the next larger, smaller span that may be meant; also w, v"),
        ],
    ),
    (
        "Label",
        &[
            (&["/"], "type to find a label"),
            (&["."], "the last label again"),
            (&["|"], "choose a place rather than words, again: the next; also Shift P"),
            (&["Shift T"], "find all occurrences of these words, to label them"),
            (&["+"], "add a part to the span that had the focus; also z"),
            (&["n"], "write a note"),
        ],
    ),
    (
        "Join",
        &[
            (&["r"], "link the focused annotation to another: then its letters; again for another speaker"),
            (&["c"], "it means the same as another: then its letters"),
            (&["e"], "make an event of it, then add what took part"),
            (&["1", "–", "9"], "choose the type, before or after the letters"),
            (&["/"], "type the name of a type, which may be new"),
            (&["→", "↵"], "go from one to the next, and take it"),
            (&["Shift"], "with the last letter: beside the speaker who is there"),
        ],
    ),
    (
        "Move the ends",
        &[
            (&["]", "["], "the end out, in by a word; also l, h"),
            (&["{", "}"], "the start out, in by a word; also Shift H, Shift L"),
            (&["Ctrl"], "with any of these: by a character"),
        ],
    ),
    (
        "Page",
        &[
            (&["Ctrl Z"], "undo; in another document, when pressed again"),
            (&["Ctrl Shift Z"], "redo; also Ctrl Y"),
            (&["Ctrl O"], "open files"),
            (&["Ctrl V"], "open what is on the clipboard"),
            (&["Ctrl S"], "export"),
            (&["Alt ↑", "Alt ↓"], "previous, next document"),
            (&["Ctrl ↵"], "this document is done: to the next"),
            (&["f"], "find in all documents; also Ctrl Shift F"),
            (&["F3"], "next of what was found; Shift F3 back"),
            (&["i"], "inspector"),
            (&["q"], "hide and show the chips"),
            (&["F6"], "next part of the page; Shift F6 back"),
            (&["Ctrl K"], "type to find a label, from anywhere"),
            (&["Esc"], "leave: a dialog, then the focus"),
            (&["?"], "this sheet"),
        ],
    ),
    (
        "Mouse",
        &[
            (&["drag"], "select words, then choose a label beside them"),
            (&["Alt drag"], "select single characters"),
            (&["click"], "focus a span; again: the one around it"),
            (&["drag"], "from the chip of a span to another span: link them"),
            (&["2 ×", "3 ×"], "select the word, the sentence"),
        ],
    ),
    (
        "Touch",
        &[(&["hold"], "select a word, then pull the handles"), (&["tap"], "focus a span, then use the labels below")],
    ),
];

const FOOT: &str = concat!(
    "Keys without Ctrl act while the article has the focus, never while you type in a field. This is Postil ",
    env!("CARGO_PKG_VERSION"),
    "."
);

pub fn keys(page: &Page) -> Html {
    let state = &page.state;
    let mut groups = Vec::with_capacity(GROUPS.len() + 1);
    for (name, rows) in GROUPS {
        let mut lines = Vec::with_capacity(rows.len());
        for (keys, what) in *rows {
            lines.push(row(keys, Html::from(*what)));
        }
        groups.push(section(name, lines));
    }
    let mut labels = Vec::new();
    for (slug, it) in definitions(state) {
        if let Some(key) = it.key.as_deref() {
            labels.push(row(&[key], specimen(state, slug, false)));
        }
    }
    groups.push(section("Labels of this project", labels));
    let children = html! {
        <>
            <div class="body" tabindex="0" role="region" aria-labelledby="dialog-title" autofocus=true>
                <div class="keys">{ groups }</div>
            </div>
            <footer><span>{ FOOT }</span></footer>
        </>
    };
    plain(&page.tasks, "Keys".into(), "is-plain is-wide", false, children)
}

fn section(name: &'static str, rows: Vec<Html>) -> Html {
    html! { <section><h2>{ name }</h2><dl>{ rows }</dl></section> }
}

fn row(keys: &[&str], what: Html) -> Html {
    html! {
        <>
            <dt>
                for key in keys {
                    <kbd class="key">{ *key }</kbd>
                }
            </dt>
            <dd>{ what }</dd>
        </>
    }
}
