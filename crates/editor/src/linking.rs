//! Joining what has the focus with something else: the other end is picked in the text by its letters, and the type by its
//! number, in either order. What is to be asked only once is not asked.

mod aim;
mod step;

pub use aim::Choice;
pub use step::Step;

use crate::hints::{MOST, letters};
use crate::{Item, Placed, Shown, State, brief};
use postil_core::{ByteOffset, Kind, NodeId, Slug, TextRange, sort_by};
use std::rc::Rc;

/// Something is being joined with what has the focus.
#[derive(Clone, Debug, PartialEq)]
pub struct Linking {
    pub from: Item,
    pub aim: Aim,
    /// The text in which the other end is looked for: what is in view.
    pub view: TextRange,
    /// What may be the other end, in reading order.
    pub hints: Rc<[Hint]>,
    /// The letters typed so far.
    pub typed: String,
    /// The hint that the arrows, or a pointer, are at.
    pub at: Option<usize>,
    /// The other end, where the type is still to be chosen.
    pub picked: Option<Picked>,
    /// Whether the name of a type is being typed.
    pub is_naming: bool,
}

/// What is being made.
#[derive(Clone, Debug, PartialEq)]
pub enum Aim {
    /// A relation, of this type if it is chosen already.
    Relation(Option<Slug>),
    /// Another end of a relation: of its head, or of its tail.
    Moved { relation: NodeId, is_head: bool },
    /// Another mention of the same thing.
    Mention,
    /// An event, of which the focused span is the trigger. Its type is asked for, and no other end.
    Event,
    /// Something that takes part in an event, in this role if it is chosen already.
    Argument { event: NodeId, role: Option<Slug> },
}

/// Something that may be the other end.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// What picks it.
    pub letters: Rc<str>,
    pub item: Item,
    pub range: TextRange,
}

/// The other end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picked {
    pub item: Item,
    /// Beside the one that is there, where there can be only one as a rule.
    pub is_beside: bool,
}

/// So many types have a number.
pub const NUMBERED: usize = 9;

impl Linking {
    /// Whether the letters typed so far leave a hint in question.
    pub fn is_open(&self, hint: &Hint) -> bool {
        hint.letters.starts_with(&self.typed)
    }
}

impl State {
    /// Begins to join what has the focus with something in view.
    pub(crate) fn link(&mut self, aim: Aim, view: TextRange) {
        if self.refused() {
            return;
        }
        let Some(placed) = self.focused() else {
            return self.say("Focus an annotation first: j and k go to annotations.");
        };
        // What is an event already gains an argument.
        let event = |id| postil_edits::events_of(&self.store, &self.set, id).map(|(event, _)| event).last();
        let aim = match (aim, placed.item) {
            (Aim::Event, Item::Span(id)) => event(id).map_or(Aim::Event, |event| Aim::Argument { event, role: None }),
            (aim, _) => aim,
        };
        self.selection = None;
        self.forget_news();
        self.linking = Some(Linking {
            from: placed.item,
            aim,
            view,
            hints: Rc::default(),
            typed: String::new(),
            at: None,
            picked: None,
            is_naming: false,
        });
        self.look_round();
        // Where the schema has nothing for it, a type is named.
        let has_choice = !self.choices().is_empty();
        self.change_linking(|it| {
            it.is_naming = match it.aim {
                Aim::Relation(_) => it.hints.is_empty(),
                Aim::Event => !has_choice,
                _ => false,
            };
        });
    }

    /// Another part of the text is in view.
    pub(crate) fn look_at(&mut self, view: TextRange) {
        if self.linking.as_ref().is_some_and(|it| it.view != view) {
            self.change_linking(|it| it.view = view);
            self.look_round();
        }
    }

    /// Finds what may be the other end.
    pub(crate) fn look_round(&mut self) {
        let (Some(linking), Some(from)) = (&self.linking, self.focused()) else { return };
        let Some(shown) = Shown::of(self) else { return };
        let mut found = shown.touching(linking.view);
        found.retain(|placed| placed.item != from.item && linking.aim.allows(&shown, &from, placed));
        // The nearest have the shortest letters.
        let mut near: Vec<usize> = (0..found.len()).collect();
        let distance = |placed: &Placed| placed.cover().start().get().abs_diff(from.cover().start().get());
        sort_by(&mut near, &|a, b| (distance(&found[*a]), *a).cmp(&(distance(&found[*b]), *b)));
        let mut codes = vec![String::new(); found.len()];
        for (place, code) in near.into_iter().zip(letters(found.len().min(MOST))) {
            codes[place] = code;
        }
        let hint = |(placed, letters): (Placed, String)| Hint {
            letters: letters.into(),
            item: placed.item,
            range: placed.fragments[0],
        };
        let hints: Rc<[Hint]> = found.into_iter().zip(codes).filter(|(_, code)| !code.is_empty()).map(hint).collect();
        self.change_linking(|it| {
            it.hints = hints;
            (it.at, it.picked) = (None, None);
            it.typed.clear();
        });
    }

    pub(crate) fn change_linking(&mut self, change: impl FnOnce(&mut Linking)) {
        if let Some(linking) = &mut self.linking {
            change(linking);
        }
    }

    /// After anything else was done: nothing is joined with what no longer has the focus.
    pub(crate) fn keep_linking(&mut self) {
        let from = self.focused().map(|placed| placed.item);
        self.linking.take_if(|it| Some(it.from) != from);
    }

    /// What a pointer picks at a place of the text: the innermost of what may be the other end.
    pub fn hint_at(&self, offset: ByteOffset) -> Option<Item> {
        let linking = self.linking.as_ref()?;
        let under = Shown::of(self)?.at(offset).into_iter().map(|placed| placed.item);
        under.into_iter().find(|item| linking.hints.iter().any(|hint| hint.item == *item))
    }

    /// What a person who does not see the hints is told of them.
    pub fn told_linking(&self) -> Option<String> {
        let (linking, shown) = (self.linking.as_ref()?, Shown::of(self)?);
        let words = |item: Item| {
            let placed = shown.place(item)?;
            let label = shown.name(Kind::Label, &placed.label);
            Some(format!("{label}: {}", brief(shown.document, placed.fragments[0])))
        };
        let (from, kind) = (words(linking.from)?, linking.aim.kind());
        if let Some(kind) = kind.filter(|kind| linking.picked.is_some() || *kind == Kind::Event) {
            let choices = self.choices();
            let choices = (1..).zip(&choices).map(|(n, it)| format!("{n} {}", shown.name(kind, &it.label)));
            let what = if kind == Kind::Role { "role" } else { "type" };
            let of = linking.picked.map_or(Some(from), |picked| words(picked.item))?;
            return Some(format!("{of}. Which {what}? {}", choices.collect::<Vec<_>>().join(", ")));
        }
        if let Some(hint) = linking.at.and_then(|at| linking.hints.get(at)) {
            return Some(format!("{}, {}. Enter takes it.", hint.letters, words(hint.item)?));
        }
        let count = linking.hints.iter().filter(|hint| linking.is_open(hint)).count();
        let typed = if linking.typed.is_empty() { String::new() } else { format!(" with {}", linking.typed) };
        let things = if count == 1 { "annotation" } else { "annotations" };
        let verb = match linking.aim {
            Aim::Relation(_) | Aim::Moved { .. } => "Link",
            Aim::Mention => "The same as",
            Aim::Event | Aim::Argument { .. } => "Takes part in",
        };
        Some(format!("{verb} {from}. {count} {things} in view{typed}: type letters, or use the arrow keys."))
    }
}
