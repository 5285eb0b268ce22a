//! The project that came in the page itself, where that is one file.

use super::Tasks;
use crate::dom::{self, files::Given};
use crate::worker::Said;
use postil_editor::{Access, Dialog};

/// What a page's project is called where it is told of.
const CARRIED: &str = "the project of this page.postil.json";

impl Tasks {
    /// Opens the project that came in the page, if any.
    pub(super) fn open_carried(&self) {
        let Some(project) = dom::single::project() else { return };
        if let Ok(file) = Given::text(CARRIED, &project) {
            self.0.carried.set(true);
            self.open_as(vec![file], Said::default());
        }
    }

    /// Merges it without asking: whoever opened the page meant it, and what is here already stays as it is. Where something
    /// in it is wrong, the question stays open.
    pub(super) fn take_carried(&self) {
        let Some(state) = self.latest().filter(|_| self.0.carried.get()) else { return };
        if let Some(Dialog::Import { loaded, .. }) = &state.dialog {
            self.0.carried.set(false);
            if loaded.all_faults == 0 && state.access != Access::Following {
                self.take_in(false, Vec::new(), true);
            }
        }
    }
}
