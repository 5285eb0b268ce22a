//! The documents of the project, each with how far the work on it is.

use crate::dom;
use crate::state::{Action, Dialog, Progress, State};
use crate::tasks::Tasks;
use crate::view::Page;
use crate::view::icon::{Icon, icon};
use crate::view::top::menu::{Entry, Menu};
use postil_core::{DocId, DocumentInfo, DocumentStatus};
use std::collections::BTreeMap;
use std::sync::Arc;
use yew::prelude::*;

/// Changes when a document is added, renamed or deleted.
#[derive(Clone)]
struct Listed(Arc<BTreeMap<DocId, DocumentInfo>>);

impl PartialEq for Listed {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[component]
pub fn Documents(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let order = use_memo(Listed(state.store.documents().clone()), |_| {
        let documents = state.documents_in_order().into_iter();
        documents.map(|(doc, info)| (doc, info.title.clone())).collect::<Vec<_>>()
    });
    html! {
        <>
            <ul class="docs">
                { for order.iter().map(|(doc, title)| {
                    let is_current = state.current == Some(*doc);
                    html! {
                        <Row key={doc.to_string()} tasks={tasks.clone()} doc={*doc} title={title.to_string()} {is_current}
                            work={work(state, *doc)} />
                    }
                }) }
            </ul>
            { add(page) }
        </>
    }
}

/// How far the work on a document is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Work {
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
        Some(DocumentStatus::Done) => Work::Done,
        _ if total > 0 => Work::Reviewed((tally.accepted + tally.rejections).min(total), total),
        _ if tally.spans > 0 => Work::Begun(tally.spans),
        _ => Work::New,
    }
}

impl Work {
    fn icon(self) -> Icon {
        match self {
            Self::Done => Icon::FullCircle,
            Self::New | Self::Reviewed(0, _) => Icon::Circle,
            Self::Reviewed(..) | Self::Begun(_) => Icon::HalfCircle,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Done => "Done".to_owned(),
            Self::New => "New".to_owned(),
            Self::Reviewed(0, 1) => "1 suggestion".to_owned(),
            Self::Reviewed(0, total) => format!("{total} suggestions"),
            Self::Reviewed(done, total) => format!("{done} of {total}"),
            Self::Begun(1) => "1 span".to_owned(),
            Self::Begun(spans) => format!("{spans} spans"),
        }
    }

    fn meter(self) -> Option<Html> {
        let Self::Reviewed(done @ 1.., total) = self else { return None };
        let percent = f64::from(done) * 100.0 / f64::from(total);
        Some(
            html! { <svg class="meter" aria-hidden="true"><rect width={format!("{percent:.1}%")} height="100%" /></svg> },
        )
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RowProps {
    tasks: Tasks,
    doc: DocId,
    title: String,
    is_current: bool,
    work: Work,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let RowProps { tasks, doc, title, is_current, work } = props;
    let doc = *doc;
    let open = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Show(doc));
            // The panel lies over the article here: it makes way.
            if dom::matches("(max-width: 56rem)") {
                tasks.send(Action::TogglePanel { is_left: true });
                dom::focus_pane();
            }
        })
    };
    let remove = tasks.on(move |_: MouseEvent| Action::Dialog(Some(Dialog::DeleteDocument(doc))));
    let name = format!("Delete “{title}”…");
    html! {
        <li class="doc">
            <button class="open" aria-current={is_current.then_some("true")} onclick={open}>
                <span class="t" dir="auto">{ title }</span>
                <small>{ icon(work.icon()) }{ work.words() }{ for work.meter() }</small>
            </button>
            <button class="button is-icon remove" aria-label={name.clone()} title={name} onclick={remove}>{ icon(Icon::Bin) }</button>
        </li>
    }
}

fn add(page: &Page) -> Html {
    let tasks = page.tasks.clone();
    let entries = Callback::from(move |()| {
        let (paste, samples) = (tasks.clone(), tasks.clone());
        vec![
            Entry::new("Open files…", || dom::click("open-files")),
            Entry::new("Paste text…", move || paste.send(Action::Dialog(Some(Dialog::Paste)))),
            Entry::new("Samples", move || samples.send(Action::Close)),
        ]
    });
    html! { <Menu class="add" list="Add articles" {entries}>{ icon(Icon::Plus) }{ " Add articles" }</Menu> }
}
