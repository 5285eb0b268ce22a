//! Writes the table of sample articles from `seeds/index.json`, so that the list stands in one place; and marks the build
//! of a release, whose Wasm is split in two.

use std::path::Path;
use std::{env, fs};

fn main() {
    split();
    println!("cargo::rerun-if-changed=seeds");
    let index = fs::read_to_string("seeds/index.json").expect("seeds/index.json lists the samples");
    let seeds: Vec<serde_json::Value> = serde_json::from_str(&index).expect("seeds/index.json is an array");
    let rows: String = seeds
        .iter()
        .map(|seed| {
            let text = |name: &str| seed[name].as_str().unwrap_or_default();
            let dct = seed["dct"].as_str();
            format!(
                "    Sample {{ file: {:?}, title: {:?}, language: {:?}, dct: {dct:?}, words: {}, shows: {:?} }},\n",
                text("file"),
                text("title"),
                text("language"),
                seed["words"],
                text("shows"),
            )
        })
        .collect();
    let table = format!("/// The articles that the app ships with.\npub const SAMPLES: &[Sample] = &[\n{rows}];\n");
    let out = Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("samples.rs");
    fs::write(out, table).expect("the build folder can be written to");
}

/// With `POSTIL_SPLIT` set, as `cargo xtask dist` sets it, the code is marked where it can be split, and the linker tells
/// what refers to what.
fn split() {
    println!("cargo::rerun-if-env-changed=POSTIL_SPLIT");
    println!("cargo::rustc-check-cfg=cfg(split)");
    if env::var_os("POSTIL_SPLIT").is_some() {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
