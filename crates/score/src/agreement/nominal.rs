//! Coefficients over units of which each rater says one of some categories, from sums that documents add to.
//!
//! With α, κ and Fleiss' κ only what is equal and how often each category is said counts, so that few sums suffice. A
//! coefficient that compares nothing with nothing is not a number: one category alone was said, or nobody had a partner.

use crate::bootstrap::Part;

/// Where the sums of one question stand: its categories, and who answers it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nominal {
    /// The place of the first sum.
    pub base: usize,
    pub categories: usize,
    /// 0 where α alone is asked for.
    pub raters: usize,
}

impl Nominal {
    /// For α the answers that have a partner, those that are equal, each category's; for Fleiss' κ the units, their agreement, each
    /// category's answers; for each pair the units, those that are equal, each category's answers of the one and of the other.
    pub(super) fn width(&self) -> usize {
        2 * (2 + self.categories) + self.pairs() * self.pair_width()
    }

    fn pairs(&self) -> usize {
        self.raters * self.raters.saturating_sub(1) / 2
    }

    fn pair_width(&self) -> usize {
        2 + 2 * self.categories
    }

    fn fleiss_base(&self) -> usize {
        self.base + 2 + self.categories
    }

    fn pair_base(&self, pair: usize) -> usize {
        self.base + 2 * (2 + self.categories) + pair * self.pair_width()
    }

    /// Adds a unit: the category that each rater says, if the rater saw it.
    pub(super) fn add(&self, answers: &[Option<usize>], sums: &mut Sums) {
        let mut counts: Vec<(usize, f64)> = Vec::new();
        for answer in answers.iter().flatten() {
            match counts.iter_mut().find(|(category, _)| category == answer) {
                Some((_, count)) => *count += 1.0,
                None => counts.push((*answer, 1.0)),
            }
        }
        let said: f64 = counts.iter().map(|(_, count)| count).sum();
        if said < 2.0 {
            return;
        }
        let equal: f64 = counts.iter().map(|(_, count)| count * (count - 1.0)).sum::<f64>() / (said - 1.0);
        sums.add(self.base, said);
        sums.add(self.base + 1, equal);
        counts.iter().for_each(|(category, count)| sums.add(self.base + 2 + category, *count));
        if self.raters == 0 {
            return;
        }
        if said as usize == self.raters {
            let base = self.fleiss_base();
            sums.add(base, 1.0);
            sums.add(base + 1, equal / said);
            counts.iter().for_each(|(category, count)| sums.add(base + 2 + category, *count));
        }
        let mut pair = 0;
        for (a, one) in answers.iter().enumerate() {
            for other in &answers[a + 1..] {
                if let (Some(one), Some(other)) = (one, other) {
                    let base = self.pair_base(pair);
                    sums.add(base, 1.0);
                    sums.add(base + 1, f64::from(u8::from(one == other)));
                    sums.add(base + 2 + one, 1.0);
                    sums.add(base + 2 + self.categories + other, 1.0);
                }
                pair += 1;
            }
        }
    }

    /// Krippendorff's α for nominal data (Krippendorff 2019, chapter 12): answers without a partner are left out, and missing ones
    /// cost nothing.
    pub(super) fn alpha(&self, sums: &[f64]) -> f64 {
        let (said, equal) = (sums[self.base], sums[self.base + 1]);
        let squares: f64 = self.said(sums, self.base + 2).map(|count| count * count).sum();
        1.0 - (said - 1.0) * (said - equal) / (said * said - squares)
    }

    /// Fleiss' κ (Fleiss 1971), over the units that all raters saw.
    pub(super) fn fleiss(&self, sums: &[f64]) -> f64 {
        let base = self.fleiss_base();
        let (units, agreement) = (sums[base], sums[base + 1]);
        let said = units * self.raters as f64;
        let expected: f64 = self.said(sums, base + 2).map(|count| (count / said) * (count / said)).sum();
        ratio(agreement / units, expected)
    }

    /// Cohen's κ (Cohen 1960) of a pair of raters, in the order (0, 1), (0, 2), …, (1, 2), …, over the units that both saw.
    pub(super) fn cohen(&self, sums: &[f64], pair: usize) -> f64 {
        let base = self.pair_base(pair);
        let (units, equal) = (sums[base], sums[base + 1]);
        let (one, other) = (self.said(sums, base + 2), self.said(sums, base + 2 + self.categories));
        let expected: f64 = one.zip(other).map(|(one, other)| one * other).sum();
        ratio(equal / units, expected / (units * units))
    }

    /// The share of units on which a pair says the same.
    pub(super) fn observed(&self, sums: &[f64], pair: usize) -> f64 {
        let base = self.pair_base(pair);
        sums[base + 1] / sums[base]
    }

    /// How many units α is of, at least two of which raters saw.
    pub(super) fn answers(&self, sums: &[f64]) -> usize {
        sums[self.base] as usize
    }

    fn said<'s>(&self, sums: &'s [f64], from: usize) -> impl Iterator<Item = f64> + use<'s> {
        sums[from..from + self.categories].iter().copied()
    }
}

/// What is agreed beyond chance, of what can be.
fn ratio(observed: f64, expected: f64) -> f64 {
    // Where all is expected to be equal, nothing can be told; sums of shares miss one by some last digits.
    if expected > 1.0 - 1e-12 { f64::NAN } else { (observed - expected) / (1.0 - expected) }
}

/// Sums that a document adds to, few of which are not zero.
#[derive(Default)]
pub(super) struct Sums(std::collections::BTreeMap<usize, f64>);

impl Sums {
    pub(super) fn add(&mut self, at: usize, part: f64) {
        *self.0.entry(at).or_default() += part;
    }

    pub(super) fn into_part(self) -> Part {
        self.0.into_iter().filter(|(_, part)| *part != 0.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(question: &Nominal, units: &[&[Option<usize>]]) -> Vec<f64> {
        let mut sums = Sums::default();
        units.iter().for_each(|unit| question.add(unit, &mut sums));
        let mut all = vec![0.0; question.base + question.width()];
        sums.into_part().into_iter().for_each(|(at, part)| all[at] = part);
        all
    }

    fn near(ours: f64, theirs: f64) {
        assert!((ours - theirs).abs() < 5e-4, "{ours} is not {theirs}");
    }

    /// The example of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units,
    /// some of them not seen by all: α = 0.743.
    #[test]
    fn alpha_is_that_of_its_paper() {
        let observers = [
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ];
        let rows: Vec<Vec<Option<usize>>> = observers
            .iter()
            .map(|row| row.split(' ').map(|it| it.parse().ok().map(|it: usize| it - 1)).collect())
            .collect();
        let units: Vec<Vec<Option<usize>>> = (0..12).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
        let units: Vec<&[Option<usize>]> = units.iter().map(Vec::as_slice).collect();
        let question = Nominal { base: 3, categories: 5, raters: 4 };
        near(question.alpha(&sums(&question, &units)), 0.743);
        assert_eq!(question.answers(&sums(&question, &units)), 40);
    }

    /// The table of Fleiss (1971) as it is given most often, fourteen raters and ten subjects: κ = 0.210.
    #[test]
    fn kappa_of_many_is_that_of_its_paper() {
        let table = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let unit = |counts: &[usize; 5]| -> Vec<Option<usize>> {
            counts.iter().enumerate().flat_map(|(category, count)| vec![Some(category); *count]).collect()
        };
        let units: Vec<Vec<Option<usize>>> = table.iter().map(unit).collect();
        let units: Vec<&[Option<usize>]> = units.iter().map(Vec::as_slice).collect();
        let question = Nominal { base: 0, categories: 5, raters: 14 };
        near(question.fleiss(&sums(&question, &units)), 0.210);
    }

    /// Two raters, fifty proposals: both yes 20, both no 15, yes and no 5, no and yes 10: κ = 0.4.
    #[test]
    fn kappa_of_two_takes_chance_away() {
        let mut units: Vec<[Option<usize>; 2]> = Vec::new();
        for (count, unit) in [(20, [0, 0]), (5, [0, 1]), (10, [1, 0]), (15, [1, 1])] {
            units.extend(vec![unit.map(Some); count]);
        }
        let units: Vec<&[Option<usize>]> = units.iter().map(<[_; 2]>::as_slice).collect();
        let question = Nominal { base: 0, categories: 2, raters: 2 };
        let all = sums(&question, &units);
        near(question.cohen(&all, 0), 0.4);
        near(question.observed(&all, 0), 0.7);
    }

    #[test]
    fn nothing_is_told_of_one_category_or_one_rater() {
        let question = Nominal { base: 0, categories: 2, raters: 2 };
        let one = sums(&question, &[&[Some(0), Some(0)], &[Some(0), Some(0)]]);
        assert!(question.alpha(&one).is_nan() && question.fleiss(&one).is_nan() && question.cohen(&one, 0).is_nan());
        let alone = sums(&question, &[&[Some(0), None], &[Some(1), None]]);
        assert!(
            question.alpha(&alone).is_nan() && question.fleiss(&alone).is_nan() && question.cohen(&alone, 0).is_nan()
        );
    }
}
