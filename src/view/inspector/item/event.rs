//! The event that the focused span is the trigger of, and those that it takes part in.

use super::attributes::given;
use super::links::{begin, face, tool, types};
use crate::tasks::Tasks;
use crate::view::Page;
use crate::view::button::key_button;
use crate::view::icon::Icon;
use crate::view::words::decimal;
use postil_core::{Event, Kind, NodeId};
use postil_editor::{Aim, Command, Item, Joined, OpenEvent, Placed, Question, Shortcut, Shown, brief};
use yew::prelude::*;

pub fn events(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let suggested = shown.open_events(placed.item);
    let suggested = suggested.iter().map(|event| suggestion(page, shown, placed, event)).collect::<Html>();
    html! { <>{ suggested }{ accepted(page, shown, placed) }</> }
}

/// An event that is suggested, with what takes part in it.
fn suggestion(page: &Page, shown: &Shown, placed: &Placed, event: &OpenEvent) -> Html {
    let name = shown.name(Kind::Event, &event.label);
    let mut rows = Vec::new();
    for (role, far) in &event.parts {
        rows.push(html! { <li>{ face(page, shown, far.item, far.range, &shown.name(Kind::Role, role)) }</li> });
    }
    let more = event.attributes.iter().map(|(slug, value)| {
        html! { <><dt>{ shown.name(Kind::Attribute, slug) }</dt><dd dir="auto">{ value.to_string() }</dd></> }
    });
    let question = Question::Event(event.trigger, event.label.clone());
    // Elsewhere the keys are about something else; a suggestion takes its event along.
    let is_asked = page.state.asked().as_ref() == Some(&question);
    let key = |key| if is_asked { page.state.preferences.keys.shown(key) } else { String::new() };
    let answer = |words, letter, is_right| {
        let command = Command::Joined(Joined::Decide { question: question.clone(), is_right });
        key_button(words, key(letter), page.tasks.press(command))
    };
    html! {
        <section class="is-suggested" aria-label="Suggested event">
            <h3>{ "Suggested event" }<span>{ decimal(event.score) }</span></h3>
            <p>{ name }</p>
            <ul class="refs">{ rows }</ul>
            <dl class="pairs">{ for more }</dl>
            <div class="acts">
                if matches!(placed.item, Item::Span(_)) {
                    { answer("Accept the event", Shortcut::Accept, true) }
                }
                { answer("No such event", Shortcut::Reject, false) }
            </div>
        </section>
    }
}

fn accepted(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let others = shown.open_roles(placed.item).into_iter().filter_map(|(event, role)| {
        let at = shown.far(event.trigger)?;
        let about =
            format!("{} as {}, suggested", shown.name(Kind::Event, &event.label), shown.name(Kind::Role, &role));
        Some(html! { <li>{ face(page, shown, at.item, at.range, &about) }</li> })
    });
    let others: Vec<Html> = others.collect();
    let Item::Span(id) = placed.item else { return takes_part(others) };
    let own = postil_editor::events_of(shown.store, shown.set, id).map(|(event, it)| section(page, shown, event, it));
    let mut rows = Vec::new();
    for (event, argument, it) in postil_editor::roles_of(shown.store, id) {
        let event = postil_editor::event(shown.store, event).filter(|event| event.set == *shown.set);
        let Some((event, far)) = event.and_then(|event| Some((event, shown.anchor(event.trigger)?))) else { continue };
        let about = format!("{} as {}", shown.name(Kind::Event, &event.label), shown.name(Kind::Role, &it.role));
        rows.push(html! { <li key={argument.to_string()}>{ face(page, shown, far.item, far.range, &about) }</li> });
    }
    rows.extend(others);
    html! {
        <>
            { for own }
            { takes_part(rows) }
        </>
    }
}

fn takes_part(rows: Vec<Html>) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! { <section aria-label="Takes part in"><h3>{ "Takes part in" }</h3><ul class="refs">{ rows }</ul></section> }
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
            { given(page, shown, event) }
            <div class="acts">{ begin(page, "What took part…", Shortcut::Event, Aim::Argument { event, role: None }) }</div>
        </section>
    }
}
