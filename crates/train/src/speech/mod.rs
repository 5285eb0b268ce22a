//! Who said what, and who is who: learning and measuring it.

mod clusters;
mod gold;
pub mod learn;
mod quotes;

use gold::Gold;
use postil_extract::training::{Parts, Weights};
use postil_extract::{Layers, Model, Settings, extract_with};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

/// What is learned from.
const TRAINING: [&str; 3] = ["litbank/train", "gum/train", "gap/train"];

/// Parts that carry quotations with speakers: what is chosen by.
const QUOTES: [&str; 2] = ["litbank/dev", "gum/dev"];

/// Parts that carry clusters, and pronouns with two names: what is chosen by.
const CLUSTERS: [&str; 3] = ["gap/dev", "gum/dev", "litbank/dev"];

fn documents(data: &Path) -> Result<Vec<Gold>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for part in TRAINING {
        documents.extend(gold::read(data, part)?);
    }
    Ok(documents)
}

/// Learns to choose, and measures; the model with the weights.
pub fn train(data: &Path, model: &Arc<Model>, epochs: usize) -> Result<Arc<Model>, Box<dyn Error>> {
    let model = with(model, learn::learn(documents(data)?, model, epochs));
    measure_quotes(data, &[], &model, false)?;
    measure_clusters(data, &[], &model)?;
    Ok(model)
}

/// Measures on training texts, each read with weights that were learned from others.
pub fn cross_validate(data: &Path, model: &Arc<Model>, epochs: usize, folds: usize) -> Result<(), Box<dyn Error>> {
    let documents = documents(data)?;
    let mut counts = quotes::Counts::default();
    let mut choices = clusters::Choices::default();
    let mut compared: [Vec<_>; 2] = Default::default();
    for fold in 0..folds {
        let of = |it: &(usize, Gold)| it.0 % folds == fold;
        let (held, kept): (Vec<_>, Vec<_>) = documents.iter().cloned().enumerate().partition(of);
        let kept = kept.into_iter().map(|(_, gold)| gold).collect();
        let model = with(model, learn::learn(kept, model, epochs));
        for (_, gold) in held {
            let found = find(&gold, &model);
            choices.count(&gold, &found);
            if gold.choice.is_none() {
                quotes::count(&gold, &found, &mut counts, |_, _, _| {});
                compared[usize::from(gold.id.starts_with("GUM"))].push(clusters::compared(&gold, &found));
            }
        }
    }
    counts.print("cross-validation");
    choices.print("cross-validation");
    clusters::print("cross-validation, fiction", &compared[0]);
    clusters::print("cross-validation, gum", &compared[1]);
    Ok(())
}

fn with(model: &Arc<Model>, choices: Weights) -> Arc<Model> {
    Arc::new(Model::from_parts(Parts { choices, ..model.parts().clone() }))
}

fn find(gold: &Gold, model: &Arc<Model>) -> quotes::Found {
    let settings = Settings { layers: Layers::ALL, ..Settings::default() };
    quotes::Found::of(&extract_with(&gold.text, settings, model))
}

/// The scores of clusters.
pub fn measure_clusters(data: &Path, parts: &[String], model: &Arc<Model>) -> Result<(), Box<dyn Error>> {
    let parts = if parts.is_empty() { CLUSTERS.map(str::to_owned).to_vec() } else { parts.to_vec() };
    for part in &parts {
        let mut choices = clusters::Choices::default();
        let mut documents = Vec::new();
        for gold in gold::read(data, part)? {
            let found = find(&gold, model);
            choices.count(&gold, &found);
            if gold.choice.is_none() {
                documents.push(clusters::compared(&gold, &found));
            }
        }
        if choices.texts > 0 {
            choices.print(part);
        }
        clusters::print(part, &documents);
    }
    Ok(())
}

/// The scores of quotations. With `errors`, each error too.
pub fn measure_quotes(data: &Path, parts: &[String], model: &Arc<Model>, errors: bool) -> Result<(), Box<dyn Error>> {
    let parts = if parts.is_empty() { QUOTES.map(str::to_owned).to_vec() } else { parts.to_vec() };
    let mut all = quotes::Counts::default();
    for part in &parts {
        let mut counts = quotes::Counts::default();
        for gold in gold::read(data, part)? {
            let found = find(&gold, model);
            quotes::count(&gold, &found, &mut all, |_, _, _| {});
            quotes::count(&gold, &found, &mut counts, |what, quote, speaker| {
                if errors {
                    tell(what, &gold, quote, speaker.map(|at| &gold.text[found.spans[at].clone()]));
                }
            });
        }
        counts.print(part);
    }
    if parts.len() > 1 {
        all.print("all");
    }
    Ok(())
}

fn tell(what: &str, gold: &Gold, quote: &gold::Quote, said: Option<&str>) {
    let text = &gold.text;
    let (start, end) = (quote.range.start, quote.range.end);
    let from = text.floor_char_boundary(start.saturating_sub(100));
    let to = text.ceil_char_boundary((end + 100).min(text.len()));
    let of = gold.mentions.iter().find(|it| quote.speaker == Some(it.chain)).map(|it| &text[it.range.clone()]);
    let [before, inside, behind] = [from..start, start..end, end..to].map(|part| text[part].replace('\n', " ⏎ "));
    println!("{what}: {}: …{before} [[{inside}]] {behind}… gold {of:?} said {said:?}", gold.id);
}
