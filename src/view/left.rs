//! The panel at the left: documents, labels, and where the work is kept.

mod documents;
mod label_list;
mod storage;
pub(super) mod tabs;
pub(super) mod when;

use super::Page;
use documents::Documents;
use label_list::LabelList;
use storage::StorageLine;
use tabs::Tabs;
use yew::prelude::*;

#[component]
pub fn Left(page: &Page) -> Html {
    let Page { state, tasks } = page.clone();
    let tab = use_state_eq(|| 0);
    let on_tab = {
        let tab = tab.clone();
        Callback::from(move |next| tab.set(next))
    };
    let body = match *tab {
        0 => html! { <Documents state={state.clone()} tasks={tasks.clone()} /> },
        _ => html! { <LabelList state={state.clone()} tasks={tasks.clone()} /> },
    };
    html! {
        <nav class="left" id="left" aria-label="Documents and labels" tabindex="-1">
            <Tabs id="left" names={["Documents", "Labels"].as_slice()} chosen={*tab} {on_tab} />
            { tabs::panel("left", *tab, body) }
            <StorageLine {state} {tasks} />
        </nav>
    }
}
