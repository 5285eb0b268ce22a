//! What one may mean by a word: the spans around it that a person is likely to tag.

use postil_core::{Document, TextRange, snap};

/// Small words within names: Bank *of* England, Hallam *&* Pryce.
const WITHIN_NAMES: [&str; 17] =
    ["of", "the", "for", "and", "on", "in", "de", "du", "des", "la", "del", "della", "di", "von", "van", "der", "al"];

/// What makes a number larger, and belongs to it: 3 *million*.
const MAGNITUDES: [&str; 10] =
    ["hundred", "thousand", "million", "billion", "trillion", "per", "percent", "cent", "bn", "m"];

/// The spans around a word, the smallest first, and which of them to propose: the word, the name or amount, the wider name,
/// what stands in quotation marks, the clause, the sentence, the line. A capitalised word proposes its run, and a number
/// its amount.
pub(crate) fn candidates(document: &Document, word: TextRange) -> (Vec<TextRange>, usize) {
    let mut found = vec![word];
    let sentence = snap::sentence_at(document, word.start()).unwrap_or(word);
    let line = document.block_at(word.start()).map_or(word, |block| document.blocks()[block].content());
    let near = run(document, word, is_near);
    let proposed = usize::from(near != word);
    let wide = run(document, near, is_wide);
    let counted = next_words(document, near, line);
    let clause = clause(document, word, sentence);
    for wider in [near, wide].into_iter().chain(counted).chain([quoted(document, word, line), clause, sentence, line]) {
        let last = found[found.len() - 1];
        if wider.contains_range(last) && wider != last {
            found.push(wider);
        }
    }
    (found, proposed)
}

fn is_capitalised(words: &str) -> bool {
    words.chars().next().is_some_and(char::is_uppercase)
}

fn is_number(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit())
}

/// Two words, and what stands between them.
struct Pair<'a> {
    left: &'a str,
    gap: &'a str,
    right: &'a str,
}

/// Whether two words are surely of one name or amount: nothing but a blank, a hyphen or the dot of an initial is between. An
/// article belongs to a name only perhaps.
fn is_near(pair: &Pair) -> bool {
    let Pair { left, gap, right } = *pair;
    let is_name = is_capitalised(left) && is_capitalised(right) && left != "The";
    match gap {
        " " | "\u{a0}" => is_name || is_capitalised(left) && is_number(right) || is_amount(left, right),
        "-" => is_name,
        ". " => is_name && left.chars().count() <= 3,
        _ => false,
    }
}

fn is_amount(left: &str, right: &str) -> bool {
    let goes_on = is_number(left) || MAGNITUDES.contains(&left);
    goes_on && MAGNITUDES.contains(&right)
}

/// Whether two words may be of one name: small words, possessives and a day before its month too.
fn is_wide(pair: &Pair) -> bool {
    let Pair { left, gap, right } = *pair;
    let is_part = |word: &str| is_capitalised(word) || WITHIN_NAMES.contains(&word) || matches!(word, "'s" | "’s");
    match gap {
        "" => matches!(right, "'s" | "’s"),
        " & " | "' " | "’ " | "-" => is_part(left) && is_part(right),
        " " | "\u{a0}" => is_part(left) && is_part(right) || is_number(left) && is_capitalised(right) || is_near(pair),
        _ => is_near(pair),
    }
}

/// The range with the words to either side that belong to it; it begins and ends with none of those that only stand within.
fn run(document: &Document, start: TextRange, is_joined: fn(&Pair) -> bool) -> TextRange {
    let text = document.text();
    let pair = |left: TextRange, right: TextRange| Pair {
        left: document.slice(left),
        gap: &text[left.end().to_usize()..right.start().to_usize()],
        right: document.slice(right),
    };
    let is_end = |word: TextRange| {
        let word = document.slice(word);
        is_capitalised(word) || is_number(word) || MAGNITUDES.contains(&word)
    };
    let first = snap::word_after(document, start.start()).unwrap_or(start);
    let last = snap::word_before(document, start.end()).unwrap_or(start);
    let mut whole = with_signs(document, start);
    let mut edge = last;
    while let Some(next) = snap::word_after(document, edge.end()).filter(|next| is_joined(&pair(edge, *next))) {
        edge = next;
        if is_end(edge) {
            whole = whole.cover(with_signs(document, edge));
        }
    }
    edge = first;
    while let Some(previous) =
        snap::word_before(document, edge.start()).filter(|previous| is_joined(&pair(*previous, edge)))
    {
        edge = previous;
        if is_end(edge) {
            whole = whole.cover(with_signs(document, edge));
        }
    }
    whole
}

/// A number with its currency or percent sign.
fn with_signs(document: &Document, word: TextRange) -> TextRange {
    const BEFORE: [char; 5] = ['$', '€', '£', '¥', '₹'];
    const AFTER: [char; 7] = ['%', '‰', '$', '€', '£', '¥', '₹'];
    if !is_number(document.slice(word)) {
        return word;
    }
    let (text, from, to) = (document.text(), word.start().to_usize(), word.end().to_usize());
    let before = text[..from].chars().next_back().filter(|c| BEFORE.contains(c)).map_or(0, char::len_utf8);
    let after = text[to..].chars().next().filter(|c| AFTER.contains(c)).map_or(0, char::len_utf8);
    TextRange::from_usize(from - before..to + after)
}

/// The range with one more word of its line, and with two: a length with its unit, a day with its month.
fn next_words(document: &Document, range: TextRange, line: TextRange) -> impl Iterator<Item = TextRange> {
    let mut whole = range;
    (0..2).map_while(move |_| {
        let next = snap::word_after(document, whole.end()).filter(|next| next.end() <= line.end())?;
        let gap = &document.text()[whole.end().to_usize()..next.start().to_usize()];
        whole = whole.cover(next);
        matches!(gap, " " | "\u{a0}" | "-" | "").then_some(whole)
    })
}

/// What stands in quotation marks around a word, without them, in its line.
fn quoted(document: &Document, word: TextRange, line: TextRange) -> TextRange {
    const OPEN: [char; 4] = ['“', '«', '„', '"'];
    const CLOSED: [char; 4] = ['”', '»', '“', '"'];
    let text = document.text();
    let (from, to) = (line.start().to_usize(), line.end().to_usize());
    let start = text[from..word.start().to_usize().max(from)].rfind(OPEN).map(|at| at + from);
    let end = text[word.end().to_usize().min(to)..to].find(CLOSED).map(|at| at + word.end().to_usize());
    match (start, end) {
        (Some(start), Some(end)) => {
            let inside = &text[start..end];
            let first = start + inside.chars().next().map_or(0, char::len_utf8);
            let last = first + text[first..end].trim_end_matches([',', ' ', '\u{a0}']).len();
            TextRange::from_usize(first..last)
        }
        _ => word,
    }
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

    /// The candidates of a word, the proposed one in brackets.
    fn check(text: &str, on: &str, expected: &[&str]) {
        let document = Document::new(text);
        let at = text.find(on).expect("the word is there");
        let (found, proposed) = candidates(&document, TextRange::from_usize(at..at + on.len()));
        let told: Vec<String> = found
            .iter()
            .enumerate()
            .map(|(at, range)| match at == proposed {
                true => format!("[{}]", document.slice(*range)),
                false => document.slice(*range).to_owned(),
            })
            .collect();
        assert_eq!(told[..expected.len().min(told.len())], *expected, "{told:?}");
    }

    #[test]
    fn a_name_is_proposed_whole() {
        let text = "He met Recep Tayyip Erdoğan, the president, in Sochi. Then they left.";
        check(text, "Tayyip", &["Tayyip", "[Recep Tayyip Erdoğan]"]);
        check("in Sochi. Then", "Then", &["[Then]"]);
        check("John F. Kennedy spoke", "Kennedy", &["Kennedy", "[John F. Kennedy]"]);
        check("The Bank of England said", "England", &["[England]", "The Bank of England"]);
        check("The Red Crescent came", "Red", &["Red", "[Red Crescent]", "The Red Crescent"]);
        check("at St Olav's Hospital now", "St", &["St", "[St Olav]", "St Olav's Hospital"]);
        check("of Hallam & Pryce Bank", "Pryce", &["Pryce", "[Pryce Bank]", "Hallam & Pryce Bank"]);
        check("Turkey’s Erdoğan left", "Erdoğan", &["[Erdoğan]", "Turkey’s Erdoğan"]);
    }

    #[test]
    fn an_amount_is_proposed_whole() {
        check("costs $2.4 million a day", "2.4", &["2.4", "[$2.4 million]"]);
        check("about 18% of it", "18", &["18", "[18%]"]);
        check("took 31 per cent of it", "31", &["31", "[31 per cent]"]);
        check("in March 2021, and", "March", &["March", "[March 2021]"]);
        check("by 4 December at", "4", &["[4]", "4 December"]);
        check("over 140 kilometres of road", "140", &["[140]", "140 kilometres", "140 kilometres of"]);
    }

    #[test]
    fn what_is_quoted_is_a_candidate() {
        let text = "“We will stay,” said Ana, who leads it.";
        check(text, "will", &["[will]", "will stay", "We will stay"]);
        check("He met Tom, the president, in Sochi.", "president", &["[president]", "the president"]);
    }
}
