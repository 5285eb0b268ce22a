//! What this project calls things: words, whatever their diacritics, case and endings, and how often they were decided about.

use postil_core::Slug;
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many different words are remembered; what comes later is learned all the same.
const MOST: usize = 20_000;

/// How often a label was wanted, and how often it was turned down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub wanted: u32,
    pub refused: u32,
}

impl Tally {
    pub fn sum(self) -> u32 {
        self.wanted + self.refused
    }

    fn count(&mut self, is_wanted: bool, is_added: bool) {
        let count = if is_wanted { &mut self.wanted } else { &mut self.refused };
        *count = if is_added { *count + 1 } else { count.saturating_sub(1) };
    }
}

/// One decision as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remembered {
    pub form: u64,
    /// The key of the last word.
    pub head: u64,
    pub words: Arc<str>,
    pub label: Slug,
    pub is_wanted: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    forms: BTreeMap<(u64, Slug), (Tally, Arc<str>)>,
    heads: BTreeMap<(u64, Slug), (Tally, Arc<str>)>,
    labels: BTreeMap<Slug, Tally>,
}

impl Memory {
    pub fn count(&mut self, decision: &Remembered, is_added: bool) {
        let Remembered { form, head, words, label, is_wanted } = decision;
        for (map, key) in [(&mut self.forms, *form), (&mut self.heads, *head)] {
            let is_full = map.len() >= MOST;
            let key = (key, label.clone());
            if let Some((tally, _)) = map.get_mut(&key) {
                tally.count(*is_wanted, is_added);
                if tally.sum() == 0 {
                    map.remove(&key);
                }
            } else if is_added && !is_full {
                let mut tally = Tally::default();
                tally.count(*is_wanted, true);
                map.insert(key, (tally, words.clone()));
            }
        }
        let tally = self.labels.entry(label.clone()).or_default();
        tally.count(*is_wanted, is_added);
        if tally.sum() == 0 {
            self.labels.remove(label);
        }
    }

    pub fn of_label(&self, label: &Slug) -> Tally {
        self.labels.get(label).copied().unwrap_or_default()
    }

    /// How many decisions there were.
    pub fn sum(&self) -> u32 {
        self.labels.values().map(|tally| tally.sum()).sum()
    }

    /// How often it was decided about such words, or else about others with the same last word, with one of them.
    pub fn of(&self, form: u64, head: u64, label: &Slug) -> Option<(Tally, &str)> {
        let same = self.forms.get(&(form, label.clone()));
        let found = same.or_else(|| self.heads.get(&(head, label.clone())));
        found.map(|(tally, words)| (*tally, &**words))
    }
}
