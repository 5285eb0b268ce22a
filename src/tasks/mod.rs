//! Work that takes a while and ends in an action: starting, saving, reading files, extraction, export.

mod exchange;
mod extract;
mod open;
mod save;
mod start;

use crate::dom;
use crate::state::{Action, Command, Phase, Root, State};
use crate::storage::Database;
use crate::worker::{Client, Payload};
use gloo::timers::callback::Timeout;
use postil_core::DocId;
use postil_project::messages::{Response, ResponseBody};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::{Callback, UseReducerDispatcher};

pub use exchange::{Draft, Written, pending};
pub use open::{SAMPLES, Sample};

/// What pages do with the state: send actions, and start tasks. Cheap to clone; always equal to itself.
#[derive(Clone)]
pub struct Tasks(Rc<Inner>);

struct Inner {
    dispatch: UseReducerDispatcher<Root>,
    /// The newest state, for tasks that end later.
    latest: RefCell<Option<Rc<State>>>,
    database: RefCell<Option<Database>>,
    client: RefCell<Option<Client>>,
    is_saving: Cell<bool>,
    /// The document whose text is being fetched.
    loading: Cell<Option<DocId>>,
    /// Files on their way through the decoder, by request.
    decoding: RefCell<BTreeMap<u32, open::Pending>>,
    /// What settings and places were last written, by name.
    meta: RefCell<BTreeMap<String, String>>,
    meta_timer: RefCell<Option<Timeout>>,
}

impl PartialEq for Tasks {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Tasks {
    /// Begins the start of the page.
    pub fn new(dispatch: UseReducerDispatcher<Root>) -> Self {
        let tasks = Self(Rc::new(Inner {
            dispatch,
            latest: RefCell::default(),
            database: RefCell::default(),
            client: RefCell::default(),
            is_saving: Cell::default(),
            loading: Cell::default(),
            decoding: RefCell::default(),
            meta: RefCell::default(),
            meta_timer: RefCell::default(),
        }));
        let weak = Rc::downgrade(&tasks.0);
        let hear = Callback::from(move |(response, payload)| {
            if let Some(inner) = weak.upgrade() {
                Self(inner).hear(response, payload);
            }
        });
        *tasks.0.client.borrow_mut() = Some(Client::new(hear));
        tasks.start();
        tasks
    }

    /// Sends an action.
    pub fn send(&self, action: Action) {
        self.0.dispatch.dispatch(action);
    }

    /// Sends what a person asked for, with the time.
    pub fn command(&self, command: Command) {
        self.send(Action::Command(command, dom::now()));
    }

    /// A callback that sends an action.
    pub fn on<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let tasks = self.clone();
        Callback::from(move |event| tasks.send(action(event)))
    }

    /// A callback that sends a command.
    pub fn on_command<E: 'static>(&self, command: Command) -> Callback<E> {
        let tasks = self.clone();
        Callback::from(move |_| tasks.command(command.clone()))
    }

    /// Looks at a new state and starts what it calls for: saving, loading a text, extraction. Level-triggered: missing a
    /// state in between loses nothing.
    pub fn watch(&self, state: &Rc<State>) {
        *self.0.latest.borrow_mut() = Some(state.clone());
        if state.phase == Phase::Ready {
            self.save();
            self.save_settings();
            self.load_text();
            self.extract();
        }
    }

    /// The newest state that was drawn.
    pub fn latest(&self) -> Option<Rc<State>> {
        self.0.latest.borrow().clone()
    }

    fn client(&self) -> Option<Client> {
        self.0.client.borrow().clone()
    }

    fn database(&self) -> Option<Database> {
        self.0.database.borrow().clone()
    }

    fn hear(&self, response: Response, payload: Payload) {
        match &response.body {
            ResponseBody::Decoded { .. } | ResponseBody::Undecodable { .. } => self.decoded(response, payload),
            ResponseBody::Failed { .. } if self.0.decoding.borrow().contains_key(&response.seq) => {
                self.decoded(response, payload);
            }
            _ => self.extracted(response, payload),
        }
    }
}
