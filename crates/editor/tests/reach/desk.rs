//! An open document, and keys that are pressed in it.

use crate::gold::Gold;
use postil_core::{ActorId, Author, ByteOffset, Document, Kind, Slug, TextRange, Timestamp, snap};
use postil_editor::keys::{self, Ask, Press, Scope};
use postil_editor::{Action, Cursor, Decoded, Phase, Purpose, State, reach};

/// A key as a person names it: `g`, `1`, `ArrowRight`; held with Shift or Ctrl.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub name: String,
    pub shift: bool,
    pub ctrl: bool,
}

impl Key {
    pub fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), shift: false, ctrl: false }
    }
}

#[derive(Clone)]
pub struct Desk {
    pub state: State,
    clock: u64,
}

impl Desk {
    /// With a text, all of which is on the screen.
    pub fn new(text: &str) -> Self {
        let author = Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
        let mut desk = Self { state: State::new(author), clock: 1_000 };
        desk.state.phase = Phase::Ready;
        let decoded =
            Decoded { document: Document::new(text), title: None, language: None, dct: None, source: None, file: None };
        desk.state.apply(Action::Open { decoded, now: Timestamp(desk.clock) });
        desk
    }

    pub fn document(&self) -> &Document {
        self.state.document().unwrap()
    }

    /// The key of a label.
    pub fn key_of(&self, label: &str) -> Key {
        let slug: Slug = label.parse().unwrap();
        let definition = self.state.store.definitions().get(&(Kind::Label, slug)).unwrap();
        Key::plain(definition.key.as_deref().unwrap())
    }

    /// Presses a key, as the page does.
    pub fn press(&mut self, key: &Key) {
        self.clock += 1;
        let scope = match &self.state.hints {
            Some(hints) => Scope::Hints { takes_digits: hints.takes_digits() },
            None => Scope::Article,
        };
        let code = match key.name.as_bytes() {
            [digit @ b'0'..=b'9'] => format!("Digit{}", char::from(*digit)),
            [letter] if letter.is_ascii_alphabetic() => format!("Key{}", char::from(*letter).to_ascii_uppercase()),
            _ => String::new(),
        };
        let press =
            Press { key: &key.name, code: &code, ctrl: key.ctrl, shift: key.shift, alt: false, is_repeated: false };
        let label = |c: char| {
            let mut all = self.state.store.definitions().iter();
            let found = all.find(|((kind, _), it)| *kind == Kind::Label && it.key.as_deref() == Some(&c.to_string()));
            found.map(|((_, slug), _)| slug.clone())
        };
        match keys::ask(press, scope, &self.state.preferences.keys, label) {
            Some(Ask::Do(command)) => self.state.apply(Action::Command(command, Timestamp(self.clock))),
            Some(Ask::Go { is_extending }) => {
                let document = self.document().clone();
                let targets = reach::words(&document, document.range(), fold);
                self.state.apply(Action::Hint(Purpose::Go { is_extending }, targets));
            }
            other => panic!("{key:?} asks for {other:?}"),
        }
    }

    /// What a label key would tag.
    pub fn target(&self) -> Option<TextRange> {
        self.state.target().filter(|_| self.state.focused().is_none())
    }

    /// Puts the cursor on the word before a span. False where there is none.
    pub fn place_before(&mut self, span: &Gold) -> bool {
        let word = snap::word_before(self.document(), ByteOffset::from_usize(span.0));
        self.state.cursor = word.map(Cursor::on);
        word.is_some()
    }

    /// Whether the cursor, one word on, would propose exactly this.
    pub fn proposes_next(&self, span: &Gold) -> bool {
        let mut next = self.clone();
        next.press(&Key::plain("ArrowRight"));
        next.target() == Some(TextRange::from_usize(span.0..span.1))
    }

    /// All spans, in the order of their starts.
    pub fn spans(&self) -> Vec<Gold> {
        let store = &self.state.store;
        let ids = store.spans(self.document().id());
        let spans = ids.into_iter().filter_map(|id| store.span(id));
        spans
            .map(|span| {
                let cover = span.fragments.cover();
                (cover.start().to_usize(), cover.end().to_usize(), span.label.to_string())
            })
            .collect()
    }
}

/// Lower case without the accents of these texts.
pub fn fold(word: &str) -> String {
    let plain = |c| match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' => 'u',
        'ć' => 'c',
        other => other,
    };
    word.to_lowercase().chars().map(plain).collect()
}
