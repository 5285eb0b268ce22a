//! Who reads encodings here: the browser, whose tables are on every machine already.

use postil_decode::Decoder;

/// The decoder of this platform; natively, where tests run, the tables that the command has.
#[cfg(not(target_arch = "wasm32"))]
pub fn decoder() -> &'static dyn Decoder {
    &postil_decode::Native
}

/// The decoder of this platform: `TextDecoder`.
#[cfg(target_arch = "wasm32")]
pub fn decoder() -> &'static dyn Decoder {
    &browser::Platform
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use postil_decode::{Decoder, Encoding};
    use wasm_bindgen::JsValue;
    use web_sys::{TextDecoder, TextDecoderOptions};

    pub struct Platform;

    /// The pairs of Big5 that are two characters each: of these Chromium 156 makes others, and says nothing.
    const TWO_CHARACTERS: [([u8; 2], &str); 4] = [
        ([0x88, 0x62], "\u{ca}\u{304}"),
        ([0x88, 0x64], "\u{ca}\u{30c}"),
        ([0x88, 0xa3], "\u{ea}\u{304}"),
        ([0x88, 0xa5], "\u{ea}\u{30c}"),
    ];

    impl Platform {
        /// Big5 keeps no state from character to character, so what lies between those pairs is read by itself.
        fn big5(encoding: Encoding, bytes: &[u8], is_fatal: bool) -> Option<String> {
            let (mut text, mut start, mut at) = (String::new(), 0, 0);
            while at < bytes.len() {
                let pair = bytes[at..].first_chunk::<2>();
                if let Some((_, meant)) = TWO_CHARACTERS.iter().find(|(it, _)| pair == Some(it)) {
                    text += &Self::decode(encoding, &bytes[start..at], is_fatal)?;
                    text += meant;
                    start = at + 2;
                }
                let is_pair = matches!(pair, Some([0x81..=0xfe, 0x40..=0x7e | 0xa1..=0xfe]));
                at += if is_pair { 2 } else { 1 };
            }
            Some(text + &Self::decode(encoding, &bytes[start..], is_fatal)?)
        }

        fn read(encoding: Encoding, bytes: &[u8], is_fatal: bool) -> Option<String> {
            match encoding.name() {
                "Big5" => Self::big5(encoding, bytes, is_fatal),
                _ => Self::decode(encoding, bytes, is_fatal),
            }
        }

        fn decode(encoding: Encoding, bytes: &[u8], is_fatal: bool) -> Option<String> {
            let options = TextDecoderOptions::new();
            options.set_fatal(is_fatal);
            // A mark is a character like any other here; whoever calls has taken it off.
            let is_set = js_sys::Reflect::set(&options, &"ignoreBOM".into(), &JsValue::TRUE);
            debug_assert!(is_set.is_ok(), "the options are a plain object");
            let decoder = TextDecoder::new_with_label_and_options(encoding.name(), &options).ok()?;
            decoder.decode_with_u8_array(bytes).ok()
        }
    }

    impl Decoder for Platform {
        fn encoding(&self, label: &str) -> Option<Encoding> {
            Encoding::named(&TextDecoder::new_with_label(label).ok()?.encoding())
        }

        fn strict(&self, encoding: Encoding, bytes: &[u8]) -> Option<String> {
            Self::read(encoding, bytes, true)
        }

        fn lossy(&self, encoding: Encoding, bytes: &[u8]) -> String {
            Self::read(encoding, bytes, false).unwrap_or_default()
        }
    }
}
