//! The dictionaries: words and phrases with what is known of them, from the lists in `data/` and those of a model.

use super::fold;
use super::key_map::KeyMap;
use super::sense::{Sense, Senses};
use postil_core::structure;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The lists that rules do not work without, in no order that matters. The long ones come with a model.
const LISTS: [&str; 7] = [
    include_str!("../../data/countries.txt"),
    include_str!("../../data/places.txt"),
    include_str!("../../data/peoples.txt"),
    include_str!("../../data/organisations.txt"),
    include_str!("../../data/forenames.txt"),
    include_str!("../../data/forenames-world.txt"),
    include_str!("../../data/cues.txt"),
];

/// What is known of one spelling, whatever its case.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    pub senses: Senses,
    /// What is known if it is all in capitals, as in the list: `WHO`.
    pub capitals: Senses,
    /// A longer phrase begins with it.
    pub longer: bool,
}

/// All dictionaries, by the keys of [`fold`]; a phrase has the joined keys of its tokens.
pub(crate) struct Dictionary {
    entries: KeyMap<Entry>,
}

impl Dictionary {
    /// What there is without a model; it is read at the first call.
    pub fn of_rules() -> Arc<Self> {
        static READ: OnceLock<Arc<Dictionary>> = OnceLock::new();
        let read = || Self::with("").expect("there is no heading in nothing");
        Arc::clone(READ.get_or_init(|| Arc::new(read())))
    }

    /// The same with other lists. Nothing if one of their headings names no sense.
    pub fn with(others: &str) -> Option<Self> {
        let bytes = LISTS.iter().map(|list| list.len()).sum::<usize>() + others.len();
        let mut made = Self { entries: KeyMap::with_capacity_and_hasher(bytes / 8, Default::default()) };
        for list in LISTS {
            made.read(list)?;
        }
        structure::OPENERS.trim_end().split(", ").for_each(|word| made.add(word, Sense::Opener));
        made.read(others)?;
        Some(made)
    }

    fn read(&mut self, list: &str) -> Option<()> {
        let mut sense = Sense::Word;
        for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(title) = line.strip_prefix("= ") {
                sense = Sense::of_section(title)?;
            } else if sense == Sense::Word {
                // One a line, and never a phrase.
                self.entry(fold::key(line), sense, false);
            } else {
                line.split(", ").filter(|name| !name.is_empty()).for_each(|name| self.add(name, sense));
            }
        }
        Some(())
    }

    fn add(&mut self, name: &str, sense: Sense) {
        let capitals = name.len() > 1 && name.bytes().all(|b| b.is_ascii_uppercase());
        if name.bytes().all(|b| b.is_ascii_alphabetic()) {
            self.entry(fold::key(name), sense, capitals);
            return;
        }
        let mut tokens = Vec::with_capacity(4);
        structure::tokenize(name, 0, name.len(), &mut tokens);
        let mut so_far: Option<u64> = None;
        for token in &tokens {
            if let Some(beginning) = so_far {
                self.entries.entry(beginning).or_default().longer = true;
            }
            let key = fold::key(&name[token.start as usize..token.end as usize]);
            so_far = Some(so_far.map_or(key, |beginning| fold::join(beginning, key)));
        }
        if let Some(key) = so_far {
            self.entry(key, sense, capitals);
        }
    }

    fn entry(&mut self, key: u64, sense: Sense, capitals: bool) {
        let entry = self.entries.entry(key).or_default();
        let senses = if capitals { &mut entry.capitals } else { &mut entry.senses };
        *senses = senses.with(sense.into());
    }

    pub fn find(&self, key: u64) -> Option<&Entry> {
        self.entries.get(&key)
    }
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dictionary({} entries)", self.entries.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_phrases_are_found() {
        let senses = |words: &[&str]| {
            let keys = words.iter().map(|w| fold::key(w));
            let key = keys.reduce(fold::join).expect("there is a word");
            *Dictionary::of_rules().find(key).expect("it is listed")
        };
        assert!(senses(&["turkey"]).senses.has(Sense::Country));
        assert!(senses(&["Papua", "New", "Guinea"]).senses.has(Sense::Country));
        assert!(senses(&["Papua"]).longer);
        assert!(senses(&["WHO"]).capitals.has(Sense::Organisation));
        assert!(!senses(&["who"]).senses.has(Sense::Organisation));
        assert!(senses(&["Côte", "d’Ivoire"]).senses.has(Sense::Country));
    }

    #[test]
    fn other_lists_add_to_what_is_known() {
        let lists = "# From elsewhere.\n= city\nZorblat\nNew Zorblat\n= word\nqwent\nturkey\n";
        let made = Dictionary::with(lists).expect("its headings name senses");
        let find = |word: &str| made.find(fold::key(word)).copied().unwrap_or_default();
        assert!(find("zorblat").senses.has(Sense::City) && find("new").longer);
        assert!(find("Turkey").senses.has(Sense::Country) && find("Turkey").senses.has(Sense::Word));
        assert!(Dictionary::of_rules().find(fold::key("qwent")).is_none());
        assert!(Dictionary::with("= planet\nMars\n").is_none());
    }
}
