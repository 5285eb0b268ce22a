//! PERSON, ORG, GPE, LOC, FAC, NORP, EVENT and MISC, by dictionaries, forms and the words around.

mod candidate;
mod evidence;
mod memory;
mod sentence;
mod weigh;

use crate::reading::{Found, Page};
use crate::{Label, Reason};
use candidate::Candidate;
use evidence::{Evidence, THRESHOLD, Tally};
use memory::Memory;
use sentence::Sentence;
use std::borrow::Cow;

/// A sum and a lead from which a name is remembered for the rest of the document.
const SURE: (i16, i16) = (40, 20);

/// Most reasons that are named.
const REASONS: usize = 3;

/// What is remembered between batches.
#[derive(Default)]
pub(crate) struct Names {
    memory: Memory,
}

/// Finds the names of a page. Names that are sure anywhere on the page help with the others.
pub(crate) fn find(page: &Page, text: &str, names: &mut Names, out: &mut Vec<Found>) {
    let mut weighed: Vec<(usize, Candidate, Tally)> = Vec::new();
    for (at, tokens) in page.sentences.iter().enumerate() {
        let sentence = Sentence::new(page, text, tokens.clone());
        candidate::candidates(&sentence, |candidate| {
            let tally = weigh::weigh(&sentence, &candidate);
            let (label, sum, lead) = tally.best();
            if sum >= SURE.0 && lead >= SURE.1 {
                names.memory.remember(&sentence, candidate.tokens.clone(), label);
            }
            weighed.push((at, candidate, tally));
        });
    }
    let mut current: Option<(usize, Sentence<'_>)> = None;
    for (at, candidate, mut tally) in weighed {
        if current.as_ref().is_none_or(|(of, _)| *of != at) {
            current = Some((at, Sentence::new(page, text, page.sentences[at].clone())));
        }
        let Some((_, sentence)) = &current else { continue };
        names.memory.consult(sentence, candidate.tokens.clone(), &mut tally);
        let (label, sum, lead) = tally.best();
        if sum >= THRESHOLD {
            out.push(Found {
                bytes: page.bytes(&candidate.tokens),
                label,
                score: score(sum, lead),
                value: None,
                reasons: reasons(page, text, &tally, label),
            });
        }
    }
    let _ = Evidence::Country;
}

/// From the sum and the lead over the next label to a probability; fitted on development texts.
fn score(sum: i16, lead: i16) -> u16 {
    let strength = f64::from(sum.min(100)) * 0.02 + f64::from(lead.min(100)) * 0.02 - 0.8;
    let probability = 1.0 / (1.0 + libm::exp(-strength));
    (probability * 10_000.0) as u16
}

fn reasons(page: &Page, text: &str, tally: &Tally, label: Label) -> Vec<Reason> {
    let speaking = tally.reasons(label).into_iter().take(REASONS);
    speaking
        .map(|(says, cue)| Reason {
            rule: Cow::Borrowed(says),
            matched: (!cue.is_empty()).then(|| text[page.bytes(&(cue.start as usize..cue.end as usize))].to_owned()),
        })
        .collect()
}
