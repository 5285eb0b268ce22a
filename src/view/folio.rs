//! The line over the article: what it is, how far the work on it is, and how far extraction is.

use super::Page;
use super::button::button;
use super::left::meter;
use super::words::part;
use crate::dom::MouseEvent;
use postil_editor::{Action, Progress};
use yew::prelude::*;

pub fn folio(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let Some(document) = state.document() else { return Html::default() };
    let doc = document.id();
    let Some(info) = state.store.documents().get(&doc) else { return Html::default() };
    let paragraphs = document.blocks().last().map_or(0, |block| block.paragraph);
    let (reviewed, total) = state.reviewed();
    let suggestions = state.suggestions();
    let progress = match &suggestions.progress {
        Progress::Running { is_loading, done, total, .. } => {
            let percent = part(*done, *total);
            let cancel = {
                let tasks = tasks.clone();
                Callback::from(move |_: MouseEvent| tasks.cancel_extraction())
            };
            html! {
                // What stands in a progress bar is not told to screen readers: the button stands beside it.
                <span class="progress end">
                    <span class="progress" role="progressbar" aria-label="Extraction" aria-valuemin="0"
                        aria-valuemax="100" aria-valuenow={percent.to_string()}>
                        { meter(percent) }
                        { if *is_loading { "Fetching the model, " } else { "Reading, " } }
                        { format!("{percent} %") }
                    </span>
                    { button("button", "Stop", cancel) }
                </span>
            }
        }
        _ if total > 0 => {
            html! { <span class="end keep"><b>{ reviewed }</b>{ format!(" of {total} reviewed") }</span> }
        }
        _ => Html::default(),
    };
    let remark = match &suggestions.progress {
        Progress::Failed(message) => Some(format!("No suggestions: {message}")),
        Progress::Cancelled => Some("Extraction was stopped. What it had found is here.".to_owned()),
        _ => suggestions.note.as_deref().map(str::to_owned),
    };
    let is_broken_off = matches!(suggestions.progress, Progress::Failed(_) | Progress::Cancelled);
    html! {
        <>
            <header class="folio" dir="ltr" lang="en">
                <span><b>{ paragraphs }</b>{ plural(paragraphs, " paragraph", " paragraphs") }</span>
                <span class="keep"><b>{ info.words }</b>{ plural(info.words, " word", " words") }</span>
                if let Some(date) = info.dct.as_deref() {
                    <span>{ "Document date " }<b>{ date }</b></span>
                }
                { progress }
            </header>
            if let Some(remark) = remark {
                <p class="remark" dir="ltr" lang="en" role="status">
                    { remark }
                    { " " }
                    if is_broken_off {
                        { button("button", "Extract again", tasks.act(move || Action::ExtractAgain(doc))) }
                    }
                </p>
            }
        </>
    }
}

fn plural(count: u32, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}
