//! Clusters of mentions: what names show of themselves, and what pronouns and descriptions stand for.

use super::choice::{Candidates, Choose};
use super::known::{Class, Form};
use super::mention::{Kind, Mention, Traits};
use crate::found::Found;
use crate::lexicon::KeyMap;
use crate::quotes::{End, span_of};
use crate::{Label, Reason};
use std::borrow::Cow;

/// A mention that joins a cluster.
#[derive(Clone, Debug)]
pub(crate) struct Joined {
    /// Clusters are numbered in the order in which they are handed out.
    pub cluster: u32,
    pub span: End,
    /// Ten-thousandths.
    pub score: u16,
    pub reason: Reason,
}

/// Mentions that mean the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cluster {
    /// The words of its longest name.
    pub words: Box<[u32]>,
    initials: u32,
    pub label: Option<Label>,
    pub traits: Traits,
    pub count: u32,
    /// Pronouns for a man, for a woman and for a thing.
    pub pronouns: [u32; 3],
    /// Whether a name is in it.
    pub named: bool,
    /// Its only span, until there are two.
    alone: Option<(End, u16)>,
    /// Its number, once it is handed out.
    number: Option<u32>,
    sentence: u32,
}

/// Quotations are numbered from 1; who says each, as far as is known.
pub(crate) type Speakers = Vec<(u32, Option<u32>)>;

/// All clusters of a text.
#[derive(Default)]
pub(crate) struct Clusters {
    pub all: Vec<Cluster>,
    /// Clusters with a name that has the word, the latest last.
    by_word: KeyMap<Vec<u32>>,
    by_initials: KeyMap<u32>,
    numbered: u32,
    /// Who says `I`, `we` and `you` outside of quotations.
    narrators: [Option<u32>; 3],
    /// The same in the quotation that was met last.
    voices: (u32, [Option<u32>; 3]),
    candidates: Candidates,
}

/// Most clusters with one word that are looked at.
const ALIKE: usize = 12;

impl Clusters {
    /// Puts the mentions from `first` on into clusters. `speakers` says who says a quotation: the token of a mention.
    pub fn resolve(
        &mut self, mentions: &mut [Mention], first: usize, speakers: &Speakers, chooser: &mut dyn Choose,
        found: &mut Vec<Found>, out: &mut Vec<Joined>,
    ) {
        for at in first..mentions.len() {
            let (kind, quoted) = (mentions[at].kind, mentions[at].quote > 0);
            if kind == Kind::Name || !quoted {
                self.place(mentions, at, None, chooser, found, out);
            }
        }
        for at in first..mentions.len() {
            if mentions[at].cluster.is_some() {
                continue;
            }
            let quote = mentions[at].quote;
            let of = speakers.iter().find(|(of, _)| *of == quote).and_then(|(_, token)| *token);
            let speaker = of.and_then(|token| {
                let from = mentions.partition_point(|it| it.token < token);
                mentions[from..].iter().take_while(|it| it.token == token).find_map(|it| it.cluster)
            });
            self.place(mentions, at, speaker, chooser, found, out);
        }
    }

    fn place(
        &mut self, mentions: &mut [Mention], at: usize, speaker: Option<u32>, chooser: &mut dyn Choose,
        found: &mut Vec<Found>, out: &mut Vec<Joined>,
    ) {
        let it = &mentions[at];
        let said = match (it.kind, it.pronoun) {
            (Kind::Name, _) => self.beside(mentions, at).or_else(|| self.name(it)),
            (_, Some((class @ (Class::I | Class::We | Class::You), _))) => self.voice(it, class, speaker),
            _ => match self.beside(mentions, at) {
                Some(said) => Some(said),
                None => self.antecedent(mentions, at, speaker, chooser),
            },
        };
        let (cluster, score, reason) = said.unwrap_or_else(|| {
            self.all.push(Cluster::default());
            (self.all.len() as u32 - 1, 9_000, Reason { rule: Cow::Borrowed("named first"), matched: None })
        });
        self.join(mentions, at, (cluster, score, reason), found, out);
    }

    /// Adds a mention to a cluster.
    fn join(
        &mut self, mentions: &mut [Mention], place: usize, (at, score, reason): (u32, u16, Reason),
        found: &mut Vec<Found>, out: &mut Vec<Joined>,
    ) {
        let mention = &mut mentions[place];
        mention.cluster = Some(at);
        if mention.kind == Kind::Name {
            self.index(mention, at);
        }
        let cluster = &mut self.all[at as usize];
        cluster.count += 1;
        cluster.sentence = mention.sentence;
        match mention.pronoun.map(|(class, _)| class) {
            Some(Class::He) => cluster.pronouns[0] += 1,
            Some(Class::She) => cluster.pronouns[1] += 1,
            Some(Class::It) => cluster.pronouns[2] += 1,
            _ => {}
        }
        cluster.traits.0 |= mention.traits.0;
        if cluster.label.is_none() {
            cluster.label = mention.label;
        }
        // A pronoun or a description becomes a span where it means the same as something else.
        if cluster.count == 1 && mention.span.is_none() {
            cluster.alone = Some((End::Later(mention.token), score));
            return;
        }
        let rule = "stands for something that is named elsewhere";
        let span = *mention.span.get_or_insert_with(|| span_of(mention.bytes.clone(), score, rule, found));
        if cluster.count == 1 {
            cluster.alone = Some((span, score));
            return;
        }
        let number = *cluster.number.get_or_insert_with(|| {
            self.numbered += 1;
            self.numbered - 1
        });
        if let Some((alone, score)) = cluster.alone.take() {
            let span = match alone {
                End::Later(token) => mentions
                    .iter_mut()
                    .find(|it| it.token == token && it.cluster == Some(at))
                    .map(|it| *it.span.get_or_insert_with(|| span_of(it.bytes.clone(), score, rule, found))),
                span => Some(span),
            };
            let reason = Reason { rule: Cow::Borrowed("named first"), matched: None };
            out.extend(span.map(|span| Joined { cluster: number, span, score, reason }));
        }
        out.push(Joined { cluster: number, span, score, reason });
    }

    /// After a batch, what was found in it is found earlier.
    pub fn settle(&mut self, index: impl Fn(usize) -> Option<usize>) {
        for cluster in &mut self.all {
            cluster.alone = match cluster.alone {
                Some((End::Here(at), score)) => index(at).map(|at| (End::Earlier(at), score)),
                Some((End::Later(_), _)) => None,
                other => other,
            };
        }
    }

    fn index(&mut self, mention: &Mention, at: u32) {
        let cluster = &mut self.all[at as usize];
        cluster.named = true;
        if mention.words.len() > cluster.words.len() {
            cluster.words = mention.words.clone();
            cluster.initials = mention.initials;
            cluster.label = mention.label.or(cluster.label);
        }
        for word in &mention.words {
            let of = self.by_word.entry(u64::from(*word)).or_default();
            if of.last() != Some(&at) {
                of.retain(|other| *other != at);
                of.push(at);
            }
        }
        if mention.initials != 0 {
            self.by_initials.insert(u64::from(mention.initials), at);
        }
    }

    /// The cluster of a name, by its words.
    fn name(&self, mention: &Mention) -> Option<(u32, u16, Reason)> {
        let says = |rule: &'static str| Reason { rule: Cow::Borrowed(rule), matched: None };
        let of = |word: u32| self.by_word.get(&u64::from(word)).into_iter().flatten().rev().take(ALIKE).copied();
        let fits = |at: &u32| {
            let cluster = &self.all[*at as usize];
            let of = Traits(cluster.traits.0);
            let sexes = |it: Traits| {
                (it.has(Traits::MAN) && !it.has(Traits::WOMAN), it.has(Traits::WOMAN) && !it.has(Traits::MAN))
            };
            let ((m, w), (man, woman)) = (sexes(of), sexes(mention.traits));
            !(m && woman || w && man)
        };
        let same = |at: &u32| *self.all[*at as usize].words == *mention.words;
        let last = *mention.words.last()?;
        if let Some(at) = of(last).find(same).filter(fits) {
            return Some((at, 9_500, says("the same name")));
        }
        let person = is_person(mention.label);
        let alike = |at: &u32| {
            let cluster = &self.all[*at as usize];
            cluster.named
                && fits(at)
                && kin(cluster.label, mention.label)
                && is_part(&cluster.words, &mention.words, person)
        };
        if let Some(at) = mention.words.iter().flat_map(|word| of(*word)).find(alike) {
            let rule = if person { "a part of the same person's name" } else { "a part of the same name" };
            return Some((at, 8_500, says(rule)));
        }
        if person {
            return None;
        }
        if mention.words.len() == 1
            && let Some(at) = self.by_initials.get(&u64::from(mention.head))
            && !is_person(self.all[*at as usize].label)
        {
            return Some((*at, 8_500, says("the initials of the name")));
        }
        let short = (mention.initials != 0).then(|| of(mention.initials).next()).flatten();
        let short =
            short.filter(|at| self.all[*at as usize].words.len() == 1 && !is_person(self.all[*at as usize].label));
        short.map(|at| (at, 8_500, says("the initials of the name")))
    }

    /// A name and a description that stand for each other: `Smith, a baker,`, `the baker Smith`, `Smith is a baker`.
    fn beside(&self, mentions: &[Mention], at: usize) -> Option<(u32, u16, Reason)> {
        use super::known::Look;
        let it = &mentions[at];
        let before = at.checked_sub(1).map(|at| &mentions[at]).filter(|other| other.sentence == it.sentence)?;
        let cluster = before.cluster?;
        let one_of_each =
            (it.kind == Kind::Name) != (before.kind == Kind::Name) && it.pronoun.is_none() && before.pronoun.is_none();
        let persons = |it: &Mention| it.traits.has(Traits::PERSON) || is_person(it.label);
        let alike =
            persons(it) == persons(before) && it.traits.has(Traits::PLURAL) == before.traits.has(Traits::PLURAL);
        if !one_of_each || !alike || it.quote != before.quote || before.possessive || before.tokens.is_empty() {
            return None;
        }
        let says = |rule: &'static str| Reason { rule: Cow::Borrowed(rule), matched: None };
        let gap = it.tokens.start.checked_sub(before.tokens.end)?;
        match gap {
            // A name of its own was found for the name before: it stays.
            0 if it.kind == Kind::Name && self.all[cluster as usize].count == 1 => {
                // What is known already by its name keeps its cluster.
                if self.name(it).is_some() {
                    None
                } else {
                    Some((cluster, 8_000, says("the description before the name")))
                }
            }
            1 if it.kind == Kind::Nominal
                && it.before.0 == Look::Comma
                && matches!(it.after.0, Look::Comma | Look::Stop | Look::Preposition | Look::Conjunction) =>
            {
                Some((cluster, 8_000, says("beside the name")))
            }
            1 if it.kind == Kind::Nominal && it.before.0 == Look::Auxiliary && it.indefinite => {
                Some((cluster, 7_500, says("what the name is said to be")))
            }
            _ => None,
        }
    }

    /// `I`, `we`, `you`: the one who says the quotation, or the one who writes.
    fn voice(&mut self, mention: &Mention, class: Class, speaker: Option<u32>) -> Option<(u32, u16, Reason)> {
        let says = |rule: &'static str| Reason { rule: Cow::Borrowed(rule), matched: None };
        let slot = match class {
            Class::I => 0,
            Class::We => 1,
            _ => 2,
        };
        if mention.quote > 0
            && class == Class::I
            && let Some(speaker) = speaker
        {
            return Some((speaker, 8_500, says("who says the quotation")));
        }
        let next = self.all.len() as u32;
        let of = if mention.quote == 0 {
            &mut self.narrators[slot]
        } else {
            if self.voices.0 != mention.quote {
                self.voices = (mention.quote, [None; 3]);
            }
            &mut self.voices.1[slot]
        };
        let known = of.is_some();
        let at = *of.get_or_insert(next);
        if !known {
            self.all.push(Cluster::default());
        }
        Some((at, 6_000, says("the same voice")))
    }

    /// What a pronoun or a description stands for, among what stands before it; rarely, behind.
    fn antecedent(
        &mut self, mentions: &[Mention], at: usize, speaker: Option<u32>, chooser: &mut dyn Choose,
    ) -> Option<(u32, u16, Reason)> {
        let mut candidates = std::mem::take(&mut self.candidates);
        let found = super::antecedent::choose(self, mentions, at, speaker, chooser, &mut candidates);
        self.candidates = candidates;
        let (to, score) = found?;
        let rule = match mentions[at].pronoun {
            Some((_, Form::Possessive)) => "a possessive for what was named",
            Some(_) => "a pronoun for what was named",
            None => "a description of what was named",
        };
        Some((mentions[to].cluster?, score, Reason { rule: Cow::Borrowed(rule), matched: None }))
    }
}

pub(crate) fn is_person(label: Option<Label>) -> bool {
    matches!(label, None | Some(Label::Person))
}

/// Whether names of these kinds may be of one thing.
fn kin(a: Option<Label>, b: Option<Label>) -> bool {
    let place = |label: Option<Label>| matches!(label, Some(Label::Gpe | Label::Loc | Label::Fac));
    is_person(a) == is_person(b) && place(a) == place(b)
}

/// Whether one name is a part of the other as people shorten names: for a person the first or the last word, or words left out
/// in between; else the beginning.
fn is_part(a: &[u32], b: &[u32], person: bool) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() || long.len() == short.len() {
        return false;
    }
    if !person {
        return long.starts_with(short) && (short.len() > 1 || long.len() == 2);
    }
    if short.len() == 1 {
        return long.last() == short.last() || long.first() == short.first();
    }
    let mut rest = long.iter();
    long.last() == short.last() && short.iter().all(|word| rest.any(|other| other == word))
}
