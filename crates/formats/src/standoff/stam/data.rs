//! What annotations say: keys of data sets with their values.

use super::{OURS, key};
use crate::document::values::attribute;
use crate::document::{Facts, Report, excerpt};
use crate::syntax::json::Value;
use postil_core::{AttributeValue, Link, Score};

/// Names of keys that say the label, in whatever data set.
const LABELS: [&str; 5] = ["label", "type", "class", "category", "tag"];

/// A key with a value.
#[derive(Clone, Debug)]
pub(super) struct Datum {
    pub(super) set: String,
    pub(super) key: String,
    value: Value,
    /// About how many bytes it takes.
    pub(super) size: usize,
}

impl Datum {
    /// Of a value of the file, in a data set.
    pub(super) fn of(item: &Value, set: &str) -> Self {
        let key = item.get("key");
        let key = key.and_then(|key| key.as_text().or(key.text("@id"))).unwrap_or_default().to_owned();
        let value = plain(item.get("value").unwrap_or(&Value::Null));
        let size = key.len() + value.as_text().map_or_else(|| value.compact().len(), str::len);
        Self { set: set.to_owned(), key, value, size }
    }

    /// Its key of our own data set, if it is of that.
    fn ours(&self) -> Option<&str> {
        (self.set == OURS && key::ALL.contains(&&*self.key)).then_some(&self.key)
    }

    /// The values as those of an attribute: lists have several.
    pub(super) fn values(&self) -> Vec<AttributeValue> {
        match &self.value {
            Value::List(items) => items.iter().filter_map(attribute).collect(),
            Value::Null => vec![AttributeValue::Text("".into())],
            Value::Object(_) => vec![AttributeValue::Text(self.value.compact().into())],
            one => attribute(one).into_iter().collect(),
        }
    }

    fn is_label(&self) -> bool {
        LABELS.iter().any(|name| short(&self.key).eq_ignore_ascii_case(name))
    }

    /// The value as a name.
    fn name(&self) -> Option<String> {
        self.value.as_name()
    }
}

/// The last part of a key that is an address.
fn short(key: &str) -> &str {
    key.trim_end_matches(['/', '#']).rsplit(['/', '#']).next().unwrap_or(key)
}

/// A value without its types.
fn plain(value: &Value) -> Value {
    let inner = if value.get("@type").is_some() { value.get("value").unwrap_or(&Value::Null) } else { value };
    match inner {
        Value::List(items) => Value::List(items.iter().map(plain).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
        }
        one => one.clone(),
    }
}

/// What is said of a node, or of a document.
#[derive(Default)]
pub(super) struct Said {
    pub(super) label: Option<String>,
    pub(super) facts: Facts,
    pub(super) link: Option<Link>,
    /// Whether a program said it.
    pub(super) is_program: bool,
    pub(super) language: Option<String>,
    pub(super) date: Option<String>,
}

impl Said {
    pub(super) fn of(data: &[Datum]) -> Self {
        let mut said = Self::default();
        let (mut id, mut uri) = (None, None);
        for datum in data {
            let name = datum.name();
            match (datum.ours(), name) {
                (Some(key::LABEL), Some(name)) => said.label = Some(name),
                (Some(key::NOTE), Some(name)) => said.facts.notes.push(name),
                (Some(key::SCORE), _) if datum.value.as_float().is_some() => {
                    said.facts.score = datum.value.as_float().map(Score::from)
                }
                (Some(key::LINK), Some(name)) => id = Some(name),
                (Some(key::LINK_URI), Some(name)) => uri = Some(name),
                (Some(key::LANGUAGE), Some(name)) => said.language = Some(name),
                (Some(key::DATE), Some(name)) => said.date = Some(name),
                (Some(whose @ (key::ANNOTATOR | key::PROGRAM)), Some(name)) => {
                    said.is_program = whose == key::PROGRAM;
                    said.facts.set = name.into();
                }
                (_, Some(name)) if said.label.is_none() && datum.is_label() => said.label = Some(name),
                _ => datum.values().into_iter().for_each(|value| said.facts.attribute(&datum.key, value)),
            }
        }
        said.link = id.or_else(|| uri.clone()).map(|id| Link { id: id.into(), uri: uri.map(Into::into) });
        said
    }

    /// The label; the name of the first key where none is said, which is told.
    pub(super) fn label_or_key(&mut self, data: &[Datum], place: &str, report: &mut Report) -> String {
        self.label.take().unwrap_or_else(|| {
            let Some(first) = data.iter().find(|datum| datum.ours().is_none()) else { return String::new() };
            report
                .decided(place, format!("no key says a label; it is what the key “{}” is called", excerpt(&first.key)));
            short(&first.key).to_owned()
        })
    }
}
