//! What the schema allows: which labels may stand at the ends of a relation, in a cluster or in a role.

use postil_core::{Definition, Kind, Layer, Slug, Store, names};

/// More labels above each other than any schema has: a circle of parents ends here.
const DEEPEST: usize = 16;

/// Whether a label is `wanted`, or below it in the hierarchy of labels.
pub fn is_a(store: &Store, label: &Slug, wanted: &Slug) -> bool {
    is_a_of(store, Kind::Label, label, wanted)
}

/// The same of entries of any kind.
pub(crate) fn is_a_of(store: &Store, kind: Kind, label: &Slug, wanted: &Slug) -> bool {
    let definitions = store.definitions();
    let parent = |slug: &Slug| definitions.get(&(kind, slug.clone()))?.parent.clone();
    let line = std::iter::successors(Some(label.clone()), parent);
    line.take(DEEPEST).any(|it| it == *wanted)
}

/// Whether a label is one of those listed, or below one of them. An empty list allows all.
pub fn is_among(store: &Store, label: &Slug, allowed: &[Slug]) -> bool {
    allowed.is_empty() || allowed.iter().any(|wanted| is_a(store, label, wanted))
}

/// Whether a relation of this type may lead from one label to the other; None is an end that is open, or no span. A type
/// that is not in the schema, or says nothing of an end, allows any.
///
/// Of the two types that every project begins with, the first schema says only what they begin at. What they lead to
/// follows from what they mean: to a cue, and to somebody.
pub fn allows(store: &Store, relation: &Slug, head: Option<&Slug>, tail: Option<&Slug>) -> bool {
    let Some(definition) = store.definitions().get(&(Kind::Relation, relation.clone())) else { return true };
    head.is_none_or(|head| is_among(store, head, &definition.heads))
        && tail.is_none_or(|tail| match &definition.tails[..] {
            [] => is_usual_tail(store, relation, tail),
            tails => is_among(store, tail, tails),
        })
}

fn is_usual_tail(store: &Store, relation: &Slug, tail: &Slug) -> bool {
    let label: Option<&Definition> = store.definitions().get(&(Kind::Label, tail.clone()));
    match relation.as_str() {
        names::CUE_OF => tail.as_str() == names::CUE,
        names::SPEAKER => label.is_none_or(|it| it.layer == Layer::Entities),
        _ => true,
    }
}

/// Whether an annotation has at most one relation of this type: a quotation has one speaker, and is introduced once.
pub fn is_single(relation: &Slug) -> bool {
    matches!(relation.as_str(), names::CUE_OF | names::SPEAKER)
}
