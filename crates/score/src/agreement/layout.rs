//! Where each sum of the figures stands, and what documents add to them.

use super::nominal::{Nominal, Sums};
use super::{Rated, Rating, unitizing};
use crate::bootstrap::Part;
use crate::{By, Labelled, Scheme};
use postil_core::structure::structure;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A document with what is made of it once.
pub(super) struct Prepared<'r> {
    pub rated: &'r Rated,
    /// Each rater's spans in the order of the text, each once.
    pub spans: Vec<Option<Vec<Labelled>>>,
    /// Bytes.
    tokens: Vec<Range<u32>>,
    /// Each rater's labels of each token; empty where there are none.
    on_tokens: Vec<Option<Vec<BTreeSet<&'r str>>>>,
}

impl<'r> Prepared<'r> {
    pub(super) fn new(rated: &'r Rated) -> Self {
        let tokens: Vec<Range<u32>> = structure(&rated.text).tokens.iter().map(|it| it.start..it.end).collect();
        let on_tokens = |rating: &'r Rating| {
            let mut labels = vec![BTreeSet::new(); tokens.len()];
            for span in &rating.spans {
                for part in span.fragments.as_slice() {
                    let (start, end) = (part.start().get(), part.end().get());
                    let from = tokens.partition_point(|token| token.end <= start);
                    let on = tokens[from..].iter().take_while(|token| token.start < end).count();
                    labels[from..from + on].iter_mut().for_each(|labels: &mut BTreeSet<&str>| {
                        labels.insert(&span.label);
                    });
                }
            }
            labels
        };
        let ratings = || rated.ratings.iter().map(Option::as_ref);
        Self {
            rated,
            spans: ratings().map(|it| Some(By::Spans.counted(&it?.spans))).collect(),
            on_tokens: ratings().map(|it| it.map(on_tokens)).collect(),
            tokens,
        }
    }

    pub(super) fn sees(&self, (one, other): (usize, usize)) -> bool {
        self.spans[one].is_some() && self.spans[other].is_some()
    }

    /// The units of one label, or of any, of each rater who saw it: characters.
    fn units(&self, label: &str, chars: &[usize]) -> Vec<Vec<Range<usize>>> {
        let units = |spans: &Vec<Labelled>| {
            let parts = spans.iter().filter(|span| span.label == label).flat_map(|span| span.fragments.as_slice());
            unitizing::flat(parts.map(|part| chars[part.to_usize().start]..chars[part.to_usize().end]).collect())
        };
        self.spans.iter().flatten().map(units).collect()
    }
}

/// An attribute, and the values that occur.
pub(super) struct Attribute {
    pub name: String,
    values: Vec<String>,
    pub question: Nominal,
}

/// Where each sum stands: for all labels together and each label the spans of all pairs and what agrees of them; for each pair the
/// same; units of text; then the questions with given answers.
pub(super) struct Layout {
    raters: usize,
    pub labels: Vec<String>,
    /// Sets of labels that occur on tokens; the first is empty.
    categories: Vec<BTreeSet<String>>,
    pub tokens: Nominal,
    by_label: Vec<Nominal>,
    pub document_labels: Option<(Vec<BTreeSet<String>>, Nominal)>,
    pub attributes: Vec<Attribute>,
    pub width: usize,
}

/// Sums of a label: spans of all raters; of all pairs the spans of both sides, those that agree strictly, those that overlap;
/// observed and expected disagreement of units.
const LABEL: usize = 6;
/// Sums of a pair: spans of the one, of the other, those that agree strictly, those that overlap.
const PAIR: usize = 4;

impl Layout {
    pub(super) fn new(documents: &[Prepared<'_>], raters: usize) -> Self {
        let all_spans = || documents.iter().flat_map(|it| it.spans.iter().flatten()).flatten();
        let labels: BTreeSet<&str> = all_spans().map(|span| span.label.as_str()).collect();
        let labels: Vec<String> = labels.into_iter().map(str::to_owned).collect();
        let owned =
            |labels: &BTreeSet<&str>| -> BTreeSet<String> { labels.iter().map(|it| (*it).to_owned()).collect() };
        let on_tokens = documents.iter().flat_map(|it| it.on_tokens.iter().flatten()).flatten();
        let categories: BTreeSet<BTreeSet<String>> = on_tokens.map(owned).chain([BTreeSet::new()]).collect();
        let pairs = raters * raters.saturating_sub(1) / 2;
        let mut base = LABEL * (labels.len() + 1) + PAIR * pairs;
        let mut question = |categories: usize, raters: usize| {
            let question = Nominal { base, categories, raters };
            base += question.width();
            question
        };
        let tokens = question(categories.len(), raters);
        // Of a label α alone is told, which needs no pairs.
        let by_label = labels.iter().map(|_| question(2, 0)).collect();
        let ratings = || documents.iter().flat_map(|it| it.rated.ratings.iter().flatten());
        let document_labels: BTreeSet<BTreeSet<String>> = ratings().map(|it| it.labels.clone()).collect();
        let has_labels = document_labels.iter().any(|labels| !labels.is_empty());
        let document_labels = has_labels.then(|| {
            let answers: Vec<BTreeSet<String>> = document_labels.into_iter().collect();
            let count = answers.len();
            (answers, question(count, raters))
        });
        let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (_, name, value) in ratings().flat_map(|it| &it.attributes) {
            values.entry(name).or_default().insert(value);
        }
        let attributes = values.into_iter().map(|(name, values)| Attribute {
            name: name.to_owned(),
            question: question(values.len(), raters),
            values: values.into_iter().map(str::to_owned).collect(),
        });
        let attributes = attributes.collect();
        let categories = categories.into_iter().collect();
        Self { raters, labels, categories, tokens, by_label, document_labels, attributes, width: base }
    }

    /// The sums of a label; those of all labels stand behind the last.
    pub(super) fn counts(&self, label: usize) -> usize {
        LABEL * label
    }

    pub(super) fn pair(&self, pair: usize) -> usize {
        LABEL * (self.labels.len() + 1) + PAIR * pair
    }

    pub(super) fn pairs(&self) -> Vec<(usize, usize)> {
        (0..self.raters).flat_map(|one| (one + 1..self.raters).map(move |other| (one, other))).collect()
    }

    /// What a document adds.
    pub(super) fn part(&self, document: &Prepared<'_>) -> Part {
        let mut sums = Sums::default();
        let all = self.labels.len();
        let place =
            |label: &str| self.labels.binary_search_by(|it| it.as_str().cmp(label)).expect("all labels are there");
        for span in document.spans.iter().flatten().flatten() {
            sums.add(self.counts(place(&span.label)), 1.0);
            sums.add(self.counts(all), 1.0);
        }
        for (at, (one, other)) in self.pairs().into_iter().enumerate() {
            let (Some(one), Some(other)) = (&document.spans[one], &document.spans[other]) else { continue };
            let base = self.pair(at);
            sums.add(base, one.len() as f64);
            sums.add(base + 1, other.len() as f64);
            let here: BTreeSet<&str> = one.iter().chain(other).map(|span| span.label.as_str()).collect();
            for label in here {
                let of = |spans: &[Labelled]| -> Vec<Labelled> {
                    spans.iter().filter(|span| span.label == label).cloned().collect()
                };
                let (one, other) = (of(one), of(other));
                let (strict, overlap) = (Scheme::Strict.credit(&one, &other), Scheme::Overlap.credit(&one, &other));
                for base in [self.counts(place(label)), self.counts(all)] {
                    sums.add(base + 1, (one.len() + other.len()) as f64);
                    sums.add(base + 2, strict);
                    sums.add(base + 3, overlap);
                }
                sums.add(base + 2, strict);
                sums.add(base + 3, overlap);
            }
        }
        self.add_units(document, &mut sums);
        self.add_tokens(document, &mut sums);
        self.add_answers(document, &mut sums);
        sums.into_part()
    }

    fn add_units(&self, document: &Prepared<'_>, sums: &mut Sums) {
        let text = &document.rated.text;
        // How many characters begin before each byte.
        let mut chars = vec![0; text.len() + 1];
        let mut count = 0;
        for (at, before) in chars.iter_mut().enumerate() {
            *before = count;
            count += usize::from(text.is_char_boundary(at));
        }
        let here: BTreeSet<&str> = document.spans.iter().flatten().flatten().map(|span| span.label.as_str()).collect();
        for (at, label) in self.labels.iter().enumerate().filter(|(_, label)| here.contains(label.as_str())) {
            let (observed, expected) = unitizing::disagreement(chars[text.len()], &document.units(label, &chars));
            for base in [self.counts(at), self.counts(self.labels.len())] {
                sums.add(base + 4, observed);
                sums.add(base + 5, expected);
            }
        }
    }

    fn add_tokens(&self, document: &Prepared<'_>, sums: &mut Sums) {
        let mut known: BTreeMap<&BTreeSet<&str>, usize> = BTreeMap::new();
        for token in 0..document.tokens.len() {
            let said: Vec<Option<&BTreeSet<&str>>> =
                document.on_tokens.iter().map(|rater| rater.as_ref().map(|labels| &labels[token])).collect();
            let mut category = |labels| {
                *known.entry(labels).or_insert_with(|| {
                    let owned = labels.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<String>>();
                    self.categories.binary_search(&owned).expect("all categories are there")
                })
            };
            let answers: Vec<Option<usize>> = said.iter().map(|labels| labels.map(&mut category)).collect();
            self.tokens.add(&answers, sums);
            for (label, question) in self.labels.iter().zip(&self.by_label) {
                let answers: Vec<Option<usize>> =
                    said.iter().map(|labels| Some(usize::from(labels.as_ref()?.contains(label.as_str())))).collect();
                question.add(&answers, sums);
            }
        }
    }

    fn add_answers(&self, document: &Prepared<'_>, sums: &mut Sums) {
        let ratings = &document.rated.ratings;
        if let Some((known, question)) = &self.document_labels {
            let answer = |rating: &Option<Rating>| known.binary_search(&rating.as_ref()?.labels).ok();
            question.add(&ratings.iter().map(answer).collect::<Vec<_>>(), sums);
        }
        for Attribute { name, values, question } in &self.attributes {
            // What each says of a span that others have, too.
            let mut answers: BTreeMap<&Labelled, Vec<Option<usize>>> = BTreeMap::new();
            for (rater, rating) in ratings.iter().enumerate() {
                let Some(rating) = rating else { continue };
                for (span, _, value) in rating.attributes.iter().filter(|it| it.1 == *name) {
                    let said = answers.entry(&rating.spans[*span]).or_insert_with(|| vec![None; ratings.len()]);
                    said[rater] = values.binary_search(value).ok();
                }
            }
            answers.values().for_each(|said| question.add(said, sums));
        }
    }

    /// All figures, in the order in which [`agree`] takes them.
    pub(super) fn figures(&self, sums: &[f64]) -> Vec<f64> {
        let pairs = self.pairs();
        let f1 = |spans: f64, agreed: f64| 2.0 * agreed / spans;
        let unitizing = |base: usize| 1.0 - sums[base + 4] / sums[base + 5];
        let mut all = Vec::new();
        let nominally = |question: &Nominal, all: &mut Vec<f64>| {
            all.extend([question.alpha(sums), question.fleiss(sums)]);
            all.extend((0..pairs.len()).map(|pair| question.cohen(sums, pair)));
        };
        let base = self.counts(self.labels.len());
        all.extend([f1(sums[base + 1], sums[base + 2]), f1(sums[base + 1], sums[base + 3]), unitizing(base)]);
        nominally(&self.tokens, &mut all);
        for (at, question) in self.by_label.iter().enumerate() {
            let base = self.counts(at);
            all.extend([f1(sums[base + 1], sums[base + 2]), f1(sums[base + 1], sums[base + 3])]);
            all.extend([question.alpha(sums), unitizing(base)]);
        }
        for pair in 0..pairs.len() {
            let base = self.pair(pair);
            let spans = sums[base] + sums[base + 1];
            all.extend([f1(spans, sums[base + 2]), f1(spans, sums[base + 3]), self.tokens.observed(sums, pair)]);
        }
        if let Some((_, question)) = &self.document_labels {
            nominally(question, &mut all);
        }
        self.attributes.iter().for_each(|it| nominally(&it.question, &mut all));
        all
    }
}
