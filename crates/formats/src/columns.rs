//! Formats in which the text is its words, one beside the other, and annotations are said of words.

pub(crate) mod conll;
pub(crate) mod conllu;
pub(crate) mod gliner;
pub(crate) mod hf;
mod row;
pub(crate) mod tags;
pub(crate) mod webanno;
