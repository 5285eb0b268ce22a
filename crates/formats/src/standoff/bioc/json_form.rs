//! The JSON that mirrors the XML.

use super::collection::{Annotation, Collection, Found, Linked};
use super::read::documents;
use super::write::{self, KEY, OFFSETS, SOURCE};
use crate::document::{Annotated, Report};
use crate::format::{Reading, Writing};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let mut collection = Collection::default();
        for (place, row) in json::rows(source)? {
            let list = row.list("documents");
            let list = if list.is_empty() { std::slice::from_ref(&row) } else { list };
            for (i, document) in list.iter().enumerate() {
                let path = if place.is_empty() { format!("documents[{i}]") } else { format!("{place}.documents[{i}]") };
                let mut found = Found { id: name(document, "id"), place: path.clone(), ..Found::default() };
                collect_json(document, &path, &mut found);
                collection.documents.push(found);
            }
        }
        made.extend(documents(collection, reading, report)?);
    }
    Ok(made)
}

fn name(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_name).unwrap_or_default()
}

/// Text, annotations and relations stand in documents, passages and sentences alike.
fn collect_json(value: &Value, path: &str, found: &mut Found) {
    if let Some(text) = value.text("text").filter(|text| !text.is_empty()) {
        found.parts.push((value.get("offset").and_then(Value::as_int).unwrap_or_default(), text.to_owned()));
    }
    let infons = |value: &Value| -> Vec<(String, String)> {
        let infons = value.get("infons").map_or(&[][..], Value::fields);
        infons.iter().map(|(name, value)| (name.clone(), value.as_name().unwrap_or_else(|| value.compact()))).collect()
    };
    for (i, item) in value.list("annotations").iter().enumerate() {
        let number = |value: &Value, name: &str| value.get(name).and_then(Value::as_int).unwrap_or(-1);
        found.annotations.push(Annotation {
            id: name(item, "id"),
            place: format!("{path}.annotations[{i}]"),
            infons: infons(item),
            locations: item.list("locations").iter().map(|it| (number(it, "offset"), number(it, "length"))).collect(),
            text: item.text("text").map(str::to_owned),
        });
    }
    for (i, item) in value.list("relations").iter().enumerate() {
        found.relations.push(Linked {
            id: name(item, "id"),
            place: format!("{path}.relations[{i}]"),
            infons: infons(item),
            nodes: item.list("nodes").iter().map(|it| (name(it, "refid"), name(it, "role"))).collect(),
        });
    }
    for kind in ["passages", "sentences"] {
        for (i, part) in value.list(kind).iter().enumerate() {
            collect_json(part, &format!("{path}.{kind}[{i}]"), found);
        }
    }
}

pub(super) fn write(annotated: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    write::write(annotated, |documents| {
        let infons = |infons: &[(String, String)]| {
            Value::Object(infons.iter().map(|(name, value)| (name.clone(), Value::from(value))).collect())
        };
        let annotation = |it: &Annotation| {
            let location = |(offset, length): &(i64, i64)| object! { "offset" => *offset, "length" => *length };
            let locations: Vec<Value> = it.locations.iter().map(location).collect();
            object! { "id" => &it.id, "infons" => infons(&it.infons), "text" => it.text.clone().unwrap_or_default(), "locations" => locations }
        };
        let relation = |it: &Linked| {
            let nodes: Vec<Value> =
                it.nodes.iter().map(|(id, role)| object! { "refid" => id, "role" => role }).collect();
            object! { "id" => &it.id, "infons" => infons(&it.infons), "nodes" => nodes }
        };
        let document = |it: &Found| {
            let passage = object! {
                "offset" => 0, "infons" => object! {}, "text" => it.parts.first().map_or("", |(_, text)| text), "sentences" => Vec::new(),
                "annotations" => it.annotations.iter().map(annotation).collect::<Vec<_>>(),
                "relations" => it.relations.iter().map(relation).collect::<Vec<_>>(),
            };
            object! { "id" => &it.id, "infons" => object! {}, "passages" => vec![passage], "annotations" => Vec::new(), "relations" => Vec::new() }
        };
        let value = object! {
            "source" => SOURCE, "date" => "", "key" => KEY, "version" => "1.0", "infons" => object! { OFFSETS.0 => OFFSETS.1 },
            "documents" => documents.iter().map(document).collect::<Vec<_>>(),
        };
        vec![File::new("bioc.json", value.pretty())]
    })
}
