//! CAS JSON 0.4: `%TYPES`, `%FEATURE_STRUCTURES` and `%VIEWS`; `@` before the names of features that refer.

use super::dkpro::ARRAY;
use super::model::{Cas, Feature, Found, Structure};
use super::read::documents;
use super::write::{cas, types};
use crate::document::values::plain;
use crate::document::{Annotated, Report};
use crate::format::{Reading, Writing};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::AttributeValue;
use std::collections::BTreeMap;

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources.iter().filter(|source| source.extension() != "xml") {
        report.file(&source.name);
        let root = json::parse(&source.text()?, &source.name, 1)?;
        let found = structures(&root);
        if found.sofas.is_empty() {
            return Err(report.error("%FEATURE_STRUCTURES", "there is no sofa with a text"));
        }
        made.extend(documents(source.stem(), &found, reading, report)?);
    }
    Ok(made)
}

fn structures(root: &Value) -> Found {
    let mut found = Found::default();
    for (_, view) in root.get("%VIEWS").map_or(&[][..], Value::fields) {
        found.index(view.list("%MEMBERS").iter().filter_map(Value::as_int));
    }
    // Arrays of structures are structures themselves.
    let mut arrays: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let listed = root.get("%FEATURE_STRUCTURES").unwrap_or(&Value::Null);
    // Older files have them by id.
    let items: Vec<(Option<i64>, &Value)> = match listed {
        Value::Object(fields) => fields.iter().map(|(id, value)| (id.parse().ok(), value)).collect(),
        list => list.items().iter().map(|value| (None, value)).collect(),
    };
    for (n, (id, item)) in items.into_iter().enumerate() {
        let number = |name: &str| item.get(name).and_then(Value::as_int);
        let id = number("%ID").or(id).unwrap_or(-1);
        let kind = item.text("%TYPE").unwrap_or_default();
        if kind == "uima.cas.Sofa" {
            if let Some(text) = item.text("sofaString") {
                found.sofas.push((id, item.text("sofaID").unwrap_or_default().to_owned(), text.to_owned()));
            }
            continue;
        }
        if item.get("%ELEMENTS").is_some() {
            arrays.insert(id, item.list("%ELEMENTS").iter().filter_map(Value::as_int).collect());
            continue;
        }
        let mut it = Structure {
            id,
            kind: kind.to_owned(),
            sofa: number("@sofa"),
            ends: number("begin").zip(number("end")),
            place: format!("%FEATURE_STRUCTURES[{n}]"),
            ..Structure::default()
        };
        for (name, value) in item.fields() {
            let value = match (name.as_str(), value) {
                ("%ID" | "%TYPE" | "%FLAGS" | "@sofa" | "begin" | "end", _) => continue,
                (name, value) if name.starts_with('@') => match value {
                    Value::List(ids) => Some(Feature::References(ids.iter().filter_map(Value::as_int).collect())),
                    value => value.as_int().map(Feature::Reference),
                },
                (_, Value::Text(text)) => Some(Feature::text(text)),
                (_, Value::Bool(flag)) => Some(Feature::Flag(*flag)),
                (_, value) => value.as_float().map(|_| Feature::Number(value.compact())),
            };
            let name = name.trim_start_matches(['@', '#', '^']);
            it.features.extend(value.map(|value| (name.to_owned(), value)));
        }
        found.structures.push(it);
    }
    for it in &mut found.structures {
        for (_, value) in &mut it.features {
            if let Feature::Reference(id) = value
                && let Some(ids) = arrays.get(id)
            {
                *value = Feature::References(ids.clone());
            }
        }
    }
    found
}

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let types = types(documents);
    let files = documents.iter().map(|it| File::new(format!("{}.json", it.name), cas_json(&cas(it, types.clone()))));
    Ok(files.collect())
}

fn cas_json(cas: &Cas) -> String {
    let types = cas.types.iter().map(|kind| {
        let mut value = object! { "%NAME" => &kind.name, "%SUPER_TYPE" => &kind.parent };
        for (name, range, element) in &kind.features {
            let range = match element {
                Some(element) => format!("{element}[]"),
                None => range.clone(),
            };
            value.push(name.as_str(), object! { "%NAME" => name, "%RANGE" => range });
        }
        (kind.name.clone(), value)
    });
    let mut structures = vec![object! {
        "%ID" => 1, "%TYPE" => "uima.cas.Sofa", "sofaNum" => 1, "sofaID" => "_InitialView", "mimeType" => "text/plain", "sofaString" => &cas.text,
    }];
    let mut members = Vec::new();
    // Arrays come behind all else.
    let mut next = cas.next();
    let mut arrays = Vec::new();
    for it in &cas.structures {
        let mut value = object! { "%ID" => it.id, "%TYPE" => &it.kind };
        if cas.types.iter().any(|kind| kind.name == it.kind && kind.parent != "uima.cas.TOP") {
            value.push("@sofa", 1);
            members.push(Value::from(it.id));
        }
        if let Some((begin, end)) = it.ends {
            value.push("begin", begin);
            value.push("end", end);
        }
        for (name, feature) in &it.features {
            match feature {
                Feature::Text(text) => value.push(name.as_str(), text),
                Feature::Number(number) => {
                    value.push(name.as_str(), plain(&AttributeValue::Number(number.as_str().into())))
                }
                Feature::Flag(flag) => value.push(name.as_str(), *flag),
                Feature::Reference(id) => value.push(format!("@{name}"), *id),
                Feature::References(ids) => {
                    value.push(format!("@{name}"), next);
                    let ids: Vec<Value> = ids.iter().map(|id| Value::from(*id)).collect();
                    arrays.push(object! { "%ID" => next, "%TYPE" => ARRAY, "%ELEMENTS" => ids });
                    next += 1;
                }
            }
        }
        structures.push(value);
    }
    structures.extend(arrays);
    let view = object! { "%SOFA" => 1, "%MEMBERS" => members };
    let value = object! {
        "%TYPES" => Value::Object(types.collect()), "%FEATURE_STRUCTURES" => structures, "%VIEWS" => object! { "_InitialView" => view },
    };
    value.pretty()
}
