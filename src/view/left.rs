//! The panel at the left: documents, labels, and where the work is kept.

mod documents;
mod label_list;
pub(super) mod storage;

use super::Page;
pub use documents::{Listed, meter};
use yew::prelude::*;

/// What the chosen tab shows.
pub fn body(page: &Page, tab: usize, listed: &mut Listed) -> Html {
    match tab {
        0 => documents::documents(page, listed),
        _ => label_list::label_list(page),
    }
}
