//! The whole page.

use super::Page;
use super::article::Article;
use super::button::{button, key_button};
use super::foot::foot;
use super::icon::{Icon, icon};
use super::labels::bar;
use super::panels::{self, Panels};
use super::top::top;
use super::welcome::welcome;
use super::words::count;
use crate::dom::keys;
use crate::dom::{self, DragEvent, KeyboardEvent};
use crate::root::{Root, newest};
use crate::tasks::Tasks;
use gloo::events::{EventListener, EventListenerOptions};
use postil_core::{DocId, Kind, Slug, TextRange};
use postil_editor::keys::Ask;
use postil_editor::{
    Access, Action, Command, Dialog, Filter, FindAction, Item, LeftTab, Opening, Phase, Purpose, Shortcut, Shown,
    State, reach, said_place,
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// What is shown of a document whose text is not in storage: how it comes back.
fn missing(state: &State, tasks: &Tasks, doc: DocId) -> Html {
    let source = state.store.documents().get(&doc).and_then(|info| info.source.clone());
    let source = source.map_or_else(String::new, |source| format!(" (“{source}”)"));
    let words = format!(
        "The text of this document is not in storage; its annotations are. Open the file that it came from{source}: \
         if its text is still the same, the annotations are where they were."
    );
    html! {
        <div class="empty" role="alert">
            <p>{ words }</p>
            { button("button is-outline", "Open the file…", Callback::from(|_| dom::choose_files(false))) }
            { button("button is-outline", "Delete this document…", tasks.dialog(Some(Dialog::DeleteDocument(doc)))) }
        </div>
    }
}

/// A state before anything was read, with a fresh name for this writing session.
fn first_state() -> State {
    let mut state = State::new(Tasks::new_author());
    // On a narrow screen the article comes first.
    state.preferences.is_left_open = !dom::matches("(max-width: 56rem)");
    state.preferences.is_right_open = !dom::matches("(max-width: 68rem)");
    state
}

#[component]
pub fn App() -> Html {
    let root = use_reducer(|| Root(Rc::new(first_state())));
    let tasks = use_memo((), |()| Tasks::new(root.dispatcher()));
    let tasks = (*tasks).clone();
    let state = root.0.clone();

    {
        let tasks = tasks.clone();
        let state = state.clone();
        use_effect(move || tasks.watch(&state));
    }
    use_effect_with(state.preferences.theme, |theme| dom::set_theme(*theme));
    let title = state.current.and_then(|doc| Some(state.store.documents().get(&doc)?.title.clone()));
    use_effect_with(title, |title| dom::set_title(title.as_deref()));
    use_keys(&tasks);
    use_leave(&tasks);
    let is_over = use_drop(&tasks);
    let panels = use_panels(&tasks);

    if state.phase == Phase::Starting {
        return html! {
            <main class="start"><h1 class="mark">{ "Postil" }</h1><p role="status">{ "Reading what was saved…" }</p></main>
        };
    }
    let page = Page { state: state.clone(), tasks: tasks.clone() };
    let body = match state.current {
        None => welcome(&page),
        Some(doc) => frame(&state, &tasks, doc, panels),
    };
    let drop_target = is_over.then(|| {
        html! { <div class="drop-target"><p>{ "Drop to open" }</p>{ "Texts, folders, archives, projects and annotations of any program. They stay on this machine." }</div> }
    });
    // What comes and goes has a fixed slot: siblings without keys are matched by their place.
    html! {
        <>
            { body }
            <div class="said is-done" aria-live="polite">{ for state.decision.iter().map(|(number, done)| html! { <span key={*number}>{ done.to_string() }</span> }) }</div>
            <div class="said" aria-live="polite">{ announcement(&state) }</div>
            { panels.map_or_else(Html::default, |panels| (panels.dialogs)(&page)) }
            { opening(&page) }
            { drop_target.unwrap_or_default() }
        </>
    }
}

/// Where what is shown is chosen, and the first field there.
pub(super) const FILTER: &str = "filters";
pub(super) const FILTER_FIELD: &str = "filter";

/// That not everything is shown, and the way back.
fn filtered(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let Some(what) = state.told_filter() else { return Html::default() };
    let lift = tasks.act(|| Action::Filter(Filter::default()));
    html! {
        <div class="filtered" role="status">
            <span>{ icon(Icon::Filter) }<b>{ "Only " }</b>{ what }</span>
            { key_button("Show all", state.preferences.keys.shown(Shortcut::Filter), lift) }
        </div>
    }
}

/// Why nothing can be changed in this tab, and the way to change that.
pub(super) fn following(tasks: &Tasks) -> Html {
    let work_here = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| tasks.work_here())
    };
    html! {
        <div class="banner" role="status">
            <span><b>{ "Read-only." }</b>{ " You work in another tab: what you do there is shown here." }</span>
            <span class="end">{ button("button is-outline", "Work here", work_here) }</span>
        </div>
    }
}

fn frame(state: &Rc<State>, tasks: &Tasks, doc: DocId, panels: Option<&'static Panels>) -> Html {
    let page = || (state.clone(), tasks.clone());
    let open = |is_open: bool| if is_open { "open" } else { "closed" };
    let (left, right) = (open(state.preferences.is_left_open), open(state.preferences.is_right_open));
    let banner = match state.access {
        Access::Following => Some(following(tasks)),
        _ => panels.and_then(|panels| (panels.offer)(&Page { state: state.clone(), tasks: tasks.clone() })),
    };
    let toast = state.notice.as_ref().map(|notice| {
        let role = if notice.is_trouble { "alert" } else { "status" };
        html! {
            <div class="toast" {role}>
                { said(&notice.text) }
                <button class="button" onclick={tasks.on(|_: MouseEvent| Action::Dismiss)}>{ "Dismiss" }</button>
            </div>
        }
    });
    let article = if let Some(reason) = &state.unread {
        let words = format!("The text of this document could not be read ({reason}). Its annotations are safe.");
        html! {
            <div class="empty" role="alert">
                <p>{ words }</p>
                { button("button is-outline", "Try again", tasks.act(|| Action::ReadAgain)) }
            </div>
        }
    } else if state.is_text_missing(doc) {
        missing(state, tasks, doc)
    } else {
        let (state, tasks) = page();
        // A new text begins with fresh chunks; so does one that has just been read from storage.
        let key = format!("{doc}-{}", state.document().is_some());
        html! { <Article {key} {state} {tasks} /> }
    };
    let (state, tasks) = page();
    let page = Page { state: state.clone(), tasks: tasks.clone() };
    let panel = |is_left: bool, is_open: bool| match panels.filter(|_| is_open) {
        None => Html::default(),
        Some(panels) => (panels.side)(&page, is_left),
    };
    html! {
        <div class="page" data-left={left} data-right={right}>
            <a class="skip" href={format!("#{}", dom::PANE)}>{ "To the article" }</a>
            { top(&page) }
            { panel(true, state.preferences.is_left_open) }
            <main class="main">
                { article }
                // Below the article: what comes and goes there moves no line of it.
                { banner.unwrap_or_default() }
                { toast.unwrap_or_default() }
                { filtered(&page) }
                { panels.and_then(|panels| (panels.dock)(&page)).unwrap_or_else(|| bar(&page, true)) }
            </main>
            { panel(false, state.preferences.is_right_open) }
            { panels.filter(|_| state.preferences.is_drawer_open).map_or_else(Html::default, |panels| (panels.drawer)(&page)) }
            { foot(&page) }
            { panels.map_or_else(Html::default, |panels| (panels.palette)(&page)) }
            { panels.map_or_else(Html::default, |panels| (panels.context)(&page)) }
        </div>
    }
}

/// A notice: a line, or a paragraph each where several things are to be told.
fn said(text: &str) -> Html {
    if !text.contains('\n') {
        return html! { <span>{ text }</span> };
    }
    html! { <div>for line in text.split('\n') { <p>{ line }</p> }</div> }
}

/// What a person who does not see the focus is told of it.
fn announcement(state: &State) -> String {
    if let (Some(hints), Some(document)) = (&state.hints, state.document()) {
        return hints.told(document);
    }
    if let Some(told) = state.told_linking() {
        return told;
    }
    if let Some(placed) = state.focused() {
        let Some(shown) = Shown::of(state) else { return String::new() };
        let definition = state.store.definitions().get(&(Kind::Label, placed.label.clone()));
        let name = definition.map_or(placed.label.as_str(), |it| &it.name);
        let status = match (placed.item, placed.score) {
            (Item::Suggestion(_), Some(score)) => format!(", suggestion, score {} of 100", score.parts() / 100),
            (Item::Suggestion(_), None) => ", suggestion".to_owned(),
            (Item::Rejected(_), _) => ", rejected suggestion".to_owned(),
            (Item::Span(_), _) => String::new(),
        };
        let words = |fragment: &TextRange| match fragment.is_empty() {
            true => said_place(shown.document, *fragment),
            false => shown.document.slice(*fragment).to_owned(),
        };
        let text: Vec<String> = placed.fragments.iter().map(words).collect();
        let links = shown.told_joined(placed.item);
        return format!("{name}: {}{status}{links}", text.join(" … "));
    }
    match (state.target(), state.document()) {
        (Some(range), Some(document)) if range.is_empty() => said_place(document, range),
        (Some(range), Some(document)) => document.slice(range).to_owned(),
        _ => String::new(),
    }
}

/// The label that a shortcut stands for.
pub fn label_of(state: &State, shortcut: char) -> Option<Slug> {
    let is_it = |key: &str| key.chars().eq([shortcut]);
    state
        .store
        .definitions()
        .iter()
        .find(|((kind, _), it)| {
            *kind == Kind::Label && it.replaced_by.is_none() && it.key.as_deref().is_some_and(is_it)
        })
        .map(|((_, slug), _)| slug.clone())
}

/// What is said when a part of the page does not arrive. It is asked for again.
const MISSING: &str = "The panels and dialogs of this page could not be fetched: is there a connection? \
    Nothing you saved is lost. They come as soon as the page’s server answers.";

/// The rest of the page, when it has arrived.
#[hook]
fn use_panels(tasks: &Tasks) -> Option<&'static Panels> {
    let arrived = use_state(|| None::<&'static Panels>);
    let (setter, tasks) = (arrived.setter(), tasks.clone());
    use_effect_with((), move |()| {
        wasm_bindgen_futures::spawn_local(async move {
            let (mut pause, mut is_told) = (1000, false);
            loop {
                match panels::load().await {
                    Ok(panels) => {
                        setter.set(Some(panels));
                        if newest().is_some_and(|state| state.notice.as_ref().is_some_and(|it| *it.text == *MISSING)) {
                            tasks.send(Action::Dismiss);
                        }
                        return;
                    }
                    Err(_) if is_told => {}
                    Err(_) => {
                        is_told = true;
                        tasks.send(Action::Refuse(MISSING.into()));
                    }
                }
                gloo::timers::future::TimeoutFuture::new(pause).await;
                pause = (pause * 2).min(60_000);
            }
        });
    });
    *arrived
}

#[hook]
fn use_keys(tasks: &Tasks) {
    let tasks = tasks.clone();
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&dom::window(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let Some(state) = newest() else { return };
            if state.phase != Phase::Ready || state.is_asking() && event.key() != "Escape" {
                return;
            }
            let ask = keys::ask(event, &state, |shortcut| label_of(&state, shortcut));
            // Without anything found these keys are the browser's own.
            let is_browsers =
                |ask: &Ask| matches!(ask, Ask::Do(Command::NextHit | Command::PreviousHit)) && state.find.count() == 0;
            if let Some(ask) = ask.filter(|ask| !is_browsers(ask)) {
                event.prevent_default();
                tasks.ask(ask);
            }
        });
        move || drop(listener)
    });
}

impl Tasks {
    /// Does what a key, or a name in the palette, asked for.
    pub(super) fn ask(&self, ask: Ask) {
        let Some(state) = self.latest() else { return };
        match ask {
            Ask::Do(command) => self.command(command),
            Ask::Keys => self.send(Action::Dialog(Some(Dialog::Keys))),
            Ask::Palette if state.current.is_some() => self.send(Action::Dialog(Some(Dialog::Palette))),
            Ask::Export if state.current.is_some() => self.send(Action::Dialog(Some(Dialog::Export))),
            // Where there is nothing to do anything with, the menu is the browser's.
            Ask::Menu if state.focused().is_some() || state.target().is_some() => {
                self.send(Action::Dialog(Some(Dialog::Menu(None))));
            }
            Ask::Palette | Ask::Export | Ask::Menu => {}
            Ask::Go { is_extending } => self.go(Purpose::Go { is_extending }),
            Ask::Commands => self.send(Action::Dialog(Some(Dialog::Commands))),
            Ask::Schema => self.send(Action::Dialog(Some(Dialog::Schema(None)))),
            Ask::Paste => self.send(Action::Dialog(Some(Dialog::Paste))),
            Ask::Past => self.send(Action::Dialog(Some(Dialog::Past))),
            Ask::Disputes => self.send(Action::Dialog(Some(Dialog::Disputes))),
            Ask::Samples => self.send(Action::Close),
            Ask::DeleteDocument => {
                self.send(Action::Dialog(state.current.map(Dialog::DeleteDocument)));
            }
            Ask::Turn(switch) => self.send(switch.action(&state)),
            Ask::Filters => {
                if !state.preferences.is_left_open {
                    self.send(Action::TogglePanel { is_left: true });
                }
                self.send(Action::Left(LeftTab::Labels));
                // After the panel is drawn.
                gloo::timers::callback::Timeout::new(0, || {
                    dom::open_details(FILTER);
                    dom::select_all(FILTER_FIELD);
                })
                .forget();
            }
            Ask::Drawer => {
                self.send(Action::ToggleDrawer);
                // After it is drawn. Where it was closed, nothing is there to be focused.
                gloo::timers::callback::Timeout::new(0, || dom::focus(dom::DRAWER)).forget();
            }
            Ask::Find if state.current.is_some() => self.send(Action::Find(FindAction::Open)),
            Ask::Find => {}
            Ask::Open { is_folder } => dom::choose_files(is_folder),
            Ask::All => {
                if let Some(document) = state.document().filter(|document| !document.range().is_empty()) {
                    dom::selection::select(document, document.range());
                    self.send(Action::Select(Some(document.range())));
                }
            }
            Ask::Held => {}
            Ask::Link(aim) => self.link(aim),
            Ask::Note => self.inspect("note-field"),
            Ask::Attribute if matches!(state.focus, Some(Item::Span(_))) => self.inspect("new-attribute"),
            Ask::Attribute => {
                self.send(Action::Say("Focus an annotation of yours first: it can have attributes.".into()))
            }
            Ask::NextRegion { is_back } => dom::next_region(is_back),
        }
    }

    /// Opens the inspector and goes to a field of it.
    fn inspect(&self, field: &'static str) {
        if self.latest().is_some_and(|state| !state.preferences.is_right_open) {
            self.send(Action::TogglePanel { is_left: false });
        }
        // After the panel is drawn.
        gloo::timers::callback::Timeout::new(0, move || dom::focus(field)).forget();
    }

    /// Lets letters lead to the words in view.
    fn go(&self, purpose: Purpose) {
        let Some(document) = self.latest().and_then(|state| state.document().cloned()) else { return };
        if let Some(view) = dom::scroll::lines(&document) {
            self.send(Action::Hint(purpose, reach::words(&document, view, dom::fold)));
        }
    }
}

/// The page goes away: what is typed is done, and settings are written, now rather than in a while.
#[hook]
fn use_leave(tasks: &Tasks) {
    let tasks = tasks.clone();
    use_effect_with((), move |()| {
        let leaving = || {
            let tasks = tasks.clone();
            move |_: &dom::Event| {
                tasks.finish_typing();
                tasks.save_now();
            }
        };
        let hiding = EventListener::new(&dom::page(), "visibilitychange", leaving());
        let leaving = EventListener::new(&dom::window(), "pagehide", leaving());
        let options = EventListenerOptions::enable_prevent_default();
        let closing = EventListener::new_with_options(&dom::window(), "beforeunload", options, move |event| {
            // Only while something is not on the disk yet: the browser then asks before it closes.
            if tasks.latest().is_some_and(|state| state.phase == Phase::Ready && !state.is_saved()) {
                event.prevent_default();
            }
        });
        move || drop((hiding, leaving, closing))
    });
}

/// Files and text dropped or pasted anywhere.
#[hook]
fn use_drop(tasks: &Tasks) -> bool {
    let is_over = use_state_eq(|| false);
    {
        let (tasks, is_over) = (tasks.clone(), is_over.setter());
        use_effect_with((), move |()| {
            let options = EventListenerOptions::enable_prevent_default;
            let window = dom::window();
            let over = {
                let is_over = is_over.clone();
                EventListener::new_with_options(&window, "dragover", options(), move |event| {
                    event.prevent_default();
                    is_over.set(true);
                })
            };
            let leave = {
                let is_over = is_over.clone();
                EventListener::new(&window, "dragleave", move |event| {
                    if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
                        is_over.set(false);
                    }
                })
            };
            let drop_listener = {
                let tasks = tasks.clone();
                EventListener::new_with_options(&window, "drop", options(), move |event| {
                    event.prevent_default();
                    is_over.set(false);
                    let transfer = event.dyn_ref::<DragEvent>().and_then(|event| event.data_transfer());
                    tasks.open_brought(dom::files::transferred(transfer));
                })
            };
            // Nothing in the page is there to be dragged: selected text would come back as a document.
            let drag =
                EventListener::new_with_options(&window, "dragstart", options(), |event| event.prevent_default());
            let paste = EventListener::new(&window, "paste", move |event| {
                let is_field = event
                    .target()
                    .and_then(|target| target.dyn_into::<dom::Element>().ok())
                    .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA"));
                if !is_field {
                    tasks.open_brought(dom::files::pasted(event));
                }
            });
            move || drop((over, leave, drop_listener, drag, paste))
        });
    }
    *is_over
}

/// How far the opening of files is. Nothing is drawn for what is over at once.
fn opening(page: &Page) -> Html {
    let Some(Opening { seq, done, total, name }) = &page.state.opening else { return Html::default() };
    let (tasks, seq) = (page.tasks.clone(), *seq);
    html! {
        <div class="toast is-opening" role="status">
            <span>{ format!("Opening {} of {}: ", (done + 1).min(*total), count(*total as usize, "file")) }<b class="t" dir="auto">{ name.to_string() }</b></span>
            <progress value={done.to_string()} max={total.to_string()}></progress>
            { button("button", "Cancel", Callback::from(move |_: MouseEvent| tasks.cancel_opening(seq))) }
        </div>
    }
}
