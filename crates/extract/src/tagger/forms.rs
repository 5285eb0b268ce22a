//! What the tagger knows of a spelling: looked at once, with its share of the scores of a token and of those around it.

use super::features::{Features, Scores};
use crate::lexicon::{Case, Senses, Word, fold};
use crate::model::Model;
use postil_core::structure::TokenKind;

/// Names a spelling among [`Forms`]; 0 is what stands beyond the ends of a sentence.
pub(crate) type FormId = u32;

/// Beyond the ends of a sentence.
pub(crate) const BEYOND: FormId = 0;

/// One spelling.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// Key of the folded spelling, and of the spelling as it stands.
    pub folded: u64,
    pub exact: u64,
    /// Capitals, small letters, digits and marks, runs cut to two.
    pub shape: u64,
    /// Keys of the first and last one to four characters, folded; 0 where the word is shorter.
    pub prefixes: [u64; 4],
    pub suffixes: [u64; 4],
    /// Among 1024, 256 and 64, from 1; 0 is none.
    pub clusters: [u16; 3],
    pub senses: Senses,
    pub case: Case,
    /// Written as names are.
    pub capital: bool,
    /// Letters at all.
    pub lettered: bool,
    /// The folded spelling among all of the document, from 0.
    pub group: u32,
}

impl Form {
    fn beyond() -> Self {
        Self {
            folded: 1,
            exact: 1,
            shape: 1,
            prefixes: [0; 4],
            suffixes: [0; 4],
            clusters: [0; 3],
            senses: Senses::NONE,
            case: Case::None,
            capital: false,
            lettered: false,
            group: u32::MAX,
        }
    }

    pub fn new(surface: &str, word: &Word, model: &Model, group: u32) -> Self {
        let lettered = matches!(word.kind, TokenKind::Word | TokenKind::Abbreviation);
        let cased = matches!(word.case, Case::Capitalised | Case::Capitals | Case::Initial | Case::Mixed);
        let capital = lettered && cased && surface != "I";
        let mut folded = [0_u64; 4];
        let mut form = Self {
            folded: word.folded,
            exact: fold::exact_key(surface),
            shape: shape(surface),
            prefixes: [0; 4],
            suffixes: [0; 4],
            clusters: model.clusters().of(surface, word.folded, capital),
            senses: word.senses,
            case: word.case,
            capital,
            lettered: word.case != Case::None,
            group,
        };
        // The last four characters stand in `folded`, the newest first.
        let (mut count, mut prefix) = (0_usize, 0_u64);
        fold::fold(surface, |c| {
            let c = u64::from(u32::from(c));
            prefix = prefix.wrapping_mul(0x0011_0000).wrapping_add(c);
            if let Some(slot) = form.prefixes.get_mut(count) {
                *slot = prefix;
            }
            folded.rotate_right(1);
            folded[0] = c;
            count += 1;
        });
        let mut suffix = 0_u64;
        for (at, slot) in form.suffixes.iter_mut().enumerate().take(count) {
            suffix = suffix.wrapping_mul(0x0011_0000).wrapping_add(folded[at]);
            *slot = suffix;
        }
        form
    }
}

/// `Xx` for `Putin`, `X.X.` for `U.S.`, `d-d` for `9-11`; a key.
fn shape(surface: &str) -> u64 {
    let mut key = 7_u64;
    let (mut last, mut run) = ('\0', 0);
    for c in surface.chars() {
        let class = match c {
            'a'..='z' => 'x',
            'A'..='Z' => 'X',
            '0'..='9' => 'd',
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ => c,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            key = (key ^ u64::from(u32::from(class))).wrapping_mul(0x0100_0000_01B3);
        }
    }
    key
}

/// Where a word stands, seen from the token that is scored.
pub(crate) const PLACES: usize = 5;

/// All spellings of a document, with the scores that depend on nothing else.
pub(crate) struct Forms {
    forms: Vec<Form>,
    /// For each spelling, what it gives to the token itself, the next, the one after, the previous, the one before it.
    shares: Vec<[Scores; PLACES]>,
}

impl Forms {
    pub fn new() -> Self {
        Self { forms: Vec::new(), shares: Vec::new() }
    }

    pub fn len(&self) -> usize {
        self.forms.len()
    }

    pub fn get(&self, id: FormId) -> &Form {
        &self.forms[id as usize]
    }

    /// The share of a spelling in the scores of the token itself (0), of the token after it (1), two after it (2), before it
    /// (3) and two before it (4).
    pub fn share(&self, id: FormId, place: usize) -> &Scores {
        &self.shares[id as usize][place]
    }

    /// Adds a spelling.
    pub fn push(&mut self, form: Form, model: &Model) {
        let mut shares = [Scores::default(); PLACES];
        let mut features = Features::new();
        for (place, share) in shares.iter_mut().enumerate() {
            features.add_form(&form, place);
            share.add_rows(&mut features, model.table());
        }
        self.forms.push(form);
        self.shares.push(shares);
    }

    /// Adds what stands beyond the ends of sentences, if it is not there.
    pub fn begin(&mut self, model: &Model) {
        if self.forms.is_empty() {
            self.push(Form::beyond(), model);
        }
    }
}
