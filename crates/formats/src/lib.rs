//! Annotation formats of other programs, read and written. Whatever a format cannot hold is reported, never dropped in
//! silence.
//!
//! [`parse`] reads files into [`Annotated`] documents, with a [`Report`] of what was decided, repaired and left out.
//! [`loss`] says what a format cannot hold; [`serialise`] writes what it can. [`sniff`] tells a format by content,
//! [`FORMATS`] lists them. [`records`] leads from and to the core's store. `docs/formats.md` says what each format holds.
//!
//! A format is a file, or a file with a folder: in `standoff` if its annotations name places of a text by offsets, in
//! `columns` if they are said of words, in `text` if the text can be read as it stands. What formats are made of lies in
//! layers, each of which knows those before it and none behind it: `syntax` (bytes, JSON, XML, archives) knows nothing of
//! annotations, `document` (the intermediate document, and the way into it) nothing of formats, `loss` says what a
//! [`Format`] holds and brings documents down to it. `table` knows every format, and no format knows it.
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
mod configuration;
mod document;
mod encoding;
mod format;
mod gather;
mod loss;
mod parse;
mod probe;
pub mod records;
mod salvage;
mod selection;
mod serialise;
mod standoff;
mod syntax;
mod table;
mod text;
mod unread;

pub use configuration::{Configuration, configuration};
#[cfg(target_arch = "wasm32")]
pub use document::decompose_with;
pub use document::{
    Annotated, Cluster, Definition, DocumentLabel, Entry, Event, Facts, Node, Outcome, Parsed, Relation, Report,
    Schema, Sentence, Span, UNLABELLED, Unit, parse_unit,
};
pub use encoding::{InUtf8, Undecided, in_utf8};
pub use format::{Format, Purpose, Reading, Writing};
pub use gather::{Group, beside, gather};
pub use loss::{
    Ends, Holds, LabelScores, Loss, Losses, Naming, Nested, Overlap, Schemas, Survey, TextRule, Values, Which,
    features, loss, reduce,
};
pub use parse::parse;
pub use salvage::parse_each;
pub use selection::Selection;
pub use serialise::{Serialised, serialise};
pub use syntax::archive::{is_zip, unzip, zip};
pub use syntax::{Error, File, Source};
pub use table::{FORMATS, format, sniff};
