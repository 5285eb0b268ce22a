//! From an empty page to what was there when it was closed.

use super::Tasks;
use crate::dom;
use crate::state::{Access, Action, Booted, Preferences};
use crate::storage::lock::{self, Writer};
use crate::storage::persistence::{self, Persistence};
use crate::storage::{Database, Saved};
use crate::view::words::grouped;
use postil_core::{AnnotatorId, DocId, Map, SetId, Timestamp};
use postil_project::codec;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

impl Tasks {
    pub(super) fn start(&self) {
        let tasks = self.clone();
        spawn_local(async move {
            let booted = tasks.read().await;
            tasks.send(Action::Booted(Box::new(booted)));
            if let Persistence::Granted = persistence::granted().await {
                tasks.send(Action::Persistence(true));
            }
        });
    }

    async fn read(&self) -> Booted {
        // The right to write comes first: what is read after it is the newest there is.
        let writer = lock::take().await;
        let opened = match Database::open().await {
            Ok(database) => database.load().await.map(|saved| (database, saved)),
            Err(error) => Err(error),
        };
        let (database, saved) = match opened {
            Ok(opened) => opened,
            Err(error) => return booted(Saved::default(), Access::Memory(error.to_string().into())),
        };
        *self.0.database.borrow_mut() = Some(database);
        *self.0.meta.borrow_mut() = saved.meta.clone();
        let access = match writer {
            Writer::Here | Writer::Unknown => Access::Writing,
            Writer::Elsewhere => {
                let tasks = self.clone();
                lock::when_free(move || {
                    tasks.send(Action::Say("The other tab is closed: reload this one to go on working here.".into()));
                });
                Access::ReadOnly
            }
        };
        booted(saved, access)
    }

    /// Asks the browser to keep what is stored.
    pub fn ask_persistence(&self) {
        let tasks = self.clone();
        spawn_local(async move {
            let is_granted = persistence::ask().await == Persistence::Granted;
            tasks.send(Action::Persistence(is_granted));
        });
    }
}

/// What storage held, as the state wants it. Damage is told, and what is whole is used.
fn booted(saved: Saved, access: Access) -> Booted {
    let mut log = Vec::new();
    let mut problems = Vec::new();
    for row in &saved.rows {
        let (transactions, damaged) = codec::decode_log(row.lines.lines());
        log.extend(transactions.into_iter().map(|transaction| (Arc::new(transaction), row.is_local)));
        problems.extend(damaged.into_iter().map(|problem| problem.to_string()));
    }
    let meta = |name: &str| saved.meta.get(name);
    let annotator = meta("annotator").and_then(|name| name.parse().ok()).unwrap_or_else(new_annotator);
    let places = saved
        .meta
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("place:")?.parse::<DocId>().ok()?, value.parse().ok()?)))
        .collect::<Map<_, _>>();
    let trouble = trouble(&problems, saved.unreadable);
    Booted {
        log,
        annotator,
        set: meta("set").and_then(|set| set.parse::<SetId>().ok()),
        current: meta("current").and_then(|doc| doc.parse().ok()),
        places,
        preferences: meta("preferences")
            .and_then(|json| Preferences::from_json(json))
            .unwrap_or_else(first_preferences),
        access,
        last_export: meta("last-export").and_then(|at| at.parse().ok()).map(Timestamp),
        trouble: trouble.map(Into::into),
    }
}

/// What is said of stored steps that are damaged, and of rows of the log that cannot be read at all.
fn trouble(problems: &[String], unreadable: usize) -> Option<String> {
    let first = problems.first().map(|first| format!(" The first: {first}"));
    // A row is one step or more.
    let steps = match problems.len() + unreadable {
        0 => return None,
        1 => "1 stored step is damaged and was left out; the others are here.".to_owned(),
        steps => format!("{} stored steps are damaged and were left out; the others are here.", grouped(steps)),
    };
    Some(steps + &first.unwrap_or_default())
}

/// A random name for a person.
pub(super) fn new_annotator() -> AnnotatorId {
    format!("{:016x}", dom::random()).parse().expect("sixteen digits are a name")
}

/// On a narrow screen the article comes first.
fn first_preferences() -> Preferences {
    Preferences {
        is_left_open: !dom::matches("(max-width: 56rem)"),
        is_right_open: !dom::matches("(max-width: 68rem)"),
        ..Preferences::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_counted() {
        assert_eq!(trouble(&[], 0), None);
        let one = "1 stored step is damaged and was left out; the others are here.";
        assert_eq!(trouble(&[], 1).as_deref(), Some(one));
        assert_eq!(trouble(&["a".into()], 0), Some(format!("{one} The first: a")));
        let three = "3 stored steps are damaged and were left out; the others are here. The first: a";
        assert_eq!(trouble(&["a".into(), "b".into()], 1).as_deref(), Some(three));
    }
}
