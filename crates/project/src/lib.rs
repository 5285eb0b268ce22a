//! Postil's own files, written and read: the log, the project, and annotations for other programs.
//!
//! [`codec`] writes one transaction as one line of a log. [`project`] writes everything there is, history included or
//! not. [`annotations`] writes the present state for other programs, with every offset in three units, and what other
//! programs' files say as a file of ours. Whatever of these a person opens goes through [`load`], which verifies it and keeps
//! what is right; [`Loaded::merge`] and [`Loaded::copy`] make transactions of it; [`union`] makes one project of several, [`embed`] puts one into the
//! page as one file. `docs/formats.md` describes the files.
//!
//! This crate knows nothing about browsers, the file system, clocks or random numbers: text goes in, text comes out.
//!
//! ```
//! use postil_core::*;
//! let author = Author { actor: ActorId::new(1), annotator: "me".parse()?, next_seq: 0 };
//! let document = Document::new("Erdoğan met Putin.");
//! let mut store = Store::new();
//! let mut draft = Draft::new(&store, &author);
//! draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "A meeting").into());
//! let transaction = draft.finish(Timestamp(1), Intent::AddDocument).ok_or("nothing to do")?;
//! store.commit(transaction.into())?;
//! let file = postil_project::project::write(&store, std::slice::from_ref(&document));
//!
//! let loaded = postil_project::load(&file, "meeting.postil.json", &|_| None)?;
//! assert!(loaded.problems.is_empty());
//! let mut other = Store::new();
//! other.merge(loaded.merge(&other, &author, Timestamp(2)));
//! assert_eq!(postil_project::project::write(&other, &loaded.documents), file);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod annotations;
pub mod codec;
mod error;
mod frame;
mod import;
mod metadata;
mod portable;
pub mod project;
mod records;
mod replica;
pub mod snapshot;
pub mod stored;
mod union;
mod verify;
mod versions;

pub use error::{Error, Problem};
pub use import::{Loaded, Meeting, Report, Shape, Stranger, Summary, check, is_native, load};
pub use metadata::{is_date, is_language};
pub use portable::embed;
pub use replica::Replica;
pub use union::{Union, union};
