//! A sentence as the search for events sees it: its words, and who and what stands in it.

use super::gist::{Gist, Gists};
use crate::Label;
use crate::discourse::known::{Flag, Known, Look, Vocabulary};
use crate::discourse::mention::{Kind, Mention};
use crate::found::Found;
use crate::page::Page;
use std::ops::Range;

/// What may take part in an event: a name, a people, a description or a pronoun.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// Tokens of the page.
    pub tokens: Range<usize>,
    pub kind: Kind,
    pub label: Option<Label>,
    pub of: Of,
    /// The next candidate goes on with it: `Israel and Jordan`.
    pub joined: bool,
    /// It says whose the next words are: `Turkey’s president`, `Turkish troops`.
    pub owner: bool,
    /// And these are the next candidate.
    pub describes: bool,
}

/// Where a candidate was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Among the mentions of the batch.
    Mention(usize),
    /// Among what was found.
    Found(usize),
}

/// A page with what was found in it.
pub(crate) struct Stage<'a> {
    pub page: &'a Page,
    pub text: &'a str,
    pub vocabulary: &'a Vocabulary,
    pub gists: &'a Gists,
}

/// One sentence.
pub(crate) struct Scene<'a> {
    pub stage: &'a Stage<'a>,
    /// Tokens of the page.
    pub tokens: Range<usize>,
    /// By their places.
    pub candidates: Vec<Candidate>,
    /// Tokens of times, and which of what was found they are.
    pub times: Vec<(Range<usize>, usize)>,
}

impl Stage<'_> {
    /// The scenes of the page, sentence by sentence. `dropped` says what of `found` gave way to something else.
    pub fn scenes<'a>(
        &'a self, mentions: &'a [Mention], found: &'a [Found], dropped: &'a [bool],
    ) -> impl Iterator<Item = Scene<'a>> {
        let mut names: Vec<usize> = Vec::new();
        let mut times: Vec<usize> = Vec::new();
        for (at, it) in found.iter().enumerate() {
            match it.label {
                _ if dropped.get(at).is_some_and(|dropped| *dropped) => {}
                Label::Norp | Label::Person | Label::Org | Label::Gpe | Label::Loc | Label::Fac => names.push(at),
                Label::Date | Label::Time | Label::Duration | Label::Set => times.push(at),
                _ => {}
            }
        }
        postil_core::sort_by_key(&mut names, |at| found[*at].bytes.start);
        postil_core::sort_by_key(&mut times, |at| found[*at].bytes.start);
        let (mut mention, mut name, mut time) = (0, 0, 0);
        self.page.sentences.iter().map(move |tokens| {
            let mut candidates: Vec<Candidate> = Vec::new();
            while let Some(it) = mentions.get(mention).filter(|it| it.tokens.start < tokens.end) {
                // A description ends with a noun.
                let ends = it.tokens.end.checked_sub(1).is_some_and(|last| self.gists.get(self.page, last).content);
                // Capitals that nobody took for a name give way to the name in them: `President Vladimir Putin`.
                let of_name =
                    |at: &usize| it.bytes.start <= found[*at].bytes.start && found[*at].bytes.end <= it.bytes.end;
                let is_named = it.kind != Kind::Name || it.label.is_some();
                let is_own = is_named || !names.iter().any(of_name);
                if is_own && it.tokens.start >= tokens.start && (ends || it.kind != Kind::Nominal) {
                    candidates.push(Candidate {
                        tokens: it.tokens.clone(),
                        kind: it.kind,
                        label: it.label,
                        of: Of::Mention(mention),
                        joined: false,
                        owner: it.possessive,
                        describes: false,
                    });
                }
                mention += 1;
            }
            let end = self.page.tokens.get(tokens.end).map_or(usize::MAX, |next| next.start as usize);
            while let Some(at) = names.get(name).filter(|at| found[**at].bytes.start < end) {
                let inside = self.page.tokens_of(&found[*at].bytes);
                let covered = |it: &Candidate| it.tokens.start <= inside.start && inside.end <= it.tokens.end;
                if !inside.is_empty() && inside.start >= tokens.start && !candidates.iter().any(covered) {
                    candidates.push(Candidate {
                        tokens: inside,
                        kind: Kind::Name,
                        label: Some(found[*at].label),
                        of: Of::Found(*at),
                        joined: false,
                        owner: false,
                        describes: false,
                    });
                }
                name += 1;
            }
            postil_core::sort_by_key(&mut candidates, |it| (it.tokens.start, it.tokens.end));
            let mut of_times = Vec::new();
            while let Some(at) = times.get(time).filter(|at| found[**at].bytes.start < end) {
                let inside = self.page.tokens_of(&found[*at].bytes);
                if !inside.is_empty() && inside.start >= tokens.start {
                    of_times.push((inside, *at));
                }
                time += 1;
            }
            let mut scene = Scene { stage: self, tokens: tokens.clone(), candidates, times: of_times };
            scene.relate();
            scene
        })
    }
}

impl<'a> Scene<'a> {
    pub fn gist(&self, token: usize) -> Gist {
        self.stage.gists.get(self.stage.page, token)
    }

    pub fn known(&self, token: usize) -> Known {
        self.stage.vocabulary.get(self.stage.page, token)
    }

    pub fn slice(&self, token: usize) -> &'a str {
        self.stage.page.slice(self.stage.text, token)
    }

    /// How a word of the sentence looks, and its stem; an edge outside of it.
    pub fn look(&self, token: Option<usize>) -> (Look, u32) {
        token.filter(|at| self.tokens.contains(at)).map_or((Look::Edge, 0), |at| {
            let gist = self.gist(at);
            (gist.look, gist.stem)
        })
    }

    /// Whether a token is one of these words; they are in lower case.
    pub fn is(&self, token: usize, words: &[&str]) -> bool {
        let word = self.slice(token);
        words.iter().any(|it| word.eq_ignore_ascii_case(it))
    }

    /// The candidate that covers a token.
    pub fn candidate(&self, token: usize) -> Option<usize> {
        self.candidates.iter().position(|it| it.tokens.contains(&token))
    }

    /// Whether a word may say that something happens: no name has it, and no time.
    pub fn may_trigger(&self, token: usize) -> bool {
        let named = |it: &Candidate| it.kind == Kind::Name && it.tokens.contains(&token);
        self.gist(token).may_trigger
            && !self.candidates.iter().any(named)
            && !self.times.iter().any(|(tokens, _)| tokens.contains(&token))
    }

    /// The words that a name or a description stands behind: the preposition before it, determiners and what describes it
    /// passed over.
    pub fn governor(&self, of: &Candidate) -> Option<usize> {
        let mut at = of.tokens.start;
        for _ in 0..5 {
            at = at.checked_sub(1).filter(|at| self.tokens.contains(at))?;
            let gist = self.gist(at);
            match gist.look {
                Look::Preposition => return Some(at),
                Look::Determiner | Look::Lower | Look::Plural | Look::Capital | Look::Number | Look::Adverb
                    if !gist.pronoun => {}
                _ => return None,
            }
        }
        None
    }

    /// The candidate that another one only describes: the president of `the Turkish president`.
    pub fn head(&self, mut at: usize) -> usize {
        while self.candidates[at].describes {
            at += 1;
        }
        at
    }

    /// Says which candidates belong together.
    fn relate(&mut self) {
        for at in 0..self.candidates.len().saturating_sub(1) {
            let (from, to) = (self.candidates[at].tokens.end, self.candidates[at + 1].tokens.start);
            if from > to {
                continue;
            }
            let joins = (from..to).any(|token| self.is(token, &["and", "&"]));
            let only = (from..to).all(|token| {
                self.is(token, &["and", "&", ",", "the", "both", "a"]) || self.known(token).flags.has(Flag::Determiner)
            });
            // `A, B and C`: the comma counts where a conjunction follows.
            let listed = to == from + 1
                && self.is(from, &[","])
                && self.candidates.get(at + 2).is_some_and(|third| {
                    let end = self.candidates[at + 1].tokens.end;
                    end < third.tokens.start
                        && third.tokens.start < end + 4
                        && (end..third.tokens.start).any(|token| self.is(token, &["and"]))
                });
            self.candidates[at].joined = only && (joins || listed);
            let first = from + usize::from(self.candidates[at].owner);
            let near = first <= to
                && to - first < 4
                && (first..to).all(|token| {
                    let gist = self.gist(token);
                    gist.content && matches!(gist.look, Look::Lower | Look::Capital | Look::Plural)
                });
            if near {
                let next = &self.candidates[at + 1];
                let is_someone = next.kind == Kind::Nominal || next.label == Some(Label::Person);
                let it = &mut self.candidates[at];
                let of_many = matches!(it.label, Some(Label::Norp | Label::Gpe | Label::Org));
                it.owner |= from == to || it.label == Some(Label::Norp);
                it.describes = of_many && is_someone;
            }
        }
    }
}
