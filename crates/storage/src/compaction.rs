//! Which rows of the log are packed into one.

use postil_project::stored::LogRow;

/// A row of the log in its place: later rows have greater keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StoredRow {
    pub key: u32,
    pub row: LogRow,
}

/// A row of this many bytes is left alone: packing it again and again would cost as much as the whole log each time.
const LARGE: usize = 256 << 10;

/// A row in place of all from its own key to `last_key`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Packed {
    pub key: u32,
    pub row: LogRow,
    pub last_key: u32,
}

/// Joins neighbours that are small and of the same origin, but never the row with the key `last` and the next one. The order
/// of lines stays.
pub(super) fn plan(rows: Vec<StoredRow>, last: Option<u32>) -> Vec<Packed> {
    let mut packed: Vec<Packed> = Vec::new();
    for StoredRow { key, row } in rows {
        match packed.last_mut() {
            Some(before)
                if before.row.is_local == row.is_local
                    && before.row.lines.len() < LARGE
                    && row.lines.len() < LARGE
                    && Some(before.last_key) != last =>
            {
                if !before.row.lines.ends_with('\n') {
                    before.row.lines.push('\n');
                }
                before.row.lines.push_str(&row.lines);
                before.last_key = key;
            }
            _ => packed.push(Packed { key, last_key: key, row }),
        }
    }
    packed.retain(|packed| packed.last_key != packed.key);
    packed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: u32, lines: &str, is_local: bool) -> StoredRow {
        StoredRow { key, row: LogRow { lines: lines.to_owned(), is_local } }
    }

    fn packed(key: u32, lines: &str, is_local: bool, last_key: u32) -> Packed {
        Packed { key, row: LogRow { lines: lines.to_owned(), is_local }, last_key }
    }

    #[test]
    fn neighbours_of_one_origin_are_joined() {
        let rows = vec![
            row(1, "a", true),
            row(2, "b\nc\n", true),
            row(5, "d", true),
            row(6, "e", false),
            row(7, "f", true),
            row(9, "g", true),
        ];
        assert_eq!(plan(rows.clone(), None), [packed(1, "a\nb\nc\nd", true, 5), packed(7, "f\ng", true, 9)]);
        let parted = [packed(1, "a\nb\nc\n", true, 2), packed(7, "f\ng", true, 9)];
        assert_eq!(plan(rows, Some(2)), parted);
    }

    #[test]
    fn large_rows_are_left_alone() {
        let large = "x".repeat(LARGE);
        let rows = vec![row(1, "a", true), row(2, &large, true), row(3, "b", true), row(4, "c", true)];
        assert_eq!(plan(rows, None), [packed(3, "b\nc", true, 4)]);
        assert!(plan(vec![row(1, "a", true)], None).is_empty());
    }
}
