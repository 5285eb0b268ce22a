//! What of a text a span covers.

use crate::{TextRange, sort_by};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// The parts of a text that a span covers.
///
/// One or more, sorted, disjoint and not touching; a zero-width span is exactly one empty fragment. In JSON an array
/// of `[start, end]` in bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<(u32, u32)>", into = "Vec<(u32, u32)>")]
pub struct Fragments(Arc<[TextRange]>);

impl Fragments {
    /// A contiguous or zero-width span.
    pub fn one(range: TextRange) -> Self {
        Self(Arc::new([range]))
    }

    /// Sorts the ranges and joins those that overlap or touch. None when there is none, or an empty one among
    /// others: a zero-width span has a single fragment.
    pub fn new(mut ranges: Vec<TextRange>) -> Option<Self> {
        sort_by(&mut ranges, &TextRange::cmp);
        let mut joined: Vec<TextRange> = Vec::with_capacity(ranges.len());
        let has_empty = ranges.iter().any(|range| range.is_empty());
        if ranges.is_empty() || has_empty && ranges.len() > 1 {
            return None;
        }
        for range in ranges {
            match joined.last_mut() {
                Some(last) if last.touches(range) => *last = last.cover(range),
                _ => joined.push(range),
            }
        }
        Some(Self(joined.into()))
    }

    /// The fragments in order.
    pub fn as_slice(&self) -> &[TextRange] {
        &self.0
    }

    /// From the first byte to the last, gaps included.
    pub fn cover(&self) -> TextRange {
        self.0[0].cover(self.0[self.0.len() - 1])
    }

    /// Whether this is a place rather than some text.
    pub fn is_zero_width(&self) -> bool {
        self.0[0].is_empty()
    }
}

impl fmt::Debug for Fragments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<Vec<(u32, u32)>> for Fragments {
    type Error = &'static str;

    fn try_from(pairs: Vec<(u32, u32)>) -> Result<Self, Self::Error> {
        const WANTED: &str = "fragments are [start, end] pairs, sorted, apart from each other, and not empty";
        let ranges: Option<Vec<_>> = pairs
            .into_iter()
            .map(|(start, end)| (start <= end).then(|| TextRange::from_usize(start as usize..end as usize)))
            .collect();
        let ranges = ranges.ok_or(WANTED)?;
        let made = Self::new(ranges.clone()).ok_or(WANTED)?;
        if made.as_slice() == ranges { Ok(made) } else { Err(WANTED) }
    }
}

impl From<Fragments> for Vec<(u32, u32)> {
    fn from(fragments: Fragments) -> Self {
        fragments.0.iter().map(|range| (range.start().get(), range.end().get())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: usize, end: usize) -> TextRange {
        TextRange::from_usize(start..end)
    }

    #[test]
    fn fragments_are_sorted_disjoint_and_not_touching() {
        let made = Fragments::new(vec![range(8, 9), range(0, 2), range(2, 4), range(3, 5)]).unwrap();
        assert_eq!(made.as_slice(), [range(0, 5), range(8, 9)]);
        assert_eq!(made.cover(), range(0, 9));
        assert!(Fragments::new(vec![]).is_none());
        assert!(Fragments::new(vec![range(1, 1)]).unwrap().is_zero_width());
        assert!(Fragments::new(vec![range(1, 1), range(3, 4)]).is_none());
        assert!(Fragments::try_from(vec![(0, 2), (2, 4)]).is_err());
        assert!(Fragments::try_from(vec![(4, 2)]).is_err());
    }
}
