//! From key presses to what they ask for: by the table of [`Shortcut`]s, the keys that a person has given to them, and the keys of labels.
//!
//! Dead keys and the digits of labels are told by `code`, the place on the keyboard: on many layouts digits are shifted.
//! Single keys act only while the article has the focus; see [`Scope`].

use crate::{Action, Aim, Command, HintKey, Keymap, Shortcut, State, Step, Theme, Where, keymap};
use postil_core::{Score, Slug};

/// What a key asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    Do(Command),
    Keys,
    /// The palette of commands.
    Commands,
    /// What can be done with what keys act on.
    Menu,
    /// The palette of labels.
    Palette,
    /// To a word that is in view; or to select up to it.
    Go {
        is_extending: bool,
    },
    /// To show something or not, or in another way.
    Turn(Switch),
    /// The pictures under the article; the keyboard goes there.
    Drawer,
    /// The schema.
    Schema,
    /// What is shown, to be chosen.
    Filters,
    /// To look for something.
    Find,
    Export,
    Open {
        is_folder: bool,
    },
    Paste,
    /// The project as it was.
    Past,
    /// What two people changed at the same time.
    Disputes,
    /// The first page.
    Samples,
    DeleteDocument,
    /// To write a note on the focused span.
    Note,
    /// To give the focused span an attribute.
    Attribute,
    /// To join the focused item with another one.
    Link(Aim),
    /// All of the text.
    All,
    /// A key that is held, where each press counts: the browser must not act on it either.
    Held,
    /// To the next region of the page.
    NextRegion {
        is_back: bool,
    },
}

/// What is shown, or how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    LeftPanel,
    RightPanel,
    Rejected,
    Coreference,
    Learning,
    /// The least score of suggestions that are shown, by one step.
    Threshold {
        is_up: bool,
    },
    Theme(Theme),
}

/// By how much a step of the threshold moves it, in parts of 10 000.
const STEP: u16 = 500;

impl Switch {
    /// What turns it.
    pub fn action(self, state: &State) -> Action {
        match self {
            Self::LeftPanel => Action::TogglePanel { is_left: true },
            Self::RightPanel => Action::TogglePanel { is_left: false },
            Self::Rejected => Action::ToggleRejected,
            Self::Coreference => Action::ToggleCoreference,
            Self::Learning => Action::ToggleLearning,
            Self::Theme(theme) => Action::Theme(theme),
            Self::Threshold { is_up } => {
                let now = state.preferences.threshold.parts();
                let next = if is_up { now.saturating_add(STEP) } else { now.saturating_sub(STEP) };
                Action::Threshold(Score::from_parts(next))
            }
        }
    }
}

/// Where the keyboard's focus is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The article, or nothing at all.
    Article,
    /// The article, while hints are shown. Digits are labels, unless a word may begin with one.
    Hints { takes_digits: bool },
    /// A field that takes text.
    Field,
    /// A control or a panel.
    Elsewhere,
}

/// A key press, apart from the browser's event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press<'a> {
    pub key: &'a str,
    pub code: &'a str,
    pub ctrl: bool,
    pub shift: bool,
    pub alt: bool,
    /// Whether the key is held down.
    pub is_repeated: bool,
}

/// What a key press asks for. `labels` gives the label of a shortcut character.
pub fn ask(press: Press, scope: Scope, keymap: &Keymap, labels: impl Fn(char) -> Option<Slug>) -> Option<Ask> {
    let anywhere = || shortcut(press, keymap, Where::Page);
    let in_article = || {
        let of_label = || label(press, &labels).map(|slug| Ask::Do(Command::Label(slug)));
        shortcut(press, keymap, Where::Article).or_else(of_label).or_else(|| foreign(press, keymap, &labels))
    };
    let ask = match scope {
        Scope::Field => shortcut(press, keymap, Where::Everywhere),
        Scope::Elsewhere => anywhere(),
        Scope::Article => in_article(),
        Scope::Hints { takes_digits } => {
            let hint = hint(press, takes_digits).map(|key| Ask::Do(Command::Hint(key)));
            hint.or_else(in_article)
        }
    };
    if press.is_repeated && ask.as_ref().is_some_and(counts) { Some(Ask::Held) } else { ask }
}

/// What a key press asks for while something is being joined: letters pick, numbers choose the type.
pub fn picking(press: Press, scope: Scope, keymap: &Keymap) -> Option<Ask> {
    let ask = match scope {
        Scope::Field => shortcut(press, keymap, Where::Everywhere),
        Scope::Elsewhere => shortcut(press, keymap, Where::Page),
        Scope::Article | Scope::Hints { .. } => {
            let step = || step(press).map(|step| Ask::Do(Command::Step(step)));
            // What picks is nobody else's meanwhile.
            shortcut(press, keymap, Where::Page).filter(|_| !is_step(press)).or_else(step)
        }
    };
    if press.is_repeated { ask.map(|_| Ask::Held) } else { ask }
}

/// What the keymap says of a key press. Escape is nobody's to give away.
fn shortcut(press: Press, keymap: &Keymap, least: Where) -> Option<Ask> {
    if press.key == "Escape" {
        return (least < Where::Everywhere).then_some(Ask::Do(Command::Escape));
    }
    keymap::heard(keymap, &keymap::written(press)?, least).map(Shortcut::ask)
}

/// On a keyboard of another script the Latin letter at a key's place counts, where what it prints means nothing.
fn foreign(press: Press, keymap: &Keymap, labels: &impl Fn(char) -> Option<Slug>) -> Option<Ask> {
    let key = keymap::placed(press)?;
    let of_label = || {
        let mut chars = key.chars();
        let letter = chars.next().filter(|_| chars.next().is_none())?;
        labels(letter.to_ascii_lowercase()).map(|slug| Ask::Do(Command::Label(slug)))
    };
    keymap::heard(keymap, &key, Where::Article).map(Shortcut::ask).or_else(of_label)
}

/// Whether a key press may be a step of joining even where it is a shortcut of the page, too.
fn is_step(press: Press) -> bool {
    !press.ctrl && !press.alt && matches!(step(press), Some(Step::Letter { .. } | Step::Nth(_) | Step::Naming(_)))
}

fn step(press: Press) -> Option<Step> {
    let Press { key, code, ctrl, shift, alt, .. } = press;
    if ctrl || alt {
        return None;
    }
    // A keyboard of another script has the letters at their places.
    let printed = Some(key).filter(|key| key.len() == 1).or(code.strip_prefix("Key"));
    let letter = printed.and_then(|text| text.chars().next()).filter(char::is_ascii_alphabetic);
    Some(match (key, digit(press).and_then(|digit| digit.parse::<usize>().ok())) {
        (_, Some(n)) => Step::Nth(n.checked_sub(1)?),
        ("ArrowRight" | "ArrowDown", _) => Step::Hop { is_forward: true },
        ("ArrowLeft" | "ArrowUp", _) => Step::Hop { is_forward: false },
        ("Enter", _) => Step::Take { is_beside: shift },
        ("Backspace", _) => Step::Back,
        ("/", _) => Step::Naming(true),
        _ => Step::Letter { letter: letter?.to_ascii_lowercase(), is_beside: shift },
    })
}

/// Whether each decision is to be made by a press of its own.
fn counts(ask: &Ask) -> bool {
    use Command::{Accept, AcceptAllAlike, AcceptSameWords, AddFragment, Delete, Label, Reject, Repeat, Skip};
    let Ask::Do(command) = ask else { return false };
    matches!(
        command,
        Accept | AcceptAllAlike | AcceptSameWords | Reject | Skip | Delete | Label(_) | Repeat | AddFragment
    )
}

/// Keys that choose among what has hints. Letters are in lower case.
fn hint(press: Press, takes_digits: bool) -> Option<HintKey> {
    if press.ctrl || press.alt {
        return None;
    }
    let mut chars = press.key.chars();
    match (press.key, chars.next(), chars.next()) {
        ("Enter", ..) => Some(HintKey::Settle),
        ("Backspace", ..) => Some(HintKey::Back),
        (" ", ..) => Some(HintKey::Next),
        (_, Some(c), None) if c.is_alphabetic() || takes_digits && c.is_ascii_digit() => {
            let place = press.code.strip_prefix("Key").and_then(|letter| letter.chars().next());
            Some(HintKey::Letter { typed: c, place: place.map(|c| c.to_ascii_lowercase()) })
        }
        _ => None,
    }
}

/// A digit by its place on the keyboard, a letter by what it prints.
fn label(press: Press, labels: &impl Fn(char) -> Option<Slug>) -> Option<Slug> {
    if press.ctrl || press.alt {
        return None;
    }
    let text = digit(press).unwrap_or(press.key);
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => labels(c),
        _ => None,
    }
}

/// The digit at a key's place, whatever the layout prints there.
fn digit(press: Press<'_>) -> Option<&str> {
    let digit = press.code.strip_prefix("Digit").or_else(|| press.code.strip_prefix("Numpad"));
    digit.filter(|digit| digit.len() == 1 && !press.shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, code: &str, modifiers: &str, expected: Option<Ask>) {
        let press = Press {
            key,
            code,
            ctrl: modifiers.contains('c'),
            shift: modifiers.contains('s'),
            alt: modifiers.contains('a'),
            is_repeated: false,
        };
        let labels = |c: char| (c == '1' || c == 'm').then(|| format!("LABEL-{c}").parse().expect("a slug"));
        assert_eq!(ask(press, Scope::Article, &Keymap::default(), labels), expected, "{press:?}");
    }

    #[test]
    fn while_hints_are_shown_letters_are_theirs() {
        let check = |key: &str, code: &str, takes_digits: bool, expected: Option<Ask>| {
            let press = Press { key, code, ctrl: false, shift: false, alt: false, is_repeated: false };
            let label = |c: char| c.is_ascii_digit().then(|| format!("LABEL-{c}").parse().expect("a slug"));
            assert_eq!(ask(press, Scope::Hints { takes_digits }, &Keymap::default(), label), expected, "{key}");
        };
        let hint = |key| Some(Ask::Do(Command::Hint(key)));
        let letter = |typed, place| hint(HintKey::Letter { typed, place });
        check("a", "KeyA", true, letter('a', Some('a')));
        check("ы", "KeyS", true, letter('ы', Some('s')));
        check("2", "Digit2", true, letter('2', None));
        check("2", "Digit2", false, Some(Ask::Do(Command::Label("LABEL-2".parse().expect("a slug")))));
        check("Enter", "Enter", false, hint(HintKey::Settle));
        check(" ", "Space", false, hint(HintKey::Next));
        check("Backspace", "Backspace", false, hint(HintKey::Back));
        check("Escape", "Escape", false, Some(Ask::Do(Command::Escape)));
        check("=", "Equal", false, Some(Ask::Do(Command::Larger)));
    }

    #[test]
    fn keys_mean_the_same_on_every_layout() {
        let one = Some(Ask::Do(Command::Label("LABEL-1".parse().expect("a slug"))));
        check("1", "Digit1", "", one.clone());
        // AZERTY prints `&` there without shift.
        check("&", "Digit1", "", one);
        check("m", "KeyM", "", Some(Ask::Do(Command::Label("LABEL-m".parse().expect("a slug")))));
        let out = Some(Ask::Do(Command::MoveEnd { is_out: true, by_character: false }));
        check("]", "BracketRight", "", out.clone());
        check("Dead", "BracketRight", "", out);
        check("=", "Digit0", "s", Some(Ask::Do(Command::Larger)));
        check("A", "KeyA", "s", Some(Ask::Do(Command::AcceptAllAlike)));
        // With the lock on.
        check("A", "KeyA", "", Some(Ask::Do(Command::Accept)));
        check("a", "KeyA", "s", Some(Ask::Do(Command::AcceptAllAlike)));
        check("X", "KeyX", "", Some(Ask::Do(Command::Reject)));
        check("z", "KeyZ", "c", Some(Ask::Do(Command::Undo)));
        check("Z", "KeyZ", "cs", Some(Ask::Do(Command::Redo)));
        check("c", "KeyC", "c", None);
        check("a", "KeyA", "c", Some(Ask::All));
        check("f", "KeyF", "c", None);
        check("F", "KeyF", "cs", Some(Ask::Find));
        check("f", "KeyF", "", Some(Ask::Find));
        check("F3", "F3", "s", Some(Ask::Do(Command::PreviousHit)));
        check("O", "KeyO", "s", Some(Ask::Drawer));
        check("T", "KeyT", "s", Some(Ask::Do(Command::FindAlike)));
        check("j", "KeyJ", "a", None);
        check("r", "KeyR", "", Some(Ask::Link(Aim::Relation(None))));
    }

    #[test]
    fn letters_pick_while_something_is_joined() {
        let check = |key, code, shift, expected: Option<Step>| {
            let press = Press { key, code, ctrl: false, shift, alt: false, is_repeated: false };
            let expected = expected.map(|step| Ask::Do(Command::Step(step)));
            assert_eq!(picking(press, Scope::Article, &Keymap::default()), expected, "{press:?}");
        };
        let letter = |letter, is_beside| Some(Step::Letter { letter, is_beside });
        check("a", "KeyA", false, letter('a', false));
        check("A", "KeyA", true, letter('a', true));
        check("ф", "KeyA", false, letter('a', false));
        // AZERTY.
        check("q", "KeyA", false, letter('q', false));
        check("&", "Digit1", false, Some(Step::Nth(0)));
        check("/", "Slash", false, Some(Step::Naming(true)));
        check(" ", "Space", false, None);
        check("PageDown", "PageDown", false, None);
    }
}
