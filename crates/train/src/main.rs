//! Trains the model that `postil-extract` tags names with, and measures it. `docs/model.md` says what comes out.
//!
//! One command, `cargo run --release -p postil-train`, reads the corpora, trains, reports and writes the model file. The same
//! inputs give the same bytes.

mod calibrate;
mod corpora;
mod evaluate;
mod events;
mod examples;
mod field;
mod score;
mod simulate;
mod speech;
mod splitting;
mod tagging;

use clap::Parser;
use corpora::{TESTS, TRAINING, UNSEEN};
use examples::{Copies, Examples, Source, examples};
use postil_extract::Model;
use postil_extract::training::{
    BUCKETS, CLUSTERS, Calibration, Clusters, GAP_BUCKETS, LISTS, Parts, Row, Table, labels,
};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use std::{fs, thread};
use tagging::{Chance, Weights};

/// Trains and measures the model.
#[derive(Clone, Debug, Parser)]
struct Args {
    /// The folder with the corpora; by default the folder `data` in `$POSTIL_CORPORA`, or in `../shared`.
    #[arg(long)]
    data: Option<PathBuf>,
    /// The folder with what `teacher.py` wrote.
    #[arg(long, default_value = "target/teacher")]
    teacher: PathBuf,
    /// Where to write the model.
    #[arg(long, default_value = "crates/extract/models/en.postil-model")]
    out: PathBuf,
    /// Train six models, each without one corpus, and measure them on it; writes nothing.
    #[arg(long)]
    leave_out: bool,
    /// Of `--leave-out`, write the models to this folder.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Of `--leave-out` and `--simulate`, only these corpora, separated by commas.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Measure the model that is there; trains nothing.
    #[arg(long)]
    measure: bool,
    /// Say how fast a file is read; trains nothing.
    #[arg(long, value_name = "FILE")]
    speed: Option<PathBuf>,
    /// Learn who says a quotation and whom a pronoun means, with the names of the model that is there, and put it into it.
    #[arg(long)]
    speech: bool,
    /// Put the lists of names and words into the model that is there, as they are now; what was learned with others stays.
    #[arg(long)]
    lists: bool,
    /// Of `--speech`, cross-validation on so many parts of the training texts instead; writes nothing.
    #[arg(long, default_value_t = 0)]
    folds: usize,
    /// Of `--speech`, times that all choices are seen.
    #[arg(long, default_value_t = 6)]
    rounds: usize,
    /// Measure quotations and their speakers with the model that is there, on these parts or on those that are chosen by.
    #[arg(long, value_name = "PART", num_args = 0.., value_delimiter = ',')]
    quotes: Option<Vec<String>>,
    /// Measure clusters with the model that is there, on these parts or on those that are chosen by.
    #[arg(long, value_name = "PART", num_args = 0.., value_delimiter = ',')]
    clusters: Option<Vec<String>>,
    /// Learn events with the names of the model that is there, and put them into it.
    #[arg(long)]
    events: bool,
    /// Measure events with the model that is there, on the sentences that are for testing only.
    #[arg(long)]
    measure_events: bool,
    /// Of `--events`, what a sentence made of the dictionary of verbs counts, in percent of the usual.
    #[arg(long, default_value_t = 20)]
    dictionary: usize,
    /// Of `--events`, what the word that says it counts, in percent of a word that does not.
    #[arg(long, default_value_t = 200)]
    anchor: usize,
    /// Of `--events`, times that it is guessed which of the marked words says it.
    #[arg(long, default_value_t = 3)]
    passes: usize,
    /// Of `--events`, times that all words are seen.
    #[arg(long, default_value_t = 12)]
    steps: usize,
    /// Of `--quotes` and events, say each error.
    #[arg(long)]
    errors: bool,
    /// Times that all examples are seen.
    #[arg(long, default_value_t = 4)]
    epochs: usize,
    /// Models whose weights are averaged.
    #[arg(long, default_value_t = 2)]
    seeds: u64,
    /// Percentage in which silver labels are drawn in an epoch.
    #[arg(long, default_value_t = 30)]
    silver: u8,
    /// Percentages of documents that are read again without capitals.
    #[arg(long, default_value_t = 15)]
    small: usize,
    /// Percentages of documents that are read again in capitals.
    #[arg(long, default_value_t = 9)]
    capitals: usize,
    /// Corpora of which no silver labels are drawn, separated by commas.
    #[arg(long, value_delimiter = ',', default_value = "")]
    no_silver: Vec<String>,
    /// Corpora in which what cross-validation disputes may be either, separated by commas.
    #[arg(long, value_delimiter = ',', default_value = "gmb")]
    disputed: Vec<String>,
    /// Weights below this times the root mean square are dropped.
    #[arg(long, default_value_t = 2.0)]
    prune: f32,
    /// Measure the sentence splitter on these files, such as `uner_ewt/dev`.
    #[arg(long, value_name = "PART")]
    splitter: Option<Vec<String>>,
    /// Conditional random fields that are averaged with the perceptrons; together they count as much as these.
    #[arg(long, default_value_t = 2)]
    fields: u64,
    /// The size of a first step of a field.
    #[arg(long, default_value_t = 0.05)]
    rate: f32,
    /// Percentage of the training documents that are learned from, drawn by their ids: a smaller share is part of a larger.
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u8).range(1..=100))]
    share: u8,
    /// Have simulated readers read corpora that models have not seen, those of `--leave-out --keep FOLDER`; trains nothing.
    #[arg(long, value_name = "FOLDER")]
    simulate: Option<PathBuf>,
    /// Of `--simulate`, the parts by which it is chosen how to learn.
    #[arg(long)]
    tuning: bool,
    /// Of `--simulate`, suggest again after each decision rather than after each document.
    #[arg(long)]
    at_once: bool,
    /// Of `--simulate`, orders in which documents are read.
    #[arg(long, default_value_t = 3)]
    orders: u64,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    if let Some(file) = &args.speed {
        return evaluate::speed(&Arc::new(Model::read(&fs::read(&args.out)?)?), &fs::read_to_string(file)?);
    }
    let data = args.data.clone().unwrap_or_else(|| {
        std::env::var_os("POSTIL_CORPORA").map_or_else(|| PathBuf::from("../shared"), PathBuf::from).join("data")
    });
    if let Some(models) = &args.simulate {
        let how = simulate::How {
            data: &data,
            models,
            tuning: args.tuning,
            only: &args.only,
            seeds: args.orders,
            at_once: args.at_once,
        };
        return simulate::simulate(&how);
    }
    if args.measure {
        let model = Arc::new(Model::read(&fs::read(&args.out)?)?);
        return evaluate::report(&data, &model);
    }
    if let Some(parts) = &args.quotes {
        let model = Arc::new(Model::read(&fs::read(&args.out)?)?);
        return speech::measure_quotes(&data, parts, &model, args.errors);
    }
    if let Some(parts) = &args.clusters {
        let model = Arc::new(Model::read(&fs::read(&args.out)?)?);
        return speech::measure_clusters(&data, parts, &model);
    }
    let how = events::How { rounds: args.passes, epochs: args.steps, dictionary: args.dictionary, anchor: args.anchor };
    if args.measure_events {
        return events::measure(&data, &Arc::new(Model::read(&fs::read(&args.out)?)?), args.errors);
    }
    if args.events {
        let model = Arc::new(Model::read(&fs::read(&args.out)?)?);
        fs::write(&args.out, events::train(&data, &model, how, args.errors)?.write())?;
        return Ok(());
    }
    if args.speech {
        let model = Arc::new(Model::read(&fs::read(&args.out)?)?);
        if args.folds > 1 {
            return speech::cross_validate(&data, &model, args.rounds, args.folds);
        }
        fs::write(&args.out, speech::train(&data, &model, args.rounds)?.write())?;
        return Ok(());
    }
    if args.lists {
        let parts = Parts { lists: lists()?, ..Model::read(&fs::read(&args.out)?)?.parts().clone() };
        fs::write(&args.out, Model::from_parts(parts).write())?;
        return Ok(());
    }
    let began = Instant::now();
    let sources = sources(&data, &args)?;
    let mut clusters = clusters(&args.teacher);
    if clusters == Clusters::default() && args.out.is_file() {
        eprintln!("there are no clusters in {}: those of {} are taken", args.teacher.display(), args.out.display());
        clusters = Model::read(&fs::read(&args.out)?)?.parts().clusters.clone();
    }
    let (clusters, silver) = (clusters, sources.iter().filter(|s| s.silver.is_some()).count());
    if clusters == Clusters::default() || silver == 0 {
        eprintln!(
            "WITHOUT A TEACHER: no clusters or no silver labels in {}; run teacher.py first",
            args.teacher.display()
        );
    }
    eprintln!("{:4.0} s: {} documents, {silver} with silver labels", began.elapsed().as_secs_f64(), sources.len());
    if args.leave_out {
        return leave_out(&args, &data, sources, &clusters);
    }
    let model = train(&args, &data, &sources, &clusters, "all", began)?;
    evaluate::report(&data, &model)?;
    let model = speech::train(&data, &model, args.rounds)?;
    let model = events::train(&data, &model, how, false)?;
    let bytes = model.write();
    if let Some(folder) = args.out.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&args.out, &bytes)?;
    eprintln!("{:4.0} s: {} bytes in {}", began.elapsed().as_secs_f64(), bytes.len(), args.out.display());
    Ok(())
}

/// Trains without each corpus in turn.
fn leave_out(args: &Args, data: &Path, sources: Vec<Source>, clusters: &Clusters) -> Result<(), Box<dyn Error>> {
    let (mut tests, mut unseen) = (Vec::new(), Vec::new());
    let mut left = sources;
    for ((name, test), (_, others)) in TESTS.iter().zip(UNSEEN) {
        if !args.only.is_empty() && !args.only.iter().any(|only| only == name) {
            continue;
        }
        let (out, kept): (Vec<_>, Vec<_>) = left.into_iter().partition(|source| source.corpus.name == *name);
        let began = Instant::now();
        let model = train(args, data, &kept, clusters, name, began)?;
        if let Some(folder) = &args.keep {
            fs::create_dir_all(folder)?;
            fs::write(folder.join(format!("without-{name}.postil-model")), model.write())?;
        }
        let of = |parts: &[&str]| -> Result<_, Box<dyn Error>> {
            let mut all = score::Counts::default();
            for part in parts {
                all.add(evaluate::part(data, part, &model)?);
            }
            Ok(all)
        };
        let (test_counts, unseen_counts) = (of(&[test])?, of(others)?);
        let error = calibrate::error(data, &[test], &model)?;
        let (test_f1, unseen_f1) = (test_counts.f1(), unseen_counts.f1());
        println!(
            "without {name:<9} {test:<22} {test_f1:5.1}   unseen parts {unseen_f1:5.2}   calibration error {error:.3}"
        );
        tests.push(test_counts.f1());
        unseen.push(unseen_counts.f1());
        left = kept;
        left.extend(out);
        let order = |source: &Source| TRAINING.iter().position(|corpus| corpus.part == source.corpus.part);
        left.sort_by(|a, b| (order(a), &a.document.id).cmp(&(order(b), &b.document.id)));
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    println!("mean of the tests {:.2}, of the unseen parts {:.2}", mean(&tests), mean(&unseen));
    Ok(())
}

/// All documents of the training parts, in a fixed order.
fn sources(data: &Path, args: &Args) -> Result<Vec<Source>, Box<dyn Error>> {
    let mut all = Vec::new();
    for corpus in TRAINING {
        let wanted = !args.no_silver.iter().any(|name| name == corpus.name);
        let mut silver = corpora::silver(&args.teacher, corpus.part).filter(|_| wanted);
        let mut documents = corpora::read(data, corpus.part)?;
        documents.retain(|document| place(corpus.part, &document.id) < args.share);
        documents.sort_by(|a, b| a.id.cmp(&b.id));
        all.extend(documents.into_iter().map(|document| {
            let silver = silver.as_mut().and_then(|silver| silver.remove(&document.id));
            Source { corpus, document, silver }
        }));
    }
    Ok(all)
}

/// A number below 100 that depends on nothing but where a document is: FNV-1a (Fowler, Noll and Vo) and the last step of
/// SplitMix64.
fn place(part: &str, id: &str) -> u8 {
    let bytes = part.bytes().chain([0]).chain(id.bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    Chance(hash).below(100) as u8
}

/// The clusters that the teacher left, or none.
fn clusters(teacher: &Path) -> Clusters {
    let rows = |name: &str| fs::read_to_string(teacher.join(name)).unwrap_or_default();
    let (words, parents) = (rows("clusters.tsv"), rows("parents.tsv"));
    let words: Vec<(String, u16)> = words
        .lines()
        .filter_map(|line| line.split_once('\t').and_then(|(word, group)| Some((word.to_owned(), group.parse().ok()?))))
        .filter(|(_, group)| usize::from(*group) < CLUSTERS)
        .collect();
    let parents: Vec<(u8, u8)> = parents
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t').skip(1);
            Some((cells.next()?.parse().ok()?, cells.next()?.parse().ok()?))
        })
        .collect();
    if parents.len() == CLUSTERS { Clusters::build(&words, parents) } else { Clusters::default() }
}

/// The lists that a model carries, one behind the other.
fn lists() -> Result<String, Box<dyn Error>> {
    let mut all = String::new();
    for name in LISTS {
        let path = Path::new("crates/extract/data").join(name);
        all.push_str(&fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?);
    }
    Ok(all)
}

/// A model that knows clusters, names and words, and nothing else.
fn blank(clusters: &Clusters, lists: String) -> Parts {
    Parts {
        name: "en".to_owned(),
        tagger: Table::new(&vec![Row::default(); BUCKETS]),
        transitions: [[0; labels::LABELS]; labels::LABELS + 1],
        gaps: vec![0; GAP_BUCKETS],
        gap_threshold: 0,
        clusters: clusters.clone(),
        calibration: Calibration { scale: 0.03, curves: Default::default() },
        events: Default::default(),
        choices: Default::default(),
        lists,
    }
}

/// Trains a splitter, then a tagger, then the curve of its scores.
fn train(
    args: &Args, data: &Path, sources: &[Source], clusters: &Clusters, name: &str, began: Instant,
) -> Result<Arc<Model>, Box<dyn Error>> {
    let say = |what: &str| eprintln!("{:4.0} s: {name}: {what}", began.elapsed().as_secs_f64());
    let mut parts = blank(clusters, lists()?);
    let model = Arc::new(Model::from_parts(parts.clone()));
    parts.gaps = splitting::train(sources, &model, 4);
    let model = Arc::new(Model::from_parts(parts.clone()));
    say("the splitter is trained");
    for part in args.splitter.iter().flatten() {
        println!("{name}: sentence ends in {part}: F1 {:.1}", splitting::measure(&corpora::read(data, part)?, &model));
    }
    let copies = Copies { small: args.small, capitals: args.capitals };
    let mut examples = examples(sources, &model, copies, args.silver);
    say(&format!("{} tokens, {} features", examples.sentences.ends.len(), examples.sentences.features.len()));
    allow_both(&mut examples, sources, args);
    say("what is disputed may be either");
    let Examples { sentences, examples: all, masks, .. } = &examples;
    let weights = Weights::mean(side_by_side(args.threads, args.seeds + args.fields, |seed| {
        let mut weights = if seed < args.fields {
            field::train(sentences, all, masks, 3, 200 + seed, args.rate)
        } else {
            tagging::train(sentences, all, masks, args.epochs, 100 + seed)
        };
        // Both kinds count alike, whatever the size of their scores.
        weights.normalise(if seed < args.fields { args.seeds.max(1) as f32 / args.fields as f32 } else { 1.0 });
        weights
    }));
    say("the tagger is trained");
    drop(examples);
    let (rows, transitions) = weights.quantise(args.prune);
    parts.tagger = Table::new(&rows);
    parts.transitions = transitions;
    parts.calibration = calibrate::calibrate(data, &parts)?;
    say("calibrated");
    Ok(Arc::new(Model::from_parts(parts)))
}

/// Two-fold cross-validation of noisy corpora: where a model that has not seen a document says something else, both count
/// as right.
fn allow_both(examples: &mut Examples, sources: &[Source], args: &Args) {
    let noisy: Vec<_> = examples
        .documents
        .iter()
        .filter(|(at, ..)| args.disputed.iter().any(|name| name == sources[*at].corpus.name))
        .copied()
        .collect();
    if noisy.is_empty() {
        return;
    }
    let disputed = side_by_side(args.threads, 2, |fold| {
        let held = |at: usize| at % 2 == fold as usize;
        let mut kept = vec![true; examples.examples.len()];
        for (_, start, end) in noisy.iter().enumerate().filter(|(at, _)| held(*at)).map(|(_, document)| document) {
            kept[*start..*end].fill(false);
        }
        let training: Vec<_> =
            examples.examples.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(example, _)| *example).collect();
        let weights = tagging::train(&examples.sentences, &training, &examples.masks, 3, 50 + fold);
        let mut disputed = Vec::new();
        let mut said = Vec::new();
        for (example, _) in
            examples.examples.iter().zip(&kept).filter(|(example, kept)| !**kept && example.percent == 100)
        {
            weights.tag(&examples.sentences, example.sentence, &mut said);
            for (at, label) in said.iter().enumerate() {
                let mask = example.masks as usize + at;
                if examples.masks[mask] & (1 << label) == 0 {
                    disputed.push((mask, *label));
                }
            }
        }
        disputed
    });
    let disputed: Vec<_> = disputed.into_iter().flatten().collect();
    for (mask, label) in &disputed {
        examples.masks[*mask] |= 1 << label;
    }
    eprintln!("        {} tokens are disputed", disputed.len());
}

/// The results for 0, 1, … below `count`, in order, on so many threads.
fn side_by_side<T: Send>(threads: usize, count: u64, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let all: Vec<u64> = (0..count).collect();
    let mut results = Vec::new();
    for some in all.chunks(threads.max(1)) {
        thread::scope(|scope| {
            let running: Vec<_> = some.iter().map(|at| scope.spawn(|| work(*at))).collect();
            results.extend(running.into_iter().map(|thread| thread.join().expect("training does not panic")));
        });
    }
    results
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_about_as_large_as_it_says() {
        let places: Vec<u8> = (0..10_000).map(|id| place("gmb/train", &id.to_string())).collect();
        for share in [12, 25, 50, 100] {
            let count = places.iter().filter(|place| **place < share).count();
            assert!(count.abs_diff(usize::from(share) * 100) < 150, "{count} of 10000 at {share} %");
        }
    }
}
