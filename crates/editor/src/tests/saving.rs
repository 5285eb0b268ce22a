//! Saved means saved, over a disk that fails as told: the page does with its storage what [`World`] does with this one.

use super::*;
use postil_project::stored::{Batch, LogReader, LogRow, Saved};
use postil_project::{Replica, snapshot};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Storage as the page's own behaves: what happens in it happens whole or not at all.
#[derive(Clone, Debug, Default, PartialEq)]
struct Disk {
    log: Vec<LogRow>,
    /// Of so many rows.
    snapshot: Option<(usize, Vec<u8>)>,
    texts: BTreeMap<String, Arc<str>>,
    meta: BTreeMap<String, String>,
    /// Counts how often the log was written anew.
    generation: u32,
}

impl Disk {
    /// The request after `granted` others is refused, as for lack of room, and with it the whole batch.
    fn write(&mut self, batch: &Batch, granted: Option<usize>) -> bool {
        let mut left = granted.unwrap_or(usize::MAX);
        let mut next = self.clone();
        let mut asks = || {
            let is_granted = left > 0;
            left = left.saturating_sub(1);
            is_granted
        };
        if batch.clears {
            next = Self { generation: self.generation, ..Self::default() };
        }
        if batch.replaces_log {
            (next.log, next.snapshot) = (Vec::new(), None);
        }
        next.generation += u32::from(batch.clears || batch.replaces_log);
        for row in &batch.rows {
            if !asks() {
                return false;
            }
            next.log.push(row.clone());
        }
        for (id, text) in &batch.texts {
            if !asks() {
                return false;
            }
            next.texts.insert(id.clone(), text.clone());
        }
        for id in &batch.removed_texts {
            next.texts.remove(id);
        }
        for (name, value) in &batch.meta {
            if !asks() {
                return false;
            }
            match value {
                Some(value) => drop(next.meta.insert(name.clone(), value.clone())),
                None => drop(next.meta.remove(name)),
            }
        }
        // The end itself may be refused.
        if !asks() {
            return false;
        }
        *self = next;
        true
    }

    /// The worker makes a snapshot.
    fn lay_to_rest(&mut self) {
        let mut log = LogReader::default();
        for row in &self.log {
            row.lines.lines().for_each(|line| log.read(line, 0, row.is_local));
        }
        let (store, history) = log.finish();
        self.snapshot = Some((self.log.len(), snapshot::write(&store, &history).unwrap()));
    }

    /// The page as it starts over this disk.
    fn boot(&self, actor: u64) -> State {
        self.start(actor, Access::Writing)
    }

    /// All that it holds, but what the first rows say.
    fn saved(&self, rows: &[LogRow]) -> Saved {
        let mut saved = Saved { rows: rows.to_vec(), ..Saved::default() };
        saved.meta.extend(self.meta.clone());
        saved.text_ids = self.texts.keys().cloned().collect();
        saved
    }

    fn start(&self, actor: u64, access: Access) -> State {
        let author = Author { actor: ActorId::new(actor), annotator: "me".parse().unwrap(), next_seq: 0 };
        let mut state = State::new(author);
        state.apply(Action::Booted(Box::new(Booting::new(self.all(), access).finish())));
        state
    }

    fn all(&self) -> Saved {
        let (covered, base) = match &self.snapshot {
            Some((rows, bytes)) => (*rows, Some(snapshot::read(bytes.clone()).unwrap())),
            None => (0, None),
        };
        Saved { base, ..self.saved(&self.log[covered..]) }
    }
}

/// A second tab.
struct Other {
    state: State,
    /// So many rows of the log are known to it, of this generation.
    known: usize,
    generation: u32,
}

impl Other {
    /// What was written meanwhile is read, as the page does it.
    fn read_news(&mut self, disk: &Disk, access: Access) {
        let is_all = self.generation != disk.generation;
        let saved = match is_all {
            true => disk.all(),
            false => {
                let base = Some((self.state.store.clone(), self.state.history.clone()));
                // The last row that is known once more, as where others were packed into it.
                Saved { base, ..disk.saved(&disk.log[self.known.saturating_sub(1)..]) }
            }
        };
        (self.known, self.generation) = (disk.log.len(), disk.generation);
        let news = Box::new(Booting::new(saved, access).finish());
        self.state.apply(Action::Followed { news, is_all });
        let again = disk.boot(u64::MAX);
        assert_eq!(self.state.store.snapshot(), again.store.snapshot(), "a tab that follows shows something else");
        assert_eq!(self.state.history.depth(), again.history.depth());
        // Nothing but a text that is here and that storage has lost.
        let owed = self.state.owed(true);
        assert!(owed.as_ref().is_none_or(|write| !write.has_work && write.batch.rows.is_empty()));
        let texts = owed.map(|write| write.batch.texts).unwrap_or_default();
        assert!(texts.iter().all(|(doc, _)| !disk.texts.contains_key(doc)));
        assert_eq!(self.state.is_saved(), texts.is_empty());
    }
}

/// A page and its disk.
struct World {
    desk: Desk,
    disk: Disk,
    other: Other,
    under_way: Option<Write>,
    /// The worker's copy of the project.
    replica: Replica,
    /// Documents and steps that were once called saved, and that nobody has wished to forget since.
    promised: (BTreeSet<DocId>, BTreeSet<postil_core::Dot>),
    /// Documents that were forgotten and did not come again.
    forgotten: BTreeSet<DocId>,
    sessions: u64,
}

impl World {
    fn new() -> Self {
        let disk = Disk::default();
        let desk = Desk { state: disk.boot(1), clock: 1_000 };
        let (promised, forgotten) = (Default::default(), Default::default());
        let other = Other { state: disk.start(2, Access::Following), known: 0, generation: 0 };
        Self { desk, disk, other, under_way: None, replica: Replica::default(), promised, forgotten, sessions: 2 }
    }

    fn state(&self) -> &State {
        &self.desk.state
    }

    fn apply(&mut self, action: Action) {
        self.desk.state.apply(action);
    }

    fn begin(&mut self, with_settings: bool) {
        if self.under_way.is_none() {
            self.under_way = self.state().owed(with_settings);
        }
    }

    /// The write that is under way ends.
    fn end(&mut self, granted: Option<usize>) {
        let Some(write) = self.under_way.take() else { return };
        let is_done = self.disk.write(&write.batch, granted);
        let is_deletion = write.batch.clears || write.batch.replaces_log;
        let before: Vec<DocId> = self.state().store.documents().keys().copied().collect();
        self.apply(match is_done {
            true => Action::Written(write.receipt),
            false => Action::NotWritten(write.receipt, "There is no room.".into()),
        });
        if is_deletion {
            let left = self.desk.state.store.documents();
            self.forgotten.extend(before.into_iter().filter(|doc| !left.contains_key(doc)));
        }
    }

    /// The page goes, and comes again, while the disk may still carry out what was under way.
    fn reload(&mut self, is_done: bool) {
        if let Some(write) = self.under_way.take()
            && is_done
        {
            self.disk.write(&write.batch, None);
        }
        self.sessions += 1;
        self.desk.state = self.disk.boot(self.sessions);
    }

    /// A person goes on in the other tab, if this one lets them.
    fn switch(&mut self) {
        let was_saved = self.state().is_saved();
        if self.under_way.is_some() {
            return;
        }
        self.apply(Action::GiveWay);
        assert_eq!(self.state().access == Access::Following, was_saved, "what is owed is written first");
        if was_saved {
            self.other.read_news(&self.disk, Access::Writing);
            std::mem::swap(&mut self.desk.state, &mut self.other.state);
        }
    }

    fn delete(&mut self, deletion: Deletion) {
        let gone = |doc: &DocId| match &deletion {
            Deletion::Document(of) => of == doc,
            Deletion::Everything(_) => true,
        };
        // Its steps may go with it, and what else was in them.
        self.promised.0.retain(|doc| !gone(doc));
        self.promised.1.clear();
        self.apply(Action::Delete(deletion));
    }

    fn open(&mut self, text: &str) {
        self.forgotten.remove(&Document::new(text).id());
        self.desk.open(text);
    }

    fn import(&mut self, texts: &[String]) {
        self.desk.clock += 1;
        let now = Timestamp(self.desk.clock);
        let mut draft = postil_core::Draft::new(&self.desk.state.store, &self.desk.state.author);
        let documents: Vec<_> = texts.iter().map(|text| Document::new(text.as_str())).collect();
        for document in &documents {
            let info = postil_core::DocumentInfo::of(document, "It");
            draft.put(RecordKey::Document(document.id()), info.into());
        }
        let Some(transaction) = draft.finish(now, postil_core::Intent::Import { source: "a.zip".into() }) else {
            return;
        };
        for document in &documents {
            self.forgotten.remove(&document.id());
        }
        let transactions = vec![transaction.into()];
        self.apply(Action::Imported(Box::new(Imported {
            documents,
            transactions,
            is_own: true,
            summary: String::new(),
        })));
    }

    fn dots(state: &State) -> BTreeSet<postil_core::Dot> {
        state.store.log().map(|transaction| transaction.dot).collect()
    }

    /// The worker is asked about the project, and follows: by what the page says is not saved, else by storage.
    fn follow(&mut self) {
        let steps = self.state().unsaved_lines(false);
        self.replica.take_in(&steps).unwrap();
        if self.replica.digest() != self.state().store.digest() {
            self.replica = Replica::default();
            for row in &self.disk.log {
                self.replica.take_in(&row.lines).unwrap();
            }
            self.replica.take_in(&steps).unwrap();
        }
        assert_eq!(self.replica.digest(), self.state().store.digest(), "page and replica do not agree");
        assert_eq!(self.replica.store().snapshot(), self.state().store.snapshot());
        for doc in self.state().store.documents().keys() {
            let is_sent = self.state().unsaved_texts(&[*doc]).len() == 1;
            assert!(is_sent || self.disk.texts.contains_key(&doc.to_string()) || self.state().is_text_missing(*doc));
        }
    }

    /// What must hold after every step.
    fn check(&mut self) {
        self.follow();
        let again = self.disk.boot(u64::MAX);
        let stored = |doc: &DocId| self.disk.texts.get(&doc.to_string()).map(|text| Document::new(text.clone()).id());
        if self.state().is_saved() {
            assert_eq!(again.store.snapshot(), self.state().store.snapshot(), "a step was called saved and is gone");
            // A text that was lost from outside is told to be missing, and nobody has it.
            let is_there = |doc: &DocId| !self.state().is_text_missing(*doc);
            let docs: BTreeSet<DocId> = self.state().store.documents().keys().copied().filter(is_there).collect();
            for doc in &docs {
                assert_eq!(stored(doc), Some(*doc), "a text was called saved and is gone");
            }
            self.promised = (docs, Self::dots(self.state()));
        }
        for doc in &self.promised.0 {
            assert_eq!(stored(doc), Some(*doc), "a text that was called saved is lost later");
        }
        assert!(self.promised.1.is_subset(&Self::dots(&again)), "a step that was called saved is lost later");
        for doc in again.store.documents().keys() {
            let is_told = again.is_text_missing(*doc) && again.notice.is_some();
            assert!(stored(doc).is_some() || is_told, "a document is silently empty");
        }
    }

    /// There is room, and a person asks again; at the end nothing is owed.
    fn settle(&mut self) {
        self.end(None);
        self.apply(Action::SaveAgain);
        for _ in 0..100 {
            self.begin(true);
            if self.under_way.is_none() {
                break;
            }
            self.end(None);
            self.check();
        }
        assert!(self.state().is_saved(), "what failed is written when there is room");
        let again = self.disk.boot(u64::MAX);
        assert_eq!(Self::dots(&again), Self::dots(self.state()), "what was deleted is gone from the log too");
        assert_eq!(again.settings_for_test(), self.state().settings_for_test());
        for doc in &self.forgotten {
            assert!(!self.disk.texts.contains_key(&doc.to_string()), "a deleted text is still there");
            assert!(!self.disk.meta.keys().any(|name| name.contains(&doc.to_string())));
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Open(u8),
    Import(u8),
    Tag(u8),
    Undo,
    Redo,
    Read(u8),
    Prefer(u8),
    Close,
    Delete(u8),
    DeleteEverything,
    /// Storage is deleted from outside, and a text that is read finds that out.
    Lose,
    SaveAgain,
    Rest,
    Begin {
        with_settings: bool,
    },
    /// Refused after so many requests, or not.
    End(Option<usize>),
    Reload {
        is_done: bool,
    },
    Follow,
    Switch,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0u8..6).prop_map(Step::Open),
        1 => (0u8..4).prop_map(Step::Import),
        4 => any::<u8>().prop_map(Step::Tag),
        1 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => any::<u8>().prop_map(Step::Read),
        1 => any::<u8>().prop_map(Step::Prefer),
        1 => Just(Step::Close),
        3 => any::<u8>().prop_map(Step::Delete),
        1 => Just(Step::DeleteEverything),
        1 => Just(Step::Lose),
        1 => Just(Step::SaveAgain),
        2 => Just(Step::Rest),
        8 => any::<bool>().prop_map(|with_settings| Step::Begin { with_settings }),
        4 => Just(Step::End(None)),
        4 => (0usize..8).prop_map(|granted| Step::End(Some(granted))),
        2 => any::<bool>().prop_map(|is_done| Step::Reload { is_done }),
        2 => Just(Step::Follow),
        2 => Just(Step::Switch),
    ]
}

fn text(number: u8) -> String {
    format!("Text number {number}, with some words.")
}

fn take(world: &mut World, step: Step) {
    let pick = |world: &World, n: u8| {
        let docs: Vec<DocId> = world.state().store.documents().keys().copied().collect();
        (!docs.is_empty()).then(|| docs[n as usize % docs.len()])
    };
    match step {
        Step::Open(number) => world.open(&text(number)),
        Step::Import(number) => world.import(&[text(number), text(number + 1), text(number + 2)]),
        Step::Tag(n) => {
            if let Some(doc) = pick(world, n) {
                world.apply(Action::Show(doc));
                world.apply(Action::Select(Some(TextRange::from_usize(0..1 + usize::from(n % 9)))));
                world.desk.label("PERSON");
            }
        }
        Step::Undo => drop(world.desk.press(Command::Undo)),
        Step::Redo => drop(world.desk.press(Command::Redo)),
        Step::Read(offset) => {
            if let Some(doc) = pick(world, offset) {
                world.apply(Action::Place { doc, offset: offset.into() });
            }
        }
        Step::Prefer(value) => world.apply(Action::Threshold(Score::from(f64::from(value) / 255.0))),
        Step::Rest => world.disk.lay_to_rest(),
        Step::Close => world.apply(Action::Close),
        Step::Delete(n) => {
            if let Some(doc) = pick(world, n) {
                world.delete(Deletion::Document(doc));
            }
        }
        Step::DeleteEverything => {
            let author =
                Author { actor: ActorId::new(world.desk.clock), annotator: "new".parse().unwrap(), next_seq: 0 };
            world.delete(Deletion::Everything(author));
        }
        Step::Lose => {
            world.disk = Disk { generation: world.disk.generation + 1, ..Disk::default() };
            world.promised = Default::default();
            world.apply(Action::Lost("It is gone.".into()));
        }
        Step::SaveAgain => world.apply(Action::SaveAgain),
        Step::Begin { with_settings } => world.begin(with_settings),
        Step::End(granted) => world.end(granted),
        Step::Reload { is_done } => world.reload(is_done),
        Step::Follow => world.other.read_news(&world.disk, Access::Following),
        Step::Switch => world.switch(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn nothing_that_was_called_saved_is_missing(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        for step in steps {
            take(&mut world, step);
            world.check();
        }
        world.settle();
    }
}

#[test]
fn a_text_that_had_no_room_is_saved_after_a_deletion_made_some() {
    let mut world = World::new();
    world.open("A sample.");
    world.begin(true);
    world.end(None);
    assert!(world.state().is_saved());
    let sample = world.desk.doc();
    world.open("A text of one's own.");
    let own = world.desk.doc();
    world.begin(true);
    let write = world.under_way.clone().unwrap();
    assert_eq!((write.batch.rows.len(), write.batch.texts.len()), (1, 1));
    world.end(Some(1));
    assert!(!world.state().is_saved());
    assert_eq!(world.state().saving.failure().map(|it| &**it), Some("There is no room."));
    assert!(world.state().owed(true).is_none(), "not in a loop");
    world.delete(Deletion::Document(sample));
    world.begin(false);
    assert!(world.under_way.as_ref().unwrap().batch.texts.is_empty(), "a deletion needs no room");
    world.end(None);
    assert!(!world.state().is_saved(), "the text is not there yet");
    world.begin(false);
    world.end(None);
    assert!(world.state().is_saved());
    assert_eq!(world.disk.texts.keys().collect::<Vec<_>>(), [&own.to_string()]);
    world.reload(false);
    assert_eq!(world.state().store.documents().len(), 1);
    assert!(!world.state().is_text_missing(own));
}

#[test]
fn a_deletion_waits_for_the_write_that_is_under_way() {
    let mut world = World::new();
    world.open("A secret.");
    let doc = world.desk.doc();
    world.begin(true);
    world.delete(Deletion::Document(doc));
    assert!(!world.state().is_saved());
    world.end(None);
    assert_eq!(world.disk.texts.len(), 1);
    world.begin(false);
    world.end(None);
    assert_eq!((world.disk.texts.len(), world.disk.log.len()), (0, 0), "nothing is left of it");
    assert!(world.state().store.documents().is_empty());
    world.settle();
}

#[test]
fn a_deletion_that_fails_is_told_and_not_repeated() {
    let mut world = World::new();
    world.open("Kept after all.");
    let doc = world.desk.doc();
    world.settle();
    world.delete(Deletion::Document(doc));
    world.begin(false);
    world.end(Some(0));
    let notice = world.state().notice.clone().unwrap();
    assert_eq!(&*notice.text, "Nothing was deleted. There is no room.");
    assert!(world.state().owed(true).is_none());
    assert!(world.state().is_saved(), "all of it is on the disk still");
    assert_eq!(world.state().current, Some(doc));
}

#[test]
fn a_setting_that_was_refused_is_written_later() {
    let mut world = World::new();
    world.open("A text.");
    world.settle();
    world.apply(Action::Threshold(Score::from(0.7)));
    assert!(world.state().owed(false).is_none(), "settings alone wait for more of them");
    world.begin(true);
    world.end(Some(0));
    assert!(!world.state().is_saved(), "a refusal is told");
    assert!(world.state().owed(true).is_none(), "not in a loop");
    world.apply(Action::SaveAgain);
    world.settle();
    assert_eq!(world.disk.boot(9).preferences.threshold, Score::from(0.7));
}

#[test]
fn a_document_without_its_text_is_told_and_comes_back_with_its_file() {
    let mut world = World::new();
    world.open(TEXT);
    world.desk.select("Ana").label("PERSON");
    let doc = world.desk.doc();
    world.settle();
    world.disk.texts.clear();
    world.reload(false);
    assert!(world.state().is_text_missing(doc));
    assert_eq!(world.state().wants_text(), None, "it is not asked for in a loop");
    let notice = world.state().notice.clone().unwrap();
    assert!(notice.is_trouble && notice.text.contains("The text of 1 document is not in storage"));
    world.open(TEXT);
    assert!(!world.state().is_text_missing(doc));
    assert_eq!(world.desk.spans(), ["PERSON Ana"]);
    assert!(!world.state().is_saved(), "the text is owed to the disk");
    world.settle();
    assert_eq!(world.disk.texts.len(), 1);
    // Gone while the page is open: another tab deleted it.
    world.reload(false);
    world.apply(Action::TextMissing(doc));
    assert!(world.state().is_text_missing(doc));
}

#[test]
fn a_deletion_of_everything_lets_nothing_be_done_meanwhile() {
    let mut world = World::new();
    world.open(TEXT);
    world.settle();
    world.delete(Deletion::Everything(Author {
        actor: ActorId::new(7),
        annotator: "you".parse().unwrap(),
        next_seq: 0,
    }));
    let log_len = world.state().store.log_len();
    world.desk.select("Tom").label("PERSON");
    assert_eq!(world.state().store.log_len(), log_len, "it would be deleted with the rest");
    assert!(world.state().notice.as_ref().is_some_and(|notice| notice.is_trouble));
    let epoch = world.state().saving.epoch();
    world.begin(false);
    world.end(None);
    assert_eq!(world.disk, Disk { generation: world.disk.generation, ..Disk::default() });
    assert_ne!(world.state().saving.epoch(), epoch, "each deletion is another epoch");
    world.open(TEXT);
    assert!(!world.state().is_saved());
    world.settle();
}

#[test]
fn damage_is_counted() {
    let said = |rows: &[&str], unreadable| {
        let rows = rows.iter().map(|lines| LogRow { lines: (*lines).to_owned(), is_local: true }).collect();
        Booting::new(Saved { rows, unreadable, ..Saved::default() }, Access::Writing).finish().trouble
    };
    assert_eq!(said(&[], 0), None);
    let one = "1 stored step is damaged and was left out; the others are here.";
    assert_eq!(said(&[], 1).as_deref(), Some(one));
    assert!(said(&["a"], 0).is_some_and(|it| it.starts_with(&format!("{one} The first: "))));
    let three = "3 stored steps are damaged and were left out; the others are here. The first: ";
    assert!(said(&["a", "b"], 1).is_some_and(|it| it.starts_with(three)));
}

#[test]
fn what_was_stored_and_is_gone_is_stored_again() {
    let mut world = World::new();
    world.open(TEXT);
    world.desk.select("Ana").label("PERSON");
    world.open("Another text.");
    world.settle();
    let whole = world.disk.clone();
    // Another tab clears everything, and the next write finds that out.
    world.disk = Disk::default();
    world.promised = Default::default();
    world.desk.label("PERSON");
    world.begin(true);
    world.end(Some(0));
    world.apply(Action::Lost("It is gone.".into()));
    assert!(!world.state().is_saved());
    assert!(world.state().notice.as_ref().is_some_and(|it| it.is_trouble));
    world.settle();
    assert_eq!(world.disk.texts, whole.texts);
    assert_eq!(world.disk.log.len(), whole.log.len());
    assert_eq!(world.disk.meta, whole.meta);
}

#[test]
fn a_write_from_before_the_loss_makes_nothing_saved() {
    let mut world = World::new();
    world.open(TEXT);
    world.settle();
    world.desk.select("Ana").label("PERSON");
    world.begin(true);
    // While it is under way, a text that is read finds out that everything before is gone; the write itself is done.
    world.disk = Disk::default();
    world.promised = Default::default();
    world.apply(Action::Lost("It is gone.".into()));
    world.end(None);
    assert!(!world.state().is_saved(), "the last step alone is half a project");
    world.settle();
    assert_eq!(world.disk.texts.len(), 1);
}

#[test]
fn what_is_read_in_slices_is_read_whole() {
    let mut world = World::new();
    for number in 0..9 {
        world.open(&text(number));
        world.desk.select("Ana").label("PERSON");
    }
    world.settle();
    let mut joined = world.disk.clone();
    let lines: Vec<String> = joined.log.iter().map(|row| row.lines.clone()).collect();
    joined.log = vec![LogRow { lines: lines.join("\n") + "\nno step\n", is_local: true }];
    let expected = joined.boot(9);
    assert_eq!(expected.store.snapshot(), world.state().store.snapshot());
    assert!(expected.notice.as_ref().is_some_and(|it| it.text.contains(&format!("line {}", lines.len() + 1))));
    for bytes in [1, 300, 5_000] {
        let saved = Saved { rows: joined.log.clone(), ..Saved::default() };
        let mut booting = Booting::new(saved, Access::Writing);
        let mut steps = 0;
        while booting.step(bytes) {
            steps += 1;
        }
        assert!(
            steps * bytes <= joined.log[0].lines.len() + bytes
                && (steps + 1) * (bytes + 2_000) >= joined.log[0].lines.len()
        );
        let booted = booting.finish();
        assert_eq!(booted.store.digest(), expected.store.digest());
        assert_eq!(booted.history.depth(), expected.history.depth());
        assert!(booted.trouble.is_some());
    }
}

#[test]
fn what_a_newer_version_wrote_is_left_alone() {
    let mut world = World::new();
    world.open(TEXT);
    world.desk.select("Tom").label("PERSON");
    world.settle();
    let newest = world.disk.log.last_mut().unwrap();
    let version = postil_project::codec::VERSION;
    newest.lines = newest.lines.replace(&format!("{{\"v\":{version},"), &format!("{{\"v\":{},\"w\":0,", version + 1));
    let before = world.disk.clone();
    let mut desk = Desk { state: world.disk.boot(9), clock: 2_000 };
    assert!(matches!(&desk.state.access, Access::Memory(why) if why.contains("was written by a newer Postil")));
    assert!(desk.state.store.documents().is_empty());
    // Whatever is done, and whatever is to be deleted, nothing is written.
    let author = Author { actor: ActorId::new(7), annotator: "you".parse().unwrap(), next_seq: 0 };
    for _ in 0..2 {
        desk.open(TEXT);
        desk.select("Tom").label("ORG");
        assert_eq!(desk.state.owed(true).map(|write| write.batch), None);
        desk.state.apply(Action::Delete(Deletion::Everything(author.clone())));
        assert_eq!(desk.state.owed(true).map(|write| write.batch), None);
    }
    assert_eq!(world.disk, before);
}
