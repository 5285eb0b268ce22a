//! The one function that changes the state.

use crate::{Action, Dialog, Learning, Progress, State, moves, natural};
use postil_core::{DocId, DocumentInfo, Map};
use std::rc::Rc;
use std::sync::Arc;

/// So many commands are remembered as run last.
const RECENT: usize = 6;

impl State {
    /// Does what an action asks for.
    pub fn apply(&mut self, action: Action) {
        let before = self.store.documents().clone();
        let definitions = self.store.definitions().clone();
        self.reduce(action);
        self.keep_linking();
        if !Arc::ptr_eq(&definitions, self.store.definitions()) {
            self.extract_what_is_called_otherwise(&definitions);
        }
        if !Arc::ptr_eq(&before, self.store.documents()) {
            self.leave_what_is_gone(&before);
            self.extract_what_changed(&before);
            if !before.keys().eq(self.store.documents().keys()) || self.has_other_changes() {
                self.find_anew();
            }
        }
        self.take_remade();
    }

    /// Reads again what was read.
    pub(crate) fn extract_all(&mut self) {
        let read: Vec<DocId> = self.suggestions.iter().map(|(doc, _)| *doc).collect();
        read.into_iter().for_each(|doc| self.with_suggestions(doc, |it| it.progress = Progress::Waiting));
    }

    /// Values of dates follow from the document's date, and everything from its language.
    fn extract_what_changed(&mut self, before: &Map<DocId, DocumentInfo>) {
        let documents = self.store.documents().clone();
        for (doc, info) in documents.iter() {
            let is_changed = before.get(doc).is_some_and(|it| (&it.dct, &it.language) != (&info.dct, &info.language));
            if is_changed && self.suggestions.contains_key(doc) {
                self.with_suggestions(*doc, |it| it.progress = Progress::Waiting);
            }
        }
    }

    /// An undo, a merge or a deletion may have taken the open document away: the one that stood behind it is opened.
    fn leave_what_is_gone(&mut self, before: &Map<DocId, DocumentInfo>) {
        let Some(gone) = self.current.filter(|doc| !self.store.documents().contains_key(doc)) else { return };
        let docs = self.documents_in_order();
        let path = before.get(&gone).and_then(|info| info.source.clone());
        let is_behind = |doc: &DocId| match (&path, &self.store.documents()[doc].source) {
            (Some(path), Some(other)) => natural(path, other).is_lt(),
            (path, _) => path.is_some(),
        };
        let next = docs.iter().find(|doc| is_behind(doc)).or(docs.last()).copied();
        self.show(next);
    }

    fn reduce(&mut self, action: Action) {
        // Hints are of what was in view, and take the keys.
        if matches!(
            action,
            Action::Show(_)
                | Action::Close
                | Action::Open { .. }
                | Action::Click { .. }
                | Action::Select(_)
                | Action::Focus(_)
                | Action::Dialog(Some(_))
                | Action::Ask(_)
                | Action::UseSet(_)
                | Action::Delete(_)
        ) {
            self.settle_hints();
        }
        match action {
            Action::Booted(booted) => self.boot(*booted),
            Action::Followed { news, is_all } => self.follow(*news, is_all),
            Action::GiveWay => self.give_way(),
            Action::Command(command, now) => self.command(command, now),
            Action::Open { decoded, now } => self.open(decoded, now),
            Action::TextLoaded(document) => self.text_loaded(document),
            Action::TextMissing(doc) => self.text_missing(doc),
            Action::TextFailed { doc, reason } => {
                if self.current == Some(doc) {
                    self.unread = Some(reason);
                }
            }
            Action::ReadAgain => self.unread = None,
            Action::Close => self.show(None),
            Action::Show(doc) => self.show(Some(doc)),
            Action::Delete(deletion) => self.delete_for_good(deletion),
            Action::ExtractionStarted { doc, seq, total } => self.with_suggestions(doc, |it| {
                *it = crate::Suggestions::default();
                it.progress = Progress::Running { seq, is_loading: false, done: 0, total };
            }),
            Action::Loading { doc, seq, done, total } => self.with_suggestions(doc, |it| {
                if matches!(it.progress, Progress::Running { seq: running, .. } if running == seq) {
                    it.progress = Progress::Running { seq, is_loading: true, done, total };
                }
            }),
            Action::Batch { doc, seq, done, total, found } => self.with_suggestions(doc, |it| {
                if let Some(it) = it.of_request(seq) {
                    it.push(found);
                    if let Progress::Running { .. } = it.progress {
                        it.progress = Progress::Running { seq, is_loading: false, done, total };
                    }
                }
            }),
            Action::ExtractionEnded { doc, seq, end, note, learned } => self.with_suggestions(doc, |it| {
                it.complete(seq, end == Progress::Finished, learned);
                if matches!(it.progress, Progress::Running { seq: running, .. } if running == seq) {
                    (it.progress, it.note, it.learned) = (end, note, learned);
                }
            }),
            Action::ExtractAgain(doc) => self.with_suggestions(doc, |it| it.progress = Progress::Waiting),
            Action::Remaking { doc, seq } => self.with_suggestions(doc, |it| it.expect(seq)),
            Action::Learning { done, total } => self.learning.progress = Some((done, total)),
            Action::Learned(learned) => self.learning = *learned,
            Action::ToggleLearning => {
                self.preferences.learning ^= true;
                self.learning = Learning::default();
            }
            Action::ToggleCoreference => {
                self.preferences.coreference ^= true;
                self.extract_all();
            }
            Action::ToggleRejected => self.preferences.with_rejected ^= true,
            Action::Written(receipt) => self.written(receipt),
            Action::NotWritten(receipt, reason) => self.not_written(receipt, reason),
            Action::Lost(reason) => self.lost(reason),
            Action::Typing(is_typing) => self.saving.is_typing = is_typing,
            Action::SaveAgain => self.save_again(),
            Action::Persistence(granted) => self.is_persistent = Some(granted),
            Action::Exporting(choice) => self.preferences.export.choose(choice),
            Action::Exported(at, said) => {
                self.last_export = Some(at);
                self.say(said);
                if let Some(Dialog::Export) = self.dialog {
                    self.close_dialog();
                }
            }
            Action::Imported(imported) => self.import(*imported),
            Action::Carried(project) => {
                let known = &mut self.preferences.carried;
                known.retain(|it| *it != project);
                known.push(project);
            }
            Action::Drafted(transaction) => self.commit_drafted(transaction),
            Action::Meet(meetings) => {
                let kept = &mut self.preferences.meetings;
                kept.retain(|(label, _)| meetings.iter().all(|(new, _)| new != label));
                kept.extend(meetings);
            }
            Action::Click { offset } => moves::click(self, offset),
            Action::Select(range) => {
                self.selection = range;
                if range.is_some() {
                    self.cursor = None;
                }
            }
            Action::Focus(item) => moves::focus(self, item),
            Action::Hint(purpose, targets) => self.hint(purpose, targets),
            Action::TakeTo(range) => self.take_to(range),
            Action::View(view) => self.look_at(view),
            Action::Place { doc, offset } => {
                Rc::make_mut(&mut self.places).insert(doc, offset);
                if self.current == Some(doc) {
                    self.leave_rest(offset);
                }
            }
            Action::List(listing) => self.listing = listing,
            Action::Left(tab) => self.left = tab,
            Action::Filter(filter) => self.filter_by(filter),
            Action::Find(action) => self.finds(action),
            Action::Version(action) => self.versions(action),
            Action::FindChanges => self.find_changes(),
            Action::Undated => self.undated = self.undated.iter().copied().chain(self.current).collect(),
            Action::Dialog(None) => self.close_dialog(),
            // A file whose turn it is keeps it.
            Action::Dialog(_) if matches!(self.dialog, Some(Dialog::Reading { .. })) => {}
            Action::Opening(opening) => self.opening = opening,
            Action::Dialog(dialog) => self.dialog = dialog,
            Action::Ask(question) => match (&self.dialog, &question) {
                (Some(Dialog::Reading { file, .. }), Dialog::Import { file: read, .. }) if file == read => {
                    self.dialog = Some(question);
                }
                (None, _) => self.dialog = Some(question),
                // What is asked is about the schema that is open: it is there again afterwards.
                (Some(Dialog::Schema(_)), _) => {
                    self.questions.splice(0..0, self.dialog.replace(question));
                }
                (Some(_), _) => self.questions.push(question),
            },
            // What was refused is still to be read.
            Action::Say(text) => match self.notice.take().filter(|notice| notice.is_trouble) {
                Some(notice) => self.complain(format!("{}\n{text}", notice.text)),
                None => self.say(text),
            },
            Action::Complain(text) => self.complain(text),
            Action::Refuse(text) => match self.notice.take().filter(|notice| notice.is_trouble) {
                Some(notice) => self.complain(format!("{}\n{text}", notice.text)),
                None => self.complain(text),
            },
            Action::Dismiss => self.notice = None,
            Action::Threshold(value) => self.preferences.threshold = value,
            Action::ToggleLayer(layer) => {
                let hidden = &mut self.preferences.hidden_layers;
                match hidden.iter().position(|other| *other == layer) {
                    Some(at) => drop(hidden.remove(at)),
                    None => hidden.push(layer),
                }
            }
            Action::Theme(theme) => self.preferences.theme = theme,
            Action::Keys(change) => self.preferences.keys.change(change),
            Action::Ran(shortcut) => {
                let recent = &mut self.preferences.recent;
                recent.retain(|id| id != shortcut.id());
                recent.insert(0, shortcut.id().to_owned());
                recent.truncate(RECENT);
            }
            Action::TogglePanel { is_left: true } => self.preferences.is_left_open ^= true,
            Action::TogglePanel { is_left: false } => self.preferences.is_right_open ^= true,
            Action::ToggleDrawer => self.preferences.is_drawer_open ^= true,
            Action::UseSet(set) => {
                self.set = set;
                (self.focus, self.recent, self.selection) = (None, None, None);
            }
        }
    }
}
