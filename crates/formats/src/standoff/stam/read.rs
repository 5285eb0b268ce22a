//! From stores to documents: spans first, and then what is said of them.

use super::data::{Datum, Said};
use super::select::{Known, Part, Place, Together};
use super::store::{Store, stores};
use crate::document::names::COREFERENCE;
use crate::document::texts::Texts;
use crate::document::{
    Annotated, Claim, Cluster, DocumentLabel, Draft, Node, Relation, Report, Span, Unit, labelled, settle,
};
use crate::format::Reading;
use crate::syntax::json::Value;
use crate::syntax::{Error, Source};
use std::collections::BTreeMap;

/// What is said of annotations, until these have their places.
struct Later {
    place: String,
    name: String,
    data: Vec<Datum>,
    together: Together,
    ends: Vec<String>,
}

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    let mut texts = Texts::default();
    for (source, root) in stores(sources, report)? {
        report.file(&source.name);
        let mut store = Store::of(&root, sources, &mut texts, report)?;
        let documents: Vec<_> = store.drafts.iter().map(|draft| draft.it.document.clone()).collect();
        let unit = reading.unit.unwrap_or(Unit::Char);
        let ids = std::mem::take(&mut store.texts);
        let mut known = Known { texts: &ids, documents: &documents, places: BTreeMap::new(), unit };
        let mut later = Vec::new();
        for (i, (place, annotation)) in std::mem::take(&mut store.annotations).into_iter().enumerate() {
            let name = annotation.text("@id").map_or_else(|| format!("!A{i}"), str::to_owned);
            let data = store.data(&annotation, &place, report);
            one(
                &annotation,
                Later { place, name, data, together: Together::One, ends: Vec::new() },
                &mut known,
                &mut store,
                &mut later,
                report,
            );
        }
        // The format says what offsets count.
        settle(&mut store.drafts, unit, true, Some(unit), report);
        let mut homes = BTreeMap::new();
        for it in later {
            if !store.has_room(&it.data, it.ends.len()) {
                report.left_out(it.place, "long data that is meant too often");
                continue;
            }
            said_later(it, &known, &mut homes, &mut store.drafts, report);
        }
        made.extend(store.drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

/// Takes an annotation of a text, and puts aside one of annotations.
fn one(
    annotation: &Value, mut it: Later, known: &mut Known, store: &mut Store, later: &mut Vec<Later>,
    report: &mut Report,
) {
    let target = annotation.get("target").unwrap_or(&Value::Null);
    let (together, parts) = match known.parts(target) {
        Ok(found) => found,
        Err(why) => {
            report.left_out(it.place, why);
            return;
        }
    };
    it.together = together;
    // Ends of relations and members of clusters are whole annotations, even where their text is selected.
    if together != Together::One
        && let Some(ends) = known.wholes(target)
    {
        known.places.insert(it.name.clone(), Vec::new());
        later.push(Later { ends, ..it });
        return;
    }
    let mut places: Vec<Place> = Vec::new();
    let (mut ends, mut whole) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Part::Place(place) => places.push(place),
            Part::Annotation(name) => ends.push(name),
            Part::Text(text) => whole.push(text),
        }
    }
    match (&places[..], &ends[..], &whole[..]) {
        ([first, rest @ ..], [], []) => {
            if together != Together::Each && rest.iter().any(|place| place.text != first.text) {
                report.left_out(it.place, "its parts are in several texts");
                return;
            }
            // The first copy is there.
            if !store.has_room(&it.data, places.len() - 1) {
                report.left_out(it.place, "long data that is meant too often");
                return;
            }
            span(&it, &places, &mut store.drafts, report);
            known.places.insert(it.name, places);
        }
        ([], [_, ..], []) => {
            known.places.insert(it.name.clone(), Vec::new());
            later.push(Later { ends, ..it });
        }
        ([], [], [_, ..]) => whole.into_iter().for_each(|text| of_text(&it, &mut store.drafts[text], report)),
        _ => report.left_out(it.place, "it is of texts and of annotations at once"),
    }
}

fn span(it: &Later, places: &[Place], drafts: &mut [Draft], report: &mut Report) {
    let mut said = Said::of(&it.data);
    let label = said.label_or_key(&it.data, &it.place, report);
    let span = Span { facts: said.facts, link: said.link, ..labelled(label) };
    let program = said.is_program.then(|| span.facts.set.clone());
    let mut claim = |places: &[Place], name: Option<String>, span: Span| {
        let draft = &mut drafts[places[0].text];
        draft.it.machines.extend(program.clone());
        let ranges = places.iter().map(|place| (place.start, place.end)).collect();
        draft.claim(name, Claim::of_parts(ranges, None), span, it.place.clone());
    };
    match it.together {
        Together::Each if places.len() > 1 => {
            report.decided(&it.place, format!("it is said of each of {} places: as many spans", places.len()));
            for (i, place) in places.iter().enumerate() {
                claim(&[*place], (i == 0).then(|| it.name.clone()), span.clone());
            }
        }
        together => {
            if together == Together::Path {
                report.left_out(&it.place, "the order of its parts; the parts are one span");
            }
            claim(places, Some(it.name.clone()), span);
        }
    }
}

/// What is said of a whole text.
fn of_text(it: &Later, draft: &mut Draft, report: &mut Report) {
    let said = Said::of(&it.data);
    let set = said.facts.set.clone();
    draft.it.machines.extend(said.is_program.then(|| set.clone()));
    draft.it.language = said.language.or(draft.it.language.take());
    draft.it.dct = said.date.or(draft.it.dct.take());
    let score = said.facts.score;
    let mut labels: Vec<String> = said.label.into_iter().collect();
    for (name, value) in said.facts.attributes {
        report.decided(&it.place, "what is said of the text is a label of the document: its key and its value");
        labels.push(format!("{name}={}", crate::document::values::text(&value)));
    }
    if !said.facts.notes.is_empty() {
        report.left_out(&it.place, "a document has no notes");
    }
    draft.it.labels.extend(labels.into_iter().map(|label| DocumentLabel { label, set: set.clone(), score }));
}

/// What is said of annotations: relations, clusters, and more of what they say themselves. `homes` are the texts of what is no
/// span.
fn said_later(
    it: Later, known: &Known, homes: &mut BTreeMap<String, usize>, drafts: &mut [Draft], report: &mut Report,
) {
    let home = |name: &String| {
        let of_place = known.places.get(name).and_then(|places| places.first()).map(|place| place.text);
        of_place.or_else(|| homes.get(name).copied())
    };
    let found: Vec<usize> = it.ends.iter().filter_map(home).collect();
    let nodes: Vec<Node> =
        it.ends.iter().zip(&found).filter_map(|(name, home)| drafts[*home].names.get(name).copied()).collect();
    let Some(home) = found.first().copied().filter(|_| nodes.len() == it.ends.len()) else {
        report.left_out(it.place, "an annotation that it is about is of a whole text, or was left out");
        return;
    };
    if found.iter().any(|other| *other != home) {
        report.left_out(it.place, "its parts are in several texts");
        return;
    }
    homes.insert(it.name.clone(), home);
    let draft = &mut drafts[home];
    if matches!(it.together, Together::One | Together::Each) || it.together == Together::Path && nodes.len() == 1 {
        report.decided(&it.place, "what it says of an annotation is an attribute of that");
        for node in nodes {
            let facts = draft.it.facts_at(node);
            for datum in &it.data {
                datum.values().into_iter().for_each(|value| facts.attribute(&datum.key, value));
            }
            draft.names.insert(it.name.clone(), node);
        }
        return;
    }
    let mut said = Said::of(&it.data);
    if said.link.is_some() {
        report.left_out(&it.place, "a link of what is no span");
    }
    draft.it.machines.extend(said.is_program.then(|| said.facts.set.clone()));
    let label = said.label_or_key(&it.data, &it.place, report);
    if it.together == Together::Whole {
        draft.names.insert(it.name, Node::Cluster(draft.it.clusters.len()));
        let label = if label.is_empty() { COREFERENCE.to_owned() } else { label };
        draft.it.clusters.push(Cluster { members: nodes, label, facts: said.facts });
        return;
    }
    if nodes.len() > 2 {
        report
            .decided(&it.place, format!("a path over {} annotations is a relation from each to the next", nodes.len()));
    }
    draft.names.insert(it.name, Node::Relation(draft.it.relations.len()));
    for pair in nodes.windows(2) {
        let (label, facts) = (label.clone(), said.facts.clone());
        draft.it.relations.push(Relation { head: pair[0], tail: pair[1], label, facts });
    }
}
