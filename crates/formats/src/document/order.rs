//! One order for what is said of a document, so that the same annotations are written the same way.

use crate::document::{Annotated, Cluster, Event, Node, Relation, Span};
use postil_core::{sort, sort_by, sort_by_key};
use std::cmp::Ordering;

impl Annotated {
    /// Brings everything into one order, so that the same annotations are written the same way: spans in reading order,
    /// what links them by what it links.
    pub fn sort(&mut self) {
        let order = sorted(&self.spans, Span::order);
        let new = inverse(&order);
        permute(&mut self.spans, &order);
        for node in self.references_mut() {
            if let Node::Span(i) = node {
                *i = new[*i];
            }
        }
        for event in &mut self.events {
            event.trigger = new[event.trigger];
        }
        // Spans are in place. What links other links is placed by what those link, a few steps deep; beyond that it keeps
        // the order in which it came.
        const ROUNDS: usize = 4;
        let mut ranks = [vec![0; self.relations.len()], vec![0; self.clusters.len()], vec![0; self.events.len()]];
        let (mut relations, mut clusters, mut events) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let key = |node: Node| match node {
                Node::Span(i) => (0, i),
                Node::Relation(i) => (1, ranks[0][i]),
                Node::Cluster(i) => (2, ranks[1][i]),
                Node::Event(i) => (3, ranks[2][i]),
            };
            for cluster in &mut self.clusters {
                sort_by_key(&mut cluster.members, |node| key(*node));
            }
            for event in &mut self.events {
                sort_by(&mut event.arguments, &|a, b| (&a.0, key(a.1)).cmp(&(&b.0, key(b.1))));
            }
            let of_relation = |it: &Relation| (key(it.head), key(it.tail), it.label.clone(), it.facts.clone());
            let of_cluster = |it: &Cluster| {
                (it.members.iter().map(|node| key(*node)).collect::<Vec<_>>(), it.label.clone(), it.facts.clone())
            };
            let of_event = |it: &Event| {
                let arguments = it.arguments.iter().map(|(role, node)| (role.clone(), key(*node)));
                (it.trigger, it.label.clone(), arguments.collect::<Vec<_>>(), it.facts.clone())
            };
            let (new_relations, rank_relations) = ranked(&self.relations, of_relation);
            let (new_clusters, rank_clusters) = ranked(&self.clusters, of_cluster);
            let (new_events, rank_events) = ranked(&self.events, of_event);
            (relations, clusters, events) = (new_relations, new_clusters, new_events);
            let before = std::mem::replace(&mut ranks, [rank_relations, rank_clusters, rank_events]);
            if before == ranks {
                break;
            }
        }
        let (new_relation, new_cluster, new_event) = (inverse(&relations), inverse(&clusters), inverse(&events));
        permute(&mut self.relations, &relations);
        permute(&mut self.clusters, &clusters);
        permute(&mut self.events, &events);
        for node in self.references_mut() {
            match node {
                Node::Span(_) => {}
                Node::Relation(i) => *i = new_relation[*i],
                Node::Cluster(i) => *i = new_cluster[*i],
                Node::Event(i) => *i = new_event[*i],
            }
        }
        sort(&mut self.labels);
        self.labels.dedup();
        let sets = self.sets();
        self.machines.retain(|set| sets.contains(set));
    }
}

impl Span {
    /// In reading order: by start, the longer first, then by what is said.
    fn order(&self, other: &Self) -> Ordering {
        let (a, b) = (self.cover(), other.cover());
        (a.start(), b.end())
            .cmp(&(b.start(), a.end()))
            .then_with(|| self.label.cmp(&other.label))
            .then_with(|| self.cmp(other))
    }
}

/// The places of the items in the order that they should have; equal ones stay as they are.
fn sorted<T>(items: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    sort_by(&mut order, &|a, b| compare(&items[*a], &items[*b]));
    order
}

/// The same by keys, and the rank of each item: equal keys, equal ranks.
fn ranked<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> (Vec<usize>, Vec<usize>) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let order = sorted(&keys, K::cmp);
    let mut ranks = vec![0; items.len()];
    for pair in order.windows(2) {
        ranks[pair[1]] = ranks[pair[0]] + usize::from(keys[pair[0]] != keys[pair[1]]);
    }
    (order, ranks)
}

fn inverse(order: &[usize]) -> Vec<usize> {
    let mut new = vec![0; order.len()];
    for (to, from) in order.iter().enumerate() {
        new[*from] = to;
    }
    new
}

fn permute<T>(items: &mut Vec<T>, order: &[usize]) {
    let mut old: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.iter().filter_map(|i| old[*i].take()));
}
