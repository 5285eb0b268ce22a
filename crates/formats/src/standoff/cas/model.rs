//! Feature structures, the same for both forms.

use std::collections::BTreeSet;

/// A type with its features: name, range, and of what an array is.
#[derive(Clone, Debug)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) parent: String,
    pub(super) features: Vec<(String, String, Option<String>)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Feature {
    Text(String),
    /// A finite number, as it was written.
    Number(String),
    Flag(bool),
    Reference(i64),
    References(Vec<i64>),
}

impl Feature {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A feature structure.
#[derive(Clone, Debug, Default)]
pub(super) struct Structure {
    pub(super) id: i64,
    pub(super) kind: String,
    /// The sofa that it is on.
    pub(super) sofa: Option<i64>,
    /// Start and exclusive end, if it is an annotation.
    pub(super) ends: Option<(i64, i64)>,
    pub(super) features: Vec<(String, Feature)>,
    pub(super) place: String,
}

impl Structure {
    pub(super) fn get(&self, name: &str) -> Option<&Feature> {
        self.features.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Feature::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn reference(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Feature::Reference(id) => Some(*id),
            Feature::References(ids) => ids.first().copied(),
            _ => None,
        }
    }

    /// The type's name without its package.
    pub(super) fn short(&self) -> &str {
        self.kind.rsplit('.').next().unwrap_or_default()
    }
}

/// A document to write. The sofa has id 1.
pub(super) struct Cas {
    pub(super) types: Vec<Type>,
    pub(super) text: String,
    pub(super) structures: Vec<Structure>,
}

impl Cas {
    /// The id of the structure that is added next.
    pub(super) fn next(&self) -> i64 {
        self.structures.len() as i64 + 2
    }

    pub(super) fn add(&mut self, kind: &str, ends: Option<(u32, u32)>, features: Vec<(&str, Feature)>) {
        self.put(kind, ends, features.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    }

    pub(super) fn put(&mut self, kind: &str, ends: Option<(u32, u32)>, features: Vec<(String, Feature)>) {
        let ends = ends.map(|(start, end)| (i64::from(start), i64::from(end)));
        let id = self.next();
        self.structures.push(Structure {
            id,
            kind: kind.to_owned(),
            sofa: Some(1),
            ends,
            features,
            place: String::new(),
        });
    }
}

/// A file that was read: texts by the id of their sofa, with the view's name, and all structures.
#[derive(Default)]
pub(super) struct Found {
    pub(super) sofas: Vec<(i64, String, String)>,
    pub(super) structures: Vec<Structure>,
    /// What the views of the file have in their indexes; None where it has no view.
    pub(super) members: Option<BTreeSet<i64>>,
}

impl Found {
    /// Adds what a view has in its index.
    pub(super) fn index(&mut self, members: impl IntoIterator<Item = i64>) {
        self.members.get_or_insert_default().extend(members);
    }

    /// What others refer to.
    pub(super) fn referred(&self) -> BTreeSet<i64> {
        let values = self.structures.iter().flat_map(|it| &it.features).map(|(_, value)| value);
        let ids = values.flat_map(|value| match value {
            Feature::Reference(id) => std::slice::from_ref(id),
            Feature::References(ids) => ids,
            _ => &[],
        });
        ids.copied().collect()
    }
}
