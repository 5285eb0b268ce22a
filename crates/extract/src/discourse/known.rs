//! What is known of a word that tells who speaks and who is meant: pronouns, nouns for people, verbs of saying, forenames.

use crate::lexicon::{Case, KeyMap, Sense, Word, fold};
use crate::page::Page;
use postil_core::structure::TokenKind;
use std::sync::OnceLock;

/// The lists, with what one of them says in its heading.
const LISTS: [&str; 2] = [include_str!("../../data/speakers.txt"), include_str!("../../data/grammar.txt")];

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $section:literal,)*) => {
        /// One thing that a list says of a word, as a bit.
        #[repr(u32)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Flag { $($(#[$doc])* $name,)* }

        impl Flag {
            fn of_section(title: &str) -> Option<Self> {
                match title { $($section => Some(Self::$name),)* _ => None }
            }
        }
    };
}

flags! {
    Person = "person-noun",
    Group = "group-noun",
    Man = "man-noun",
    Woman = "woman-noun",
    Spoken = "spoken",
    ManName = "man-name",
    WomanName = "woman-name",
    ManTitle = "man-title",
    WomanTitle = "woman-title",
    Determiner = "determiner",
    Preposition = "preposition",
    Auxiliary = "auxiliary",
    /// Joins clauses or words, or begins a clause.
    Conjunction = "conjunction",
    /// Nouns for several without a final `s`.
    Plural = "plural",
    /// No cue, whatever it looks like.
    Never = "never",
}

/// What the lists say of a word, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u32);

impl Flags {
    pub fn has(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u32) != 0
    }
}

/// Who a pronoun can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    He,
    She,
    It,
    They,
    I,
    We,
    You,
}

/// What a pronoun is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

/// A personal pronoun.
pub(crate) type Pronoun = (Class, Form);

/// How a word looks to the one who weighs what stands around a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing: the text begins or ends.
    Edge,
    /// A verb of saying.
    Said,
    Auxiliary,
    Preposition,
    Determiner,
    Conjunction,
    Past,
    Progressive,
    Adverb,
    Plural,
    Lower,
    Capital,
    Number,
    Clitic,
    Stop,
    Comma,
    Mark,
    Other,
}

/// What is known of one spelling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub flags: Flags,
    pub pronoun: Option<Pronoun>,
    /// The folded spelling, as 32 bits.
    pub key: u32,
    pub look: Look,
    /// A word of the language or a name, not a mark.
    pub lettered: bool,
    pub lower: bool,
    /// A noun of a list that stands for someone.
    pub role: bool,
    pub plural: bool,
}

/// Spellings of one text, by the numbers that its words have.
#[derive(Default)]
pub(crate) struct Vocabulary(Vec<Option<Known>>);

impl Vocabulary {
    /// Looks at the words of a page.
    pub fn meet(&mut self, page: &Page, text: &str) {
        for (token, id) in page.ids.iter().enumerate() {
            if self.0.len() <= id.index() {
                self.0.resize(id.index() + 1, None);
            }
            let entry = &mut self.0[id.index()];
            if entry.is_none() {
                *entry = Some(Known::new(page.slice(text, token), page.word(token)));
            }
        }
    }

    pub fn get(&self, page: &Page, token: usize) -> Known {
        self.0[page.ids[token].index()].expect("every word of the page was met")
    }
}

fn lists() -> &'static KeyMap<Flags> {
    static READ: OnceLock<KeyMap<Flags>> = OnceLock::new();
    READ.get_or_init(|| {
        let mut made = KeyMap::default();
        for list in LISTS {
            let mut flag = None;
            for line in list.lines().filter(|line| !line.starts_with('#')) {
                if let Some(title) = line.strip_prefix("= ") {
                    flag = Some(Flag::of_section(title).unwrap_or_else(|| panic!("no section is called {title}")));
                } else if let Some(flag) = flag {
                    for word in line.split(", ").filter(|word| !word.is_empty()) {
                        let flags: &mut Flags = made.entry(fold::key(word)).or_default();
                        flags.0 |= 1 << flag as u32;
                    }
                }
            }
        }
        made
    })
}

impl Known {
    fn new(surface: &str, word: &Word) -> Self {
        let lettered = matches!(word.kind, TokenKind::Word | TokenKind::Abbreviation);
        let listed = lettered || word.kind == TokenKind::Clitic;
        let mut flags = if listed { lists().get(&word.folded).copied().unwrap_or_default() } else { Flags::default() };
        let lower = word.case == Case::Lower;
        let names = (1 << Flag::ManName as u32) | (1 << Flag::WomanName as u32);
        if lower {
            flags.0 &= !names;
        }
        let pronoun = if listed { pronoun(surface) } else { None };
        let said = word.senses.has(Sense::Report) || flags.has(Flag::Spoken);
        let ends = |ending: &str| surface.len() > ending.len() + 1 && surface.ends_with(ending);
        let look = match word.kind {
            TokenKind::Number => Look::Number,
            TokenKind::Clitic => Look::Clitic,
            TokenKind::Punctuation if surface.ends_with(['.', '!', '?', '…']) => Look::Stop,
            TokenKind::Punctuation if surface.starts_with([',', ';', ':']) => Look::Comma,
            TokenKind::Punctuation => Look::Mark,
            _ if !lettered => Look::Other,
            _ if flags.has(Flag::Auxiliary) => Look::Auxiliary,
            _ if flags.has(Flag::Preposition) => Look::Preposition,
            _ if flags.has(Flag::Determiner) => Look::Determiner,
            _ if flags.has(Flag::Conjunction) => Look::Conjunction,
            _ if !lower => Look::Capital,
            _ if said => Look::Said,
            _ if ends("ed") => Look::Past,
            _ if ends("ing") => Look::Progressive,
            _ if ends("ly") => Look::Adverb,
            _ if ends("s") && !ends("ss") => Look::Plural,
            _ => Look::Lower,
        };
        let role = lettered && (flags.has(Flag::Person) || word.senses.has(Sense::Role));
        let plural = flags.has(Flag::Plural) || (role || flags.has(Flag::Group)) && ends("s") && !ends("ss");
        Self { flags, pronoun, key: (word.folded ^ (word.folded >> 32)) as u32, look, lettered, lower, role, plural }
    }

    /// A noun for someone or for several.
    pub fn is_noun(&self) -> bool {
        self.role || self.flags.has(Flag::Group)
    }
}

/// What a word is as a personal pronoun.
fn pronoun(surface: &str) -> Option<Pronoun> {
    use Class::{He, I, It, She, They, We, You};
    use Form::{Object, Possessive, Reflexive, Subject};
    if surface == "US" || surface.len() > 10 || !surface.is_ascii() {
        return None;
    }
    Some(match surface.to_ascii_lowercase().as_str() {
        "he" => (He, Subject),
        "him" => (He, Object),
        "his" => (He, Possessive),
        "himself" => (He, Reflexive),
        "she" => (She, Subject),
        "her" | "hers" => (She, Possessive),
        "herself" => (She, Reflexive),
        "it" => (It, Subject),
        "its" => (It, Possessive),
        "itself" => (It, Reflexive),
        "they" => (They, Subject),
        "them" | "'em" => (They, Object),
        "their" | "theirs" => (They, Possessive),
        "themselves" | "themself" => (They, Reflexive),
        "i" => (I, Subject),
        "me" => (I, Object),
        "my" | "mine" => (I, Possessive),
        "myself" => (I, Reflexive),
        "we" => (We, Subject),
        "us" => (We, Object),
        "our" | "ours" => (We, Possessive),
        "ourselves" => (We, Reflexive),
        "you" => (You, Subject),
        "your" | "yours" => (You, Possessive),
        "yourself" | "yourselves" => (You, Reflexive),
        _ => return None,
    })
}
