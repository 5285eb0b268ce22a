//! The tags of the configuration by which results are known.

use crate::document::{Annotated, Schema};
use postil_core::{AttributeValue, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// Names of tags in the configuration that is written.
pub(super) const LABELS: &str = "label";
pub(super) const TEXT: &str = "text";
pub(super) const CLASSES: &str = "class";
pub(super) const NOTES: &str = "note";

/// A name for a tag that is not one of those above.
pub(super) fn tag_name(name: &str) -> String {
    if [LABELS, TEXT, CLASSES, NOTES].contains(&name) { format!("{name}_") } else { name.to_owned() }
}

pub(super) const CHOICES: &str = "Choices";
pub(super) const TEXT_AREA: &str = "TextArea";
pub(super) const NUMBER: &str = "Number";

/// Which tag says a value of an attribute.
pub(super) fn tag(schema: &Schema, name: &str, value: &AttributeValue) -> &'static str {
    let is_listed = |text: &str| values(schema, name).iter().any(|value| value == text);
    match value {
        AttributeValue::Boolean(_) => CHOICES,
        AttributeValue::Number(_) => NUMBER,
        AttributeValue::Choice(text) | AttributeValue::Text(text) if is_listed(text) => CHOICES,
        AttributeValue::Choice(_) | AttributeValue::Text(_) => TEXT_AREA,
    }
}

/// The values that an attribute lists.
pub(super) fn values<'s>(schema: &'s Schema, name: &str) -> &'s [String] {
    schema.get(Kind::Attribute, name).map_or(&[], |it| &it.values)
}

pub(super) type Tags<'t> = BTreeMap<(&'t str, &'static str), String>;

/// A tag has one name, and a name one tag: what is said under one name in several ways gets the way behind the name.
pub(super) fn tags<'t>(documents: &'t [Annotated], schema: &'t Schema) -> Tags<'t> {
    let mut ways: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
    for (name, value) in documents.iter().flat_map(|it| &it.spans).flat_map(|span| &span.facts.attributes) {
        ways.entry(name).or_default().insert(tag(schema, name, value));
    }
    for it in schema.of(Kind::Attribute) {
        let ways = ways.entry(&it.id).or_default();
        if !it.values.is_empty() {
            ways.insert(CHOICES);
        } else if ways.is_empty() {
            ways.insert(TEXT_AREA);
        }
    }
    let mut tags = BTreeMap::new();
    for (name, ways) in ways {
        let several = ways.len() > 1;
        tags.extend(
            ways.into_iter()
                .map(|way| ((name, way), if several { format!("{name} ({way})") } else { name.to_owned() })),
        );
    }
    tags
}

/// The name of an attribute without the way in which it is said.
pub(super) fn attribute_name<'n>(name: &'n str, kind: &str) -> &'n str {
    let plain = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    plain.filter(|(_, way)| way.eq_ignore_ascii_case(kind)).map_or(name, |(name, _)| name)
}
