//! A project or annotations were read: what is in the file, what was wrong with it, and what to do with the rest.

use super::{Modal, Page, count};
use crate::dom::{MouseEvent, files};
use crate::state::{Action, Dialog, State};
use postil_project::{Loaded, Shape, Summary};
use std::rc::Rc;
use yew::prelude::*;

/// Problems beyond these are counted, and are in the report.
const MAX_SHOWN: usize = 200;

#[component]
pub fn Import(page: &Page) -> Html {
    let Page { state, tasks } = page;
    // Counting replays the file's history: once, not at every drawing.
    let summary = use_memo((), |()| match &state.dialog {
        Some(Dialog::Import(loaded, _)) => loaded.summary(&state.store),
        _ => Summary::default(),
    });
    let Some(Dialog::Import(loaded, name)) = &state.dialog else { return Html::default() };
    let choose = |is_copy: bool| {
        let (tasks, loaded, name) = (tasks.clone(), loaded.clone(), name.clone());
        Callback::from(move |_: MouseEvent| tasks.import(&loaded, &name, is_copy))
    };
    let is_first = state.store.documents().is_empty();
    let cancel = tasks.on(|_: MouseEvent| Action::Dialog(None));
    let separate = (!is_first).then(|| {
        html! { <button class="button is-outline" type="button" onclick={choose(true)}>{ "Keep as a separate set" }</button> }
    });
    let merge = if is_first { "Import" } else { "Merge with what is here" };
    html! {
        <Modal title={format!("Import “{name}”")} class="is-plain is-wide" tasks={tasks.clone()} is_strict=true>
            <div class="body">
                <p class="verdict">{ verdict(loaded, &summary) }</p>
                <p>{ news(loaded, &summary, state) }</p>
                { problems(page, loaded, name) }
                { if is_first { Html::default() } else { ways(loaded, name) } }
            </div>
            <footer>
                <button class="button" type="button" onclick={cancel}>{ "Cancel" }</button>
                <span class="end">
                    { for separate }
                    <button class="button is-main" type="button" onclick={choose(false)} autofocus=true>{ merge }</button>
                </span>
            </footer>
        </Modal>
    }
}

/// What is in the file.
fn verdict(loaded: &Loaded, summary: &Summary) -> String {
    let kind = match loaded.shape {
        Shape::Project => "A project",
        Shape::Annotations | Shape::AnnotationLines => "Annotations",
        Shape::Log => "A log",
    };
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
        .map(|(_, (n, noun))| count(*n, noun))
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
fn news(loaded: &Loaded, summary: &Summary, state: &State) -> String {
    let mut text = match (summary.new_documents, summary.new_annotations) {
        _ if state.store.documents().is_empty() => String::new(),
        (0, 0) if summary.new_transactions == 0 => "All of it is here already. ".to_owned(),
        (documents, annotations) => {
            format!(
                "{} and {} of these are not here yet. ",
                count(documents, "document"),
                count(annotations, "annotation")
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
    if loaded.problems.is_empty() {
        text += "Every quote and checksum in the file is right.";
    }
    text
}

/// `1 span is`, `2 spans are`.
fn are(number: usize, noun: &str) -> String {
    format!("{} {}", count(number, noun), if number == 1 { "is" } else { "are" })
}

/// What was wrong, with its place in the file.
fn problems(page: &Page, loaded: &Rc<Loaded>, name: &Rc<str>) -> Html {
    let all = &loaded.problems;
    if all.is_empty() {
        return Html::default();
    }
    let rows = all.iter().take(MAX_SHOWN).map(|problem| {
        html! { <li><span class="n">{ &problem.place }</span><span class="t">{ &problem.message }</span></li> }
    });
    let rest = all.len().saturating_sub(MAX_SHOWN);
    let download = {
        let (tasks, loaded, name) = (page.tasks.clone(), loaded.clone(), name.clone());
        Callback::from(move |_: MouseEvent| {
            let lines: String = loaded.problems.iter().map(|problem| format!("{problem}\n")).collect();
            let content = format!("{name}\n{}\n\n{lines}", found(loaded.problems.len()));
            if let Err(trouble) = files::download("postil-import-report.txt", "text/plain", &content) {
                tasks.send(Action::Complain(trouble.into()));
            }
        })
    };
    html! {
        <>
            <p>{ found(all.len()) }</p>
            <ol class="places">{ for rows }</ol>
            <p>
                { if rest > 0 { format!("And {rest} more. ") } else { String::new() } }
                <button class="button is-outline" type="button" onclick={download}>{ "Download this report" }</button>
            </p>
        </>
    }
}

fn found(number: usize) -> String {
    match number {
        1 => "1 thing in the file was wrong and is left out or repaired.".to_owned(),
        _ => format!("{} things in the file were wrong and are left out or repaired.", super::grouped(number)),
    }
}

/// What either choice does.
fn ways(loaded: &Loaded, name: &str) -> Html {
    let merging = match loaded.shape {
        Shape::Project | Shape::Log => {
            "the file’s history joins yours. Where both changed the same annotation the later change stays, and what was \
             deleted in the file is deleted here."
        }
        Shape::Annotations | Shape::AnnotationLines => {
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
