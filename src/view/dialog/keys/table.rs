//! The table of all commands, in which keys are given and taken.

use crate::dom::{self, HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent};
use crate::tasks::Tasks;
use crate::view::Page;
use crate::view::button::{button, icon_button};
use crate::view::icon::Icon;
use crate::view::labels::definitions;
use postil_editor::{Action, KeyChange, Shortcut, State, refusal, told};
use yew::prelude::*;

/// Where a new key is pressed.
const RECORDER: &str = "new-key";
/// Where it is said that something else has it.
const TAKE: &str = "take-key";

/// What is being given a key, and the key that it is in place of.
#[derive(Clone, PartialEq)]
struct Asked {
    to: Shortcut,
    instead_of: Option<String>,
    /// What was pressed, and why it was not just given.
    pressed: Option<(String, Trouble)>,
}

#[derive(Clone, PartialEq)]
enum Trouble {
    /// It cannot be.
    Refused(&'static str),
    /// What else has it, in words.
    Taken(String),
}

#[component]
pub fn Table(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let wanted = use_state_eq(String::new);
    let asked = use_state_eq(|| None::<Asked>);
    {
        let goal = asked.as_ref().map(|it| match it.pressed {
            Some((_, Trouble::Taken(_))) => TAKE,
            _ => RECORDER,
        });
        let last = use_mut_ref(|| None::<Shortcut>);
        let to = asked.as_ref().map(|it| it.to);
        use_effect_with((goal, to), move |(goal, to)| {
            let before = std::mem::replace(&mut *last.borrow_mut(), *to);
            match (goal, before) {
                (Some(id), _) => dom::focus(id),
                // Back to the row, whose buttons are drawn anew.
                (None, Some(it)) => dom::focus(&add_id(it)),
                (None, None) => {}
            }
        });
    }
    let oninput = {
        let wanted = wanted.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                wanted.set(field.value());
            }
        })
    };
    let typed = dom::lower(wanted.trim());
    let is_wanted = |it: &&Shortcut| {
        let keys = state.preferences.keys.keys(**it).into_iter().map(|key| dom::lower(&told(key)));
        typed.split_whitespace().all(|word| dom::lower(it.name()).contains(word))
            || keys.into_iter().any(|key| key == typed)
    };
    let rows: Vec<Html> = Shortcut::ALL.iter().filter(is_wanted).map(|it| row(state, tasks, *it, &asked)).collect();
    html! {
        <div class="body">
            <p>{ "Press a key to change it, or + to add one. What had the key before is told." }</p>
            <input class="input" type="search" aria-label="Find a command or key" placeholder="Find a command or key" autofocus=true
                value={(*wanted).clone()} {oninput} />
            { conflicts(state) }
            if rows.is_empty() {
                <p class="none" role="status">{ "No command is called so, and none has that key." }</p>
            }
            <table class="grid is-keys">
                <thead><tr><th scope="col">{ "Command" }</th><th scope="col">{ "Keys" }</th></tr></thead>
                <tbody>{ rows }</tbody>
            </table>
        </div>
    }
}

/// Labels whose keys a command has, in words.
pub fn conflicts(state: &State) -> Html {
    let hidden = definitions(state).into_iter().filter_map(|(_, it)| {
        let key = it.key.as_deref()?;
        let by = state.preferences.keys.hides(key)?;
        Some(format!("“{key}” is the key of the label “{}”, but does “{}” instead.", it.name, by.name()))
    });
    let told: Vec<Html> = hidden.map(|words| html! { <li>{ words }</li> }).collect();
    if told.is_empty() {
        Html::default()
    } else {
        html! { <ul class="conflicts" role="status">{ told }</ul> }
    }
}

/// Gives all their first keys back, where any was changed.
pub fn reset_all(page: &Page) -> Html {
    if !page.state.preferences.keys.has_changes() {
        return Html::default();
    }
    button("button", "All first keys again", page.tasks.act(|| Action::Keys(KeyChange::ResetAll)))
}

fn add_id(it: Shortcut) -> String {
    format!("add-key-{}", it.id())
}

fn row(state: &State, tasks: &Tasks, it: Shortcut, asked: &UseStateHandle<Option<Asked>>) -> Html {
    let keymap = &state.preferences.keys;
    let now = asked.as_ref().filter(|asked| asked.to == it);
    let ask = |instead_of: Option<String>| {
        let asked = asked.setter();
        Callback::from(move |_: MouseEvent| {
            asked.set(Some(Asked { to: it, instead_of: instead_of.clone(), pressed: None }));
        })
    };
    let mut keys = Vec::new();
    for key in keymap.keys(it) {
        if now.is_some_and(|now| now.instead_of.as_deref() == Some(key)) {
            continue;
        }
        let name = format!("{}: {}. Change it", it.name(), told(key));
        keys.push(html! {
            <button class="key" type="button" aria-label={name.clone()} title={name} onclick={ask(Some(key.to_owned()))}>{ told(key) }</button>
        });
    }
    let add = match now {
        Some(now) => recorder(state, tasks, now, asked),
        None => html! {
            <button class="button is-icon" type="button" id={add_id(it)} aria-label={format!("{}: add a key", it.name())}
                title="Add a key" onclick={ask(None)}>{ "+" }</button>
        },
    };
    let reset = keymap.is_changed(it).then(|| {
        let name = format!("{}: its first key again", it.name());
        icon_button("button is-icon", name.into(), Icon::Undo, tasks.act(move || Action::Keys(KeyChange::Reset(it))))
    });
    html! {
        <tr key={it.id()}>
            <th scope="row">{ it.name() }</th>
            <td><div class="row">{ keys }{ add }{ reset.unwrap_or_default() }</div></td>
        </tr>
    }
}

/// Hears the next key; says what stands against it.
fn recorder(state: &State, tasks: &Tasks, now: &Asked, asked: &UseStateHandle<Option<Asked>>) -> Html {
    let leave = {
        let asked = asked.setter();
        Callback::from(move |_: MouseEvent| asked.set(None))
    };
    if let Some((key, Trouble::Taken(words))) = &now.pressed {
        let take = {
            let (tasks, asked, now, key) = (tasks.clone(), asked.setter(), now.clone(), key.clone());
            Callback::from(move |_: MouseEvent| {
                give(&tasks, &now, key.clone());
                asked.set(None);
            })
        };
        return html! {
            <>
                <span role="alert">{ words }</span>
                <button class="button is-outline" type="button" id={TAKE} onclick={take}>{ "Take it" }</button>
                { button("button", "Leave it", leave) }
            </>
        };
    }
    let onkeydown = {
        let (tasks, asked, now) = (tasks.clone(), asked.setter(), now.clone());
        let keymap = state.preferences.keys.clone();
        let labels: Vec<(String, String)> = definitions(state)
            .into_iter()
            .filter_map(|(_, it)| Some((it.key.as_deref()?.to_owned(), it.name.to_string())))
            .collect();
        Callback::from(move |event: KeyboardEvent| {
            event.prevent_default();
            event.stop_propagation();
            if event.key() == "Escape" {
                return asked.set(None);
            }
            let Some(key) = dom::keys::written(&event) else { return };
            let trouble = match (refusal(&key), keymap.owners(&key).find(|it| *it != now.to)) {
                (Some(why), _) => Some(Trouble::Refused(why)),
                (None, Some(other)) => Some(Trouble::Taken(format!("{} is “{}”.", told(&key), other.name()))),
                (None, None) => labels
                    .iter()
                    .find(|(own, _)| told(&key) == *own || key == *own)
                    .map(|(_, name)| Trouble::Taken(format!("{} is the key of the label “{name}”.", told(&key)))),
            };
            match trouble {
                Some(trouble) => asked.set(Some(Asked { pressed: Some((key, trouble)), ..now.clone() })),
                None => {
                    give(&tasks, &now, key);
                    asked.set(None);
                }
            }
        })
    };
    let remove = now.instead_of.clone().map(|key| {
        let (tasks, asked, from) = (tasks.clone(), asked.setter(), now.to);
        let remove = Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Keys(KeyChange::Take { from, key: key.clone() }));
            asked.set(None);
        });
        button("button", "No key", remove)
    });
    let said = match &now.pressed {
        Some((_, Trouble::Refused(why))) => *why,
        _ => "",
    };
    html! {
        <>
            <input class="input is-key" id={RECORDER} readonly=true value="Press a key" {onkeydown}
                aria-label={format!("{}: press the new key; Escape leaves all as it is", now.to.name())} />
            { remove.unwrap_or_default() }
            { button("button", "Leave it", leave) }
            <span role="alert">{ said }</span>
        </>
    }
}

fn give(tasks: &Tasks, now: &Asked, key: String) {
    tasks.send(Action::Keys(KeyChange::Give { to: now.to, key, instead_of: now.instead_of.clone() }));
}
