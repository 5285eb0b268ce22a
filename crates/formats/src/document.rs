//! The intermediate annotated document, which every format is read into and written from; and the way into it: what a file
//! claims is weighed, anchored and reported.
//!
//! Nothing here knows of formats.

mod anchor;
mod annotated;
mod claim;
mod decider;
mod decompose;
mod draft;
mod look;
pub(crate) mod mend;
pub(crate) mod mentions;
pub(crate) mod names;
mod order;
mod parsed;
mod quote;
mod report;
mod retain;
mod schema;
pub(crate) mod texts;
pub(crate) mod tokens;
mod unit;
pub(crate) mod uses;
pub(crate) mod values;

pub(crate) use anchor::anchor;
pub use annotated::{Annotated, Cluster, DocumentLabel, Event, Facts, Node, Relation, Sentence, Span};
pub(crate) use claim::{Claim, Further};
pub(crate) use decider::Decider;
#[cfg(target_arch = "wasm32")]
pub use decompose::decompose_with;
pub(crate) use draft::{Draft, labelled, settle};
pub(crate) use look::{Look, Looks};
pub use names::UNLABELLED;
pub use parsed::Parsed;
pub(crate) use report::excerpt;
pub use report::{Entry, Outcome, Report};
pub(crate) use schema::is_truth;
pub use schema::{Definition, Schema};
pub use unit::{Unit, parse_unit};
