//! What simulated readers read: the documents of a corpus with the names that its annotators found.

use crate::corpora::{self, Document, Gold};
use crate::tagging::Chance;
use postil_core::{Slug, SuggestedSpan, TextRange};
use postil_extract::training::labels::{EVENT, MISC, NORP, ORG, PERSON, PLACE};
use postil_extract::{Extractor, Label, Model, Passage};
use postil_learn::Vocabulary;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

/// Shorter texts of a corpus are joined until they are as long as this, in bytes: nobody opens a document for a sentence.
const SHORT: usize = 1_000;

/// A document as a reader wants it.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub text: String,
    /// By place, none twice.
    pub gold: Vec<(TextRange, Slug)>,
}

/// What the model makes of a text, batch by batch.
pub type Read = Vec<(Passage, Vec<SuggestedSpan>)>;

pub fn slug(name: &str) -> Slug {
    name.parse().expect("labels of corpora can be labels of projects")
}

/// The labels of the project: as the model's, with one for all places.
pub fn called(label: Label) -> Slug {
    match label {
        Label::Gpe | Label::Fac => Label::Loc.key(),
        label => label.key(),
    }
}

pub fn vocabulary() -> Vocabulary {
    Vocabulary::new(|label| Some(called(label)))
}

/// The label that a reader gives to what a corpus calls `label`; nothing for what is no name. `new` are labels of the corpus that the
/// project has under its own name.
fn wanted(label: &str, part: &str, new: &[&str]) -> Option<Slug> {
    if new.contains(&label) {
        return Some(slug(label));
    }
    if part.starts_with("gmb") && label == "gpe" {
        // Peoples, most of them.
        return Some(Label::Norp.key());
    }
    let Gold::Name(kinds) = corpora::gold(label, part)? else { return None };
    let kinds = [
        (PERSON, Label::Person),
        (ORG, Label::Org),
        (PLACE, Label::Loc),
        (NORP, Label::Norp),
        (MISC, Label::Misc),
        (EVENT, Label::Event),
    ]
    .into_iter()
    .find(|(kind, _)| kinds & (1 << kind) != 0);
    kinds.map(|(_, label)| label.key())
}

impl Text {
    fn add(&mut self, document: &Document, part: &str, new: &[&str]) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let shift = self.text.len();
        let mut places: Vec<usize> = document.text.char_indices().map(|(byte, _)| shift + byte).collect();
        self.text.push_str(&document.text);
        places.push(self.text.len());
        let spans = document.entities.iter().filter_map(|(start, end, label)| {
            let (start, end) = (*places.get((*start)?)?, *places.get((*end)?)?);
            let label = wanted(label, part, new)?;
            (start < end).then(|| (TextRange::from_usize(start..end), label))
        });
        self.gold.extend(spans);
    }
}

/// The documents of some parts, in an order drawn by `seed`.
pub fn texts(data: &Path, parts: &[&str], new: &[&str], seed: u64) -> Result<Vec<Text>, Box<dyn Error>> {
    let mut all: Vec<Text> = Vec::new();
    for part in parts {
        let mut open = Text::default();
        for document in corpora::read(data, part)? {
            open.add(&document, part, new);
            if open.text.len() >= SHORT {
                all.push(std::mem::take(&mut open));
            }
        }
        if !open.text.is_empty() {
            all.push(open);
        }
    }
    for text in &mut all {
        text.gold.sort();
        text.gold.dedup_by(|a, b| a.0 == b.0);
    }
    let mut chance = Chance(seed);
    for at in (1..all.len()).rev() {
        all.swap(at, chance.below(at + 1));
    }
    Ok(all)
}

/// Reads a text without anything learned.
pub fn read(text: &str, model: &Arc<Model>) -> Read {
    let mut extractor = Extractor::with_model(text, crate::evaluate::settings(), Arc::clone(model));
    let mut batches = Vec::new();
    while let Some(mut batch) = extractor.next_batch() {
        for span in &mut batch.found.spans {
            if let Some(label) = Label::from_slug(span.label.as_str()) {
                span.label = called(label);
            }
        }
        batches.push((extractor.passage(), batch.found.spans));
    }
    batches
}
