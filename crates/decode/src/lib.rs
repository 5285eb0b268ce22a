//! Bytes to text, for everything in Postil that reads files.
//!
//! [`decode`] says the text of some bytes, in which encoding they were and how that was decided; or where they go wrong and
//! what they may be: [`candidates`], each with a preview. [`unicode`] reads what is UTF-8 or says with a mark that it is UTF-16,
//! and guesses nothing. A text is never changed: no line end, no normal form. A byte-order mark is no part of it.
//!
//! The tables of encodings are not here: a [`Decoder`] is given. Natively that is [`Native`], in a browser the platform's.
//!
//! This crate knows no other of the workspace, and nothing about browsers, files, clocks or random numbers.
//!
//! ```
//! # #[cfg(not(target_arch = "wasm32"))] {
//! use postil_decode::{Encoding, How, Native, Reading, decode};
//! let reading = Reading { decoder: &Native, chosen: None, guesses: false, replaces: false };
//! let read = decode(b"\xef\xbb\xbfMerhaba".to_vec(), &reading).expect("it is UTF-8");
//! assert_eq!((read.text.as_str(), read.manner.how), ("Merhaba", How::Mark));
//! let refusal = decode(b"Erdo\xf0an".to_vec(), &reading).expect_err("it is not");
//! assert!(refusal.problem.contains("byte 4 (line 1, column 5) is 0xF0"));
//! assert!(refusal.candidates.iter().any(|it| it.encoding.name() == "windows-1254" && it.preview == "Erdoğan"));
//! # }
//! ```

mod binary;
mod candidates;
mod damage;
mod declared;
mod decode;
mod decoder;
mod encodings;
mod guess;
mod place;
mod unicode;
mod utf16;

pub use candidates::{Candidate, candidates};
pub use damage::Damage;
pub use decode::{Decoded, How, Manner, Reading, Refusal, decode};
pub use decoder::Decoder;
#[cfg(not(target_arch = "wasm32"))]
pub use decoder::Native;
pub use encodings::Encoding;
pub use place::Place;
pub use unicode::{mark, unicode};
