//! Several project files as one.

use crate::import::Content;
use crate::{Loaded, Shape, load, project};
use postil_core::{DocId, Document, Dot, Store, Transaction};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// What several files hold together.
#[derive(Default)]
pub struct Union {
    documents: BTreeMap<DocId, Document>,
    steps: BTreeMap<Dot, Arc<Transaction>>,
    /// How many files were read, whole or in part.
    pub read: usize,
    /// What was wrong, with the name of its file; it was repaired or left out.
    pub problems: Vec<(String, String)>,
}

/// Reads projects and bare logs, each with its name, into one. A project is a set of steps, so this is the union of sets:
/// the order of the files changes nothing of what comes out. A log finds its texts in the other files.
///
/// Files of annotations are refused, since they have no steps of their own. Two steps of one name, which only a copied or damaged
/// file can hold, are a problem, and the lesser one is kept. O(n log n) in the steps.
pub fn union<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Union {
    let mut union = Union::default();
    let mut waiting = Vec::new();
    for (name, text) in files {
        match union.load(name, text) {
            // What is missing may be in a later file.
            Some(loaded) if loaded.problems.is_empty() => union.add(name, &loaded),
            Some(loaded) => {
                union.keep_texts(&loaded);
                waiting.push((name, text));
            }
            None => {}
        }
    }
    for (name, text) in waiting {
        let Some(loaded) = union.load(name, text) else { continue };
        union.problems.extend(loaded.problems.iter().map(|problem| (name.to_owned(), problem.to_string())));
        union.add(name, &loaded);
    }
    union
}

impl Union {
    /// The state that all steps lead to.
    pub fn store(&self) -> Store {
        let mut store = Store::new();
        store.merge(self.steps.values().cloned());
        store
    }

    /// The texts, by id.
    pub fn documents(&self) -> &BTreeMap<DocId, Document> {
        &self.documents
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// The project file of all; `store` is that of [`store`](Self::store).
    pub fn write(&self, store: &Store) -> String {
        project::write(store, &self.documents.values().cloned().collect::<Vec<_>>())
    }

    fn load(&mut self, name: &str, text: &str) -> Option<Loaded> {
        let documents = &self.documents;
        match load(text, name, &|doc| documents.get(&doc).cloned()) {
            Ok(loaded) if matches!(loaded.shape, Shape::Project | Shape::Log) => Some(loaded),
            Ok(_) => {
                let message = "it holds annotations without their steps: open it in a project, or convert it to one";
                self.problems.push((name.to_owned(), message.to_owned()));
                None
            }
            Err(error) => {
                self.problems.push((name.to_owned(), error.to_string()));
                None
            }
        }
    }

    fn keep_texts(&mut self, loaded: &Loaded) {
        self.documents.extend(loaded.documents.iter().map(|document| (document.id(), document.clone())));
    }

    fn add(&mut self, name: &str, loaded: &Loaded) {
        self.read += 1;
        self.keep_texts(loaded);
        let Content::Log(steps) = &loaded.content else { return };
        for step in steps {
            match self.steps.entry(step.dot) {
                Entry::Vacant(place) => drop(place.insert(step.clone())),
                Entry::Occupied(place) if place.get() == step => {}
                Entry::Occupied(mut place) => {
                    let message =
                        format!("step {} is another one than in a file before; one of them is left out", step.dot);
                    self.problems.push((name.to_owned(), message));
                    if *step < *place.get() {
                        place.insert(step.clone());
                    }
                }
            }
        }
    }
}
