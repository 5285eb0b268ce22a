//! What is looked for over documents, what was found, and where in it the reader is. The worker looks; here is the list.

mod act;

pub use act::Plan;

use crate::{Item, Shown, State, moves};
use postil_core::{DocId, Map, Slug, TextRange};
use postil_messages::{FoundHit, Query, QueryKind};
use std::rc::Rc;

/// Selected words that are longer than this are no words to look for, in bytes.
const MAX_ALIKE: u32 = 400;

/// The search of the page. Cloning is some reference counts.
#[derive(Clone, Debug, Default)]
pub struct Find {
    pub query: Query,
    pub reach: Reach,
    pub progress: Finding,
    /// Whether it was typed just now: more may come.
    pub is_typed: bool,
    /// The documents that are looked through, in this order.
    docs: Rc<[DocId]>,
    found: Rc<Vec<Rc<InDocument>>>,
    count: u32,
    /// How many hits the filter held back.
    pub held_back: u32,
    /// The hit where the reader is.
    pub at: Option<At>,
    /// Hits that are left out of what is done to all: those that are not as [`is_off`](Self::is_off) says.
    ticks: Rc<Map<At, ()>>,
    is_off: bool,
    /// Labels that a dictionary names.
    pub labels: Rc<[Slug]>,
    /// What hits are tagged with, or relabelled to.
    pub label: Option<Slug>,
    /// The label that is replaced; any, where it is None.
    pub from: Option<Slug>,
    /// Changes with all that decides what is done to hits.
    pub revision: u32,
    /// Where the keyboard should be taken; a new number for each wish.
    pub wish: Option<(u32, Wish)>,
}

/// What of the project is looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The documents of the list, as it is filtered.
    #[default]
    Listed,
    /// The open document.
    Document,
    /// Some words of a document.
    Selection(DocId, TextRange),
}

/// How far it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Finding {
    /// Nothing is looked for.
    #[default]
    Idle,
    /// It is to begin.
    Waiting,
    Running {
        seq: u32,
        /// Documents.
        done: u32,
        total: u32,
    },
    Finished(Ended),
    Cancelled,
    /// Why nothing can be looked for like this.
    Failed(Rc<str>),
}

/// What is to be said of a search that is over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Documents whose texts are not to be had.
    pub missing: u32,
    /// Whether there is more than is listed.
    pub is_cut: bool,
    /// Labels of a dictionary that the project has not.
    pub unknown: Rc<[String]>,
}

/// What was found in one document, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InDocument {
    pub doc: DocId,
    pub hits: Vec<FoundHit>,
}

/// A hit, by its document and its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub group: u32,
    pub hit: u32,
}

/// Where the keyboard should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// In what is looked for.
    Field,
    /// At what tags all that was found.
    Tag,
}

/// What can happen to a search.
#[derive(Debug)]
pub enum FindAction {
    /// The panel is wanted.
    Open,
    /// This is typed in the field: it is looked for after a pause.
    Type(String),
    /// Something is looked for.
    Ask {
        query: Query,
        reach: Reach,
    },
    /// The worker was asked about these documents.
    Started {
        seq: u32,
        docs: Rc<[DocId]>,
    },
    Found {
        seq: u32,
        done: u32,
        hits: Vec<FoundHit>,
        labels: Vec<Slug>,
    },
    Ended {
        seq: u32,
        end: Finding,
    },
    /// The reader goes to a hit.
    Go(At),
    /// A hit is left out of what is done to all, or taken in again.
    Tick(At),
    /// All are taken in, or left out.
    TickAll(bool),
    Label(Option<Slug>),
    From(Option<Slug>),
}

impl Find {
    /// Nothing was looked for.
    pub(crate) fn forgotten(&self) -> Self {
        Self { revision: self.revision + 1, ..Self::default() }
    }

    /// What was found, by document.
    pub fn found(&self) -> &[Rc<InDocument>] {
        &self.found
    }

    /// How many hits there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// One of them, with its document.
    pub fn get(&self, at: At) -> Option<(DocId, &FoundHit)> {
        let group = self.found.get(at.group as usize)?;
        Some((group.doc, group.hits.get(at.hit as usize)?))
    }

    /// Those in a document.
    pub fn hits_in(&self, doc: DocId) -> &[FoundHit] {
        self.found.iter().find(|group| group.doc == doc).map_or(&[], |group| &group.hits)
    }

    /// Whether something is done to a hit where it is done to all.
    pub fn is_ticked(&self, at: At) -> bool {
        self.ticks.contains_key(&at) == self.is_off
    }

    /// The hit after one, or before it, round at the ends.
    fn step(&self, from: At, is_forward: bool) -> Option<At> {
        let last = |group: u32| self.found.get(group as usize).map_or(0, |it| it.hits.len() as u32 - 1);
        let groups = self.found.len() as u32;
        let At { group, hit } = from;
        Some(match is_forward {
            _ if groups == 0 => return None,
            true if hit < last(group) => At { group, hit: hit + 1 },
            true => At { group: (group + 1) % groups, hit: 0 },
            false if hit > 0 => At { group, hit: hit - 1 },
            false => {
                let group = (group + groups - 1) % groups;
                At { group, hit: last(group) }
            }
        })
    }

    fn clear(&mut self) {
        (self.found, self.count, self.held_back, self.at) = (Rc::default(), 0, 0, None);
        (self.ticks, self.is_off, self.labels) = (Rc::default(), false, Rc::default());
    }

    fn take_in(&mut self, hits: Vec<FoundHit>) {
        self.count += hits.len() as u32;
        let found = Rc::make_mut(&mut self.found);
        for hit in hits {
            let Some(doc) = self.docs.get(hit.doc as usize).copied() else { continue };
            match found.last_mut().filter(|group| group.doc == doc) {
                Some(group) => Rc::make_mut(group).hits.push(hit),
                None => found.push(Rc::new(InDocument { doc, hits: vec![hit] })),
            }
        }
    }

    fn is_running(&self, seq: u32) -> bool {
        matches!(self.progress, Finding::Running { seq: running, .. } if running == seq)
    }
}

impl State {
    /// The documents to look through now, and what to look at of a single one.
    pub fn documents_to_find(&self) -> (Vec<DocId>, Option<TextRange>) {
        match self.find.reach {
            Reach::Listed => (self.listed(), None),
            Reach::Document => (self.current.into_iter().collect(), None),
            Reach::Selection(doc, range) => (vec![doc], Some(range)),
        }
    }

    pub(crate) fn finds(&mut self, action: FindAction) {
        self.find.revision += 1;
        match action {
            FindAction::Open => {
                self.open_find(Wish::Field);
                if self.find.query.kind == QueryKind::Changes {
                    self.ask(Query::default(), Reach::Listed);
                }
                // What is selected is what one wants to look in, or for.
                if let Some((words, range)) = self.words_meant().filter(|_| self.selection.is_some()) {
                    let is_long = words.len() > 60 || words.contains('\n');
                    match (is_long, self.current) {
                        (true, Some(doc)) => self.find.reach = Reach::Selection(doc, range),
                        _ => {
                            let query = Query { kind: QueryKind::Words, text: words, ..self.find.query.clone() };
                            self.ask(query, Reach::Listed);
                        }
                    }
                }
            }
            FindAction::Type(text) => {
                let query = Query { text, ..self.find.query.clone() };
                self.ask(query, self.find.reach);
                self.find.is_typed = true;
            }
            FindAction::Ask { query, reach } => self.ask(query, reach),
            FindAction::Started { seq, docs } => {
                self.find.progress = Finding::Running { seq, done: 0, total: docs.len() as u32 };
                self.find.docs = docs;
            }
            FindAction::Found { seq, done, hits, labels } if self.find.is_running(seq) => {
                let total = self.find.docs.len() as u32;
                self.find.progress = Finding::Running { seq, done, total };
                if !labels.is_empty() {
                    self.find.labels = labels.into();
                }
                let mut hits = hits;
                if self.filter.is_on() && self.find.query.kind == QueryKind::Annotations {
                    let all = hits.len();
                    hits.retain(|hit| self.has_shown(hit));
                    self.find.held_back += (all - hits.len()) as u32;
                }
                self.find.take_in(hits);
            }
            FindAction::Ended { seq, end } if self.find.is_running(seq) => self.find.progress = end,
            FindAction::Found { .. } | FindAction::Ended { .. } => {}
            FindAction::Go(at) => self.go_to_hit(at),
            FindAction::Tick(at) => {
                let ticks = Rc::make_mut(&mut self.find.ticks);
                if ticks.remove(&at).is_none() {
                    ticks.insert(at, ());
                }
            }
            FindAction::TickAll(is_on) => (self.find.ticks, self.find.is_off) = (Rc::default(), !is_on),
            FindAction::Label(label) => self.find.label = label,
            FindAction::From(label) => self.find.from = label,
        }
    }

    /// Whether some annotation that is meant by a hit passes the filter.
    fn has_shown(&self, hit: &FoundHit) -> bool {
        let Some(doc) = self.find.docs.get(hit.doc as usize) else { return false };
        let of_hit = |id: &postil_core::NodeId| {
            self.store.span(*id).is_some_and(|span| span.fragments.cover() == hit.range && span.set == self.set)
        };
        let spans = self.store.spans_touching(*doc, hit.range);
        spans.into_iter().filter(of_hit).any(|id| self.filter.has_span(&self.store, id))
    }

    fn open_find(&mut self, wish: Wish) {
        self.left = crate::LeftTab::Find;
        self.preferences.is_left_open = true;
        self.find.wish = Some((self.number(), wish));
    }

    pub(crate) fn ask(&mut self, query: Query, reach: Reach) {
        let is_nothing = query.text.trim().is_empty() && query.kind != QueryKind::Changes;
        self.find.clear();
        (self.find.query, self.find.reach, self.find.is_typed) = (query, reach, false);
        self.find.progress = if is_nothing { Finding::Idle } else { Finding::Waiting };
    }

    /// Looks once more: documents came or went.
    pub(crate) fn find_anew(&mut self) {
        if let Finding::Finished(_) | Finding::Running { .. } = self.find.progress {
            let Find { query, reach, .. } = self.find.clone();
            self.ask(query, reach);
        }
    }

    /// The words that a person means: the selection, what has the focus, or what is at the cursor.
    fn words_meant(&self) -> Option<(String, TextRange)> {
        let focused = || self.focused().map(|placed| placed.cover());
        let range = self.selection.or_else(focused).or_else(|| self.target())?;
        Some((self.document()?.slice(range).trim().to_owned(), range))
    }

    /// Looks for all occurrences of the words that are meant, exactly as they are, to tag them with the label that they have.
    pub(crate) fn find_alike(&mut self) {
        let Some((words, range)) = self.words_meant() else {
            return self.say("Focus an annotation first, or select some words: all their occurrences are then found.");
        };
        if words.is_empty() || range.len() > MAX_ALIKE {
            return self.say("These are too many words to look for: select fewer.");
        }
        let focused = self.focused().filter(|_| self.selection.is_none());
        let label = focused.map(|placed| placed.label).or_else(|| self.last_label.clone());
        let query = Query {
            kind: QueryKind::Words,
            text: words,
            whole_word: true,
            match_case: true,
            match_marks: true,
            inflect: false,
        };
        self.ask(query, Reach::Document);
        (self.find.label, self.find.from) = (label, None);
        self.find.revision += 1;
        self.open_find(Wish::Tag);
    }

    /// To the next hit, or the one before; from where the reader is, if he is at none.
    pub(crate) fn step_hit(&mut self, is_forward: bool) {
        if self.find.count == 0 {
            return self.say("Nothing is found: f looks for something.");
        }
        let to = match self.find.at {
            Some(at) => self.find.step(at, is_forward),
            None => self.nearest_hit(is_forward),
        };
        if let Some(to) = to {
            self.go_to_hit(to);
        }
    }

    /// The first hit behind the reader's place in the open document, or before it; else the first or last of all.
    fn nearest_hit(&self, is_forward: bool) -> Option<At> {
        let here = moves::here(self);
        let group = self.find.found.iter().position(|group| Some(group.doc) == self.current);
        if let Some(group) = group {
            let hits = &self.find.found[group].hits;
            let behind = hits.partition_point(|hit| hit.range.start() < here);
            let hit = if is_forward { Some(behind) } else { behind.checked_sub(1) };
            if let Some(hit) = hit.filter(|hit| *hit < hits.len()) {
                return Some(At { group: group as u32, hit: hit as u32 });
            }
        }
        match is_forward {
            true => self.find.step(At { group: self.find.found.len() as u32 - 1, hit: u32::MAX }, true),
            false => self.find.step(At::FIRST, false),
        }
    }

    /// Opens the document of a hit there. An annotation of exactly these words has the focus; otherwise the words are
    /// selected, so that a label key tags them.
    fn go_to_hit(&mut self, at: At) {
        let Some((doc, hit)) = self.find.get(at) else { return };
        let (range, label) = (hit.range, hit.label);
        self.find.at = Some(at);
        if self.find.query.kind == QueryKind::Changes
            && let Some(label) = label.and_then(|label| self.find.labels.get(label as usize))
        {
            // `.` gives it the label that it had.
            self.last_label = Some(label.clone());
        }
        if !self.store.documents().contains_key(&doc) {
            return self.say("That document is gone from the project.");
        }
        self.show(Some(doc));
        let is_it = |id: &postil_core::NodeId| {
            self.store.span(*id).is_some_and(|span| span.set == self.set && span.fragments.cover() == range)
        };
        let span = self.store.spans_touching(doc, range).into_iter().find(is_it);
        let suggestion = || {
            let shown = Shown::of(self)?;
            let (id, _) = self.suggestions().touching(range).find(|(_, it)| it.range == range)?;
            shown.place(Item::Suggestion(id)).map(|placed| placed.item)
        };
        let item = span.map(Item::Span).or_else(suggestion);
        (self.focus, self.selection, self.cursor) = (None, None, None);
        match item {
            Some(item) => moves::focus(self, Some(item)),
            // Words that are gone: where they were.
            None if range.is_empty() => moves::click(self, range.start()),
            None => self.selection = Some(range),
        }
        self.take_to(range);
    }
}

impl At {
    /// The first of all.
    pub const FIRST: Self = Self { group: 0, hit: 0 };
}
