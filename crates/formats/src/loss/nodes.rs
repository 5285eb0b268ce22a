//! Relations, clusters and events that a format cannot hold as they are.

use crate::document::names::COREFERENCE;
use crate::document::{Annotated, Facts, Node, Relation, excerpt};
use crate::loss::losses::DROPPED;
use crate::loss::spans::document_span;
use crate::loss::{Ends, Holds, Losses};
use postil_core::sort_by_key;
use std::collections::BTreeSet;

pub(super) fn nodes(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    let can_relate = holds.relations != Ends::None;
    if holds.events == Ends::None && !document.events.is_empty() {
        let fate = if can_relate { "written as relations from what says so to who takes part" } else { DROPPED };
        losses.each("events", fate, &document.events, |event| excerpt(&event.label));
        // An event that takes part in something is meant by the span that says it.
        let trigger: Vec<usize> = document.events.iter().map(|event| event.trigger).collect();
        let meant = |node: Node| if let Node::Event(i) = node { Node::Span(trigger[i]) } else { node };
        if can_relate {
            for event in &document.events {
                for (role, node) in &event.arguments {
                    let (head, tail) = (Node::Span(event.trigger), meant(*node));
                    document.relations.push(Relation {
                        head,
                        tail,
                        label: role.clone(),
                        facts: Facts { set: event.facts.set.clone(), ..Facts::default() },
                    });
                }
            }
        }
        for relation in &mut document.relations {
            (relation.head, relation.tail) = (meant(relation.head), meant(relation.tail));
        }
        for cluster in &mut document.clusters {
            cluster.members.iter_mut().for_each(|node| *node = meant(*node));
        }
        document.events.clear();
    }
    if holds.clusters == Ends::None && !document.clusters.is_empty() {
        let fate = if can_relate { "written as relations from each member to the next" } else { DROPPED };
        losses.each("clusters", fate, &document.clusters, |cluster| excerpt(&cluster.label));
        if can_relate {
            let mut chains = Vec::new();
            for cluster in &document.clusters {
                let mut members = cluster.members.clone();
                sort_by_key(&mut members, |node| document_span(*node).map(|i| (document.spans[i].cover().start(), i)));
                for pair in members.windows(2) {
                    let facts = Facts { set: cluster.facts.set.clone(), ..Facts::default() };
                    chains.push(Relation { head: pair[0], tail: pair[1], label: cluster.label.clone(), facts });
                }
            }
            document.relations.extend(chains);
        }
        drop_nodes(
            document,
            "relations, clusters or events of these",
            &|node| matches!(node, Node::Cluster(_)),
            losses,
            false,
        );
    }
    if !can_relate {
        drop_nodes(document, "relations", &|node| matches!(node, Node::Relation(_)), losses, true);
    }
    // What may not stand where it stands.
    let bad: Vec<bool> = document
        .relations
        .iter()
        .map(|it| !allows(holds.relations, it.head) || !allows(holds.relations, it.tail))
        .collect();
    drop_nodes(
        document,
        "relations between what is not a span",
        &|node| matches!(node, Node::Relation(i) if bad[i]),
        losses,
        true,
    );
    if !holds.across_sets && holds.sets {
        let set = |node: Node| document_span(node).map(|i| &document.spans[i].facts.set);
        let bad: Vec<bool> = document
            .relations
            .iter()
            .map(|it| [it.head, it.tail].iter().any(|node| set(*node) != Some(&it.facts.set)))
            .collect();
        drop_nodes(
            document,
            "relations between sets of annotations",
            &|node| matches!(node, Node::Relation(i) if bad[i]),
            losses,
            true,
        );
    }
    let mut cut = 0;
    for cluster in &mut document.clusters {
        let before = cluster.members.len();
        cluster.members.retain(|node| allows(holds.clusters, *node));
        cut += before - cluster.members.len();
    }
    losses.add("members of clusters that are no spans", cut, DROPPED, None);
    if holds.chains {
        chains(document, losses);
    }
    let bad: Vec<bool> =
        document.clusters.iter().map(|it| holds.clusters != Ends::Any && it.members.is_empty()).collect();
    drop_nodes(document, "clusters without members", &|node| matches!(node, Node::Cluster(i) if bad[i]), losses, true);
    let mut cut = 0;
    for event in &mut document.events {
        let before = event.arguments.len();
        event.arguments.retain(|(_, node)| allows(holds.events, *node));
        cut += before - event.arguments.len();
    }
    losses.add("arguments of events that are no spans", cut, DROPPED, None);
}

fn allows(ends: Ends, node: Node) -> bool {
    match node {
        Node::Span(_) => ends >= Ends::Spans,
        Node::Event(_) => ends >= Ends::SpansAndEvents,
        Node::Relation(_) | Node::Cluster(_) => ends >= Ends::Any,
    }
}

/// Makes clusters chains: a span belongs to one at most, and members do not overlap but where one holds the other.
fn chains(document: &mut Annotated, losses: &mut Losses) {
    let spans = &document.spans;
    let mut taken = BTreeSet::new();
    let (mut cut, mut named) = (0, Vec::new());
    for cluster in &mut document.clusters {
        let before = cluster.members.len();
        let mut kept: Vec<usize> = Vec::new();
        cluster.members.retain(|node| {
            let Node::Span(i) = *node else { return false };
            let own = spans[i].cover();
            let crosses = |j: &usize| {
                let other = spans[*j].cover();
                own.overlaps(other) && !own.contains_range(other) && !other.contains_range(own)
            };
            let fits = !spans[i].is_discontinuous() && !kept.iter().any(crosses) && taken.insert(i);
            kept.extend(fits.then_some(i));
            fits
        });
        cut += before - cluster.members.len();
        if cluster.label != COREFERENCE {
            named.push(std::mem::replace(&mut cluster.label, COREFERENCE.to_owned()));
        }
    }
    losses.add("members of clusters that have gaps, cross another or belong to several", cut, DROPPED, None);
    losses.each("types of clusters", "all are called coreference", named, |name| excerpt(&name));
    let bad: Vec<bool> = document.clusters.iter().map(|it| it.members.len() < 2).collect();
    drop_nodes(document, "clusters of less than two", &|node| matches!(node, Node::Cluster(i) if bad[i]), losses, true);
}

fn drop_nodes(
    document: &mut Annotated, what: &'static str, is_out: &dyn Fn(Node) -> bool, losses: &mut Losses, told: bool,
) {
    let relations = (0..document.relations.len()).map(Node::Relation);
    let out = relations.chain((0..document.clusters.len()).map(Node::Cluster)).filter(|node| is_out(*node)).count();
    if out > 0 {
        let dependants = document.retain(&|node| !is_out(node));
        losses.add(what, if told { out } else { 0 } + dependants, DROPPED, None);
    }
}
