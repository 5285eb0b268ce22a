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
pub fn counts(document: &corpora::Document, spans: &[postil_core::SuggestedSpan]) -> Counts {
    let chars: Vec<char> = document.text.chars().collect();
    let places: Vec<usize> = document.text.char_indices().map(|(byte, _)| byte).collect();
    let place = |byte: usize| places.partition_point(|start| *start < byte);
    let said = spans.iter().map(|span| {
        let range = span.range.to_usize();
        (place(range.start), place(range.end), span.label.as_str().to_owned())
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
    println!("digest of the engine with this model {}", postil_extract::digest_with(model));
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
            spans += batch.found.spans.len();
        }
        best = best.min(began.elapsed().as_secs_f64());
    }
    let megabytes = text.len() as f64 / 1e6;
    let first = |text: &str| {
        let times = (0..50).map(|_| {
            let began = Instant::now();
            Extractor::with_model(text, settings(), Arc::clone(model)).next_batch();
            began.elapsed().as_secs_f64()
        });
        times.fold(f64::INFINITY, f64::min)
    };
    let short = &text[..text.floor_char_boundary(3_000)];
    let ratio = first(text) / first(short);
    println!("the first batch of it takes {ratio:.2} times as long as a text of 3 KB");
    println!("{megabytes:.2} MB in {best:.3} s: {:.2} MB a second, {spans} names", megabytes / best);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;
    use std::process::Command;
    use std::{env, fs};

    /// The corpora's own referee says the same, to the digit.
    #[test]
    fn the_referee_agrees() {
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        let data = env::var_os("POSTIL_CORPORA").map_or_else(beside, Into::into).join("data");
        let referee = data.join("score.py");
        if !referee.is_file() || Command::new("python3").arg("--version").output().is_err() {
            println!("skipped: there is no {} or no python3", referee.display());
            return;
        }
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extract/models/en.postil-model");
        let bytes = fs::read(file).expect("the model is there");
        let model = Arc::new(Model::read(&bytes).expect("the model can be read"));
        for test in ["uner_ewt/dev", "gmb/dev", "re3d/dev"] {
            let (mut ours, mut rows) = (Counts::default(), String::new());
            for document in corpora::read(&data, test).expect("the corpus is there") {
                let spans = extract_with(&document.text, settings(), &model).spans;
                ours.add(counts(&document, &spans));
                let place = |byte: usize| document.text[..byte].chars().count();
                let said = spans.iter().map(|span| {
                    let range = span.range.to_usize();
                    (place(range.start), place(range.end), span.label.as_str())
                });
                let row = serde_json::json!({"id": document.id, "entities": said.collect::<Vec<_>>()});
                writeln!(rows, "{row}").expect("a string takes everything");
            }
            let name = format!("postil-referee-{}-{}.jsonl", std::process::id(), test.replace('/', "-"));
            let said = env::temp_dir().join(name);
            fs::write(&said, rows).expect("a file can be written");
            let gold = data.join(format!("{test}.jsonl"));
            let arguments = ["--coarse", "--norm", "--labels", "PER,ORG,LOC", "--json"];
            let output = Command::new("python3").arg(&referee).args([&gold, &said]).args(arguments).output();
            let output = output.expect("the referee runs");
            let theirs: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it writes JSON");
            let f1 = theirs["ALL"]["F"].as_f64().expect("it is a number") * 100.0;
            let _ = fs::remove_file(said);
            assert!((f1 - ours.f1()).abs() < 1e-9, "{test}: {f1} by the referee, {} by us", ours.f1());
            assert_eq!(theirs["ALL"]["n"], ours.wanted);
        }
    }
}
