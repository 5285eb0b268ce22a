//! What was found of what is looked for, gathered for the page.

use postil_align::{Change, What};
use postil_core::{DocId, Document, Kind, Record, RecordKey, SetId, Slug, Store, TextRange};
use postil_messages::{FoundHit, Query, QueryKind};
use postil_search::{Entry, Hit, Options, Pattern, entries, excerpt};
use std::collections::BTreeMap;

/// No more hits are told: nobody looks at them, and each is something for the page to hold.
const MAX_HITS: usize = 200_000;
/// So many hits come with what stands around them.
const MAX_EXCERPTS: usize = 5_000;
/// So many labels that the project has not are named.
const MAX_UNKNOWN: usize = 5;

/// A search. Whoever has the texts walks through them with the [`pattern`](Self::pattern) and [`add`](Self::add)s what is found.
#[derive(Debug)]
pub struct Search {
    /// None where no words are looked for.
    pattern: Option<Pattern>,
    /// Labels of the dictionary, or of what was annotated.
    labels: Vec<Slug>,
    /// Those of its entries.
    of_entries: Vec<Option<u32>>,
    unknown: Vec<String>,
    within: Option<TextRange>,
    count: usize,
    /// Not yet told.
    found: Vec<FoundHit>,
}

impl Search {
    /// `within` is what to look in of the one document; `store` has the labels that a dictionary may name.
    ///
    /// # Errors
    /// If nothing can be looked for like this: says why, in sentences.
    pub fn new(query: &Query, within: Option<TextRange>, store: &Store) -> Result<Self, String> {
        let Query { kind, text, whole_word, match_case, match_marks, inflect } = query;
        let (whole_word, match_case, match_marks, inflect) = (*whole_word, *match_case, *match_marks, *inflect);
        let options = Options { whole_word, match_case, match_marks, inflect };
        let search = |pattern| Self {
            pattern,
            labels: Vec::new(),
            of_entries: Vec::new(),
            unknown: Vec::new(),
            within,
            count: 0,
            found: Vec::new(),
        };
        Ok(match kind {
            QueryKind::Words => search(Some(Pattern::words(text, options)?)),
            QueryKind::Annotations => search(Some(Pattern::words(text, Options { inflect: false, ..options })?)),
            QueryKind::Expression => search(Some(Pattern::expression(text, options)?)),
            QueryKind::Changes => search(None),
            QueryKind::Dictionary => {
                let entries = entries(text);
                let words: Vec<&str> = entries.iter().map(|entry| &*entry.words).collect();
                let mut search = search(Some(Pattern::dictionary(&words, options)?));
                search.name(&entries, store);
                search
            }
        })
    }

    /// Finds out which labels of the project the entries name: by their keys, names or chips.
    fn name(&mut self, entries: &[Entry], store: &Store) {
        let mut known: BTreeMap<String, &Slug> = BTreeMap::new();
        for ((kind, slug), it) in store.definitions().iter() {
            if *kind == Kind::Label && it.replaced_by.is_none() {
                for name in [slug.as_str(), &it.name, &it.chip] {
                    known.entry(name.to_lowercase()).or_insert(slug);
                }
            }
        }
        for label in entries.iter().map(|entry| entry.label.as_deref()) {
            let slug = label.and_then(|label| known.get(&label.to_lowercase()));
            let at = slug.map(|slug| self.place(slug));
            if let (Some(label), None) = (label, at)
                && self.unknown.len() < MAX_UNKNOWN
                && !self.unknown.iter().any(|it| it == label)
            {
                self.unknown.push(label.to_owned());
            }
            self.of_entries.push(at);
        }
    }

    /// The place of a label among those that are told.
    fn place(&mut self, label: &Slug) -> u32 {
        let known = self.labels.iter().position(|it| it == label);
        known.unwrap_or_else(|| {
            self.labels.push(label.clone());
            self.labels.len() - 1
        }) as u32
    }

    /// What to walk through the texts with, where words are looked for.
    pub fn pattern(&self) -> Option<&Pattern> {
        self.pattern.as_ref()
    }

    /// Labels of the project that the dictionary names, or that what was annotated had.
    pub fn labels(&self) -> &[Slug] {
        &self.labels
    }

    /// The first labels of the dictionary that the project has not.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Whether no more is taken in.
    pub fn is_full(&self) -> bool {
        self.count >= MAX_HITS
    }

    /// What was found since this was asked last.
    pub fn take(&mut self) -> Vec<FoundHit> {
        std::mem::take(&mut self.found)
    }

    /// How much of it is not taken yet.
    pub fn waiting(&self) -> usize {
        self.found.len()
    }

    /// Takes in hits in a document, which is named by its place in the request.
    pub fn add(&mut self, doc: u32, text: &str, hits: Vec<Hit>) {
        for Hit { range, entry } in hits {
            if self.within.is_none_or(|within| within.contains_range(range)) {
                let label = self.of_entries.get(entry as usize).copied().flatten();
                self.push(doc, range, label, || {
                    let around = excerpt(text, range);
                    [around.before, around.hit, around.after]
                });
            }
        }
    }

    fn push(&mut self, doc: u32, range: TextRange, label: Option<u32>, excerpt: impl FnOnce() -> [String; 3]) {
        if !self.is_full() {
            let excerpt = (self.count < MAX_EXCERPTS).then(excerpt);
            self.count += 1;
            self.found.push(FoundHit { doc, range, label, excerpt });
        }
    }

    /// Takes in the spans of a document whose label, notes or values have the words. Without a text there is nothing around them.
    pub fn add_annotations(&mut self, doc: u32, id: DocId, set: &SetId, text: Option<&str>, store: &Store) {
        let Some(pattern) = self.pattern.clone() else { return };
        for node in store.spans(id) {
            let Some(span) = store.span(node).filter(|span| span.set == *set) else { continue };
            let range = span.fragments.cover();
            let text = text.filter(|text| text.get(range.to_usize()).is_some());
            let definition = store.definitions().get(&(Kind::Label, span.label.clone()));
            let names = [Some(span.label.as_str()), definition.map(|it| &*it.name), definition.map(|it| &*it.chip)];
            if names.into_iter().flatten().any(|name| pattern.is_in(name)) {
                let around = text.map(|text| excerpt(text, range)).unwrap_or_default();
                self.push(doc, range, None, || [around.before, around.hit, around.after]);
                continue;
            }
            let said = store
                .references(node)
                .iter()
                .filter(|key| matches!(key, RecordKey::Note(..) | RecordKey::Attribute(..)));
            let hit = said.filter_map(|key| said_in(store.get(key)?)).find_map(|said| {
                let hit = pattern.walk(&said).flatten().next()?;
                Some(excerpt(&said, hit.range))
            });
            if let Some(around) = hit {
                let covered = text.map(|text| excerpt(text, range).hit).unwrap_or_default();
                self.push(doc, range, None, || [format!("{covered}: {}", around.before), around.hit, around.after]);
            }
        }
    }
}

impl Search {
    /// Takes in what a corrected text leaves to be looked at. A hit tells what was there, and what is there now.
    pub fn add_changes(&mut self, doc: u32, old: &Document, new: &Document, set: &SetId, store: &Store) {
        for change in postil_align::changes(store, set, &postil_align::Alignment::of(old, new)) {
            let Change { range, label: (kind, slug), what, .. } = &change;
            // Of what is no span, and of words that are gone, there is nothing to label.
            let is_span = *kind == Kind::Label && *what != What::Gone;
            let label = is_span.then(|| self.place(slug));
            self.push(doc, *range, label, || told(&change, old, new, store));
        }
    }
}

/// `Person “Ana Petrovic” → `, `Ana Petrović`, ` said in Split`.
fn told(change: &Change, old: &Document, new: &Document, store: &Store) -> [String; 3] {
    let was = change.was(old, store);
    let around = excerpt(new.text(), change.range);
    let before = match change.what {
        What::Beside => format!("{was} beside other words: {}", around.before),
        What::Changed => format!("{was} → "),
        What::Gone => format!("{was} is gone: … {}", around.before),
        What::Parted => format!("{was} was not carried: "),
    };
    [before, around.hit, around.after]
}

/// The words of a note or a value.
fn said_in(record: &Record) -> Option<String> {
    use postil_core::AttributeValue::{Boolean, Choice, Number, Text};
    match record {
        Record::Note(note) => Some(note.text.to_string()),
        Record::Attribute(it) => match &it.value {
            Boolean(_) => None,
            Number(text) | Choice(text) | Text(text) => Some(text.to_string()),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::{ActorId, Author, Document, DocumentInfo, Fragments, Timestamp};
    use postil_edits::{Scope, add_document, note, tag};

    const TEXT: &str = "Ana met Tom in Split. Ana left.";

    fn query(kind: QueryKind, text: &str) -> Query {
        Query { kind, text: text.to_owned(), ..Query::default() }
    }

    fn run(query: &Query, within: Option<TextRange>) -> Result<(Vec<String>, Search), String> {
        let mut search = Search::new(query, within, &Store::new())?;
        let hits: Vec<Hit> = search.pattern().expect("words").walk(TEXT).flatten().collect();
        search.add(0, TEXT, hits);
        let told = search.take().into_iter().map(|hit| {
            let label = hit.label.map_or("", |at| search.labels()[at as usize].as_str());
            format!("{label} {}", hit.excerpt.expect("the first have one").concat())
        });
        Ok((told.collect(), search))
    }

    #[test]
    fn hits_are_told_with_what_is_around_them() {
        let (found, _) = run(&query(QueryKind::Words, "ana"), None).expect("words");
        assert_eq!(found, [format!(" {TEXT}"), format!(" {TEXT}")]);
        let (found, _) = run(&query(QueryKind::Words, "ana"), Some(TextRange::from_usize(3..31))).expect("words");
        assert_eq!(found.len(), 1);
        assert!(run(&query(QueryKind::Expression, "("), None).is_err());
    }

    #[test]
    fn a_dictionary_names_labels_of_the_project() {
        let query = query(QueryKind::Dictionary, "Ana\tperson\nTom\tPERSON\nSplit\tGPE\nleft\tVERB\n");
        let (found, search) = run(&query, None).expect("a dictionary");
        let labels: Vec<&str> = found.iter().map(|it| it.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(labels, ["PERSON", "PERSON", "GPE", "PERSON", ""]);
        assert_eq!(search.unknown(), ["VERB"]);
    }

    #[test]
    fn annotations_are_found_by_label_and_note() {
        let document = Document::new(TEXT);
        let mut author = Author { actor: ActorId::new(1), annotator: "me".parse().expect("a name"), next_seq: 0 };
        let mut store = Store::new();
        let set: SetId = "mine".parse().expect("a name");
        let commit = |store: &mut Store, author: &mut Author, edit: postil_edits::Edit| {
            store.commit(edit.transaction.expect("it is new").into()).expect("it fits");
            author.next_seq += 1;
            edit.node
        };
        let info = DocumentInfo::of(&document, "A meeting");
        let edit = add_document(&store, &author, Timestamp(1), &document, info);
        commit(&mut store, &mut author, edit);
        let doc = document.id();
        let range = Fragments::one(TextRange::from_usize(15..20));
        let scope = Scope { store: &store, author: &author, set: &set, doc, now: Timestamp(2) };
        let edit = tag(scope, "GPE".parse().expect("a slug"), range, None);
        let node = commit(&mut store, &mut author, edit).expect("a span");
        let scope = Scope { store: &store, author: &author, set: &set, doc, now: Timestamp(3) };
        let edit = note(scope, node, "the Croatian city");
        commit(&mut store, &mut author, edit);
        for (words, expected) in [("place", TEXT), ("croatian", "Split: the Croatian city"), ("village", "")] {
            let mut search = Search::new(&query(QueryKind::Annotations, words), None, &store).expect("words");
            search.add_annotations(0, doc, &set, Some(TEXT), &store);
            let found: Vec<String> = search.take().into_iter().filter_map(|hit| Some(hit.excerpt?.concat())).collect();
            assert_eq!(found.concat(), expected, "{words}");
        }
    }
}
