//! What a label key would tag: the selection, or the candidate at the token cursor.

use super::place::places;
use crate::view::Page;
use crate::view::button::key_button;
use postil_core::TextRange;
use postil_editor::{Command, Dialog, Shortcut, elided, said_place};
use yew::prelude::*;

pub fn target(page: &Page, range: TextRange) -> Html {
    let Page { state, tasks } = page;
    let Some(document) = state.document() else { return Html::default() };
    let is_selected = state.selection.is_some() || state.cursor.is_some_and(|cursor| cursor.is_extended());
    let kind = if range.is_empty() {
        "a place, not yet labelled"
    } else if is_selected {
        "selected, not yet labelled"
    } else {
        "at the cursor, not yet labelled"
    };
    let shown = |key| state.preferences.keys.shown(key);
    let act = |key, words, command| key_button(words, shown(key), tasks.press(command));
    let end = |is_out| Command::MoveEnd { is_out, by_character: false };
    html! {
        <div class="sheet">
            <header>
                <p class="kind">{ kind }</p>
                <p class="cover" dir="auto">{ if range.is_empty() { said_place(document, range) } else { elided(document, range) } }</p>
                { places(document, &[range]) }
            </header>
            <p>{ format!("Press 1 to 9 to label it, or {} for all labels.", shown(Shortcut::Label)) }</p>
            <div class="acts">
                { key_button("Label…", shown(Shortcut::Label), tasks.dialog(Some(Dialog::Palette))) }
                { act(Shortcut::EndOut, "Longer", end(true)) }
                { act(Shortcut::EndIn, "Shorter", end(false)) }
                if !is_selected {
                    { act(Shortcut::Larger, "Larger", Command::Larger) }
                    { act(Shortcut::Smaller, "Smaller", Command::Smaller) }
                }
                { key_button("Leave", "Esc", tasks.press(Command::Escape)) }
            </div>
        </div>
    }
}
