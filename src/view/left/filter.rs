//! What of the open document is shown: by origin, score and annotator. Labels are ticked in their list.

use crate::dom::{Event, HtmlInputElement, MouseEvent};
use crate::view::Page;
use crate::view::app::{FILTER, FILTER_FIELD};
use crate::view::button::button;
use postil_core::{Score, Slug};
use postil_editor::{Action, Filter, Source};
use yew::prelude::*;

/// Takes a thing into a list, or out of it where it is there.
fn toggled<T: PartialEq + Clone>(list: &[T], it: &T) -> Vec<T> {
    let mut list = list.to_vec();
    match list.iter().position(|own| own == it) {
        Some(at) => drop(list.remove(at)),
        None => list.push(it.clone()),
    }
    list
}

/// A box that lets one thing through, beside others that are ticked.
fn tick(page: &Page, is_on: bool, words: String, next: Filter) -> Html {
    let onchange = page.tasks.on(move |_: Event| Action::Filter(next.clone()));
    html! { <label><input type="checkbox" checked={is_on} {onchange} />{ words }</label> }
}

/// The box before a label in the list.
pub fn label_tick(page: &Page, slug: &Slug, name: &str) -> Html {
    let filter = &page.state.filter;
    let next = Filter { labels: toggled(&filter.labels, slug), ..(**filter).clone() };
    let onchange = page.tasks.on(move |_: Event| Action::Filter(next.clone()));
    let name = format!("Show only {name}");
    html! {
        <input type="checkbox" aria-label={name.clone()} title={name} checked={filter.labels.contains(slug)} {onchange} />
    }
}

pub fn filter(page: &Page) -> Html {
    let (state, filter) = (&page.state, &page.state.filter);
    let sources = Source::ALL.iter().map(|it| {
        let next = Filter { sources: toggled(&filter.sources, it), ..(**filter).clone() };
        tick(page, filter.sources.contains(it), it.name().to_owned(), next)
    });
    let annotators = state.annotators();
    let people = annotators.iter().map(|(it, name)| {
        let next = Filter { annotators: toggled(&filter.annotators, it), ..(**filter).clone() };
        let name = match name {
            _ if *it == state.author.annotator => "you".to_owned(),
            name => name.clone().unwrap_or_else(|| "another annotator".to_owned()),
        };
        tick(page, filter.annotators.contains(it), name, next)
    });
    let lift = page.tasks.on(|_: MouseEvent| Action::Filter(Filter::default()));
    html! {
        <details class="filter" id={FILTER}>
            <summary>{ "Show only…" }</summary>
            <fieldset>
                <legend>{ "Origin" }</legend>
                { for sources }
            </fieldset>
            <fieldset>
                <legend>{ "Score" }</legend>
                <div class="two">{ score(page, false) }{ score(page, true) }</div>
            </fieldset>
            if annotators.len() > 1 || !filter.annotators.is_empty() {
                <fieldset>
                    <legend>{ "Changed last by" }</legend>
                    { for people }
                </fieldset>
            }
            <p>{ "Labels are ticked below. What is exported is never filtered." }</p>
            if filter.is_on() {
                { button("button is-outline", "Show all", lift) }
            }
        </details>
    }
}

/// One end of the scores that are shown.
fn score(page: &Page, is_most: bool) -> Html {
    let filter = page.state.filter.clone();
    let (least, most) = filter.scores;
    let (name, id, now) = if is_most { ("to", None, most) } else { ("from", Some(FILTER_FIELD), least) };
    let value = format!("{:.2}", now.to_f64());
    let onchange = page.tasks.on(move |event: Event| {
        let typed = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value_as_number());
        // What is no number is as open as it can be.
        let typed = typed.filter(|it| it.is_finite()).unwrap_or(if is_most { 1.0 } else { 0.0 });
        let typed = Score::from(typed);
        let scores = if is_most { (least.min(typed), typed) } else { (typed, most.max(typed)) };
        Action::Filter(Filter { scores, ..(*filter).clone() })
    });
    html! {
        <label>
            { name }
            <input class="input" {id} type="number" min="0" max="1" step="0.05" aria-label={format!("Score {name}")} {value} {onchange} />
        </label>
    }
}
