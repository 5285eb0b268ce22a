//! Reading the names of nodes, and making some for those that have none of our form.

use super::super::fields::Object;
use super::{Found, Reader};
use postil_core::{ActorId, DocId, Dot, NodeId};
use serde_json::Value;
use sha2::{Digest, Sha256};

impl Reader<'_> {
    /// The name of a node: its own, where it has the form of ours. Else one that is made of the document and what is
    /// said of the node, so that the same file gives the same names.
    pub(super) fn node_name(&mut self, object: &Object, parts: &[&str], found: &mut Found) -> Result<NodeId, String> {
        let said = reference(object, "id");
        if said.as_ref().is_some_and(|said| found.names.contains_key(said)) {
            return Err("its `id` is used twice in this document".into());
        }
        let id = self.argument_name(object, parts, found.doc);
        found.names.extend(said.map(|said| (said, id)));
        Ok(id)
    }

    /// The same for an argument, to which nothing refers.
    pub(super) fn argument_name(&mut self, object: &Object, parts: &[&str], doc: DocId) -> NodeId {
        let said = reference(object, "id").unwrap_or_default();
        said.parse().unwrap_or_else(|_| {
            let doc = doc.to_string();
            self.mint([doc.as_str(), said.as_str()].into_iter().chain(parts.iter().copied()))
        })
    }

    fn mint<'p>(&mut self, parts: impl Iterator<Item = &'p str>) -> NodeId {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let first = node_from_hash(&hash.finalize(), 0);
        let next = self.minted.get(&first.to_string()).map_or(first, |last| NodeId { n: last.n + 1, ..first });
        self.minted.insert(first.to_string(), next);
        next
    }
}

/// A name of 96 bits.
pub(crate) fn node_from_hash(hash: &[u8], n: u32) -> NodeId {
    let raw = |bytes: &[u8]| bytes.iter().fold(0, |raw, byte| raw << 8 | u64::from(*byte));
    NodeId { dot: Dot { actor: ActorId::new(raw(&hash[..8])), seq: raw(&hash[8..12]) as u32 }, n }
}

/// A name, which other programs may write as a number.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The name in a field, if there is one.
pub(super) fn reference(object: &Object, field: &str) -> Option<String> {
    scalar(object.get(field)?)
}
