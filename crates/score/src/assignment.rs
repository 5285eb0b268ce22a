//! The assignment problem: rows and columns paired one to one, so that the sum is the largest.

/// The largest sum of a matrix's values, one a row and a column at most; none is below 0. Kuhn's Hungarian method with potentials,
/// O(n² m) for n rows and m columns, the fewer of them rows.
pub(crate) fn largest_sum(values: &[Vec<f64>]) -> f64 {
    let (height, width) = (values.len(), values.first().map_or(0, Vec::len));
    if height > width {
        let turned: Vec<Vec<f64>> = (0..width).map(|x| values.iter().map(|row| row[x]).collect()).collect();
        return largest_sum(&turned);
    }
    // Row and column 0 stand for none.
    let (mut of_row, mut of_column) = (vec![0.0; height + 1], vec![0.0; width + 1]);
    let mut row_at = vec![0; width + 1];
    for row in 1..=height {
        row_at[0] = row;
        let mut column = 0;
        let (mut least, mut is_used) = (vec![f64::INFINITY; width + 1], vec![false; width + 1]);
        let mut before = vec![0; width + 1];
        while row_at[column] != 0 {
            is_used[column] = true;
            let (current, mut step, mut next) = (row_at[column], f64::INFINITY, 0);
            for other in 1..=width {
                if is_used[other] {
                    continue;
                }
                let slack = -values[current - 1][other - 1] - of_row[current] - of_column[other];
                if slack < least[other] {
                    (least[other], before[other]) = (slack, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=width {
                if is_used[other] {
                    of_row[row_at[other]] += step;
                    of_column[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_at[column] = row_at[before[column]];
            column = before[column];
        }
    }
    (1..=width).filter(|column| row_at[*column] > 0).map(|column| values[row_at[column] - 1][column - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn brute(values: &[Vec<f64>], free: &[usize]) -> f64 {
        let Some((first, rest)) = values.split_first() else { return 0.0 };
        let with = free.iter().map(|column| {
            let others: Vec<usize> = free.iter().copied().filter(|other| other != column).collect();
            first[*column] + brute(rest, &others)
        });
        with.chain([brute(rest, free)]).fold(0.0, f64::max)
    }

    proptest! {
        #[test]
        fn the_sum_is_the_largest(height in 0usize..5, width in 0usize..5, numbers in prop::collection::vec(0u8..10, 25)) {
            let values: Vec<Vec<f64>> =
                (0..height).map(|y| (0..width).map(|x| f64::from(numbers[y * 5 + x])).collect()).collect();
            let columns: Vec<usize> = (0..width).collect();
            prop_assert!((largest_sum(&values) - brute(&values, &columns)).abs() < 1e-9);
        }
    }
}
