//! Adding a file's annotations under new names.

use super::schema::SchemaMerge;
use crate::records::{Graph, Places};
use postil_core::{
    Author, Draft, Intent, PartMut, Record, RecordKey, SetId, SetInfo, SetKind, Store, Timestamp, Transaction,
};

/// See [`Loaded::copy`](super::Loaded::copy).
pub(super) fn copy(
    records: &[(RecordKey, Record)], source: &str, store: &Store, author: &Author, now: Timestamp, name: &str,
) -> Option<Transaction> {
    let mut graph = Graph::of(records);
    let dangling = graph.dangling(records, &|_| false);
    let mut draft = Draft::new(store, author);
    for (key, _) in records {
        if let Some(id) = key.name() {
            graph.rename(id, draft.mint());
        }
    }
    let sets = Sets::of(records, author);
    sets.put(records, &mut draft, name);
    let mut schema = SchemaMerge::of(store);
    for (item, missing) in records.iter().zip(dangling) {
        let is_set = matches!(item.0, RecordKey::Set(_));
        if missing.is_none() && !is_set && !schema.put(&mut draft, &item.0, &item.1) {
            let (key, record) = sets.moved(graph.renamed(item));
            draft.put(key, record);
        }
    }
    draft.finish(now, Intent::Import { source: source.into() })
}

/// The sets in use, numbered, each to become a new one.
struct Sets {
    numbers: Places,
    /// What the names of the new ones begin with.
    prefix: String,
}

impl Sets {
    fn of(records: &[(RecordKey, Record)], author: &Author) -> Self {
        let mut numbers = Places::new();
        for (key, record) in records {
            if let Some(set) = key.set(record) {
                let next = numbers.len();
                numbers.entry(RecordKey::Set(set.clone())).or_insert(next);
            }
        }
        Self { numbers, prefix: format!("copy-{}", author.next_dot()) }
    }

    fn new_name(&self, set: &SetId) -> Option<SetId> {
        let number = self.numbers.get(&RecordKey::Set(set.clone()))?;
        Some(format!("{}-{number}", self.prefix).parse().expect("letters, hyphens and digits"))
    }

    fn put(&self, records: &[(RecordKey, Record)], draft: &mut Draft, name: &str) {
        let mut put = |set: &SetId, info: Option<&SetInfo>| {
            let Some(id) = self.new_name(set) else { return };
            let own_name = info.map_or(set.as_str(), |info| &info.name);
            let name = if self.numbers.len() == 1 { name.into() } else { format!("{name}: {own_name}").into() };
            let annotator = info.and_then(|info| info.annotator.clone());
            draft.put(RecordKey::Set(id), SetInfo { name, kind: SetKind::Imported, annotator }.into());
        };
        for key in self.numbers.keys() {
            if let RecordKey::Set(set) = key {
                put(set, None);
            }
        }
        for item in records {
            if let (RecordKey::Set(set), Record::SetInfo(info)) = item {
                put(set, Some(info));
            }
        }
    }

    /// The same record in its new set.
    fn moved(&self, (mut key, mut record): (RecordKey, Record)) -> (RecordKey, Record) {
        let mut rename = |part: PartMut| {
            if let PartMut::Set(set) = part
                && let Some(new) = self.new_name(set)
            {
                *set = new;
            }
        };
        key.each_name(&mut rename);
        record.each_name(&mut rename);
        (key, record)
    }
}
