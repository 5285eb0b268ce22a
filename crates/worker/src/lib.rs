//! What runs beside the page: files are read and written, and texts are read for suggestions.
//!
//! [`Files`] is the way in for files, [`export`] the way out; both are given the [`Project`] that a request means, which the
//! worker keeps a replica of. Bytes become texts in `postil_decode`, with the [`decoder`] of this platform; [`language`] looks at
//! a text, a [`Job`] reads it batch by batch, with what a [`School`] has learned of the decisions so far; a [`Search`] gathers what is
//! found in many. The binary
//! `worker` puts messages around them: see `postil_messages`. Formats of other programs are a binary of their
//! own, `formats`, which the worker starts when they are called for: see [`foreign`].
//!
//! This crate fetches two files that stand beside it in the release, the trained model and, to put a project into it, the
//! page as one file. It opens no other connection: the text that it holds has no way out but to its page.
//!
//! ```
//! use postil_messages::ResponseBody;
//! let reply = postil_worker::Files::default().open(0, "haber.txt", b"Merhaba.".to_vec(), None);
//! assert!(matches!(reply, postil_worker::Reply::Bytes(ResponseBody::Decoded { .. }, _)));
//! ```

mod carry;
mod decoder;
mod encoding;
mod export;
mod fates;
mod files;
#[cfg(target_arch = "wasm32")]
mod finding;
pub mod foreign;
mod job;
mod language;
#[cfg(target_arch = "wasm32")]
mod learning;
#[cfg(target_arch = "wasm32")]
mod model;
#[cfg(target_arch = "wasm32")]
mod opening;
#[cfg(target_arch = "wasm32")]
mod page;
mod preview;
mod project;
#[cfg(target_arch = "wasm32")]
mod replica;
mod route;
pub mod samples;
pub mod schema;
mod schemas;
mod school;
#[cfg(target_arch = "wasm32")]
pub mod scope;
mod search;
#[cfg(target_arch = "wasm32")]
mod versions;
#[cfg(target_arch = "wasm32")]
mod wire;

pub use carry::carry;
pub use decoder::decoder;
pub use export::{export, export_page};
pub use fates::Fates;
pub use files::{Files, Foreign};
pub use job::{Job, Reply, Wanted};
pub use language::{Language, language};
pub use project::Project;
pub use route::{is_data, routes};
pub use school::{Reading, School, Terms};
pub use search::Search;
