//! Over the text: letters that lead to words, or that pick what is joined; else lines from the focused annotation to those that it is
//! linked to, and at the edges of the view what is out of it.

use crate::dom::{self, HtmlElement, PointerEvent, over, selection};
use crate::tasks::Tasks;
use crate::view::Page;
use gloo::events::EventListener;
use postil_editor::{Action, End, Shown, State, brief};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// So many links are drawn; the inspector lists all of them.
const DRAWN: usize = 12;

#[derive(Clone, PartialEq, Properties)]
struct Props {
    state: Rc<State>,
    tasks: Tasks,
}

pub fn over(page: &Page) -> Html {
    let (state, tasks) = (page.state.clone(), page.tasks.clone());
    html! { <Over {state} {tasks} /> }
}

#[component]
fn Over(props: &Props) -> Html {
    let Props { state, tasks } = props;
    use_hover(tasks);
    let node = use_node_ref();
    let ends = if state.linking.is_some() { Vec::new() } else { ends(state) };
    let linking = state.linking.as_ref();
    // A place that is chosen has no text that could be marked.
    let point = state.selection.filter(|range| range.is_empty());
    let marks = over::Marks {
        hints: match (linking, &state.hints) {
            (Some(linking), _) => linking.hints.iter().map(|hint| hint.range).collect(),
            (None, Some(hints)) => hints.shown().map(|(range, _)| range).collect(),
            (None, None) => point.into_iter().collect(),
        },
        from: state.focused().map(|placed| placed.fragments[0]),
        ends: ends.iter().map(|end| end.far.range).collect(),
        pulls: if linking.is_some() { [None, None] } else { [false, true].map(|is_end| state.pullable(is_end)) },
    };
    let can_pull = marks.pulls.iter().any(Option::is_some);
    {
        // With each drawing: whatever changed may have moved the text.
        let (node, document) = (node.clone(), state.document().cloned());
        use_effect(move || {
            let is_bare = marks.hints.is_empty() && marks.ends.is_empty() && marks.pulls == [None, None];
            let mut listeners = None;
            if let (Some(over), Some(document), false) = (node.cast::<HtmlElement>(), document, is_bare) {
                let place = move || over::place(&over, &document, &marks);
                place();
                let again = place.clone();
                let scroll = dom::by_id(dom::PANE).map(|pane| EventListener::new(&pane, "scroll", move |_| again()));
                listeners = Some((scroll, EventListener::new(&dom::window(), "resize", move |_| place())));
            }
            move || drop(listeners)
        });
    }
    let words = state.hints.as_ref().filter(|_| linking.is_none()).map(|hints| {
        hints
            .shown()
            .map(|(_, code)| html! { <i class="hint is-word" data-hint={code.to_owned()} /> })
            .collect::<Html>()
    });
    let hints = linking.map(|linking| {
        let hint = |(n, it): (usize, &postil_editor::Hint)| {
            let class = classes!(
                "hint",
                (!linking.is_open(it) || linking.picked.is_some()).then_some("is-out"),
                (linking.at == Some(n)).then_some("is-at")
            );
            html! { <i {class} data-hint={it.letters.to_string()} /> }
        };
        linking.hints.iter().enumerate().map(hint).collect::<Html>()
    });
    let edge = |end: &End, is_upper: bool| {
        let Some(document) = state.document() else { return Html::default() };
        let item = end.far.item;
        let arrow = if is_upper { "↑" } else { "↓" };
        let words = format!("{arrow} {}: {}", end.name, brief(document, end.far.range));
        html! {
            <button class="edge" type="button" hidden=true data-words={words.clone()} aria-label={words}
                onclick={tasks.act(move || Action::Focus(Some(item)))} />
        }
    };
    html! {
        <>
            <div class="over" ref={node} aria-hidden="true">
                <svg class="arcs">
                    <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
                        <path d="M1 1 7 4 1 7" />
                    </marker></defs>
                    <path class="pull" />
                    for end in &ends {
                        <path class={classes!("arc", if end.is_head { "is-out" } else { "is-in" }, end.is_suggested.then_some("is-suggested"))} />
                    }
                </svg>
                { hints.or(words).unwrap_or_default() }
                if linking.is_none() && state.hints.is_none() && point.is_some() {
                    <i class="hint is-point" />
                }
                if can_pull {
                    <i class="pull-end is-start" /><i class="pull-end is-end" />
                }
                for end in &ends {
                    <i class="far" data-name={end.name.clone()} />
                }
            </div>
            if !ends.is_empty() {
                <>
                    <div class="edges">for end in &ends { { edge(end, true) } }</div>
                    <div class="edges is-below">for end in &ends { { edge(end, false) } }</div>
                </>
            }
        </>
    }
}

/// What the annotation under a pointer is the same as has a line over it, as for the one that has the focus.
#[hook]
fn use_hover(tasks: &Tasks) {
    let tasks = tasks.clone();
    use_effect_with((), move |()| {
        let last = Cell::new(None);
        let listener = EventListener::new(&dom::window(), "pointermove", move |event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
            if event.pointer_type() == "touch" || event.buttons() != 0 {
                return;
            }
            let Some(state) = tasks.latest() else { return };
            let Some((shown, document)) = Shown::of(&state).zip(state.document()) else { return };
            let at = Some(event).filter(|event| selection::is_on_paper(event));
            let at = at.and_then(|event| selection::hit(document, event.client_x(), event.client_y()));
            let item = at.and_then(|at| shown.at(at).first().map(|placed| placed.item));
            // The focus shows its own.
            let item = item.filter(|item| Some(*item) != state.focus);
            if last.replace(item) != item {
                let mates = item.map(|item| shown.mates_of(item)).unwrap_or_default();
                dom::highlight::show("mate", document, mates);
            }
        });
        move || drop(listener)
    });
}

/// What the focused annotation is linked to, as far as it is drawn.
fn ends(state: &State) -> Vec<End> {
    let (Some(shown), Some(focus)) = (Shown::of(state), state.focus) else { return Vec::new() };
    let mut ends = shown.ends(focus);
    ends.truncate(DRAWN);
    ends
}
