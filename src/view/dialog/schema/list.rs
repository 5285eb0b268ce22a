//! The entries of a kind, as a table. The keyboard goes from row to row; Alt moves the row.

use super::{Desk, KINDS, Looked, fresh, noun, trouble};
use crate::dom::{self, HtmlInputElement, KeyboardEvent, MouseEvent};
use crate::view::icon::{Icon, icon};
use crate::view::labels::{name, specimen};
use crate::view::words::grouped;
use postil_core::{Definition, Kind, Slug};
use postil_editor::{Command, entries, slug};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// The field for a new entry.
pub const NEW: &str = "schema-new";

pub fn row_id(at: usize) -> String {
    format!("schema-row-{at}")
}

pub fn list(desk: &Desk) -> Html {
    let kind = desk.kind();
    let title = KINDS.iter().find(|(of, ..)| *of == kind).map_or("", |(_, name, _)| name);
    let columns = columns(kind);
    let mut rows = Vec::with_capacity(desk.entries.len());
    for (at, (slug, it)) in desk.entries.iter().enumerate() {
        rows.push(row(desk, at, slug, it));
    }
    html! {
        <section class="entries" aria-labelledby="schema-title">
            <h2 id="schema-title">{ title }</h2>
            if rows.is_empty() {
                <p class="none">{ format!("There is no {} yet.", noun(kind)) }</p>
            } else {
                <table class={if kind == Kind::Label { "grid is-labels" } else { "grid" }} onkeydown={on_key(desk)}>
                    <thead>
                        <tr>
                            for column in columns {
                                <th scope="col">{ *column }</th>
                            }
                            <th scope="col" class="num">{ "In project" }</th>
                        </tr>
                    </thead>
                    <tbody>{ rows }</tbody>
                </table>
            }
            { new(desk) }
        </section>
    }
}

fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Label => &["Label", "Key", "Chip", "Kind of", "Attributes"],
        Kind::Attribute => &["Attribute", "Values", "Of"],
        Kind::Relation => &["Relation", "From", "To"],
        Kind::Event => &["Event", "Roles", "Said by"],
        Kind::Role => &["Role", "Who has it"],
        Kind::Cluster => &["Cluster", "Of"],
        Kind::DocumentLabel => &["Label"],
    }
}

fn row(desk: &Desk, at: usize, slug: &Slug, it: &Definition) -> Html {
    let (state, kind) = (desk.state(), desk.kind());
    let is_on = at == desk.here;
    let choose = {
        let (looked, asked, slug) = (desk.looked.clone(), desk.asked.clone(), slug.clone());
        Callback::from(move |_: MouseEvent| {
            asked.set(None);
            looked.set(Looked::at(looked.kind, Some(slug.clone()), false));
        })
    };
    let face = if kind == Kind::Label { specimen(state, slug, false) } else { Html::from(it.name.to_string()) };
    let (count, _) = desk.uses_of(slug);
    html! {
        <tr class={if is_on { "is-on" } else { "" }} onclick={choose}>
            <td>
                <button type="button" id={row_id(at)} autofocus={at == 0 && desk.looked.typed.is_none()} aria-pressed={if is_on { "true" } else { "false" }}
                    tabindex={if is_on { "0" } else { "-1" }}>{ face }</button>
            </td>
            { cells(desk, slug, it) }
            <td class="num">{ if count == 0 { "–".to_owned() } else { grouped(count as usize) } }</td>
        </tr>
    }
}

fn cells(desk: &Desk, slug: &Slug, it: &Definition) -> Html {
    let store = &desk.state().store;
    let quiet = |words: String| html! { <td class="quiet">{ words }</td> };
    let ends = |ids: &[Slug], any: &'static str| html! { <td>{ specimens(desk, ids, any) }</td> };
    let listed = |words: Vec<&str>| quiet(words.join(", "));
    match desk.kind() {
        Kind::Label => {
            let parent = it.parent.as_ref().map(|parent| name(desk.state(), parent)).unwrap_or_default();
            let is_of = |(_, it): &(&Slug, &Definition)| it.heads.contains(slug);
            let attributes = entries(store, Kind::Attribute).into_iter().filter(is_of);
            html! {
                <>
                    <td>{ it.key.as_deref().unwrap_or("–").to_owned() }</td>
                    { quiet(it.chip.to_string()) }
                    <td>{ parent }</td>
                    { listed(attributes.map(|(_, it)| &*it.name).collect()) }
                </>
            }
        }
        Kind::Attribute => html! {
            <>
                { if it.values.is_empty() { quiet(super::form::type_name(it.value_type).to_owned()) } else { listed(it.values.iter().map(|it| &**it).collect()) } }
                { ends(&it.heads, "any label") }
            </>
        },
        Kind::Relation => html! { <>{ ends(&it.heads, "anything") }{ ends(&it.tails, "anything") }</> },
        Kind::Event => {
            html! { <>{ listed(it.values.iter().map(|it| &**it).collect()) }{ ends(&it.heads, "any words") }</> }
        }
        Kind::Role => ends(&it.heads, "anything"),
        Kind::Cluster => ends(&it.heads, "any label"),
        Kind::DocumentLabel => Html::default(),
    }
}

fn specimens(desk: &Desk, ids: &[Slug], any: &'static str) -> Html {
    if ids.is_empty() {
        return html! { <span class="quiet">{ any }</span> };
    }
    let mut all = Vec::with_capacity(ids.len() * 2);
    for id in ids {
        all.push(specimen(desk.state(), id, false));
        all.push(Html::from(" "));
    }
    html! { <span class="specimens">{ all }</span> }
}

fn on_key(desk: &Desk) -> Callback<KeyboardEvent> {
    let slugs: Vec<Slug> = desk.entries.iter().map(|(slug, _)| (*slug).clone()).collect();
    let (here, kind, tasks) = (desk.here, desk.kind(), desk.page.tasks.clone());
    let (looked, asked, is_read_only) = (desk.looked.clone(), desk.asked.clone(), desk.is_read_only());
    Callback::from(move |event: KeyboardEvent| {
        let last = slugs.len() - 1;
        let choose = |at: usize| {
            asked.set(None);
            looked.set(Looked::at(kind, Some(slugs[at].clone()), true));
            // At once, where it is there already.
            dom::focus(&row_id(at));
        };
        let key = event.key();
        match key.as_str() {
            "ArrowUp" | "ArrowDown" if event.alt_key() => {
                let by = if key == "ArrowUp" { -1 } else { 1 };
                if !is_read_only {
                    choose(here);
                    tasks.command(Command::MoveEntry { kind, slug: slugs[here].clone(), by });
                }
            }
            "ArrowUp" => choose(here.saturating_sub(1)),
            "ArrowDown" => choose((here + 1).min(last)),
            "Home" => choose(0),
            "End" => choose(last),
            "Enter" => dom::select_all("schema-name"),
            "Delete" => dom::focus(super::ask::DELETE),
            _ => return,
        }
        event.prevent_default();
    })
}

/// A field for a new entry: Enter makes it.
fn new(desk: &Desk) -> Html {
    let kind = desk.kind();
    let noun = noun(kind);
    let (wrong, typed) = (desk.wrong(NEW), desk.shown(NEW, String::new()));
    let is_named = !typed.is_empty();
    let (page, looked, asked) = (desk.page.clone(), desk.looked.clone(), desk.asked.clone());
    let add = Callback::from(move |input: HtmlInputElement| {
        let typed = input.value();
        let (store, typed) = (&page.state.store, typed.trim());
        let Some(slug) = slug(typed) else { return };
        let definition = fresh(store, kind, &slug, typed);
        let is_there = store.definitions().get(&(kind, slug.clone())).is_some_and(|it| it.replaced_by.is_none());
        let why = trouble(&page.state, kind, &slug, &definition, "name");
        let why = why.or_else(|| is_there.then(|| format!("“{slug}” is there already.")));
        if why.is_some() {
            return looked.set(Looked { wrong: why.map(|why| (NEW, why)), ..(*looked).clone() });
        }
        asked.set(None);
        page.tasks.command(Command::Define { kind, slug: slug.clone(), definition: Box::new(definition) });
        looked.set(Looked::at(kind, Some(slug), true));
    });
    let onkeydown = {
        let add = add.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.is_composing() {
                event.prevent_default();
                add.emit(event.target_unchecked_into());
            }
        })
    };
    let onclick = Callback::from(move |_: MouseEvent| {
        dom::focus(NEW);
        if let Some(input) = dom::by_id(NEW) {
            add.emit(input.unchecked_into());
        }
    });
    html! {
        <div class="new">
            <input key={noun} class="input" id={NEW} type="text" aria-label={format!("New {noun}")} placeholder={format!("New {noun}: its name, then Enter")}
                autocomplete="off" dir="auto" autofocus={is_named} value={typed} oninput={desk.on_input(NEW)} disabled={desk.is_read_only()}
                aria-invalid={wrong.is_some().then_some("true")} aria-describedby="schema-new-wrong" {onkeydown} />
            <button type="button" class="button is-outline" {onclick}>{ icon(Icon::Plus) }{ "Add" }</button>
            <p id="schema-new-wrong" role="alert">{ wrong }</p>
        </div>
    }
}
