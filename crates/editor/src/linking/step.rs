//! What is done while something is being joined.

use super::{Aim, Choice, NUMBERED, Picked};
use crate::review::accepted;
use crate::{Item, Shown, State, Suggestions, moves};
use postil_core::{Fragments, Kind, Score, TextRange, Timestamp};
use postil_edits::{End, find};

/// A step of joining.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A letter of a hint.
    Letter { letter: char, is_beside: bool },
    /// Takes the last letter back.
    Back,
    /// To the next hint, or to the one before.
    Hop { is_forward: bool },
    /// A pointer is at something that may be the other end, or at nothing.
    Point(Option<Item>),
    /// Picks the hint that the arrows are at.
    Take { is_beside: bool },
    /// Picks what a pointer is at.
    Pick(Picked),
    /// The nth type, from 0.
    Nth(usize),
    /// A type by its name, which may be new.
    Name(String),
    /// Whether a name is typed now.
    Naming(bool),
}

impl State {
    pub(crate) fn step(&mut self, step: Step, now: Timestamp) {
        let Some(linking) = self.linking.clone() else { return };
        match step {
            Step::Letter { letter, is_beside } if linking.picked.is_none() => {
                let typed = format!("{}{letter}", linking.typed);
                let mut open = linking.hints.iter().filter(|hint| hint.letters.starts_with(&typed));
                match open.next() {
                    Some(hint) if *hint.letters == typed => self.pick(Picked { item: hint.item, is_beside }, now),
                    Some(_) => self.change_linking(|it| it.typed = typed),
                    None => self.say(format!("No annotation has the letters “{typed}”. Esc leaves.")),
                }
            }
            Step::Letter { .. } => self.say("Choose the type by its number, or press / to name another. Esc leaves."),
            Step::Back => self.change_linking(|it| {
                if it.picked.take().is_none() {
                    it.typed.pop();
                }
            }),
            Step::Hop { is_forward } => {
                let count = linking.hints.len();
                let next = match (linking.at, is_forward) {
                    (None, true) => 0,
                    (None, false) => count.saturating_sub(1),
                    (Some(at), true) => (at + 1) % count.max(1),
                    (Some(at), false) => (at + count.max(1) - 1) % count.max(1),
                };
                self.change_linking(|it| it.at = (next < count).then_some(next));
                if let Some(hint) = linking.hints.get(next) {
                    self.take_to(hint.range);
                }
            }
            Step::Point(item) => {
                let at = item.and_then(|item| linking.hints.iter().position(|hint| hint.item == item));
                self.change_linking(|it| it.at = at);
            }
            Step::Take { is_beside } => {
                if let Some(hint) = linking.at.and_then(|at| linking.hints.get(at)) {
                    self.pick(Picked { item: hint.item, is_beside }, now);
                }
            }
            Step::Pick(picked) => self.pick(picked, now),
            Step::Nth(n) => match self.choices().into_iter().nth(n).filter(|_| n < NUMBERED) {
                Some(choice) => self.choose(choice, now),
                None => self.say("No type has this number."),
            },
            Step::Name(name) => self.name_type(&name, now),
            Step::Naming(is_naming) => {
                self.change_linking(|it| it.is_naming = is_naming && it.aim.kind().is_some());
            }
        }
    }

    /// The other end is known: joins, or asks for the type.
    fn pick(&mut self, picked: Picked, now: Timestamp) {
        let Some(linking) = self.linking.clone() else { return };
        if picked.item == linking.from || Shown::of(self).is_none_or(|shown| shown.place(picked.item).is_none()) {
            return;
        }
        self.change_linking(|it| it.picked = Some(picked));
        if linking.aim.kind().is_none() {
            return self.join(None, now);
        }
        let mut choices = self.choices();
        match (choices.len(), &linking.aim) {
            (1, _) => self.choose(choices.remove(0), now),
            // There is no role at all yet.
            (0, Aim::Argument { .. }) => self.change_linking(|it| it.is_naming = true),
            (0, _) => {
                self.change_linking(|it| it.picked = None);
                self.say("The schema allows no relation between these two. Press / to name a new type.");
            }
            _ => {}
        }
    }

    /// The type is known: joins, or goes on looking for the other end.
    fn choose(&mut self, choice: Choice, now: Timestamp) {
        let Some(linking) = self.linking.clone() else { return };
        if linking.picked.is_some() || linking.aim == Aim::Event {
            return self.join(Some(choice), now);
        }
        self.change_linking(|it| (it.aim, it.is_naming) = (linking.aim.typed(Some(choice.label)), false));
        self.look_round();
    }

    /// The type is named.
    fn name_type(&mut self, name: &str, now: Timestamp) {
        let Some(linking) = self.linking.clone() else { return };
        self.change_linking(|it| it.is_naming = false);
        let Some(kind) = linking.aim.kind() else { return };
        let Some(label) = self.type_named(kind, name) else { return };
        if kind == Kind::Event {
            return self.choose(Choice { label, is_head: true }, now);
        }
        self.change_linking(|it| it.aim = linking.aim.clone().typed(Some(label.clone())));
        match self.choices().into_iter().next() {
            Some(choice) => self.choose(choice, now),
            None => {
                let name = Shown::of(self).map(|shown| shown.name(kind, &label)).unwrap_or_default();
                self.say(format!("The schema does not allow “{name}” here."));
                self.change_linking(|it| it.aim = linking.aim.typed(None));
            }
        }
    }

    /// Everything is known.
    fn join(&mut self, choice: Option<Choice>, now: Timestamp) {
        let Some(linking) = self.linking.clone() else { return };
        let suggestions = self.suggestions().clone();
        let least = self.preferences.threshold;
        let Some(from) = end(&suggestions, linking.from, least) else { return };
        let to = linking.picked.and_then(|picked| end(&suggestions, picked.item, least));
        let is_beside = linking.picked.is_some_and(|picked| picked.is_beside);
        let was = self.focused();
        let done = self.annotate(now, |scope| match (linking.aim.clone(), choice, to) {
            (Aim::Relation(_), Some(Choice { label, is_head }), Some(to)) => {
                let (head, tail) = if is_head { (from, to) } else { (to, from) };
                postil_edits::relate(scope, label, head, tail, is_beside)
            }
            (Aim::Moved { relation, is_head }, _, Some(to)) => postil_edits::retarget(scope, relation, is_head, to),
            (Aim::Mention, _, Some(to)) => postil_edits::same(scope, from, to),
            (Aim::Event, Some(Choice { label, .. }), _) => postil_edits::make_event(scope, label, from),
            (Aim::Argument { event, .. }, Some(Choice { label, .. }), Some(to)) => {
                postil_edits::add_argument(scope, event, label, to)
            }
            _ => postil_edits::Edit::default(),
        });
        let Some(done) = done else { return };
        self.linking = None;
        // The focus is where it was, on the span that it is by now.
        let span = was.and_then(|was| {
            let doc = self.current?;
            find(&self.store, doc, &self.set, &was.label, &Fragments::new(was.fragments)?)
        });
        moves::focus(self, Some(span.map_or(linking.from, Item::Span)));
        match (linking.aim, done.node) {
            _ if done.is_said => self.say("This is there already."),
            // An event goes on: what took part in it?
            (Aim::Event, Some(event)) => self.take_part(event, linking.view),
            (Aim::Argument { event, .. }, _) => self.take_part(event, linking.view),
            _ => {}
        }
    }

    fn take_part(&mut self, event: postil_core::NodeId, view: TextRange) {
        self.link(Aim::Argument { event, role: None }, view);
    }
}

/// An item as an end of what joins it.
fn end(suggestions: &Suggestions, item: Item, least: Score) -> Option<End<'_>> {
    Some(match item {
        Item::Span(id) => End::Node(id),
        Item::Suggestion(id) | Item::Rejected(id) => End::Suggestion(accepted(suggestions, id, least)?),
    })
}
