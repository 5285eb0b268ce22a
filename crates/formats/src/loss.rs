//! What a format holds, and what becomes of documents that it cannot hold as they are.

pub(crate) mod holds;
pub(crate) mod reduce;
mod retext;
pub(crate) mod survey;
