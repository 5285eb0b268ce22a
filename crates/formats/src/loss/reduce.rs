//! What a format cannot hold: counted, told, and taken out or turned into what it can hold, before anything is written.

use super::retext::Retext;
use crate::columns::conllu::CHAIN;
use crate::document::annotated::{Annotated, Facts, Node, Relation};
use crate::document::report::excerpt;
use crate::document::schema::{self, Common};
use crate::document::tokens::is_blank;
use crate::loss::holds::{Ends, Holds, LabelScores, Naming, Overlap, Schemas, TextRule, Values, Which};
use crate::records::native::label_once;
use crate::syntax::source::{MAX_FILE_NAME, file_name};
use crate::table::{MAX_LABEL, MAX_NAME};
use postil_core::{AttributeValue, Fragments, Kind, Score, TextRange};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// Something that a file will not say, or will say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What it is: `relations`, `spans with gaps`.
    pub what: &'static str,
    /// How many are concerned.
    pub count: usize,
    /// What happens to them.
    pub fate: &'static str,
    /// The first of them, in a few words.
    pub example: Option<String>,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.what, self.count, self.fate)?;
        match &self.example {
            Some(example) => write!(f, " (as {example})"),
            None => Ok(()),
        }
    }
}

/// Losses, added up over documents in the order in which they were first met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses(pub Vec<Loss>);

impl Losses {
    pub(crate) fn add(&mut self, what: &'static str, count: usize, fate: &'static str, example: Option<String>) {
        if count == 0 {
            return;
        }
        match self.0.iter_mut().find(|loss| (loss.what, loss.fate) == (what, fate)) {
            Some(loss) => loss.count += count,
            None => self.0.push(Loss { what, count, fate, example }),
        }
    }

    /// Adds those of other documents.
    pub fn merge(&mut self, others: Self) {
        for Loss { what, count, fate, example } in others.0 {
            self.add(what, count, fate, example);
        }
    }

    /// Adds what is lost of schemas: definitions that nobody uses, and those of which something is not said.
    pub(crate) fn definitions(&mut self, gone: usize, plain: usize) {
        self.add("labels and types that are not used", gone, DROPPED, None);
        let fate = "written without some of these";
        self.add("labels and types with a hierarchy, ends, roles or values", plain, fate, None);
    }

    fn each<T>(
        &mut self, what: &'static str, fate: &'static str, items: impl IntoIterator<Item = T>,
        show: impl Fn(T) -> String,
    ) {
        let mut items = items.into_iter().peekable();
        if let Some(first) = items.next() {
            let example = show(first);
            self.add(what, 1 + items.count(), fate, Some(example));
        }
    }
}

const DROPPED: &str = "left out";

/// The documents as a format can hold them, and what that costs. Documents of which nothing can be written are not among
/// them. The result is in order, and writing and reading it again gives the same.
pub fn reduce(documents: &[Annotated], holds: &Holds) -> (Vec<Annotated>, Losses) {
    let (mut kept, mut losses) = apart(documents, holds);
    let (gone, plain) = schema::unite(&mut kept, holds.schema);
    losses.definitions(gone, plain);
    if holds.texts_once {
        texts_once(&mut kept, &mut losses);
    }
    (kept, losses)
}

/// The same of some of the documents that are written, with what all of them define: what is lost of that, all say together.
pub(crate) fn reduce_some(documents: &[Annotated], holds: &Holds, all: &Common) -> (Vec<Annotated>, Losses) {
    let (mut kept, mut losses) = apart(documents, holds);
    all.give(&mut kept, holds.schema);
    if holds.texts_once {
        texts_once(&mut kept, &mut losses);
    }
    (kept, losses)
}

/// Each document by itself; they have their own schemas yet.
pub(crate) fn apart(documents: &[Annotated], holds: &Holds) -> (Vec<Annotated>, Losses) {
    let mut losses = Losses::default();
    let mut names = BTreeSet::new();
    let mut kept = Vec::with_capacity(documents.len());
    for document in documents {
        let mut document = document.clone();
        if holds.schema != Schemas::None {
            schema::define_used(&mut document);
        }
        if holds.text == TextRule::Xml
            && let Some(c) = document.text().chars().find(|c| !is_xml(*c))
        {
            losses.add(
                "documents",
                1,
                "left out, since XML cannot hold a character of their text",
                Some(format!("U+{:04X}", u32::from(c))),
            );
            continue;
        }
        if holds.text == TextRule::Html {
            losses.add("characters U+0000", document.text().matches('\0').count(), "shown as ␀", None);
        }
        name(&mut document, holds, &mut names, &mut losses);
        step(&mut document, holds, &mut losses);
        let text = Retext::new(&document, holds.text);
        if let Some(retext) = text {
            let Some(retext) = retext else {
                losses.add(
                    "documents",
                    1,
                    "left out, since there is no word in their text",
                    Some(document.name.clone()),
                );
                continue;
            };
            retext.apply(&mut document, &mut losses);
        }
        document.sort();
        kept.push(document);
    }
    (kept, losses)
}

fn texts_once(documents: &mut [Annotated], losses: &mut Losses) {
    let mut texts = BTreeSet::new();
    let again = documents.iter().filter(|it| !texts.insert(it.document.id()));
    losses.each("documents", "made one with another of the same text", again, |it| format!("“{}”", excerpt(&it.name)));
    let out = label_once(documents);
    losses.add("labels of documents with the same text", out, "written once, with the first score", None);
}

/// What a format cannot hold of some documents, without writing them.
pub fn loss(documents: &[Annotated], holds: &Holds) -> Losses {
    reduce(documents, holds).1
}

fn name(document: &mut Annotated, holds: &Holds, names: &mut BTreeSet<String>, losses: &mut Losses) {
    let (plain, longest) = match holds.naming {
        Naming::Kept | Naming::Lost => return,
        Naming::Unique => (document.name.clone(), MAX_NAME),
        Naming::File => (file_name(&document.name), MAX_FILE_NAME),
    };
    let mut free = plain.clone();
    let mut n = 1;
    // File systems may not tell upper from lower case.
    while !names.insert(free.to_lowercase()) {
        n += 1;
        let number = format!("-{n}");
        free = plain.chars().take(longest - number.len()).collect::<String>() + &number;
    }
    if free != document.name {
        losses.add(
            "names of documents",
            1,
            "changed so that no two are alike, or into names of files",
            Some(format!("“{}”, “{free}”", excerpt(&document.name))),
        );
        document.name = free;
    }
}

/// One thing after the other; what is turned into something else comes before that is looked at.
fn step(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    sets(document, holds, losses);
    names(document, holds, losses);
    spans(document, holds, losses);
    nodes(document, holds, losses);
    facts(document, holds, losses);
    if !holds.document_labels {
        losses.each("labels of documents", DROPPED, document.labels.drain(..), |label| label.label);
    }
    match holds.label_scores {
        LabelScores::All => {}
        LabelScores::Probabilities => {
            let before = document.labels.len();
            document.labels.retain(|label| label.score != Some(Score::default()));
            losses.add("labels of documents with a score of 0", before - document.labels.len(), DROPPED, None);
            for label in document.labels.iter_mut().filter(|label| label.score == Some(Score::ONE)) {
                label.score = None;
            }
        }
        LabelScores::None => {
            let scored = document.labels.iter_mut().filter_map(|label| label.score.take());
            losses.add("scores of labels of documents", scored.count(), DROPPED, None);
        }
    }
    if !holds.language {
        losses.each("languages of documents", DROPPED, document.language.take(), |it| it);
    }
    if !holds.dct {
        losses.each("dates of documents", DROPPED, document.dct.take(), |it| it);
    }
}

fn sets(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    if !holds.machines && holds.sets && !document.machines.is_empty() {
        losses.add("sets that a program made", document.machines.len(), "not marked as such", None);
        document.machines.clear();
    }
    if holds.sets {
        return;
    }
    let sets = document.sets();
    if sets.len() > 1 {
        let names: Vec<&str> = sets.iter().map(|set| &**set).collect();
        losses.add("sets of annotations", sets.len(), "put into one", Some(excerpt(&names.join(", "))));
    }
    document.facts_mut().for_each(|facts| facts.set = Default::default());
    for label in &mut document.labels {
        label.set = Default::default();
    }
    document.machines.clear();
    // Of one label the surest is kept; what has no score was said by a person.
    let before = document.labels.len();
    document
        .labels
        .sort_by(|a, b| (&a.label, b.score.unwrap_or(Score::ONE)).cmp(&(&b.label, a.score.unwrap_or(Score::ONE))));
    document.labels.dedup_by(|a, b| a.label == b.label);
    losses.add("labels of documents that several sets have", before - document.labels.len(), "written once", None);
}

/// Labels and names of attributes, as far as the format's rule changes them.
fn names(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    let is_label = |kind: Kind| !matches!(kind, Kind::Attribute | Kind::DocumentLabel);
    let mut used: BTreeSet<String> = BTreeSet::new();
    for it in document.schema.iter() {
        used.extend(is_label(it.kind).then(|| it.id.clone()));
        used.extend(it.parent.iter().filter(|_| is_label(it.kind)).chain(&it.heads).chain(&it.tails).cloned());
        used.extend(it.values.iter().filter(|_| it.kind == Kind::Event).cloned());
    }
    used.extend(document.spans.iter().map(|it| it.label.clone()));
    used.extend(document.relations.iter().map(|it| it.label.clone()));
    used.extend(document.clusters.iter().map(|it| it.label.clone()));
    used.extend(document.events.iter().map(|it| it.label.clone()));
    used.extend(document.events.iter().flat_map(|it| it.arguments.iter().map(|(role, _)| role.clone())));
    let labels = renamed(used, holds.rename);
    let show = |(old, new): (&String, &String)| format!("“{}”, “{new}”", excerpt(old));
    if !labels.is_empty() {
        losses.each("labels, types or roles", "written with the letters that the format allows", &labels, show);
        let rename = |name: &mut String| {
            if let Some(new) = labels.get(name) {
                name.clone_from(new);
            }
        };
        document.spans.iter_mut().for_each(|it| rename(&mut it.label));
        document.relations.iter_mut().for_each(|it| rename(&mut it.label));
        document.clusters.iter_mut().for_each(|it| rename(&mut it.label));
        document.events.iter_mut().for_each(|it| rename(&mut it.label));
        document.events.iter_mut().flat_map(|it| it.arguments.iter_mut()).for_each(|(role, _)| rename(role));
    }
    if holds.attributes == Which::None {
        return;
    }
    let mut used: BTreeSet<String> = document.facts().flat_map(|facts| facts.attributes.keys().cloned()).collect();
    used.extend(document.schema.of(Kind::Attribute).map(|it| it.id.clone()));
    let attributes = renamed(used, holds.attribute_name);
    if !attributes.is_empty() {
        losses.each("names of attributes", "written with the letters that the format allows", &attributes, show);
        for facts in document.facts_mut() {
            let old = std::mem::take(&mut facts.attributes);
            facts.attributes =
                old.into_iter().map(|(name, value)| (attributes.get(&name).cloned().unwrap_or(name), value)).collect();
        }
    }
    if !labels.is_empty() || !attributes.is_empty() {
        let name = |kind: Kind, id: &str| {
            let new = match kind {
                Kind::Attribute => attributes.get(id),
                Kind::DocumentLabel => None,
                _ => labels.get(id),
            };
            new.map_or(id, String::as_str).to_owned()
        };
        document.schema = Arc::new(document.schema.renamed(&name));
    }
}

/// The names that a rule changes, with their new ones. Different names stay different; those that may stay do.
fn renamed(used: BTreeSet<String>, rule: fn(&str) -> String) -> BTreeMap<String, String> {
    let (stay, change): (BTreeSet<String>, BTreeSet<String>) = used.into_iter().partition(|name| rule(name) == *name);
    let mut taken = stay;
    let mut new = BTreeMap::new();
    // As much of a name as leaves room for what the rule adds, and for a number.
    let fitting = |name: &str, number: &str| {
        let mut end = name.len();
        loop {
            let fitting = rule(&format!("{}{number}", &name[..end]));
            match fitting.len().saturating_sub(MAX_LABEL) {
                0 => return fitting,
                over => end = name.floor_char_boundary(end.saturating_sub(over)),
            }
        }
    };
    for old in change {
        let plain = fitting(&old, "");
        let numbered = (2..).map(|n: usize| fitting(&plain, &n.to_string()));
        let free = std::iter::once(plain.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
        new.extend(free.map(|free| (old, free)));
    }
    new
}

fn spans(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    if !holds.spans {
        drop_spans(document, "spans", &|_, _| true, losses);
    }
    if !holds.links {
        let links = document.spans.iter_mut().filter_map(|span| span.link.take());
        losses.each("links to a knowledge base", DROPPED, links, |link| link.id.to_string());
    }
    if !holds.link_uris {
        let uris = document.spans.iter_mut().filter_map(|span| span.link.as_mut()?.uri.take());
        losses.each("addresses of links", DROPPED, uris, |uri| excerpt(&uri));
    }
    let show = |document: &Annotated, i: usize| {
        let span = &document.spans[i];
        format!("{} “{}”", excerpt(&span.label), excerpt(&document.quote(span, " … ")))
    };
    if !holds.discontinuous {
        let gaps: Vec<usize> = (0..document.spans.len()).filter(|i| document.spans[*i].is_discontinuous()).collect();
        losses.each("spans with gaps", "written from first to last, gaps included", &gaps, |i| show(document, *i));
        for i in gaps {
            let cover = document.spans[i].cover();
            document.spans[i].fragments = Fragments::one(cover);
        }
    }
    let is_empty = |document: &Annotated, i: usize| document.spans[i].fragments.is_zero_width();
    if !holds.zero_width {
        drop_spans(document, "spans of no width", &is_empty, losses);
    }
    if !holds.blank_edges {
        let text = document.document.clone();
        let trim = |range: TextRange| {
            let part = text.slice(range);
            let start = range.start().to_usize() + part.len() - part.trim_start_matches(is_blank).len();
            let trimmed = part.trim_matches(is_blank);
            (!trimmed.is_empty()).then(|| TextRange::from_usize(start..start + trimmed.len()))
        };
        let is_blank = |document: &Annotated, i: usize| {
            !is_empty(document, i) && document.spans[i].fragments.as_slice().iter().all(|range| trim(*range).is_none())
        };
        drop_spans(document, "spans of white space alone", &is_blank, losses);
        let mut changed = Vec::new();
        for (i, span) in document.spans.iter_mut().enumerate().filter(|(_, span)| !span.fragments.is_zero_width()) {
            let trimmed = span.fragments.as_slice().iter().filter_map(|range| trim(*range)).collect();
            if let Some(trimmed) = Fragments::new(trimmed).filter(|trimmed| *trimmed != span.fragments) {
                span.fragments = trimmed;
                changed.push(i);
            }
        }
        losses.each("spans", "written without the white space at their ends", &changed, |i| show(document, *i));
    }
    if !holds.twins {
        twins(document, losses);
    }
    if holds.overlap != Overlap::Any {
        let over = overlapping(document, holds.overlap == Overlap::None);
        let what = if holds.overlap == Overlap::None {
            "spans that overlap a longer one"
        } else {
            "spans that cross a longer one"
        };
        drop_spans(document, what, &|_, i| over[i], losses);
    }
}

/// Which spans overlap, or cross, a longer one that is kept; O(n log n).
pub(crate) fn overlapping(document: &Annotated, even_nested: bool) -> Vec<bool> {
    let spans = &document.spans;
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|i| {
        let span = &spans[*i];
        (std::cmp::Reverse(span.cover().len()), span.cover().start(), &span.label, &span.facts)
    });
    let mut over = vec![false; spans.len()];
    // Ends by start, of those that are kept; and all starts and ends.
    let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
    let mut edges: BTreeSet<usize> = BTreeSet::new();
    for i in order {
        let range = spans[i].cover().to_usize();
        over[i] = if even_nested {
            let before = kept.range(..range.end.max(range.start + 1)).next_back();
            before.is_some_and(|(_, end)| *end > range.start)
        } else {
            // What is kept is not shorter: it crosses exactly if it begins or ends within.
            range.len() > 1 && edges.range(range.start + 1..range.end).next().is_some()
        };
        if !over[i] {
            kept.insert(range.start, range.end);
            edges.extend([range.start, range.end]);
        }
    }
    over
}

/// Makes one of spans that have place and label in common; what refers to one of them means the first.
fn twins(document: &mut Annotated, losses: &mut Losses) {
    let mut first = BTreeMap::new();
    let meant: Vec<usize> = (0..document.spans.len())
        .map(|i| *first.entry((document.spans[i].fragments.clone(), document.spans[i].label.clone())).or_insert(i))
        .collect();
    for node in document.references_mut() {
        if let Node::Span(i) = node {
            *i = meant[*i];
        }
    }
    document.events.iter_mut().for_each(|event| event.trigger = meant[event.trigger]);
    drop_spans(document, "spans that have place and label of another", &|_, i| meant[i] != i, losses);
}

fn drop_spans(
    document: &mut Annotated, what: &'static str, is_out: &dyn Fn(&Annotated, usize) -> bool, losses: &mut Losses,
) {
    let out: Vec<bool> = (0..document.spans.len()).map(|i| is_out(document, i)).collect();
    let Some(first) = out.iter().position(|out| *out) else { return };
    let span = &document.spans[first];
    let example = format!("{} “{}”", excerpt(&span.label), excerpt(document.quote(span, " … ").trim()));
    losses.add(what, out.iter().filter(|out| **out).count(), DROPPED, Some(example));
    let dependants = document.retain(&|node| document_span(node).is_none_or(|i| !out[i]));
    losses.add("relations, clusters or events of these", dependants, DROPPED, None);
}

fn document_span(node: Node) -> Option<usize> {
    match node {
        Node::Span(i) => Some(i),
        _ => None,
    }
}

fn allows(ends: Ends, node: Node) -> bool {
    match node {
        Node::Span(_) => ends >= Ends::Spans,
        Node::Event(_) => ends >= Ends::SpansAndEvents,
        Node::Relation(_) | Node::Cluster(_) => ends >= Ends::Any,
    }
}

fn nodes(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
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
                members.sort_by_key(|node| document_span(*node).map(|i| (document.spans[i].cover().start(), i)));
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
        if cluster.label != CHAIN {
            named.push(std::mem::replace(&mut cluster.label, CHAIN.to_owned()));
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

fn facts(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    let (spans, events) = (document.spans.len(), document.events.len());
    let (relations, clusters) = (document.relations.len(), document.clusters.len());
    // The order of `facts_mut`.
    let kind = |i: usize| {
        let needed =
            [(spans, Which::Spans), (relations, Which::Linked), (clusters, Which::All), (events, Which::Named)];
        let mut end = 0;
        needed
            .into_iter()
            .find(|(n, _)| {
                end += n;
                i < end
            })
            .map_or(Which::All, |(_, which)| which)
    };
    let (mut attributes, mut values, mut notes, mut scores) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (i, facts) in document.facts_mut().enumerate() {
        let needed = kind(i);
        if holds.attributes < needed {
            attributes.extend(std::mem::take(&mut facts.attributes));
        }
        if holds.notes < needed {
            notes.append(&mut facts.notes);
        }
        if holds.scores < needed {
            scores += usize::from(facts.score.take().is_some());
        }
        for (name, value) in &mut facts.attributes {
            let plain = plain_value(value, holds.values);
            if plain != *value {
                values.push(name.clone());
                *value = plain;
            }
        }
        if holds.values == Values::Choices {
            // What is false is not said.
            let before = facts.attributes.len();
            facts.attributes.retain(|_, value| *value != AttributeValue::Boolean(false));
            values.extend((facts.attributes.len()..before).map(|_| "false".to_owned()));
        }
    }
    losses.each("attributes", DROPPED, attributes, |(name, _)| excerpt(&name));
    losses.each("values of attributes", "written as the format allows", values, |name| excerpt(&name));
    losses.each("notes", DROPPED, notes, |note| format!("“{}”", excerpt(&note)));
    losses.add("scores", scores, DROPPED, None);
}

/// A value as the format can say it.
fn plain_value(value: &AttributeValue, rule: Values) -> AttributeValue {
    use AttributeValue::{Boolean, Choice, Number, Text};
    match (rule, value) {
        (Values::Typed, value) => value.clone(),
        (Values::Json, Choice(text)) => Text(text.clone()),
        (Values::Json, Number(digits)) => match digits.parse::<i64>() {
            Ok(number) => Number(number.to_string().into()),
            Err(_) => match digits.parse::<f64>() {
                Ok(number) if number.is_finite() => Number(serde_json::to_string(&number).unwrap_or_default().into()),
                _ => Text(digits.clone()),
            },
        },
        (Values::Json, value) => value.clone(),
        (Values::Text, Boolean(it)) => Text(it.to_string().into()),
        (Values::Text, Number(text) | Choice(text) | Text(text)) => Text(text.clone()),
        (Values::Choices, Boolean(it)) => Boolean(*it),
        (Values::Choices, Number(text) | Choice(text) | Text(text)) => {
            let words: Vec<&str> =
                text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
            if words.is_empty() { Choice("_".into()) } else { Choice(words.join(" ").into()) }
        }
    }
}

/// Whether XML 1.0 may hold it (section 2.2).
pub(crate) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}
