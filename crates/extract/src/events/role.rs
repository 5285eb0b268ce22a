//! Who takes part in an event: what speaks for a candidate being its actor or its recipient.

use super::scene::{Candidate, Scene};
use crate::discourse::choice::{Candidates, Task};
use crate::discourse::known::Look;
use crate::discourse::mention::Kind;

/// An event whose participants are looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    pub token: usize,
    pub kind: usize,
}

fn bucket(count: usize) -> u32 {
    match count {
        0..=4 => count as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}

/// How a trigger stands in its clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    Active,
    Passive,
    /// `to attack`.
    Infinitive,
    Progressive,
    Noun,
}

fn voice(scene: &Scene<'_>, trigger: usize) -> Voice {
    let gist = scene.gist(trigger);
    let mut at = trigger;
    let mut passed = 0;
    while at > scene.tokens.start && passed < 3 {
        at -= 1;
        let before = scene.gist(at);
        match before.look {
            Look::Adverb => {}
            Look::Auxiliary if scene.is(at, &["not", "n't"]) => {}
            Look::Auxiliary => {
                let be = scene.is(at, &["is", "are", "was", "were", "be", "been", "being", "'s", "'re"]);
                return match gist.look {
                    Look::Progressive => Voice::Active,
                    _ if be => Voice::Passive,
                    _ => Voice::Active,
                };
            }
            Look::Preposition if scene.is(at, &["to"]) && passed == 0 => return Voice::Infinitive,
            Look::Determiner | Look::Preposition => return Voice::Noun,
            _ if passed == 0 && gist.look == Look::Progressive => return Voice::Progressive,
            _ => break,
        }
        passed += 1;
    }
    match gist.look {
        Look::Progressive => Voice::Progressive,
        Look::Past | Look::Said => Voice::Active,
        _ => Voice::Noun,
    }
}

/// The candidates of a sentence for a role, and nobody, the last. `actor` is who was chosen to do it, where a recipient is
/// looked for.
pub(crate) fn candidates(scene: &Scene<'_>, told: Told, task: Task, actor: Option<usize>, out: &mut Candidates) {
    out.clear();
    let voice = voice(scene, told.token);
    for (at, it) in scene.candidates.iter().enumerate() {
        features(scene, (told, voice), task, (at, it), actor, out);
        out.end(Some(scene.stage.page.bytes(&it.tokens)));
    }
    let mut put = |template: u32, a: u32, b: u32| out.put(task, template, [a, b, 0]);
    let gist = scene.gist(told.token);
    put(90, told.kind as u32, voice as u32);
    put(91, gist.stem, 0);
    put(92, scene.candidates.len().min(5) as u32, u32::from(actor.is_some()));
    let behind = scene.candidates.iter().filter(|it| it.tokens.start > told.token).count().min(3) as u32;
    let before = scene.candidates.iter().filter(|it| it.tokens.end <= told.token).count().min(3) as u32;
    put(93, before * 4 + behind, voice as u32);
    put(94, before * 4 + behind, told.kind as u32);
    put(95, scene.look(Some(told.token + 1)).0 as u32, voice as u32);
    out.end(None);
}

fn features(
    scene: &Scene<'_>, (told, voice): (Told, Voice), task: Task, (at, it): (usize, &Candidate), actor: Option<usize>,
    out: &mut Candidates,
) {
    let trigger = told.token;
    let (voice, kind) = (voice as u32, told.kind as u32);
    let gist = scene.gist(trigger);
    let behind = it.tokens.start > trigger;
    let covers = it.tokens.contains(&trigger);
    let side = if covers { 2 } else { u32::from(behind) };
    let between = if covers {
        0..0
    } else if behind {
        trigger + 1..it.tokens.start
    } else {
        it.tokens.end..trigger
    };
    let mut put = |template: u32, a: u32, b: u32| out.put(task, template, [a, b, side]);
    let what = match it.kind {
        Kind::Name => 10 + it.label.map_or(60, |label| label as u32),
        Kind::Nominal => 100,
        Kind::Pronoun => 101,
    };
    let distance = bucket(between.len());
    let nearer = scene
        .candidates
        .iter()
        .filter(|other| between.contains(&other.tokens.start) && other.tokens.end <= between.end)
        .count();
    let nearer = nearer.min(4) as u32;
    let (mut verbs, mut commas, mut stops, mut joins) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut path = 7_u32;
    for token in between.clone() {
        let look = scene.gist(token).look;
        match look {
            Look::Said | Look::Past => verbs += 1,
            Look::Comma => commas += 1,
            Look::Stop | Look::Mark => stops += 1,
            Look::Conjunction => joins += 1,
            _ => {}
        }
        if !matches!(look, Look::Adverb | Look::Determiner | Look::Number) {
            path = path.wrapping_mul(31).wrapping_add(look as u32 + 1);
        }
    }
    let (verbs, commas, stops, joins) = (verbs.min(3), commas.min(3), stops.min(2), joins.min(2));
    let governor = scene.governor(it);
    let governs = governor.map_or(0, |token| scene.gist(token).stem);
    // What the preposition hangs on: the trigger itself, or another word.
    let hangs = governor.and_then(|token| token.checked_sub(1)).filter(|token| scene.tokens.contains(token));
    let on_trigger = u32::from(hangs == Some(trigger));
    let hangs_on = hangs.map_or(0, |token| scene.gist(token).stem);
    let after = scene.look(Some(it.tokens.end));
    let before = scene.look(it.tokens.start.checked_sub(1));
    let owner = u32::from(it.owner);
    let first = u32::from(it.tokens.start <= scene.tokens.start + 1);
    put(1, what, kind);
    put(2, what, voice);
    put(3, distance, voice);
    put(4, nearer, voice);
    put(5, nearer, kind);
    put(6, governs, voice);
    put(7, governs, kind);
    put(8, governs, on_trigger);
    put(9, gist.stem, governs);
    put(10, gist.stem, nearer);
    put(11, after.0 as u32, voice);
    put(12, before.0 as u32, voice);
    put(13, after.0 as u32 * 32 + before.0 as u32, nearer);
    put(14, owner, nearer);
    put(15, owner * 128 + what, voice);
    put(16, first, voice);
    put(17, at.min(5) as u32, voice);
    put(18, verbs * 4 + commas, voice);
    put(19, verbs, nearer);
    put(20, stops * 4 + joins, voice);
    if between.len() < 7 {
        put(21, path, voice);
        put(22, path, owner);
    }
    put(23, hangs_on, governs);
    put(24, after.1, what);
    put(25, before.1, voice);
    put(26, u32::from(it.joined), nearer);
    put(27, u32::from(at > 0 && scene.candidates[at - 1].joined), nearer);
    let head = scene.gist(it.tokens.end - 1);
    put(28, head.stem, 0);
    put(29, u32::from(head.groups[1]), 0);
    put(30, u32::from(head.groups[2]), kind);
    put(31, commas, nearer * 8 + voice);
    put(32, gist.groups[1].into(), governs);
    put(33, scene.candidates.len().min(6) as u32, at.min(5) as u32);
    if task == Task::Recipient {
        let same = match actor {
            None => 5,
            Some(actor) if actor == at => 0,
            Some(actor) if scene.candidates[actor].joined && actor + 1 == at => 1,
            Some(actor) if actor + 1 == at => 2,
            Some(actor) if actor < at => 3,
            Some(_) => 4,
        };
        put(50, same, kind);
        put(51, same, voice);
        put(52, same, nearer);
        put(53, same, governs);
        put(54, same * 2 + owner, what);
        put(55, same, gist.stem);
        put(56, same, after.0 as u32);
    }
}
