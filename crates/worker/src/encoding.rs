//! The encodings that files are read in.
//!
//! The tables are those of the Encoding Standard (<https://encoding.spec.whatwg.org/#index-windows-1252>), written out
//! because a crate with all encodings brings hundreds of kilobytes of Chinese, Japanese and Korean ones along.

/// How a text is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
    Windows1254,
}

/// What 0x80 to 0x9F mean in both; everything above is Latin-1. A control stands where there is no character.
const C1: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What is different in Turkish.
const TURKISH: [(u8, char); 8] =
    [(0x8e, '\u{8e}'), (0x9e, '\u{9e}'), (0xd0, 'Ğ'), (0xdd, 'İ'), (0xde, 'Ş'), (0xf0, 'ğ'), (0xfd, 'ı'), (0xfe, 'ş')];

impl Encoding {
    const ALL: [Self; 5] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252, Self::Windows1254];

    /// The encoding of a name of the Encoding Standard.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| name.eq_ignore_ascii_case(encoding.name()))
    }

    /// Its name in the Encoding Standard.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "windows-1252",
            Self::Windows1254 => "windows-1254",
        }
    }

    /// What a byte-order mark says, and how long it is.
    pub fn of_mark(bytes: &[u8]) -> Option<(Self, usize)> {
        match bytes {
            [0xef, 0xbb, 0xbf, ..] => Some((Self::Utf8, 3)),
            [0xff, 0xfe, ..] => Some((Self::Utf16Le, 2)),
            [0xfe, 0xff, ..] => Some((Self::Utf16Be, 2)),
            _ => None,
        }
    }

    /// Whether it has two bytes for most characters.
    pub const fn is_wide(self) -> bool {
        matches!(self, Self::Utf16Le | Self::Utf16Be)
    }
}

/// The text of bytes in windows-1252, or in windows-1254; every byte is a character. O(n).
pub(crate) fn windows(bytes: &[u8], is_turkish: bool) -> String {
    let mut table: [char; 256] = std::array::from_fn(|byte| char::from(byte as u8));
    table[0x80..0xa0].copy_from_slice(&C1);
    if is_turkish {
        for (byte, c) in TURKISH {
            table[usize::from(byte)] = c;
        }
    }
    bytes.iter().map(|&byte| table[usize::from(byte)]).collect()
}

/// Whether a byte is a letter in one of the two and another letter in the other.
pub(crate) fn is_telling(byte: u8) -> bool {
    byte >= 0xa0 && TURKISH.iter().any(|(different, _)| *different == byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tables_are_those_of_the_standard() {
        let bytes: Vec<u8> = (0..=255).collect();
        for encoding in Encoding::ALL {
            let standard = encoding_rs::Encoding::for_label(encoding.name().as_bytes()).expect("it is a label");
            assert_eq!(encoding.name(), standard.name());
            assert_eq!(Encoding::of_name(&standard.name().to_lowercase()), Some(encoding));
            if let Encoding::Windows1252 | Encoding::Windows1254 = encoding {
                let is_turkish = encoding == Encoding::Windows1254;
                assert_eq!(windows(&bytes, is_turkish), standard.decode_without_bom_handling(&bytes).0);
            }
        }
        assert!(is_telling(b'\xf0') && !is_telling(b'\xfc') && !is_telling(b'\x8e'));
    }
}
