//! Attributes of annotations, the entities that they mean, and labels of whole documents.

use crate::schema::define_missing;
use crate::{Edit, Scope};
use postil_core::{
    Attribute, AttributeValue, Definition, DocId, DocumentLabel, Intent, Kind, Link, NodeId, Origin, Record, RecordKey,
    SetId, Slug, Span, Store, ValueType, names, sort_by,
};

/// The attributes of a node, in the order of their names; the value in normal form and a cluster's name are not among them:
/// they have fields of their own.
pub fn attributes_of(store: &Store, node: NodeId) -> impl Iterator<Item = (&Slug, &AttributeValue)> {
    store.references(node).iter().filter_map(move |key| match (key, &**store.get(key)?) {
        (RecordKey::Attribute(on, slug), Record::Attribute(it)) if *on == node && !is_own(slug) => {
            Some((slug, &it.value))
        }
        _ => None,
    })
}

/// Whether an attribute has a field of its own.
pub fn is_own(slug: &Slug) -> bool {
    matches!(slug.as_str(), names::VALUE | names::NAME)
}

/// What was typed as the value of an attribute: of the type that the schema says, where it can be one; else one of those that
/// the schema lists, a truth value, a number as it was written, or text. None where nothing was typed.
pub fn read_value(definition: Option<&Definition>, typed: &str) -> Option<AttributeValue> {
    let typed = typed.trim();
    let is_number = || {
        let digits = typed.strip_prefix(['-', '+']).unwrap_or(typed);
        digits.bytes().any(|b| b.is_ascii_digit())
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && digits.bytes().filter(|b| *b == b'.').count() < 2
    };
    Some(match typed {
        "" => return None,
        _ if definition.is_some_and(|it| it.value_type == Some(ValueType::Text)) => AttributeValue::Text(typed.into()),
        _ if definition.is_some_and(|it| it.values.iter().any(|value| **value == *typed)) => {
            AttributeValue::Choice(typed.into())
        }
        "true" | "yes" => AttributeValue::Boolean(true),
        "false" | "no" => AttributeValue::Boolean(false),
        _ if is_number() => AttributeValue::Number(typed.into()),
        _ => AttributeValue::Text(typed.into()),
    })
}

/// Gives an annotation an attribute, or takes it away. One that the schema does not have is added to it.
pub fn attribute(scope: Scope, on: NodeId, slug: Slug, value: Option<AttributeValue>) -> Edit {
    if scope.store.get(&RecordKey::Node(on)).is_none() {
        return Edit::default();
    }
    scope.annotate(Intent::Attribute, |draft| {
        let key = RecordKey::Attribute(on, slug.clone());
        match value {
            Some(value) => {
                define_missing(draft, Kind::Attribute, &slug);
                draft.put(key, Attribute { value }.into());
            }
            None => draft.delete(key),
        }
        Some(on)
    })
}

/// The entry of a knowledge base that was typed: a URI, whose last part is its name there, or a name. None where nothing
/// was typed.
pub fn read_link(typed: &str) -> Option<Link> {
    let typed = typed.trim();
    let is_uri = typed.split_once(':').is_some_and(|(scheme, rest)| rest.starts_with("//") && !scheme.is_empty());
    let id = if is_uri { typed.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(typed) } else { typed };
    (!typed.is_empty()).then(|| Link { id: id.into(), uri: is_uri.then(|| typed.into()) })
}

/// Says which entity a span means, or takes that back.
pub fn link_entity(scope: Scope, on: NodeId, link: Option<Link>) -> Edit {
    let Some(old) = scope.store.span(on).cloned() else { return Edit::default() };
    scope.annotate(Intent::Attribute, |draft| {
        draft.put(RecordKey::Node(on), Span { link, ..old }.into());
        Some(on)
    })
}

/// The labels of a document in a set, in the order of the schema.
pub fn document_labels(store: &Store, doc: DocId, set: &SetId) -> Vec<Slug> {
    let mut labels: Vec<(&Slug, u32)> = Vec::new();
    for ((kind, slug), it) in store.definitions().iter() {
        let key = || RecordKey::DocumentLabel(doc, set.clone(), slug.clone());
        if *kind == Kind::DocumentLabel && store.get(&key()).is_some() {
            labels.push((slug, it.order));
        }
    }
    sort_by(&mut labels, &|a, b| a.1.cmp(&b.1));
    labels.into_iter().map(|(slug, _)| slug.clone()).collect()
}

/// Gives the document a label, or takes it away. One that the schema does not have is added to it.
pub fn label_document(scope: Scope, slug: Slug, is_on: bool) -> Edit {
    let Scope { set, doc, .. } = scope;
    scope.annotate(Intent::EditDocument, |draft| {
        let key = RecordKey::DocumentLabel(doc, set.clone(), slug.clone());
        match is_on {
            true if draft.store().get(&key).is_none() => {
                define_missing(draft, Kind::DocumentLabel, &slug);
                draft.put(key, DocumentLabel { origin: Origin::Person }.into());
            }
            true => {}
            false => draft.delete(key),
        }
        None
    })
}
