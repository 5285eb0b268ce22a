//! A file that is not UTF-8: the right encoding is recognised by eye.

use super::{Modal, Page};
use crate::dom::{Event, MouseEvent};
use crate::state::{Action, Dialog};
use yew::prelude::*;

#[component]
pub fn Encoding(page: &Page) -> Html {
    let chosen = use_state_eq(|| 0_usize);
    let Some(Dialog::Encoding { name, problem, choices, bytes }) = &page.state.dialog else { return Html::default() };
    let rows = choices.iter().enumerate().map(|(index, choice)| {
        let onchange = {
            let chosen = chosen.setter();
            Callback::from(move |_: Event| chosen.set(index))
        };
        html! {
            <label>
                <input type="radio" name="encoding" value={choice.encoding.clone()} checked={*chosen == index} {onchange} />
                <span>{ &choice.name }</span>
                <span class="t" dir="auto">{ &choice.preview }</span>
            </label>
        }
    });
    let encoding = choices.get(*chosen).map(|choice| choice.encoding.clone());
    let open = {
        let (tasks, name, bytes) = (page.tasks.clone(), name.clone(), bytes.clone());
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Dialog(None));
            tasks.decode(name.clone(), bytes.clone(), encoding.as_deref());
        })
    };
    let cancel = page.tasks.on(|_: MouseEvent| Action::Dialog(None));
    html! {
        <Modal title={format!("Which encoding is “{name}”?")} class="is-plain is-wide" tasks={page.tasks.clone()} is_strict=true>
            <div class="body">
                <p>{ &**problem }</p>
                <p>{ "Here are the same bytes in each encoding that they may be. Choose the one that reads right." }</p>
                <div class="encodings" role="radiogroup" aria-label="Encoding">{ for rows }</div>
            </div>
            <footer>
                <span class="end">
                    <button class="button" type="button" onclick={cancel}>{ "Cancel" }</button>
                    <button class="button is-main" type="button" onclick={open} autofocus=true>{ "Open" }</button>
                </span>
            </footer>
        </Modal>
    }
}
