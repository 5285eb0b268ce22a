//! Postil's own files: offsets in bytes, code points and UTF-16 units, ends exclusive.

use crate::document::{Annotated, Definition, Report, Schema, Unit};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Holds, Schemas};
use crate::probe::Probe;
use crate::records::from_store::from_store;
use crate::records::to_store::{author, load, to_store};
use crate::syntax::{Error, File, Source, json};
use postil_core::{Timestamp, sort_by};
use postil_project::Shape;
use postil_project::annotations::Options;
use serde::de::IgnoredAny;
use std::sync::Arc;

pub(crate) const ANNOTATIONS: Format = Format {
    id: "postil",
    name: "Postil annotations",
    about: "JSON; every offset in three units",
    purpose: Purpose::Own,
    unit: Some(Unit::Byte),
    extensions: &["postil.json", "json"],
    lines: false,
    sniff: |probe| if is_ours(probe) { 99 } else { 0 },
    read: Some(read),
    write: Some(write),
    holds: Holds { units: &Unit::ALL, schema: Schemas::Used, ..Holds::OURS },
};

pub(crate) const ANNOTATION_LINES: Format = Format {
    id: "postil-jsonl",
    name: "Postil annotations, JSON Lines",
    about: "one document a line",
    purpose: Purpose::Own,
    unit: Some(Unit::Byte),
    extensions: &["postil.jsonl", "jsonl"],
    lines: true,
    // The documents of the other are in a list.
    sniff: |probe| if is_ours(probe) && probe.has(".text:s") { 100 } else { 0 },
    read: Some(read),
    write: Some(write_lines),
    holds: Holds { units: &Unit::ALL, schema: Schemas::Used, ..Holds::OURS },
};

pub(crate) const PROJECT: Format = Format {
    id: "postil-project",
    name: "Postil project",
    about: "the present state, without history",
    purpose: Purpose::Own,
    unit: Some(Unit::Byte),
    extensions: &["postil.json", "json"],
    lines: false,
    sniff: |_| 0,
    read: Some(read),
    write: Some(write_project),
    holds: Holds::OURS,
};

/// Whether a file says that it is one of ours.
fn is_ours(probe: &Probe) -> bool {
    let head = &probe.head[..probe.head.floor_char_boundary(200)];
    head.contains("\"postil-") && probe.has(".format:s")
}

/// Reads a project, annotations or a log of ours.
fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let text = source.text()?;
        // What is wrong with a line by itself has a place.
        if !text.trim().is_empty() && !text.trim_end().contains('\n') {
            json::parse::<IgnoredAny>(&text, &source.name, source.first_line)?;
        }
        let (store, documents, shape) = load(&text, &source.name, source.first_line, report)?;
        let mut read = from_store(&store, &documents);
        if matches!(shape, Shape::Annotations | Shape::AnnotationLines) {
            // These have no order of labels.
            let mut sorted: Vec<Definition> =
                read.first().into_iter().flat_map(|it| it.schema.iter()).cloned().collect();
            sort_by(&mut sorted, &|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
            let schema: Arc<Schema> = Arc::new(sorted.into_iter().collect());
            read.iter_mut().for_each(|it| it.schema = schema.clone());
        }
        made.extend(read);
    }
    Ok(made)
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let (store, texts) = to_store(documents, "annotations")?;
    let text = postil_project::annotations::json(&store, &texts, &Options::default()).text;
    Ok(vec![File::new("annotations.postil.json", text)])
}

fn write_lines(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let (store, texts) = to_store(documents, "annotations")?;
    let text = postil_project::annotations::json_lines(&store, &texts, &Options::default()).text;
    Ok(vec![File::new("annotations.postil.jsonl", text)])
}

fn write_project(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let (store, texts) = to_store(documents, "annotations")?;
    let text = postil_project::project::write_without_history(&store, &texts, &author(), Timestamp(1));
    Ok(vec![File::new("project.postil.json", text)])
}
