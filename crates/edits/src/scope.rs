//! Whose edit it is, of what; and what it comes to.

use postil_core::{
    Author, DocId, DocumentInfo, DocumentStatus, Draft, Intent, NodeId, RecordKey, SetId, SetInfo, SetKind, Store,
    Timestamp, Transaction,
};

/// Whose edit it is, and of what.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    pub store: &'a Store,
    pub author: &'a Author,
    /// The set that is edited. Its first annotation makes it.
    pub set: &'a SetId,
    /// The document that is edited. Its first annotation makes it begun.
    pub doc: DocId,
    /// The author's clock.
    pub now: Timestamp,
}

/// What a verb comes to.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// What to commit. None where nothing would change.
    pub transaction: Option<Transaction>,
    /// The annotation that the verb was about, as it is called afterwards.
    pub node: Option<NodeId>,
    /// Whether another annotation says already what this one would have said: `node` is the other one, and nothing is to
    /// be done.
    pub is_said: bool,
}

impl Edit {
    /// Another annotation says it already.
    pub(crate) fn said(node: NodeId) -> Self {
        Self { transaction: None, node: Some(node), is_said: true }
    }
}

impl<'a> Scope<'a> {
    /// Drafts an edit of annotations; keeps up the set and the document's status. What `write` gives is the node.
    ///
    /// Nothing is edited in a document that the project does not have.
    pub(crate) fn annotate(self, intent: Intent, write: impl FnOnce(&mut Draft) -> Option<NodeId>) -> Edit {
        let Some(mut draft) = self.begin() else { return Edit::default() };
        let node = write(&mut draft);
        self.end(draft, intent, node)
    }

    // Apart from what is written, which is another function for each verb: these are there once.
    #[inline(never)]
    fn begin(self) -> Option<Draft<'a>> {
        let mut draft = Draft::new(self.store, self.author);
        begin(&mut draft, self.set, self.doc).then_some(draft)
    }

    #[inline(never)]
    fn end(self, draft: Draft<'a>, intent: Intent, node: Option<NodeId>) -> Edit {
        Edit { transaction: draft.finish(self.now, intent), node, is_said: false }
    }
}

/// Keeps up the set and the document's status before something is annotated. Says whether the project has the document at all.
pub(crate) fn begin(draft: &mut Draft, set: &SetId, doc: DocId) -> bool {
    let store = draft.store();
    let Some(info) = store.documents().get(&doc) else { return false };
    if !store.sets().contains_key(set) {
        let annotator = Some(draft.author().annotator.clone());
        let info = SetInfo { name: "My annotations".into(), kind: SetKind::Work, annotator };
        draft.put(RecordKey::Set(set.clone()), info.into());
    }
    if info.status == DocumentStatus::New {
        let info = DocumentInfo { status: DocumentStatus::Begun, ..info.clone() };
        draft.put(RecordKey::Document(doc), info.into());
    }
    true
}
