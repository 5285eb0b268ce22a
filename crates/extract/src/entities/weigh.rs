//! Weighing a candidate: which kinds of evidence speak.

use super::candidate::{Candidate, HEADS, is_suffix};
use super::evidence::{Evidence, Tally};
use super::sentence::{Capitals, NAMES, Sentence};
use crate::lexicon::{Case, Ending, Sense, Senses};
use std::ops::Range;

/// Everything but the rest of the document.
pub(crate) fn weigh(sentence: &Sentence<'_>, candidate: &Candidate) -> Tally {
    let mut tally = Tally::default();
    listed(sentence, candidate, &mut tally);
    // What the dictionaries know is not guessed at.
    if candidate.tokens.len() > 1 && !candidate.listed.any(NAMES) {
        inside(sentence, &candidate.tokens, &mut tally);
    }
    form(sentence, candidate, &mut tally);
    before(sentence, candidate, &mut tally);
    after(sentence, &candidate.tokens, &mut tally);
    tally
}

/// What the dictionaries say of the whole.
fn listed(sentence: &Sentence<'_>, candidate: &Candidate, tally: &mut Tally) {
    let tokens = &candidate.tokens;
    let single = tokens.len() == 1;
    let senses = if single { sentence.senses(tokens.start) } else { candidate.listed };
    let table = [
        (Sense::Country, Evidence::Country),
        (Sense::Region, Evidence::Region),
        (Sense::City, Evidence::City),
        (Sense::Place, Evidence::Place),
        (Sense::Facility, Evidence::Facility),
        (Sense::People, Evidence::People),
        (Sense::Organisation, Evidence::Organisation),
        (Sense::Event, Evidence::Event),
        (Sense::Thing, Evidence::Thing),
    ];
    for (sense, evidence) in table {
        if senses.has(sense) {
            tally.add_with(evidence, cue(tokens));
        }
    }
    if senses.has(Sense::Town) && !senses.any(Senses::of(&[Sense::City, Sense::Country, Sense::Region])) {
        tally.add_with(Evidence::Town, cue(tokens));
    }
    if single || candidate.listed.any(Senses::of(&[Sense::Surname])) {
        if senses.has(Sense::Forename) {
            tally.add_with(Evidence::Forename, cue(tokens));
        }
        if senses.has(Sense::Surname) {
            tally.add_with(Evidence::Surname, cue(tokens));
        }
    }
}

/// The words of a name of several.
fn inside(sentence: &Sentence<'_>, tokens: &Range<usize>, tally: &mut Tally) {
    let (first, last) = (tokens.start, tokens.end - 1);
    let head = sentence.senses(last);
    let comma = tokens.clone().find(|t| sentence.is(*t, "of") || sentence.is(*t, "for"));
    if is_company_form(sentence.slice(last)) {
        tally.add_with(Evidence::Company, cue(&(last..last + 1)));
    } else if let Some(of) = comma {
        let before = sentence.senses(of - 1);
        let word = cue(&(of - 1..of));
        if before.has(Sense::OfEvent) {
            tally.add_with(Evidence::EventOf, word);
        } else if before.has(Sense::OfHead) && !before.has(Sense::OfPlace) {
            tally.add_with(Evidence::OrganisationOf, word);
        } else if before.has(Sense::OfPlace) {
            tally.add_with(Evidence::PlaceOf, word);
        }
    } else {
        let table = [
            (Sense::OrganisationHead, Evidence::OrganisationHead),
            (Sense::GpeHead, Evidence::GpeHead),
            (Sense::PlaceHead, Evidence::PlaceHead),
            (Sense::FacilityHead, Evidence::FacilityHead),
            (Sense::EventHead, Evidence::EventHead),
        ];
        for (sense, evidence) in table {
            if head.has(sense) && sentence.capitalised(last) {
                tally.add_with(evidence, cue(&(last..last + 1)));
            }
        }
    }
    let opening = sentence.senses(first);
    if opening.has(Sense::EventLead) {
        tally.add_with(Evidence::EventLead, cue(&(first..first + 1)));
    }
    if opening.has(Sense::PlaceHead) && !head.any(HEADS) {
        tally.add_with(Evidence::PlaceFirst, cue(&(first..first + 1)));
    }
    if opening.has(Sense::FacilityHead) && !head.any(HEADS) {
        tally.add_with(Evidence::FacilityFirst, cue(&(first..first + 1)));
    }
    if opening.has(Sense::VesselLead) {
        tally.add_with(Evidence::VesselLead, cue(&(first..first + 1)));
    }
    if opening.has(Sense::Forename)
        && opening.has(Sense::Word)
        && !sentence.has(first + 1, Sense::Surname)
        && !sentence.has(first + 1, Sense::Word)
    {
        tally.add_with(Evidence::ForenameMaybe, cue(&(first..first + 1)));
    }
    if opening.has(Sense::Forename) && (!opening.has(Sense::Word) || sentence.has(first + 1, Sense::Surname)) {
        tally.add_with(Evidence::ForenameFirst, cue(&(first..first + 1)));
    }
    if head.has(Sense::Surname) && !head.any(HEADS) {
        tally.add_with(Evidence::SurnameLast, cue(&(last..last + 1)));
    }
    if tokens.clone().any(|t| sentence.page.word(t).case == Case::Initial) {
        tally.add(Evidence::InitialInside);
    }
    if let Some(at) = tokens.clone().find(|t| sentence.lower(*t) && sentence.has(*t, Sense::Particle)) {
        tally.add_with(Evidence::ParticleInside, cue(&(at..at + 1)));
    }
}

/// The legal form of a company, in English or another language.
fn is_company_form(word: &str) -> bool {
    let foreign = [
        "AB", "AG", "AS", "ASA", "BV", "B.V.", "GmbH", "KK", "NV", "N.V.", "Oy", "Oyj", "PLC", "plc", "SA", "S.A.",
        "SE", "SpA",
    ];
    foreign.contains(&word) || is_suffix(word) && !word.starts_with(['J', 'S'])
}

/// How it is written.
fn form(sentence: &Sentence<'_>, candidate: &Candidate, tally: &mut Tally) {
    let tokens = &candidate.tokens;
    let (first, last) = (tokens.start, tokens.end - 1);
    if sentence.capitals == Capitals::MostWords {
        tally.add(Evidence::Headline);
    }
    if sentence.opens(first) && candidate.title.is_none() && tokens.len() == 1 {
        tally.add(Evidence::OpensSentence);
    }
    let ordinary = |t: usize| {
        let senses = sentence.senses(t);
        (senses.has(Sense::Word) || senses.has(Sense::Opener)) && !senses.has(Sense::Calendar)
    };
    if tokens.len() > 1 {
        let words = || tokens.clone().filter(|t| sentence.capitalised(*t));
        let many = words().count();
        let known = words().filter(|t| ordinary(*t)).count();
        if candidate.listed.is_empty() {
            tally.add(match known {
                0 => Evidence::SeveralUnknown,
                n if n == many => Evidence::AllOrdinary,
                _ => Evidence::SomeOrdinary,
            });
        }
    } else {
        let word = sentence.page.word(first);
        if word.case == Case::Capitals && sentence.capitals == Capitals::Names && sentence.slice(first).len() <= 7 {
            tally.add(Evidence::Acronym);
        } else if !ordinary(first) {
            tally.add(Evidence::OneUnknown);
        } else if !word.senses.any(NAMES) && candidate.title.is_none() {
            tally.add(Evidence::OneOrdinary);
        }
    }
    match sentence.page.word(last).ending {
        Ending::Place => tally.add(Evidence::PlaceEnding),
        Ending::Person => tally.add(Evidence::PersonEnding),
        Ending::None => {}
    }
}

/// What stands before it.
fn before(sentence: &Sentence<'_>, candidate: &Candidate, tally: &mut Tally) {
    let tokens = &candidate.tokens;
    let first = tokens.start;
    if tokens.len() == 1
        && sentence.has(first, Sense::StateCode)
        && first >= sentence.tokens.start + 2
        && sentence.is(first - 1, ",")
        && sentence.capitalised(first - 2)
    {
        tally.add_with(Evidence::StateCode, cue(tokens));
    }
    if let Some(title) = &candidate.title {
        tally.add_with(Evidence::AfterTitle, cue(title));
        return;
    }
    let Some(at) = candidate.tokens.start.checked_sub(1).filter(|at| sentence.tokens.contains(at)) else { return };
    let here = at..at + 1;
    let senses = sentence.senses(at);
    if sentence.lower(at) {
        if senses.has(Sense::Role) {
            tally.add_with(Evidence::AfterRole, cue(&here));
        }
        if senses.has(Sense::OrganisationNoun) {
            tally.add_with(Evidence::AfterOrganisationNoun, cue(&here));
        }
        if senses.has(Sense::Report) {
            tally.add_with(Evidence::AfterReport, cue(&here));
        }
    }
    match sentence.slice(at) {
        "in" | "In" | "inside" | "throughout" | "across" | "within" => tally.add_with(Evidence::AfterIn, cue(&here)),
        "near" | "outside" | "around" | "toward" | "towards" | "into" | "at" | "Near" | "At" | "visit" | "visited"
        | "visiting" | "northern" | "southern" | "eastern" | "western" | "central" | "northwestern"
        | "northeastern" | "southwestern" | "southeastern" | "downtown" | "neighboring" | "neighbouring" | "nearby" => {
            tally.add_with(Evidence::AfterNear, cue(&here));
        }
        "from" | "to" | "From" => tally.add_with(Evidence::AfterFrom, cue(&here)),
        "of" if at > sentence.tokens.start && sentence.has(at - 1, Sense::PlaceNoun) => {
            tally.add_with(Evidence::AfterPlaceOf, cue(&(at - 1..at + 1)));
        }
        "the" | "The" => tally.add(Evidence::AfterThe),
        "(" => acronym_of(sentence, &candidate.tokens, at, tally),
        _ => {}
    }
}

/// `Zorb Blat Grimm (ZBG)`: the initials of the words before the bracket.
fn acronym_of(sentence: &Sentence<'_>, tokens: &Range<usize>, bracket: usize, tally: &mut Tally) {
    if sentence.is(tokens.end, ")")
        && tokens.len() == 1
        && has_initials(sentence, bracket, sentence.slice(tokens.start))
    {
        tally.add(Evidence::AcronymOf);
    }
}

/// Whether the capitalised words right before `end` have these initials.
fn has_initials(sentence: &Sentence<'_>, end: usize, initials: &str) -> bool {
    let mut wanted = initials.chars().rev().filter(|c| c.is_alphabetic());
    let mut at = end;
    let Some(mut next) = wanted.next() else { return false };
    while at > sentence.tokens.start && end - at < 12 {
        at -= 1;
        if !sentence.capitalised(at) {
            continue;
        }
        if !sentence.slice(at).starts_with(next) {
            return false;
        }
        match wanted.next() {
            Some(c) => next = c,
            None => return initials.chars().count() > 1,
        }
    }
    false
}

/// What stands behind it.
fn after(sentence: &Sentence<'_>, tokens: &Range<usize>, tally: &mut Tally) {
    let mut at = tokens.end;
    if sentence.is(at, "'s") || sentence.is(at, "’s") || sentence.is(at, "‘s") {
        tally.add(Evidence::Possessed);
        at += 1;
        if sentence.lower(at) && sentence.has(at, Sense::PlaceNoun) {
            tally.add_with(Evidence::BeforePlaceNoun, cue(&(at..at + 1)));
        }
        return;
    }
    let here = at..at + 1;
    let senses = sentence.senses(at);
    if sentence.lower(at) {
        let table = [
            (Sense::PlaceNoun, Evidence::BeforePlaceNoun),
            (Sense::OrganisationFollower, Evidence::BeforeOrganisationFollower),
            (Sense::Report, Evidence::BeforeReport),
            (Sense::PersonVerb, Evidence::BeforePersonVerb),
        ];
        for (sense, evidence) in table {
            if senses.has(sense) {
                tally.add_with(evidence, cue(&here));
            }
        }
    }
    match sentence.word(at).map(|_| sentence.slice(at)) {
        Some("who") => tally.add(Evidence::BeforeWho),
        Some("-") if sentence.page.glued(at) && ["based", "born"].iter().any(|w| sentence.is(at + 1, w)) => {
            tally.add(Evidence::BeforeBased);
        }
        Some("(")
            if tokens.len() > 1
                && sentence.is(at + 2, ")")
                && sentence.word(at + 1).is_some_and(|w| w.case == Case::Capitals)
                && has_initials(sentence, at, sentence.slice(at + 1)) =>
        {
            tally.add_with(Evidence::BeforeAcronym, cue(&(at + 1..at + 2)));
        }
        Some(",") => after_comma(sentence, at + 1, tally),
        _ => {}
    }
}

fn after_comma(sentence: &Sentence<'_>, at: usize, tally: &mut Tally) {
    let Some(word) = sentence.word(at) else { return };
    let bigger = Senses::of(&[Sense::Country, Sense::Region]);
    if sentence.capitalised(at)
        && let Some((end, senses)) = sentence.phrase(at, bigger)
        && senses.any(bigger)
        && !sentence.is(end, "and")
    {
        tally.add_with(Evidence::BeforeBigger, cue(&(at..end)));
        return;
    }
    match sentence.slice(at) {
        "who" | "whose" => tally.add(Evidence::BeforeWho),
        number if number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit()) && sentence.is(at + 1, ",") => {
            tally.add_with(Evidence::BeforeAge, cue(&(at..at + 1)));
        }
        _ => {
            let article = word.case == Case::Lower
                && ["a", "an", "the", "his", "her", "former"].iter().any(|w| sentence.is(at, w));
            let role = (at..at + 4)
                .take_while(|t| sentence.word(*t).is_some() && !sentence.is(*t, ","))
                .find(|t| sentence.has(*t, Sense::Role) && sentence.lower(*t));
            if let (true, Some(role)) = (article, role) {
                tally.add_with(Evidence::BeforeApposition, cue(&(role..role + 1)));
            }
        }
    }
}

fn cue(tokens: &Range<usize>) -> Range<u32> {
    tokens.start as u32..tokens.end as u32
}
