//! What a pointer and the browser's own selection do in the article.

use super::{Pane, REST};
use crate::dom::{self, PointerEvent, selection};
use crate::tasks::Tasks;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use postil_core::{ByteOffset, Document, TextRange, snap};
use postil_editor::keys::Ask;
use postil_editor::{Action, Aim, Command, Dialog, Item, Picked, Pull, Step, drawing};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// A pointer that moved less than this many pixels has clicked.
const STILL: i32 = 4;
/// A finger that moved less may be about to hold.
const HELD_STILL: i32 = 10;
/// A finger that holds this long, in milliseconds, selects the word.
const HOLD: u32 = 450;

thread_local! {
    static IS_DRAGGED: Cell<bool> = const { Cell::new(false) };
}

pub(super) fn selection_is_dragged() -> bool {
    IS_DRAGGED.with(Cell::get)
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

/// An end of the focused annotation, or of what is selected, that the pointer went down on.
#[derive(Clone, Copy)]
pub(super) struct Grip {
    is_end: bool,
    /// How far the text is from the pointer.
    off: (i32, i32),
    pull: Option<Pull>,
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
                (pane.down, pane.chip, pane.grip, pane.hold) = (None, None, None, None);
                dom::over::pull(None);
                dom::over::let_through(false);
                IS_DRAGGED.with(|is_dragged| is_dragged.set(false));
            });
            move || drop((up, over, cancel))
        });
    }
    let (tasks, pane) = (tasks.clone(), pane.clone());
    Callback::from(move |event: PointerEvent| {
        let is_mouse = event.pointer_type() != "touch";
        if let Some((is_end, off)) = dom::over::pulled(&event).filter(|_| event.button() == 0) {
            event.prevent_default();
            dom::over::let_through(true);
            pane.borrow_mut().grip = Some(Grip { is_end, off, pull: None });
            return dom::focus_pane();
        }
        if let Some(item) = tasks.chip(&event).filter(|_| is_mouse && event.button() == 0) {
            event.prevent_default();
            let from = (event.client_x(), event.client_y());
            pane.borrow_mut().chip = Some(Pulled { item, from, to: None });
            return dom::focus_pane();
        }
        if event.button() == 0 && selection::is_on_paper(&event) {
            pane.borrow_mut().down = Some((event.client_x(), event.client_y()));
            IS_DRAGGED.with(|is_dragged| is_dragged.set(is_mouse));
            pane.borrow_mut().hold = (!is_mouse).then(|| tasks.hold_word(&event, &pane));
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
    static CLICKS: Cell<(u64, u32, u32)> = const { Cell::new((0, 0, 0)) };
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
        self.pull_end(event, pane);
        let down = pane.borrow().down;
        let is_far = |(x, y): (i32, i32)| (event.client_x() - x).abs().max((event.client_y() - y).abs()) > HELD_STILL;
        if down.is_some_and(is_far) {
            pane.borrow_mut().hold = None;
        }
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

    /// An end is pulled: what it would cover is shown.
    fn pull_end(&self, event: &PointerEvent, pane: &Rc<RefCell<Pane>>) {
        let (Some(grip), Some(state)) = (pane.borrow().grip, self.latest()) else { return };
        let Some(document) = state.document() else { return };
        let (x, y) = (event.client_x() + grip.off.0, event.client_y() + grip.off.1);
        let Some(to) = selection::hit(document, x, y) else { return };
        let pull = Pull { is_end: grip.is_end, to, is_exact: event.alt_key() };
        dom::highlight::show("preview", document, state.pulled(pull));
        pane.borrow_mut().grip = Some(Grip { pull: Some(pull), ..grip });
    }

    /// When a finger has rested on a word for a while, the word is selected.
    fn hold_word(&self, event: &PointerEvent, pane: &Rc<RefCell<Pane>>) -> Timeout {
        let (tasks, pane, at) = (self.clone(), pane.clone(), (event.client_x(), event.client_y()));
        Timeout::new(HOLD, move || {
            let document = tasks.latest().and_then(|state| state.document().cloned());
            let word = document.and_then(|it| snap::word_at(&it, selection::hit(&it, at.0, at.1)?));
            if word.is_some() {
                pane.borrow_mut().down = None;
                selection::clear();
                tasks.send(Action::Select(word));
            }
        })
    }

    /// The right button, or the browser's own way to call a menu. With Shift it is the browser's.
    pub(super) fn menu(&self, event: &dom::MouseEvent) {
        let Some(state) = self.latest().filter(|state| state.linking.is_none()) else { return };
        let Some(document) = state.document().filter(|_| !event.shift_key() && selection::is_on_paper(event)) else {
            return;
        };
        let is_touch = event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "touch");
        // By a key, which the page may have heard before the browser tells of it.
        if event.button() == 0 && !event.ctrl_key() && !is_touch {
            event.prevent_default();
            if state.dialog.is_none() {
                self.ask(Ask::Menu);
            }
            return;
        }
        let at = (event.client_x(), event.client_y());
        match selection::hit(document, at.0, at.1) {
            // A finger that holds has selected the word.
            _ if is_touch => {}
            None => return,
            Some(offset) => {
                let is_meant = match state.selection {
                    Some(range) => range.touches(TextRange::empty(offset)),
                    None => state.focused().is_some_and(|it| it.fragments.iter().any(|part| part.contains(offset))),
                };
                if !is_meant {
                    self.send(Action::Click { offset });
                }
                self.send(Action::Dialog(Some(Dialog::Menu(Some(at)))));
            }
        }
        event.prevent_default();
    }

    /// The pointer that went down in the article is let go.
    fn let_go(&self, event: &PointerEvent, pane: &Rc<RefCell<Pane>>) {
        pane.borrow_mut().hold = None;
        let grip = pane.borrow_mut().grip.take();
        if let Some(grip) = grip {
            dom::over::let_through(false);
            if let Some(pull) = grip.pull {
                selection::clear();
                self.command(Command::PullEnd(pull));
            }
            return;
        }
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
        let (last, at, count) = CLICKS.with(Cell::get);
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
