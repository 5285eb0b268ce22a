//! The canonical decomposition (NFD) of characters. Natively it is that of `unicode-normalization`, whose tables every
//! browser has a copy of: there it is the platform's, which whoever starts this crate hands in.

#[cfg(target_arch = "wasm32")]
mod platform {
    use std::sync::OnceLock;

    static DECOMPOSE: OnceLock<fn(char) -> String> = OnceLock::new();

    /// Says how the platform decomposes a character, once, before anything is read. Until then nothing is decomposed.
    pub fn decompose_with(decompose: fn(char) -> String) {
        // Whoever said it first has said the same.
        let _ = DECOMPOSE.set(decompose);
    }

    pub(crate) fn decompose(c: char, each: impl FnMut(char)) {
        let decomposed = DECOMPOSE.get().map_or_else(|| c.to_string(), |decompose| decompose(c));
        decomposed.chars().for_each(each);
    }
}

#[cfg(target_arch = "wasm32")]
pub use platform::decompose_with;

/// Hands on the characters of which one is made.
pub(super) fn decompose(c: char, mut each: impl FnMut(char)) {
    if c.is_ascii() {
        return each(c);
    }
    #[cfg(target_arch = "wasm32")]
    platform::decompose(c, each);
    #[cfg(not(target_arch = "wasm32"))]
    unicode_normalization::char::decompose_canonical(c, each);
}
