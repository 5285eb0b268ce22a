//! The intermediate annotated document, which every format is read into and written from, and the way into it: claims of
//! files that are weighed, anchored and reported.

pub(crate) mod annotated;
pub(crate) mod draft;
pub(crate) mod report;
pub(crate) mod schema;
pub(crate) mod tokens;
pub(crate) mod unit;
