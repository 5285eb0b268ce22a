//! What needs no tables: UTF-8 and UTF-16, and the marks that tell them.

use crate::damage::{Damage, Fault};
use crate::{Encoding, Place, utf16};

/// The encoding that a byte-order mark at the beginning says, and the bytes of the mark.
pub fn mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some((Encoding::UTF_8, 3)),
        [0xff, 0xfe, ..] => Some((Encoding::UTF_16LE, 2)),
        [0xfe, 0xff, ..] => Some((Encoding::UTF_16BE, 2)),
        _ => None,
    }
}

/// The text of bytes that say themselves how they are read: UTF-8, or UTF-16 behind a byte-order mark. The mark is taken
/// off, and nothing else is changed. O(n).
///
/// # Errors
/// With the first place that is of neither.
pub fn unicode(bytes: &[u8]) -> Result<String, Damage> {
    let (encoding, skip) = mark(bytes).unwrap_or((Encoding::UTF_8, 0));
    if encoding.is_utf16() {
        return utf16::decode(bytes, skip, encoding);
    }
    match std::str::from_utf8(&bytes[skip..]) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(not_utf8(bytes, skip, error)),
    }
}

/// Where bytes are not UTF-8 behind their first `skip` ones.
pub(crate) fn not_utf8(bytes: &[u8], skip: usize, error: std::str::Utf8Error) -> Damage {
    let at = skip + error.valid_up_to();
    let before = std::str::from_utf8(&bytes[skip..at]).unwrap_or_default();
    let fault = error.error_len().map_or(Fault::Cut, |_| Fault::Byte(bytes[at]));
    Damage { encoding: Encoding::UTF_8, byte: Some(at), place: Place::after(before), fault }
}
