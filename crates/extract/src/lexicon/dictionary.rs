//! The dictionaries: words and phrases with what is known of them, from the lists in `data/`.

use super::fold;
use super::key_map::KeyMap;
use super::sense::{Sense, Senses};
use postil_core::structure;
use std::sync::OnceLock;

/// The lists, in no order that matters.
const LISTS: [&str; 9] = [
    include_str!("../../data/countries.txt"),
    include_str!("../../data/places.txt"),
    include_str!("../../data/cities.txt"),
    include_str!("../../data/peoples.txt"),
    include_str!("../../data/organisations.txt"),
    include_str!("../../data/forenames.txt"),
    include_str!("../../data/forenames-world.txt"),
    include_str!("../../data/surnames.txt"),
    include_str!("../../data/cues.txt"),
];

/// Words of the language: looked up like the others, but one a line and never a phrase.
const WORDS: &str = include_str!("../../data/words.txt");

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
    /// The one there is; it is read at the first call.
    pub fn get() -> &'static Self {
        static READ: OnceLock<Dictionary> = OnceLock::new();
        READ.get_or_init(Self::read)
    }

    fn read() -> Self {
        let bytes: usize = LISTS.iter().map(|list| list.len()).sum();
        let mut made =
            Self { entries: KeyMap::with_capacity_and_hasher((bytes + WORDS.len()) / 8, Default::default()) };
        for list in LISTS {
            let mut sense = Sense::Word;
            for line in list.lines().filter(|line| !line.starts_with('#')) {
                if let Some(title) = line.strip_prefix("= ") {
                    sense = Sense::of_section(title).unwrap_or_else(|| panic!("no sense is called {title}"));
                } else {
                    line.split(", ").filter(|name| !name.is_empty()).for_each(|name| made.add(name, sense));
                }
            }
        }
        structure::OPENERS.trim_end().split(", ").for_each(|word| made.add(word, Sense::Opener));
        for word in WORDS.lines().filter(|line| !line.starts_with(['#', '='])) {
            made.entry(fold::key(word), Sense::Word, false);
        }
        made
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_phrases_are_found() {
        let senses = |words: &[&str]| {
            let keys = words.iter().map(|w| fold::key(w));
            let key = keys.reduce(fold::join).expect("there is a word");
            *Dictionary::get().find(key).expect("it is listed")
        };
        assert!(senses(&["turkey"]).senses.has(Sense::Country));
        assert!(senses(&["Papua", "New", "Guinea"]).senses.has(Sense::Country));
        assert!(senses(&["Papua"]).longer);
        assert!(senses(&["WHO"]).capitals.has(Sense::Organisation));
        assert!(!senses(&["who"]).senses.has(Sense::Organisation));
        assert!(senses(&["Côte", "d’Ivoire"]).senses.has(Sense::Country));
    }
}
