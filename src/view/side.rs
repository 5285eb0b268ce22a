//! The panels at both sides: a row of tabs, and what the chosen one shows.

use super::top::menu::rove;
use super::{Page, inspector, left};
use crate::dom::{KeyboardEvent, MouseEvent};
use crate::tasks::Tasks;
use postil_editor::{Action, LeftTab, State};
use std::rc::Rc;
use yew::prelude::*;

/// The tabs at the left.
const LEFT: [LeftTab; 3] = [LeftTab::Documents, LeftTab::Labels, LeftTab::Find];

#[derive(Clone, PartialEq, Properties)]
struct Props {
    state: Rc<State>,
    tasks: Tasks,
    is_left: bool,
}

/// One of the two.
pub fn side(page: &Page, is_left: bool) -> Html {
    let (state, tasks) = (page.state.clone(), page.tasks.clone());
    html! { <Side {state} {tasks} {is_left} /> }
}

#[component]
fn Side(props: &Props) -> Html {
    let tab = use_state_eq(|| 0_usize);
    let page = Page { state: props.state.clone(), tasks: props.tasks.clone() };
    if props.is_left {
        let tab = props.state.left as usize;
        let body = left::body(&page);
        let tasks = props.tasks.clone();
        let choose = Callback::from(move |at: usize| tasks.send(Action::Left(LEFT[at])));
        html! {
            <nav class="left" id="left" aria-label="Documents and labels" tabindex="-1">
                { tabs("left", &["Documents", "Labels", "Find"], tab, &choose) }
                { panel("left", tab, body) }
                { left::storage::line(&page) }
            </nav>
        }
    } else {
        let choose = {
            let tab = tab.setter();
            Callback::from(move |at: usize| tab.set(at))
        };
        html! {
            <aside class="right" id="right" aria-label="Inspector" tabindex="-1">
                { tabs("right", &["Inspector", "History"], *tab, &choose) }
                { panel("right", *tab, inspector::body(&page, *tab)) }
            </aside>
        }
    }
}

/// The tabs, of which `chosen` is shown. What the ids of tabs and panels begin with is `id`.
pub(super) fn tabs(id: &'static str, names: &'static [&'static str], chosen: usize, choose: &Callback<usize>) -> Html {
    let on_key = {
        let choose = choose.clone();
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" => (chosen + 1) % names.len(),
                "ArrowLeft" => (chosen + names.len() - 1) % names.len(),
                "Home" => 0,
                "End" => names.len() - 1,
                _ => return,
            };
            if rove("[role=tab]", &event) {
                choose.emit(next);
            }
        })
    };
    let tab = |(at, name): (usize, &'static str)| {
        let is_chosen = at == chosen;
        let choose = choose.clone();
        let onclick = Callback::from(move |_: MouseEvent| choose.emit(at));
        html! {
            <button role="tab" id={format!("{id}-tab-{at}")} aria-selected={if is_chosen { "true" } else { "false" }}
                aria-controls={is_chosen.then(|| panel_id(id, at))} tabindex={if is_chosen { "0" } else { "-1" }}
                {onclick}>{ name }</button>
        }
    };
    html! {
        <div class="tabs" role="tablist" onkeydown={on_key}>{ for names.iter().copied().enumerate().map(tab) }</div>
    }
}

/// What the chosen tab shows.
fn panel(id: &str, chosen: usize, body: Html) -> Html {
    html! {
        <div role="tabpanel" id={panel_id(id, chosen)} aria-labelledby={format!("{id}-tab-{chosen}")}>{ body }</div>
    }
}

fn panel_id(id: &str, at: usize) -> String {
    format!("{id}-panel-{at}")
}
