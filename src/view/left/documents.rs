//! The documents of the project, each with how far the work on it is, and what finds, sorts and filters them.

use crate::dom::rows::{self, Rows};
use crate::dom::{self, HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent};
use crate::tasks::Tasks;
use crate::view::Page;
use crate::view::button::icon_button;
use crate::view::icon::{Icon, icon};
use crate::view::top::menu::{Entry, menu};
use crate::view::words::{count, part};
use postil_core::DocId;
use postil_editor::{Action, Dialog, Listed, Listing, Only, Sort, Work};
use yew::prelude::*;

/// Of more documents than these, only those in view are drawn, in rows of one height.
pub const MANY: usize = 100;
/// So many rows above the view, and below it, are drawn too.
const AROUND: usize = 16;

/// The list, with what adds to it.
#[component]
pub fn Documents(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let listed = use_mut_ref(Listed::default);
    let wanted = use_state_eq(String::new);
    let mut listed = listed.borrow_mut();
    let docs = listed.of(state, &wanted, dom::lower);
    let (count, is_long) = (docs.len(), docs.len() > MANY);
    let list = use_node_ref();
    let shown = use_state_eq(|| 0..4 * AROUND);
    {
        let (list, shown) = (list.clone(), shown.setter());
        use_effect_with(is_long.then_some(count), move |count| {
            let watcher = count.map(|count| Rows::watch(list, count, AROUND, move |rows| shown.set(rows)));
            move || drop(watcher)
        });
    }
    {
        let list = list.clone();
        let at = state.current.and_then(|doc| docs.iter().position(|other| *other == doc));
        use_effect_with((state.current, state.listing, is_long), move |_| {
            if let (Some(list), Some(at)) = (list.cast(), at) {
                rows::reveal(&list, at, is_long);
            }
        });
    }
    let shown = if is_long { shown.start.min(count)..shown.end.min(count) } else { 0..count };
    let row = |at: usize| {
        let doc = docs[at];
        let title = state.store.documents().get(&doc).map(|info| AttrValue::from(info.title.to_string()));
        html! {
            <Row key={doc.to_string()} tasks={tasks.clone()} {doc} title={title.unwrap_or_default()}
                place={is_long.then_some((at + 1, count))} is_current={state.current == Some(doc)} work={state.work(doc)} />
        }
    };
    let room = is_long.then(|| format!("--above:{};--below:{}", shown.start, count - shown.end));
    html! {
        <>
            { find(page, docs.first().copied(), &wanted) }
            <ul class={if is_long { "docs is-long" } else { "docs" }} ref={list} ~style={room}>
                { for shown.map(row) }
            </ul>
            if count == 0 {
                <p class="none" role="status">{ "No document is like that." }</p>
            }
            { add(page) }
        </>
    }
}

fn mark(work: Work) -> Icon {
    match work {
        Work::Missing => Icon::Warning,
        Work::Done => Icon::FullCircle,
        Work::New | Work::Reviewed(0, _) => Icon::Circle,
        Work::Reviewed(..) | Work::Begun(_) => Icon::HalfCircle,
    }
}

fn words(work: Work) -> String {
    match work {
        Work::Missing => "Text missing: open its file".to_owned(),
        Work::Done => "Done".to_owned(),
        Work::New => "New".to_owned(),
        Work::Reviewed(0, total) => count(total as usize, "suggestion"),
        Work::Reviewed(done, total) => format!("{done} of {total}"),
        Work::Begun(spans) => count(spans as usize, "span"),
    }
}

/// A line that is filled from the start, so many of a hundred.
pub fn meter(percent: u32) -> Html {
    html! { <svg class="meter" aria-hidden="true"><rect width={format!("{percent}%")} height="100%" /></svg> }
}

fn open(tasks: &Tasks, doc: DocId) {
    tasks.show(doc);
    // The panel lies over the article here: it makes way.
    if dom::matches("(max-width: 56rem)") {
        tasks.send(Action::TogglePanel { is_left: true });
        dom::focus_pane();
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RowProps {
    tasks: Tasks,
    doc: DocId,
    title: AttrValue,
    /// Of a long list, which the page does not hold as a whole: the place in it, and how many there are.
    place: Option<(usize, usize)>,
    is_current: bool,
    work: Work,
}

/// A component, so that of a thousand documents only those are drawn anew that changed.
#[component]
fn Row(props: &RowProps) -> Html {
    let RowProps { tasks, doc, title, place, is_current, work } = props;
    let doc = *doc;
    let on_open = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| open(&tasks, doc))
    };
    let remove = tasks.dialog(Some(Dialog::DeleteDocument(doc)));
    let name = AttrValue::from(format!("Delete “{title}”…"));
    html! {
        <li class="doc" aria-posinset={place.map(|(at, _)| at.to_string())} aria-setsize={place.map(|(_, of)| of.to_string())}>
            <button class="open" aria-current={is_current.then_some("true")} onclick={on_open}>
                <span class="t" dir="auto">{ title.clone() }</span>
                <small>
                    { icon(mark(*work)) }{ words(*work) }
                    if let Work::Reviewed(done @ 1.., total) = *work {
                        { meter(part(done, total)) }
                    }
                </small>
            </button>
            { icon_button("button is-icon remove", name, Icon::Bin, remove) }
        </li>
    }
}

const SORTS: [(Sort, &str); 3] =
    [(Sort::Order, "In their order"), (Sort::Title, "By title"), (Sort::Status, "By status")];
const ONLY: [(Only, &str); 5] = [
    (Only::All, "All"),
    (Only::New, "New"),
    (Only::Begun, "Begun"),
    (Only::Done, "Done"),
    (Only::Suggestions, "With suggestions"),
];

/// What finds a document by words of its title or path, and what sorts and filters the list. `first` is what Enter opens.
fn find(page: &Page, first: Option<DocId>, wanted: &UseStateHandle<String>) -> Html {
    let Page { state, tasks } = page;
    let oninput = {
        let wanted = wanted.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                wanted.set(input.value());
            }
        })
    };
    let onkeydown = {
        let tasks = tasks.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let ("Enter", false, Some(first)) = (&*event.key(), event.is_composing(), first) {
                open(&tasks, first);
            }
        })
    };
    let listing = state.listing;
    let entries = {
        let tasks = tasks.clone();
        Callback::from(move |()| {
            let entry = |words, is_on, listing| {
                let entry = Entry::new(words, tasks.act(move || Action::List(listing)));
                Entry { is_on: Some(is_on), stays: true, ..entry }
            };
            let mut entries = Vec::new();
            for (only, words) in ONLY {
                entries.push(entry(words, listing.only == only, Listing { only, ..listing }));
            }
            for (sort, words) in SORTS {
                entries.push(entry(words, listing.sort == sort, Listing { sort, ..listing }));
            }
            entries
        })
    };
    let only =
        ONLY.iter().find(|(only, _)| *only == listing.only && listing.only != Only::All).map(|(_, words)| *words);
    let name = only.map_or("Sort and filter".to_owned(), |only| format!("Sort and filter, now: {only}"));
    let face = html! { <>{ only.unwrap_or_default() }{ icon(Icon::Filter) }</> };
    html! {
        <div class="search">
            <label>
                { icon(Icon::Search) }
                <input type="search" placeholder="Find a document" aria-label="Find a document" value={(**wanted).clone()}
                    {oninput} {onkeydown} />
            </label>
            { menu("button", Some(name.into()), "Sort and filter", false, entries, face) }
        </div>
    }
}

fn add(page: &Page) -> Html {
    let tasks = page.tasks.clone();
    let entries = Callback::from(move |()| {
        vec![
            Entry::new("Open files…", Callback::from(|_| dom::choose_files(false))),
            Entry::new("Open a folder…", Callback::from(|_| dom::choose_files(true))),
            Entry::new("Paste text…", tasks.dialog(Some(Dialog::Paste))),
            Entry::new("Samples", tasks.act(|| Action::Close)),
        ]
    });
    let face = html! { <>{ icon(Icon::Plus) }{ " Add articles" }</> };
    menu("button add", None, "Add articles", false, entries, face)
}
