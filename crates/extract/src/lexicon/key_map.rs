//! Maps by the key of a spelling.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Hands a 64-bit key through: keys are mixed already.
#[derive(Clone, Copy, Default)]
pub(crate) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are u64")
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map from keys of [`fold`](super::fold); never iterated.
pub(crate) type KeyMap<T> = HashMap<u64, T, BuildHasherDefault<Identity>>;
