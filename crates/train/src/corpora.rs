//! The corpora: documents with the names in them, and what each corpus does not annotate.

use postil_extract::training::labels::{EVENT, MISC, NORP, ORG, PERSON, PLACE};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// What a corpus says of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gold {
    /// A name of one of these kinds, one bit each.
    Name(u8),
    /// A name of the kind MISC, or none.
    Perhaps,
}

/// Start, end and label, as in the files: some corpora have names without a place.
pub type Entity = (Option<usize>, Option<usize>, String);

/// What the teacher says of documents, by their ids.
pub type Silver = BTreeMap<String, Vec<(usize, usize, String)>>;

/// A document as it stands in a file. Offsets are code points, ends exclusive.
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    pub id: String,
    #[serde(default)]
    pub source: String,
    pub text: String,
    #[serde(default)]
    pub entities: Vec<Entity>,
    pub entities_norm: Option<Vec<Entity>>,
    #[serde(default)]
    pub sentences: Vec<(usize, usize)>,
}

/// A corpus in training.
#[derive(Clone, Copy, Debug)]
pub struct Corpus {
    /// Corpora of one name are left out together.
    pub name: &'static str,
    /// The folder and the file in it.
    pub part: &'static str,
    /// The kinds that it does not annotate, one bit each.
    pub unknown: u8,
    /// Whether its sentences end where sentences end.
    pub sentences: bool,
}

const fn bits(kinds: &[usize]) -> u8 {
    let mut set = 0;
    let mut at = 0;
    while at < kinds.len() {
        set |= 1 << kinds[at];
        at += 1;
    }
    set
}

const fn corpus(name: &'static str, part: &'static str, unknown: &[usize]) -> Corpus {
    Corpus { name, part, unknown: bits(unknown), sentences: true }
}

/// What is trained on.
pub const TRAINING: &[Corpus] = &[
    corpus("gmb", "gmb/train", &[EVENT, MISC]),
    corpus("uner_ewt", "uner_ewt/train", &[NORP, EVENT, MISC]),
    corpus("gum", "gum/train", &[NORP]),
    corpus("redocred", "redocred/train", &[NORP]),
    corpus("redocred", "redocred/dev", &[NORP]),
    corpus("crossner", "crossner_politics/train", &[]),
    corpus("crossner", "crossner_other/train", &[]),
    corpus("crossner", "crossner_other/test", &[]),
    corpus("re3d", "re3d/train", &[EVENT, MISC]),
    corpus("wnut17", "wnut17/train", &[NORP, EVENT]),
    corpus("litbank", "litbank/train", &[NORP, EVENT, MISC]),
];

/// What the goals are measured on: the corpus that it belongs to, and the file.
pub const TESTS: &[(&str, &str)] = &[
    ("uner_ewt", "uner_ewt/test"),
    ("gum", "gum/dev"),
    ("gmb", "gmb/test"),
    ("crossner", "crossner_politics/dev"),
    ("re3d", "re3d/dev"),
    ("wnut17", "wnut17/test"),
];

/// What is chosen by when a corpus is left out: parts of it that are no tests.
pub const UNSEEN: &[(&str, &[&str])] = &[
    ("uner_ewt", &["uner_ewt/dev"]),
    ("gum", &["gum/train"]),
    ("gmb", &["gmb/dev"]),
    ("crossner", &["crossner_other/dev", "crossner_politics/train"]),
    ("re3d", &["re3d/train"]),
    ("wnut17", &["wnut17/dev"]),
];

/// Development texts of corpora in training: what the calibration is fitted on.
pub const DEVELOPMENT: &[&str] = &["uner_ewt/dev", "gmb/dev", "crossner_other/dev", "wnut17/dev", "litbank/dev"];

/// Reads a file of documents.
pub fn read(data: &Path, part: &str) -> io::Result<Vec<Document>> {
    let path = data.join(format!("{part}.jsonl"));
    let text = fs::read_to_string(&path).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
    let row = |(at, line)| {
        let wrong = |error| io::Error::other(format!("{}:{}: {error}", path.display(), at + 1));
        serde_json::from_str(line).map_err(wrong)
    };
    text.lines().enumerate().map(row).collect()
}

/// What the teacher says of the documents of a file, by their ids; nothing if it was not asked.
pub fn silver(teacher: &Path, part: &str) -> Option<Silver> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
        entities: Vec<(usize, usize, String)>,
    }
    let path = teacher.join("silver").join(format!("{}.jsonl", part.replace('/', "-")));
    let text = fs::read_to_string(path).ok()?;
    let rows = text.lines().filter_map(|line| serde_json::from_str::<Row>(line).ok());
    Some(rows.map(|row| (row.id, row.entities)).collect())
}

/// What a label of a corpus means; nothing for what is no name.
pub fn gold(label: &str, part: &str) -> Option<Gold> {
    let kind = match label.to_ascii_lowercase().as_str() {
        "per" | "person" | "politician" | "writer" | "scientist" | "musicalartist" | "researcher" => PERSON,
        "org" | "organization" | "organisation" | "politicalparty" | "corporation" | "group" | "university"
        | "band" => ORG,
        "loc" | "gpe" | "fac" | "location" | "country" | "geo" => PLACE,
        "norp" | "nationality" => NORP,
        "event" | "election" | "conference" | "eve" => EVENT,
        "misc" if part.starts_with("redocred") => return Some(Gold::Name(bits(&[MISC, EVENT]))),
        "misc" | "award" | "book" | "poem" | "magazine" | "academicjournal" | "song" | "album" | "product"
        | "creative-work" | "veh" | "work_of_art" | "law" | "programlang" | "art" => MISC,
        "field" | "task" | "algorithm" | "metrics" | "musicgenre" | "literarygenre" | "discipline" | "theory"
        | "chemicalelement" | "chemicalcompound" | "protein" | "enzyme" | "musicalinstrument"
        | "astronomicalobject" | "language" | "weapon" | "militaryplatform" | "documentreference" | "nat" => {
            return Some(Gold::Perhaps);
        }
        _ => return None,
    };
    Some(Gold::Name(1 << kind))
}
