//! What was done, in words, and to what.

use crate::{State, brief};
use postil_core::{
    DocId, DocumentStatus, Dot, Intent, Kind, Op, Record, RecordKey, Slug, Span, Target, TextRange, Transaction,
};
use std::sync::Arc;

impl State {
    /// What a transaction did, as a sentence without its end: `Accepted Person “Erdoğan”`.
    pub fn told(&self, transaction: &Transaction) -> String {
        let what = || object(self, transaction);
        if self.store.is_settlement(transaction) {
            return format!("Settled a conflict: {}", what());
        }
        match &transaction.intent {
            Intent::Genesis => "The first labels".to_owned(),
            Intent::AddDocument => format!("Opened {}", what()),
            Intent::EditDocument if carried(self, transaction).is_some() => {
                carried(self, transaction).unwrap_or_default()
            }
            Intent::EditDocument if labelled(self, transaction).is_some() => {
                labelled(self, transaction).unwrap_or_default()
            }
            Intent::EditDocument => match marked(transaction) {
                Some(true) => format!("Marked {} as done", what()),
                Some(false) => format!("Marked {} as not done", what()),
                None => format!("Changed the details of {}", what()),
            },
            Intent::Tag => format!("Labelled {}", what()),
            Intent::Accept => match mentions(transaction) {
                0 => format!("Accepted {}", what()),
                1 => "Accepted one more mention".to_owned(),
                count => format!("Accepted that {count} mentions are the same"),
            },
            Intent::Reject if transaction.ops.iter().all(|op| op.after.is_none()) => format!("Brought back {}", what()),
            Intent::Reject => match apart(transaction) {
                None => format!("Rejected {}", what()),
                Some(0 | 1) => "Left a mention out of what is the same".to_owned(),
                Some(count) => format!("Rejected that {count} mentions are the same"),
            },
            Intent::Relabel => format!("Relabelled {}", what()),
            Intent::Resize => format!("Changed the ends of {}", what()),
            Intent::Delete => format!("Deleted {}", what()),
            Intent::Note => format!("Wrote a note on {}", what()),
            Intent::Attribute => format!("Set a value of {}", what()),
            Intent::Relate => related(self, transaction),
            Intent::Cluster => "Changed a coreference chain".to_owned(),
            Intent::Event => "Changed an event".to_owned(),
            Intent::Schema => "Changed the schema".to_owned(),
            Intent::Team => "Changed sets or annotators".to_owned(),
            Intent::Import { source } => format!("Imported “{source}”"),
            Intent::Revert { of, redo } => {
                let (verb, original) = (if *redo { "Redid" } else { "Undid" }, original(self, *of));
                match original {
                    Some(original) => format!("{verb}: {}", self.told(original)),
                    None => verb.to_owned(),
                }
            }
        }
    }

    /// The document that each operation of a transaction is about, where it is about one.
    pub(crate) fn concerned<'a>(&'a self, transaction: &'a Transaction) -> impl Iterator<Item = DocId> + 'a {
        transaction.ops.iter().filter_map(|op| match &op.key {
            RecordKey::Document(doc) | RecordKey::DocumentLabel(doc, ..) => Some(*doc),
            _ => subject(self, op).map(|(doc, ..)| doc),
        })
    }
}

/// How many mentions a transaction joins with others.
fn mentions(transaction: &Transaction) -> usize {
    let is_new = |op: &&Op| matches!(op.key, RecordKey::Member(..)) && op.after.is_some();
    transaction.ops.iter().filter(is_new).count()
}

/// How many mentions were said not to be the same, where that was what was rejected.
fn apart(transaction: &Transaction) -> Option<usize> {
    transaction.ops.iter().find_map(|op| match &op.key {
        RecordKey::Rejection(.., Target::Cluster { members, .. }) => Some(members.as_slice().len()),
        _ => None,
    })
}

/// Whether annotations were carried over to a document, and from which.
fn carried(state: &State, transaction: &Transaction) -> Option<String> {
    let supersedes = |record: &Option<Arc<Record>>| match record.as_deref() {
        Some(Record::DocumentInfo(info)) => info.supersedes,
        _ => None,
    };
    let old =
        transaction.ops.iter().find_map(|op| supersedes(&op.after).filter(|_| supersedes(&op.before).is_none()))?;
    let title = state.store.documents().get(&old).map(|info| info.title.clone()).unwrap_or_default();
    Some(format!("Carried annotations over from “{title}”"))
}

/// What label a document gained or lost.
fn labelled(state: &State, transaction: &Transaction) -> Option<String> {
    transaction.ops.iter().find_map(|op| {
        let RecordKey::DocumentLabel(doc, _, slug) = &op.key else { return None };
        let definition = state.store.definitions().get(&(Kind::DocumentLabel, slug.clone()));
        let name = definition.map_or(slug.as_str(), |it| &it.name);
        let title = state.store.documents().get(doc).map(|info| info.title.clone()).unwrap_or_default();
        let verb = if op.after.is_some() { "Labelled" } else { "Took a label off" };
        Some(format!("{verb} “{title}”: {name}"))
    })
}

/// Whether a document became done, or is so no longer.
fn marked(transaction: &Transaction) -> Option<bool> {
    let is_done = |record: &Option<Arc<Record>>| matches!(record.as_deref(), Some(Record::DocumentInfo(info)) if info.status == DocumentStatus::Done);
    let changes = transaction.ops.iter().map(|op| (is_done(&op.before), is_done(&op.after)));
    changes.into_iter().find_map(|(was, is)| (was != is).then_some(is))
}

/// What an undo, or a redo of an undo, goes back to.
fn original(state: &State, of: Dot) -> Option<&Transaction> {
    let mut transaction = state.store.transaction(of)?;
    while let Intent::Revert { of, .. } = transaction.intent {
        transaction = state.store.transaction(of)?;
    }
    Some(transaction)
}

/// What became of a relation.
fn related(state: &State, transaction: &Transaction) -> String {
    let relation = |record: &Option<Arc<Record>>| match record.as_deref() {
        Some(Record::Relation(it)) => Some(it.clone()),
        _ => None,
    };
    let changes = transaction.ops.iter().map(|op| (relation(&op.before), relation(&op.after)));
    let words = |id| {
        let span = state.store.span(id)?;
        let document = state.texts.get(&span.doc)?;
        Some(format!("“{}”", brief(document, span.fragments.cover())))
    };
    for (before, after) in changes {
        let (verb, it) = match (before, after) {
            (None, Some(it)) => ("Linked", it),
            (Some(_), Some(it)) => ("Changed a link to", it),
            (Some(it), None) => ("Unlinked", it),
            (None, None) => continue,
        };
        let definition = state.store.definitions().get(&(Kind::Relation, it.label.clone()));
        let name = definition.map_or(it.label.as_str(), |it| &it.name);
        let ends = words(it.head).zip(words(it.tail)).map(|(head, tail)| format!(": {head} → {tail}"));
        return format!("{verb} {name}{}", ends.unwrap_or_default());
    }
    "Linked two spans".to_owned()
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
            if let Some(subject) = subject(state, op).filter(|_| !is_joint(op)) {
                count += 1;
                first.get_or_insert(subject);
            }
        }
        let Some((doc, label, range)) = first else { continue };
        if count > 1 {
            return format!("{count} spans");
        }
        let definition = state.store.definitions().get(&(Kind::Label, label.clone()));
        let label = definition.map_or(label.as_str(), |it| &it.name).to_owned();
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

/// Whether it is about what joins spans, rather than about one.
fn is_joint(op: &Op) -> bool {
    let record = op.after.as_deref().or(op.before.as_deref());
    matches!(record, Some(Record::Relation(_) | Record::Cluster(_) | Record::Event(_)))
}

/// What went with a deleted span: `1 event and 2 links`. None where nothing did.
pub(crate) fn gone_with(transaction: &Transaction) -> Option<String> {
    let gone = transaction.ops.iter().filter(|op| op.after.is_none()).filter_map(|op| op.before.as_deref());
    let (mut links, mut events, mut roles, mut clusters) = (0, 0, 0, 0);
    for record in gone {
        match record {
            Record::Relation(_) => links += 1,
            Record::Event(_) => events += 1,
            Record::Argument(_) => roles += 1,
            Record::Cluster(_) => clusters += 1,
            _ => {}
        }
    }
    let counts = [(events, "event"), (roles, "role"), (links, "link"), (clusters, "cluster")].into_iter();
    let parts: Vec<String> = counts
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }))
        .collect();
    let (last, rest) = parts.split_last()?;
    Some(if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) })
}

/// The labelled text that an operation is about.
fn subject(state: &State, op: &Op) -> Option<(DocId, Slug, TextRange)> {
    let span = |span: &Span| (span.doc, span.label.clone(), span.fragments.cover());
    match (&op.key, op.after.as_deref().or(op.before.as_deref())?) {
        (_, Record::Span(it)) => Some(span(it)),
        (RecordKey::Rejection(doc, _, target), _) => Some((*doc, target.label().1.clone(), target.anchor()?.cover())),
        (RecordKey::Note(node, _) | RecordKey::Attribute(node, _), _) => state.store.span(*node).map(span),
        (_, Record::Relation(it)) => state.store.span(it.head).map(span),
        (_, Record::Event(it)) => state.store.span(it.trigger).map(span),
        (RecordKey::Member(_, node), _) => state.store.span(*node).map(span),
        (RecordKey::Argument(event, _), _) => {
            state.store.span(postil_edits::event(&state.store, *event)?.trigger).map(span)
        }
        _ => None,
    }
}

/// The first text that a transaction is about.
pub fn first_place(transaction: &Transaction) -> Option<(DocId, TextRange)> {
    transaction.ops.iter().find_map(|op| match (&op.key, op.after.as_deref().or(op.before.as_deref())?) {
        (_, Record::Span(span)) => Some((span.doc, span.fragments.cover())),
        (RecordKey::Rejection(doc, _, target), _) => Some((*doc, target.anchor()?.cover())),
        _ => None,
    })
}
