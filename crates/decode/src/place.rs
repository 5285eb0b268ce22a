//! Where in a text something is, for people.

/// Counted from 1, as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    /// Code points.
    pub column: usize,
}

impl Place {
    /// Where a text ends.
    pub fn after(text: &str) -> Self {
        let ends = |(at, c): &(usize, char)| *c == '\n' || *c == '\r' && !text[*at + 1..].starts_with('\n');
        let (mut line, mut start) = (1, 0);
        for (at, _) in text.char_indices().filter(ends) {
            line += 1;
            start = at + 1;
        }
        Self { line, column: text[start..].chars().count() + 1 }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_in_editors() {
        for (before, expected) in [
            ("", "line 1, column 1"),
            ("é\u{1F600}", "line 1, column 3"),
            ("a\r\nb\rc\nd", "line 4, column 2"),
            ("a\r", "line 2, column 1"),
        ] {
            assert_eq!(Place::after(before).to_string(), expected, "{before:?}");
        }
    }
}
