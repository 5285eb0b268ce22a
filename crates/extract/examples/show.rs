//! Prints a text with what is found in it: `cargo run -p postil-extract --example show -- 2018-09-17 < article.txt`.

use postil_extract::{Settings, extract};
use std::io::{Read, stdin};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dct = std::env::args().nth(1).map(|day| day.parse()).transpose().map_err(|e: jiff::Error| e.to_string())?;
    let mut text = String::new();
    stdin().read_to_string(&mut text)?;
    let found = extract(&text, Settings { dct, ..Settings::default() });
    for span in &found.spans {
        let value = span.value.as_deref().unwrap_or("");
        let reasons: Vec<String> = span.provenance.reasons.iter().map(|reason| reason.to_string()).collect();
        let quoted = &text[span.range.to_usize()];
        println!("{:<9}{:<5.2}{quoted:?} {value} ({})", span.label, span.score().to_f64(), reasons.join("; "));
    }
    for relation in &found.relations {
        let text_of = |at: usize| &text[found.spans[at].range.to_usize()];
        println!("{} {:?} -> {:?}", relation.label, text_of(relation.head as usize), text_of(relation.tail as usize));
    }
    Ok(())
}
