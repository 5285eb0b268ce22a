//! A store with everything in it.

use super::{ATTRIBUTES, OURS, key};
use crate::document::values::plain;
use crate::document::{Annotated, Facts, Node, Unit};
use crate::format::Writing;
use crate::syntax::json::{Value, object};
use crate::syntax::{Error, File};
use postil_core::{Link, TextRange};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The data of an annotation, on the way.
struct Data<'a> {
    items: Vec<Value>,
    it: &'a Annotated,
}

impl<'a> Data<'a> {
    fn new(it: &'a Annotated) -> Self {
        Self { items: Vec::new(), it }
    }

    fn with(mut self, set: &str, key: &str, value: Value) -> Self {
        let kind = match &value {
            Value::Null => "Null",
            Value::Bool(_) => "Bool",
            Value::Int(_) => "Int",
            Value::Float(_) => "Float",
            _ => "String",
        };
        let value = object! { "@type" => kind, "value" => value };
        self.items.push(object! { "@type" => "AnnotationData", "set" => set, "key" => key, "value" => value });
        self
    }

    fn of_us(self, key: &str, value: impl Into<Value>) -> Self {
        self.with(OURS, key, value.into())
    }

    fn by(self, set: &Arc<str>) -> Self {
        match (set.is_empty(), self.it.machines.contains(set)) {
            (true, _) => self,
            (false, true) => self.of_us(key::PROGRAM, &**set),
            (false, false) => self.of_us(key::ANNOTATOR, &**set),
        }
    }

    fn facts(self, label: &str, facts: &Facts) -> Self {
        let mut data = self.of_us(key::LABEL, label).by(&facts.set);
        if let Some(score) = facts.score {
            data = data.of_us(key::SCORE, score.to_f64());
        }
        data = facts.notes.iter().fold(data, |data, note| data.of_us(key::NOTE, note));
        facts.attributes.iter().fold(data, |data, (name, value)| data.with(ATTRIBUTES, name, plain(value)))
    }

    fn link(self, link: Option<&Link>) -> Self {
        let Some(link) = link else { return self };
        let data = self.of_us(key::LINK, &*link.id);
        match &link.uri {
            Some(uri) => data.of_us(key::LINK_URI, &**uri),
            None => data,
        }
    }
}

fn annotation(id: String, target: Value, data: Data) -> Value {
    object! { "@type" => "Annotation", "@id" => id, "target" => target, "data" => data.items }
}

/// One selector, or several that belong together.
fn together(kind: &str, mut selectors: Vec<Value>) -> Value {
    if selectors.len() == 1 && kind == "CompositeSelector" && selectors[0].text("@type") == Some("TextSelector") {
        return selectors.remove(0);
    }
    object! { "@type" => kind, "selectors" => selectors }
}

pub(super) fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let unit = writing.unit.unwrap_or(Unit::Char);
    let cursor = |at: u32| object! { "@type" => "BeginAlignedCursor", "value" => at };
    let mut annotations = Vec::new();
    for (n, it) in documents.iter().enumerate() {
        let id = |kind: char, i: usize| format!("{n}-{kind}{i}");
        let resource = || object! { "@type" => "ResourceSelector", "resource" => &it.name };
        let text = |range: &TextRange| {
            let (start, end) = unit.ends(&it.document, *range);
            let offset = object! { "@type" => "Offset", "begin" => cursor(start), "end" => cursor(end) };
            object! { "@type" => "TextSelector", "resource" => &it.name, "offset" => offset }
        };
        let of = |node: &Node| {
            let id = id('s', it.span_at(*node).unwrap_or_default());
            object! { "@type" => "AnnotationSelector", "annotation" => id }
        };
        let known = [(key::LANGUAGE, &it.language), (key::DATE, &it.dct)];
        let said = known.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)));
        for (i, (key, value)) in said.enumerate() {
            annotations.push(annotation(id('t', i), resource(), Data::new(it).of_us(key, value)));
        }
        for (i, label) in it.labels.iter().enumerate() {
            let mut data = Data::new(it).of_us(key::LABEL, &label.label).by(&label.set);
            if let Some(score) = label.score {
                data = data.of_us(key::SCORE, score.to_f64());
            }
            annotations.push(annotation(id('d', i), resource(), data));
        }
        for (i, span) in it.spans.iter().enumerate() {
            let target = together("CompositeSelector", span.fragments.as_slice().iter().map(text).collect());
            let data = Data::new(it).facts(&span.label, &span.facts).link(span.link.as_ref());
            annotations.push(annotation(id('s', i), target, data));
        }
        for (i, relation) in it.relations.iter().enumerate() {
            let target = together("DirectionalSelector", vec![of(&relation.head), of(&relation.tail)]);
            annotations.push(annotation(id('r', i), target, Data::new(it).facts(&relation.label, &relation.facts)));
        }
        for (i, cluster) in it.clusters.iter().enumerate() {
            let target = together("CompositeSelector", cluster.members.iter().map(of).collect());
            annotations.push(annotation(id('c', i), target, Data::new(it).facts(&cluster.label, &cluster.facts)));
        }
    }
    let sets = [OURS, ATTRIBUTES].into_iter().filter_map(|set| {
        let data = annotations.iter().flat_map(|annotation| annotation.list("data"));
        let keys: BTreeSet<&str> =
            data.filter(|it| it.text("set") == Some(set)).filter_map(|it| it.text("key")).collect();
        let keys: Vec<Value> = keys.into_iter().map(|key| object! { "@type" => "DataKey", "@id" => key }).collect();
        let is_used = !keys.is_empty();
        is_used.then(|| object! { "@type" => "AnnotationDataSet", "@id" => set, "keys" => keys, "data" => vec![] })
    });
    let sets: Vec<Value> = sets.collect();
    let resource = |it: &Annotated| object! { "@type" => "TextResource", "@id" => &it.name, "text" => it.text() };
    let store = object! {
        "@type" => "AnnotationStore", "@id" => OURS, "resources" => documents.iter().map(resource).collect::<Vec<_>>(),
        "annotationsets" => sets, "annotations" => annotations,
    };
    Ok(vec![File::new("annotations.store.stam.json", store.pretty())])
}
