//! Raters, and the documents that they have in common.

use postil_core::{AttributeValue, Fragments};
use postil_formats::Annotated;
use postil_score::{Labelled, Means, Rated, Rating, Text, pair, squeeze};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Who says something, and of what.
pub struct Raters {
    pub names: Vec<String>,
    /// For each of them the documents that they saw.
    documents: Vec<Vec<Annotated>>,
}

impl Raters {
    /// Each file is a rater's, called after it. A file with several sets of annotations is several raters', who saw what they say
    /// something of. `people`: without sets that a program made.
    pub fn of(files: Vec<(&Path, Vec<Annotated>)>, people: bool) -> Self {
        let mut made = Self { names: Vec::new(), documents: Vec::new() };
        let several = files.len() > 1;
        for (path, documents) in files {
            let stem = path.file_stem().map_or_else(|| path.to_string_lossy(), |stem| stem.to_string_lossy());
            let is_machine = |set: &Arc<str>| people && documents.iter().any(|it| it.machines.contains(set));
            let sets: BTreeSet<Arc<str>> = documents.iter().flat_map(Annotated::sets).collect();
            let is_whole = sets.len() <= 1;
            let sets: Vec<Arc<str>> = sets.into_iter().filter(|set| !is_machine(set)).collect();
            if is_whole {
                // A file of a program alone is a rater that was asked for by name.
                made.add(stem.into_owned(), documents);
                continue;
            }
            for set in sets {
                let name = match (several, &*set) {
                    (_, "") => stem.clone().into_owned(),
                    (true, set) => format!("{stem}/{set}"),
                    (false, set) => set.to_owned(),
                };
                let own = documents.iter().filter(|it| it.sets().contains(&set)).map(|it| of_set(it, &set));
                made.add(name, own.collect());
            }
        }
        made
    }

    /// Two of the same name are told apart by a number.
    fn add(&mut self, name: String, documents: Vec<Annotated>) {
        let mut free = name.clone();
        for n in 2.. {
            if !self.names.contains(&free) {
                break;
            }
            free = format!("{name} {n}");
        }
        self.names.push(free);
        self.documents.push(documents);
    }
}

/// What one set says of a document: spans and labels of the document.
fn of_set(document: &Annotated, set: &str) -> Annotated {
    let mut own = document.clone();
    own.spans.retain(|it| &*it.facts.set == set);
    own.labels.retain(|it| &*it.set == set);
    own
}

/// The documents of all raters, those of the same text put together, as [`pair`] has it; in the order of the raters.
pub fn group(raters: &Raters) -> Vec<Rated> {
    struct Group<'r> {
        first: &'r Annotated,
        own: Vec<Option<&'r Annotated>>,
        is_squeezed: bool,
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (rater, documents) in raters.documents.iter().enumerate() {
        let known: Vec<Text<'_>> = groups.iter().map(|it| text_of(it.first)).collect();
        let new: Vec<Text<'_>> = documents.iter().map(text_of).collect();
        let pairing = pair(&known, &new);
        for it in pairing.pairs {
            let group = &mut groups[it.gold];
            group.own[rater] = Some(&documents[it.predicted]);
            group.is_squeezed |= it.by == Means::Words;
        }
        for at in pairing.predicted_alone {
            let mut own = vec![None; raters.names.len()];
            own[rater] = Some(&documents[at]);
            groups.push(Group { first: &documents[at], own, is_squeezed: false });
        }
    }
    groups
        .into_iter()
        .map(|Group { first, own, is_squeezed }| {
            let text = first.text();
            Rated {
                name: first.name.clone(),
                text: if is_squeezed { text.split_whitespace().collect() } else { text.to_owned() },
                ratings: own.into_iter().map(|it| it.map(|it| rating(it, is_squeezed))).collect(),
            }
        })
        .collect()
}

fn text_of(it: &Annotated) -> Text<'_> {
    Text { name: &it.name, text: it.text() }
}

fn rating(it: &Annotated, is_squeezed: bool) -> Rating {
    let places: Vec<Fragments> = it.spans.iter().map(|span| span.fragments.clone()).collect();
    let places = if is_squeezed { squeeze(it.text(), &places) } else { places };
    let spans = it.spans.iter().zip(places).map(|(span, at)| Labelled::new(span.label.as_str(), at));
    let value = |value: &AttributeValue| match value {
        AttributeValue::Boolean(said) => said.to_string(),
        AttributeValue::Number(said) | AttributeValue::Choice(said) | AttributeValue::Text(said) => said.to_string(),
    };
    let attributes =
        it.spans.iter().enumerate().flat_map(|(at, span)| {
            span.facts.attributes.iter().map(move |(name, said)| (at, name.clone(), value(said)))
        });
    Rating {
        spans: spans.collect(),
        attributes: attributes.collect(),
        labels: it.labels.iter().map(|it| it.label.clone()).collect(),
    }
}
