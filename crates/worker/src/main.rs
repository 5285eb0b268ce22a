//! The worker's binary. Elsewhere than in a browser it does nothing: the `postil` command is for that.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    #[cfg(target_arch = "wasm32")]
    postil_worker::scope::start();
}

/// SHA-256 over everything that extraction finds in a fixed text, and the version that it names, by rules and with a model:
/// the same natively and here.
/// Not in the library, where it would draw the engine into each of its binaries.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn engine_digest(model: &[u8]) -> String {
    let model = postil_extract::Model::read(model).expect("a model of the release");
    let version = model.version().to_owned();
    let [by_rules, with_model] = [postil_extract::digest(), postil_extract::digest_with(&model.into())];
    format!("{by_rules} {} {with_model} {version}", postil_extract::RULES_VERSION)
}
