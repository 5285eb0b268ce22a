//! Who says it: the cue beside a quotation, and its speaker.

use crate::Label;
use crate::lexicon::{Sense, TokenCase};
use crate::page::Page;
use postil_core::structure::TokenKind;
use std::ops::Range;

/// How far from the marks a cue is looked for, in tokens.
const REACH: usize = 24;

/// The same where a clause with `that` lies between.
const FAR: usize = 60;

/// A cue and the one it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribution {
    /// Tokens of the page: `said`, `according to`.
    pub cue: Range<usize>,
    pub speaker: Option<Speaker>,
    /// Hundredths.
    pub score: u8,
    pub rule: &'static str,
}

/// Who speaks, as the text puts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// A name: an index into what was found.
    Name(usize),
    /// `he`, `she`: a token.
    Pronoun(usize),
}

/// What the search looks at.
pub(crate) struct Surroundings<'a> {
    pub page: &'a Page,
    pub text: &'a str,
    /// Names, sorted by start.
    pub names: &'a [(Range<usize>, usize, Label)],
}

impl Surroundings<'_> {
    /// The attribution of a quotation that covers `tokens`; `from` and `to` bound the sentences beside it.
    pub fn attribute(&self, tokens: Range<usize>, from: usize, to: usize) -> Option<Attribution> {
        let after = self.after(tokens.end, to);
        let before = || self.before(tokens.start, from);
        after.or_else(before)
    }

    fn slice(&self, token: usize) -> &str {
        self.page.slice(self.text, token)
    }

    fn is_report(&self, token: usize) -> bool {
        let word = self.page.word(token);
        word.senses.has(Sense::Report) && word.case == TokenCase::Lower
    }

    fn is_mark(&self, token: usize) -> bool {
        matches!(self.slice(token), "\"" | "“" | "”" | "„" | "«" | "»" | "``" | "''")
    }

    /// `” said X`, `” X said`, `”, according to X`.
    fn after(&self, end: usize, to: usize) -> Option<Attribution> {
        let mut at = end;
        let last_inside = (end >= 2).then(|| self.slice(end - 2));
        let stopped = last_inside.is_some_and(|t| t == ".");
        if at < to && self.slice(at) == "," {
            at += 1;
        } else if stopped {
            // The sentence ended inside the marks: what follows is another one.
            return None;
        }
        if self.is_according(at, to) {
            let speaker = self.name_from(at + 2, to);
            return Some(Attribution { cue: at..at + 2, speaker, score: 92, rule: "according to" });
        }
        let limit = to.min(at + REACH);
        for token in at..limit {
            if self.is_mark(token) || matches!(self.slice(token), ";" | ":") || self.ends(token) {
                return None;
            }
            if !self.is_report(token) {
                continue;
            }
            let cue = token..token + 1;
            if token == at {
                let speaker = self.name_from(token + 1, to).or_else(|| self.pronoun(token + 1, to));
                return Some(Attribution {
                    cue,
                    speaker,
                    score: 94,
                    rule: "a verb of saying right after the quotation",
                });
            }
            let speaker = self
                .subject(at..token)
                .or_else(|| self.name_from(token + 1, to).filter(|_| self.is_noun_phrase(at..token)));
            if speaker.is_some() || token - at <= 5 {
                return Some(Attribution {
                    cue,
                    speaker,
                    score: 92,
                    rule: "someone and a verb of saying after the quotation",
                });
            }
            return None;
        }
        None
    }

    /// `X said: “`, `X said that “`, and further away in the same sentence.
    fn before(&self, start: usize, from: usize) -> Option<Attribution> {
        let from = from.max(start.saturating_sub(FAR));
        let verb = (from..start)
            .rev()
            .take_while(|t| !self.ends(*t))
            .find(|t| self.is_report(*t) && !self.inside_mark(*t, start))?;
        let between: Vec<&str> = (verb + 1..start).map(|t| self.slice(t)).collect();
        let direct = between
            .iter()
            .all(|w| matches!(*w, "," | ":" | "that" | "as" | "-" | "—" | "them" | "him" | "her" | "me" | "us"));
        let ends_in_colon = between.last() == Some(&":");
        let far = between.len() > 3 && !ends_in_colon;
        // Far away only a clause with `that` is still what someone says.
        if between.len() > REACH && between.iter().take(4).all(|w| *w != "that") {
            return None;
        }
        let score = if direct {
            94
        } else if far {
            62
        } else {
            80
        };
        let rule = if direct {
            "a verb of saying right before the quotation"
        } else {
            "a verb of saying before the quotation"
        };
        let cue = if self.is_according_back(verb) { verb..verb + 2 } else { verb..verb + 1 };
        let speaker = self.subject(from..verb);
        if speaker.is_none() && far {
            return None;
        }
        Some(Attribution { cue, speaker, score, rule })
    }

    /// Whether a token between a verb and the quotation lies in other marks.
    fn inside_mark(&self, token: usize, start: usize) -> bool {
        (token + 1..start).filter(|t| self.is_mark(*t)).count() % 2 == 1
    }

    fn is_according(&self, at: usize, to: usize) -> bool {
        at + 1 < to && self.slice(at).eq_ignore_ascii_case("according") && self.slice(at + 1) == "to"
    }

    fn is_according_back(&self, verb: usize) -> bool {
        self.slice(verb).eq_ignore_ascii_case("according")
    }

    /// A full stop, a question mark: the end of a sentence.
    fn ends(&self, token: usize) -> bool {
        let kind = self.page.word(token).kind;
        kind == TokenKind::Punctuation && self.slice(token).ends_with(['.', '!', '?'])
    }

    /// The name that begins at `at`, after titles and small words; the last of a row such as `Turkey’s Erdoğan`.
    fn name_from(&self, at: usize, to: usize) -> Option<Speaker> {
        let limit = to.min(at + 12);
        let mut best: Option<(usize, Label)> = None;
        let mut token = at;
        while token < limit {
            let word = self.slice(token);
            if let Some((bytes, index, label)) = self.name_at(token) {
                let better = best.is_none_or(|(_, l)| l != Label::Person);
                if better && label != Label::Norp {
                    best = Some((index, label));
                }
                while token < limit && (self.page.tokens[token].start as usize) < bytes.end {
                    token += 1;
                }
                if best.is_some_and(|(_, l)| l == Label::Person) {
                    break;
                }
                continue;
            }
            if matches!(
                word,
                "," | "." | ";" | ":" | "(" | "in" | "on" | "at" | "after" | "during" | "when" | "as" | "who"
            ) || self.is_mark(token)
            {
                break;
            }
            token += 1;
        }
        best.map(|(index, _)| Speaker::Name(index)).or_else(|| self.pronoun(at, to))
    }

    fn pronoun(&self, at: usize, to: usize) -> Option<Speaker> {
        (at < to && is_pronoun(self.slice(at))).then_some(Speaker::Pronoun(at))
    }

    fn name_at(&self, token: usize) -> Option<(Range<usize>, usize, Label)> {
        let start = self.page.tokens[token].start as usize;
        let at = self.names.partition_point(|(bytes, ..)| bytes.end <= start);
        self.names.get(at).filter(|(bytes, ..)| bytes.start <= start).cloned()
    }

    /// The one who does what the verb behind `tokens` says: the nearest name or pronoun, but not one in a description set
    /// off by commas (`Smith, mayor of Leeds, said`) nor one after a preposition.
    fn subject(&self, tokens: Range<usize>) -> Option<Speaker> {
        let mut end = tokens.end;
        if end > tokens.start && self.slice(end - 1) == "," {
            let comma = (tokens.start..end - 1).rev().find(|t| self.slice(*t) == ",");
            end = comma.unwrap_or(end);
        }
        let mut fallback = None;
        for token in (tokens.start..end).rev() {
            if is_pronoun(self.slice(token)) && token + 4 >= end {
                return Some(Speaker::Pronoun(token));
            }
            if self.ends(token) {
                break;
            }
            if let Some((bytes, index, label)) = self.name_at(token) {
                let first = bytes.start == self.page.tokens[token].start as usize;
                if !first || label == Label::Norp {
                    continue;
                }
                let preposition = token > tokens.start && is_preposition(self.slice(token - 1));
                if !preposition && matches!(label, Label::Person | Label::Org | Label::Gpe) {
                    return Some(Speaker::Name(index));
                }
                fallback.get_or_insert(Speaker::Name(index));
            }
        }
        fallback.filter(|_| tokens.end - tokens.start <= 12)
    }

    /// Nothing but a short description, as in `” the old man told Smith`.
    fn is_noun_phrase(&self, tokens: Range<usize>) -> bool {
        tokens.is_empty()
    }
}

fn is_pronoun(word: &str) -> bool {
    matches!(word, "he" | "she" | "He" | "She" | "they" | "They" | "I" | "we" | "We")
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "at"
            | "with"
            | "from"
            | "by"
            | "for"
            | "to"
            | "on"
            | "near"
            | "against"
            | "over"
            | "about"
            | "and"
            | "after"
            | "before"
    )
}
