//! Krippendorff's α for units that raters cut out of a text themselves: differences of borders count by their size.
//!
//! Krippendorff, "On the reliability of unitizing continuous data" (1995); the formulas and the example are those of "Content
//! Analysis" (2004), section 11.6. Lengths are characters. Units of one rater and one category may not overlap: what does is made
//! one.

use std::ops::Range;

/// Observed and expected disagreement on one category in a text of `length` characters. `units`: each rater's, sorted, apart from each
/// other or touching. Times the square of the length, so that those of several texts can be added up.
pub(super) fn disagreement(length: usize, units: &[Vec<Range<usize>>]) -> (f64, f64) {
    let raters = units.len() as f64;
    if raters < 2.0 || length == 0 {
        return (0.0, 0.0);
    }
    let mut observed = 0.0;
    for (i, own) in units.iter().enumerate() {
        for j in (0..units.len()).filter(|j| *j != i) {
            for unit in own {
                let met = meeting(&units[j], unit);
                observed += met.iter().map(|other| borders(unit, other)).sum::<f64>();
                // Within a gap of the other's: counted from both sides.
                if met.is_empty() {
                    observed += 2.0 * square(unit.len());
                }
            }
        }
    }
    observed /= raters * (raters - 1.0);
    let all = units.iter().map(Vec::len).sum::<usize>() as f64;
    let total = raters * length as f64;
    let gaps: Vec<Range<usize>> = units.iter().flat_map(|units| gaps(length, units)).collect();
    let mut expected = 0.0;
    let mut taken = 0.0;
    for unit in units.iter().flatten() {
        let size = unit.len() as f64;
        let room = |gap: &Range<usize>| if gap.len() >= unit.len() { gap.len() as f64 - size + 1.0 } else { 0.0 };
        let room: f64 = gaps.iter().map(room).sum();
        expected += (all - 1.0) / 3.0 * (2.0 * size * size * size - 3.0 * size * size + size) + size * size * room;
        taken += size * (size - 1.0);
    }
    let ways = total * (total - 1.0) - taken;
    let expected = if expected == 0.0 { 0.0 } else { 2.0 * length as f64 * expected / ways };
    (observed, expected)
}

/// What lies between the units, and before and behind them.
fn gaps(length: usize, units: &[Range<usize>]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(units.iter().map(|unit| unit.end));
    let ends = units.iter().map(|unit| unit.start).chain([length]);
    starts.zip(ends).filter(|(start, end)| start < end).map(|(start, end)| start..end).collect()
}

/// The units that share characters with one.
fn meeting<'u>(units: &'u [Range<usize>], unit: &Range<usize>) -> &'u [Range<usize>] {
    let from = units.partition_point(|other| other.end <= unit.start);
    let to = units.partition_point(|other| other.start < unit.end);
    &units[from..to.max(from)]
}

fn borders(a: &Range<usize>, b: &Range<usize>) -> f64 {
    square(a.start.abs_diff(b.start)) + square(a.end.abs_diff(b.end))
}

fn square(length: usize) -> f64 {
    (length as f64) * (length as f64)
}

/// Units sorted, and those that overlap made one; without those of no width.
pub(super) fn flat(mut units: Vec<Range<usize>>) -> Vec<Range<usize>> {
    units.retain(|unit| !unit.is_empty());
    units.sort_by_key(|unit| (unit.start, unit.end));
    let mut made: Vec<Range<usize>> = Vec::new();
    for unit in units {
        match made.last_mut() {
            Some(last) if unit.start < last.end => last.end = last.end.max(unit.end),
            _ => made.push(unit),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(ours: f64, theirs: f64) {
        assert!((ours - theirs).abs() < 1e-4, "{ours} is not {theirs}");
    }

    /// The example of the book, a continuum of 300 units of length from 150 on: two observers, categories c and k.
    #[test]
    fn it_is_that_of_the_book() {
        let at = |begin: usize, length: usize| begin - 150..begin - 150 + length;
        let c = [vec![at(225, 70), at(370, 30)], vec![at(220, 80), at(355, 20), at(400, 20)]];
        let k = [vec![at(180, 60), at(300, 50)], vec![at(180, 60), at(300, 50)]];
        let square = 300.0 * 300.0;
        let (observed_c, expected_c) = disagreement(300, &c);
        near(observed_c / square, 0.0144);
        near(expected_c / square, 0.0532);
        near(1.0 - observed_c / expected_c, 0.7286);
        let (observed_k, expected_k) = disagreement(300, &k);
        near(observed_k, 0.0);
        near(expected_k / square, 0.0490);
        // The book adds up what it has rounded.
        let both = 1.0 - (observed_c + observed_k) / (expected_c + expected_k);
        assert!((both - 0.8591).abs() < 5e-4, "{both}");
    }

    #[test]
    fn overlapping_units_are_made_one() {
        assert_eq!(flat(vec![5..9, 1..3, 2..4, 4..5, 7..7]), [1..4, 4..5, 5..9]);
        assert_eq!(gaps(10, &[1..3, 3..4, 6..10]), [0..1, 4..6]);
        assert_eq!(disagreement(10, &[Vec::new(), Vec::new()]), (0.0, 0.0));
    }
}
