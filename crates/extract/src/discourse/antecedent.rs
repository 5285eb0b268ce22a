//! What speaks for a mention being what a pronoun or a description stands for.

use super::choice::{Candidates, Choose, Task};
use super::cluster::{Cluster, Clusters, is_person};
use super::known::{Class, Look};
use super::mention::{Kind, Mention, Role, Traits};
use crate::Label;

/// Antecedents are looked for in this many sentences before.
const SENTENCES: u32 = 4;
/// And among so many mentions.
const MOST: usize = 20;
/// A name behind a pronoun is looked for within so many tokens.
const BEHIND: u32 = 14;

fn bucket(count: u32) -> u32 {
    match count {
        0..=3 => count,
        4..=6 => 4,
        7..=11 => 5,
        12..=20 => 6,
        21..=35 => 7,
        36..=60 => 8,
        _ => 9,
    }
}

/// The mention that another one stands for, and how sure that is, in ten-thousandths.
pub(crate) fn choose(
    clusters: &Clusters, mentions: &[Mention], at: usize, speaker: Option<u32>, chooser: &mut dyn Choose,
    candidates: &mut Candidates,
) -> Option<(usize, u16)> {
    let it = &mentions[at];
    if it.kind == Kind::Nominal && it.indefinite {
        return None;
    }
    candidates.clear();
    let fits = |other: &Mention| {
        other.cluster.is_some_and(|of| agrees(it, other, &clusters.all[of as usize]))
            && !(other.token <= it.token && it.token < other.token + other.tokens.len() as u32)
    };
    let before = mentions[..at]
        .iter()
        .enumerate()
        .rev()
        .take_while(|(_, other)| other.sentence + SENTENCES >= it.sentence)
        .filter(|(_, other)| fits(other))
        .take(MOST);
    let behind = mentions[at + 1..]
        .iter()
        .enumerate()
        .map(|(after, other)| (at + 1 + after, other))
        .take_while(|(_, other)| other.sentence == it.sentence && other.token < it.token + BEHIND)
        .filter(|(_, other)| it.nth < 2 && it.kind == Kind::Pronoun && other.kind == Kind::Name && fits(other))
        .take(2);
    let all: Vec<(usize, &Mention)> = before.chain(behind).collect();
    if all.is_empty() {
        return None;
    }
    let most = all.iter().filter_map(|(_, other)| other.cluster).map(|of| clusters.all[of as usize].count).max();
    let mut passed = [0; 3];
    for (place, other) in &all {
        let Some(of) = other.cluster else { continue };
        let cluster = &clusters.all[of as usize];
        let top = Some(cluster.count) == most;
        let known =
            all.iter().filter_map(|(_, it)| it.cluster).filter(|it| clusters.all[*it as usize].count > cluster.count);
        let rank = known.count().min(4) as u32;
        features(it, other, cluster, (*place > at, passed, top, speaker == Some(of), rank), candidates);
        candidates.end_of(Some(other.bytes.clone()), of);
        passed[0] += 1;
        passed[2] += u32::from(other.role() == Role::Subject);
        passed[1] += u32::from(other.kind == Kind::Name && is_person(other.label));
    }
    nothing(it, all.len() as u32, candidates);
    candidates.end(None);
    let (best, score) = chooser.choose(Task::Antecedent, &it.bytes, candidates);
    all.get(best).map(|(place, _)| (*place, score))
}

/// Whether a mention can be what a pronoun or a description stands for at all.
fn agrees(it: &Mention, other: &Mention, cluster: &Cluster) -> bool {
    let [he, she, thing] = cluster.pronouns;
    let person = other.kind == Kind::Name && is_person(other.label) || other.traits.has(Traits::PERSON);
    let place = matches!(other.label, Some(Label::Gpe | Label::Loc | Label::Fac | Label::Event));
    let of_class = other.pronoun.map(|(class, _)| class);
    match it.pronoun.map(|(class, _)| class) {
        Some(Class::He) => {
            she <= he && of_class.is_none_or(|of| of == Class::He) && !place && !other.traits.has(Traits::PLURAL)
        }
        Some(Class::She) => {
            he <= she && of_class.is_none_or(|of| of == Class::She) && !place && !other.traits.has(Traits::PLURAL)
        }
        Some(Class::It) => {
            he + she <= thing
                && of_class.is_none_or(|of| of == Class::It)
                && !person
                && !other.traits.has(Traits::PLURAL)
        }
        Some(Class::They) => he + she + thing == 0 && of_class.is_none_or(|of| of == Class::They),
        Some(_) => false,
        None => {
            let plural = other.traits.has(Traits::PLURAL) == it.traits.has(Traits::PLURAL);
            of_class.is_none() && person == it.traits.has(Traits::PERSON) && plural && !place
        }
    }
}

fn kind_of(it: &Mention) -> u32 {
    match it.kind {
        Kind::Name => 10 + it.label.map_or(0, |label| label as u32),
        Kind::Nominal => 40,
        Kind::Pronoun => 100 + it.pronoun.map_or(0, |(_, form)| form as u32),
    }
}

fn class_of(it: &Mention) -> u32 {
    it.pronoun.map_or(20 + u32::from(it.traits.0 & Traits::PERSON), |(class, form)| class as u32 + 32 * form as u32)
}

fn features(
    it: &Mention, other: &Mention, cluster: &Cluster,
    (behind, passed, top, speaks, rank): (bool, [u32; 3], bool, bool, u32), out: &mut Candidates,
) {
    let full = class_of(it);
    let class = full & 31;
    let form = full >> 5;
    let mut put = |template: u32, a: u32, b: u32, c: u32| out.put(Task::Antecedent, template, [a, b, c]);
    let kind = kind_of(other);
    let sentences = (it.sentence - other.sentence.min(it.sentence)).min(4) + if behind { 8 } else { 0 };
    let distance = bucket(it.token.abs_diff(other.token));
    let traits = u32::from(cluster.traits.0 | other.traits.0);
    let nth = other.nth.min(4);
    let own = it.nth.min(3);
    let role = u32::from(other.governed) * 2 + u32::from(other.possessive);
    let quotes = u32::from(it.quote > 0) * 4 + u32::from(other.quote > 0) * 2 + u32::from(it.quote == other.quote);
    let count = bucket(cluster.count);
    put(1, class, sentences, 0);
    put(2, kind, class, 0);
    put(3, traits, class, 0);
    put(4, passed[0].min(6), sentences, class);
    put(5, passed[1].min(4), sentences, kind);
    put(6, distance, form, kind);
    put(7, nth, sentences, class);
    put(8, nth, own, sentences);
    put(9, role, sentences, form);
    put(10, role, kind, form);
    put(11, other.after.0 as u32, it.after.0 as u32, sentences);
    put(12, other.after.1, class, 0);
    put(13, it.after.1, kind, 0);
    put(14, other.before.0 as u32, it.before.0 as u32, sentences);
    put(15, quotes, class, sentences);
    put(16, count, kind, 0);
    put(17, count, sentences, u32::from(top));
    put(18, u32::from(top), class, passed[0].min(3));
    put(19, u32::from(it.part == other.part), sentences, class);
    put(20, other.head, class, u32::from(other.kind == Kind::Name));
    put(21, u32::from(speaks), class, quotes);
    put(22, other.after.0 as u32, role, sentences);
    put(23, it.before.0 as u32, form, sentences);
    put(24, u32::from(it.governed) * 2 + u32::from(other.governed), form, sentences);
    put(25, u32::from(cluster.named), kind, class);
    put(26, cluster.pronouns.iter().sum::<u32>().min(4), class, kind);
    put(27, other.words.len().min(3) as u32, kind, sentences);
    put(28, other.after.1, it.after.1, 0);
    put(29, u32::from(other.before.0 == Look::Edge || other.before.0 == Look::Stop), sentences, nth);
    put(30, bucket(it.token.abs_diff(other.token)), sentences, passed[0].min(2));
    let (own_role, its_role) = (it.role() as u32, other.role() as u32);
    let between: [u32; 3] = std::array::from_fn(|at| it.passed[at].abs_diff(other.passed[at]));
    let [verbs, commas, joins] = between.map(|count| count.min(3));
    put(31, its_role * 8 + own_role, sentences, class);
    put(32, its_role * 8 + own_role, verbs, sentences);
    put(33, commas * 4 + verbs, sentences, form);
    put(34, joins * 4 + commas, its_role * 8 + own_role, sentences);
    put(35, its_role, nth, sentences);
    put(36, passed[2].min(3), its_role * 8 + own_role, sentences);
    put(37, rank, class, sentences);
    put(38, rank, its_role, kind);
    put(39, its_role * 8 + own_role, passed[1].min(3), verbs);
    put(45, kind, its_role, class);
    if it.kind == Kind::Nominal {
        let head = u32::from(other.head == it.head) + 2 * u32::from(other.words == it.words);
        put(40, head, kind, 0);
        put(41, head, sentences, 0);
        put(42, it.head, head, kind);
        put(43, head, traits, u32::from(it.traits.0));
        put(44, it.head, other.head, 0);
    }
}

/// What speaks for nothing that stands around.
fn nothing(it: &Mention, count: u32, out: &mut Candidates) {
    let full = class_of(it);
    let (class, form) = (full & 31, full >> 5);
    let mut put = |template: u32, a: u32, b: u32| out.put(Task::Antecedent, template, [a, b, 0]);
    put(60, class, form);
    put(61, class, it.before.1);
    put(62, class, it.after.1);
    put(63, class, it.nth.min(3));
    put(64, class, count.min(4));
    put(65, it.before.0 as u32 * 32 + it.after.0 as u32, class);
    put(66, class, u32::from(it.quote > 0));
    put(67, it.head, count.min(3));
}
