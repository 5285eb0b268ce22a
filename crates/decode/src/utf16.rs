//! UTF-16, strictly: half a character is damage, and a person should know where.

use crate::damage::{Damage, Fault};
use crate::{Encoding, Place};

/// The text behind the first `skip` bytes.
pub(crate) fn decode(bytes: &[u8], skip: usize, encoding: Encoding) -> Result<String, Damage> {
    let bytes = &bytes[skip..];
    let (pairs, rest) = bytes.as_chunks::<2>();
    let unit = if encoding == Encoding::UTF_16BE { u16::from_be_bytes } else { u16::from_le_bytes };
    let mut text = String::with_capacity(bytes.len());
    let mut byte = skip;
    let damage = |text: &str, byte, fault| Damage { encoding, byte: Some(byte), place: Place::after(text), fault };
    for read in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match read {
            Ok(c) => {
                text.push(c);
                byte += c.len_utf16() * 2;
            }
            Err(lone) => return Err(damage(&text, byte, Fault::Surrogate(lone.unpaired_surrogate()))),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(damage(&text, byte, Fault::Cut)) }
}
