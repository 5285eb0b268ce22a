//! A project or annotations were read: what is in the file, what was wrong with it, and what to do with the rest.

use super::{Modal, Page, count};
use crate::dom::{Event, HtmlSelectElement, MouseEvent, files};
use crate::view::labels::{definitions, name};
use postil_core::Slug;
use postil_editor::{Action, Dialog, State};
use postil_messages::{Change, Contents, Fault, FileKind, LabelNews, Loaded, Meeting, SchemaNews};
use std::rc::Rc;
use yew::prelude::*;

/// Problems beyond these are counted, and are in the report.
const MAX_SHOWN: usize = 200;

#[component]
pub fn Import(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let is_busy = use_state_eq(|| false);
    let file = match &state.dialog {
        Some(Dialog::Import { file, .. }) => Some(*file),
        _ => None,
    };
    {
        let tasks = tasks.clone();
        // Whatever was decided: the dialog is kept open until it is done.
        use_effect_with((), move |()| move || file.into_iter().for_each(|file| tasks.discard(file)));
    }
    // What a person chose, label by label; the rest is as it is proposed.
    let chosen = use_state_eq(Vec::<(Slug, Meeting)>::new);
    // Of a schema: whether it takes the place of the one that is here. Where nothing is annotated, nothing is lost by that.
    let replaces = use_state_eq(|| state.store.sets().is_empty());
    let Some(Dialog::Import { name, loaded, .. }) = &state.dialog else { return Html::default() };
    let meeting = |news: &LabelNews| {
        let chosen = chosen.iter().find(|(label, _)| *label == news.label);
        chosen.map_or_else(|| news.meeting.clone(), |(_, meeting)| meeting.clone())
    };
    let meetings: Vec<(Slug, Meeting)> = loaded.labels.iter().map(|news| (news.label.clone(), meeting(news))).collect();
    let choose = |is_copy: bool| {
        let (tasks, is_busy, meetings) = (tasks.clone(), is_busy.setter(), meetings.clone());
        Callback::from(move |_: MouseEvent| {
            is_busy.set(true);
            tasks.import(is_copy, meetings.clone());
        })
    };
    if let Some(news) = &loaded.schema {
        return schema(page, (name, loaded, news), &replaces, choose(*replaces), *is_busy);
    }
    let is_first = state.store.documents().is_empty();
    let cancel = tasks.on(|_: MouseEvent| Action::Dialog(None));
    let separate = (!is_first).then(|| {
        html! { <button class="button is-outline" type="button" onclick={choose(true)} disabled={*is_busy}>{ "Keep as a separate set" }</button> }
    });
    let merge = match (*is_busy, is_first) {
        (true, _) => "Importing…",
        (false, true) => "Import",
        (false, false) => "Merge with what is here",
    };
    html! {
        <Modal title={format!("Import “{name}”")} class="is-plain is-wide" tasks={tasks.clone()} is_strict=true>
            <div class="body">
                <p class="verdict">{ verdict(loaded) }</p>
                <p>{ news(loaded, state) }</p>
                { strangers(state, &loaded.labels, &meetings, &chosen) }
                { problems(page, loaded, name) }
                { for (loaded.kind == FileKind::Foreign).then(|| units(page)) }
                { if is_first { Html::default() } else { ways(loaded, name) } }
            </div>
            <footer>
                <button class="button" type="button" onclick={cancel}>{ "Cancel" }</button>
                <span class="end">
                    { for separate }
                    <button class="button is-main" type="button" onclick={choose(false)} disabled={*is_busy} autofocus=true>{ merge }</button>
                </span>
            </footer>
        </Modal>
    }
}

/// A schema: what it would change, added to the one that is here or in its place.
fn schema(
    page: &Page, (name, loaded, news): (&Rc<str>, &Rc<Loaded>, &SchemaNews), replaces: &UseStateHandle<bool>,
    go: Callback<MouseEvent>, is_busy: bool,
) -> Html {
    let tasks = &page.tasks;
    let way = |words: &'static str, value: bool| {
        let setter = replaces.setter();
        let onchange = Callback::from(move |_: Event| setter.set(value));
        html! { <label><input type="radio" name="way" checked={**replaces == value} {onchange} />{ words }</label> }
    };
    let changes = if **replaces { &news.replacing } else { &news.adding };
    let mut parts = Vec::new();
    for Change { what, entries } in changes {
        parts.push(html! { <><dt>{ what }</dt><dd>{ entries.join("; ") }</dd></> });
    }
    html! {
        <Modal title={format!("Schema “{name}”")} class="is-plain is-wide" tasks={tasks.clone()} is_strict=true>
            <div class="body">
                <p class="verdict">{ &news.about }</p>
                <div class="choice" role="radiogroup" aria-label="The schema that is here">
                    { way("Add to the schema that is here", false) }
                    { way("Take its place", true) }
                </div>
                if parts.is_empty() {
                    <p>{ "All of it is here already." }</p>
                } else {
                    <dl class="pairs" tabindex="0" aria-label="What would change">{ parts }</dl>
                }
                <p>{ "It is one step to undo." }</p>
                { problems(page, loaded, name) }
            </div>
            <footer>
                <button class="button" type="button" onclick={tasks.dialog(None)}>{ "Cancel" }</button>
                <span class="end">
                    <button class="button is-main" type="button" onclick={go} disabled={is_busy} autofocus=true>
                        { if is_busy { "Importing…" } else if **replaces { "Replace the schema" } else { "Add to the schema" } }
                    </button>
                </span>
            </footer>
        </Modal>
    }
}

/// What is in the file.
fn verdict(loaded: &Loaded) -> String {
    let kind = match loaded.kind {
        FileKind::Project => "A project",
        FileKind::Annotations => "Annotations",
        FileKind::Log => "A log",
        FileKind::Schema => "A schema",
        FileKind::Foreign => &loaded.formats,
    };
    let summary = &loaded.contents;
    let parts = [
        (summary.documents, "document"),
        (summary.spans, "span"),
        (summary.relations, "relation"),
        (summary.clusters, "cluster"),
        (summary.events, "event"),
        (summary.notes, "note"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .enumerate()
        .filter(|(i, (number, _))| *number > 0 || *i < 2)
        .map(|(_, (n, noun))| count(*n as usize, noun))
        .collect();
    format!("{kind}: {}.", listed(&parts))
}

/// `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// How much of it is new here.
fn news(loaded: &Loaded, state: &State) -> String {
    let summary: &Contents = &loaded.contents;
    let mut text = match (summary.new_documents, summary.new_annotations) {
        _ if state.store.documents().is_empty() => String::new(),
        (0, 0) if summary.new_transactions == 0 => "All of it is here already. ".to_owned(),
        (documents, annotations) => {
            format!(
                "{} and {} of these are not here yet. ",
                count(documents as usize, "document"),
                count(annotations as usize, "annotation")
            )
        }
    };
    if summary.changed_annotations > 0 && !state.store.documents().is_empty() {
        text += &format!("{} here, but otherwise than in the file. ", are(summary.changed_annotations, "annotation"));
    }
    if summary.suggestions > 0 {
        text += &format!(
            "{} not taken over: they are made again from the text. ",
            are(summary.suggestions, "pending suggestion")
        );
    }
    if loaded.all_faults == 0 {
        text += match loaded.kind {
            FileKind::Foreign => "Nothing in it was left out or is in doubt.",
            _ => "Every quote and checksum in the file is right.",
        };
    }
    text
}

/// `1 span is`, `2 spans are`.
fn are(number: u32, noun: &str) -> String {
    format!("{} {}", count(number as usize, noun), if number == 1 { "is" } else { "are" })
}

/// Labels that the project does not have, each with what becomes of it.
fn strangers(
    state: &State, labels: &[LabelNews], meetings: &[(Slug, Meeting)], chosen: &UseStateHandle<Vec<(Slug, Meeting)>>,
) -> Html {
    if labels.is_empty() {
        return Html::default();
    }
    let mut rows = Vec::with_capacity(labels.len());
    for (news, (_, meeting)) in labels.iter().zip(meetings) {
        rows.push(stranger(state, news, meeting, chosen));
    }
    html! {
        <fieldset class="meetings">
            <legend>{ count(labels.len(), "label") }{ " of the file that this project does not have:" }</legend>
            <ul>{ rows }</ul>
            <p>{ "What you choose is remembered for the next file." }</p>
        </fieldset>
    }
}

fn stranger(state: &State, news: &LabelNews, meeting: &Meeting, chosen: &UseStateHandle<Vec<(Slug, Meeting)>>) -> Html {
    let onchange = {
        let (chosen, label) = (chosen.clone(), news.label.clone());
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            let value = select.value();
            let meeting = match (value.get(..1), value.get(1..).and_then(|slug| slug.parse().ok())) {
                (Some("="), Some(here)) => Meeting::Same(here),
                (Some("<"), Some(here)) => Meeting::Under(here),
                _ => Meeting::Own,
            };
            let mut all = (*chosen).clone();
            all.retain(|(other, _)| *other != label);
            all.push((label.clone(), meeting));
            chosen.set(all);
        })
    };
    let option =
        |value: String, words: String, is_it: bool| html! { <option {value} selected={is_it}>{ words }</option> };
    let mut options = vec![option(String::new(), "a new label".to_owned(), *meeting == Meeting::Own)];
    for (slug, it) in definitions(state) {
        options.push(option(format!("={slug}"), it.name.to_string(), *meeting == Meeting::Same(slug.clone())));
    }
    // A hierarchy is offered where the name tells of one, or where somebody chose so before.
    let above = match meeting {
        Meeting::Under(slug) => Some(slug),
        _ => news.like.as_ref(),
    };
    if let Some(slug) = above {
        let words = format!("a new label, a kind of {}", name(state, slug));
        options.push(option(format!("<{slug}"), words, *meeting == Meeting::Under(slug.clone())));
    }
    html! {
        <li key={news.label.as_str()}>
            <label>
                <b>{ &news.name }</b>{ format!(" ({}) becomes ", count(news.spans as usize, "span")) }
                <select class="input is-short" {onchange}>{ options }</select>
            </label>
        </li>
    }
}

/// What offsets count is decided by the files; a person may know better.
fn units(page: &Page) -> Html {
    let tasks = page.tasks.clone();
    let onchange = Callback::from(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        tasks.reread(chosen.filter(|unit| !unit.is_empty()));
    });
    let units = [("", "what was decided"), ("char", "code points"), ("utf16", "UTF-16 units"), ("byte", "bytes")];
    let options =
        units.into_iter().map(|(value, name)| html! { <option {value} selected={value.is_empty()}>{ name }</option> });
    html! {
        <p>
            <label>{ "Offsets count " }<select class="input is-short" {onchange}>{ for options }</select></label>
            { " Choose another unit where spans stand beside their words: the files are read again." }
        </p>
    }
}

/// What was wrong, with its place in the file.
fn problems(page: &Page, loaded: &Rc<Loaded>, name: &Rc<str>) -> Html {
    let (told, all) = (&loaded.faults, loaded.all_faults as usize);
    if all == 0 {
        return Html::default();
    }
    let rows = told.iter().take(MAX_SHOWN).map(|problem| {
        html! { <li><span class="n">{ &problem.place }</span><span class="t">{ &problem.message }</span></li> }
    });
    let rest = all.saturating_sub(MAX_SHOWN);
    let download = {
        let (tasks, loaded, name) = (page.tasks.clone(), loaded.clone(), name.clone());
        Callback::from(move |_: MouseEvent| {
            let content = report(&name, &loaded);
            if let Err(trouble) = files::download("postil-import-report.txt", "text/plain", &content) {
                tasks.send(Action::Complain(trouble.into()));
            }
        })
    };
    html! {
        <>
            <p>{ found(loaded) }</p>
            <ol class="places">{ for rows }</ol>
            <p>
                { if rest > 0 { format!("And {} more. ", super::grouped(rest)) } else { String::new() } }
                <button class="button is-outline" type="button" onclick={download}>{ "Download this report" }</button>
            </p>
        </>
    }
}

/// What was wrong, for a file.
fn report(name: &str, loaded: &Loaded) -> String {
    let all = loaded.all_faults as usize;
    let mut report = format!("{name}\n{}\n\n", found(loaded));
    for Fault { place, message } in &loaded.faults {
        report += &format!("{place}: {message}\n");
    }
    if all > loaded.faults.len() {
        report += &format!("And {} more.\n", super::grouped(all - loaded.faults.len()));
    }
    report
}

fn found(loaded: &Loaded) -> String {
    let number = loaded.all_faults as usize;
    match number {
        _ if !loaded.formats.is_empty() => {
            format!("{} about how it was read: what was decided, repaired or left out.", count(number, "remark"))
        }
        1 => "1 thing in the file was wrong and is left out or repaired.".to_owned(),
        _ => format!("{} things in the file were wrong and are left out or repaired.", super::grouped(number)),
    }
}

/// What either choice does.
fn ways(loaded: &Loaded, name: &str) -> Html {
    let merging = match loaded.kind {
        FileKind::Project | FileKind::Log => {
            "the file’s history joins yours. Where both changed the same annotation the later change stays, and what was \
             deleted in the file is deleted here."
        }
        FileKind::Annotations | FileKind::Schema | FileKind::Foreign => {
            "what is new is added. Nothing that is here is changed or deleted."
        }
    };
    html! {
        <>
            <p><b>{ "Merge: " }</b>{ merging }</p>
            <p><b>{ "Separate set: " }</b>
                { format!("the annotations come in under new names, in a set called “{name}” beside yours. Nothing that is here is touched, now or later.") }
            </p>
        </>
    }
}
