//! Reading one document: its text, and what is said of it as a whole.

use super::super::FORMAT;
use super::super::anchor::excerpt;
use super::super::fields::{self, Object, Remarks, list, needed, text};
use super::{Found, Names, Reader};
use crate::Error;
use crate::error::json_message;
use crate::frame::Head;
use crate::metadata;
use crate::records::Places;
use crate::verify;
use postil_core::{
    AnnotatorId, AnnotatorInfo, Definition, DocId, Document, DocumentInfo, Kind, RecordKey, SetId, SetInfo, SetKind,
    Slug, first_words,
};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const FIELDS: &[&str] = &[
    "format",
    "version",
    "id",
    "sha256",
    "title",
    "language",
    "dct",
    "text",
    "annotators",
    "sets",
    "labels",
    "spans",
    "relations",
    "clusters",
    "events",
    "document_labels",
    "rejections",
    "suggestions",
];

impl Reader<'_> {
    /// # Errors
    /// When nothing of the document can be used.
    pub(super) fn document(&mut self, value: &Value, remarks: &mut Remarks) -> Result<(), String> {
        let object = value.as_object().ok_or("it is not an object")?;
        remarks.expect_fields("", object, FIELDS);
        let document = self.text(object, remarks)?;
        let doc = document.id();
        let mut found = Found { doc, names: Names::new(), records: Vec::new(), paths: Vec::new() };
        let said = |field: &str, remarks: &mut Remarks| {
            text(object, field).unwrap_or_else(|message| {
                remarks.tell("", message);
                None
            })
        };
        // As of any other text that says nothing of itself.
        let title = said("title", remarks).map_or_else(|| first_words(document.text()), str::to_owned);
        let info = DocumentInfo {
            language: said("language", remarks).map(Into::into),
            dct: said("dct", remarks).map(Into::into),
            source: Some(self.source.clone()),
            ..DocumentInfo::of(&document, &title)
        };
        found.add("", RecordKey::Document(doc), info);
        self.names(object, &mut found, remarks);
        self.nodes(object, &document, &mut found, remarks);
        self.name_the_rest(&mut found);
        for ((key, record), path) in found.records.iter_mut().zip(&found.paths) {
            if let Some(message) = metadata::mend(key, record, Some(&document)) {
                remarks.tell(path, message);
            }
        }
        self.take(found, remarks);
        Ok(())
    }

    /// The text that the annotations are on: the one given, or one that is known here.
    fn text(&mut self, object: &Object, remarks: &mut Remarks) -> Result<Document, String> {
        let mut said: Option<DocId> = fields::name(object, "sha256").unwrap_or_else(|message| {
            remarks.mended("", message);
            None
        });
        // Another program may name documents as it likes.
        let id: Option<DocId> = fields::name(object, "id").ok().flatten();
        if said.is_some() && id.is_some() && said != id {
            remarks.mended("", "`id` and `sha256` differ; `sha256` is believed");
        }
        said = said.or(id);
        let Some(given) = text(object, "text")? else {
            let said = said.ok_or("there is neither a text nor a SHA-256 to find it by")?;
            let document = self.texts.get(said).cloned();
            return document.ok_or_else(|| format!("there is no text, and document {said} is not known here"));
        };
        let document = verify::document(given.to_owned())?;
        let doc = document.id();
        // What has none is as its writer left it: there is nothing to compare.
        if let Some(said) = said.filter(|said| *said != doc) {
            let message = format!("the SHA-256 of the text is {doc}, not {said}; the text is taken as it stands");
            remarks.mended("", message);
        }
        self.texts.add(document.clone());
        Ok(document)
    }

    /// Annotators, sets and labels that the file names.
    fn names(&self, object: &Object, found: &mut Found, remarks: &mut Remarks) {
        for (path, object) in objects(object, "annotators", remarks) {
            remarks.expect_fields(&path, object, &["id", "name"]);
            match (needed(object, "id"), text(object, "name")) {
                (Ok(id), Ok(Some(name))) => {
                    found.add(&path, RecordKey::Annotator(id), AnnotatorInfo { name: name.into() })
                }
                (Err(message), _) | (_, Err(message)) => remarks.tell(&path, format!("{message}; left out")),
                _ => remarks.tell(&path, "there is no `name`; left out"),
            }
        }
        for (path, object) in objects(object, "sets", remarks) {
            remarks.expect_fields(&path, object, &["id", "name", "kind", "annotator"]);
            let set = needed(object, "id").and_then(|id: SetId| {
                let name = text(object, "name")?.unwrap_or(id.as_str()).into();
                let kind = known_kind(object)?.unwrap_or(SetKind::Imported);
                Ok((id, SetInfo { name, kind, annotator: fields::name(object, "annotator")? }))
            });
            match set {
                Ok((id, info)) => found.add(&path, RecordKey::Set(id), info),
                Err(message) => remarks.tell(&path, format!("{message}; left out")),
            }
        }
        for (path, object) in objects(object, "labels", remarks) {
            remarks.expect_fields(&path, object, &["kind", "id", "name"]);
            let label = needed(object, "id").and_then(|id: Slug| {
                let name = text(object, "name")?.unwrap_or(id.as_str()).to_owned();
                Ok((known_kind(object)?.unwrap_or(Kind::Label), id, name))
            });
            match label {
                Ok((kind, id, name)) => {
                    let definition = Definition::plain(kind, &id, &name);
                    found.add(&path, RecordKey::Definition(kind, id), definition);
                }
                Err(message) => remarks.tell(&path, format!("{message}; left out")),
            }
        }
    }

    /// Gives names to the labels and sets that are used and not named in the file.
    fn name_the_rest(&self, found: &mut Found) {
        let mut used = Places::new();
        for (i, (key, record)) in found.records.iter().enumerate() {
            let labels = key.labels(record).into_iter().map(|(kind, slug)| RecordKey::Definition(kind, slug.clone()));
            let set = key.set(record).map(|set| RecordKey::Set(set.clone()));
            for key in labels.chain(set) {
                used.insert(key, i);
            }
        }
        for (key, _) in &found.records {
            used.remove(key);
        }
        for key in used.into_keys() {
            match &key {
                RecordKey::Definition(kind, slug) => {
                    let definition = Definition::plain(*kind, slug, slug.as_str());
                    found.add("", key, definition);
                }
                RecordKey::Set(set) => {
                    let name = if *set == self.own_set() { self.source.clone() } else { set.as_str().into() };
                    found.add("", key, SetInfo { name, kind: SetKind::Imported, annotator: None });
                }
                _ => {}
            }
        }
    }

    /// The set of what names none: one for each file name.
    pub(super) fn own_set(&self) -> SetId {
        self.own_name().parse().expect("letters, a hyphen and digits")
    }

    /// The annotator of notes that name none.
    pub(super) fn own_annotator(&self) -> AnnotatorId {
        self.own_name().parse().expect("letters, a hyphen and digits")
    }

    fn own_name(&self) -> String {
        Sha256::digest(self.source.as_bytes())[..8].iter().fold("import-".to_owned(), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        })
    }
}

/// Verifies that a line by itself is a document of ours.
///
/// # Errors
/// When it says something else, or another version.
pub(super) fn check_line(value: &Value) -> Result<(), Error> {
    if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(Error::new(format!("its `format` is not {FORMAT}")));
    }
    let head = Head::deserialize(value).map_err(|error| Error::new(json_message(&error)))?;
    head.version().map(drop)
}

/// The objects of a list, each with its path.
pub(super) fn objects<'v>(object: &'v Object, field: &str, remarks: &mut Remarks) -> Vec<(String, &'v Object)> {
    let items = list(object, field).unwrap_or_else(|message| {
        remarks.tell("", format!("{message}; left out"));
        &[]
    });
    let mut objects = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        match item.as_object() {
            Some(object) => {
                let path = match object.get("id").and_then(Value::as_str) {
                    Some(id) => format!("{field}[{i}] ({})", excerpt(id)),
                    None => format!("{field}[{i}]"),
                };
                objects.push((path, object));
            }
            None => remarks.tell(&format!("{field}[{i}]"), "it is not an object; left out"),
        }
    }
    objects
}

/// A `kind`, if it is there.
fn known_kind<T: for<'de> Deserialize<'de>>(object: &Object) -> Result<Option<T>, String> {
    let kind = object.get("kind").map(T::deserialize).transpose();
    kind.map_err(|error| format!("`kind`: {}", json_message(&error)))
}
