//! What is said of labels, types and so on by themselves, whether anything is annotated with them or not.

use postil_core::{Kind, Layer};
use std::collections::BTreeMap;

/// An entry of a schema, as in the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub kind: Kind,
    /// What annotations say.
    pub id: String,
    /// What people read.
    pub name: String,
    /// The id above it, of the same kind.
    pub parent: Option<String>,
    /// Ids of what may stand at the head of a relation or in a cluster, have a role, or have an attribute; empty is all.
    pub heads: Vec<String>,
    /// Ids of what may stand at the tail of a relation; empty is all.
    pub tails: Vec<String>,
    /// Values of an attribute, roles of an event.
    pub values: Vec<String>,
    /// Its layer, where that is another than [`Layer::usual`].
    pub layer: Option<Layer>,
}

impl Definition {
    /// One of which nothing else is said.
    pub fn new(kind: Kind, id: impl Into<String>) -> Self {
        let id = id.into();
        let (heads, tails, values) = Default::default();
        Self { kind, name: id.clone(), id, parent: None, heads, tails, values, layer: None }
    }

    /// Whether something is said of it besides what it is called.
    pub(crate) fn is_told(&self) -> bool {
        self.parent.is_some() || !self.heads.is_empty() || !self.tails.is_empty() || !self.values.is_empty()
    }
}

/// Definitions in the order in which lists show them, each kind and id once.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    all: Vec<Definition>,
    places: BTreeMap<(Kind, String), usize>,
}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl FromIterator<Definition> for Schema {
    /// Of several with one kind and id the first is taken.
    fn from_iter<T: IntoIterator<Item = Definition>>(definitions: T) -> Self {
        let mut schema = Self::default();
        definitions.into_iter().for_each(|it| schema.add(it));
        schema
    }
}

impl Schema {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.all.iter()
    }

    /// The definitions of a kind, in order.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Definition> {
        self.iter().filter(move |it| it.kind == kind)
    }

    pub fn get(&self, kind: Kind, id: &str) -> Option<&Definition> {
        self.places.get(&(kind, id.to_owned())).map(|place| &self.all[*place])
    }

    /// Adds a definition, unless there is one of its kind and id.
    pub fn add(&mut self, definition: Definition) {
        let key = (definition.kind, definition.id.clone());
        if !self.places.contains_key(&key) {
            self.places.insert(key, self.all.len());
            self.all.push(definition);
        }
    }

    /// The definition of a kind and id; a new one at the end, where there is none.
    pub(crate) fn entry(&mut self, kind: Kind, id: &str) -> &mut Definition {
        self.add(Definition::new(kind, id));
        let place = self.places[&(kind, id.to_owned())];
        &mut self.all[place]
    }

    /// The same with other names.
    pub(crate) fn renamed(&self, of_kind: &dyn Fn(Kind, &str) -> String) -> Self {
        let definition = |it: &Definition| {
            let ends = |ids: &[String]| ids.iter().map(|id| of_kind(Kind::Label, id)).collect();
            let values = match it.kind {
                Kind::Event => it.values.iter().map(|role| of_kind(Kind::Role, role)).collect(),
                _ => it.values.clone(),
            };
            Definition {
                kind: it.kind,
                id: of_kind(it.kind, &it.id),
                name: it.name.clone(),
                parent: it.parent.as_deref().map(|id| of_kind(it.kind, id)),
                heads: ends(&it.heads),
                tails: ends(&it.tails),
                values,
                layer: it.layer,
            }
        };
        self.iter().map(definition).collect()
    }
}

/// Whether a value is a word for a truth value.
pub(crate) fn is_truth(value: &str) -> bool {
    matches!(value, "true" | "false")
}
