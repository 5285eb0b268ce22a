//! What corpora say of who speaks and who is who: mentions in chains, quotations with their speakers, pronouns with names.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::ops::Range;
use std::path::Path;

/// What a mention is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Name,
    Nominal,
    Pronoun,
}

/// A stretch that stands for something. Bytes, half-open, as everywhere here.
#[derive(Clone, Debug)]
pub struct Mention {
    pub range: Range<usize>,
    /// The word of it that counts.
    pub head: Range<usize>,
    /// Mentions of the same thing have the same number.
    pub chain: usize,
    pub kind: Kind,
}

/// A quotation, with its marks.
#[derive(Clone, Debug)]
pub struct Quote {
    pub range: Range<usize>,
    /// The chain of the one who says it; without one it is words that are set apart, or nobody knows.
    pub speaker: Option<usize>,
}

/// A pronoun, two names, and which of them it stands for.
#[derive(Clone, Debug)]
pub struct Choice {
    pub pronoun: Range<usize>,
    pub names: [(Range<usize>, bool); 2],
}

/// One document.
#[derive(Clone, Debug)]
pub struct Gold {
    pub id: String,
    pub text: String,
    /// By start, the longer first.
    pub mentions: Vec<Mention>,
    pub quotes: Vec<Quote>,
    pub choice: Option<Choice>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    #[serde(default)]
    tokens: Vec<(usize, usize)>,
    #[serde(default)]
    upos: Vec<String>,
    #[serde(default)]
    nested: Vec<(usize, usize, String, Option<String>)>,
    #[serde(default)]
    coref: Vec<Vec<[Value; 4]>>,
    #[serde(default)]
    coref_names: Vec<String>,
    #[serde(default)]
    quotes: Vec<QuoteRow>,
    gap: Option<GapRow>,
}

#[derive(Deserialize)]
struct QuoteRow {
    start: usize,
    end: usize,
    speaker_id: Option<String>,
}

#[derive(Deserialize)]
#[expect(non_snake_case, reason = "as in the file")]
struct GapRow {
    pronoun: (usize, usize),
    A: (usize, usize),
    A_coref: bool,
    B: (usize, usize),
    B_coref: bool,
}

/// Reads a part of a corpus.
pub fn read(data: &Path, part: &str) -> Result<Vec<Gold>, Box<dyn Error>> {
    let path = data.join(format!("{part}.jsonl"));
    let rows = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    rows.lines().map(|line| Ok(gold(serde_json::from_str(line)?))).collect()
}

fn gold(row: Row) -> Gold {
    let mut places: Vec<usize> = row.text.char_indices().map(|(byte, _)| byte).collect();
    places.push(row.text.len());
    let bytes = |start: usize, end: usize| places[start.min(places.len() - 1)]..places[end.min(places.len() - 1)];
    let number = |value: &Value| value.as_u64().map(|it| it as usize);
    let mut mentions = Vec::new();
    let mut chains: BTreeMap<String, usize> = BTreeMap::new();
    if row.nested.is_empty() {
        for (chain, members) in row.coref.iter().enumerate() {
            if let Some(name) = row.coref_names.get(chain) {
                chains.insert(name.clone(), chain);
            }
            for [start, end, _, kind] in members {
                let (Some(start), Some(end)) = (number(start), number(end)) else { continue };
                let range = bytes(start, end);
                let kind = match kind.as_str() {
                    Some("PROP") => Kind::Name,
                    Some("PRON") => Kind::Pronoun,
                    _ => Kind::Nominal,
                };
                mentions.push(Mention { head: head(&row.text, &range), range, chain, kind });
            }
        }
    } else {
        let heads: BTreeMap<(usize, usize), (usize, usize)> = row
            .coref
            .iter()
            .flatten()
            .filter_map(|[a, b, c, d]| Some(((number(a)?, number(b)?), (number(c)?, number(d)?))))
            .collect();
        let proper = |at: usize| {
            let token = row.tokens.iter().position(|token| token.0 == at);
            token.and_then(|token| row.upos.get(token)).is_some_and(|upos| upos == "PROPN")
        };
        for (start, end, _, id) in &row.nested {
            let Some(id) = id else { continue };
            let next = chains.len();
            let chain = *chains.entry(id.clone()).or_insert(next);
            let range = bytes(*start, *end);
            let (from, head) = match heads.get(&(*start, *end)) {
                Some((from, to)) => (*from, bytes(*from, *to)),
                None => {
                    let head = head(&row.text, &range);
                    (places.partition_point(|byte| *byte < head.start), head)
                }
            };
            let kind = if is_pronoun(&row.text[range.clone()]) {
                Kind::Pronoun
            } else if proper(from) {
                Kind::Name
            } else {
                Kind::Nominal
            };
            mentions.push(Mention { range, head, chain, kind });
        }
    }
    mentions.sort_by_key(|it| (it.range.start, std::cmp::Reverse(it.range.end), it.chain));
    let quotes = row.quotes.iter().map(|quote| Quote {
        range: bytes(quote.start, quote.end),
        speaker: quote.speaker_id.as_ref().and_then(|id| chains.get(id)).copied(),
    });
    let choice = row.gap.map(|gap| Choice {
        pronoun: bytes(gap.pronoun.0, gap.pronoun.1),
        names: [(bytes(gap.A.0, gap.A.1), gap.A_coref), (bytes(gap.B.0, gap.B.1), gap.B_coref)],
    });
    Gold { id: row.id, quotes: quotes.collect(), mentions, choice, text: row.text }
}

/// Words that stand for persons and things named elsewhere.
pub fn is_pronoun(text: &str) -> bool {
    const ALL: &str = " i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her \
                       hers herself it its itself they them their theirs themselves themself ";
    ALL.contains(&format!(" {} ", text.to_lowercase()))
}

/// The word of a mention that counts: the last before what only describes it.
pub fn head(text: &str, range: &Range<usize>) -> Range<usize> {
    const ENDS: [&str; 24] = [
        "of", "for", "in", "on", "at", "to", "from", "with", "by", "who", "whom", "whose", "which", "that", "as",
        "and", "under", "over", "about", "near", "into", "behind", "without", "than",
    ];
    let inside = &text[range.clone()];
    let mut head = range.clone();
    let mut at = range.start;
    let mut any = false;
    for word in inside.split_inclusive(|c: char| c.is_whitespace()) {
        let bare = word.trim_end();
        if any && (ENDS.contains(&bare) || bare.starts_with(['(', '-', '—', '–']) || bare == ",") {
            break;
        }
        let cut = bare.trim_end_matches([',', ';', ':', '"', '”', '.']);
        let lead = cut.len() - cut.trim_start_matches(['"', '“', '(']).len();
        if !cut.is_empty() && lead < cut.len() && cut != "'s" && cut != "’s" {
            head = at + lead..at + cut.len();
            any = true;
        }
        if cut.len() < bare.len() && any && !bare.ends_with('.') {
            break;
        }
        at += word.len();
    }
    head
}

/// Whether two mentions are of the same words: they cover the same but for small words around, or share the word that counts.
pub fn same(text: &str, said: &Range<usize>, gold: &Mention) -> bool {
    if *said == gold.range {
        return true;
    }
    if said.end <= gold.head.start || said.start >= gold.head.end {
        return false;
    }
    let own = head(text, said);
    own.start < gold.head.end && gold.head.start < own.end && gold.range.start <= own.start && own.end <= gold.range.end
}
