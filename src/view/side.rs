//! The panels at both sides: a row of tabs, and what the chosen one shows.

use super::top::menu::rove;
use super::{Page, inspector, left};
use crate::dom::{KeyboardEvent, MouseEvent};
use crate::tasks::Tasks;
use postil_editor::State;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub state: Rc<State>,
    pub tasks: Tasks,
    pub is_left: bool,
}

#[component]
pub fn Side(props: &Props) -> Html {
    let tab = use_state_eq(|| 0_usize);
    let page = Page { state: props.state.clone(), tasks: props.tasks.clone() };
    if props.is_left {
        let body = left::body(&page, *tab);
        html! {
            <nav class="left" id="left" aria-label="Documents and labels" tabindex="-1">
                { tabs("left", ["Documents", "Labels"], &tab) }
                { panel("left", *tab, body) }
                { left::storage::line(&page) }
            </nav>
        }
    } else {
        html! {
            <aside class="right" id="right" aria-label="Inspector" tabindex="-1">
                { tabs("right", ["Inspector", "History"], &tab) }
                { panel("right", *tab, inspector::body(&page, *tab)) }
            </aside>
        }
    }
}

/// The tabs. What the ids of tabs and panels begin with is `id`.
fn tabs(id: &'static str, names: [&'static str; 2], chosen: &UseStateHandle<usize>) -> Html {
    let on_key = {
        let chosen = chosen.clone();
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" | "ArrowLeft" => 1 - *chosen,
                "Home" => 0,
                "End" => 1,
                _ => return,
            };
            if rove("[role=tab]", &event) {
                chosen.set(next);
            }
        })
    };
    let tab = |at: usize| {
        let is_chosen = at == **chosen;
        let setter = chosen.setter();
        let onclick = Callback::from(move |_: MouseEvent| setter.set(at));
        html! {
            <button role="tab" id={format!("{id}-tab-{at}")} aria-selected={if is_chosen { "true" } else { "false" }}
                aria-controls={is_chosen.then(|| panel_id(id, at))} tabindex={if is_chosen { "0" } else { "-1" }}
                {onclick}>{ names[at] }</button>
        }
    };
    html! { <div class="tabs" role="tablist" onkeydown={on_key}>{ tab(0) }{ tab(1) }</div> }
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
