//! Says how fast a text is read: `cargo run --release -p postil-extract --example speed -- article.txt`.

use postil_extract::{Extractor, Layers, Settings, structure};
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let article = std::fs::read_to_string(path)?;
    let text = article.repeat(1 + 2_000_000 / article.len());
    let megabytes = text.len() as f64 / 1e6;
    let best = |work: &dyn Fn() -> usize| -> (Duration, usize) {
        let mut runs = (0..5).map(|_| {
            let start = Instant::now();
            let count = work();
            (start.elapsed(), count)
        });
        let first = runs.next().unwrap_or_default();
        runs.fold(first, std::cmp::min)
    };
    let report = |what: &str, (took, count): (Duration, usize)| {
        println!("{what:<10} {:6.1} MB/s, {count} found", megabytes / took.as_secs_f64());
    };
    report("structure", best(&|| structure(&text).tokens.len()));
    for (what, layers) in [
        ("entities", Layers::ENTITIES),
        ("numbers", Layers::NUMBERS),
        ("time", Layers::TIME),
        ("quotes", Layers::QUOTES),
        ("all", Layers::ALL),
    ] {
        let read = || {
            let mut extractor = Extractor::new(text.as_str(), Settings { layers, ..Settings::default() });
            let mut spans = 0;
            while let Some(batch) = extractor.next_batch() {
                spans += batch.found.spans.len();
            }
            spans
        };
        report(what, best(&read));
    }
    Ok(())
}
