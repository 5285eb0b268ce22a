//! What is looked for over the documents, what was found, and what is done to all of it.

mod act;
mod hits;

use crate::dom::{
    self, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, InputEvent, KeyboardEvent, MouseEvent,
};
use crate::tasks::Tasks;
use crate::view::Page;
use crate::view::button::button;
use crate::view::icon::{Icon, icon};
use crate::view::words::{count, grouped};
use postil_editor::{Action, Command, FindAction, Finding, Reach, State, Wish};
use postil_messages::{Query, QueryKind};
use yew::prelude::*;

const FIELD: &str = "find-field";

/// The last one where the open document supersedes another one.
const KINDS: [(QueryKind, &str); 5] = [
    (QueryKind::Words, "Words"),
    (QueryKind::Expression, "Expression"),
    (QueryKind::Dictionary, "Dictionary"),
    (QueryKind::Annotations, "Labels, notes"),
    (QueryKind::Changes, "Changes"),
];

/// Something that can be asked of the comparison, as it is in a query.
type Choice = fn(&mut Query) -> &mut bool;

/// What stands on the button, its name, and what it turns.
const CHOICES: [(&str, &str, Choice); 4] = [
    ("Aa", "Aa: match case", |query| &mut query.match_case),
    ("é", "é: match accents", |query| &mut query.match_marks),
    ("“a”", "“a”: whole words", |query| &mut query.whole_word),
    ("-s", "-s: other forms of the word, in English", |query| &mut query.inflect),
];

#[component]
pub fn Find(page: &Page) -> Html {
    let Page { state, tasks } = page;
    use_effect_with(state.find.wish, move |wish| match wish {
        Some((_, Wish::Field)) => dom::select_all(FIELD),
        Some((_, Wish::Tag)) => dom::focus(act::TAG),
        None => {}
    });
    let list = hits::use_hits(state);
    let plan = act::use_plan(state);
    let on_escape = Callback::from(|event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            dom::focus_pane();
        }
    });
    let mut kinds = Vec::new();
    let is_changes = state.find.query.kind == QueryKind::Changes;
    let has_changes = state.current.and_then(|doc| state.store.documents().get(&doc)?.supersedes).is_some();
    for (kind, name) in KINDS {
        if kind != QueryKind::Changes || is_changes || has_changes {
            kinds.push((name.to_owned(), kind == state.find.query.kind));
        }
    }
    let choose_kind = {
        let page = page.clone();
        Callback::from(move |at: usize| ask(&page, &|query, _| query.kind = KINDS[at].0))
    };
    let mut choices = Vec::new();
    for choice in if is_changes { &[][..] } else { &CHOICES } {
        choices.push(toggle(page, *choice));
    }
    html! {
        <div class="find" onkeydown={on_escape}>
            { if is_changes { Html::default() } else { field(page) } }
            <div class="asked">
                { chosen("What to look for", kinds, choose_kind) }
                { reach(page) }
                <span class="options" role="group" aria-label="Compare">{ choices }</span>
            </div>
            { status(state, tasks) }
            { hits::hits(page, list) }
            { act::act(page, &plan) }
        </div>
    }
}

/// Asks for something else than now.
fn ask(page: &Page, change: &dyn Fn(&mut Query, &mut Reach)) {
    let find = &page.state.find;
    let (mut query, mut reach) = (find.query.clone(), find.reach);
    change(&mut query, &mut reach);
    page.tasks.send(Action::Find(FindAction::Ask { query, reach }));
}

fn field(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let value = state.find.query.text.clone();
    let typed = tasks.on(|text: String| Action::Find(FindAction::Type(text)));
    if state.find.query.kind == QueryKind::Dictionary {
        return dictionary(tasks, value, typed);
    }
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
            typed.emit(field.value());
        }
    });
    let onkeydown = {
        let tasks = tasks.clone();
        Callback::from(move |event: KeyboardEvent| {
            match (&*event.key(), event.shift_key()) {
                _ if event.is_composing() => return,
                ("Enter", false) => tasks.command(Command::NextHit),
                ("Enter", true) => tasks.command(Command::PreviousHit),
                ("ArrowDown", _) => dom::focus(hits::LIST),
                _ => return,
            }
            event.prevent_default();
        })
    };
    html! {
        <div class="search">
            <label>
                { icon(Icon::Search) }
                <input id={FIELD} type="search" placeholder="Find in all documents" aria-label="Find" autocomplete="off"
                    spellcheck="false" {value} {oninput} {onkeydown} />
            </label>
        </div>
    }
}

fn dictionary(tasks: &Tasks, value: String, typed: Callback<String>) -> Html {
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() {
                typed.emit(field.value());
            }
        })
    };
    let onchange = {
        let tasks = tasks.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                tasks.read_dictionary(&input, typed.clone());
            }
        })
    };
    html! {
        <div class="dictionary">
            <textarea id={FIELD} class="input" rows="5" aria-label="Dictionary: words, and a label behind a tab or comma"
                placeholder={"Words\nWords, LABEL"} spellcheck="false" {value} {oninput} />
            <label class="button is-outline">
                { "Load a file…" }<input class="said" type="file" accept=".txt,.tsv,.csv,text/*" {onchange} />
            </label>
        </div>
    }
}

/// A list of this name, of which one entry is chosen.
fn chosen(name: &'static str, entries: Vec<(String, bool)>, on_choose: Callback<usize>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(at) = select.and_then(|select| select.value().parse().ok()) {
            on_choose.emit(at);
        }
    });
    let mut options = Vec::new();
    for (at, (name, is_chosen)) in entries.into_iter().enumerate() {
        options.push(html! { <option value={at.to_string()} selected={is_chosen}>{ name }</option> });
    }
    html! { <select class="select" aria-label={name} title={name} {onchange}>{ options }</select> }
}

fn reach(page: &Page) -> Html {
    let state = &page.state;
    let mut reaches = vec![Reach::Listed, Reach::Document];
    match (state.find.reach, state.current, state.selection) {
        (reach @ Reach::Selection(..), ..) => reaches.push(reach),
        (_, Some(doc), Some(range)) => reaches.push(Reach::Selection(doc, range)),
        _ => {}
    }
    let mut entries = Vec::new();
    for reach in &reaches {
        let name = match reach {
            Reach::Listed => format!("In {}", count(state.store.documents().len(), "document")),
            Reach::Document => "In this one".to_owned(),
            Reach::Selection(..) => "In the selection".to_owned(),
        };
        entries.push((name, *reach == state.find.reach));
    }
    let page = page.clone();
    let choose = Callback::from(move |at: usize| ask(&page, &|_, reach| *reach = reaches[at]));
    chosen("Where to look", entries, choose)
}

fn toggle(page: &Page, (face, name, of): (&'static str, &'static str, Choice)) -> Html {
    let is_on = *of(&mut page.state.find.query.clone());
    let page = page.clone();
    let onclick = Callback::from(move |_: MouseEvent| ask(&page, &|query, _| *of(query) ^= true));
    html! {
        <button class="button" type="button" aria-pressed={if is_on { "true" } else { "false" }} aria-label={name}
            title={name} {onclick}>{ face }</button>
    }
}

/// How far it is, and what was found.
fn status(state: &State, tasks: &Tasks) -> Html {
    let find = &state.find;
    let is_changes = find.query.kind == QueryKind::Changes;
    let hits = count(find.count() as usize, if is_changes { "place" } else { "hit" });
    let mut is_running = false;
    let words = match &find.progress {
        Finding::Idle => String::new(),
        Finding::Waiting => "Looking…".to_owned(),
        Finding::Running { done, total, .. } => {
            is_running = true;
            format!("{hits} so far, {done} of {}", count(*total as usize, "document"))
        }
        Finding::Cancelled => format!("Stopped: {hits} so far."),
        Finding::Failed(why) => why.to_string(),
        Finding::Finished(ended) => {
            let mut words = match find.found().len() {
                0 if is_changes => "Nothing is left to look at.".to_owned(),
                _ if is_changes => format!("{hits} to look at."),
                0 => "Nothing was found.".to_owned(),
                docs => format!("{hits} in {}.", count(docs, "document")),
            };
            if find.held_back > 0 {
                words += &format!(" The filter holds back {}.", grouped(find.held_back as usize));
            }
            if ended.is_cut {
                words += " There is more: narrow it down.";
            }
            if ended.missing > 0 {
                words += &format!(" Texts that are missing: {}.", ended.missing);
            }
            if !ended.unknown.is_empty() {
                let unknown = ended.unknown.join(", ");
                words += &format!(" The project has no label {unknown}: these lines have the label below.");
            }
            words
        }
    };
    let tasks = tasks.clone();
    html! {
        <p class="told">
            <span role="status">{ words }</span>
            if is_running {
                { button("button", "Stop", Callback::from(move |_: MouseEvent| tasks.cancel_finding())) }
            }
        </p>
    }
}
