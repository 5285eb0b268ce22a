//! Changes of the schema: what they would do to annotations, in words, and the step that does it.

use crate::{Project, Reply};
use postil_core::{Definition, Kind, RecordKey, Slug, Store, Transaction};
use postil_edits::{Counts, delete_entry, impact, merge_entries, rename_entry, split_label};
use postil_messages::{ResponseBody, SchemaChange, Use};
use postil_project::codec;

/// How often entries of the schema are used.
pub fn uses(project: &Project) -> ResponseBody {
    let told = |(kind, slug, count, documents)| Use { kind, slug, count, documents };
    ResponseBody::Uses { uses: postil_edits::uses(&project.store).into_iter().map(told).collect() }
}

/// What a change would do, and its transaction.
pub fn consider(change: &SchemaChange, project: &Project) -> Reply {
    let Project { store, author, now, .. } = project;
    let edit = match change {
        SchemaChange::Rename { kind, from, to } => rename_entry(store, author, *now, *kind, from, to),
        SchemaChange::Merge { kind, from, into } => merge_entries(store, author, *now, *kind, from, into),
        SchemaChange::Delete { kind, slug } => delete_entry(store, author, *now, *kind, slug),
        SchemaChange::Split { label, attribute } => split_label(store, author, *now, label, attribute),
    };
    let Some(transaction) = edit.transaction else {
        return Reply::Plain(ResponseBody::Failed { message: refusal(change).to_owned() });
    };
    let said = told(change, &transaction, store);
    Reply::Bytes(ResponseBody::Considered { said }, vec![codec::encode(&transaction).into_bytes()])
}

/// Why nothing would be done.
fn refusal(change: &SchemaChange) -> &'static str {
    match change {
        SchemaChange::Split { .. } => {
            "Nothing with this label has a value of that attribute, or there are more than 64 values."
        }
        SchemaChange::Rename { .. } => "This name is taken, or Postil knows the entry by its name.",
        _ => "Postil knows this entry by its name.",
    }
}

fn told(change: &SchemaChange, transaction: &Transaction, store: &Store) -> Vec<String> {
    let impact = impact(store, transaction);
    let over = match impact.documents {
        0 => String::new(),
        1 => " in 1 document".to_owned(),
        documents => format!(" in {documents} documents"),
    };
    let (changed, gone) = (counted(&impact.changed), counted(&impact.gone));
    let mut said = Vec::new();
    let becomes = |what: &str| match &changed {
        Some((words, is_one)) => format!("{words}{over} {} {what}.", if *is_one { "becomes" } else { "become" }),
        None if gone.is_none() => "Nothing is annotated with it.".to_owned(),
        None => String::new(),
    };
    let joined = gone.as_ref().map(|(words, is_one)| {
        let verb =
            if *is_one { "says what is said already, and becomes" } else { "say what is said already, and become" };
        format!("{words} {verb} one with that.")
    });
    match change {
        SchemaChange::Rename { to, .. } => {
            said.push(becomes(to.as_str()));
            said.extend(joined);
        }
        SchemaChange::Merge { kind, into, .. } => {
            said.push(becomes(&name(store, *kind, into)));
            said.extend(joined);
        }
        SchemaChange::Delete { .. } => said.push(match gone {
            Some((words, is_one)) => format!("{words}{over} {} deleted with it.", if is_one { "is" } else { "are" }),
            None => "Nothing is annotated with it.".to_owned(),
        }),
        SchemaChange::Split { label, .. } => {
            let is_part = |it: &Definition| it.parent.as_ref() == Some(label);
            let parts =
                transaction.ops.iter().filter_map(|op| match (&op.key, op.before.is_none(), op.after.as_deref()) {
                    (RecordKey::Definition(Kind::Label, _), true, Some(postil_core::Record::Definition(it))) => {
                        is_part(it).then(|| it.name.to_string())
                    }
                    _ => None,
                });
            let parts: Vec<String> = parts.collect();
            let labels = if parts.is_empty() {
                "labels below it".to_owned()
            } else {
                format!("labels below it: {}", parts.join(", "))
            };
            said.push(becomes(&labels));
            said.push("The values go: the labels say the same.".to_owned());
        }
    }
    said.retain(|sentence| !sentence.is_empty());
    said
}

/// What people call an entry.
pub(crate) fn name(store: &Store, kind: Kind, slug: &Slug) -> String {
    store.definitions().get(&(kind, slug.clone())).map_or(slug.as_str(), |it| &it.name).to_owned()
}

/// `14 spans and 3 relations`, and whether it is one thing alone; None for nothing.
pub(crate) fn counted(counts: &Counts) -> Option<(String, bool)> {
    let Counts { spans, relations, clusters, events, roles, attributes, document_labels } = *counts;
    let all = [
        (spans, "span"),
        (relations, "relation"),
        (clusters, "cluster"),
        (events, "event"),
        (roles, "argument"),
        (attributes, "value"),
        (document_labels, "label of a document"),
    ];
    let words = |(count, noun): &(usize, &str)| match (count, *noun) {
        (1, noun) => format!("1 {noun}"),
        (count, "label of a document") => format!("{count} labels of documents"),
        (count, noun) => format!("{count} {noun}s"),
    };
    let parts: Vec<String> = all.iter().filter(|(count, _)| *count > 0).map(words).collect();
    let total: usize = all.iter().map(|(count, _)| count).sum();
    Some(match &parts[..] {
        [] => return None,
        [one] => (one.clone(), total == 1),
        [first @ .., last] => (format!("{} and {last}", first.join(", ")), false),
    })
}
