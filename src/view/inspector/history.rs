//! What was done, the last first, in words.

use crate::dom;
use crate::view::Page;
use crate::view::button::button;
use crate::view::words::{count as count_of, grouped, time};
use postil_core::Transaction;
use postil_editor::{Action, Dialog, first_place};
use yew::prelude::*;

/// So many transactions are shown.
const SHOWN: usize = 50;

pub fn history(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let count = state.store.log_len();
    // Not the first labels, which are the same everywhere.
    let last: Vec<&Transaction> = state.store.log_since(count.saturating_sub(SHOWN).max(1)).map(|it| &**it).collect();
    if last.is_empty() {
        return html! { <div class="empty"><p>{ "Nothing was done yet." }</p>{ "Every step is kept here, and can be undone." }</div> };
    }
    let disputed = state.store.disputed().len();
    let now = dom::now();
    let mut steps = Vec::with_capacity(last.len());
    for transaction in last.into_iter().rev() {
        let line = html! {
            <><span class="t">{ state.told(transaction) }</span><span class="n">{ time(transaction.at, now) }</span></>
        };
        let step = match first_place(transaction) {
            Some((doc, range)) if state.current == Some(doc) => {
                html! { <button onclick={tasks.act(move || Action::TakeTo(range))}>{ line }</button> }
            }
            _ => line,
        };
        steps.push(html! { <li key={transaction.dot.to_string()}>{ step }</li> });
    }
    let earlier = match count.saturating_sub(SHOWN + 1) {
        0 => None,
        1 => Some("1 earlier step is kept and can be undone too.".to_owned()),
        earlier => Some(format!("{} earlier steps are kept and can be undone too.", grouped(earlier))),
    };
    html! {
        <div class="sheet">
            <div class="acts">
                if disputed > 0 {
                    <button class="button" type="button" onclick={tasks.dialog(Some(Dialog::Disputes))}>{ format!("Settle {}…", count_of(disputed, "conflict")) }</button>
                }
                { button("button", "As it was…", tasks.dialog(Some(Dialog::Past))) }
            </div>
            <ol class="refs">{ steps }</ol>
            if let Some(earlier) = earlier {
                <p class="at">{ earlier }</p>
            }
        </div>
    }
}
