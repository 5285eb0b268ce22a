//! Deleting everything that this page keeps, and what both kinds of deletion share.

use super::{Modal, Page, count, last_export};
use crate::dom::MouseEvent;
use crate::state::{Access, Action, Dialog, State};
use yew::prelude::*;

#[component]
pub fn Clear(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let documents = state.store.documents();
    let spans: usize = documents.keys().map(|doc| state.store.tally(*doc).spans as usize).sum();
    let clear = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Dialog(None));
            tasks.clear_all();
        })
    };
    let lost = format!(
        "{} with {}, all history, your labels and your settings will be deleted from this browser. This cannot be undone.",
        count(documents.len(), "document"),
        count(spans, "span"),
    );
    html! {
        <Modal title="Delete everything?" class="is-plain" tasks={tasks.clone()} is_strict=true>
            <div class="body">
                <p class="verdict">{ lost }</p>
                <p>{ last_export(state) }</p>
                { read_only_note(state) }
            </div>
            { answers(page, "Keep everything", "Delete everything", clear, state.access != Access::ReadOnly) }
        </Modal>
    }
}

/// Why nothing can be deleted in a second tab.
pub(super) fn read_only_note(state: &State) -> Html {
    match state.access {
        Access::ReadOnly => {
            html! { <p>{ "Another tab has this project open and writes to it. Delete it there, or close that tab and reload this one." }</p> }
        }
        Access::Writing | Access::Memory(_) => Html::default(),
    }
}

/// The ways out of a deletion. To keep is the default.
pub(super) fn answers(
    page: &Page, keep: &'static str, delete: &'static str, on_delete: Callback<MouseEvent>, is_allowed: bool,
) -> Html {
    let close = page.tasks.on(|_: MouseEvent| Action::Dialog(None));
    let export = page.tasks.on(|_: MouseEvent| Action::Dialog(Some(Dialog::Export)));
    let destroy = is_allowed.then(|| {
        html! { <button class="button is-outline" type="button" onclick={on_delete}>{ delete }</button> }
    });
    html! {
        <footer>
            <button class="button" type="button" onclick={export}>{ "Export first" }</button>
            <span class="end">
                { for destroy }
                <button class="button is-main" type="button" onclick={close} autofocus=true>{ keep }</button>
            </span>
        </footer>
    }
}
