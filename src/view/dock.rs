//! What takes the place of the labels under the article: while something is waiting to be decided, the keys that decide about
//! it; while something is being joined, what is to be done next.

mod linking;
mod review;

use super::Page;
use crate::dom;
use crate::tasks::Tasks;
use postil_editor::State;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
struct Props {
    state: Rc<State>,
    tasks: Tasks,
}

/// None while the labels stand there.
pub fn dock(page: &Page) -> Option<Html> {
    let (state, tasks) = (page.state.clone(), page.tasks.clone());
    let is_wanted = state.linking.is_some() || is_review(&state);
    is_wanted.then(|| html! { <Dock {state} {tasks} /> })
}

fn is_review(state: &State) -> bool {
    state.asked().is_some() || state.focused().is_some_and(|placed| placed.item.is_suggestion())
}

#[component]
fn Dock(props: &Props) -> Html {
    let page = Page { state: props.state.clone(), tasks: props.tasks.clone() };
    let state = &page.state;
    let is_bar_open = use_state_eq(|| false);
    let is_review = is_review(state);
    let cells = use_memo((state.revision(), is_review), |_| if is_review { review::cells(state) } else { None });
    // By a key, or because there is nothing else to be done.
    let is_naming = state.linking.as_ref().is_some_and(|linking| linking.is_naming);
    use_effect_with(is_naming, |is_naming| {
        if *is_naming {
            dom::focus(linking::NAME);
        }
    });
    match &state.linking {
        Some(linking) => linking::dock(&page, linking),
        None => review::review(&page, cells.as_deref(), state.asked().as_ref(), &is_bar_open),
    }
}
