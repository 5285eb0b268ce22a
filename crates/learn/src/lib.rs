//! Learning on the device: from the decisions of a project to what is suggested next, on top of the shipped model, which stays as it is.
//!
//! [`Plan`] reads the decisions out of a project's records: [`Lessons`] for each document. [`Course`] goes through them in the order in
//! which the documents came into the project, and what it has learned is a [`Learner`]: a linear model over the tagger's own features
//! (AROW: Crammer, Kulesza and Dredze, 2009), one for each label, over all stretches of a sentence. [`Remaking`] applies it to what the
//! model suggests: scores change, labels change, what is always turned down goes, what the project calls something comes.
//!
//! ```
//! use postil_core::{Slug, TextRange};
//! use postil_learn::{Lesson, Lessons};
//! let label: Slug = "ORG".parse()?;
//! let lesson = |at, is_wanted| Lesson { range: TextRange::from_usize(at), label: label.clone(), is_wanted };
//! // In whatever order decisions were made, the lessons are the same.
//! let one = Lessons::new(vec![lesson(4..9, true), lesson(0..3, false)], false);
//! assert_eq!(one, Lessons::new(vec![lesson(0..3, false), lesson(4..9, true)], false));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate knows no browser, file, network, clock or random number. What is learned is a function of the project's records, of the
//! texts that they are about and of the model: the same everywhere, whatever happened in between. An undo takes back what it taught.
//! Memory is bounded: a table of fixed size, and the last [`MAX_DOCUMENTS`] documents with decisions.

mod course;
mod learner;
mod lessons;
mod memory;
mod plan;
mod remake;
mod sheet;
mod vocabulary;
mod weights;

pub use course::Course;
pub use learner::{Learner, NEEDED};
pub use lessons::{Lesson, Lessons};
pub use plan::{MAX_DOCUMENTS, Plan};
pub use remake::Remaking;
pub use vocabulary::Vocabulary;
