//! Pasting an article. There is no text field here: one would turn CR LF into LF, and every offset after it.

use super::{Modal, Page};
use crate::dom::{Event, MouseEvent, files};
use crate::state::Action;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[component]
pub fn Paste(page: &Page) -> Html {
    let trouble = use_state_eq(|| None::<Rc<str>>);
    let on_paste = {
        let (tasks, trouble) = (page.tasks.clone(), trouble.setter());
        Callback::from(move |event: Event| {
            // Else the page would open it a second time.
            event.prevent_default();
            event.stop_propagation();
            match files::pasted(&event) {
                (files, _) if !files.is_empty() => {
                    tasks.send(Action::Dialog(None));
                    tasks.open_files(files);
                }
                (_, Some(text)) => {
                    tasks.send(Action::Dialog(None));
                    tasks.open_text(&text);
                }
                _ => trouble.set(Some("There is no text and no file on the clipboard. Copy an article first.".into())),
            }
        })
    };
    let on_button = {
        let (tasks, trouble) = (page.tasks.clone(), trouble.setter());
        Callback::from(move |_: MouseEvent| {
            let (tasks, trouble) = (tasks.clone(), trouble.clone());
            spawn_local(async move {
                match files::clipboard_text().await {
                    Ok(text) => {
                        tasks.send(Action::Dialog(None));
                        tasks.open_text(&text);
                    }
                    Err(message) => trouble.set(Some(message.into())),
                }
            });
        })
    };
    let button = files::can_read_clipboard().then(|| {
        html! { <button class="button is-outline" type="button" onclick={on_button}>{ "Paste from the clipboard" }</button> }
    });
    html! {
        <Modal title="Paste an article" class="is-plain" tasks={page.tasks.clone()}>
            <div class="body" onpaste={on_paste}>
                <div class="paste" tabindex="0" role="group" aria-label="Paste here: press Ctrl+V" autofocus=true>
                    <p>{ "Press " }<kbd class="key">{ "Ctrl V" }</kbd>{ " to paste an article or a file." }</p>
                    { for button }
                </div>
                <p>{ "The text is taken exactly as it is on the clipboard, line ends included. It stays on this machine." }</p>
                <p role="status">{ for trouble.as_deref() }</p>
            </div>
        </Modal>
    }
}
