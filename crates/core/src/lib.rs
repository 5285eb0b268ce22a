//! Text and offsets, the annotation model, and the one way to change it.
//!
//! [`Document`] is an immutable text with its lines and [`OffsetIndex`]; [`Store`] is everything that people
//! have done to a project; a [`Draft`] makes a [`Transaction`], and [`Store::commit`] or [`Store::merge`] is the only
//! way in. [`segments`] and [`lanes`] turn overlapping spans into what can be drawn. See [`Store`] for an example.
//!
//! This crate knows nothing about files, browsers, clocks, random numbers, JSON or extraction.

mod digest;
mod document;
mod draft;
mod entry;
mod history;
mod id;
mod map;
mod model;
pub mod names;
mod offsets;
mod paragraph;
mod position;
mod schema;
mod score;
mod segments;
pub mod snap;
mod sort;
mod store;
mod suggestion;
mod transaction;
mod trie;

pub use digest::Digest;
pub use document::{Block, Chunk, DocId, Document, MAX_TEXT_BYTES};
pub use draft::{Author, Draft, first_words};
pub use history::{History, Reversal};
pub use id::{ActorId, AnnotatorId, Dot, NodeId, SetId, Slug};
pub use map::Map;
pub use model::{
    AnnotatorInfo, Argument, Attribute, AttributeValue, Cluster, Definition, DocumentInfo, DocumentLabel,
    DocumentStatus, Event, Fragments, Hue, Kind, Layer, Link, Member, Note, Origin, Provenance, Record, RecordKey,
    Rejection, Relation, SetInfo, SetKind, Span,
};
pub use offsets::{OffsetError, OffsetIndex, utf16_len};
pub use position::{ByteOffset, CharOffset, TextRange, Utf16Offset};
pub use schema::genesis;
pub use score::Score;
pub use segments::{Marker, Segment, lanes, segments};
pub use sort::sort_by;
pub use store::{Conflict, Store, Tally};
pub use suggestion::{SuggestedRelation, SuggestedSpan, Suggestions};
pub use transaction::{Intent, Op, Timestamp, Transaction};
