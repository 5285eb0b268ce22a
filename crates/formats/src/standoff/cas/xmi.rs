//! XMI: an element a structure, its features as attributes, and the type system in a file beside it.

use super::model::{Cas, Feature, Found, Structure, Type};
use super::read::documents;
use super::write::{cas, types};
use crate::document::{Annotated, Report};
use crate::format::{Reading, Writing};
use crate::syntax::xml::{self, Element, escape, local};
use crate::syntax::{Error, File, Source};
use postil_core::filled;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Features that refer to structures where no type system says so.
const REFERENCES: [&str; 10] =
    ["Governor", "Dependent", "target", "first", "next", "arguments", "links", "trigger", "mention", "parent"];

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut ranges: BTreeMap<(String, String), String> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.extension() == "xml") {
        ranges.extend(type_system(&xml::parse(&source.text()?, &source.name)?));
    }
    let mut made = Vec::new();
    for source in sources.iter().filter(|source| source.extension() != "xml") {
        report.file(&source.name);
        let root = xml::parse(&source.text()?, &source.name)?;
        let found = structures(&root, &ranges);
        if found.sofas.is_empty() {
            return Err(report.error("", "there is no sofa with a text"));
        }
        made.extend(documents(source.stem(), &found, reading, report)?);
    }
    Ok(made)
}

/// The ranges of features, by type and name.
fn type_system(root: &Element) -> BTreeMap<(String, String), String> {
    let mut ranges = BTreeMap::new();
    for kind in root.child("types").into_iter().flat_map(|types| types.all("typeDescription")) {
        let name = kind.child("name").map(Element::text).unwrap_or_default();
        for feature in kind.child("features").into_iter().flat_map(|features| features.all("featureDescription")) {
            let text = |name: &str| feature.child(name).map(|it| it.text().trim().to_owned()).unwrap_or_default();
            ranges.insert((name.trim().to_owned(), text("name")), text("rangeTypeName"));
        }
    }
    ranges
}

fn structures(root: &Element, ranges: &BTreeMap<(String, String), String>) -> Found {
    // A prefix stands for a package: `http:///a/b.ecore` is `a.b`.
    let package = |prefix: &str| {
        let uri = root.get(&format!("xmlns:{prefix}"))?;
        let path = uri.strip_prefix("http:///")?.strip_suffix(".ecore")?;
        Some(path.replace('/', "."))
    };
    let mut found = Found::default();
    for element in root.elements() {
        let kind = match element.name.split_once(':').and_then(|(prefix, _)| package(prefix)) {
            Some(package) if package != "uima.noNamespace" => format!("{package}.{}", element.local()),
            _ => element.local().to_owned(),
        };
        let number = |name: &str| element.get(name).and_then(|value| value.trim().parse::<i64>().ok());
        let id = element
            .attributes
            .iter()
            .find(|(name, _)| local(name) == "id" && name.contains(':'))
            .and_then(|(_, id)| id.parse().ok());
        let id = id.unwrap_or(-1);
        match kind.as_str() {
            "uima.cas.Sofa" => {
                if let Some(text) = element.get("sofaString") {
                    found.sofas.push((id, element.get("sofaID").unwrap_or_default().to_owned(), text.to_owned()));
                }
            }
            "uima.cas.NULL" => {}
            "uima.cas.View" => {
                let members = element.get("members").unwrap_or_default().split_whitespace();
                found.index(members.filter_map(|id| id.parse().ok()));
            }
            _ => {
                let mut it = Structure {
                    id,
                    sofa: number("sofa"),
                    ends: number("begin").zip(number("end")),
                    place: element.at(),
                    kind,
                    ..Structure::default()
                };
                let attributes = element
                    .attributes
                    .iter()
                    .filter(|(name, _)| !name.contains(':') && !matches!(name.as_str(), "sofa" | "begin" | "end"));
                let mut values: Vec<(String, Vec<String>)> =
                    attributes.map(|(name, value)| (name.clone(), vec![value.clone()])).collect();
                for child in element.elements() {
                    match values.iter_mut().find(|(name, _)| name == child.local()) {
                        Some((_, list)) => list.push(child.text()),
                        None => values.push((child.local().to_owned(), vec![child.text()])),
                    }
                }
                it.features =
                    values.into_iter().map(|(name, values)| feature(&it.kind, name, &values, ranges)).collect();
                found.structures.push(it);
            }
        }
    }
    found
}

fn feature(
    kind: &str, name: String, values: &[String], ranges: &BTreeMap<(String, String), String>,
) -> (String, Feature) {
    let text = values.join(" ");
    let range = ranges.get(&(kind.to_owned(), name.clone())).map(String::as_str);
    let is_reference = match range {
        Some(
            "uima.cas.String" | "uima.cas.Integer" | "uima.cas.Long" | "uima.cas.Short" | "uima.cas.Byte"
            | "uima.cas.Float" | "uima.cas.Double" | "uima.cas.Boolean",
        ) => false,
        Some(range) => !range.ends_with("StringArray") && !range.ends_with("StringList"),
        None => REFERENCES.contains(&name.as_str()),
    };
    let value = match range {
        _ if is_reference => {
            let ids: Option<Vec<i64>> = text.split_whitespace().map(|id| id.parse().ok()).collect();
            match ids {
                Some(ids)
                    if ids.len() == 1
                        && !matches!(name.as_str(), "arguments" | "links")
                        && range.is_none_or(|range| !range.ends_with("Array")) =>
                {
                    Feature::Reference(ids[0])
                }
                Some(ids) => Feature::References(ids),
                None => Feature::Text(text),
            }
        }
        Some("uima.cas.Integer" | "uima.cas.Long" | "uima.cas.Short" | "uima.cas.Float" | "uima.cas.Double") => {
            match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Feature::Number(text),
                _ => Feature::Text(text),
            }
        }
        Some("uima.cas.Boolean") => Feature::Flag(text == "true"),
        _ => Feature::Text(text),
    };
    (name, value)
}

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let types = types(documents);
    let mut files: Vec<File> =
        documents.iter().map(|it| File::new(format!("{}.xmi", it.name), xmi(&cas(it, types.clone())))).collect();
    files.push(File::new("TypeSystem.xml", type_system_of(&types)));
    Ok(files)
}

fn xmi(cas: &Cas) -> String {
    let kinds = cas.structures.iter().filter_map(|it| it.kind.rsplit_once('.'));
    let packages: BTreeSet<&str> = filled(kinds.map(|(package, _)| package));
    let prefixes: BTreeMap<&str, String> =
        filled(packages.into_iter().enumerate().map(|(n, package)| (package, format!("t{n}"))));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\"",
    );
    for (package, prefix) in &prefixes {
        let _ = write!(out, " xmlns:{prefix}=\"http:///{}.ecore\"", package.replace('.', "/"));
    }
    out.push_str(" xmi:version=\"2.0\">\n  <cas:NULL xmi:id=\"0\"/>\n");
    let mut members = Vec::new();
    for it in &cas.structures {
        let (package, short) = it.kind.rsplit_once('.').unwrap_or(("", &it.kind));
        let prefix = prefixes.get(package).map_or("", String::as_str);
        let _ = write!(out, "  <{prefix}:{short} xmi:id=\"{}\"", it.id);
        // What is not an annotation on a text has no sofa.
        let is_based = cas.types.iter().any(|kind| kind.name == it.kind && kind.parent != "uima.cas.TOP");
        if is_based {
            out.push_str(" sofa=\"1\"");
            members.push(it.id.to_string());
        }
        if let Some((begin, end)) = it.ends {
            let _ = write!(out, " begin=\"{begin}\" end=\"{end}\"");
        }
        for (name, value) in &it.features {
            let value = match value {
                Feature::Text(text) => escape(text),
                Feature::Number(number) => number.clone(),
                Feature::Flag(flag) => flag.to_string(),
                Feature::Reference(id) => id.to_string(),
                Feature::References(ids) => ids.iter().map(i64::to_string).collect::<Vec<_>>().join(" "),
            };
            let _ = write!(out, " {name}=\"{value}\"");
        }
        out.push_str("/>\n");
    }
    let _ = writeln!(
        out,
        "  <cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text/plain\" sofaString=\"{}\"/>",
        escape(&cas.text)
    );
    let _ = writeln!(out, "  <cas:View sofa=\"1\" members=\"{}\"/>\n</xmi:XMI>", members.join(" "));
    out
}

fn type_system_of(types: &[Type]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n",
    );
    for kind in types {
        let _ = writeln!(
            out,
            "    <typeDescription>\n      <name>{}</name>\n      <description/>\n      <supertypeName>{}</supertypeName>",
            kind.name, kind.parent
        );
        out.push_str("      <features>\n");
        for (name, range, element) in &kind.features {
            let _ = write!(
                out,
                "        <featureDescription>\n          <name>{name}</name>\n          <description/>\n          <rangeTypeName>{range}</rangeTypeName>\n"
            );
            if let Some(element) = element {
                let _ = writeln!(out, "          <elementType>{element}</elementType>");
            }
            out.push_str("        </featureDescription>\n");
        }
        out.push_str("      </features>\n    </typeDescription>\n");
    }
    out.push_str("  </types>\n</typeSystemDescription>\n");
    out
}
