//! The one place where the versions of tools stand.
//!
//! A tool found on `PATH` at exactly this version is used; otherwise it is installed under `.tools/`,
//! next to the sources, and nothing that the user has is overwritten. To move a version, change it here
//! and run `cargo xtask ci`.

/// Trunk builds and serves the page. Later versions want a newer compiler than `rust-version`.
pub const TRUNK: &str = "0.21.14";

/// `wasm-bindgen` writes the JavaScript beside the Wasm. It must be exactly the version of the
/// `wasm-bindgen` crate in `Cargo.lock` (a test compares the two).
///
/// It is installed *without* `--locked`: the lock file published with this version names a crate
/// version that was withdrawn, so that a locked install cannot resolve.
pub const WASM_BINDGEN: &str = "0.2.130";

/// cargo-deny looks at what is linked: licences, names, origins, and known vulnerabilities.
pub const CARGO_DENY: &str = "0.20.2";

/// Binaryen, for `wasm-opt`, from npm: what distributions package is too old to read our Wasm.
/// `wasm-opt --version` prints the major number alone.
pub const BINARYEN: &str = "132.0.0";

/// esbuild, from npm, takes blanks and comments out of scripts and style sheets.
pub const ESBUILD: &str = "0.28.2";

/// The accessibility rules that the browser tests inject into the page.
pub const AXE_CORE: &str = "4.14.1";

/// Engines that find entities in a browser, from npm, which ours is measured beside. None of them ships.
pub const RIVALS: &[(&str, &str)] =
    &[("wink-nlp", "2.4.0"), ("wink-eng-lite-web-model", "1.8.1"), ("compromise", "14.17.0")];

/// The oldest Node.js that runs the tools above.
pub const NODE_MAJOR: u32 = 20;

/// geckodriver, through which the tests drive Firefox; it is a package of no distribution that we know.
pub const GECKODRIVER: &str = "0.37.1";

/// The oldest Firefox that the tests are held to: an extended support release.
pub const FIREFOX_MAJOR: u32 = 153;

/// Debian packages of the browsers that the tests drive.
pub const CHROMIUM_PACKAGES: &[&str] = &["chromium", "chromium-driver"];
pub const FIREFOX_PACKAGES: &[&str] = &["firefox-esr"];

/// Debian packages of the fonts that screenshots need: Latin, other scripts, emoji, CJK.
pub const FONT_PACKAGES: &[&str] = &["fonts-liberation", "fonts-noto-core", "fonts-noto-color-emoji", "fonts-noto-cjk"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_the_version_of_the_lock_file() {
        let lock = include_str!("../../Cargo.lock");
        let Some((_, rest)) = lock.split_once("name = \"wasm-bindgen\"\nversion = \"") else {
            return; // nothing links wasm-bindgen yet
        };
        let locked = rest.split('"').next().unwrap();
        assert_eq!(locked, WASM_BINDGEN, "change xtask/src/versions.rs and the workspace's `wasm-bindgen` together");
    }
}
