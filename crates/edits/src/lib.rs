//! What is done to annotations: tag, relabel, resize, accept, reject, delete, relate, note, define.
//!
//! Each verb is a pure function. It looks at a [`Store`], and gives an [`Edit`]: the one transaction that does what was
//! asked, for [`Store::commit`] and so one step to undo, and the annotation that it is about. The page, the worker and the
//! command say the same thing by calling the same function.
//!
//! This crate knows `postil-core` and nobody else: no focus, no cursor, no file, no clock.
//!
//! ```
//! use postil_core::*;
//! let document = Document::new("Erdoğan met Putin.");
//! let author = Author { actor: ActorId::new(1), annotator: "me".parse()?, next_seq: 0 };
//! let mut store = Store::new();
//! let add = postil_edits::add_document(&store, &author, Timestamp(1), &document, DocumentInfo::of(&document, "A meeting"));
//! store.commit(add.transaction.ok_or("it is new")?.into())?;
//!
//! let (author, set) = (Author { next_seq: 1, ..author }, "mine".parse()?);
//! let scope = postil_edits::Scope { store: &store, author: &author, set: &set, doc: document.id(), now: Timestamp(2) };
//! let tagged = postil_edits::tag(scope, "PERSON".parse()?, Fragments::one(TextRange::from_usize(0..8)), None);
//! store.commit(tagged.transaction.ok_or("it is new")?.into())?;
//! assert_eq!(store.spans(document.id()), [tagged.node.ok_or("a span")?]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attribute;
mod cluster;
mod constraint;
mod document;
mod end;
mod event;
mod hang;
mod occurrences;
mod past;
mod relation;
mod review;
mod schema;
mod scope;
mod settle;
mod span;

pub use attribute::{
    attribute, attributes_of, document_labels, is_own, label_document, link_entity, read_link, read_value,
};
pub use cluster::{
    SuggestedMention, accept_cluster, call, cluster, clusters_of, dissolve, may_be_mention, members, name_of,
    rejected_cluster_key, same, take_out, usual_cluster,
};
pub use constraint::{allows, is_a, is_among, is_single};
pub use document::{add_document, edit_document};
pub use end::End;
pub use event::{
    add_argument, arguments, change_role, delete_argument, delete_event, event, events_of, make_event, may_have_role,
    may_trigger, retype_event, roles_of,
};
pub use hang::{note, value, value_of};
pub use occurrences::{Occurrence, Standing, relabel_all, standing, tag_all};
pub use past::{Change, changes, return_to};
pub use relation::{delete_relation, relate, relation, relations_of, retarget, retype, turn};
pub use review::{
    Accepted, AcceptedEvent, accept, accept_event, accept_relation, correct, is_pending, reject, reject_by,
    rejected_event_key, rejected_relation_key, rejection_key, restore,
};
pub use schema::adopt::{Wanted, adopt};
pub use schema::impact::{Counts, Impact, impact, uses};
pub use schema::rewrite::{delete_entry, merge_entries, rename_entry, split_label};
pub use schema::{Conflict, conflicts, define, entries, move_entry, next_order, slug};
pub use scope::{Edit, Scope};
pub use settle::{Dispute, Settlement, Side, disputes, settle};
pub use span::{add_fragment, delete, find, relabel, resize, tag};

#[cfg(doc)]
use postil_core::Store;
