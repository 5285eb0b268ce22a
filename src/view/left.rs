//! The panel at the left: documents, labels, what is found, and where the work is kept.

mod documents;
mod filter;
mod find;
mod label_list;
pub(super) mod storage;

use super::Page;
pub use documents::{Documents, MANY, meter};
use postil_editor::LeftTab;
use yew::prelude::*;

/// What the chosen tab shows.
pub fn body(page: &Page) -> Html {
    let (state, tasks) = (page.state.clone(), page.tasks.clone());
    match page.state.left {
        LeftTab::Documents => html! { <Documents {state} {tasks} /> },
        LeftTab::Labels => label_list::label_list(page),
        LeftTab::Find => html! { <find::Find {state} {tasks} /> },
    }
}
