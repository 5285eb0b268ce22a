//! Events: something that happened, the span that says so, and what took part in it.

use crate::constraint::is_among;
use crate::end::End;
use crate::review::{Accepting, forget_event};
use crate::schema::define_missing;
use crate::{Edit, Scope};
use postil_core::{Argument, Event, Intent, Kind, NodeId, Origin, Record, RecordKey, SetId, Slug, Store};

/// An event by its name.
pub fn event(store: &Store, id: NodeId) -> Option<&Event> {
    match &**store.get(&RecordKey::Node(id))? {
        Record::Event(it) => Some(it),
        _ => None,
    }
}

/// The events of a set that a span is the trigger of.
pub fn events_of<'a>(store: &'a Store, set: &'a SetId, trigger: NodeId) -> impl Iterator<Item = (NodeId, &'a Event)> {
    store.references(trigger).iter().filter_map(move |key| {
        let id = key.node()?;
        Some((id, event(store, id).filter(|it| it.set == *set && it.trigger == trigger)?))
    })
}

/// An argument: its event, its own name, and what it says.
pub type Role<'a> = (NodeId, NodeId, &'a Argument);

fn argument_under<'a>(store: &'a Store, key: &RecordKey) -> Option<Role<'a>> {
    match (key, &**store.get(key)?) {
        (RecordKey::Argument(event, id), Record::Argument(it)) => Some((*event, *id, it)),
        _ => None,
    }
}

/// What takes part in an event, in the order in which it was added.
pub fn arguments(store: &Store, event: NodeId) -> impl Iterator<Item = Role<'_>> {
    let own = store.references(event).iter().filter_map(|key| argument_under(store, key));
    own.filter(move |(of, ..)| *of == event)
}

/// What a node takes part in, over all sets.
pub fn roles_of(store: &Store, node: NodeId) -> impl Iterator<Item = Role<'_>> {
    let all = store.references(node).iter().filter_map(|key| argument_under(store, key));
    all.filter(move |(.., it)| it.node == node)
}

/// Whether what has this label may have a role in an event of this type. A role that says nothing allows all, and so does an
/// event that lists no roles.
pub fn may_have_role(store: &Store, event: &Slug, role: &Slug, label: Option<&Slug>) -> bool {
    let definitions = store.definitions();
    let of_event = definitions
        .get(&(Kind::Event, event.clone()))
        .is_none_or(|it| it.values.is_empty() || it.values.iter().any(|value| **value == *role.as_str()));
    let of_role = definitions.get(&(Kind::Role, role.clone())).zip(label);
    of_event && of_role.is_none_or(|(it, label)| is_among(store, label, &it.heads))
}

/// Whether what has this label may be the trigger of an event of this type.
pub fn may_trigger(store: &Store, event: &Slug, label: &Slug) -> bool {
    store.definitions().get(&(Kind::Event, event.clone())).is_none_or(|it| is_among(store, label, &it.heads))
}

/// Makes an event of what a span says; the edit's node is the event. A type that the schema does not have is added to it.
pub fn make_event(scope: Scope, label: Slug, trigger: End) -> Edit {
    if !trigger.is_here(&scope) {
        return Edit::default();
    }
    let Scope { store, set, doc, .. } = scope;
    let known = trigger.known(&scope);
    if let Some((id, _)) = known.and_then(|it| events_of(store, set, it).find(|(_, it)| it.label == label)) {
        return Edit::said(id);
    }
    scope.annotate(Intent::Event, |draft| {
        define_missing(draft, Kind::Event, &label);
        let trigger = trigger.node(&mut Accepting::new(scope, true), &scope, draft);
        Some(draft.add(Event { doc, set: set.clone(), label, trigger, origin: Origin::Person }.into()))
    })
}

/// Gives an event another type.
pub fn retype_event(scope: Scope, id: NodeId, label: Slug) -> Edit {
    let Some(old) = event(scope.store, id).cloned() else { return Edit::default() };
    scope.annotate(Intent::Event, |draft| {
        define_missing(draft, Kind::Event, &label);
        if label != old.label {
            forget_event(&scope, draft, &old);
            draft.put(RecordKey::Node(id), Event { label, origin: Origin::Person, ..old }.into());
        }
        Some(id)
    })
}

/// Deletes an event with its arguments; its trigger and what took part stay. One that was suggested is not suggested again.
pub fn delete_event(scope: Scope, id: NodeId) -> Edit {
    let Some(old) = event(scope.store, id) else { return Edit::default() };
    scope.annotate(Intent::Event, |draft| {
        forget_event(&scope, draft, old);
        draft.delete_node(id);
        None
    })
}

/// Adds something to an event in some role; the edit's node is the event. A role that the schema does not have is added to it.
pub fn add_argument(scope: Scope, id: NodeId, role: Slug, of: End) -> Edit {
    if event(scope.store, id).is_none() || !of.is_here(&scope) {
        return Edit::default();
    }
    let known = of.known(&scope);
    if arguments(scope.store, id).any(|(.., it)| it.role == role && Some(it.node) == known) {
        return Edit::said(id);
    }
    scope.annotate(Intent::Event, |draft| {
        define_missing(draft, Kind::Role, &role);
        let node = of.node(&mut Accepting::new(scope, true), &scope, draft);
        let key = RecordKey::Argument(id, draft.mint());
        draft.put(key, Argument { role, node, origin: Origin::Person }.into());
        Some(id)
    })
}

/// Gives an argument of an event another role.
pub fn change_role(scope: Scope, event: NodeId, argument: NodeId, role: Slug) -> Edit {
    let key = RecordKey::Argument(event, argument);
    let Some((.., old)) = argument_under(scope.store, &key) else { return Edit::default() };
    scope.annotate(Intent::Event, |draft| {
        define_missing(draft, Kind::Role, &role);
        if role != old.role {
            draft.put(key, Argument { role, origin: Origin::Person, ..old.clone() }.into());
        }
        Some(event)
    })
}

/// Takes an argument out of an event.
pub fn delete_argument(scope: Scope, event: NodeId, argument: NodeId) -> Edit {
    scope.annotate(Intent::Event, |draft| {
        draft.delete(RecordKey::Argument(event, argument));
        Some(event)
    })
}
