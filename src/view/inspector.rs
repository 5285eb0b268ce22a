//! The panel at the right: everything about what has the focus, or about the document; and what was done.

mod about;
mod field;
mod history;
mod item;
mod place;
mod target;

use super::Page;
use yew::prelude::*;

/// What the chosen tab shows.
pub fn body(page: &Page, tab: usize) -> Html {
    let state = &page.state;
    match (tab, state.focused(), state.target()) {
        (1, ..) => history::history(page),
        // A selection is what keys act on, whatever has the focus.
        (_, _, Some(range)) if state.selection.is_some() => target::target(page, range),
        (_, Some(placed), _) => item::item(page, &placed),
        (_, None, Some(range)) => target::target(page, range),
        (_, None, None) => about::about(page),
    }
}
