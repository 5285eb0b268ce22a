//! Which blocks make a paragraph, for numbering and drawing.

use super::Paragraphs;
use crate::Block;

/// Numbers the paragraphs of a text and tells headings. `blocks` are its lines, long ones in pieces.
pub(crate) fn number(text: &str, blocks: &mut [Block]) {
    let mut walk = Paragraphs::new(text);
    let (mut here, mut number) = (None, 0);
    for at in 0..blocks.len() {
        let content = blocks[at].content().to_usize();
        let is_blank = text[content.clone()].trim().is_empty();
        if !is_blank && here.is_none_or(|(_, end, _)| content.start >= end) {
            here = walk.next(text).map(|it| (it.start, it.end, it.heading));
            number += 1;
        }
        let is_inside = here.is_some_and(|(start, end, _)| content.start < end && start < content.end);
        blocks[at].paragraph = number;
        blocks[at].is_heading = is_inside && here.is_some_and(|(.., heading)| heading);
        if let Some(before) = at.checked_sub(1) {
            blocks[before].is_open = is_inside && !is_blank && blocks[before].paragraph == number;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Document;

    /// Paragraph numbers of the lines, `h` for headings.
    fn check(text: &str, expected: &[&str]) {
        let document = Document::new(text);
        let found: Vec<String> = document
            .blocks()
            .iter()
            .map(|block| format!("{}{}", block.paragraph, if block.is_heading { "h" } else { "" }))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_is_a_paragraph() {
        let long =
            "The council met on Monday and decided, after some hours of talk, that the road would stay open for all.";
        check(&format!("{long}\nRoad stays open\n{long}\n{long}"), &["1", "2h", "3", "4"]);
    }

    #[test]
    fn wrapped_lines_are_told_by_blank_lines_and_indentation() {
        let wrapped = "The council met on Monday and decided, after hours of\ntalk, that the road would stay open for everybody who\nuses it.";
        check(&format!("{wrapped}\n\n{wrapped}"), &["1", "1", "1", "1", "2", "2", "2"]);
        check(&format!("{wrapped}\n  {wrapped}"), &["1", "1", "1", "2", "2", "2"]);
    }

    #[test]
    fn verse_and_lists_are_not_joined() {
        check("Apples.\nPears.\nPlums.", &["1", "2", "3"]);
    }
}
