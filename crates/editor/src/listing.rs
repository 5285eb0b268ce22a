//! The list of documents: in which order they stand, and which of them.

use crate::{Progress, State, Suggestions, natural};
use postil_core::{DocId, DocumentInfo, DocumentStatus, Map, sort_by};
use std::rc::Rc;
use std::sync::Arc;

/// What a person wants to see of the list. Keys that turn over documents follow it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub sort: Sort,
    pub only: Only,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By path, as folders are read.
    #[default]
    Order,
    Title,
    /// What is begun, then what is new, then what is done.
    Status,
}

/// Which documents are listed. The open one always is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    #[default]
    All,
    New,
    Begun,
    Done,
    /// Those that were read since the page was loaded, and have suggestions that nobody has decided about.
    Suggestions,
}

/// How far the work on a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Its text is not in storage.
    Missing,
    Done,
    /// So many of so many suggestions are decided.
    Reviewed(u32, u32),
    /// Not extracted since the page was loaded, but it has annotations.
    Begun(u32),
    New,
}

impl Work {
    fn is(self, only: Only) -> bool {
        match only {
            Only::All => true,
            Only::Done => self == Self::Done,
            Only::New => matches!(self, Self::New | Self::Reviewed(0, _)),
            Only::Begun => matches!(self, Self::Begun(_) | Self::Reviewed(1.., _) | Self::Missing),
            Only::Suggestions => matches!(self, Self::Reviewed(done, total) if done < total),
        }
    }

    fn rank(self) -> u8 {
        match self {
            _ if self.is(Only::Begun) => 0,
            Self::Done => 2,
            _ => 1,
        }
    }
}

impl State {
    /// How far the work on a document is.
    pub fn work(&self, doc: DocId) -> Work {
        let status = self.store.documents().get(&doc).map(|info| info.status);
        let tally = self.store.tally(doc);
        let suggestions = self.suggestions_of(doc).filter(|it| it.progress != Progress::Waiting);
        let total = suggestions.map_or(0, |it| it.count_at_least(self.preferences.threshold));
        match status {
            _ if self.is_text_missing(doc) => Work::Missing,
            Some(DocumentStatus::Done) => Work::Done,
            _ if total > 0 => Work::Reviewed((tally.accepted + tally.rejections).min(total), total),
            _ if tally.spans > 0 => Work::Begun(tally.spans),
            _ => Work::New,
        }
    }

    /// All documents by path, as people count; what came in together without a path of its own by title, and what has none,
    /// such as pasted text, last, as it came.
    pub fn documents_in_order(&self) -> Vec<DocId> {
        let documents = self.store.documents();
        let mut docs: Vec<_> = documents.iter().map(|(doc, info)| (*doc, info, self.store.added(*doc))).collect();
        sort_by(&mut docs, &|(doc, info, added), (other, than, before)| {
            let paths = match (&info.source, &than.source) {
                (Some(path), Some(other)) => natural(path, other),
                (path, other) => other.is_some().cmp(&path.is_some()),
            };
            let titles = || natural(&info.title, &than.title);
            paths.then_with(|| added.cmp(before)).then_with(titles).then_with(|| doc.cmp(other))
        });
        docs.into_iter().map(|(doc, ..)| doc).collect()
    }

    /// The documents as a person wants them listed.
    pub fn listed(&self) -> Vec<DocId> {
        let Listing { sort, only } = self.listing;
        let documents = self.store.documents();
        let mut docs = self.documents_in_order();
        docs.retain(|doc| only == Only::All || self.current == Some(*doc) || self.work(*doc).is(only));
        match sort {
            Sort::Order => {}
            Sort::Title => sort_by(&mut docs, &|a, b| natural(&documents[a].title, &documents[b].title)),
            Sort::Status => sort_by(&mut docs, &|a, b| self.work(*a).rank().cmp(&self.work(*b).rank())),
        }
        docs
    }
}

/// The list with the words that are looked for in it, kept as long as nothing changes that it is made of.
#[derive(Default)]
pub struct Listed {
    of: Option<Of>,
    docs: Vec<DocId>,
}

/// What the list was made of.
struct Of {
    documents: Arc<Map<DocId, DocumentInfo>>,
    listing: Listing,
    words: String,
    /// Where it matters how far the work is.
    work: Option<WorkOf>,
}

struct WorkOf {
    open: Option<DocId>,
    log_len: usize,
    suggestions: Rc<Map<DocId, Suggestions>>,
}

impl Of {
    fn is_same(&self, other: &Self) -> bool {
        let is_same_work = match (&self.work, &other.work) {
            (Some(one), Some(other)) => {
                (one.open, one.log_len) == (other.open, other.log_len)
                    && Rc::ptr_eq(&one.suggestions, &other.suggestions)
            }
            (one, other) => one.is_none() && other.is_none(),
        };
        Arc::ptr_eq(&self.documents, &other.documents)
            && (self.listing, &self.words) == (other.listing, &other.words)
            && is_same_work
    }
}

impl Listed {
    /// The list of this state: the documents whose title or path has all of these words. `lower` makes letters small.
    pub fn of(&mut self, state: &State, words: &str, lower: fn(&str) -> String) -> &[DocId] {
        let depends_on_work = state.listing.only != Only::All || state.listing.sort == Sort::Status;
        let of = Of {
            documents: state.store.documents().clone(),
            listing: state.listing,
            words: lower(words),
            work: depends_on_work.then(|| WorkOf {
                open: state.current,
                log_len: state.store.log_len(),
                suggestions: state.suggestions.clone(),
            }),
        };
        if !self.of.as_ref().is_some_and(|was| was.is_same(&of)) {
            self.docs = state.listed();
            if !of.words.trim().is_empty() {
                self.docs.retain(|doc| has(&of.documents[doc], &of.words, lower));
            }
            self.of = Some(of);
        }
        &self.docs
    }
}

fn has(info: &DocumentInfo, words: &str, lower: fn(&str) -> String) -> bool {
    let (title, path) = (lower(&info.title), lower(info.source.as_deref().unwrap_or_default()));
    words.split_whitespace().all(|word| title.contains(word) || path.contains(word))
}
