//! What the engine finds in a text, as examples write it.

use crate::page::{BETWEEN, Example, Marked, unmark};
use jiff::civil::date;
use postil_core::Suggestions;
use postil_extract::training::read_by_rules;
use postil_extract::{Layers, Model, Settings, extract_with, structure};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

/// The model that is shipped.
static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/models/en.postil-model");
    Arc::new(Model::read(&std::fs::read(path).expect("the model is there")).expect("it is right"))
});

/// Everything that an example may say.
#[derive(Clone, Default)]
pub struct Found {
    pub spans: Vec<Marked>,
    /// `tokens`, `sentences` and `paragraphs`, each with its parts.
    pub structure: Vec<(&'static str, String)>,
    /// `speaker`, `cue` and the like, and the texts of both ends; `cluster`, and the texts of its members; `event`, and what it is,
    /// then its arguments.
    pub relations: Vec<(String, String)>,
}

/// Reads a text by rules alone, on Monday 2018-09-17 if it is dated; without coreference.
pub fn find(text: &str, dated: bool) -> Found {
    told(text, &read_by_rules(text, settings(dated, Layers::ALL.without(Layers::COREFERENCE)), &MODEL))
}

/// The same by the model that the page has: all but coreference and events.
pub fn find_speech(text: &str, dated: bool) -> Found {
    read(text, dated, Layers::ALL.without(Layers::COREFERENCE).without(Layers::EVENTS))
}

/// The same: names, quotations and coreference.
pub fn find_chains(text: &str, dated: bool) -> Found {
    read(text, dated, Layers::ENTITIES.with(Layers::QUOTES).with(Layers::COREFERENCE))
}

/// The same: names, times and events.
pub fn find_events(text: &str, dated: bool) -> Found {
    read(text, dated, Layers::ENTITIES.with(Layers::TIME).with(Layers::EVENTS))
}

fn read(text: &str, dated: bool, layers: Layers) -> Found {
    told(text, &extract_with(text, settings(dated, layers), &MODEL))
}

fn settings(dated: bool, layers: Layers) -> Settings {
    Settings { dct: dated.then(|| date(2018, 9, 17)), layers }
}

fn told(text: &str, found: &Suggestions) -> Found {
    let spans = found.spans.iter().map(|span| {
        let range = span.range.to_usize();
        let value = span.value.as_deref().map_or(String::new(), |value| format!(" {value}"));
        (range.start, range.end, format!("{}{value}", span.label))
    });
    let of = |at: usize| &text[found.spans[at].range.to_usize()];
    let relations = found
        .relations
        .iter()
        .map(|it| (it.label.to_string(), [of(it.head as usize), of(it.tail as usize)].join(BETWEEN)));
    let mut clusters: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    found.members.iter().for_each(|it| clusters.entry(it.cluster).or_default().push(it.span as usize));
    let clusters = clusters.into_values().map(|mut spans| {
        spans.sort_unstable();
        ("cluster".to_owned(), spans.into_iter().map(of).collect::<Vec<_>>().join(BETWEEN))
    });
    let events = found.events.iter().map(|event| {
        let attributes = event.attributes.iter().map(|(_, value)| format!(" {value}")).collect::<String>();
        let said = format!("{} {}{attributes}", event.label, of(event.trigger as usize));
        let arguments = event.arguments.iter().map(|it| format!("{} {}", it.role, of(it.span as usize)));
        ("event".to_owned(), [said].into_iter().chain(arguments).collect::<Vec<_>>().join(BETWEEN))
    });
    let relations = relations.chain(clusters).chain(events);
    let structure = structure(text);
    let parts = |parts: Vec<&str>| parts.join(BETWEEN).replace('\n', "⏎");
    Found {
        spans: spans.collect(),
        relations: relations.collect(),
        structure: vec![
            ("tokens", parts(structure.tokens.iter().map(|it| &text[it.start as usize..it.end as usize]).collect())),
            ("sentences", parts(structure.sentences.iter().map(|it| &text[it.to_usize()]).collect())),
            ("paragraphs", parts(structure.paragraphs.iter().map(|it| &text[it.range.to_usize()]).collect())),
        ],
    }
}

impl Found {
    /// What a key of the structure stands for; None for relations.
    pub fn structure(&self, key: &str) -> Option<&str> {
        self.structure.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str())
    }

    /// The relations of a kind.
    pub fn relations<'f>(&'f self, key: &'f str) -> impl Iterator<Item = &'f str> {
        self.relations.iter().filter(move |(kind, _)| *kind == key).map(|(_, ends)| ends.as_str())
    }

    /// What an example gets wrong, in words.
    pub fn check(&self, example: &Example) -> Result<String, String> {
        let (text, expected) = unmark(&example.marked)?;
        let mut wrong = String::new();
        let mut show = |what: &str, (start, end, label): &Marked| {
            writeln!(wrong, "    {what} {label}: {:?}", &text[*start..*end]).expect("a string takes everything");
        };
        if !example.is_structural() {
            expected.iter().filter(|span| !self.spans.contains(span)).for_each(|span| show("missing", span));
            self.spans.iter().filter(|span| !expected.contains(span)).for_each(|span| show("not expected", span));
        }
        for fact in &example.facts {
            let said = match self.structure(&fact.key) {
                Some(found) if found == fact.value => continue,
                Some(found) => found.to_owned(),
                None if self.relations(&fact.key).any(|found| found == fact.value) => continue,
                None => format!("{:?}", self.relations(&fact.key).collect::<Vec<_>>()),
            };
            writeln!(wrong, "    {}: {said}", fact.key).expect("a string takes everything");
        }
        Ok(wrong)
    }
}
