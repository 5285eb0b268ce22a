//! The reading pane: which chunks are hot, what a pointer does in it, and where the reader is.

use super::Page;
use super::chunk::{SECTION, Section};
use super::folio::folio;
use super::minimap::Minimap;
use crate::dom::{self, Event, PointerEvent, selection};
use crate::tasks::Tasks;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use postil_core::{ByteOffset, Document, Map, TextRange, snap};
use postil_editor::drawing::{self, ChunkView};
use postil_editor::{Action, Command, State};
use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// A place or a selection is told to the state when it has rested this long, in milliseconds.
const REST: u32 = 300;
/// More text than a screen shows, in bytes.
const SCREEN: u32 = 4 << 10;
/// A pointer that moved less than this many pixels has clicked.
const STILL: i32 = 4;

/// Chunks near the view, by number.
#[derive(Default, PartialEq)]
struct Near(Map<u32, ()>);

impl Reducible for Near {
    type Action = Vec<(u32, bool)>;

    fn reduce(self: Rc<Self>, changes: Self::Action) -> Rc<Self> {
        let mut near = self.0.clone();
        for (chunk, is_near) in changes {
            if is_near {
                near.insert(chunk, ())
            } else {
                near.remove(&chunk)
            };
        }
        if near == self.0 { self } else { Rc::new(Self(near)) }
    }
}

/// What lives as long as the document is open, and is no part of the state.
#[derive(Default)]
struct Pane {
    views: Map<u32, Rc<ChunkView>>,
    /// Counts changes of `views`.
    generation: u32,
    /// Chunks with an end of a live selection: their text nodes must stay.
    held: Vec<u32>,
    /// Where the pointer went down.
    down: Option<(i32, i32)>,
    timer: Option<Timeout>,
    scroll: Option<Timeout>,
}

/// The article of the open document. The caller keys it by document.
#[component]
pub fn Article(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let document = state.document().cloned();
    let pane = use_mut_ref(Pane::default);
    let near = use_reducer(Near::default);
    let refresh = use_force_update();

    use_listeners(tasks, &pane, refresh);
    let on_down = use_pointer(tasks, &pane);
    {
        let (near, document, place) = (near.dispatcher(), document.clone(), place(state));
        use_effect_with((), move |()| {
            if let Some(document) = document {
                dom::scroll::restore(&document, place);
            }
            let watcher = dom::scroll::Watcher::new(move |changes| near.dispatch(changes));
            dom::focus_pane();
            move || drop(watcher)
        });
    }
    {
        let document = document.clone();
        let reveal = state.reveal;
        use_effect_with(reveal.map(|(number, _)| number), move |_| {
            if let (Some(document), Some((_, range))) = (document, reveal) {
                dom::scroll::reveal(&document, range);
            }
        });
    }
    {
        // The model let go of the selection: so does the browser.
        let is_selected = state.selection.is_some();
        use_effect_with(is_selected, |is_selected| {
            if !is_selected && !selection_is_dragged() {
                selection::clear();
            }
        });
    }
    let Some(document) = document else {
        return html! { <div class="empty"><p role="status">{ "Opening the text…" }</p></div> };
    };
    // Dressed before a jump, so that nothing changes height after it; and before the browser has said what is near.
    let goal = state.reveal.map_or_else(|| place(state), |(_, range)| range.start());
    let ahead = around(&document, goal);
    let is_ahead = near.0.is_empty() || state.reveal.is_some();
    let is_near = |chunk| near.0.contains_key(&chunk) || is_ahead && ahead.contains(&chunk);
    // Asked now: the browser tells of a selection only some time after it was made.
    pane.borrow_mut().held = selection::held_chunks();
    dress(state, &document, &is_near, &mut pane.borrow_mut());
    {
        let generation = pane.borrow().generation;
        use_margin(generation);
        let (document, state) = (document.clone(), state.clone());
        use_effect(move || show_passing(&state, &document));
    }

    let info = state.store.documents().get(&document.id());
    let language = info.and_then(|info| info.language.clone());
    let is_rtl = language.as_deref().is_some_and(is_rtl);
    let views = &pane.borrow().views;
    let count = document.chunks().len() as u32;
    let sections = (0..count).step_by(SECTION as usize).map(|first| {
        let views: Vec<_> = (first..count.min(first + SECTION)).map(|index| views.get(&index).cloned()).collect();
        html! { <Section key={first} document={document.clone()} {first} {views} {is_rtl} /> }
    });
    let on_copy = {
        let document = document.clone();
        Callback::from(move |event: Event| {
            if let Some((anchor, focus)) = selection::current(&document) {
                let range = TextRange::new(anchor.min(focus), anchor.max(focus));
                dom::files::answer_copy(&event, document.slice(range));
            }
        })
    };
    let on_scroll = {
        let (document, tasks, pane) = (document.clone(), tasks.clone(), pane.clone());
        Callback::from(move |_: Event| {
            let (document, tasks) = (document.clone(), tasks.clone());
            pane.borrow_mut().scroll = Some(Timeout::new(REST, move || {
                if let Some(offset) = dom::scroll::top(&document) {
                    tasks.send(Action::Place { doc: document.id(), offset: offset.get() });
                }
            }));
        })
    };
    let class = classes!("article", state.preferences.is_quiet.then_some("is-quiet"));
    let is_marked = state.focus.is_some() || state.cursor.is_some() || state.selection.is_some();
    let dir = if language.is_some() { if is_rtl { "rtl" } else { "ltr" } } else { "auto" };
    html! {
        <div class={classes!("scroll", is_marked.then_some("is-marked"))} id={dom::PANE} tabindex="0" role="region" aria-label="Article" onscroll={on_scroll}
            onpointerdown={on_down} oncopy={on_copy}>
            <article {class} lang={language.map(|tag| tag.to_string())} {dir}>
                { folio(page) }
                { for sections }
            </article>
            <Minimap state={state.clone()} tasks={tasks.clone()} />
        </div>
    }
}

/// Whether a tag of BCP 47 names a language that is written from right to left.
fn is_rtl(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default();
    matches!(primary, "ar" | "he" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "dv" | "ckb" | "syr" | "arc")
}

/// Where the reader was last in the open document.
fn place(state: &State) -> ByteOffset {
    let Some(document) = state.document() else { return ByteOffset::default() };
    let offset = state.places.get(&document.id()).copied().unwrap_or_default() as usize;
    ByteOffset::from_usize(document.text().floor_char_boundary(offset.min(document.text().len())))
}

/// The chunks that a view which begins near `offset` will show.
fn around(document: &Document, offset: ByteOffset) -> RangeInclusive<u32> {
    let chunk = |at: u32| document.chunk_at(ByteOffset::new(at)).unwrap_or(0) as u32;
    chunk(offset.get().saturating_sub(SCREEN / 2))..=chunk(offset.get().saturating_add(SCREEN))
}

/// Draws the hot chunks anew and forgets the others. A view that did not change stays the same pointer. A chunk that a
/// selection holds stays as it is, hot or cold: drawing it would replace the text nodes under the selection.
fn dress(state: &State, document: &Document, is_near: &dyn Fn(u32) -> bool, pane: &mut Pane) {
    let mut views = Map::new();
    for (index, chunk) in (0..).zip(document.chunks()) {
        let old = pane.views.get(&index);
        let view = match old {
            _ if pane.held.contains(&index) => old.cloned(),
            _ if !is_near(index) => None,
            _ => {
                let new = drawing::chunk(state, document, chunk);
                match old {
                    Some(old) if **old == new => Some(old.clone()),
                    _ => {
                        pane.generation += 1;
                        Some(Rc::new(new))
                    }
                }
            }
        };
        views.extend(view.map(|view| (index, view)));
    }
    pane.views = views;
}

/// The token cursor and what a label key would tag.
fn show_passing(state: &State, document: &Document) {
    let word = state.cursor.map(|cursor| cursor.word);
    dom::highlight::show("cursor", document, word);
    let target = match (state.selection, state.cursor) {
        (Some(range), _) => Some(range),
        (None, Some(cursor)) => Some(cursor.range(document)).filter(|range| Some(*range) != word),
        (None, None) => None,
    };
    dom::highlight::show("preview", document, target);
}

#[hook]
fn use_margin(generation: u32) {
    use_effect_with(generation, |_| dom::margin::place());
    use_effect_with((), |()| {
        let listener = EventListener::new(&dom::window(), "resize", |_| dom::margin::place());
        move || drop(listener)
    });
}

thread_local! {
    static IS_DRAGGED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

fn selection_is_dragged() -> bool {
    IS_DRAGGED.with(std::cell::Cell::get)
}

/// Follows the browser's selection: which chunks it holds, and what it will snap to.
#[hook]
fn use_listeners(tasks: &Tasks, pane: &Rc<RefCell<Pane>>, refresh: UseForceUpdateHandle) {
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
fn use_pointer(tasks: &Tasks, pane: &Rc<RefCell<Pane>>) -> Callback<PointerEvent> {
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
