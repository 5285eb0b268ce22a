//! A persistent map whose updates cost the same at any size.
//!
//! A hash trie of fixed depth: four levels of sixteen children, then a bucket. A clone is one reference count;
//! an update copies the four nodes on its path and one bucket, whether the map holds fifty entries or fifty
//! thousand (up to about 65 000 entries a bucket holds one on average, and it grows linearly after that).
//! Balanced trees and ordinary hash tries copy paths that grow with the logarithm of the size.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

const FANOUT: usize = 16;
const DEPTH: u32 = 4;

#[derive(Debug)]
enum Node<K, V> {
    Inner([Option<Arc<Node<K, V>>>; FANOUT]),
    /// Sorted by key, never empty.
    Bucket(Vec<(K, V)>),
}

impl<K: Clone, V: Clone> Clone for Node<K, V> {
    fn clone(&self) -> Self {
        match self {
            Self::Inner(children) => Self::Inner(children.clone()),
            Self::Bucket(entries) => Self::Bucket(entries.clone()),
        }
    }
}

/// A persistent map. Iteration is in hash order: sort before anything is written.
#[derive(Debug)]
pub(crate) struct Trie<K, V> {
    root: Option<Arc<Node<K, V>>>,
    len: usize,
}

impl<K, V> Clone for Trie<K, V> {
    fn clone(&self) -> Self {
        Self { root: self.root.clone(), len: self.len }
    }
}

impl<K, V> Default for Trie<K, V> {
    fn default() -> Self {
        Self { root: None, len: 0 }
    }
}

impl<K: Hash + Ord + Clone, V: Clone> Trie<K, V> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        let hash = spread(key);
        let mut node = self.root.as_deref()?;
        for level in 0..=DEPTH {
            match node {
                Node::Inner(children) => node = children[slot(hash, level)].as_deref()?,
                Node::Bucket(entries) => {
                    return entries.binary_search_by(|(k, _)| k.cmp(key)).ok().map(|i| &entries[i].1);
                }
            }
        }
        None
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        let hash = spread(&key);
        let mut node = &mut self.root;
        for level in 0..DEPTH {
            let inner = node.get_or_insert_with(|| Arc::new(Node::Inner(Default::default())));
            match Arc::make_mut(inner) {
                Node::Inner(children) => node = &mut children[slot(hash, level)],
                Node::Bucket(_) => unreachable!("buckets stand at the full depth alone"),
            }
        }
        match node {
            None => {
                *node = Some(Arc::new(Node::Bucket(vec![(key, value)])));
                self.len += 1;
            }
            Some(bucket) => {
                let Node::Bucket(entries) = Arc::make_mut(bucket) else {
                    unreachable!("the full depth holds buckets alone")
                };
                match entries.binary_search_by(|(k, _)| k.cmp(&key)) {
                    Ok(i) => entries[i].1 = value,
                    Err(i) => {
                        entries.insert(i, (key, value));
                        self.len += 1;
                    }
                }
            }
        }
    }

    /// Removes an entry. Inner nodes stay: a later insertion costs what it always does.
    pub(crate) fn remove(&mut self, key: &K) {
        if self.get(key).is_none() {
            return;
        }
        let hash = spread(key);
        let mut node = &mut self.root;
        for level in 0..DEPTH {
            let Some(inner) = node else { return };
            match Arc::make_mut(inner) {
                Node::Inner(children) => node = &mut children[slot(hash, level)],
                Node::Bucket(_) => unreachable!("buckets stand at the full depth alone"),
            }
        }
        let Some(bucket) = node else { return };
        let Node::Bucket(entries) = Arc::make_mut(bucket) else { unreachable!("the full depth holds buckets alone") };
        entries.retain(|(k, _)| k != key);
        if entries.is_empty() {
            *node = None;
        }
        self.len -= 1;
    }

    /// Every entry, in no meaningful order.
    pub(crate) fn iter(&self) -> Iter<'_, K, V> {
        Iter { stack: self.root.as_deref().into_iter().collect(), bucket: [].iter() }
    }
}

/// See [`Trie::iter`].
pub(crate) struct Iter<'a, K, V> {
    stack: Vec<&'a Node<K, V>>,
    bucket: std::slice::Iter<'a, (K, V)>,
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.bucket.next() {
                return Some((key, value));
            }
            match self.stack.pop()? {
                Node::Inner(children) => self.stack.extend(children.iter().rev().filter_map(Option::as_deref)),
                Node::Bucket(entries) => self.bucket = entries.iter(),
            }
        }
    }
}

fn slot(hash: u64, level: u32) -> usize {
    (hash >> (level * 4)) as usize % FANOUT
}

fn spread<K: Hash>(key: &K) -> u64 {
    fingerprint(key) >> 32
}

/// 64 bits that are the same for the same key on every machine.
pub(crate) fn fingerprint<K: Hash>(key: &K) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    key.hash(&mut hasher);
    // FNV's low bits depend on the low bits of its input alone; fold the high ones in.
    (hasher.0 ^ (hasher.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// FNV-1a (Fowler, Noll, Vo), 64 bits: the same on every machine, unlike the standard library's hasher.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = (self.0 ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    fn write_u64(&mut self, value: u64) {
        self.write_u32(value as u32);
        self.write_u32((value >> 32) as u32);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

/// A persistent sequence: push, pop and read by index, at a cost that does not depend on the length.
#[derive(Debug)]
pub(crate) struct List<T>(Trie<u32, T>);

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Trie::default())
    }
}

impl<T: Clone> List<T> {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        self.0.get(&(index as u32))
    }

    pub(crate) fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    pub(crate) fn push(&mut self, value: T) {
        self.0.insert(self.len() as u32, value);
    }

    pub(crate) fn pop(&mut self) -> Option<T> {
        let last = self.last()?.clone();
        self.0.remove(&(self.len() as u32 - 1));
        Some(last)
    }

    pub(crate) fn iter_from(&self, start: usize) -> impl Iterator<Item = &T> {
        (start..self.len()).filter_map(|i| self.get(i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn behaves_as_a_map_and_keeps_old_versions(steps in prop::collection::vec((0u32..300, prop::option::of(any::<u8>())), 0..400)) {
            let mut trie = Trie::default();
            let mut model = BTreeMap::new();
            let mut versions = Vec::new();
            for (key, value) in steps {
                versions.push((trie.clone(), model.clone()));
                match value {
                    Some(value) => {
                        trie.insert(key, value);
                        model.insert(key, value);
                    }
                    None => {
                        trie.remove(&key);
                        model.remove(&key);
                    }
                }
            }
            versions.push((trie, model));
            for (trie, model) in versions {
                prop_assert_eq!(trie.len(), model.len());
                let found: BTreeMap<_, _> = trie.iter().map(|(k, v)| (*k, *v)).collect();
                prop_assert_eq!(&found, &model);
                prop_assert!((0..300).all(|k| trie.get(&k) == model.get(&k)));
            }
        }
    }
}
