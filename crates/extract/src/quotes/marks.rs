//! Quotation marks: which opens, which closes, and what to do where one is missing.

use postil_core::structure::chars::{is_digit, is_word_char};
use std::ops::Range;

/// Quotations nest at most this deep; marks beyond are passed over, so that no text makes the stack long.
const DEEPEST: usize = 8;

/// A stretch in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// Bytes, with the marks.
    pub bytes: Range<usize>,
    /// 0 outside all others.
    pub depth: usize,
    /// Whether its closing mark was there.
    pub closed: bool,
}

/// A kind of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Straight,
    Curly,
    /// `„…“`
    Low,
    /// `«…»`
    Guillemets,
    /// `»…«`
    Reversed,
    CurlySingle,
    StraightSingle,
    /// ``` ``…'' ```
    Tex,
    Corner,
    /// `‹…›`
    Angles,
    /// `›…‹`
    ReversedAngles,
    /// `‚…‘`
    LowSingle,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    mark: Mark,
    start: usize,
}

/// What one character does.
enum Role {
    Opens(Mark),
    Closes(Mark),
    /// Either, by what is open.
    Either(Mark),
    Nothing,
}

/// Pairs the marks of a text, paragraph by paragraph.
#[derive(Debug, Default)]
pub(crate) struct Pairing {
    open: Vec<Open>,
    /// The last straight mark closed where it looks as if it opened: white space stands on the wrong side of the marks.
    swapped: bool,
    /// Found since they were last taken.
    pub found: Vec<Quoted>,
}

impl Pairing {
    /// Whether a quotation is open.
    pub fn is_inside(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether a quotation is open that the paragraph beginning with `next` goes on with: it begins with the same mark.
    pub fn goes_on(&self, next: &str) -> bool {
        let Some(first) = self.open.first() else { return false };
        let mark = match next.trim_start().chars().next() {
            Some('"') => Mark::Straight,
            Some('“') => Mark::Curly,
            Some('„') => Mark::Low,
            Some('«') => Mark::Guillemets,
            Some('»') => Mark::Reversed,
            Some('‘') => Mark::CurlySingle,
            _ => return false,
        };
        first.mark == mark
    }

    /// Reads the marks of `text[bytes]`. Unless it goes on with the paragraph before, a new paragraph ends what is open,
    /// but for a quotation that it takes up with a mark of its own.
    pub fn read(&mut self, text: &str, bytes: Range<usize>, same_paragraph: bool) {
        let mut from = bytes.start;
        if !same_paragraph && !self.open.is_empty() {
            if self.goes_on(&text[bytes.clone()]) {
                self.open.truncate(1);
                // The mark that takes the quotation up opens nothing.
                let lead = text[from..].len() - text[from..].trim_start().len();
                from += lead;
                from += text[from..].chars().next().map_or(0, char::len_utf8);
            } else {
                self.abandon(text, bytes.start);
            }
        }
        let later_singles = text[from..bytes.end].matches(['’', '\'']).count();
        let mut singles = later_singles;
        let mut skip = 0;
        for (at, c) in text[from..bytes.end].char_indices() {
            if at < skip || !may_quote(c) {
                continue;
            }
            singles -= usize::from(matches!(c, '’' | '\'') && singles > 0);
            let at = from + at;
            let end = at + c.len_utf8();
            let pair = (c == '`' || c == '\'') && text[end..bytes.end].starts_with(c);
            let before = text[bytes.start..at].chars().next_back();
            let behind = if pair { end + 1 } else { end };
            let after = text[behind..bytes.end].chars().next();
            if pair {
                skip = behind - from;
            }
            let stopped =
                c == '\'' && text[bytes.start..at].trim_end().ends_with(['.', ',', '!', '?', ';', ':', '\'', '-', '—']);
            self.step(c, pair, at..behind, (before, after), singles, stopped);
        }
    }

    fn step(
        &mut self, c: char, pair: bool, bytes: Range<usize>, (before, after): (Option<char>, Option<char>),
        singles: usize, stopped: bool,
    ) {
        if c == '"' {
            let blank = |beside: Option<char>| beside.is_none_or(char::is_whitespace);
            match (self.is_open(Mark::Straight), blank(before), blank(after)) {
                (true, true, false) => self.swapped = true,
                (false, true, false) | (true, false, true) => self.swapped = false,
                _ => {}
            }
        }
        match self.role(c, pair, before, after, singles, stopped) {
            Role::Opens(mark) => self.opens(mark, bytes.start),
            Role::Closes(mark) => {
                self.closes(mark, bytes.end);
            }
            Role::Either(mark) => {
                if !self.closes(mark, bytes.end) {
                    self.opens(mark, bytes.start);
                }
            }
            Role::Nothing => {}
        }
    }

    fn role(
        &self, c: char, pair: bool, before: Option<char>, after: Option<char>, singles: usize, stopped: bool,
    ) -> Role {
        let word_before = before.is_some_and(is_word_char);
        let word_after = after.is_some_and(is_word_char);
        let space_before = before.is_none_or(|b| b.is_whitespace() || "([{—–-:/“‘\"'„«".contains(b));
        let space_after = after.is_none_or(|a| a.is_whitespace() || ".,;:!?)]}—–-/”’\"'»".contains(a));
        let top = self.open.last().map(|o| o.mark);
        match c {
            '“' if top == Some(Mark::Low) && !word_after => Role::Closes(Mark::Low),
            // Some keyboards write the opening mark at both ends.
            '“' if !space_before && space_after && self.is_open(Mark::Curly) => Role::Closes(Mark::Curly),
            '“' => Role::Opens(Mark::Curly),
            '”' if self.is_open(Mark::Curly) => Role::Closes(Mark::Curly),
            '”' if self.is_open(Mark::Low) => Role::Closes(Mark::Low),
            // One hand opened, another closed.
            '”' if top == Some(Mark::Straight) && !word_after => Role::Closes(Mark::Straight),
            // Swedish, and typing errors: the closing mark at both ends.
            '”' if space_before && word_after => Role::Opens(Mark::Curly),
            '„' => Role::Opens(Mark::Low),
            '«' if self.is_open(Mark::Reversed) => Role::Closes(Mark::Reversed),
            '«' => Role::Opens(Mark::Guillemets),
            '»' if self.is_open(Mark::Guillemets) => Role::Closes(Mark::Guillemets),
            '»' if space_before => Role::Opens(Mark::Reversed),
            '‹' if self.is_open(Mark::ReversedAngles) => Role::Closes(Mark::ReversedAngles),
            '‹' => Role::Opens(Mark::Angles),
            '›' if self.is_open(Mark::Angles) => Role::Closes(Mark::Angles),
            '›' if space_before => Role::Opens(Mark::ReversedAngles),
            '‚' if word_after && space_before => Role::Opens(Mark::LowSingle),
            '‘' | '’' if self.is_open(Mark::LowSingle) && !word_after => Role::Closes(Mark::LowSingle),
            '‟' => Role::Opens(Mark::Curly),
            '「' | '『' => Role::Opens(Mark::Corner),
            '」' | '』' => Role::Closes(Mark::Corner),
            '`' if pair => Role::Opens(Mark::Tex),
            '\'' if pair && self.is_open(Mark::Tex) => Role::Closes(Mark::Tex),
            '"' => match (space_before, space_after) {
                // 5' 11"
                (false, true) if before.is_some_and(is_digit) && !self.is_open(Mark::Straight) => Role::Nothing,
                (true, false) if top == Some(Mark::Straight) => Role::Either(Mark::Straight),
                (false, true) if self.swapped && !self.is_open(Mark::Straight) => Role::Opens(Mark::Straight),
                (true, false) => Role::Opens(Mark::Straight),
                (false, true) if !self.is_open(Mark::Straight) && top == Some(Mark::Curly) => Role::Closes(Mark::Curly),
                (false, true) => Role::Closes(Mark::Straight),
                _ => Role::Either(Mark::Straight),
            },
            '‘' if !word_before
                && (word_after || space_before || after == Some('“') || after == Some('['))
                && !after.is_some_and(is_digit) =>
            {
                Role::Opens(Mark::CurlySingle)
            }
            '’' if !word_after && self.is_open(Mark::CurlySingle) && !plural_possessive(before, after, singles) => {
                Role::Closes(Mark::CurlySingle)
            }
            // Marks set off by blanks on both sides, after a stop: `she said, ' Yes, ' and left`.
            '\'' if before.is_some_and(char::is_whitespace) && after.is_none_or(char::is_whitespace) && stopped => {
                Role::Either(Mark::StraightSingle)
            }
            '\'' if space_before && word_after && !after.is_some_and(is_digit) && singles > 0 => {
                Role::Opens(Mark::StraightSingle)
            }
            '\'' if !word_after && self.is_open(Mark::StraightSingle) && !plural_possessive(before, after, singles) => {
                Role::Closes(Mark::StraightSingle)
            }
            _ => Role::Nothing,
        }
    }

    fn is_open(&self, mark: Mark) -> bool {
        self.open.iter().any(|o| o.mark == mark)
    }

    fn opens(&mut self, mark: Mark, start: usize) {
        // A double mark inside the same one: the first was never closed.
        if let Some(at) = self.open.iter().position(|o| o.mark == mark) {
            self.open.truncate(at);
        }
        if self.open.len() < DEEPEST {
            self.open.push(Open { mark, start });
        }
    }

    /// Closes the innermost of its kind; what was opened inside and not closed is given up.
    fn closes(&mut self, mark: Mark, end: usize) -> bool {
        let Some(at) = self.open.iter().rposition(|o| o.mark == mark) else { return false };
        let start = self.open[at].start;
        self.open.truncate(at);
        self.found.push(Quoted { bytes: start..end, depth: at, closed: true });
        true
    }

    /// Ends what is open at the end of a paragraph. A double mark at least shows where the quotation began.
    pub fn abandon(&mut self, text: &str, at: usize) {
        if let Some(first) = self.open.first()
            && !matches!(first.mark, Mark::CurlySingle | Mark::StraightSingle | Mark::Tex)
        {
            let end = first.start + text[first.start..at].trim_end().len();
            let paragraph = text[first.start..end].find('\n').map_or(end, |line| first.start + line);
            let end = first.start + text[first.start..paragraph].trim_end().len();
            self.found.push(Quoted { bytes: first.start..end, depth: 0, closed: false });
        }
        self.open.clear();
    }
}

fn may_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‚'
            | '‟'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// `the workers’ party` inside single marks: an apostrophe, if another mark is left to close with.
fn plural_possessive(before: Option<char>, after: Option<char>, singles: usize) -> bool {
    before == Some('s') && after == Some(' ') && singles > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paragraphs: &[&str], expected: &[(&str, usize, bool)]) {
        let text = paragraphs.join("\n\n");
        let mut pairing = Pairing::default();
        let mut at = 0;
        for p in paragraphs {
            pairing.read(&text, at..at + p.len(), false);
            at += p.len() + 2;
        }
        pairing.abandon(&text, text.len());
        pairing.found.sort_by_key(|q| (q.bytes.start, q.depth));
        let found: Vec<_> = pairing.found.iter().map(|q| (&text[q.bytes.clone()], q.depth, q.closed)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_pair() {
        check(&["He said “yes”, then \"no\"."], &[("“yes”", 0, true), ("\"no\"", 0, true)]);
        check(
            &["«Oui», „ja“, »nei«, ‘aye’."],
            &[("«Oui»", 0, true), ("„ja“", 0, true), ("»nei«", 0, true), ("‘aye’", 0, true)],
        );
        check(&["“He said ‘no’ twice.”"], &[("“He said ‘no’ twice.”", 0, true), ("‘no’", 1, true)]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check(&["Syria‘s rebels and workers’ parties of the ’90s don't say 'tis."], &[]);
        check(&["‘The workers’ party won’t go,’ he said."], &[("‘The workers’ party won’t go,’", 0, true)]);
        check(&["He is 5' 11\" tall."], &[]);
    }

    #[test]
    fn a_quotation_runs_over_paragraphs() {
        check(&["“One.", "“Two.” It ends."], &[("“One.\n\n“Two.”", 0, true)]);
    }

    #[test]
    fn a_missing_mark_costs_one_paragraph() {
        check(&["“One, he said.", "Two “three” four."], &[("“One, he said.", 0, false), ("“three”", 0, true)]);
        check(&["“One “two” three."], &[("“two”", 0, true)]);
    }
}
