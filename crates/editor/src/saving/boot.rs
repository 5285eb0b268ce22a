//! From what storage holds to a state that goes on from there.

use super::Settings;
use crate::{Access, Phase, State};
use postil_core::{DocId, History, RecordKey, Store};
use postil_project::stored::{LogReader, LogRow, Saved};
use std::collections::BTreeSet;
use std::rc::Rc;

/// What storage held at the start, read.
#[derive(Debug)]
pub struct Booted {
    pub store: Store,
    pub history: History,
    pub settings: Settings,
    pub texts: Vec<DocId>,
    pub access: Access,
    /// What is damaged.
    pub trouble: Option<Rc<str>>,
}

/// What storage held, being read piece by piece, so that a page can draw and listen in between. Damage is told, and what is
/// whole is used. What a newer version wrote is left alone, all of it: without its newest steps a project is another one,
/// and what this version appends may be wrong in the eyes of the newer.
#[derive(Debug)]
pub struct Booting {
    rows: std::vec::IntoIter<LogRow>,
    /// The row that is being read, how far in bytes, and how many of its lines were read.
    row: Option<(LogRow, usize, usize)>,
    log: LogReader,
    unreadable: usize,
    settings: Settings,
    texts: Vec<DocId>,
    access: Access,
}

impl Booting {
    /// Begins; O(1) in the log.
    pub fn new(saved: Saved, access: Access) -> Self {
        let Saved { base, rows, unreadable, meta, text_ids } = saved;
        Self {
            rows: rows.into_iter(),
            row: None,
            log: LogReader::new(base),
            unreadable,
            settings: Settings::parse(&meta),
            texts: text_ids.iter().filter_map(|id| id.parse().ok()).collect(),
            access,
        }
    }

    /// Reads at most about so many bytes of the log, whole lines; says whether there is more.
    pub fn step(&mut self, bytes: usize) -> bool {
        let mut left = bytes;
        while left > 0 && !self.log.is_newer() {
            let Some((row, mut at, mut number)) = self.row.take().or_else(|| self.rows.next().map(|row| (row, 0, 0)))
            else {
                return false;
            };
            while at < row.lines.len() && left > 0 && !self.log.is_newer() {
                let end = row.lines[at..].find('\n').map_or(row.lines.len(), |end| at + end + 1);
                number += 1;
                self.log.read(&row.lines[at..end], number, row.is_local);
                left = left.saturating_sub(end - at);
                at = end;
            }
            if at < row.lines.len() {
                self.row = Some((row, at, number));
            }
        }
        !self.log.is_newer()
    }

    /// Reads what is left and ends.
    pub fn finish(mut self) -> Booted {
        while self.step(usize::MAX) {}
        let Self { log, unreadable, settings, texts, access, .. } = self;
        if log.is_newer() {
            let why = "What this browser keeps was written by a newer Postil: it is left as it is, and not shown. Reload \
                       until that version is here.";
            let settings = Settings { preferences: settings.preferences, ..Settings::default() };
            let access = Access::Memory(why.into());
            let (store, history, texts) = (Store::new(), History::default(), Vec::new());
            return Booted { store, history, settings, texts, access, trouble: None };
        }
        let trouble = trouble(log.problems(), unreadable).map(Into::into);
        let (store, history) = log.finish();
        Booted { store, history, settings, texts, access, trouble }
    }
}

/// What is said of stored steps that are damaged, and of rows of the log that cannot be read at all.
fn trouble(problems: &[String], unreadable: usize) -> Option<String> {
    let first = problems.first().map(|first| format!(" The first: {first}"));
    // A row is one step or more.
    let steps = match problems.len() + unreadable {
        0 => return None,
        1 => "1 stored step is damaged and was left out; the others are here.".to_owned(),
        steps => format!("{steps} stored steps are damaged and were left out; the others are here."),
    };
    Some(steps + &first.unwrap_or_default())
}

impl State {
    /// Goes on with what another tab has written, or in its place. What is looked at here stays.
    pub(crate) fn follow(&mut self, news: Booted, is_all: bool) {
        if self.access != Access::Following {
            return;
        }
        let Booted { store, history, settings, texts, access, trouble } = news;
        (self.store, self.history, self.access) = (store, history, access);
        let own = crate::work_set(&self.author);
        if let Some(annotator) = &settings.annotator {
            self.author.annotator = annotator.clone();
        }
        if self.set == own {
            self.set = crate::work_set(&self.author);
        }
        if !self.store.sets().contains_key(&self.set) {
            self.set = crate::work_set(&self.author);
        }
        // What is there was read.
        self.saving.is_lost = false;
        self.saving.log_len = self.store.log_len();
        self.saving.texts = Rc::new(texts.into_iter().map(|doc| (doc, ())).collect());
        if is_all {
            self.drop_forgotten_texts();
        }
        // Storage may have lost what is still here: whoever writes now brings it back.
        let owed =
            self.texts.keys().filter(|doc| self.access == Access::Writing && !self.saving.texts.contains_key(doc));
        self.saving.owed_texts = Rc::new(owed.map(|doc| (*doc, ())).collect());
        self.saving.settings = settings;
        self.saving.epoch += u32::from(is_all);
        if let Some(trouble) = trouble {
            self.complain(trouble);
        }
    }

    /// What another tab deleted is not told of by any step, and its text must not come back from here.
    fn drop_forgotten_texts(&mut self) {
        let ops = self.store.log().flat_map(|transaction| transaction.ops.iter().map(|op| op.key.clone()));
        let told = |key| if let RecordKey::Document(doc) = key { Some(doc) } else { None };
        let told: BTreeSet<DocId> = ops.filter_map(told).collect();
        let forgotten: Vec<DocId> = self.texts.keys().filter(|doc| !told.contains(doc)).copied().collect();
        for doc in forgotten {
            Rc::make_mut(&mut self.texts).remove(&doc);
        }
    }

    /// Stops to write, if all is written.
    pub(crate) fn give_way(&mut self) {
        if self.access == Access::Writing && self.is_saved() {
            self.access = Access::Following;
            self.say("You work in another tab now; this one follows.");
        }
    }

    pub(crate) fn boot(&mut self, booted: Booted) {
        let Booted { store, history, settings, texts, access, trouble } = booted;
        (self.store, self.history) = (store, history);
        if let Some(annotator) = &settings.annotator {
            self.author.annotator = annotator.clone();
        }
        self.set = crate::work_set(&self.author);
        if let Some(set) = settings.set.clone().filter(|set| self.store.sets().contains_key(set)) {
            self.set = set;
        }
        if let Some(preferences) = &settings.preferences {
            self.preferences = preferences.clone();
        }
        self.access = access;
        self.places = settings.places.clone();
        self.last_export = settings.last_export;
        self.current = settings.current.filter(|doc| self.store.documents().contains_key(doc));
        self.saving.log_len = self.store.log_len();
        self.saving.texts = Rc::new(texts.into_iter().map(|doc| (doc, ())).collect());
        self.saving.settings = settings;
        self.phase = Phase::Ready;
        let missing = self.store.documents().keys().filter(|doc| self.is_text_missing(**doc)).count();
        let missing = match (&self.access, missing) {
            (Access::Memory(_), _) | (_, 0) => None,
            (_, 1) => Some(
                "The text of 1 document is not in storage; its annotations are. It is marked in the list.".to_owned(),
            ),
            (_, some) => Some(format!(
                "The texts of {some} documents are not in storage; their annotations are. They are marked in the list."
            )),
        };
        let told: Vec<&str> = trouble.as_deref().into_iter().chain(missing.as_deref()).collect();
        if !told.is_empty() {
            self.complain(told.join("\n"));
        }
    }
}
