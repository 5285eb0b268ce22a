//! Why a name is suggested: the strongest features, in words.

use super::features::{self, Clue, Template};
use super::labels::{LABELS, first, later};
use super::view::View;
use crate::Reason;
use crate::entities::Evidence;
use crate::model::Model;
use crate::page::Page;
use std::borrow::Cow;
use std::ops::Range;

/// Most reasons that are named.
const REASONS: usize = 3;

/// Most words of a name whose features are looked at: the first ones and the last.
const LOOKED_AT: usize = 3;

/// Features of a name that say something; the buffers are used again for the next one.
#[derive(Default)]
pub(crate) struct Heavy {
    /// With the token that has it, and its row.
    clues: Vec<(usize, Clue, u32)>,
    /// Those that speak for the name, as numbers that rise from the strongest to the weakest.
    order: Vec<u64>,
}

/// The reasons for a name of a kind; `tokens` are counted from the sentence. At least one.
pub(crate) fn why(
    page: &Page, text: &str, model: &Model, view: &View<'_>, tokens: Range<usize>, kind: usize, heavy: &mut Heavy,
) -> Vec<Reason> {
    let Heavy { clues, order } = heavy;
    clues.clear();
    order.clear();
    let looked_at = tokens.clone().take(LOOKED_AT - 1).chain(tokens.end - 1..tokens.end);
    let mut last = usize::MAX;
    for at in looked_at {
        if at == last {
            continue;
        }
        last = at;
        let mut gather = |clue: Clue, key: u64| {
            if !says(&clue).is_empty() {
                clues.push((at, clue, features::bucket(clue.template, key)));
            }
        };
        for place in 0..super::forms::PLACES {
            let offset = [0, -1, -2, 1, 2][place];
            features::of_form(view.form(at as isize + offset), place, &mut gather);
        }
        features::of_token(view, at, &mut gather);
    }
    for (index, (at, clue, bucket)) in clues.iter().enumerate() {
        let label = if *at == tokens.start { first(kind) } else { later(kind) };
        let row = &model.table().row(*bucket).0;
        let mean = row.iter().map(|weight| i32::from(*weight)).sum::<i32>() / LABELS as i32;
        let weight = i32::from(row[label]) - mean;
        if weight > 0 {
            order.push(rank(weight, *at, clue) | index as u64);
        }
    }
    order.sort_unstable();
    let mut reasons: Vec<Reason> = Vec::new();
    for (at, clue, _) in order.iter().map(|rank| &clues[(rank & INDEX) as usize]) {
        if reasons.len() == REASONS {
            break;
        }
        if reasons.iter().any(|other| other.rule == says(clue)) {
            continue;
        }
        let reason = Reason { rule: Cow::Borrowed(says(clue)), matched: matched(page, text, view, *at, clue) };
        let told = |other: &Reason| other.matched.is_some() && other.matched == reason.matched;
        let met_nothing = reason.matched.is_none() && clue.template != Template::Evidence;
        if !met_nothing && !reasons.iter().any(told) {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() {
        let matched =
            Some(text[page.bytes(&(view.tokens.start + tokens.start..view.tokens.start + tokens.end))].to_owned());
        reasons.push(Reason { rule: Cow::Borrowed("the words together"), matched });
    }
    reasons
}

/// The bits of a rank that are left for an index.
const INDEX: u64 = (1 << 16) - 1;

/// A number that is lower the more a feature weighs, then by its place and kind. A weight is at most 254, a sentence has
/// fewer than 2^16 tokens, a template reaches fewer than 2^15 back.
fn rank(weight: i32, at: usize, clue: &Clue) -> u64 {
    let from = (i32::from(clue.from) + (1 << 15)) as u64;
    ((u64::from(u8::MAX) - weight as u64) << 56 | (at as u64) << 40 | (clue.template as u64) << 32 | from << 16)
        & !INDEX
}

fn says(clue: &Clue) -> &'static str {
    match clue.template {
        Template::Evidence => Evidence::says_of(clue.more),
        template => template.says(),
    }
}

/// The words that a feature met.
fn matched(page: &Page, text: &str, view: &View<'_>, at: usize, clue: &Clue) -> Option<String> {
    if clue.template == Template::Evidence {
        let (fired, _) = view.evidence(at);
        let (_, from, to) = fired.iter().find(|(evidence, _, _)| *evidence as u16 == clue.more)?;
        return (from < to).then(|| text[page.bytes(&(*from as usize..*to as usize))].to_owned());
    }
    let len = view.tokens.len() as isize;
    let from = (at as isize + isize::from(clue.from)).clamp(0, len) as usize;
    let to = (at as isize + isize::from(clue.to)).clamp(0, len) as usize;
    (from < to).then(|| text[page.bytes(&(view.tokens.start + from..view.tokens.start + to))].to_owned())
}
