//! From a collection to annotations.

use super::collection::{Annotation, Collection, Found, HEAD, LINK, Linked, MEMBER, TAIL, TRIGGER, TYPE};
use crate::document::texts::document;
use crate::document::{Annotated, Cluster, Decider, Event, Node, Relation, Report, Unit, anchor, labelled};
use crate::format::Reading;
use crate::syntax::Error;
use postil_core::{AttributeValue, Document, Link};
use std::collections::{BTreeMap, BTreeSet};

/// So much may be between the parts of all texts of a file. A gap that is larger is none.
const MAX_GAPS: i64 = 1 << 22;

/// The text of a document whose offsets count `unit`: what is between its parts becomes blanks, as far as there is room for
/// them. Gives how many parts do not begin where they say, too.
fn text_in(found: &Found, unit: Unit, room: &mut i64) -> (String, usize) {
    let (mut text, mut length, mut overlaps) = (String::new(), 0i64, 0);
    let count = |part: &str| match unit {
        Unit::Char => part.chars().count() as i64,
        Unit::Utf16 => i64::from(postil_core::utf16_len(part)),
        Unit::Byte => part.len() as i64,
    };
    for (offset, part) in &found.parts {
        let gap = offset.saturating_sub(length);
        if (0..=*room).contains(&gap) {
            text.extend(std::iter::repeat_n(' ', gap as usize));
            length += gap;
            *room -= gap;
        } else {
            overlaps += 1;
        }
        text.push_str(part);
        length += count(part);
    }
    (text, overlaps)
}

pub(super) fn documents(found: Collection, reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut marks = Vec::new();
    for unit in Unit::ALL {
        let (mut overlaps, mut wrong, mut room) = (0, 0, MAX_GAPS);
        for it in &found.documents {
            let (text, over) = text_in(it, unit, &mut room);
            overlaps += over;
            let document = document(text).map_err(|what| report.error(&it.place, what))?;
            let fits = |annotation: &&Annotation| {
                let mut said = Report::default();
                anchor(&document, &annotation.claim(), unit, "", &mut said).is_some() && said.entries.is_empty()
            };
            wrong += it.annotations.len() - it.annotations.iter().filter(fits).count();
        }
        marks.push((overlaps, wrong));
    }
    let best = Unit::ALL.into_iter().min_by_key(|unit| marks[*unit as usize]).unwrap_or(Unit::Char);
    let unit = reading.unit.unwrap_or(best);
    if unit != Unit::Char && reading.unit.is_none() {
        let (as_chars, as_best) = (marks[Unit::Char as usize], marks[unit as usize]);
        report.decided(
            "",
            format!(
                "offsets count {unit}: {} passages and quotes do not fit so, as code points {}",
                as_best.0 + as_best.1,
                as_chars.0 + as_chars.1
            ),
        );
    }
    let mut room = MAX_GAPS;
    found.documents.into_iter().map(|it| one(it, unit, &mut room, report)).collect()
}

fn one(found: Found, unit: Unit, room: &mut i64, report: &mut Report) -> Result<Annotated, Error> {
    let (text, overlaps) = text_in(&found, unit, room);
    if overlaps > 0 {
        report.repaired(
            &found.place,
            format!("{overlaps} parts of the text do not begin where the one before them ends; they follow it"),
        );
    }
    let document: Document = document(text).map_err(|what| report.error(&found.place, what))?;
    // The unit may be none that all claims agree with: then what each quotes decides.
    let mut decider = Decider::new(unit);
    found.annotations.iter().for_each(|it| decider.weigh(&document, &it.claim()));
    let mut it = Annotated::new(found.id, document);
    let mut names: BTreeMap<String, Node> = BTreeMap::new();
    for annotation in found.annotations {
        let Some(fragments) = anchor(&it.document, &annotation.claim(), unit, &annotation.place, report) else {
            continue;
        };
        let mut span = labelled("");
        span.fragments = fragments;
        for (name, value) in annotation.infons {
            match name.as_str() {
                TYPE => span.label = value,
                LINK if span.link.is_none() => span.link = Some(Link { id: value.into(), uri: None }),
                _ => span.facts.attribute(&name, AttributeValue::Text(value.into())),
            }
        }
        names.insert(annotation.id, Node::Span(it.spans.len()));
        it.spans.push(span);
    }
    link(&mut it, found.relations, names, report);
    Ok(it)
}

/// Relations: of two, of an event's trigger and arguments, or of a cluster's members. They may refer to each other in any
/// order.
fn link(it: &mut Annotated, relations: Vec<Linked>, mut names: BTreeMap<String, Node>, report: &mut Report) {
    let mut shaped = Vec::new();
    for relation in relations {
        let label =
            relation.infons.iter().find(|(name, _)| name == TYPE).map_or_else(String::new, |(_, value)| value.clone());
        let is_event = relation.nodes.iter().any(|(_, role)| role == TRIGGER);
        let is_cluster = relation.nodes.len() != 2 || relation.nodes.iter().all(|(_, role)| role == MEMBER);
        let nowhere = Node::Span(0);
        let node = match () {
            () if is_event => {
                it.events.push(Event { trigger: 0, label, arguments: Vec::new(), facts: Default::default() });
                Node::Event(it.events.len() - 1)
            }
            () if is_cluster => {
                it.clusters.push(Cluster { members: Vec::new(), label, facts: Default::default() });
                Node::Cluster(it.clusters.len() - 1)
            }
            () => {
                it.relations.push(Relation { head: nowhere, tail: nowhere, label, facts: Default::default() });
                Node::Relation(it.relations.len() - 1)
            }
        };
        // Some tools number relations anew: then what is referred to is the annotation.
        names.entry(relation.id.clone()).or_insert(node);
        shaped.push((relation, node));
    }
    let mut wrong = BTreeSet::new();
    for (relation, node) in shaped {
        let found: Vec<Option<Node>> = relation.nodes.iter().map(|(id, _)| names.get(id).copied()).collect();
        for ((id, _), found) in relation.nodes.iter().zip(&found) {
            if found.is_none() {
                report.left_out(&relation.place, format!("there is no {id} in this document, or it was left out"));
            }
        }
        let roles = || relation.nodes.iter().map(|(_, role)| role.as_str()).zip(found.iter().copied());
        match node {
            Node::Relation(i) => match (found[0], found[1]) {
                (Some(head), Some(tail)) => {
                    (it.relations[i].head, it.relations[i].tail) = (head, tail);
                    for ((role, _), usual) in roles().zip([HEAD, TAIL]) {
                        if role != usual && !role.is_empty() {
                            it.relations[i]
                                .facts
                                .attribute(&format!("role of the {usual}"), AttributeValue::Text(role.into()));
                        }
                    }
                }
                _ => drop(wrong.insert(node)),
            },
            Node::Event(i) => {
                for (role, found) in roles() {
                    match found {
                        Some(Node::Span(trigger)) if role == TRIGGER => it.events[i].trigger = trigger,
                        Some(found) if role != TRIGGER => it.events[i].arguments.push((role.to_owned(), found)),
                        _ if role == TRIGGER => drop(wrong.insert(node)),
                        _ => {}
                    }
                }
            }
            Node::Cluster(i) => {
                it.clusters[i].members = found.iter().flatten().copied().collect();
                let named = roles().filter(|(role, _)| *role != MEMBER && !role.is_empty()).count();
                if named > 0 {
                    report.left_out(
                        &relation.place,
                        format!("{named} roles of a relation of more or less than two: it becomes a cluster"),
                    );
                }
            }
            Node::Span(_) => {}
        }
        for (name, value) in relation.infons.into_iter().filter(|(name, _)| name != TYPE) {
            it.facts_at(node).attribute(&name, AttributeValue::Text(value.into()));
        }
    }
    it.retain(&|node| !wrong.contains(&node));
}
