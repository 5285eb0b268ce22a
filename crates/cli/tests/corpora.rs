//! `postil extract` over corpora that are not part of the project: read from the folder that `POSTIL_CORPORA` names, else
//! from `../shared` beside the workspace; passed over where there is none.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder with the corpora, if there is one.
fn corpora() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("POSTIL_CORPORA").map_or_else(beside, PathBuf::from).join("data");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there are no corpora at {}", folder.display());
    None
}

/// Precision and recall of the spans of some labels, articles at the start aside, as code-point ranges.
fn f1(gold: &Path, labels: &[(&str, &[&str])]) -> f64 {
    let output = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(["extract", "--from", "jsonl", "--layers", "entities"])
        .arg(gold)
        .output()
        .expect("the command runs");
    assert!(output.status.success());
    let predicted = String::from_utf8(output.stdout).expect("the output is UTF-8");
    let gold = std::fs::read_to_string(gold).expect("the corpus is there");
    let (mut right, mut wanted, mut said) = (0, 0, 0);
    let coarse = |label: &str| labels.iter().find(|(_, fine)| fine.contains(&label)).map(|(coarse, _)| *coarse);
    for (gold, predicted) in gold.lines().zip(predicted.lines()) {
        let gold: Value = serde_json::from_str(gold).expect("the corpus is JSON");
        let predicted: Value = serde_json::from_str(predicted).expect("the output is JSON");
        assert_eq!(gold["id"], predicted["id"], "the order is kept");
        assert_eq!(gold["text"], predicted["text"], "the text is kept");
        let offset = |v: &Value| v.as_u64().expect("offsets are whole numbers");
        let entities = gold["entities_norm"].as_array().or_else(|| gold["entities"].as_array()).expect("a list");
        let gold: Vec<_> =
            entities.iter().filter_map(|e| Some((offset(&e[0]), offset(&e[1]), coarse(e[2].as_str()?)?))).collect();
        let spans = predicted["spans"].as_array().expect("a list");
        let predicted: Vec<_> = spans
            .iter()
            .filter_map(|s| Some((offset(&s["start"]), offset(&s["end"]), coarse(s["label"].as_str()?)?)))
            .collect();
        right += predicted.iter().filter(|p| gold.contains(p)).count();
        wanted += gold.len();
        said += predicted.len();
    }
    200.0 * right as f64 / (wanted + said) as f64
}

#[test]
fn names_are_found_in_news_and_on_the_web() {
    let Some(corpora) = corpora() else { return };
    let labels: &[(&str, &[&str])] = &[("PER", &["PER", "PERSON"]), ("ORG", &["ORG"]), ("LOC", &["LOC", "GPE", "FAC"])];
    for (corpus, least) in [("gmb/dev.jsonl", 70.0), ("uner_ewt/dev.jsonl", 60.0)] {
        let found = f1(&corpora.join(corpus), labels);
        println!("{corpus}: F1 {found:.1}");
        assert!(found >= least, "{corpus}: F1 {found:.1} is below {least}");
    }
}
