//! The panel at the left: documents, labels, and where the work is kept.

mod documents;
mod label_list;
pub(super) mod storage;

use super::Page;
pub use documents::{Documents, MANY, meter};
use yew::prelude::*;

/// What the chosen tab shows.
pub fn body(page: &Page, tab: usize) -> Html {
    match tab {
        0 => html! { <Documents state={page.state.clone()} tasks={page.tasks.clone()} /> },
        _ => label_list::label_list(page),
    }
}
