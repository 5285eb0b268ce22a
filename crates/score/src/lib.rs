//! How well annotations agree with others: with a gold standard, or those of one annotator with another's.
//!
//! [`pair`] says which documents are of the same text. [`score`] counts, over pairs of them, the spans that agree by the
//! [`Scheme`]s of the field, the clusters by the measures of coreference, and the triggers and arguments of events; each figure comes with its interval of
//! 95 %, by bootstrap over the documents. The same documents and the same seed give the same figures everywhere.
//!
//! [`agree`] compares several raters none of whom is right by definition: F1 of their spans, Cohen's and Fleiss' κ, Krippendorff's α
//! over tokens, units of text, labels of documents and attributes. [`differences`] says what two differ in, span by span.
//!
//! This crate knows `postil-core` and nobody else: no format, no file, no chance but its seed.
//!
//! ```
//! use postil_core::{Fragments, TextRange};
//! use postil_score::{Compared, Options, Scheme, Side, Labelled, score};
//! let spans = |ranges: &[(usize, usize)]| -> Vec<Labelled> {
//!     let span = |(start, end): &(usize, usize)| Labelled::new("PER", Fragments::one(TextRange::from_usize(*start..*end)));
//!     ranges.iter().map(span).collect()
//! };
//! let gold = Side { spans: spans(&[(0, 13)]), ..Side::default() };
//! let predicted = Side { spans: spans(&[(0, 4), (5, 8), (9, 13)]), ..Side::default() };
//! let options = Options { schemes: vec![Scheme::Strict, Scheme::Overlap], ..Options::default() };
//! let scores = score(&[Compared { gold, predicted }], &options);
//! let [strict, overlap] = &scores.micro.cells[..] else { panic!("two schemes") };
//! assert_eq!(strict.marks.f1, 0.0);
//! // Three parts of one span: one of them is it.
//! assert_eq!((overlap.marks.precision, overlap.marks.recall), (1.0 / 3.0, 1.0));
//! ```

mod agreement;
mod assignment;
mod bootstrap;
mod coreference;
mod differences;
mod event;
mod marks;
mod matching;
mod pairing;
mod scheme;
mod scores;
mod span;

pub use agreement::{Agreement, DocumentRow, Figure, LabelRow, Nominally, PairRow, Rated, Rating, Spans, agree};
pub use coreference::Metric;
pub use differences::{Difference, Meeting, differences};
pub use event::{Event, Level};
pub use marks::Marks;
pub use pairing::{Means, Pair, Pairing, Text, pair, squeeze};
pub use scheme::Scheme;
pub use scores::{Cell, Compared, Coreference, Options, Row, Scores, Side, score};
pub use span::{By, Labelled};
