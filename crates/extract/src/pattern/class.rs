//! Classes of words, as rules name them, and the dictionary that says which word belongs to which.

use super::decimal::Decimal;
use crate::lexicon::{KeyMap, fold};

/// A class of words, below [`MOST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Class(pub u8);

/// How many classes there can be.
pub(crate) const MOST: u8 = 192;

/// A set of classes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClassSet([u64; MOST as usize / 64]);

impl ClassSet {
    /// Every class that there can be.
    pub const ALL: Self = Self([u64::MAX; MOST as usize / 64]);

    pub fn insert(&mut self, class: Class) {
        self.0[usize::from(class.0 / 64)] |= 1 << (class.0 % 64);
    }

    pub fn has(self, class: Class) -> bool {
        self.0[usize::from(class.0 / 64)] & 1 << (class.0 % 64) != 0
    }

    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Whether a class is in both sets.
    pub fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(a, b)| a & b != 0)
    }

    pub fn insert_all(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
    }

    /// The classes, the smallest first.
    pub fn iter(self) -> impl Iterator<Item = Class> {
        self.0.into_iter().enumerate().flat_map(|(word, mut bits)| {
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(Class((word * 64) as u8 + bit as u8))
            })
        })
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
        self.classes.insert(class);
        self.values.push((class, value));
    }

    pub fn has(&self, class: Class) -> bool {
        self.classes.has(class)
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
        assert!(at < usize::from(MOST) - 1, "there are more classes than a set holds");
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
