//! Pasting an article. There is no text field here: one would turn CR LF into LF, and every offset after it.

use super::{Page, button, plain};
use crate::dom::{Event, MouseEvent, files};
use postil_editor::Action;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

pub fn paste(page: &Page, trouble: &UseStateHandle<Option<String>>) -> Html {
    let on_paste = {
        let (tasks, trouble) = (page.tasks.clone(), trouble.setter());
        Callback::from(move |event: Event| {
            // Else the page would open it a second time.
            event.prevent_default();
            event.stop_propagation();
            let brought = files::pasted(&event);
            if brought.is_empty() {
                let message = "There is no text and no file on the clipboard. Copy an article first.";
                return trouble.set(Some(message.to_owned()));
            }
            tasks.send(Action::Dialog(None));
            tasks.open_brought(brought);
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
                    Err(message) => trouble.set(Some(message)),
                }
            });
        })
    };
    let children = html! {
        <div class="body" onpaste={on_paste}>
            <div class="paste" tabindex="0" role="group" aria-label="Paste here: press Ctrl+V" autofocus=true>
                <p>{ "Press " }<kbd class="key">{ "Ctrl V" }</kbd>{ " to paste an article or a file." }</p>
                if files::can_read_clipboard() {
                    { button("button is-outline", "Paste from the clipboard", on_button) }
                }
            </div>
            <p>{ "The text is taken exactly as it is on the clipboard, line ends included. It stays on this machine." }</p>
            <p role="status">{ trouble.as_deref().unwrap_or_default() }</p>
        </div>
    };
    plain(&page.tasks, "Paste an article".into(), "is-plain", false, children)
}
