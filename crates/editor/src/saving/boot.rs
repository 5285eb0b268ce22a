//! From what storage holds to a state that goes on from there.

use super::Settings;
use crate::{Access, Phase, State};
use postil_core::{DocId, Transaction};
use postil_project::codec;
use postil_project::stored::Saved;
use std::rc::Rc;
use std::sync::Arc;

/// What storage held at the start, read.
#[derive(Debug)]
pub struct Booted {
    /// Each with whether it was made here.
    pub log: Vec<(Arc<Transaction>, bool)>,
    pub settings: Settings,
    pub texts: Vec<DocId>,
    pub access: Access,
    /// What is damaged.
    pub trouble: Option<Rc<str>>,
}

impl Booted {
    /// Damage is told, and what is whole is used. What a newer version wrote is left alone, all of it: without its newest
    /// steps a project is another one, and what this version appends may be wrong in the eyes of the newer.
    pub fn new(saved: &Saved, access: Access) -> Self {
        if saved.rows.iter().any(|row| codec::newer_version(&row.lines).is_some()) {
            let why = "What this browser keeps was written by a newer Postil: it is left as it is, and not shown. Reload \
                       until that version is here.";
            return Self {
                log: Vec::new(),
                settings: Settings { preferences: Settings::parse(&saved.meta).preferences, ..Settings::default() },
                texts: Vec::new(),
                access: Access::Memory(why.into()),
                trouble: None,
            };
        }
        let mut log = Vec::new();
        let mut problems = Vec::new();
        for row in &saved.rows {
            let (transactions, damaged) = codec::decode_log(row.lines.lines());
            log.extend(transactions.into_iter().map(|transaction| (Arc::new(transaction), row.is_local)));
            problems.extend(damaged.into_iter().map(|problem| problem.to_string()));
        }
        Self {
            log,
            settings: Settings::parse(&saved.meta),
            texts: saved.text_ids.iter().filter_map(|id| id.parse().ok()).collect(),
            access,
            trouble: trouble(&problems, saved.unreadable).map(Into::into),
        }
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
    pub(crate) fn boot(&mut self, booted: Booted) {
        let Booted { log, settings, texts, access, trouble } = booted;
        if let Some(annotator) = &settings.annotator {
            self.author.annotator = annotator.clone();
        }
        self.set = crate::work_set(&self.author);
        for (transaction, is_own) in log {
            // A row may be there twice, when two tabs wrote to one log.
            if is_own && self.store.transaction(transaction.dot).is_none() {
                self.history.note(&transaction);
            }
            self.store.merge([transaction]);
        }
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
