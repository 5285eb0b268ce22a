//! The schema: what there is to annotate with, and what each of it means.

mod ask;
mod fields;
mod form;
mod list;

use super::{Modal, Page};
use crate::dom::{self, Event, HtmlInputElement, HtmlSelectElement, InputEvent, KeyboardEvent, MouseEvent};
use crate::view::button::{button, icon_button};
use crate::view::icon::Icon;
use ask::Asked;
use postil_core::{Definition, Hue, Kind, Slug, Store, names};
use postil_editor::{Access, Command, Conflict, Dialog, Shortcut, State, conflicts, entries, next_order};
use postil_messages::{READY, Use};
use std::rc::Rc;
use yew::prelude::*;

/// What is shown, in this order: what the parts are called, what one of them is, and whether it has a place above it.
const KINDS: [(Kind, &str, &str); 7] = [
    (Kind::Label, "Labels", "label"),
    (Kind::Attribute, "Attributes", "attribute"),
    (Kind::Relation, "Relation types", "relation type"),
    (Kind::Event, "Event types", "event type"),
    (Kind::Role, "Roles", "role"),
    (Kind::Cluster, "Clusters", "kind of cluster"),
    (Kind::DocumentLabel, "Document labels", "document label"),
];

/// The field for files with a schema.
const FILES: &str = "schema-files";

/// What one entry of a kind is called.
fn noun(kind: Kind) -> &'static str {
    KINDS.iter().find(|(of, ..)| *of == kind).map_or("", |(.., noun)| noun)
}

/// What is looked at.
#[derive(Clone, PartialEq)]
struct Looked {
    kind: Kind,
    /// None is the first one.
    slug: Option<Slug>,
    /// The field in which something cannot be as it was typed, and why.
    wrong: Option<(&'static str, String)>,
    /// What is typed in a field and not done yet: a redraw takes nothing away.
    typed: Option<(&'static str, String)>,
    /// Whether the keyboard goes along with what is chosen.
    follows: bool,
}

impl Looked {
    /// What is looked at first of a kind, or an entry of it.
    fn at(kind: Kind, slug: Option<Slug>, follows: bool) -> Self {
        Self { kind, slug, wrong: None, typed: None, follows }
    }
}

/// What the parts of the dialog are drawn from.
struct Desk<'a> {
    page: &'a Page,
    looked: UseStateHandle<Looked>,
    asked: UseStateHandle<Option<Asked>>,
    uses: Rc<Vec<Use>>,
    entries: Vec<(&'a Slug, &'a Definition)>,
    /// The place of the chosen one among the entries.
    here: usize,
}

impl<'a> Desk<'a> {
    fn state(&self) -> &'a State {
        &self.page.state
    }

    fn kind(&self) -> Kind {
        self.looked.kind
    }

    fn chosen(&self) -> Option<(&'a Slug, &'a Definition)> {
        self.entries.get(self.here).copied()
    }

    fn is_read_only(&self) -> bool {
        self.page.state.access == Access::Following
    }

    /// What stands in a field.
    fn shown(&self, field: &'static str, value: String) -> String {
        self.looked.typed.as_ref().filter(|(of, _)| *of == field).map_or(value, |(_, typed)| typed.clone())
    }

    /// Why a field cannot be as it was typed.
    fn wrong(&self, field: &'static str) -> Option<String> {
        self.looked.wrong.as_ref().filter(|(of, _)| *of == field).map(|(_, why)| why.clone())
    }

    fn on_input(&self, field: &'static str) -> Callback<InputEvent> {
        let looked = self.looked.clone();
        Callback::from(move |event: InputEvent| {
            let typed = fields::typed(&event);
            looked.set(Looked { typed: Some((field, typed)), follows: false, ..(*looked).clone() });
        })
    }

    fn uses_of(&self, slug: &Slug) -> (u32, u32) {
        let it = self.uses.iter().find(|it| it.kind == self.kind() && it.slug == *slug);
        it.map_or((0, 0), |it| (it.count, it.documents))
    }
}

#[component]
pub fn Schema(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let new = match &state.dialog {
        Some(Dialog::Schema(name)) => name.clone(),
        _ => None,
    };
    let looked = use_state_eq(|| Looked {
        typed: new.as_ref().map(|name| (list::NEW, name.to_string())),
        ..Looked::at(Kind::Label, None, false)
    });
    let asked = use_state_eq(|| None::<Asked>);
    let uses = use_state_eq(|| Rc::new(Vec::<Use>::new()));
    {
        let (tasks, uses) = (tasks.clone(), uses.setter());
        use_effect_with((state.store.log_len(), state.saving.epoch()), move |_| {
            tasks.uses(Callback::from(move |all| uses.set(Rc::new(all))));
        });
    }
    let entries = entries(&state.store, looked.kind);
    let here = entries.iter().position(|(slug, _)| looked.slug.as_ref() == Some(*slug)).unwrap_or(0);
    {
        let follows = looked.follows;
        use_effect_with((looked.kind, here, follows), move |_| {
            if follows {
                dom::focus(&list::row_id(here));
            }
        });
    }
    let keys = &state.preferences.keys;
    let desk = Desk { page, looked, asked, uses: (*uses).clone(), entries, here };
    html! {
        <Modal title="Schema" class="is-schema" tasks={tasks.clone()} tools={tools(&desk)}>
            <div class="schema" onkeydown={on_key(&desk)}>
                { kinds(&desk) }
                { list::list(&desk) }
                { form::form(&desk) }
            </div>
            <footer>
                <span><kbd>{ "Enter" }</kbd>{ " edit" }</span>
                <span><kbd>{ "Alt ↑ ↓" }</kbd>{ " move" }</span>
                <span><kbd>{ keys.shown(Shortcut::Undo) }</kbd>{ " undo" }</span>
                <span><kbd>{ "Esc" }</kbd>{ " back to the article" }</span>
            </footer>
        </Modal>
    }
}

/// Undo and redo, as far as they are about the schema: what is behind the dialog stays as it is.
fn tools(desk: &Desk) -> Html {
    let Page { state, tasks } = desk.page;
    let step = |name, key, mark, is_undo, command: Command| {
        let name = AttrValue::from(state.preferences.keys.beside(name, key));
        let is_off = !state.is_schema_step(is_undo);
        let onclick = if is_off { Callback::noop() } else { tasks.press(command) };
        let class = if is_off { "button is-icon is-off" } else { "button is-icon" };
        icon_button(class, name, mark, onclick)
    };
    let choose = {
        let tasks = tasks.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                tasks.ready_schema(&select.value());
                select.set_value("");
            }
        })
    };
    let pick = Callback::from(|_: MouseEvent| {
        if let Some(field) = dom::by_id(FILES) {
            field.click();
        }
    });
    let open = {
        let tasks = tasks.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                tasks.open_files(dom::files::chosen(&input));
            }
        })
    };
    let export = {
        let tasks = tasks.clone();
        Callback::from(move |_: MouseEvent| tasks.export_schema())
    };
    html! {
        <span class="end">
            <select class="select" aria-label="Schemas that are ready" disabled={desk.is_read_only()} onchange={choose}>
                <option value="" selected=true>{ "Ready-made…" }</option>
                for (file, name) in READY {
                    <option value={file}>{ name }</option>
                }
            </select>
            <input type="file" id={FILES} aria-label="Schema to import" multiple=true hidden=true onchange={open} />
            { button("button", "Import…", pick) }
            { button("button", "Export", export) }
            { step("Undo", Shortcut::Undo, Icon::Undo, true, Command::Undo) }
            { step("Redo", Shortcut::Redo, Icon::Redo, false, Command::Redo) }
        </span>
    }
}

fn on_key(desk: &Desk) -> Callback<KeyboardEvent> {
    let (state, tasks) = (desk.page.state.clone(), desk.page.tasks.clone());
    Callback::from(move |event: KeyboardEvent| {
        if dom::keys::is_text(&event) {
            return;
        }
        let is_undo = match dom::keys::written(&event).and_then(|key| state.preferences.keys.find(&key)) {
            Some(Shortcut::Undo) => true,
            Some(Shortcut::Redo) => false,
            _ => return,
        };
        event.prevent_default();
        if state.is_schema_step(is_undo) {
            tasks.command(if is_undo { Command::Undo } else { Command::Redo });
        }
    })
}

/// The parts of a schema, with how many entries each has.
fn kinds(desk: &Desk) -> Html {
    let mut rows = Vec::with_capacity(KINDS.len());
    for (kind, name, _) in KINDS {
        let count = entries(&desk.state().store, kind).len();
        let (looked, asked) = (desk.looked.clone(), desk.asked.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            asked.set(None);
            looked.set(Looked::at(kind, None, false));
        });
        let current = (kind == desk.kind()).then_some("true");
        rows.push(
            html! { <li><button type="button" aria-current={current} {onclick}>{ name }<b>{ count }</b></button></li> },
        );
    }
    html! { <nav aria-label="Parts of the schema"><ul class="list">{ rows }</ul></nav> }
}

/// What stands against an entry because of one of its fields, in words.
fn trouble(state: &State, kind: Kind, slug: &Slug, it: &Definition, field: &str) -> Option<String> {
    let store = &state.store;
    let name =
        |other: &Slug| store.definitions().get(&(kind, other.clone())).map_or(other.as_str(), |it| &it.name).to_owned();
    let found = conflicts(store, kind, slug, it);
    let told = found.iter().find_map(|conflict| match (conflict, field) {
        (Conflict::NoName, "name") => Some("It needs a name.".to_owned()),
        (Conflict::Name(other), "name") => Some(format!("“{}” is called so already.", name(other))),
        (Conflict::NoKey, "key") => Some("A key is one character.".to_owned()),
        (Conflict::Key(other), "key") => Some(format!("“{}” has this key.", name(other))),
        (Conflict::Circle(other), "parent") => Some(format!("“{}” is a kind of this one.", name(other))),
        _ => None,
    });
    // Others may have the first keys of commands where a person here has given them away.
    told.or_else(|| {
        let key = it.key.as_deref().filter(|_| field == "key")?;
        match state.preferences.keys.hides(key) {
            Some(by) => Some(format!("Postil has this key for a command: “{}”.", by.name())),
            None if names::is_command(key) => Some("Postil has this key for a command at first.".to_owned()),
            None => None,
        }
    })
}

/// An entry of which nothing is known but its name, at the end of the list; a label in a hue that is used least.
fn fresh(store: &Store, kind: Kind, slug: &Slug, name: &str) -> Definition {
    let hue_uses = |hue: &Hue| entries(store, Kind::Label).iter().filter(|(_, it)| it.hue == *hue).count();
    let hues = Hue::ALL.iter().copied().filter(|hue| *hue != Hue::Slate);
    let hue = if kind == Kind::Label { hues.min_by_key(hue_uses).unwrap_or(Hue::Slate) } else { Hue::Slate };
    let chip = Definition::usual_chip(name);
    Definition { hue, chip, order: next_order(store), ..Definition::plain(kind, slug, name) }
}
