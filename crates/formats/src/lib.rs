//! Annotation formats of other programs, read and written with nothing lost unsaid.
//!
//! [`parse`] reads files into [`Annotated`] documents, with a [`Report`] of what was decided, repaired and left out.
//! [`loss`] says what a format cannot hold; [`serialise`] writes what it can. [`sniff`] tells a format by content,
//! [`FORMATS`] lists them. [`native`] leads from and to the core's store. One file a format; `docs/formats.md` says what
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

mod annotated;
mod archive;
mod draft;
mod encoding;
mod format;
mod gather;
mod holds;
mod json;
mod lines;
mod loss;
pub mod native;
mod report;
mod salvage;
mod schema;
mod source;
mod table;
mod tags;
mod tokens;
mod unit;
mod xml;

mod article;
mod bdoc;
mod bioc;
mod brat;
mod cas;
mod chat;
mod conll;
mod conllu;
mod csv;
mod doccano;
mod extracted;
mod html_report;
mod labelstudio;
mod prodigy;
mod pubannotation;
mod rows;
mod spacy;
mod tei;
mod w3c;
mod webanno;

pub use annotated::{Annotated, Cluster, DocumentLabel, Event, Facts, Node, Relation, Sentence, Span, UNLABELLED};
pub use archive::{is_zip, unzip, zip};
pub use encoding::{InUtf8, Undecided, in_utf8};
pub use format::{Format, Reading, Writing};
pub use gather::{Group, gather};
pub use holds::{Ends, Holds, LabelScores, Naming, Overlap, Schemas, TextRule, Values, Which, features};
pub use lines::Survey;
pub use loss::{Loss, Losses, loss, reduce};
pub use report::{Entry, Error, Outcome, Report};
pub use salvage::parse_each;
pub use schema::{Definition, Schema};
pub use source::{File, Source};
pub use table::{FORMATS, Parsed, Serialised, format, parse, serialise, sniff};
pub use unit::{Unit, parse_unit};
