//! The dock of a review: how far it is, and what can be decided about the focused suggestion.

use crate::state::{Command, Item, State, SuggestionId, is_pending, rejection_key};
use crate::tasks::Tasks;
use crate::view::top::menu::{keep_focus, rove};
use postil_core::ByteOffset;
use std::rc::Rc;
use yew::prelude::*;

/// With more suggestions than this, a line that fills stands for the strip of cells.
const CELLS: u32 = 400;
/// The width of a cell of the strip.
const CELL: usize = 8;

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub state: Rc<State>,
    pub tasks: Tasks,
    /// Whether the label bar is open below.
    pub is_bar_open: bool,
    pub on_bar: Callback<()>,
}

#[component]
pub fn Review(props: &Props) -> Html {
    let Props { state, tasks, is_bar_open, on_bar } = props;
    let root = use_node_ref();
    let cells = use_memo(state.revision(), |_| cells(state));
    let alike = use_memo((state.revision(), state.focus), |_| alike(state));
    let on_key = {
        let root = root.clone();
        Callback::from(move |event: KeyboardEvent| {
            rove(&root, "button", &event);
        })
    };
    let act = |key: &'static str, words: String, command: Command| {
        html! {
            <button class="button" onmousedown={keep_focus} onclick={tasks.on_command(command)}>
                <kbd class="key">{ key }</kbd>{ " " }{ words }
            </button>
        }
    };
    let end = |is_out| Command::MoveEnd { is_out, by_character: false };
    let all = alike.map_or("All like it".to_owned(), |count| format!("All like it, {count}"));
    let (done, total) = state.reviewed();
    let on_bar = on_bar.reform(|_: MouseEvent| ());
    html! {
        <div class="review" role="toolbar" aria-label="Review" ref={root} onkeydown={on_key}>
            { strip(state, cells.as_deref(), done, total) }
            <div class="row">
                { act("a", "Accept".into(), Command::Accept) }
                { act("x", "Reject".into(), Command::Reject) }
                { act("Space", "Skip".into(), Command::Skip) }
                <button class="button" onmousedown={keep_focus} aria-expanded={is_bar_open.to_string()} onclick={on_bar}>
                    <kbd class="key">{ "1–9" }</kbd>{ " Other label" }
                </button>
                { act("[", "Shorter".into(), end(false)) }
                { act("]", "Longer".into(), end(true)) }
                { act("⇧A", all, Command::AcceptAllAlike) }
                <span class="end">
                    <b>{ (done + 1).min(total) }</b>{ format!(" of {total} · ") }
                    { act("Esc", "Leave".into(), Command::Escape) }
                </span>
            </div>
        </div>
    }
}

/// A suggestion, as a cell shows it.
#[derive(Clone, Copy, PartialEq)]
struct Cell {
    id: SuggestionId,
    /// None while nobody has decided.
    is_accepted: Option<bool>,
}

/// The suggestions at the threshold or above it, in text order. None when they are many.
fn cells(state: &State) -> Option<Vec<Cell>> {
    let doc = state.document()?.id();
    let threshold = state.preferences.threshold;
    let suggestions = state.suggestions();
    if suggestions.count_at_least(threshold) > CELLS || suggestions.len() > 4 * CELLS {
        return None;
    }
    let mut cells: Vec<(ByteOffset, Cell)> = suggestions
        .iter()
        .filter(|(_, it)| it.score.to_f64() >= threshold)
        .map(|(id, it)| {
            let is_rejected = state.store.get(&rejection_key(doc, &state.set, it)).is_some();
            let is_accepted = (is_rejected || !is_pending(&state.store, doc, &state.set, it)).then_some(!is_rejected);
            (it.range.start(), Cell { id, is_accepted })
        })
        .collect();
    cells.sort_by_key(|(start, cell)| (*start, cell.id));
    Some(cells.into_iter().map(|(_, cell)| cell).collect())
}

/// How many pending suggestions have the label of the focused one.
fn alike(state: &State) -> Option<u32> {
    let label = state.focused()?.label;
    Some(state.counts()?.get(&label)?.pending)
}

fn strip(state: &State, cells: Option<&[Cell]>, done: u32, total: u32) -> Html {
    let Some(cells) = cells else {
        let percent = f64::from(done) * 100.0 / f64::from(total.max(1));
        return html! {
            <div class="row">
                <svg class="meter" role="img" aria-label={format!("{done} of {total} suggestions reviewed")}>
                    <rect width={format!("{percent:.1}%")} height="100%" />
                </svg>
            </div>
        };
    };
    let count = |wanted| cells.iter().filter(|cell| cell.is_accepted == Some(wanted)).count();
    let (yes, no) = (count(true), count(false));
    let said = format!("{} of {} suggestions reviewed: {yes} accepted, {no} rejected", yes + no, cells.len());
    let width = cells.len().max(1) * CELL;
    html! {
        <svg class="strip" viewBox={format!("0 0 {width} 8")} preserveAspectRatio="none" role="img" aria-label={said}>
            { for cells.iter().enumerate().map(|(at, cell)| {
                let class = match cell.is_accepted {
                    _ if state.focus == Some(Item::Suggestion(cell.id)) => Some("on"),
                    Some(true) => Some("yes"),
                    Some(false) => Some("no"),
                    None => None,
                };
                html! { <rect x={format!("{}.75", at * CELL)} y=".75" width="6" height="6.5" {class} /> }
            }) }
        </svg>
    }
}
