//! Says what reading a text costs the processor:
//! `cargo run --release -p postil-extract --example cost -- MODEL TEXT PASSES BATCHES`.
//!
//! Entities with tokens and sentences, by the thread's own clock (Linux), so many times; then first batches alone, and
//! everything that there is to find. Without a pass and a batch it does all but this, so that whoever counts
//! instructions can take that away. With a pass it also says the SHA-256 of all that was found, but for the versions of who
//! found it: two builds that say the same find the same.

use postil_extract::{Batch, Extractor, Layers, Model, Settings, structure};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("usage: cost MODEL TEXT PASSES BATCHES");
    let file = std::fs::read(next()?)?;
    let (before, memory) = (cpu()?, resident()?);
    let model = Arc::new(Model::read(&file)?);
    println!("model-seconds {}\nmodel-bytes {}", cpu()? - before, resident()?.saturating_sub(memory));
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
    let mut digest = Sha256::new();
    let mut extractor = begin(&text, Layers::ALL);
    while let Some(batch) = extractor.next_batch() {
        digest.update(said(&batch));
    }
    let digest: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("all-sha256 {digest}");
    Ok(())
}

/// All that a batch holds, but for versions.
fn said(batch: &Batch) -> String {
    let found = &batch.found;
    let spans = found.spans.iter().map(|it| {
        let by = &it.provenance;
        format!("{:?} {} {:?} {} {} {:?}\n", it.range, it.label, it.value, by.extractor, by.score.parts(), by.reasons)
    });
    let relations = found.relations.iter().map(|it| {
        let by = &it.provenance;
        format!("{} {} {} {} {:?}\n", it.label, it.head, it.tail, by.score.parts(), by.reasons)
    });
    let members = found.members.iter().map(|it| {
        let by = &it.provenance;
        format!("{} {} {} {:?}\n", it.cluster, it.span, by.score.parts(), by.reasons)
    });
    let events = found.events.iter().map(|it| {
        let by = &it.provenance;
        let arguments = it.arguments.iter().map(|it| (&it.role, it.span, it.provenance.score, &it.provenance.reasons));
        let arguments: Vec<_> = arguments.collect();
        format!("{} {} {arguments:?} {:?} {} {:?}\n", it.label, it.trigger, it.attributes, by.score.parts(), by.reasons)
    });
    spans.chain(relations).chain(members).chain(events).collect()
}

/// Memory of this program that is in use, in bytes (Linux).
fn resident() -> Result<usize, Box<dyn Error>> {
    let all = std::fs::read_to_string("/proc/self/statm")?;
    let pages: usize = all.split(' ').nth(1).ok_or("no memory is told")?.parse()?;
    Ok(pages * 4096)
}

/// CPU that this thread has used, in seconds; exact to a few milliseconds.
fn cpu() -> Result<f64, Box<dyn Error>> {
    let all = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = all.split(' ').next().ok_or("an empty clock")?.parse()?;
    Ok(nanoseconds / 1e9)
}
