//! Work that takes a while and ends in an action: starting, saving, reading files, extraction, export.

mod carried;
mod export;
mod extract;
mod find;
mod import;
mod learn;
mod open;
mod past;
mod save;
mod schema;
mod start;
mod tabs;
mod typing;
mod versions;

use crate::dom::{self, MouseEvent, files::Given};
use crate::root::{Root, newest};
use crate::worker::{Client, Outgoing, Payload};
use gloo::timers::callback::Timeout;
use postil_core::{DocId, Map};
use postil_editor::{Action, Aim, Command, Dialog, FileId, Phase, State};
use postil_messages::{QueryKind, Response, ResponseBody};
use postil_storage::Database;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::{Callback, UseReducerDispatcher};

pub use export::{Draft, Written};
pub use open::{SAMPLES, Sample};
pub use schema::Considered;

/// What pages do with the state: send actions, and start tasks. Cheap to clone; always equal to itself.
#[derive(Clone)]
pub struct Tasks(Rc<Inner>);

struct Inner {
    dispatch: UseReducerDispatcher<Root>,
    /// The newest state, for tasks that end later.
    latest: RefCell<Option<Rc<State>>>,
    database: RefCell<Option<Database>>,
    client: RefCell<Option<Client>>,
    tabs: tabs::Tabs,
    /// Counts the writes that were begun.
    writes: Cell<u32>,
    /// The deletion or loss, by its number, that the worker has heard of.
    forgotten: Cell<u32>,
    /// How many steps the log had when storage was last put in order.
    snapshotted: Cell<Option<usize>>,
    /// The file of ours that is, or was last, being read.
    reading: Cell<Option<u32>>,
    /// The project that came in the page itself, by the SHA-256 of its text, while it is being read.
    carried: Cell<Option<DocId>>,
    /// The search that the worker is at.
    finding: Cell<Option<(u32, QueryKind)>>,
    /// The revision of what was asked for last, or is after a pause in typing.
    asked: Cell<u32>,
    pause: RefCell<Option<Timeout>>,
    /// The document whose text is being fetched.
    loading: Cell<Option<DocId>>,
    /// Counts wishes to see a document: only the last one is granted.
    wish: Cell<u32>,
    /// Files that are being opened, or that a question is about.
    files: RefCell<Map<FileId, Given>>,
    /// How many files were given.
    given: Cell<u32>,
    /// Which files are being opened, by request.
    opening: RefCell<Map<u32, Vec<FileId>>>,
    /// What is to be done with the worker's answers, by request. Those about suggestions and files are not among them.
    waiting: RefCell<Map<u32, Then>>,
    /// What is to be said of encodings when the files are open.
    guesses: RefCell<Vec<String>>,
    settings_timer: RefCell<Option<Timeout>>,
    typing: RefCell<Option<typing::Typing>>,
    lessons: learn::Lessons,
}

/// Takes the one answer to a request.
type Then = Box<dyn FnOnce(&Tasks, ResponseBody, Payload)>;

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
            tabs: tabs::Tabs::default(),
            writes: Cell::default(),
            forgotten: Cell::default(),
            snapshotted: Cell::default(),
            reading: Cell::default(),
            carried: Cell::default(),
            finding: Cell::default(),
            asked: Cell::default(),
            pause: RefCell::default(),
            loading: Cell::default(),
            wish: Cell::default(),
            files: RefCell::default(),
            given: Cell::default(),
            opening: RefCell::default(),
            waiting: RefCell::default(),
            guesses: RefCell::default(),
            settings_timer: RefCell::default(),
            typing: RefCell::default(),
            lessons: learn::Lessons::default(),
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

    /// Begins to join what has the focus with something in view.
    pub fn link(&self, aim: Aim) {
        let Some(state) = self.latest() else { return };
        if let Some(view) = state.document().and_then(dom::scroll::view) {
            // A panel that lies over the article gives way.
            if state.preferences.is_right_open && dom::matches("(max-width: 68rem)") {
                self.send(Action::TogglePanel { is_left: false });
            }
            self.command(Command::Link { aim, view });
            dom::focus_pane();
        }
    }

    /// A callback that sends an action.
    pub fn on<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let tasks = self.clone();
        Callback::from(move |event| tasks.send(action(event)))
    }

    /// What a button does that stands for a command.
    pub fn press(&self, command: Command) -> Callback<MouseEvent> {
        let tasks = self.clone();
        Callback::from(move |_| tasks.command(command.clone()))
    }

    /// What a button does that opens a dialog, or closes the one that is open.
    pub fn dialog(&self, dialog: Option<Dialog>) -> Callback<MouseEvent> {
        let tasks = self.clone();
        Callback::from(move |_| tasks.send(Action::Dialog(dialog.clone())))
    }

    /// What any other button does.
    pub fn act(&self, action: impl Fn() -> Action + 'static) -> Callback<MouseEvent> {
        let tasks = self.clone();
        Callback::from(move |_| tasks.send(action()))
    }

    /// Looks at a new state and starts what it calls for: saving, loading a text, extraction. Level-triggered: missing a
    /// state in between loses nothing.
    pub fn watch(&self, state: &Rc<State>) {
        *self.0.latest.borrow_mut() = Some(state.clone());
        if state.phase == Phase::Ready {
            self.save();
            self.give_way();
            self.forget_deleted();
            self.load_text();
            self.read_native();
            self.take_carried();
            self.extract();
            self.learn();
            self.find();
            self.look_for_version();
            self.tidy();
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

    /// Calls back with the answer to a request that was just sent: answers come later.
    fn wait(&self, seq: u32, then: impl FnOnce(&Self, ResponseBody, Payload) + 'static) {
        self.0.waiting.borrow_mut().insert(seq, Box::new(then));
    }

    /// Sends a request about some documents of the project, and calls back with its answer. A worker that does not have the
    /// steps that are meant, nor finds them in storage, gets the whole log.
    fn ask_about(
        &self, docs: Vec<DocId>, send: impl Fn(&Client, Outgoing) -> u32 + 'static,
        then: impl FnOnce(&Self, ResponseBody, Payload) + 'static,
    ) {
        // What is drawn may be behind what is so.
        let (Some(state), Some(client)) = (newest().or_else(|| self.latest()), self.client()) else {
            let message = "The page is still starting.".to_owned();
            return then(self, ResponseBody::Failed { message }, Payload::None);
        };
        let seq = send(&client, Outgoing::new(&state, dom::now(), docs.clone(), false));
        self.wait(seq, move |tasks, body, payload| match (body, newest().or_else(|| tasks.latest())) {
            (ResponseBody::Behind, Some(state)) => {
                let seq = send(&client, Outgoing::new(&state, dom::now(), docs, true));
                tasks.wait(seq, then);
            }
            (body, _) => then(tasks, body, payload),
        });
    }

    fn hear(&self, response: Response, payload: Payload) {
        let is_opening = self.0.opening.borrow().contains_key(&response.seq);
        if is_opening {
            return self.opened(response.seq, response.body, payload);
        }
        if self.is_finding(response.seq) {
            return self.found(response.seq, response.body, payload);
        }
        if self.is_lesson(response.seq) {
            return self.taught(response.body);
        }
        let waiting = self.0.waiting.borrow_mut().remove(&response.seq);
        match waiting {
            Some(then) => then(self, response.body, payload),
            None => self.extracted(response, payload),
        }
    }
}
