//! The two forms: XML by the DTD, and the JSON that mirrors it.

use super::{Annotation, Collection, Found, KEY, Linked, OFFSETS, SOURCE, documents, write};
use crate::document::annotated::Annotated;
use crate::format::{Reading, Writing};
use crate::syntax::json::{self, Value, object};
use crate::syntax::xml::{self, Element, escape, escape_text};
use crate::{Error, File, Report, Source};
use std::fmt::Write as _;

pub(super) fn read_json(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
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

pub(super) fn write_json(annotated: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    write(annotated, |documents| {
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

pub(super) fn read_xml(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let root = xml::parse(&source.text()?, &source.name)?;
        let mut collection = Collection::default();
        for document in root.all("document") {
            let id = document.child("id").map(Element::text).unwrap_or_default();
            let mut found = Found { id, place: document.at(), ..Found::default() };
            collect_xml(document, &mut found);
            collection.documents.push(found);
        }
        made.extend(documents(collection, reading, report)?);
    }
    Ok(made)
}

fn collect_xml(element: &Element, found: &mut Found) {
    let infons = |element: &Element| -> Vec<(String, String)> {
        element.all("infon").map(|infon| (infon.get("key").unwrap_or_default().to_owned(), infon.text())).collect()
    };
    let word = |element: &Element, name: &str| element.get(name).unwrap_or_default().to_owned();
    let number = |text: Option<&str>| text.and_then(|text| text.trim().parse().ok());
    if let Some(text) = element.child("text").map(Element::text).filter(|text| !text.is_empty()) {
        let offset = element.child("offset").map(Element::text);
        found.parts.push((number(offset.as_deref()).unwrap_or_default(), text));
    }
    for item in element.all("annotation") {
        let locations = item
            .all("location")
            .map(|it| (number(it.get("offset")).unwrap_or(-1), number(it.get("length")).unwrap_or(-1)));
        found.annotations.push(Annotation {
            id: word(item, "id"),
            place: item.at(),
            infons: infons(item),
            locations: locations.collect(),
            text: item.child("text").map(Element::text),
        });
    }
    for item in element.all("relation") {
        let nodes = item.all("node").map(|it| (word(it, "refid"), word(it, "role")));
        found.relations.push(Linked {
            id: word(item, "id"),
            place: item.at(),
            infons: infons(item),
            nodes: nodes.collect(),
        });
    }
    for part in element.elements().filter(|it| matches!(it.local(), "passage" | "sentence")) {
        collect_xml(part, found);
    }
}

pub(super) fn write_xml(annotated: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    write(annotated, |documents| {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<collection>\n");
        let infons = |out: &mut String, indent: &str, infons: &[(String, String)]| {
            for (name, value) in infons {
                let _ = writeln!(out, "{indent}<infon key=\"{}\">{}</infon>", escape(name), escape_text(value));
            }
        };
        let _ = writeln!(out, "  <source>{SOURCE}</source>\n  <date></date>\n  <key>{KEY}</key>");
        infons(&mut out, "  ", &[(OFFSETS.0.to_owned(), OFFSETS.1.to_owned())]);
        for it in documents {
            let _ = writeln!(
                out,
                "  <document>\n    <id>{}</id>\n    <passage>\n      <offset>0</offset>",
                escape_text(&it.id)
            );
            let _ = writeln!(out, "      <text>{}</text>", escape_text(it.parts.first().map_or("", |(_, text)| text)));
            for annotation in &it.annotations {
                let _ = writeln!(out, "      <annotation id=\"{}\">", annotation.id);
                infons(&mut out, "        ", &annotation.infons);
                for (offset, length) in &annotation.locations {
                    let _ = writeln!(out, "        <location offset=\"{offset}\" length=\"{length}\"/>");
                }
                let _ = writeln!(
                    out,
                    "        <text>{}</text>\n      </annotation>",
                    escape_text(annotation.text.as_deref().unwrap_or_default())
                );
            }
            for relation in &it.relations {
                let _ = writeln!(out, "      <relation id=\"{}\">", relation.id);
                infons(&mut out, "        ", &relation.infons);
                for (id, role) in &relation.nodes {
                    let _ = writeln!(out, "        <node refid=\"{id}\" role=\"{}\"/>", escape(role));
                }
                out.push_str("      </relation>\n");
            }
            out.push_str("    </passage>\n  </document>\n");
        }
        out.push_str("</collection>\n");
        vec![File::new("bioc.xml", out)]
    })
}
