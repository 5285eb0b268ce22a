//! The XML of the DTD.

use super::collection::{Annotation, Collection, Found, Linked};
use super::read::documents;
use super::write::{self, KEY, OFFSETS, SOURCE};
use crate::document::{Annotated, Report};
use crate::format::{Reading, Writing};
use crate::syntax::xml::{self, Element, escape, escape_text};
use crate::syntax::{Error, File, Source};
use std::fmt::Write as _;

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
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

pub(super) fn write(annotated: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    write::write(annotated, |documents| {
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
