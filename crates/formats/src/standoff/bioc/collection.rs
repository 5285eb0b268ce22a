//! A collection, as both forms say it.

use crate::document::Claim;

/// Infons that say what is not an attribute.
pub(super) const TYPE: &str = "type";
pub(super) const LINK: &str = "identifier";
/// Roles of what is not a plain pair.
pub(super) const TRIGGER: &str = "trigger";
pub(super) const MEMBER: &str = "member";
pub(super) const HEAD: &str = "head";
pub(super) const TAIL: &str = "tail";

pub(super) fn attribute_name(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if [TYPE, LINK].contains(&plain.as_str()) { format!("{plain}_") } else { plain }
}

/// A collection, as both forms say it.
#[derive(Default)]
pub(super) struct Collection {
    pub(super) documents: Vec<Found>,
}

/// A document: its stretches of text in order, and what is said anywhere in it.
#[derive(Default)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) place: String,
    pub(super) parts: Vec<(i64, String)>,
    pub(super) annotations: Vec<Annotation>,
    pub(super) relations: Vec<Linked>,
}

#[derive(Default)]
pub(super) struct Annotation {
    pub(super) id: String,
    pub(super) place: String,
    pub(super) infons: Vec<(String, String)>,
    /// Offset and length.
    pub(super) locations: Vec<(i64, i64)>,
    pub(super) text: Option<String>,
}

#[derive(Default)]
pub(super) struct Linked {
    pub(super) id: String,
    pub(super) place: String,
    pub(super) infons: Vec<(String, String)>,
    /// What takes part, and as what.
    pub(super) nodes: Vec<(String, String)>,
}

impl Annotation {
    pub(super) fn claim(&self) -> Claim {
        let ranges = self.locations.iter().map(|(offset, length)| (*offset, offset.saturating_add(*length)));
        Claim::of_parts(ranges.collect(), self.text.clone())
    }
}
