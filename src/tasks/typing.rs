//! What is being typed in a field is done after a pause, or at once when the page goes away: a reload loses nothing that
//! counted as saved.

use super::Tasks;
use gloo::timers::callback::Timeout;
use postil_editor::Action;
use yew::Callback;

/// A pause in typing, in milliseconds: each is one step to undo.
const PAUSE: u32 = 600;

/// What is typed and not done yet, in the one field that has the keyboard.
pub(crate) struct Typing {
    text: String,
    on_done: Callback<String>,
    /// Dropped with it.
    _pause: Timeout,
}

impl Tasks {
    /// Takes note of what a field holds now; `on_done` hears of it after a pause.
    pub fn typed(&self, text: String, on_done: Callback<String>) {
        let tasks = self.clone();
        let _pause = Timeout::new(PAUSE, move || tasks.finish_typing());
        if self.0.typing.borrow_mut().replace(Typing { text, on_done, _pause }).is_none() {
            self.send(Action::Typing(true));
        }
    }

    /// What was typed is done now.
    pub fn finish_typing(&self) {
        if let Some(Typing { text, on_done, .. }) = self.forget_typing() {
            on_done.emit(text);
        }
    }

    /// What was typed is given up, or done by the field itself.
    pub(crate) fn forget_typing(&self) -> Option<Typing> {
        let typing = self.0.typing.take();
        if typing.is_some() {
            self.send(Action::Typing(false));
        }
        typing
    }
}
