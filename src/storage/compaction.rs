//! Which rows of the log are packed into one.

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// Its place in the log: later rows have greater keys.
    pub key: u32,
    /// One encoded transaction, or several, a line each.
    pub lines: String,
    /// Whether it was made here, and can be undone here, or came with a file.
    pub is_local: bool,
}

/// A row of this many bytes is left alone: packing it again and again would cost as much as the whole log each time.
const LARGE: usize = 256 << 10;

/// A row in place of all from its own key to `last_key`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Packed {
    pub row: LogRow,
    pub last_key: u32,
}

/// Joins neighbours that are small and of the same origin. The order of lines stays.
pub(super) fn plan(rows: Vec<LogRow>) -> Vec<Packed> {
    let mut packed: Vec<Packed> = Vec::new();
    for row in rows {
        match packed.last_mut() {
            Some(last)
                if last.row.is_local == row.is_local && last.row.lines.len() < LARGE && row.lines.len() < LARGE =>
            {
                if !last.row.lines.ends_with('\n') {
                    last.row.lines.push('\n');
                }
                last.row.lines.push_str(&row.lines);
                last.last_key = row.key;
            }
            _ => packed.push(Packed { last_key: row.key, row }),
        }
    }
    packed.retain(|packed| packed.last_key != packed.row.key);
    packed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: u32, lines: &str, is_local: bool) -> LogRow {
        LogRow { key, lines: lines.to_owned(), is_local }
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
        let packed = plan(rows);
        let expected = [
            Packed { row: row(1, "a\nb\nc\nd", true), last_key: 5 },
            Packed { row: row(7, "f\ng", true), last_key: 9 },
        ];
        assert_eq!(packed, expected);
    }

    #[test]
    fn large_rows_are_left_alone() {
        let large = "x".repeat(LARGE);
        let rows = vec![row(1, "a", true), row(2, &large, true), row(3, "b", true), row(4, "c", true)];
        assert_eq!(plan(rows), [Packed { row: row(3, "b\nc", true), last_key: 4 }]);
        assert!(plan(vec![row(1, "a", true)]).is_empty());
    }
}
