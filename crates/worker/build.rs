//! Lays the texts of `seeds/index.json` into the worker.

use std::path::Path;
use std::{env, fs};

fn main() {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../../seeds");
    println!("cargo::rerun-if-changed={}", root.display());
    let index = fs::read_to_string(root.join("index.json")).expect("seeds/index.json lists the samples");
    let seeds: Vec<serde_json::Value> = serde_json::from_str(&index).expect("seeds/index.json is an array");
    let rows: String = seeds
        .iter()
        .filter_map(|seed| seed["file"].as_str())
        .map(|file| format!("    ({file:?}, include_str!({:?})),\n", root.join(file)))
        .collect();
    let table = format!("const SAMPLES: &[(&str, &str)] = &[\n{rows}];\n");
    let out = Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("samples.rs");
    fs::write(out, table).expect("the build folder can be written to");
}
