//! What `postil score` and `postil agree` say beside what the scorers of others say of the same documents: seqeval, nervaluate,
//! scorch, coreference-eval, krippendorff, statsmodels and scikit-learn. Part of `cargo xtask interop`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::{python, run, workspace};

const FOLDER: &str = "xtask/interop/scorers";

/// A scorer, where its figure stands in our JSON, and the figure.
type Figure = (String, Vec<Value>, f64);

/// What is asked of which files, and what others say of them.
#[derive(Deserialize)]
struct Case {
    command: Vec<String>,
    files: Vec<String>,
    figures: Vec<Figure>,
}

/// Compares, prints a table, fails where a figure differs.
pub fn run(postil: &Path) -> Result<()> {
    let folder = workspace::root().join(FOLDER);
    let python = python::environment("scorers", &folder.join("requirements.txt"))?;
    let made = workspace::root().join("target/scorers-files");
    fs::remove_dir_all(&made).ok();
    fs::create_dir_all(&made)?;
    let script = folder.join("compare.py");
    run::run(Command::new(python).arg(script).arg(&made).env("PYTHONDONTWRITEBYTECODE", "1"))?;
    let expected: BTreeMap<String, Case> = serde_json::from_str(&fs::read_to_string(made.join("expected.json"))?)?;
    let mut wrong = Vec::new();
    println!("\n{:12} {:18} {:>8} {:>8}", "documents", "scorer", "figures", "alike");
    for (case, Case { command, files, figures }) in &expected {
        let files = files.iter().map(|file| made.join(file));
        let said = run::capture(Command::new(postil).args(command).args(files))?;
        let said: Value = serde_json::from_str(&said)?;
        let mut alike: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (scorer, path, figure) in figures {
            let ours = at(&said, path).with_context(|| format!("no figure at {path:?}"))?;
            let is_alike = (ours - figure).abs() < 1e-9;
            let counts = alike.entry(scorer).or_default();
            *counts = (counts.0 + 1, counts.1 + usize::from(is_alike));
            if !is_alike {
                wrong.push(format!("{case}, {scorer}: {figure} at {path:?}, ours is {ours}"));
            }
        }
        for (scorer, (all, alike)) in alike {
            println!("{case:12} {scorer:18} {all:>8} {alike:>8}");
        }
    }
    ensure!(wrong.is_empty(), "scorers differ:\n{}", wrong.join("\n"));
    Ok(())
}

/// The number at a path of names and places.
fn at(value: &Value, path: &[Value]) -> Option<f64> {
    let step = |value: &'_ Value, step: &Value| match step {
        Value::String(name) => value.get(name).cloned(),
        step => value.get(usize::try_from(step.as_u64()?).ok()?).cloned(),
    };
    path.iter().try_fold(value.clone(), |value, part| step(&value, part))?.as_f64()
}
