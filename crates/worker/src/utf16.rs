//! UTF-16, strictly: half a character is damage, and a person should know where.

use crate::place::Place;

/// Where UTF-16 goes wrong.
pub(crate) struct Damage {
    /// Before the damage, in bytes.
    byte: usize,
    place: Place,
    /// Half of a pair, or None for half a unit at the end.
    surrogate: Option<u16>,
}

impl Damage {
    /// What is wrong, for a text that begins `skip` bytes into its file.
    pub fn after(self, skip: usize) -> String {
        let Self { byte, place, surrogate } = self;
        let at = byte + skip;
        match surrogate {
            Some(unit) => format!(
                "holds half a character at byte {at} ({place}): the lone surrogate {unit:04X}. Text is lost there; save it \
                 again from the program that wrote it, as UTF-8 if it can."
            ),
            None => format!("is not whole: it ends at byte {at} ({place}) in the middle of a character."),
        }
    }
}

/// UTF-16 without mark; strict.
pub(crate) fn decode(bytes: &[u8], is_big_endian: bool) -> Result<String, Damage> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units =
        pairs.iter().map(|&pair| if is_big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
    let mut text = String::with_capacity(bytes.len());
    let mut byte = 0;
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(c) => {
                text.push(c);
                byte += c.len_utf16() * 2;
            }
            Err(lone) => {
                return Err(Damage { byte, place: Place::after(&text), surrogate: Some(lone.unpaired_surrogate()) });
            }
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(Damage { byte, place: Place::after(&text), surrogate: None }) }
}
