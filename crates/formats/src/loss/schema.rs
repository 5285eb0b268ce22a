//! What a format holds of a schema.

use crate::document::uses::{together, used};
use crate::document::{Annotated, Definition, Schema, is_truth};
use crate::loss::Schemas;
use postil_core::{Kind, filled};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Makes the schemas of some documents one that a format can hold. Gives how many unused definitions went, and of how many
/// others something is not said any more.
pub(crate) fn unite(documents: &mut [Annotated], rule: Schemas) -> (usize, usize) {
    let used = documents.iter().flat_map(used).map(|(kind, id)| (kind, id.to_owned())).collect();
    let common = Common { declared: together(documents), used, ..Common::default() };
    common.lost(&common.give(documents, rule))
}

/// What documents that are written together define and use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Common {
    declared: Schema,
    used: BTreeSet<(Kind, String)>,
    /// What some of them call otherwise than the first.
    renamed: BTreeSet<(Kind, String)>,
}

impl Common {
    /// Takes further documents into account.
    pub(crate) fn add(&mut self, documents: &[Annotated]) {
        for it in documents.iter().flat_map(|it| it.schema.iter()) {
            match self.declared.get(it.kind, &it.id) {
                None => self.declared.add(it.clone()),
                // What nobody named is called by its id.
                Some(first) if it.name != first.name && it.name != it.id => {
                    self.renamed.insert((it.kind, it.id.clone()));
                }
                Some(_) => {}
            }
        }
        for (kind, id) in documents.iter().flat_map(used) {
            self.used.insert((kind, id.to_owned()));
        }
    }

    /// Gives some of these documents, or all, the one schema that a format can hold.
    pub(crate) fn give(&self, documents: &mut [Annotated], rule: Schemas) -> Arc<Schema> {
        let held = Arc::new(self.held(documents.iter().flat_map(used), documents, rule));
        documents.iter_mut().for_each(|it| it.schema = held.clone());
        held
    }

    /// How many unused definitions are not held, and of how many others something is not said any more.
    fn lost(&self, held: &Schema) -> (usize, usize) {
        let (mut gone, mut plain) = (0, 0);
        for it in self.declared.iter() {
            let kept = held.get(it.kind, &it.id);
            let is_used = self.used.contains(&(it.kind, it.id.clone()));
            gone += usize::from(kept.is_none() && !is_used);
            let is_whole = |kept: &Definition| {
                let has = |kept: &[String], all: &[String]| {
                    let known: BTreeSet<&String> = filled(kept.iter());
                    kept.is_empty() == all.is_empty() && all.iter().all(|id| known.contains(id))
                };
                kept.parent == it.parent
                    && has(&kept.heads, &it.heads)
                    && has(&kept.tails, &it.tails)
                    && has(&kept.values, &it.values)
            };
            plain += usize::from(it.is_told() && (kept.is_some() || is_used) && !kept.is_some_and(is_whole));
        }
        (gone, plain)
    }

    /// The same of all that were added, and of how many a name is not said.
    pub(crate) fn lost_of_all(&self, rule: Schemas) -> (usize, usize, usize) {
        let used = self.used.iter().map(|(kind, id)| (*kind, id.as_str()));
        let (gone, plain) = self.lost(&self.held(used, &[], rule));
        (gone, plain, if rule == Schemas::None { 0 } else { self.renamed.len() })
    }

    fn held<'a>(&self, used: impl Iterator<Item = (Kind, &'a str)>, documents: &[Annotated], rule: Schemas) -> Schema {
        let whole = || {
            let mut whole = self.declared.clone();
            documents.iter().for_each(|it| whole.allow_used(it));
            whole
        };
        match rule {
            Schemas::None => Schema::default(),
            Schemas::Used => {
                let used: BTreeSet<(Kind, &str)> = filled(used);
                let held = used.into_iter().filter_map(|(kind, id)| self.declared.get(kind, id));
                held.map(|it| Definition { name: it.name.clone(), ..Definition::new(it.kind, &*it.id) }).collect()
            }
            Schemas::Flat => flat(&whole()),
            Schemas::Types => types(&whole()),
            Schemas::All => whole(),
        }
    }
}

/// Labels, types of relations, labels of documents and attributes with their values, one beside the other.
fn flat(schema: &Schema) -> Schema {
    let kinds = [Kind::Label, Kind::Relation, Kind::DocumentLabel, Kind::Attribute];
    let plain = |it: &Definition| {
        let named = matches!(it.kind, Kind::Label | Kind::DocumentLabel);
        let mut plain = Definition::new(it.kind, &*it.id);
        if named {
            plain.name.clone_from(&it.name);
        }
        if it.kind == Kind::Attribute {
            // Words for what is true or not stand for just that.
            plain.values = it.values.iter().filter(|value| !is_truth(value)).cloned().collect();
        }
        plain
    };
    kinds.into_iter().flat_map(|kind| schema.of(kind)).map(plain).collect()
}

/// Types in trees, with what may stand where, in the order of brat's sections.
pub(crate) fn types(schema: &Schema) -> Schema {
    // A name of people stands for an id, whatever that is the id of; `|` and `#` mean something.
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for it in schema.iter() {
        let plain: String = it.name.replace(['|', '#'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        if plain != it.id && !plain.is_empty() {
            names.entry(&it.id).or_insert(plain);
        }
    }
    let is_type = |id: &str| !id.bytes().all(|byte| byte == b'-');
    let is_plain = |value: &str| {
        let words = value.split(' ').all(|word| !word.is_empty() && !word.contains(char::is_whitespace));
        words && !value.contains(|c: char| c.is_control() || "|,<#".contains(c))
    };
    // A label that says an event is a type of events alone.
    let is_event = |it: &Definition| it.kind == Kind::Label && schema.get(Kind::Event, &it.id).is_some();
    let schema: Schema = schema.iter().filter(|it| is_type(&it.id) && !is_event(it)).cloned().collect();
    let kinds = [Kind::Label, Kind::Relation, Kind::Cluster, Kind::Event];
    let mut held: Vec<Definition> = kinds.into_iter().flat_map(|kind| ordered(&schema, kind)).collect();
    // Roles in the order in which events have them; what no event has has no place.
    let events = held.iter().filter(|it| it.kind == Kind::Event);
    let role = |id: &String| schema.get(Kind::Role, id).cloned().unwrap_or_else(|| Definition::new(Kind::Role, &**id));
    let roles: Vec<Definition> = events.flat_map(|it| &it.values).map(role).collect();
    held.extend(roles);
    held.extend(schema.of(Kind::Attribute).cloned());
    held.retain(|it| is_type(&it.id));
    for it in &mut held {
        it.name = names.get(it.id.as_str()).cloned().unwrap_or_else(|| it.id.clone());
        it.layer = None;
        it.heads.retain(|id| is_type(id));
        it.tails.retain(|id| is_type(id));
        match it.kind {
            Kind::Attribute => it.values.retain(|value| is_plain(value)),
            Kind::Event => it.values.retain(|role| is_type(role)),
            _ => it.values.clear(),
        }
        if matches!(it.kind, Kind::Label | Kind::Event) {
            it.heads.clear();
        }
        if it.kind != Kind::Relation {
            it.tails.clear();
        }
        it.parent.take_if(|id| !matches!(it.kind, Kind::Label | Kind::Event) || schema.get(it.kind, id).is_none());
    }
    held.into_iter().collect()
}

/// The definitions of a kind, each followed by those below it. Those that stand below themselves stand alone.
fn ordered(schema: &Schema, kind: Kind) -> Vec<Definition> {
    let mut below: BTreeMap<Option<&str>, Vec<&Definition>> = BTreeMap::new();
    for it in schema.of(kind) {
        let parent = it.parent.as_deref().filter(|id| schema.get(kind, id).is_some());
        below.entry(parent).or_default().push(it);
    }
    let mut made: Vec<Definition> = Vec::new();
    let mut waiting: Vec<&Definition> = below.get(&None).into_iter().flatten().rev().copied().collect();
    while let Some(it) = waiting.pop() {
        made.push(it.clone());
        waiting.extend(below.get(&Some(it.id.as_str())).into_iter().flatten().rev().copied());
    }
    let done: BTreeSet<String> = filled(made.iter().map(|it| it.id.clone()));
    let rest = schema.of(kind).filter(|it| !done.contains(&it.id));
    made.extend(rest.map(|it| Definition { parent: None, ..it.clone() }));
    made
}
