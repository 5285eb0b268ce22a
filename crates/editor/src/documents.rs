//! Documents come in, are shown, and are turned over.

use crate::{Action, Decoded, Imported, Progress, State};
use postil_core::{DocId, DocumentInfo, DocumentStatus, Map, SetId, Store, Timestamp, first_words};
use std::rc::Rc;

impl State {
    pub(crate) fn show(&mut self, doc: Option<DocId>) {
        let is_here = doc.is_none_or(|doc| self.store.documents().contains_key(&doc));
        if is_here && self.current != doc {
            self.current = doc;
            self.unread = None;
            (self.focus, self.recent, self.cursor, self.selection, self.reveal) = (None, None, None, None, None);
            self.rest = None;
            self.before = crate::Before::Unasked;
        }
    }

    pub(crate) fn open(&mut self, decoded: Decoded, now: Timestamp) {
        let Decoded { document, title, language, dct, source, file } = decoded;
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
            if self.refused() {
                return;
            }
            let edit = postil_edits::add_document(&self.store, &self.author, now, &document, info);
            if !self.commit(edit) {
                return;
            }
        }
        let was_missing = self.is_text_missing(doc);
        self.keep_text(document);
        if let Some(file) = file {
            Rc::make_mut(&mut self.readings).insert(doc, file);
        }
        // Of files that are opened together the first one is shown, and no later one takes its place.
        let batch = self.opening.as_ref().map(|opening| opening.seq);
        if batch.is_none() || self.shown_of != batch {
            self.shown_of = batch;
            self.show(Some(doc));
        }
        if was_missing && is_known {
            self.say("The text is back, and its annotations are where they were.");
        }
    }

    pub(crate) fn import(&mut self, imported: Imported) {
        if self.refused() {
            return;
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
        let came: Map<DocId, ()> = imported.documents.iter().map(|document| (document.id(), ())).collect();
        for document in imported.documents {
            self.keep_text(document);
        }
        // As they are listed, not as the file happens to have them.
        let first = self.documents_in_order().into_iter().find(|doc| came.contains_key(doc));
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
        self.show_disputes(&before);
    }

    /// Whether a set has any span.
    fn has_work(&self, set: &SetId) -> bool {
        self.store.spans_in(set) > 0
    }
}

impl State {
    /// To the next document of the list, or the one before.
    pub(crate) fn turn(&mut self, by: isize) {
        match self.neighbour(by) {
            Some(doc) => self.apply(Action::Show(doc)),
            None if by > 0 => self.say("This is the last document of the list."),
            None => self.say("This is the first document of the list."),
        }
    }

    fn neighbour(&self, by: isize) -> Option<DocId> {
        let docs = self.listed();
        let here = docs.iter().position(|doc| Some(*doc) == self.current);
        docs.get(here.map_or(Some(0), |at| at.checked_add_signed(by))?).copied()
    }

    /// Marks the open document as done, says what is left undone in it, and goes on to the next one of the list.
    pub(crate) fn done_and_next(&mut self, now: Timestamp) {
        let Some(doc) = self.current else { return };
        let Some(title) = self.store.documents().get(&doc).map(|info| info.title.clone()) else { return };
        let next = self.neighbour(1);
        let left = self.undecided();
        let is_reading = matches!(self.suggestions().progress, Progress::Running { .. });
        if !edit_document(self, doc, now, |info| info.status = DocumentStatus::Done) {
            return;
        }
        let left = match (left, is_reading) {
            (_, true) => ", though it was still being read for suggestions".to_owned(),
            (0, _) => String::new(),
            (1, _) => ", with 1 suggestion left undecided".to_owned(),
            (left, _) => format!(", with {left} suggestions left undecided"),
        };
        let is_clean = left.is_empty();
        let said = format!("“{title}” is done{left}.");
        if let Some(next) = next {
            self.apply(Action::Show(next));
            if !is_clean {
                self.say(format!("{said} Undo takes that back."));
            }
            return;
        }
        let all = self.store.documents();
        let open = all.values().filter(|info| info.status != DocumentStatus::Done).count();
        self.say(match (open, all.len()) {
            (0, 1) => format!("{said} It is the only document."),
            (0, all) => format!("{said} It was the last one: all {all} documents are done."),
            (open, all) => format!("{said} It was the last one of the list; {open} of {all} are not done yet."),
        });
    }

    /// How many suggestions of the open document nobody has decided about, at the threshold or above it.
    pub fn undecided(&self) -> u32 {
        match self.counts() {
            Some(counts) => counts.values().map(|count| count.pending).sum(),
            None => {
                let (done, total) = self.reviewed();
                total - done
            }
        }
    }
}

/// Changes what is known of a document. Says whether that is how it is now.
pub(crate) fn edit_document(
    state: &mut State, doc: DocId, now: Timestamp, change: impl FnOnce(&mut DocumentInfo),
) -> bool {
    if state.refused() {
        return false;
    }
    let edit = postil_edits::edit_document(&state.store, &state.author, now, doc, change);
    state.store.documents().contains_key(&doc) && state.commit(edit)
}
