//! Where words stand in a text: words as they are typed, regular expressions, and dictionaries of many words.
//!
//! A [`Pattern`] is what is looked for, [`Pattern::walk`] looks through a text, a window at a time, so that a long text can
//! be left in between. A [`Hit`] is a range of bytes of the text as it is, on boundaries of graphemes: letters are compared
//! in a [folded](fold) form, and each place of that form knows its place in the text.
//!
//! This crate knows `postil-core` and nobody else.
//!
//! ```
//! use postil_search::{Options, Pattern};
//! // The é of the text is an e and a combining accent.
//! let text = "Cafe\u{301} Noir, the café  noir";
//! let pattern = Pattern::words("café noir", Options::default())?;
//! let found: Vec<_> = pattern.find_all(text).into_iter().map(|hit| &text[hit.range.to_usize()]).collect();
//! assert_eq!(found, ["Cafe\u{301} Noir", "café  noir"]);
//! # Ok::<(), String>(())
//! ```

mod boundary;
mod dictionary;
mod excerpt;
pub mod fold;
mod forms;
mod pattern;
mod walk;

pub use boundary::is_whole_word;
pub use dictionary::{Entry, entries};
pub use excerpt::{Excerpt, excerpt};
pub use pattern::{Options, Pattern};
pub use walk::{Hit, Walk};

/// Longer queries and entries are refused, in bytes.
pub const MAX_WORDS: usize = 2_000;
