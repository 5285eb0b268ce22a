//! A project at rest, as bytes: what a log amounts to, so that a page starts without reading the log.
//!
//! A snapshot is a cache. It holds nothing that the log does not say, only the version that wrote it reads it, and bytes
//! that changed on their way are not believed.
//!
//! After a head (what wrote it, and an XXH64 sum of what follows) come four parts: the [`Summary`] as JSON, the
//! [forms](line) of transactions, the documents that they name, and the [`Archive`].

mod line;

use crate::codec;
use postil_core::{Archive, History, Store, Summary, archive};
use std::ops::Range;
use std::sync::Arc;
use twox_hash::XxHash64;

/// Counts changes of these bytes between two versions.
const LAYOUT: u32 = 1;
const PARTS: usize = 4;

/// What wrote it: another version of the program or of the log's codec may mean something else by the same bytes.
fn writer() -> String {
    format!("postil {} {} {LAYOUT}\n", env!("CARGO_PKG_VERSION"), codec::VERSION)
}

/// Lays a project to rest, with what can be undone in it. O(n log n).
///
/// # Errors
/// When it is too large.
pub fn write(store: &Store, history: &History) -> Result<Vec<u8>, &'static str> {
    let mut lines = line::Writer::default();
    let archive = archive(store, history, |transaction| {
        lines.write(&serde_json::to_string(transaction).expect("transactions have string keys"))
    })?;
    let summary = serde_json::to_vec(&store.summary()).expect("a summary has string keys");
    let (forms, documents) = lines.finish();
    let mut rest = Vec::new();
    for part in [&summary, &forms, &documents, &archive] {
        let len = u32::try_from(part.len()).map_err(|_| "the project is too large for a snapshot")?;
        rest.extend_from_slice(&len.to_le_bytes());
    }
    [summary, forms, documents, archive].iter().for_each(|part| rest.extend_from_slice(part));
    let mut bytes = writer().into_bytes();
    bytes.extend_from_slice(&XxHash64::oneshot(0, &rest).to_le_bytes());
    bytes.extend_from_slice(&rest);
    Ok(bytes)
}

/// The project that a snapshot was made of. None when this version did not write it, or it is damaged. Nothing but its
/// documents, labels and sets is read before somebody looks at it.
pub fn read(bytes: Vec<u8>) -> Option<(Store, History)> {
    let rest = bytes.strip_prefix(writer().as_bytes())?;
    let (sum, rest) = rest.split_first_chunk()?;
    if u64::from_le_bytes(*sum) != XxHash64::oneshot(0, rest) {
        return None;
    }
    let mut start = bytes.len() - rest.len() + PARTS * 4;
    let mut parts = [const { 0..0 }; PARTS];
    for (part, len) in parts.iter_mut().zip(rest.as_chunks::<4>().0) {
        let end = start + u32::from_le_bytes(*len) as usize;
        *part = start..end;
        start = end;
    }
    let [summary, forms, documents, archive]: [Range<usize>; PARTS] = parts;
    // As a string, as everything else is read: another reader would be compiled for bytes.
    let summary: Summary = serde_json::from_str(str::from_utf8(bytes.get(summary)?).ok()?).ok()?;
    let bytes = Arc::new(bytes);
    let lines = line::Reader::new(bytes.clone(), forms, documents)?;
    let read = move |bytes: &[u8]| {
        let line = lines.read(bytes).expect("the sum is that of what was written");
        serde_json::from_str(&line).expect("this version wrote it")
    };
    let archive = Arc::new(Archive::open(bytes, archive, Box::new(read)).ok()?);
    Some((Store::at_rest(summary, archive.clone()), History::at_rest(archive)))
}
