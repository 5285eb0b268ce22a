//! A row of tabs over a panel.

use crate::dom::KeyboardEvent;
use crate::view::top::menu::rove;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// What the ids of tabs and panels begin with.
    pub id: &'static str,
    pub names: &'static [&'static str],
    pub chosen: usize,
    pub on_tab: Callback<usize>,
}

#[component]
pub fn Tabs(props: &Props) -> Html {
    let Props { id, names, chosen, on_tab } = props;
    let root = use_node_ref();
    let on_key = {
        let root = root.clone();
        let (on_tab, chosen, last) = (on_tab.clone(), *chosen, names.len() - 1);
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" if chosen < last => chosen + 1,
                "ArrowRight" | "Home" => 0,
                "ArrowLeft" if chosen > 0 => chosen - 1,
                "ArrowLeft" | "End" => last,
                _ => return,
            };
            if rove(&root, "[role=tab]", &event) {
                on_tab.emit(next);
            }
        })
    };
    html! {
        <div class="tabs" role="tablist" ref={root} onkeydown={on_key}>
            { for names.iter().enumerate().map(|(at, name)| {
                let is_chosen = at == *chosen;
                html! {
                    <button role="tab" id={format!("{id}-tab-{at}")} aria-selected={is_chosen.to_string()}
                        aria-controls={is_chosen.then(|| format!("{id}-panel-{at}"))} tabindex={if is_chosen { "0" } else { "-1" }}
                        onclick={on_tab.reform(move |_: MouseEvent| at)}>{ *name }</button>
                }
            }) }
        </div>
    }
}

/// What the chosen tab shows.
pub fn panel(id: &str, chosen: usize, body: Html) -> Html {
    html! {
        <div role="tabpanel" key={chosen} id={format!("{id}-panel-{chosen}")} aria-labelledby={format!("{id}-tab-{chosen}")}>
            { body }
        </div>
    }
}
