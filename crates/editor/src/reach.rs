//! Reaching something on the screen by letters: the first letters of a word, or the letters of the hint that stands on it.
//!
//! Both are typed in one go. A hint begins with a letter that continues none of the words that may still be meant, so that
//! each letter says by itself what it is (as in the plugins leap and flash of Vim and Neovim). Where words begin with no Latin
//! letter, every letter is a hint's.

use crate::hints::{LETTERS, letters_from};
use crate::{Cursor, Item, State, moves};
use postil_core::{ByteOffset, Document, TextRange, snap, sort_by};
use std::rc::Rc;

/// What letters may lead to.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it covers; the hint stands at its start.
    pub range: TextRange,
    /// What typing is compared with: in lower case and without accents.
    pub name: Rc<str>,
}

/// What the target is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The cursor goes to a word, or with `is_extending` selects up to it.
    Go { is_extending: bool },
}

/// A key while hints are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HintKey {
    /// What the key prints, in lower case, and the Latin letter of its place on the keyboard.
    Letter { typed: char, place: Option<char> },
    /// Takes the last letter back.
    Back,
    /// On to the next of those that may be meant.
    Next,
    /// The one that is meant now.
    Settle,
}

/// The words in `view`, in the order of the text. `fold` gives lower case without accents; it is asked of words that are not
/// ASCII.
pub fn words(document: &Document, view: TextRange, fold: impl Fn(&str) -> String) -> Vec<Target> {
    let mut found = Vec::new();
    let mut at = view.start();
    while let Some(range) = snap::word_after(document, at).filter(|word| word.end() <= view.end()) {
        let word = document.slice(range);
        let name = if word.is_ascii() { word.to_ascii_lowercase() } else { fold(word).chars().map(latin).collect() };
        found.push(Target { range, name: name.into() });
        at = range.end();
    }
    found
}

/// A letter that has no accent, as one types it who does not have its key.
fn latin(letter: char) -> char {
    match letter {
        'ø' | 'œ' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ı' => 'i',
        'ß' => 's',
        'æ' => 'a',
        'þ' => 't',
        other => other,
    }
}

/// Hints as they are shown, and what was typed so far.
#[derive(Clone, Debug)]
pub struct Hints {
    pub purpose: Purpose,
    targets: Rc<[Target]>,
    /// Where the reader is: the next target is the first after it.
    near: ByteOffset,
    /// Of the name.
    typed: String,
    /// Of a hint.
    code: String,
    /// What may be meant, the nearest first: its place in `targets`, and its hint.
    left: Rc<[(usize, Rc<str>)]>,
    /// How many of them were passed over.
    passed: usize,
    /// What was there before, for who leaves.
    before: (Option<Item>, Option<Cursor>),
}

impl Hints {
    fn new(purpose: Purpose, targets: Vec<Target>, near: ByteOffset, before: (Option<Item>, Option<Cursor>)) -> Self {
        let (typed, code, left) = (String::new(), String::new(), Rc::default());
        Self { purpose, targets: targets.into(), near, typed, code, left, passed: 0, before }.narrowed()
    }

    /// Works out what may still be meant.
    fn narrowed(mut self) -> Self {
        let is_meant = |target: &Target| target.name.starts_with(&self.typed);
        let mut left: Vec<usize> = (0..self.targets.len()).filter(|at| is_meant(&self.targets[*at])).collect();
        let far = |at: &usize| self.targets[*at].range.start().get().abs_diff(self.near.get());
        sort_by(&mut left, &|a, b| (far(a), a).cmp(&(far(b), b)));
        let goes_on = |letter: char| {
            let is_next = |at: &usize| self.targets[*at].name[self.typed.len()..].starts_with(letter);
            left.iter().any(is_next)
        };
        let free: Vec<u8> = LETTERS.iter().copied().filter(|letter| !goes_on(char::from(*letter))).collect();
        let mut codes = letters_from(&free, left.len());
        // Where there are too many for two letters each, a letter of the word comes sooner to it.
        if codes.len() < left.len() {
            codes = vec![String::new(); left.len()];
        }
        self.left = left.into_iter().zip(codes.into_iter().map(Rc::from)).collect();
        self.passed = 0;
        self
    }

    /// What was typed of a word.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Where hints stand, and what of each is still to be typed. Empty where a letter of the word comes first.
    pub fn shown(&self) -> impl Iterator<Item = (TextRange, &str)> {
        let rest = |(at, code): &'_ (usize, Rc<str>)| code.starts_with(&*self.code).then(|| self.targets[*at].range);
        let with_rest = self.left.iter().filter(|(_, code)| !code.is_empty());
        with_rest.filter_map(move |it| rest(it).map(|range| (range, &it.1[self.code.len()..])))
    }

    /// The target that is meant as far as was typed: the next one after the reader's place. None before anything was typed.
    pub fn meant(&self) -> Option<&Target> {
        if self.typed.is_empty() && self.code.is_empty() && self.passed == 0 {
            return None;
        }
        let mut left: Vec<&Target> = self
            .left
            .iter()
            .filter(|(_, code)| code.starts_with(&*self.code))
            .map(|(at, _)| &self.targets[*at])
            .collect();
        let order = |target: &&Target| (target.range.start() < self.near, target.range.start());
        sort_by(&mut left, &|a, b| order(a).cmp(&order(b)));
        let at = self.passed.checked_rem(left.len())?;
        Some(left[at])
    }

    /// Whether a digit may begin a word; once a word is meant, digits are its labels.
    pub fn takes_digits(&self) -> bool {
        self.meant().is_none()
    }

    /// How many may still be meant.
    pub fn len(&self) -> usize {
        self.left.iter().filter(|(_, code)| code.starts_with(&*self.code)).count()
    }

    /// What a person who does not see the hints is told.
    pub fn told(&self, document: &Document) -> String {
        match (self.meant(), self.purpose) {
            (Some(target), _) => format!("{}, one of {}", document.slice(target.range), self.len()),
            (None, Purpose::Go { is_extending: false }) => "Go to a word: type its first letters.".to_owned(),
            (None, Purpose::Go { is_extending: true }) => "Select up to a word: type its first letters.".to_owned(),
        }
    }

    /// Whether nothing can be reached.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// Takes a letter in: of a word, or of a hint. The target whose hint is complete.
    fn press(&mut self, letter: char) -> Result<Option<Target>, NoTarget> {
        if self.code.is_empty() {
            let typed = format!("{}{letter}", self.typed);
            if self.targets.iter().any(|target| target.name.starts_with(&typed)) {
                *self = Self { typed, ..self.clone() }.narrowed();
                return Ok(None);
            }
        }
        let code = format!("{}{letter}", self.code);
        let mut left = self.left.iter().filter(|(_, it)| it.starts_with(&*code));
        match left.next() {
            None => Err(NoTarget),
            Some((at, it)) if **it == code => Ok(Some(self.targets[*at].clone())),
            Some(_) => {
                (self.code, self.passed) = (code, 0);
                Ok(None)
            }
        }
    }

    fn back(&mut self) {
        if self.code.pop().is_none() {
            self.typed.pop();
            *self = self.clone().narrowed();
        }
    }
}

/// No word that may be meant goes on so, and no hint does.
struct NoTarget;

impl State {
    /// Shows hints on `targets`.
    pub(crate) fn hint(&mut self, purpose: Purpose, targets: Vec<Target>) {
        let near = moves::behind(self);
        let hints = Hints::new(purpose, targets, near, (self.focus, self.cursor));
        if hints.is_empty() {
            return self.say("Nothing of the text is in view.");
        }
        self.selection = None;
        self.hints = Some(hints);
    }

    /// What a key does while hints are shown.
    pub(crate) fn hint_key(&mut self, key: HintKey) {
        let Some(mut hints) = self.hints.take() else { return };
        let chosen = match key {
            HintKey::Letter { typed, place } => {
                let outcome = hints.press(latin(typed));
                match (outcome, place.filter(|place| *place != typed)) {
                    (Err(NoTarget), Some(place)) => hints.press(place),
                    (outcome, _) => outcome,
                }
            }
            HintKey::Back => {
                hints.back();
                Ok(None)
            }
            HintKey::Next => {
                hints.passed += 1;
                Ok(None)
            }
            HintKey::Settle => Ok(hints.meant().cloned()),
        };
        match chosen {
            Ok(Some(target)) => return self.reach(&hints, &target, true),
            Ok(None) if key == HintKey::Settle => return,
            Ok(None) => self.forget_news(),
            Err(NoTarget) => self.say(match hints.typed() {
                "" => "Nothing in view begins so.".to_owned(),
                typed => format!("No word in view that begins with “{typed}” goes on so."),
            }),
        }
        match hints.meant().cloned() {
            Some(target) => self.reach(&hints, &target, false),
            None => (self.focus, self.cursor) = hints.before,
        }
        self.hints = Some(hints);
    }

    /// Hints are no longer shown; what was reached stays.
    pub(crate) fn settle_hints(&mut self) {
        if let Some(hints) = self.hints.take()
            && let Some(target) = hints.meant()
        {
            self.take_to(target.range);
        }
    }

    /// Hints are no longer shown, and all is as it was before them.
    pub(crate) fn leave_hints(&mut self) -> bool {
        let Some(hints) = self.hints.take() else { return false };
        (self.focus, self.cursor) = hints.before;
        true
    }

    /// Does what the hints were for; what is only meant so far is shown as if it were.
    fn reach(&mut self, hints: &Hints, target: &Target, is_chosen: bool) {
        match hints.purpose {
            Purpose::Go { is_extending } => {
                let word = target.range;
                let anchor = hints.before.1.filter(|_| is_extending).map_or(word, |cursor| cursor.anchor);
                (self.focus, self.cursor) = (None, Some(Cursor { anchor, word, size: 0 }));
                if is_chosen {
                    self.take_to(word);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of a text, and where the reader is.
    fn check(text: &str, at: &str, keys: &str) -> (String, Vec<(String, String)>) {
        let document = Document::new(text);
        let near = ByteOffset::from_usize(text.find(at).expect("the text has it"));
        let targets = words(&document, document.range(), str::to_lowercase);
        let mut hints = Hints::new(Purpose::Go { is_extending: false }, targets, near, (None, None));
        for key in keys.chars() {
            match hints.press(key) {
                Ok(Some(target)) => return (format!("chosen {}", document.slice(target.range)), Vec::new()),
                Ok(None) => {}
                Err(NoTarget) => return (format!("{key}?"), Vec::new()),
            }
        }
        let meant = hints.meant().map_or("-", |target| document.slice(target.range)).to_owned();
        let shown = hints.shown().map(|(range, code)| (document.slice(range).to_owned(), code.to_owned())).collect();
        (meant, shown)
    }

    fn shown(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(word, code)| ((*word).to_owned(), (*code).to_owned())).collect()
    }

    #[test]
    fn first_letters_lead_to_the_next_word_and_hints_to_any() {
        let text = "Ana met Andreas and Anton at noon.";
        // Words go on with n and t: those two are no hints.
        assert_eq!(
            check(text, "met", "a"),
            ("Andreas".into(), shown(&[("Ana", "a"), ("Andreas", "s"), ("and", "d"), ("Anton", "f"), ("at", "j")]))
        );
        assert_eq!(check(text, "met", "an").1.len(), 4);
        assert_eq!(check(text, "met", "ant").0, "Anton");
        assert_eq!(check(text, "met", "af").0, "chosen Anton");
        assert_eq!(check(text, "Anton", "a").0, "Anton");
        assert_eq!(check(text, "noon", "a").0, "Ana", "from the top again");
        assert_eq!(check(text, "met", "q").0, "q?");
        assert_eq!(check(text, "met", "aq").0, "q?");
        assert_eq!(check(text, "met", "").0, "-");
    }

    #[test]
    fn a_digit_begins_a_word_only_where_none_is_meant() {
        let document = Document::new("Ana met 20 men in May.");
        let targets = words(&document, document.range(), str::to_lowercase);
        let hints = Hints::new(Purpose::Go { is_extending: false }, targets, ByteOffset::default(), (None, None));
        assert!(hints.takes_digits());
        let after = |edit: fn(&mut Hints)| {
            let mut hints = hints.clone();
            edit(&mut hints);
            hints.takes_digits()
        };
        assert!(!after(|hints| hints.typed.push('m')));
        assert!(!after(|hints| hints.passed = 1));
        let half_a_hint = |hints: &mut Hints| {
            let all = hints.left.iter().map(|(at, code)| (*at, Rc::from(format!("s{code}"))));
            (hints.left, hints.code) = (all.collect(), "s".to_owned());
        };
        assert!(!after(half_a_hint));
    }

    #[test]
    fn words_of_other_scripts_have_hints_at_once() {
        assert_eq!(check("Она пришла", "Она", "s").0, "chosen пришла");
        assert_eq!(check("Она пришла", "Она", "п").0, "пришла");
        assert_eq!(check("Ana Ørsted", "Ana", "o").0, "Ørsted");
    }
}
