//! What the engine finds in a text, as examples write it.

use crate::page::{BETWEEN, Example, Marked, unmark};
use jiff::civil::date;
use postil_extract::{Layers, Settings, extract, structure};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Everything that an example may say.
#[derive(Clone, Default)]
pub struct Found {
    pub spans: Vec<Marked>,
    /// `tokens`, `sentences` and `paragraphs`, each with its parts.
    pub structure: Vec<(&'static str, String)>,
    /// `speaker` or `cue`, and the texts of both ends; `cluster`, and the texts of its members.
    pub relations: Vec<(String, String)>,
}

/// Reads a text with the engine, on Monday 2018-09-17 if it is dated; without coreference.
pub fn find(text: &str, dated: bool) -> Found {
    read(text, dated, Layers::ALL.without(Layers::COREFERENCE))
}

/// The same with names, quotations and coreference.
pub fn find_chains(text: &str, dated: bool) -> Found {
    read(text, dated, Layers::ENTITIES.with(Layers::QUOTES).with(Layers::COREFERENCE))
}

fn read(text: &str, dated: bool, layers: Layers) -> Found {
    let found = extract(text, Settings { dct: dated.then(|| date(2018, 9, 17)), layers });
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
    let relations = relations.chain(clusters);
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
