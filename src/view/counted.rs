//! Counts by label. Several parts of the page show them: they are counted once for each revision.

use postil_core::{Map, Slug};
use postil_editor::{Count, Revision, State};
use std::cell::RefCell;
use std::rc::Rc;

/// None in documents with too many spans to count them one by one.
pub type Counts = Option<Map<Slug, Count>>;

thread_local! {
    static LAST: RefCell<Option<(Revision, Rc<Counts>)>> = const { RefCell::new(None) };
}

/// Spans and pending suggestions of the open document by label.
pub fn counts(state: &State) -> Rc<Counts> {
    let revision = state.revision();
    LAST.with_borrow_mut(|last| match last {
        Some((of, counts)) if *of == revision => counts.clone(),
        _ => {
            let counts = Rc::new(state.counts());
            *last = Some((revision, counts.clone()));
            counts
        }
    })
}
