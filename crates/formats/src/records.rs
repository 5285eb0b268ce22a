//! The bridge to our own project: between the core's store and the intermediate document.

pub(crate) mod native;

pub use native::{from_store, to_annotations, to_store};
