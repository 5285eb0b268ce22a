//! Who knows the tables: this crate has none of its own.

use crate::Encoding;

/// What reads the encodings of the Encoding Standard: a crate natively, the platform's `TextDecoder` in a browser, where
/// tables of our own would be a second copy of those. Both do what the standard says, so the same bytes are the same text.
///
/// No mark is taken off, and nothing is looked for in the bytes: that is what [`decode`](crate::decode()) is for.
pub trait Decoder {
    /// The encoding that a label stands for, such as `latin1` for windows-1252. None for what is no label, and for
    /// those of encodings that no text is written in.
    fn encoding(&self, label: &str) -> Option<Encoding>;

    /// The text of some bytes; None where they are not of the encoding.
    fn strict(&self, encoding: Encoding, bytes: &[u8]) -> Option<String>;

    /// The text of some bytes, with U+FFFD for what is not of the encoding.
    fn lossy(&self, encoding: Encoding, bytes: &[u8]) -> String;
}

/// The decoder of programs that run outside of a browser.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug, Default)]
pub struct Native;

#[cfg(not(target_arch = "wasm32"))]
impl Native {
    fn tables(encoding: Encoding) -> &'static encoding_rs::Encoding {
        encoding_rs::Encoding::for_label(encoding.name().as_bytes()).expect("every name is a label")
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Decoder for Native {
    fn encoding(&self, label: &str) -> Option<Encoding> {
        encoding_rs::Encoding::for_label(label.as_bytes()).and_then(|standard| Encoding::named(standard.name()))
    }

    fn strict(&self, encoding: Encoding, bytes: &[u8]) -> Option<String> {
        Self::tables(encoding).decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
    }

    fn lossy(&self, encoding: Encoding, bytes: &[u8]) -> String {
        Self::tables(encoding).decode_without_bom_handling(bytes).0.into()
    }
}
