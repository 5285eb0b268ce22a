//! `annotation.conf`: which types there are, so that brat's server shows what is in the files.

use crate::annotated::{Annotated, Node};
use postil_core::AttributeValue;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The configuration for what occurs in some documents: sections all there, types sorted.
pub(super) fn of(documents: &[Annotated]) -> String {
    let mut entities = BTreeSet::new();
    let mut relations: BTreeMap<(&str, bool), [BTreeSet<String>; 2]> = BTreeMap::new();
    let mut events: BTreeMap<&str, BTreeMap<&str, BTreeSet<String>>> = BTreeMap::new();
    let mut attributes: BTreeMap<&str, (BTreeSet<&str>, bool, bool)> = BTreeMap::new();
    for it in documents {
        let triggers: BTreeSet<usize> = it.events.iter().map(|event| event.trigger).collect();
        let typed = |node: Node| match node {
            Node::Span(i) => Some(it.spans[i].label.clone()),
            Node::Event(i) => Some(it.events[i].label.clone()),
            _ => None,
        };
        for (i, span) in it.spans.iter().enumerate() {
            // A trigger has its event's type, as brat would write it, or one of its own.
            if !triggers.contains(&i) || !it.events.iter().any(|event| event.label == span.label) {
                entities.insert(span.label.as_str());
            }
        }
        for relation in &it.relations {
            let ends = relations.entry((&relation.label, false)).or_default();
            ends[0].extend(typed(relation.head));
            ends[1].extend(typed(relation.tail));
        }
        for cluster in &it.clusters {
            let ends = relations.entry((&cluster.label, true)).or_default();
            for member in &cluster.members {
                ends[0].extend(typed(*member));
                ends[1].extend(typed(*member));
            }
        }
        for event in &it.events {
            let roles = events.entry(&event.label).or_default();
            for (role, node) in &event.arguments {
                roles.entry(role).or_default().extend(typed(*node));
            }
        }
        let facts =
            it.spans.iter().map(|span| (&span.facts, false)).chain(it.events.iter().map(|event| (&event.facts, true)));
        for (facts, is_event) in facts {
            for (name, value) in &facts.attributes {
                let entry = attributes.entry(name).or_default();
                entry.1 |= !is_event;
                entry.2 |= is_event;
                if let AttributeValue::Number(it) | AttributeValue::Choice(it) | AttributeValue::Text(it) = value {
                    entry.0.insert(it);
                }
            }
        }
    }
    let mut out = String::from("[entities]\n\n");
    for name in entities {
        let _ = writeln!(out, "{name}");
    }
    let list = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join("|");
    out.push_str("\n[relations]\n\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
    for ((name, is_cluster), [heads, tails]) in relations {
        let kind = if is_cluster { ", <REL-TYPE>:symmetric-transitive" } else { "" };
        let _ = writeln!(out, "{name}\tArg1:{}, Arg2:{}{kind}", list(&heads), list(&tails));
    }
    out.push_str("\n[events]\n\n");
    for (name, roles) in events {
        let roles: Vec<String> = roles.iter().map(|(role, types)| format!("{role}*:{}", list(types))).collect();
        let _ = writeln!(out, "{name}\t{}", roles.join(", "));
    }
    out.push_str("\n[attributes]\n\n");
    for (name, (values, of_spans, of_events)) in attributes {
        let of = match (of_spans, of_events) {
            (true, true) => "<ANY>",
            (false, true) => "<EVENT>",
            _ => "<ENTITY>",
        };
        let values: Vec<&str> = values.into_iter().filter(|value| !value.contains(['|', ','])).collect();
        let values = if values.is_empty() { String::new() } else { format!(", Value:{}", values.join("|")) };
        let _ = writeln!(out, "{name}\tArg:{of}{values}");
    }
    out
}
