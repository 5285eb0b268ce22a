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

/// A feature with its weight, and the token that has it.
type Heavy = (i32, usize, Clue);

/// The reasons for a name of a kind; `tokens` are counted from the sentence. At least one.
pub(crate) fn why(
    page: &Page, text: &str, model: &Model, view: &View<'_>, tokens: Range<usize>, kind: usize, heavy: &mut Vec<Heavy>,
) -> Vec<Reason> {
    heavy.clear();
    let looked_at = tokens.clone().take(LOOKED_AT - 1).chain(tokens.end - 1..tokens.end);
    let mut last = usize::MAX;
    for at in looked_at {
        if at == last {
            continue;
        }
        last = at;
        let label = if at == tokens.start { first(kind) } else { later(kind) };
        let mut weigh = |clue: Clue, bucket: u32| {
            if says(&clue).is_empty() {
                return;
            }
            let row = &model.row(bucket).0;
            let mean = row.iter().map(|weight| i32::from(*weight)).sum::<i32>() / LABELS as i32;
            let weight = i32::from(row[label]) - mean;
            if weight > 0 {
                heavy.push((weight, at, clue));
            }
        };
        for place in 0..super::forms::PLACES {
            let offset = [0, -1, -2, 1, 2][place];
            features::of_form(view.form(at as isize + offset), place, &mut weigh);
        }
        features::of_token(view, at, &mut weigh);
    }
    heavy.sort_by_key(|(weight, at, clue)| (-weight, *at, clue.template as u8, clue.from));
    let mut reasons: Vec<Reason> = Vec::new();
    for (_, at, clue) in heavy.iter() {
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
