//! What the focused item is linked to, and what else stands at the same place.

use super::Props;
use crate::state::{Action, Item, Placed, Shown};
use crate::view::inspector::place::{brief, paragraph};
use crate::view::labels::name;
use crate::view::top::decimal;
use postil_core::{ByteOffset, Kind, Record, Slug, TextRange};
use yew::prelude::*;

/// So many other readings are listed.
const READINGS: usize = 12;
/// They are looked for in so many bytes from the start.
const REACH: u32 = 4 << 10;

/// The cue and speaker of a quote, the quotes of a speaker, and whatever else has a relation.
#[component]
pub fn Linked(props: &Props) -> Html {
    let Props { state, tasks, placed } = props;
    let Some(shown) = Shown::of(state) else { return Html::default() };
    let links = links(&shown, placed.item);
    if links.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h3>{ "Linked" }</h3>
            <ul class="refs">
                { for links.into_iter().map(|link| {
                    let definition = state.store.definitions().get(&(Kind::Relation, link.label.clone()));
                    let label = definition.map_or(link.label.as_str(), |it| &it.name);
                    let role = if link.is_head { label.to_owned() } else { format!("{label} of this") };
                    let number = paragraph(shown.document, link.range);
                    let onclick = tasks.on(move |_: MouseEvent| Action::Focus(Some(link.item)));
                    html! {
                        <li><button {onclick}>
                            <span class="t" dir="auto">{ brief(shown.document, link.range) }</span>
                            <span class="n">{ format!("{role} · ¶ {number}") }</span>
                        </button></li>
                    }
                }) }
            </ul>
        </section>
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
    match item {
        Item::Suggestion(id) => shown
            .suggestions
            .relations_of(id)
            .filter_map(|(label, tail)| {
                let range = shown.suggestions.get(tail)?.range;
                // Decided about, it may be a span by now.
                let pending = shown.place(Item::Suggestion(tail)).map(|placed| placed.item);
                let item = pending.or_else(|| {
                    let spans = shown.store.spans_touching(shown.document.id(), TextRange::empty(range.start()));
                    let same = |placed: &Placed| placed.fragments == [range];
                    spans.into_iter().filter_map(|id| shown.place(Item::Span(id))).find(same).map(|placed| placed.item)
                })?;
                Some(Link { label: label.parse().ok()?, is_head: true, item, range })
            })
            .collect(),
        Item::Span(id) => {
            let relations = shown.store.references(id).iter().filter_map(|key| match &**shown.store.get(key)? {
                Record::Relation(it) => Some(it),
                _ => None,
            });
            relations
                .filter_map(|it| {
                    let is_head = it.head == id;
                    let far = if is_head { it.tail } else { it.head };
                    let range = shown.store.span(far)?.fragments.cover();
                    Some(Link { label: it.label.clone(), is_head, item: Item::Span(far), range })
                })
                .collect()
        }
    }
}

/// Other items at the same place.
#[component]
pub fn Readings(props: &Props) -> Html {
    let Props { state, tasks, placed } = props;
    let Some(shown) = Shown::of(state) else { return Html::default() };
    let (others, more) = readings(&shown, placed);
    if others.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h3>{ "Other readings" }</h3>
            <ul class="refs">
                { for others.into_iter().map(|other| {
                    let status = match (other.item, other.score) {
                        (Item::Suggestion(_), Some(score)) => format!(" {}", decimal(score.to_f64())),
                        _ => ", a span".to_owned(),
                    };
                    let item = other.item;
                    let onclick = tasks.on(move |_: MouseEvent| Action::Focus(Some(item)));
                    html! {
                        <li><button {onclick}>
                            <span class="t" dir="auto">{ brief(shown.document, other.cover()) }</span>
                            <span class="n">{ name(state, &other.label) }{ status }</span>
                        </button></li>
                    }
                }) }
            </ul>
            if more > 0 {
                <p class="at">{ format!("and {more} more") }</p>
            }
        </section>
    }
}

/// The visible items that share some text with the focused one, as many as are listed, and how many more there are.
fn readings(shown: &Shown, placed: &Placed) -> (Vec<Placed>, usize) {
    let cover = placed.cover();
    let end = cover.end().get().min(cover.start().get().saturating_add(REACH));
    let near = TextRange::new(cover.start(), ByteOffset::new(end));
    let is_shared = |a: &TextRange, b: &TextRange| a.overlaps(*b) || a == b;
    let mut others: Vec<Placed> = shown
        .touching(near)
        .into_iter()
        .filter(|other| other.item != placed.item)
        .filter(|other| other.fragments.iter().any(|a| placed.fragments.iter().any(|b| is_shared(a, b))))
        .collect();
    let more = others.len().saturating_sub(READINGS);
    others.truncate(READINGS);
    (others, more)
}
