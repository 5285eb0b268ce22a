//! Training the sentence splitter: logistic regression by stochastic gradients (AdaGrad, Duchi et al. 2011).

use crate::corpora::Document;
use crate::examples::Source;
use crate::tagging::Chance;
use postil_extract::Model;
use postil_extract::training::{GAP_BUCKETS, GAP_SCALE, gaps};
use std::sync::Arc;

/// Of a hundred sentences, as many lose their final stop, so that ends without one are learned from every corpus.
const UNSTOPPED: usize = 12;

/// Places in texts, with their features.
#[derive(Default)]
struct Places {
    features: Vec<u32>,
    ends: Vec<usize>,
    right: Vec<bool>,
}

/// The text of a document with its sentences joined by single blanks, some without their final stop, and the bytes at which
/// sentences end.
fn joined(document: &Document, chance: &mut Chance, unstopped: usize) -> (String, Vec<u32>) {
    let chars: Vec<char> = document.text.chars().collect();
    let mut text = String::new();
    let mut ends = Vec::new();
    for (start, end) in &document.sentences {
        let end = (*end).min(chars.len());
        let sentence: String = chars[(*start).min(end)..end].iter().collect();
        let mut sentence = sentence.trim();
        if chance.below(100) < unstopped {
            sentence = sentence.strip_suffix(['.', '!', '?']).unwrap_or(sentence).trim_end();
        }
        if sentence.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(sentence);
        ends.push(text.len() as u32);
    }
    (text, ends)
}

impl Places {
    fn add(&mut self, text: &str, ends: &[u32], model: &Arc<Model>) {
        // An end counts if it lies between the tokens.
        let is_end = |before: u32, next: u32| {
            let at = ends.partition_point(|end| *end < before);
            ends.get(at).is_some_and(|end| *end <= next)
        };
        gaps(text, model, is_end, |right, features| {
            self.features.extend(features);
            self.ends.push(self.features.len());
            self.right.push(right);
        });
    }

    fn features(&self, at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.features[start..self.ends[at]]
    }
}

/// The weights of a splitter; `model` gives the clusters.
pub fn train(sources: &[Source], model: &Arc<Model>, epochs: usize) -> Vec<i8> {
    let mut places = Places::default();
    let mut chance = Chance(5);
    for source in sources.iter().filter(|source| source.corpus.sentences) {
        let (text, ends) = joined(&source.document, &mut chance, UNSTOPPED);
        places.add(&text, &ends, model);
    }
    let mut weights = vec![0.0_f32; GAP_BUCKETS];
    let mut squares = vec![1e-6_f32; GAP_BUCKETS];
    let mut order: Vec<usize> = (0..places.right.len()).collect();
    for _ in 0..epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
        for at in &order {
            let features = places.features(*at);
            let sum: f32 = features.iter().map(|bucket| weights[*bucket as usize]).sum();
            let probability = 1.0 / (1.0 + libm::expf(-sum));
            let slope = if places.right[*at] { 1.0 - probability } else { -probability };
            for bucket in features {
                let square = &mut squares[*bucket as usize];
                *square += slope * slope;
                weights[*bucket as usize] += 0.2 * slope / square.sqrt();
            }
        }
    }
    let whole = |weight: f32| (weight * GAP_SCALE as f32).round().clamp(-127.0, 127.0) as i8;
    weights.into_iter().map(whole).collect()
}

/// How many of the ends that documents have are found, and how many of those found are right: F1 in percent.
pub fn measure(documents: &[Document], model: &Arc<Model>) -> f64 {
    let (mut right, mut said, mut wanted) = (0, 0, 0);
    for document in documents {
        let (text, ends) = joined(document, &mut Chance(1), 0);
        let found = postil_extract::training::sentence_ends(&text, model);
        right += found.iter().filter(|end| ends.binary_search(end).is_ok()).count();
        said += found.len();
        wanted += ends.len();
    }
    200.0 * right as f64 / (said + wanted).max(1) as f64
}
