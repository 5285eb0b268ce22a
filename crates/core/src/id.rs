//! Names of things. Each is a string in every external form, since JSON numbers stop at 2^53.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A writing session of someone: a random number, minted anew each time the program starts to write.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(u64);

impl ActorId {
    /// Who wrote the schema that every project starts with.
    pub const GENESIS: Self = Self(0);

    /// From 64 random bits.
    pub const fn new(random: u64) -> Self {
        Self(random)
    }

    pub(crate) const fn bits(self) -> u64 {
        self.0
    }
}

/// One transaction: the nth of a writing session. Written `0123456789abcdef-12`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dot {
    pub actor: ActorId,
    /// Counts from 0 within the session.
    pub seq: u32,
}

/// A span, relation, cluster or event: the nth one that a transaction made. Written `0123456789abcdef-12-0`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// The transaction that made it.
    pub dot: Dot,
    /// Its place among the nodes of that transaction.
    pub n: u32,
}

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Display for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.actor, self.seq)
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.dot, self.n)
    }
}

impl FromStr for ActorId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_canonical = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match u64::from_str_radix(text, 16) {
            Ok(raw) if is_canonical => Ok(Self(raw)),
            _ => Err("a writing session is named by 16 lower-case hexadecimal digits"),
        }
    }
}

/// Decimal digits without sign or leading zeros, so that each number has one form.
fn count(text: &str) -> Option<u32> {
    let value: u32 = text.parse().ok()?;
    (value.to_string() == text).then_some(value)
}

impl FromStr for Dot {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "a transaction is named like 0123456789abcdef-12";
        let (actor, seq) = text.split_once('-').ok_or(WANTED)?;
        Ok(Self { actor: actor.parse().map_err(|_| WANTED)?, seq: count(seq).ok_or(WANTED)? })
    }
}

impl FromStr for NodeId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "an annotation is named like 0123456789abcdef-12-0";
        let (dot, n) = text.rsplit_once('-').ok_or(WANTED)?;
        Ok(Self { dot: dot.parse().map_err(|_| WANTED)?, n: count(n).ok_or(WANTED)? })
    }
}

macro_rules! as_string {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = &'static str;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if text.is_empty() || text.len() > 256 || text.chars().any(char::is_control) {
                    return Err("a name has between 1 and 256 bytes and no control characters");
                }
                Ok(Self(text.into()))
            }
        }
    };
}

name! {
    /// The immutable key of a label, attribute, role or relation type, as exports write it (`PERSON`). What people
    /// read is the display name in the schema.
    Slug
}
name! {
    /// A set of annotations: those of one annotator, a gold standard, or what came with a file.
    SetId
}
name! {
    /// A person who annotates: a random name that stays the same over sessions; what people read is its record.
    AnnotatorId
}
as_string!(ActorId, Dot, NodeId, Slug, SetId, AnnotatorId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written() {
        let dot = Dot { actor: ActorId::new(0xfe), seq: 7 };
        let node = NodeId { dot, n: 3 };
        assert_eq!(node.to_string(), "00000000000000fe-7-3");
        assert_eq!("00000000000000fe-7-3".parse(), Ok(node));
        for wrong in [
            "",
            "fe-7-3",
            "00000000000000FE-7-3",
            "00000000000000fe-07-3",
            "00000000000000fe-7",
            "00000000000000fe-+7-3",
        ] {
            assert!(wrong.parse::<NodeId>().is_err(), "{wrong}");
        }
        assert!("".parse::<Slug>().is_err());
        assert!("C++ (北京) é".parse::<Slug>().is_ok());
    }
}
