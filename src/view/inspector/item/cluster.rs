//! The other mentions of what the focused item means.

use super::links::{begin, face, tool};
use crate::view::Page;
use crate::view::icon::Icon;
use crate::view::inspector::field::{Kind as Field, field};
use crate::view::words::count;
use postil_editor::{Aim, Command, Item, Joined, Placed, Shortcut, Shown, brief};
use yew::prelude::*;

/// So many mentions are listed.
const LISTED: usize = 50;

pub fn cluster(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let Some(cluster) = shown.cluster_of(placed.item) else { return Html::default() };
    let members = postil_editor::members(shown.store, cluster);
    let mut rows = Vec::with_capacity(members.len().min(LISTED));
    for member in members.iter().take(LISTED) {
        let Some(far) = shown.anchor(*member) else { continue };
        let words = brief(shown.document, far.range);
        let about = if Item::Span(*member) == placed.item { "this one" } else { "mention" };
        rows.push(html! {
            <li key={member.to_string()}>
                { face(page, shown, far.item, far.range, about) }
                <span class="tools">
                    { tool(page, format!("Take out {words}"), Icon::Cross, Joined::TakeOut { cluster, member: *member }) }
                </span>
            </li>
        });
    }
    let more = members.len().saturating_sub(LISTED);
    let called = postil_editor::name_of(shown.store, cluster).unwrap_or_default().to_owned();
    let on_done = {
        let tasks = page.tasks.clone();
        Callback::from(move |name| tasks.command(Command::Joined(Joined::Call { cluster, name })))
    };
    html! {
        <section aria-label="The same thing" key={cluster.to_string()}>
            <h3>{ "The same thing" }<span>{ count(members.len(), "mention") }</span></h3>
            { field(page, "What it is called", Field::Text, called, on_done) }
            <ul class="refs">{ rows }</ul>
            if more > 0 {
                <p class="at">{ format!("and {more} more") }</p>
            }
            <div class="acts">
                { begin(page, "Same as…", Shortcut::SameAs, Aim::Mention) }
                { tool(page, "Dissolve: these are not the same".to_owned(), Icon::Bin, Joined::Dissolve(cluster)) }
            </div>
        </section>
    }
}
