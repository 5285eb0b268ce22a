//! The project as it was after any step: what was done since, what the article looked like, and the way back to it.

use super::{Modal, Page, count, grouped};
use crate::dom::{self, KeyboardEvent, MouseEvent};
use crate::tasks::Tasks;
use crate::view::chunk;
use crate::view::words::{clock, day, person};
use postil_core::{Dot, Transaction};
use postil_editor::{Access, Action, Changed, State, drawing};
use std::rc::Rc;
use std::sync::Arc;
use yew::prelude::*;

/// So many steps are listed at first, and more with each wish.
const PAGE: usize = 200;
/// Changes beyond these are counted.
const MAX_CHANGES: usize = 300;
/// So many chunks of an article are drawn with their annotations, some quarter of a megabyte; the others are text alone.
const MAX_DRESSED: usize = 48;

/// What is known of a moment.
struct Then {
    state: State,
    changes: Vec<Changed>,
}

impl PartialEq for Then {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

#[component]
pub fn Past(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let shown = use_state_eq(|| PAGE);
    let chosen = use_state_eq(|| None::<Dot>);
    let steps =
        use_memo(state.store.log_len(), |_| state.steps().into_iter().cloned().collect::<Vec<Arc<Transaction>>>());
    let here = chosen.and_then(|dot| steps.iter().position(|it| it.dot == dot)).unwrap_or(0);
    let step = steps.get(here).cloned();
    let then = use_memo((step.as_ref().map(|it| it.dot), state.store.digest().to_string()), |(dot, _)| {
        let past = state.as_of((*dot)?)?;
        let changes = state.changed_since(&past.store);
        Some(Rc::new(Then { state: past, changes }))
    });
    use_effect_with(here, |here| dom::focus(&id(*here)));
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |dot: Dot| chosen.set(Some(dot)))
    };
    let on_key = {
        let (steps, choose, shown) = (steps.clone(), choose.clone(), shown.clone());
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowDown" => here + 1,
                "ArrowUp" => here.saturating_sub(1),
                "Home" => 0,
                "End" => steps.len().min(*shown).saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            if let Some(step) = steps.get(to) {
                if to >= *shown {
                    shown.set(*shown + PAGE);
                }
                choose.emit(step.dot);
            }
        })
    };
    let body = match (step, &*then) {
        (Some(step), Some(then)) => moment(page, &step, then),
        _ => html! { <div class="body"><p>{ "Nothing was done yet. Every step will be listed here." }</p></div> },
    };
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + PAGE))
    };
    html! {
        <Modal title="The project as it was" class="is-past" tasks={tasks.clone()}>
            <nav class="moments" aria-label="Steps, the last first" onkeydown={on_key}>
                { list(state, &steps[..steps.len().min(*shown)], here, &choose) }
                if steps.len() > *shown {
                    <button class="button" type="button" onclick={more}>{ format!("Earlier ({} more)", grouped(steps.len() - *shown)) }</button>
                }
            </nav>
            { body }
            <footer>
                <span><kbd>{ "↑ ↓" }</kbd>{ " step by step" }</span>
                <span><kbd>{ "Esc" }</kbd>{ " back to now" }</span>
                { for (*then).as_ref().map(|then| actions(tasks, state, &steps[here], then)) }
            </footer>
        </Modal>
    }
}

fn id(index: usize) -> String {
    format!("moment-{index}")
}

/// Steps by day.
fn list(state: &State, steps: &[Arc<Transaction>], here: usize, choose: &Callback<Dot>) -> Html {
    let mut days = Vec::new();
    let mut rows = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let dot = step.dot;
        let choose = choose.clone();
        let onclick = Callback::from(move |_: MouseEvent| choose.emit(dot));
        let who = person(state, &step.annotator);
        rows.push(html! {
            <li key={dot.to_string()}>
                <button type="button" id={id(index)} tabindex={if index == here { "0" } else { "-1" }} autofocus={index == here}
                    aria-current={(index == here).then_some("true")} {onclick}>
                    <span>{ state.told(step) }</span>
                    <small>{ format!("{}, {who}", clock(step.at)) }</small>
                </button>
            </li>
        });
        let own = day(step.at);
        if steps.get(index + 1).is_none_or(|next| day(next.at) != own) {
            let rows = std::mem::take(&mut rows);
            days.push(html! { <section key={format!("{own} {index}")}><h2>{ own }</h2><ol class="list">{ rows }</ol></section> });
        }
    }
    html! { <>{ days }</> }
}

fn moment(page: &Page, step: &Transaction, then: &Rc<Then>) -> Html {
    let Page { state, tasks } = page;
    let spans =
        |state: &State| -> usize { state.store.sets().keys().map(|set| state.store.spans_in(set) as usize).sum() };
    let of = |state: &State| {
        format!("{} with {}", count(state.store.documents().len(), "document"), count(spans(state), "span"))
    };
    let since = match then.changes.len() {
        0 => "Everything is now as it was then.".to_owned(),
        changes => format!("Since then {} changed.", count(changes, "record")),
    };
    html! {
        <div class="report" tabindex="0" role="region" aria-label="Then and now" key={step.dot.to_string()}>
            <p class="verdict">{ format!("{}, {}: {}. Now: {}. {since}", day(step.at), clock(step.at), of(&then.state), of(state)) }</p>
            if !then.changes.is_empty() {
                <section>
                    <h2>{ "What was done since" }</h2>
                    <ul class="list">
                        for change in then.changes.iter().take(MAX_CHANGES) {
                            { changed(tasks, change) }
                        }
                    </ul>
                    if then.changes.len() > MAX_CHANGES {
                        <p>{ format!("And {} more.", grouped(then.changes.len() - MAX_CHANGES)) }</p>
                    }
                </section>
            }
            <section>
                <h2>{ "The article as it was" }</h2>
                <Article then={then.clone()} />
            </section>
        </div>
    }
}

fn changed(tasks: &Tasks, change: &Changed) -> Html {
    let Some((doc, range)) = change.place else { return html! { <li>{ &change.said }</li> } };
    let tasks = tasks.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        tasks.send(Action::Dialog(None));
        tasks.send(Action::Show(doc));
        tasks.send(Action::TakeTo(range));
    });
    html! { <li><button type="button" {onclick}>{ &change.said }</button></li> }
}

#[derive(PartialEq, Properties)]
struct ArticleProps {
    then: Rc<Then>,
}

/// The open document with the annotations of then; only to be read.
#[component]
fn Article(props: &ArticleProps) -> Html {
    let state = &props.then.state;
    let Some(document) = state.document() else {
        return html! { <p>{ "The document that is open now was not there, or none is open." }</p> };
    };
    let chunks = 0..document.chunks().len();
    // Those that have changed since come first.
    let is_changed = |index: &usize| {
        let range = document.chunks()[*index].range;
        let places = props.then.changes.iter().filter_map(|it| it.place);
        places.filter(|(doc, _)| *doc == document.id()).any(|(_, place)| place.touches(range))
    };
    let (mut dressed, rest): (Vec<usize>, Vec<usize>) = chunks.clone().partition(is_changed);
    dressed.extend(rest);
    dressed.truncate(MAX_DRESSED);
    html! {
        <div class="then">
            for index in chunks {
                if dressed.contains(&index) {
                    { chunk::still(document, &drawing::chunk(state, document, &document.chunks()[index])) }
                } else {
                    <p class="para">{ document.slice(document.chunks()[index].range) }</p>
                }
            }
        </div>
    }
}

fn actions(tasks: &Tasks, state: &State, step: &Transaction, then: &Rc<Then>) -> Html {
    let save = {
        let (tasks, then) = (tasks.clone(), then.clone());
        Callback::from(move |_: MouseEvent| tasks.export_past(&then.state))
    };
    let name = format!("the project of {}, {}", day(step.at), clock(step.at));
    let back = {
        let (tasks, then) = (tasks.clone(), then.clone());
        Callback::from(move |_: MouseEvent| tasks.return_to(&then.state.store, &name))
    };
    let is_off = then.changes.is_empty() || state.access == Access::Following;
    html! {
        <span class="end">
            <button class="button" type="button" onclick={save}>{ "Save it as a file" }</button>
            <button class="button is-outline" type="button" disabled={is_off} onclick={back}>{ "Return to it" }</button>
        </span>
    }
}
