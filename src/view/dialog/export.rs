//! Export: choose a file, read what it will hold and what not, write it.

use super::report::{Fate, Report, negatives, title};
use super::{Modal, Page, grouped, last_export};
use crate::dom::{self, Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent, MouseEvent};
use crate::tasks::{Draft, Tasks, Written};
use crate::view::icon::{Icon, icon};
use crate::view::top::layer_name;
use crate::view::words::size;
use postil_core::{DocId, Layer};
use postil_editor::{Action, Counts, ExportChoice, Scope, State};
use postil_messages::{Choices, Format, FormatGroup, FormatName};
use yew::prelude::*;

/// A file is shown beforehand when the texts in it are no longer than this, in bytes, and the log no longer than that.
const MAX_PREVIEWED_BYTES: usize = 200_000;
const MAX_PREVIEWED_STEPS: usize = 5_000;

/// A line of the list.
#[derive(Clone, PartialEq)]
struct Choice {
    /// As the format's `id` has it.
    format: AttrValue,
    /// Of the element.
    id: AttrValue,
    name: AttrValue,
    remark: &'static str,
    is_whole: bool,
}

/// The list: groups with their names.
type Groups = Vec<(AttrValue, Vec<Choice>)>;

fn groups(foreign: &[FormatGroup]) -> Groups {
    let choice = |format: &str, name: AttrValue, remark, is_whole| {
        let (format, id) = (format.to_owned().into(), format!("format-{format}").into());
        Choice { format, id, name, remark, is_whole }
    };
    let ours = |format: Format, name, remark| choice(format.id(), AttrValue::Static(name), remark, remark == "whole");
    let mut groups = vec![
        (
            "To go on with".into(),
            vec![
                ours(Format::Project, "Project", "whole"),
                ours(Format::Page, "Project as a page, HTML", "whole"),
                ours(Format::WithoutHistory, "Project without history", "confidential"),
            ],
        ),
        (
            "For other programs".into(),
            vec![
                ours(Format::Annotations, "Annotations, JSON", "no history"),
                ours(Format::AnnotationLines, "Annotations, JSON Lines", "no history"),
            ],
        ),
    ];
    groups.extend(foreign.iter().map(|group| {
        let formats = group.formats.iter().map(|it| {
            choice(&it.id, it.name.clone().into(), if it.is_lossy { "some lost" } else { "whole" }, !it.is_lossy)
        });
        (group.name.clone().into(), formats.collect())
    }));
    groups
}

#[component]
pub fn Export(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let with_suggestions = use_state_eq(|| false);
    let preview = use_state_eq(|| None::<(Written, Result<Draft, String>)>);
    let foreign = use_state_eq(|| None::<Result<Vec<FormatGroup>, String>>);

    let export = &state.preferences.export;
    let scope = state.export_scope();
    let format = Format::new(&export.format, &export.choices);
    let written = Written { format, scope, with_suggestions: *with_suggestions };
    let docs = written.documents(state);
    let basis = (docs.clone(), state.store.log_len(), state.suggestions().len());
    let counts = use_memo(basis.clone(), |_| Counts::of(state, &docs));
    // What is lost must be known whatever it costs.
    let is_foreign = matches!(written.format, Format::Foreign { .. });
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
        use_effect_with((state.documents_of(scope), export.choices.clone()), move |(docs, choices)| {
            let then = Callback::from(move |groups| foreign.set(Some(groups)));
            tasks.formats(docs.clone(), choices.clone(), then);
        });
    }
    let outcome = preview.as_ref().filter(|(of, _)| is_shown && *of == written).map(|(_, outcome)| outcome);
    let draft = outcome.and_then(|outcome| outcome.as_ref().ok());
    let report = Report::of(&counts, &written, draft.map_or(0, |draft| draft.left_out));
    let has_losses = report.has_losses() || draft.is_some_and(|draft| draft.losses.iter().any(|loss| !loss.is_aside));
    let known = foreign.as_ref().and_then(|groups| groups.as_deref().ok()).unwrap_or_default();
    let chosen = known.iter().flat_map(|group| &group.formats).find(|it| it.id == export.format);
    let warning = negatives(&counts, chosen.is_some_and(|it| it.is_training)).filter(|_| is_foreign);
    let groups = groups(known);
    let wait = match foreign.as_ref() {
        None => Some("The other formats are on their way…"),
        Some(Err(why)) => Some(why.as_str()),
        Some(Ok(_)) => None,
    };

    let choose = {
        let tasks = tasks.clone();
        Callback::from(move |format: AttrValue| {
            tasks.send(Action::Exporting(ExportChoice::Format(format.to_string())));
        })
    };
    let shown = groups.iter().flat_map(|(_, choices)| choices).find(|it| *it.format == *export.format);
    use_effect_with(shown.map(|it| it.id.clone()), |id| id.iter().for_each(|id| dom::float::show_in_row(id)));
    let title = title(&counts, &written);
    let (is_project, is_page, is_empty) = (written.is_project(), written.format == Format::Page, docs.is_empty());
    let write = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| tasks.export(written.clone()))
    };
    html! {
        <Modal {title} tasks={tasks.clone()} tools={menu(&export.format, &groups, &choose)}>
            { list(&export.format, groups, wait, &choose) }
            <div class="report">
                <p class="verdict" aria-live="polite">{ &report.verdict }</p>
                { for warning.map(|said| html! { <p class="warn">{ icon(Icon::Warning) }{ said }</p> }) }
                if is_foreign { { losses(outcome) } } else { { table(&report) } }
                if !is_project { { scopes(page, scope) } }
                if is_foreign {
                    { choices(page, &counts, chosen) }
                } else if !is_project {
                    { suggestions(state, &with_suggestions, counts.unread) }
                }
                { for draft.filter(|draft| !draft.head.is_empty()).map(|draft| html! { <pre tabindex="0" aria-label="The first lines of the file">{ &draft.head }</pre> }) }
            </div>
            <footer>
                <span>{ about(draft, is_page) }{ last_export(state) }</span>
                <span class="end">
                    <button class="button is-main" type="button" onclick={write} disabled={is_empty} autofocus=true>
                        { if has_losses { "Export with losses" } else { "Export" } }
                    </button>
                </span>
            </footer>
        </Modal>
    }
}

/// What those who want the format would miss in the file, and beside it what they would not.
fn losses(outcome: Option<&Result<Draft, String>>) -> Html {
    let losses = match outcome {
        None => return html! { <p role="status">{ "Looking at what it can hold…" }</p> },
        Some(Err(why)) => return html! { <p class="warn" role="alert">{ why }</p> },
        Some(Ok(draft)) => &draft.losses,
    };
    let rows = losses.iter().filter(|loss| !loss.is_aside).map(|loss| {
        html! {
            <tr>
                <td>{ &loss.what }</td>
                <td class="num">{ grouped(loss.count as usize) }</td>
                <td>
                    <span class="fate">
                        { icon(if loss.is_written { Icon::Dash } else { Icon::Cross }) }{ " " }{ &loss.fate }
                    </span>
                </td>
            </tr>
        }
    });
    let rows: Vec<Html> = rows.collect();
    let aside = losses.iter().filter(|loss| loss.is_aside);
    let aside: Vec<String> =
        aside.map(|loss| format!("{} ({}): {}", loss.what, grouped(loss.count as usize), loss.fate)).collect();
    html! {
        <>
            if rows.is_empty() {
                <p><span class="fate">{ icon(Icon::Tick) }{ "It holds all that one looks for in it." }</span></p>
            } else {
                <table class="grid">
                    <thead>
                        <tr>
                            <th scope="col">{ "What it cannot hold" }</th>
                            <th scope="col" class="num">{ "Here" }</th>
                            <th scope="col">{ "What becomes of it" }</th>
                        </tr>
                    </thead>
                    <tbody>{ rows }</tbody>
                </table>
            }
            if !aside.is_empty() {
                <p><small>{ format!("Not looked for in it: {}.", aside.join("; ")) }</small></p>
            }
        </>
    }
}

fn is_small(state: &State, docs: &[DocId]) -> bool {
    let bytes: usize =
        docs.iter().filter_map(|doc| state.store.documents().get(doc)).map(|info| info.bytes as usize).sum();
    bytes <= MAX_PREVIEWED_BYTES && state.store.log_len() <= MAX_PREVIEWED_STEPS
}

/// The file's name and size. Of a page only the project is known beforehand.
fn about(draft: Option<&Draft>, is_page: bool) -> String {
    let Some(draft) = draft else { return "Written on this machine. ".to_owned() };
    let itself = if is_page { " and Postil itself" } else { "" };
    format!("{} · {}{itself} · written on this machine. ", draft.name, size(draft.bytes))
}

/// The formats, as a list with one stop for the keyboard.
fn list(format: &str, groups: Groups, wait: Option<&str>, choose: &Callback<AttrValue>) -> Html {
    let all: Vec<AttrValue> = groups.iter().flat_map(|(_, choices)| choices).map(|it| it.format.clone()).collect();
    let here = all.iter().position(|it| **it == *format).unwrap_or(0);
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
            let is_chosen = *it == *format;
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
fn menu(format: &str, groups: &Groups, choose: &Callback<AttrValue>) -> Html {
    let all: Vec<(AttrValue, AttrValue)> =
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
            html! { <option value={it.id.clone()} selected={*it.format == *format}>{ &it.name }</option> }
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

/// What may be chosen: what it is called, whether it is chosen now, and the choice.
type Way = (String, bool, ExportChoice);

/// Radio buttons of which one is chosen, or boxes that are chosen one by one.
fn choice(tasks: &Tasks, label: &'static str, is_radio: bool, ways: Vec<Way>) -> Html {
    let (kind, role) = if is_radio { ("radio", "radiogroup") } else { ("checkbox", "group") };
    let ways = ways.into_iter().map(|(name, checked, choice)| {
        let tasks = tasks.clone();
        let onchange = Callback::from(move |_: Event| tasks.send(Action::Exporting(choice.clone())));
        html! { <label><input type={kind} name={label} {checked} {onchange} />{ name }</label> }
    });
    html! {
        <div class="choice" {role} aria-label={label}>
            <span aria-hidden="true">{ label }</span>
            { for ways }
        </div>
    }
}

/// Which documents go into the file.
fn scopes(page: &Page, scope: Scope) -> Html {
    let state = &page.state;
    let done = state.documents_of(Scope::Done).len();
    let ways = [
        (state.current.is_some(), Scope::This, "This document".to_owned()),
        (true, Scope::All, format!("All documents ({})", grouped(state.store.documents().len()))),
        (done > 0 || scope == Scope::Done, Scope::Done, format!("Done only ({})", grouped(done))),
    ];
    let ways = ways.into_iter().filter(|(is_offered, ..)| *is_offered);
    choice(
        &page.tasks,
        "Documents",
        true,
        ways.map(|(_, it, name)| (name, it == scope, ExportChoice::Scope(it))).collect(),
    )
}

/// What a file of another program is to hold, where that is open.
fn choices(page: &Page, counts: &Counts, chosen: Option<&FormatName>) -> Html {
    const NESTED: [(&str, &str); 3] =
        [("names", "Names, not the quote around them"), ("outermost", "The outermost"), ("innermost", "The innermost")];
    let Choices { without, nested, unit } = &page.state.preferences.export.choices;
    let layer = |it: &Layer| (layer_name(*it).to_owned(), !without.contains(it), ExportChoice::Layer(*it));
    let layers: Vec<Way> = counts.layers.iter().map(layer).collect();
    let nested = chosen.filter(|it| it.is_flat).map(|_| {
        let now = nested.as_deref().unwrap_or(NESTED[0].0);
        NESTED.map(|(id, name)| (name.to_owned(), id == now, ExportChoice::Nested(id.to_owned()))).to_vec()
    });
    let units = chosen.map(|it| &it.units[..]).filter(|units| !units.is_empty()).map(|units| {
        let now = unit.as_ref().filter(|unit| units.contains(unit)).unwrap_or(&units[0]);
        let way = |unit: &String| {
            let name = match unit.as_str() {
                "char" => "Code points",
                "utf16" => "UTF-16 units",
                _ => "Bytes",
            };
            (name.to_owned(), unit == now, ExportChoice::Unit(unit.clone()))
        };
        units.iter().map(way).collect()
    });
    let groups = [
        ("Layers", false, Some(layers).filter(|layers| !layers.is_empty())),
        ("Of nested spans", true, nested),
        ("Offsets count", true, units),
    ];
    let groups =
        groups.into_iter().filter_map(|(label, is_radio, ways)| Some(choice(&page.tasks, label, is_radio, ways?)));
    groups.collect()
}

/// Whether pending suggestions go into a file of our annotations.
fn suggestions(state: &State, with: &UseStateHandle<bool>, unread: usize) -> Html {
    let setter = with.setter();
    let onchange = Callback::from(move |event: Event| {
        setter.set(event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked()));
    });
    let unread = (**with && unread > 0).then(|| {
        let documents = if unread == 1 { "1 document has".to_owned() } else { format!("{} documents have", grouped(unread)) };
        html! { <p class="warn">{ format!("{documents} no suggestions yet: they are made when a document is opened.") }</p> }
    });
    html! {
        <>
            <div class="choice">
                <label>
                    <input type="checkbox" checked={**with} {onchange} />
                    { format!("Include pending suggestions ≥ {:.2}", state.preferences.threshold) }
                </label>
            </div>
            { for unread }
        </>
    }
}
