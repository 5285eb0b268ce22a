//! Settings, and what of them is to be written.

use crate::Preferences;
use postil_core::{AnnotatorId, DocId, Map, SetId, Timestamp};
use std::rc::Rc;

/// What is kept over reloads beside log and texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    pub annotator: Option<AnnotatorId>,
    pub set: Option<SetId>,
    pub current: Option<DocId>,
    pub preferences: Option<Preferences>,
    pub last_export: Option<Timestamp>,
    /// Bytes from the beginning of each text to where it was last read.
    pub places: Rc<Map<DocId, u32>>,
}

/// Before the id of the document whose reading place it is.
pub(super) const PLACE: &str = "place:";

impl Settings {
    /// From their names and values in storage; what cannot be read counts as not set.
    pub fn parse(meta: &Map<String, String>) -> Self {
        let get = |name: &str| meta.get(name);
        let places = meta
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(PLACE)?.parse::<DocId>().ok()?, value.parse().ok()?)));
        Self {
            annotator: get("annotator").and_then(|it| it.parse().ok()),
            set: get("set").and_then(|it| it.parse().ok()),
            current: get("current").and_then(|it| it.parse().ok()),
            preferences: get("preferences").and_then(|it| Preferences::from_json(it)),
            last_export: get("last-export").and_then(|it| it.parse().ok()).map(Timestamp),
            places: Rc::new(places.collect()),
        }
    }

    fn named(&self) -> [(&'static str, Option<String>); 5] {
        [
            ("annotator", self.annotator.as_ref().map(ToString::to_string)),
            ("set", self.set.as_ref().map(ToString::to_string)),
            ("current", self.current.map(|it| it.to_string())),
            ("preferences", self.preferences.as_ref().map(Preferences::to_json)),
            ("last-export", self.last_export.map(|it| it.0.to_string())),
        ]
    }

    /// What makes these of those that are stored.
    pub(super) fn changes(&self, stored: &Self) -> Vec<(String, Option<String>)> {
        // Nothing is known to be stored, though something may be: so all of it is said.
        let is_unknown = stored.annotator.is_none();
        let mut changes = Vec::new();
        for ((name, new), (_, old)) in self.named().into_iter().zip(stored.named()) {
            if new != old || is_unknown {
                changes.push((name.to_owned(), new));
            }
        }
        if !Rc::ptr_eq(&self.places, &stored.places) {
            let name = |doc: &DocId| format!("{PLACE}{doc}");
            let new = self.places.iter().filter(|(doc, at)| stored.places.get(*doc) != Some(at));
            changes.extend(new.map(|(doc, at)| (name(doc), Some(at.to_string()))));
            let gone = stored.places.keys().filter(|doc| !self.places.contains_key(*doc));
            changes.extend(gone.map(|doc| (name(doc), None)));
        }
        changes
    }
}
