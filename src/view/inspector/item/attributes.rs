//! The attributes of the focused span, and the entity that it means.

use crate::dom::{Event, HtmlSelectElement};
use crate::view::Page;
use crate::view::inspector::field::{Kind as Field, entry, field};
use postil_core::{AttributeValue, Definition, Kind, NodeId, Slug, ValueType};
use postil_editor::{Command, Item, Placed, Shortcut, Shown, attributes_of, is_among, is_own};
use yew::prelude::*;

pub fn attributes(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let Item::Span(on) = placed.item else { return Html::default() };
    let given: Vec<(&Slug, &AttributeValue)> = attributes_of(shown.store, on).collect();
    let (mut rows, mut offered) = (Vec::new(), Vec::new());
    for ((kind, slug), it) in shown.store.definitions().iter() {
        if *kind != Kind::Attribute || is_own(slug) {
            continue;
        }
        let value = given.iter().find(|(of, _)| *of == slug).map(|(_, value)| *value);
        if value.is_some() || it.replaced_by.is_none() && is_among(shown.store, &placed.label, &it.heads) {
            offer(&mut offered, it, value);
            rows.push(html! { <div key={slug.as_str()}>{ control(page, on, slug, it, value) }</div> });
        }
    }
    let link = shown.store.span(on).and_then(|span| span.link.as_ref());
    let entity = link.map(|link| link.uri.as_ref().unwrap_or(&link.id).to_string()).unwrap_or_default();
    let (tasks, add) = (page.tasks.clone(), page.tasks.clone());
    let on_entity = Callback::from(move |typed| tasks.command(Command::Entity { on, typed }));
    let on_add = Callback::from(move |typed: String| {
        // A name alone is a truth.
        let (name, value) = typed.split_once('=').unwrap_or((&typed, "yes"));
        add.command(Command::Attribute { on, name: name.trim().to_owned(), typed: value.trim().to_owned() });
    });
    html! {
        <section aria-label="Attributes">
            <h3>{ "Attributes" }<kbd>{ page.state.preferences.keys.shown(Shortcut::Attribute) }</kbd></h3>
            { field(page, "Entity: its id or URI", Field::Text, entity, on_entity) }
            { rows }
            { entry("new-attribute", "Attribute and value", "tone = formal, then Enter", offered, on_add) }
        </section>
    }
}

/// What may be typed for an attribute that has not this value yet: each value of a list, and yes or no.
fn offer(offered: &mut Vec<String>, it: &Definition, value: Option<&AttributeValue>) {
    let is_so = value == Some(&AttributeValue::Boolean(true));
    match it.value_type {
        Some(ValueType::Boolean) => offered.push(format!("{} = {}", it.name, if is_so { "no" } else { "yes" })),
        _ => offered.extend(it.values.iter().map(|value| format!("{} = {value}", it.name))),
    }
}

/// The attributes that an event has.
pub fn given(page: &Page, shown: &Shown, on: NodeId) -> Html {
    let row = |(slug, value): (&Slug, &AttributeValue)| {
        let known = shown.store.definitions().get(&(Kind::Attribute, slug.clone())).cloned();
        let definition = known.unwrap_or_else(|| Definition::plain(Kind::Attribute, slug, slug.as_str()));
        html! { <div key={slug.as_str()}>{ control(page, on, slug, &definition, Some(value)) }</div> }
    };
    attributes_of(shown.store, on).map(row).collect::<Html>()
}

/// One attribute: a box for a truth, a list where the schema has one, else a field.
fn control(page: &Page, on: NodeId, slug: &Slug, it: &Definition, value: Option<&AttributeValue>) -> Html {
    let (tasks, name) = (page.tasks.clone(), slug.to_string());
    let change = Callback::from(move |typed: String| {
        tasks.command(Command::Attribute { on, name: name.clone(), typed });
    });
    let is_truth = it.value_type == Some(ValueType::Boolean);
    let text = match value {
        Some(AttributeValue::Boolean(_)) | None if is_truth || value.is_some() => {
            let is_so = value == Some(&AttributeValue::Boolean(true));
            let onchange = change.reform(move |_: Event| if is_so { "no" } else { "yes" }.to_owned());
            return html! {
                <div class="choice">
                    <label><input type="checkbox" checked={is_so} {onchange} />{ it.name.to_string() }</label>
                </div>
            };
        }
        Some(AttributeValue::Number(text) | AttributeValue::Choice(text) | AttributeValue::Text(text)) => &**text,
        _ => "",
    };
    if it.values.is_empty() {
        return field(page, it.name.to_string(), Field::Text, text.to_owned(), change);
    }
    let known = it.values.iter().map(|value| &**value);
    let others = (!text.is_empty() && !it.values.iter().any(|value| **value == *text)).then_some(text);
    let option =
        |value: &str| html! { <option value={value.to_owned()} selected={value == text}>{ value.to_owned() }</option> };
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            change.emit(select.value());
        }
    });
    html! {
        <label class="field">
            <span>{ it.name.to_string() }</span>
            <select class="select" {onchange}>
                <option value="" selected={text.is_empty()}>{ "–" }</option>
                { for known.chain(others).map(option) }
            </select>
        </label>
    }
}
