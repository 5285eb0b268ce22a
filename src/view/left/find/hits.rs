//! The list of what was found, by document. Of a long one the page holds the rows in view.

use crate::dom::rows::{self, Rows};
use crate::dom::{self, KeyboardEvent, MouseEvent};
use crate::tasks::Tasks;
use crate::view::Page;
use crate::view::words::grouped;
use postil_editor::{Action, At, Command, FindAction, State};
use postil_messages::{FoundHit, QueryKind};
use yew::prelude::*;

pub const LIST: &str = "find-list";
/// Of more rows than these, only those in view are drawn.
const MANY: usize = 100;
/// So many rows above the view, and below it, are drawn too.
const AROUND: usize = 16;
/// Of what stands before a hit so many characters are shown: the hit is what is looked at.
const BEFORE: usize = 28;

/// The number of the first row of each document, and the number of rows: a row for the document, and one for each hit that came with
/// what stands around it.
fn starts(state: &State) -> (Vec<usize>, usize) {
    let mut at = 0;
    let mut starts = Vec::new();
    for group in state.find.found() {
        starts.push(at);
        at += 1 + group.hits.partition_point(|hit| hit.excerpt.is_some());
    }
    (starts, at)
}

/// The list, and the rows of it that are drawn.
pub struct List {
    node: NodeRef,
    shown: std::ops::Range<usize>,
    starts: Vec<usize>,
    count: usize,
}

/// Watches which rows are in view, and brings the hit there where the reader is.
#[hook]
pub fn use_hits(state: &State) -> List {
    let (starts, count) = starts(state);
    let is_long = count > MANY;
    let list = use_node_ref();
    let shown = use_state_eq(|| 0..4 * AROUND);
    {
        let (list, shown) = (list.clone(), shown.setter());
        use_effect_with(is_long.then_some(count), move |count| {
            let watcher = count.map(|count| Rows::watch(list, count, AROUND, move |rows| shown.set(rows)));
            move || drop(watcher)
        });
    }
    let at = state.find.at;
    let here = at.and_then(|at| Some(starts.get(at.group as usize)? + 1 + at.hit as usize)).filter(|at| *at < count);
    {
        let list = list.clone();
        use_effect_with((at, is_long), move |_| {
            if let (Some(list), Some(at)) = (list.cast(), here) {
                rows::reveal(&list, at, is_long);
            }
        });
    }
    let shown = if is_long { shown.start.min(count)..shown.end.min(count) } else { 0..count };
    List { node: list, shown, starts, count }
}

pub fn hits(page: &Page, list: List) -> Html {
    let Page { state, tasks } = page;
    let find = &state.find;
    let List { node, shown, starts, count } = list;
    if count == 0 {
        return Html::default();
    }
    let mut rows = Vec::new();
    for row in shown.clone() {
        let group = starts.partition_point(|start| *start <= row) - 1;
        rows.push(match row - starts[group] {
            0 => head(state, group),
            hit => line(state, tasks, At { group: group as u32, hit: hit as u32 - 1 }),
        });
    }
    let on_key = {
        let (tasks, at) = (tasks.clone(), find.at);
        Callback::from(move |event: KeyboardEvent| {
            match (&*event.key(), at) {
                ("ArrowDown", _) => tasks.command(Command::NextHit),
                ("ArrowUp", _) => tasks.command(Command::PreviousHit),
                (" ", Some(at)) => tasks.send(Action::Find(FindAction::Tick(at))),
                ("Enter", _) => dom::focus_pane(),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let room = (count > MANY).then(|| format!("--above:{};--below:{}", shown.start, count - shown.end));
    html! {
        <ul class="hits" id={LIST} ref={node} ~style={room} role="listbox" aria-label="Found" aria-multiselectable="true" tabindex="0"
            aria-activedescendant={find.at.map(id)} onkeydown={on_key}>
            { rows }
        </ul>
    }
}

fn id(at: At) -> String {
    format!("hit-{}-{}", at.group, at.hit)
}

fn head(state: &State, group: usize) -> Html {
    let found = &state.find.found()[group];
    let title = state.store.documents().get(&found.doc).map_or_else(String::new, |info| info.title.to_string());
    html! {
        <li key={format!("doc-{group}")} class="of" role="presentation">
            <span class="t" dir="auto">{ title }</span><small>{ grouped(found.hits.len()) }</small>
        </li>
    }
}

fn line(state: &State, tasks: &Tasks, at: At) -> Html {
    let Some((_, FoundHit { excerpt: Some([before, hit, after]), .. })) = state.find.get(at) else {
        return Html::default();
    };
    let is_ticked = state.find.is_ticked(at);
    let is_here = state.find.at == Some(at);
    let go = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Find(FindAction::Go(at)));
            // The panel lies over the article here: it makes way.
            if dom::matches("(max-width: 56rem)") {
                tasks.send(Action::TogglePanel { is_left: true });
                dom::focus_pane();
            }
        })
    };
    let tick = {
        let tasks = tasks.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            tasks.send(Action::Find(FindAction::Tick(at)));
        })
    };
    let class = if is_here { "hit is-on" } else { "hit" };
    html! {
        <li key={id(at)} id={id(at)} {class} role="option" aria-selected={if is_ticked { "true" } else { "false" }} onclick={go}>
            <span class="tick" title="Left out, or not, of what is done to all" onclick={tick}></span>
            <span class="t" dir="auto">{ if state.find.query.kind == QueryKind::Changes { before.clone() } else { last(before) } }<mark>{ hit.clone() }</mark>{ after.clone() }</span>
        </li>
    }
}

/// The last characters, from the start of a word where there is one.
fn last(text: &str) -> String {
    let cut = text.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    match (cut, text[cut..].find(' ')) {
        (0, _) => text.to_owned(),
        (_, Some(blank)) if cut + blank + 1 < text.len() => format!("…{}", &text[cut + blank..]),
        _ => format!("…{}", &text[cut..]),
    }
}
