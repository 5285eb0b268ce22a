//! What people changed at the same time in different ways, one thing after the other, and which of it is to hold.

use super::{Modal, Page, count};
use crate::dom::{self, KeyboardEvent, MouseEvent};
use crate::tasks::Tasks;
use crate::view::words::{person, time};
use postil_core::RecordKey;
use postil_editor::{Access, Action, Command, Dispute, Settlement, State, disputes};
use std::rc::Rc;
use yew::prelude::*;

/// Sides beyond the ninth have no key.
const NUMBERED: usize = 9;

#[component]
pub fn Disputes(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let all = Rc::new(disputes(&state.store));
    let here = use_state_eq(|| 0_usize);
    let at = (*here).min(all.len().saturating_sub(1));
    use_effect_with((at, all.len()), |(at, _)| dom::focus(&id(*at)));
    let on_key = {
        let (state, tasks, all, here) = (state.clone(), tasks.clone(), all.clone(), here.clone());
        Callback::from(move |event: KeyboardEvent| key(&state, &tasks, &all, at, &here, &event))
    };
    let title = if all.is_empty() { "Conflicts".to_owned() } else { count(all.len(), "conflict") };
    let is_off = state.access == Access::Following;
    html! {
        <Modal {title} class="is-plain is-wide" tasks={tasks.clone()}>
            <div class="body" onkeydown={on_key}>
                if all.is_empty() {
                    <p class="verdict" id={id(0)} tabindex="-1" autofocus=true>{ "Nothing is in conflict." }</p>
                    <p>{ "What two people change at the same time in different ways is listed here once their files are merged. " }
                        { "Nobody's work is lost by that: whatever you choose here, the other is a step of the history." }</p>
                } else {
                    <p>{ "These were changed at the same time in different ways. Choose what is to hold; undo takes it back." }</p>
                    <ol class="disputes">
                        for (index, dispute) in all.iter().enumerate() {
                            { row(state, tasks, dispute, index, index == at, is_off) }
                        }
                    </ol>
                }
            </div>
            <footer>
                <span><kbd>{ "↑ ↓" }</kbd>{ " choose one" }</span>
                <span><kbd>{ "1 2" }</kbd>{ " take a side" }</span>
                <span><kbd>{ "Ctrl Z" }</kbd>{ " undo" }</span>
                <span><kbd>{ "Esc" }</kbd>{ " decide later" }</span>
            </footer>
        </Modal>
    }
}

fn id(index: usize) -> String {
    format!("dispute-{index}")
}

fn row(state: &State, tasks: &Tasks, dispute: &Dispute, index: usize, is_here: bool, is_off: bool) -> Html {
    let now = dom::now();
    let choose = |settlement| settle(tasks, dispute.key.clone(), settlement);
    let option = |key: Option<String>, words: Html, onclick: Callback<MouseEvent>| {
        html! {
            <li><button class="button" type="button" disabled={is_off} {onclick}>
                if let Some(key) = key { <kbd>{ key }</kbd>{ " " } }
                { words }
            </button></li>
        }
    };
    let mut options = Vec::new();
    for (number, side) in dispute.sides.iter().enumerate() {
        let key = (number < NUMBERED).then(|| (number + 1).to_string());
        let (who, said) = (person(state, &side.by), state.says(dispute, side.record.as_deref()));
        let words = html! { <>{ said }{ " " }<small>{ format!("{who}, {}", time(side.at, now)) }</small></> };
        options.push(option(key, words, choose(Settlement::Side(number))));
    }
    if dispute.may_keep_all() {
        let words = html! { <>{ "Keep both" }</> };
        options.push(option(Some("b".to_owned()), words, choose(Settlement::All)));
    }
    if dispute.is_mixed() {
        let said = state.says(dispute, dispute.standing.as_deref());
        let words = html! { <>{ said }{ " " }<small>{ "of each the last change, as it stands" }</small></> };
        options.push(option(Some("m".to_owned()), words, choose(Settlement::Standing)));
    }
    let show = state.place_of(&dispute.key).map(|(doc, range)| {
        let tasks = tasks.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Dialog(None));
            tasks.send(Action::Show(doc));
            tasks.send(Action::TakeTo(range));
        });
        html! { <button class="button" type="button" {onclick}>{ "Show" }</button> }
    });
    html! {
        <li key={format!("{:?}", dispute.key)} id={id(index)} tabindex="-1" autofocus={is_here}
            aria-current={is_here.then_some("true")}>
            <p><b>{ state.about(dispute) }</b>{ for show }</p>
            <ul>{ options }</ul>
        </li>
    }
}

fn settle(tasks: &Tasks, key: RecordKey, settlement: Settlement) -> Callback<MouseEvent> {
    let tasks = tasks.clone();
    Callback::from(move |_| tasks.settle(&key, settlement))
}

fn key(state: &State, tasks: &Tasks, all: &[Dispute], at: usize, here: &UseStateHandle<usize>, event: &KeyboardEvent) {
    let is_ctrl = event.ctrl_key() || event.meta_key();
    let pressed = event.key();
    if is_ctrl {
        let is_undo = match pressed.as_str() {
            "z" | "Z" => !event.shift_key(),
            "y" | "Y" => false,
            _ => return,
        };
        event.prevent_default();
        // What is behind the dialog stays as it is.
        if state.is_settlement(is_undo) {
            tasks.command(if is_undo { Command::Undo } else { Command::Redo });
        }
        return;
    }
    let Some(dispute) = all.get(at).filter(|_| !event.alt_key()) else { return };
    let settlement = match pressed.as_str() {
        "ArrowDown" | "j" => return step(all, at, 1, here, event),
        "ArrowUp" | "k" => return step(all, at, -1, here, event),
        "b" if dispute.may_keep_all() => Settlement::All,
        "m" if dispute.is_mixed() => Settlement::Standing,
        digit => match digit.parse::<usize>() {
            Ok(number @ 1..=NUMBERED) if number <= dispute.sides.len() => Settlement::Side(number - 1),
            _ => return,
        },
    };
    event.prevent_default();
    tasks.settle(&dispute.key, settlement);
}

fn step(all: &[Dispute], at: usize, by: isize, here: &UseStateHandle<usize>, event: &KeyboardEvent) {
    event.prevent_default();
    here.set(at.saturating_add_signed(by).min(all.len().saturating_sub(1)));
}
