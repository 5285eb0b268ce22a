//! Deleting a document for good: what is lost is named first.

use super::{Modal, Page, count, last_export};
use crate::dom::MouseEvent;
use crate::state::{Access, Action, Dialog};
use yew::prelude::*;

#[component]
pub fn Delete(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let Some(Dialog::DeleteDocument(doc)) = state.dialog else { return Html::default() };
    let Some(info) = state.store.documents().get(&doc) else { return Html::default() };
    let tally = state.store.tally(doc);
    let delete = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Dialog(None));
            tasks.delete_document(doc);
        })
    };
    let lost = format!(
        "Its text, {}, {} and all their history will be deleted from this browser. This cannot be undone.",
        count(tally.spans as usize, "span"),
        count(tally.rejections as usize, "rejected suggestion"),
    );
    html! {
        <Modal title="Delete this document?" class="is-plain" tasks={tasks.clone()} is_strict=true>
            <div class="body">
                <p class="verdict" dir="auto">{ &*info.title }</p>
                <p>{ lost }</p>
                <p>{ last_export(state) }</p>
                { super::clear::read_only_note(state) }
            </div>
            { super::clear::answers(page, "Keep it", "Delete", delete, state.access != Access::ReadOnly) }
        </Modal>
    }
}
