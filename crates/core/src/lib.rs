//! Text and offsets, the annotation model, and the one way to change it.
//!
//! [`Document`] is an immutable text with its lines and [`OffsetIndex`]; [`Store`] is everything that people
//! have done to a project; a [`Draft`] makes a [`Transaction`], and [`Store::commit`] or [`Store::merge`] is the only
//! way in. [`structure`] finds paragraphs, sentences and tokens. [`segments`] and [`lanes`] turn overlapping spans into what can be drawn. See [`Store`] for an example.
//!
//! This crate knows nothing about files, browsers, clocks, random numbers, JSON or extraction.

mod archive;
mod describe;
mod digest;
mod document;
mod draft;
mod entry;
mod fragments;
mod history;
mod id;
mod key;
mod map;
mod model;
pub mod names;
mod offsets;
mod part;
mod position;
mod record;
mod schema;
mod score;
mod segments;
pub mod snap;
mod sort;
mod store;
pub mod structure;
mod suggestion;
mod summary;
mod target;
mod transaction;
mod trie;
mod unit;

pub use archive::{Archive, build as archive};
pub use describe::first_words;
pub use digest::Digest;
pub use document::{Block, Chunk, DocId, Document, MAX_TEXT_BYTES};
pub use draft::{Author, Draft};
pub use fragments::Fragments;
pub use history::{History, Reversal};
pub use id::{ActorId, AnnotatorId, Dot, NodeId, SetId, Slug};
pub use key::RecordKey;
pub use map::Map;
pub use model::{AttributeValue, DocumentStatus, Hue, Kind, Layer, Link, Origin, Provenance, SetKind, ValueType};
pub use offsets::{OffsetError, OffsetIndex, utf16_len};
pub use part::{Part, PartMut};
pub use position::{ByteOffset, CharOffset, TextRange, Utf16Offset};
pub use record::{
    AnnotatorInfo, Argument, Attribute, Cluster, Definition, DocumentInfo, DocumentLabel, Event, Member, Note, Record,
    Rejection, Relation, SetInfo, Span,
};
pub use schema::genesis;
pub use score::Score;
pub use segments::{Marker, Segment, lanes, segments};
pub use sort::{filled, sort, sort_by, sort_by_key};
pub use store::{Conflict, Store, Tally};
pub use suggestion::{
    SuggestedArgument, SuggestedEvent, SuggestedMember, SuggestedRelation, SuggestedSpan, Suggestions,
};
pub use summary::Summary;
pub use target::{Arguments, Members, Target, TargetArgument};
pub use transaction::{Intent, Op, Timestamp, Transaction};
pub use unit::Unit;
