//! The twelve texts, and what is right in them.

use anyhow::{Context as _, Result};
use postil_e2e::root;

/// A label of the first schema: its name in files, its name for people, its chip, its key.
pub struct Label(pub &'static str, pub &'static str, pub &'static str, pub &'static str);

pub const LABELS: [Label; 19] = [
    Label("PERSON", "Person", "PER", "1"),
    Label("ORG", "Organisation", "ORG", "2"),
    Label("GPE", "Place", "GPE", "3"),
    Label("NORP", "Nationality", "NORP", "4"),
    Label("FAC", "Facility", "FAC", "5"),
    Label("DATE", "Date", "DATE", "6"),
    Label("EVENT", "Event", "EVT", "7"),
    Label("LOC", "Location", "LOC", "8"),
    Label("CUE", "Cue", "CUE", "9"),
    Label("QUOTE", "Quote", "QUOTE", "0"),
    Label("MISC", "Other name", "MISC", "m"),
    Label("TIME", "Time", "TIME", "t"),
    Label("DURATION", "Duration", "DUR", "d"),
    Label("SET", "Recurring time", "SET", "s"),
    Label("MONEY", "Money", "MON", "y"),
    Label("PERCENT", "Percentage", "PCT", "p"),
    Label("QUANTITY", "Quantity", "QTY", "u"),
    Label("CARDINAL", "Number", "NUM", "b"),
    Label("ORDINAL", "Ordinal", "ORD", "o"),
];

pub fn label(is_it: impl Fn(&Label) -> bool) -> Option<&'static Label> {
    LABELS.iter().find(|it| is_it(it))
}

/// A span that is right, or one that is drawn: where it stands in UTF-16 units, the end exclusive, and its label in files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub start: usize,
    pub end: usize,
    pub label: &'static str,
}

impl Mark {
    pub fn is_at(&self, at: [usize; 2]) -> bool {
        [self.start, self.end] == at
    }

    pub fn overlaps(&self, [start, end]: [usize; 2]) -> bool {
        self.start < end && start < self.end
    }
}

/// A text with what is to be found in it.
pub struct Text {
    pub file: String,
    pub text: String,
    pub units: Vec<u16>,
    pub gold: Vec<Mark>,
}

impl Text {
    /// Reads spans in brackets: `[LABEL words]`.
    pub fn read(file: String, marked: &str) -> Result<Self> {
        let (mut units, mut gold): (Vec<u16>, Vec<Mark>) = Default::default();
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once('[') {
            let (inside, behind) = after.split_once(']').context("a bracket stays open")?;
            let (slug, words) = inside.split_once(' ').context("a label, then a blank")?;
            let Label(slug, ..) = label(|it| it.0 == slug).with_context(|| format!("no label {slug}"))?;
            units.extend(before.encode_utf16());
            let start = units.len();
            units.extend(words.encode_utf16());
            gold.push(Mark { start, end: units.len(), label: slug });
            rest = behind;
        }
        units.extend(rest.encode_utf16());
        Ok(Self { file, text: String::from_utf16(&units)?, units, gold })
    }

    pub fn slice(&self, start: usize, end: usize) -> String {
        String::from_utf16_lossy(&self.units[start.min(end)..end.max(start)])
    }

    /// How many words begin between two places. What stands behind an apostrophe is no word of its own.
    pub fn words(&self, start: usize, end: usize) -> usize {
        let (start, end) = (start.min(end), start.max(end));
        let is_letter = |c: char| c.is_alphanumeric();
        let before = self.slice(0, start).chars().next_back();
        let between = self.slice(start, end);
        let pairs = std::iter::once(before.unwrap_or(' ')).chain(between.chars()).zip(between.chars());
        pairs.filter(|(before, c)| is_letter(*c) && !is_letter(*before) && *before != '’').count()
    }

    /// How many words one stretch has too few or too many beside another one: at its start, at its end.
    pub fn off(&self, [start, end]: [usize; 2], gold: &Mark) -> [usize; 2] {
        [self.words(start, gold.start), self.words(end, gold.end)]
    }

    /// The first word of a span, without a sign before it.
    pub fn first_word(&self, mark: &Mark) -> (usize, String) {
        let words = self.slice(mark.start, mark.end);
        let lead: String = words.chars().take_while(|c| !c.is_alphanumeric()).collect();
        (mark.start + lead.encode_utf16().count(), words[lead.len()..].to_owned())
    }

    /// Whether quotation marks stand around a stretch, or at its ends.
    pub fn is_quoted(&self, [start, end]: [usize; 2]) -> bool {
        let near = self.slice(start.saturating_sub(1), (end + 2).min(self.units.len()));
        near.starts_with('“') || near.chars().nth(1) == Some('“')
    }
}

pub fn texts() -> Result<Vec<Text>> {
    let folder = root().join("e2e/texts/twelve");
    let mut files: Vec<_> = std::fs::read_dir(folder)?.map(|it| Ok(it?.path())).collect::<Result<_>>()?;
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().context("a name")?.to_string_lossy().into_owned();
        Text::read(name, &std::fs::read_to_string(path)?).with_context(|| path.display().to_string())
    };
    files.iter().map(read).collect()
}
