//! Export: choose a file, read what it will hold and what not, write it.

use super::report::{Counts, Fate, Report};
use super::{Modal, Page, grouped, last_export};
use crate::dom::{self, Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent, MouseEvent};
use crate::tasks::{Draft, Written};
use crate::view::icon::{Icon, icon};
use postil_core::DocId;
use postil_editor::State;
use postil_messages::{FormatGroup, FormatName};
use yew::prelude::*;

/// A file is shown beforehand when the texts in it are no longer than this, in bytes, and the log no longer than that.
const MAX_PREVIEWED_BYTES: usize = 200_000;
const MAX_PREVIEWED_STEPS: usize = 5_000;

/// The files that can be written.
#[derive(Clone, Debug, PartialEq)]
enum Format {
    Project,
    WithoutHistory,
    Json,
    Lines,
    /// Of another program, by its name there.
    Foreign(AttrValue),
}

impl Format {
    fn is_project(&self) -> bool {
        matches!(self, Self::Project | Self::WithoutHistory)
    }
}

/// A line of the list.
#[derive(Clone, PartialEq)]
struct Choice {
    format: Format,
    id: AttrValue,
    name: AttrValue,
    remark: &'static str,
    is_whole: bool,
}

/// The list: groups with their names.
type Groups = Vec<(AttrValue, Vec<Choice>)>;

fn groups(foreign: &[FormatGroup]) -> Groups {
    let ours = |format, id, name, remark| {
        let is_whole = format == Format::Project;
        Choice { format, id: AttrValue::Static(id), name: AttrValue::Static(name), remark, is_whole }
    };
    let mut groups = vec![
        (
            "To go on with".into(),
            vec![
                ours(Format::Project, "format-project", "Project", "whole"),
                ours(Format::WithoutHistory, "format-without-history", "Project without history", "confidential"),
            ],
        ),
        (
            "For other programs".into(),
            vec![
                ours(Format::Json, "format-json", "Annotations, JSON", "no history"),
                ours(Format::Lines, "format-lines", "Annotations, JSON Lines", "no history"),
            ],
        ),
    ];
    groups.extend(foreign.iter().map(|group| {
        let choice = |it: &FormatName| Choice {
            format: Format::Foreign(it.id.clone().into()),
            id: format!("format-{}", it.id).into(),
            name: it.name.clone().into(),
            remark: if it.is_lossy { "some lost" } else { "whole" },
            is_whole: !it.is_lossy,
        };
        (group.name.clone().into(), group.formats.iter().map(choice).collect())
    }));
    groups
}

#[component]
pub fn Export(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let format = use_state_eq(|| Format::Project);
    let is_all = use_state_eq(|| state.current.is_none());
    let with_suggestions = use_state_eq(|| false);
    let preview = use_state_eq(|| None::<(Written, Result<Draft, String>)>);
    let foreign = use_state_eq(|| None::<Result<Vec<FormatGroup>, String>>);

    let (all_documents, suggested) = (*is_all || state.current.is_none(), *with_suggestions);
    let written = match &*format {
        Format::Project => Written::Project { with_history: true },
        Format::WithoutHistory => Written::Project { with_history: false },
        Format::Json | Format::Lines => {
            Written::Annotations { as_lines: *format == Format::Lines, all_documents, with_suggestions: suggested }
        }
        Format::Foreign(format) => Written::Foreign { format: format.clone(), all_documents },
    };
    let docs_of = |all_documents: bool| match (all_documents, state.current) {
        (false, Some(doc)) => vec![doc],
        _ => state.store.documents().keys().copied().collect(),
    };
    let docs: Vec<DocId> = docs_of(format.is_project() || all_documents);
    let basis = (docs.clone(), state.store.log_len(), state.suggestions().len());
    let counts = use_memo(basis.clone(), |_| Counts::of(state, &docs));
    // What is lost must be known whatever it costs.
    let is_foreign = matches!(*format, Format::Foreign(_));
    let is_shown = is_foreign || is_small(state, &docs);
    {
        let (tasks, preview) = (tasks.clone(), preview.setter());
        use_effect_with((written.clone(), basis), move |(written, _)| {
            if is_shown {
                let of = written.clone();
                let then = Callback::from(move |draft| preview.set(Some((of.clone(), draft))));
                tasks.preview(written.clone(), then);
            }
        });
    }
    {
        let (tasks, foreign) = (tasks.clone(), foreign.setter());
        use_effect_with(docs_of(all_documents), move |docs| {
            tasks.formats(docs.clone(), Callback::from(move |groups| foreign.set(Some(groups))));
        });
    }
    let outcome = preview.as_ref().filter(|(of, _)| is_shown && *of == written).map(|(_, outcome)| outcome);
    let draft = outcome.and_then(|outcome| outcome.as_ref().ok());
    let report = Report::of(&counts, &written, draft.map_or(0, |draft| draft.left_out));
    let has_losses = report.has_losses() || draft.is_some_and(|draft| !draft.losses.is_empty());
    let groups = groups(foreign.as_ref().and_then(|groups| groups.as_deref().ok()).unwrap_or_default());
    let wait = match foreign.as_ref() {
        None => Some("The other formats are on their way…"),
        Some(Err(why)) => Some(why.as_str()),
        Some(Ok(_)) => None,
    };

    let export = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| tasks.export(written.clone()))
    };
    let choose = {
        let format = format.setter();
        Callback::from(move |chosen: Format| format.set(chosen))
    };
    let chosen = groups.iter().flat_map(|(_, choices)| choices).find(|it| it.format == *format);
    use_effect_with(chosen.map(|it| it.id.clone()), |id| id.iter().for_each(|id| dom::float::show_in_row(id)));
    html! {
        <Modal title={title(&docs)} tasks={tasks.clone()} tools={menu(&format, &groups, &choose)}>
            { list(&format, groups, wait, &choose) }
            <div class="report">
                <p class="verdict" aria-live="polite">{ &report.verdict }</p>
                if is_foreign { { losses(outcome) } } else { { table(&report) } }
                { if format.is_project() { Html::default() } else { options(page, all_documents, &is_all, is_foreign, &with_suggestions, counts.unread) } }
                { for draft.filter(|draft| !draft.head.is_empty()).map(|draft| html! { <pre tabindex="0" aria-label="The first lines of the file">{ &draft.head }</pre> }) }
            </div>
            <footer>
                <span>{ about(draft) }{ last_export(state) }</span>
                <span class="end">
                    <button class="button is-main" type="button" onclick={export} autofocus=true>
                        { if has_losses { "Export with losses" } else { "Export" } }
                    </button>
                </span>
            </footer>
        </Modal>
    }
}

/// What a format of another program cannot hold.
fn losses(outcome: Option<&Result<Draft, String>>) -> Html {
    let losses = match outcome {
        None => return html! { <p role="status">{ "Looking at what it can hold…" }</p> },
        Some(Err(why)) => return html! { <p class="warn" role="alert">{ why }</p> },
        Some(Ok(draft)) => &draft.losses,
    };
    if losses.is_empty() {
        return html! { <p>{ icon(Icon::Tick) }{ " It holds all of this." }</p> };
    }
    let rows = losses.iter().map(|loss| {
        html! {
            <tr>
                <td>{ &loss.what }</td>
                <td class="num">{ grouped(loss.count as usize) }</td>
                <td><span class="fate">{ icon(Icon::Cross) }{ " " }{ &loss.fate }</span></td>
            </tr>
        }
    });
    html! {
        <table class="grid">
            <thead>
                <tr>
                    <th scope="col">{ "What it cannot hold" }</th>
                    <th scope="col" class="num">{ "Here" }</th>
                    <th scope="col">{ "What becomes of it" }</th>
                </tr>
            </thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}

fn title(docs: &[DocId]) -> String {
    format!("Export {}", super::count(docs.len(), "document"))
}

fn is_small(state: &State, docs: &[DocId]) -> bool {
    let bytes: usize =
        docs.iter().filter_map(|doc| state.store.documents().get(doc)).map(|info| info.bytes as usize).sum();
    bytes <= MAX_PREVIEWED_BYTES && state.store.log_len() <= MAX_PREVIEWED_STEPS
}

/// The file's name and size.
fn about(draft: Option<&Draft>) -> String {
    let Some(draft) = draft else { return "Written on this machine. ".to_owned() };
    let size = match draft.bytes {
        bytes if bytes < 10_000 => format!("{} bytes", grouped(bytes)),
        bytes => format!("{} KB", grouped(bytes / 1000)),
    };
    format!("{} · {size} · written on this machine. ", draft.name)
}

/// The formats, as a list with one stop for the keyboard.
fn list(format: &Format, groups: Groups, wait: Option<&str>, choose: &Callback<Format>) -> Html {
    let all: Vec<Format> = groups.iter().flat_map(|(_, choices)| choices).map(|it| it.format.clone()).collect();
    let here = all.iter().position(|it| it == format).unwrap_or(0);
    let on_key = {
        let choose = choose.clone();
        Callback::from(move |event: KeyboardEvent| {
            let last = all.len() - 1;
            let chosen = match event.key().as_str() {
                "ArrowDown" => (here + 1).min(last),
                "ArrowUp" => here.saturating_sub(1),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            choose.emit(all[chosen].clone());
        })
    };
    let mut active = None;
    let mut lists = Vec::with_capacity(groups.len());
    for (i, (name, choices)) in groups.into_iter().enumerate() {
        let items = choices.into_iter().map(|Choice { format: it, id, name, remark, is_whole }| {
            let is_chosen = it == *format;
            if is_chosen {
                active = Some(id.clone());
            }
            let onclick = choose.reform(move |_: MouseEvent| it.clone());
            html! {
                <li key={id.to_string()} {id} role="option" aria-selected={is_chosen.to_string()} {onclick}>
                    { icon(if is_whole { Icon::FullCircle } else { Icon::HalfCircle }) }{ name }<small>{ remark }</small>
                </li>
            }
        });
        let items: Html = items.collect();
        let id = format!("formats-{i}");
        // With keys, so that what a person points at stays what it is when further groups come.
        lists.push(html! { <div key={i} role="group" aria-labelledby={id.clone()}><h3 {id} role="presentation">{ name }</h3><ul role="presentation">{ items }</ul></div> });
    }
    html! {
        <div id="formats" class="formats" role="listbox" aria-label="Format" tabindex="0" aria-activedescendant={active} onkeydown={on_key}>
            { lists }
            { for wait.map(|why| html! { <p role="presentation">{ why }</p> }) }
        </div>
    }
}

/// The same on a narrow screen.
fn menu(format: &Format, groups: &Groups, choose: &Callback<Format>) -> Html {
    let all: Vec<(AttrValue, Format)> =
        groups.iter().flat_map(|(_, choices)| choices).map(|it| (it.id.clone(), it.format.clone())).collect();
    let onchange = {
        let choose = choose.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            let chosen = all.iter().find(|(id, _)| chosen.as_deref() == Some(&**id));
            chosen.into_iter().for_each(|(_, format)| choose.emit(format.clone()));
        })
    };
    let groups = groups.iter().map(|(name, choices)| {
        let items = choices.iter().map(|it| {
            html! { <option value={it.id.clone()} selected={it.format == *format}>{ &it.name }</option> }
        });
        html! { <optgroup label={name.clone()}>{ for items }</optgroup> }
    });
    html! { <select class="input format-menu" aria-label="Format" {onchange}>{ for groups }</select> }
}

fn table(report: &Report) -> Html {
    let rows = report.rows.iter().map(|row| {
        let (sign, fate) = match row.fate {
            Fate::Whole => (Icon::Tick, "whole"),
            Fate::LeftOut(why) => (Icon::Dash, why),
            Fate::Lost(why) => (Icon::Cross, why),
        };
        html! {
            <tr>
                <td>{ row.layer }</td>
                <td class="num">{ grouped(row.here) }</td>
                <td class="num">{ grouped(row.written) }</td>
                <td><span class="fate">{ icon(sign) }{ " " }{ fate }</span></td>
            </tr>
        }
    });
    html! {
        <table class="grid">
            <thead>
                <tr>
                    <th scope="col">{ "Layer" }</th>
                    <th scope="col" class="num">{ "Here" }</th>
                    <th scope="col" class="num">{ "Written" }</th>
                    <th scope="col">{ "What becomes of the rest" }</th>
                </tr>
            </thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}

/// What goes into a file of annotations.
fn options(
    page: &Page, all_documents: bool, is_all: &UseStateHandle<bool>, is_foreign: bool,
    with_suggestions: &UseStateHandle<bool>, unread: usize,
) -> Html {
    let state = &page.state;
    let scope = |value: bool| {
        let is_all = is_all.setter();
        Callback::from(move |_: Event| is_all.set(value))
    };
    let suggest = {
        let setter = with_suggestions.setter();
        Callback::from(move |event: Event| {
            setter.set(event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked()));
        })
    };
    let this = state.current.is_some().then(|| {
        html! { <label><input type="radio" name="scope" checked={!all_documents} onchange={scope(false)} />{ "This document" }</label> }
    });
    let all = format!("All documents ({})", grouped(state.store.documents().len()));
    let unread = (**with_suggestions && unread > 0).then(|| {
        let documents = if unread == 1 { "1 document has".to_owned() } else { format!("{} documents have", grouped(unread)) };
        html! { <p class="warn">{ format!("{documents} no suggestions yet: they are made when a document is opened.") }</p> }
    });
    html! {
        <>
            <div class="choice" role="radiogroup" aria-label="Documents">
                { for this }
                <label><input type="radio" name="scope" checked={all_documents} onchange={scope(true)} />{ all }</label>
            </div>
            if !is_foreign {
                <div class="choice">
                    <label>
                        <input type="checkbox" checked={**with_suggestions} onchange={suggest} />
                        { format!("Include pending suggestions ≥ {:.2}", state.preferences.threshold) }
                    </label>
                </div>
                { for unread }
            }
        </>
    }
}
