//! One target, named by `POSTIL_TARGET`. Built by `cargo xtask fuzz` it is driven by libFuzzer; built otherwise it runs the
//! inputs that are named on its command line, one after the other.

#![cfg_attr(fuzzing, no_main)]

use postil_fuzz::Target;

/// The target that is asked for.
fn target() -> Target {
    let name = std::env::var("POSTIL_TARGET").unwrap_or_default();
    Target::named(&name).unwrap_or_else(|| panic!("POSTIL_TARGET names no target: `{name}`"))
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    static TARGET: std::sync::OnceLock<Target> = std::sync::OnceLock::new();
    postil_fuzz::run(*TARGET.get_or_init(target), input);
});

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    let target = target();
    for file in std::env::args_os().skip(1) {
        postil_fuzz::run(target, &std::fs::read(&file)?);
        println!("{}: nothing found", file.display());
    }
    Ok(())
}
