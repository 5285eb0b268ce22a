//! The names met so far in a document: a bare surname after the full name, the initials of an organisation.

use super::evidence::{Evidence, LABELS, Tally};
use super::sentence::Sentence;
use crate::Label;
use crate::lexicon::{KeyMap, Sense, fold};
use std::ops::Range;

/// Hundredths of what the same words gathered elsewhere that count here.
const POOLED: i32 = 50;

/// What a name was taken for, and how often.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    votes: [u16; LABELS.len()],
    /// Times it was a part of a person's name.
    person_part: u16,
    /// Times an organisation had these initials.
    initials: u16,
    /// All sums gathered by these words, and how many times they were weighed.
    gathered: [i32; LABELS.len()],
    times: u16,
}

/// The names met so far; looked up, never listed.
#[derive(Default)]
pub(crate) struct Memory {
    names: KeyMap<Known>,
}

impl Memory {
    /// Gathers what spoke for a candidate, sure or not.
    pub fn gather(&mut self, sentence: &Sentence<'_>, tokens: Range<usize>, tally: &Tally) {
        let known = self.names.entry(sentence.key(tokens)).or_default();
        known.times = known.times.saturating_add(1);
        for (sum, more) in known.gathered.iter_mut().zip(tally.sums()) {
            *sum = sum.saturating_add(i32::from(more));
        }
    }

    /// Remembers a name that is sure.
    pub fn remember(&mut self, sentence: &Sentence<'_>, tokens: Range<usize>, label: Label) {
        let known = self.names.entry(sentence.key(tokens.clone())).or_default();
        known.votes[label as usize] = known.votes[label as usize].saturating_add(1);
        if tokens.len() < 2 {
            return;
        }
        if label == Label::Person {
            for token in tokens.clone() {
                let word = sentence.page.word(token);
                let initial = word.case == crate::lexicon::Case::Initial;
                if sentence.capitalised(token) && !initial && !word.senses.has(Sense::Opener) {
                    let part = self.names.entry(word.folded).or_default();
                    part.person_part = part.person_part.saturating_add(1);
                }
            }
            // "Suu Kyi" of "Aung San Suu Kyi", "bin Laden" of "Osama bin Laden".
            for start in tokens.start + 1..tokens.end - 1 {
                let part = self.names.entry(sentence.key(start..tokens.end)).or_default();
                part.person_part = part.person_part.saturating_add(1);
            }
        }
        if label == Label::Org
            && let Some(initials) = initials(sentence, tokens)
        {
            let known = self.names.entry(initials).or_default();
            known.initials = known.initials.saturating_add(1);
        }
    }

    /// Adds what the rest of the document says of a candidate; `own` is the label for which it was itself remembered.
    pub fn consult(&self, sentence: &Sentence<'_>, tokens: Range<usize>, own: Option<Label>, tally: &mut Tally) {
        let Some(known) = self.names.get(&sentence.key(tokens.clone())) else { return };
        let others = i32::from(known.times) - 1;
        if others > 0 {
            let own = tally.sums();
            let mut elsewhere = [0; LABELS.len()];
            for (at, more) in elsewhere.iter_mut().enumerate() {
                let mean = (known.gathered[at] - i32::from(own[at])) / others;
                *more = (mean * POOLED / 100) as i16;
            }
            tally.pool(elsewhere);
            tally.add(Evidence::LikeElsewhere);
        }
        let mut votes = known.votes;
        if let Some(label) = own {
            votes[label as usize] = votes[label as usize].saturating_sub(1);
        }
        let most = votes.iter().copied().max().unwrap_or(0);
        if known.person_part > 0 && u32::from(known.person_part) * 2 >= u32::from(most) {
            tally.add(Evidence::PartOfPerson);
        }
        if known.initials > 0 {
            tally.add(Evidence::AcronymOf);
        }
        if most == 0 {
            return;
        }
        let label = LABELS.into_iter().find(|label| votes[*label as usize] == most);
        match label {
            Some(Label::Person) => tally.add(Evidence::SamePerson),
            Some(Label::Org) => tally.add(Evidence::SameOrg),
            Some(Label::Gpe) => tally.add(Evidence::SameGpe),
            Some(Label::Loc) => tally.add(Evidence::SameLoc),
            _ => tally.add(Evidence::SameOther),
        }
    }
}

/// The key of the initials of the capitalised words of a name.
fn initials(sentence: &Sentence<'_>, tokens: Range<usize>) -> Option<u64> {
    let mut letters = String::new();
    for token in tokens.filter(|t| sentence.capitalised(*t)) {
        letters.extend(sentence.slice(token).chars().next());
    }
    (letters.len() > 1).then(|| fold::key(&letters))
}
