//! Where the work is kept, how safely, and how long since it was last carried out of here.

use super::when::ago;
use crate::dom;
use crate::state::{Access, Action, Dialog};
use crate::view::Page;
use crate::view::icon::{Icon, icon};
use yew::prelude::*;

#[component]
pub fn StorageLine(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let (is_warned, place) = match (&state.access, state.is_persistent) {
        (Access::Memory(_), _) => (true, "Not kept: export before you close this page"),
        (Access::ReadOnly, _) => (false, "Kept in this browser by another tab"),
        (Access::Writing, Some(true)) => (false, "Kept in this browser"),
        (Access::Writing, Some(false)) => (true, "The browser may delete this when space is short: export"),
        (Access::Writing, None) => (false, "Kept in this browser while there is space"),
    };
    let export = state.last_export.map_or("never".to_owned(), |then| ago(then, dom::now()));
    let ask = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| tasks.ask_persistence())
    };
    let can_ask = state.access == Access::Writing && state.is_persistent != Some(true);
    let clear = tasks.on(|_: MouseEvent| Action::Dialog(Some(Dialog::ClearAll)));
    html! {
        <section class={classes!("storage", is_warned.then_some("is-warned"))} aria-label="Storage">
            { icon(if is_warned { Icon::Warning } else { Icon::Lock }) }
            <p><b>{ place }</b><br />{ format!("Last export: {export}") }</p>
            <div class="acts">
                if can_ask {
                    <button class="button" onclick={ask}>{ "Ask the browser to keep it" }</button>
                }
                if state.access != Access::ReadOnly {
                    <button class="button" onclick={clear}>{ "Delete all data…" }</button>
                }
            </div>
        </section>
    }
}
