//! Text as it comes from markup, in paragraphs with an empty line between them. Positions are bytes of the text, and what
//! was written is never moved, so that they stay true.

use postil_core::TextRange;

/// What white space means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// Any stretch of it is one blank, and none at the ends of a paragraph.
    Collapsed,
    /// It is as it stands, but for blanks and line feeds at the ends of a paragraph.
    Kept,
    /// It is as it stands.
    Verbatim,
}

#[derive(Debug, Default)]
pub(crate) struct Blocks {
    text: String,
    /// White space of the open paragraph, of which it is not known yet whether anything follows.
    held: String,
    /// Whether the open paragraph has anything in it.
    is_open: bool,
    is_verbatim: bool,
    /// How a word goes on that the end of a line has parted.
    join: Option<Join>,
    /// What stands before is bound to a position.
    fixed: usize,
}

/// How a word goes on that the end of a line has parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    /// Without its hyphen.
    Sure,
    /// Without its hyphen if it goes on in lower case.
    Likely,
}

/// Signs that part a word at the end of a line: hyphens, the soft hyphen, the not sign and the double hyphens of old prints.
const HYPHENS: [char; 6] = ['-', '\u{2010}', '\u{AD}', '¬', '⸗', '='];

impl Blocks {
    pub(crate) fn push(&mut self, text: &str, space: Space) {
        for c in text.chars() {
            match c {
                _ if space == Space::Verbatim => self.write(c, true),
                // White space of HTML and XML; a no-break space is none of it.
                ' ' | '\t' | '\n' | '\r' | '\u{c}' if space == Space::Collapsed => {
                    if self.is_open && self.held.is_empty() {
                        self.held.push(' ');
                    }
                }
                ' ' | '\n' if space == Space::Kept => {
                    if self.is_open {
                        self.held.push(c);
                    }
                }
                c => self.write(c, false),
            }
        }
    }

    fn write(&mut self, c: char, is_verbatim: bool) {
        if !self.is_open {
            self.is_open = true;
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
        }
        match self.join.take() {
            Some(join) => {
                let is_parted = self.text.len() > self.fixed && self.text.ends_with(HYPHENS);
                if is_parted && (join == Join::Sure || c.is_lowercase()) {
                    self.text.pop();
                }
            }
            None => self.text.push_str(&self.held),
        }
        self.held.clear();
        self.is_verbatim = is_verbatim;
        self.text.push(c);
    }

    /// Ends a line.
    pub(crate) fn line(&mut self) {
        let kept = self.held.trim_end_matches(' ').len();
        self.held.truncate(kept);
        if self.is_open {
            self.held.push('\n');
        }
    }

    /// Ends a line, if anything stands in it.
    pub(crate) fn fresh_line(&mut self) {
        if !self.held.contains('\n') {
            self.line();
        }
    }

    /// Where a line ends in the source, within a paragraph: a blank, unless it parts a word, which it does where
    /// `parts_word` says so, and where a letter and a hyphen stand before it. Says whether it may part one.
    pub(crate) fn source_line(&mut self, parts_word: bool) -> bool {
        if !self.is_open {
            return false;
        }
        let before = self.text.trim_end_matches(HYPHENS);
        let is_hyphen = before.len() < self.text.len() && before.ends_with(char::is_alphabetic);
        self.join = match (parts_word, is_hyphen) {
            (true, _) => Some(Join::Sure),
            (false, true) => self.join.or(Some(Join::Likely)),
            (false, false) => self.join,
        };
        if self.join.is_none() {
            self.push(" ", Space::Collapsed);
        }
        self.join.is_some()
    }

    /// Ends a paragraph.
    pub(crate) fn end(&mut self) {
        self.held.clear();
        self.join = None;
        self.is_open = false;
    }

    /// Where what comes next stands, or the white space before it.
    pub(crate) fn mark(&mut self) -> usize {
        self.fixed = self.text.len();
        self.fixed
    }

    /// What was written from a mark on, without the white space before it; None where that is nothing.
    pub(crate) fn since(&mut self, mark: usize) -> Option<TextRange> {
        let end = self.text.len();
        let start = if self.is_verbatim { mark } else { end - self.text[mark..].trim_start_matches([' ', '\n']).len() };
        self.fixed = end;
        (start < end).then(|| TextRange::from_usize(start..end))
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text, with a line feed at its end unless that is verbatim.
    pub(crate) fn finish(mut self) -> String {
        if !self.text.is_empty() && !self.is_verbatim {
            self.text.push('\n');
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_stay_true() {
        let mut blocks = Blocks::default();
        blocks.push("  One\n two ", Space::Collapsed);
        let mark = blocks.mark();
        blocks.push(" three", Space::Collapsed);
        let three = blocks.since(mark).unwrap();
        assert_eq!(blocks.since(blocks.text().len()), None);
        blocks.push("  ", Space::Collapsed);
        blocks.end();
        let mark = blocks.mark();
        blocks.push("\n a  b\n\n c \n", Space::Kept);
        let raw = blocks.since(mark).unwrap();
        let text = blocks.finish();
        assert_eq!(text, "One two three\n\na  b\n\n c\n");
        assert_eq!((&text[three.to_usize()], &text[raw.to_usize()]), ("three", "a  b\n\n c"));
    }

    #[test]
    fn words_that_lines_part_are_joined() {
        let check = |before: &str, parts_word: bool, after: &str, expected: &str| {
            let mut blocks = Blocks::default();
            blocks.push(before, Space::Collapsed);
            blocks.source_line(parts_word);
            blocks.push(after, Space::Collapsed);
            assert_eq!(blocks.finish(), format!("{expected}\n"), "{before:?} {after:?}");
        };
        check("one", false, "two", "one two");
        check("one ", false, " two", "one two");
        check("par-\n", false, "\n ted", "parted");
        check("par", true, "ted", "parted");
        check("par¬", true, "ted", "parted");
        check("Anglo-", false, "Saxon", "Anglo-Saxon");
        check("one -", false, "two", "one - two");
        check("5-", false, "a", "5- a");
    }
}
