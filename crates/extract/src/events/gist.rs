//! What the search for events knows of a spelling: its stem, the words that it is used like, and how it looks.

use super::stem::stem;
use crate::discourse::known::{Flag, Known, Look, Vocabulary};
use crate::lexicon::fold;
use crate::model::Model;
use crate::page::Page;

/// What is known of one spelling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gist {
    /// The key of its stem.
    pub stem: u32,
    /// Its groups among 1024, 256 and 64, from 1.
    pub groups: [u16; 3],
    /// The key of its last three letters.
    pub ending: u32,
    pub look: Look,
    /// A word that says something by itself: neither grammar nor a mark.
    pub content: bool,
    pub pronoun: bool,
    /// Whether it may say that something happens.
    pub may_trigger: bool,
}

/// The spellings of one text, by the numbers that its words have.
#[derive(Default)]
pub(crate) struct Gists(Vec<Option<Gist>>);

impl Gists {
    /// Looks at the words of a page.
    pub fn meet(&mut self, page: &Page, text: &str, vocabulary: &Vocabulary, model: &Model) {
        for (token, id) in page.ids.iter().enumerate() {
            if self.0.len() <= id.index() {
                self.0.resize(id.index() + 1, None);
            }
            let entry = &mut self.0[id.index()];
            if entry.is_none() {
                let known = vocabulary.get(page, token);
                *entry = Some(Gist::new(page.seen(text, token), &known, page.word(token).folded, model));
            }
        }
    }

    pub fn get(&self, page: &Page, token: usize) -> Gist {
        self.0[page.ids[token].index()].expect("every word of the page was met")
    }
}

impl Gist {
    fn new(surface: &str, known: &Known, folded: u64, model: &Model) -> Self {
        let grammar = [Flag::Determiner, Flag::Preposition, Flag::Auxiliary, Flag::Conjunction];
        let grammar = grammar.iter().any(|flag| known.flags.has(*flag)) || known.pronoun.is_some();
        let content = known.lettered && !grammar;
        let letters = surface.chars().count();
        let ending = surface.char_indices().nth(letters.saturating_sub(3)).map_or("", |(at, _)| &surface[at..]);
        Self {
            stem: key_of(&stem(surface)),
            groups: model.clusters().of(surface, folded, !known.lower),
            ending: key_of(ending),
            look: known.look,
            content,
            pronoun: known.pronoun.is_some(),
            may_trigger: content && letters > 2 && !matches!(known.look, Look::Adverb | Look::Number),
        }
    }
}

/// A word as 32 bits, folded.
pub(crate) fn key_of(word: &str) -> u32 {
    let key = fold::key(word);
    (key ^ (key >> 32)) as u32
}
