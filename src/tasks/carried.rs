//! The project that came in the page itself, where that is one file.

use super::Tasks;
use crate::dom::{self, files::Given};
use crate::root::newest;
use crate::worker::Said;
use postil_core::DocId;
use postil_editor::{Access, Dialog};

/// What a page's project is called where it is told of.
const CARRIED: &str = "the project of this page";

impl Tasks {
    /// Opens the project that came in the page, if any, unless it was merged before: what has been deleted since must not come
    /// back from the file. A tab that follows leaves it to the one that writes.
    pub(super) fn open_carried(&self) {
        let Some(state) = newest().filter(|state| state.access != Access::Following) else { return };
        let Some(project) = dom::single::project() else { return };
        let id = DocId::of(&project);
        if state.preferences.carried.contains(&id) {
            return;
        }
        if let Ok(file) = Given::text(CARRIED, &project) {
            self.0.carried.set(Some(id));
            self.open_as(vec![file], Said::default());
        }
    }

    /// Merges it without asking: whoever opened the page meant it, and what is here already stays as it is. Where something
    /// in it is wrong, the question stays open.
    pub(super) fn take_carried(&self) {
        let Some(id) = self.0.carried.get() else { return };
        if let Some(Dialog::Import { name, loaded, .. }) = self.latest().and_then(|state| state.dialog.clone())
            && *name == *CARRIED
        {
            self.0.carried.set(None);
            if loaded.all_faults == 0 {
                self.take_in(false, Vec::new(), Some(id));
            }
        }
    }
}
