//! Which lines make a paragraph, for numbering and drawing.
//!
//! Articles come in two shapes: a line is a paragraph, or lines are wrapped at some column and paragraphs are told by
//! blank lines or indentation. Each run of lines between blank ones is judged for itself.

use crate::Block;

/// Longer lines are not wrapped by hand or by a mail program.
const WRAP_LIMIT: usize = 100;
/// A heading is shorter than this, in characters.
const HEADING_LIMIT: usize = 80;

/// Numbers the paragraphs of a text and tells headings.
pub(crate) fn number(text: &str, blocks: &mut [Block]) {
    let content = |block: &Block| &text[block.content().to_usize()];
    let is_blank = |block: &Block| !block.is_continued && content(block).chars().all(char::is_whitespace);
    let mut at = 0;
    let mut paragraph = 0;
    while at < blocks.len() {
        if is_blank(&blocks[at]) {
            blocks[at].paragraph = paragraph;
            at += 1;
            continue;
        }
        let len = blocks[at..].iter().position(is_blank).unwrap_or(blocks.len() - at);
        let run = &mut blocks[at..at + len];
        let is_wrapped = is_wrapped(&run.iter().map(content).collect::<Vec<_>>());
        for i in 0..run.len() {
            let is_indented = |block: &Block| content(block).starts_with([' ', '\t', '\u{3000}']);
            let goes_on =
                i > 0 && (run[i].is_continued || is_wrapped && (!is_indented(&run[i]) || is_indented(&run[i - 1])));
            if goes_on {
                run[i - 1].is_open = true;
            } else {
                paragraph += 1;
            }
            run[i].paragraph = paragraph;
        }
        at += len;
    }
    headings(text, blocks);
}

/// Whether a run of lines was broken at a column: none is long, and those before the last are filled or break off
/// inside a sentence.
fn is_wrapped(lines: &[&str]) -> bool {
    let [before_last @ .., _] = lines else { return false };
    if before_last.is_empty() {
        return false;
    }
    let width = |line: &&str| line.trim_end().chars().take(WRAP_LIMIT + 1).count();
    let widths: Vec<usize> = lines.iter().map(width).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    if !(40..=WRAP_LIMIT).contains(&widest) {
        return false;
    }
    let filled = widths[..before_last.len()].iter().filter(|width| **width * 10 >= widest * 7).count();
    let broken = before_last
        .iter()
        .filter(|line| !line.trim_end().ends_with(['.', '!', '?', ':', '”', '"', '’', '»', '。', '؟']))
        .count();
    filled * 3 >= before_last.len() * 2 && broken * 2 >= before_last.len()
}

/// A heading is a short line of its own that ends without a stop, with text after it.
fn headings(text: &str, blocks: &mut [Block]) {
    for i in 0..blocks.len() {
        let line = text[blocks[i].content().to_usize()].trim();
        let is_alone = !blocks[i].is_open && !blocks[i].is_continued && (i == 0 || !blocks[i - 1].is_open);
        let next = blocks[i + 1..].iter().find(|next| next.paragraph > blocks[i].paragraph);
        let is_followed = next.is_some_and(|next| next.is_open || next.content().len() as usize > line.len());
        blocks[i].is_heading = is_alone
            && is_followed
            && !line.is_empty()
            && line.chars().nth(HEADING_LIMIT).is_none()
            && line.chars().next().is_some_and(|c| !c.is_lowercase())
            && line.chars().any(char::is_alphabetic)
            && !line.ends_with(['.', '!', '?', ',', ';', ':', '”', '"', '’', '»', '。', '؟', '،', '、', '…']);
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
