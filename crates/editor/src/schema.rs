//! Changes of the schema, and what they mean for what is suggested.

use crate::State;
use postil_core::{Definition, Dot, Intent, Kind, Map, RecordKey, Slug, Timestamp, Transaction, genesis};
use postil_edits::Edit;
use postil_messages::Fate;

/// More names after each other than a label ever had: what two people called after each other ends here.
const LONGEST: usize = 16;

/// The entries of a schema.
type Definitions = Map<(Kind, Slug), Definition>;

impl State {
    pub(crate) fn define(&mut self, kind: Kind, slug: Slug, definition: Definition, now: Timestamp) {
        if !self.refused() {
            self.commit(postil_edits::define(&self.store, &self.author, now, kind, slug, definition));
        }
    }

    pub(crate) fn move_entry(&mut self, kind: Kind, slug: &Slug, by: isize, now: Timestamp) {
        if !self.refused() {
            self.commit(postil_edits::move_entry(&self.store, &self.author, now, kind, slug, by));
        }
    }

    pub(crate) fn commit_drafted(&mut self, transaction: Transaction) {
        if !self.refused() {
            self.commit(Edit { transaction: Some(transaction), ..Edit::default() });
        }
    }

    /// What becomes of labels that an extractor suggests and the project calls otherwise, or has deleted.
    pub fn fates(&self) -> Vec<Fate> {
        fates(self.store.definitions())
    }

    /// What was suggested before is suggested in other words, or not any more.
    pub(crate) fn extract_what_is_called_otherwise(&mut self, before: &Definitions) {
        if fates(before) != self.fates() {
            self.extract_all();
        }
    }

    /// Whether the next step to undo, or to redo, is one of the schema alone: there is nothing in a text to go to.
    pub fn is_schema_step(&self, is_undo: bool) -> bool {
        let next = if is_undo { self.history.last_done() } else { self.history.last_undone() };
        next.is_some_and(|dot| self.is_of_schema(dot))
    }

    pub(crate) fn is_of_schema(&self, mut dot: Dot) -> bool {
        while let Some(transaction) = self.store.transaction(dot) {
            match transaction.intent {
                Intent::Revert { of, .. } => dot = of,
                Intent::Schema => return true,
                _ => return false,
            }
        }
        false
    }
}

fn fates(definitions: &Definitions) -> Vec<Fate> {
    let mut fates = Vec::new();
    for ((kind, slug), it) in definitions.iter() {
        if it.replaced_by.is_some() && is_suggested(*kind) {
            fates.push((*kind, slug.clone(), last(definitions, *kind, slug)));
        }
    }
    for op in genesis().ops {
        if let RecordKey::Definition(kind, slug) = op.key
            && is_suggested(kind)
            && !definitions.contains_key(&(kind, slug.clone()))
        {
            fates.push((kind, slug, None));
        }
    }
    fates
}

fn is_suggested(kind: Kind) -> bool {
    matches!(kind, Kind::Label | Kind::Relation | Kind::Event | Kind::Role)
}

/// What an entry became in the end, if that is still there.
fn last(definitions: &Definitions, kind: Kind, slug: &Slug) -> Option<Slug> {
    let mut slug = slug.clone();
    for _ in 0..LONGEST {
        match &definitions.get(&(kind, slug.clone()))?.replaced_by {
            Some(next) => slug = next.clone(),
            None => return Some(slug),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::keys;
    use postil_core::names;

    #[test]
    fn keys_of_commands_are_no_keys_of_labels() {
        for key in (' '..='~').chain(['ß', 'É', '北']) {
            let shift = key.is_uppercase();
            let text = key.to_string();
            let press = keys::Press { key: &text, code: "", ctrl: false, shift, alt: false, is_repeated: false };
            let is_heard = keys::ask(press, keys::Scope::Article, &crate::Keymap::default(), |_| None).is_some();
            assert_eq!(is_heard, names::is_command(&text), "{key:?}");
        }
    }
}
