//! The panel at the right: everything about what has the focus, or about the document; and what was done.

mod about;
mod fields;
mod history;
mod item;
mod place;
mod target;

use super::Page;
use super::left::tabs::{self, Tabs};
use about::About;
use history::History;
use item::Focused;
use target::Target;
use yew::prelude::*;

#[component]
pub fn Inspector(page: &Page) -> Html {
    let Page { state, tasks } = page.clone();
    let tab = use_state_eq(|| 0);
    let on_tab = {
        let tab = tab.clone();
        Callback::from(move |next| tab.set(next))
    };
    let body = match (*tab, state.focused(), state.target()) {
        (1, ..) => html! { <History {state} {tasks} /> },
        // A selection is what keys act on, whatever has the focus.
        (_, _, Some(range)) if state.selection.is_some() => html! { <Target {state} {tasks} {range} /> },
        (_, Some(placed), _) => html! { <Focused {state} {tasks} {placed} /> },
        (_, None, Some(range)) => html! { <Target {state} {tasks} {range} /> },
        (_, None, None) => html! { <About {state} {tasks} /> },
    };
    html! {
        <aside class="right" id="right" aria-label="Inspector" tabindex="-1">
            <Tabs id="right" names={["Inspector", "History"].as_slice()} chosen={*tab} {on_tab} />
            { tabs::panel("right", *tab, body) }
        </aside>
    }
}
