//! The tagger's weights as they lie in memory: a row for each feature that has any, and none for the others.
//!
//! Four features in five have no weight. A block says which of its features have a row, and how many rows stand before
//! it, so that a feature without one costs a look at half a megabyte and no more.

use super::{BUCKETS, Row};

/// Features of a block.
const BLOCK: usize = 32;

/// Which features of a block have a row: a bit each, and the place of the first of these rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Block {
    filled: u32,
    first: u32,
}

/// Rows of weights by bucket.
#[derive(Clone, PartialEq, Eq)]
pub struct Table {
    blocks: Box<[Block; BUCKETS / BLOCK]>,
    /// An empty row, for the buckets that have none; then those that there are, in the order of their buckets.
    rows: Vec<Row>,
}

impl Table {
    /// A table without a row, with room for so many.
    pub(super) fn with_capacity(rows: usize) -> Self {
        let blocks = vec![Block::default(); BUCKETS / BLOCK].try_into().expect("the blocks are that many");
        let mut table = Self { blocks, rows: Vec::with_capacity(1 + rows) };
        table.rows.push(Row::default());
        table
    }

    /// Adds the row of a bucket, which lies behind those of the rows before and is below [`BUCKETS`].
    pub(super) fn push(&mut self, bucket: usize, row: Row) {
        let block = &mut self.blocks[bucket / BLOCK];
        if block.filled == 0 {
            block.first = self.rows.len() as u32;
        }
        block.filled |= 1 << (bucket % BLOCK);
        self.rows.push(row);
    }

    /// A table of all rows, [`BUCKETS`] of them; those without a weight take no room.
    pub fn new(rows: &[Row]) -> Self {
        assert_eq!(rows.len(), BUCKETS, "each bucket has a row");
        let filled = || rows.iter().enumerate().filter(|(_, row)| **row != Row::default());
        let mut table = Self::with_capacity(filled().count());
        filled().for_each(|(bucket, row)| table.push(bucket, *row));
        table
    }

    /// Where the row of a bucket lies; 0 if it has none. No branch on which of them: nobody could guess it.
    #[inline]
    pub(crate) fn place(&self, bucket: u32) -> u32 {
        let block = self.blocks[bucket as usize / BLOCK % (BUCKETS / BLOCK)];
        let bit = bucket % BLOCK as u32;
        let before = (block.filled & ((1 << bit) - 1)).count_ones();
        (block.first + before) * (block.filled >> bit & 1)
    }

    /// The row of a place.
    #[inline]
    pub(crate) fn at(&self, place: u32) -> &Row {
        &self.rows[place as usize]
    }

    /// The row of a bucket.
    pub(crate) fn row(&self, bucket: u32) -> &Row {
        self.at(self.place(bucket))
    }

    /// The rows that have a weight, with their buckets, which rise.
    pub(super) fn filled(&self) -> impl Iterator<Item = (u32, &Row)> {
        let buckets = (0..).zip(self.blocks.iter()).flat_map(|(at, block)| {
            let inside = (0..BLOCK as u32).filter(|bit| block.filled >> bit & 1 == 1);
            inside.map(move |bit| at * BLOCK as u32 + bit)
        });
        buckets.zip(&self.rows[1..])
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table of {} rows", self.rows.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_each_row_back() {
        let mut rows = vec![Row::default(); BUCKETS];
        for at in (0..BUCKETS).step_by(7).chain([BUCKETS - 2, BUCKETS - 1]).chain(1_000..1_100) {
            rows[at].0[at % 13] = 1 + (at % 100) as i8;
        }
        let table = Table::new(&rows);
        assert!((0..).zip(&rows).all(|(bucket, row)| table.row(bucket) == row));
        let filled: Vec<(u32, &Row)> = (0..).zip(&rows).filter(|(_, row)| **row != Row::default()).collect();
        assert!(table.filled().eq(filled));
        assert_eq!(Table::new(&vec![Row::default(); BUCKETS]).filled().count(), 0);
    }
}
