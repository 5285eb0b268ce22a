//! Changes of the schema that take annotations along: rename, merge, delete, split. They look at every record of the project,
//! O(n log n): the page leaves them to its worker.

pub(super) mod rewriter;

use super::{entries, next_order, slug};
use crate::Edit;
use crate::constraint::is_a_of;
use postil_core::{AttributeValue, Author, Definition, Kind, Record, RecordKey, Slug, Store, Timestamp, names};
use rewriter::Rewriter;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A label is split into so many at most: more are no types.
const MAX_PARTS: usize = 64;

/// What annotations say, once an entry of the schema is another: each that said `from` says `to`, and so does what was
/// turned down and what other entries say of it.
fn become_other(rewriter: &mut Rewriter, kind: Kind, from: &Slug, to: &Slug) {
    rewriter.relabel(&|of, slug| (of == kind && slug == from).then(|| to.clone()));
    rewriter.settle();
}

fn live(store: &Store, kind: Kind, slug: &Slug) -> Option<Definition> {
    store.definitions().get(&(kind, slug.clone())).filter(|it| it.replaced_by.is_none()).cloned()
}

/// What is left of an entry that became another: who has annotations with it from elsewhere is led on.
fn trace(it: &Definition, to: &Slug) -> Record {
    Definition { replaced_by: Some(to.clone()), key: None, ..it.clone() }.into()
}

/// Gives an entry another key: that by which annotations and files call it. What people read stays. Nothing is done where
/// `to` is taken, which would be a [merge](merge_entries), or where the program knows the entry [by its key](names::is_known).
pub fn rename_entry(store: &Store, author: &Author, now: Timestamp, kind: Kind, from: &Slug, to: &Slug) -> Edit {
    let Some(old) = live(store, kind, from).filter(|_| live(store, kind, to).is_none()) else { return Edit::default() };
    if names::is_known(kind, from.as_str()) {
        return Edit::default();
    }
    let mut rewriter = Rewriter::new(store);
    rewriter.put(RecordKey::Definition(kind, to.clone()), old.clone().into());
    rewriter.put(RecordKey::Definition(kind, from.clone()), trace(&old, to));
    become_other(&mut rewriter, kind, from, to);
    rewriter.finish(author, now)
}

/// Makes one entry of two. What then says the same as another annotation of its set becomes one with it: links, values and
/// notes go over. The entry that stays allows what either allowed.
pub fn merge_entries(store: &Store, author: &Author, now: Timestamp, kind: Kind, from: &Slug, into: &Slug) -> Edit {
    let (Some(gone), Some(mut kept)) = (live(store, kind, from), live(store, kind, into)) else {
        return Edit::default();
    };
    if from == into || names::is_known(kind, from.as_str()) {
        return Edit::default();
    }
    for (kept, gone) in [(&mut kept.heads, &gone.heads), (&mut kept.tails, &gone.tails)] {
        match gone.is_empty() {
            true => kept.clear(),
            false if kept.is_empty() => {}
            false => add_new(kept, gone),
        }
    }
    if !kept.values.is_empty() {
        add_new(&mut kept.values, &gone.values);
    }
    if is_a_of(store, kind, into, from) {
        kept.parent.clone_from(&gone.parent);
    }
    let mut rewriter = Rewriter::new(store);
    rewriter.put(RecordKey::Definition(kind, into.clone()), kept.into());
    rewriter.put(RecordKey::Definition(kind, from.clone()), trace(&gone, into));
    become_other(&mut rewriter, kind, from, into);
    rewriter.finish(author, now)
}

fn add_new<T: Clone + PartialEq>(to: &mut Vec<T>, from: &[T]) {
    for it in from {
        if !to.contains(it) {
            to.push(it.clone());
        }
    }
}

/// Deletes an entry with all annotations that say it, and what hangs on those. What is below it comes under what is above it.
/// Where it alone may stand, nothing may afterwards: an end is never opened by a deletion.
pub fn delete_entry(store: &Store, author: &Author, now: Timestamp, kind: Kind, slug: &Slug) -> Edit {
    let Some(old) = live(store, kind, slug) else { return Edit::default() };
    let mut rewriter = Rewriter::new(store);
    for (key, record) in store.snapshot() {
        match key {
            RecordKey::Definition(of, other) => {
                if let Record::Definition(it) = &**record {
                    let is_trace = *of == kind && it.replaced_by.as_ref() == Some(slug);
                    match is_trace || *of == kind && other == slug {
                        true => rewriter.delete(key.clone()),
                        false => rewriter.put(key.clone(), without(it, *of, kind, slug, old.parent.as_ref()).into()),
                    }
                }
            }
            // What was turned down stays so, should the entry come back.
            RecordKey::Rejection(..) => {}
            key if !key.labels(&**record).iter().any(|(of, it)| *of == kind && *it == slug) => {}
            RecordKey::Node(id) => rewriter.delete_node(*id),
            key => rewriter.delete(key.clone()),
        }
    }
    rewriter.settle();
    rewriter.finish(author, now)
}

/// A definition that does not speak of an entry any more.
fn without(it: &Definition, of: Kind, kind: Kind, gone: &Slug, above: Option<&Slug>) -> Definition {
    let mut it = it.clone();
    if of == kind && it.parent.as_ref() == Some(gone) {
        it.parent = above.cloned();
    }
    if kind == Kind::Label {
        for ids in [&mut it.heads, &mut it.tails] {
            if ids.iter().any(|id| id != gone) {
                ids.retain(|id| id != gone);
            }
        }
    }
    if (of, kind) == (Kind::Event, Kind::Role) && it.values.iter().any(|role| **role != *gone.as_str()) {
        it.values.retain(|role| **role != *gone.as_str());
    }
    it
}

/// Splits a label by an attribute: each value becomes a label below it, which the spans with that value get instead of the
/// value. Of an attribute that is true or false those get one that have it. Nothing is done where there are no values, or more
/// than 64.
pub fn split_label(store: &Store, author: &Author, now: Timestamp, label: &Slug, attribute: &Slug) -> Edit {
    let Some(old) = live(store, Kind::Label, label) else { return Edit::default() };
    let mut rewriter = Rewriter::new(store);
    let mut parts: BTreeMap<Arc<str>, Slug> = BTreeMap::new();
    let mut order = next_order(store);
    let values = live(store, Kind::Attribute, attribute).map(|it| it.values).unwrap_or_default();
    let spans = store.snapshot().into_iter().filter_map(|(key, record)| match (key, &**record) {
        (RecordKey::Attribute(node, slug), Record::Attribute(it)) if slug == attribute => {
            let span = store.span(*node).filter(|span| span.label == *label)?;
            Some((*node, span, part_name(attribute, &it.value)?))
        }
        _ => None,
    });
    let spans: Vec<_> = spans.collect();
    for value in values.iter().chain(spans.iter().map(|(.., value)| value)) {
        if parts.contains_key(value) {
            continue;
        }
        let Some(part) = slug(&format!("{label}_{value}")) else { return Edit::default() };
        if live(store, Kind::Label, &part).is_none() {
            let taken = entries(store, Kind::Label).iter().any(|(_, it)| it.name.eq_ignore_ascii_case(value));
            let name = if taken { format!("{} {value}", old.name).into() } else { value.clone() };
            let definition = Definition {
                chip: Definition::usual_chip(value),
                key: None,
                order,
                parent: Some(label.clone()),
                name,
                description: None,
                ..old.clone()
            };
            order += 1;
            rewriter.put(RecordKey::Definition(Kind::Label, part.clone()), definition.into());
        }
        parts.insert(value.clone(), part);
    }
    if parts.is_empty() || parts.len() > MAX_PARTS {
        return Edit::default();
    }
    for (id, _, value) in &spans {
        rewriter.label_node(*id, parts[value].clone());
        rewriter.delete(RecordKey::Attribute(*id, attribute.clone()));
    }
    rewriter.settle();
    rewriter.finish(author, now)
}

/// What a part is called for a value.
fn part_name(attribute: &Slug, value: &AttributeValue) -> Option<Arc<str>> {
    match value {
        AttributeValue::Boolean(is_so) => is_so.then(|| attribute.as_str().into()),
        AttributeValue::Number(it) | AttributeValue::Choice(it) | AttributeValue::Text(it) => Some(it.clone()),
    }
}
