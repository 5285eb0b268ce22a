//! The other mentions of what the focused item means.

use super::links::{begin, face, tool};
use crate::view::Page;
use crate::view::button::key_button;
use crate::view::icon::Icon;
use crate::view::inspector::field::{Kind as Field, field};
use crate::view::words::count;
use postil_editor::{Aim, Command, Item, Joined, Placed, Question, Shortcut, Shown, SuggestedCluster, brief};
use yew::prelude::*;

/// So many mentions are listed.
const LISTED: usize = 50;

pub fn cluster(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let suggested = shown.suggested_cluster(placed.item).map(|it| suggested(page, shown, placed, &it));
    html! { <>{ joined(page, shown, placed) }{ suggested.unwrap_or_default() }</> }
}

/// What is suggested to be the same, and not decided.
fn suggested(page: &Page, shown: &Shown, placed: &Placed, cluster: &SuggestedCluster) -> Html {
    let open: Vec<_> = cluster.open().collect();
    let mut rows = Vec::with_capacity(open.len().min(LISTED));
    for mention in open.iter().take(LISTED) {
        let words = brief(shown.document, mention.range);
        let about = match mention.item {
            item if item == placed.item => "this one",
            Item::Span(_) => "mention",
            _ => "suggestion",
        };
        rows.push(html! {
            <li key={mention.id.0}>
                { face(page, shown, mention.item, mention.range, about) }
                <span class="tools">
                    { tool(page, format!("Leave out {words}"), Icon::Cross, Joined::LeaveOut(mention.id)) }
                </span>
            </li>
        });
    }
    let more = open.len().saturating_sub(LISTED);
    let question = Question::Cluster(cluster.id);
    // Elsewhere the keys are about something else.
    let is_asked = page.state.asked().as_ref() == Some(&question);
    let key = |key| if is_asked { page.state.preferences.keys.shown(key) } else { String::new() };
    let decide = |is_right| page.tasks.press(Command::Joined(Joined::Decide { question: question.clone(), is_right }));
    let what = match cluster.into {
        Some(_) => format!("{} more", count(open.len(), "mention")),
        None => count(open.len(), "mention"),
    };
    html! {
        <section class="is-suggested" aria-label="Suggested to be the same">
            <h3>{ "Suggested to be the same" }<span>{ what }</span></h3>
            <div class="acts">
                { key_button("They are the same", key(Shortcut::Accept), decide(true)) }
                { key_button("They are not", key(Shortcut::Reject), decide(false)) }
            </div>
            <ul class="refs">{ rows }</ul>
            if more > 0 {
                <p class="at">{ format!("and {more} more") }</p>
            }
        </section>
    }
}

fn joined(page: &Page, shown: &Shown, placed: &Placed) -> Html {
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
