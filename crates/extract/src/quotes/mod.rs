//! QUOTE and CUE, with the relations `cue` and `speaker`.

mod attribution;
pub(crate) mod marks;

use crate::found::Found;
use crate::lexicon::TokenCase;
use crate::page::Page;
use crate::{Label, Reason, RelationKind};
use attribution::{Attribution, Speaker, Surroundings};
use marks::Quoted;
use postil_core::structure::TokenKind;
use std::borrow::Cow;
use std::ops::Range;

/// One end of a relation: found in this batch, or a span of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Here(usize),
    Earlier(usize),
}

/// A relation before it is handed out.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub kind: RelationKind,
    /// An index into what was found in this batch.
    pub head: usize,
    pub tail: End,
    /// Ten-thousandths.
    pub score: u16,
    pub rule: &'static str,
}

/// Who spoke last, for a quotation that goes on in the next paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LastSpeaker {
    speaker: Option<End>,
    /// The last paragraph was that quotation.
    adjacent: bool,
}

impl LastSpeaker {
    /// After a batch, what was found in it is found earlier; `index` gives the place among all spans.
    pub fn settle(&mut self, index: impl Fn(usize) -> Option<usize>) {
        if let Some(End::Here(at)) = self.speaker {
            self.speaker = index(at).map(End::Earlier);
        }
    }
}

/// A pronoun stands for a person at most this many sentences before.
const PRONOUN_REACH: usize = 3;

/// Finds quotations among what stands in marks, and who says them. `found` holds the names, sorted by start.
pub(crate) fn find(
    page: &Page, text: &str, mut quoted: Vec<Quoted>, last: &mut LastSpeaker, found: &mut Vec<Found>,
    links: &mut Vec<Link>,
) {
    quoted.sort_by_key(|q| (q.bytes.start, q.depth));
    let mut names: Vec<(Range<usize>, usize, Label)> = found
        .iter()
        .enumerate()
        .filter(|(_, f)| matches!(f.label, Label::Person | Label::Org | Label::Gpe | Label::Norp))
        .map(|(at, f)| (f.bytes.clone(), at, f.label))
        .collect();
    names.sort_by_key(|(bytes, ..)| bytes.start);
    let around = Surroundings { page, text, names: &names };
    let mut cues: Vec<(Range<usize>, usize)> = Vec::new();
    let mut part_before = usize::MAX;
    for q in &quoted {
        let tokens = page.tokens_of(&q.bytes);
        if tokens.is_empty() {
            continue;
        }
        let part = page.part_of(q.bytes.start);
        if part != part_before {
            // A paragraph in between without a quotation ends the turn.
            last.adjacent &= part_before == usize::MAX && part == 0 || part == part_before.wrapping_add(1);
            if !last.adjacent {
                last.speaker = None;
            }
            part_before = part;
        }
        let last_part = page.part_of(q.bytes.end - 1);
        let bounds = page.token_bounds(part).start..page.token_bounds(last_part).end;
        let attribution = if q.depth == 0 { around.attribute(tokens.clone(), bounds.start, bounds.end) } else { None };
        let Some(score) = believed(page, text, q, &tokens, attribution.as_ref()) else { continue };
        let head = found.len();
        found.push(Found {
            bytes: q.bytes.clone(),
            label: Label::Quote,
            score: u16::from(score) * 100,
            value: None,
            reasons: reasons(page, text, q, attribution.as_ref()),
        });
        if q.depth > 0 {
            continue;
        }
        let whole = text[page.parts[part].bytes.clone()].trim().len() == q.bytes.len();
        match &attribution {
            Some(a) => {
                let cue = cue_span(page, text, a, &mut cues, found);
                links.push(link(RelationKind::Cue, head, End::Here(cue), a));
                let speaker = a.speaker.as_ref().and_then(|s| resolve(page, s, found, &names));
                if let Some(speaker) = speaker {
                    let by_pronoun = matches!(a.speaker, Some(Speaker::Pronoun(_)));
                    let mut said = link(RelationKind::Speaker, head, End::Here(speaker), a);
                    if by_pronoun {
                        said.score = said.score.min(6_000);
                        said.rule = "a pronoun for the person named last";
                    }
                    links.push(said);
                }
                last.speaker = speaker.map(End::Here);
            }
            None if (last.adjacent && whole) || same_turn(page, text, q, found, head, part) => {
                if let Some(speaker) = last.speaker {
                    links.push(Link {
                        kind: RelationKind::Speaker,
                        head,
                        tail: speaker,
                        score: 6_500,
                        rule: "the speaker goes on",
                    });
                }
            }
            None => last.speaker = None,
        }
        last.adjacent = last.speaker.is_some();
    }
    if part_before.wrapping_add(1) < page.parts.len() || part_before == usize::MAX {
        *last = LastSpeaker::default();
    }
}

/// `“A,” she said. “B.”`: the quotation goes on after its attribution, in the same paragraph.
fn same_turn(page: &Page, text: &str, q: &Quoted, found: &[Found], head: usize, part: usize) -> bool {
    let start = page.parts[part].bytes.start;
    let before = found[..head]
        .iter()
        .rev()
        .find(|f| f.label == Label::Quote && f.bytes.start >= start && f.bytes.end <= q.bytes.start);
    before.is_some_and(|b| {
        let between = text[b.bytes.end..q.bytes.start].trim();
        between.len() <= 160 && between.ends_with(['.', ',', ';', ':', '—']) && between.matches(". ").count() == 0
    })
}

/// How far a stretch in marks is believed to be speech, in hundredths; nothing if it is a title, or a word set apart.
fn believed(
    page: &Page, text: &str, q: &Quoted, tokens: &Range<usize>, attribution: Option<&Attribution>,
) -> Option<u8> {
    let words = || {
        tokens
            .clone()
            .filter(|t| matches!(page.word(*t).kind, TokenKind::Word | TokenKind::Abbreviation | TokenKind::Number))
    };
    let count = words().count();
    let small = words().any(|t| page.word(t).case == TokenCase::Lower && !stays_small_in_titles(page.slice(text, t)));
    let ends = page.slice(text, tokens.end.saturating_sub(2).max(tokens.start));
    let stopped = ends.ends_with([',', '.', '!', '?', '…', '—']);
    let cued = attribution.is_some();
    if !q.closed {
        return (count >= 4 && (cued || q.bytes.start == page.parts[page.part_of(q.bytes.start)].bytes.start))
            .then_some(45);
    }
    match count {
        0 => None,
        _ if stopped && cued => Some(96),
        _ if stopped && count >= 3 => Some(88),
        1 if stopped => (cued || opens_turn(page, text, tokens.start)).then_some(70),
        1 | 2 if !cued => (stopped && count == 2 && small).then_some(60),
        // Titles of works: every word of weight has a capital.
        _ if !small => None,
        1 => None,
        2 => Some(62),
        _ if cued => Some(88),
        3 => Some(60),
        _ => Some(74),
    }
}

/// Whether a quotation stands where a sentence may begin.
fn opens_turn(page: &Page, text: &str, token: usize) -> bool {
    page.opens_sentence(token) || token > 0 && matches!(page.slice(text, token - 1), "." | "!" | "?" | ":" | "”" | "\"")
}

/// Words without a capital in the title of a work.
fn stays_small_in_titles(word: &str) -> bool {
    ["of", "the", "a", "an", "and", "in", "on", "to", "for", "at", "by", "from", "with", "or", "de", "la"]
        .contains(&word)
}

fn reasons(page: &Page, text: &str, q: &Quoted, attribution: Option<&Attribution>) -> Vec<Reason> {
    let marks = if q.closed { "in quotation marks" } else { "an opening quotation mark without its end" };
    let mut reasons = vec![Reason { rule: Cow::Borrowed(marks), matched: None }];
    if let Some(a) = attribution {
        reasons.push(Reason { rule: Cow::Borrowed(a.rule), matched: Some(text[page.bytes(&a.cue)].to_owned()) });
    }
    reasons
}

/// The span of a cue; two halves of a quotation share one.
fn cue_span(
    page: &Page, text: &str, a: &Attribution, cues: &mut Vec<(Range<usize>, usize)>, found: &mut Vec<Found>,
) -> usize {
    if let Some((_, at)) = cues.iter().rev().take(4).find(|(tokens, _)| *tokens == a.cue) {
        return *at;
    }
    let at = found.len();
    let bytes = page.bytes(&a.cue);
    let matched = Some(text[bytes.clone()].to_owned());
    found.push(Found {
        bytes,
        label: Label::Cue,
        score: u16::from(a.score) * 100,
        value: None,
        reasons: vec![Reason { rule: Cow::Borrowed(a.rule), matched }],
    });
    cues.push((a.cue.clone(), at));
    at
}

fn link(kind: RelationKind, head: usize, tail: End, a: &Attribution) -> Link {
    Link { kind, head, tail, score: u16::from(a.score) * 100, rule: a.rule }
}

/// The name that speaks: itself, or for `he` and `she` the person who was named last in the sentences before.
fn resolve(page: &Page, speaker: &Speaker, found: &[Found], names: &[(Range<usize>, usize, Label)]) -> Option<usize> {
    match speaker {
        Speaker::Name(at) => Some(*at),
        Speaker::Pronoun(token) => {
            let sentence = page.sentence_of(*token);
            let from = page.sentences[sentence.saturating_sub(PRONOUN_REACH)].start;
            let (start, end) = (page.tokens[from].start as usize, page.tokens[*token].start as usize);
            let persons = names
                .iter()
                .filter(|(bytes, _, label)| *label == Label::Person && bytes.start >= start && bytes.end <= end);
            // Within the nearest sentence that names one, the first is its subject.
            let mut best: Option<(usize, usize)> = None;
            for (bytes, at, _) in persons {
                let of = page.sentence_at(bytes.start);
                if best.is_none_or(|(s, _)| s != of) {
                    best = Some((of, *at));
                }
            }
            let _ = found;
            best.map(|(_, at)| at)
        }
    }
}
