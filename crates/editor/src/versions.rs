//! Whether the open text is a corrected version of one that is here, and carrying annotations over from that one.

use crate::{Finding, Progress, Reach, State};
use postil_core::{DocId, DocumentStatus, Record, Transaction};
use postil_edits::Edit;
use postil_messages::{Query, QueryKind, Version};
use std::rc::Rc;

/// No text is a version of one that is more than so many times as long, nor of one that is so much shorter.
const TIMES: u32 = 2;

/// What is known of the version before the open text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Before {
    /// It is to be looked for, once the text was read for suggestions.
    #[default]
    Unasked,
    /// The worker is looking.
    Asked,
    /// There is none, or a person has decided.
    Settled,
    /// Annotations may be carried over from it.
    Found(Rc<Version>),
}

/// What can happen to it.
#[derive(Debug)]
pub enum VersionAction {
    /// The worker was asked.
    Asked,
    /// What the worker found for this document.
    Found(DocId, Option<Version>),
    /// A person wants none of it.
    Decline,
    /// This is the step that carries annotations over to the document.
    Carry(DocId, Transaction),
}

impl State {
    /// The open document, if the version before it is to be looked for now, and those that it may be a version of. Nobody has
    /// worked on it yet, and on those somebody has.
    pub fn wants_version(&self) -> Option<(DocId, Vec<DocId>)> {
        let doc = self.document()?.id();
        let documents = self.store.documents();
        let info = documents.get(&doc)?;
        let is_read = !matches!(self.suggestions().progress, Progress::Waiting | Progress::Running { .. });
        let is_new =
            info.status == DocumentStatus::New && info.supersedes.is_none() && self.store.tally(doc).spans == 0;
        if self.before != Before::Unasked || !is_read || !is_new || self.refusal().is_some() {
            return None;
        }
        let is_declined = self.declined.contains(&doc);
        let may_be = |other: &DocId| {
            let bytes = documents.get(other).map_or(0, |other| other.bytes);
            *other != doc
                && !is_declined
                && bytes <= info.bytes.saturating_mul(TIMES)
                && info.bytes <= bytes.saturating_mul(TIMES)
                && self.store.tally(*other).spans > 0
        };
        Some((doc, documents.keys().copied().filter(may_be).collect()))
    }

    /// The version from which annotations may be carried over to the open document.
    pub fn version(&self) -> Option<&Version> {
        match &self.before {
            Before::Found(version) if self.store.documents().contains_key(&version.of) => Some(version),
            _ => None,
        }
    }

    pub(crate) fn versions(&mut self, action: VersionAction) {
        match action {
            VersionAction::Asked => self.before = Before::Asked,
            VersionAction::Found(doc, found) if self.current == Some(doc) => {
                self.before = found.map_or(Before::Settled, |found| Before::Found(found.into()));
            }
            VersionAction::Found(..) => {}
            VersionAction::Decline => {
                self.before = Before::Settled;
                self.declined = self.declined.iter().copied().chain(self.current).collect();
            }
            VersionAction::Carry(doc, transaction) => self.carry(doc, transaction),
        }
    }

    fn carry(&mut self, doc: DocId, transaction: Transaction) {
        if self.refused() {
            return;
        }
        let spans = transaction.ops.iter().filter(|op| matches!(op.after.as_deref(), Some(Record::Span(_)))).count();
        if !self.commit(Edit { transaction: Some(transaction), ..Edit::default() }) {
            return;
        }
        self.show(Some(doc));
        self.before = Before::Settled;
        let spans = if spans == 1 { "1 span was".to_owned() } else { format!("{spans} spans were") };
        self.say(format!("{spans} carried over. What changed is listed at the left. Undo takes all of it back."));
        self.find_changes();
    }

    /// Lists what the open document has otherwise than the one that it supersedes.
    pub fn find_changes(&mut self) {
        let query = Query { kind: QueryKind::Changes, ..Query::default() };
        self.left = crate::LeftTab::Find;
        self.preferences.is_left_open = true;
        self.ask(query, Reach::Document);
        (self.find.label, self.find.from, self.find.wish) = (None, None, None);
        self.find.revision += 1;
    }

    /// Whether changes are looked for, and would be others now.
    pub(crate) fn has_other_changes(&self) -> bool {
        self.find.query.kind == QueryKind::Changes && matches!(self.find.progress, Finding::Finished(_))
    }
}
