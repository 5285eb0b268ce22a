//! What may be joined with what, and the types that there are to choose from.

use super::Aim;
use crate::{Item, Placed, Shown, State};
use postil_core::{Definition, Kind, Slug, Store, sort_by};
use postil_edits::{allows, clusters_of, event, may_be_mention, may_have_role, may_trigger, relation};

/// A type that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub label: Slug,
    /// Whether what has the focus is the head of it, where it is a relation.
    pub is_head: bool,
}

impl Aim {
    /// The kind of type that is chosen, if any is.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Relation(_) => Some(Kind::Relation),
            Self::Event => Some(Kind::Event),
            Self::Argument { .. } => Some(Kind::Role),
            Self::Moved { .. } | Self::Mention => None,
        }
    }

    /// The same with a type.
    pub(crate) fn typed(self, label: Option<Slug>) -> Self {
        match self {
            Self::Relation(_) => Self::Relation(label),
            Self::Argument { event, .. } => Self::Argument { event, role: label },
            other => other,
        }
    }

    /// Whether something may be the other end.
    pub(super) fn allows(&self, shown: &Shown, from: &Placed, to: &Placed) -> bool {
        let store = shown.store;
        match self {
            Self::Relation(label) => !relations(store, label.as_ref(), &from.label, Some(&to.label)).is_empty(),
            Self::Moved { relation: id, is_head } => relation(store, *id).is_some_and(|it| {
                let near = if *is_head { it.tail } else { it.head };
                let label = store.span(near).map(|span| &span.label);
                let (head, tail) = if *is_head { (Some(&to.label), label) } else { (label, Some(&to.label)) };
                to.item != Item::Span(near) && allows(store, &it.label, head, tail)
            }),
            Self::Mention => {
                let cluster = |item| match item {
                    Item::Span(id) => clusters_of(store, shown.set, id).next(),
                    Item::Suggestion(_) | Item::Rejected(_) => None,
                };
                let (here, there) = (cluster(from.item), cluster(to.item));
                may_be_mention(store, &to.label) && (here.is_none() || here != there)
            }
            Self::Event => false,
            Self::Argument { event: id, role } => {
                let Some(event) = event(store, *id) else { return false };
                let may = |role: &Slug| may_have_role(store, &event.label, role, Some(&to.label));
                match role {
                    Some(role) => may(role),
                    None => {
                        let roles = types(store, Kind::Role);
                        roles.is_empty() || roles.iter().any(may)
                    }
                }
            }
        }
    }
}

impl State {
    /// The types that there are to choose from: with a number each, as far as those go.
    pub fn choices(&self) -> Vec<Choice> {
        let (Some(linking), Some(shown), Some(from)) = (&self.linking, Shown::of(self), self.focused()) else {
            return Vec::new();
        };
        let store = shown.store;
        let to = linking.picked.and_then(|picked| shown.place(picked.item)).map(|placed| placed.label);
        let plain = |label: Slug| Choice { label, is_head: true };
        match &linking.aim {
            Aim::Relation(label) => relations(store, label.as_ref(), &from.label, to.as_ref()),
            Aim::Moved { .. } | Aim::Mention => Vec::new(),
            Aim::Event => {
                let types = types(store, Kind::Event).into_iter();
                types.filter(|it| may_trigger(store, it, &from.label)).map(plain).collect()
            }
            Aim::Argument { event: id, role } => {
                let Some(event) = event(store, *id) else { return Vec::new() };
                let roles = role.clone().map_or_else(|| types(store, Kind::Role), |role| vec![role]).into_iter();
                roles.filter(|role| may_have_role(store, &event.label, role, to.as_ref())).map(plain).collect()
            }
        }
    }

    /// A type by what people call it, or by its key; or a new one. None where nothing was typed.
    pub(crate) fn type_named(&self, kind: Kind, name: &str) -> Option<Slug> {
        let typed = name.trim();
        let is_it = |it: &Definition, slug: &Slug| it.name.eq_ignore_ascii_case(typed) || slug.as_str() == typed;
        let mut all = self.store.definitions().iter().filter(|((of, _), _)| *of == kind);
        let known = all.find(|((_, slug), it)| is_it(it, slug)).map(|((_, slug), _)| slug.clone());
        known.or_else(|| postil_edits::slug(typed))
    }
}

/// The relation types that may lead from one label to another, or the other way round; `to` may be open still.
fn relations(store: &Store, label: Option<&Slug>, from: &Slug, to: Option<&Slug>) -> Vec<Choice> {
    let choice = |label: &Slug| {
        let is_head = match (allows(store, label, Some(from), to), allows(store, label, to, Some(from))) {
            (true, _) => true,
            (false, true) => false,
            (false, false) => return None,
        };
        Some(Choice { label: label.clone(), is_head })
    };
    match label {
        Some(label) => choice(label).into_iter().collect(),
        None => types(store, Kind::Relation).iter().filter_map(choice).collect(),
    }
}

/// The types of a kind, in the order of the schema.
fn types(store: &Store, kind: Kind) -> Vec<Slug> {
    let mut types: Vec<(&Slug, u32)> = Vec::new();
    for ((of, slug), it) in store.definitions().iter() {
        if *of == kind && it.replaced_by.is_none() {
            types.push((slug, it.order));
        }
    }
    sort_by(&mut types, &|a, b| a.1.cmp(&b.1));
    types.into_iter().map(|(slug, _)| slug.clone()).collect()
}
