//! From an empty page to what was there when it was closed.

use super::Tasks;
use gloo::timers::future::TimeoutFuture;
use postil_editor::{Access, Action, Booted, Booting};
use postil_project::stored::Saved;
use postil_storage::Database;
use postil_storage::lock::{self, Writer};
use postil_storage::persistence::{self, Persistence};
use wasm_bindgen_futures::spawn_local;

/// So many bytes of the log are read before others have their turn: some 15 milliseconds.
const SLICE: usize = 512 << 10;

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
            Err(error) => return Booting::new(Saved::default(), Access::Memory(error.to_string().into())).finish(),
        };
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
        let mut booting = Booting::new(saved, access);
        while booting.step(SLICE) {
            TimeoutFuture::new(0).await;
        }
        let booted = booting.finish();
        if !matches!(booted.access, Access::Memory(_)) {
            *self.0.database.borrow_mut() = Some(database);
        }
        booted
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
