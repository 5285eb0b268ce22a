//! Says what reading a text costs the processor:
//! `cargo run --release -p postil-extract --example cost -- MODEL TEXT PASSES BATCHES`.
//!
//! Entities with tokens and sentences, by the thread's own clock (Linux), so many times; then first batches alone, and
//! everything that there is to find. Without a pass and a batch it does all but this, so that whoever counts
//! instructions can take that away.

use postil_extract::{Extractor, Layers, Model, Settings, structure};
use std::error::Error;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("usage: cost MODEL TEXT PASSES BATCHES");
    let model = Arc::new(Model::read(&std::fs::read(next()?)?)?);
    let text: Arc<str> = std::fs::read_to_string(next()?)?.into();
    let (passes, batches): (usize, usize) = (next()?.parse()?, next()?.parse()?);
    let begin = |text: &Arc<str>, layers: Layers| {
        Extractor::with_model(Arc::clone(text), Settings { layers, ..Settings::default() }, Arc::clone(&model))
    };
    let read = |layers: Layers, passes: usize| -> Result<(f64, usize), Box<dyn Error>> {
        let mut spans = 0;
        let before = cpu()?;
        for _ in 0..passes {
            let mut extractor = begin(&text, layers);
            spans = 0;
            while let Some(batch) = extractor.next_batch() {
                spans += batch.found.spans.len();
            }
        }
        Ok(((cpu()? - before) / passes.max(1) as f64, spans))
    };

    println!("tokens {}", structure(&text).tokens.len());
    // The first batch reads the dictionaries.
    let first = begin(&text, Layers::ALL).next_batch().ok_or("the text is empty")?;
    let small: Arc<str> = text[first.range.to_usize()].into();
    let (seconds, spans) = read(Layers::ENTITIES, passes)?;
    println!("entities-seconds {seconds}\nentities {spans}");
    if batches == 0 {
        return Ok(());
    }
    for (name, text) in [("first-of-large", &text), ("first-of-small", &small)] {
        let before = cpu()?;
        for _ in 0..batches {
            begin(text, Layers::ENTITIES).next_batch();
        }
        println!("{name} {}", (cpu()? - before) / batches as f64);
    }
    let (seconds, spans) = read(Layers::ALL, passes)?;
    println!("all-seconds {seconds}\nall {spans}");
    Ok(())
}

/// CPU that this thread has used, in seconds; exact to a few milliseconds.
fn cpu() -> Result<f64, Box<dyn Error>> {
    let all = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = all.split(' ').next().ok_or("an empty clock")?.parse()?;
    Ok(nanoseconds / 1e9)
}
