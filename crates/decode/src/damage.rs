//! Where bytes are not of an encoding, in words.

use crate::{Encoding, Place};
use std::fmt;

/// The first place where bytes are not of an encoding. Shown as what a sentence says of a file: “is not UTF-8: byte 7 …”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub encoding: Encoding,
    /// Bytes of the file before it, those of a mark too. None in encodings whose bytes the platform alone counts.
    pub byte: Option<usize>,
    /// For people, as editors count.
    pub place: Place,
    pub(crate) fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A byte that cannot stand there.
    Byte(u8),
    /// A character that never ends.
    Cut,
    /// Half of a pair of UTF-16.
    Surrogate(u16),
    /// Something that has no meaning.
    Unknown,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { encoding, byte, place, fault } = self;
        let at = |f: &mut fmt::Formatter<'_>| match byte {
            Some(byte) => write!(f, "byte {byte} ({place})"),
            None => write!(f, "{place}"),
        };
        match fault {
            Fault::Byte(bad) => {
                write!(f, "is not {encoding}: ")?;
                at(f)?;
                write!(f, " is 0x{bad:02X}, which cannot stand there.")
            }
            Fault::Cut => {
                f.write_str("is not whole: ")?;
                at(f)?;
                f.write_str(" begins a character that never ends.")
            }
            Fault::Surrogate(unit) => {
                f.write_str("holds half a character at ")?;
                at(f)?;
                write!(
                    f,
                    ": the lone surrogate {unit:04X}. Text is lost there; save it again from the program that wrote it."
                )
            }
            Fault::Unknown => {
                write!(f, "is not {encoding}: ")?;
                at(f)?;
                write!(f, " holds bytes that mean nothing in it.")
            }
        }
    }
}
