//! The versions of our files: which is written, which are read, and what older ones wrote in the words of the present one.
//!
//! | version | what is new |
//! |---|---|
//! | 1 | |
//! | 2 | what is rejected is a [`Target`](postil_core::Target) of any kind; before, it was a span: `[doc, set, label, fragments]` |
//! | 3 | definitions have a `description`, those of attributes a `value_type` |

use crate::Error;
use postil_core::{
    AnnotatorId, DocId, Dot, Fragments, Intent, Op, Record, RecordKey, SetId, Slug, Timestamp, Transaction,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// The version that is written, and the newest that is read. The log, the project and the annotations count together.
pub(crate) const VERSION: u32 = 3;

/// The version that a file says, when it is one that this program reads.
///
/// # Errors
/// When it is newer, or none.
pub(crate) fn known(version: Option<u64>) -> Result<u32, Error> {
    match version {
        Some(version) if version > u64::from(VERSION) => Err(Error::newer(version)),
        Some(version @ 1..) => Ok(version as u32),
        _ => Err(Error::new(format!("it does not say its version, such as \"version\":{VERSION}"))),
    }
}

/// A transaction whose operations are read one by one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope<'a> {
    pub(crate) dot: Dot,
    pub(crate) at: Timestamp,
    pub(crate) annotator: AnnotatorId,
    pub(crate) intent: Intent,
    #[serde(borrow)]
    pub(crate) ops: Vec<&'a RawValue>,
}

/// What is wrong, and the part of the file from whose beginning its place is counted.
pub(crate) type Wrong<'a> = (&'a str, serde_json::Error);

/// Reads a transaction of a version.
pub(crate) fn transaction(raw: &str, version: u32) -> Result<Transaction, Wrong<'_>> {
    if !is_otherwise(raw, version) {
        return serde_json::from_str(raw).map_err(|error| (raw, error));
    }
    let Envelope { dot, at, annotator, intent, ops } = serde_json::from_str(raw).map_err(|error| (raw, error))?;
    let ops = ops.into_iter().map(|raw| op(raw.get(), version)).collect::<Result<_, _>>()?;
    Ok(Transaction { dot, at, annotator, intent, ops })
}

/// Reads an operation of a version.
pub(crate) fn op(raw: &str, version: u32) -> Result<Op, Wrong<'_>> {
    if !is_otherwise(raw, version) {
        return serde_json::from_str(raw).map_err(|error| (raw, error));
    }
    let OldOp { key, bases, before, after } = serde_json::from_str(raw).map_err(|error| (raw, error))?;
    let key = match is_otherwise(key.get(), version) {
        true => match serde_json::from_str(key.get()).map_err(|error| (key.get(), error))? {
            OldKey::Rejection(doc, set, label, fragments) => RecordKey::rejected_span(doc, set, label, fragments),
        },
        false => serde_json::from_str(key.get()).map_err(|error| (key.get(), error))?,
    };
    Ok(Op { key, bases, before, after })
}

/// Whether there may be something in it that is written otherwise now.
fn is_otherwise(raw: &str, version: u32) -> bool {
    version < 2 && raw.contains("{\"rejection\":[")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OldOp<'a> {
    #[serde(borrow)]
    key: &'a RawValue,
    #[serde(default)]
    bases: Vec<Dot>,
    #[serde(default)]
    before: Option<Arc<Record>>,
    #[serde(default)]
    after: Option<Arc<Record>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum OldKey {
    Rejection(DocId, SetId, Slug, Fragments),
}
