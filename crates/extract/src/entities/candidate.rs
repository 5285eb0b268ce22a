//! Candidates: rows of words that might be a name, cut where titles, nations and known names end.

use super::sentence::{Capitals, NAMES, Sentence};
use crate::lexicon::{Case, Sense, Senses};
use crate::pattern::grammar::Grammar;
use postil_core::structure::TokenKind;
use std::ops::Range;

/// A row of words that might be a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Tokens of the page.
    pub tokens: Range<usize>,
    /// What the dictionaries say of the whole row.
    pub listed: Senses,
    /// The title before it.
    pub title: Option<Range<usize>>,
}

/// Titles and names of the dictionaries compete for the same words: the longer phrase wins.
const PHRASES: Senses = NAMES.with(Senses::of(&[Sense::Title]));

/// Longest name, in tokens.
const LONGEST: usize = 14;

/// The candidates of a sentence, in order, disjoint.
pub(crate) fn candidates(sentence: &Sentence<'_>, mut found: impl FnMut(Candidate)) {
    let mut at = sentence.tokens.start;
    let mut title: Option<Range<usize>> = None;
    while at < sentence.tokens.end {
        if let Some(end) = election_end(sentence, at) {
            found(Candidate { tokens: at..end, listed: Sense::Event.into(), title: None });
            at = end;
            continue;
        }
        if !sentence.capitalised(at) && !is_listed_mixed(sentence, at) {
            let end = role_end(sentence, at);
            title = match end > at + 1 {
                true => Some(at..end),
                false => title.filter(|t| t.end == at && sentence.is(at, "-")),
            };
            at = end;
            continue;
        }
        let phrase = sentence.phrase(at, PHRASES);
        if let Some((end, senses)) = phrase
            && is_title(sentence, at..end, senses)
        {
            let start = title.filter(|t| t.end == at).map_or(at, |t| t.start);
            let end = office_end(sentence, end);
            title = Some(start..end);
            at = end;
            continue;
        }
        let here = title.take().filter(|t| t.end == at);
        match candidate(sentence, at, phrase, here.is_some()) {
            Some((tokens, listed)) => {
                at = tokens.end;
                found(Candidate { tokens, listed, title: here });
            }
            None => at += 1,
        }
    }
}

/// `2001 Italian general election`, `2016 referendum`: a year and a vote, with what stands between.
fn election_end(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let year = sentence.word(at)?.lexeme.as_ref().is_some_and(|l| l.has(Grammar::get().figures.year));
    if !year {
        return None;
    }
    let vote = |t: usize| {
        ["election", "elections", "referendum", "Election", "Elections", "Referendum", "primaries", "primary"]
            .iter()
            .any(|w| sentence.is(t, w))
    };
    let between = |t: usize| {
        let kind = [
            "general",
            "presidential",
            "parliamentary",
            "legislative",
            "federal",
            "local",
            "state",
            "municipal",
            "gubernatorial",
        ];
        sentence.capitalised(t) || kind.iter().any(|w| sentence.is(t, w))
    };
    let end = (at + 1..at + 8).find(|t| !between(*t) || vote(*t))?;
    (vote(end) && end > at).then_some(end + 1)
}

/// Names that begin in lower case are only found in the dictionaries: `iPhone`, `eBay`.
fn is_listed_mixed(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.word(at).is_some_and(|w| w.case == Case::Mixed && w.senses.any(NAMES))
}

/// A title stands before something; it is no part of `General Motors` or `Justice Department`.
fn is_title(sentence: &Sentence<'_>, tokens: Range<usize>, senses: Senses) -> bool {
    if !senses.has(Sense::Title) || senses.any(NAMES) && tokens.len() > 1 {
        return false;
    }
    let next = tokens.end;
    let head = sentence.capitalised(next)
        && sentence.has(next, Sense::OrganisationHead)
        && !sentence.has(next, Sense::Forename);
    let forename = sentence.has(tokens.start, Sense::Forename) && tokens.len() == 1;
    // "Guy", "Earl", "Dean" are forenames when no name follows that has a forename of its own.
    let is_forename = forename && sentence.capitalised(next) && !sentence.has(next, Sense::Forename);
    !head && !is_forename
}

/// `minister for Women and Equalities` before a name; otherwise the word in lower case alone.
fn role_end(sentence: &Sentence<'_>, at: usize) -> usize {
    if sentence.has(at, Sense::Role) { office_end(sentence, at + 1) } else { at + 1 }
}

/// `Minister of Education`, `Secretary of Health and Human Services`, before a name: the office belongs to the title.
fn office_end(sentence: &Sentence<'_>, end: usize) -> usize {
    let ordinary = |t: usize| {
        sentence.capitalised(t)
            && sentence.has(t, Sense::Word)
            && !sentence.senses(t).any(NAMES.with(Senses::of(&[Sense::Forename, Sense::Surname])))
    };
    if !(sentence.is(end, "of") || sentence.is(end, "for")) {
        return end;
    }
    let mut at = if sentence.is(end + 1, "the") { end + 2 } else { end + 1 };
    let first = at;
    // `Interior` may be unknown as a word: a forename behind it shows that it names the office.
    let forename = |t: usize| sentence.capitalised(t) && sentence.has(t, Sense::Forename);
    let unknown =
        |t: usize| sentence.capitalised(t) && !sentence.senses(t).any(NAMES) && !forename(t) && forename(t + 1);
    let office = |t: usize| ordinary(t) || unknown(t);
    while office(at) || at > first && (sentence.is(at, "and") || sentence.is(at, ",")) && office(at + 1) {
        at += 1;
    }
    let named = sentence.capitalised(at) && !sentence.has(at, Sense::Calendar);
    if at > first && named { at } else { end }
}

/// The candidate that begins at a capitalised word, if the word begins one.
fn candidate(
    sentence: &Sentence<'_>, at: usize, phrase: Option<(usize, Senses)>, after_title: bool,
) -> Option<(Range<usize>, Senses)> {
    let listed = phrase.filter(|(end, senses)| {
        senses.any(NAMES)
            && !(*end == at + 1 && sentence.has(at, Sense::Calendar) && !senses.has(Sense::Event))
            && !(is_possessive(sentence, end - 1) && (after_title || is_owner(sentence, *end)))
    });
    if let Some((end, senses)) = listed {
        return Some(around_listed(sentence, at, end, senses));
    }
    if sentence.capitals != Capitals::Names {
        return person_in_headline(sentence, at).map(|end| (at..end, Senses::NONE));
    }
    if !begins_name(sentence, at, after_title) {
        return None;
    }
    let end = run_end(sentence, at, at + 1);
    let end = before_known_person(sentence, at, end);
    Some((at..end, Senses::NONE))
}

fn is_possessive(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.word(at).is_some_and(|word| word.kind == TokenKind::Clitic)
}

/// Whether a forename and a possessive that end at `end` are somebody's, not a firm: `Levi's brother`.
fn is_owner(sentence: &Sentence<'_>, end: usize) -> bool {
    let of_people = [
        "brother",
        "brothers",
        "sister",
        "sisters",
        "mother",
        "father",
        "parents",
        "son",
        "sons",
        "daughter",
        "daughters",
        "children",
        "wife",
        "husband",
        "widow",
        "uncle",
        "aunt",
        "cousin",
        "friend",
        "friends",
        "family",
        "life",
        "death",
        "birthday",
        "eyes",
        "face",
        "hand",
        "hands",
        "head",
        "heart",
        "voice",
        "mind",
        "own",
    ];
    end > 1 && sentence.has(end - 2, Sense::Forename) && of_people.iter().any(|word| sentence.is(end, word))
}

/// In a headline only a forename with words that are no ordinary ones is tried.
fn person_in_headline(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let strange = |t: usize| {
        sentence.capitalised(t)
            && !sentence.senses(t).any(NAMES.with(Senses::of(&[
                Sense::Word,
                Sense::Opener,
                Sense::Title,
                Sense::Calendar,
            ])))
    };
    if sentence.capitals != Capitals::MostWords || !strange(at) {
        return None;
    }
    if !sentence.has(at, Sense::Forename) {
        // A surname is weighed; it takes the rest of the document to make it a name.
        return sentence.has(at, Sense::Surname).then_some(at + 1);
    }
    let mut end = at + 1;
    while end < at + 4 && strange(end) && !(end > at + 1 && begins_other_person(sentence, end)) {
        end += 1;
    }
    (end > at + 1).then_some(end)
}

/// A forename that is no surname, after a word that may be one: a list of people without commas.
fn begins_other_person(sentence: &Sentence<'_>, at: usize) -> bool {
    let forename_only = |t: usize| sentence.has(t, Sense::Forename) && !sentence.has(t, Sense::Surname);
    forename_only(at) && !sentence.has(at - 1, Sense::Forename)
}

/// A name from the dictionaries, alone or as the beginning of a longer one.
fn around_listed(sentence: &Sentence<'_>, at: usize, end: usize, senses: Senses) -> (Range<usize>, Senses) {
    let alone = (at..end, senses);
    if sentence.capitals != Capitals::Names {
        return alone;
    }
    let run = run_end(sentence, at, end);
    if run == end {
        return alone;
    }
    let last = sentence.senses(run - 1);
    let of = (end..run).find(|t| sentence.is(*t, "of") || sentence.is(*t, "for"));
    let of_head = of.is_some_and(|t| sentence.has(t - 1, Sense::OfHead));
    let head = last.any(HEADS) && sentence.capitalised(run - 1) || of_head;
    let single = end == at + 1;
    if senses.has(Sense::People) {
        // The nation stays outside `Foreign Ministry`; it belongs to `Islamic Jihad`.
        let government = if let Some(of) = of {
            sentence.has(of - 1, Sense::GovernmentHead)
        } else {
            last.has(Sense::GovernmentHead)
        };
        return if head && !government && run > end { (at..run, Senses::NONE) } else { alone };
    }
    if head {
        return (at..run, Senses::NONE);
    }
    let personal = Senses::of(&[Sense::Forename, Sense::Surname]);
    if single && senses.any(personal) && !senses.any(Senses::of(&[Sense::Country, Sense::Organisation])) {
        return (at..run, Senses::NONE);
    }
    if single && senses.any(Senses::of(&[Sense::Town, Sense::City])) && !sentence.has(end, Sense::Forename) {
        return (at..run, Senses::NONE);
    }
    alone
}

/// Words that say what a name is, at its end.
pub(crate) const HEADS: Senses =
    Senses::of(&[Sense::OrganisationHead, Sense::GpeHead, Sense::PlaceHead, Sense::FacilityHead, Sense::EventHead]);

/// Whether a capitalised word outside the dictionaries of names may begin one.
fn begins_name(sentence: &Sentence<'_>, at: usize, after_title: bool) -> bool {
    let Some(word) = sentence.word(at) else { return false };
    if word.senses.has(Sense::Calendar) {
        return is_forename_month(sentence, at);
    }
    if after_title {
        return true;
    }
    let personal = word.senses.any(Senses::of(&[Sense::Forename, Sense::Surname]));
    let next_named = sentence.capitalised(at + 1) && !sentence.has(at + 1, Sense::Calendar);
    if word.senses.has(Sense::Opener) {
        // "Will Smith", "Long Beach"; but "The Smiths", "But Smith".
        let inside = !sentence.opens(at);
        return next_named
            && (personal && word.senses.has(Sense::Forename) && sentence.has(at + 1, Sense::Surname)
                || inside && ends_with_head(sentence, at));
    }
    if word.case == Case::Initial {
        return next_named;
    }
    // A word shouted, not an acronym; a currency.
    let shouted = word.case == Case::Capitals && word.senses.has(Sense::Word);
    if shouted && !next_named || word.lexeme.as_ref().is_some_and(|l| l.has(Grammar::get().known.symbol)) {
        return false;
    }
    if !sentence.opens(at) {
        return true;
    }
    let ordinary = word.senses.has(Sense::Word) || sentence.page.words.in_lower_case(word.folded);
    if !ordinary {
        return true;
    }
    next_named
        && (ends_with_head(sentence, at) || word.senses.has(Sense::Forename) && !sentence.has(at + 1, Sense::Word))
}

/// `June Carter`, `Sun Yat Sen`: a word of the calendar that begins a person's name, not after a word of time.
fn is_forename_month(sentence: &Sentence<'_>, at: usize) -> bool {
    let known = ["Sun", "Jan", "April", "May", "June", "August"].contains(&sentence.slice(at));
    let other = NAMES.with(Senses::of(&[Sense::Title, Sense::Opener, Sense::Calendar, Sense::Word]));
    // `Wilson` is a town too.
    let (next, ordinary) =
        (sentence.senses(at + 1), Senses::of(&[Sense::Word, Sense::Opener, Sense::Country, Sense::City]));
    let is_surname = next.has(Sense::Surname) && !next.any(ordinary);
    let before = at.checked_sub(1).map_or("", |t| sentence.slice(t));
    let of_time = ["in", "on", "last", "this", "of", "since", "until", "by", "early", "late", "next"];
    known
        && sentence.capitalised(at + 1)
        && (is_surname || !next.any(other))
        && !of_time.iter().any(|word| word.eq_ignore_ascii_case(before))
        && !before.starts_with(|c: char| c.is_ascii_digit())
}

/// `Theresa May`, but not `told Theresa May 5 was free`, nor `told Theresa Monday`.
fn is_surname_month(sentence: &Sentence<'_>, at: usize) -> bool {
    let is_day = sentence.word(at + 1).is_some_and(|word| word.kind == TokenKind::Number);
    ["April", "May", "June", "August", "March"].contains(&sentence.slice(at))
        && sentence.has(at - 1, Sense::Forename)
        && !is_day
}

/// Whether the run from here ends with a word that says what it is.
fn ends_with_head(sentence: &Sentence<'_>, at: usize) -> bool {
    let end = run_end(sentence, at, at + 1);
    end > at + 1 && sentence.senses(end - 1).any(HEADS) && sentence.capitalised(end - 1)
}

/// The end of the capitalised words from `start`, with the small words that join them. `from` is the first token that is
/// not yet decided.
fn run_end(sentence: &Sentence<'_>, start: usize, from: usize) -> usize {
    let mut end = from;
    while end < sentence.tokens.end && end - start < LONGEST {
        let next = if extends(sentence, start, end) {
            end + 1
        } else if let Some(next) = joined(sentence, start, end) {
            next
        } else {
            break;
        };
        end = next;
    }
    end
}

/// Whether a capitalised word goes on with the name before it.
fn extends(sentence: &Sentence<'_>, start: usize, at: usize) -> bool {
    if !sentence.capitalised(at)
        || !sentence.page.word(at - 1).kind.eq(&TokenKind::Word) && !joins_after(sentence, at)
        || is_post_nominal(sentence.slice(at)) && !sentence.capitalised(at + 1)
    {
        return false;
    }
    let senses = sentence.senses(at);
    if senses.has(Sense::Calendar) {
        return is_surname_month(sentence, at);
    }
    let personal = Senses::of(&[Sense::Forename, Sense::Surname]);
    if senses.has(Sense::Opener) && !senses.any(personal) && !ends_soon_with_head(sentence, at) {
        return false;
    }
    // A person's name is under way: an ordinary word is no part of it, and a forename may begin the next.
    let opening = sentence.senses(start);
    if opening.has(Sense::Forename) && !opening.has(Sense::Word) {
        if senses.has(Sense::Word)
            && !senses.any(personal.with(HEADS).with(NAMES))
            && !ends_soon_with_head(sentence, at)
        {
            return false;
        }
        if at - start >= 2 && begins_other_person(sentence, at) {
            return false;
        }
    }
    if senses.has(Sense::Title) && !sentence.has(start, Sense::Forename) {
        let phrase = sentence.phrase(at, PHRASES);
        if phrase.is_some_and(|(end, senses)| is_title(sentence, at..end, senses) && sentence.capitalised(end)) {
            return false;
        }
    }
    // A nation after a name begins another name, unless an organisation's name is under way.
    !(senses.has(Sense::People)
        && sentence.phrase(at, NAMES).is_some_and(|(_, s)| s.has(Sense::People))
        && !ends_soon_with_head(sentence, at))
}

/// A stop of an initial or abbreviation, or a figure, does not part a name.
fn joins_after(sentence: &Sentence<'_>, at: usize) -> bool {
    matches!(sentence.page.word(at - 1).kind, TokenKind::Abbreviation | TokenKind::Clitic | TokenKind::Symbol)
        || sentence.slice(at - 1) == "&"
        || sentence.slice(at - 1) == ","
}

fn ends_soon_with_head(sentence: &Sentence<'_>, at: usize) -> bool {
    (at + 1..at + 4).take_while(|t| sentence.capitalised(*t)).any(|t| sentence.senses(t).any(HEADS))
}

/// A small word that joins what stands before it with a capitalised word behind it; the token after that word.
fn joined(sentence: &Sentence<'_>, start: usize, at: usize) -> Option<usize> {
    let last = sentence.senses(at - 1);
    let cap = |token: usize| {
        sentence.capitalised(token) && !sentence.senses(token).any(Senses::of(&[Sense::Calendar, Sense::Opener]))
    };
    match sentence.slice(at) {
        "of" if last.any(Senses::of(&[Sense::OfHead, Sense::OfPlace, Sense::OfEvent])) => {
            let next = if sentence.is(at + 1, "the") { at + 2 } else { at + 1 };
            cap(next).then_some(next + 1)
        }
        "for" if last.has(Sense::OfHead) => {
            let next = if sentence.is(at + 1, "the") { at + 2 } else { at + 1 };
            (cap(next) && !sentence.has(next, Sense::People)).then_some(next + 1)
        }
        "&" => cap(at + 1).then_some(at + 2),
        "and" => and_joins(sentence, start, at).then_some(at + 2),
        "'s" | "’s" | "‘s" => possessive_joins(sentence, start, at).then_some(at + 2),
        "," => {
            let suffix = sentence.word(at + 1).is_some() && is_suffix(sentence.slice(at + 1));
            suffix.then_some(at + 2)
        }
        _ if last.any(Senses::of(&[Sense::Opener])) => None,
        _ if sentence.has(at, Sense::Particle) && sentence.lower(at) => {
            let next = if sentence.has(at + 1, Sense::Particle) && sentence.lower(at + 1) { at + 2 } else { at + 1 };
            (cap(next) && !last.any(HEADS.with(Sense::Country.into()))).then_some(next + 1)
        }
        _ => None,
    }
}

/// `Inc.` and `Jr.` follow a comma.
pub(crate) fn is_suffix(word: &str) -> bool {
    matches!(
        word,
        "Inc."
            | "Inc"
            | "Ltd."
            | "Ltd"
            | "LLC"
            | "L.L.C."
            | "Corp."
            | "Co."
            | "Jr."
            | "Jr"
            | "Sr."
            | "Sr"
            | "PLC"
            | "LLP"
            | "L.P."
    )
}

/// What stands behind a person's name and is no part of it: seats, honours, degrees.
pub(crate) fn is_post_nominal(word: &str) -> bool {
    matches!(
        word,
        "MP" | "MEP"
            | "MSP"
            | "MLA"
            | "TD"
            | "QC"
            | "KC"
            | "OBE"
            | "MBE"
            | "CBE"
            | "KBE"
            | "DBE"
            | "FRS"
            | "PhD"
            | "Ph.D."
            | "MD"
            | "M.D."
            | "DDS"
            | "Esq"
            | "Esq."
            | "CPA"
            | "RN"
    )
}

/// `Health and Human Services`, `Food and Drug Administration`: ordinary words on both sides, and a name that has, or
/// will have, the head of an organisation.
fn and_joins(sentence: &Sentence<'_>, start: usize, at: usize) -> bool {
    let ordinary = |token: usize| {
        sentence.capitalised(token) && sentence.has(token, Sense::Word) && !sentence.senses(token).any(NAMES)
    };
    if !ordinary(at - 1) || !ordinary(at + 1) {
        return false;
    }
    let has_of = (start..at).any(|t| sentence.is(t, "of") || sentence.is(t, "for"));
    let all_ordinary = (start..at).all(|t| !sentence.capitalised(t) || sentence.has(t, Sense::Word));
    let head =
        (at + 2..at + 5).take_while(|t| sentence.capitalised(*t)).any(|t| sentence.has(t, Sense::OrganisationHead));
    has_of || all_ordinary && head && !sentence.has(at - 1, Sense::OrganisationHead)
}

/// `People's Party`, `St. Peter's Basilica`: but not `Turkey's Parliament`.
fn possessive_joins(sentence: &Sentence<'_>, start: usize, at: usize) -> bool {
    let next = at + 1;
    if !sentence.capitalised(next) {
        return false;
    }
    let head = (next..next + 4)
        .take_while(|t| sentence.capitalised(*t))
        .any(|t| sentence.senses(t).any(Senses::of(&[Sense::OrganisationHead, Sense::FacilityHead])));
    let owner = sentence.senses(at - 1);
    let ordinary = owner.has(Sense::Word) && !owner.any(NAMES.with(Senses::of(&[Sense::Forename, Sense::Surname])));
    let saint = at - start == 2 && sentence.is(start, "St.");
    head && (ordinary || saint)
}

/// Cuts a run of unknown words before a forename that begins a person's name: `Zorblat Hotel` stays, but in
/// `Congressman Tom` the title was already outside. Keeps runs whole unless a head stands right before the forename.
fn before_known_person(sentence: &Sentence<'_>, start: usize, end: usize) -> usize {
    (start + 1..end)
        .find(|t| {
            sentence.has(*t, Sense::Forename)
                && t + 1 < end
                && sentence.senses(t - 1).any(HEADS)
                && !sentence.lower(t - 1)
        })
        .unwrap_or(end)
}
