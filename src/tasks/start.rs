//! From an empty page to what was there when it was closed.

use super::Tasks;
use gloo::timers::future::TimeoutFuture;
use postil_editor::{Access, Action, Booted, Booting};
use postil_project::stored::Saved;
use postil_storage::Database;
use postil_storage::lock::{self, Right, Writer};
use postil_storage::persistence::{self, Persistence};
use wasm_bindgen_futures::spawn_local;

/// So many bytes of the log are read before others have their turn: some 15 milliseconds.
pub(super) const SLICE: usize = 512 << 10;

impl Tasks {
    pub(super) fn start(&self) {
        let tasks = self.clone();
        spawn_local(async move {
            tasks.listen();
            let (booted, right) = tasks.read().await;
            let (access, store, history) = (booted.access.clone(), booted.store.clone(), booted.history.clone());
            tasks.send(Action::Booted(Box::new(booted)));
            match (right, access) {
                (Some(right), _) => tasks.hold(right),
                (None, Access::Following) => tasks.follow(store, history),
                (None, _) => {}
            }
            tasks.open_carried();
            if let Persistence::Granted = persistence::granted().await {
                tasks.send(Action::Persistence(true));
            }
        });
    }

    async fn read(&self) -> (Booted, Option<Right>) {
        // The right to write comes first: what is read after it is the newest there is.
        let writer = lock::take().await;
        let opened = match Database::open().await {
            Ok(database) => database.load().await.map(|saved| (database, saved)),
            Err(error) => Err(error),
        };
        let (database, saved) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                // Nothing is written here: another tab may have better luck.
                if let Writer::Here(right) = writer {
                    right.give_back();
                }
                let access = Access::Memory(error.to_string().into());
                return (Booting::new(Saved::default(), access).finish(), None);
            }
        };
        let (access, right) = match writer {
            Writer::Here(right) => (Access::Writing, Some(right)),
            Writer::Unknown => (Access::Writing, None),
            Writer::Elsewhere => (Access::Following, None),
        };
        let mut booting = Booting::new(saved, access);
        while booting.step(SLICE) {
            TimeoutFuture::new(0).await;
        }
        let booted = booting.finish();
        if !matches!(booted.access, Access::Memory(_)) {
            *self.0.database.borrow_mut() = Some(database);
        }
        (booted, right)
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
