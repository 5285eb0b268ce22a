//! Reading what is in a document: spans, relations, clusters, events, and what hangs on them.

use super::super::anchor::excerpt;
use super::super::fields::{self, Object, Remarks, list, needed, text};
use super::document::objects;
use super::names::{reference, scalar};
use super::{Found, Reader};
use postil_core::{
    AnnotatorId, Argument, Attribute, AttributeValue, Cluster, Document, DocumentLabel, Event, Link, Member, NodeId,
    Note, Record, RecordKey, Relation, SetId, Slug, Span,
};
use serde::Deserialize;
use serde_json::Value;

/// The fields of spans.
const SPAN: &[&str] = &[
    "id",
    "label",
    "set",
    "char",
    "utf16",
    "byte",
    "quote",
    "prefix",
    "suffix",
    "fragments",
    "score",
    "origin",
    "link",
    "attributes",
    "notes",
];
/// The lists of what is no span, with the fields of what is in them.
const NODES: [(&str, &[&str]); 3] = [
    ("relations", &["id", "type", "set", "head", "tail", "score", "origin", "attributes", "notes"]),
    ("clusters", &["id", "type", "set", "members", "score", "origin", "attributes", "notes"]),
    ("events", &["id", "type", "set", "trigger", "arguments", "score", "origin", "attributes", "notes"]),
];

impl Reader<'_> {
    pub(super) fn nodes(&mut self, object: &Object, document: &Document, found: &mut Found, remarks: &mut Remarks) {
        for (path, object) in objects(object, "spans", remarks) {
            if let Err(message) = self.span(object, document, &path, found, remarks) {
                remarks.tell(&path, format!("{message}; left out"));
            }
        }
        // They may refer to each other in any order, so all are named first.
        let mut named = Vec::new();
        for (field, known) in NODES {
            for (path, object) in objects(object, field, remarks) {
                remarks.expect_fields(&path, object, known);
                let parts = ["type", "set", "head", "tail", "trigger"].map(|field| reference(object, field));
                let parts: Vec<&str> = [field]
                    .into_iter()
                    .chain(parts.iter().map(Option::as_deref).map(Option::unwrap_or_default))
                    .collect();
                match self.node_name(object, &parts, found) {
                    Ok(id) => named.push((field, path, object, id)),
                    Err(message) => remarks.tell(&path, format!("{message}; left out")),
                }
            }
        }
        for (field, path, object, id) in named {
            if let Err(message) = self.node(field, object, id, &path, found, remarks) {
                remarks.tell(&path, format!("{message}; left out"));
            }
        }
        for (path, object) in objects(object, "document_labels", remarks) {
            remarks.expect_fields(&path, object, &["label", "set", "score", "origin"]);
            match needed(object, "label").and_then(|label| Ok((self.set(object)?, label))) {
                Ok((set, label)) => {
                    let origin = self.origin(object, &path, remarks);
                    found.add(&path, RecordKey::DocumentLabel(found.doc, set, label), DocumentLabel { origin });
                }
                Err(message) => remarks.tell(&path, format!("{message}; left out")),
            }
        }
        self.rejections(object, document, found, remarks);
    }

    fn span(
        &mut self, object: &Object, document: &Document, path: &str, found: &mut Found, remarks: &mut Remarks,
    ) -> Result<(), String> {
        remarks.expect_fields(path, object, SPAN);
        let label: Slug = needed(object, "label")?;
        let set = self.set(object)?;
        let fragments = self.covered(object, document, path, remarks)?;
        let parts = ["spans", label.as_str(), set.as_str(), &format!("{fragments:?}")];
        let id = self.node_name(object, &parts, found)?;
        let link = object.get("link").filter(|link| !link.is_null()).map(Link::deserialize).transpose();
        let link = link.unwrap_or_else(|error| {
            remarks.tell(path, format!("`link`: {error}; the link is left out"));
            None
        });
        let origin = self.origin(object, path, remarks);
        found.add(path, RecordKey::Node(id), Span { doc: found.doc, set, label, fragments, origin, link });
        self.hanging(object, id, path, found, remarks);
        Ok(())
    }

    fn node(
        &mut self, field: &str, object: &Object, id: NodeId, path: &str, found: &mut Found, remarks: &mut Remarks,
    ) -> Result<(), String> {
        let label: Slug = needed(object, "type")?;
        let set = self.set(object)?;
        let origin = self.origin(object, path, remarks);
        let end = |field: &str| {
            let name = reference(object, field).ok_or_else(|| format!("there is no `{field}`"))?;
            found.names.get(&name).copied().ok_or_else(|| missing(field, &name))
        };
        let doc = found.doc;
        let record: Record = match field {
            "relations" => Relation { doc, set, label, head: end("head")?, tail: end("tail")?, origin }.into(),
            "clusters" => Cluster { doc, set, label, origin }.into(),
            _ => Event { doc, set, label, trigger: end("trigger")?, origin }.into(),
        };
        found.add(path, RecordKey::Node(id), record);
        self.hanging(object, id, path, found, remarks);
        for part in ["members", "arguments"] {
            let items = if (part == "members") == (field == "clusters") && field != "relations" {
                list(object, part)?
            } else {
                &[]
            };
            for (i, item) in items.iter().enumerate() {
                let path = format!("{path}.{part}[{i}]");
                if let Err(message) = self.part(item, part == "members", id, &path, found, remarks) {
                    remarks.tell(&path, format!("{message}; left out"));
                }
            }
        }
        Ok(())
    }

    /// A member of a cluster, or an argument of an event.
    fn part(
        &mut self, item: &Value, is_member: bool, owner: NodeId, path: &str, found: &mut Found, remarks: &mut Remarks,
    ) -> Result<(), String> {
        let blank = Object::new();
        let object = item.as_object().unwrap_or(&blank);
        let (name, known): (_, &[&str]) = match is_member {
            true => (scalar(item).or_else(|| reference(object, "node")), &["node", "origin"]),
            false => (reference(object, "node"), &["id", "role", "node", "origin"]),
        };
        remarks.expect_fields(path, object, known);
        let name = name.ok_or("there is no `node`")?;
        let node = found.names.get(&name).copied().ok_or_else(|| missing("node", &name))?;
        let origin = self.origin(object, path, remarks);
        if is_member {
            found.add(path, RecordKey::Member(owner, node), Member { origin });
            return Ok(());
        }
        let role: Slug = needed(object, "role")?;
        let parts = ["arguments", &owner.to_string(), role.as_str(), &name];
        let id = self.argument_name(object, &parts, found.doc);
        found.add(path, RecordKey::Argument(owner, id), Argument { role, node, origin });
        Ok(())
    }

    /// Attributes and notes.
    fn hanging(&self, object: &Object, id: NodeId, path: &str, found: &mut Found, remarks: &mut Remarks) {
        match object.get("attributes") {
            None | Some(Value::Null) => {}
            Some(Value::Object(attributes)) => {
                for (slug, value) in attributes {
                    let path = format!("{path}.attributes.{}", excerpt(slug));
                    match (slug.parse(), attribute(value)) {
                        (Ok(slug), Some(value)) => {
                            found.add(&path, RecordKey::Attribute(id, slug), Attribute { value })
                        }
                        (Err(message), _) => remarks.tell(&path, format!("{message}; left out")),
                        (_, None) => remarks.tell(&path, "not a value of an attribute; left out"),
                    }
                }
            }
            Some(_) => remarks.tell(path, "`attributes` is not an object; left out"),
        }
        let notes = list(object, "notes").unwrap_or_else(|message| {
            remarks.tell(path, format!("{message}; left out"));
            &[]
        });
        for (i, note) in notes.iter().enumerate() {
            let path = format!("{path}.notes[{i}]");
            match self.note(note, &path, remarks) {
                Ok((annotator, text)) => found.add(&path, RecordKey::Note(id, annotator), Note { text: text.into() }),
                Err(message) => remarks.tell(&path, format!("{message}; left out")),
            }
        }
    }

    fn note<'v>(&self, note: &'v Value, path: &str, remarks: &mut Remarks) -> Result<(AnnotatorId, &'v str), String> {
        match note {
            Value::String(text) => Ok((self.own_annotator(), text)),
            Value::Object(object) => {
                remarks.expect_fields(path, object, &["annotator", "text"]);
                let annotator = fields::name(object, "annotator")?.unwrap_or_else(|| self.own_annotator());
                Ok((annotator, text(object, "text")?.ok_or("there is no `text`")?))
            }
            _ => Err("not a note".into()),
        }
    }

    pub(super) fn set(&self, object: &Object) -> Result<SetId, String> {
        Ok(fields::name(object, "set")?.unwrap_or_else(|| self.own_set()))
    }
}

fn missing(field: &str, name: &str) -> String {
    format!("`{field}`: there is no “{}” in this document, or it was left out", excerpt(name))
}

/// `{"boolean": true}`, `{"number": "1.50"}`, `{"choice": "…"}`, `{"text": "…"}`; or plain values, as other programs
/// write them.
fn attribute(value: &Value) -> Option<AttributeValue> {
    match value {
        Value::Bool(value) => Some(AttributeValue::Boolean(*value)),
        Value::Number(number) => Some(AttributeValue::Number(number.to_string().into())),
        Value::String(text) => Some(AttributeValue::Text(text.as_str().into())),
        Value::Object(_) => AttributeValue::deserialize(value).ok(),
        _ => None,
    }
}
