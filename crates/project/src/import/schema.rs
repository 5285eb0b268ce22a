//! What a file names, labels above all, brought into a project that may know it already.

use postil_core::{Definition, Dot, Draft, Hue, Kind, Record, RecordKey, Store, genesis};

/// A project's schema, while a file adds to it.
pub(super) struct SchemaMerge {
    genesis: Dot,
    /// The end of the lists.
    next_order: u32,
    /// How many labels have each colour.
    uses: [usize; Hue::ALL.len()],
    /// The keys that are taken, as bits: the code of an ASCII character each.
    keys: u128,
}

impl SchemaMerge {
    pub(super) fn of(store: &Store) -> Self {
        let mut schema = Self { genesis: genesis().dot, next_order: 0, uses: [0; Hue::ALL.len()], keys: 0 };
        for ((kind, _), definition) in store.definitions().iter() {
            schema.note(*kind, definition);
        }
        schema
    }

    fn note(&mut self, kind: Kind, definition: &Definition) {
        self.next_order = self.next_order.max(definition.order.saturating_add(1));
        self.keys |= key_bit(definition);
        if kind == Kind::Label {
            self.uses[definition.hue as usize] += 1;
        }
    }

    /// Adds a document, label, set or annotator of a file where there is none. What is there stays as it is, but for the
    /// display name of a label of the first schema that nobody has touched here: the file's is better than ours.
    /// Gives back whether the record was one of these.
    pub(super) fn put(&mut self, draft: &mut Draft, key: &RecordKey, record: &Record) -> bool {
        let here = draft.store().get(key).cloned();
        match (key, record) {
            (RecordKey::Definition(kind, _), Record::Definition(wanted)) => match here.as_deref() {
                None => {
                    let definition = self.fitted(*kind, wanted);
                    self.note(*kind, &definition);
                    draft.put(key.clone(), definition.into());
                }
                Some(Record::Definition(here)) if draft.store().heads(key) == [self.genesis] => {
                    draft.put(key.clone(), Definition { name: wanted.name.clone(), ..here.clone() }.into());
                }
                Some(_) => {}
            },
            (RecordKey::Document(_) | RecordKey::Set(_) | RecordKey::Annotator(_), _) => {
                if here.is_none() {
                    draft.put(key.clone(), record.clone());
                }
            }
            _ => return false,
        }
        true
    }

    /// The same with a place at the end of the lists, a colour that is used least, and no key that is taken.
    fn fitted(&self, kind: Kind, wanted: &Definition) -> Definition {
        let hues = Hue::ALL.iter().copied().filter(|hue| *hue != Hue::Slate);
        let hue = match (kind, wanted.hue) {
            (Kind::Label, Hue::Slate) => hues.min_by_key(|hue| self.uses[*hue as usize]).unwrap_or(Hue::Slate),
            (_, hue) => hue,
        };
        let key = wanted.key.clone().filter(|_| self.keys & key_bit(wanted) == 0);
        Definition { order: self.next_order, hue, key, ..wanted.clone() }
    }
}

/// No bit for a definition without a key, or with one that no keyboard has.
fn key_bit(definition: &Definition) -> u128 {
    match definition.key.as_deref().map(str::as_bytes) {
        Some([key @ 0..128]) => 1 << key,
        _ => 0,
    }
}
