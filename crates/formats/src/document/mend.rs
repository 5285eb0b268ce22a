//! What a reader may leave in a document that the core cannot take: names above all.

use crate::document::names::{self, MAX_LABEL, MAX_NAME, UNLABELLED};
use crate::document::{Annotated, Definition, Report, Schema, excerpt};
use postil_core::{Kind, sort};
use postil_project::{is_date, is_language};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Brings a document that was read into order, and takes out or mends what the core refuses.
pub(crate) fn mend(document: &mut Annotated, report: &mut Report) {
    name_document(document);
    name_labels(document, report);
    name_links(document, report);
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

/// Keeps the first of each.
fn once(ids: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
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
            // Names that differed only in what was cut off are one.
            [&mut it.heads, &mut it.tails].into_iter().for_each(once);
            if it.kind == Kind::Event {
                once(&mut it.values);
            }
            it.name = names::line(&it.name).unwrap_or_else(|| it.id.clone());
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
    sort(&mut document.labels);
    let mut twice = Vec::new();
    document.labels.dedup_by(|a, b| {
        let is_twin = (&a.label, &a.set) == (&b.label, &b.set);
        twice.extend((is_twin && a.score != b.score).then(|| a.label.clone()));
        is_twin
    });
    for label in twice {
        report.repaired("", format!("the document has the label “{}” twice, with different scores", excerpt(&label)));
    }
    for (label, times) in changed {
        report.repaired(
            "",
            format!("{times} times the name “{}”, which is too long or has control characters", excerpt(&label)),
        );
    }
}
