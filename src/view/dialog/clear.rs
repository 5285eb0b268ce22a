//! Deleting everything that this page keeps, and what both kinds of deletion share.

use super::{Page, button, count, last_export, main_button, plain};
use crate::dom::{self, MouseEvent};
use postil_editor::{Access, Action, Dialog, State};
use yew::prelude::*;

pub fn clear(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let documents = state.store.documents();
    let mut spans = 0;
    for doc in documents.keys() {
        spans += state.store.tally(*doc).spans as usize;
    }
    let clear = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Dialog(None));
            tasks.delete_everything();
        })
    };
    let lost = format!(
        "{} with {}, all history, your labels and your settings will be deleted from this browser. This cannot be undone.",
        count(documents.len(), "document"),
        count(spans, "span"),
    );
    let children = html! {
        <>
            <div class="body">
                <p class="verdict">{ lost }</p>
                <p>{ last_export(state) }</p>
                { file_note() }
                { read_only_note(state) }
            </div>
            { answers(page, "Keep everything", "Delete everything", clear) }
        </>
    };
    plain(tasks, "Delete everything?".into(), "is-plain", true, children)
}

/// What no page can delete.
pub(super) fn file_note() -> Html {
    if !dom::single::has_project() {
        return Html::default();
    }
    let note = "It is deleted from this browser only: the file that this page was opened from still holds it. Export the page \
        again for a file without it, and delete the old one.";
    html! { <p>{ note }</p> }
}

/// Why nothing can be deleted in a second tab.
pub(super) fn read_only_note(state: &State) -> Html {
    match state.access {
        Access::Following => {
            html! { <p>{ "You work in another tab: delete it there, or press “Work here” in this one first." }</p> }
        }
        Access::Writing | Access::Memory(_) => Html::default(),
    }
}

/// The ways out of a deletion. To keep is the default.
pub(super) fn answers(page: &Page, keep: &'static str, delete: &'static str, on_delete: Callback<MouseEvent>) -> Html {
    let Page { state, tasks } = page;
    html! {
        <footer>
            { button("button", "Export first", tasks.dialog(Some(Dialog::Export))) }
            <span class="end">
                if state.access != Access::Following {
                    { button("button is-outline", delete, on_delete) }
                }
                { main_button(keep, tasks.dialog(None)) }
            </span>
        </footer>
    }
}
