//! Which column of a file is what: the ten of CoNLL-U, or those that CoNLL-U Plus names.

use crate::columns::tags::{Scheme, is_tag, scheme, split};
use crate::document::Report;
use crate::syntax::Error;
use std::collections::BTreeSet;

const USUAL: [&str; 10] = ["ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"];
/// The key under which some write tags into MISC.
const TAG_KEY: &str = "NER";

/// What CoNLL-U Plus says its columns are, in a remark at the beginning.
fn columns(line: &str) -> Option<&str> {
    line.strip_prefix("# global.columns")?.trim_start().strip_prefix('=')
}

pub(super) fn names_columns(line: &str) -> bool {
    columns(line).is_some()
}

/// The columns of a file.
pub(super) struct Layout<'t> {
    names: Vec<&'t str>,
    id: usize,
    form: usize,
    misc: Option<usize>,
    /// What holds tags of spans, with their scheme.
    tags: Vec<(Tags, Scheme)>,
}

/// Where tags stand.
#[derive(Clone, Copy, PartialEq)]
enum Tags {
    Column(usize),
    Misc,
}

/// The cells of a word.
pub(super) struct Word<'t> {
    pub(super) id: &'t str,
    pub(super) form: &'t str,
    pub(super) misc: Vec<(&'t str, &'t str)>,
    /// One for each column of tags.
    pub(super) tags: Vec<&'t str>,
    /// Whether it has lemmas, parts of speech or syntax.
    pub(super) is_described: bool,
}

impl<'t> Layout<'t> {
    /// # Errors
    /// When it names no column of ids or forms.
    pub(super) fn of(text: &'t str, report: &mut Report) -> Result<Self, Error> {
        let said = text.lines().take_while(|line| line.starts_with('#')).enumerate();
        let said = said.filter_map(|(n, line)| Some((n, columns(line)?)));
        let (place, names): (String, Vec<&str>) = match said.last() {
            Some((n, names)) => (format!("line {}", n + 1), names.split_whitespace().collect()),
            None => (String::new(), USUAL.to_vec()),
        };
        let column = |wanted: &str| names.iter().position(|name| *name == wanted);
        let (Some(id), Some(form)) = (column("ID"), column("FORM")) else {
            return Err(report.error(place, "`global.columns` needs ID and FORM"));
        };
        let misc = column("MISC");
        let mut layout = Self { names, id, form, misc, tags: Vec::new() };
        layout.find_tags(text, &place, report);
        Ok(layout)
    }

    /// Looks for tags in columns that are not those of CoNLL-U, and in MISC. All cells of such a column are tags, and one is
    /// that of a span.
    fn find_tags(&mut self, text: &'t str, place: &str, report: &mut Report) {
        let own = (0..self.names.len()).filter(|i| !USUAL.contains(&self.names[*i])).map(Tags::Column);
        for tags in own.chain(self.misc.map(|_| Tags::Misc)) {
            let mut sentences: Vec<Vec<&str>> = vec![Vec::new()];
            let mut other = BTreeSet::new();
            for line in text.lines() {
                if line.trim().is_empty() {
                    sentences.push(Vec::new());
                } else if !line.starts_with('#') {
                    let row: Vec<&str> = line.split('\t').collect();
                    let cell = self.tag(&row, tags);
                    if !is_tag(cell) {
                        other.insert(cell);
                    }
                    sentences.last_mut().expect("there is one from the beginning").push(cell);
                }
            }
            let has_spans = sentences.iter().flatten().any(|cell| split(cell).0 != 'O');
            match tags {
                _ if has_spans && other.is_empty() => self.tags.push((tags, scheme(sentences.into_iter(), report))),
                Tags::Column(i) if other.iter().any(|cell| *cell != "*") => {
                    report.left_out(place, format!("what is in the column {} is not known here", self.names[i]));
                }
                _ => {}
            }
        }
    }

    /// What stands in a place of tags; `O` where nothing does.
    fn tag(&self, row: &[&'t str], tags: Tags) -> &'t str {
        let cell = match tags {
            Tags::Column(i) => row.get(i).copied(),
            Tags::Misc => self.misc(row).into_iter().find(|(name, _)| *name == TAG_KEY).map(|(_, value)| value),
        };
        cell.filter(|cell| *cell != "_").unwrap_or("O")
    }

    /// What MISC says; in a line that is shorter than others the last column is it.
    fn misc(&self, row: &[&'t str]) -> Vec<(&'t str, &'t str)> {
        let cell = self.misc.and_then(|i| row.get(i).or(row.get(2..)?.last())).copied().unwrap_or_default();
        cell.split('|').filter_map(|item| item.split_once('=')).collect()
    }

    /// How many columns a line has at least.
    pub(super) fn least(&self) -> usize {
        self.names.len().min(3)
    }

    /// The cells of a line; None when it has too few.
    pub(super) fn word(&self, line: &'t str) -> Option<Word<'t>> {
        let row: Vec<&str> = line.split('\t').collect();
        if row.len() < self.least() {
            return None;
        }
        let mut cells = row.iter().zip(&self.names);
        Some(Word {
            id: row.get(self.id)?,
            form: row.get(self.form)?,
            misc: self.misc(&row),
            tags: self.tags.iter().map(|(tags, _)| self.tag(&row, *tags)).collect(),
            is_described: cells.any(|(cell, name)| *cell != "_" && USUAL[2..9].contains(name)),
        })
    }

    /// The schemes of the columns of tags.
    pub(super) fn schemes(&self) -> impl Iterator<Item = Scheme> {
        self.tags.iter().map(|(_, scheme)| *scheme)
    }
}
