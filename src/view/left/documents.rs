//! The documents of the project, each with how far the work on it is.

use crate::dom::rows::{self, Rows};
use crate::dom::{self, MouseEvent};
use crate::tasks::Tasks;
use crate::view::Page;
use crate::view::button::icon_button;
use crate::view::icon::{Icon, icon};
use crate::view::top::menu::{Entry, menu};
use crate::view::words::{count, part};
use postil_core::{DocId, DocumentInfo, DocumentStatus, Map};
use postil_editor::{Action, Dialog, Progress, State};
use std::sync::Arc;
use yew::prelude::*;

/// Of more documents than these, only those in view are drawn, in rows of one height.
pub const MANY: usize = 100;
/// So many rows above the view, and below it, are drawn too.
const AROUND: usize = 16;

/// The documents in their order, kept until one is added, renamed or deleted.
#[derive(Default)]
struct Listed {
    of: Option<Arc<Map<DocId, DocumentInfo>>>,
    docs: Vec<DocId>,
}

impl Listed {
    fn refresh(&mut self, state: &State) {
        let documents = state.store.documents();
        if self.of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, documents)) {
            self.of = Some(documents.clone());
            self.docs = state.documents_in_order();
        }
    }
}

/// The list, with what adds to it.
#[component]
pub fn Documents(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let listed = use_mut_ref(Listed::default);
    listed.borrow_mut().refresh(state);
    let docs = &listed.borrow().docs;
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
        use_effect_with((state.current, is_long), move |_| {
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
                place={is_long.then_some((at + 1, count))} is_current={state.current == Some(doc)} work={work(state, doc)} />
        }
    };
    let room = is_long.then(|| format!("--above:{};--below:{}", shown.start, count - shown.end));
    html! {
        <>
            <ul class={if is_long { "docs is-long" } else { "docs" }} ref={list} ~style={room}>
                { for shown.map(row) }
            </ul>
            { add(page) }
        </>
    }
}

/// How far the work on a document is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Work {
    /// Its text is not in storage.
    Missing,
    Done,
    /// So many of so many suggestions are decided.
    Reviewed(u32, u32),
    /// Not extracted since the page was loaded, but it has annotations.
    Begun(u32),
    New,
}

fn work(state: &State, doc: DocId) -> Work {
    let status = state.store.documents().get(&doc).map(|info| info.status);
    let tally = state.store.tally(doc);
    let suggestions = state.suggestions_of(doc).filter(|it| it.progress != Progress::Waiting);
    let total = suggestions.map_or(0, |it| it.count_at_least(state.preferences.threshold));
    match status {
        _ if state.is_text_missing(doc) => Work::Missing,
        Some(DocumentStatus::Done) => Work::Done,
        _ if total > 0 => Work::Reviewed((tally.accepted + tally.rejections).min(total), total),
        _ if tally.spans > 0 => Work::Begun(tally.spans),
        _ => Work::New,
    }
}

impl Work {
    fn icon(self) -> Icon {
        match self {
            Self::Missing => Icon::Warning,
            Self::Done => Icon::FullCircle,
            Self::New | Self::Reviewed(0, _) => Icon::Circle,
            Self::Reviewed(..) | Self::Begun(_) => Icon::HalfCircle,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Missing => "Text missing: open its file".to_owned(),
            Self::Done => "Done".to_owned(),
            Self::New => "New".to_owned(),
            Self::Reviewed(0, total) => count(total as usize, "suggestion"),
            Self::Reviewed(done, total) => format!("{done} of {total}"),
            Self::Begun(spans) => count(spans as usize, "span"),
        }
    }

    fn meter(self) -> Html {
        match self {
            Self::Reviewed(done @ 1.., total) => meter(part(done, total)),
            _ => Html::default(),
        }
    }
}

/// A line that is filled from the start, so many of a hundred.
pub fn meter(percent: u32) -> Html {
    html! { <svg class="meter" aria-hidden="true"><rect width={format!("{percent}%")} height="100%" /></svg> }
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
    let open = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| {
            tasks.show(doc);
            // The panel lies over the article here: it makes way.
            if dom::matches("(max-width: 56rem)") {
                tasks.send(Action::TogglePanel { is_left: true });
                dom::focus_pane();
            }
        })
    };
    let remove = tasks.dialog(Some(Dialog::DeleteDocument(doc)));
    let name = AttrValue::from(format!("Delete “{title}”…"));
    html! {
        <li class="doc" aria-posinset={place.map(|(at, _)| at.to_string())} aria-setsize={place.map(|(_, of)| of.to_string())}>
            <button class="open" aria-current={is_current.then_some("true")} onclick={open}>
                <span class="t" dir="auto">{ title.clone() }</span>
                <small>{ icon(work.icon()) }{ work.words() }{ work.meter() }</small>
            </button>
            { icon_button("button is-icon remove", name, Icon::Bin, remove) }
        </li>
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
