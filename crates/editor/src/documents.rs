//! Documents come in, are shown, and are turned over.

use crate::{Action, Decoded, Imported, State};
use postil_core::{DocId, DocumentInfo, Map, SetId, Store, Timestamp, first_words};
use std::rc::Rc;

impl State {
    pub(crate) fn show(&mut self, doc: Option<DocId>) {
        let is_here = doc.is_none_or(|doc| self.store.documents().contains_key(&doc));
        if is_here && self.current != doc {
            self.current = doc;
            self.unread = None;
            (self.focus, self.recent, self.cursor, self.selection, self.reveal) = (None, None, None, None, None);
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
        self.show(Some(doc));
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
    }

    /// Whether a set has any span.
    fn has_work(&self, set: &SetId) -> bool {
        self.store.spans_in(set) > 0
    }
}

impl State {
    pub(crate) fn turn(&mut self, by: isize) {
        let docs = self.documents_in_order();
        let here = docs.iter().position(|doc| Some(*doc) == self.current);
        let next = here.map_or(0, |at| at.saturating_add_signed(by).min(docs.len().saturating_sub(1)));
        if let Some(doc) = docs.get(next) {
            self.apply(Action::Show(*doc));
        }
    }

    /// Documents as they are listed: in the order in which they were added.
    pub fn documents_in_order(&self) -> Vec<DocId> {
        let mut docs: Vec<_> = self.store.documents().keys().map(|doc| (self.store.added(*doc), *doc)).collect();
        postil_core::sort_by(&mut docs, &|a, b| a.cmp(b));
        docs.into_iter().map(|(_, doc)| doc).collect()
    }
}
