//! Every format, and the three calls that go through the table: telling, reading, writing.

use crate::columns::conll;
use crate::columns::conllu;
use crate::columns::rows;
use crate::columns::webanno;
use crate::document::annotated::{Annotated, UNLABELLED};
use crate::document::report::excerpt;
use crate::document::schema::{Definition, Schema};
use crate::document::unit::Unit;
use crate::format::{Format, Probe, Reading, Writing};
use crate::loss::holds::{Holds, Schemas};
use crate::loss::reduce::{Losses, reduce, reduce_some};
use crate::records::native;
use crate::standoff::bdoc;
use crate::standoff::bioc;
use crate::standoff::brat;
use crate::standoff::cas;
use crate::standoff::chat;
use crate::standoff::csv;
use crate::standoff::doccano;
use crate::standoff::extracted;
use crate::standoff::labelstudio;
use crate::standoff::prodigy;
use crate::standoff::pubannotation;
use crate::standoff::spacy;
use crate::standoff::w3c;
use crate::text::article;
use crate::text::html_report;
use crate::text::tei;
use crate::{Error, File, Report, Source};
use postil_core::Kind;
use postil_project::{is_date, is_language};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every format, in the order in which they are listed.
pub static FORMATS: &[Format] = &[
    Format {
        id: "postil",
        name: "Postil annotations",
        about: "JSON; every offset in three units",
        unit: Some(Unit::Byte),
        extensions: &["postil.json", "json"],
        lines: false,
        sniff: |probe| if is_ours(probe) { 99 } else { 0 },
        read: Some(native::read),
        write: Some(native::write),
        holds: Holds { schema: Schemas::Used, ..Holds::OURS },
    },
    Format {
        id: "postil-jsonl",
        name: "Postil annotations, JSON Lines",
        about: "one document a line",
        unit: Some(Unit::Byte),
        extensions: &["postil.jsonl", "jsonl"],
        lines: true,
        // The documents of the other are in a list.
        sniff: |probe| if is_ours(probe) && probe.has(".text:s") { 100 } else { 0 },
        read: Some(native::read),
        write: Some(native::write_lines),
        holds: Holds { schema: Schemas::Used, ..Holds::OURS },
    },
    Format {
        id: "postil-project",
        name: "Postil project",
        about: "the present state, without history",
        unit: Some(Unit::Byte),
        extensions: &["postil.json", "json"],
        lines: false,
        sniff: |_| 0,
        read: Some(native::read),
        write: Some(native::write_project),
        holds: Holds::OURS,
    },
    brat::FORMAT,
    doccano::FORMAT,
    doccano::CLASSES,
    labelstudio::FORMAT,
    spacy::JSON,
    spacy::TUPLES,
    spacy::V2,
    spacy::DOCBIN,
    prodigy::FORMAT,
    pubannotation::FORMAT,
    bdoc::FORMAT,
    conll::IOB2,
    conll::IOB1,
    conll::BIOES,
    conllu::FORMAT,
    webanno::FORMAT,
    cas::XMI,
    cas::JSON,
    bioc::XML,
    bioc::JSON,
    w3c::FORMAT,
    csv::CSV,
    csv::TSV,
    rows::GLINER,
    rows::HF,
    tei::FORMAT,
    chat::FORMAT,
    extracted::FORMAT,
    article::TEXT,
    article::MARKDOWN,
    article::HTML,
    html_report::FORMAT,
];

/// Whether a file says that it is one of ours.
fn is_ours(probe: &Probe) -> bool {
    let head = &probe.head[..probe.head.floor_char_boundary(200)];
    head.contains("\"postil-") && probe.has(".format:s")
}

/// A format by its name on the command line.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

/// The format of a file, by its content and, where that leaves several, its ending. None when it is none of these.
pub fn sniff(name: &str, bytes: &[u8]) -> Option<&'static Format> {
    sniff_source(&Source::new(name, bytes))
}

pub(crate) fn sniff_source(source: &Source) -> Option<&'static Format> {
    let probe = Probe::new(source);
    let sure = |format: &Format| {
        let sure = (format.sniff)(&probe);
        let named = format.extensions.contains(&probe.extension.as_str());
        if sure == 0 { 0 } else { usize::from(sure) * 2 + usize::from(named) }
    };
    // Of equally sure ones the first.
    let best = FORMATS.iter().rev().max_by_key(|format| sure(format))?;
    (sure(best) > 0).then_some(best)
}

/// Documents that were read, and what is to be said about that.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub documents: Vec<Annotated>,
    pub report: Report,
}

/// Files that were written, and what they do not say.
#[derive(Clone, Debug)]
pub struct Serialised {
    pub files: Vec<File>,
    pub losses: Losses,
}

/// Reads files that belong together: all of one format, with their companions (see [`gather`](crate::gather())). What is
/// wrong in part is left out and reported.
///
/// # Errors
/// When a file cannot be read at all, with its place.
pub fn parse(format: &Format, sources: &[Source], reading: &Reading) -> Result<Parsed, Error> {
    let first = sources.first().map_or("", |source| &source.name);
    let read = format.read.ok_or_else(|| Error::new(first, "", format!("{} is only written", format.name)))?;
    let mut report = Report::default();
    let mut documents = read(sources, reading, &mut report)?;
    for document in &mut documents {
        name_document(document);
        name_labels(document, &mut report);
        name_links(document, &mut report);
        if document.language.take_if(|tag| !is_language(tag)).is_some() {
            report.left_out("", "its language is no BCP 47 tag such as en or pt-BR");
        }
        // Of a time the day is kept.
        let is_day = |dct: &str| is_date(dct.split('T').next().unwrap_or_default());
        if document.dct.take_if(|dct| !is_day(dct)).is_some() {
            report.left_out("", "its date is no day such as 2018-09-17");
        }
        document.sort();
    }
    Ok(Parsed { documents, report })
}

/// Writes what a format can hold of some documents.
///
/// # Errors
/// When the format is only read, or nothing can be written.
pub fn serialise(format: &Format, documents: &[Annotated], writing: &Writing) -> Result<Serialised, Error> {
    let write = format.write.ok_or_else(|| Error::new("", "", format!("{} is only read", format.name)))?;
    let (documents, losses) = match writing.survey {
        Some(survey) => reduce_some(documents, &format.holds, &survey.schemas),
        None => reduce(documents, &format.holds),
    };
    Ok(Serialised { files: write(&documents, writing)?, losses })
}

/// Characters of what a document is called.
pub(crate) const MAX_NAME: usize = 1000;

/// What a document is called is one line, without blanks around it, and not empty.
fn name_document(document: &mut Annotated) {
    if document.name.chars().nth(MAX_NAME).is_some() || document.name.contains(char::is_control) {
        document.name = line(&document.name).chars().take(MAX_NAME).collect();
    }
    if document.name.trim().len() < document.name.len() {
        document.name = document.name.trim().to_owned();
    }
    if document.name.is_empty() {
        "Untitled".clone_into(&mut document.name);
    }
}

/// With a blank for each control character.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Ids of what is meant are one line, and their addresses have no white space at all.
fn name_links(document: &mut Annotated, report: &mut Report) {
    for link in document.spans.iter_mut().filter_map(|span| span.link.as_mut()) {
        if link.id.contains(char::is_control) {
            link.id = line(&link.id).into();
            report.repaired("", format!("an id of a link has control characters; it is {}", excerpt(&link.id)));
        }
        if let Some(uri) = link.uri.take_if(|uri| uri.contains(|c: char| c.is_control() || c.is_whitespace())) {
            report.left_out("", format!("{} is no address of a link", excerpt(&uri)));
        }
    }
}

/// Bytes of a label, a role or the name of an attribute.
pub(crate) const MAX_LABEL: usize = 256;

/// Names that the core can take: not empty, not too long, no control characters.
fn name_labels(document: &mut Annotated, report: &mut Report) {
    let mut changed: BTreeMap<String, usize> = BTreeMap::new();
    let mut name = |label: &mut String| {
        if label.len() > MAX_LABEL || label.chars().any(char::is_control) {
            *changed.entry(label.clone()).or_default() += 1;
            *label = line(label);
            label.truncate(label.floor_char_boundary(MAX_LABEL));
        }
        if label.trim().is_empty() {
            UNLABELLED.clone_into(label);
        }
    };
    document.spans.iter_mut().for_each(|it| name(&mut it.label));
    document.relations.iter_mut().for_each(|it| name(&mut it.label));
    document.clusters.iter_mut().for_each(|it| name(&mut it.label));
    for event in &mut document.events {
        name(&mut event.label);
        event.arguments.iter_mut().for_each(|(role, _)| name(role));
    }
    document.labels.iter_mut().for_each(|it| name(&mut it.label));
    for facts in document.facts_mut() {
        let attributes = std::mem::take(&mut facts.attributes);
        for (mut slug, value) in attributes {
            name(&mut slug);
            facts.attribute(&slug, value);
        }
    }
    if !document.schema.is_empty() {
        let definition = |it: &Definition| {
            let mut it = it.clone();
            let values = it.values.iter_mut().filter(|_| it.kind == Kind::Event);
            let ends = it.heads.iter_mut().chain(&mut it.tails).chain(&mut it.parent).chain(values);
            std::iter::once(&mut it.id).chain(ends).for_each(&mut name);
            it.name = native::line(&it.name).unwrap_or_else(|| it.id.clone());
            it
        };
        let plain: Schema = document.schema.iter().map(definition).collect();
        if plain != *document.schema {
            document.schema = Arc::new(plain);
        }
    }
    let mut rename = |set: &mut Arc<str>| {
        if !set.is_empty() {
            let mut plain = set.to_string();
            name(&mut plain);
            if *plain != **set {
                *set = plain.into();
            }
        }
    };
    document.facts_mut().for_each(|facts| rename(&mut facts.set));
    document.labels.iter_mut().for_each(|it| rename(&mut it.set));
    document.machines = std::mem::take(&mut document.machines)
        .into_iter()
        .map(|mut set| {
            rename(&mut set);
            set
        })
        .collect();
    // A document has a label once in each set.
    document.labels.sort();
    let mut twice = Vec::new();
    document.labels.dedup_by(|a, b| {
        let is_twin = (&a.label, &a.set) == (&b.label, &b.set);
        twice.extend((is_twin && a.score != b.score).then(|| a.label.clone()));
        is_twin
    });
    for label in twice {
        report.repaired(
            "",
            format!(
                "the document has the label “{}” twice, with different scores",
                crate::document::report::excerpt(&label)
            ),
        );
    }
    for (label, times) in changed {
        report.repaired(
            "",
            format!(
                "{times} times the name “{}”, which is too long or has control characters",
                crate::document::report::excerpt(&label)
            ),
        );
    }
}
