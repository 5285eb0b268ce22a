//! Paragraphs: parted by blank lines or by indentation; else each line is one, unless lines were wrapped at a width.

/// A paragraph, without the white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ParagraphSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// One short line without a stop, standing above others.
    pub heading: bool,
}

/// How much text, in bytes, decides whether lines were wrapped by hand.
const SAMPLE: usize = 64 * 1024;

/// Lines, in characters, that a hand or a mail program wraps to; wider ones are whole paragraphs.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 30..=120;

/// Walks the paragraphs of a text in order, reading no further than the paragraph and the line after it.
pub(crate) struct Paragraphs {
    at: usize,
    /// Width in characters at which lines were wrapped, if they were.
    width: Option<usize>,
}

/// A line without its end.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    /// Where the next line starts.
    next: usize,
}

impl Line {
    fn at(text: &str, start: usize) -> Self {
        let bytes = &text.as_bytes()[start..];
        let len = bytes.iter().position(|b| matches!(b, b'\n' | b'\r' | b'\x0b' | b'\x0c')).unwrap_or(bytes.len());
        let newline = match bytes.get(len..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([_, ..]) => 1,
            _ => 0,
        };
        Self { start, end: start + len, next: start + len + newline }
    }

    fn str(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    fn is_blank(self, text: &str) -> bool {
        self.str(text).trim().is_empty()
    }
}

impl Paragraphs {
    pub fn new(text: &str) -> Self {
        Self { at: 0, width: wrap_width(text) }
    }

    /// The next paragraph, and where it ends for good: the start of the line that follows.
    pub fn next(&mut self, text: &str) -> Option<ParagraphSpan> {
        let mut line = loop {
            if self.at >= text.len() {
                return None;
            }
            let line = Line::at(text, self.at);
            self.at = line.next;
            if !line.is_blank(text) {
                break line;
            }
        };
        let first = line;
        let mut lines = 1;
        while self.at < text.len() {
            let next = Line::at(text, self.at);
            if next.is_blank(text) || !self.continues(text, line, next) {
                break;
            }
            line = next;
            lines += 1;
            self.at = next.next;
        }
        let whole = &text[first.start..line.end];
        let start = first.start + (whole.len() - whole.trim_start().len());
        let end = first.start + whole.trim_end().len();
        let heading = lines == 1 && is_heading(&text[start..end]) && !text[self.at..].trim_start().is_empty();
        Some(ParagraphSpan { start, end, heading })
    }

    /// Whether `next` goes on with the paragraph of `line`.
    fn continues(&self, text: &str, line: Line, next: Line) -> bool {
        let Some(width) = self.width else { return false };
        let after = next.str(text);
        let indent = |s: &str| s.len() - s.trim_start().len();
        if indent(after) > indent(line.str(text)) || is_list_item(after.trim_start()) {
            return false;
        }
        let word = after.split_whitespace().next().map_or(0, |w| w.chars().take(width).count());
        let len = line.str(text).trim_end().chars().take(width * 2).count();
        // With the next word the line would have come near the width: it was wrapped, not ended.
        len + 1 + word > width * 85 / 100
    }
}

/// `- item`, `* item`, `3. item`, `(a) item`.
fn is_list_item(line: &str) -> bool {
    let marker = line.split_whitespace().next().unwrap_or("");
    if matches!(marker, "-" | "*" | "•" | "–" | "—") {
        return true;
    }
    let inner = marker.trim_start_matches('(').trim_end_matches(['.', ')']);
    inner.len() < marker.len() && inner.len() <= 2 && !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit())
}

/// A line that stands as a title: short, beginning with a capital or a digit, without the end of a sentence.
fn is_heading(line: &str) -> bool {
    let line = line.trim_start_matches('#').trim();
    let Some(last) = line.chars().next_back() else { return false };
    let Some(first) = line.chars().next() else { return false };
    let open = first.is_uppercase() || first.is_ascii_digit();
    line.len() <= 100 && line.split_whitespace().count() <= 12 && open && !".!?,;:…”\"’»".contains(last)
}

/// The width at which most lines end, if they were wrapped.
fn wrap_width(text: &str) -> Option<usize> {
    let mut lengths = Vec::new();
    let mut at = 0;
    let mut previous: Option<usize> = None;
    while at < text.len().min(SAMPLE) {
        let line = Line::at(text, at);
        at = line.next;
        let blank = line.is_blank(text);
        if let (Some(length), false) = (previous, blank) {
            lengths.push(length);
        }
        let over = WRAP_WIDTHS.end() + 1;
        previous = (!blank).then(|| line.str(text).trim_end().chars().take(over).count());
    }
    if lengths.is_empty() {
        return None;
    }
    lengths.sort_unstable();
    let width = lengths[(lengths.len() - 1) * 9 / 10];
    let near = lengths.iter().filter(|l| **l * 4 >= width * 3 && **l <= width + width / 5).count();
    (WRAP_WIDTHS.contains(&width) && near * 10 >= lengths.len() * 6).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut walk = Paragraphs::new(text);
        let mut found = Vec::new();
        while let Some(p) = walk.next(text) {
            found.push(format!("{}{}", if p.heading { "# " } else { "" }, &text[p.start..p.end]));
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_and_line_breaks() {
        check("", &[]);
        check("\r\n \n", &[]);
        check("One.\n\nTwo.\r\n\r\n  Three.", &["One.", "Two.", "Three."]);
        check(
            "A town waits\nIt rained, he said.\nThen it did not.",
            &["# A town waits", "It rained, he said.", "Then it did not."],
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let wrapped = "The quick brown fox jumps over the lazy\ndog and runs away from everything that\nbarks at it.\n\
                       Then there is another paragraph, wrapped\nat forty like the rest of it was, and so\non until the end.";
        let second = wrapped.find("Then").expect("it is there");
        check(wrapped, &[wrapped[..second].trim(), &wrapped[second..]]);
    }

    #[test]
    fn indentation_begins_a_paragraph() {
        let text = "  The quick brown fox jumps over the lazy\ndog and runs away from everything that it\n  never met before in all its life in town\nor elsewhere.";
        let second = text.find("never").expect("it is there");
        check(text, &[text[..second].trim(), &text[second..]]);
    }
}
