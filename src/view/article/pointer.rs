//! What a pointer and the browser's own selection do in the article.

use super::{Pane, REST};
use crate::dom::{self, PointerEvent, selection};
use crate::tasks::Tasks;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use postil_core::{ByteOffset, Document, TextRange, snap};
use postil_editor::{Action, Aim, Command, Item, Picked, Step, drawing};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// A pointer that moved less than this many pixels has clicked.
const STILL: i32 = 4;

thread_local! {
    static IS_DRAGGED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

pub(super) fn selection_is_dragged() -> bool {
    IS_DRAGGED.with(std::cell::Cell::get)
}

/// Follows the browser's selection: which chunks it holds, and what it will snap to.
#[hook]
pub(super) fn use_listeners(tasks: &Tasks, pane: &Rc<RefCell<Pane>>, refresh: UseForceUpdateHandle) {
    let (tasks, pane) = (tasks.clone(), pane.clone());
    use_effect_with((), move |()| {
        let listener = EventListener::new(&dom::page(), "selectionchange", move |_| {
            let held = selection::held_chunks();
            let was_held = std::mem::replace(&mut pane.borrow_mut().held, held.clone());
            if held.is_empty() && !was_held.is_empty() {
                // What was kept from being drawn is drawn now.
                refresh.force_update();
            }
            let Some(state) = tasks.latest() else { return };
            let Some(document) = state.document().cloned() else { return };
            if selection_is_dragged() {
                dom::highlight::show("preview", &document, selection::snapped(&document, false));
                return;
            }
            // By touch handles, caret browsing or a screen reader: when it has come to rest.
            let tasks = tasks.clone();
            pane.borrow_mut().timer = Some(Timeout::new(REST, move || {
                let Some(state) = tasks.latest() else { return };
                if selection::is_live() && !selection_is_dragged() {
                    let range = selection::snapped(&document, true).map(|_| selection::snapped(&document, false));
                    if range.is_some_and(|range| range != state.selection && state.selection.is_none()) {
                        tasks.send(Action::Select(range.flatten()));
                    }
                }
            }));
        });
        move || drop(listener)
    });
}

/// A chip that the pointer went down on.
#[derive(Clone, Copy)]
pub(super) struct Pulled {
    item: Item,
    from: (i32, i32),
    /// What it is being pulled to, once it is.
    to: Option<Option<Item>>,
}

/// Drag selects, a click focuses, two clicks take the word, three the sentence. A drag may end anywhere.
#[hook]
pub(super) fn use_pointer(tasks: &Tasks, pane: &Rc<RefCell<Pane>>) -> Callback<PointerEvent> {
    {
        let (tasks, pane, cancelled) = (tasks.clone(), pane.clone(), pane.clone());
        let (pulling, pulled) = (tasks.clone(), pane.clone());
        use_effect_with((), move |()| {
            let up = EventListener::new(&dom::window(), "pointerup", move |event| {
                if let Some(event) = event.dyn_ref::<PointerEvent>() {
                    tasks.let_go(event, &pane);
                }
            });
            let over = EventListener::new(&dom::window(), "pointermove", move |event| {
                if let Some(event) = event.dyn_ref::<PointerEvent>() {
                    pulling.pull(event, &pulled);
                }
            });
            let cancel = EventListener::new(&dom::window(), "pointercancel", move |_| {
                let mut pane = cancelled.borrow_mut();
                (pane.down, pane.chip) = (None, None);
                dom::over::pull(None);
                IS_DRAGGED.with(|is_dragged| is_dragged.set(false));
            });
            move || drop((up, over, cancel))
        });
    }
    let (tasks, pane) = (tasks.clone(), pane.clone());
    Callback::from(move |event: PointerEvent| {
        let is_mouse = event.pointer_type() != "touch";
        if let Some(item) = tasks.chip(&event).filter(|_| is_mouse && event.button() == 0) {
            event.prevent_default();
            let from = (event.client_x(), event.client_y());
            pane.borrow_mut().chip = Some(Pulled { item, from, to: None });
            return dom::focus_pane();
        }
        if event.button() == 0 && selection::is_on_paper(&event) {
            pane.borrow_mut().down = Some((event.client_x(), event.client_y()));
            IS_DRAGGED.with(|is_dragged| is_dragged.set(is_mouse));
            // A press on what is selected begins anew.
            if is_mouse && !event.shift_key() {
                selection::clear();
            }
        }
    })
}

/// The same place clicked this soon again, in milliseconds, is a double or triple click.
const AGAIN: u64 = 450;

thread_local! {
    static CLICKS: std::cell::Cell<(u64, u32, u32)> = const { std::cell::Cell::new((0, 0, 0)) };
}

impl Tasks {
    /// The annotation whose chip is under the pointer.
    fn chip(&self, event: &PointerEvent) -> Option<Item> {
        let state = self.latest()?;
        let (at, place) = dom::chip::under(state.document()?, event)?;
        drawing::chips_at(&state, at).get(place).copied()
    }

    /// A chip is pulled towards another annotation: what may be joined with it has its letters, as by key.
    fn pull(&self, event: &PointerEvent, pane: &Rc<RefCell<Pane>>) {
        let Some(pulled) = pane.borrow().chip else { return };
        let (x, y) = (event.client_x(), event.client_y());
        if pulled.to.is_none() {
            if (x - pulled.from.0).abs() < STILL && (y - pulled.from.1).abs() < STILL {
                return;
            }
            self.send(Action::Focus(Some(pulled.item)));
            self.link(Aim::Relation(None));
        }
        selection::clear();
        dom::over::pull(Some([pulled.from, (x, y)]));
        let to = self.latest().and_then(|state| state.hint_at(selection::hit(state.document()?, x, y)?));
        if pulled.to != Some(to) {
            pane.borrow_mut().chip = Some(Pulled { to: Some(to), ..pulled });
            self.command(Command::Step(Step::Point(to)));
        }
    }

    /// The pointer that went down in the article is let go.
    fn let_go(&self, event: &PointerEvent, pane: &Rc<RefCell<Pane>>) {
        let pulled = pane.borrow_mut().chip.take();
        if let Some(pulled) = pulled {
            dom::over::pull(None);
            return match pulled.to {
                None => self.send(Action::Focus(Some(pulled.item))),
                Some(Some(item)) => {
                    self.command(Command::Step(Step::Pick(Picked { item, is_beside: event.shift_key() })))
                }
                Some(None) => self.command(Command::Escape),
            };
        }
        IS_DRAGGED.with(|is_dragged| is_dragged.set(false));
        let Some((x, y)) = pane.borrow_mut().down.take() else { return };
        let Some(document) = self.latest().and_then(|state| state.document().cloned()) else { return };
        let (to_x, to_y) = (event.client_x(), event.client_y());
        let is_still = (to_x - x).abs() < STILL && (to_y - y).abs() < STILL;
        if is_still && !event.shift_key() {
            let hit = selection::hit(&document, to_x, to_y);
            if let Some(item) = hit.and_then(|at| self.latest()?.hint_at(at)) {
                return self.command(Command::Step(Step::Pick(Picked { item, is_beside: false })));
            }
            return match hit {
                Some(offset) => self.click(offset, &document),
                None => self.command(Command::Escape),
            };
        }
        let range = selection::dragged(&document, to_x, to_y, event.alt_key());
        if range.is_none() {
            // What shows no words must not tag any.
            selection::clear();
        }
        self.send(Action::Select(range));
    }

    fn click(&self, offset: ByteOffset, document: &Document) {
        let now = dom::now().0;
        let (last, at, count) = CLICKS.with(std::cell::Cell::get);
        let word = snap::word_at(document, offset);
        let is_again = now.saturating_sub(last) < AGAIN
            && word.is_some_and(|word| word.touches(TextRange::empty(ByteOffset::new(at))));
        let count = if is_again { count + 1 } else { 1 };
        CLICKS.with(|clicks| clicks.set((now, offset.get(), count)));
        let range = match count {
            1 => None,
            2 => word,
            _ => snap::sentence_at(document, offset),
        };
        match range {
            Some(range) => self.send(Action::Select(Some(range))),
            None => self.send(Action::Click { offset }),
        }
    }
}
