//! How well quotations are found, and who says them.

use super::gold::{self, Gold, Kind, Quote};
use postil_core::Suggestions;
use std::collections::BTreeMap;
use std::ops::Range;

/// What was found in a text: quotations, and mentions in clusters.
pub struct Found {
    /// Bytes, and the span of the speaker.
    pub quotes: Vec<(Range<usize>, Option<usize>)>,
    pub spans: Vec<Range<usize>>,
    /// Whether a span is a name.
    pub named: Vec<bool>,
    /// The cluster of a span.
    pub clusters: BTreeMap<usize, usize>,
}

impl Found {
    pub fn of(found: &Suggestions) -> Self {
        let spans: Vec<_> = found.spans.iter().map(|span| span.range.to_usize()).collect();
        let speaker = |quote: usize| {
            let relation =
                found.relations.iter().find(|it| it.head as usize == quote && it.label.as_str() == "speaker");
            relation.map(|it| it.tail as usize)
        };
        let quotes = found.spans.iter().enumerate().filter(|(_, span)| span.label.as_str() == "QUOTE");
        let quotes = quotes.map(|(at, span)| (span.range.to_usize(), speaker(at))).collect();
        let clusters = found.members.iter().map(|it| (it.span as usize, it.cluster as usize)).collect();
        let label = |at: usize| found.spans[at].label.as_str();
        let named = (0..spans.len()).map(|at| label(at) != "MENTION").collect();
        Self { quotes, spans, named, clusters }
    }

    /// The mentions that stand for the same as a span, itself first.
    fn alike(&self, span: usize) -> impl Iterator<Item = &Range<usize>> {
        let cluster = self.clusters.get(&span);
        let others = self.clusters.iter().filter(move |(at, of)| Some(*of) == cluster && **at != span);
        std::iter::once(&self.spans[span]).chain(others.map(|(at, _)| &self.spans[*at]))
    }
}

/// Counts over documents.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub wanted: usize,
    pub said: usize,
    /// Found with the same borders, marks and white space aside.
    pub right: usize,
    /// Found with at least half of the words in common.
    pub near: usize,
    /// Gold quotations with a speaker, by how the speaker is mentioned beside them.
    pub speakers: BTreeMap<&'static str, [usize; 4]>,
}

/// Columns of the counts of speakers.
pub const COLUMNS: [&str; 4] = ["gold", "linked", "right", "right through clusters"];

impl Counts {
    pub fn print(&self, name: &str) {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let f1 = |right: usize| percent(2 * right, self.said + self.wanted);
        println!(
            "{name}: {} quotations, {} said; borders the same: P {:.1} R {:.1} F1 {:.1}; half in common: F1 {:.1}",
            self.wanted,
            self.said,
            percent(self.right, self.said),
            percent(self.right, self.wanted),
            f1(self.right),
            f1(self.near),
        );
        let mut all = [0; 4];
        for (how, counts) in &self.speakers {
            println!("  speaker {how:<28} {counts:?}");
            all.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        println!(
            "  speakers {all:?} of {COLUMNS:?}: end to end {:.1}, through clusters {:.1}",
            percent(all[2], all[0]),
            percent(all[3], all[0])
        );
    }
}

/// Without marks and white space at its ends.
pub fn inner(text: &str, range: &Range<usize>) -> Range<usize> {
    let marks = |c: char| c.is_whitespace() || "\"'`“”„‟‘’‚‛«»‹›「」『』".contains(c);
    let inside = &text[range.clone()];
    let start = inside.len() - inside.trim_start_matches(marks).len();
    let end = inside.trim_end_matches(marks).len();
    range.start + start..range.start + end.max(start)
}

fn common(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Counts one document; says each error to `tell`.
pub fn count(gold: &Gold, found: &Found, all: &mut Counts, mut tell: impl FnMut(&str, &Quote, Option<usize>)) {
    let text = &gold.text;
    // Words set apart are neither wanted nor wrong, nor is what stands inside another quotation.
    let wanted: Vec<&Quote> = gold.quotes.iter().filter(|quote| quote.speaker.is_some()).collect();
    let spared = |said: &Range<usize>| {
        let own = inner(text, said);
        gold.quotes.iter().any(|quote| {
            let of = inner(text, &quote.range);
            quote.speaker.is_none() && common(&own, &of) * 2 > own.len()
                || quote.speaker.is_some() && of.start <= own.start && own.end <= of.end && own.len() * 2 < of.len()
        })
    };
    all.wanted += wanted.len();
    let mut used = vec![false; found.quotes.len()];
    for quote in &wanted {
        let own = inner(text, &quote.range);
        let same = found.quotes.iter().position(|(said, _)| inner(text, said) == own);
        let near = same.or_else(|| {
            let half = |said: &Range<usize>| common(said, &own) * 2 > said.len().max(own.len());
            found.quotes.iter().position(|(said, _)| half(&inner(text, said)))
        });
        all.right += usize::from(same.is_some());
        all.near += usize::from(near.is_some());
        if let Some(at) = near {
            used[at] = true;
        } else {
            tell("missed", quote, None);
        }
        let how = beside(gold, quote);
        let counts = all.speakers.entry(how).or_default();
        counts[0] += 1;
        let Some(speaker) = near.and_then(|at| found.quotes[at].1) else {
            if near.is_some() {
                tell("no speaker", quote, None);
            }
            continue;
        };
        counts[1] += 1;
        let is_right = |said: &Range<usize>| {
            gold.mentions.iter().any(|it| Some(it.chain) == quote.speaker && gold::same(text, said, it))
        };
        counts[2] += usize::from(is_right(&found.spans[speaker]));
        let through = found.alike(speaker).any(is_right);
        counts[3] += usize::from(through);
        if !through {
            tell("wrong speaker", quote, Some(speaker));
        }
    }
    let more = found.quotes.iter().zip(&used).filter(|((said, _), used)| !**used && !spared(said));
    let more: Vec<_> = more.map(|((said, _), _)| Quote { range: said.clone(), speaker: None }).collect();
    more.iter().for_each(|quote| tell("spurious", quote, None));
    all.said += more.len() + used.iter().filter(|used| **used).count();
}

/// How the speaker is mentioned nearest to a quotation, outside of all quotations and no further than a sentence or so.
fn beside(gold: &Gold, quote: &Quote) -> &'static str {
    let outside = |range: &Range<usize>| !gold.quotes.iter().any(|it| common(&it.range, range) > 0);
    let far = |range: &Range<usize>| {
        if range.start >= quote.range.end {
            range.start - quote.range.end
        } else {
            quote.range.start.saturating_sub(range.end)
        }
    };
    let of = gold.mentions.iter().filter(|it| Some(it.chain) == quote.speaker && outside(&it.range));
    let nearest = of.min_by_key(|it| far(&it.range)).filter(|it| far(&it.range) <= 120);
    match nearest.map(|it| it.kind) {
        Some(Kind::Name) => "a name beside it",
        Some(Kind::Nominal) => "a description beside it",
        Some(Kind::Pronoun) => "a pronoun beside it",
        None => "not mentioned beside it",
    }
}
