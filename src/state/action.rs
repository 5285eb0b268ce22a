//! What can happen to the page.

use crate::dom::files::Given;

use super::{Booted, Deletion, Item, Receipt, State, Theme, edit, moves};
use postil_core::{
    ByteOffset, DocId, Document, DocumentInfo, Draft, Intent, Layer, Map, NodeId, RecordKey, Score, SetId, Slug, Store,
    TextRange, Timestamp, Transaction, first_words,
};
use postil_project::messages::{SuggestedRelation, Suggestion};
use std::rc::Rc;
use std::sync::Arc;

use super::Progress;

/// Anything that changes the state.
#[derive(Debug)]
pub enum Action {
    /// What was stored has been read.
    Booted(Box<Booted>),
    /// A person asked for something, at this time of the clock.
    Command(Command, Timestamp),
    /// A text is open; it joins the project if it is new.
    Open {
        decoded: Decoded,
        now: Timestamp,
    },
    /// A stored text was read.
    TextLoaded(Document),
    /// There is no text of this document in storage.
    TextMissing(DocId),
    /// A stored text could not be read.
    TextFailed {
        doc: DocId,
        reason: Rc<str>,
    },
    ReadAgain,
    /// Nothing is open: back to the first page.
    Close,
    Show(DocId),
    /// Something is to be forgotten for good.
    Delete(Deletion),

    ExtractionStarted {
        doc: DocId,
        seq: u32,
        total: u32,
    },
    /// The model is being fetched.
    Loading {
        doc: DocId,
        seq: u32,
        done: u32,
        total: u32,
    },
    Batch {
        doc: DocId,
        seq: u32,
        done: u32,
        total: u32,
        items: Vec<Suggestion>,
        relations: Vec<SuggestedRelation>,
    },
    ExtractionEnded {
        doc: DocId,
        seq: u32,
        end: Progress,
        note: Option<Rc<str>>,
    },
    /// Extract again, as after a change of the document date.
    ExtractAgain(DocId),

    /// A write has completed.
    Written(Receipt),
    /// A write has failed, and why.
    NotWritten(Receipt, Rc<str>),
    /// What could not be saved is tried again.
    SaveAgain,
    /// Typing in a field begins, or what was typed is done or given up.
    Typing(bool),
    Persistence(bool),
    Exported(Timestamp),
    Imported(Box<Imported>),

    Click {
        offset: ByteOffset,
    },
    Select(Option<TextRange>),
    Focus(Option<Item>),
    TakeTo(TextRange),
    Place {
        doc: DocId,
        offset: u32,
    },
    /// How far the opening of files is; None when it is over.
    Opening(Option<Opening>),
    /// What a person opens or closes.
    Dialog(Option<Dialog>),
    /// A question about a file: it waits until no dialog is open.
    Ask(Dialog),
    Say(Rc<str>),
    Complain(Rc<str>),
    /// One of several files was not opened: told beside the others.
    Refuse(Rc<str>),
    Dismiss,
    Threshold(Score),
    ToggleLayer(Layer),
    Theme(Theme),
    TogglePanel {
        is_left: bool,
    },
    UseSet(SetId),
}

/// What a key, button or menu can ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Next,
    Previous,
    Accept,
    Reject,
    Skip,
    Delete,
    Label(Slug),
    /// The last label again.
    Repeat,
    AcceptAllAlike,
    WordRight {
        is_extending: bool,
    },
    WordLeft {
        is_extending: bool,
    },
    SentenceRight {
        is_extending: bool,
    },
    SentenceLeft {
        is_extending: bool,
    },
    LineDown {
        is_extending: bool,
    },
    LineUp {
        is_extending: bool,
    },
    MoveEnd {
        is_out: bool,
        by_character: bool,
    },
    MoveStart {
        is_out: bool,
        by_character: bool,
    },
    Larger,
    Smaller,
    AddFragment,
    Note {
        on: NodeId,
        text: String,
    },
    Value {
        on: NodeId,
        text: String,
    },
    Undo,
    Redo,
    ToggleQuiet,
    NextDocument,
    PreviousDocument,
    DoneAndNext,
    Rename {
        doc: DocId,
        title: String,
    },
    Date {
        doc: DocId,
        date: Option<String>,
    },
    Escape,
}

/// What stands over the page. Nothing but these is modal.
#[derive(Clone, Debug)]
pub enum Dialog {
    Keys,
    Export,
    Paste,
    /// A type-to-filter list of labels for the target.
    Palette,
    /// A file is not UTF-8.
    Encoding {
        problem: Rc<str>,
        choices: Rc<[postil_project::messages::Choice]>,
        file: Given,
    },
    /// The turn of a project or of annotations: the worker is reading it, with the texts that it lacks. Nothing is drawn.
    Reading {
        file: u32,
        name: Rc<str>,
        /// The files that it came from.
        given: Rc<[Given]>,
        wanted: Rc<[DocId]>,
    },
    /// A project or annotations were read by the worker and wait for a decision.
    Import {
        /// What the worker knows the file by.
        file: u32,
        name: Rc<str>,
        given: Rc<[Given]>,
        loaded: Rc<postil_project::messages::Loaded>,
    },
    DeleteDocument(DocId),
    ClearAll,
}

/// How far the opening of files is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What the worker knows it by.
    pub seq: u32,
    /// Files that were read.
    pub done: u32,
    pub total: u32,
    /// The file whose turn it is.
    pub name: Rc<str>,
}

/// A file or pasted text, decoded.
#[derive(Clone, Debug)]
pub struct Decoded {
    pub document: Document,
    pub title: Option<String>,
    pub language: Option<String>,
    pub dct: Option<String>,
    pub source: Option<String>,
}

/// What an import adds.
#[derive(Debug)]
pub struct Imported {
    pub documents: Vec<Document>,
    pub transactions: Vec<Arc<Transaction>>,
    /// Written here just now, rather than by somebody elsewhere: it can be undone.
    pub is_own: bool,
    pub summary: String,
}

impl State {
    pub(super) fn apply(&mut self, action: Action) {
        let before = self.store.documents().clone();
        self.reduce(action);
        if !Arc::ptr_eq(&before, self.store.documents()) {
            self.leave_what_is_gone();
            self.extract_what_changed(&before);
        }
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

    /// An undo, a merge or a deletion may have taken the open document away.
    fn leave_what_is_gone(&mut self) {
        let documents = self.store.documents();
        if self.current.is_some_and(|doc| !documents.contains_key(&doc)) {
            let next = documents.keys().next().copied();
            self.show(next);
        }
    }

    fn reduce(&mut self, action: Action) {
        match action {
            Action::Booted(booted) => self.boot(*booted),
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
                *it = super::Suggestions::default();
                it.progress = Progress::Running { seq, is_loading: false, done: 0, total };
            }),
            Action::Loading { doc, seq, done, total } => self.with_suggestions(doc, |it| {
                if matches!(it.progress, Progress::Running { seq: running, .. } if running == seq) {
                    it.progress = Progress::Running { seq, is_loading: true, done, total };
                }
            }),
            Action::Batch { doc, seq, done, total, items, relations } => self.with_suggestions(doc, |it| {
                if matches!(it.progress, Progress::Running { seq: running, .. } if running == seq) {
                    it.push(items, relations);
                    it.progress = Progress::Running { seq, is_loading: false, done, total };
                }
            }),
            Action::ExtractionEnded { doc, seq, end, note } => self.with_suggestions(doc, |it| {
                if matches!(it.progress, Progress::Running { seq: running, .. } if running == seq) {
                    it.progress = end;
                    it.note = note;
                }
            }),
            Action::ExtractAgain(doc) => self.with_suggestions(doc, |it| it.progress = Progress::Waiting),
            Action::Written(receipt) => self.written(receipt),
            Action::NotWritten(receipt, reason) => self.not_written(receipt, reason),
            Action::Typing(is_typing) => self.saving.is_typing = is_typing,
            Action::SaveAgain => self.save_again(),
            Action::Persistence(granted) => self.is_persistent = Some(granted),
            Action::Exported(at) => {
                self.last_export = Some(at);
                if let Some(Dialog::Export) = self.dialog {
                    self.close_dialog();
                }
            }
            Action::Imported(imported) => self.import(*imported),
            Action::Click { offset } => moves::click(self, offset),
            Action::Select(range) => {
                self.selection = range;
                if range.is_some() {
                    self.cursor = None;
                }
            }
            Action::Focus(item) => moves::focus(self, item),
            Action::TakeTo(range) => self.take_to(range),
            Action::Place { doc, offset } => {
                Rc::make_mut(&mut self.places).insert(doc, offset);
            }
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
                (Some(_), _) => self.questions.push(question),
            },
            Action::Say(text) => self.say(text),
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
            Action::TogglePanel { is_left: true } => self.preferences.is_left_open ^= true,
            Action::TogglePanel { is_left: false } => self.preferences.is_right_open ^= true,
            Action::UseSet(set) => {
                self.set = set;
                (self.focus, self.recent, self.selection) = (None, None, None);
            }
        }
    }

    fn show(&mut self, doc: Option<DocId>) {
        let is_here = doc.is_none_or(|doc| self.store.documents().contains_key(&doc));
        if is_here && self.current != doc {
            self.current = doc;
            self.unread = None;
            (self.focus, self.recent, self.cursor, self.selection, self.reveal) = (None, None, None, None, None);
        }
    }

    fn open(&mut self, decoded: Decoded, now: Timestamp) {
        let Decoded { document, title, language, dct, source } = decoded;
        let doc = document.id();
        let is_known = self.store.documents().contains_key(&doc);
        if !is_known {
            let title = title.unwrap_or_else(|| first_words(document.text()));
            let info = DocumentInfo {
                language: language.map(Into::into),
                dct: dct.map(Into::into),
                source: source.map(Into::into),
                ..DocumentInfo::of(&document, &title)
            };
            let is_added = edit::commit(self, now, Intent::AddDocument, |draft: &mut Draft| {
                draft.put(RecordKey::Document(doc), info.into());
            });
            if !is_added {
                return;
            }
        }
        let was_missing = self.is_text_missing(doc);
        self.keep_text(document);
        self.show(Some(doc));
        if was_missing && is_known {
            self.say("The text is back, and its annotations are where they were.");
        }
    }

    fn import(&mut self, imported: Imported) {
        if let Some(reason) = edit::refusal(self) {
            return self.complain(reason);
        }
        let before: Store = self.store.clone();
        if imported.is_own {
            for transaction in imported.transactions {
                match self.store.commit(transaction.clone()) {
                    Ok(_) => {
                        self.history.note(&transaction);
                        self.author.next_seq += 1;
                    }
                    Err(conflict) => return self.complain(format!("Nothing was imported. {conflict}")),
                }
            }
        } else {
            self.store.merge(imported.transactions);
        }
        let first = imported.documents.first().map(Document::id);
        for document in imported.documents {
            self.keep_text(document);
        }
        // What came in should be seen: if the shown set has nothing in it, another one that has is shown.
        let is_new = |set: &&SetId| !before.sets().contains_key(*set);
        if let Some(set) = self.store.sets().keys().find(is_new).cloned()
            && (imported.is_own || !self.has_work(&self.set))
        {
            self.set = set;
        }
        if let Some(doc) = first {
            self.show(Some(doc));
        }
        // What came with it and was refused is still to be read.
        match self.notice.take().filter(|notice| notice.is_trouble) {
            Some(notice) => self.complain(format!("{}\n{}", imported.summary, notice.text)),
            None => self.say(imported.summary),
        }
    }

    /// Whether a set has any span.
    fn has_work(&self, set: &SetId) -> bool {
        self.store.documents().keys().any(|doc| {
            self.store.spans(*doc).into_iter().any(|id| self.store.span(id).is_some_and(|span| span.set == *set))
        })
    }
}
