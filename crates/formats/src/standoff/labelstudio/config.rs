//! The labelling configuration: what there is to choose from.

use super::tags::{CHOICES, CLASSES, LABELS, NOTES, NUMBER, TEXT, TEXT_AREA, Tags, attribute_name, values};
use crate::document::{Annotated, Definition, Look, Looks, Report, Schema, is_truth};
use crate::syntax::xml::{Element, escape};
use postil_core::{AttributeValue, Kind, ValueType};
use std::fmt::Write as _;

/// Adds what a configuration lists to a schema.
pub(super) fn read(root: &Element, schema: &mut Schema, report: &mut Report) {
    let mut passed = 0;
    let mut waiting: Vec<&Element> = vec![root];
    while let Some(element) = waiting.pop() {
        let kind = element.local();
        let of_region = element.get("perRegion") == Some("true");
        match kind {
            kind if kind.ends_with("Labels") => choices(element, "Label", Kind::Label, schema, &mut passed),
            "Relations" => choices(element, "Relation", Kind::Relation, schema, &mut passed),
            "Choices" | "Taxonomy" if !of_region => {
                choices(element, "Choice", Kind::DocumentLabel, schema, &mut passed)
            }
            "Choices" | "Taxonomy" | "TextArea" | "Number" | "Rating" | "DateTime" if of_region => {
                let name = element.get("name").unwrap_or_default();
                if name.is_empty() || name == NOTES && kind == TEXT_AREA {
                    continue;
                }
                let mut listed = Schema::default();
                choices(element, "Choice", Kind::Attribute, &mut listed, &mut passed);
                let attribute = schema.entry(Kind::Attribute, attribute_name(name, kind));
                for value in listed.iter().filter(|it| !is_truth(&it.id)) {
                    if !attribute.values.contains(&value.id) {
                        attribute.values.push(value.id.clone());
                    }
                }
            }
            _ => waiting.extend(element.elements().collect::<Vec<_>>().into_iter().rev()),
        }
    }
    if passed > 0 {
        report.decided("", format!("colours, keys and hints of {passed} labels are passed over"));
    }
}

/// What items look like, how they are reached, and what values of attributes are.
pub(super) fn looks(root: &Element, schema: &Schema) -> Looks {
    let mut looks = Looks::new();
    let mut waiting: Vec<&Element> = vec![root];
    while let Some(element) = waiting.pop() {
        waiting.extend(element.elements());
        let kind = match element.local() {
            "Label" => Kind::Label,
            "Relation" => Kind::Relation,
            "Choice" => Kind::DocumentLabel,
            "Number" | "Rating" if element.get("perRegion") == Some("true") => {
                let name = attribute_name(element.get("name").unwrap_or_default(), element.local());
                looks.entry((Kind::Attribute, name.to_owned())).or_default().value_type = Some(ValueType::Number);
                continue;
            }
            _ => continue,
        };
        let Some(id) = element.get("alias").or(element.get("value")).filter(|id| schema.get(kind, id).is_some()) else {
            continue;
        };
        let said = |name: &str| element.get(name).map(str::to_owned);
        let look =
            Look { colour: said("background"), key: said("hotkey"), description: said("hint"), ..Look::default() };
        looks.entry((kind, id.to_owned())).or_insert(look);
    }
    looks
}

/// Takes what a list offers, and what stands below that. An `alias` is what annotations say instead of the value.
fn choices(list: &Element, name: &str, kind: Kind, schema: &mut Schema, passed: &mut usize) {
    for item in list.elements() {
        if item.local() == name
            && let Some(value) = item.get("value")
        {
            let definition = Definition::new(kind, item.get("alias").unwrap_or(value));
            schema.add(Definition { name: value.to_owned(), ..definition });
            *passed += usize::from(item.attributes.iter().any(|(key, _)| !matches!(key.as_str(), "value" | "alias")));
        }
        choices(item, name, kind, schema, passed);
    }
}

/// The configuration in which some documents fit.
pub(super) fn of<'t>(documents: &[Annotated], schema: &'t Schema, tags: &Tags<'t>) -> String {
    let spans = || documents.iter().flat_map(|it| &it.spans);
    let list = |out: &mut String, tag: &str, items: &mut dyn Iterator<Item = (&str, &str)>| {
        for (id, name) in items {
            let alias = if id == name { String::new() } else { format!(" alias=\"{}\"", escape(id)) };
            let _ = writeln!(out, "    <{tag} value=\"{}\"{alias}/>", escape(name));
        }
    };
    let of_kind = |kind: Kind| schema.of(kind).map(|it| (it.id.as_str(), it.name.as_str())).collect::<Vec<_>>();
    let mut out = format!("<View>\n  <Labels name=\"{LABELS}\" toName=\"{TEXT}\">\n");
    list(&mut out, "Label", &mut of_kind(Kind::Label).into_iter());
    let _ = writeln!(out, "  </Labels>\n  <Text name=\"{TEXT}\" value=\"${TEXT}\"/>");
    let relations = of_kind(Kind::Relation);
    if !relations.is_empty() {
        out.push_str("  <Relations>\n");
        list(&mut out, "Relation", &mut relations.into_iter());
        out.push_str("  </Relations>\n");
    }
    let classes = of_kind(Kind::DocumentLabel);
    if !classes.is_empty() {
        let _ = writeln!(out, "  <Choices name=\"{CLASSES}\" toName=\"{TEXT}\" choice=\"multiple\">");
        list(&mut out, "Choice", &mut classes.into_iter());
        out.push_str("  </Choices>\n");
    }
    let ways = [CHOICES, NUMBER, TEXT_AREA];
    let attributes = schema.of(Kind::Attribute).flat_map(|it| ways.map(|way| (it.id.as_str(), way)));
    for (attribute, way) in attributes {
        let Some(name) = tags.get(&(attribute, way)) else { continue };
        let tag = format!("{way} name=\"{}\" toName=\"{TEXT}\" perRegion=\"true\"", escape(name));
        if way != CHOICES {
            let _ = writeln!(out, "  <{tag}/>");
            continue;
        }
        let is_truth = |span: &crate::document::Span| {
            matches!(span.facts.attributes.get(attribute), Some(AttributeValue::Boolean(_)))
        };
        let mut items: Vec<&str> = values(schema, attribute).iter().map(String::as_str).collect();
        if items.is_empty() || spans().any(is_truth) {
            items.extend(["true", "false"]);
        }
        let _ = writeln!(out, "  <{tag}>");
        list(&mut out, "Choice", &mut items.into_iter().map(|it| (it, it)));
        let _ = writeln!(out, "  </Choices>");
    }
    if spans().any(|span| !span.facts.notes.is_empty()) {
        let _ = writeln!(out, "  <TextArea name=\"{NOTES}\" toName=\"{TEXT}\" perRegion=\"true\"/>");
    }
    out.push_str("</View>\n");
    out
}
