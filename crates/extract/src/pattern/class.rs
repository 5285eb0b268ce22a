//! Classes of words, as rules name them, and the dictionary that says which word belongs to which.

use super::decimal::Decimal;
use crate::lexicon::{KeyMap, fold};

/// A class of words; at most 127.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Class(pub u8);

/// A set of classes, one bit each.
pub(crate) type ClassSet = u128;

impl Class {
    pub const fn bit(self) -> ClassSet {
        1 << self.0
    }
}

/// What a word of a class stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    /// Nothing but itself.
    None,
    /// A day, a month, an hour and minute (`h * 60 + m`), an offset, …
    Int(i32),
    /// A code: a unit, a currency, a part of the day.
    Code(&'static str),
    /// A number as it would be written in figures.
    Number(Decimal),
}

/// What the rules for numbers and times know of one word.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lexeme {
    pub classes: ClassSet,
    pub values: Vec<(Class, Value)>,
}

impl Lexeme {
    pub fn add(&mut self, class: Class, value: Value) {
        self.classes |= class.bit();
        self.values.push((class, value));
    }

    pub fn has(&self, class: Class) -> bool {
        self.classes & class.bit() != 0
    }

    pub fn value(&self, class: Class) -> Option<Value> {
        self.values.iter().find(|(c, _)| *c == class).map(|(_, value)| *value)
    }
}

/// A word listed under a class.
#[derive(Clone, Copy, Debug)]
struct Listed {
    class: Class,
    value: Value,
    /// The list writes it with a capital, so the text must too.
    capital: bool,
}

/// The names of the classes and the words listed under them.
#[derive(Debug, Default)]
pub(crate) struct Classes {
    names: Vec<&'static str>,
    words: KeyMap<Vec<Listed>>,
}

impl Classes {
    /// Reads lines `CLASS word=value word …`; `#` begins a comment.
    ///
    /// # Panics
    /// If there are more classes than fit; a test reads the lists.
    pub fn read(lists: &'static str) -> Self {
        let mut made = Self::default();
        for line in lists.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let Some(name) = words.next() else { continue };
            let class = made.class(name);
            let mut value = Value::None;
            for entry in words {
                let (word, code) = entry.split_once('=').map_or((entry, None), |(word, code)| (word, Some(code)));
                if let Some(code) = code {
                    value = code.parse().map_or(Value::Code(code), Value::Int);
                }
                made.list(class, word, value);
            }
        }
        made
    }

    /// The class of a name, made if it is new.
    pub fn class(&mut self, name: &'static str) -> Class {
        let at = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        assert!(at < 127, "there are more classes than a set holds");
        Class(at as u8)
    }

    /// The class of a single word that a rule spells out, made if it is new.
    pub fn word_class(&mut self, word: &'static str) -> Class {
        let new = !self.names.contains(&word);
        let class = self.class(word);
        if new {
            self.list(class, word, Value::None);
        }
        class
    }

    pub fn find(&self, name: &str) -> Option<Class> {
        self.names.iter().position(|known| *known == name).map(|at| Class(at as u8))
    }

    fn list(&mut self, class: Class, word: &str, value: Value) {
        let capital = word.starts_with(char::is_uppercase);
        self.words.entry(fold::key(word)).or_default().push(Listed { class, value, capital });
    }

    /// What is listed of a word with this folded key; `capital` says whether it begins with one.
    pub fn lexeme(&self, folded: u64, capital: bool) -> Lexeme {
        let mut found = Lexeme::default();
        for listed in self.words.get(&folded).into_iter().flatten().filter(|l| capital || !l.capital) {
            found.add(listed.class, listed.value);
        }
        found
    }
}
