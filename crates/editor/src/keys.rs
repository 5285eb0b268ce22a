//! From keys to commands, as data.
//!
//! Digits and punctuation are told by `code`, the place on the keyboard: on many layouts they are dead keys or shifted.
//! Single keys act only while the article has the focus; see [`Scope`].

use crate::{Aim, Command, HintKey, Step};
use postil_core::Slug;

/// What a key asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    Do(Command),
    Keys,
    Palette,
    /// To a word that is in view; or to select up to it.
    Go {
        is_extending: bool,
    },
    Inspector,
    /// The schema.
    Schema,
    /// To look for something.
    Find,
    Export,
    Open,
    /// To write a note on the focused span.
    Note,
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
pub fn ask(press: Press, scope: Scope, labels: impl Fn(char) -> Option<Slug>) -> Option<Ask> {
    let ask = match scope {
        Scope::Field => in_field(press),
        Scope::Elsewhere => anywhere(press),
        Scope::Article => anywhere(press).or_else(|| in_article(press, labels)),
        Scope::Hints { takes_digits } => {
            let hint = hint(press, takes_digits).map(|key| Ask::Do(Command::Hint(key)));
            hint.or_else(|| anywhere(press)).or_else(|| in_article(press, labels))
        }
    };
    if press.is_repeated && ask.as_ref().is_some_and(counts) { Some(Ask::Held) } else { ask }
}

/// What a key press asks for while something is being joined: letters pick, numbers choose the type.
pub fn picking(press: Press, scope: Scope) -> Option<Ask> {
    let ask = match scope {
        Scope::Field => in_field(press),
        Scope::Elsewhere => anywhere(press),
        Scope::Article | Scope::Hints { .. } => {
            anywhere(press).or_else(|| step(press).map(|step| Ask::Do(Command::Step(step))))
        }
    };
    if press.is_repeated { ask.map(|_| Ask::Held) } else { ask }
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

/// Keys that act even in a field.
fn in_field(press: Press) -> Option<Ask> {
    match (press.key, press.ctrl) {
        ("s" | "S", true) | ("F6" | "F3", _) => anywhere(press),
        ("f" | "F", true) if press.shift => anywhere(press),
        _ => None,
    }
}

/// Keys that act wherever the focus is, save in a field.
fn anywhere(press: Press) -> Option<Ask> {
    let Press { key, ctrl, shift, alt, .. } = press;
    Some(match (key, ctrl, alt) {
        ("z" | "Z", true, false) => Ask::Do(if shift { Command::Redo } else { Command::Undo }),
        ("y" | "Y", true, false) => Ask::Do(Command::Redo),
        ("k" | "K", true, false) => Ask::Palette,
        ("s" | "S", true, false) => Ask::Export,
        ("o" | "O", true, false) => Ask::Open,
        // Without Shift it is the browser's own, which finds in the open text.
        ("f" | "F", true, false) if shift => Ask::Find,
        ("F3", false, false) => Ask::Do(if shift { Command::PreviousHit } else { Command::NextHit }),
        ("Enter", true, false) => Ask::Do(Command::DoneAndNext),
        ("ArrowUp", false, true) => Ask::Do(Command::PreviousDocument),
        ("ArrowDown", false, true) => Ask::Do(Command::NextDocument),
        ("F6", ..) => Ask::NextRegion { is_back: shift },
        ("Escape", ..) => Ask::Do(Command::Escape),
        ("?", false, false) => Ask::Keys,
        _ => return None,
    })
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

/// Keys that act on the article.
fn in_article(press: Press, labels: impl Fn(char) -> Option<Slug>) -> Option<Ask> {
    let Press { key, code, ctrl, shift, alt, .. } = press;
    if alt {
        return None;
    }
    // By the shift key, whatever the lock says.
    let cased = match key.as_bytes() {
        [c] if c.is_ascii_alphabetic() => {
            char::from(if shift { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).to_string()
        }
        _ => String::new(),
    };
    let key = if cased.is_empty() { key } else { &cased };
    let is_extending = shift;
    let by_character = ctrl;
    let command = match (key, code) {
        ("ArrowRight", _) if ctrl => Command::SentenceRight { is_extending },
        ("ArrowLeft", _) if ctrl => Command::SentenceLeft { is_extending },
        ("ArrowRight", _) => Command::WordRight { is_extending },
        ("ArrowLeft", _) => Command::WordLeft { is_extending },
        ("ArrowDown", _) if !ctrl => Command::LineDown { is_extending },
        ("ArrowUp", _) if !ctrl => Command::LineUp { is_extending },
        // What the layout prints decides first; a dead key has no print, so its place does.
        ("]", _) => Command::MoveEnd { is_out: true, by_character },
        ("[", _) => Command::MoveEnd { is_out: false, by_character },
        ("}", _) => Command::MoveStart { is_out: false, by_character },
        ("{", _) => Command::MoveStart { is_out: true, by_character },
        ("=", _) if !ctrl => Command::Larger,
        ("-", _) if !ctrl => Command::Smaller,
        ("+", _) if !ctrl => Command::AddFragment,
        ("Dead" | "Unidentified", "BracketRight") => match shift {
            true => Command::MoveStart { is_out: false, by_character },
            false => Command::MoveEnd { is_out: true, by_character },
        },
        ("Dead" | "Unidentified", "BracketLeft") => match shift {
            true => Command::MoveStart { is_out: true, by_character },
            false => Command::MoveEnd { is_out: false, by_character },
        },
        ("Dead" | "Unidentified", "Equal") => Command::Larger,
        ("Dead" | "Unidentified", "Minus") => Command::Smaller,
        ("a", _) if ctrl => return Some(Ask::All),
        _ if ctrl => return None,
        ("A", _) => Command::AcceptAllAlike,
        ("S", _) => Command::AcceptSameWords,
        ("T", _) => Command::FindAlike,
        ("D", _) => return Some(Ask::Schema),
        ("f", _) => return Some(Ask::Find),
        ("j", _) => Command::Next,
        ("k", _) => Command::Previous,
        ("a", _) => Command::Accept,
        ("x", _) => Command::Reject,
        (" ", _) => Command::Skip,
        ("Backspace" | "Delete", _) => Command::Delete,
        (".", _) => Command::Repeat,
        ("q", _) => Command::ToggleQuiet,
        // Letter alternatives of the punctuation keys, for layouts where those are hard to reach.
        ("l", _) => Command::MoveEnd { is_out: true, by_character },
        ("h", _) => Command::MoveEnd { is_out: false, by_character },
        ("L", _) => Command::MoveStart { is_out: false, by_character },
        ("H", _) => Command::MoveStart { is_out: true, by_character },
        ("w", _) => Command::Larger,
        ("v", _) => Command::Smaller,
        ("z", _) => Command::AddFragment,
        ("g", _) => return Some(Ask::Go { is_extending: false }),
        ("G", _) => return Some(Ask::Go { is_extending: true }),
        ("i", _) => return Some(Ask::Inspector),
        ("|" | "P", _) => Command::Point,
        ("n", _) => return Some(Ask::Note),
        ("r", _) => return Some(Ask::Link(Aim::Relation(None))),
        ("c", _) => return Some(Ask::Link(Aim::Mention)),
        ("e", _) => return Some(Ask::Link(Aim::Event)),
        ("/", _) => return Some(Ask::Palette),
        _ => return label(press, labels).map(|slug| Ask::Do(Command::Label(slug))),
    };
    Some(Ask::Do(command))
}

/// A digit by its place on the keyboard, a letter by what it prints.
fn label(press: Press, labels: impl Fn(char) -> Option<Slug>) -> Option<Slug> {
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
        assert_eq!(anywhere(press).or_else(|| in_article(press, labels)), expected, "{press:?}");
    }

    #[test]
    fn while_hints_are_shown_letters_are_theirs() {
        let check = |key: &str, code: &str, takes_digits: bool, expected: Option<Ask>| {
            let press = Press { key, code, ctrl: false, shift: false, alt: false, is_repeated: false };
            let label = |c: char| c.is_ascii_digit().then(|| format!("LABEL-{c}").parse().expect("a slug"));
            assert_eq!(ask(press, Scope::Hints { takes_digits }, label), expected, "{key}");
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
        check("T", "KeyT", "s", Some(Ask::Do(Command::FindAlike)));
        check("j", "KeyJ", "a", None);
        check("r", "KeyR", "", Some(Ask::Link(Aim::Relation(None))));
    }

    #[test]
    fn letters_pick_while_something_is_joined() {
        let check = |key, code, shift, expected: Option<Step>| {
            let press = Press { key, code, ctrl: false, shift, alt: false, is_repeated: false };
            let expected = expected.map(|step| Ask::Do(Command::Step(step)));
            assert_eq!(picking(press, Scope::Article), expected, "{press:?}");
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
