//! Intervals by bootstrap: what figures would be, had the documents been others of the same kind (Efron and Tibshirani 1993,
//! chapter 13, percentiles).

/// What each document adds to some sums: the place of a sum, and how much.
pub(crate) type Part = Vec<(usize, f64)>;

/// The interval in which 95 % of the figures lie that `figures` makes of the sums of as many documents, drawn at random and
/// put back. None where a single document leaves nothing to draw.
pub(crate) fn intervals(
    documents: &[Part], width: usize, samples: usize, seed: u64, figures: impl Fn(&[f64]) -> Vec<f64>,
) -> Option<Vec<(f64, f64)>> {
    if documents.len() < 2 || samples == 0 {
        return None;
    }
    let mut chance = Chance(seed);
    let drawn: Vec<Vec<f64>> = (0..samples)
        .map(|_| {
            let mut sums = vec![0.0; width];
            for _ in documents {
                documents[chance.below(documents.len())].iter().for_each(|(at, part)| sums[*at] += part);
            }
            figures(&sums)
        })
        .collect();
    let of = |at: usize| {
        // Draws without anything to judge have no figure.
        let mut values: Vec<f64> = drawn.iter().map(|figures| figures[at]).filter(|value| !value.is_nan()).collect();
        values.sort_by(f64::total_cmp);
        // So many lie outside on each side.
        let outside = values.len() / 40;
        values.get(outside).map_or((0.0, 0.0), |low| (*low, values[values.len() - 1 - outside]))
    };
    Some((0..drawn[0].len()).map(of).collect())
}

/// Numbers that look like chance and are the same everywhere: `SplitMix64` (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mean of a hundred throws, of which each is 0 or 1: the interval is what theory says, half ± 1.96 × 0.05.
    #[test]
    fn intervals_are_as_wide_as_theory_says() {
        let documents: Vec<Part> = (0..100).map(|n| vec![(0, f64::from(n % 2)), (1, 1.0)]).collect();
        let mean = |sums: &[f64]| vec![sums[0] / sums[1]];
        let [(low, high)] = intervals(&documents, 2, 10_000, 1, mean).unwrap()[..] else { panic!("one figure") };
        assert!((low - 0.402).abs() < 0.011 && (high - 0.598).abs() < 0.011, "{low} {high}");
        assert_eq!(intervals(&documents, 2, 100, 7, mean), intervals(&documents, 2, 100, 7, mean));
        assert_ne!(intervals(&documents, 2, 100, 7, mean), intervals(&documents, 2, 100, 8, mean));
        assert_eq!(intervals(&documents[..1], 2, 100, 1, mean), None);
    }
}
