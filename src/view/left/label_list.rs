//! The labels of the schema, as they look in the text, with their keys and how often they occur in the open document.

use crate::view::Page;
use crate::view::labels::{definitions, specimen};
use crate::view::top::layer_name;
use yew::prelude::*;

#[component]
pub fn LabelList(page: &Page) -> Html {
    let state = &page.state;
    let counts = use_memo(state.revision(), |_| state.counts());
    html! {
        <ul class="list">
            { for definitions(state).into_iter().map(|(slug, it)| {
                let count = counts.as_ref().as_ref().map(|counts| counts.get(slug).copied().unwrap_or_default());
                html! {
                    <li key={slug.as_str()}>
                        <kbd class="key">{ it.key.as_deref().unwrap_or("–").to_owned() }</kbd>
                        { specimen(state, slug, false) }
                        <b>{ layer_name(it.layer) }{ for count.map(|count| format!(" · {}", count.spans)) }</b>
                    </li>
                }
            }) }
        </ul>
    }
}
