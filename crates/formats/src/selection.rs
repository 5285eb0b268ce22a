//! What of documents is written, where a person does not want all of it.

use crate::document::{Annotated, Node};
use crate::loss::Losses;
use postil_core::{Kind, Layer};

/// What is chosen: all of it, unless something is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only what is of these layers; labels of documents are of none.
    pub layers: Option<Vec<Layer>>,
    /// Only documents that somebody said are done: projects of ours say so, other files know of no such thing.
    pub is_done: bool,
}

impl Selection {
    /// Takes out what is not chosen. Gives what else went with it: relations, clusters and events one of whose ends is of a
    /// layer that is not chosen. O(n) but for the look-up of labels.
    pub fn apply(&self, documents: &mut Vec<Annotated>) -> Losses {
        let mut losses = Losses::default();
        if self.is_done {
            documents.retain(|it| it.is_done);
        }
        let Some(layers) = &self.layers else { return losses };
        for it in documents {
            let is_chosen = |kind, id: &str| layers.contains(&it.layer_of(kind, id));
            let spans: Vec<bool> = it.spans.iter().map(|it| is_chosen(Kind::Label, &it.label)).collect();
            let relations: Vec<bool> = it.relations.iter().map(|it| is_chosen(Kind::Relation, &it.label)).collect();
            let clusters: Vec<bool> = it.clusters.iter().map(|it| is_chosen(Kind::Cluster, &it.label)).collect();
            let events: Vec<bool> = it.events.iter().map(|it| is_chosen(Kind::Event, &it.label)).collect();
            // What says an event is part of it, whatever its own label is of.
            let triggers: Vec<usize> =
                it.events.iter().zip(&events).filter(|(_, is_in)| **is_in).map(|(event, _)| event.trigger).collect();
            let gone = it.retain(&|node| match node {
                Node::Span(i) => spans[i] || triggers.contains(&i),
                Node::Relation(i) => relations[i],
                Node::Cluster(i) => clusters[i],
                Node::Event(i) => events[i],
            });
            losses.add("relations, clusters or events of what is not chosen", gone, "left out", None);
        }
        losses
    }
}
