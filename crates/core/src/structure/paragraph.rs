//! Paragraphs: parted by blank lines or by indentation; else each line is one, unless lines were wrapped at a width.

use crate::document::line;
use crate::sort;

/// A paragraph, without the white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParagraphSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// One short line without a stop, standing above a longer one.
    pub heading: bool,
}

/// How much text, in bytes, decides whether lines were wrapped by hand.
const SAMPLE: usize = 64 * 1024;

/// Lines, in characters, that a hand or a mail program wraps to; wider ones are whole paragraphs.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 30..=120;

/// Walks the paragraphs of a text in order, reading no further than the paragraph and the line after it.
#[derive(Clone, Debug)]
pub struct Paragraphs {
    at: usize,
    wrap: Option<Wrap>,
}

/// How lines were wrapped.
#[derive(Clone, Copy, Debug)]
struct Wrap {
    /// In characters; most lines end near it, unless they are ragged.
    width: usize,
    /// Lines end anywhere in a sentence, as a hand breaks them.
    is_ragged: bool,
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
        let (end, next) = line(text, start);
        Self { start, end, next }
    }

    fn str(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    fn is_blank(self, text: &str) -> bool {
        self.str(text).trim().is_empty()
    }
}

impl Paragraphs {
    /// Looks at a sample of the text, to see how its lines are broken.
    pub fn new(text: &str) -> Self {
        Self { at: 0, wrap: Wrap::of(text) }
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
            if next.is_blank(text) || !self.continues(text, line, next, lines == 1) {
                break;
            }
            line = next;
            lines += 1;
            self.at = next.next;
        }
        let whole = &text[first.start..line.end];
        let start = first.start + (whole.len() - whole.trim_start().len());
        let end = first.start + whole.trim_end().len();
        let heading = lines == 1 && is_heading(&text[start..end]) && self.stands_above(text, end - start);
        Some(ParagraphSpan { start, end, heading })
    }

    /// Whether a longer line follows, as below a title, and not one of its kind, as in a list.
    fn stands_above(&self, text: &str, bytes: usize) -> bool {
        let mut at = self.at;
        while at < text.len() {
            let line = Line::at(text, at);
            if !line.is_blank(text) {
                return line.str(text).trim().len() > bytes;
            }
            at = line.next;
        }
        false
    }

    /// Whether `next` goes on with the paragraph of `line`, which may be its first.
    fn continues(&self, text: &str, line: Line, next: Line, is_first: bool) -> bool {
        let Some(Wrap { width, is_ragged }) = self.wrap else { return false };
        let after = next.str(text);
        let indent = |s: &str| s.len() - s.trim_start().len();
        if indent(after) > indent(line.str(text)) || is_list_item(after.trim_start()) {
            return false;
        }
        let word = after.split_whitespace().next().map_or(0, |w| w.chars().take(width).count());
        let before = line.str(text).trim_end();
        let len = before.chars().take(width * 2).count();
        // With the next word the line would have come near the width: it was wrapped, not ended. So it was where it has no stop, unless
        // it may be a heading.
        let is_long = len * 3 > width && (is_ragged || !is_first);
        let is_wrapped = len + 1 + word > width * 85 / 100;
        is_wrapped || ends_open(before) || !before.ends_with(STOPS) && (opens_small(after) || is_long)
    }
}

/// Whether a line ends with a word of English that ends no sentence and no heading.
fn ends_open(line: &str) -> bool {
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    ["a", "an", "the", "of", "to", "and", "or", "by", "for", "with", "from", "that"].contains(&last)
}

/// Whether a line begins with a small letter: it goes on with a sentence.
fn opens_small(line: &str) -> bool {
    line.trim_start().starts_with(char::is_lowercase)
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

/// A line that stands as a title: short, beginning with a capital, a digit or a letter without case, without the end of a
/// sentence.
fn is_heading(line: &str) -> bool {
    let line = line.trim_start_matches('#').trim();
    let Some(last) = line.chars().next_back() else { return false };
    let Some(first) = line.chars().next() else { return false };
    let open = first.is_alphanumeric() && !first.is_lowercase();
    line.len() <= 100 && line.split_whitespace().count() <= 12 && open && !".!?,;:…”\"’»。！？؟،、।۔".contains(last)
}

/// Ends of a line at which it may have ended by itself.
const STOPS: [char; 15] = ['.', '!', '?', ':', '…', '”', '"', '’', '»', '。', '！', '？', '؟', '।', '۔'];

impl Wrap {
    /// How the lines of a text were wrapped, if they were: most end near one width, inside a sentence, and hardly any goes beyond. Or
    /// they end where somebody broke them; then hardly any ends with a stop, and many go on with a sentence.
    fn of(text: &str) -> Option<Self> {
        /// A line that another follows, or the last of its run.
        struct Seen {
            width: usize,
            is_followed: bool,
            is_stopped: bool,
            is_open: bool,
            /// It goes on with the sentence of the line before it.
            goes_on: bool,
        }
        let mut lines: Vec<Seen> = Vec::new();
        let (mut at, mut is_in_run) = (0, false);
        while at < text.len().min(SAMPLE) {
            let line = Line::at(text, at);
            at = line.next;
            let is_blank = line.is_blank(text);
            let follows = is_in_run && !is_blank;
            let mut goes_on = follows && opens_small(line.str(text));
            if let (Some(last), true) = (lines.last_mut(), follows) {
                last.is_followed = true;
                goes_on |= last.is_open;
            }
            is_in_run = !is_blank;
            if !is_blank {
                let words = line.str(text).trim_end();
                let width = words.chars().take(WRAP_WIDTHS.end() + 1).count();
                let (is_stopped, is_open) = (words.ends_with(STOPS), ends_open(words));
                lines.push(Seen { width, is_followed: false, is_stopped, is_open, goes_on });
            }
        }
        let mut widths: Vec<usize> = lines.iter().filter(|line| line.is_followed).map(|line| line.width).collect();
        if widths.is_empty() {
            return None;
        }
        sort(&mut widths);
        let width = widths[(widths.len() - 1) * 9 / 10];
        let near = widths.iter().filter(|it| **it * 4 >= width * 3 && **it <= width + width / 5).count();
        let beyond = lines.iter().filter(|line| line.width > width + width / 5).count();
        let stopped = lines.iter().filter(|line| line.is_followed && line.is_stopped).count();
        let going_on = lines.iter().filter(|line| line.goes_on).count();
        let is_even = near * 10 >= widths.len() * 6 && beyond * 10 <= lines.len() && stopped * 2 <= widths.len();
        // In a list of words or of headings lines are short, or begin with capitals.
        let is_broken = going_on * 4 >= widths.len() && stopped * 4 <= widths.len() && widths.len() > 2;
        let is_wrapped = WRAP_WIDTHS.contains(&width) && (is_even || is_broken);
        is_wrapped.then_some(Self { width, is_ragged: !is_even })
    }
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
    fn a_title_as_wide_as_a_wrapped_line_stands_by_itself() {
        let title = "Council keeps the harbour road open for all traffic";
        let body =
            "The council met on Monday and decided, after some hours of talk, that the road would stay open for all.";
        check(&format!("{title}\n{body}"), &[&format!("# {title}"), body]);
        // Lines that end where sentences do were ended, not wrapped.
        let line = "The council met on Monday and decided to wait.";
        check(&format!("{line}\n{line}\n{line}"), &[line; 3]);
    }

    #[test]
    fn lines_that_a_hand_broke_inside_sentences_are_one_paragraph() {
        let broken = "The talks in the capital went on until late when Angela\nMerkel and the head of the bank, whose name is Mario\n\
                      Draghi, left the hall. On Monday the board of\nthe bank had asked them for New\nYork.";
        let second = "The next one is of the same kind, because the people of San\nFrancisco want it so.";
        check(&format!("{broken}\n\n{second}"), &[broken, second]);
        // A line that ends early inside a sentence, in a text that was wrapped at a width.
        let wrapped = "The quick brown fox jumps over the lazy\ndog and runs away\nfrom everything that barks at it, as far\n\
                       as its short legs carry it, until night.";
        check(wrapped, &[wrapped]);
        // Lists of words and of headings are none.
        check(
            "some apples\nsome pears\nsome plums\nand figs",
            &["some apples", "some pears", "some plums", "and figs"],
        );
        let heading = "Council keeps the harbour road open";
        let list = format!("{heading} for all\n{heading}\n{heading} to the west, and closes that to the east");
        assert_eq!(Paragraphs::new(&list).next(&list).map(|it| it.end), Some(heading.len() + 8));
    }

    #[test]
    fn a_heading_stands_above_something_longer() {
        check(
            "مجلس المدينة\n\nوافق المجلس يوم الاثنين على الخطة.",
            &["# مجلس المدينة", "وافق المجلس يوم الاثنين على الخطة."],
        );
        check("1917\n\nA year went by.", &["# 1917", "A year went by."]);
        check("Bats: Left\nTeams\nNone", &["Bats: Left", "Teams", "None"]);
    }

    #[test]
    fn indentation_begins_a_paragraph() {
        let text = "  The quick brown fox jumps over the lazy\ndog and runs away from everything that it\n  never met before in all its life in town\nor elsewhere.";
        let second = text.find("never").expect("it is there");
        check(text, &[text[..second].trim(), &text[second..]]);
    }
}
