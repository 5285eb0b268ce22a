//! Which words say that something happens, and what: a log-linear model over the word, those beside it and who stands there.

use super::kind::TYPES;
use super::scene::Scene;
use super::weights::{EventParts, odds, row_of};
use crate::Reason;
use crate::discourse::known::Look;
use std::borrow::Cow;

/// So many words behind a word, and before it, are looked at.
const BEHIND: usize = 8;
const BEFORE: usize = 5;
/// Most reasons that are named.
const REASONS: usize = 3;

macro_rules! templates {
    ($($name:ident $says:literal;)*) => {
        /// A kind of feature.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Template { $($name,)* }

        impl Template {
            /// What it says to a reader of the word that it met; empty if it says nothing that a reader can weigh.
            const fn says(self) -> &'static str {
                match self { $(Self::$name => $says,)* }
            }
        }
    };
}

templates! {
    Bias "";
    Word "the word";
    WordLook "the word";
    Group "used like such words";
    MiddleGroup "used like such words";
    CoarseGroup "";
    Ending "";
    Looks "";
    LooksBehind "";
    WordBefore "after";
    WordBehind "before";
    GroupBefore "";
    GroupBehind "before";
    Behind "with";
    BehindGroup "with a word like";
    WordWithBehind "with";
    WordWithBehindGroup "with a word like";
    GroupWithBehindGroup "with a word like";
    Object "with";
    ObjectGroup "with a word like";
    Preposition "before";
    PrepositionGroup "before";
    Before "after";
    BeforeGroup "after a word like";
    GroupWithBefore "after";
    Grammar "";
    GrammarGroup "";
    GrammarBehind "before";
    GrammarBehindGroup "";
    Someone "";
    SomeoneBehind "";
    WordWithSomeone "";
}

/// A word that may say that something happens.
#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    pub token: usize,
    /// Index of its type.
    pub kind: usize,
    /// How sure it is that something happens, from 0 to 1.
    pub odds: f32,
}

/// Hands out the features of a word: a template, its row, and the token that it met.
pub(crate) fn features(scene: &Scene<'_>, at: usize, mut put: impl FnMut(Template, u32, usize)) {
    use Template as T;
    let own = scene.gist(at);
    let mut emit = |template: T, a: u32, b: u32, met: usize| put(template, row_of(template as u32, [a, b]), met);
    let [group, middle, coarse] = own.groups.map(u32::from);
    let before = scene.look(at.checked_sub(1));
    let behind = scene.look(Some(at + 1));
    emit(T::Bias, 0, 0, at);
    emit(T::Word, own.stem, 0, at);
    emit(T::WordLook, own.stem, own.look as u32, at);
    emit(T::Group, group, 0, at);
    emit(T::MiddleGroup, middle, 0, at);
    emit(T::CoarseGroup, coarse, 0, at);
    emit(T::Ending, own.ending, own.look as u32, at);
    emit(T::Looks, own.look as u32, before.0 as u32, at);
    emit(T::LooksBehind, own.look as u32, behind.0 as u32, at);
    if before.1 != 0 {
        emit(T::WordBefore, own.stem, before.1, at - 1);
        emit(T::GroupBefore, group, before.1, at - 1);
    }
    if behind.1 != 0 {
        emit(T::WordBehind, own.stem, behind.1, at + 1);
        emit(T::GroupBehind, group, behind.1, at + 1);
    }
    let mut first = true;
    for token in (at + 1..scene.tokens.end).take(BEHIND) {
        let gist = scene.gist(token);
        if gist.look == Look::Stop {
            break;
        }
        if gist.look == Look::Preposition {
            emit(T::Preposition, own.stem, gist.stem, token);
            emit(T::PrepositionGroup, group, gist.stem, token);
        }
        if gist.look == Look::Auxiliary {
            emit(T::GrammarBehind, own.stem, gist.stem, token);
            emit(T::GrammarBehindGroup, middle, gist.stem, token);
        }
        if !gist.may_trigger || gist.look == Look::Capital {
            continue;
        }
        let [fine, wide, _] = gist.groups.map(u32::from);
        emit(T::Behind, gist.stem, 0, token);
        emit(T::BehindGroup, fine, 0, token);
        emit(T::WordWithBehind, own.stem, gist.stem, token);
        emit(T::WordWithBehindGroup, own.stem, wide, token);
        emit(T::GroupWithBehindGroup, middle, wide, token);
        if first {
            emit(T::Object, own.stem, fine, token);
            emit(T::ObjectGroup, group, wide, token);
            first = false;
        }
    }
    for token in (scene.tokens.start..at).rev().take(BEFORE) {
        let gist = scene.gist(token);
        if gist.look == Look::Stop {
            break;
        }
        if gist.may_trigger && gist.look != Look::Capital {
            emit(T::Before, gist.stem, 0, token);
            emit(T::BeforeGroup, u32::from(gist.groups[1]), 0, token);
            emit(T::GroupWithBefore, middle, u32::from(gist.groups[1]), token);
        } else if gist.look == Look::Auxiliary {
            emit(T::Grammar, gist.stem, 0, token);
            emit(T::GrammarGroup, gist.stem, middle, token);
        }
    }
    let someone = |token: usize| {
        scene.candidate(token).map_or(0, |at| 1 + scene.candidates[at].label.map_or(40, |label| label as u32))
    };
    let near = (at + 1..scene.tokens.end).take(4).map(someone).find(|it| *it > 0).unwrap_or_default();
    let ahead = (scene.tokens.start..at).rev().take(4).map(someone).find(|it| *it > 0).unwrap_or_default();
    emit(T::Someone, ahead, own.look as u32, at);
    emit(T::SomeoneBehind, near, own.look as u32, at);
    emit(T::WordWithSomeone, own.stem, u32::from(near > 0) * 2 + u32::from(ahead > 0), at);
}

/// The words of a sentence that say that something happens, each with its type; those that are sure enough.
pub(crate) fn find(scene: &Scene<'_>, parts: &EventParts, out: &mut Vec<Trigger>) {
    let least = f32::from(parts.least) / 10_000.0;
    // With lower sums no event is so likely.
    let lowest = (libm::logf(least.max(1e-4) / 16.0) / parts.scale.max(1e-6)) as i16;
    for token in scene.tokens.clone().filter(|token| scene.may_trigger(*token)) {
        let mut sums = [0_i16; TYPES.len()];
        features(scene, token, |_, row, _| {
            // A weight is at most 127 in size and a word has fewer than 200 features: no sum overflows.
            for (sum, weight) in sums.iter_mut().zip(parts.rows[row as usize].0) {
                *sum = sum.wrapping_add(i16::from(weight));
            }
        });
        if sums.iter().all(|sum| *sum < lowest) {
            continue;
        }
        let odds = odds(&sums, parts.scale);
        let mut best = 0;
        for kind in 1..TYPES.len() {
            if odds[kind] > odds[best] {
                best = kind;
            }
        }
        let all: f32 = odds.iter().sum();
        if all >= least {
            out.push(Trigger { token, kind: best, odds: all.min(1.0) });
        }
    }
}

/// What spoke most for the type of an event, in words.
pub(crate) fn why(scene: &Scene<'_>, parts: &EventParts, trigger: &Trigger) -> Vec<Reason> {
    let mut heavy: Vec<(i8, &'static str, usize)> = Vec::new();
    features(scene, trigger.token, |template, row, met| {
        let weight = parts.rows[row as usize].0[trigger.kind];
        let says = template.says();
        if weight > 0 && !says.is_empty() {
            match heavy.iter_mut().find(|(_, _, other)| *other == met) {
                Some(known) if known.0 < weight => *known = (weight, says, met),
                Some(_) => {}
                None => heavy.push((weight, says, met)),
            }
        }
    });
    postil_core::sort_by_key(&mut heavy, |(weight, _, met)| (std::cmp::Reverse(*weight), *met));
    let reasons = heavy.into_iter().take(REASONS);
    let mut reasons: Vec<Reason> = reasons
        .map(|(_, says, met)| Reason { rule: Cow::Borrowed(says), matched: Some(scene.slice(met).to_owned()) })
        .collect();
    if reasons.is_empty() {
        let matched = Some(scene.slice(trigger.token).to_owned());
        reasons.push(Reason { rule: Cow::Borrowed("the word"), matched });
    }
    reasons
}
