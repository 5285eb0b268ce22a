//! What a format holds, and what becomes of documents that it cannot hold as they are.
//!
//! [`reduce`](reduce::reduce) goes through a document one concept after the other, a file each.

mod facts;
mod features;
mod holds;
mod losses;
mod names;
mod nodes;
pub(crate) mod overlap;
mod reduce;
mod retext;
pub(crate) mod schema;
mod sets;
mod spans;
mod survey;
mod texts_once;
mod words;

pub use features::features;
pub use holds::{Ends, Holds, LabelScores, Naming, Overlap, Schemas, TextRule, Values, Which};
pub(crate) use holds::{ascii_name, no_blanks};
pub use losses::{Loss, Losses};
pub use overlap::Nested;
pub(crate) use reduce::reduce_some;
pub use reduce::{loss, reduce};
pub use survey::Survey;
pub(crate) use texts_once::label_once;
