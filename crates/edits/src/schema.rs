//! The schema: define a label, a relation type, an attribute, and say how they follow each other. What changes annotations
//! with it is in [`rewrite`].

pub(crate) mod adopt;
mod conflict;
pub(crate) mod impact;
pub(crate) mod rewrite;

pub use conflict::{Conflict, conflicts};

use crate::Edit;
use postil_core::{Author, Definition, Draft, Intent, Kind, RecordKey, Slug, Store, Timestamp, sort_by};

/// Defines what a key means, or defines it anew. The key itself never changes: it is what annotations hold.
pub fn define(store: &Store, author: &Author, now: Timestamp, kind: Kind, key: Slug, definition: Definition) -> Edit {
    let mut draft = Draft::new(store, author);
    draft.put(RecordKey::Definition(kind, key), definition.into());
    Edit { transaction: draft.finish(now, Intent::Schema), ..Edit::default() }
}

/// The entries of a kind, in the order of lists; those that became others are not among them.
pub fn entries(store: &Store, of: Kind) -> Vec<(&Slug, &Definition)> {
    let mut entries = Vec::new();
    for ((kind, slug), it) in store.definitions().iter() {
        if *kind == of && it.replaced_by.is_none() {
            entries.push((slug, it));
        }
    }
    // They come in the order of their slugs.
    sort_by(&mut entries, &|a: &(&Slug, &Definition), b| a.1.order.cmp(&b.1.order));
    entries
}

/// Moves an entry among those of its kind, so many places down, or up.
pub fn move_entry(store: &Store, author: &Author, now: Timestamp, kind: Kind, slug: &Slug, by: isize) -> Edit {
    let mut list = entries(store, kind);
    let Some(from) = list.iter().position(|(it, _)| *it == slug) else { return Edit::default() };
    let to = from.saturating_add_signed(by).min(list.len() - 1);
    let mut orders: Vec<u32> = list.iter().map(|(_, it)| it.order).collect();
    // Entries that several people added at once may have one place.
    for i in 1..orders.len() {
        orders[i] = orders[i].max(orders[i - 1].saturating_add(1));
    }
    let moved = list.remove(from);
    list.insert(to, moved);
    let mut draft = Draft::new(store, author);
    for ((slug, it), order) in list.into_iter().zip(orders) {
        draft.put(RecordKey::Definition(kind, slug.clone()), Definition { order, ..it.clone() }.into());
    }
    Edit { transaction: draft.finish(now, Intent::Schema), ..Edit::default() }
}

/// The place at the end of the lists.
pub fn next_order(store: &Store) -> u32 {
    store.definitions().values().map(|it| it.order.saturating_add(1)).max().unwrap_or_default()
}

/// Adds an entry that somebody named by using it, at the end of the lists. One that is there stays as it is.
pub(crate) fn define_missing(draft: &mut Draft, kind: Kind, slug: &Slug) {
    define_missing_of(draft, kind, slug, Vec::new());
}

/// The same for some heads alone; none allows all.
pub(crate) fn define_missing_of(draft: &mut Draft, kind: Kind, slug: &Slug, heads: Vec<Slug>) {
    let definitions = draft.store().definitions();
    if definitions.contains_key(&(kind, slug.clone())) {
        return;
    }
    let order = next_order(draft.store());
    let definition = Definition { order, heads, ..Definition::plain(kind, slug, &slug.as_str().replace('_', " ")) };
    draft.put(RecordKey::Definition(kind, slug.clone()), definition.into());
}

/// The key that a typed name stands for: without blanks, which many formats do not allow in it. None where nothing was
/// typed, or too much.
pub fn slug(typed: &str) -> Option<Slug> {
    typed.split_whitespace().collect::<Vec<_>>().join("_").parse().ok()
}
