//! Labels of a file that the project does not have: which of its own they may be, and bringing them there.
//!
//! A file of another program calls a person `PER`, `Person` or `PERSON`. Were each taken as it is, one thing would have
//! several labels, in several colours, and what an extractor suggests would never equal what was imported.

use super::{Content, Loaded};
use postil_core::{Definition, Kind, Record, RecordKey, Slug, Store, Target, sort_by};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names for the same, in the tag sets of news: those of MUC, CoNLL-2003, ACE, OntoNotes 5, UNER and TimeML, and what people
/// write. Folded; the first is what this project's own schema begins with.
const SYNONYMS: &[&[&str]] = &[
    &["person", "per", "pers", "people", "human", "personname"],
    &["org", "organisation", "organization", "organizations", "company", "corporation", "institution"],
    &["gpe", "place", "geopolitical", "geopoliticalentity", "country", "city"],
    &["loc", "location"],
    &["norp", "nationality", "nationalityreligiouspoliticalgroup"],
    &["fac", "facility", "building"],
    &["event", "evt"],
    &["date", "timexdate"],
    &["time", "timextime"],
    &["duration", "dur", "timexduration"],
    &["set", "recurringtime", "timexset"],
    &["money", "mon", "currency"],
    &["percent", "percentage", "pct"],
    &["quantity", "qty", "measure", "measurement"],
    &["cardinal", "number", "num"],
    &["ordinal", "ord"],
    &["misc", "miscellaneous", "other", "othername"],
    &["quote", "quotation"],
    &["cue", "quotecue"],
];

/// What stands between the parts of a label that is a kind of another: `PER.Individual`, `person-artist`.
const DIVIDERS: [char; 6] = ['.', ':', '/', '-', '_', '|'];

/// What becomes of a label of a file that the project does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// It is this label of the project.
    Same(Slug),
    /// It is a kind of this label of the project, and a label of its own below it.
    Under(Slug),
    /// It is a label of its own.
    Own,
}

/// A label of a file that the project does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    pub label: Slug,
    /// For people.
    pub name: Arc<str>,
    /// How many spans of the file have it.
    pub spans: usize,
    /// The label of the project that has this name or another name for the same, or of which it says to be a kind.
    pub like: Option<Slug>,
    /// Whether it says to be a kind of that one.
    pub is_kind: bool,
}

impl Stranger {
    /// What becomes of it when nobody says.
    pub fn meeting(&self) -> Meeting {
        match (&self.like, self.is_kind) {
            (Some(like), false) => Meeting::Same(like.clone()),
            (Some(like), true) => Meeting::Under(like.clone()),
            (None, _) => Meeting::Own,
        }
    }
}

/// Letters and digits of ASCII in lower case, and whatever is not ASCII.
fn folded(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_ascii_alphanumeric() || !c.is_ascii());
    kept.map(|c| c.to_ascii_lowercase()).collect()
}

/// Which label of a project a name stands for.
struct Names<'a> {
    known: BTreeMap<String, &'a Slug>,
}

impl<'a> Names<'a> {
    fn of(store: &'a Store) -> Self {
        let mut known = BTreeMap::new();
        let labels =
            || store.definitions().iter().filter(|((kind, _), it)| *kind == Kind::Label && it.replaced_by.is_none());
        // What a label is called says more than what stands on its chip.
        for ((_, slug), _) in labels() {
            known.entry(folded(slug.as_str())).or_insert(slug);
        }
        for ((_, slug), it) in labels() {
            known.entry(folded(&it.name)).or_insert(slug);
        }
        for ((_, slug), it) in labels() {
            known.entry(folded(&it.chip)).or_insert(slug);
        }
        // What became another label is that.
        for ((kind, slug), it) in store.definitions().iter() {
            if let (Kind::Label, Some(now)) = (kind, &it.replaced_by) {
                known.entry(folded(slug.as_str())).or_insert(now);
            }
        }
        Self { known }
    }

    fn get(&self, name: &str) -> Option<&'a Slug> {
        let name = folded(name);
        let same = || SYNONYMS.iter().find(|names| names.contains(&&*name))?.iter().find_map(|it| self.known.get(*it));
        self.known.get(&name).or_else(same).copied()
    }

    /// The label of the project that `label` is, or else of which it is a kind.
    fn like(&self, label: &Slug, name: &str) -> (Option<Slug>, bool) {
        if let Some(same) = self.get(label.as_str()).or_else(|| self.get(name)) {
            return (Some(same.clone()), false);
        }
        let above = label.as_str().split(DIVIDERS).next().filter(|first| first.len() < label.as_str().len());
        let above = above.and_then(|first| self.get(first)).cloned();
        let is_kind = above.is_some();
        (above, is_kind)
    }
}

/// The label of a project that one of another tag set is: the same name, or another name for the same. None where it is only a
/// kind of one.
pub fn like(store: &Store, label: &Slug, name: &str) -> Option<Slug> {
    match Names::of(store).like(label, name) {
        (Some(same), false) => Some(same),
        _ => None,
    }
}

/// Whether a project has a label, under this name.
fn is_live(store: &Store, label: &Slug) -> bool {
    store.definitions().get(&(Kind::Label, label.clone())).is_some_and(|it| it.replaced_by.is_none())
}

impl Loaded {
    /// The labels of the file that `store` does not have, by name. None of a log, whose steps are what they are.
    pub fn strangers(&self, store: &Store) -> Vec<Stranger> {
        let Content::Records(records) = &self.content else { return Vec::new() };
        let mut spans = BTreeMap::<&Slug, usize>::new();
        for (_, record) in records {
            if let Record::Span(span) = record {
                *spans.entry(&span.label).or_default() += 1;
            }
        }
        let names = Names::of(store);
        let strangers = records.iter().filter_map(|(key, record)| match (key, record) {
            (RecordKey::Definition(Kind::Label, label), Record::Definition(it)) if !is_live(store, label) => {
                let (like, is_kind) = names.like(label, &it.name);
                let spans = spans.get(label).copied().unwrap_or_default();
                Some(Stranger { label: label.clone(), name: it.name.clone(), spans, like, is_kind })
            }
            _ => None,
        });
        let mut strangers: Vec<Stranger> = strangers.collect();
        sort_by(&mut strangers, &|a, b| a.label.cmp(&b.label));
        strangers.dedup_by(|a, b| a.label == b.label);
        strangers
    }

    /// The same with the labels that are another's brought there. Of a log nothing is changed.
    pub fn meeting(&self, meetings: &BTreeMap<Slug, Meeting>, store: &Store) -> Self {
        let mut loaded = self.clone();
        if let Content::Records(records) = &mut loaded.content {
            records.retain(|(key, _)| match key {
                RecordKey::Definition(Kind::Label, label) => !matches!(meetings.get(label), Some(Meeting::Same(_))),
                _ => true,
            });
            for (key, record) in records {
                meet(key, record, meetings, store);
            }
        }
        loaded
    }
}

fn meet(key: &mut RecordKey, record: &mut Record, meetings: &BTreeMap<Slug, Meeting>, store: &Store) {
    let renamed = |label: &mut Slug| {
        if let Some(Meeting::Same(here)) = meetings.get(label) {
            label.clone_from(here);
        }
    };
    match (key, record) {
        (RecordKey::Definition(Kind::Label, label), Record::Definition(it)) => {
            if let Some(Meeting::Under(above)) = meetings.get(label) {
                let layer = store.definitions().get(&(Kind::Label, above.clone())).map_or(it.layer, |it| it.layer);
                *it = Definition { parent: Some(above.clone()), layer, ..it.clone() };
            }
        }
        (RecordKey::Rejection(_, _, Target::Span { label, .. }), _) => renamed(label),
        (_, Record::Span(span)) => renamed(&mut span.label),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(label: &str, expected: Option<&str>, is_kind: bool) {
        let store = Store::new();
        let (like, kind) = Names::of(&store).like(&label.parse().expect("a slug"), label);
        assert_eq!((like.as_ref().map(Slug::as_str), kind), (expected, is_kind), "{label}");
    }

    #[test]
    fn labels_of_other_tag_sets_are_known_again() {
        for label in ["PER", "Person", "per", "PERS", "Pers.", "people"] {
            check(label, Some("PERSON"), false);
        }
        check("Organization", Some("ORG"), false);
        check("LOC", Some("LOC"), false);
        check("Location", Some("LOC"), false);
        check("Geo-political_Entity", Some("GPE"), false);
        check("PCT", Some("PERCENT"), false);
        check("Facility", Some("FAC"), false);
        check("quote", Some("QUOTE"), false);
        check("PER.Individual", Some("PERSON"), true);
        check("person-artist", Some("PERSON"), true);
        check("ORG:Government", Some("ORG"), true);
        check("Disease", None, false);
        check("product-car", None, false);
    }
}
