//! Simulated readers: what learning on the device is worth. They read documents of corpora whose style the model has not seen, decide about
//! what is suggested as the annotators of the corpus would, and what is suggested in documents that nobody has read is compared before and
//! after. `docs/learning.md` says what comes out.

mod reader;
mod texts;

use postil_core::{Slug, SuggestedSpan};
use postil_extract::{Label, Model};
use postil_learn::Lessons;
use reader::{Project, Tally, Work};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::{fs, io};
use texts::{Text, read, slug, texts};

/// A corpus that is read: the model that has not seen it, and the parts of it.
struct Reading {
    name: &'static str,
    without: &'static str,
    parts: &'static [&'static str],
    /// Labels of its own that are asked about alone.
    new: &'static [&'static str],
}

/// What it is chosen by how to learn.
const TUNING: &[Reading] = &[
    Reading { name: "gmb dev", without: "gmb", parts: &["gmb/dev"], new: &["tim"] },
    Reading { name: "uner_ewt dev", without: "uner_ewt", parts: &["uner_ewt/dev"], new: &[] },
    Reading {
        name: "crossner_other dev",
        without: "crossner",
        parts: &["crossner_other/dev"],
        new: &["award", "book", "musicgenre", "astronomicalobject"],
    },
];

/// What is reported.
const REPORTED: &[Reading] = &[
    Reading { name: "gmb test", without: "gmb", parts: &["gmb/test"], new: &["tim"] },
    Reading { name: "uner_ewt test", without: "uner_ewt", parts: &["uner_ewt/test"], new: &[] },
    Reading {
        name: "crossner_politics",
        without: "crossner",
        parts: &["crossner_politics/dev"],
        new: &["politicalparty", "election"],
    },
    Reading { name: "gum", without: "gum", parts: &["gum/train", "gum/dev"], new: &[] },
    Reading { name: "re3d", without: "re3d", parts: &["re3d/train", "re3d/dev"], new: &["Quantity", "Temporal"] },
];

/// Documents after which is measured.
const AFTER: [usize; 3] = [5, 20, 50];
/// Examples of a new label after which is measured.
const EXAMPLES: [usize; 2] = [50, 200];

/// What to simulate.
pub struct How<'a> {
    pub data: &'a Path,
    /// The folder with models that were trained without a corpus, as `--leave-out --keep` writes them.
    pub models: &'a Path,
    /// On what is chosen by rather than on what is reported.
    pub tuning: bool,
    /// Only corpora whose models were trained without one of these; all where there is none.
    pub only: &'a [String],
    /// Orders of documents.
    pub seeds: u64,
    /// Whether what is not decided yet is suggested again after each decision.
    pub at_once: bool,
}

/// Labels that all corpora have.
fn is_core(label: &Slug) -> bool {
    [Label::Person, Label::Org, Label::Loc].iter().any(|core| core.key() == *label)
}

fn measured(
    project: &Project, read: &[(Text, texts::Read)], counts: impl Fn(&Slug) -> bool,
) -> (Tally, Vec<(f64, bool)>) {
    let (mut tally, mut judged) = (Tally::default(), Vec::new());
    for (text, batches) in read {
        let said = project.suggest(batches, &Lessons::default());
        tally.count(&said, &text.gold, &counts);
        let is_right =
            |it: &SuggestedSpan| text.gold.iter().any(|(range, label)| *range == it.range && *label == it.label);
        judged.extend(said.iter().filter(|it| counts(&it.label)).map(|it| (it.score().to_f64(), is_right(it))));
    }
    (tally, judged)
}

/// The expected calibration error over ten bins.
fn calibration_error(judged: &[(f64, bool)]) -> f64 {
    let mut bins = [(0.0, 0.0, 0); 10];
    for (score, right) in judged {
        let bin = &mut bins[((score * 10.0) as usize).min(9)];
        bin.0 += score;
        bin.1 += f64::from(u8::from(*right));
        bin.2 += 1;
    }
    bins.iter().map(|(said, right, _)| (said - right).abs()).sum::<f64>() / judged.len().max(1) as f64
}

fn model(how: &How, without: &str) -> Result<Arc<Model>, Box<dyn Error>> {
    let file = how.models.join(format!("without-{without}.postil-model"));
    let missing = |error: io::Error| {
        format!(
            "{}: {error}; train it with `cargo run --release -p postil-train -- --leave-out --keep {} --only {without}`",
            file.display(),
            how.models.display()
        )
    };
    Ok(Arc::new(Model::read(&fs::read(&file).map_err(missing)?)?))
}

/// Reads, learns, measures and prints.
pub fn simulate(how: &How) -> Result<(), Box<dyn Error>> {
    if !how.data.is_dir() {
        println!(
            "skipped: there are no corpora in {}; POSTIL_CORPORA names the folder whose folder `data` holds them",
            how.data.display()
        );
        return Ok(());
    }
    let readings = if how.tuning { TUNING } else { REPORTED }.iter();
    let readings: Vec<&Reading> =
        readings.filter(|it| how.only.is_empty() || how.only.iter().any(|only| only == it.without)).collect();
    let mut sums: BTreeMap<usize, [f64; 3]> = BTreeMap::new();
    let mut times = Times::default();
    println!(
        "| read | after | all labels | PER, ORG, LOC | calibration error | corrections | without learning |\n|---|---|---|---|---|---|---|"
    );
    for reading in &readings {
        let model = model(how, reading.without)?;
        let mut rows: BTreeMap<usize, Vec<[f64; 5]>> = BTreeMap::new();
        for seed in 0..how.seeds {
            simulate_one(how, reading, &model, seed, &mut rows, &mut times)?;
        }
        for (after, found) in rows {
            let mean = |at: usize| found.iter().map(|row| row[at]).sum::<f64>() / found.len() as f64;
            println!(
                "| {} | {after} | {:.1} | {:.1} | {:.3} | {:.0} | {:.0} |",
                reading.name,
                mean(0),
                mean(1),
                mean(2),
                mean(3),
                mean(4)
            );
            let sum = sums.entry(after).or_default();
            sum[0] += mean(0) / readings.len() as f64;
            sum[1] += mean(1) / readings.len() as f64;
            sum[2] += 1.0;
        }
    }
    // A corpus with few documents ends before the others.
    for (after, [all, core, _]) in sums.into_iter().filter(|(_, sum)| sum[2] == readings.len() as f64) {
        println!("| mean | {after} | {all:.1} | {core:.1} | | | |");
    }
    times.print();
    println!("\n| new label | examples | F1 | said | wanted | calibration error |\n|---|---|---|---|---|---|");
    for reading in &readings {
        for label in reading.new {
            new_label(how, reading, label)?;
        }
    }
    Ok(())
}

/// What things took, in seconds.
#[derive(Default)]
struct Times {
    lessons: Vec<f64>,
    remakes: Vec<(f64, usize)>,
}

impl Times {
    fn take(&mut self, project: &mut Project) {
        self.lessons.append(&mut project.lessons);
        self.remakes.append(&mut project.remakes);
    }

    fn print(&mut self) {
        self.lessons.sort_by(f64::total_cmp);
        let at =
            |share: f64| self.lessons.get((self.lessons.len() as f64 * share) as usize).copied().unwrap_or(0.0) * 1e3;
        println!("\na lesson: {:.2} ms in the middle, {:.2} ms for 95 of 100", at(0.5), at(0.95));
        let (seconds, bytes) = self.remakes.iter().fold((0.0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        println!("a remaking: {:.2} ms for 3 KB", seconds * 1e3 / (bytes.max(1) as f64 / 3e3));
    }
}

fn simulate_one(
    how: &How, reading: &Reading, model: &Arc<Model>, seed: u64, rows: &mut BTreeMap<usize, Vec<[f64; 5]>>,
    times: &mut Times,
) -> Result<(), Box<dyn Error>> {
    let mut all = texts(how.data, reading.parts, &[], seed)?;
    let last = AFTER[AFTER.len() - 1];
    let held = all.split_off(last.min(all.len() / 2 + 10));
    let held: Vec<(Text, texts::Read)> =
        held.into_iter().take(100).map(|text| (text.clone(), read(&text.text, model))).collect();
    let (mut learning, mut plain) = (Project::new(model), Project::new(model));
    let (mut with, mut without) = (Work::default(), Work::default());
    for (at, text) in all.iter().enumerate() {
        if at == 0 || AFTER.contains(&at) {
            row(&learning, &held, at, (with, without), rows);
        }
        with.add(learning.correct(text, true, how.at_once));
        without.add(plain.correct(text, false, false));
        learning.remake(&text.text, &Lessons::default());
    }
    row(&learning, &held, all.len(), (with, without), rows);
    times.take(&mut learning);
    Ok(())
}

fn row(
    project: &Project, held: &[(Text, texts::Read)], at: usize, work: (Work, Work),
    rows: &mut BTreeMap<usize, Vec<[f64; 5]>>,
) {
    let (all, judged) = measured(project, held, |_| true);
    let (core, _) = measured(project, held, is_core);
    let row =
        [all.f1(), core.f1(), calibration_error(&judged), work.0.corrections() as f64, work.1.corrections() as f64];
    rows.entry(at).or_default().push(row);
}

/// What is suggested with a label that only the project has.
fn new_label(how: &How, reading: &Reading, label: &'static str) -> Result<(), Box<dyn Error>> {
    let model = model(how, reading.without)?;
    let label_slug = slug(label);
    let mut rows: BTreeMap<usize, Vec<(Tally, f64)>> = BTreeMap::new();
    for seed in 0..how.seeds {
        let mut all = texts(how.data, reading.parts, &[label], seed)?;
        let held = all.split_off(all.len() * 3 / 5);
        let held: Vec<(Text, texts::Read)> =
            held.into_iter().map(|text| (text.clone(), read(&text.text, &model))).collect();
        let mut project = Project::new(&model);
        let (mut examples, mut next) = (0, EXAMPLES.iter());
        let mut wanted = next.next();
        for text in &all {
            project.correct(text, true, false);
            examples += text.gold.iter().filter(|(_, it)| *it == label_slug).count();
            if wanted.is_some_and(|wanted| examples >= *wanted) {
                let (tally, judged) = measured(&project, &held, |it| *it == label_slug);
                rows.entry(*wanted.unwrap_or(&0)).or_default().push((tally, calibration_error(&judged)));
                wanted = next.next();
            }
        }
    }
    for (examples, found) in rows {
        let mean = |of: &dyn Fn(&(Tally, f64)) -> f64| found.iter().map(of).sum::<f64>() / found.len() as f64;
        println!(
            "| {label} ({}) | {examples} | {:.1} | {:.0} | {:.0} | {:.3} |",
            reading.name,
            mean(&|it| it.0.f1()),
            mean(&|it| it.0.said as f64),
            mean(&|it| it.0.wanted as f64),
            mean(&|it| it.1)
        );
    }
    Ok(())
}
