//! From feature structures to annotations.

use super::dkpro::{LABELS, METADATA, NAMED_ENTITY, NO_LANGUAGE, PASSED};
use super::model::{Feature, Found, Structure};
use crate::document::texts::document;
use crate::document::{
    Annotated, Claim, Cluster, Decider, Event, Node, Relation, Report, Span, Unit, anchor, labelled,
};
use crate::format::Reading;
use crate::syntax::Error;
use postil_core::{AttributeValue, Link, filled};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn documents(
    stem: &str, found: &Found, reading: &Reading, report: &mut Report,
) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for (n, (sofa, view, text)) in found.sofas.iter().enumerate() {
        let name = if n == 0 { stem.to_owned() } else { format!("{stem}-{view}") };
        let document = document(text.as_str()).map_err(|what| report.error(view, what))?;
        let only = found.sofas.len() == 1;
        let own: Vec<&Structure> =
            found.structures.iter().filter(|it| it.sofa == Some(*sofa) || it.sofa.is_none() && only).collect();
        let mut decider = Decider::new(Unit::Utf16);
        for (start, end) in own.iter().filter(|it| !it.kind.ends_with("DocumentAnnotation")).filter_map(|it| it.ends) {
            decider.weigh(&document, &Claim::new(start, end, None));
        }
        let unit = report.unit(&decider, reading.unit);
        let all: BTreeMap<i64, &Structure> = filled(found.structures.iter().map(|it| (it.id, it)));
        let mut reader =
            Reader { it: Annotated::new(name, document), unit, nodes: BTreeMap::new(), all, followed: BTreeSet::new() };
        reader.read(&indexed(own, found, report), report);
        made.push(reader.it);
    }
    Ok(made)
}

/// Without the annotations that are in no view's index: for UIMA they are not there, though a file may hold them, as long as
/// something refers to them. Those stay.
fn indexed<'f>(own: Vec<&'f Structure>, found: &Found, report: &mut Report) -> Vec<&'f Structure> {
    let Some(members) = &found.members else {
        report.decided("", "no view says what is in its index: all annotations are read");
        return own;
    };
    let referred = found.referred();
    let is_apart = |it: &&&Structure| it.ends.is_some() && !members.contains(&it.id);
    let (drawn, out): (Vec<&Structure>, Vec<&Structure>) =
        own.iter().filter(is_apart).partition(|it| referred.contains(&it.id));
    if let Some(first) = out.first() {
        report.left_out(
            &first.place,
            format!("{} annotations are in no view's index, as this {}", out.len(), first.short()),
        );
    }
    if let Some(first) = drawn.first() {
        let count = drawn.len();
        report.decided(
            &first.place,
            format!("{count} annotations are in no view's index; they are read, since others refer to them"),
        );
    }
    let out: BTreeSet<i64> = filled(out.iter().map(|it| it.id));
    own.into_iter().filter(|it| it.ends.is_none() || !out.contains(&it.id)).collect()
}

struct Reader<'f> {
    it: Annotated,
    unit: Unit,
    /// Nodes by the id of their structure.
    nodes: BTreeMap<i64, Node>,
    all: BTreeMap<i64, &'f Structure>,
    /// Links that have been followed. Each is of one event: arrays are small that name a long role many times.
    followed: BTreeSet<i64>,
}

impl<'f> Reader<'f> {
    fn read(&mut self, own: &[&'f Structure], report: &mut Report) {
        let mut passed: BTreeMap<&str, usize> = BTreeMap::new();
        let mut layers: BTreeSet<&str> = BTreeSet::new();
        let (mut relations, mut hosts, mut links) = (Vec::new(), Vec::new(), Vec::new());
        for it in own {
            let metadata = it.kind == METADATA || it.kind == "uima.tcas.DocumentAnnotation";
            if let Some(language) = it.text("language").filter(|language| metadata && *language != NO_LANGUAGE) {
                self.it.language = Some(language.to_owned());
            }
            if let Some(title) = it.text("documentTitle").filter(|title| metadata && !title.is_empty()) {
                title.clone_into(&mut self.it.name);
            }
            let Some(ends) = it.ends else { continue };
            let slots = self.slots(it, report);
            match () {
                () if it.reference("Governor").is_some() && it.reference("Dependent").is_some() => {
                    if PASSED.contains(&it.short()) {
                        *passed.entry(&it.kind).or_default() += 1;
                    } else {
                        relations.push(*it);
                    }
                }
                () if it.get("referenceType").is_some()
                    || it.get("referenceRelation").is_some()
                    || it.get("next").is_some()
                    || it.short().ends_with("Link") =>
                {
                    links.push((*it, ends))
                }
                () if it.reference("trigger").is_some() => hosts.push((*it, slots)),
                () if PASSED.contains(&it.short())
                    || it.kind.contains(".lexmorph.")
                    || it.kind.contains(".syntax.") =>
                {
                    *passed.entry(&it.kind).or_default() += 1;
                }
                () => {
                    if self.span(it, ends, report) && it.kind != NAMED_ENTITY {
                        layers.insert(&it.kind);
                    }
                    if !slots.is_empty() {
                        hosts.push((*it, slots));
                    }
                }
            }
        }
        for (kind, times) in passed
            .into_iter()
            .filter(|(kind, _)| !kind.ends_with("Token") && !kind.ends_with("Sentence") && !kind.contains("Document"))
        {
            report.left_out(kind, format!("{times} annotations of words and syntax are passed over"));
        }
        for layer in layers {
            report.decided(layer, "spans of this layer are taken by their value, or by its name");
        }
        self.events(&hosts, report);
        for it in relations {
            self.relation(it, report);
        }
        self.chains(own, &links, report);
    }

    fn fragments(
        &self, it: &Structure, (start, end): (i64, i64), report: &mut Report,
    ) -> Option<postil_core::Fragments> {
        anchor(&self.it.document, &Claim::new(start, end, None), self.unit, &it.place, report)
    }

    /// Adds a span; says whether there was a place for it.
    fn span(&mut self, it: &Structure, ends: (i64, i64), report: &mut Report) -> bool {
        let Some(fragments) = self.fragments(it, ends, report) else { return false };
        let mut span = Span { fragments, ..labelled(it.short()) };
        let label = LABELS.iter().find(|name| it.text(name).is_some());
        if let Some(label) = label.and_then(|name| it.text(name)) {
            label.clone_into(&mut span.label);
        }
        for (name, value) in &it.features {
            match (name.as_str(), value) {
                (name, _) if Some(&name) == label => {}
                ("identifier", Feature::Text(id)) => span.link = Some(Link { id: id.as_str().into(), uri: None }),
                (name, value) => span.facts.attributes.extend(plain(value).map(|value| (name.to_owned(), value))),
            }
        }
        self.nodes.insert(it.id, Node::Span(self.it.spans.len()));
        self.it.spans.push(span);
        true
    }

    /// Roles with what has them: links in an array.
    fn slots(&mut self, it: &Structure, report: &mut Report) -> Vec<(String, i64)> {
        let arrays = it
            .features
            .iter()
            .filter_map(|(_, value)| if let Feature::References(ids) = value { Some(ids) } else { None });
        let mut slots = Vec::new();
        for id in arrays.flatten() {
            let Some((link, target)) = self.all.get(id).and_then(|link| Some((link, link.reference("target")?))) else {
                continue;
            };
            if self.followed.insert(*id) {
                slots.push((link.text("role").unwrap_or_default().to_owned(), target));
            } else {
                report.left_out(&it.place, "a link in it is there twice, or that of another");
            }
        }
        slots
    }

    fn events(&mut self, hosts: &[(&Structure, Vec<(String, i64)>)], report: &mut Report) {
        let mut made = Vec::new();
        for (it, slots) in hosts {
            let trigger = it.reference("trigger").unwrap_or(it.id);
            let Some(Node::Span(trigger)) = self.nodes.get(&trigger).copied() else {
                report.left_out(&it.place, "there is nothing that triggers it");
                continue;
            };
            let label = it.text("value").or_else(|| it.text("category")).unwrap_or(it.short()).to_owned();
            self.it.events.push(Event { trigger, label, arguments: Vec::new(), facts: Default::default() });
            let event = self.it.events.len() - 1;
            // A host that is a span too stays one for those who refer to it.
            if it.reference("trigger").is_some() {
                self.nodes.insert(it.id, Node::Event(event));
                for (name, value) in it.features.iter().filter(|(name, _)| name != "value" && name != "trigger") {
                    self.it.events[event].facts.attributes.extend(plain(value).map(|value| (name.clone(), value)));
                }
            }
            made.push((event, it, slots));
        }
        for (event, it, slots) in made {
            for (role, target) in slots {
                match self.nodes.get(target) {
                    Some(node) => self.it.events[event].arguments.push((role.clone(), *node)),
                    None => report.left_out(&it.place, format!("what has the role `{role}` is no span here")),
                }
            }
        }
    }

    fn relation(&mut self, it: &Structure, report: &mut Report) {
        let end = |name: &str| self.nodes.get(&it.reference(name)?).copied();
        let (Some(head), Some(tail)) = (end("Governor"), end("Dependent")) else {
            report.left_out(&it.place, format!("an end of this {} is no span here", it.short()));
            return;
        };
        let label = LABELS.iter().find(|name| it.text(name).is_some());
        let text = label.and_then(|name| it.text(name)).unwrap_or(it.short()).to_owned();
        self.it.relations.push(Relation { head, tail, label: text, facts: Default::default() });
        let node = Node::Relation(self.it.relations.len() - 1);
        for (name, value) in it.features.iter().filter(|(name, _)| Some(&name.as_str()) != label) {
            self.it.facts_at(node).attributes.extend(plain(value).map(|value| (name.clone(), value)));
        }
    }

    /// Chains: their links are spans of their own, unless they say which span they mean.
    fn chains(&mut self, own: &[&'f Structure], links: &[(&'f Structure, (i64, i64))], report: &mut Report) {
        let nexts: BTreeSet<i64> = filled(links.iter().filter_map(|(it, _)| it.reference("next")));
        // Some files have links alone: then a chain begins where nothing leads to.
        let mut firsts: Vec<i64> = own.iter().filter_map(|it| it.reference("first")).collect();
        let known: BTreeSet<i64> = filled(firsts.iter().copied());
        firsts.extend(links.iter().map(|(it, _)| it.id).filter(|id| !nexts.contains(id) && !known.contains(id)));
        let by_id: BTreeMap<i64, (&Structure, (i64, i64))> =
            links.iter().map(|(it, ends)| (it.id, (*it, *ends))).collect();
        let mut seen = BTreeSet::new();
        for first in firsts {
            let mut cluster = Cluster { members: Vec::new(), label: String::new(), facts: Default::default() };
            let mut at = Some(first);
            while let Some((it, ends)) = at.filter(|id| seen.insert(*id)).and_then(|id| by_id.get(&id)).copied() {
                let kind = it.text("referenceType").unwrap_or("mention");
                let mention = it.reference("mention").and_then(|id| self.nodes.get(&id)).copied();
                if let Some(mention) = mention {
                    cluster.members.push(mention);
                    kind.clone_into(&mut cluster.label);
                } else if let Some(fragments) = self.fragments(it, ends, report) {
                    cluster.members.push(Node::Span(self.it.spans.len()));
                    self.it.spans.push(Span { fragments, ..labelled(kind) });
                }
                at = it.reference("next");
            }
            if cluster.label.is_empty() {
                cluster.label = crate::document::names::COREFERENCE.to_owned();
            }
            if !cluster.members.is_empty() {
                self.it.clusters.push(cluster);
            }
        }
    }
}

/// A plain value of a feature.
fn plain(value: &Feature) -> Option<AttributeValue> {
    match value {
        Feature::Text(text) => Some(AttributeValue::Text(text.as_str().into())),
        Feature::Number(number) => Some(AttributeValue::Number(number.as_str().into())),
        Feature::Flag(flag) => Some(AttributeValue::Boolean(*flag)),
        Feature::Reference(_) | Feature::References(_) => None,
    }
}
