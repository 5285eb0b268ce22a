//! Events: what happens, who does it to whom, where, when, and whether it happened at all.
//!
//! A learned model says which words are triggers and of which type; who takes part is chosen among names, descriptions and
//! pronouns of the sentence by learned weights; place, time and factuality are rules.

pub(crate) mod factuality;
pub(crate) mod gist;
pub(crate) mod kind;
mod relations;
pub(crate) mod role;
pub(crate) mod scene;
mod stem;
pub(crate) mod trigger;
pub(crate) mod weights;

use crate::discourse::choice::{Candidates, Choose, Task};
use crate::discourse::known::Vocabulary;
use crate::discourse::mention::{Kind, Mention};
use crate::found::Found;
use crate::model::Model;
use crate::page::Page;
use crate::quotes::{End, Link, span_of};
use crate::{Label, Reason};
use gist::Gists;
use kind::{Factuality, Role, is_mutual, is_speech_act};
use relations::{Bond, Tail};
use role::Told;
use scene::{Of, Scene, Stage};
use trigger::Trigger;

/// An event before it is handed out.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    /// Index of its type.
    pub kind: usize,
    /// An index into what was found in this batch.
    pub trigger: usize,
    pub arguments: Vec<Part>,
    pub factuality: Factuality,
    /// Ten-thousandths.
    pub score: u16,
    pub reasons: Vec<Reason>,
}

/// Something that takes part.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub role: Role,
    pub span: End,
    /// Ten-thousandths.
    pub score: u16,
    pub rule: &'static str,
}

/// Two triggers of one type that stand nearer than this are one event.
const APART: usize = 12;

/// Everything that lives as long as a text is read.
#[derive(Default)]
pub(crate) struct Events {
    gists: Gists,
}

/// What a batch is made of.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub page: &'a Page,
    pub text: &'a str,
    pub vocabulary: &'a Vocabulary,
}

/// An event whose participants are known by their places in the scene.
struct Chosen {
    trigger: Trigger,
    factuality: Factuality,
    reasons: Vec<Reason>,
    parts: Vec<(Role, Of, u16, &'static str)>,
}

impl Events {
    /// Hands out the sentences of a batch: for training.
    pub fn observe(
        &mut self, ground: Ground<'_>, model: &Model, (mentions, dropped, found): (&[Mention], &[bool], &[Found]),
        sink: &mut dyn FnMut(&Scene<'_>),
    ) {
        self.stage(ground, model).scenes(mentions, found, dropped).for_each(|scene| sink(&scene));
    }

    fn stage<'a>(&'a mut self, Ground { page, text, vocabulary }: Ground<'a>, model: &Model) -> Stage<'a> {
        self.gists.meet(page, text, vocabulary, model);
        Stage { page, text, vocabulary, gists: &self.gists }
    }

    /// Finds the events of a batch, and adds the relations that neighbours show to `links`. `mentions` are those of the batch;
    /// `dropped` says what of `found` gave way.
    pub fn find(
        &mut self, ground: Ground<'_>, model: &Model, mentions: &mut [Mention], dropped: &[bool],
        (found, links): (&mut Vec<Found>, &mut Vec<Link>),
    ) -> Vec<Happening> {
        let parts = &model.parts().events;
        if parts.rows.is_empty() {
            return Vec::new();
        }
        let mut bonds: Vec<Bond> = Vec::new();
        let page = ground.page;
        let (mut candidates, mut triggers) = (Candidates::default(), Vec::new());
        let stage = self.stage(ground, model);
        let mut chosen: Vec<Chosen> = Vec::new();
        for scene in stage.scenes(mentions, found, dropped) {
            triggers.clear();
            trigger::find(&scene, parts, &mut triggers);
            settle(&scene, &mut triggers);
            relations::find(&scene, &mut bonds);
            for trigger in triggers.drain(..) {
                let parts_of = take_part(&scene, &trigger, &mut &parts.roles, &mut candidates);
                if parts_of.iter().any(|(role, ..)| matches!(role, Role::Actor | Role::Recipient)) {
                    let factuality = factuality::factuality(&scene, trigger.token, trigger.kind);
                    let reasons = trigger::why(&scene, parts, &trigger);
                    chosen.push(Chosen { trigger, factuality, reasons, parts: parts_of });
                }
            }
        }
        let mut span = |of: Of, score: u16, why: &'static str, found: &mut Vec<Found>| match of {
            Of::Found(at) => End::Here(at),
            Of::Mention(at) => {
                let it = &mut mentions[at];
                *it.span.get_or_insert_with(|| span_of(it.bytes.clone(), score, why, found))
            }
        };
        for Bond { kind, head, tail, score, rule } in bonds {
            let Some(head) = span(head, score, rule, found).here() else { continue };
            let tail = match tail {
                Tail::Candidate(of) => span(of, score, rule, found),
                Tail::Words(tokens) => span_of(page.bytes(&tokens), score, rule, found),
            };
            links.push(Link { kind, head, tail, score, rule });
        }
        let told = chosen.into_iter().map(|it| {
            let sure = score(&parts.curve, it.trigger.odds);
            let bytes = page.bytes(&(it.trigger.token..it.trigger.token + 1));
            let arguments = it.parts.into_iter().map(|(role, taken, score, rule)| Part {
                role,
                span: span(taken, score.min(sure), "takes part in an event", found),
                score,
                rule,
            });
            let arguments = arguments.collect();
            found.push(Found { bytes, label: Label::Trigger, score: sure, value: None, reasons: it.reasons.clone() });
            Happening {
                kind: it.trigger.kind,
                trigger: found.len() - 1,
                arguments,
                factuality: it.factuality,
                score: sure,
                reasons: it.reasons,
            }
        });
        told.collect()
    }
}

/// How often an event is right of which the model is so sure, in ten-thousandths.
fn score(curve: &[(u16, u16)], odds: f32) -> u16 {
    let x = (odds * 10_000.0) as i32;
    let (mut from, mut to) = ((0, 0), (10_000, 10_000));
    for (sure, right) in curve {
        let point = (i32::from(*sure) * 10, i32::from(*right) * 10);
        if point.0 <= x {
            from = point;
        } else {
            to = point;
            break;
        }
    }
    (from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0).max(1)).clamp(0, 10_000) as u16
}

/// Leaves one trigger of each event: the surest of those beside it of its type, and what a demand or a promise is about goes
/// into the demand.
fn settle(scene: &Scene<'_>, triggers: &mut Vec<Trigger>) {
    let absorbed = |it: &Trigger, all: &[Trigger]| {
        all.iter().any(|other| {
            let apart = it.token.abs_diff(other.token);
            let same = it.kind == other.kind && apart < APART && (other.odds, it.token) > (it.odds, other.token);
            let content = is_speech_act(other.kind)
                && other.token < it.token
                && apart < APART
                && other.odds > 0.5
                && introduced(scene, it.token, other.token);
            same || content
        })
    };
    let all = triggers.clone();
    let most = all.iter().map(|it| it.odds).fold(0.0, f32::max);
    // What is unlikely beside something likely is taken for a part of that.
    triggers.retain(|it| !absorbed(it, &all) && (it.odds >= 0.5 || it.odds >= most * 0.5));
}

/// Whether a verb stands behind another one as what that is about: `agreed to meet`, `demanded that Syria withdraw`.
fn introduced(scene: &Scene<'_>, token: usize, by: usize) -> bool {
    let marks = |at: usize| scene.is(at, &["to", "that", "will", "would", "must", "should", "of", "for", "not"]);
    let breaks = |at: usize| scene.is(at, &[",", ";", ":", "after", "because", "when", "while", "as", "before", "and"]);
    let between = by + 1..token;
    between.clone().any(marks) && !between.clone().any(breaks)
}

/// Who and what takes part in an event.
fn take_part(
    scene: &Scene<'_>, trigger: &Trigger, chooser: &mut dyn Choose, candidates: &mut Candidates,
) -> Vec<(Role, Of, u16, &'static str)> {
    let told = Told { token: trigger.token, kind: trigger.kind };
    let bytes = scene.stage.page.bytes(&(trigger.token..trigger.token + 1));
    let mut choose = |task: Task, actor: Option<usize>| {
        role::candidates(scene, told, task, actor, candidates);
        let (best, score) = chooser.choose(task, &bytes, candidates);
        (best < scene.candidates.len()).then(|| (scene.head(best), score))
    };
    let actor = choose(Task::Actor, None);
    let recipient =
        choose(Task::Recipient, actor.map(|(at, _)| at)).filter(|(at, _)| actor.is_none_or(|it| it.0 != *at));
    // What people do with each other they do to each other: the first of `Israel and Jordan` does it with the second.
    let recipient = recipient.or_else(|| {
        let (at, score) = actor.filter(|_| is_mutual(trigger.kind))?;
        let all = together(scene, at);
        let other = all.iter().find(|other| **other != all[0])?;
        Some((*other, score))
    });
    let actor = match (actor, recipient) {
        (Some((actor, score)), Some((recipient, _))) if actor == recipient => {
            together(scene, actor).first().map(|first| (*first, score))
        }
        _ => actor,
    };
    let mut taken: Vec<usize> = Vec::new();
    let mut parts = Vec::new();
    for (role, chosen, rule) in [
        (Role::Actor, actor, "who does it, by its place in the sentence"),
        (Role::Recipient, recipient, "to whom it is done, by its place in the sentence"),
    ] {
        let Some((at, score)) = chosen else { continue };
        let others: Vec<usize> = actor.iter().chain(&recipient).map(|(at, _)| *at).filter(|it| *it != at).collect();
        for (of, is_joined) in together(scene, at).into_iter().map(|it| (it, it != at)) {
            if !others.contains(&of) && !taken.contains(&of) {
                taken.push(of);
                let rule = if is_joined { "named together with it" } else { rule };
                parts.push((role, scene.candidates[of].of, score, rule));
            }
        }
    }
    if let Some(at) = place(scene, trigger.token, &taken) {
        parts.push((Role::Location, scene.candidates[at].of, 7_000, "a place behind a preposition"));
    }
    if let Some(at) = time(scene, trigger.token) {
        parts.push((Role::Date, Of::Found(at), 7_000, "the time beside it"));
    }
    parts
}

/// A candidate and those that are named together with it: `Israel and Jordan`.
fn together(scene: &Scene<'_>, at: usize) -> Vec<usize> {
    let mut from = at;
    while from > 0 && scene.candidates[from - 1].joined {
        from -= 1;
    }
    let mut to = at;
    while scene.candidates[to].joined && to + 1 < scene.candidates.len() {
        to += 1;
    }
    (from..=to).collect()
}

/// Where it happens: the nearest place that a preposition of place stands before, those behind the trigger first.
fn place(scene: &Scene<'_>, trigger: usize, taken: &[usize]) -> Option<usize> {
    let is_place = |at: &usize| {
        let it = &scene.candidates[*at];
        let names = it.kind == Kind::Name && matches!(it.label, Some(Label::Gpe | Label::Loc | Label::Fac));
        let before = it.tokens.start.checked_sub(1).filter(|token| scene.tokens.contains(token));
        let before = before.map(|token| if scene.is(token, &["the"]) { token.saturating_sub(1) } else { token });
        let inside = ["in", "at", "near", "outside", "inside", "across", "around", "off"];
        names && !taken.contains(at) && scene.governor(it).or(before).is_some_and(|token| scene.is(token, &inside))
    };
    let behind = (0..scene.candidates.len()).filter(|at| scene.candidates[*at].tokens.start > trigger).find(is_place);
    let before =
        || (0..scene.candidates.len()).rev().filter(|at| scene.candidates[*at].tokens.end <= trigger).find(is_place);
    behind.or_else(before)
}

/// When it happens: the nearest time of the sentence, as found.
fn time(scene: &Scene<'_>, trigger: usize) -> Option<usize> {
    let distance = |tokens: &std::ops::Range<usize>| {
        if tokens.start > trigger { tokens.start - trigger } else { trigger.saturating_sub(tokens.end) }
    };
    scene.times.iter().min_by_key(|(tokens, _)| distance(tokens)).map(|(_, at)| *at)
}
