//! PERSON, ORG, GPE, LOC, FAC, NORP, EVENT and MISC, by dictionaries, forms and the words around.

mod candidate;
mod evidence;
mod memory;
mod sentence;
mod weigh;

use crate::found::Found;
use crate::lexicon::{Sense, Senses};
use crate::page::Page;
use crate::{Label, Reason};
use candidate::Candidate;
pub(crate) use evidence::Evidence;
use evidence::{THRESHOLD, Tally};
use memory::Memory;
use postil_core::structure::TokenKind;
pub(crate) use sentence::{Capitals, NAMES, Sentence};
use std::borrow::Cow;
use std::ops::Range;

/// A sum and a lead from which a name is remembered for the rest of the document.
const SURE: (i16, i16) = (40, 20);

/// A suggestion that is right less often than this, in ten-thousandths, is not worth reading.
const LEAST: u16 = 3_300;

/// Most reasons that are named.
const REASONS: usize = 3;

/// What is remembered between batches, and a buffer that is used again.
#[derive(Default)]
pub(crate) struct Names {
    memory: Memory,
    weighed: Vec<(usize, Candidate, Tally)>,
}

/// A row of words that was weighed.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    /// Tokens of the page.
    pub tokens: Range<usize>,
    /// The title before it.
    pub title: Option<Range<usize>>,
    pub label: Label,
    /// Ten-thousandths.
    pub score: u16,
    /// Whether it is strong enough to be said.
    pub said: bool,
    pub tally: Tally,
}

/// Finds the names of a page by rules alone.
pub(crate) fn find(page: &Page, text: &str, judged: &[Judged], out: &mut Vec<Found>) {
    for Judged { tokens, label, score, tally, .. } in judged.iter().filter(|judged| judged.said) {
        out.push(Found {
            bytes: page.bytes(tokens),
            label: *label,
            score: *score,
            value: None,
            reasons: reasons(page, text, tally, *label),
        });
    }
}

/// Whether the rules saw an election with its year, which is a name as a whole: `2001 Italian general election`.
pub(crate) fn is_election(page: &Page, judged: &Judged) -> bool {
    judged.said && judged.label == Label::Event && page.word(judged.tokens.start).kind == TokenKind::Number
}

/// Whether the rules saw a listed organisation in whose own form names are joined, or have a possessive: `Johnson & Johnson`,
/// `McDonald's`.
pub(crate) fn is_composed_firm(page: &Page, text: &str, judged: &Judged) -> bool {
    let joins = |token: usize| page.word(token).kind == TokenKind::Clitic || page.slice(text, token) == "&";
    judged.said
        && judged.label == Label::Org
        && judged.tally.fired().iter().any(|(evidence, ..)| *evidence == Evidence::Organisation)
        && judged.tokens.clone().any(joins)
}

/// A person's name without honours behind it, without the title that the rules see before it, and with a month that they see as a
/// forename or surname.
pub(crate) fn bare_person<'a>(
    page: &Page, text: &str, span: Range<usize>, judged: impl FnOnce(usize) -> Option<&'a Judged>,
) -> Range<usize> {
    let Range { mut start, mut end } = span;
    while end > start + 1 && candidate::is_post_nominal(page.slice(text, end - 1)) {
        end -= 1;
    }
    // The last word is of the name, whatever stands before it.
    let Some(Judged { tokens, title, label, said, .. }) = judged(end - 1) else { return start..end };
    if title.as_ref().is_some_and(|title| title.end == tokens.start) && (start..end).contains(&tokens.start) {
        start = tokens.start;
    }
    let is_month = |token: usize| page.word(token).senses.has(Sense::Calendar);
    if *said && *label == Label::Person {
        if tokens.start == start && (end..tokens.end).all(is_month) {
            end = tokens.end.max(end);
        } else if tokens.end == end && (tokens.start..start).all(is_month) {
            start = tokens.start.min(start);
        }
    }
    start..end
}

/// Whether a row of words is the rest of a title, and so names an office: `Secretary of [State for Health]`.
pub(crate) fn is_office(sentence: &Sentence<'_>, tokens: &Range<usize>) -> bool {
    let titled = Senses::of(&[Sense::Title, Sense::Role]);
    let [Some(of), Some(title)] = [1, 2].map(|back| tokens.start.checked_sub(back)) else { return false };
    sentence.is(tokens.start, "State")
        && sentence.is(of, "of")
        && sentence.word(title).is_some_and(|it| it.senses.any(titled))
}

/// Which sort of place a name is, given that it is one: GPE, LOC or FAC.
pub(crate) fn place(sentence: &Sentence<'_>, tokens: Range<usize>, names: &Names) -> Label {
    let listed = sentence.phrase(tokens.start, NAMES).filter(|(end, _)| *end == tokens.end);
    let candidate =
        Candidate { tokens: tokens.clone(), listed: listed.map_or(Senses::NONE, |(_, senses)| senses), title: None };
    let mut tally = weigh::weigh(sentence, &candidate);
    names.memory.consult(sentence, tokens, None, &mut tally);
    let sums = tally.sums();
    let of = |label: Label| sums[label as usize];
    if of(Label::Fac) > of(Label::Gpe) && of(Label::Fac) >= of(Label::Loc) {
        Label::Fac
    } else if of(Label::Loc) > of(Label::Gpe) {
        Label::Loc
    } else {
        Label::Gpe
    }
}

/// Weighs the candidates of a page. Names that are sure anywhere on the page help with the others.
pub(crate) fn judge(page: &Page, text: &str, names: &mut Names, out: &mut Vec<Judged>) {
    out.clear();
    let mut weighed = std::mem::take(&mut names.weighed);
    weighed.clear();
    for (at, tokens) in page.sentences.iter().enumerate() {
        let sentence = Sentence::new(page, text, tokens.clone());
        candidate::candidates(&sentence, |candidate| {
            let tally = weigh::weigh(&sentence, &candidate);
            if is_sure(&tally, candidate.tokens.len()) {
                names.memory.remember(&sentence, candidate.tokens.clone(), tally.best().0);
            }
            names.memory.gather(&sentence, candidate.tokens.clone(), &tally);
            weighed.push((at, candidate, tally));
        });
    }
    let mut current: Option<(usize, Sentence<'_>)> = None;
    for place in 0..weighed.len() {
        let beside = beside(page, text, &weighed, place);
        let (at, candidate, mut tally) = weighed[place].clone();
        if current.as_ref().is_none_or(|(of, _)| *of != at) {
            current = Some((at, Sentence::new(page, text, page.sentences[at].clone())));
        }
        let Some((_, sentence)) = &current else { continue };
        let own = is_sure(&tally, candidate.tokens.len()).then(|| tally.best().0);
        names.memory.consult(sentence, candidate.tokens.clone(), own, &mut tally);
        if let Some(evidence) = beside {
            tally.add(evidence);
        }
        let (label, sum, lead) = tally.best();
        let score = score(label, sum, lead);
        let said = sum >= THRESHOLD && score >= LEAST;
        out.push(Judged { tokens: candidate.tokens, title: candidate.title, label, score, said, tally });
    }
    names.weighed = weighed;
}

/// Whether a candidate may help with others: several words that look like a person are enough.
fn is_sure(tally: &Tally, words: usize) -> bool {
    let (label, sum, lead) = tally.best();
    sum >= SURE.0 && lead >= SURE.1 || label == Label::Person && words > 1 && sum >= 24 && lead >= 16
}

/// What a list says: names that only commas and `and` part are of one kind.
fn beside(page: &Page, text: &str, weighed: &[(usize, Candidate, Tally)], at: usize) -> Option<Evidence> {
    let (sentence, candidate, tally) = &weighed[at];
    let (_, sum, lead) = tally.best();
    if sum >= SURE.0 && lead >= SURE.1 {
        return None;
    }
    let listed_with = |other: Option<&(usize, Candidate, Tally)>| {
        let (of, neighbour, tally) = other?;
        let (first, second) = if neighbour.tokens.start < candidate.tokens.start {
            (neighbour, candidate)
        } else {
            (candidate, neighbour)
        };
        let between = first.tokens.end..second.tokens.start;
        let joined = !between.is_empty()
            && between.len() <= 3
            && second.title.is_none()
            && between.clone().all(|t| matches!(page.slice(text, t), "," | "and" | "or" | "/" | "&" | "the"));
        let (label, sum, lead) = tally.best();
        if of != sentence || !joined || sum < SURE.0 || lead < SURE.1 {
            return None;
        }
        match label {
            Label::Person => Some(Evidence::BesidePerson),
            Label::Org => Some(Evidence::BesideOrg),
            Label::Gpe => Some(Evidence::BesideGpe),
            _ => None,
        }
    };
    let before = at.checked_sub(1).and_then(|at| weighed.get(at));
    listed_with(before).or_else(|| listed_with(weighed.get(at + 1)))
}

/// From the sum and the lead over the next label to a probability, by a line for each label that was fitted on development
/// texts (logistic regression of "right or wrong" on the strength).
fn score(label: Label, sum: i16, lead: i16) -> u16 {
    let strength = f64::from(sum.min(100)) * 0.02 + f64::from(lead.min(100)) * 0.02 - 0.8;
    let (slope, offset) = match label {
        Label::Person => (0.63, -0.29),
        Label::Org => (0.70, -0.85),
        Label::Gpe => (0.36, 0.58),
        Label::Loc => (0.25, 0.33),
        Label::Fac => (0.05, 0.85),
        Label::Norp => (0.69, -0.80),
        Label::Event => (0.62, -0.11),
        _ => (0.30, -0.63),
    };
    let probability = 1.0 / (1.0 + libm::exp(-(slope * strength + offset)));
    (probability * 10_000.0) as u16
}

fn reasons(page: &Page, text: &str, tally: &Tally, label: Label) -> Vec<Reason> {
    let speaking = tally.reasons(label).into_iter().take(REASONS);
    speaking
        .map(|(says, cue)| Reason {
            rule: Cow::Borrowed(says),
            matched: (!cue.is_empty()).then(|| text[page.bytes(&(cue.start as usize..cue.end as usize))].to_owned()),
        })
        .collect()
}

/// The example of each kind of evidence.
pub(crate) fn examples() -> impl Iterator<Item = &'static str> {
    evidence::EVIDENCE.iter().map(|kind| kind.example).filter(|example| *example != "-")
}

#[cfg(test)]
mod tests {
    use super::evidence::{EVIDENCE, NAMES};
    use crate::lexicon::Dictionary;
    use crate::{Extractor, Settings};
    use std::sync::Arc;

    /// Lists that only a model carries.
    const LISTS: [&str; 3] = [
        include_str!("../../data/cities.txt"),
        include_str!("../../data/surnames.txt"),
        include_str!("../../data/words.txt"),
    ];

    /// Each kind of evidence speaks for the name in its example, with its first label.
    #[test]
    fn every_kind_of_evidence_finds_its_example() {
        let mut failed = String::new();
        let dictionary = Arc::new(Dictionary::with(&LISTS.concat()).expect("its headings name senses"));
        for (kind, name) in EVIDENCE.iter().zip(NAMES).filter(|(kind, _)| kind.example != "-") {
            let start = kind.example.find('[').expect("an example has a name in brackets");
            let end = kind.example.find(']').expect("an example has a name in brackets") - 1;
            let text = kind.example.replace(['[', ']'], "");
            let found = Extractor::by_rules(&text, Settings::default(), Arc::clone(&dictionary)).rest().spans;
            let label = kind.weights[0].0;
            let right = found.iter().find(|s| s.range.to_usize() == (start..end) && s.label == label.key());
            let says = |reason: &str| reason.split(": ").next() == Some(kind.says);
            if right.is_none_or(|s| !s.provenance.reasons.iter().any(|reason| says(reason))) {
                let all: Vec<_> = found
                    .iter()
                    .map(|s| {
                        (
                            &s.label,
                            &text[s.range.to_usize()],
                            s.provenance.reasons.iter().map(ToString::to_string).collect::<Vec<_>>(),
                        )
                    })
                    .collect();
                failed += &format!("{name}: {}: {all:?}\n", kind.example);
            }
        }
        assert!(failed.is_empty(), "\n{failed}");
    }
}
