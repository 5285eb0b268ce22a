//! Key presses from their names.

use anyhow::{Result, bail};
use serde_json::{Value, json};

const SHIFT: char = '\u{e008}';

/// The actions of one press after the other.
pub(crate) fn actions(presses: &str) -> Result<Vec<Value>> {
    let mut actions = Vec::new();
    for press in presses.split_ascii_whitespace() {
        // `Ctrl++` is a plus with Ctrl.
        let (modifiers, key) = match press.char_indices().rev().skip(1).find(|(_, c)| *c == '+') {
            Some((at, _)) => (press[..at].split('+').collect(), &press[at + 1..]),
            None => (Vec::new(), press),
        };
        let mut modifiers = modifiers.into_iter().map(key_value).collect::<Result<Vec<_>>>()?;
        // Not every driver holds it for a capital; without it, that is the lock's.
        if key.len() == 1 && key.bytes().all(|byte| byte.is_ascii_uppercase()) && !modifiers.contains(&SHIFT) {
            modifiers.push(SHIFT);
        }
        let key = key_value(key)?;
        let event = |kind: &str, value: char| json!({ "type": kind, "value": value });
        actions.extend(modifiers.iter().map(|it| event("keyDown", *it)));
        actions.extend([event("keyDown", key), event("keyUp", key)]);
        actions.extend(modifiers.iter().rev().map(|it| event("keyUp", *it)));
    }
    Ok(actions)
}

/// The actions of typing some text.
pub(crate) fn typing(text: &str) -> Vec<Value> {
    text.chars().flat_map(|c| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": c }))).collect()
}

/// The code point that stands for a key in the WebDriver standard.
fn key_value(name: &str) -> Result<char> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Ok(c);
    }
    Ok(match name {
        "Space" => ' ',
        "Backspace" => '\u{e003}',
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Shift" => SHIFT,
        "Ctrl" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "PageUp" => '\u{e00e}',
        "PageDown" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        "Delete" => '\u{e017}',
        "F3" => '\u{e033}',
        "F10" => '\u{e03a}',
        "F6" => '\u{e036}',
        _ => bail!("no key is called {name}"),
    })
}

/// The actions that press some keys, joined by `+`, and those that let them go.
pub(crate) fn held(keys: &str) -> Result<(Vec<Value>, Vec<Value>)> {
    let keys = keys.split('+').filter(|key| !key.is_empty()).map(key_value).collect::<Result<Vec<_>>>()?;
    let events = |kind: &str| keys.iter().map(|key| json!({ "type": kind, "value": key })).collect();
    Ok((events("keyDown"), events("keyUp")))
}
