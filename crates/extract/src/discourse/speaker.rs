//! Who says a quotation: candidates beside it and of the turns before, and what speaks for each.

use super::choice::{Candidates, Choose, Task};
use super::known::{Flag, Known, Look, Vocabulary};
use super::mention::{Kind, Mention, is_report};
use crate::page::Page;
use std::collections::VecDeque;
use std::ops::Range;

/// How far before a quotation a speaker is looked for, in tokens.
const BEFORE: u32 = 70;
/// And behind it.
const BEHIND: u32 = 32;
/// How far before a quotation its verb may stand in the sentence, in tokens.
const FAR: usize = 40;
/// Most candidates on either side.
const MOST: usize = 10;
/// Turns that are remembered.
const TURNS: usize = 3;

/// A quotation in its place.
pub(crate) struct Quotation {
    /// Tokens of the page, with the marks.
    pub tokens: Range<usize>,
    /// Tokens from the end of the quotation before to the start of the next, as far as they are on the page.
    pub between: Range<usize>,
    /// Tokens of the paragraph.
    pub part: Range<usize>,
    /// The paragraph, counted over the whole text.
    pub paragraph: u32,
    pub bytes: Range<usize>,
}

/// What somebody said before.
#[derive(Clone, Debug)]
struct Turn {
    /// The token behind it, counted over the whole text.
    end: u32,
    paragraph: u32,
    speaker: Option<Mention>,
    explicit: bool,
}

/// The turns before a place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(VecDeque<Turn>);

/// Who says it.
pub(crate) struct Said {
    pub speaker: Option<Mention>,
    /// Its place among the mentions, if it stands beside the quotation.
    pub at: Option<usize>,
    pub cue: Option<Range<usize>>,
    /// Ten-thousandths.
    pub score: u16,
    pub why: &'static str,
    /// A rule says so, and that it is speech.
    pub plain: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Behind,
    Before,
    Last(usize),
    Nobody,
}

impl Side {
    fn code(self) -> u32 {
        match self {
            Self::Behind => 0,
            Self::Before => 1,
            Self::Last(turn) => 2 + turn as u32,
            Self::Nobody => 9,
        }
    }
}

impl Turns {
    /// Mentions that are remembered.
    pub fn mentions(&mut self) -> impl Iterator<Item = &mut Mention> {
        self.0.iter_mut().filter_map(|turn| turn.speaker.as_mut())
    }

    pub fn push(&mut self, end: u32, paragraph: u32, said: &Said) {
        if self.0.len() == TURNS {
            self.0.pop_back();
        }
        self.0.push_front(Turn { end, paragraph, speaker: said.speaker.clone(), explicit: said.at.is_some() });
    }
}

/// What the search looks at.
pub(crate) struct Scene<'a> {
    pub page: &'a Page,
    pub text: &'a str,
    pub vocabulary: &'a Vocabulary,
    /// By their tokens, of this batch and some of earlier ones.
    pub mentions: &'a [Mention],
    /// The number of the first token of the page.
    pub base: u32,
}

fn bucket(count: u32) -> u32 {
    match count {
        0..=4 => count,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=40 => 9,
        _ => 10,
    }
}

impl Scene<'_> {
    fn known(&self, token: usize) -> Option<Known> {
        (token < self.page.tokens.len()).then(|| self.vocabulary.get(self.page, token))
    }

    fn look(&self, token: Option<usize>) -> (u32, u32) {
        token.and_then(|at| self.known(at)).map_or((Look::Edge as u32, 0), |it| (it.look as u32, it.key))
    }

    /// Finds who says a quotation.
    pub fn speaker(
        &self, quote: &Quotation, turns: &Turns, chooser: &mut dyn Choose, candidates: &mut Candidates,
    ) -> Said {
        let plain = self.signed(quote).or_else(|| self.headed(quote)).or_else(|| self.according(quote));
        let plain = plain.or_else(|| self.described(quote));
        if let Some(said) = plain {
            return said;
        }
        candidates.clear();
        let start = self.base + quote.tokens.start as u32;
        let end = self.base + quote.tokens.end as u32;
        let first_behind = self.mentions.partition_point(|it| it.token < end);
        let behind = self.mentions[first_behind..]
            .iter()
            .enumerate()
            .map(|(at, it)| (first_behind + at, it))
            .take_while(|(_, it)| it.token < end + BEHIND && it.token < self.base + quote.between.end as u32)
            .take_while(|(_, it)| it.part == quote.paragraph)
            .filter(|(at, it)| it.quote == 0 && !self.owns(*at))
            .take(MOST);
        let last_before = self.mentions.partition_point(|it| it.token < start);
        let before = self.mentions[..last_before]
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, it)| it.token + BEFORE > start && it.part + 2 > quote.paragraph)
            .filter(|(at, it)| it.quote == 0 && !self.owns(*at))
            .take(MOST);
        let sides: Vec<(Side, Option<usize>, Option<&Mention>)> = behind
            .map(|(at, it)| (Side::Behind, Some(at), Some(it)))
            .chain(before.map(|(at, it)| (Side::Before, Some(at), Some(it))))
            .chain(
                turns
                    .0
                    .iter()
                    .enumerate()
                    .filter_map(|(at, it)| Some((Side::Last(at), None, Some(it.speaker.as_ref()?)))),
            )
            .chain([(Side::Nobody, None, None)])
            .collect();
        let counts = [Side::Behind, Side::Before].map(|side| sides.iter().filter(|it| it.0 == side).count() as u32);
        let mut nth = 0;
        for (at, (side, _, mention)) in sides.iter().enumerate() {
            nth = if at > 0 && sides[at - 1].0 == *side { nth + 1 } else { 0 };
            self.features(quote, turns, (*side, *mention, nth), counts, candidates);
            candidates.end(mention.map(|it| it.bytes.clone()));
        }
        let (best, score) = chooser.choose(Task::Speaker, &quote.bytes, candidates);
        let (side, at, mention) = sides[best.min(sides.len() - 1)];
        // News reports what novels set out: a verb of saying in the same sentence counts where nobody else is chosen.
        if side == Side::Nobody
            && let Some(said) = self.reported(quote)
        {
            return said;
        }
        let cue = match (side, mention) {
            (Side::Behind | Side::Before, Some(mention)) => self.cue(quote, mention),
            (Side::Nobody, _) => self.bare_cue(quote),
            _ => None,
        };
        let why = match (side, mention.map(|it| it.kind)) {
            (Side::Behind, _) if cue.is_some() => "someone and a verb of saying after the quotation",
            (Side::Before, _) if cue.is_some() => "someone and a verb of saying before the quotation",
            (Side::Behind, _) => "named after the quotation",
            (Side::Before, _) => "named before the quotation",
            (Side::Last(0), _) => "the speaker goes on",
            (Side::Last(_), _) => "speakers take turns",
            (Side::Nobody, _) => "nobody is named",
        };
        Said { speaker: mention.cloned(), at, cue, score, why, plain: false }
    }

    /// A dash and a name behind a quotation, and nothing more: `“…” – Commissioner Grace Stone`.
    fn signed(&self, quote: &Quotation) -> Option<Said> {
        let dash = quote.tokens.end;
        let marks =
            |at: usize| at < quote.between.end && self.page.slice(self.text, at).chars().all(|c| "-–—―".contains(c));
        if !marks(dash) {
            return None;
        }
        let own = self.page.part_of(self.page.tokens[dash].start as usize);
        let line = self.page.token_bounds(own);
        let first = dash + 1 + usize::from(marks(dash + 1));
        let end = line.end.min(quote.between.end);
        // Speech goes on behind a dash too: `“Well” – he sat down – “no.”`
        let closes = (end == line.end || self.page.opens_sentence(end)) && end - first.min(end) <= 12;
        let at = self.mentions.partition_point(|it| it.token < self.base + first as u32);
        let it = self.mentions.get(at).filter(|it| closes && it.kind != Kind::Pronoun)?;
        let titles = (first..it.tokens.start).all(|at| self.known(at).is_some_and(|it| it.lettered));
        (titles && it.tokens.start < (first + 5).min(end)).then(|| self.plainly(at, None, "signed after a dash"))
    }

    /// A line before the quotation that ends with a colon and names someone: `And from Ruth Rosen:`.
    fn headed(&self, quote: &Quotation) -> Option<Said> {
        let colon = quote.tokens.start.checked_sub(1).filter(|_| quote.tokens.start == quote.part.start)?;
        if self.page.slice(self.text, colon) != ":" {
            return None;
        }
        let line = self.page.token_bounds(self.page.part_of(self.page.tokens[colon].start as usize));
        let line = line.start.max(colon.saturating_sub(14))..colon;
        if line.clone().any(|at| self.known(at).is_some_and(|it| it.look == Look::Said)) {
            return None;
        }
        let from = self.mentions.partition_point(|it| it.token < self.base + line.start as u32);
        let to = self.mentions.partition_point(|it| it.token < self.base + colon as u32);
        let named = (from..to).rev().find(|at| self.mentions[*at].kind == Kind::Name && self.mentions[*at].quote == 0);
        named.map(|at| self.plainly(at, None, "named in the line before"))
    }

    /// `“…”, according to the ministry`.
    fn according(&self, quote: &Quotation) -> Option<Said> {
        let is =
            |at: usize, word: &str| at < quote.between.end && self.page.slice(self.text, at).eq_ignore_ascii_case(word);
        let from = quote.tokens.end + usize::from(is(quote.tokens.end, ","));
        if !(is(from, "according") && is(from + 1, "to")) {
            return None;
        }
        let end = self.base + (from + 9).min(quote.between.end) as u32;
        let first = self.mentions.partition_point(|it| it.token < self.base + from as u32 + 2);
        let near = |at: &usize| self.mentions[*at].token < end && !self.owns(*at);
        let at = (first..self.mentions.len()).take(3).find(near)?;
        Some(self.plainly(at, Some(from..from + 2), "according to"))
    }

    /// A relative clause that leads to the quotation: `the mayor, who said on Monday that “…”`.
    fn described(&self, quote: &Quotation) -> Option<Said> {
        let start = quote.tokens.start;
        let from = quote.between.start.max(start.saturating_sub(FAR)).max(quote.part.start);
        let is = |at: usize, words: &[&str]| {
            let word = self.page.slice(self.text, at);
            at >= from && words.iter().any(|it| word.eq_ignore_ascii_case(it))
        };
        let look = |at: usize| self.known(at).map(|it| it.look);
        let before = (from..start).rev().take_while(|at| look(*at) != Some(Look::Stop));
        let verb = before.into_iter().find(|at| look(*at) == Some(Look::Said))?;
        let leads = verb + 1 == start || is(start - 1, &["that", ",", ":"]);
        let passes = |at: &usize| matches!(look(*at), Some(Look::Auxiliary | Look::Adverb | Look::Lower | Look::Past));
        let begins = verb.checked_sub(1 + (from..verb).rev().take(2).take_while(passes).count())?;
        if !leads || !is(begins, &["who", "which"]) {
            return None;
        }
        let end = begins - usize::from(begins > from && is(begins - 1, &[","]));
        let last = self.mentions.partition_point(|it| it.token < self.base + begins as u32);
        let at = (0..last).rev().take(3).find(|at| {
            let it = &self.mentions[*at];
            it.quote == 0 && !it.tokens.is_empty() && it.tokens.end == end
        })?;
        let cue = Some(self.whole_cue(verb));
        Some(self.plainly(at, cue, "someone and a verb of saying before the quotation"))
    }

    /// A verb of saying before the quotation in its sentence, and its subject: `The UN warns that it is the “worst flood”`.
    fn reported(&self, quote: &Quotation) -> Option<Said> {
        let next = quote.tokens.end;
        if quote.part.contains(&next) && self.known(next).is_some_and(|it| it.look == Look::Said) {
            let first = self.mentions.partition_point(|it| it.token < self.base + next as u32);
            let end = self.base + (next + 8).min(quote.between.end) as u32;
            let near = |at: &usize| self.mentions[*at].token < end && !self.owns(*at) && !self.mentions[*at].governed;
            let at = (first..self.mentions.len()).take(3).find(near)?;
            let cue = Some(self.whole_cue(next));
            return Some(self.plainly(at, cue, "someone and a verb of saying after the quotation"));
        }
        let start = quote.tokens.start;
        let from = quote.between.start.max(start.saturating_sub(FAR)).max(quote.part.start);
        let before = (from..start).rev().take_while(|at| self.known(*at).is_some_and(|it| it.look != Look::Stop));
        let verb = before.into_iter().find(|at| self.known(*at).is_some_and(|it| it.look == Look::Said))?;
        let to = self.mentions.partition_point(|it| it.token < self.base + verb as u32);
        let subject = |at: &usize| {
            let it = &self.mentions[*at];
            it.quote == 0 && !it.governed && !self.owns(*at) && it.token + 12 > self.base + verb as u32
        };
        let at = (0..to).rev().take(4).find(subject)?;
        let it = &self.mentions[at];
        let passes = it.tokens.end.max(from)..verb;
        let whole =
            !it.tokens.is_empty() && passes.clone().all(|at| self.known(at).is_some_and(|it| it.look != Look::Stop));
        whole.then(|| self.plainly(at, Some(self.whole_cue(verb)), "someone and a verb of saying before the quotation"))
    }

    /// Whether a name or a description only says whose the next one is: `Turkey’s Erdoğan`.
    fn owns(&self, at: usize) -> bool {
        let it = &self.mentions[at];
        let next = self.mentions.get(at + 1);
        it.possessive && !it.tokens.is_empty() && next.is_some_and(|next| next.tokens.start == it.tokens.end + 1)
    }

    fn plainly(&self, at: usize, cue: Option<Range<usize>>, why: &'static str) -> Said {
        Said { speaker: Some(self.mentions[at].clone()), at: Some(at), cue, score: 8_000, why, plain: true }
    }

    /// Whether words in marks are speech, rather than set apart for another reason; ten-thousandths.
    pub fn is_speech(
        &self, quote: &Quotation, said: &Said, depth: usize, chooser: &mut dyn Choose, candidates: &mut Candidates,
    ) -> (bool, u16) {
        if said.plain {
            return (true, 9_500);
        }
        candidates.clear();
        candidates.end(None);
        let mut put = |template: u32, a: u32, b: u32| candidates.put(Task::Speech, template, [a, b, 0]);
        let tokens = quote.tokens.clone();
        let ahead = tokens.start.checked_sub(1).filter(|at| quote.part.contains(at));
        let next = Some(tokens.end).filter(|at| quote.part.contains(at));
        let (ahead, ahead_key) = self.look(ahead);
        let (next_look, next_key) = self.look(next);
        let inside = tokens.start + 1..tokens.end.saturating_sub(1).max(tokens.start + 1);
        let words = inside.clone().filter_map(|at| self.known(at)).filter(|it| it.lettered);
        let count = words.clone().count() as u32;
        let small = words.clone().filter(|it| it.lower).count() as u32;
        let told = words.clone().filter(|it| it.pronoun.is_some() || it.look == Look::Auxiliary).count() as u32;
        let (ends, ends_key) = self.look(inside.clone().last());
        let (begins, begins_key) = self.look(inside.clone().next());
        let first = u32::from(tokens.start == quote.part.start);
        let opens = u32::from(begins == Look::Capital as u32 || self.known(inside.start).is_some_and(|it| !it.lower));
        let cued = u32::from(said.cue.is_some()) + 2 * u32::from(said.at.is_some());
        // What was learned comes from novels for the most part: where a sentence has somebody say it, as news put it
        // (`”, she added`), it is speech whatever stands in it.
        if cued == 3 && count > 3 {
            return (true, 9_000);
        }
        let count = bucket(count);
        put(1, 0, depth as u32);
        put(2, count, 0);
        put(3, count, u32::from(small > 0) * 4 + told.min(3));
        put(4, count, cued);
        put(5, ahead, opens);
        put(6, ends, next_look);
        put(7, ends * 32 + ahead, opens);
        put(8, ahead_key, opens);
        put(9, next_key, 0);
        put(10, begins_key, 0);
        put(11, ends_key, count);
        put(12, cued, opens * 32 + ends);
        put(13, first, cued);
        put(14, told.min(3), ends);
        put(15, opens * 4 + cued, count);
        put(16, begins, ahead);
        put(17, next_look, opens * 4 + cued);
        put(18, u32::from(count < 4) * 2 + opens, ahead);
        candidates.end(Some(quote.bytes.clone()));
        let (best, score) = chooser.choose(Task::Speech, &quote.bytes, candidates);
        (best == 1, score)
    }

    fn features(
        &self, quote: &Quotation, turns: &Turns, (side, mention, nth): (Side, Option<&Mention>, u32), counts: [u32; 2],
        out: &mut Candidates,
    ) {
        let s = side.code();
        let mut put = |template: u32, a: u32, b: u32| out.put(Task::Speaker, template, [s, a, b]);
        let ahead = quote.tokens.start.checked_sub(1).filter(|at| quote.part.contains(at));
        let next = Some(quote.tokens.end).filter(|at| quote.part.contains(at));
        let inner = quote.tokens.end.checked_sub(2).filter(|at| *at > quote.tokens.start);
        let (ahead, ahead_key) = self.look(ahead);
        let (next_look, _) = self.look(next);
        let (second, _) = self.look(next.map(|at| at + 1).filter(|at| quote.part.contains(at)));
        let (ends, ends_key) = self.look(inner);
        let gap = |turn: usize| {
            turns.0.get(turn).map_or(99, |turn| {
                let tokens = bucket((self.base + quote.tokens.start as u32).saturating_sub(turn.end));
                tokens + 16 * (quote.paragraph - turn.paragraph).min(3)
            })
        };
        let alone = u32::from(quote.tokens == quote.part);
        let first = u32::from(quote.tokens.start == quote.part.start);
        put(1, 0, 0);
        put(2, ends, next_look);
        put(3, ahead, first);
        put(4, gap(0), 0);
        put(5, alone, gap(0));
        let Some(it) = mention else {
            put(6, counts[0].min(3), counts[1].min(3));
            put(7, next_look, second);
            return;
        };
        let kind = match it.kind {
            Kind::Name => 10 + it.label.map_or(0, |label| label as u32),
            Kind::Nominal => 40 + u32::from(it.traits.0),
            Kind::Pronoun => 100 + it.pronoun.map_or(0, |(class, form)| class as u32 * 4 + form as u32),
        };
        put(8, kind, 0);
        for turn in 0..2 {
            let same = turns
                .0
                .get(turn)
                .and_then(|turn| turn.speaker.as_ref())
                .map_or(2, |last| u32::from(last.head == it.head && last.kind == it.kind));
            put(9 + turn as u32, same, gap(turn));
            put(11 + turn as u32, same, next_look * 32 + ahead);
        }
        if let Side::Last(turn) = side {
            let of = &turns.0[turn];
            put(14, gap(turn), u32::from(of.explicit));
            put(15, counts[0].min(2) * 4 + counts[1].min(2), next_look);
            put(16, ahead, ends);
            put(17, ahead_key, 0);
            put(18, gap(turn), ahead);
            put(19, gap(0), gap(1));
            put(20, alone * 2 + first, gap(turn));
            return;
        }
        let start = self.base + quote.tokens.start as u32;
        let end = self.base + quote.tokens.end as u32;
        let own = it.tokens.clone();
        let length = own.len().max(1) as u32;
        let distance = match side {
            Side::Behind => it.token - end,
            _ => start.saturating_sub(it.token + length),
        };
        let d = bucket(distance);
        put(21, d, 0);
        put(22, d, kind);
        put(23, nth, d.min(5));
        put(24, nth, kind);
        let (before, before_key) = it.before;
        let (after, after_key) = it.after;
        put(25, after_key, d.min(3));
        put(26, before_key, d.min(3));
        put(27, before as u32 * 32 + after as u32, d.min(4));
        put(28, after as u32, ends);
        put(29, before as u32, u32::from(it.kind == Kind::Pronoun));
        put(30, after as u32 * 32 + next_look, d.min(3));
        put(31, it.nth.min(4), d.min(6));
        put(32, u32::from(it.governed) * 2 + u32::from(it.possessive), kind);
        put(33, u32::from(quote.paragraph == it.part), d);
        put(34, ends_key, d.min(3));
        put(35, counts[0].min(2) * 4 + counts[1].min(2), d.min(4));
        put(36, first, d);
        put(37, next_look * 32 + second, d.min(3));
        let between = match side {
            Side::Behind => quote.tokens.end..own.start,
            _ if own.is_empty() => 0..0,
            _ => own.end..quote.tokens.start,
        };
        if own.is_empty() || between.start > between.end {
            return;
        }
        let mut stops = 0;
        let mut commas = 0;
        let mut says = 0;
        let mut path: u32 = 7;
        for token in between.clone().take(40) {
            let (look, key) = self.look(Some(token));
            stops += u32::from(look == Look::Stop as u32);
            commas += u32::from(look == Look::Comma as u32);
            says += u32::from(look == Look::Said as u32);
            if between.len() <= 5 {
                path = path.wrapping_mul(31).wrapping_add(look);
            }
            if between.len() <= 3 {
                put(38, key, between.len() as u32);
            }
        }
        put(39, path, between.len().min(6) as u32);
        put(40, path, after as u32);
        put(41, stops.min(3), commas.min(3));
        put(42, says.min(2), stops.min(2));
        put(43, stops.min(3), kind);
        put(44, stops.min(3) * 32 + after as u32, ahead);
        put(45, u32::from(after == Look::Said), ahead * 4 + stops.min(3));
        // Quotations in between.
        let passed = side == Side::Before && it.tokens.end < quote.between.start;
        put(46, u32::from(passed), d);
        put(47, u32::from(passed), ahead);
        put(48, own.len().min(4) as u32, kind);
        // A verb further behind the mention: `Smith, mayor of Leeds, said`.
        let reach = match side {
            Side::Behind => own.end..(own.end + 14).min(quote.between.end),
            _ => own.end..quote.tokens.start.min(own.end + 14),
        };
        let verb = reach.clone().position(|at| self.look(Some(at)).0 == Look::Said as u32);
        put(49, verb.map_or(15, |at| at as u32), after as u32);
        put(50, verb.map_or(15, |at| at as u32), stops.min(2));
    }

    /// The word beside a quotation and its speaker that says how it is said.
    fn cue(&self, quote: &Quotation, of: &Mention) -> Option<Range<usize>> {
        if of.tokens.is_empty() {
            return None;
        }
        let behind = of.tokens.start >= quote.tokens.end;
        let (from, to) = if behind {
            (quote.tokens.end, (of.tokens.end + 14).min(quote.between.end))
        } else {
            (of.tokens.start.saturating_sub(4).max(quote.between.start), quote.tokens.start)
        };
        let mut best: Option<(i32, usize)> = None;
        for token in from..to {
            if of.tokens.contains(&token) {
                continue;
            }
            let Some(known) = self.known(token) else { break };
            if known.look == Look::Stop && token > of.tokens.start {
                break;
            }
            if !known.lettered || known.flags.has(Flag::Never) {
                continue;
            }
            let says = known.look == Look::Said || is_report(self.page, token) && known.look == Look::Capital;
            let beside = token + 1 == of.tokens.start || token == of.tokens.end || token + 2 == of.tokens.start;
            let mut score = match known.look {
                _ if says => 10,
                Look::Past if beside => 7,
                Look::Plural if token == of.tokens.end && of.kind != Kind::Nominal => 5,
                _ => continue,
            };
            score += 3 * i32::from(beside);
            score -= (token.abs_diff(of.tokens.start) as i32) / 4;
            if best.is_none_or(|(before, _)| score > before) {
                best = Some((score, token));
            }
        }
        best.filter(|(score, _)| *score >= 8).map(|(_, token)| self.whole_cue(token))
    }

    /// A verb of saying right beside a quotation of which nobody is named as the speaker.
    fn bare_cue(&self, quote: &Quotation) -> Option<Range<usize>> {
        let says = |token: &usize| self.known(*token).is_some_and(|it| it.look == Look::Said);
        let behind = (quote.tokens.end..(quote.tokens.end + 3).min(quote.between.end)).find(says);
        let before =
            || (quote.between.start.max(quote.tokens.start.saturating_sub(3))..quote.tokens.start).rev().find(says);
        behind.or_else(before).map(|token| self.whole_cue(token))
    }

    /// `according` goes with `to`.
    fn whole_cue(&self, token: usize) -> Range<usize> {
        let is_to = |at: usize| at < self.page.tokens.len() && self.page.slice(self.text, at) == "to";
        let according = self.page.slice(self.text, token).eq_ignore_ascii_case("according") && is_to(token + 1);
        token..token + 1 + usize::from(according)
    }
}
