//! Encodings on the command line: named, and told where nothing says them. What is not UTF-8 is never read by a guess here:
//! nobody would see it.

use crate::report;
use postil_decode::{Decoder, Encoding, Native, Reading, Refusal};
use std::cell::Cell;

/// The encoding of a label of the Encoding Standard.
pub fn parse(label: &str) -> Result<Encoding, String> {
    Native.encoding(label).ok_or_else(|| {
        let names: Vec<&str> = Encoding::all().map(Encoding::name).collect();
        format!("there is no such encoding of texts; there are {}, and their other names", names.join(", "))
    })
}

/// How files are read, of which a person says an encoding or none.
pub fn reading(chosen: Option<Encoding>) -> Reading<'static> {
    Reading { decoder: &Native, chosen, guesses: false, replaces: false }
}

/// Says which encodings are likely, once for each run: of many files the first is enough to look at.
pub fn hint(refusal: &Refusal) {
    thread_local! { static IS_TOLD: Cell<bool> = const { Cell::new(false) } }
    let likely: Vec<_> = refusal.candidates.iter().filter(|it| it.is_likely && it.damaged == 0).collect();
    if likely.is_empty() || IS_TOLD.replace(true) {
        return;
    }
    report("name its encoding with --encoding; it may be");
    let width = likely.iter().map(|it| it.encoding.name().len()).max().unwrap_or_default();
    for it in likely {
        report(&format!("  {:<width$}  {}", it.encoding.name(), it.preview));
    }
}
