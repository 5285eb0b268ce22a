//! `cargo xtask interop`: what we write is read by the programs that it is meant for.
//!
//! A project of ours with everything that breaks offsets is exported to each format, read by a reader that is not ours
//! (Python libraries, through the scripts in `xtask/interop`, and in `check/` of the folder that `POSTIL_CORPORA` names), and
//! what that found is compared, in code points, with what we read from the same file and with the project itself.
//! Scores are compared with those of other scorers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::{python, run, scorers, workspace};

/// A format, the script that reads it, and the files and options it is given.
struct Check {
    format: &'static str,
    script: &'static str,
    runs: &'static [&'static [&'static str]],
    /// What of a span can be compared.
    by: By,
}

/// What of a span can be compared.
#[derive(Clone, Copy)]
enum By {
    /// Places and text.
    Place,
    /// From first to last: the reader knows nothing of parts.
    Cover,
    /// The text alone, since the format does not keep what is between words.
    Text,
}

const fn check(format: &'static str, script: &'static str, runs: &'static [&'static [&'static str]], by: By) -> Check {
    Check { format, script, runs, by }
}

const CHECKS: &[Check] = &[
    check("brat", "brat", &[&["meeting.ann"], &["session.ann"]], By::Place),
    check("doccano", "doccano", &[&["doccano.jsonl"]], By::Place),
    check("doccano-classes", "doccano", &[&["doccano.jsonl"]], By::Place),
    check("labelstudio", "labelstudio", &[&["labelstudio.json", "config.xml"]], By::Place),
    check("spacy", "spacy", &[&["spacy.json"]], By::Place),
    check("spacy-tuples", "spacy", &[&["spacy-tuples.json"]], By::Place),
    check("spacy-v2", "spacy", &[&["spacy-v2.json"]], By::Text),
    check("docbin", "spacy", &[&["documents.spacy"]], By::Place),
    check("prodigy", "prodigy", &[&["prodigy.jsonl"]], By::Place),
    check("pubannotation", "pubannotation", &[&["pubannotation.json"]], By::Place),
    check("argilla", "argilla", &[&["argilla.json"]], By::Place),
    check("bdoc", "bdoc", &[&["meeting.bdocjs"], &["session.bdocjs"]], By::Place),
    check("conll2002", "conll", &[&["tokens.conll"]], By::Text),
    check("conll2003", "conll", &[&["tokens.conll", "--scheme", "IOB1"]], By::Text),
    check("bioes", "conll", &[&["tokens.bioes", "--scheme", "IOBES"]], By::Text),
    check("conllu", "conllu", &[&["entities.conllu"]], By::Text),
    check("webanno", "webanno_tsv", &[&["meeting.tsv"], &["session.tsv"]], By::Place),
    check("xmi", "xmi", &[&["meeting.xmi", "TypeSystem.xml"], &["session.xmi", "TypeSystem.xml"]], By::Place),
    check("cas-json", "cas_json", &[&["meeting.json"], &["session.json"]], By::Place),
    check("bioc", "bioc", &[&["bioc.xml"]], By::Place),
    check("bioc-json", "bioc", &[&["bioc.json"]], By::Place),
    check("w3c", "w3c", &[&["meeting.jsonld", "meeting.txt"], &["session.jsonld", "session.txt"]], By::Place),
    check("stam", "stam", &[&["annotations.store.stam.json"]], By::Place),
    check("csv", "rows", &[&["spans.csv"]], By::Cover),
    check("tsv", "rows", &[&["spans.tsv"]], By::Cover),
    check("gliner", "gliner", &[&["gliner.json"]], By::Place),
    check("gliner2", "gliner2", &[&["gliner2.jsonl"]], By::Place),
    check("hf", "rows", &[&["hf.jsonl", "--names", "@hf.names"]], By::Place),
    check("tei", "tei", &[&["meeting.xml"], &["session.xml"]], By::Place),
    check("chat", "llm", &[&["chat.jsonl"]], By::Place),
];

/// A span: the places of its parts in code points, empty where they are not compared, and its text.
type Place = (Vec<u64>, Vec<u64>, String);

/// Exports, reads, compares, prints a table; fails where a reader finds other spans than we do.
pub fn run() -> Result<()> {
    run::run(workspace::cargo().args(["build", "--quiet", "--package", "postil-cli"]))?;
    let postil = workspace::target()?.join("debug/postil");
    scorers::run(&postil)?;
    let readers = Readers::new()?;
    let target = workspace::root().join("target/interop-files");
    let fixture = workspace::root().join("xtask/interop/fixture.json");
    let ours = spans_of(&fs::read_to_string(&fixture)?)?;
    let mut wrong = Vec::new();
    println!("\n{:16} {:>14} {:>12} {:>10} {:>8}  remarks", "format", "spans found", "of ours", "relations", "labels");
    for check in CHECKS.iter().filter(|check| readers.command(check.script).is_some()) {
        let folder = target.join(check.format);
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder)?;
        run::capture(
            Command::new(&postil).args(["convert", "--quiet", "--to", check.format]).args([&fixture, &folder]),
        )?;
        let read = run::capture(
            Command::new(&postil)
                .args(["convert", "--quiet", "--from", check.format, "--to", "postil"])
                .args([&folder, Path::new("-")]),
        )?;
        let expected = spans_of(&read)?;
        let found = theirs(&readers, &folder, check)?;
        let comparable = |spans: &BTreeSet<Place>| -> BTreeSet<Place> {
            let place = |(starts, ends, text): &Place| match check.by {
                By::Place => (starts.clone(), ends.clone(), in_order(starts, text)),
                By::Cover => (starts[..1].to_vec(), ends[ends.len() - 1..].to_vec(), String::new()),
                By::Text => (Vec::new(), Vec::new(), text.clone()),
            };
            spans.iter().map(place).collect()
        };
        let (read, written) = (comparable(&found.spans), comparable(&expected));
        // Words are compared without the blanks that a format of words puts between them.
        let plain = |spans: &BTreeSet<Place>| -> Vec<String> {
            spans.iter().map(|(.., text)| text.replace([' ', '\t'], "")).collect()
        };
        let kept = plain(&found.spans);
        let survived = plain(&ours).iter().filter(|text| kept.contains(text)).count();
        let verdict = if read == written { "" } else { "  DIFFERS" };
        println!(
            "{:16} {:>7} of {:>3} {:>5} of {:>3} {:>10} {:>8}  {}{verdict}",
            check.format,
            read.intersection(&written).count(),
            written.len(),
            survived,
            ours.len(),
            found.relations,
            found.labels,
            found.remarks.join("; ")
        );
        if read != written {
            wrong.push(format!(
                "{}: only theirs {:?}, only ours {:?}",
                check.format,
                read.difference(&written).collect::<Vec<_>>(),
                written.difference(&read).collect::<Vec<_>>()
            ));
        }
    }
    match &readers.corpora {
        Some((corpora, _)) => samples(&readers, corpora, &postil, &mut wrong)?,
        None => println!("the others are skipped: POSTIL_CORPORA names the folder that has their readers in `check`"),
    }
    ensure!(wrong.is_empty(), "readers differ:\n{}", wrong.join("\n"));
    Ok(())
}

/// Files of other programs that are read and written again: a folder, a file with its companions, its format, the script,
/// and the name and options of what is written.
type Sample = (&'static str, &'static [&'static str], &'static str, &'static str, &'static [&'static str]);

const SAMPLES: &[Sample] = &[
    ("brat", &["PMID-9311830.ann", "PMID-9311830.txt"], "brat", "brat", &["PMID-9311830.ann"]),
    ("brat", &["PMID-16583246.ann", "PMID-16583246.txt"], "brat", "brat", &["PMID-16583246.ann"]),
    (
        "brat",
        &["209_the_turn_of_the_screw_brat.ann", "209_the_turn_of_the_screw_brat.txt"],
        "brat",
        "brat",
        &["209_the_turn_of_the_screw_brat.ann"],
    ),
    ("doccano", &["relation_extraction__example.jsonl"], "doccano", "doccano", &["doccano.jsonl"]),
    (
        "labelstudio",
        &["named_entity__annotations__1.json"],
        "labelstudio",
        "labelstudio",
        &["labelstudio.json", "config.xml"],
    ),
    ("spacy", &["ner_demo__train.json"], "spacy-tuples", "spacy", &["spacy-tuples.json"]),
    ("spacy", &["ner_tweets__demo.spacy"], "docbin", "spacy", &["documents.spacy"]),
    ("spacy", &["ner-token-per-line.json"], "spacy-v2", "spacy", &["spacy-v2.json"]),
    ("prodigy", &["demo.jsonl"], "prodigy", "prodigy", &["prodigy.jsonl"]),
    ("prodigy", &["part_0_annotations.jsonl"], "prodigy", "prodigy", &["prodigy.jsonl"]),
    ("prodigy", &["part_0_fashion_brands_eval.jsonl"], "prodigy", "prodigy", &["prodigy.jsonl"]),
    ("pubannotation", &["demo-annotations.json"], "pubannotation", "pubannotation", &["pubannotation.json"]),
    ("pubannotation", &["samplePubAnnotation.json"], "pubannotation", "pubannotation", &["pubannotation.json"]),
    ("bioc", &["everything.xml"], "bioc", "bioc", &["bioc.xml"]),
    ("bioc", &["everything.json"], "bioc-json", "bioc", &["bioc.json"]),
    ("conll", &["spacy_conll2003.iob"], "conll2002", "conll", &["tokens.conll"]),
    ("conllu", &["dep__GUM_news_worship.conllu"], "conllu", "conllu", &["entities.conllu"]),
    ("conllu", &["dep__GUM_news_stampede.conllu"], "conllu", "conllu", &["entities.conllu"]),
    (
        "webanno_tsv",
        &["testTokenBoundedStackedSpanWithFeatureValue.tsv"],
        "webanno",
        "webanno_tsv",
        &["testTokenBoundedStackedSpanWithFeatureValue.tsv"],
    ),
    (
        "webanno_tsv",
        &["testSubMultiTokenSpanWithFeatureValue.tsv"],
        "webanno",
        "webanno_tsv",
        &["testSubMultiTokenSpanWithFeatureValue.tsv"],
    ),
    ("webanno_tsv", &["GUM_news_worship.tsv"], "webanno", "webanno_tsv", &["GUM_news_worship.tsv"]),
    ("gliner", &["sample_data_shared.json"], "gliner", "gliner", &["gliner.json"]),
];

/// Reads samples with the readers of others, before and after they went through ours, and compares the spans.
fn samples(readers: &Readers, corpora: &Path, postil: &Path, wrong: &mut Vec<String>) -> Result<()> {
    let target = workspace::root().join("target/interop-files/samples");
    println!("\n{:58} {:>14} {:>10}  before and after", "sample", "spans", "relations");
    for (folder, files, format, script, written) in SAMPLES {
        let from = corpora.join("samples").join(folder);
        let paths: Vec<PathBuf> = files.iter().map(|file| from.join(file)).collect();
        fs::remove_dir_all(&target).ok();
        fs::create_dir_all(&target)?;
        // A status of 1 says that something was left out, as some samples are meant to have it.
        let convert = ["convert", "--quiet", "--from", format, "--to", format];
        let output = Command::new(postil).args(convert).args(&paths).arg(&target).output()?;
        ensure!(target.join(written[0]).is_file(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut before = Found::default();
        read_with(readers, &from, script, &files[..1], &mut before)?;
        let mut after = Found::default();
        read_with(readers, &target, script, written, &mut after)?;
        // Where a file has no text of its own, what is between words is the reader's choice.
        let has_places = !matches!(*format, "spacy-v2" | "conll2002");
        let texts = |found: &Found| -> BTreeSet<Place> {
            let spans = found.spans.iter().filter(|(.., text)| !text.is_empty());
            let place = |(starts, ends, text): &Place| match has_places {
                true => (starts.clone(), ends.clone(), text.clone()),
                false => (Vec::new(), Vec::new(), text.clone()),
            };
            spans.map(place).collect()
        };
        let (old, new) = (texts(&before), texts(&after));
        let verdict = if old == new { "" } else { "  DIFFERS" };
        println!(
            "{:58} {:>5} and {:>5} {:>3} and {:>3}{verdict}",
            format!("{folder}/{}", files[0]),
            old.len(),
            new.len(),
            before.relations,
            after.relations
        );
        if old != new {
            wrong.push(format!(
                "{folder}/{}: only before {:?}, only after {:?}",
                files[0],
                old.difference(&new).collect::<Vec<_>>(),
                new.difference(&old).collect::<Vec<_>>()
            ));
        }
    }
    Ok(())
}

/// The text of a span; the words of one in several parts sorted, since not every reader keeps the order of parts.
fn in_order(starts: &[u64], text: &str) -> String {
    if starts.len() < 2 {
        return text.to_owned();
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}

/// Scripts that read with libraries of others, and the Python that has these.
struct Readers {
    ours: (PathBuf, PathBuf),
    /// The folder that `POSTIL_CORPORA` names, if it has readers.
    corpora: Option<(PathBuf, PathBuf)>,
}

impl Readers {
    fn new() -> Result<Self> {
        let folder = workspace::root().join("xtask/interop");
        let python = python::environment("readers", &folder.join("requirements.txt"))?;
        let beside = || workspace::root().join("../shared");
        let corpora = std::env::var_os("POSTIL_CORPORA").map_or_else(beside, PathBuf::from);
        let required = corpora.join("check/requirements.txt");
        let theirs = match required.is_file() {
            true => Some((corpora, python::environment("interop", &required)?)),
            false => None,
        };
        Ok(Self { ours: (folder, python), corpora: theirs })
    }

    /// The command that runs a script, if it is there.
    fn command(&self, script: &str) -> Option<Command> {
        let file = format!("check_{script}.py");
        let ours = std::iter::once((self.ours.0.join(&file), &self.ours.1));
        let theirs = self.corpora.iter().map(|(folder, python)| (folder.join("check").join(&file), python));
        let (script, python) = ours.chain(theirs).find(|(script, _)| script.is_file())?;
        let mut command = Command::new(python);
        command.arg(script);
        Some(command)
    }
}

/// The spans of a file of annotations of ours.
fn spans_of(json: &str) -> Result<BTreeSet<Place>> {
    let file: Value = serde_json::from_str(json)?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut spans = BTreeSet::new();
    for span in list(&file["documents"]).iter().flat_map(|document| list(&document["spans"])) {
        let parts = list(&span["fragments"]);
        let parts = if parts.is_empty() { vec![span] } else { parts };
        let number = |i: usize| parts.iter().filter_map(|part| part["char"][i].as_u64()).collect();
        let text: Vec<&str> = parts.iter().filter_map(|part| part["quote"].as_str()).collect();
        spans.insert((number(0), number(1), text.join(" ")));
    }
    Ok(spans)
}

/// What a reader found.
#[derive(Default)]
struct Found {
    spans: BTreeSet<Place>,
    relations: usize,
    labels: usize,
    remarks: Vec<String>,
}

fn theirs(readers: &Readers, folder: &Path, check: &Check) -> Result<Found> {
    let mut found = Found::default();
    for arguments in check.runs {
        read_with(readers, folder, check.script, arguments, &mut found)?;
    }
    Ok(found)
}

/// Runs a reader in a folder; `@file` stands for the lines of a file, joined by commas.
fn read_with(readers: &Readers, folder: &Path, script: &str, arguments: &[&str], found: &mut Found) -> Result<()> {
    let mut command = readers.command(script).with_context(|| format!("there is no reader `{script}`"))?;
    command.current_dir(folder).env("PYTHONDONTWRITEBYTECODE", "1").stdin(Stdio::null());
    for argument in arguments {
        match argument.strip_prefix('@') {
            Some(file) => command.arg(fs::read_to_string(folder.join(file))?.trim_end().replace('\n', ",")),
            None => command.arg(argument),
        };
    }
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("Traceback") {
        bail!("{script}: the reader failed:\n{said}");
    }
    found.remarks.extend(said.lines().filter_map(|line| line.strip_prefix("! ")).map(str::to_owned));
    // Words, sentences and what else a CAS has are no spans of ours.
    const PASSED: [&str; 4] = [".type.Token", ".type.Sentence", "CoreferenceLink", "webanno.custom.Event"];
    let numbers = |cell: &str| -> Vec<u64> {
        let mut numbers: Vec<u64> = cell.split(',').filter_map(|number| number.parse().ok()).collect();
        numbers.sort_unstable();
        numbers
    };
    for line in String::from_utf8(output.stdout)?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[..] {
            ["~", label, ..] => {
                found.relations += usize::from(!label.starts_with("attr:") && !label.starts_with("note:"));
            }
            ["=", label, ..] => found.labels += usize::from(!label.starts_with("answer=")),
            [starts, ends, label, text] if !PASSED.iter().any(|passed| label.contains(passed)) => {
                found.spans.insert((numbers(starts), numbers(ends), serde_json::from_str(text)?));
            }
            _ => {}
        }
    }
    Ok(())
}
