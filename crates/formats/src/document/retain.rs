//! Nodes that go, with those that cannot stand without them.

use crate::document::{Annotated, Node};

impl Annotated {
    /// Keeps the nodes that `keep` says, and of the others' dependants those that can stand without them. Gives how many
    /// dependants went.
    pub fn retain(&mut self, keep: &dyn Fn(Node) -> bool) -> usize {
        let mut gone = Gone {
            spans: (0..self.spans.len()).map(|i| !keep(Node::Span(i))).collect(),
            relations: (0..self.relations.len()).map(|i| !keep(Node::Relation(i))).collect(),
            clusters: (0..self.clusters.len()).map(|i| !keep(Node::Cluster(i))).collect(),
            events: (0..self.events.len()).map(|i| !keep(Node::Event(i))).collect(),
        };
        let wanted = gone.count();
        loop {
            let before = gone.count();
            for (i, it) in self.relations.iter().enumerate() {
                gone.relations[i] |= gone.has(it.head) || gone.has(it.tail);
            }
            for (i, it) in self.clusters.iter().enumerate() {
                gone.clusters[i] |= !it.members.is_empty() && it.members.iter().all(|node| gone.has(*node));
            }
            for (i, it) in self.events.iter().enumerate() {
                gone.events[i] |= gone.has(Node::Span(it.trigger));
            }
            if gone.count() == before {
                break;
            }
        }
        if gone.count() == 0 {
            return 0;
        }
        for cluster in &mut self.clusters {
            cluster.members.retain(|node| !gone.has(*node));
        }
        for event in &mut self.events {
            event.arguments.retain(|(_, node)| !gone.has(*node));
        }
        drop_marked(&mut self.spans, &gone.spans);
        drop_marked(&mut self.relations, &gone.relations);
        drop_marked(&mut self.clusters, &gone.clusters);
        drop_marked(&mut self.events, &gone.events);
        let places = [&gone.spans, &gone.relations, &gone.clusters, &gone.events].map(|marks| {
            let mut next = 0;
            let place = |is_gone: &bool| {
                next += usize::from(!is_gone);
                next.saturating_sub(1)
            };
            marks.iter().map(place).collect::<Vec<usize>>()
        });
        for node in self.references_mut() {
            match node {
                Node::Span(i) => *i = places[0][*i],
                Node::Relation(i) => *i = places[1][*i],
                Node::Cluster(i) => *i = places[2][*i],
                Node::Event(i) => *i = places[3][*i],
            }
        }
        for event in &mut self.events {
            event.trigger = places[0][event.trigger];
        }
        gone.count() - wanted
    }
}

struct Gone {
    spans: Vec<bool>,
    relations: Vec<bool>,
    clusters: Vec<bool>,
    events: Vec<bool>,
}

impl Gone {
    /// Whether a node goes; one that is not there counts as gone.
    fn has(&self, node: Node) -> bool {
        let (marks, i) = match node {
            Node::Span(i) => (&self.spans, i),
            Node::Relation(i) => (&self.relations, i),
            Node::Cluster(i) => (&self.clusters, i),
            Node::Event(i) => (&self.events, i),
        };
        marks.get(i).copied().unwrap_or(true)
    }

    fn count(&self) -> usize {
        [&self.spans, &self.relations, &self.clusters, &self.events]
            .iter()
            .map(|it| it.iter().filter(|gone| **gone).count())
            .sum()
    }
}

fn drop_marked<T>(items: &mut Vec<T>, marks: &[bool]) {
    let mut marks = marks.iter();
    items.retain(|_| !marks.next().is_some_and(|mark| *mark));
}
