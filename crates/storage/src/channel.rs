//! What tabs of one profile say to each other.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// What one tab says to all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Something has been written: there is news in storage.
    Written,
    /// To the tab that writes: another one asks for the right to.
    Give,
    /// To those who asked: all that was done here is written; take the right.
    Take,
}

const WORDS: [(Word, &str); 3] = [(Word::Written, "written"), (Word::Give, "give"), (Word::Take, "take")];

/// A way to all other tabs. It is open until the page goes.
#[derive(Clone, Debug)]
pub struct Channel(BroadcastChannel);

impl Channel {
    /// None where the browser has none.
    pub fn open(hear: impl Fn(Word) + 'static) -> Option<Self> {
        Self::open_named(&crate::store(), hear)
    }

    /// The same for another name.
    pub fn open_named(name: &str, hear: impl Fn(Word) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            // Another version may say what this one does not know.
            let said = event.data().as_string();
            if let Some((word, _)) = WORDS.iter().find(|(_, name)| said.as_deref() == Some(*name)) {
                hear(*word);
            }
        });
        channel.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        Some(Self(channel))
    }

    /// Says it to all others, never to this tab itself.
    pub fn say(&self, word: Word) {
        let name = WORDS.iter().find(|(it, _)| *it == word).map_or("", |(_, name)| name);
        // It fails on a closed channel, and this one is never closed.
        let _ = self.0.post_message(&JsValue::from_str(name));
    }
}
