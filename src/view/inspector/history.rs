//! What was done, the last first, in words.

use super::place::brief;
use crate::dom;
use crate::view::Page;
use crate::view::labels::name;
use crate::view::words::{grouped, time};
use postil_core::{DocId, Dot, Intent, Op, Record, RecordKey, Slug, Span, TextRange, Transaction};
use postil_editor::{Action, State};
use yew::prelude::*;

/// So many transactions are shown.
const SHOWN: usize = 50;

pub fn history(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let count = state.store.log_len();
    // Not the first labels, which are the same everywhere.
    let last: Vec<&Transaction> = state.store.log_since(count.saturating_sub(SHOWN).max(1)).map(|it| &**it).collect();
    if last.is_empty() {
        return html! { <div class="empty"><p>{ "Nothing was done yet." }</p>{ "Every step is kept here, and can be undone." }</div> };
    }
    let now = dom::now();
    let mut steps = Vec::with_capacity(last.len());
    for transaction in last.into_iter().rev() {
        let line = html! {
            <><span class="t">{ describe(state, transaction) }</span><span class="n">{ time(transaction.at, now) }</span></>
        };
        let step = match place(transaction) {
            Some((doc, range)) if state.current == Some(doc) => {
                html! { <button onclick={tasks.act(move || Action::TakeTo(range))}>{ line }</button> }
            }
            _ => line,
        };
        steps.push(html! { <li key={transaction.dot.to_string()}>{ step }</li> });
    }
    let earlier = match count.saturating_sub(SHOWN + 1) {
        0 => None,
        1 => Some("1 earlier step is kept and can be undone too.".to_owned()),
        earlier => Some(format!("{} earlier steps are kept and can be undone too.", grouped(earlier))),
    };
    html! {
        <div class="sheet">
            <ol class="refs">{ steps }</ol>
            if let Some(earlier) = earlier {
                <p class="at">{ earlier }</p>
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
    let kinds: [fn(&RecordKey) -> bool; 3] = [
        |key| matches!(key, RecordKey::Node(_)),
        |key| matches!(key, RecordKey::Rejection(..)),
        |key| matches!(key, RecordKey::Note(..) | RecordKey::Attribute(..)),
    ];
    for is_kind in kinds {
        let (mut first, mut count) = (None, 0);
        for op in transaction.ops.iter().filter(|op| is_kind(&op.key)) {
            if let Some(subject) = subject(state, op) {
                count += 1;
                first.get_or_insert(subject);
            }
        }
        let Some((doc, label, range)) = first else { continue };
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
        (RecordKey::Rejection(doc, _, target), _) => Some((*doc, target.label().1.clone(), target.anchor()?.cover())),
        (RecordKey::Note(node, _) | RecordKey::Attribute(node, _), _) => state.store.span(*node).map(span),
        _ => None,
    }
}

/// The first text that a transaction is about.
fn place(transaction: &Transaction) -> Option<(DocId, TextRange)> {
    transaction.ops.iter().find_map(|op| match (&op.key, op.after.as_deref().or(op.before.as_deref())?) {
        (_, Record::Span(span)) => Some((span.doc, span.fragments.cover())),
        (RecordKey::Rejection(doc, _, target), _) => Some((*doc, target.anchor()?.cover())),
        _ => None,
    })
}
