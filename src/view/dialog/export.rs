//! Export: choose a file, read what it will hold and what not, write it.

use super::report::{Counts, Fate, Report};
use super::{Modal, Page, grouped, last_export};
use crate::dom::{Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent, MouseEvent};
use crate::state::State;
use crate::tasks::{Draft, Written};
use crate::view::icon::{Icon, icon};
use postil_core::DocId;
use yew::prelude::*;

/// A file is shown beforehand when the texts in it are no longer than this, in bytes, and the log no longer than that.
const MAX_PREVIEWED_BYTES: usize = 200_000;
const MAX_PREVIEWED_STEPS: usize = 5_000;

/// The files that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Project,
    WithoutHistory,
    Json,
    Lines,
}

impl Format {
    const ALL: [Self; 4] = [Self::Project, Self::WithoutHistory, Self::Json, Self::Lines];

    fn name(self) -> &'static str {
        match self {
            Self::Project => "Project",
            Self::WithoutHistory => "Project without history",
            Self::Json => "Annotations, JSON",
            Self::Lines => "Annotations, JSON Lines",
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Project => "format-project",
            Self::WithoutHistory => "format-without-history",
            Self::Json => "format-json",
            Self::Lines => "format-lines",
        }
    }

    fn remark(self) -> &'static str {
        match self {
            Self::Project => "whole",
            Self::WithoutHistory => "confidential",
            Self::Json | Self::Lines => "no history",
        }
    }

    fn is_project(self) -> bool {
        matches!(self, Self::Project | Self::WithoutHistory)
    }

    fn moved(self, by: isize) -> Self {
        let here = Self::ALL.iter().position(|it| *it == self).unwrap_or(0);
        Self::ALL[here.saturating_add_signed(by).min(Self::ALL.len() - 1)]
    }
}

#[component]
pub fn Export(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let format = use_state_eq(|| Format::Project);
    let is_all = use_state_eq(|| state.current.is_none());
    let with_suggestions = use_state_eq(|| false);
    let preview = use_state_eq(|| None::<(Written, Draft)>);

    let (all_documents, suggested) = (*is_all || state.current.is_none(), *with_suggestions);
    let written = match *format {
        Format::Project => Written::Project { with_history: true },
        Format::WithoutHistory => Written::Project { with_history: false },
        Format::Json | Format::Lines => {
            Written::Annotations { as_lines: *format == Format::Lines, all_documents, with_suggestions: suggested }
        }
    };
    let docs: Vec<DocId> = match (format.is_project() || all_documents, state.current) {
        (false, Some(doc)) => vec![doc],
        _ => state.store.documents().keys().copied().collect(),
    };
    let basis = (docs.clone(), state.store.log_len(), state.suggestions().len());
    let counts = use_memo(basis.clone(), |_| Counts::of(state, &docs));
    let is_small = is_small(state, &docs);
    {
        let (tasks, preview) = (tasks.clone(), preview.setter());
        use_effect_with((written, basis), move |_| {
            if is_small {
                tasks.preview(written, Callback::from(move |draft| preview.set(Some((written, draft)))));
            }
        });
    }
    let draft = preview.as_ref().filter(|(of, _)| is_small && *of == written).map(|(_, draft)| draft);
    let report = Report::of(&counts, written, draft.map_or(0, |draft| draft.left_out));

    let export = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| tasks.export(written))
    };
    let choose = {
        let format = format.setter();
        Callback::from(move |chosen: Format| format.set(chosen))
    };
    html! {
        <Modal title={title(&docs)} tasks={tasks.clone()} tools={menu(*format, &choose)}>
            { list(*format, &choose) }
            <div class="report">
                <p class="verdict" aria-live="polite">{ &report.verdict }</p>
                { table(&report) }
                { if format.is_project() { Html::default() } else { options(page, all_documents, &is_all, &with_suggestions, counts.unread) } }
                { for draft.map(|draft| html! { <pre tabindex="0" aria-label="The first lines of the file">{ &draft.head }</pre> }) }
            </div>
            <footer>
                <span>{ about(draft) }{ last_export(state) }</span>
                <span class="end">
                    <button class="button is-main" type="button" onclick={export} autofocus=true>
                        { if report.has_losses() { "Export with losses" } else { "Export" } }
                    </button>
                </span>
            </footer>
        </Modal>
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
fn list(format: Format, choose: &Callback<Format>) -> Html {
    let on_key = {
        let choose = choose.clone();
        Callback::from(move |event: KeyboardEvent| {
            let chosen = match event.key().as_str() {
                "ArrowDown" => format.moved(1),
                "ArrowUp" => format.moved(-1),
                "Home" => Format::ALL[0],
                "End" => Format::ALL[Format::ALL.len() - 1],
                _ => return,
            };
            event.prevent_default();
            choose.emit(chosen);
        })
    };
    let group = |name: &'static str, id: &'static str, is_project: bool| {
        let items = Format::ALL.into_iter().filter(|it| it.is_project() == is_project).map(|it| {
            let onclick = choose.reform(move |_: MouseEvent| it);
            let is_chosen = (it == format).to_string();
            html! {
                <li id={it.id()} role="option" aria-selected={is_chosen} {onclick}>
                    { icon(if it == Format::Project { Icon::FullCircle } else { Icon::HalfCircle }) }{ it.name() }<small>{ it.remark() }</small>
                </li>
            }
        });
        html! { <><h3 {id} role="presentation">{ name }</h3><ul role="group" aria-labelledby={id}>{ for items }</ul></> }
    };
    html! {
        <div class="formats" role="listbox" aria-label="Format" tabindex="0" aria-activedescendant={format.id()} onkeydown={on_key}>
            { group("To go on with", "formats-own", true) }
            { group("For other programs", "formats-other", false) }
        </div>
    }
}

/// The same on a narrow screen.
fn menu(format: Format, choose: &Callback<Format>) -> Html {
    let onchange = choose.reform(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        Format::ALL.into_iter().find(|it| chosen.as_deref() == Some(it.id())).unwrap_or(format)
    });
    let items = Format::ALL.into_iter().map(|it| {
        html! { <option value={it.id()} selected={it == format}>{ it.name() }</option> }
    });
    html! { <select class="input format-menu" aria-label="Format" {onchange}>{ for items }</select> }
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
    page: &Page, all_documents: bool, is_all: &UseStateHandle<bool>, with_suggestions: &UseStateHandle<bool>,
    unread: usize,
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
            <div class="choice">
                <label>
                    <input type="checkbox" checked={**with_suggestions} onchange={suggest} />
                    { format!("Include pending suggestions ≥ {:.2}", state.preferences.threshold) }
                </label>
            </div>
            { for unread }
        </>
    }
}
