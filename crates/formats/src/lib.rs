//! Annotation formats of other programs, read and written with nothing lost unsaid.
//!
//! [`parse`] reads files into [`Annotated`] documents, with a [`Report`] of what was decided, repaired and left out.
//! [`loss`] says what a format cannot hold; [`serialise`] writes what it can. [`sniff`] tells a format by content,
//! [`FORMATS`] lists them. [`records`] leads from and to the core's store. One file a format; `docs/formats.md` says what
//! each of them holds.
//!
//! This crate knows nothing about browsers, the file system, clocks or random numbers: bytes go in, bytes come out.
//!
//! ```
//! use postil_formats::{Source, format, parse, serialise};
//! let line = r#"{"text": "Erdoğan met 🇹🇷 officials in Sochi.", "label": [[30, 35, "LOC"]]}"#;
//! let read = parse(format("doccano").unwrap(), &[Source::new("a.jsonl", line)], &Default::default())?;
//! assert_eq!(read.documents[0].quote(&read.documents[0].spans[0], " "), "Sochi");
//! let written = serialise(format("brat").unwrap(), &read.documents, &Default::default())?;
//! assert_eq!(written.files[1].bytes, "T1\tLOC 28 33\tSochi\n".as_bytes());
//! # Ok::<(), postil_formats::Error>(())
//! ```

mod columns;
mod document;
mod format;
mod gather;
mod loss;
pub mod records;
mod salvage;
mod standoff;
mod syntax;
mod table;
mod text;

pub use document::annotated::{
    Annotated, Cluster, DocumentLabel, Event, Facts, Node, Relation, Sentence, Span, UNLABELLED,
};
pub use document::report::{Entry, Error, Outcome, Report};
pub use document::schema::{Definition, Schema};
pub use document::unit::{Unit, parse_unit};
pub use format::{Format, Reading, Writing};
pub use gather::{Group, gather};
pub use loss::holds::{Ends, Holds, LabelScores, Naming, Overlap, Schemas, TextRule, Values, Which, features};
pub use loss::reduce::{Loss, Losses, loss, reduce};
pub use loss::survey::Survey;
pub use salvage::parse_each;
pub use syntax::archive::{is_zip, unzip, zip};
pub use syntax::source::{File, Source};
pub use table::{FORMATS, Parsed, Serialised, format, parse, serialise, sniff};
