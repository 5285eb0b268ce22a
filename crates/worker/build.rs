//! Lays the texts of `seeds/index.json` into the worker, and how long the model's file is.

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
    let out = env::var("OUT_DIR").expect("set by cargo");
    let write = |name, content| fs::write(Path::new(&out).join(name), content).expect("the build folder can be written to");
    write("samples.rs", table);

    let model = root.join("../crates/extract/models/en.postil-model");
    println!("cargo::rerun-if-changed={}", model.display());
    let bytes = fs::metadata(model).expect("the model is in the repository").len();
    write("model.rs", format!("/// Of the model's file.\npub const FILE_BYTES: usize = {bytes};\n"));
}
