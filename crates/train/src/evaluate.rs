//! Measuring a model as it is at work: from raw text, by the engine itself.

use crate::corpora::{self, DEVELOPMENT, TESTS};
use crate::score::{self, Counts};
use postil_extract::{Extractor, Layers, Model, Settings, extract_with};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Entities alone.
pub fn settings() -> Settings {
    Settings { layers: Layers::ENTITIES, ..Settings::default() }
}

/// The counts of one file.
pub fn part(data: &Path, part: &str, model: &Arc<Model>) -> Result<Counts, Box<dyn Error>> {
    let mut all = Counts::default();
    for document in corpora::read(data, part)? {
        let found = extract_with(&document.text, settings(), model);
        all.add(counts(&document, &found.spans));
    }
    Ok(all)
}

/// The counts of one document.
pub fn counts(document: &corpora::Document, spans: &[postil_extract::SuggestedSpan]) -> Counts {
    let chars: Vec<char> = document.text.chars().collect();
    let places: Vec<usize> = document.text.char_indices().map(|(byte, _)| byte).collect();
    let place = |byte: usize| places.partition_point(|start| *start < byte);
    let said = spans.iter().map(|span| {
        let range = span.range.to_usize();
        (place(range.start), place(range.end), span.label.slug().to_owned())
    });
    let gold = document.entities.iter().filter_map(|(start, end, label)| Some(((*start)?, (*end)?, label.clone())));
    score::document(&chars, &document.source, gold, said)
}

/// The scores on all tests and development texts.
pub fn report(data: &Path, model: &Arc<Model>) -> Result<(), Box<dyn Error>> {
    let mut sum = 0.0;
    for (_, test) in TESTS {
        let f1 = part(data, test, model)?.f1();
        println!("test {test:<24} {f1:5.1}");
        sum += f1;
    }
    println!("mean of the tests {:.2}", sum / TESTS.len() as f64);
    sum = 0.0;
    for development in DEVELOPMENT {
        let f1 = part(data, development, model)?.f1();
        println!("dev  {development:<24} {f1:5.1}");
        sum += f1;
    }
    println!("mean of the development texts {:.2}", sum / DEVELOPMENT.len() as f64);
    println!("calibration error on the development texts {:.3}", crate::calibrate::error(data, DEVELOPMENT, model)?);
    let tests: Vec<&str> = TESTS.iter().map(|(_, part)| *part).collect();
    println!("calibration error on the tests {:.3}", crate::calibrate::error(data, &tests, model)?);
    Ok(())
}

/// Says how fast a text is read, entities with tokens and sentences: the best of five runs.
pub fn speed(model: &Arc<Model>, text: &str) -> Result<(), Box<dyn Error>> {
    let mut best = f64::INFINITY;
    let mut spans = 0;
    for _ in 0..5 {
        let began = Instant::now();
        let mut extractor = Extractor::with_model(text, settings(), Arc::clone(model));
        spans = 0;
        while let Some(batch) = extractor.next_batch() {
            spans += batch.spans.len();
        }
        best = best.min(began.elapsed().as_secs_f64());
    }
    let megabytes = text.len() as f64 / 1e6;
    println!("{megabytes:.2} MB in {best:.3} s: {:.2} MB a second, {spans} names", megabytes / best);
    Ok(())
}
