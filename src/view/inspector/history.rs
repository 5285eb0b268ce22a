//! What was done, the last first, in words.

use super::place::brief;
use crate::dom;
use crate::state::{Action, State};
use crate::view::Page;
use crate::view::labels::name;
use crate::view::left::when::time;
use postil_core::{DocId, Dot, Intent, Op, Record, RecordKey, Slug, Span, TextRange, Transaction};
use yew::prelude::*;

/// So many transactions are shown.
const SHOWN: usize = 50;

#[component]
pub fn History(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let count = state.store.log_len();
    let last: Vec<_> = state.store.log_since(count.saturating_sub(SHOWN).max(1)).collect();
    if last.is_empty() {
        return html! { <div class="empty"><p>{ "Nothing was done yet." }</p>{ "Every step is kept here, and can be undone." }</div> };
    }
    let now = dom::now();
    let steps = last.into_iter().rev().map(|transaction| {
        let text = describe(state, transaction);
        let time = html! { <span class="n">{ time(transaction.at, now) }</span> };
        let place = place(transaction).filter(|(doc, _)| state.current == Some(*doc));
        let step = match place {
            Some((_, range)) => {
                let onclick = tasks.on(move |_: MouseEvent| Action::TakeTo(range));
                html! { <button {onclick}><span class="t">{ text }</span>{ time }</button> }
            }
            None => html! { <><span class="t">{ text }</span>{ time }</> },
        };
        html! { <li key={transaction.dot.to_string()}>{ step }</li> }
    });
    html! {
        <div class="sheet">
            <ol class="refs">{ for steps }</ol>
            if count > SHOWN + 1 {
                <p class="at">{ format!("{} earlier steps are kept and can be undone too.", count - SHOWN - 1) }</p>
            }
        </div>
    }
}

/// What a transaction did, as a sentence without its end: `Accepted Person “Erdoğan”`.
fn describe(state: &State, transaction: &Transaction) -> String {
    let what = || object(state, transaction);
    match &transaction.intent {
        Intent::Genesis => "The first labels".to_owned(),
        Intent::AddDocument => format!("Opened {}", what()),
        Intent::EditDocument => format!("Changed the details of {}", what()),
        Intent::Tag => format!("Labelled {}", what()),
        Intent::Accept => format!("Accepted {}", what()),
        Intent::Reject => format!("Rejected {}", what()),
        Intent::Relabel => format!("Relabelled {}", what()),
        Intent::Resize => format!("Changed the ends of {}", what()),
        Intent::Delete => format!("Deleted {}", what()),
        Intent::Note => format!("Wrote a note on {}", what()),
        Intent::Attribute => format!("Set a value of {}", what()),
        Intent::Relate => "Linked two spans".to_owned(),
        Intent::Cluster => "Changed a coreference chain".to_owned(),
        Intent::Event => "Changed an event".to_owned(),
        Intent::Schema => "Changed the labels".to_owned(),
        Intent::Team => "Changed sets or annotators".to_owned(),
        Intent::Import { source } => format!("Imported “{source}”"),
        Intent::Revert { of, redo } => {
            let (verb, original) = (if *redo { "Redid" } else { "Undid" }, original(state, *of));
            match original {
                Some(original) => format!("{verb}: {}", describe(state, original)),
                None => verb.to_owned(),
            }
        }
    }
}

/// What an undo, or a redo of an undo, goes back to.
fn original(state: &State, of: Dot) -> Option<&Transaction> {
    let mut transaction = state.store.transaction(of)?;
    while let Intent::Revert { of, .. } = transaction.intent {
        transaction = state.store.transaction(of)?;
    }
    Some(transaction)
}

/// What a transaction was done to: one thing by its label and words, several by their number.
fn object(state: &State, transaction: &Transaction) -> String {
    // A span brings its value, its document's status and what must not be suggested again: it is told, they are not.
    let spans = |wanted: fn(&Op) -> bool| {
        transaction.ops.iter().filter(move |op| wanted(op)).filter_map(|op| subject(state, op))
    };
    let kinds: [fn(&Op) -> bool; 3] = [
        |op| matches!(op.key, RecordKey::Node(_)),
        |op| matches!(op.key, RecordKey::Rejection(..)),
        |op| matches!(op.key, RecordKey::Note(..) | RecordKey::Attribute(..)),
    ];
    for kind in kinds {
        let Some((doc, label, range)) = spans(kind).next() else { continue };
        let count = spans(kind).count();
        if count > 1 {
            return format!("{count} spans");
        }
        let label = name(state, &label);
        return match state.texts.get(&doc).filter(|document| document.range().contains_range(range)) {
            Some(document) => format!("{label} “{}”", brief(document, range)),
            None => label,
        };
    }
    let title = transaction.ops.iter().find_map(|op| match op.after.as_deref().or(op.before.as_deref())? {
        Record::DocumentInfo(info) => Some(format!("“{}”", info.title)),
        _ => None,
    });
    title.unwrap_or_else(|| "a record".to_owned())
}

/// The labelled text that an operation is about.
fn subject(state: &State, op: &Op) -> Option<(DocId, Slug, TextRange)> {
    let span = |span: &Span| (span.doc, span.label.clone(), span.fragments.cover());
    match (&op.key, op.after.as_deref().or(op.before.as_deref())?) {
        (_, Record::Span(it)) => Some(span(it)),
        (RecordKey::Rejection(doc, _, label, fragments), _) => Some((*doc, label.clone(), fragments.cover())),
        (RecordKey::Note(node, _) | RecordKey::Attribute(node, _), _) => state.store.span(*node).map(span),
        _ => None,
    }
}

/// The first text that a transaction is about.
fn place(transaction: &Transaction) -> Option<(DocId, TextRange)> {
    transaction.ops.iter().find_map(|op| match (&op.key, op.after.as_deref().or(op.before.as_deref())?) {
        (_, Record::Span(span)) => Some((span.doc, span.fragments.cover())),
        (RecordKey::Rejection(doc, _, _, fragments), _) => Some((*doc, fragments.cover())),
        _ => None,
    })
}
