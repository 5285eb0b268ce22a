//! The first page: what Postil does, and every way in.

mod specimen;

use super::Page;
use super::button::button;
use super::icon::{Icon, icon};
use super::left::MANY;
use super::top::files;
use super::words::{count, grouped};
use crate::dom::{self, MouseEvent, privacy};
use crate::tasks::SAMPLES;
use postil_editor::{Access, Action, Dialog, Shortcut};
use yew::prelude::*;

pub fn welcome(page: &Page) -> Html {
    let keys = &page.state.preferences.keys;
    html! {
        <div class="first">
            <header class="top">
                <span class="mark">{ "Postil" }</span>
                <div class="end">
                    <button class="button" type="button" onclick={page.tasks.dialog(Some(Dialog::Keys))}>
                        { "Keys " }<kbd>{ keys.shown(Shortcut::Keys) }</kbd>
                    </button>
                </div>
            </header>
            <main class="welcome">
                { banner(page) }
                { notice(page) }
                <div class="lede">
                    <div>
                        <h1>{ "Mark who said what, and who did what to whom, in the news you read." }</h1>
                        <p>{ "Postil is a text annotator that is one web page. It suggests people, places, dates, quotes and \
                            figures; you correct them, and export them to the tools you train and count with." }</p>
                    </div>
                    { specimen::specimen() }
                </div>
                { documents(page) }
                <div class="doors">
                    // Each as high as it needs, however many samples stand beside them.
                    <div class="first-door">
                        { drop_zone(page) }
                        <Promise />
                    </div>
                    { samples(page) }
                </div>
            </main>
            <footer class="foot">
                <span><kbd>{ keys.shown(Shortcut::Open) }</kbd>{ " open" }</span>
                <span><kbd>{ "Ctrl V" }</kbd>{ " paste an article" }</span>
                <span><kbd>{ keys.shown(Shortcut::Keys) }</kbd>{ " keys" }</span>
            </footer>
        </div>
    }
}

/// Why work may not be kept here.
fn banner(page: &Page) -> Html {
    let (title, text) = match &page.state.access {
        Access::Writing => return Html::default(),
        Access::Following => return super::app::following(&page.tasks),
        Access::Memory(why) => {
            ("Nothing is kept. ", format!("{why} What you do here lasts until you close this page."))
        }
    };
    html! {
        <div class="banner" role="status">
            <span><b>{ title }</b>{ text }</span>
            <span class="end">{ button("button is-outline", "Reload", Callback::from(|_| dom::reload())) }</span>
        </div>
    }
}

/// What the page has to say, as when a file could not be opened.
fn notice(page: &Page) -> Html {
    let Some(notice) = &page.state.notice else { return Html::default() };
    let role = if notice.is_trouble { "alert" } else { "status" };
    html! {
        <div key={notice.number} class="banner" {role}>
            <span>{ &*notice.text }</span>
            <span class="end">{ button("button", "Dismiss", page.tasks.act(|| Action::Dismiss)) }</span>
        </div>
    }
}

/// The way back to what is here already.
fn documents(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let all = state.documents_in_order();
    if all.is_empty() {
        return Html::default();
    }
    let more = all.len().saturating_sub(MANY);
    let mut rows = Vec::new();
    for doc in all.into_iter().take(MANY) {
        let Some(info) = state.store.documents().get(&doc) else { continue };
        let open = {
            let tasks = tasks.clone();
            Callback::from(move |_: MouseEvent| tasks.show(doc))
        };
        let language = info.language.as_deref().map(str::to_owned);
        let spans = count(state.store.tally(doc).spans as usize, "span");
        rows.push(html! {
            <li>
                <button type="button" onclick={open}>
                    <span class="t" dir="auto" lang={language}>{ info.title.to_string() }</span><small>{ spans }</small>
                </button>
            </li>
        });
    }
    html! {
        <section class="samples" aria-labelledby="yours">
            <h2 id="yours">{ "Your documents" }</h2>
            <ul>{ rows }</ul>
            if more > 0 {
                <p>{ format!("{} more are in the list of documents.", grouped(more)) }</p>
            }
        </section>
    }
}

fn drop_zone(page: &Page) -> Html {
    html! {
        <section class="drop" aria-label="Open">
            <p>{ "Drop articles here" }</p>
            { files(page) }
            <div class="acts">
                { button("button is-main", "Open files", Callback::from(|_| dom::choose_files(false))) }
                { button("button is-outline", "Open a folder", Callback::from(|_| dom::choose_files(true))) }
                { button("button is-outline", "Paste text", page.tasks.dialog(Some(Dialog::Paste))) }
                { button("button is-outline", "Schema", page.tasks.dialog(Some(Dialog::Schema(None)))) }
            </div>
            <small>{ "Plain text in any encoding, Markdown, HTML, Postil projects, and the annotations of brat, doccano, Label Studio, spaCy, INCEpTION and others, archives of them too" }</small>
        </section>
    }
}

fn samples(page: &Page) -> Html {
    let mut rows = Vec::with_capacity(SAMPLES.len());
    for sample in SAMPLES {
        let tasks = page.tasks.clone();
        let onclick = Callback::from(move |_: MouseEvent| tasks.open_sample(*sample));
        let size = format!("{}{} words", language_name(sample.language), sample.words);
        rows.push(html! {
            <li>
                <button type="button" title={sample.shows} {onclick}>
                    <span class="t" dir="auto" lang={sample.language}>{ sample.title }</span><small>{ size }</small>
                    // Whole where the pointer rests on it, and for a screen reader.
                    <small class="shows" aria-hidden="true">{ sample.shows }</small>
                </button>
            </li>
        });
    }
    html! {
        <section class="samples is-dense" aria-labelledby="samples">
            <h2 id="samples">{ "Or begin with an article that is already here" }</h2>
            <ul>{ rows }</ul>
        </section>
    }
}

/// Before the number of words, where the article is not English.
fn language_name(tag: &str) -> &'static str {
    match tag {
        "ar" => "Arabic, ",
        "he" => "Hebrew, ",
        "ja" => "Japanese, ",
        _ => "",
    }
}

/// Nothing leaves: said, and shown by the browser's own count.
#[component]
fn Promise() -> Html {
    // Every press counts anew.
    let presses = use_state_eq(|| 0_usize);
    let counted = privacy::requests();
    let prove = {
        let presses = presses.clone();
        Callback::from(move |_: MouseEvent| presses.set(*presses + 1))
    };
    html! {
        <div class="promise">
            { icon(Icon::Lock) }
            <span>
                <b>{ "Nothing you open leaves this machine." }</b>
                { " No server, no account; after this page has loaded it works without a network." }
                <span role="status">
                    if *presses > 0 {
                        { " The browser counts " }
                        { count(counted.foreign, "request") }
                        { " to other addresses since this page was loaded, and " }
                        { count(counted.own, "request") }
                        { " for the page’s own files. Its policy forbids all others: switch the network off and go on." }
                    }
                </span>
            </span>
            <button class="button is-outline" type="button" onclick={prove}>
                { format!("Prove it: {}", count(counted.foreign, "request")) }
            </button>
        </div>
    }
}
