//! Words and names that are known beforehand, and the words of one text.

pub(crate) mod dictionary;
pub(crate) mod fold;
mod key_map;
mod sense;
mod words;

pub(crate) use dictionary::Dictionary;
pub(crate) use key_map::KeyMap;
pub(crate) use sense::{Sense, Senses};
pub(crate) use words::{Case, Case as TokenCase, Ending, Word, WordId, Words};
