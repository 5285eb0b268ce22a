//! The labels of the schema, as they look in the text, with their keys and how often they occur in the open document.

use super::filter::{filter, label_tick};
use crate::view::Page;
use crate::view::counted::counts;
use crate::view::icon::{Icon, icon};
use crate::view::labels::{definitions, specimen};
use crate::view::top::layer_name;
use postil_editor::{Dialog, Shortcut};
use yew::prelude::*;

pub fn label_list(page: &Page) -> Html {
    let state = &page.state;
    let counts = counts(state);
    html! {
        <>
        <button class="button add" type="button" onclick={page.tasks.dialog(Some(Dialog::Schema(None)))}>
            { icon(Icon::Plus) }{ "Define and change labels " }<kbd>{ state.preferences.keys.shown(Shortcut::Schema) }</kbd>
        </button>
            { filter(page) }
            <ul class="list">
            for (slug, it) in definitions(state) {
                <li key={slug.as_str()}>
                    { label_tick(page, slug, &it.name) }
                    <kbd class="key">{ it.key.as_deref().unwrap_or("–").to_owned() }</kbd>
                    { specimen(state, slug, false) }
                    <b>
                        { layer_name(it.layer) }
                        if let Some(counts) = &*counts {
                            { format!(" · {}", counts.get(slug).map_or(0, |count| count.spans)) }
                        }
                        if let Some(missing) = state.learning.missing(slug).filter(|_| state.preferences.learning) {
                            { format!(" · suggested after {missing} more") }
                        }
                    </b>
                </li>
            }
        </ul>
        </>
    }
}
