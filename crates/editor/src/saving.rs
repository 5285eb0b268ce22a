//! What is on the disk and what is owed to it, as data: the page carries out one [`Write`] at a time, and a test does the
//! same over a disk that fails as told.
//!
//! The log owes its steps from [`Saving::log_len`] on, a text that came in is owed until a write that holds it has
//! completed, and a setting is owed while it differs from the stored one. Nothing else decides what is written: whatever
//! a failed write held is still owed, and the next one holds it.

mod boot;
mod settings;

pub use boot::{Booted, Booting};
pub use settings::Settings;

use crate::{Access, Phase, State};
use postil_core::{Author, DocId, Document, Intent, Map, Transaction};
use postil_project::codec;
use postil_project::stored::{Batch, LogRow};
use std::rc::Rc;

/// A batch, and what is true once it is on the disk.
#[derive(Clone, Debug)]
pub struct Write {
    pub batch: Batch,
    pub receipt: Receipt,
    /// Whether somebody's work is in it, rather than only an article that was opened.
    pub has_work: bool,
}

/// What is stored when a write has completed.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// Of the storage that it was written to; see [`Saving::epoch`].
    epoch: u32,
    /// So many transactions of the log.
    log_len: usize,
    /// Texts, beside those that were stored before.
    texts: Vec<DocId>,
    settings: Settings,
    deletion: Option<Deletion>,
}

/// What is to be forgotten for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// A document with its history.
    Document(DocId),
    /// Everything. What is done afterwards is done by this author.
    Everything(Author),
}

/// What is known to be on the disk, and what is wished of it.
#[derive(Clone, Debug)]
pub struct Saving {
    /// So many transactions of the log are stored.
    log_len: usize,
    /// The documents whose texts are stored.
    texts: Rc<Map<DocId, ()>>,
    /// Texts that came in and are not stored yet, whether or not their documents are in the project now.
    owed_texts: Rc<Map<DocId, ()>>,
    settings: Settings,
    /// What is to be forgotten, in this order, before anything else is written.
    deletions: Vec<Deletion>,
    /// What the last write that failed would have stored, and why it did not.
    failed: Option<(Receipt, Rc<str>)>,
    ended: u32,
    epoch: u32,
    /// Storage was lost, and what a write that was under way then has left there is not known: the next one replaces it.
    is_lost: bool,
    /// Something is being typed that is no step of the log yet.
    pub(crate) is_typing: bool,
}

impl Default for Saving {
    fn default() -> Self {
        Self {
            // The first schema is the same everywhere and is never stored.
            log_len: 1,
            texts: Rc::default(),
            owed_texts: Rc::default(),
            settings: Settings::default(),
            deletions: Vec::new(),
            failed: None,
            ended: 0,
            epoch: 0,
            is_lost: false,
            is_typing: false,
        }
    }
}

impl Saving {
    /// Counts writes that came to an end, well or badly. One is carried out at a time: the next begins when this has
    /// grown.
    pub fn ended(&self) -> u32 {
        self.ended
    }

    /// Counts deletions and losses. What was derived from the log, or written, before one is of another log.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Why the last write failed, until one completes or a person asks for another.
    pub fn failure(&self) -> Option<&Rc<str>> {
        self.failed.as_ref().map(|(_, reason)| reason)
    }

    /// Everything is being deleted: what would be done now would be lost, or left behind.
    pub fn is_clearing(&self) -> bool {
        self.deletions.iter().any(|it| matches!(it, Deletion::Everything(_)))
    }
}

impl State {
    /// Whether everything done so far is durably stored: every step and every text that steps speak of.
    pub fn is_saved(&self) -> bool {
        let saving = &self.saving;
        let is_settled = saving.failed.is_none() || self.settings() == saving.settings;
        !self.owes_work() && saving.deletions.is_empty() && !saving.is_typing && is_settled
    }

    fn owes_work(&self) -> bool {
        self.saving.log_len < self.store.log_len() || !self.saving.owed_texts.is_empty()
    }

    /// Whether settings differ from those that are stored.
    pub fn owes_settings(&self) -> bool {
        self.may_write() && self.settings() != self.saving.settings
    }

    /// Whether the place where somebody goes on after a reload is another than the stored one: that is worth as much as
    /// what is done there.
    pub fn has_turned(&self) -> bool {
        self.current != self.saving.settings.current
    }

    fn may_write(&self) -> bool {
        self.access == Access::Writing && self.phase == Phase::Ready
    }

    /// What is to be written now, if anything. What failed is tried again when there is more to write or when a person
    /// asks: not in a loop. Settings alone are written when `with_settings` says so; with anything else they always are.
    /// Its cost is that of what is written.
    pub fn owed(&self, with_settings: bool) -> Option<Write> {
        if !self.may_write() {
            return None;
        }
        let saving = &self.saving;
        if let Some(deletion) = saving.deletions.first() {
            return Some(self.deleting(deletion));
        }
        let settings = if with_settings || self.owes_work() { self.settings() } else { saving.settings.clone() };
        let receipt = Receipt {
            epoch: saving.epoch,
            log_len: self.store.log_len(),
            texts: saving.owed_texts.keys().copied().collect(),
            settings,
            deletion: None,
        };
        if let Some((failed, _)) = &saving.failed {
            let is_more = (receipt.log_len, &receipt.texts) != (failed.log_len, &failed.texts);
            let is_other = with_settings && receipt.settings != failed.settings;
            if !is_more && !is_other {
                return None;
            }
        }
        if !self.owes_work() && receipt.settings == saving.settings {
            return None;
        }
        let new: Vec<_> = self.store.log_since(saving.log_len).collect();
        let batch = Batch {
            rows: new.iter().map(|transaction| self.row(transaction)).collect(),
            texts: receipt
                .texts
                .iter()
                .filter_map(|doc| Some((doc.to_string(), self.texts.get(doc)?.text().clone())))
                .collect(),
            meta: receipt.settings.changes(&saving.settings),
            replaces_log: saving.is_lost,
            ..Batch::default()
        };
        let has_work = new.iter().any(|transaction| !matches!(transaction.intent, Intent::AddDocument));
        Some(Write { batch, receipt, has_work })
    }

    /// Only what is stored is written anew: where there is no room, that needs none.
    fn deleting(&self, deletion: &Deletion) -> Write {
        let saving = &self.saving;
        let mut receipt = Receipt {
            epoch: saving.epoch,
            log_len: saving.log_len,
            texts: Vec::new(),
            settings: saving.settings.clone(),
            deletion: Some(deletion.clone()),
        };
        let batch = match deletion {
            Deletion::Everything(_) => {
                receipt.settings = Settings::default();
                Batch { clears: true, ..Batch::default() }
            }
            Deletion::Document(doc) => {
                let purged = self.store.purge(*doc);
                let stored = self.stored_of(&purged) - 1;
                let is_known = Rc::make_mut(&mut receipt.settings.places).remove(doc).is_some();
                receipt.settings.current.take_if(|current| current == doc);
                let mut meta = receipt.settings.changes(&saving.settings);
                if !is_known {
                    meta.push((format!("{}{doc}", settings::PLACE), None));
                }
                Batch {
                    replaces_log: true,
                    rows: purged.log_since(1).take(stored).map(|transaction| self.row(transaction)).collect(),
                    removed_texts: vec![doc.to_string()],
                    meta,
                    ..Batch::default()
                }
            }
        };
        Write { batch, receipt, has_work: false }
    }

    /// The steps that storage does not hold, or all of them, a line of the log each.
    pub fn unsaved_lines(&self, all: bool) -> String {
        // The first schema is the same everywhere.
        let known = if all || !self.may_write() { 1 } else { self.saving.log_len };
        let mut lines = String::new();
        for transaction in self.store.log_since(known) {
            lines += &codec::encode(transaction);
            lines.push('\n');
        }
        lines
    }

    /// Those of some documents whose texts storage does not hold.
    pub fn unsaved_texts(&self, docs: &[DocId]) -> Vec<&Document> {
        docs.iter().filter(|doc| !self.saving.texts.contains_key(doc)).filter_map(|doc| self.texts.get(doc)).collect()
    }

    /// How many transactions of a purged log are the stored ones.
    fn stored_of(&self, purged: &postil_core::Store) -> usize {
        self.store.log().take(self.saving.log_len).filter(|it| purged.transaction(it.dot).is_some()).count()
    }

    fn row(&self, transaction: &Transaction) -> LogRow {
        LogRow { lines: codec::encode(transaction), is_local: self.history.knows(transaction.dot) }
    }

    /// As they are now.
    fn settings(&self) -> Settings {
        Settings {
            annotator: Some(self.author.annotator.clone()),
            set: Some(self.set.clone()),
            current: self.current,
            preferences: Some(self.preferences.clone()),
            last_export: self.last_export,
            places: self.places.clone(),
        }
    }

    #[cfg(test)]
    pub(crate) fn settings_for_test(&self) -> Settings {
        self.settings()
    }

    /// A text came in. It is owed to the disk unless it is there.
    pub(crate) fn keep_text(&mut self, document: Document) {
        let doc = document.id();
        if !self.saving.texts.contains_key(&doc) {
            Rc::make_mut(&mut self.saving.owed_texts).insert(doc, ());
        }
        Rc::make_mut(&mut self.texts).insert(doc, document);
    }

    /// A text was read from storage.
    pub(crate) fn text_loaded(&mut self, document: Document) {
        if !self.saving.texts.contains_key(&document.id()) {
            Rc::make_mut(&mut self.saving.texts).insert(document.id(), ());
        }
        Rc::make_mut(&mut self.texts).insert(document.id(), document);
    }

    /// A text is not in storage.
    pub(crate) fn text_missing(&mut self, doc: DocId) {
        Rc::make_mut(&mut self.saving.texts).remove(&doc);
    }

    /// Whether the text of a document is neither here nor in storage, so that only its annotations are left.
    pub fn is_text_missing(&self, doc: DocId) -> bool {
        self.phase == Phase::Ready && !self.texts.contains_key(&doc) && !self.saving.texts.contains_key(&doc)
    }

    /// A write has completed.
    pub(crate) fn written(&mut self, receipt: Receipt) {
        self.saving.ended += 1;
        let Receipt { epoch, log_len, texts, settings, deletion } = receipt;
        if epoch != self.saving.epoch {
            // What it was to follow was lost meanwhile: alone it is half a project, so all of it is still owed.
            return;
        }
        self.saving.settings = settings;
        // Whatever was written, it was all of the log.
        self.saving.is_lost = false;
        match deletion {
            None => {
                // A tab that gave way meanwhile may know of more.
                self.saving.log_len = self.saving.log_len.max(log_len);
                for doc in texts {
                    Rc::make_mut(&mut self.saving.owed_texts).remove(&doc);
                    Rc::make_mut(&mut self.saving.texts).insert(doc, ());
                }
                self.saving.failed = None;
            }
            Some(deletion) => {
                self.saving.deletions.remove(0);
                self.forget(deletion);
            }
        }
    }

    /// A write has failed: all that it held is still owed. A deletion is not tried again unasked.
    pub(crate) fn not_written(&mut self, receipt: Receipt, reason: Rc<str>) {
        self.saving.ended += 1;
        if receipt.epoch != self.saving.epoch {
            return;
        }
        if receipt.deletion.is_some() {
            self.saving.deletions.remove(0);
            return self.complain(format!("Nothing was deleted. {reason}"));
        }
        self.saving.failed = Some((receipt, reason));
    }

    /// What was stored is there no longer, whoever took it away: all that is here is owed again.
    pub(crate) fn lost(&mut self, reason: Rc<str>) {
        let Saving { ended, epoch, is_typing, deletions, .. } = std::mem::take(&mut self.saving);
        let owed_texts = Rc::new(self.texts.keys().map(|doc| (*doc, ())).collect());
        let saving = Saving { ended, epoch: epoch + 1, is_typing, deletions, owed_texts, ..Saving::default() };
        self.saving = Saving { is_lost: true, ..saving };
        self.complain(reason);
    }

    /// What failed is tried again.
    pub(crate) fn save_again(&mut self) {
        self.saving.failed = None;
    }

    /// Wishes that something be forgotten. Where nothing is kept, it is at once.
    pub(crate) fn delete_for_good(&mut self, deletion: Deletion) {
        match self.access {
            Access::Following => {}
            Access::Memory(_) => self.forget(deletion),
            Access::Writing if self.saving.deletions.contains(&deletion) || self.saving.is_clearing() => {}
            Access::Writing => self.saving.deletions.push(deletion),
        }
    }

    /// What is gone from storage goes from here.
    fn forget(&mut self, deletion: Deletion) {
        match deletion {
            Deletion::Document(doc) => {
                let purged = self.store.purge(doc);
                // What was done since the log was rewritten is still to be saved.
                self.saving.log_len = self.stored_of(&purged);
                self.saving.epoch += 1;
                for texts in [&mut self.saving.texts, &mut self.saving.owed_texts] {
                    Rc::make_mut(texts).remove(&doc);
                }
                // The room that it took may be all that was wanting.
                self.saving.failed = None;
                self.store = purged;
                self.history.retain(&self.store);
                Rc::make_mut(&mut self.texts).remove(&doc);
                Rc::make_mut(&mut self.suggestions).remove(&doc);
                Rc::make_mut(&mut self.places).remove(&doc);
                Rc::make_mut(&mut self.readings).remove(&doc);
                // What was found shows words of it.
                self.find = self.find.forgotten();
                self.say("The document and its annotations were deleted from this browser.");
            }
            Deletion::Everything(author) => {
                let (ended, epoch) = (self.saving.ended, self.saving.epoch + 1);
                *self = Self {
                    phase: Phase::Ready,
                    preferences: self.preferences.clone(),
                    access: self.access.clone(),
                    is_persistent: self.is_persistent,
                    saving: Saving { ended, epoch, ..Saving::default() },
                    counter: self.counter,
                    ..Self::new(author)
                };
                self.say("All documents, annotations and settings of this page were deleted from this browser.");
            }
        }
    }
}
