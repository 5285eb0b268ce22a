//! The palette of commands: each by its name, with its key, found by typing; labels too. Those run last come first.

use super::{Modal, Page};
use crate::dom::{self, HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent, float};
use crate::tasks::Tasks;
use crate::view::labels::{definitions, specimen};
use gloo::timers::callback::Timeout;
use postil_core::Slug;
use postil_editor::keys::Ask;
use postil_editor::{Action, Command, Shortcut, State};
use yew::prelude::*;

const FIELD: &str = "commands-field";
const LIST: &str = "commands-list";

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    Command(Shortcut),
    Label(Slug),
}

#[component]
pub fn Commands(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let typed = use_state_eq(String::new);
    let at = use_state_eq(|| 0_usize);
    let found = matching(all(state), &typed);
    let here = (*at).min(found.len().saturating_sub(1));
    use_effect_with(here, |here| float::show_in_row(&option_id(*here)));
    let oninput = {
        let (typed, at) = (typed.setter(), at.setter());
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                typed.set(field.value());
                at.set(0);
            }
        })
    };
    let onkeydown = {
        let (tasks, at, last) = (tasks.clone(), at.setter(), found.len().saturating_sub(1));
        let chosen = found.get(here).map(|(line, _)| line.clone());
        Callback::from(move |event: KeyboardEvent| {
            match (event.key().as_str(), &chosen) {
                _ if event.is_composing() => return,
                ("ArrowDown", _) => at.set(if here >= last { 0 } else { here + 1 }),
                ("ArrowUp", _) => at.set(if here == 0 { last } else { here - 1 }),
                ("PageDown", _) => at.set((here + PAGE).min(last)),
                ("PageUp", _) => at.set(here.saturating_sub(PAGE)),
                ("Enter", Some(line)) => run(&tasks, line.clone()),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let recent = &state.preferences.recent;
    let line = |(index, (line, _)): (usize, &(Line, String))| {
        let (face, key, is_recent) = match line {
            Line::Command(it) => (
                Html::from(it.name()),
                state.preferences.keys.shown(*it),
                typed.is_empty() && recent.iter().any(|id| id == it.id()),
            ),
            Line::Label(slug) => {
                let key =
                    definitions(state).into_iter().find(|(own, _)| *own == slug).and_then(|(_, it)| it.key.clone());
                let key = key.map(|key| key.to_string()).unwrap_or_default();
                (html! { <>{ "Label: " }{ specimen(state, slug, false) }</> }, key, false)
            }
        };
        let onclick = {
            let (tasks, line) = (tasks.clone(), line.clone());
            Callback::from(move |_: MouseEvent| run(&tasks, line.clone()))
        };
        html! {
            <li id={option_id(index)} class={(index == here).then_some("is-on")} role="option"
                aria-selected={if index == here { "true" } else { "false" }} {onclick}>
                <span>{ face }</span>
                if is_recent {
                    <small>{ "lately" }</small>
                }
                if !key.is_empty() {
                    <kbd class="key">{ key }</kbd>
                }
            </li>
        }
    };
    html! {
        <Modal title="Commands" class="is-plain is-commands" tasks={tasks.clone()}>
            <div class="body">
                <input class="input" id={FIELD} type="text" role="combobox" aria-label="Command" aria-expanded="true" aria-controls={LIST}
                    aria-autocomplete="list" aria-activedescendant={(!found.is_empty()).then(|| option_id(here))}
                    placeholder="What to do" autocomplete="off" spellcheck="false" autofocus=true value={(*typed).clone()}
                    {oninput} {onkeydown} />
                <ul class="commands" id={LIST} role="listbox" aria-label="Commands">
                    { for found.iter().enumerate().map(line) }
                </ul>
                <p role="status" class="none">
                    if found.is_empty() {
                        { format!("No command is called “{}”.", typed.trim()) }
                    }
                </p>
            </div>
            <footer>
                <span><kbd>{ "↵" }</kbd>{ " do it" }</span>
                <span><kbd>{ "↑ ↓" }</kbd>{ " choose" }</span>
                <span><kbd>{ state.preferences.keys.shown(Shortcut::Keys) }</kbd>{ " all keys, and how to change them" }</span>
            </footer>
        </Modal>
    }
}

/// So many lines are a page.
const PAGE: usize = 8;

/// All that can be done now, with their names: those run last first, then in the order of the table, then the labels.
fn all(state: &State) -> Vec<(Line, String)> {
    let is_open = state.current.is_some();
    let may = |it: &Shortcut| *it != Shortcut::Commands && (is_open || it.is_of_project());
    let recent = state.preferences.recent.iter().filter_map(|id| Shortcut::of_id(id)).filter(may);
    let mut shortcuts: Vec<Shortcut> = recent.collect();
    for it in Shortcut::ALL.iter().copied().filter(may) {
        if !shortcuts.contains(&it) {
            shortcuts.push(it);
        }
    }
    let commands = shortcuts.into_iter().map(|it| (Line::Command(it), it.name().to_owned()));
    let labels = definitions(state).into_iter().filter(|_| is_open);
    commands.chain(labels.map(|(slug, it)| (Line::Label(slug.clone()), format!("Label: {}", it.name)))).collect()
}

/// Those that a person may mean by what they typed, the likeliest first: names that begin so, names of which some word
/// begins with each typed one, and names that hold them all.
fn matching(all: Vec<(Line, String)>, typed: &str) -> Vec<(Line, String)> {
    let typed = dom::lower(typed.trim());
    let mut found = [const { Vec::new() }; 3];
    for line in all {
        let name = dom::lower(&line.1);
        let is_begun = |word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|own| own.starts_with(word));
        let rank = match () {
            () if name.starts_with(&typed) => 0,
            () if typed.split_whitespace().all(is_begun) => 1,
            () if typed.split_whitespace().all(|word| name.contains(word)) => 2,
            () => continue,
        };
        found[rank].push(line);
    }
    found.concat()
}

/// Closes the palette and does it: after the dialog has given the focus back.
fn run(tasks: &Tasks, line: Line) {
    tasks.send(Action::Dialog(None));
    let tasks = tasks.clone();
    Timeout::new(0, move || {
        dom::focus_pane();
        match line {
            Line::Command(it) => {
                tasks.send(Action::Ran(it));
                tasks.ask(it.ask());
            }
            Line::Label(slug) => tasks.ask(Ask::Do(Command::Label(slug))),
        }
    })
    .forget();
}

fn option_id(index: usize) -> String {
    format!("command-{index}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, first: &[&str]) {
        let all = Shortcut::ALL.iter().map(|it| (Line::Command(*it), it.name().to_owned())).collect();
        let found = matching(all, typed);
        let found: Vec<&str> = found.iter().map(|(_, name)| &**name).collect();
        assert_eq!(&found[..first.len().min(found.len())], first, "{typed:?}");
        assert!(!first.is_empty() || found.is_empty(), "{typed:?}: {found:?}");
    }

    #[test]
    fn typing_finds_a_command() {
        check("accept", &["Accept, and go to the next", "Accept all suggestions of this label"]);
        check(" next sug", &["Next suggestion or annotation"]);
        check("word same", &["Accept all that say the same words"]);
        check("colours", &["Colours of the system", "Light colours", "Dark colours"]);
        check("oherenc", &[]);
        check("no such command", &[]);
    }
}
