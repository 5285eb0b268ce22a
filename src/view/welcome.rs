//! The first page: what Postil does, and every way in.

mod specimen;

use super::Page;
use super::icon::{Icon, icon};
use crate::dom::{self, Event, HtmlInputElement, MouseEvent, files, privacy};
use crate::state::{Access, Action, Dialog};
use crate::tasks::SAMPLES;
use specimen::Specimen;
use yew::prelude::*;

#[component]
pub fn Welcome(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let keys = tasks.on(|_: MouseEvent| Action::Dialog(Some(Dialog::Keys)));
    html! {
        <div class="first">
            <header class="top">
                <span class="mark">{ "Postil" }</span>
                <div class="end">
                    <button class="button" type="button" onclick={keys}>{ "Keys " }<kbd>{ "?" }</kbd></button>
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
                    <Specimen />
                </div>
                { documents(page) }
                <div class="doors">
                    { drop_zone(page) }
                    { samples(page) }
                </div>
                <Promise />
            </main>
            <footer class="foot">
                <span><kbd>{ "Ctrl O" }</kbd>{ " open" }</span>
                <span><kbd>{ "Ctrl V" }</kbd>{ " paste an article" }</span>
                <span><kbd>{ "?" }</kbd>{ " keys" }</span>
            </footer>
            if state.phase == crate::state::Phase::Starting {
                <span class="said" role="status">{ "Reading what was saved…" }</span>
            }
        </div>
    }
}

/// Why work may not be kept here.
fn banner(page: &Page) -> Html {
    let (title, text) = match &page.state.access {
        Access::Writing => return Html::default(),
        Access::ReadOnly => (
            "Read-only. ",
            "Another tab has this project open and writes to it. Close it, then reload this one.".to_owned(),
        ),
        Access::Memory(why) => {
            ("Nothing is kept. ", format!("{why} What you do here lasts until you close this page."))
        }
    };
    html! {
        <div class="banner" role="status">
            <span><b>{ title }</b>{ text }</span>
            <span class="end"><button class="button is-outline" type="button" onclick={|_| dom::reload()}>{ "Reload" }</button></span>
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
            <span class="end">
                <button class="button" type="button" onclick={page.tasks.on(|_: MouseEvent| Action::Dismiss)}>{ "Dismiss" }</button>
            </span>
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
    let rows = all.into_iter().map(|(doc, info)| {
        let spans = state.store.tally(doc).spans;
        let spans = if spans == 1 { "1 span".to_owned() } else { format!("{spans} spans") };
        let language = info.language.as_deref().map(str::to_owned);
        html! {
            <li>
                <button type="button" onclick={tasks.on(move |_: MouseEvent| Action::Show(doc))}>
                    <span class="t" dir="auto" lang={language}>{ &*info.title }</span><small>{ spans }</small>
                </button>
            </li>
        }
    });
    html! {
        <section class="samples" aria-labelledby="yours">
            <h2 id="yours">{ "Your documents" }</h2>
            <ul>{ for rows }</ul>
        </section>
    }
}

fn drop_zone(page: &Page) -> Html {
    let tasks = page.tasks.clone();
    let on_files = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            tasks.open_files(files::chosen(&input));
        }
    });
    let paste = page.tasks.on(|_: MouseEvent| Action::Dialog(Some(Dialog::Paste)));
    html! {
        <section class="drop" aria-label="Open">
            <p>{ "Drop articles here" }</p>
            <input type="file" id="open-files" aria-label="Files to open" multiple=true hidden=true onchange={on_files} />
            <div class="acts">
                <button class="button is-main" type="button" onclick={|_| dom::click("open-files")}>{ "Open files" }</button>
                <button class="button is-outline" type="button" onclick={paste}>{ "Paste text" }</button>
            </div>
            <small>{ "Plain text in any encoding, Postil projects, and annotations in JSON or JSON Lines" }</small>
        </section>
    }
}

fn samples(page: &Page) -> Html {
    let rows = SAMPLES.iter().map(|sample| {
        let tasks = page.tasks.clone();
        let onclick = Callback::from(move |_: MouseEvent| tasks.open_sample(*sample));
        let is_elsewhere = sample.language != "en";
        let size = format!("{}{} words", if is_elsewhere { language_name(sample.language) } else { "" }, sample.words);
        html! {
            <li>
                <button type="button" {onclick}>
                    <span class="t" dir="auto" lang={sample.language}>{ sample.title }</span><small>{ size }</small>
                    <small>{ sample.shows }</small>
                </button>
            </li>
        }
    });
    html! {
        <section class="samples" aria-labelledby="samples">
            <h2 id="samples">{ "Or begin with an article that is already here" }</h2>
            <ul>{ for rows }</ul>
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
    let counted = use_state_eq(privacy::requests);
    let is_open = use_state_eq(|| false);
    let prove = {
        let (counted, is_open) = (counted.clone(), is_open.clone());
        Callback::from(move |_: MouseEvent| {
            counted.set(privacy::requests());
            is_open.set(true);
        })
    };
    let plural = |number: usize| if number == 1 { "1 request".to_owned() } else { format!("{number} requests") };
    let proof = is_open.then(|| {
        format!(
            " The browser counts {} to other addresses since this page was loaded, and {} for the page’s own files. Its \
             policy forbids all others: switch the network off and go on.",
            plural(counted.foreign),
            plural(counted.own)
        )
    });
    html! {
        <div class="promise">
            { icon(Icon::Lock) }
            <span>
                <b>{ "Nothing you open leaves this machine." }</b>
                { " No server, no account; after this page has loaded it works without a network." }
                <span role="status">{ for proof }</span>
            </span>
            <button class="button is-outline" type="button" onclick={prove}>
                { format!("Prove it: {}", plural(counted.foreign)) }
            </button>
        </div>
    }
}
