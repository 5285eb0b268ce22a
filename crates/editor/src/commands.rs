//! What each command does.

use crate::documents::edit_document;
use crate::review::{accept, accept_all_alike, accept_same_words, reject, skip};
use crate::{Command, State, moves, revert, verbs};
use postil_core::{DocumentStatus, Kind, Timestamp};

impl State {
    pub(crate) fn command(&mut self, command: Command, now: Timestamp) {
        if !matches!(command, Command::Hint(_) | Command::Escape) {
            self.settle_hints();
        }
        match command {
            Command::Hint(key) => self.hint_key(key),
            Command::Next => step(self, true),
            Command::Previous => step(self, false),
            Command::Skip => skip(self),
            Command::Accept => accept(self, now),
            Command::Reject => reject(self, now),
            Command::Delete => verbs::delete(self, now),
            Command::Label(slug) => verbs::label(self, slug, now),
            Command::Repeat => match self.last_label.clone() {
                Some(slug) => verbs::label(self, slug, now),
                None => self.say("There is no label to repeat yet."),
            },
            Command::AcceptAllAlike => accept_all_alike(self, now),
            Command::AcceptSameWords => accept_same_words(self, now),
            Command::FindAlike => self.find_alike(),
            Command::NextHit => self.step_hit(true),
            Command::PreviousHit => self.step_hit(false),
            Command::TagFound => self.tag_found(now),
            Command::RelabelFound => self.relabel_found(now),
            Command::WordRight { .. }
            | Command::WordLeft { .. }
            | Command::SentenceRight { .. }
            | Command::SentenceLeft { .. }
            | Command::LineDown { .. }
            | Command::LineUp { .. } => moves::cursor(self, &command),
            Command::MoveEnd { is_out, by_character } => verbs::resize(self, true, is_out, by_character, now),
            Command::MoveStart { is_out, by_character } => verbs::resize(self, false, is_out, by_character, now),
            Command::PullEnd(pull) => verbs::pull_end(self, pull, now),
            Command::Point => verbs::point(self),
            Command::Larger => candidate(self, 1),
            Command::Smaller => candidate(self, -1),
            Command::AddFragment => verbs::add_fragment(self, now),
            Command::Link { aim, view } => self.link(aim, view),
            Command::Step(step) => self.step(step, now),
            Command::Joined(joined) => self.change_joined(joined, now),
            Command::Note { on, text } => {
                self.annotate(now, |scope| postil_edits::note(scope, on, &text));
            }
            Command::Value { on, text } => {
                self.annotate(now, |scope| postil_edits::value(scope, on, &text));
            }
            Command::Attribute { on, name, typed } => {
                if let Some(slug) = self.type_named(Kind::Attribute, &name) {
                    let definition = self.store.definitions().get(&(Kind::Attribute, slug.clone()));
                    let value = postil_edits::read_value(definition, &typed);
                    self.annotate(now, |scope| postil_edits::attribute(scope, on, slug, value));
                }
            }
            Command::Entity { on, typed } => {
                self.annotate(now, |scope| postil_edits::link_entity(scope, on, postil_edits::read_link(&typed)));
            }
            Command::LabelDocument { name, is_on } => {
                if let Some(slug) = self.type_named(Kind::DocumentLabel, &name) {
                    self.annotate(now, |scope| postil_edits::label_document(scope, slug, is_on));
                }
            }
            Command::Define { kind, slug, definition } => self.define(kind, slug, *definition, now),
            Command::MoveEntry { kind, slug, by } => self.move_entry(kind, &slug, by, now),
            Command::Undo => revert::revert(self, true, now),
            Command::Redo => revert::revert(self, false, now),
            Command::ToggleFilter => self.toggle_filter(),
            Command::ToggleQuiet => self.preferences.is_quiet ^= true,
            Command::NextDocument => self.turn(1),
            Command::PreviousDocument => self.turn(-1),
            Command::DoneAndNext => self.done_and_next(now),
            Command::Reopen => {
                if let Some(doc) = self.current {
                    edit_document(self, doc, now, |info| info.status = DocumentStatus::Begun);
                }
            }
            Command::Rename { doc, title } => {
                edit_document(self, doc, now, |info| info.title = title.trim().into());
            }
            Command::Date { doc, date } => {
                edit_document(self, doc, now, |info| info.dct = date.map(Into::into));
            }
            Command::Escape => {
                if self.is_asking() {
                    self.close_dialog();
                } else if self.linking.take().is_none() && !self.leave_hints() {
                    moves::rest(self);
                    (self.focus, self.selection, self.cursor, self.notice) = (None, None, None, None);
                }
            }
        }
    }
}

fn step(state: &mut State, is_forward: bool) {
    if !moves::walk(state, is_forward, |_| true) {
        let which = if is_forward { "further" } else { "earlier" };
        let filtered = if state.filter.is_on() { " passes the filter" } else { "" };
        state.say(format!("No {which} annotation or suggestion{filtered}."));
    }
}

/// The next larger or smaller span that may be meant at the cursor.
fn candidate(state: &mut State, by: i8) {
    let Some(document) = state.document() else { return };
    match state.cursor {
        Some(cursor) => state.cursor = Some(cursor.resized(document, by)),
        None => state.say("Move to a word with the arrow keys first."),
    }
}
