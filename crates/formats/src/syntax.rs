//! What files are made of: bytes with a name, archives, JSON, XML and literals of Python. Nothing here knows of annotations.

pub(crate) mod archive;
pub(crate) mod entity;
mod error;
pub(crate) mod json;
pub(crate) mod python;
pub(crate) mod source;
pub(crate) mod xml;

pub use error::Error;
pub use source::{File, Source};
