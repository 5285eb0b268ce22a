//! Which keys a person has given to what.
//!
//! A key is written as it is pressed: `Ctrl+`, `Alt+` and `Shift+` in this order, then what it prints, letters as capitals, or its name:
//! `J`, `Shift+A`, `Ctrl+]`, `Space`, `F3`. What is printed with Shift and is no letter has no `Shift+`: `{`, not `Shift+[`.

use crate::keys::Press;
use crate::{Shortcut, Where};
use serde::{Deserialize, Serialize};

/// The keys that differ from the first ones. What is written here of shortcuts that this version does not know stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Keymap(Vec<(String, Vec<String>)>);

/// A change of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyChange {
    /// A shortcut gets a key, in place of one that it has or beside these; whatever had it has it no longer.
    Give {
        to: Shortcut,
        key: String,
        instead_of: Option<String>,
    },
    /// A shortcut has a key no longer.
    Take {
        from: Shortcut,
        key: String,
    },
    /// A shortcut has its first keys again.
    Reset(Shortcut),
    ResetAll,
}

impl Keymap {
    /// The keys of a shortcut.
    pub fn keys(&self, shortcut: Shortcut) -> Vec<&str> {
        match self.0.iter().find(|(id, _)| id == shortcut.id()) {
            Some((_, keys)) => keys.iter().map(|key| &**key).collect(),
            None => first(shortcut).collect(),
        }
    }

    /// Whether a shortcut has other keys than at first.
    pub fn is_changed(&self, shortcut: Shortcut) -> bool {
        self.0.iter().any(|(id, _)| id == shortcut.id())
    }

    /// Whether any has.
    pub fn has_changes(&self) -> bool {
        !self.0.is_empty()
    }

    /// What has a key.
    pub fn find(&self, key: &str) -> Option<Shortcut> {
        heard(self, key, Where::Article)
    }

    /// All that have it; more than one is a conflict.
    pub fn owners(&self, key: &str) -> impl Iterator<Item = Shortcut> {
        Shortcut::ALL.iter().copied().filter(move |it| match self.0.iter().find(|(id, _)| id == it.id()) {
            Some((_, keys)) => keys.iter().any(|own| own == key),
            None => first(*it).any(|own| own == key),
        })
    }

    /// What has the key of a label, which is one character: then the key does not reach the label.
    pub fn hides(&self, label: &str) -> Option<Shortcut> {
        let mut chars = label.chars();
        let key = match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_ascii_lowercase() => c.to_ascii_uppercase().to_string(),
            (Some(c), None) if c.is_ascii_uppercase() => format!("Shift+{c}"),
            _ => label.to_owned(),
        };
        self.find(&key)
    }

    /// Makes a change.
    pub fn change(&mut self, change: KeyChange) {
        match change {
            KeyChange::ResetAll => self.0.clear(),
            KeyChange::Reset(shortcut) => {
                // Whatever was given these meanwhile gives them back.
                for key in first(shortcut) {
                    self.take_from_others(shortcut, key);
                }
                self.0.retain(|(id, _)| id != shortcut.id());
            }
            KeyChange::Take { from, key } => {
                let keys = self.keys(from).into_iter().filter(|own| *own != key).map(str::to_owned).collect();
                self.set(from, keys);
            }
            KeyChange::Give { to, key, instead_of } => {
                self.take_from_others(to, &key);
                let mut keys: Vec<String> = self.keys(to).into_iter().map(str::to_owned).collect();
                keys.retain(|own| *own != key || Some(own) == instead_of.as_ref());
                match keys.iter().position(|own| Some(own) == instead_of.as_ref()) {
                    Some(at) => keys[at] = key,
                    None => keys.push(key),
                }
                self.set(to, keys);
            }
        }
    }

    fn take_from_others(&mut self, to: Shortcut, key: &str) {
        let others: Vec<Shortcut> = self.owners(key).filter(|it| *it != to).collect();
        for other in others {
            self.change(KeyChange::Take { from: other, key: key.to_owned() });
        }
    }

    fn set(&mut self, shortcut: Shortcut, keys: Vec<String>) {
        self.0.retain(|(id, _)| id != shortcut.id());
        if !keys.iter().map(|key| &**key).eq(first(shortcut)) {
            self.0.push((shortcut.id().to_owned(), keys));
        }
    }

    /// The first key of a shortcut as people read it, short: `⇧A`, `Ctrl Z`. Empty where it has none.
    pub fn shown(&self, shortcut: Shortcut) -> String {
        let keys = match self.0.iter().find(|(id, _)| id == shortcut.id()) {
            Some((_, keys)) => keys.first().map(|key| &**key),
            None => first(shortcut).next(),
        };
        keys.map(|key| told(key).replace("Shift ", "⇧")).unwrap_or_default()
    }

    /// Its first key behind its name, as a tooltip has it: `Undo (Ctrl Z)`.
    pub fn beside(&self, words: &str, shortcut: Shortcut) -> String {
        match &*self.shown(shortcut) {
            "" => words.to_owned(),
            key => format!("{words} ({key})"),
        }
    }
}

/// The keys that a shortcut has at first.
fn first(shortcut: Shortcut) -> impl Iterator<Item = &'static str> {
    shortcut.row().keys.split_ascii_whitespace()
}

/// A key as it is written here. None for one that does nothing by itself, such as Shift.
pub fn written(press: Press) -> Option<String> {
    let Press { key, code, ctrl, shift, alt, .. } = press;
    let place = || code.strip_prefix("Key").filter(|letter| letter.len() == 1);
    let mut chars = key.chars();
    let only = chars.next().filter(|_| chars.next().is_none());
    let key = match (key, code, only) {
        // What is dead prints nothing by itself: its place counts.
        ("Dead" | "Unidentified", "BracketRight", _) => if shift { "}" } else { "]" }.to_owned(),
        ("Dead" | "Unidentified", "BracketLeft", _) => if shift { "{" } else { "[" }.to_owned(),
        ("Dead" | "Unidentified", "Equal", _) => "=".to_owned(),
        ("Dead" | "Unidentified", "Minus", _) => "-".to_owned(),
        ("Dead" | "Unidentified" | "Process" | "Control" | "Shift" | "Alt" | "AltGraph" | "Meta" | "CapsLock", ..) => {
            return None;
        }
        (_, _, Some(' ')) => "Space".to_owned(),
        (_, _, Some(c)) if c.is_ascii_alphabetic() => c.to_ascii_uppercase().to_string(),
        // With these a keyboard of another script prints its own letters, and they mean the Latin ones at their places.
        (_, _, Some(c)) if (ctrl && c.is_alphabetic() || alt) && place().is_some() => place()?.to_owned(),
        (key, ..) => key.to_owned(),
    };
    let is_letter = key.bytes().all(|b| b.is_ascii_uppercase()) && key.len() == 1;
    let is_named = key.len() > 1 && key.is_ascii();
    let mut written = String::new();
    for (is_held, name) in [(ctrl, "Ctrl+"), (alt, "Alt+"), (shift && (is_letter || is_named), "Shift+")] {
        if is_held {
            written.push_str(name);
        }
    }
    written.push_str(&key);
    Some(written)
}

/// The same for the Latin letter at the place of a key that prints one of another script.
pub(crate) fn placed(press: Press) -> Option<String> {
    let is_foreign = press.key.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    let letter = press.code.strip_prefix("Key").filter(|letter| is_foreign && letter.len() == 1)?;
    written(Press { key: letter, ..press })
}

/// The modifiers of a key, and the key without them.
fn parts(key: &str) -> (Vec<&str>, &str) {
    let (mut held, mut rest) = (Vec::new(), key);
    while let Some((name, behind)) = ["Ctrl", "Alt", "Shift"]
        .into_iter()
        .find_map(|name| Some((name, rest.strip_prefix(name)?.strip_prefix('+')?)))
        .filter(|(_, behind)| !behind.is_empty())
    {
        held.push(name);
        rest = behind;
    }
    (held, rest)
}

/// A key as people read it: `a`, `Shift A`, `Ctrl Z`, `⌫`, `←`.
pub fn told(key: &str) -> String {
    let (held, rest) = parts(key);
    let rest = match rest {
        "ArrowLeft" => "←",
        "ArrowRight" => "→",
        "ArrowUp" => "↑",
        "ArrowDown" => "↓",
        "Backspace" => "⌫",
        "Delete" => "Del",
        "Enter" => "↵",
        "ContextMenu" => "Menu",
        "-" => "−",
        rest => rest,
    };
    if held.is_empty() && rest.len() == 1 {
        return rest.to_ascii_lowercase();
    }
    held.into_iter().chain([rest]).collect::<Vec<_>>().join(" ")
}

/// Whether a key types something, or moves or presses what has the focus.
pub(crate) fn is_bare(key: &str) -> bool {
    let (held, rest) = parts(key);
    let moves = ["Space", "Enter", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown", "Tab"];
    let is_typed = rest.chars().count() == 1 || moves.contains(&rest) || rest.starts_with("Arrow");
    is_typed && held.iter().all(|it| *it == "Shift")
}

/// Why a key cannot be given to anything, in words.
pub fn refusal(key: &str) -> Option<&'static str> {
    let (held, rest) = parts(key);
    let is_ctrl = held.contains(&"Ctrl");
    match rest {
        "Escape" => Some("Esc always leaves: it cannot be given away."),
        "Tab" => Some("Tab goes from control to control: it cannot be given away."),
        "Enter" if !is_ctrl => Some("Enter takes what is chosen: it cannot be given away."),
        "C" | "X" | "V" if is_ctrl => Some("This key is the clipboard's."),
        "W" | "T" | "N" | "R" | "L" | "P" if is_ctrl && !held.contains(&"Alt") => {
            Some("The browser keeps this key for itself.")
        }
        "F5" | "F11" | "F12" => Some("The browser keeps this key for itself."),
        _ => None,
    }
}

/// What a written key asks for where the focus is.
pub(crate) fn heard(keymap: &Keymap, key: &str, least: Where) -> Option<Shortcut> {
    let may = |it: &Shortcut| {
        it.place() >= least
            && match least {
                Where::Article => true,
                // Punctuation is nobody's there, but letters and Space may be.
                Where::Page => !is_bare(key) || !key.ends_with(|c: char| c.is_alphanumeric()),
                Where::Everywhere => !is_bare(key),
            }
    };
    // A first key of a later version may be one that was given away before: who gave it is right.
    let owners = || keymap.owners(key).filter(may);
    owners().find(|it| keymap.is_changed(*it)).or_else(|| owners().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn press<'a>(key: &'a str, code: &'a str, held: &str) -> Press<'a> {
        let has = |c| held.contains(c);
        Press { key, code, ctrl: has('c'), shift: has('s'), alt: has('a'), is_repeated: false }
    }

    #[test]
    fn a_key_is_written_as_it_is_pressed() {
        let check = |key, code, held, expected: Option<&str>, shown: &str| {
            let is = written(press(key, code, held));
            assert_eq!(is.as_deref(), expected, "{key} {code} {held}");
            assert_eq!(is.map(|it| told(&it)).unwrap_or_default(), shown);
        };
        check("j", "KeyJ", "", Some("J"), "j");
        check("J", "KeyJ", "", Some("J"), "j");
        check("A", "KeyA", "s", Some("Shift+A"), "Shift A");
        check("{", "BracketLeft", "s", Some("{"), "{");
        check("Dead", "BracketRight", "c", Some("Ctrl+]"), "Ctrl ]");
        check("+", "Equal", "cs", Some("Ctrl++"), "Ctrl +");
        check(" ", "Space", "", Some("Space"), "Space");
        check("ArrowRight", "ArrowRight", "cs", Some("Ctrl+Shift+ArrowRight"), "Ctrl Shift →");
        check("F3", "F3", "s", Some("Shift+F3"), "Shift F3");
        check("я", "KeyZ", "c", Some("Ctrl+Z"), "Ctrl Z");
        check("∆", "KeyJ", "a", Some("Alt+J"), "Alt J");
        check("é", "Digit2", "", Some("é"), "é");
        check("Shift", "ShiftLeft", "s", None, "");
    }

    #[test]
    fn no_two_shortcuts_have_one_key_at_first() {
        let mut keys: Vec<&str> = Shortcut::ALL.iter().flat_map(|it| first(*it)).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        for key in keys {
            assert_eq!(refusal(key), None, "{key}");
        }
        let mut ids: Vec<&str> = Shortcut::ALL.iter().map(|it| it.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Shortcut::ALL.len());
        for it in Shortcut::ALL {
            assert_eq!(Shortcut::of_id(it.id()), Some(*it));
        }
    }

    #[test]
    fn a_key_goes_from_one_to_the_other_and_back() {
        let mut map = Keymap::default();
        map.change(KeyChange::Give { to: Shortcut::Accept, key: "J".into(), instead_of: Some("A".into()) });
        assert_eq!((map.keys(Shortcut::Accept), map.keys(Shortcut::Next)), (vec!["J"], vec![]));
        assert_eq!((map.find("J"), map.find("A")), (Some(Shortcut::Accept), None));
        assert_eq!((map.shown(Shortcut::Accept), map.shown(Shortcut::Next)), ("j".into(), String::new()));
        map.change(KeyChange::Reset(Shortcut::Next));
        assert_eq!((map.keys(Shortcut::Accept), map.keys(Shortcut::Next)), (vec![], vec!["J"]));
        map.change(KeyChange::Reset(Shortcut::Accept));
        assert_eq!(map, Keymap::default());
        map.change(KeyChange::Give { to: Shortcut::Dark, key: "Alt+D".into(), instead_of: None });
        let kept: Keymap = serde_json::from_str(&serde_json::to_string(&map).unwrap()).unwrap();
        assert_eq!((kept.find("Alt+D"), kept.has_changes()), (Some(Shortcut::Dark), true));
        assert_eq!(
            serde_json::from_str::<Keymap>(r#"[["of a later version",["Q"]]]"#).unwrap().find("J"),
            Some(Shortcut::Next)
        );
    }

    #[test]
    fn what_types_is_heard_in_the_article_alone() {
        let mut map = Keymap::default();
        for (key, to) in [("S", Shortcut::Export), ("F9", Shortcut::Export), ("!", Shortcut::Undo)] {
            map.change(KeyChange::Give { to, key: key.into(), instead_of: None });
        }
        let check = |key, expected: [bool; 3]| {
            let is = [Where::Article, Where::Page, Where::Everywhere].map(|it| heard(&map, key, it).is_some());
            assert_eq!(is, expected, "{key}");
        };
        check("S", [true, false, false]);
        check("F9", [true; 3]);
        check("!", [true, true, false]);
        check("?", [true, true, false]);
        check("Ctrl+S", [true; 3]);
        check("Ctrl+Z", [true, true, false]);
        check("J", [true, false, false]);
        check("Space", [true, false, false]);
        check("Ctrl+ArrowRight", [true, false, false]);
    }

    proptest! {
        /// Whatever is changed, a key stands for one thing, and going back to the first keys is whole.
        #[test]
        fn changes_make_no_conflicts(changes in prop::collection::vec((0..Shortcut::ALL.len(), 0..12_usize, 0..4_u8), 0..40)) {
            let keys = ["J", "A", "X", "Space", "Ctrl+K", "?", "Shift+A", "F3", "F9", "Alt+M", "]", "Ctrl+]"];
            let mut map = Keymap::default();
            for (at, key, what) in changes {
                let (shortcut, key) = (Shortcut::ALL[at], keys[key].to_owned());
                let instead_of = map.keys(shortcut).first().map(|it| (*it).to_owned());
                map.change(match what {
                    0 => KeyChange::Give { to: shortcut, key, instead_of },
                    1 => KeyChange::Give { to: shortcut, key, instead_of: None },
                    2 => KeyChange::Take { from: shortcut, key },
                    _ => KeyChange::Reset(shortcut),
                });
                for key in keys {
                    prop_assert!(map.owners(key).count() <= 1, "{key}");
                }
                let all: Vec<&str> = Shortcut::ALL.iter().flat_map(|it| map.keys(*it)).collect();
                let distinct: std::collections::HashSet<&str> = all.iter().copied().collect();
                prop_assert_eq!(all.len(), distinct.len());
            }
            for shortcut in Shortcut::ALL {
                map.change(KeyChange::Reset(*shortcut));
            }
            prop_assert_eq!(map, Keymap::default());
        }
    }
}
