//! What the focused item is linked to, and what else stands at the same place.

use crate::view::Page;
use crate::view::inspector::place::paragraph;
use crate::view::labels::name;
use crate::view::words::decimal;
use postil_core::{ByteOffset, Kind, Record, Slug, TextRange};
use postil_editor::{Action, Item, Placed, Shown, brief};
use yew::prelude::*;

/// So many other readings are listed.
const READINGS: usize = 12;
/// They are looked for in so many bytes from the start.
const REACH: u32 = 4 << 10;

/// The cue and speaker of a quote, the quotes of a speaker, and whatever else has a relation.
pub fn linked(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let mut rows = Vec::new();
    for link in links(shown, placed.item) {
        let definition = shown.store.definitions().get(&(Kind::Relation, link.label.clone()));
        let label = definition.map_or(link.label.as_str(), |it| &it.name);
        let role = if link.is_head { label.to_owned() } else { format!("has this as {}", crate::dom::lower(label)) };
        let number = paragraph(shown.document, link.range);
        rows.push(row(page, shown, link.item, link.range, format!("{role} · ¶ {number}")));
    }
    if rows.is_empty() {
        return Html::default();
    }
    html! { <section><h3>{ "Linked" }</h3><ul class="refs">{ rows }</ul></section> }
}

/// The beginning of an item's text and something about it, to go there.
fn row(page: &Page, shown: &Shown, item: Item, range: TextRange, about: String) -> Html {
    html! {
        <li><button onclick={page.tasks.act(move || Action::Focus(Some(item)))}>
            <span class="t" dir="auto">{ brief(shown.document, range) }</span>
            <span class="n">{ about }</span>
        </button></li>
    }
}

/// The far end of a relation.
struct Link {
    label: Slug,
    /// Whether the focused item is the relation's head.
    is_head: bool,
    item: Item,
    range: TextRange,
}

fn links(shown: &Shown, item: Item) -> Vec<Link> {
    let mut links = Vec::new();
    match item {
        Item::Suggestion(id) => {
            for (relation, tail) in shown.suggestions.relations_of(id) {
                let Some(range) = shown.suggestions.get(tail).map(|it| it.range) else { continue };
                // Decided about, it may be a span by now.
                let pending = shown.place(Item::Suggestion(tail)).map(|placed| placed.item);
                if let Some(item) = pending.or_else(|| span_at(shown, range)) {
                    let label = relation.label.clone();
                    links.push(Link { label, is_head: true, item, range });
                }
            }
        }
        Item::Span(id) => {
            for key in shown.store.references(id) {
                let Some(Record::Relation(it)) = shown.store.get(key).map(|record| &**record) else { continue };
                let is_head = it.head == id;
                let far = if is_head { it.tail } else { it.head };
                if let Some(span) = shown.store.span(far) {
                    let range = span.fragments.cover();
                    links.push(Link { label: it.label.clone(), is_head, item: Item::Span(far), range });
                }
            }
        }
    }
    links
}

/// A span of the shown set that covers just this.
fn span_at(shown: &Shown, range: TextRange) -> Option<Item> {
    let near = shown.store.spans_touching(shown.document.id(), TextRange::empty(range.start()));
    near.into_iter().map(Item::Span).find(|item| shown.place(*item).is_some_and(|placed| placed.fragments == [range]))
}

/// Other items at the same place.
pub fn readings(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let cover = placed.cover();
    let end = cover.end().get().min(cover.start().get().saturating_add(REACH));
    let near = TextRange::new(cover.start(), ByteOffset::new(end));
    let is_shared = |a: &TextRange| placed.fragments.iter().any(|b| a.overlaps(*b) || a == b);
    let (mut rows, mut more) = (Vec::new(), 0);
    for other in shown.touching(near) {
        if other.item == placed.item || !other.fragments.iter().any(is_shared) {
            continue;
        }
        if rows.len() == READINGS {
            more += 1;
            continue;
        }
        let mut about = name(&page.state, &other.label);
        match (other.item, other.score) {
            (Item::Suggestion(_), Some(score)) => {
                about.push(' ');
                about.push_str(&decimal(score));
            }
            _ => about.push_str(", a span"),
        }
        rows.push(row(page, shown, other.item, other.cover(), about));
    }
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h3>{ "Other readings" }</h3>
            <ul class="refs">{ rows }</ul>
            if more > 0 {
                <p class="at">{ format!("and {more} more") }</p>
            }
        </section>
    }
}
