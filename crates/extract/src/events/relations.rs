//! Relations that neighbours show: a name and its title, a name and what stands for it in commas, a place and what it lies in,
//! a person and whom they speak or work for.

use super::scene::{Candidate, Of, Scene};
use crate::Label;
use crate::RelationKind;
use crate::discourse::known::Look;
use crate::discourse::mention::Kind;
use crate::lexicon::Sense;
use std::ops::Range;

/// A relation before its ends are spans.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bond {
    pub kind: RelationKind,
    pub head: Of,
    pub tail: Tail,
    /// Ten-thousandths.
    pub score: u16,
    pub rule: &'static str,
}

/// What a relation leads to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tail {
    Candidate(Of),
    /// Tokens that nothing has found yet.
    Words(Range<usize>),
}

/// Most words of a title.
const TITLE: usize = 4;

/// The relations of a sentence, in its order.
pub(crate) fn find(scene: &Scene<'_>, out: &mut Vec<Bond>) {
    for (at, it) in scene.candidates.iter().enumerate() {
        let next = scene.candidates.get(at + 1);
        if is(it, &[Label::Person]) {
            person(scene, at, it, out);
        }
        let Some(next) = next.filter(|next| it.tokens.end <= next.tokens.start) else { continue };
        if it.kind == Kind::Name && next.kind == Kind::Nominal {
            apposition(scene, it, next, out);
        }
        if is(it, &[Label::Gpe, Label::Loc, Label::Fac]) && is(next, &[Label::Gpe, Label::Loc]) {
            located(scene, it, next, out);
        }
    }
}

fn is(it: &Candidate, labels: &[Label]) -> bool {
    it.kind == Kind::Name && it.label.is_some_and(|label| labels.contains(&label))
}

/// `Foreign Minister Sergei Lavrov`, `Kremlin spokesman Dmitri Peskov`, `Grace Stone, head of the Red Cross,`.
fn person(scene: &Scene<'_>, at: usize, it: &Candidate, out: &mut Vec<Bond>) {
    let page = scene.stage.page;
    let role = |token: usize| {
        let known = scene.known(token);
        known.role && !known.plural || page.word(token).senses.has(Sense::Title)
    };
    let least = at.checked_sub(1).map_or(scene.tokens.start, |before| scene.candidates[before].tokens.end);
    let mut start = it.tokens.start;
    if start > scene.tokens.start && scene.tokens.contains(&(start - 1)) && role(start - 1) {
        start -= 1;
        // What says which minister, and not whose: `Foreign`, `Prime`, `vice`.
        let tells = |token: usize| {
            let gist = scene.gist(token);
            gist.content && matches!(gist.look, Look::Capital | Look::Lower)
        };
        let capital = scene.gist(start).look == Look::Capital;
        while start > least && it.tokens.start - start < TITLE && tells(start - 1) {
            let same = (scene.gist(start - 1).look == Look::Capital) == capital;
            if !(role(start - 1) || same && capital && !scene.stage.page.opens_sentence(start - 1)) {
                break;
            }
            start -= 1;
        }
    }
    if start < it.tokens.start {
        let words = start..it.tokens.start;
        let known = scene.candidates.iter().find(|other| other.tokens == words);
        let tail = known.map_or(Tail::Words(words), |known| Tail::Candidate(known.of));
        let rule = "a title before the name";
        out.push(Bond { kind: RelationKind::Title, head: it.of, tail, score: 8_500, rule });
        let owner = at.checked_sub(1).map(|at| &scene.candidates[at]);
        if let Some(owner) = owner.filter(|owner| is(owner, &[Label::Org]) && beside(scene, owner, start)) {
            let (tail, rule) = (Tail::Candidate(owner.of), "before the title");
            out.push(Bond { kind: RelationKind::MemberOf, head: it.of, tail, score: 8_000, rule });
        }
    }
    // `, head of the Red Cross`
    let Some(of) = (it.tokens.end + 1..scene.tokens.end).take(TITLE + 3).find(|at| scene.is(*at, &["of", "for", "at"]))
    else {
        return;
    };
    let opens = scene.is(it.tokens.end, &[","]);
    let says = opens && (it.tokens.end + 1..of).any(role) && (it.tokens.end + 1..of).all(|at| !scene.is(at, &[","]));
    let owner = scene.candidates[at + 1..].iter().find(|owner| is(owner, &[Label::Org]));
    let near = |owner: &&Candidate| {
        let from = of + 1;
        owner.tokens.start == from || owner.tokens.start == from + 1 && scene.is(from, &["the"])
    };
    if says && let Some(owner) = owner.filter(near) {
        let (tail, rule) = (Tail::Candidate(owner.of), "a part played for it, behind the name");
        out.push(Bond { kind: RelationKind::MemberOf, head: it.of, tail, score: 8_000, rule });
    }
}

/// Whether nothing but a possessive stands between a name and a token.
fn beside(scene: &Scene<'_>, of: &Candidate, token: usize) -> bool {
    (of.tokens.end..token).all(|at| scene.gist(at).look == Look::Clitic)
}

/// `Grace Stone, the mayor,`.
fn apposition(scene: &Scene<'_>, it: &Candidate, next: &Candidate, out: &mut Vec<Bond>) {
    let comma = next.tokens.start == it.tokens.end + 1 && scene.is(it.tokens.end, &[","]);
    let begins = scene.known(next.tokens.start).look == Look::Determiner;
    let ends = matches!(scene.look(Some(next.tokens.end)).0, Look::Comma | Look::Stop | Look::Preposition | Look::Edge);
    let person = it.label == Some(Label::Person);
    let role = scene.known(next.tokens.end - 1);
    let alike = if person { role.role && !role.plural } else { it.label == Some(Label::Org) && !role.role };
    if comma && begins && ends && alike && !it.joined {
        let (tail, rule) = (Tail::Candidate(next.of), "in commas behind the name");
        out.push(Bond { kind: RelationKind::Apposition, head: it.of, tail, score: 8_000, rule });
    }
}

/// `Sochi, Russia`; `Kirkuk in Iraq`.
fn located(scene: &Scene<'_>, it: &Candidate, next: &Candidate, out: &mut Vec<Bond>) {
    if next.tokens.start != it.tokens.end + 1 {
        return;
    }
    let wide = |of: &Candidate| {
        let senses = scene.stage.page.word(of.tokens.end - 1).senses;
        senses.has(Sense::Country) || senses.has(Sense::Region)
    };
    let rule = if scene.is(it.tokens.end, &[","]) && wide(next) && !wide(it) && !next.joined && !it.joined {
        "a place and the country behind it"
    } else if scene.is(it.tokens.end, &["in"]) && !wide(it) {
        "a place in another"
    } else {
        return;
    };
    out.push(Bond { kind: RelationKind::LocatedIn, head: it.of, tail: Tail::Candidate(next.of), score: 8_000, rule });
}
