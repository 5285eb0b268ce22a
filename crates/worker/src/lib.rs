//! What runs beside the page: files are read and written, and texts are read for suggestions.
//!
//! [`decode`] makes a text of a file's bytes, [`language`] and [`direction`] look at it, a [`Job`] reads it batch by
//! batch. [`Files`] is the way in for files, [`export`] the way out; both are given the [`Project`] that a request means,
//! which the worker keeps a replica of. The binary
//! `worker` puts messages around them: see `postil_messages`. Formats of other programs are a binary of their
//! own, `formats`, which the worker starts when they are called for: see [`foreign`].
//!
//! This crate fetches one file, the trained model that stands beside it in the release, and opens no connection: the
//! text that it holds has no way out but to its page.
//!
//! ```
//! let read = postil_worker::decode(b"\xef\xbb\xbfMerhaba".to_vec(), None);
//! let decoded = read.expect("it is UTF-8");
//! assert_eq!((decoded.text.as_str(), decoded.had_bom), ("Merhaba", true));
//! ```

mod binary;
mod choices;
mod decode;
mod direction;
mod encoding;
mod export;
mod files;
pub mod foreign;
mod job;
mod language;
#[cfg(target_arch = "wasm32")]
mod model;
#[cfg(target_arch = "wasm32")]
mod opening;
mod place;
mod preview;
mod project;
#[cfg(target_arch = "wasm32")]
mod replica;
mod route;
pub mod samples;
#[cfg(target_arch = "wasm32")]
pub mod scope;
mod utf16;
#[cfg(target_arch = "wasm32")]
mod wire;

pub use decode::{Decoded, Refusal, decode};
pub use direction::direction;
pub use export::export;
pub use files::{Files, Foreign};
pub use job::{Job, Reply};
pub use language::{Language, language};
pub use project::Project;
pub use route::{is_data, routes};
