//! Deleting a document for good: what is lost is named first.

use super::{Page, count, last_export, plain};
use crate::dom::MouseEvent;
use postil_editor::{Action, Deletion, Dialog};
use yew::prelude::*;

pub fn delete(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let Some(Dialog::DeleteDocument(doc)) = state.dialog else { return Html::default() };
    let Some(info) = state.store.documents().get(&doc) else { return Html::default() };
    let tally = state.store.tally(doc);
    let delete = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Dialog(None));
            tasks.send(Action::Delete(Deletion::Document(doc)));
        })
    };
    let lost = format!(
        "Its text, {}, {} and all their history will be deleted from this browser. This cannot be undone.",
        count(tally.spans as usize, "span"),
        count(tally.rejections as usize, "rejected suggestion"),
    );
    let children = html! {
        <>
            <div class="body">
                <p class="verdict" dir="auto">{ info.title.to_string() }</p>
                <p>{ lost }</p>
                <p>{ last_export(state) }</p>
                { super::clear::file_note() }
                { super::clear::read_only_note(state) }
            </div>
            { super::clear::answers(page, "Keep it", "Delete", delete) }
        </>
    };
    plain(tasks, "Delete this document?".into(), "is-plain", true, children)
}
