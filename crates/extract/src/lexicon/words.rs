//! The words of one text: each spelling is looked at once.

use super::dictionary::{Dictionary, Entry};
use super::fold;
use super::key_map::KeyMap;
use super::sense::Senses;
use crate::pattern::Lexeme;
use crate::pattern::grammar::Grammar;
use crate::pattern::notation::Notation;
use postil_core::structure::TokenKind;
use std::borrow::Cow;
use std::sync::Arc;

/// Names a spelling within one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WordId(u32);

impl WordId {
    /// From 0, in the order in which spellings were met.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// `word`.
    Lower,
    /// `Word`, `McCain`, `al-Qaida`.
    Capitalised,
    /// `WORD`, with two letters at least; `U.S.`.
    Capitals,
    /// One capital letter, perhaps with a stop: `J.`.
    Initial,
    /// `iPhone`.
    Mixed,
    /// No letters of a script that has case.
    None,
}

/// What is known of one spelling.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Key of the folded spelling.
    pub folded: u64,
    pub case: Case,
    pub kind: TokenKind,
    /// What the dictionaries say, given its case.
    pub senses: Senses,
    /// A phrase of the dictionaries begins with it.
    pub longer: bool,
    /// What the rules for numbers and times say, if anything.
    pub lexeme: Option<Box<Lexeme>>,
    /// How it is seen, where it stands in the text with what is not, such as soft hyphens.
    pub seen: Option<Box<str>>,
    pub ending: Ending,
}

/// What the end of an unknown name hints at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// `-stan`, `-burg`, `-ville`.
    Place,
    /// `-vich`, `-ov`, `-sson`.
    Person,
    None,
}

/// All spellings met so far.
pub(crate) struct Words {
    dictionary: Arc<Dictionary>,
    notation: Notation,
    ids: KeyMap<u32>,
    words: Vec<Word>,
    /// Folded keys of words that the text also has in lower case.
    lower: KeyMap<()>,
}

impl Words {
    /// For a document that writes figures so.
    pub fn of(notation: Notation, dictionary: Arc<Dictionary>) -> Self {
        Self { dictionary, notation, ids: KeyMap::default(), words: Vec::new(), lower: KeyMap::default() }
    }

    /// What is known of words beforehand.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// How the document writes figures.
    pub fn notation(&self) -> Notation {
        self.notation
    }

    pub fn intern(&mut self, surface: &str, kind: TokenKind) -> WordId {
        let surface = fold::seen(surface);
        let next = self.words.len() as u32;
        let id = *self.ids.entry(fold::exact_key(&surface)).or_insert(next);
        if id == next {
            let word = Word::new(&surface, kind, self.notation, &self.dictionary);
            if word.case == Case::Lower {
                self.lower.insert(word.folded, ());
            }
            self.words.push(word);
        }
        if let Cow::Owned(surface) = surface {
            self.words[id as usize].seen.get_or_insert(surface.into());
        }
        WordId(id)
    }

    pub fn get(&self, id: WordId) -> &Word {
        &self.words[id.0 as usize]
    }

    /// Whether the text has the word in lower case, so far.
    pub fn in_lower_case(&self, folded: u64) -> bool {
        self.lower.contains_key(&folded)
    }
}

impl Word {
    fn new(surface: &str, kind: TokenKind, notation: Notation, dictionary: &Dictionary) -> Self {
        let folded = fold::key(surface);
        let case = case(surface);
        let lettered = matches!(kind, TokenKind::Word | TokenKind::Abbreviation);
        let listed = if lettered { dictionary.find(folded).copied() } else { None };
        let Entry { senses, capitals, longer } = listed.unwrap_or_default();
        let all_capitals = case == Case::Capitals || case == Case::Initial;
        let senses = if all_capitals { senses.with(capitals) } else { senses };
        let lexeme = Grammar::get().lexeme(surface, folded, notation);
        let lexeme = (!lexeme.classes.is_empty()).then(|| Box::new(lexeme));
        Self { folded, case, kind, senses, longer, lexeme, seen: None, ending: ending(surface) }
    }
}

fn case(surface: &str) -> Case {
    let (mut upper, mut lower, mut letters) = (0_usize, 0_usize, 0_usize);
    let mut first_upper = None;
    for c in surface.chars() {
        let is_upper = c.is_uppercase();
        let is_lower = c.is_lowercase();
        letters += usize::from(c.is_alphabetic());
        upper += usize::from(is_upper);
        lower += usize::from(is_lower);
        if is_upper || is_lower {
            first_upper.get_or_insert(is_upper);
        }
    }
    match (first_upper, upper, lower) {
        (None, ..) => Case::None,
        _ if letters > upper + lower + 4 => Case::None,
        (Some(true), 1, 0) => Case::Initial,
        (Some(true), _, 0) => Case::Capitals,
        // U.S.-style plurals: NGOs, CEOs.
        (Some(true), ..) => Case::Capitalised,
        (Some(false), 0, _) => Case::Lower,
        (Some(false), ..) if article_and_name(surface) => Case::Capitalised,
        (Some(false), ..) => Case::Mixed,
    }
}

/// `al-Qaida`, `el-Sisi`, `d'Estaing`.
fn article_and_name(surface: &str) -> bool {
    let mut parts = surface.split(['-', '\'', '’']);
    let (Some(article), Some(name)) = (parts.next(), parts.next()) else { return false };
    article.len() <= 4 && name.starts_with(char::is_uppercase)
}

fn ending(surface: &str) -> Ending {
    const PLACE: [&str; 22] = [
        "stan", "burg", "burgh", "ville", "shire", "abad", "grad", "pur", "pore", "ford", "town", "polis", "chester",
        "mouth", "istan", "land", "lands", "borough", "dorf", "heim", "bridge", "nagar",
    ];
    const PERSON: [&str; 20] = [
        "vich", "ovic", "evic", "ov", "ev", "ova", "eva", "sson", "ssen", "escu", "dze", "shvili", "enko", "yan",
        "oglu", "opoulos", "insky", "owski", "ewski", "inen",
    ];
    if surface.len() < 6 || !surface.is_ascii() {
        return Ending::None;
    }
    if PLACE.iter().any(|e| surface.ends_with(e)) {
        Ending::Place
    } else if PERSON.iter().any(|e| surface.ends_with(e)) {
        Ending::Person
    } else {
        Ending::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_a_case() {
        for (word, expected) in [
            ("word", Case::Lower),
            ("Word", Case::Capitalised),
            ("McCain", Case::Capitalised),
            ("al-Qaida", Case::Capitalised),
            ("NATO", Case::Capitals),
            ("U.S.", Case::Capitals),
            ("J.", Case::Initial),
            ("iPhone", Case::Mixed),
            ("Τσίπρας", Case::Capitalised),
            ("北京", Case::None),
            ("2018", Case::None),
        ] {
            assert_eq!(case(word), expected, "{word}");
        }
    }
}
