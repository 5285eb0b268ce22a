//! What a label key would tag: the selection, or the candidate at the token cursor.

use super::place::{elided, places};
use crate::state::{Action, Command, Dialog, State};
use crate::tasks::Tasks;
use crate::view::top::menu::keep_focus;
use postil_core::TextRange;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub state: Rc<State>,
    pub tasks: Tasks,
    pub range: TextRange,
}

#[component]
pub fn Target(props: &Props) -> Html {
    let Props { state, tasks, range } = props;
    let Some(document) = state.document() else { return Html::default() };
    let is_selected = state.selection.is_some() || state.cursor.is_some_and(|cursor| cursor.is_extended());
    let kind = if is_selected { "selected, not yet labelled" } else { "at the cursor, not yet labelled" };
    let act = |keys: &'static str, words: &'static str, command: Command| {
        html! {
            <button class="button" onmousedown={keep_focus} onclick={tasks.on_command(command)}>{ words }{ " " }<kbd>{ keys }</kbd></button>
        }
    };
    let end = |is_out| Command::MoveEnd { is_out, by_character: false };
    html! {
        <div class="sheet">
            <header>
                <p class="kind">{ kind }</p>
                <p class="cover" dir="auto">{ elided(document, *range) }</p>
                { places(document, &[*range]) }
            </header>
            <p>{ "Press 1 to 9 to label it, or / for all labels." }</p>
            <div class="acts">
                <button class="button" onmousedown={keep_focus} onclick={tasks.on(|_: MouseEvent| Action::Dialog(Some(Dialog::Palette)))}>
                    { "Label… " }<kbd>{ "/" }</kbd>
                </button>
                { act("]", "Longer", end(true)) }
                { act("[", "Shorter", end(false)) }
                if !is_selected {
                    { act("=", "Larger", Command::Larger) }
                    { act("−", "Smaller", Command::Smaller) }
                }
                { act("Esc", "Leave", Command::Escape) }
            </div>
        </div>
    }
}
