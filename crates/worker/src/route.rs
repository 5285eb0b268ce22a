//! Which files are read here, and which need the formats of other programs.

use crate::foreign::convert::MAX_ARTICLES;
use postil_core::filled;
use std::collections::BTreeSet;

/// Whether each of these files, given with its name and its bytes, needs the formats of other programs. Plain texts do not,
/// unless a file of annotations goes with them or they are so many that nobody would want each of them opened; neither do
/// files of ours. What looks like none of these may still turn out to be of no format: then it is an article after all.
pub fn routes<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])> + Clone) -> Vec<bool> {
    let kinds: Vec<Kind> = files.clone().map(|(name, bytes)| kind(name, bytes)).collect();
    let others = files.clone().zip(&kinds).filter(|(_, kind)| **kind == Kind::Other);
    let stems: BTreeSet<&str> = filled(others.map(|((name, _), _)| stem(name)));
    let are_many = kinds.iter().filter(|kind| **kind == Kind::Text).count() > MAX_ARTICLES;
    let route = |((name, _), kind): ((&str, &[u8]), &Kind)| match kind {
        Kind::Ours => false,
        Kind::Text => are_many || stems.contains(stem(name)),
        Kind::Other => true,
    };
    files.zip(&kinds).map(route).collect()
}

/// Whether a name says that a file is no text that anybody would read.
pub fn is_data(name: &str) -> bool {
    matches!(&*ending(name), "json" | "jsonl" | "ndjson" | "jsonld" | "xml" | "xmi" | "ann" | "conf" | "csv" | "tsv")
}

fn ending(name: &str) -> String {
    let base = name.rsplit('/').next().unwrap_or_default();
    base.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

#[derive(PartialEq, Eq)]
enum Kind {
    Ours,
    /// Its name says that it is a plain text, and its beginning does not say otherwise.
    Text,
    Other,
}

fn kind(name: &str, bytes: &[u8]) -> Kind {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]);
    match &*ending(name) {
        _ if postil_project::is_native(&head) => Kind::Ours,
        "" | "txt" | "text" if !bytes.starts_with(b"PK\x03\x04") && !is_annotated(&head) => Kind::Text,
        _ => Kind::Other,
    }
}

/// Whether a text begins as files of annotations do that are called `.txt`, or have no ending: JSON, XML, words in columns.
fn is_annotated(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}');
    if head.starts_with(['{', '[', '<']) || head.starts_with("#FORMAT=WebAnno") || head.starts_with("-DOCSTART-") {
        return true;
    }
    let rows = head.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("# ")).take(20);
    let mut tags = 0;
    for row in rows {
        let tag = row.trim_end().rsplit(['\t', ' ']).next().unwrap_or_default();
        let is_tag = tag == "O"
            || tag
                .split_once('-')
                .is_some_and(|(place, name)| "BIESLU".contains(place) && place.len() == 1 && !name.is_empty());
        if !is_tag || !row.contains(['\t', ' ']) {
            return false;
        }
        tags += 1;
    }
    tags > 1
}

/// The name without its ending, with folders.
fn stem(name: &str) -> &str {
    let base = name.rfind('/').map_or(0, |slash| slash + 1);
    name[base..].rfind('.').filter(|dot| *dot > 0).map_or(name, |dot| &name[..base + dot])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)], expected: &[bool]) {
        assert_eq!(routes(files.iter().map(|(name, text)| (*name, text.as_bytes()))), expected, "{files:?}");
    }

    #[test]
    fn texts_stay_and_annotations_go() {
        check(&[("a.txt", "An article.")], &[false]);
        check(&[("a.txt", "An article."), ("a.ann", "T1\tPER 0 2\tAn\n")], &[true, true]);
        check(&[("x/a.txt", "An article."), ("a.ann", "")], &[false, true]);
        check(&[("a.json", "{\"format\":\"postil-project\",\"version\":1}")], &[false]);
        check(&[("a.html", "<p>An article."), ("README", "Read me.")], &[true, false]);
        check(&[("a.txt", "PK\u{3}\u{4}")], &[true]);
    }

    #[test]
    fn annotations_are_told_though_they_are_called_texts() {
        check(&[("eng.train", "-DOCSTART- -X- -X- O\n")], &[true]);
        check(&[("train.txt", "EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\n")], &[true]);
        check(&[("train.txt", "He got an\nO\n")], &[false]);
        check(&[("a", "{\"text\": \"a\"}")], &[true]);
        check(&[("poem.txt", "To whom, O\nO Captain")], &[false]);
    }

    #[test]
    fn a_folder_of_texts_comes_in_together() {
        let names: Vec<String> = (0..=MAX_ARTICLES).map(|i| format!("{i}.txt")).collect();
        let files = names.iter().map(|name| (name.as_str(), &b"An article."[..]));
        assert!(routes(files.clone()).iter().all(|is_foreign| *is_foreign));
        assert!(!routes(files.skip(1)).contains(&true));
    }
}
