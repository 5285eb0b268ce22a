//! Documents as a format can hold them: what it cannot is counted, told, and taken out or turned into what it can, before
//! anything is written.

use crate::document::Annotated;
use crate::document::uses::define_used;
use crate::loss::facts::facts;
use crate::loss::losses::DROPPED;
use crate::loss::names::{name, names};
use crate::loss::nodes::nodes;
use crate::loss::retext::Retext;
use crate::loss::schema::{Common, unite};
use crate::loss::sets::sets;
use crate::loss::spans::spans;
use crate::loss::texts_once::texts_once;
use crate::loss::{Holds, LabelScores, Losses, Schemas, TextRule};
use crate::syntax::xml;
use postil_core::Score;
use std::collections::BTreeSet;

/// The documents as a format can hold them, and what that costs. Documents of which nothing can be written are not among
/// them. The result is in order, and writing and reading it again gives the same.
pub fn reduce(documents: &[Annotated], holds: &Holds) -> (Vec<Annotated>, Losses) {
    let (mut kept, mut losses) = apart(documents, holds);
    let (gone, plain) = unite(&mut kept, holds.schema);
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
            define_used(&mut document);
        }
        if holds.text == TextRule::Xml
            && let Some(c) = document.text().chars().find(|c| !xml::is_char(*c))
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

/// What a format cannot hold of some documents, without writing them.
pub fn loss(documents: &[Annotated], holds: &Holds) -> Losses {
    reduce(documents, holds).1
}

/// One thing after the other; what is turned into something else comes before that is looked at.
fn step(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    sets(document, holds, losses);
    names(document, holds, losses);
    spans(document, holds, losses);
    losses.aside_if(holds.is_of_spans(), |losses| nodes(document, holds, losses));
    facts(document, holds, losses);
    if !holds.document_labels {
        losses.aside_if(holds.is_of_spans(), |losses| {
            losses.each("labels of documents", DROPPED, document.labels.drain(..), |label| label.label);
        });
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
            losses.aside(|losses| losses.add("scores of labels of documents", scored.count(), DROPPED, None));
        }
    }
    losses.aside(|losses| {
        if !holds.language {
            losses.each("languages of documents", DROPPED, document.language.take(), |it| it);
        }
        if !holds.dct {
            losses.each("dates of documents", DROPPED, document.dct.take(), |it| it);
        }
    });
}
