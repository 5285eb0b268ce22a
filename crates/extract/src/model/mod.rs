//! A trained model: weights of the tagger and of the sentence splitter, clusters of words, the curve that turns a score
//! into a probability, weights for choosing who speaks and who is meant, and the lists of names and words that it was trained with.

pub(crate) mod clusters;
mod file;
mod table;

use crate::discourse::choice::Weights;
use crate::events::weights::EventParts;
use crate::lexicon::Dictionary;
use crate::tagger::labels::{KINDS, LABELS, OUTSIDE, WIDTH, is_later, may_follow};
pub use clusters::Clusters;
pub use file::ModelError;
use std::sync::{Arc, OnceLock};
pub use table::Table;

/// Binary logarithm of [`BUCKETS`].
pub const BITS: u32 = 21;
/// Rows of weights of the tagger.
pub const BUCKETS: usize = 1 << BITS;
/// Weights of the sentence splitter.
pub const GAP_BUCKETS: usize = 1 << 16;
/// Most points of a curve of [`Calibration`].
pub const MOST_POINTS: usize = 64;

/// Weights of one feature, one for each label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(16))]
pub struct Row(pub [i8; WIDTH]);

/// No score is so low.
pub(crate) const NEVER: i32 = i32::MIN / 4;

/// What one label of a token says of the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions {
    /// From the start of a sentence.
    start: [i16; LABELS],
    /// By the label before and the label after; [`NEVER`] where it may not follow.
    allowed: [[i32; WIDTH]; LABELS],
    gained: [i32; LABELS],
    odds: Odds,
}

/// Exponentials of transitions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Odds {
    scale: f32,
    /// By the label after and the label before.
    pub steps: [[f32; WIDTH]; LABELS],
    /// The same by the label before and the label after.
    pub onward: [[f32; WIDTH]; LABELS],
    pub start: [f32; WIDTH],
    /// What a label is worth by how far its score lies below the best one's; nothing beyond.
    lags: Vec<f32>,
}

impl Odds {
    /// Steps of an exponential to one unit of the exponent.
    const STEPS: f32 = 32.0;
    /// What lies further below than this, in units of the exponent, is worth nothing.
    const LEAST: f32 = 40.0;
    /// Scores lie no further apart, if they are worth anything at all.
    const MOST_LAGS: i32 = 1 << 16;

    fn lags(scale: f32) -> Vec<f32> {
        let steps = (0..Self::MOST_LAGS).map(|lag| (lag as f32 * scale * Self::STEPS) as i32);
        let steps = steps.take_while(|step| *step < (Self::LEAST * Self::STEPS) as i32);
        steps.map(|step| libm::expf(-(step as f32) / Self::STEPS)).collect()
    }

    /// What a label is worth whose score lies so far below the best one's.
    pub fn of_lag(&self, lag: i32) -> f32 {
        self.lags.get(lag as usize).copied().unwrap_or(0.0)
    }
}

impl Transitions {
    /// From scores by the label before and the label after; the last row is the start of a sentence. `scale` is what a score
    /// is worth in the logarithm of a probability.
    pub fn new(scores: [[i16; LABELS]; LABELS + 1], scale: f32) -> Self {
        let none = [[0.0; WIDTH]; LABELS];
        let mut odds = Odds { scale, steps: none, onward: none, start: [0.0; WIDTH], lags: Odds::lags(scale) };
        let mut allowed = [[NEVER; WIDTH]; LABELS];
        for (before, row) in scores.iter().enumerate() {
            for (label, score) in row.iter().enumerate() {
                let odd = libm::expf(f32::from(*score) * scale);
                match before {
                    LABELS if may_follow(OUTSIDE, label) => odds.start[label] = odd,
                    LABELS => {}
                    _ if may_follow(before, label) => {
                        odds.steps[label][before] = odd;
                        odds.onward[before][label] = odd;
                        allowed[before][label] = i32::from(*score);
                    }
                    _ => {}
                }
            }
        }
        let gained = allowed.map(|row| {
            let gains = (0..LABELS).filter(|label| !is_later(*label)).map(|label| row[label] - allowed[OUTSIDE][label]);
            gains.max().unwrap_or(0)
        });
        Self { start: scores[LABELS], allowed, gained, odds }
    }

    /// The most that a label before has over [`OUTSIDE`], for labels that any label may come before.
    pub(crate) fn gained(&self, before: usize) -> i32 {
        self.gained[before]
    }

    /// From a label to each other.
    pub(crate) fn from(&self, before: usize) -> &[i32; WIDTH] {
        &self.allowed[before]
    }

    pub(crate) fn get(&self, before: usize, label: usize) -> i32 {
        self.allowed[before][label]
    }

    pub(crate) fn start(&self, label: usize) -> i32 {
        i32::from(self.start[label])
    }

    pub(crate) fn odds(&self, scale: f32) -> &Odds {
        debug_assert!(self.odds.scale.to_bits() == scale.to_bits());
        &self.odds
    }
}

/// From how sure the tagger is to how often it is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// What a unit of the tagger's scores is worth in the logarithm of a probability.
    pub scale: f32,
    /// For each kind of name a rising curve: thousandths of surety, and thousandths of being right, at most [`MOST_POINTS`].
    pub curves: [Vec<(u16, u16)>; KINDS],
}

impl Calibration {
    /// How often a name is right of which the tagger is as sure as this, in ten-thousandths; between the points of the curve
    /// a straight line.
    pub fn score(&self, kind: usize, surety: f32) -> u16 {
        let x = (surety * 10_000.0) as i32;
        let curve = &self.curves[kind];
        let (mut from, mut to) = ((0, 0), (10_000, 10_000));
        for (a, b) in curve {
            let point = (i32::from(*a) * 10, i32::from(*b) * 10);
            if point.0 <= x {
                from = point;
            } else {
                to = point;
                break;
            }
        }
        if curve.last().is_some_and(|last| i32::from(last.0) * 10 <= x) {
            return from.1.clamp(0, 10_000) as u16;
        }
        let width = (to.0 - from.0).max(1);
        (from.1 + (to.1 - from.1) * (x - from.0) / width).clamp(0, 10_000) as u16
    }
}

/// What a [`Model`] is made of, as a trainer makes it.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Which model, a short word: `en`.
    pub name: String,
    /// Weights of the tagger.
    pub tagger: Table,
    /// By the label before and the label after; the last row is the start of a sentence.
    pub transitions: [[i16; LABELS]; LABELS + 1],
    /// [`GAP_BUCKETS`] weights.
    pub gaps: Vec<i8>,
    /// A sentence ends where the sum reaches this.
    pub gap_threshold: i32,
    /// Groups of words.
    pub clusters: Clusters,
    /// From scores to probabilities.
    pub calibration: Calibration,
    /// What is known of events.
    pub events: EventParts,
    /// What chooses who speaks and whom a pronoun means.
    pub choices: Weights,
    /// Names and words with which it was trained: lists as in the folder `data` of the crate.
    pub lists: String,
}

/// A trained model, read from a file and checked.
///
/// It is large (about 12 MB in memory) and never changes: share it behind an [`Arc`](std::sync::Arc).
#[derive(Clone, Debug)]
pub struct Model {
    parts: Parts,
    transitions: Transitions,
    dictionary: Arc<Dictionary>,
    /// Known once it was read, or asked for.
    version: OnceLock<String>,
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// If it is no model file, one of another version, cut off or damaged. Memory is in proportion to the input, but for a constant.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let (parts, version) = file::read(bytes)?;
        let model = Self::build(parts).ok_or(ModelError::Wrong("the heading of a list names no sense"))?;
        Ok(Self { version: OnceLock::from(version), ..model })
    }

    /// A model of these parts, of which `gaps` must have the length that [`Parts`] says, and each heading in `lists` name a sense.
    pub fn from_parts(parts: Parts) -> Self {
        assert!(parts.gaps.len() == GAP_BUCKETS, "the table has its length");
        Self::build(parts).expect("the headings of the lists name senses")
    }

    fn build(parts: Parts) -> Option<Self> {
        let transitions = Transitions::new(parts.transitions, parts.calibration.scale);
        let dictionary = Arc::new(Dictionary::with(&parts.lists)?);
        Some(Self { parts, transitions, dictionary, version: OnceLock::new() })
    }

    /// The bytes of a file that [`Model::read`] reads.
    pub fn write(&self) -> Vec<u8> {
        file::write(&self.parts)
    }

    /// Which model: the extractor that suggestions name in their provenance.
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// The first 12 hex digits of the SHA-256 that its file ends with: two models have the same version exactly when their
    /// files are the same. Of a model that was not read, asking for the first time writes it.
    pub fn version(&self) -> &str {
        self.version.get_or_init(|| file::version_of(&self.parts))
    }

    /// What it is made of.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    pub(crate) fn dictionary(&self) -> &Arc<Dictionary> {
        &self.dictionary
    }

    pub(crate) fn table(&self) -> &Table {
        &self.parts.tagger
    }

    pub(crate) fn gap_weight(&self, bucket: u32) -> i32 {
        i32::from(self.parts.gaps[bucket as usize & (GAP_BUCKETS - 1)])
    }

    pub(crate) fn gap_threshold(&self) -> i32 {
        self.parts.gap_threshold
    }

    pub(crate) fn clusters(&self) -> &Clusters {
        &self.parts.clusters
    }

    pub(crate) fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    pub(crate) fn calibration(&self) -> &Calibration {
        &self.parts.calibration
    }
}
