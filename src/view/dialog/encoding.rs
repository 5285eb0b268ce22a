//! A file that is not UTF-8: the right encoding is recognised by eye.

use super::{Page, button, main_button, plain};
use crate::dom::{Event, MouseEvent};
use postil_editor::{Action, Dialog};
use yew::prelude::*;

pub fn encoding(page: &Page, chosen: &UseStateHandle<usize>) -> Html {
    let tasks = &page.tasks;
    let Some(Dialog::Encoding { name, problem, choices, file }) = &page.state.dialog else { return Html::default() };
    let mut rows = Vec::with_capacity(choices.len());
    for (index, choice) in choices.iter().enumerate() {
        let onchange = {
            let chosen = chosen.setter();
            Callback::from(move |_: Event| chosen.set(index))
        };
        rows.push(html! {
            <label>
                <input type="radio" name="encoding" value={choice.encoding.clone()} checked={**chosen == index} {onchange} />
                <span>{ choice.name.clone() }</span>
                <span class="t" dir="auto">{ choice.preview.clone() }</span>
            </label>
        });
    }
    let encoding = choices.get(**chosen).map(|choice| choice.encoding.clone());
    let open = {
        let (tasks, file) = (tasks.clone(), *file);
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Dialog(None));
            tasks.open_again(&[file], encoding.clone(), None);
        })
    };
    let children = html! {
        <>
            <div class="body">
                <p>{ problem.to_string() }</p>
                <p>{ "Here are the same bytes in each encoding that they may be. Choose the one that reads right." }</p>
                <div class="encodings" role="radiogroup" aria-label="Encoding">{ rows }</div>
            </div>
            <footer>
                <span class="end">
                    { button("button", "Cancel", tasks.dialog(None)) }
                    { main_button("Open", open) }
                </span>
            </footer>
        </>
    };
    plain(tasks, format!("Which encoding is “{}”?", name).into(), "is-plain is-wide", true, children)
}
