//! Rules over classes of words, one a line: `name | LABEL | pattern | value | score | example`.
//!
//! A pattern is a row of classes (`MONTH`), words (`of`) and choices (`of|in`); `?` makes one optional. Parts in brackets
//! at either end, `(IN) YEAR`, must be there and stay outside the span. The longest match wins, then the earlier rule.

use super::class::{self, Class, ClassSet, Classes, Lexeme, Value};
use crate::Label;
use postil_core::sort_by_key;
use std::ops::Range;

/// One line of a rule file.
#[derive(Debug)]
pub(crate) struct Rule {
    pub name: &'static str,
    pub label: Label,
    /// How the value is made: the name of a function.
    pub value: &'static str,
    /// How often it is right, in hundredths, measured on development texts.
    pub score: u8,
    /// A sentence with the span in square brackets, `=` and its value.
    pub example: &'static str,
}

/// A rule with each optional part decided.
#[derive(Clone, Debug)]
struct Variant {
    rule: usize,
    parts: Vec<ClassSet>,
    /// The parts that belong to the span.
    inner: Range<usize>,
}

/// Most variants that a set may have.
const MOST: usize = 1024;

/// One bit for each variant.
type VariantSet = [u64; MOST / 64];

/// The last class is kept free of names.
const NO_CLASS: Class = Class(class::MOST - 1);

/// How many parts of a pattern are looked up at once before the rest is compared.
const INDEXED: usize = 3;

/// Rules, ready to match.
#[derive(Debug, Default)]
pub(crate) struct RuleSet {
    pub rules: Vec<Rule>,
    /// Longer ones first, then in order of the rules.
    variants: Vec<Variant>,
    /// `index[part][class]`: the variants whose part of that number holds the class; shorter variants are in all.
    index: Vec<Vec<VariantSet>>,
    /// The classes that begin a pattern.
    first: ClassSet,
    /// For each of them, the classes that its patterns go on with; that of no name where one ends.
    second: Vec<ClassSet>,
}

/// A rule that matched.
#[derive(Clone, Debug)]
pub(crate) struct Match<'a> {
    pub rule: &'a Rule,
    /// Items of the span.
    pub items: Range<usize>,
    /// The classes by which each item of the span matched.
    parts: &'a [ClassSet],
}

impl RuleSet {
    /// Reads rules; classes and words they name are added to `classes`.
    ///
    /// # Panics
    /// If a line is not as described; a test reads the files.
    pub fn read(lines: &'static str, classes: &mut Classes) -> Self {
        let mut set = Self::default();
        for line in lines.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let fields: Vec<&'static str> = line.split(" | ").map(str::trim).collect();
            let [name, label, pattern, value, score, example] = fields[..] else {
                panic!("a rule has six fields: {line}")
            };
            let label = Label::from_slug(label).unwrap_or_else(|| panic!("no such label: {line}"));
            let score = score.parse().unwrap_or_else(|_| panic!("a score is a whole number: {line}"));
            set.compile(pattern, classes);
            set.rules.push(Rule { name, label, value, score, example });
        }
        sort_by_key(&mut set.variants, |v| (std::cmp::Reverse(v.inner.len()), v.rule));
        assert!(set.variants.len() <= MOST, "there are more patterns than a set holds");
        set.index = vec![vec![[0; MOST / 64]; usize::from(class::MOST)]; INDEXED];
        set.second = vec![ClassSet::default(); usize::from(class::MOST)];
        for (at, variant) in set.variants.iter().enumerate() {
            let mut ends = ClassSet::default();
            ends.insert(NO_CLASS);
            for class in variant.parts[0].iter() {
                set.second[usize::from(class.0)].insert_all(variant.parts.get(1).copied().unwrap_or(ends));
            }
            set.first.insert_all(variant.parts[0]);
            for part in 0..INDEXED {
                let classes = variant.parts.get(part).copied().unwrap_or(ClassSet::ALL);
                for class in classes.iter() {
                    set.index[part][usize::from(class.0)][at / 64] |= 1 << (at % 64);
                }
            }
        }
        set
    }

    fn compile(&mut self, pattern: &'static str, classes: &mut Classes) {
        let rule = self.rules.len();
        let mut made = vec![Variant { rule, parts: Vec::new(), inner: 0..0 }];
        for part in pattern.split_whitespace() {
            let outer = part.starts_with('(');
            let optional = part.ends_with('?');
            let names = part.trim_matches(['(', ')', '?']);
            let mut set = ClassSet::default();
            for name in names.split('|') {
                let listed = name.starts_with(char::is_uppercase);
                set.insert(if listed { classes.class(name) } else { classes.word_class(name) });
            }
            let without = if optional { made.clone() } else { Vec::new() };
            for variant in &mut made {
                variant.parts.push(set);
                if !outer {
                    variant.inner.end = variant.parts.len();
                } else if variant.inner.is_empty() {
                    variant.inner = variant.parts.len()..variant.parts.len();
                }
            }
            made.extend(without);
        }
        self.variants.extend(made);
    }

    /// Whether a pattern may match from the item at `at`, by it and the next one: a cheap question.
    pub fn may_begin(&self, items: &[&Lexeme], at: usize) -> bool {
        let here = items[at].classes;
        if !here.meets(self.first) {
            return false;
        }
        let next = classes_at(items, at + 1);
        here.iter().any(|class| self.second[usize::from(class.0)].meets(next))
    }

    /// Tries the patterns that match from the item at `at`, the longest first, until `accept` takes one.
    pub fn first<'a, T>(
        &'a self, items: &[&Lexeme], at: usize, mut accept: impl FnMut(Match<'a>) -> Option<T>,
    ) -> Option<T> {
        if !self.may_begin(items, at) {
            return None;
        }
        let mut candidates: VariantSet = [u64::MAX; MOST / 64];
        let words = self.variants.len().div_ceil(64);
        for part in 0..INDEXED {
            let classes = classes_at(items, at + part);
            let mut here: VariantSet = [0; MOST / 64];
            for class in classes.iter() {
                let known = &self.index[part][usize::from(class.0)];
                (0..words).for_each(|w| here[w] |= known[w]);
            }
            (0..words).for_each(|w| candidates[w] &= here[w]);
        }
        for (w, mut bits) in candidates.into_iter().enumerate().take(words) {
            while bits != 0 {
                let variant = &self.variants[w * 64 + bits.trailing_zeros() as usize];
                bits &= bits - 1;
                let end = at + variant.parts.len();
                let fits = |i: &[&Lexeme]| i.iter().zip(&variant.parts).all(|(item, part)| item.classes.meets(*part));
                if items.get(at..end).is_some_and(fits) {
                    let inner = at + variant.inner.start..at + variant.inner.end;
                    let parts = &variant.parts[variant.inner.clone()];
                    let taken = accept(Match { rule: &self.rules[variant.rule], items: inner, parts });
                    if taken.is_some() {
                        return taken;
                    }
                }
            }
        }
        None
    }
}

/// The classes of an item. Where the text ends, or a word is of no class, only patterns that end before are left; a class that
/// no rule names stands for that.
fn classes_at(items: &[&Lexeme], at: usize) -> ClassSet {
    let mut classes = items.get(at).map_or_else(ClassSet::default, |item| item.classes);
    classes.insert(NO_CLASS);
    classes
}

impl Match<'_> {
    /// The values of the items that matched as `class`, in order.
    pub fn values(&self, items: &[&Lexeme], class: Class) -> impl Iterator<Item = Value> {
        let found = items[self.items.clone()].iter().zip(self.parts);
        let values: Vec<_> =
            found.filter(|(_, part)| part.has(class)).filter_map(|(item, _)| item.value(class)).collect();
        values.into_iter()
    }
}
