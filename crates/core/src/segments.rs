//! Overlapping spans as a flat row of segments.

use crate::{ByteOffset, TextRange, sort_by};

/// A stretch of text over which the same spans hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub range: TextRange,
    /// Indices of the spans that hold here, in the order in which they were given.
    pub active: Vec<u32>,
}

/// A zero-width span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    pub at: ByteOffset,
    pub span: u32,
}

/// Cuts `range` at every start and end of the given spans.
///
/// Segments cover the range exactly once, in order, and are maximal. Empty spans come back as markers, sorted by place.
/// Spans may be given in any order and may reach beyond the range. O((n + k) log n) for n spans and k active entries.
///
/// ```
/// use postil_core::{TextRange, segments};
/// let span = |start, end| TextRange::from_usize(start..end);
/// let (row, markers) = segments(span(0, 10), &[span(2, 6), span(4, 8), span(5, 5)]);
/// let cuts: Vec<_> = row.iter().map(|s| (s.range.to_usize(), s.active.clone())).collect();
/// assert_eq!(cuts, [(0..2, vec![]), (2..4, vec![0]), (4..6, vec![0, 1]), (6..8, vec![1]), (8..10, vec![])]);
/// assert_eq!(markers[0].at.get(), 5);
/// ```
pub fn segments(range: TextRange, spans: &[TextRange]) -> (Vec<Segment>, Vec<Marker>) {
    let mut edges: Vec<(ByteOffset, bool, u32)> = Vec::new();
    let mut markers = Vec::new();
    for (i, span) in spans.iter().enumerate() {
        if span.is_empty() {
            if range.start() <= span.start() && span.start() <= range.end() {
                markers.push(Marker { at: span.start(), span: i as u32 });
            }
        } else if let Some(part) = span.intersect(range) {
            edges.push((part.start(), true, i as u32));
            edges.push((part.end(), false, i as u32));
        }
    }
    sort_by(&mut edges, &Ord::cmp);
    sort_by(&mut markers, &|a: &Marker, b: &Marker| a.at.cmp(&b.at));
    let mut row: Vec<Segment> = Vec::with_capacity(edges.len() + 1);
    let mut active: Vec<u32> = Vec::new();
    let mut from = range.start();
    for (at, is_start, span) in edges {
        if at > from {
            row.push(Segment { range: TextRange::new(from, at), active: active.clone() });
            from = at;
        }
        let place = active.partition_point(|other| *other < span);
        if is_start {
            active.insert(place, span);
        } else {
            active.remove(place);
        }
    }
    if range.end() > from {
        row.push(Segment { range: TextRange::new(from, range.end()), active });
    }
    (row, markers)
}

/// The lane of each span: 0 if it overlaps no span before it, else one more than the deepest among those.
///
/// "Before" is the order given, which must be by start, the longer first: so creation order hides nothing, and a crossing
/// span keeps its lane where the first has ended. Empty spans take lane 0. O(n × spans that are open at once).
pub fn lanes(spans: &[TextRange]) -> Vec<u8> {
    debug_assert!(spans.is_sorted_by_key(|span| span.start()));
    let mut open: Vec<(TextRange, u8)> = Vec::new();
    spans
        .iter()
        .map(|span| {
            if span.is_empty() {
                return 0;
            }
            open.retain(|(other, _)| other.end() > span.start());
            let lane = open.iter().map(|(_, lane)| lane.saturating_add(1)).max().unwrap_or(0);
            open.push((*span, lane));
            lane
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(start: usize, end: usize) -> TextRange {
        TextRange::from_usize(start..end)
    }

    #[test]
    fn a_crossing_span_keeps_its_lane() {
        assert_eq!(lanes(&[span(0, 10), span(0, 4), span(2, 8), span(9, 12), span(12, 14)]), [0, 1, 2, 1, 0]);
    }

    proptest! {
        #[test]
        fn segments_cover_the_range_once_and_say_what_holds(
            from in 0usize..20, len in 1usize..40,
            spans in prop::collection::vec((0usize..60, 0usize..20), 0..12),
        ) {
            let range = span(from, from + len);
            let spans: Vec<_> = spans.into_iter().map(|(start, len)| span(start, start + len)).collect();
            let (row, markers) = segments(range, &spans);
            let mut at = range.start();
            for segment in &row {
                prop_assert_eq!(segment.range.start(), at);
                prop_assert!(!segment.range.is_empty());
                at = segment.range.end();
                let holding: Vec<u32> = (0..spans.len() as u32)
                    .filter(|i| spans[*i as usize].contains_range(segment.range) && !spans[*i as usize].is_empty())
                    .collect();
                prop_assert_eq!(&segment.active, &holding);
            }
            prop_assert_eq!(at, range.end());
            prop_assert!(row.windows(2).all(|pair| pair[0].active != pair[1].active || spans.iter().any(|s| s.start() == pair[1].range.start() || s.end() == pair[1].range.start())));
            let empty = spans.iter().filter(|s| s.is_empty() && range.start() <= s.start() && s.start() <= range.end()).count();
            prop_assert_eq!(markers.len(), empty);
        }

        #[test]
        fn overlapping_spans_never_share_a_lane(spans in prop::collection::vec((0usize..60, 1usize..20), 0..20)) {
            let mut spans: Vec<_> = spans.into_iter().map(|(start, len)| span(start, start + len)).collect();
            spans.sort_by_key(|s| (s.start(), std::cmp::Reverse(s.end())));
            let lanes = lanes(&spans);
            for i in 0..spans.len() {
                for j in 0..i {
                    prop_assert!(!spans[i].overlaps(spans[j]) || lanes[i] > lanes[j]);
                }
            }
        }
    }
}
