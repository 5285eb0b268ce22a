//! Sets of annotations, for formats that know of one alone.

use crate::document::{Annotated, excerpt};
use crate::loss::{Holds, Losses};
use postil_core::{Score, sort_by};

pub(super) fn sets(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
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
    sort_by(&mut document.labels, &|a, b| {
        (&a.label, b.score.unwrap_or(Score::ONE)).cmp(&(&b.label, a.score.unwrap_or(Score::ONE)))
    });
    document.labels.dedup_by(|a, b| a.label == b.label);
    losses.add("labels of documents that several sets have", before - document.labels.len(), "written once", None);
}
