//! What a pointer and the browser's own selection do in the article.

use super::{Pane, REST};
use crate::dom::{self, PointerEvent, selection};
use crate::tasks::Tasks;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use postil_core::{ByteOffset, Document, TextRange, snap};
use postil_editor::{Action, Command};
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

/// Drag selects, a click focuses, two clicks take the word, three the sentence. A drag may end anywhere.
#[hook]
pub(super) fn use_pointer(tasks: &Tasks, pane: &Rc<RefCell<Pane>>) -> Callback<PointerEvent> {
    {
        let (tasks, pane, cancelled) = (tasks.clone(), pane.clone(), pane.clone());
        use_effect_with((), move |()| {
            let up = EventListener::new(&dom::window(), "pointerup", move |event| {
                if let Some(event) = event.dyn_ref::<PointerEvent>() {
                    tasks.let_go(event, &pane);
                }
            });
            let cancel = EventListener::new(&dom::window(), "pointercancel", move |_| {
                cancelled.borrow_mut().down = None;
                IS_DRAGGED.with(|is_dragged| is_dragged.set(false));
            });
            move || drop((up, cancel))
        });
    }
    let pane = pane.clone();
    Callback::from(move |event: PointerEvent| {
        let is_mouse = event.pointer_type() != "touch";
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
    /// The pointer that went down in the article is let go.
    fn let_go(&self, event: &PointerEvent, pane: &Rc<RefCell<Pane>>) {
        IS_DRAGGED.with(|is_dragged| is_dragged.set(false));
        let Some((x, y)) = pane.borrow_mut().down.take() else { return };
        let Some(document) = self.latest().and_then(|state| state.document().cloned()) else { return };
        let (to_x, to_y) = (event.client_x(), event.client_y());
        let is_still = (to_x - x).abs() < STILL && (to_y - y).abs() < STILL;
        if is_still && !event.shift_key() {
            return match selection::hit(&document, to_x, to_y) {
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
