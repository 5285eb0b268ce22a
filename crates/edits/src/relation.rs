//! Relations: make one, lead it elsewhere, give it another type, delete it.

use crate::constraint::is_single;
use crate::end::End;
use crate::review::{Accepting, forget_relation};
use crate::schema::define_missing;
use crate::{Edit, Scope};
use postil_core::{Draft, Intent, Kind, NodeId, Origin, Record, RecordKey, Relation, Slug, Store};

/// A relation by its name.
pub fn relation(store: &Store, id: NodeId) -> Option<&Relation> {
    match &**store.get(&RecordKey::Node(id))? {
        Record::Relation(it) => Some(it),
        _ => None,
    }
}

/// The relations in which a node stands at either end, in the order of their names.
pub fn relations_of(store: &Store, node: NodeId) -> impl Iterator<Item = (NodeId, &Relation)> {
    store.references(node).iter().filter_map(|key| {
        let id = key.node()?;
        Some((id, relation(store, id)?))
    })
}

/// The relation of a set that says exactly this.
fn find(scope: &Scope, label: &Slug, head: NodeId, tail: NodeId) -> Option<NodeId> {
    let is_it = |it: &Relation| it.set == *scope.set && it.label == *label && it.tail == tail && it.head == head;
    relations_of(scope.store, head).find(|(_, it)| is_it(it)).map(|(id, _)| id)
}

/// Makes a relation from `head` to `tail`; the edit's node is the relation. A type that the schema does not have is added
/// to it.
///
/// Of a type that a head has [once](is_single), the relation that is there is led to the new tail instead, unless
/// `is_beside`: a quote has one speaker, and sometimes two.
pub fn relate(scope: Scope, label: Slug, mut head: End, tail: End, is_beside: bool) -> Edit {
    if !head.is_here(&scope) || !tail.is_here(&scope) {
        return Edit::default();
    }
    let is_moved = is_single(&label) && !is_beside;
    // Those that the head has: one of them becomes this one, the others go.
    let mut old = Vec::new();
    if let (true, Some(head)) = (is_moved, head.known(&scope)) {
        let is_old = |it: &Relation| it.set == *scope.set && it.label == label && it.head == head;
        old = relations_of(scope.store, head).filter(|(_, it)| is_old(it)).map(|(id, _)| id).collect();
    }
    let said = head.known(&scope).zip(tail.known(&scope)).and_then(|(head, tail)| find(&scope, &label, head, tail));
    if let Some(said) = said.filter(|said| old.iter().all(|id| id == said)) {
        return Edit::said(said);
    }
    if let (true, End::Suggestion(accepted)) = (is_moved, &mut head) {
        accepted.relations.retain(|(it, _)| it.label != label);
    }
    scope.annotate(Intent::Relate, |draft| {
        define_missing(draft, Kind::Relation, &label);
        let mut accepting = Accepting::new(scope, true);
        let head = head.node(&mut accepting, &scope, draft);
        let tail = tail.node(&mut accepting, &scope, draft);
        let (doc, set) = (scope.doc, scope.set.clone());
        let made = Relation { doc, set, label, head, tail, origin: Origin::Person };
        let kept = said.or(old.first().copied());
        for id in old.iter().filter(|id| Some(**id) != kept) {
            draft.delete_node(*id);
        }
        Some(match kept {
            Some(id) if said.is_some() => id,
            Some(id) => {
                draft.put(RecordKey::Node(id), made.into());
                id
            }
            None => draft.add(made.into()),
        })
    })
}

/// Leads one end of a relation elsewhere: its head, or its tail.
pub fn retarget(scope: Scope, id: NodeId, is_head: bool, to: End) -> Edit {
    change(scope, id, &[to], |old, made| match (is_head, made) {
        (true, [to]) => Relation { head: *to, ..old },
        (false, [to]) => Relation { tail: *to, ..old },
        _ => old,
    })
}

/// Gives a relation another type. One that the schema does not have is added to it.
pub fn retype(scope: Scope, id: NodeId, label: Slug) -> Edit {
    change(scope, id, &[], |old, _| Relation { label, ..old })
}

/// Turns a relation round: its head becomes its tail.
pub fn turn(scope: Scope, id: NodeId) -> Edit {
    change(scope, id, &[], |old, _| Relation { head: old.tail, tail: old.head, ..old })
}

/// Changes a relation. What says the same as another one already is not said twice.
fn change(scope: Scope, id: NodeId, ends: &[End], to: impl FnOnce(Relation, &[NodeId]) -> Relation) -> Edit {
    let Some(old) = relation(scope.store, id).cloned() else { return Edit::default() };
    if ends.iter().any(|end| !end.is_here(&scope)) {
        return Edit::default();
    }
    let mut said = None;
    let edit = scope.annotate(Intent::Relate, |draft| {
        let mut accepting = Accepting::new(scope, true);
        let made: Vec<NodeId> = ends.iter().map(|end| end.node(&mut accepting, &scope, draft)).collect();
        let new = to(old.clone(), &made);
        if new == old {
            return Some(id);
        }
        said = find(&scope, &new.label, new.head, new.tail);
        forget_relation(&scope, draft, &old);
        define_missing(draft, Kind::Relation, &new.label);
        draft.put(RecordKey::Node(id), Relation { origin: Origin::Person, ..new }.into());
        Some(id)
    });
    said.map_or(edit, Edit::said)
}

/// Deletes a relation, with all that hangs on it. One that was suggested is not suggested again.
pub fn delete_relation(scope: Scope, id: NodeId) -> Edit {
    let Some(old) = relation(scope.store, id) else { return Edit::default() };
    scope.annotate(Intent::Relate, |draft: &mut Draft| {
        forget_relation(&scope, draft, old);
        draft.delete_node(id);
        None
    })
}
