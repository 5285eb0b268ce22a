//! What a corrected text leaves to be looked at.

use crate::graph::Graph;
use crate::{Alignment, Fate};
use postil_core::{Document, Kind, NodeId, Record, RecordKey, SetId, Slug, Store, TextRange, sort_by};
use postil_edits::{clusters_of, events_of, find, members, relation};

/// An annotation of the old version that did not come over as it was, and that nobody has made anew since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In the new text; empty where nothing stands in the place of its words.
    pub range: TextRange,
    /// What it is, and its label: a membership has that of its cluster.
    pub label: (Kind, Slug),
    /// The words that it covered; of a relation those at both ends.
    pub was: Vec<TextRange>,
    pub what: What,
}

/// What is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It was carried, but a word beside it is another one.
    Beside,
    /// Its words are others now.
    Changed,
    /// Its words are gone.
    Gone,
    /// Something that it needs was not carried.
    Parted,
}

/// Of words that were annotated so many characters are told.
const TOLD: usize = 40;

impl Change {
    /// What it was, by the name of its label and the words that it covered: `Person “Ana Petrovic”`.
    pub fn was(&self, old: &Document, store: &Store) -> String {
        let name = store.definitions().get(&self.label).map_or(self.label.1.as_str(), |it| &it.name);
        let words = |range: &TextRange| {
            let line: Vec<&str> = old.slice(*range).split_whitespace().collect();
            let line = line.join(" ");
            match line.char_indices().nth(TOLD) {
                Some((cut, _)) => format!("{}…", line[..cut].trim_end()),
                None => line,
            }
        };
        // Quotations have their own marks.
        let is_quoted = |words: &str| words.starts_with(['“', '"', '‘', '«', '„', '「']);
        let marked = |words: String| if is_quoted(&words) { words } else { format!("“{words}”") };
        let parts = self.was.iter().map(words);
        let was = match self.what {
            What::Parted => parts.map(marked).collect::<Vec<_>>().join(" – "),
            _ => marked(parts.collect::<Vec<_>>().join(" … ")),
        };
        format!("{name} {was}")
    }
}

/// What is to be looked at of a set, in the order of the new text. What has been made anew is not among it: a span of the
/// same label on some of the words, a relation or an event of the type there, a membership in any cluster.
pub fn changes(store: &Store, set: &SetId, alignment: &Alignment) -> Vec<Change> {
    let graph = Graph::of(store, alignment);
    let mut found = Vec::new();
    for (id, record) in &graph.nodes {
        if RecordKey::Node(*id).set(&***record) == Some(set) {
            found.extend(change(store, set, alignment, &graph, *id));
        }
        if let Record::Cluster(it) = &***record
            && it.set == *set
        {
            for member in members(store, *id) {
                found.extend(left_out(store, set, alignment, &graph, *id, member));
            }
        }
    }
    sort_by(&mut found, &|a: &Change, b: &Change| (a.range, a.what as u8).cmp(&(b.range, b.what as u8)));
    found
}

fn change(store: &Store, set: &SetId, alignment: &Alignment, graph: &Graph, id: NodeId) -> Option<Change> {
    let new = alignment.new_text();
    let record = *graph.nodes.get(&id)?;
    let fate = graph.fate_of(id)?;
    let range = fate.place();
    // What stands there now, of this set.
    let here = || spans_on(store, set, alignment, range);
    let (kind, label, what, was) = match &**record {
        Record::Span(span) => {
            let what = match fate {
                Fate::Stands(_) => return None,
                Fate::Beside(fragments) => {
                    find(store, new, set, &span.label, fragments)?;
                    What::Beside
                }
                Fate::Changed(_)
                    if here().iter().any(|id| store.span(*id).is_some_and(|it| it.label == span.label)) =>
                {
                    return None;
                }
                Fate::Changed(range) if range.is_empty() => What::Gone,
                Fate::Changed(_) => What::Changed,
            };
            (Kind::Label, span.label.clone(), what, span.fragments.as_slice().to_vec())
        }
        _ if graph.standing.contains(&id) => return None,
        Record::Relation(it) => {
            let is_it = |key: &RecordKey| {
                let other = key.node().and_then(|id| relation(store, id));
                other.is_some_and(|other| other.label == it.label && other.set == *set)
            };
            if here().iter().any(|id| store.references(*id).iter().any(is_it)) {
                return None;
            }
            let was = [it.head, it.tail].into_iter().filter_map(|end| words(store, graph, end)).collect();
            (Kind::Relation, it.label.clone(), What::Parted, was)
        }
        Record::Event(it) => {
            if here().iter().any(|id| events_of(store, set, *id).any(|(_, other)| other.label == it.label)) {
                return None;
            }
            (Kind::Event, it.label.clone(), What::Parted, words(store, graph, it.trigger).into_iter().collect())
        }
        _ => return None,
    };
    Some(Change { range, label: (kind, label), was, what })
}

/// A member of a cluster that did not come along.
fn left_out(
    store: &Store, set: &SetId, alignment: &Alignment, graph: &Graph, cluster: NodeId, member: NodeId,
) -> Option<Change> {
    let is_whole = graph.standing.contains(&member) && graph.standing.contains(&cluster);
    let range = graph.fate_of(member)?.place();
    if is_whole || spans_on(store, set, alignment, range).iter().any(|id| clusters_of(store, set, *id).next().is_some())
    {
        return None;
    }
    let Record::Cluster(it) = &***graph.nodes.get(&cluster)? else { return None };
    let other = members(store, cluster).into_iter().find(|other| *other != member);
    let was = [Some(member), other].into_iter().flatten().filter_map(|id| words(store, graph, id)).collect();
    Some(Change { range, label: (Kind::Cluster, it.label.clone()), was, what: What::Parted })
}

/// The spans of a set in the new version that share some text with a range.
fn spans_on(store: &Store, set: &SetId, alignment: &Alignment, range: TextRange) -> Vec<NodeId> {
    let shares = |id: &NodeId| {
        let span = store.span(*id).filter(|span| span.set == *set);
        span.is_some_and(|span| span.fragments.as_slice().iter().any(|it| it.overlaps(range)))
    };
    store.spans_touching(alignment.new_text(), range).into_iter().filter(shares).collect()
}

/// The old words that a node is about first, from the first byte to the last.
fn words(store: &Store, graph: &Graph, id: NodeId) -> Option<TextRange> {
    graph.first_span(id).and_then(|id| Some(store.span(id)?.fragments.cover()))
}
