//! A schema by itself: what there is to annotate with, without any text. `docs/formats.md` describes the file.
//!
//! A file says of an entry what it wants to say; what it leaves out stays as the reader has it.

use crate::error::json_message;
use crate::metadata::mend;
use crate::versions::known;
use crate::{Error, Problem};
use postil_core::{Definition, Hue, Kind, Layer, Record, RecordKey, Slug, Store, ValueType};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the file says that it is.
pub const FORMAT: &str = "postil-schema";

/// The lists of a file, with the kind of entry in each, in this order.
const LISTS: [(&str, Kind); 7] = [
    ("labels", Kind::Label),
    ("attributes", Kind::Attribute),
    ("relations", Kind::Relation),
    ("events", Kind::Event),
    ("roles", Kind::Role),
    ("clusters", Kind::Cluster),
    ("document_labels", Kind::DocumentLabel),
];

/// More entries than this are no schema that people annotate with.
const MAX_ENTRIES: usize = 10_000;

/// What a file says of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// What annotations and files call it.
    pub id: String,
    /// What people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chip: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hue: Option<Hue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<Layer>,
    /// The id above it, of the same kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Slug>,
    /// What the values of an attribute are.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub value_type: Option<ValueType>,
    /// Of an attribute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<Arc<str>>>,
    /// Roles of an event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Arc<str>>>,
    /// Labels that may have an attribute or a role, or stand in a cluster; none is all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Vec<Slug>>,
    /// Labels that may be an event's trigger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triggers: Option<Vec<Slug>>,
    /// Labels at which a relation may begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Vec<Slug>>,
    /// Labels at which it may end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Vec<Slug>>,
    /// When it is to be used, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Arc<str>>,
    /// Ids of entries that are this one, where a project has them under those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Slug>,
}

/// A schema that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// What people call it, if it says so.
    pub name: Option<String>,
    pub description: Option<String>,
    /// In the order of the file.
    pub entries: Vec<(Kind, Slug, Said)>,
    /// The kinds of which the file speaks: of others it wants nothing.
    pub kinds: BTreeSet<Kind>,
    /// What was wrong; it was left out.
    pub problems: Vec<Problem>,
}

/// Whether a text is a schema of ours. Looks at its beginning.
pub fn is_schema(text: &str) -> bool {
    let head = text[..text.floor_char_boundary(4096)].trim_start_matches('\u{feff}').trim_start();
    head.starts_with('{') && head.contains("\"postil-schema\"")
}

/// Reads a schema. What is wrong in part is left out and told.
///
/// # Errors
/// When it is none, or of a newer version.
pub fn read(text: &str) -> Result<Schema, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let file: serde_json::Map<String, Value> = serde_json::from_str(text)
        .map_err(|error| Error::new(format!("the schema cannot be read: {}", json_message(&error))))?;
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(Error::new("this is no schema of Postil"));
    }
    known(file.get("version").and_then(Value::as_u64))?;
    let words = |field: &str| file.get(field).and_then(Value::as_str).map(str::to_owned);
    let mut schema = Schema { name: words("name"), description: words("description"), ..Schema::default() };
    let is_known = |field: &str| {
        matches!(field, "format" | "version" | "name" | "description") || LISTS.iter().any(|(list, _)| *list == field)
    };
    for field in file.keys().filter(|field| !is_known(field)) {
        schema.problems.push(Problem::new(field.clone(), "the field is not known here, and is not kept"));
    }
    for (list, kind) in LISTS {
        let Some(items) = file.get(list) else { continue };
        let Some(items) = items.as_array() else {
            schema.problems.push(Problem::new(list, "it is not a list; left out"));
            continue;
        };
        schema.kinds.insert(kind);
        for (i, item) in items.iter().enumerate() {
            let place = format!("{list}[{i}]");
            match entry(item, kind, &schema) {
                Ok(entry) => schema.entries.push(entry),
                Err(message) => schema.problems.push(Problem::new(place, format!("{message}; left out"))),
            }
        }
    }
    Ok(schema)
}

fn entry(item: &Value, kind: Kind, schema: &Schema) -> Result<(Kind, Slug, Said), String> {
    let said = Said::deserialize(item).map_err(|error| error.to_string())?;
    let slug: Slug = said.id.parse().map_err(|error| format!("`id`: {error}"))?;
    if schema.entries.len() >= MAX_ENTRIES {
        return Err(format!("there are more than {MAX_ENTRIES} entries"));
    }
    if schema.entries.iter().any(|(of, other, _)| (*of, other) == (kind, &slug)) {
        return Err(format!("`{slug}` is there twice"));
    }
    if said.key.as_ref().is_some_and(|key| key.chars().count() != 1) {
        return Err("`key` is not one character".to_owned());
    }
    Ok((kind, slug, said))
}

impl Schema {
    /// What is right in each entry and yet cannot all be: two labels with one key, two entries of one name, a circle of kinds.
    pub fn clashes(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, (kind, slug, said)) in self.entries.iter().enumerate() {
            let list = LISTS.iter().find(|(_, of)| of == kind).map_or("", |(list, _)| list);
            let place = || format!("{list} `{slug}`");
            let before = || self.entries[..at].iter().filter(|(of, ..)| of == kind);
            let same = |one: &Option<Arc<str>>, other: &Option<Arc<str>>| one.is_some() && one == other;
            if let Some((_, other, _)) = before().find(|(.., it)| same(&it.key, &said.key)) {
                problems.push(Problem::new(place(), format!("`{other}` has the same key")));
            }
            if let Some((_, other, _)) = before().find(|(.., it)| same(&it.name, &said.name)) {
                problems.push(Problem::new(place(), format!("`{other}` has the same name")));
            }
            if said.key.as_ref().is_some_and(|key| postil_core::names::is_command(key)) {
                problems.push(Problem::new(place(), "its key is that of a command of the page"));
            }
            let above = |slug: &Slug| {
                let entry = self.entries.iter().find(|(of, own, _)| of == kind && own == slug);
                entry.and_then(|(.., it)| it.parent.clone())
            };
            if std::iter::successors(said.parent.clone(), above).take(self.entries.len() + 1).any(|it| it == *slug) {
                problems.push(Problem::new(place(), "it is above itself"));
            }
        }
        problems
    }

    /// How many entries there are of each kind, in the order of files: `3 labels, 1 event`.
    pub fn told(&self) -> String {
        let count = |kind| self.entries.iter().filter(|(of, ..)| *of == kind).count();
        let lists = LISTS.iter().map(|(list, kind)| (count(*kind), list.replace('_', " ")));
        let lists = lists.filter(|(count, _)| *count > 0);
        let told: Vec<String> = lists
            .map(|(count, list)| format!("{count} {}", if count == 1 { &list[..list.len() - 1] } else { &*list }))
            .collect();
        if told.is_empty() { "empty".to_owned() } else { told.join(", ") }
    }
}

impl Said {
    /// One of which nothing is known but its id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    /// The entry as it is afterwards in a project that has `here`, or nothing of it.
    pub fn over(&self, kind: Kind, slug: &Slug, here: Option<&Definition>) -> Definition {
        let plain = || Definition::plain(kind, slug, &slug.as_str().replace('_', " "));
        let mut it = here.cloned().unwrap_or_else(plain);
        it.replaced_by = None;
        if let Some(name) = &self.name {
            it.name = name.clone();
            if here.is_none() && kind != Kind::Label {
                it.chip = Definition::usual_chip(name);
            }
        }
        it.chip = self.chip.clone().unwrap_or(it.chip);
        it.key = self.key.clone().or(it.key);
        it.hue = self.hue.unwrap_or(it.hue);
        it.layer = self.layer.unwrap_or(it.layer);
        it.parent = self.parent.clone().or(it.parent);
        it.value_type = self.value_type.or(it.value_type);
        it.description = self.description.clone().or(it.description);
        let ids = |said: &Option<Vec<Slug>>, here: Vec<Slug>| said.clone().unwrap_or(here);
        it.heads = match kind {
            Kind::Relation => ids(&self.from, it.heads),
            Kind::Event => ids(&self.triggers, it.heads),
            _ => ids(&self.of, it.heads),
        };
        it.tails = ids(&self.to, it.tails);
        it.values = if kind == Kind::Event { &self.roles } else { &self.values }.clone().unwrap_or(it.values);
        let mut record = it.into();
        // Names are shown to people, and so bounded.
        let _ = mend(&RecordKey::Definition(kind, slug.clone()), &mut record, None);
        match record {
            Record::Definition(it) => it,
            _ => unreachable!("it was one"),
        }
    }
}

/// Writes the schema of a project, one entry a line.
pub fn write(store: &Store, name: &str) -> String {
    let mut all: Vec<(Kind, &Slug, &Definition)> = Vec::new();
    for ((kind, slug), it) in store.definitions().iter().filter(|(_, it)| it.replaced_by.is_none()) {
        all.push((*kind, slug, it));
    }
    all.sort_by_key(|(_, slug, it)| (it.order, *slug));
    let all: Vec<(Kind, Said)> = all.into_iter().map(|(kind, slug, it)| (kind, said(store, kind, slug, it))).collect();
    render(Some(name), &all)
}

/// Writes a schema of these entries. It speaks of every kind.
pub fn render(name: Option<&str>, entries: &[(Kind, Said)]) -> String {
    let mut out = format!("{{\"format\":\"{FORMAT}\",\"version\":{}", crate::versions::VERSION);
    if let Some(name) = name {
        out += &format!(",\"name\":{}", serde_json::to_string(name).expect("a string"));
    }
    for (list, kind) in LISTS {
        out += &format!(",\n\"{list}\":[");
        for (i, (_, said)) in entries.iter().filter(|(of, _)| *of == kind).enumerate() {
            out += if i == 0 { "\n" } else { ",\n" };
            out += &serde_json::to_string(said).expect("strings, lists and names");
        }
        out += "]";
    }
    out + "}\n"
}

fn said(store: &Store, kind: Kind, slug: &Slug, it: &Definition) -> Said {
    let ids = |ids: &[Slug]| (!ids.is_empty()).then(|| ids.to_vec());
    let is_label = kind == Kind::Label;
    let is_relation = kind == Kind::Relation;
    let is_event = kind == Kind::Event;
    let of_other = |is_it: bool, list: &[Slug]| if is_it { ids(list) } else { None };
    let replaced =
        store.definitions().iter().filter(|((of, _), it)| *of == kind && it.replaced_by.as_ref() == Some(slug));
    let values = |is_it: bool| (is_it && !it.values.is_empty()).then(|| it.values.clone());
    Said {
        id: slug.as_str().to_owned(),
        name: Some(it.name.clone()),
        chip: is_label.then(|| it.chip.clone()),
        key: it.key.clone(),
        hue: is_label.then_some(it.hue),
        layer: (is_label || it.layer != Layer::usual(kind, slug.as_str())).then_some(it.layer),
        parent: it.parent.clone(),
        value_type: it.value_type,
        values: values(kind == Kind::Attribute),
        roles: values(is_event),
        of: of_other(!is_relation && !is_event, &it.heads),
        triggers: of_other(is_event, &it.heads),
        from: of_other(is_relation, &it.heads),
        to: of_other(is_relation, &it.tails),
        description: it.description.clone(),
        replaces: replaced.map(|((_, slug), _)| slug.clone()).collect(),
    }
}
