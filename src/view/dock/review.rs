//! The dock of a review: how far it is, and what can be decided about the focused suggestion.

use crate::dom::MouseEvent;
use crate::view::Page;
use crate::view::button::keep_focus;
use crate::view::counted::counts;
use crate::view::labels::{bar, done_button};
use crate::view::top::menu::rove_buttons;
use crate::view::words::part;
use postil_core::{ByteOffset, sort_by};
use postil_editor::{Command, Item, Question, Shortcut, Shown, State, SuggestionId, is_pending, rejection_key};
use std::fmt::Write;
use yew::prelude::*;

/// With more suggestions than this, a line that fills stands for the strip of cells.
const CELLS: u32 = 400;
/// The width of a cell of the strip.
const CELL: usize = 8;

/// The dock. Its cells are `None` where they would be too many; the label bar stands below it while that is open. A span is
/// decided about already: then what is asked is what else is suggested of it.
pub fn review(
    page: &Page, cells: Option<&[Cell]>, asked: Option<&Question>, is_bar_open: &UseStateHandle<bool>,
) -> Html {
    let Page { state, tasks } = page;
    let told = asked.and_then(|question| Some(Shown::of(state)?.told_question(state.focus?, question)));
    let keys = &state.preferences.keys;
    let named = |key: Shortcut, words: &str, name: Option<&str>, command: Command| {
        let name = name.map(|name| AttrValue::from(keys.beside(name, key)));
        html! {
            <button class="button" aria-label={name.clone()} title={name} onmousedown={keep_focus} onclick={tasks.press(command)}>
                <kbd class="key">{ keys.shown(key) }</kbd>{ words }
            </button>
        }
    };
    let act = |key, words: &str, command| named(key, words, None, command);
    let end = |is_out| Command::MoveEnd { is_out, by_character: false };
    let all = alike(state).map_or(" All like it".to_owned(), |count| format!(" All like it, {count}"));
    let (done, total) = state.reviewed();
    let on_bar = {
        let is_bar_open = is_bar_open.clone();
        Callback::from(move |_: MouseEvent| is_bar_open.set(!*is_bar_open))
    };
    html! {
        <div class="review">
            { strip(state, cells, done, total) }
            if let Some(told) = told {
                <p class="ask">{ told }</p>
            }
            <div class="row" role="toolbar" aria-label="Review" onkeydown={rove_buttons}>
                { act(Shortcut::Accept, " Accept", Command::Accept) }
                { act(Shortcut::Reject, " Reject", Command::Reject) }
                { act(Shortcut::Skip, " Skip", Command::Skip) }
                <button class="button" onmousedown={keep_focus} aria-expanded={if **is_bar_open { "true" } else { "false" }}
                    onclick={on_bar}>
                    <kbd class="key">{ "1–9" }</kbd>{ " Other label" }
                </button>
                { named(Shortcut::EndIn, "", Some("Adjust: shorter"), end(false)) }
                { named(Shortcut::EndOut, " Adjust", Some("Adjust: longer"), end(true)) }
                { act(Shortcut::AcceptAllAlike, &all, Command::AcceptAllAlike) }
                <span class="end">
                    <b>{ (done + 1).min(total) }</b>{ format!(" of {total} · ") }
                    <button class="button" onmousedown={keep_focus} onclick={tasks.press(Command::Escape)}>
                        <kbd class="key">{ "Esc" }</kbd>{ " Leave" }
                    </button>
                    { done_button(page) }
                </span>
            </div>
            if **is_bar_open {
                { bar(page, false) }
            }
        </div>
    }
}

/// A suggestion, as a cell shows it.
#[derive(Clone, Copy, PartialEq)]
pub struct Cell {
    start: ByteOffset,
    id: SuggestionId,
    /// None while nobody has decided.
    is_accepted: Option<bool>,
}

/// The suggestions at the threshold or above it, in text order. None when they are many.
pub fn cells(state: &State) -> Option<Vec<Cell>> {
    let doc = state.document()?.id();
    let threshold = state.preferences.threshold;
    let suggestions = state.suggestions();
    if suggestions.count_at_least(threshold) > CELLS || suggestions.len() > 4 * CELLS {
        return None;
    }
    let mut cells = Vec::new();
    for (id, it) in suggestions.iter() {
        if it.score() >= threshold {
            let is_rejected = state.store.get(&rejection_key(doc, &state.set, it)).is_some();
            let is_accepted = (is_rejected || !is_pending(&state.store, doc, &state.set, it)).then_some(!is_rejected);
            cells.push(Cell { start: it.range.start(), id, is_accepted });
        }
    }
    // Those that begin together stay in the order of arrival.
    sort_by(&mut cells, &|a: &Cell, b| a.start.cmp(&b.start));
    Some(cells)
}

/// How many pending suggestions have the label of the focused one.
fn alike(state: &State) -> Option<u32> {
    let label = state.focused()?.label;
    Some(counts(state).as_ref().as_ref()?.get(&label)?.pending)
}

fn strip(state: &State, cells: Option<&[Cell]>, done: u32, total: u32) -> Html {
    let Some(cells) = cells else {
        return html! {
            <div class="row">
                <svg class="meter" role="img" aria-label={said(done as usize, total as usize)}>
                    <rect width={format!("{}%", part(done, total))} height="100%" />
                </svg>
            </div>
        };
    };
    let (mut yes, mut no) = (0, 0);
    let mut rects = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        match cell.is_accepted {
            Some(true) => yes += 1,
            Some(false) => no += 1,
            None => {}
        }
        let class = match cell.is_accepted {
            _ if state.focus == Some(Item::Suggestion(cell.id)) => "on",
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        rects.push(html! { <rect x={format!("{}.75", at * CELL)} y=".75" width="6" height="6.5" {class} /> });
    }
    let mut name = said(yes + no, cells.len());
    // Writing to a string cannot fail.
    let _ = write!(name, ": {yes} accepted, {no} rejected");
    let width = cells.len().max(1) * CELL;
    html! {
        <svg class="strip" viewBox={format!("0 0 {width} 8")} preserveAspectRatio="none" role="img" aria-label={name}>
            { rects }
        </svg>
    }
}

fn said(done: usize, total: usize) -> String {
    let noun = if total == 1 { "suggestion" } else { "suggestions" };
    format!("{done} of {total} {noun} reviewed")
}
