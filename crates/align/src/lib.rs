//! A text and its corrected version: which words stand, what that means for annotations, and which of many texts another one
//! may be a version of.
//!
//! [`Alignment`] pairs the words of two texts and says of each span what became of it. [`carry`] brings to the new text what
//! stands, in one transaction; [`changes`] lists the rest, and what stands beside other words than before. [`Sketch`] tells
//! cheaply whether it is worth while to align two texts at all.
//!
//! No span is ever carried to other words than it had: what an alignment says is compared with both texts before it is
//! believed. This crate knows `postil-core` and `postil-edits` and nobody else: no file, no clock, no chance.
//!
//! ```
//! use postil_align::{Alignment, Fate};
//! use postil_core::{Document, Fragments, TextRange};
//! let (old, new) = (Document::new("Ana Petrovic met Tom."), Document::new("On Monday, Ana Petrović met Tom."));
//! let alignment = Alignment::of(&old, &new);
//! let tom = Fragments::one(TextRange::from_usize(17..20));
//! assert_eq!(alignment.fate(&tom), Fate::Stands(Fragments::one(TextRange::from_usize(29..32))));
//! let ana = Fragments::one(TextRange::from_usize(0..12));
//! assert_eq!(alignment.fate(&ana), Fate::Changed(TextRange::from_usize(11..24)), "Petrović is another word");
//! ```

mod alignment;
mod carry;
mod changes;
mod diff;
mod fate;
mod graph;
mod sketch;

pub use alignment::Alignment;
pub use carry::{Carried, carry, count};
pub use changes::{Change, What, changes};
pub use fate::Fate;
pub use sketch::Sketch;
