//! How a file is written: the right encoding is recognised by eye.

use super::{Page, button, main_button, plain};
use crate::dom::{Event, MouseEvent};
use postil_editor::{Action, Dialog};
use yew::prelude::*;

pub fn encoding(page: &Page, chosen: &UseStateHandle<usize>) -> Html {
    let tasks = &page.tasks;
    let Some(Dialog::Encoding { name, problem, choices, files }) = &page.state.dialog else { return Html::default() };
    let row = |(index, choice): (usize, &postil_messages::Choice)| {
        let chosen_now = **chosen == index;
        let chosen = chosen.setter();
        let onchange = Callback::from(move |_: Event| chosen.set(index));
        html! {
            <label>
                <input type="radio" name="encoding" value={choice.encoding.clone()} checked={chosen_now} {onchange} />
                <span>{ choice.name.clone() }</span>
                <span class="t" dir="auto">{ choice.preview.clone() }</span>
            </label>
        }
    };
    let rows = |are_likely: bool| -> Html {
        choices.iter().enumerate().filter(|(_, choice)| choice.is_likely == are_likely).map(row).collect()
    };
    let encoding = choices.get(**chosen).map(|choice| choice.encoding.clone());
    let open = {
        let (tasks, files) = (tasks.clone(), files.clone());
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Dialog(None));
            tasks.open_in(&files, encoding.clone());
        })
    };
    let children = html! {
        <>
            <div class="body">
                <p>{ problem.to_string() }</p>
                <p>{ "Here are the same bytes in each encoding that they may be. Choose the one that reads right." }</p>
                <div class="encodings" role="radiogroup" aria-label="Encoding">
                    { rows(true) }
                    <details><summary>{ "All other encodings" }</summary>{ rows(false) }</details>
                </div>
            </div>
            <footer>
                <span class="end">
                    { button("button", "Cancel", tasks.dialog(None)) }
                    { main_button("Open", open) }
                </span>
            </footer>
        </>
    };
    plain(tasks, format!("Which encoding is “{name}”?").into(), "is-plain is-wide", true, children)
}
