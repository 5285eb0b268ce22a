//! Several tabs of one profile: one of them writes. The others follow what it saves, and take over when it goes, or when a
//! person wishes to work there.
//!
//! A tab that gives way writes all that it owes first. One that does not answer loses the right to write, and still writes what
//! it owes: steps of several tabs in one log are only more steps.

use super::Tasks;
use super::start::SLICE;
use gloo::timers::future::TimeoutFuture;
use postil_core::{History, Store};
use postil_editor::{Access, Action, Booting};
use postil_storage::channel::{Channel, Word};
use postil_storage::lock::{self, Right};
use postil_storage::{News, StorageError};
use std::cell::{Cell, RefCell};
use wasm_bindgen_futures::spawn_local;

/// So long a tab has to write what it owes, in milliseconds, before another one takes the right from it.
const PATIENCE: u32 = 2000;
/// So long the one that asked has to take it.
const OFFER: u32 = 1000;

#[derive(Default)]
pub(super) struct Tabs {
    channel: RefCell<Option<Channel>>,
    /// While this tab writes, where the browser has locks.
    right: RefCell<Option<Right>>,
    /// Counts the rights that came.
    rights: Cell<u32>,
    /// What was read so far, while another tab writes.
    followed: RefCell<Option<(Store, History)>>,
    /// The right to write came, and what is to be said of it: it is used when the last news have been read.
    coming: RefCell<Option<(Right, &'static str)>>,
    is_reading: Cell<bool>,
    has_more: Cell<bool>,
    is_waiting: Cell<bool>,
    /// Another tab wishes to write, or does already.
    is_asked: Cell<bool>,
    /// A person wishes to work in this tab.
    is_asking: Cell<bool>,
}

impl Tasks {
    /// Listens to other tabs.
    pub(super) fn listen(&self) {
        let tasks = self.clone();
        *self.0.tabs.channel.borrow_mut() = Channel::open(move |word| match word {
            Word::Written => tasks.read_news(),
            Word::Give => {
                if tasks.0.tabs.right.borrow().is_some() {
                    tasks.0.tabs.is_asked.set(true);
                    tasks.give_way();
                }
            }
            Word::Take => tasks.seize(),
        });
    }

    /// Tells other tabs that there is something new in storage.
    pub(super) fn tell_written(&self) {
        self.tell(Word::Written);
    }

    fn tell(&self, word: Word) {
        if let Some(channel) = &*self.0.tabs.channel.borrow() {
            channel.say(word);
        }
    }

    /// This tab writes from now on.
    pub(super) fn hold(&self, right: Right) {
        *self.0.tabs.right.borrow_mut() = Some(right.clone());
        let number = self.0.tabs.rights.get() + 1;
        self.0.tabs.rights.set(number);
        let tasks = self.clone();
        spawn_local(async move {
            right.gone().await;
            // Whoever gave way has no right that could go, or has another one by now.
            if tasks.0.tabs.right.borrow().is_some() && tasks.0.tabs.rights.get() == number {
                tasks.0.tabs.is_asked.set(true);
                tasks.give_way();
            }
        });
    }

    /// Another tab writes: what it saves is shown here, and the right to write is waited for.
    pub(super) fn follow(&self, store: Store, history: History) {
        *self.0.tabs.followed.borrow_mut() = Some((store, history));
        // What was written while this was read.
        self.read_news();
        if self.0.tabs.is_waiting.replace(true) {
            return;
        }
        let tasks = self.clone();
        spawn_local(async move {
            let right = lock::wait().await;
            tasks.0.tabs.is_waiting.set(false);
            if let Some(right) = right {
                tasks.take_over(right, "The other tab is closed: you work in this one now.");
            }
        });
    }

    /// A person wishes to work in this tab.
    pub fn work_here(&self) {
        self.0.tabs.is_asking.set(true);
        self.tell(Word::Give);
        let tasks = self.clone();
        spawn_local(async move {
            TimeoutFuture::new(PATIENCE).await;
            tasks.seize();
        });
    }

    /// Takes the right from another tab, if somebody wished so and it has not come meanwhile.
    fn seize(&self) {
        if !self.0.tabs.is_asking.replace(false) {
            return;
        }
        let tasks = self.clone();
        spawn_local(async move {
            match lock::seize().await {
                Some(right) => tasks.take_over(right, "You work in this tab now; the other one follows."),
                None => tasks.send(Action::Complain("The browser does not let this tab write. Reload it.".into())),
            }
        });
    }

    fn take_over(&self, right: Right, said: &'static str) {
        self.0.tabs.is_asking.set(false);
        *self.0.tabs.coming.borrow_mut() = Some((right, said));
        self.read_news();
    }

    /// Gives the right to write to the tab that asks, once all that was done here is written. Level-triggered: the state
    /// says whether it is, and then takes no more steps.
    pub(super) fn give_way(&self) {
        let tabs = &self.0.tabs;
        let Some(state) = self.latest().filter(|_| tabs.is_asked.get()) else { return };
        if state.access == Access::Writing {
            if state.is_saved() && self.0.writes.get() == state.saving.ended() {
                self.send(Action::GiveWay);
            }
            return;
        }
        tabs.is_asked.set(false);
        let Some(right) = tabs.right.borrow_mut().take() else { return };
        self.tell(Word::Take);
        spawn_local(async move {
            TimeoutFuture::new(OFFER).await;
            right.give_back();
        });
        if state.access == Access::Following {
            self.follow(state.store.clone(), state.history.clone());
        }
    }

    /// Reads what another tab has written, one reading at a time.
    fn read_news(&self) {
        let tabs = &self.0.tabs;
        if tabs.followed.borrow().is_none() {
            return;
        }
        tabs.has_more.set(true);
        if tabs.is_reading.replace(true) {
            return;
        }
        let tasks = self.clone();
        spawn_local(async move {
            let tabs = &tasks.0.tabs;
            while tabs.has_more.replace(false) {
                let coming = tabs.coming.borrow_mut().take();
                if let Err(error) = tasks.take_in_news(coming.is_some()).await {
                    tasks.send(Action::Complain(error.to_string().into()));
                    tasks.tell_loss(&error);
                    if let Some((right, _)) = coming {
                        right.give_back();
                    }
                } else if let Some((right, said)) = coming {
                    *tabs.followed.borrow_mut() = None;
                    tasks.hold(right);
                    tasks.send(Action::Say(said.into()));
                    tasks.open_carried();
                    break;
                }
            }
            tabs.is_reading.set(false);
        });
    }

    async fn take_in_news(&self, takes_over: bool) -> Result<(), StorageError> {
        let followed = self.0.tabs.followed.borrow().clone();
        let (Some(database), Some(_)) = (self.database(), &followed) else { return Ok(()) };
        let News { is_all, mut saved } = database.news().await?;
        if !is_all {
            saved.base = followed;
        }
        let access = if takes_over { Access::Writing } else { Access::Following };
        let mut booting = Booting::new(saved, access);
        while booting.step(SLICE) {
            TimeoutFuture::new(0).await;
        }
        let news = booting.finish();
        *self.0.tabs.followed.borrow_mut() = Some((news.store.clone(), news.history.clone()));
        self.send(Action::Followed { news: Box::new(news), is_all });
        Ok(())
    }
}
