//! One number that says whether two builds of the engine find the same.

use crate::{Settings, extract, structure};
use jiff::civil::date;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The text that is read; ours, with something for each rule and much that has broken other programs.
const TEXT: &str = include_str!("../data/digest.txt");

/// SHA-256, in lower-case hex, over everything found in a fixed built-in text: the same natively and in Wasm.
pub fn digest() -> String {
    let mut said = String::new();
    let found = structure(TEXT);
    let settings = Settings { dct: Some(date(2018, 9, 17)), ..Settings::default() };
    let suggested = extract(TEXT, settings);
    let mut write = |args: fmt::Arguments<'_>| said.write_fmt(args).expect("a string takes everything");
    use std::fmt;
    for p in &found.paragraphs {
        write(format_args!("p {:?} {}\n", p.range, p.heading));
    }
    for s in &found.sentences {
        write(format_args!("s {s:?}\n"));
    }
    for t in &found.tokens {
        write(format_args!("t {}..{} {:?}\n", t.start, t.end, t.kind));
    }
    for s in &suggested.spans {
        let value = s.value.as_deref().unwrap_or("");
        write(format_args!("{:?} {} {} {value}", s.range, s.label, s.score.parts()));
        for reason in &s.provenance.reasons {
            write(format_args!(" | {reason}"));
        }
        write(format_args!("\n"));
    }
    for r in &suggested.relations {
        write(format_args!("{} {} {} {}\n", r.kind.slug(), r.head, r.tail, r.score.parts()));
    }
    Sha256::digest(said.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
