//! Words and names that are known beforehand, and the words of one text.

pub(crate) mod dictionary;
pub(crate) mod fold;
mod sense;
mod words;

pub(crate) use dictionary::Dictionary;
pub(crate) use sense::{Sense, Senses};
pub(crate) use words::{Case, Case as TokenCase, Ending, KeyMap, Word, WordId, Words};
