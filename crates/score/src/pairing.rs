//! Which documents are of the same text.

use postil_core::{Fragments, TextRange};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A document by what it can be told by.
#[derive(Clone, Copy, Debug)]
pub struct Text<'t> {
    pub name: &'t str,
    pub text: &'t str,
}

/// By what documents were paired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// Their texts are the same, and no other of them has the text.
    Text,
    /// So are several, and of these both have the name.
    TextAndName,
    /// So are several, and these come next in their order.
    TextAndOrder,
    /// Their texts are the same but for white space: positions are to be counted without it, as [`squeeze`] does.
    Words,
}

/// Two documents, by their places in the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub gold: usize,
    pub predicted: usize,
    pub by: Means,
}

/// All pairs, in the order of the gold ones, and what is in none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    pub pairs: Vec<Pair>,
    pub gold_alone: Vec<usize>,
    pub predicted_alone: Vec<usize>,
}

/// Pairs documents whose texts are the same, each with one other: of several with the same text those of the same name, and
/// the rest in order. Then those whose texts are the same but for white space, as in formats that know words alone.
pub fn pair(gold: &[Text<'_>], predicted: &[Text<'_>]) -> Pairing {
    let mut made = Pairing {
        pairs: Vec::new(),
        gold_alone: (0..gold.len()).collect(),
        predicted_alone: (0..predicted.len()).collect(),
    };
    made.same(gold, predicted, |text| text.to_owned(), false);
    made.same(gold, predicted, |text| text.split_whitespace().collect(), true);
    made.pairs.sort_by_key(|pair| pair.gold);
    made
}

impl Pairing {
    /// Pairs those of which a key is the same.
    fn same(&mut self, gold: &[Text<'_>], predicted: &[Text<'_>], key: fn(&str) -> String, is_words: bool) {
        let mut by_key: BTreeMap<String, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, (alone, texts)) in
            [(&self.gold_alone, gold), (&self.predicted_alone, predicted)].into_iter().enumerate()
        {
            alone.iter().for_each(|at| by_key.entry(key(texts[*at].text)).or_default()[side].push(*at));
        }
        for [golds, others] in by_key.into_values() {
            let is_one = golds.len() == 1 && others.len() == 1;
            let (named, in_order) =
                if is_one { (Means::Text, Means::Text) } else { (Means::TextAndName, Means::TextAndOrder) };
            let mut by_name: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
            others.iter().for_each(|at| by_name.entry(predicted[*at].name).or_default().push_back(*at));
            let mut rest = Vec::new();
            for at in golds {
                match by_name.get_mut(gold[at].name).and_then(VecDeque::pop_front) {
                    Some(other) => self.add(at, other, named),
                    None => rest.push(at),
                }
            }
            let left: BTreeSet<usize> = by_name.into_values().flatten().collect();
            rest.into_iter().zip(left).for_each(|(at, other)| self.add(at, other, in_order));
        }
        if is_words {
            let is_same = |pair: &Pair| gold[pair.gold].text == predicted[pair.predicted].text;
            self.pairs.iter_mut().filter(|pair| !is_same(pair)).for_each(|pair| pair.by = Means::Words);
        }
        let golds: BTreeSet<usize> = self.pairs.iter().map(|pair| pair.gold).collect();
        let others: BTreeSet<usize> = self.pairs.iter().map(|pair| pair.predicted).collect();
        self.gold_alone.retain(|at| !golds.contains(at));
        self.predicted_alone.retain(|at| !others.contains(at));
    }

    fn add(&mut self, gold: usize, predicted: usize, by: Means) {
        self.pairs.push(Pair { gold, predicted, by });
    }
}

/// The same places in the text without its white space, in bytes.
pub fn squeeze(text: &str, fragments: &[Fragments]) -> Vec<Fragments> {
    // How much white space ends at each place where some does.
    let mut blank = 0;
    let mut ends = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        blank += c.len_utf8();
        ends.push((at + c.len_utf8(), blank));
    }
    let moved =
        |at: usize| at - ends.partition_point(|(end, _)| *end <= at).checked_sub(1).map_or(0, |last| ends[last].1);
    let squeezed = |fragments: &Fragments| {
        let parts = fragments.as_slice().iter().map(|part| {
            let part = part.to_usize();
            TextRange::from_usize(moved(part.start)..moved(part.end))
        });
        let parts: Vec<TextRange> = parts.collect();
        let wide: Vec<TextRange> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        Fragments::new(wide).unwrap_or_else(|| Fragments::one(parts[0]))
    };
    fragments.iter().map(squeezed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(
        gold: &[(&'static str, &'static str)], predicted: &[(&'static str, &'static str)],
    ) -> Vec<(usize, usize, Means)> {
        let texts = |list: &[(&'static str, &'static str)]| -> Vec<Text<'static>> {
            list.iter().map(|(name, text)| Text { name, text }).collect()
        };
        let made = pair(&texts(gold), &texts(predicted));
        assert_eq!(made.pairs.len() + made.gold_alone.len(), gold.len());
        assert_eq!(made.pairs.len() + made.predicted_alone.len(), predicted.len());
        made.pairs.iter().map(|pair| (pair.gold, pair.predicted, pair.by)).collect()
    }

    #[test]
    fn documents_are_paired_one_to_one() {
        use Means::{Text, TextAndName, TextAndOrder, Words};
        assert_eq!(paired(&[("a", "x"), ("b", "y")], &[("c", "y"), ("d", "z")]), [(1, 0, Text)]);
        assert_eq!(
            paired(&[("a", "x"), ("b", "x")], &[("b", "x"), ("a", "x")]),
            [(0, 1, TextAndName), (1, 0, TextAndName)]
        );
        assert_eq!(
            paired(&[("a", "x"), ("b", "x")], &[("c", "x"), ("b", "x")]),
            [(0, 0, TextAndOrder), (1, 1, TextAndName)]
        );
        assert_eq!(paired(&[("a", "x"), ("b", "x")], &[("c", "x")]), [(0, 0, TextAndOrder)]);
        assert_eq!(
            paired(&[("a", "x y."), ("b", "z")], &[("c", "x y .\n"), ("d", "z")]),
            [(0, 0, Words), (1, 1, Text)]
        );
        assert_eq!(paired(&[("a", "x")], &[("a", "y")]), []);
    }

    #[test]
    fn places_are_counted_without_white_space() {
        let one = |start, end| Fragments::one(TextRange::from_usize(start..end));
        let text = " é\u{a0}b \n c";
        let at = |wanted: &str| text.find(wanted).unwrap();
        let spans =
            [one(at("é"), at("b") + 1), one(at("c"), text.len()), one(at("b") + 1, at("c")), one(0, text.len())];
        assert_eq!(squeeze(text, &spans), [one(0, 3), one(3, 4), one(3, 3), one(0, 4)]);
        let gap = Fragments::new(vec![
            TextRange::from_usize(at("b")..at("b") + 1),
            TextRange::from_usize(at("c")..text.len()),
        ]);
        assert_eq!(squeeze(text, &[gap.unwrap()]), [one(2, 4)]);
    }
}
