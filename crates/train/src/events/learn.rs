//! Learning what events are and who takes part, from PLOVER's sentences and a dictionary of verbs.
//!
//! Which of the marked words says it is not told: the one that the weights believe in most is learned from, again and again
//! (hard expectation maximisation); the others may say it or not.

use super::gold::{Gold, touch};
use super::verbs::Made;
use crate::speech::learn::{Example as Choice, descend};
use crate::tagging::Chance;
use postil_extract::training::{Candidates, EVENT_ROWS, EventParts, Row, Task, Weights, event_scenes};
use postil_extract::{Model, TYPES};
use std::sync::Arc;

/// Types, and no event.
const CLASSES: usize = TYPES.len() + 1;
const NONE: usize = TYPES.len();

/// How much a sentence of the dictionary counts beside one of PLOVER's.
const OF_DICTIONARY: f32 = 0.2;

/// No weight is larger.
const LARGEST: f32 = 3.0;

/// A word with what it may be, one bit for each class.
struct Word {
    rows: Vec<u32>,
    allowed: u32,
    /// The classes that it is one of: where it is known that something happens, all but none.
    among: u32,
    weight: f32,
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct How {
    pub rounds: usize,
    pub epochs: usize,
    /// What a sentence of the dictionary counts, in percent.
    pub dictionary: usize,
    /// What the word that is believed to say it counts, in percent of another one.
    pub anchor: usize,
}

/// A gold sentence as the engine reads it.
pub struct Read<'g> {
    gold: &'g Gold,
    /// Its words that may trigger: whether one is marked, and its rows.
    words: Vec<(usize, bool, Vec<u32>)>,
    /// The marked word that is learned from first.
    first: Option<usize>,
    /// For each marked word, candidates for the actor, and for the recipient after each actor that is right.
    choices: Vec<Vec<Choice>>,
}

/// Reads the sentences.
pub fn read<'g>(gold: &'g [Gold], model: &Arc<Model>) -> Vec<Read<'g>> {
    gold.iter()
        .map(|gold| {
            let mut read = Read { gold, words: Vec::new(), first: None, choices: Vec::new() };
            event_scenes(&gold.text, model, |scene| {
                for token in scene.triggers() {
                    let marked = gold.trigger.iter().any(|it| touch(it, &scene.bytes(token)));
                    if marked && (read.first.is_none() && !scene.is_saying(token)) {
                        read.first = Some(read.words.len());
                    }
                    read.words.push((read.choices.len(), marked, scene.features(token)));
                    let choices = if marked {
                        choices(
                            gold,
                            |task, actor| scene.candidates(token, gold.kind, task, actor),
                            |at| scene.head(at),
                        )
                    } else {
                        Vec::new()
                    };
                    read.choices.push(choices);
                }
            });
            read
        })
        .collect()
}

/// The choices of actor and recipient of one event, with what is right.
fn choices(
    gold: &Gold, candidates: impl Fn(Task, Option<usize>) -> Candidates, head: impl Fn(usize) -> usize,
) -> Vec<Choice> {
    let mut made = Vec::new();
    let of = |task: Task, wanted: &[std::ops::Range<usize>], actor: Option<usize>| {
        let candidates = candidates(task, actor);
        let nobody = candidates.len() - 1;
        let mut right: Vec<bool> = (0..=nobody)
            .map(|at| {
                actor != Some(at)
                    && candidates.bytes(at).is_some_and(|it| wanted.iter().any(|wanted| touch(it, wanted)))
            })
            .collect();
        // What only describes the right one is not it.
        for at in 0..nobody {
            right[at] &= head(at) == at || !right[head(at)];
        }
        right[nobody] = wanted.is_empty();
        let unsure = vec![false; right.len()];
        right.contains(&true).then_some(Choice { candidates, right, unsure })
    };
    let actor = of(Task::Actor, &gold.actors, None);
    let actors: Vec<Option<usize>> = match &actor {
        Some(choice) => {
            let nobody = choice.right.len() - 1;
            let right = (0..choice.right.len()).filter(|at| choice.right[*at]);
            right.map(|at| (at != nobody).then_some(at)).collect()
        }
        None => vec![None],
    };
    made.extend(actor);
    // Those that stand last are heads more often than those that describe them.
    made.extend(actors.last().and_then(|actor| of(Task::Recipient, &gold.recipients, *actor)));
    made
}

/// What the dictionary's sentences teach.
pub fn dictionary(made: &[Made], model: &Arc<Model>, percent: usize) -> Vec<(Vec<u32>, Option<usize>, f32)> {
    let mut words = Vec::new();
    for some in made.chunks(50) {
        let mut text = String::new();
        let mut verbs = Vec::new();
        for it in some {
            verbs.push((text.len() + it.verb, it.kind));
            text += &it.text;
            text += "\n\n";
        }
        event_scenes(&text, model, |scene| {
            for token in scene.triggers() {
                let start = scene.bytes(token).start;
                if let Ok(at) = verbs.binary_search_by_key(&start, |(verb, _)| *verb) {
                    words.push((scene.features(token), verbs[at].1, OF_DICTIONARY * percent as f32 / 100.0));
                }
            }
        });
    }
    words
}

/// The sums of a word's weights, with that of no event, which is 0.
fn sums(weights: &[[f32; 16]], rows: &[u32]) -> [f32; CLASSES] {
    let mut sums = [0.0; CLASSES];
    for row in rows {
        for (sum, weight) in sums.iter_mut().zip(weights[*row as usize]) {
            *sum += weight;
        }
    }
    sums
}

/// Learns from some sentences; `least` and the curve are left open.
pub fn learn(read: &[&Read], dictionary: &[(Vec<u32>, Option<usize>, f32)], how: How) -> EventParts {
    let mut weights: Vec<[f32; 16]> = vec![[0.0; 16]; EVENT_ROWS];
    let mut anchors: Vec<Option<usize>> = Vec::new();
    for round in 0..how.rounds {
        anchors = read
            .iter()
            .map(|it| {
                let score = |rows: &[u32]| {
                    let sums = sums(&weights, rows);
                    sums[it.gold.kind] - sums[NONE]
                };
                let marked = it.words.iter().enumerate().filter(|(_, (_, marked, _))| *marked);
                if round == 0 && it.first.is_some() {
                    return it.first;
                }
                let mut best: Option<(f32, usize)> = None;
                for (at, (_, _, rows)) in marked {
                    let score = score(rows);
                    if best.is_none_or(|(other, _)| score > other) {
                        best = Some((score, at));
                    }
                }
                best.map(|(_, at)| at)
            })
            .collect();
        let mut words: Vec<Word> = Vec::new();
        for (it, anchor) in read.iter().zip(&anchors) {
            for (at, (_, marked, rows)) in it.words.iter().enumerate() {
                let own = 1 << it.gold.kind;
                let allowed = match (Some(at) == *anchor, marked) {
                    (true, _) => own,
                    (_, true) => own | 1 << NONE,
                    (_, false) => 1 << NONE,
                };
                let weight = if Some(at) == *anchor { how.anchor as f32 / 100.0 } else { 1.0 };
                words.push(Word { rows: rows.clone(), allowed, among: u32::MAX, weight });
            }
        }
        // The dictionary knows types. Whether something happens at all, its sentences of three words do not show.
        words.extend(dictionary.iter().filter_map(|(rows, kind, weight)| {
            let allowed = 1 << (*kind)?;
            Some(Word { rows: rows.clone(), allowed, among: !(1 << NONE), weight: *weight })
        }));
        weights = ascend(&words, how.epochs);
    }
    let choices: Vec<Choice> = read
        .iter()
        .zip(&anchors)
        .filter_map(|(it, anchor)| Some(&it.choices[it.words[(*anchor)?].0]))
        .flatten()
        .cloned()
        .collect();
    let roles = descend(&choices, how.epochs);
    let (rows, scale) = quantised(&weights);
    let most = roles.iter().fold(0.0_f32, |most, weight| most.max(weight.abs())).max(1e-6);
    let roles_scale = most / 127.0;
    let roles = Weights {
        weights: roles.iter().map(|weight| (weight / roles_scale).round() as i8).collect(),
        scale: roles_scale,
    };
    EventParts { rows, scale, roles, curve: Vec::new(), least: 3_000 }
}

/// Weights in whole numbers of 8 bits; few are larger than [`LARGEST`], and most that are small say nothing.
fn quantised(weights: &[[f32; 16]]) -> (Vec<Row>, f32) {
    let most = weights.iter().flatten().fold(0.0_f32, |most, weight| most.max(weight.abs())).max(1e-6);
    let scale = most.min(LARGEST) / 127.0;
    let whole = |weight: f32| match (weight / scale).round() as i32 {
        -3..=3 => 0,
        weight => weight.clamp(-127, 127) as i8,
    };
    let rows = weights.iter().map(|row| Row(row.map(whole))).collect();
    (rows, scale)
}

/// Maximises the logarithm of the probability that a word is something that it may be (AdaGrad; the mean over the epochs).
fn ascend(words: &[Word], epochs: usize) -> Vec<[f32; 16]> {
    const RATE: f32 = 0.1;
    const DECAY: f32 = 1e-5;
    let mut weights = vec![[0.0_f32; 16]; EVENT_ROWS];
    let mut squares = vec![[1e-3_f32; 16]; EVENT_ROWS];
    let mut mean = vec![[0.0_f32; 16]; EVENT_ROWS];
    let mut order: Vec<usize> = (0..words.len()).collect();
    let mut chance = Chance(17);
    for _ in 0..epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
        for at in &order {
            let word = &words[*at];
            let mut odds = sums(&weights, &word.rows);
            let top = odds.iter().copied().fold(f32::MIN, f32::max);
            for (class, odds) in odds.iter_mut().enumerate() {
                *odds = if word.among & (1 << class) == 0 { 0.0 } else { libm::expf(*odds - top) };
            }
            let all: f32 = odds.iter().sum();
            let allowed = |class: usize| word.allowed & (1 << class) != 0;
            let of_allowed: f32 = (0..CLASSES).filter(|class| allowed(*class)).map(|class| odds[class]).sum();
            let mut slopes = [0.0_f32; 16];
            for (class, slope) in slopes.iter_mut().enumerate() {
                let wanted = if allowed(class) { odds[class] / of_allowed.max(1e-20) } else { 0.0 };
                *slope = (wanted - odds[class] / all) * word.weight;
            }
            if slopes.iter().all(|slope| slope.abs() < 1e-4) {
                continue;
            }
            for row in &word.rows {
                let row = *row as usize;
                for class in 0..16 {
                    let slope = slopes[class];
                    if slope.abs() > 1e-5 {
                        squares[row][class] += slope * slope;
                        weights[row][class] += RATE * slope / squares[row][class].sqrt() - DECAY * weights[row][class];
                    }
                }
            }
        }
        for (sum, row) in mean.iter_mut().zip(&weights) {
            sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight / epochs as f32);
        }
    }
    mean
}
