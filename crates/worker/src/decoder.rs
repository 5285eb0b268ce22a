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

    impl Platform {
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
            Self::decode(encoding, bytes, true)
        }

        fn lossy(&self, encoding: Encoding, bytes: &[u8]) -> String {
            Self::decode(encoding, bytes, false).unwrap_or_default()
        }
    }
}
