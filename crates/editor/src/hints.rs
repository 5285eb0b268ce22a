//! Letters that stand for places of the text: as few as can be, and none begins with another.

/// From the middle row of the keyboard outwards.
const LETTERS: &[u8; 26] = b"asdfjklghqweruioptyzxcvbnm";

/// So many places can have letters.
pub const MOST: usize = LETTERS.len() * LETTERS.len();

/// Letters for `count` places, the shortest first: one where there are no more places than letters, else as many of one
/// letter as leave room for the others to have two. No more than [`MOST`].
pub fn letters(count: usize) -> Vec<String> {
    let all = LETTERS.len();
    let count = count.min(MOST);
    // Each letter that begins pairs gives up itself for as many pairs.
    let begin = count.saturating_sub(all).div_ceil(all - 1);
    let (singles, begin) = LETTERS.split_at(all - begin);
    let pairs = begin.iter().flat_map(|first| LETTERS.iter().map(move |second| vec![*first, *second]));
    let codes = singles.iter().map(|letter| vec![*letter]).chain(pairs).take(count);
    codes.map(|code| code.into_iter().map(char::from).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_begins_with_another() {
        for count in [0, 1, 2, 25, 26, 27, 51, 52, 100, 650, 651, MOST, MOST + 9] {
            let letters = letters(count);
            assert_eq!(letters.len(), count.min(MOST), "{count}");
            for one in &letters {
                assert_eq!(
                    letters.iter().filter(|other| other.starts_with(one.as_str())).count(),
                    1,
                    "{one} of {count}"
                );
            }
        }
        assert!(letters(26).iter().all(|code| code.len() == 1));
        assert_eq!(letters(27).iter().filter(|code| code.len() == 1).count(), 25);
        assert_eq!(letters(2), ["a", "s"]);
    }
}
