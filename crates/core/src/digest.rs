//! Whether two stores have taken in the same transactions.

use crate::Transaction;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A number that is the same for the same set of transactions, in whatever order they arrived. A state is a function of that
/// set, so it tells states apart too. It is made for mishaps, not against people: two different sets have the same digest
/// by chance once in 2^64, and by intent whenever somebody wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "Cow<'_, str>")]
pub struct Digest(u64);

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<Cow<'_, str>> for Digest {
    type Error = &'static str;

    fn try_from(text: Cow<'_, str>) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl Digest {
    /// One transaction more. What a purge left of one is another than the whole.
    pub(crate) fn add(&mut self, transaction: &Transaction) {
        let dot = transaction.dot;
        let named = mix(dot.actor.bits() ^ mix(u64::from(dot.seq)));
        self.0 = self.0.wrapping_add(mix(named ^ transaction.ops.len() as u64));
    }
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Digest {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self).map_err(|_| "a digest has sixteen hexadecimal digits")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ActorId, AnnotatorId, Dot, Intent, Timestamp, Transaction, genesis};

    fn transaction(actor: u64, seq: u32) -> Transaction {
        let dot = Dot { actor: ActorId::new(actor), seq };
        Transaction { dot, at: Timestamp(1), annotator: AnnotatorId::genesis(), intent: Intent::Tag, ops: Vec::new() }
    }

    fn of(transactions: &[Transaction]) -> Digest {
        let mut digest = Digest::default();
        transactions.iter().for_each(|it| digest.add(it));
        digest
    }

    #[test]
    fn order_does_not_matter_and_everything_else_does() {
        let (a, b, c) = (transaction(1, 2), transaction(2, 1), transaction(1, 3));
        assert_eq!(of(&[a.clone(), b.clone(), c.clone()]), of(&[c.clone(), a.clone(), b.clone()]));
        let mut seen = vec![of(&[]), of(std::slice::from_ref(&a)), of(&[a.clone(), b.clone()]), of(&[b, c])];
        let purged = Transaction { ops: genesis().ops[..1].to_vec(), ..a };
        seen.push(of(&[purged]));
        for (i, digest) in seen.iter().enumerate() {
            assert!(!seen[..i].contains(digest));
            assert_eq!(digest.to_string().parse(), Ok(*digest));
        }
    }
}
