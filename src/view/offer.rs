//! What is offered for the open document, over the article: annotations of the version before, or its date.

use super::Page;
use super::button::button;
use super::words::count;
use crate::dom::MouseEvent;
use postil_editor::{Action, Command, Dateline, VersionAction};
use postil_messages::Version;
use yew::prelude::*;

/// One offer at a time, that of the version before first.
pub fn offer(page: &Page) -> Option<Html> {
    version(page).or_else(|| dateline(page))
}

fn version(page: &Page) -> Option<Html> {
    let Page { state, tasks } = page;
    let Version { of, shared, standing, spans } = state.version()?;
    let title = &state.store.documents().get(of)?.title;
    let words = format!(
        " {shared} % of the words are those of “{title}”. Of its {}, {standing} stand on words that are the same.",
        count(*spans as usize, "span")
    );
    let carry = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| tasks.carry())
    };
    let decline = tasks.act(|| Action::Version(VersionAction::Decline));
    Some(banner("A new version?", words, "Carry annotations over", carry, decline))
}

fn dateline(page: &Page) -> Option<Html> {
    let Page { state, tasks } = page;
    let Dateline { doc, range, date } = state.dateline()?;
    let words =
        format!(" The dateline says “{}”. Dates such as “Monday” are then understood.", state.document()?.slice(range));
    let take = tasks.press(Command::Date { doc, date: Some(date.to_string()) });
    Some(banner("Document date?", words, "Take this date", take, tasks.act(|| Action::Undated)))
}

fn banner(
    title: &'static str, words: String, yes: &'static str, take: Callback<MouseEvent>, decline: Callback<MouseEvent>,
) -> Html {
    html! {
        <div class="banner" role="status">
            <span><b>{ title }</b>{ words }</span>
            <span class="end">
                { button("button is-main", yes, take) }
                { button("button is-outline", "Not now", decline) }
            </span>
        </div>
    }
}
