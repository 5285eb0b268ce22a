//! Reading annotations of the web.

use super::beside::{Beside, Documents};
use super::selector::{Part, Selected, address, list, targets};
use crate::document::{
    Annotated, Claim, DocumentLabel, Draft, Relation, Report, Span, Unit, excerpt, labelled, settle,
};
use crate::format::Reading;
use crate::syntax::json::{self, Value};
use crate::syntax::{Error, Source};
use postil_core::{AttributeValue, Link};
use std::sync::Arc;

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    let mut beside = Beside::new(sources);
    for source in sources.iter().filter(|source| source.extension() != "txt") {
        report.file(&source.name);
        let root: Value = json::parse(&source.text()?, &source.name, 1)?;
        let mut documents = Documents::new(source, &mut beside)?;
        let items: Vec<(String, &Value)> =
            items(&root).iter().enumerate().map(|(i, item)| (format!("[{i}]"), item)).collect();
        let is_link = |item: &Value| item.text("motivation") == Some("linking");
        for (place, item) in items.iter().filter(|(_, item)| !is_link(item)) {
            let said = said(item, place, report);
            let id = item.text("id").map(str::to_owned);
            let whole = Said { labels: said.labels, span: said.span, is_machine: said.is_machine };
            for (n, parts) in targets(item.get("target")).into_iter().enumerate() {
                let id = id.clone().filter(|_| n == 0);
                take(&whole, id, &parts, place, &mut documents, report)?;
            }
        }
        let mut drafts = documents.finish(source, "annotations of the web come without it", report)?;
        settle(&mut drafts, Unit::Char, true, reading.unit, report);
        for (place, item) in items.iter().filter(|(_, item)| is_link(item)) {
            link(item, place, &mut drafts, report);
        }
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

/// The annotations: a list, a page or collection of them, a graph, or one alone.
fn items(root: &Value) -> &[Value] {
    let page = root.get("first").filter(|first| first.get("items").is_some()).unwrap_or(root);
    match (root, root.get("@graph")) {
        (Value::List(items), _) => items,
        (_, Some(Value::List(items))) => items,
        _ if page.get("items").is_some() => page.list("items"),
        (one, _) => std::slice::from_ref(one),
    }
}

/// What is said of the targets of an annotation.
pub(super) struct Said {
    pub(super) labels: Vec<String>,
    pub(super) span: Span,
    /// Whether a program says so.
    pub(super) is_machine: bool,
}

/// Takes over what is said of parts that belong together.
///
/// # Errors
/// When the text is none.
pub(super) fn take(
    said: &Said, id: Option<String>, parts: &[Part], place: &str, documents: &mut Documents, report: &mut Report,
) -> Result<(), Error> {
    let source = parts.first().map_or("", |part| part.source);
    let Some(draft) = documents.of(source)? else {
        report.left_out(place, format!("its text, {}, is not among the files", excerpt(source)));
        return Ok(());
    };
    let mut claims: Vec<Claim> = Vec::new();
    let mut is_whole = false;
    for part in parts {
        match &part.selected {
            _ if part.source != source => {
                report.left_out(place, "its parts are of several texts");
                return Ok(());
            }
            Selected::Whole => is_whole = true,
            Selected::Part(claim) => claims.push(claim.clone()),
            Selected::Unknown(what) => {
                report.left_out(place, format!("{what} names no place of a text"));
                return Ok(());
            }
        }
    }
    let draft = &mut documents.drafts[draft];
    let set = &said.span.facts.set;
    if said.is_machine {
        draft.it.machines.insert(set.clone());
    }
    if claims.is_empty() || is_whole {
        if said.labels.is_empty() || !claims.is_empty() || !is_whole {
            report.left_out(place, "no selector of it says a position or a quote");
            return Ok(());
        }
        let label = |label: &String| DocumentLabel { label: label.clone(), set: set.clone(), score: None };
        draft.it.labels.extend(said.labels.iter().map(label));
        if !said.span.facts.notes.is_empty() || said.span.link.is_some() {
            report.left_out(place, "notes and links of a whole text have no place here");
        }
        return Ok(());
    }
    let labels = if said.labels.is_empty() { &[String::new()][..] } else { &said.labels };
    if labels.len() > 1 {
        report.decided(place, format!("{} tags are as many spans", labels.len()));
    }
    for (i, label) in labels.iter().enumerate() {
        let span = Span { label: label.clone(), ..said.span.clone() };
        draft.claim_parts(id.clone().filter(|_| i == 0), claims.clone(), span, place.to_owned());
    }
    Ok(())
}

/// Who made an annotation, and whether that is a program.
fn creator(item: &Value) -> (Arc<str>, bool) {
    let Some(creator) = item.get("creator") else { return (Arc::default(), false) };
    let name = creator.as_text().or_else(|| creator.text("name")).or_else(|| creator.text("id"));
    (name.unwrap_or_default().into(), creator.text("type") == Some("Software"))
}

/// The labels, notes and so on that bodies say.
fn said(item: &Value, place: &str, report: &mut Report) -> Said {
    let (set, is_machine) = creator(item);
    let mut said = Said { labels: Vec::new(), span: labelled(""), is_machine };
    said.span.facts.set = set;
    let motivation = item.text("motivation").unwrap_or_default();
    let (mut id, mut uri) = (None, None);
    if let Some(text) = item.text("bodyValue") {
        said.span.facts.notes.push(text.to_owned());
    }
    for body in list(item.get("body")) {
        let value = body.text("value");
        let iri = || body.get("source").and_then(address).or_else(|| address(body)).map(str::to_owned);
        match (body.text("purpose").unwrap_or(motivation), value) {
            ("tagging" | "classifying", Some(value)) => said.labels.push(value.to_owned()),
            ("tagging" | "classifying", None) => said.labels.extend(iri()),
            ("identifying", Some(value)) => id = Some(value.to_owned()),
            ("identifying", None) => uri = iri(),
            ("describing", Some(value)) if value.contains('=') => {
                if let Some((name, value)) = value.split_once('=') {
                    said.span.facts.attribute(name, AttributeValue::Text(value.into()));
                }
            }
            (_, Some(value)) => said.span.facts.notes.push(value.to_owned()),
            (_, None) => {
                let what = iri().map_or_else(
                    || "a body of it says nothing".to_owned(),
                    |iri| format!("its body is an address, {}, and what stands there is not known", excerpt(&iri)),
                );
                report.left_out(place, what);
            }
        }
    }
    let id = id.or_else(|| uri.clone());
    said.span.link = id.map(|id| Link { id: id.into(), uri: uri.map(Into::into) });
    said
}

/// `body` and `target` are the ids of what is linked; a tag says how.
fn link(item: &Value, place: &str, drafts: &mut [Draft], report: &mut Report) {
    let (set, is_machine) = creator(item);
    let found = drafts.iter_mut().find_map(|draft| {
        let id = |value: &Value| draft.names.get(address(value)?).copied();
        let head = list(item.get("body")).iter().find_map(id)?;
        let tail = list(item.get("target")).iter().find_map(id)?;
        Some((draft, head, tail))
    });
    let Some((draft, head, tail)) = found else {
        let id = excerpt(item.text("id").unwrap_or_default());
        report.left_out(place, format!("an end of “{id}” is no annotation of this file"));
        return;
    };
    let tag = list(item.get("body")).iter().find_map(|body| body.text("value"));
    let mut relation = Relation { head, tail, label: tag.unwrap_or_default().to_owned(), facts: Default::default() };
    if is_machine {
        draft.it.machines.insert(set.clone());
    }
    relation.facts.set = set;
    draft.it.relations.push(relation);
}
