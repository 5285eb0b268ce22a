//! The encodings of the [Encoding Standard](https://encoding.spec.whatwg.org/), by their names there.

use std::fmt;

/// An encoding of the Encoding Standard that texts are written in: all of them but `replacement`, which reads nothing, and
/// `x-user-defined`, which is for bytes that are no text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Encoding(u8);

/// Names, and what is written in each, those together that are for the same languages.
const TABLE: [(&str, &str); 38] = [
    ("UTF-8", "Unicode"),
    ("UTF-16LE", "Unicode, little-endian"),
    ("UTF-16BE", "Unicode, big-endian"),
    ("windows-1252", "Western European, Latin-1"),
    ("ISO-8859-15", "Western European with €"),
    ("macintosh", "Western European, old Mac"),
    ("windows-1250", "Central European"),
    ("ISO-8859-2", "Central European, Latin-2"),
    ("ISO-8859-16", "Romanian"),
    ("windows-1251", "Cyrillic"),
    ("KOI8-R", "Russian"),
    ("KOI8-U", "Ukrainian"),
    ("ISO-8859-5", "Cyrillic"),
    ("IBM866", "Cyrillic, DOS"),
    ("x-mac-cyrillic", "Cyrillic, old Mac"),
    ("windows-1253", "Greek"),
    ("ISO-8859-7", "Greek"),
    ("windows-1254", "Turkish, Latin-5"),
    ("windows-1255", "Hebrew"),
    ("ISO-8859-8", "Hebrew, visual order"),
    ("ISO-8859-8-I", "Hebrew"),
    ("windows-1256", "Arabic, Persian"),
    ("ISO-8859-6", "Arabic"),
    ("windows-1257", "Baltic"),
    ("ISO-8859-13", "Baltic"),
    ("ISO-8859-4", "Baltic, Northern European"),
    ("ISO-8859-10", "Northern European"),
    ("windows-1258", "Vietnamese"),
    ("windows-874", "Thai"),
    ("ISO-8859-3", "Maltese, Esperanto"),
    ("ISO-8859-14", "Celtic"),
    ("GBK", "Chinese, simplified"),
    ("gb18030", "Chinese"),
    ("Big5", "Chinese, traditional"),
    ("Shift_JIS", "Japanese"),
    ("EUC-JP", "Japanese"),
    ("ISO-2022-JP", "Japanese"),
    ("EUC-KR", "Korean"),
];

impl Encoding {
    pub const UTF_8: Self = Self(0);
    pub const UTF_16LE: Self = Self(1);
    pub const UTF_16BE: Self = Self(2);
    pub const WINDOWS_1252: Self = Self(3);

    /// Every encoding, those together that are for the same languages.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len() as u8).map(Self)
    }

    /// The encoding of a name of the Encoding Standard, in letters of either case. What other labels stand for the
    /// [`Decoder`](crate::Decoder) knows.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|encoding| encoding.name().eq_ignore_ascii_case(name))
    }

    /// Its name in the Encoding Standard: `windows-1254`.
    pub const fn name(self) -> &'static str {
        TABLE[self.0 as usize].0
    }

    /// What is written in it, for people: `Turkish, Latin-5`.
    pub const fn about(self) -> &'static str {
        TABLE[self.0 as usize].1
    }

    /// Whether units of two bytes stand for its characters.
    pub(crate) fn is_utf16(self) -> bool {
        matches!(self, Self::UTF_16LE | Self::UTF_16BE)
    }

    /// Whether the bytes of blanks and line ends are these wherever they are, so that words and lines can be told before
    /// the bytes are read: not where a character is always two bytes, or where escapes say what follows.
    pub fn has_ascii_blanks(self) -> bool {
        !self.is_utf16() && self.name() != "ISO-2022-JP"
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_standard() {
        for encoding in Encoding::all() {
            let standard = encoding_rs::Encoding::for_label(encoding.name().as_bytes()).expect("a label");
            assert_eq!(encoding.name(), standard.name());
            assert_eq!(Encoding::named(&encoding.name().to_uppercase()), Some(encoding));
        }
        assert_eq!(Encoding::UTF_16BE.name(), "UTF-16BE");
        assert_eq!(Encoding::WINDOWS_1252.name(), "windows-1252");
    }
}
