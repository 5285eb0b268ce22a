//! The token cursor: tagging without a mouse.

use postil_core::{Document, TextRange, snap};

/// A word, or the words from an anchor to it, and which candidate span around it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The word where a selection began; the same as `word` when nothing is selected.
    pub anchor: TextRange,
    /// The word that the cursor is on.
    pub word: TextRange,
    /// Which of the candidates is meant, counted from the one that is proposed.
    pub size: i8,
}

impl Cursor {
    /// On one word.
    pub fn on(word: TextRange) -> Self {
        Self { anchor: word, word, size: 0 }
    }

    /// Whether words were selected with `Shift`.
    pub fn is_extended(&self) -> bool {
        self.anchor != self.word
    }

    /// The words selected, or the candidate that is meant.
    pub fn range(&self, document: &Document) -> TextRange {
        if self.is_extended() {
            return self.anchor.cover(self.word);
        }
        let (candidates, proposed) = candidates(document, self.word);
        let wanted = (proposed as i32 + i32::from(self.size)).clamp(0, candidates.len() as i32 - 1);
        candidates[wanted as usize]
    }

    /// The same cursor with the next larger or smaller candidate, if there is one.
    pub fn resized(self, document: &Document, by: i8) -> Self {
        let resized = Self { anchor: self.word, size: self.size + by, ..self };
        if resized.range(document) == self.range(document) { self } else { resized }
    }
}

/// What one may mean by a word, the smallest first, and which of them to propose: the word, the run of capitalised
/// words around it, the clause, the sentence, the line. A capitalised word proposes its run.
fn candidates(document: &Document, word: TextRange) -> (Vec<TextRange>, usize) {
    let mut found = vec![word];
    let run = capitalised_run(document, word);
    let proposed = usize::from(run != word);
    let sentence = snap::sentence_at(document, word.start()).unwrap_or(word);
    let line = document.block_at(word.start()).map_or(word, |block| document.blocks()[block].content());
    for wider in [run, clause(document, word, sentence), sentence, line] {
        let last = found[found.len() - 1];
        if wider.contains_range(last) && wider != last {
            found.push(wider);
        }
    }
    (found, proposed)
}

fn is_capitalised(document: &Document, word: TextRange) -> bool {
    document.slice(word).chars().next().is_some_and(char::is_uppercase)
}

/// Capitalised words on either side with nothing but single blanks, hyphens or dots of initials between them.
fn capitalised_run(document: &Document, word: TextRange) -> TextRange {
    if !is_capitalised(document, word) {
        return word;
    }
    let is_joined = |left: TextRange, right: TextRange| {
        let gap = &document.text()[left.end().to_usize()..right.start().to_usize()];
        is_capitalised(document, left)
            && is_capitalised(document, right)
            && matches!(gap, " " | "-" | "\u{a0}" | ". ")
            && (gap != ". " || left.len() <= 3)
    };
    let mut run = word;
    let mut edge = word;
    while let Some(next) = snap::word_after(document, edge.end()).filter(|next| is_joined(edge, *next)) {
        (run, edge) = (run.cover(next), next);
    }
    edge = word;
    while let Some(previous) = snap::word_before(document, edge.start()).filter(|previous| is_joined(*previous, edge)) {
        (run, edge) = (run.cover(previous), previous);
    }
    run
}

/// The part of the sentence between commas, semicolons, dashes or quotation marks.
fn clause(document: &Document, word: TextRange, sentence: TextRange) -> TextRange {
    const MARKS: [char; 12] = [',', ';', ':', '–', '—', '“', '”', '"', '(', ')', '،', '、'];
    let text = document.text();
    let (from, to) = (sentence.start().to_usize(), sentence.end().to_usize());
    let before = &text[from..word.start().to_usize().max(from)];
    let after = &text[word.end().to_usize().min(to)..to];
    let start =
        before.rfind(MARKS).map_or(from, |at| at + from + before[at..].chars().next().map_or(0, char::len_utf8));
    let end = after.find(MARKS).map_or(to, |at| word.end().to_usize() + at);
    let lead = text[start..end].len() - text[start..end].trim_start().len();
    let trimmed = text[start..end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '!' | '?')).len();
    TextRange::from_usize(start + lead..(start + trimmed).max(start + lead))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, on: &str, size: i8, expected: &str) {
        let document = Document::new(text);
        let at = text.find(on).expect("the word is there");
        let word = TextRange::from_usize(at..at + on.len());
        let cursor = Cursor { size, ..Cursor::on(word) };
        assert_eq!(document.slice(cursor.range(&document)), expected);
    }

    #[test]
    fn a_name_is_proposed_whole() {
        let text = "He met Recep Tayyip Erdoğan, the president, in Sochi. Then they left.";
        check(text, "Tayyip", 0, "Recep Tayyip Erdoğan");
        check(text, "Tayyip", -1, "Tayyip");
        check(text, "president", 0, "president");
        check(text, "president", 1, "the president");
        check(text, "president", 2, "He met Recep Tayyip Erdoğan, the president, in Sochi.");
        check(text, "president", 9, text);
        check(text, "met", 1, "He met Recep Tayyip Erdoğan");
        check("John F. Kennedy spoke", "Kennedy", 0, "John F. Kennedy");
        check("in Sochi. Then", "Then", 0, "Then");
    }
}
