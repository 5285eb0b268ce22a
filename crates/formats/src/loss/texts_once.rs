//! Formats that know each text once.

use crate::document::{Annotated, excerpt};
use crate::loss::Losses;
use postil_core::{DocId, Score};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn texts_once(documents: &mut [Annotated], losses: &mut Losses) {
    let mut texts = BTreeSet::new();
    let again = documents.iter().filter(|it| !texts.insert(it.document.id()));
    losses.each("documents", "made one with another of the same text", again, |it| format!("“{}”", excerpt(&it.name)));
    let out = label_once(documents);
    losses.add("labels of documents with the same text", out, "written once, with the first score", None);
}

/// Labels of documents, once for each text: of those that have a text in common the first says what score a label has. Gives
/// how many were taken out.
pub(crate) fn label_once(documents: &mut [Annotated]) -> usize {
    let mut said: BTreeMap<(DocId, Arc<str>, String), Option<Score>> = BTreeMap::new();
    let mut out = 0;
    for it in documents {
        let text = it.document.id();
        it.labels.retain(|it| {
            let first = *said.entry((text, it.set.clone(), it.label.clone())).or_insert(it.score);
            out += usize::from(first != it.score);
            first == it.score
        });
    }
    out
}
