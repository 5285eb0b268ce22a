//! How a file would begin.

/// So much of a file is its preview: lines, and characters of a line.
const PREVIEW_LINES: usize = 30;
const PREVIEW_WIDTH: usize = 400;

/// The first lines, each cut where it is long.
pub fn preview(content: &str) -> String {
    let mut lines = content.lines();
    let mut shown = String::new();
    for line in lines.by_ref().take(PREVIEW_LINES) {
        match line.char_indices().nth(PREVIEW_WIDTH) {
            Some((at, _)) => shown.extend([&line[..at], "…\n"]),
            None => shown.extend([line, "\n"]),
        }
    }
    if lines.next().is_some() {
        shown.push('…');
    }
    shown.truncate(shown.trim_end_matches('\n').len());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_short() {
        assert_eq!(preview("{\n}\n"), "{\n}");
        let long = format!("{}\nb\n", "ü".repeat(PREVIEW_WIDTH + 1));
        assert_eq!(preview(&long), format!("{}…\nb", "ü".repeat(PREVIEW_WIDTH)));
        let many = preview(&"a\n".repeat(1000));
        assert_eq!(many.lines().count(), PREVIEW_LINES + 1);
        assert!(many.ends_with("a\n…"));
    }
}
