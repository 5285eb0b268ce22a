//! The line over the article: what it is, how far the work on it is, and how far extraction is.

use super::Page;
use crate::state::Progress;
use yew::prelude::*;

#[component]
pub fn Folio(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let Some(document) = state.document() else { return Html::default() };
    let Some(info) = state.store.documents().get(&document.id()) else { return Html::default() };
    let paragraphs = document.blocks().last().map_or(0, |block| block.paragraph);
    let (reviewed, total) = state.reviewed();
    let suggestions = state.suggestions();
    let progress = match &suggestions.progress {
        Progress::Running { done, total, .. } => {
            let percent = u64::from(*done) * 100 / u64::from((*total).max(1));
            let cancel = {
                let tasks = tasks.clone();
                Callback::from(move |_| tasks.cancel_extraction())
            };
            html! {
                <span class="progress end" role="progressbar" aria-label="Extraction" aria-valuemin="0" aria-valuemax="100"
                    aria-valuenow={percent.to_string()}>
                    <svg class="meter" aria-hidden="true"><rect width={format!("{percent}%")} height="100%" /></svg>
                    { format!("Reading, {percent} %") }
                    <button class="button" onclick={cancel}>{ "Stop" }</button>
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
        _ => suggestions.note.as_ref().map(|note| note.to_string()),
    };
    let again = matches!(suggestions.progress, Progress::Failed(_) | Progress::Cancelled).then(|| {
        let doc = document.id();
        let onclick = tasks.on(move |_: MouseEvent| crate::state::Action::ExtractAgain(doc));
        html! { <button class="button" {onclick}>{ "Extract again" }</button> }
    });
    html! {
        <>
            <header class="folio" dir="ltr" lang="en">
                <span><b>{ paragraphs }</b>{ plural(paragraphs, " paragraph", " paragraphs") }</span>
                <span class="keep"><b>{ info.words }</b>{ plural(info.words, " word", " words") }</span>
                { for info.dct.as_deref().map(|date| html! { <span>{ "Document date " }<b>{ date }</b></span> }) }
                { progress }
            </header>
            { for remark.map(|remark| html! { <p class="remark" dir="ltr" lang="en" role="status">{ remark }{ " " }{ for again.clone() }</p> }) }
        </>
    }
}

fn plural(count: u32, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}
