//! The same project beside the page.

use crate::codec;
use postil_core::{Digest, Store};
use std::sync::Arc;

/// A project that follows another one, line of the log by line: the worker's copy of the page's.
///
/// Both have taken in the same transactions when their digests are the same; the order does not matter, and what was
/// taken in before is passed over.
#[derive(Clone, Debug, Default)]
pub struct Replica {
    store: Store,
}

impl Replica {
    /// Takes in some lines of the log; O(n) in them.
    ///
    /// # Errors
    /// If a line is damaged: then it is left out, and the first such line is named.
    pub fn take_in(&mut self, lines: &str) -> Result<(), String> {
        let (transactions, problems) = codec::decode_log(lines.lines());
        self.store.merge(transactions.into_iter().map(Arc::new));
        problems.first().map_or(Ok(()), |problem| Err(problem.to_string()))
    }

    /// Of what was taken in.
    pub fn digest(&self) -> Digest {
        self.store.digest()
    }

    /// The project.
    pub fn store(&self) -> &Store {
        &self.store
    }
}
