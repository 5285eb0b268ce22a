//! The event that the focused span is the trigger of, and those that it takes part in.

use super::links::{begin, face, tool, types};
use crate::tasks::Tasks;
use crate::view::Page;
use crate::view::icon::Icon;
use postil_core::{Event, Kind, NodeId};
use postil_editor::{Aim, Command, Item, Joined, Placed, Shortcut, Shown, brief};
use yew::prelude::*;

pub fn events(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let Item::Span(id) = placed.item else { return Html::default() };
    let own = postil_editor::events_of(shown.store, shown.set, id).map(|(event, it)| section(page, shown, event, it));
    let mut rows = Vec::new();
    for (event, argument, it) in postil_editor::roles_of(shown.store, id) {
        let event = postil_editor::event(shown.store, event).filter(|event| event.set == *shown.set);
        let Some((event, far)) = event.and_then(|event| Some((event, shown.anchor(event.trigger)?))) else { continue };
        let about = format!("{} as {}", shown.name(Kind::Event, &event.label), shown.name(Kind::Role, &it.role));
        rows.push(html! { <li key={argument.to_string()}>{ face(page, shown, far.item, far.range, &about) }</li> });
    }
    html! {
        <>
            { for own }
            if !rows.is_empty() {
                <section aria-label="Takes part in"><h3>{ "Takes part in" }</h3><ul class="refs">{ rows }</ul></section>
            }
        </>
    }
}

fn section(page: &Page, shown: &Shown, event: NodeId, it: &Event) -> Html {
    let choose = |tasks: &Tasks, joined: fn(NodeId, NodeId, String) -> Joined, argument| {
        let tasks = tasks.clone();
        Callback::from(move |name| tasks.command(Command::Joined(joined(event, argument, name))))
    };
    let retype = choose(&page.tasks, |event, _, name| Joined::RetypeEvent { event, name }, event);
    let mut rows = Vec::new();
    for (_, argument, it) in postil_editor::arguments(shown.store, event) {
        let role = shown.name(Kind::Role, &it.role);
        let (what, words) = match shown.anchor(it.node) {
            Some(far) => (face(page, shown, far.item, far.range, &role), brief(shown.document, far.range)),
            None => (html! { <span class="t is-gone">{ "is gone" }</span> }, "what is gone".to_owned()),
        };
        let change = choose(&page.tasks, |event, argument, name| Joined::Role { event, argument, name }, argument);
        rows.push(html! {
            <li key={argument.to_string()}>
                { what }
                <span class="tools">
                    { types(shown, Kind::Role, &it.role, "Role", change) }
                    { tool(page, format!("Take out {words}"), Icon::Cross, Joined::DeleteArgument { event, argument }) }
                </span>
            </li>
        });
    }
    html! {
        <section aria-label="Event" key={event.to_string()}>
            <h3>{ "Event" }</h3>
            <div class="acts">
                { types(shown, Kind::Event, &it.label, "Type of the event", retype) }
                { tool(page, "Delete the event; its words stay".to_owned(), Icon::Bin, Joined::DeleteEvent(event)) }
            </div>
            <ul class="refs">{ rows }</ul>
            <div class="acts">{ begin(page, "What took part…", Shortcut::Event, Aim::Argument { event, role: None }) }</div>
        </section>
    }
}
