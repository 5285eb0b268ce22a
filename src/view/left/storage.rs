//! Where the work is kept, how safely, and how long since it was last carried out of here.

use crate::dom::{self, MouseEvent};
use crate::view::Page;
use crate::view::button::button;
use crate::view::icon::{Icon, icon};
use crate::view::words::ago;
use postil_editor::{Access, Dialog};
use yew::prelude::*;

pub fn line(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let (is_warned, place) = match (&state.access, state.is_persistent) {
        (Access::Memory(_), _) => (true, "Not kept: export before you close this page"),
        (Access::Following, _) => (false, "Kept in this browser; another tab writes"),
        (Access::Writing, _) if dom::single::is_single() => {
            (false, "Kept in this browser, not in this file: export it as a page to hand it on")
        }
        (Access::Writing, Some(true)) => (false, "Kept in this browser"),
        (Access::Writing, Some(false)) => (true, "The browser may delete this when space is short: export"),
        (Access::Writing, None) => (false, "Kept in this browser while there is space"),
    };
    let export = state.last_export.map_or("never".to_owned(), |then| ago(then, dom::now()));
    let ask = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| tasks.ask_persistence())
    };
    html! {
        <section class={if is_warned { "storage is-warned" } else { "storage" }} aria-label="Storage">
            { icon(if is_warned { Icon::Warning } else { Icon::Lock }) }
            <p><b>{ place }</b><br />{ format!("Last export: {export}") }</p>
            <div class="acts">
                if state.access == Access::Writing && state.is_persistent != Some(true) {
                    { button("button", "Ask the browser to keep it", ask) }
                }
                if state.access != Access::Following {
                    { button("button", "Delete all data…", tasks.dialog(Some(Dialog::ClearAll))) }
                }
            </div>
        </section>
    }
}
