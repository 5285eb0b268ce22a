//! What is done to all that was found: tag it, or give what stands on it another label.

use super::chosen;
use crate::dom::{self, KeyboardEvent, MouseEvent};
use crate::tasks::Tasks;
use crate::view::Page;
use crate::view::app::label_of;
use crate::view::button::button;
use crate::view::labels::{definitions, name};
use crate::view::words::count;
use postil_core::Slug;
use postil_editor::{Action, Command, FindAction, Finding, Plan, Revision, State, Wish};
use postil_messages::QueryKind;
use std::rc::Rc;
use yew::prelude::*;

pub const TAG: &str = "find-tag";

/// Whether all is found.
fn is_over(state: &State) -> bool {
    !matches!(state.find.progress, Finding::Waiting | Finding::Running { .. })
}

/// What would be done, once all is found; kept as long as nothing changes that it depends on.
#[hook]
pub fn use_plan(state: &Rc<State>) -> Rc<Plan> {
    let of: (Revision, u32) = (state.revision(), state.find.revision);
    use_memo(of, |_| if is_over(state) { state.plan() } else { Plan::default() })
}

pub fn act(page: &Page, plan: &Plan) -> Html {
    let Page { state, tasks } = page;
    let hits = state.find.count();
    if hits == 0 && is_over(state) && state.find.wish.is_none_or(|(_, wish)| wish == Wish::Field) {
        return Html::default();
    }
    // A label's key chooses it, as in the article.
    let on_key = {
        let (tasks, state) = (tasks.clone(), state.clone());
        Callback::from(move |event: KeyboardEvent| {
            let mut key = event.key();
            if let Some(digit) = event.code().strip_prefix("Digit") {
                key = digit.to_owned();
            }
            let mut chars = key.chars();
            let one = chars.next().filter(|_| chars.next().is_none() && !event.ctrl_key() && !event.alt_key());
            if dom::keys::is_field(&event) {
                return;
            }
            if let Some(label) = one.and_then(|c| label_of(&state, c)) {
                event.prevent_default();
                tasks.send(Action::Find(FindAction::Label(Some(label))));
            }
        })
    };
    html! {
        <div class="act" role="group" aria-label="All that was found" onkeydown={on_key}>
            <p class="told">{ told(plan) }{ ticks(tasks, plan, hits) }</p>
            { tag(state, tasks, plan) }
            { relabel(state, tasks, plan) }
        </div>
    }
}

fn told(plan: &Plan) -> String {
    let mut told = Vec::new();
    if plan.said > 0 {
        told.push(format!("{} labelled so already", plan.said));
    }
    if plan.overlapped > 0 {
        told.push(format!("{} on other annotations, left alone", plan.overlapped));
    }
    if plan.off > 0 {
        told.push(format!("{} left out", plan.off));
    }
    told.join(" · ")
}

/// Takes all in, or leaves all out, to choose a few.
fn ticks(tasks: &Tasks, plan: &Plan, hits: u32) -> Html {
    let is_none = plan.off == hits;
    let on_click = tasks.act(move || Action::Find(FindAction::TickAll(is_none)));
    button("button", if is_none { "Take all in" } else { "Leave all out" }, on_click)
}

fn tag(state: &State, tasks: &Tasks, plan: &Plan) -> Html {
    let label = state.find.label.as_ref();
    let none = match (state.find.labels.is_empty(), state.find.query.kind) {
        (true, _) => "A label…",
        (false, QueryKind::Changes) => "As it was",
        (false, _) => "As the dictionary",
    };
    let (mut slugs, mut entries) = (Vec::new(), vec![(none.to_owned(), label.is_none())]);
    for (slug, it) in definitions(state) {
        slugs.push(slug.clone());
        entries.push((it.name.to_string(), label == Some(slug)));
    }
    let words = match is_over(state) {
        false => "Label…".to_owned(),
        true if state.find.query.kind == QueryKind::Changes => format!("Label {}", count(plan.tag.len(), "place")),
        true => format!("Label {}", count(plan.tag.len(), "hit")),
    };
    let is_idle = (plan.tag.is_empty() && is_over(state)).then_some("true");
    html! {
        <div class="do">
            { chosen("Label", entries, choose(tasks, slugs, FindAction::Label)) }
            <button id={TAG} class="button is-main" type="button" aria-disabled={is_idle}
                onclick={press(tasks, Command::TagFound)}>{ words }</button>
        </div>
    }
}

fn relabel(state: &State, tasks: &Tasks, plan: &Plan) -> Html {
    let Some(to) = &state.find.label else { return Html::default() };
    let from = state.find.from.as_ref();
    let (mut slugs, mut entries) = (Vec::new(), vec![("Any other label".to_owned(), from.is_none())]);
    for (slug, spans) in plan.labelled.iter() {
        if slug != to {
            slugs.push(slug.clone());
            entries.push((format!("{} ({})", name(state, slug), spans.len()), from == Some(slug)));
        }
    }
    if slugs.is_empty() {
        return Html::default();
    }
    html! {
        <div class="do">
            { chosen("Label to replace", entries, choose(tasks, slugs, FindAction::From)) }
            <button class="button is-outline" type="button" onclick={press(tasks, Command::RelabelFound)}>
                { format!("Relabel {}", count(plan.relabel(from, to).len(), "span")) }
            </button>
        </div>
    }
}

/// Chooses one of these labels, or none by the first entry.
fn choose(tasks: &Tasks, slugs: Vec<Slug>, action: fn(Option<Slug>) -> FindAction) -> Callback<usize> {
    tasks.on(move |at: usize| Action::Find(action(at.checked_sub(1).and_then(|at| slugs.get(at).cloned()))))
}

/// Does it, and gives the keyboard back to the article.
fn press(tasks: &Tasks, command: Command) -> Callback<MouseEvent> {
    let tasks = tasks.clone();
    Callback::from(move |_| {
        tasks.command(command.clone());
        dom::focus_pane();
    })
}
