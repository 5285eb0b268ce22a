//! Gives the crate the version of its rules.

mod version;

use std::env;
use std::path::Path;

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("set by cargo");
    for folder in version::FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
    }
    let version = version::of(Path::new(&root)).expect("the crate can read its own files");
    println!("cargo::rustc-env=POSTIL_RULES_VERSION={version}");
}
