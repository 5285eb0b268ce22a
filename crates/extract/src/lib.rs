//! Information extraction: structure, names, numbers, times, quotations, who is meant and what happens, as suggestions that a
//! person will judge.
//!
//! The entry is [`Extractor`]: it reads one English text and hands out [`Batch`]es of a few kilobytes, so that a caller can
//! show what is there, report progress and stop in between. [`extract`] reads everything at once, [`structure`] finds
//! paragraphs, sentences and tokens in a text of any language, [`digest`] tells two builds apart.
//!
//! ```
//! use postil_extract::{Date, Label, Settings, extract};
//! let dct: Date = "2018-09-17".parse()?; // a Monday
//! let text = "President Recep Tayyip Erdoğan said on Sunday that 20 people were hurt.";
//! let found = extract(text, Settings { dct: Some(dct), ..Settings::default() });
//! let of = |label: Label| found.spans.iter().find(move |span| span.label == label.key()).expect("it is there");
//! assert_eq!(&text[of(Label::Person).range.to_usize()], "Recep Tayyip Erdoğan"); // the title stays outside
//! assert_eq!(of(Label::Date).value.as_deref(), Some("2018-09-16"));
//! assert_eq!(&*of(Label::Person).provenance.reasons[0], "after a title: President");
//! # Ok::<(), jiff::Error>(())
//! ```
//!
//! Every suggestion has a [`Provenance`](postil_core::Provenance): its score, which rule spoke, and what it met.
//!
//! This crate knows no browser, file, network, clock or random number, and iterates over no hash table: the same text and
//! settings give the same bytes natively and in Wasm. Time is linear in the text, whatever it holds.

mod digest;
mod discourse;
mod entities;
mod events;
mod extractor;
mod found;
mod lexicon;
mod model;
mod number;
mod page;
mod passage;
mod pattern;
mod quotes;
mod reading;
mod settings;
mod suggestion;
mod tagger;
mod time;
#[doc(hidden)]
pub mod training;

pub use digest::{digest, digest_with};
pub use events::kind::{Factuality, Role, TYPES};
pub use extractor::{Batch, Extractor, Progress, extract, extract_with};
pub use found::RULES_VERSION;
pub use jiff::civil::Date;
pub use model::{Model, ModelError};
pub use passage::{Passage, PassageToken};
pub use postil_core::structure::{Paragraph, Structure, Token, TokenKind, structure};
pub use settings::{Layers, Settings, UnknownLayer};
pub(crate) use suggestion::Reason;
pub use suggestion::{Label, RelationKind};
