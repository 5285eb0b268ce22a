//! Changes that take annotations along: what each would do is said before it is done.

use super::{Desk, Looked, fields::text};
use crate::dom::{self, Event, HtmlSelectElement, MouseEvent};
use crate::tasks::{Considered, Tasks};
use crate::view::icon::{Icon, icon};
use postil_core::{Definition, Kind, Slug, names};
use postil_editor::{entries, slug};
use postil_messages::SchemaChange;
use yew::prelude::*;

pub const DELETE: &str = "schema-delete";

/// A change, and what it would do once that is known.
#[derive(Clone, PartialEq)]
pub struct Asked {
    change: SchemaChange,
    outcome: Option<Result<Considered, String>>,
}

/// Asks what a change would do.
fn consider(tasks: &Tasks, asked: &UseStateHandle<Option<Asked>>, change: SchemaChange) {
    asked.set(Some(Asked { change: change.clone(), outcome: None }));
    let asked = asked.setter();
    let of = change.clone();
    tasks.consider(
        change,
        Callback::from(move |outcome| asked.set(Some(Asked { change: of.clone(), outcome: Some(outcome) }))),
    );
}

pub fn changes(desk: &Desk, own: &Slug, it: &Definition) -> Html {
    let kind = desk.kind();
    let is_fixed = names::is_known(kind, own.as_str());
    html! {
        <>
            if is_fixed {
                <p class="fixed">{ format!("In files it is called {own}. Postil draws it by this name, which stays.") }</p>
            } else {
                { renaming(desk, own) }
                { merging(desk, own) }
            }
            if kind == Kind::Label {
                { splitting(desk, own) }
            }
            { deleting(desk, own, it) }
        </>
    }
}

/// The name in files: another one changes annotations.
fn renaming(desk: &Desk, own: &Slug) -> Html {
    let (page, looked, asked, kind, from) =
        (desk.page.clone(), desk.looked.clone(), desk.asked.clone(), desk.kind(), own.clone());
    let on_done = Callback::from(move |typed: String| {
        let Some(to) = slug(&typed).filter(|to| *to != from) else { return asked.set(None) };
        let there = page.state.store.definitions().get(&(kind, to.clone())).filter(|it| it.replaced_by.is_none());
        let wrong = there.map(|it| ("id", format!("“{}” is called so in files. Merge with it below.", it.name)));
        match wrong.is_some() {
            true => asked.set(None),
            false => consider(&page.tasks, &asked, SchemaChange::Rename { kind, from: from.clone(), to }),
        }
        let typed = looked.typed.clone();
        looked.set(Looked { wrong, typed, ..Looked::at(kind, Some(from.clone()), false) });
    });
    let is_it = |change: &SchemaChange| matches!(change, SchemaChange::Rename { .. });
    html! { <>{ text(desk, "id", "In files", own.to_string(), on_done) }{ answer(desk, is_it, "Rename") }</> }
}

/// A list from which one is chosen, and what would come of it.
fn choose(
    desk: &Desk, label: &'static str, options: Vec<(&Slug, &Definition)>,
    change: impl Fn(Slug) -> SchemaChange + 'static,
) -> Html {
    let (tasks, asked) = (desk.page.tasks.clone(), desk.asked.clone());
    let onchange = Callback::from(move |event: Event| {
        let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
        match select.value().parse() {
            Ok(slug) => consider(&tasks, &asked, change(slug)),
            Err(_) => asked.set(None),
        }
    });
    let is_idle = desk.asked.is_none();
    html! {
        <label class="field">
            <span>{ label }</span>
            <select class="input" disabled={desk.is_read_only()} {onchange}>
                <option value="" selected={is_idle}>{ "–" }</option>
                for (slug, it) in options {
                    <option value={slug.to_string()}>{ it.name.to_string() }</option>
                }
            </select>
        </label>
    }
}

fn merging(desk: &Desk, own: &Slug) -> Html {
    let (kind, from) = (desk.kind(), own.clone());
    let mut others = desk.entries.clone();
    others.retain(|(slug, _)| *slug != own);
    if others.is_empty() {
        return Html::default();
    }
    let change = move |into| SchemaChange::Merge { kind, from: from.clone(), into };
    let is_it = |change: &SchemaChange| matches!(change, SchemaChange::Merge { .. });
    html! { <>{ choose(desk, "Merge into", others, change) }{ answer(desk, is_it, "Merge") }</> }
}

fn splitting(desk: &Desk, own: &Slug) -> Html {
    let is_used = |slug: &Slug| desk.uses.iter().any(|it| it.kind == Kind::Attribute && it.slug == *slug);
    let mut attributes = entries(&desk.state().store, Kind::Attribute);
    attributes.retain(|(slug, it)| {
        (it.heads.is_empty() || it.heads.contains(own))
            && is_used(slug)
            && !names::is_known(Kind::Attribute, slug.as_str())
    });
    if attributes.is_empty() {
        return Html::default();
    }
    let label = own.clone();
    let change = move |attribute| SchemaChange::Split { label: label.clone(), attribute };
    let is_it = |change: &SchemaChange| matches!(change, SchemaChange::Split { .. });
    html! { <>{ choose(desk, "Split by the values of", attributes, change) }{ answer(desk, is_it, "Split") }</> }
}

fn deleting(desk: &Desk, own: &Slug, it: &Definition) -> Html {
    let (tasks, asked, kind, slug) = (desk.page.tasks.clone(), desk.asked.clone(), desk.kind(), own.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        consider(&tasks, &asked, SchemaChange::Delete { kind, slug: slug.clone() });
    });
    let is_it = |change: &SchemaChange| matches!(change, SchemaChange::Delete { .. });
    html! {
        <>
            <div class="acts">
                <button type="button" class="button" id={DELETE} disabled={desk.is_read_only()} {onclick}>
                    { icon(Icon::Bin) }{ format!("Delete “{}”…", it.name) }
                </button>
            </div>
            { answer(desk, is_it, "Delete") }
        </>
    }
}

/// What the change that was asked about would do, with the ways on; nothing where another one was.
fn answer(desk: &Desk, is_it: fn(&SchemaChange) -> bool, verb: &'static str) -> Html {
    let Some(Asked { change, outcome }) = desk.asked.as_ref().filter(|asked| is_it(&asked.change)) else {
        return Html::default();
    };
    let (tasks, looked, asked) = (desk.page.tasks.clone(), desk.looked.clone(), desk.asked.clone());
    let cancel = {
        let (asked, looked, here) = (asked.clone(), looked.clone(), desk.here);
        Callback::from(move |_: MouseEvent| {
            asked.set(None);
            looked.set(Looked { typed: None, ..(*looked).clone() });
            dom::focus(&super::list::row_id(here));
        })
    };
    let considered = match outcome {
        None => return html! { <p class="asked" role="status">{ "Counting…" }</p> },
        Some(Err(why)) => return html! { <p class="asked" role="alert">{ why }</p> },
        Some(Ok(considered)) => considered,
    };
    let next = match change {
        SchemaChange::Rename { to: next, .. } | SchemaChange::Merge { into: next, .. } => Some(next.clone()),
        SchemaChange::Split { label, .. } => Some(label.clone()),
        SchemaChange::Delete { .. } => None,
    };
    let go = {
        let considered = considered.clone();
        Callback::from(move |_: MouseEvent| {
            tasks.change_schema(&considered);
            asked.set(None);
            looked.set(Looked::at(looked.kind, next.clone(), true));
        })
    };
    html! {
        <div class="asked" role="group" aria-label={verb}>
            <div role="alert">for sentence in &considered.said { <p>{ sentence }</p> }</div>
            <div class="acts">
                <button type="button" class="button is-main" onclick={go}>{ verb }</button>
                <button type="button" class="button" onclick={cancel}>{ "Leave it" }</button>
            </div>
        </div>
    }
}
