//! From documents to examples: the engine's own tokens and features, and what each corpus allows a token to be.

use crate::corpora::{Corpus, Document, Gold, gold};
use crate::score::norm;
use crate::tagging::{Chance, Example, Mask, Sentences};
use postil_extract::Model;
use postil_extract::training::labels::{KINDS, NORP, OUTSIDE, PERSON, first, later};
use postil_extract::training::{is_people, observe};
use std::sync::Arc;

/// A document that is trained on.
pub struct Source {
    pub corpus: &'static Corpus,
    pub document: Document,
    /// What the teacher says.
    pub silver: Option<Vec<(usize, usize, String)>>,
}

/// Examples of many documents.
#[derive(Default)]
pub struct Examples {
    pub sentences: Sentences,
    pub examples: Vec<Example>,
    pub masks: Vec<Mask>,
    /// For each document, its place among the sources and its first example and the one after its last.
    pub documents: Vec<(usize, usize, usize)>,
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    AsItIs,
    Small,
    Capitals,
}

/// What share of documents is read once more without capitals, and in capitals alone, in percent.
#[derive(Clone, Copy, Debug)]
pub struct Copies {
    pub small: usize,
    pub capitals: usize,
}

/// Reads documents with the clusters and the splitter of a model; `silver` is the percentage in which silver labels are drawn.
pub fn examples(sources: &[Source], model: &Arc<Model>, copies: Copies, silver: u8) -> Examples {
    let mut all = Examples::default();
    let mut chance = Chance(11);
    for (at, source) in sources.iter().enumerate() {
        let before = all.examples.len();
        all.add(source, Case::AsItIs, model, silver);
        all.documents.push((at, before, all.examples.len()));
        let drawn = chance.below(100);
        if drawn < copies.small {
            all.add(source, Case::Small, model, 0);
        } else if drawn < copies.small + copies.capitals {
            all.add(source, Case::Capitals, model, 0);
        }
    }
    all
}

impl Examples {
    fn add(&mut self, source: &Source, case: Case, model: &Arc<Model>, silver: u8) {
        let text = written(&source.document.text, case);
        let observed = observe(&text, model);
        let shift = self.sentences.ends.len();
        let features = self.sentences.features.len();
        self.sentences.features.extend(&observed.features);
        self.sentences.ends.extend(observed.ends.iter().map(|end| features + *end as usize));
        let sentence = self.sentences.sentences.len();
        let tokens = |at: usize| (shift + at) as u32;
        self.sentences.sentences.extend(observed.sentences.iter().map(|s| (tokens(s.start), tokens(s.end))));

        let chars: Vec<char> = source.document.text.chars().collect();
        let mut places: Vec<u32> = text.char_indices().map(|(byte, _)| byte as u32).collect();
        places.push(text.len() as u32);
        let written =
            Written { chars: &chars, bytes: &places, tokens: &observed.tokens, part: source.corpus.part, model };
        let document = &source.document;
        let entities = document.entities_norm.as_ref().unwrap_or(&document.entities);
        let spans = entities.iter().filter_map(|(start, end, label)| Some(((*start)?, (*end)?, label.as_str())));
        let masks = written.masks(spans, source.corpus.unknown, &observed.sentences);
        self.say(&observed.sentences, sentence, masks, 100);
        if let Some(labels) = source.silver.as_ref().filter(|_| silver > 0) {
            let spans = labels.iter().map(|(start, end, label)| (*start, *end, label.as_str()));
            let masks = written.masks(spans, 0, &observed.sentences);
            self.say(&observed.sentences, sentence, masks, silver);
        }
    }

    fn say(&mut self, sentences: &[std::ops::Range<usize>], first: usize, masks: Vec<Mask>, percent: u8) {
        let shift = self.masks.len();
        self.masks.extend(masks);
        self.examples.extend(sentences.iter().enumerate().map(|(at, tokens)| Example {
            sentence: (first + at) as u32,
            masks: (shift + tokens.start) as u32,
            percent,
        }));
    }
}

/// The text in another case; characters that have no single counterpart stay.
fn written(text: &str, case: Case) -> String {
    let single = |c: char, mut other: Box<dyn Iterator<Item = char>>| match (other.next(), other.next()) {
        (Some(only), None) => only,
        _ => c,
    };
    match case {
        Case::AsItIs => text.to_owned(),
        Case::Small => text.chars().map(|c| single(c, Box::new(c.to_lowercase()))).collect(),
        Case::Capitals => text.chars().map(|c| single(c, Box::new(c.to_uppercase()))).collect(),
    }
}

/// A document as the engine sees it.
struct Written<'a> {
    chars: &'a [char],
    /// The first byte of each character, and the end.
    bytes: &'a [u32],
    tokens: &'a [(u32, u32)],
    part: &'a str,
    model: &'a Model,
}

impl Written<'_> {
    /// What each token may be. `unknown` are kinds that may stand where nothing is annotated.
    fn masks<'s>(
        &self, spans: impl Iterator<Item = (usize, usize, &'s str)>, unknown: u8, sentences: &[std::ops::Range<usize>],
    ) -> Vec<Mask> {
        let bit = |label: usize| 1 << label;
        let either = |kinds: u8, label: &dyn Fn(usize) -> usize| {
            (0..KINDS).filter(|kind| kinds & (1 << kind) != 0).fold(0, |mask, kind| mask | bit(label(kind)))
        };
        let outside = bit(OUTSIDE) | either(unknown, &first) | either(unknown, &later);
        let mut masks = vec![outside; self.tokens.len()];
        let mut free = vec![true; self.tokens.len()];
        let mut spans: Vec<_> = spans.filter_map(|(start, end, label)| self.span(start, end, label)).collect();
        spans.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
        for (tokens, gold) in spans {
            if !free[tokens.clone()].iter().all(|free| *free) {
                continue;
            }
            free[tokens.clone()].fill(false);
            for token in tokens.clone() {
                masks[token] = match gold {
                    Gold::Name(kinds) if token == tokens.start => either(kinds, &first),
                    Gold::Name(kinds) => either(kinds, &later),
                    Gold::Perhaps => outside | bit(first(5)) | bit(later(5)),
                };
            }
        }
        // A name that a border of sentences cuts begins anew.
        for sentence in sentences {
            let mask = &mut masks[sentence.start];
            for kind in 0..KINDS {
                if *mask & bit(later(kind)) != 0 {
                    *mask = *mask & !bit(later(kind)) | bit(first(kind));
                }
            }
        }
        masks
    }

    /// The tokens of a span, and what it is.
    fn span(&self, start: usize, end: usize, label: &str) -> Option<(std::ops::Range<usize>, Gold)> {
        let mut gold = gold(label, self.part)?;
        let person = gold == Gold::Name(1 << PERSON);
        if end <= start || end > self.chars.len() {
            return None;
        }
        let (start, end) = norm(self.chars, start, end, person);
        let text: String = self.chars[start..end].iter().collect();
        if is_people(&text, self.model) {
            gold = Gold::Name(1 << NORP);
        }
        let (from, to) = (self.bytes[start], self.bytes[end]);
        let first = self.tokens.partition_point(|token| token.1 <= from);
        let last = self.tokens.partition_point(|token| token.0 < to);
        (first < last).then_some((first..last, gold))
    }
}
