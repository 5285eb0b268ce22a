//! From scores to probabilities: one temperature, then a rising curve for each kind (isotonic regression, by pooling adjacent
//! violators), fitted on development texts.

use crate::corpora::{self, DEVELOPMENT, Document};
use crate::evaluate::settings;
use crate::score::{coarse, norm};
use postil_extract::training::labels::{EVENT, KINDS, MISC, NORP, ORG, PERSON, PLACE};
use postil_extract::training::{Calibration, MOST_POINTS, Parts};
use postil_extract::{Label, Model, extract_with};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

/// A suggestion: its kind, its score from 0 to 1, whether it is right.
type Judged = (usize, f64, bool);

/// Suggestions of the kinds that a corpus annotates.
fn judged(document: &Document, model: &Arc<Model>, out: &mut Vec<Judged>) {
    let chars: Vec<char> = document.text.chars().collect();
    let places: Vec<usize> = document.text.char_indices().map(|(byte, _)| byte).collect();
    let place = |byte: usize| places.partition_point(|start| *start < byte);
    let full = document.source.starts_with("crossner");
    let kind_of = |label: &str| match label.to_ascii_lowercase().as_str() {
        label if coarse(label).is_some() && !(document.source == "gmb" && label == "gpe") => {
            coarse(label).map(|coarse| [PERSON, ORG, PLACE][coarse as usize])
        }
        "norp" | "nationality" => Some(NORP),
        "event" | "election" | "conference" => Some(EVENT),
        "gpe" => Some(NORP),
        _ => Some(MISC),
    };
    let entities = document.entities.iter();
    let gold: BTreeSet<(usize, usize, usize)> = entities
        .filter_map(|(start, end, label)| {
            let kind = kind_of(label)?;
            let (start, end) = norm(&chars, (*start)?, (*end)?, kind == PERSON);
            Some((start, end, kind))
        })
        .collect();
    for span in extract_with(&document.text, settings(), model).spans {
        let kind = match Label::from_slug(span.label.as_str()) {
            Some(Label::Person) => PERSON,
            Some(Label::Org) => ORG,
            Some(Label::Gpe | Label::Loc | Label::Fac) => PLACE,
            Some(Label::Norp) => NORP,
            Some(Label::Event) => EVENT,
            _ => MISC,
        };
        let annotated = kind <= PLACE || document.source == "gmb" && kind == NORP || full && kind != NORP;
        if !annotated {
            continue;
        }
        let range = span.range.to_usize();
        let (start, end) = norm(&chars, place(range.start), place(range.end), kind == PERSON);
        out.push((kind, span.score().to_f64(), gold.contains(&(start, end, kind))));
    }
}

fn all(data: &Path, parts: &[&str], model: &Arc<Model>) -> Result<Vec<Judged>, Box<dyn Error>> {
    let mut found = Vec::new();
    for part in parts {
        for document in corpora::read(data, part)? {
            judged(&document, model, &mut found);
        }
    }
    Ok(found)
}

/// The expected calibration error over ten bins of equal width.
pub fn error(data: &Path, parts: &[&str], model: &Arc<Model>) -> Result<f64, Box<dyn Error>> {
    Ok(expected_error(&all(data, parts, model)?))
}

fn expected_error(found: &[Judged]) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for (_, score, right) in found {
        let (count, scores, rights) = &mut bins[((score * 10.0) as usize).min(9)];
        *count += 1.0;
        *scores += score;
        *rights += f64::from(u8::from(*right));
    }
    bins.iter().map(|(_, scores, rights)| f64::abs(scores - rights)).sum::<f64>() / found.len().max(1) as f64
}

/// Fits the temperature and the curves.
pub fn calibrate(data: &Path, parts: &Parts) -> Result<Calibration, Box<dyn Error>> {
    let straight = |scale: f32| Calibration { scale, curves: Default::default() };
    let mut best = (f64::INFINITY, straight(0.03), Vec::new());
    // Of a quantised score: what it was worth in training says nothing once weights were averaged and scaled.
    for scale in [0.003, 0.006, 0.012, 0.025, 0.05, 0.1, 0.2] {
        let calibration = straight(scale);
        let model = Arc::new(Model::from_parts(Parts { calibration: calibration.clone(), ..parts.clone() }));
        let found = all(data, DEVELOPMENT, &model)?;
        // The logarithm of the chance of what came out.
        let loss: f64 = found
            .iter()
            .map(|(_, score, right)| {
                let chance = if *right { *score } else { 1.0 - score };
                -libm::log(chance.clamp(0.001, 1.0))
            })
            .sum::<f64>()
            / found.len().max(1) as f64;
        eprintln!("        temperature {scale}: loss {loss:.4}, error {:.4}", expected_error(&found));
        if loss < best.0 {
            best = (loss, calibration, found);
        }
    }
    let (_, mut calibration, found) = best;
    for kind in 0..KINDS {
        let of = |(other, ..): &&Judged| *other == kind || (kind > PLACE && *other > PLACE);
        let mut points: Vec<(f64, f64)> =
            found.iter().filter(of).map(|(_, score, right)| (*score, f64::from(u8::from(*right)))).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        calibration.curves[kind] = rising(&points);
    }
    Ok(calibration)
}

/// A rising curve through points, which are sorted by their first.
fn rising(points: &[(f64, f64)]) -> Vec<(u16, u16)> {
    // Blocks of equal count first: their ends are what the curve can bend at.
    let size = points.len().div_ceil(MOST_POINTS / 2).max(20);
    let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
    for chunk in points.chunks(size) {
        let count = chunk.len() as f64;
        let sums = chunk.iter().fold((0.0, 0.0), |sums, point| (sums.0 + point.0, sums.1 + point.1));
        blocks.push((count, sums.0, sums.1));
        while let [.., a, b] = blocks[..]
            && a.2 / a.0 >= b.2 / b.0
        {
            blocks.truncate(blocks.len() - 2);
            blocks.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let thousandths = |value: f64| (value * 1000.0).round().clamp(0.0, 1000.0) as u16;
    let mut curve: Vec<(u16, u16)> = blocks
        .iter()
        .map(|(count, scores, rights)| (thousandths(scores / count), thousandths(rights / count)))
        .collect();
    curve.dedup_by_key(|(score, _)| *score);
    curve
}
