//! What is looked for.

use crate::fold::{Fold, Folded, folded};
use crate::forms::forms;
use crate::walk::{Hit, Walk};
use crate::{MAX_WORDS, boundary};
use aho_corasick::AhoCorasick;
use postil_core::{TextRange, sort_by_key};
use regex::{Regex, RegexBuilder};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// An expression may take so many bytes when it is compiled; so its time for each byte of a text is bounded too.
const MAX_EXPRESSION: usize = 1 << 20;
/// An entry may have so many forms in a dictionary of this many bytes.
const MAX_DICTIONARY: usize = 16 << 20;

/// How words are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whole words alone: see [`is_whole_word`](crate::is_whole_word).
    pub whole_word: bool,
    /// Capital and small letters are different.
    pub match_case: bool,
    /// Accents and their like matter.
    pub match_marks: bool,
    /// Other forms of the last word are the same, in English: see [`forms`]. For words alone.
    pub inflect: bool,
}

/// What is looked for, ready for any number of texts.
#[derive(Clone, Debug)]
pub struct Pattern {
    what: What,
    whole_word: bool,
    fold: Fold,
}

#[derive(Clone, Debug)]
enum What {
    Words {
        automaton: AhoCorasick,
        /// The entry that each word of the automaton stands for.
        entries: Vec<u32>,
    },
    Expression(Regex),
}

impl Pattern {
    /// Looks for some words. Blanks at their ends are not meant.
    ///
    /// # Errors
    /// If there is nothing to look for, or more than anybody means; says so.
    pub fn words(words: &str, options: Options) -> Result<Self, String> {
        Self::dictionary(&[words], options)
    }

    /// Looks for all entries of a dictionary at once. Of entries that are the same when compared the first one is meant.
    ///
    /// # Errors
    /// As [`words`](Self::words).
    pub fn dictionary<S: AsRef<str>>(dictionary: &[S], options: Options) -> Result<Self, String> {
        let Options { whole_word, match_case, match_marks, inflect } = options;
        let fold = Fold::Words { ignores_case: !match_case, ignores_marks: !match_marks };
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        let mut bytes = 0;
        for (entry, words) in dictionary.iter().enumerate() {
            let words = words.as_ref().trim();
            if words.len() > MAX_WORDS {
                return Err(format!("“{}…” is too long to look for.", words.chars().take(40).collect::<String>()));
            }
            let all = if inflect { forms(words) } else { vec![words.to_owned()] };
            for form in all {
                let form = folded(&form, fold);
                // A mark may stand on a blank.
                let form = form.trim();
                bytes += form.len();
                if !form.is_empty() {
                    known.entry(form.to_owned()).or_insert(entry as u32);
                }
            }
            if bytes > MAX_DICTIONARY {
                return Err("This dictionary is too large: find with a part of it at a time.".to_owned());
            }
        }
        if known.is_empty() {
            return Err("There is nothing to look for.".to_owned());
        }
        let automaton =
            AhoCorasick::new(known.keys()).map_err(|error| format!("This cannot be looked for: {error}."))?;
        let what = What::Words { automaton, entries: known.into_values().collect() };
        Ok(Self { what, whole_word, fold })
    }

    /// Looks for a regular expression, in the syntax of the crate `regex`: it finds in time linear in the text, whatever
    /// the expression. `^` and `$` are the ends of a line.
    ///
    /// # Errors
    /// If it is none, or is too large; says what is wrong.
    pub fn expression(expression: &str, options: Options) -> Result<Self, String> {
        let Options { whole_word, match_case, match_marks, .. } = options;
        let fold = Fold::Expression { ignores_marks: !match_marks };
        if expression.is_empty() {
            return Err("There is nothing to look for.".to_owned());
        }
        if expression.len() > MAX_WORDS {
            return Err("This expression is too long.".to_owned());
        }
        let regex = RegexBuilder::new(&folded(expression, fold))
            .case_insensitive(!match_case)
            .multi_line(true)
            .crlf(true)
            .size_limit(MAX_EXPRESSION)
            .dfa_size_limit(2 * MAX_EXPRESSION)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => "This expression is too large: use smaller repetitions.".to_owned(),
                error => {
                    let told = error.to_string();
                    let why = told.lines().last().unwrap_or_default().trim_start_matches("error: ");
                    format!("This is no regular expression: {why}.")
                }
            })?;
        Ok(Self { what: What::Expression(regex), whole_word, fold })
    }

    /// Looks through a text, a window at a time.
    pub fn walk<'t>(&self, text: &'t str) -> Walk<'_, 't> {
        Walk::new(self, text)
    }

    /// All hits in a text.
    pub fn find_all(&self, text: &str) -> Vec<Hit> {
        self.walk(text).flatten().collect()
    }

    /// Whether it is somewhere in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.walk(text).any(|hits| !hits.is_empty())
    }

    /// The hits of a window of a text, by start; the longest of those that start together. They do not overlap, nor begin before `from`.
    pub(crate) fn in_window(&self, text: &str, window: TextRange, from: usize) -> Vec<Hit> {
        let base = window.start().to_usize();
        let folded = Folded::new(&text[window.to_usize()], self.fold);
        let place = |start: usize, end: usize| {
            let (start, end) = (folded.start(start)?, folded.end(end)?);
            (start < end).then(|| TextRange::from_usize(base + start..base + end))
        };
        let is_meant = |range: &TextRange| !self.whole_word || boundary::is_whole_word(text, *range);
        match &self.what {
            What::Words { automaton, entries } => {
                let mut hits: Vec<Hit> = automaton
                    .find_overlapping_iter(folded.text())
                    .filter_map(|it| Some((place(it.start(), it.end())?, entries[it.pattern().as_usize()])))
                    .filter(|(range, _)| boundary::is_whole_graphemes(text, *range) && is_meant(range))
                    .map(|(range, entry)| Hit { range, entry })
                    .collect();
                sort_by_key(&mut hits, |hit| (hit.range.start(), Reverse(hit.range.end())));
                let mut end = from;
                hits.retain(|hit| {
                    let is_free = hit.range.start().to_usize() >= end;
                    if is_free {
                        end = hit.range.end().to_usize();
                    }
                    is_free
                });
                hits
            }
            What::Expression(regex) => {
                let mut end = from;
                let found = regex.find_iter(folded.text()).filter(|it| !it.is_empty()).filter_map(|it| {
                    let range = postil_core::snap::to_graphemes(text, place(it.start(), it.end())?);
                    let is_hit = range.start().to_usize() >= end && is_meant(&range);
                    if is_hit {
                        end = range.end().to_usize();
                    }
                    is_hit.then_some(Hit { range, entry: 0 })
                });
                found.collect()
            }
        }
    }
}
