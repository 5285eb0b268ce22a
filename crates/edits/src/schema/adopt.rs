//! A schema from elsewhere comes in: it adds to what is there, or takes its place.

use super::rewrite::rewriter::Rewriter;
use super::{entries, next_order};
use crate::Edit;
use postil_core::{Author, Definition, Hue, Kind, Layer, Record, RecordKey, Slug, Store, Timestamp, names};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An entry as a schema from elsewhere has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub kind: Kind,
    pub slug: Slug,
    pub definition: Definition,
    /// Entries here that are this one: annotations with them say this one afterwards.
    pub replaces: Vec<Slug>,
}

/// Brings a schema in, in one step. Entries get a place at the end of the lists, keys that nobody has, and where they have no
/// hue one that is used least.
///
/// With `instead_of`, the entries of these kinds that the schema does not want are deleted, but for those that annotations
/// use; and the places are those of the schema.
pub fn adopt(
    store: &Store, author: &Author, now: Timestamp, wanted: &[Wanted], instead_of: Option<&BTreeSet<Kind>>,
) -> Edit {
    let mut rewriter = Rewriter::new(store);
    let is_wanted = |kind: Kind, slug: &Slug| wanted.iter().any(|it| (it.kind, &it.slug) == (kind, slug));
    // What becomes something else: the first that wants it has it.
    let mut becomes: BTreeMap<(Kind, Slug), Slug> = BTreeMap::new();
    for it in wanted {
        for old in &it.replaces {
            if !is_wanted(it.kind, old) && !names::is_known(it.kind, old.as_str()) {
                becomes.entry((it.kind, old.clone())).or_insert_with(|| it.slug.clone());
            }
        }
    }
    let used: BTreeSet<(Kind, Slug)> = super::impact::uses(store).into_iter().map(|it| (it.0, it.1)).collect();
    let mut kept: Vec<(Kind, &Slug, &Definition)> = Vec::new();
    for kind in Kind::ALL.iter().copied() {
        for (slug, it) in entries(store, kind) {
            let key = (kind, slug.clone());
            if is_wanted(kind, slug) || becomes.contains_key(&key) {
                continue;
            }
            let is_gone = instead_of.is_some_and(|kinds| kinds.contains(&kind)) && !used.contains(&key);
            match is_gone {
                true => rewriter.delete(RecordKey::Definition(kind, slug.clone())),
                false => kept.push((kind, slug, it)),
            }
        }
    }
    let mut order = if instead_of.is_some() { 0 } else { next_order(store) };
    let live =
        |it: &Wanted| store.definitions().get(&(it.kind, it.slug.clone())).filter(|here| here.replaced_by.is_none());
    // Who has a key keeps it.
    let has_key =
        |it: &Wanted| it.definition.key.is_some() && live(it).is_some_and(|here| here.key == it.definition.key);
    let held = wanted.iter().filter(|it| has_key(it)).filter_map(|it| it.definition.key.clone());
    let mut keys: BTreeSet<Arc<str>> = kept.iter().filter_map(|(.., it)| it.key.clone()).chain(held).collect();
    let mut hues = [0_usize; Hue::ALL.len()];
    let kept_hues = kept.iter().filter(|(kind, ..)| *kind == Kind::Label).map(|(.., it)| it.hue);
    kept_hues.chain(wanted.iter().map(|it| it.definition.hue)).for_each(|hue| hues[hue as usize] += 1);
    for it in wanted {
        let here = live(it);
        let mut definition = it.definition.clone();
        if !has_key(it) {
            definition.key.take_if(|key| names::is_command(key) || !keys.insert(key.clone()));
        }
        if it.kind == Kind::Label && definition.hue == Hue::Slate && definition.layer != Layer::Quotes && here.is_none()
        {
            let free = Hue::ALL.iter().copied().filter(|hue| *hue != Hue::Slate);
            definition.hue = free.min_by_key(|hue| hues[*hue as usize]).unwrap_or(Hue::Slate);
            hues[definition.hue as usize] += 1;
        }
        // What takes the place of another has its place in the list.
        let before = here.or_else(|| {
            let replaced = it.replaces.iter().filter_map(|old| store.definitions().get(&(it.kind, old.clone())));
            replaced.into_iter().find(|old| old.replaced_by.is_none())
        });
        definition.order = match before {
            Some(before) if instead_of.is_none() => before.order,
            _ => {
                order += 1;
                order - 1
            }
        };
        rewriter.put(RecordKey::Definition(it.kind, it.slug.clone()), definition.into());
    }
    if instead_of.is_some() {
        // Behind those of the schema, as they followed each other.
        for (kind, slug, it) in kept {
            rewriter.put(RecordKey::Definition(kind, slug.clone()), Definition { order, ..it.clone() }.into());
            order += 1;
        }
    }
    // A name that nobody has here is kept in mind too: an extractor may suggest it.
    for ((kind, old), new) in &becomes {
        let here = store.definitions().get(&(*kind, old.clone())).cloned();
        let it = here.unwrap_or_else(|| Definition::plain(*kind, old, old.as_str()));
        let trace = Definition { replaced_by: Some(new.clone()), key: None, ..it };
        rewriter.put(RecordKey::Definition(*kind, old.clone()), Record::from(trace));
    }
    rewriter.relabel(&|kind, slug| becomes.get(&(kind, slug.clone())).cloned());
    rewriter.settle();
    rewriter.finish(author, now)
}
