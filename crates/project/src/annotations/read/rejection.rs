//! Reading what was turned down, and what is only suggested.

use super::super::fields::{Object, Remarks, list, needed, text};
use super::document::objects;
use super::{Found, Reader};
use postil_core::{Document, RecordKey, Rejection, Slug, Target, TargetArgument};

/// The fields of a rejection that say whose and why: they stand around what was rejected, not inside it.
const OUTER: &[&str] = &["set", "score", "origin"];
/// The fields of what was rejected, by its kind.
const SPAN: &[&str] = &["kind", "label", "char", "utf16", "byte", "quote", "prefix", "suffix", "fragments"];
const RELATION: &[&str] = &["kind", "type", "head", "tail"];
const CLUSTER: &[&str] = &["kind", "type", "members"];
const EVENT: &[&str] = &["kind", "type", "trigger", "arguments"];
/// The fields of suggested spans.
const SUGGESTION: &[&str] =
    &["label", "char", "utf16", "byte", "quote", "prefix", "suffix", "fragments", "score", "value", "origin"];

impl Reader<'_> {
    /// Rejections, and suggestions, which are verified and counted.
    pub(super) fn rejections(
        &mut self, object: &Object, document: &Document, found: &mut Found, remarks: &mut Remarks,
    ) {
        for (path, object) in objects(object, "rejections", remarks) {
            let target = self.target(object, document, OUTER, &path, remarks);
            match target.and_then(|target| Ok((self.set(object)?, target))) {
                Ok((set, target)) => {
                    let origin = self.origin(object, &path, remarks);
                    found.add(&path, RecordKey::Rejection(found.doc, set, target), Rejection { origin });
                }
                Err(message) => remarks.tell(&path, format!("{message}; left out")),
            }
        }
        for (path, object) in objects(object, "suggestions", remarks) {
            let said = if object.contains_key("kind") {
                self.target(object, document, OUTER, &path, remarks).map(drop)
            } else {
                remarks.expect_fields(&path, object, SUGGESTION);
                let covered = self.covered(object, document, &path, remarks);
                covered.and_then(|_| needed::<Slug>(object, "label")).map(drop)
            };
            match said {
                Ok(()) => self.suggestions += 1,
                Err(message) => remarks.tell(&path, format!("{message}; left out")),
            }
        }
    }

    /// What an object says was suggested: a span where it does not say its kind, as in version 1. `outer` are the fields that
    /// may stand beside it.
    fn target(
        &mut self, object: &Object, document: &Document, outer: &[&str], path: &str, remarks: &mut Remarks,
    ) -> Result<Target, String> {
        let kind = text(object, "kind")?.unwrap_or("span");
        let (known, label) = match kind {
            "span" => (SPAN, "label"),
            "relation" => (RELATION, "type"),
            "cluster" => (CLUSTER, "type"),
            "event" => (EVENT, "type"),
            _ => return Err("its `kind` is neither span, relation, cluster nor event".into()),
        };
        remarks.expect_fields(path, object, &[known, outer].concat());
        let label: Slug = needed(object, label)?;
        Ok(match kind {
            "relation" => {
                let head = self.target_in(object, "head", document, path, remarks)?.into();
                let tail = self.target_in(object, "tail", document, path, remarks)?.into();
                Target::Relation { label, head, tail }
            }
            "cluster" => {
                let mut members = Vec::new();
                for (i, item) in list(object, "members")?.iter().enumerate() {
                    let item = item.as_object().ok_or_else(|| format!("members[{i}] is not an object"))?;
                    members.push(self.target(item, document, &[], &format!("{path}.members[{i}]"), remarks)?);
                }
                Target::Cluster { label, members: members.into() }
            }
            "event" => {
                let trigger = self.target_in(object, "trigger", document, path, remarks)?.into();
                let mut arguments = Vec::new();
                for (i, item) in list(object, "arguments")?.iter().enumerate() {
                    let item = item.as_object().ok_or_else(|| format!("arguments[{i}] is not an object"))?;
                    let path = format!("{path}.arguments[{i}]");
                    remarks.expect_fields(&path, item, &["role", "node"]);
                    let node = self.target_in(item, "node", document, &path, remarks)?;
                    arguments.push(TargetArgument { role: needed(item, "role")?, node });
                }
                Target::Event { label, trigger, arguments: arguments.into() }
            }
            _ => Target::Span { label, fragments: self.covered(object, document, path, remarks)? },
        })
    }

    /// The same of the object in a field.
    fn target_in(
        &mut self, object: &Object, field: &str, document: &Document, path: &str, remarks: &mut Remarks,
    ) -> Result<Target, String> {
        let part = object.get(field).and_then(|it| it.as_object());
        let part = part.ok_or_else(|| format!("`{field}` is not an object that says what stood there"))?;
        self.target(part, document, &[], &format!("{path}.{field}"), remarks)
    }
}
