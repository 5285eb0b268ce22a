//! QUOTE and CUE, with the relations `cue` and `speaker`.

pub(crate) mod marks;

use crate::discourse::choice::{Candidates, Choose};
use crate::discourse::known::Vocabulary;
use crate::discourse::mention::Mention;
use crate::discourse::speaker::{Quotation, Said, Scene, Turns};
use crate::found::Found;
use crate::lexicon::TokenCase;
use crate::page::Page;
use crate::{Label, Reason, RelationKind};
use marks::Quoted;
use postil_core::structure::TokenKind;
use std::borrow::Cow;
use std::ops::Range;

/// One end of a relation: found in this batch, or a span of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Here(usize),
    Earlier(usize),
    /// No span yet: the mention that begins with a token, counted over the whole text.
    Later(u32),
}

impl End {
    /// What was found in this batch.
    pub fn here(self) -> Option<usize> {
        match self {
            Self::Here(at) => Some(at),
            Self::Earlier(_) | Self::Later(_) => None,
        }
    }
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

/// What the search for quotations looks at.
pub(crate) struct Speech<'a> {
    pub page: &'a Page,
    pub text: &'a str,
    pub vocabulary: &'a Vocabulary,
    /// The number of the first token and of the first paragraph of the page.
    pub token: u32,
    pub paragraph: u32,
}

/// Finds quotations among what stands in marks, and who says them: for each outermost stretch the token, counted over the whole
/// text, with which the mention of its speaker begins.
pub(crate) fn find(
    speech: &Speech<'_>, quoted: &[Quoted], mentions: &mut [Mention], turns: &mut Turns, chooser: &mut dyn Choose,
    found: &mut Vec<Found>, links: &mut Vec<Link>,
) -> Vec<Option<u32>> {
    let Speech { page, text, .. } = *speech;
    let mut cues: Vec<(Range<usize>, usize)> = Vec::new();
    let mut candidates = Candidates::default();
    let outer: Vec<Range<usize>> = quoted.iter().filter(|q| q.depth == 0).map(|q| page.tokens_of(&q.bytes)).collect();
    let mut speakers = vec![None; outer.len()];
    let mut nth = 0;
    for q in quoted {
        let tokens = page.tokens_of(&q.bytes);
        let outermost = q.depth == 0;
        let at = nth;
        nth += usize::from(outermost);
        if tokens.is_empty() {
            continue;
        }
        let part = page.part_of(q.bytes.start);
        let said = outermost.then(|| {
            let between = at.checked_sub(1).map_or(0, |before| outer[before].end)
                ..outer.get(at + 1).map_or(page.tokens.len(), |next| next.start);
            let last = page.part_of(q.bytes.end - 1);
            let quotation = Quotation {
                tokens: tokens.clone(),
                between,
                part: page.token_bounds(part).start..page.token_bounds(last).end,
                paragraph: speech.paragraph + last as u32,
                bytes: q.bytes.clone(),
            };
            let scene = Scene { page, text, vocabulary: speech.vocabulary, mentions, base: speech.token };
            let said = scene.speaker(&quotation, turns, chooser, &mut candidates);
            let speech = scene.is_speech(&quotation, &said, q.depth, chooser, &mut candidates);
            (said, quotation.paragraph, speech)
        });
        let attributed = said.as_ref().map(|(said, ..)| said);
        let (is_speech, sure) = said.as_ref().map_or((true, 9_000), |(.., speech)| *speech);
        let Some(score) = believed(page, text, q, &tokens, attributed.is_some_and(|it| it.cue.is_some())) else {
            continue;
        };
        if !is_speech {
            continue;
        }
        let score = score.min(sure.div_ceil(100) as u8);
        let head = found.len();
        found.push(Found {
            bytes: q.bytes.clone(),
            label: Label::Quote,
            score: u16::from(score) * 100,
            value: None,
            reasons: reasons(page, text, q, attributed),
        });
        let Some((mut said, paragraph, _)) = said else { continue };
        if let Some(cue) = &said.cue {
            let cue = cue_span(page, text, cue, &said, &mut cues, found);
            links.push(Link { kind: RelationKind::Cue, head, tail: End::Here(cue), score: said.score, rule: said.why });
        }
        if let Some(at) = said.at {
            let mention = &mut mentions[at];
            mention.span.get_or_insert_with(|| span_of(mention.bytes.clone(), said.score, said.why, found));
            said.speaker = Some(mention.clone());
        }
        if let Some(tail) = said.speaker.as_ref().and_then(|it| it.span) {
            links.push(Link { kind: RelationKind::Speaker, head, tail, score: said.score, rule: said.why });
        }
        speakers[at] = said.speaker.as_ref().map(|it| it.token);
        turns.push(speech.token + tokens.end as u32, paragraph, &said);
    }
    speakers
}

/// A span for a mention that is no name.
pub(crate) fn span_of(bytes: Range<usize>, score: u16, rule: &'static str, found: &mut Vec<Found>) -> End {
    let reasons = vec![Reason { rule: Cow::Borrowed(rule), matched: None }];
    found.push(Found { bytes, label: Label::Mention, score, value: None, reasons });
    End::Here(found.len() - 1)
}

/// How far a stretch in marks is believed to be speech, in hundredths; nothing if it is a title, or a word set apart.
fn believed(page: &Page, text: &str, q: &Quoted, tokens: &Range<usize>, cued: bool) -> Option<u8> {
    let words = || {
        tokens
            .clone()
            .filter(|t| matches!(page.word(*t).kind, TokenKind::Word | TokenKind::Abbreviation | TokenKind::Number))
    };
    let count = words().count();
    let small = words().any(|t| page.word(t).case == TokenCase::Lower && !stays_small_in_titles(page.slice(text, t)));
    let ends = page.slice(text, tokens.end.saturating_sub(2).max(tokens.start));
    let stopped = ends.ends_with([',', '.', '!', '?', '…', '—']);
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

fn reasons(page: &Page, text: &str, q: &Quoted, said: Option<&Said>) -> Vec<Reason> {
    let marks = if q.closed { "in quotation marks" } else { "an opening quotation mark without its end" };
    let mut reasons = vec![Reason { rule: Cow::Borrowed(marks), matched: None }];
    if let Some((said, cue)) = said.and_then(|said| Some((said, said.cue.as_ref()?))) {
        reasons.push(Reason { rule: Cow::Borrowed(said.why), matched: Some(text[page.bytes(cue)].to_owned()) });
    }
    reasons
}

/// The span of a cue; two halves of a quotation share one.
fn cue_span(
    page: &Page, text: &str, cue: &Range<usize>, said: &Said, cues: &mut Vec<(Range<usize>, usize)>,
    found: &mut Vec<Found>,
) -> usize {
    if let Some((_, at)) = cues.iter().rev().take(4).find(|(tokens, _)| tokens == cue) {
        return *at;
    }
    let at = found.len();
    let bytes = page.bytes(cue);
    let matched = Some(text[bytes.clone()].to_owned());
    let reasons = vec![Reason { rule: Cow::Borrowed(said.why), matched }];
    found.push(Found { bytes, label: Label::Cue, score: said.score.max(5_000), value: None, reasons });
    cues.push((cue.clone(), at));
    at
}
