//! Layers as INCEpTION and WebAnno export them, tag sets, and types of UIMA.

use crate::document::{Definition, Look, Looks, Schema};
use crate::standoff::cas::{LABELS, is_passed};
use crate::syntax::Source;
use crate::syntax::json::{self, Value};
use crate::syntax::xml::Element;
use postil_core::{Kind, ValueType};

const ANNOTATION: &str = "uima.tcas.Annotation";

/// Reads layers, one or a list of them, or a tag set. None where the file is neither.
pub(super) fn layers(source: &Source) -> Option<(Schema, Looks)> {
    let text = source.text().ok()?;
    let value: Value = json::parse(&text, &source.name, 1).ok()?;
    let list = if value.items().is_empty() { std::slice::from_ref(&value) } else { value.items() };
    let is_layer = |it: &Value| {
        it.get("features").is_some()
            && matches!(it.text("type"), Some("span" | "relation" | "chain" | "document-metadata"))
    };
    let mut made = Made::default();
    match list {
        [one] if one.list("tags").iter().any(|tag| tag.text("tag_name").is_some()) => made.tags(one),
        all if all.iter().all(is_layer) => {
            all.iter().for_each(|layer| made.layer(layer));
        }
        _ => return None,
    }
    Some((made.schema, made.looks))
}

#[derive(Default)]
struct Made {
    schema: Schema,
    looks: Looks,
}

/// The last part of a name with packages.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

impl Made {
    fn add(&mut self, definition: Definition, look: Look) {
        self.looks.insert((definition.kind, definition.id.clone()), look);
        self.schema.add(definition);
    }

    /// Each tag of a set is a label.
    fn tags(&mut self, set: &Value) {
        for tag in set.list("tags") {
            let Some(name) = tag.text("tag_name").filter(|name| !name.is_empty()) else { continue };
            let description = tag.text("tag_description").map(str::to_owned);
            self.add(Definition::new(Kind::Label, name), Look { description, ..Look::default() });
        }
    }

    fn layer(&mut self, layer: &Value) {
        let Some(name) = layer.text("name").map(short).filter(|name| !is_passed(name)) else { return };
        let people = layer.text("uiName").unwrap_or(name).to_owned();
        let features = layer.list("features");
        let tags = |feature: &Value| feature.get("tag_set").filter(|set| !set.list("tags").is_empty()).cloned();
        // A feature that says what a span is makes labels of its tags.
        let says =
            features.iter().filter(|it| it.text("name").is_some_and(|name| LABELS.contains(&name))).find_map(tags);
        let kind = match layer.text("type") {
            Some("relation") => Kind::Relation,
            Some("chain") => Kind::Cluster,
            Some("document-metadata") => Kind::DocumentLabel,
            _ => Kind::Label,
        };
        let before = self.schema.iter().count();
        match (&says, kind) {
            (Some(set), Kind::Label) => self.tags(set),
            _ => {
                let mut it = Definition { name: people, ..Definition::new(kind, name) };
                let attached = layer.get("attach_type").and_then(|it| it.text("name")).map(short);
                if let (Kind::Relation, Some(to)) = (kind, attached.filter(|to| !is_passed(to))) {
                    (it.heads, it.tails) = (vec![to.to_owned()], vec![to.to_owned()]);
                }
                let description = layer.text("description").map(str::to_owned);
                self.add(it, Look { description, ..Look::default() });
            }
        }
        let owners: Vec<String> = self.schema.iter().skip(before).map(|it| it.id.clone()).collect();
        for feature in features {
            let Some(name) = feature.text("name") else { continue };
            let is_label = says.is_some() && LABELS.contains(&name);
            if kind != Kind::Label || is_label || name == "identifier" {
                continue;
            }
            let people = feature.text("uiName").unwrap_or(name).to_owned();
            let values = feature.get("tag_set").map_or(&[][..], |set| set.list("tags"));
            let values = values.iter().filter_map(|tag| tag.text("tag_name")).map(str::to_owned).collect();
            let description = feature.text("description").map(str::to_owned);
            self.attribute(name, people, feature.text("type").unwrap_or_default(), &owners, values, description);
        }
    }

    fn attribute(
        &mut self, name: &str, people: String, range: &str, owners: &[String], values: Vec<String>,
        description: Option<String>,
    ) {
        let value_type = match short(range) {
            _ if !values.is_empty() => Some(ValueType::Choice),
            "Boolean" => Some(ValueType::Boolean),
            "Byte" | "Short" | "Integer" | "Long" | "Float" | "Double" => Some(ValueType::Number),
            "String" => None,
            // Links to other annotations, and concepts.
            _ => return,
        };
        if let Some(known) = self.schema.get(Kind::Attribute, name) {
            let mut wider = known.clone();
            wider.heads.extend(owners.iter().filter(|it| !known.heads.contains(it)).cloned());
            *self.schema.entry(Kind::Attribute, name) = wider;
            return;
        }
        let definition =
            Definition { name: people, heads: owners.to_vec(), values, ..Definition::new(Kind::Attribute, name) };
        self.add(definition, Look { value_type, description, ..Look::default() });
    }
}

/// Reads the types of a description: annotations are labels, what they inherit from one another is a hierarchy, features are
/// attributes.
pub(super) fn types(root: &Element) -> (Schema, Looks) {
    let said =
        |element: &Element, name: &str| element.child(name).map(|it| it.text().trim().to_owned()).unwrap_or_default();
    let all: Vec<&Element> = root.all("types").flat_map(|types| types.all("typeDescription")).collect();
    let parent = |name: &str| all.iter().find(|it| said(it, "name") == name).map(|it| said(it, "supertypeName"));
    let is_annotation = |name: &str| {
        let line = std::iter::successors(Some(name.to_owned()), |name| parent(name));
        line.take(all.len() + 1).any(|it| it == ANNOTATION)
    };
    let mut made = Made::default();
    for element in &all {
        let (name, above) = (said(element, "name"), said(element, "supertypeName"));
        if !is_annotation(&name) || is_passed(short(&name)) {
            continue;
        }
        let features: Vec<&Element> = element.all("features").flat_map(|it| it.all("featureDescription")).collect();
        let is_relation = features.iter().any(|it| said(it, "name") == "Governor");
        let kind = if is_relation { Kind::Relation } else { Kind::Label };
        let mut it = Definition::new(kind, short(&name));
        it.parent = (above != ANNOTATION && is_annotation(&above) && !is_relation).then(|| short(&above).to_owned());
        let description = Some(said(element, "description")).filter(|text| !text.is_empty());
        made.add(it, Look { description, ..Look::default() });
        if is_relation {
            continue;
        }
        for feature in features {
            let (feature_name, range) = (said(feature, "name"), said(feature, "rangeTypeName"));
            let description = Some(said(feature, "description")).filter(|text| !text.is_empty());
            let owners = [short(&name).to_owned()];
            made.attribute(&feature_name, feature_name.clone(), &range, &owners, Vec::new(), description);
        }
    }
    (made.schema, made.looks)
}
