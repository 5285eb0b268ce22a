//! What stands against an entry of the schema as somebody would have it.

use super::entries;
use crate::constraint::is_a_of;
use postil_core::{Definition, Kind, Slug, Store};

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// It is called nothing.
    NoName,
    /// This one is called the same.
    Name(Slug),
    /// Its key is not one character.
    NoKey,
    /// This one has the same key.
    Key(Slug),
    /// It would stand above itself; this is what would be above it.
    Circle(Slug),
}

/// Everything that stands against an entry. `slug` is its own: what is there under it is what would be changed.
pub fn conflicts(store: &Store, kind: Kind, slug: &Slug, it: &Definition) -> Vec<Conflict> {
    let others = || entries(store, kind).into_iter().filter(|(other, _)| *other != slug);
    let mut found = Vec::new();
    if it.name.trim().is_empty() {
        found.push(Conflict::NoName);
    }
    let same = |(_, other): &(&Slug, &Definition)| other.name.trim().eq_ignore_ascii_case(it.name.trim());
    found.extend(others().find(same).map(|(other, _)| Conflict::Name(other.clone())));
    if let Some(key) = &it.key {
        if key.chars().count() != 1 || key.trim().is_empty() {
            found.push(Conflict::NoKey);
        }
        let other = others().find(|(_, other)| other.key.as_deref() == Some(key));
        found.extend(other.map(|(other, _)| Conflict::Key(other.clone())));
    }
    if let Some(parent) = it.parent.as_ref().filter(|parent| *parent == slug || is_a_of(store, kind, parent, slug)) {
        found.push(Conflict::Circle(parent.clone()));
    }
    found
}
