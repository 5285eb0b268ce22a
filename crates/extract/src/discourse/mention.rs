//! Mentions: names, nouns with what belongs to them, and pronouns, each with what tells who is meant.

use super::known::{Class, Flag, Form, Known, Look, Pronoun, Vocabulary};
use crate::Label;
use crate::found::Found;
use crate::lexicon::{Sense, fold};
use crate::page::Page;
use crate::quotes::End;
use postil_core::sort_by_key;
use std::ops::Range;

/// A mention is looked for within this many tokens from its first word.
const LONGEST: usize = 7;

/// What a mention is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Name,
    Nominal,
    Pronoun,
}

/// What speaks for a man, a woman, a thing or several, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits(pub u8);

impl Traits {
    pub const MAN: u8 = 1;
    pub const WOMAN: u8 = 2;
    pub const PERSON: u8 = 4;
    pub const GROUP: u8 = 8;
    pub const PLACE: u8 = 16;
    pub const PLURAL: u8 = 32;

    pub fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }
}

/// A stretch that stands for someone or something.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// Tokens of the page; of an earlier batch, empty.
    pub tokens: Range<usize>,
    pub bytes: Range<usize>,
    pub kind: Kind,
    pub label: Option<Label>,
    /// The span that it is, once there is one.
    pub span: Option<End>,
    pub pronoun: Option<Pronoun>,
    pub traits: Traits,
    /// The key of its head word.
    pub head: u32,
    /// The keys of the words of a name, clitics aside.
    pub words: Box<[u32]>,
    /// Letters that its words begin with, as a key, for names of two words and more.
    pub initials: u32,
    /// Sentences, paragraphs and tokens are numbered over the whole text.
    pub sentence: u32,
    pub part: u32,
    pub token: u32,
    /// Its place among the mentions of its sentence.
    pub nth: u32,
    /// Verbs, commas and conjunctions before it in the whole text, as far as they look like it.
    pub passed: [u32; 3],
    /// The quotation that it stands in, from 1; 0 outside of all.
    pub quote: u32,
    pub before: (Look, u32),
    pub after: (Look, u32),
    /// A preposition stands before it.
    pub governed: bool,
    /// A possessive stands behind it.
    pub possessive: bool,
    pub indefinite: bool,
    /// The cluster that it is in, once it is in one.
    pub cluster: Option<u32>,
}

/// What numbers of a batch are counted from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Base {
    pub sentence: u32,
    pub part: u32,
    pub token: u32,
    pub quote: u32,
    /// As in [`Mention::passed`].
    pub passed: [u32; 3],
}

/// Finds the mentions of a page, in the order of the text. `found` holds the names; `quoted` the outermost quotations, by start.
pub(crate) fn collect(
    page: &Page, text: &str, vocabulary: &Vocabulary, found: &[Found], quoted: &[Range<usize>], base: &mut Base,
    out: &mut Vec<Mention>,
) {
    let mut counted = 0;
    let mut names: Vec<usize> = (0..found.len()).filter(|at| found[*at].label.is_name()).collect();
    sort_by_key(&mut names, |at| found[*at].bytes.start);
    let mut name = 0;
    for (at, tokens) in page.sentences.iter().enumerate() {
        let finder = Finder { page, text, vocabulary, tokens: tokens.clone() };
        let mut nth = 0;
        let mut token = tokens.start;
        while token < tokens.end {
            let start = page.tokens[token].start as usize;
            while names.get(name).is_some_and(|of| found[*of].bytes.end <= start) {
                name += 1;
            }
            // A name that ends a description is no description: `the World Health Organization`.
            let described = |token: usize| {
                let named = |it: &Mention| {
                    let next = names.get(name).map(|of| &found[*of].bytes);
                    next.is_some_and(|next| next.start < it.bytes.end && it.bytes.end <= next.end)
                };
                finder.nominal(token).filter(|(it, _)| !named(it))
            };
            let of = names.get(name).copied().filter(|of| found[*of].bytes.start <= start);
            let (mut mention, next) = match of {
                Some(of) => {
                    let inside = page.tokens_of(&found[of].bytes);
                    let next = inside.end.max(token + 1);
                    if inside.is_empty() || found[of].label == Label::Norp {
                        match finder.nominal(token) {
                            Some((mention, _)) if found[of].label == Label::Norp => {
                                let next = mention.tokens.end.max(next);
                                (mention, next)
                            }
                            _ => match finder.unnamed(token) {
                                Some(it) => it,
                                None => {
                                    token = next;
                                    continue;
                                }
                            },
                        }
                    } else {
                        (finder.name(inside, &found[of], of), next)
                    }
                }
                None => match finder.pronoun(token).or_else(|| described(token)).or_else(|| finder.unnamed(token)) {
                    Some(it) => it,
                    None => {
                        token += 1;
                        continue;
                    }
                },
            };
            mention.sentence = base.sentence + at as u32;
            mention.part = base.part + page.part_of(mention.bytes.start) as u32;
            mention.token = base.token + mention.tokens.start as u32;
            mention.nth = nth;
            while counted < mention.tokens.start {
                match vocabulary.get(page, counted).look {
                    Look::Said | Look::Auxiliary | Look::Past => base.passed[0] += 1,
                    Look::Comma => base.passed[1] += 1,
                    Look::Conjunction => base.passed[2] += 1,
                    _ => {}
                }
                counted += 1;
            }
            mention.passed = base.passed;
            let quote = quoted.partition_point(|quote| quote.end <= mention.bytes.start);
            let inside = quoted.get(quote).is_some_and(|quote| quote.start <= mention.bytes.start);
            mention.quote = if inside { base.quote + quote as u32 + 1 } else { 0 };
            nth += 1;
            out.push(mention);
            token = next.max(token + 1);
        }
    }
}

struct Finder<'a> {
    page: &'a Page,
    text: &'a str,
    vocabulary: &'a Vocabulary,
    /// The sentence.
    tokens: Range<usize>,
}

impl Finder<'_> {
    fn known(&self, token: usize) -> Option<Known> {
        self.tokens.contains(&token).then(|| self.vocabulary.get(self.page, token))
    }

    fn around(&self, at: Option<usize>) -> (Look, u32) {
        at.and_then(|at| self.known(at)).map_or((Look::Edge, 0), |known| (known.look, known.key))
    }

    fn mention(&self, tokens: Range<usize>, kind: Kind) -> Mention {
        let clitic = |at: usize| self.known(at).is_some_and(|it| it.look == Look::Clitic);
        let possessive = clitic(tokens.end) && self.page.slice(self.text, tokens.end).ends_with(['s', '\'', '’']);
        let after = if possessive { tokens.end + 1 } else { tokens.end };
        let before = tokens.start.checked_sub(1);
        Mention {
            bytes: self.page.bytes(&tokens),
            kind,
            label: None,
            span: None,
            pronoun: None,
            traits: Traits::default(),
            head: 0,
            words: Box::default(),
            initials: 0,
            sentence: 0,
            part: 0,
            token: 0,
            nth: 0,
            passed: [0; 3],
            quote: 0,
            before: self.around(before),
            after: self.around(Some(after)),
            governed: self.around(before).0 == Look::Preposition,
            possessive,
            indefinite: false,
            cluster: None,
            tokens,
        }
    }

    fn name(&self, tokens: Range<usize>, found: &Found, at: usize) -> Mention {
        let mut mention = self.mention(tokens.clone(), Kind::Name);
        mention.span = Some(End::Here(at));
        mention.label = Some(found.label);
        let mut words = Vec::with_capacity(tokens.len());
        let mut initials = Vec::new();
        let mut traits = match found.label {
            Label::Person => Traits::PERSON,
            Label::Org => Traits::GROUP,
            Label::Gpe | Label::Loc | Label::Fac => Traits::PLACE,
            _ => 0,
        };
        for token in tokens.clone() {
            let known = self.vocabulary.get(self.page, token);
            if !known.lettered && known.look != Look::Number {
                continue;
            }
            words.push(known.key);
            if !known.lower {
                initials.extend(self.page.slice(self.text, token).chars().next());
            }
        }
        if found.label == Label::Person {
            // Titles stand before a name, or are its first word.
            let mut title = tokens.start;
            while title > self.tokens.start && tokens.start - title < 3 {
                let known = self.vocabulary.get(self.page, title - 1);
                if !(known.lettered && known.look == Look::Capital) {
                    break;
                }
                title -= 1;
            }
            if title < tokens.start {
                mention.before = self.around(title.checked_sub(1));
                mention.governed = mention.before.0 == Look::Preposition;
            }
            let titled =
                |flag: Flag| (title..tokens.start + 1).any(|at| self.vocabulary.get(self.page, at).flags.has(flag));
            let first = self.vocabulary.get(self.page, tokens.start).flags;
            if titled(Flag::WomanTitle) {
                traits |= Traits::WOMAN;
            } else if titled(Flag::ManTitle) {
                traits |= Traits::MAN;
            } else if first.has(Flag::WomanName) {
                traits |= Traits::WOMAN;
            } else if first.has(Flag::ManName) {
                traits |= Traits::MAN;
            }
        }
        mention.traits = Traits(traits);
        mention.head = words.last().copied().unwrap_or_default();
        if initials.len() > 1 {
            let initials: String = initials.into_iter().collect();
            mention.initials = key_of(&initials);
        }
        mention.words = words.into();
        mention
    }

    fn pronoun(&self, token: usize) -> Option<(Mention, usize)> {
        let known = self.known(token)?;
        let (class, mut form) = known.pronoun?;
        let mut mention = self.mention(token..token + 1, Kind::Pronoun);
        if class == Class::She && form == Form::Possessive {
            // `her` is both: before a word that may begin what is hers it is a possessive.
            let hers =
                matches!(mention.after.0, Look::Lower | Look::Plural | Look::Past | Look::Capital | Look::Progressive);
            form = if hers { Form::Possessive } else { Form::Object };
        }
        mention.pronoun = Some((class, form));
        mention.head = known.key;
        mention.traits = Traits(match class {
            Class::He => Traits::MAN | Traits::PERSON,
            Class::She => Traits::WOMAN | Traits::PERSON,
            Class::It => 0,
            Class::They | Class::We => Traits::PLURAL,
            Class::I | Class::You => Traits::PERSON,
        });
        // What is his or hers may be someone too: `his wife`.
        let next = token + 1;
        Some((mention, next))
    }

    /// Words with capitals beside a verb of saying are someone, whatever nobody took them for: `“Yes,” Weary drawled`.
    fn unnamed(&self, token: usize) -> Option<(Mention, usize)> {
        let capital = |at: usize| self.known(at).is_some_and(|it| it.lettered && it.look == Look::Capital);
        if !capital(token) || token.checked_sub(1).is_some_and(capital) {
            return None;
        }
        let end = (token..token + 4).find(|at| !capital(*at)).unwrap_or(token + 4);
        let looks = |at: Option<usize>| at.and_then(|at| self.known(at)).map(|it| it.look);
        let before = token.checked_sub(1);
        let says = looks(before) == Some(Look::Said) || looks(Some(end)) == Some(Look::Said);
        let acts = looks(Some(end)) == Some(Look::Past) || looks(before) == Some(Look::Past);
        let marked = |at: Option<usize>| matches!(looks(at), None | Some(Look::Mark));
        let beside = marked(before) || before.is_some_and(|at| marked(at.checked_sub(1)));
        let opener = self.page.word(token).senses.has(Sense::Opener) && token + 1 == end;
        if opener || !(says || acts && beside) {
            return None;
        }
        let mut mention = self.mention(token..end, Kind::Name);
        mention.words = (token..end).filter_map(|at| self.known(at)).map(|it| it.key).collect();
        mention.head = mention.words.last().copied().unwrap_or_default();
        mention.traits = Traits(Traits::PERSON);
        Some((mention, end))
    }

    /// `the old man`, `her mother`, `officials`: the words up to a noun that is listed.
    fn nominal(&self, token: usize) -> Option<(Mention, usize)> {
        let first = self.known(token)?;
        let before = token.checked_sub(1).and_then(|at| self.known(at));
        let begins = first.look == Look::Determiner;
        // A possessive pronoun was a mention of its own; the description begins with it.
        let owned =
            before.is_some_and(|it| matches!(it.pronoun, Some((_, Form::Possessive))) || it.look == Look::Clitic);
        let mut head = None;
        let from = if begins { token + 1 } else { token };
        for at in from..(from + LONGEST).min(self.tokens.end) {
            let Some(known) = self.known(at) else { break };
            if known.is_noun() && (known.lower || at > token) {
                head = Some(at);
                continue;
            }
            let hyphen = self.page.slice(self.text, at) == "-" && self.page.glued(at);
            let describes = known.lettered
                && matches!(
                    known.look,
                    Look::Lower | Look::Past | Look::Progressive | Look::Capital | Look::Plural | Look::Adverb
                )
                || known.look == Look::Number
                || hyphen;
            if head.is_some() || !describes {
                break;
            }
        }
        let head = head?;
        let known = self.vocabulary.get(self.page, head);
        if !begins && !owned {
            // Without a word that begins it only several people, or one beside a verb of saying, are someone.
            let says = |at: Option<usize>| at.and_then(|at| self.known(at)).is_some_and(|it| it.look == Look::Said);
            let alone = head == token || head == token + 1 && first.look == Look::Capital;
            if !(alone && (known.plural || says(Some(head + 1)) || says(token.checked_sub(1)))) {
                return None;
            }
        }
        let start = if owned && !begins && before.is_some_and(|it| it.pronoun.is_some()) { token - 1 } else { token };
        let mut mention = self.mention(start..head + 1, Kind::Nominal);
        let mut traits = if known.role { Traits::PERSON } else { Traits::GROUP };
        let slice = self.page.slice(self.text, head);
        if known.flags.has(Flag::Man) || slice.ends_with("man") {
            traits |= Traits::MAN;
        }
        if known.flags.has(Flag::Woman) || slice.ends_with("woman") {
            traits |= Traits::WOMAN;
        }
        if known.plural {
            traits |= Traits::PLURAL;
        }
        mention.traits = Traits(traits);
        mention.head = known.key;
        mention.words = (start..head + 1)
            .filter_map(|at| self.known(at))
            .filter(|it| it.lettered && it.look != Look::Determiner && it.pronoun.is_none())
            .map(|it| it.key)
            .collect();
        let opener = self.page.slice(self.text, token);
        mention.indefinite =
            begins && !opener.eq_ignore_ascii_case("the") && !opener.to_ascii_lowercase().starts_with("th");
        Some((mention, head + 1))
    }
}

/// What a mention is in its clause, as far as the words around it show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Subject,
    Object,
    /// Behind a preposition.
    Oblique,
    Possessive,
    Other,
}

impl Mention {
    pub fn role(&self) -> Role {
        match self.pronoun {
            Some((_, Form::Possessive)) => return Role::Possessive,
            Some((Class::He | Class::She | Class::They | Class::I | Class::We, Form::Subject)) => return Role::Subject,
            _ => {}
        }
        let acts = matches!(self.after.0, Look::Said | Look::Auxiliary | Look::Past | Look::Adverb);
        match self.before.0 {
            _ if self.possessive => Role::Possessive,
            Look::Preposition => Role::Oblique,
            _ if acts => Role::Subject,
            Look::Said | Look::Auxiliary | Look::Past | Look::Lower | Look::Plural | Look::Progressive => Role::Object,
            _ => Role::Other,
        }
    }
}

/// The key of some letters, folded, as that of a word.
pub(crate) fn key_of(letters: &str) -> u32 {
    let key = fold::key(letters);
    (key ^ (key >> 32)) as u32
}

/// Whether the dictionaries know a word as a verb of saying.
pub(crate) fn is_report(page: &Page, token: usize) -> bool {
    page.word(token).senses.has(Sense::Report)
}
