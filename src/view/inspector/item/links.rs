//! What the focused item is linked to, and what else stands at the same place.

use crate::dom::{self, Event, HtmlSelectElement};
use crate::view::Page;
use crate::view::button::{icon_button, key_button};
use crate::view::icon::Icon;
use crate::view::inspector::place::paragraph;
use crate::view::labels::name;
use crate::view::words::decimal;
use postil_core::{ByteOffset, Kind, Slug, TextRange};
use postil_editor::{Action, Aim, Command, Far, Item, Joined, Link, Placed, Question, Shortcut, Shown, brief};
use yew::prelude::*;

/// So many other readings are listed.
const READINGS: usize = 12;
/// They are looked for in so many bytes from the start.
const REACH: u32 = 4 << 10;

/// The cue and speaker of a quote, the quotes of a speaker, and whatever else has a relation: to go there, to lead it
/// elsewhere, to delete it; and the ways to join more.
pub fn linked(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let rows = shown.links(placed.item).into_iter().map(|link| relation(page, shown, &link)).collect::<Html>();
    html! {
        <section aria-label="Links">
            <h3>{ "Linked" }</h3>
            <ul class="refs">{ rows }</ul>
            <div class="acts">
                { begin(page, "Link…", Shortcut::Link, Aim::Relation(None)) }
                { begin(page, "Same as…", Shortcut::SameAs, Aim::Mention) }
                { begin(page, "Event…", Shortcut::Event, Aim::Event) }
            </div>
        </section>
    }
}

/// A button that begins to join.
pub fn begin(page: &Page, words: &'static str, key: Shortcut, aim: Aim) -> Html {
    let tasks = page.tasks.clone();
    key_button(words, page.state.preferences.keys.shown(key), Callback::from(move |_| tasks.link(aim.clone())))
}

/// A button that does something to what joins.
pub fn tool(page: &Page, words: String, icon: Icon, joined: Joined) -> Html {
    icon_button("button", words.into(), icon, page.tasks.press(Command::Joined(joined)))
}

fn relation(page: &Page, shown: &Shown, link: &Link) -> Html {
    let label = shown.name(Kind::Relation, &link.label);
    let role = if link.question.is_some() {
        format!("{label}, suggested")
    } else if link.is_head {
        label.clone()
    } else {
        format!("has this as {}", dom::lower(&label))
    };
    let far = match &link.far {
        Some(far) => face(page, shown, far.item, far.range, &role),
        None => html! { <><span class="t is-gone">{ "is gone" }</span><span class="n">{ role }</span></> },
    };
    let words_of = |far: &Far| brief(shown.document, far.range);
    let Some(id) = link.id else {
        let words = link.far.as_ref().map(words_of).unwrap_or_default();
        let answer = |question: &Question, is_right| Joined::Decide { question: question.clone(), is_right };
        return html! {
            <li class="is-suggested">
                { far }
                if let Some(question) = &link.question {
                    <span class="tools">
                        { tool(page, format!("Accept “{label}” to {words}"), Icon::Tick, answer(question, true)) }
                        { tool(page, format!("Reject “{label}” to {words}"), Icon::Cross, answer(question, false)) }
                    </span>
                }
            </li>
        };
    };
    let words = link.far.as_ref().map_or("what is gone".into(), |far| brief(shown.document, far.range));
    let (tasks, is_head) = (page.tasks.clone(), !link.is_head);
    let elsewhere = Callback::from(move |_| tasks.link(Aim::Moved { relation: id, is_head }));
    let retype = Callback::from({
        let tasks = page.tasks.clone();
        move |name| tasks.command(Command::Joined(Joined::Retype { relation: id, name }))
    });
    html! {
        <li key={id.to_string()}>
            { far }
            <span class="tools">
                { types(shown, Kind::Relation, &link.label, "Type", retype) }
                { icon_button("button", format!("Lead “{label}” elsewhere than to {words}").into(), Icon::Target, elsewhere) }
                { tool(page, format!("Turn “{label}” round"), Icon::Turn, Joined::Turn(id)) }
                { tool(page, format!("Delete “{label}” to {words}"), Icon::Bin, Joined::Unrelate(id)) }
            </span>
            if !link.is_allowed {
                <span class="at">{ "The schema does not allow this between these two." }</span>
            }
        </li>
    }
}

/// A type, to be chosen otherwise.
pub fn types(shown: &Shown, of: Kind, label: &Slug, name: &'static str, on_choice: Callback<String>) -> Html {
    let mut options = Vec::new();
    for ((kind, slug), it) in shown.store.definitions().iter() {
        if *kind == of && (it.replaced_by.is_none() || slug == label) {
            options.push(html! {
                <option key={slug.as_str()} value={slug.to_string()} selected={slug == label}>{ it.name.to_string() }</option>
            });
        }
    }
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            on_choice.emit(select.value());
        }
    });
    html! { <select class="select" aria-label={name} {onchange}>{ options }</select> }
}

/// The beginning of an item's text and something about it, to go there.
pub fn face(page: &Page, shown: &Shown, item: Item, range: TextRange, about: &str) -> Html {
    let about = format!("{about} · ¶ {}", paragraph(shown.document, range));
    html! {
        <button onclick={page.tasks.act(move || Action::Focus(Some(item)))}>
            <span class="t" dir="auto">{ brief(shown.document, range) }</span>
            <span class="n">{ about }</span>
        </button>
    }
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
            (Item::Rejected(_), _) => about.push_str(", rejected"),
            _ => about.push_str(", a span"),
        }
        rows.push(html! { <li>{ face(page, shown, other.item, other.cover(), &about) }</li> });
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
