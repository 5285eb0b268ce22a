//! The bridge to our own project: from the records of the core's store to the intermediate document, and back.

mod annotations;
mod from_store;
pub(crate) mod native;
mod to_store;

pub use annotations::to_annotations;
pub use from_store::from_store;
pub use to_store::to_store;
