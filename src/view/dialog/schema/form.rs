//! What is known of the chosen entry, and can be changed.

use super::fields::{changed, lines, listed, select, text, tick};
use super::{Desk, ask, noun};
use crate::dom::Event;
use crate::view::labels::specimen;
use crate::view::top::layer_name;
use crate::view::words::count;
use postil_core::{Definition, Hue, Kind, Layer, Slug, ValueType};
use postil_editor::entries;
use std::sync::Arc;
use yew::prelude::*;

pub fn form(desk: &Desk) -> Html {
    let Some((slug, it)) = desk.chosen() else { return html! { <aside class="sheet" aria-label="Entry" /> } };
    let (state, kind) = (desk.state(), desk.kind());
    let (uses, documents) = desk.uses_of(slug);
    let used = match uses {
        0 => "not used yet".to_owned(),
        uses => format!("{} in {}", count(uses as usize, "annotation"), count(documents as usize, "document")),
    };
    let face = if kind == Kind::Label {
        specimen(state, slug, false)
    } else {
        html! { <b>{ it.name.to_string() }</b> }
    };
    let name = changed(desk, "name", |it: &mut Definition, typed: String| it.name = typed.trim().into());
    let description = changed(desk, "description", |it: &mut Definition, typed: String| {
        it.description = Some(typed.trim()).filter(|text| !text.is_empty()).map(Into::into);
    });
    html! {
        <aside class="sheet" key={format!("{kind:?}-{slug}")} aria-label={noun(kind)}>
            <header><p class="kind">{ face }{ used }</p></header>
            { text(desk, "name", "Name", it.name.to_string(), name) }
            { of_kind(desk, it) }
            { lines(desk, "description", "When to use it", it.description.as_deref().unwrap_or_default().to_owned(), description) }
            { ask::changes(desk, slug, it) }
        </aside>
    }
}

/// What only entries of this kind have.
fn of_kind(desk: &Desk, it: &Definition) -> Html {
    let heads = |it: &mut Definition, ids| it.heads = ids;
    match desk.kind() {
        Kind::Label => label(desk, it),
        Kind::Attribute => attribute(desk, it),
        Kind::Relation => html! {
            <>
                { listed(desk, Kind::Label, "From", "anything", &it.heads, heads) }
                { listed(desk, Kind::Label, "To", "anything", &it.tails, |it, ids| it.tails = ids) }
            </>
        },
        Kind::Event => {
            let roles: Vec<Slug> = it.values.iter().filter_map(|role| role.parse().ok()).collect();
            html! {
                <>
                    { parent(desk, it) }
                    { listed(desk, Kind::Role, "Roles", "any role", &roles, |it, ids| {
                        it.values = ids.iter().map(|id| Arc::from(id.as_str())).collect();
                    }) }
                    { listed(desk, Kind::Label, "Said by", "any words", &it.heads, heads) }
                </>
            }
        }
        Kind::Role => listed(desk, Kind::Label, "Who or what has it", "anything", &it.heads, heads),
        Kind::Cluster => listed(desk, Kind::Label, "Of", "any label", &it.heads, heads),
        Kind::DocumentLabel => Html::default(),
    }
}

fn label(desk: &Desk, it: &Definition) -> Html {
    let chip = changed(desk, "chip", |it: &mut Definition, typed: String| {
        it.chip = match typed.trim() {
            "" => Definition::usual_chip(&it.name),
            typed => typed.chars().take(16).collect::<String>().into(),
        };
    });
    let key = changed(desk, "key", |it: &mut Definition, typed: String| {
        it.key = Some(typed.trim()).filter(|key| !key.is_empty()).map(Into::into);
    });
    let layers = Layer::ALL.iter().map(|it| (it.name().to_owned(), layer_name(*it).to_owned())).collect();
    let layer = changed(desk, "layer", |it: &mut Definition, typed: String| {
        it.layer = Layer::ALL.iter().copied().find(|layer| layer.name() == typed).unwrap_or(it.layer);
    });
    html! {
        <>
            <div class="two">
                { text(desk, "chip", "Chip", it.chip.to_string(), chip) }
                { text(desk, "key", "Key", it.key.as_deref().unwrap_or_default().to_owned(), key) }
            </div>
            { hues(desk, it.hue) }
            { parent(desk, it) }
            { select(desk, "layer", "Layer", layers, it.layer.name(), layer) }
        </>
    }
}

fn hue_of(name: &str, is_hatched: bool) -> Option<Hue> {
    Hue::ALL.iter().copied().find(|hue| hue.parts() == (name, is_hatched))
}

fn hues(desk: &Desk, now: Hue) -> Html {
    let (chosen, is_hatched) = now.parts();
    let mut swatches = Vec::new();
    for hue in Hue::ALL.iter().filter(|hue| !hue.parts().1) {
        let name = hue.parts().0;
        let onchange = changed(desk, "hue", move |it: &mut Definition, _: Event| {
            it.hue = hue_of(name, it.hue.parts().1).or(hue_of(name, false)).unwrap_or(it.hue);
        });
        swatches.push(html! {
            <label class="swatch specimen" data-hue={name}>
                <input type="radio" name="hue" aria-label={name} checked={name == chosen} disabled={desk.is_read_only()} {onchange} />
                { "Aa" }
            </label>
        });
    }
    let hatch = changed(desk, "hue", |it: &mut Definition, is_on: bool| {
        it.hue = hue_of(it.hue.parts().0, is_on).unwrap_or(it.hue);
    });
    html! {
        <fieldset class="hues">
            <legend>{ "Hue" }</legend>
            <div class="swatches">{ swatches }</div>
            <div class="choice">{ tick(desk, Html::from("Hatched, to use a hue twice"), is_hatched, hatch) }</div>
        </fieldset>
    }
}

fn parent(desk: &Desk, it: &Definition) -> Html {
    let own = desk.chosen().map(|(slug, _)| slug);
    let mut options = vec![(String::new(), "nothing above it".to_owned())];
    for (slug, it) in entries(&desk.state().store, desk.kind()) {
        if Some(slug) != own {
            options.push((slug.to_string(), it.name.to_string()));
        }
    }
    let change = changed(desk, "parent", |it: &mut Definition, typed: String| it.parent = typed.parse().ok());
    select(desk, "parent", "Kind of", options, it.parent.as_ref().map_or("", |it| it.as_str()), change)
}

/// What the values of an attribute are, in words.
pub fn type_name(it: Option<ValueType>) -> &'static str {
    match it {
        None => "whatever is typed",
        Some(ValueType::Boolean) => "yes or no",
        Some(ValueType::Number) => "a number",
        Some(ValueType::Choice) => "one of a list",
        Some(ValueType::Text) => "text",
    }
}

fn attribute(desk: &Desk, it: &Definition) -> Html {
    let types = std::iter::once(None).chain(ValueType::ALL.iter().copied().map(Some));
    let options = types.map(|it| (type_name(it).to_owned(), type_name(it).to_owned())).collect();
    let change = changed(desk, "type", |it: &mut Definition, typed: String| {
        it.value_type = ValueType::ALL.iter().copied().find(|of| type_name(Some(*of)) == typed);
    });
    let values = changed(desk, "values", |it: &mut Definition, typed: String| {
        let mut values: Vec<Arc<str>> = Vec::new();
        for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if !values.iter().any(|value| **value == *line) {
                values.push(line.into());
            }
        }
        it.values = values;
        if it.value_type.is_none() && !it.values.is_empty() {
            it.value_type = Some(ValueType::Choice);
        }
    });
    let has_list = it.value_type == Some(ValueType::Choice) || !it.values.is_empty();
    html! {
        <>
            { select(desk, "type", "Its values are", options, type_name(it.value_type), change) }
            if has_list {
                { lines(desk, "values", "Values, one a line", it.values.join("\n"), values) }
            }
            { listed(desk, Kind::Label, "Of", "any label", &it.heads, |it, ids| it.heads = ids) }
        </>
    }
}
