//! Somebody who knows the keys: tries the ways that a person would think of, and takes the shortest.

use crate::desk::{Desk, Key, fold};
use crate::gold::Gold;
use postil_core::{ByteOffset, TextRange, snap};

/// How the first word of a span is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By arrows: words, lines and sentences.
    Walk,
    /// By `g`, the first letter, and what then stands on the word; or by more letters of it.
    Letters,
}

/// Makes a span in the way that takes the fewest keys, and says how many they were. A key that is held, such as Shift, counts
/// once for all the keys that it is held with.
pub fn least(desk: &mut Desk, span: &Gold, ways: &[Way]) -> usize {
    let wanted = TextRange::from_usize(span.0..span.1);
    let mut best: Option<(usize, Desk)> = None;
    let mut keep = |count: usize, desk: Desk| {
        if best.as_ref().is_none_or(|(least, _)| count < *least) {
            best = Some((count, desk));
        }
    };
    for way in ways {
        let reached = match way {
            Way::Walk => walks(desk, wanted),
            Way::Letters => letters(desk, wanted),
        };
        for (keys, at) in reached {
            if let Some((more, at)) = adjusted(at, wanted, ways.contains(&Way::Letters)) {
                for (last, at) in labelled(&at, span) {
                    let all: Vec<Key> = keys.iter().chain(&more).chain(&last).cloned().collect();
                    keep(count(&all), at);
                }
            }
        }
    }
    let (count, done) = best.unwrap_or_else(|| panic!("{span:?} cannot be made"));
    *desk = done;
    count
}

fn count(keys: &[Key]) -> usize {
    let begins = |is_held: fn(&Key) -> bool| {
        let was_held = |at: usize| at > 0 && is_held(&keys[at - 1]);
        (0..keys.len()).filter(|at| is_held(&keys[*at]) && !was_held(*at)).count()
    };
    keys.len() + begins(|key| key.shift) + begins(|key| key.ctrl)
}

/// Presses keys on a copy.
fn after(desk: &Desk, keys: &[Key]) -> Desk {
    let mut next = desk.clone();
    keys.iter().for_each(|key| next.press(key));
    next
}

fn first_word(desk: &Desk, wanted: TextRange) -> TextRange {
    snap::word_after(desk.document(), wanted.start()).expect("a span has a word")
}

/// By sentences as long as that comes nearer, then by lines, then by words.
fn walks(desk: &Desk, wanted: TextRange) -> Vec<(Vec<Key>, Desk)> {
    let goal = first_word(desk, wanted);
    let mut keys = Vec::new();
    let mut here = desk.clone();
    let position = |desk: &Desk| desk.state.cursor.map_or(0, |cursor| cursor.word.start().get());
    if here.state.cursor.is_none() {
        keys.push(Key::plain("ArrowRight"));
        here = after(&here, &keys);
    }
    let arrow = |name: &str, ctrl: bool| Key { ctrl, ..Key::plain(name) };
    let steps = [
        arrow("ArrowRight", false),
        arrow("ArrowLeft", false),
        arrow("ArrowDown", false),
        arrow("ArrowUp", false),
        arrow("ArrowRight", true),
        arrow("ArrowLeft", true),
    ];
    let far = |at: u32| at.abs_diff(goal.start().get());
    while position(&here) != goal.start().get() {
        let from = far(position(&here));
        let next = steps
            .iter()
            .map(|key| (key, after(&here, std::slice::from_ref(key))))
            .filter(|(_, next)| far(position(next)) < from)
            .min_by_key(|(_, next)| far(position(next)));
        let Some((key, next)) = next else { return Vec::new() };
        keys.push(key.clone());
        here = next;
    }
    vec![(keys, here)]
}

/// By the letters of any word from which the cursor may propose the span, and the hints on it.
fn letters(desk: &Desk, wanted: TextRange) -> Vec<(Vec<Key>, Desk)> {
    let first = first_word(desk, wanted);
    let name = fold(desk.document().slice(first));
    let mut found = Vec::new();
    let mut keys = vec![Key::plain("g")];
    let mut here = after(desk, &keys);
    for letter in name.chars().take(5) {
        let hints = here.state.hints.as_ref().expect("they are shown");
        if let Some((_, code)) = hints.shown().find(|(range, _)| *range == first) {
            let code: Vec<Key> = code.chars().map(|letter| Key::plain(&letter.to_string())).collect();
            found.push((keys.iter().chain(&code).cloned().collect(), after(&here, &code)));
        }
        let digits = hints.typed().is_empty() || !letter.is_ascii_digit();
        if !letter.is_alphanumeric() || !digits {
            break;
        }
        keys.push(Key::plain(&letter.to_string()));
        here.press(&keys[keys.len() - 1]);
        let is_there = |here: &Desk| here.state.cursor.is_some_and(|cursor| cursor.word == first);
        let mut on = here.clone();
        let mut with_next = keys.clone();
        for _ in 0..3 {
            if is_there(&on) {
                found.push((with_next, on));
                break;
            }
            with_next.push(Key::plain(" "));
            on.press(&with_next[with_next.len() - 1]);
        }
    }
    found
}

/// Makes the cursor's proposal the span that is wanted: a larger or smaller one, or by words with Shift, or up to a word
/// that letters lead to.
fn adjusted(desk: Desk, wanted: TextRange, with_letters: bool) -> Option<(Vec<Key>, Desk)> {
    if desk.target() == Some(wanted) {
        return Some((Vec::new(), desk));
    }
    let mut best: Option<(Vec<Key>, Desk)> = None;
    let mut keep = |keys: Vec<Key>, at: Desk| {
        let is_better = best.as_ref().is_none_or(|(least, _)| count(&keys) < count(least));
        if at.target() == Some(wanted) && is_better {
            best = Some((keys, at));
        }
    };
    for name in ["=", "-"] {
        let mut here = desk.clone();
        let mut keys = Vec::new();
        for _ in 0..4 {
            keep(keys.clone(), here.clone());
            keys.push(Key::plain(name));
            here.press(&keys[keys.len() - 1]);
        }
    }
    let words = words_between(&desk, wanted);
    let first = first_word(&desk, wanted);
    let last = snap::word_before(desk.document(), wanted.end()).expect("a span has a word");
    // Words with Shift, or the end out; then single characters, as a percent sign; and the start, as over a currency sign.
    for name in ["ArrowRight", "]"] {
        for more in 0..=words {
            let by_words = vec![Key { shift: name == "ArrowRight", ..Key::plain(name) }; more];
            for ends in 0..=usize::from(last.end() != wanted.end()) {
                for starts in 0..=usize::from(first.start() != wanted.start()) {
                    let exact = |name, count| vec![Key { ctrl: true, ..Key::plain(name) }; count];
                    let keys = [by_words.clone(), exact("]", ends), exact("{", starts)].concat();
                    keep(keys.clone(), after(&desk, &keys));
                }
            }
        }
    }
    if with_letters && words > 1 {
        // While letters still lead to the first word, G would be one of them.
        let mut keys: Vec<Key> = desk.state.hints.iter().map(|_| Key::plain("Enter")).collect();
        keys.push(Key { shift: true, ..Key::plain("G") });
        let mut here = after(&desk, &keys);
        for letter in fold(desk.document().slice(last)).chars().take(3) {
            if let Some(hints) = &here.state.hints
                && let Some((_, code)) = hints.shown().find(|(range, _)| *range == last)
            {
                let code: Vec<Key> = code.chars().map(|letter| Key::plain(&letter.to_string())).collect();
                keep(keys.iter().chain(&code).cloned().collect(), after(&here, &code));
            }
            keys.push(Key::plain(&letter.to_string()));
            here.press(&keys[keys.len() - 1]);
            keep(keys.clone(), here.clone());
        }
    }
    best
}

/// How many words lie between the first of a span and its end.
fn words_between(desk: &Desk, wanted: TextRange) -> usize {
    let mut at: ByteOffset = first_word(desk, wanted).end();
    let mut count = 0;
    while let Some(word) = snap::word_after(desk.document(), at).filter(|word| word.end() <= wanted.end()) {
        (at, count) = (word.end(), count + 1);
    }
    count
}

/// The label's key; while hints are shown, a letter is one of theirs until they are settled.
fn labelled(desk: &Desk, span: &Gold) -> Vec<(Vec<Key>, Desk)> {
    let key = desk.key_of(&span.2);
    let keys = match &desk.state.hints {
        Some(_) if key.name.starts_with(|c: char| c.is_alphabetic()) => vec![Key::plain("Enter"), key],
        _ => vec![key],
    };
    let at = after(desk, &keys);
    let made = at.spans().contains(span);
    if made { vec![(keys, at)] } else { Vec::new() }
}
