//! What the page shows and what is done in it, without a page: the state and the one pure function that changes it, what a
//! chunk of text looks like, and what keys ask for.
//!
//! The entry is [`State`]: [`State::apply`] does what an [`Action`] asks for, [`State::owed`] says what is to be written to
//! storage, [`drawing::chunk`] draws. What is done to annotations is done by `postil-edits`; here is which of them is meant,
//! and where the focus goes afterwards.
//!
//! Nothing here knows a browser: a clock's reading, random names and files arrive in actions. Effects (saving, extraction,
//! scrolling) watch the state from the page.

mod action;
mod asked;
mod candidates;
mod commands;
mod counts;
mod cursor;
mod dateline;
mod disputed;
mod documents;
pub mod drawing;
mod excerpt;
mod export;
mod filter;
mod find;
mod hints;
mod items;
mod joined;
mod keymap;
pub mod keys;
mod learning;
mod linking;
mod links;
mod listing;
mod moves;
mod natural;
mod past;
pub mod pictures;
pub mod reach;
mod reduce;
mod revert;
mod review;
mod same;
mod saving;
mod schema;
mod shortcuts;
mod steps;
mod suggestions;
#[cfg(test)]
mod tests;
mod verbs;
mod versions;

pub use action::{Action, Command, Decoded, Dialog, FileId, Imported, Opening};
pub use asked::{OpenEvent, OpenRelation, Question};
pub use counts::{Count, Revision};
pub use cursor::Cursor;
pub use dateline::Dateline;
pub use excerpt::{brief, elided, said_place};
pub use export::{Counts, ExportChoice, Exporting, Scope};
pub use filter::{Filter, Source};
pub use find::{At, Ended, Find, FindAction, Finding, InDocument, Plan, Reach, Wish};
pub use items::{Item, Place, Placed, Shown};
pub use joined::Joined;
pub use keymap::{KeyChange, Keymap, refusal, told, written};
pub use keys::Switch;
pub use learning::Learning;
pub use linking::{Aim, Choice, Hint, Linking, NUMBERED, Picked, Step};
pub use links::{End, Far, Link};
pub use listing::{Listed, Listing, Only, Sort, Work};
pub use natural::natural;
pub use past::Changed;
pub use postil_edits::{
    Conflict, Dispute, Settlement, Side, arguments, attributes_of, conflicts, disputes, document_labels, entries,
    event, events_of, is_among, is_own, is_pending, members, name_of, next_order, rejection_key, roles_of, slug,
};
pub use reach::{HintKey, Hints, Purpose, Target};
pub use same::{Mention, SuggestedCluster};
pub use saving::{Booted, Booting, Deletion, Receipt, Saving, Settings, Write};
pub use shortcuts::{Shortcut, Where};
pub use steps::first_place;
pub use suggestions::{Progress, SuggestionId, Suggestions};
pub use verbs::Pull;
pub use versions::{Before, VersionAction};

use postil_core::{
    Author, ByteOffset, DocId, Document, Dot, History, Layer, Map, NodeId, Score, SetId, Slug, Store, TextRange,
    Timestamp, Transaction,
};
use postil_messages::Meeting;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Everything that the page shows. Cloning is some reference counts.
#[derive(Clone, Debug)]
pub struct State {
    pub phase: Phase,
    pub store: Store,
    pub history: History,
    pub author: Author,
    /// The set that is shown, and that edits go to.
    pub set: SetId,
    /// Texts that were needed so far.
    pub texts: Rc<Map<DocId, Document>>,
    pub current: Option<DocId>,
    /// Why the text of the open document could not be read.
    pub unread: Option<Rc<str>>,
    suggestions: Rc<Map<DocId, Suggestions>>,
    pub learning: Learning,
    /// What keys act on. Never set together with a live cursor.
    pub focus: Option<Item>,
    /// The span that had the focus last: where `+` adds a fragment.
    pub recent: Option<NodeId>,
    pub cursor: Option<Cursor>,
    /// Letters that lead to what is in view, while they are shown.
    pub hints: Option<Hints>,
    /// While something is being joined with what has the focus.
    pub linking: Option<Linking>,
    /// Where keys go on while nothing has the focus: where it was when it was left.
    rest: Option<ByteOffset>,
    /// Dragged with a pointer and not yet tagged; already snapped.
    pub selection: Option<TextRange>,
    /// What was done last, in words, and its number: for who does not see it.
    pub decision: Option<(u32, Rc<str>)>,
    /// The label that `.` applies again.
    pub last_label: Option<Slug>,
    pub preferences: Preferences,
    pub saving: Saving,
    pub access: Access,
    pub dialog: Option<Dialog>,
    /// Questions that wait until the open dialog is closed.
    questions: Vec<Dialog>,
    pub notice: Option<Notice>,
    pub opening: Option<Opening>,
    /// The opening of which a document was shown.
    shown_of: Option<u32>,
    /// A step of another document that an undo or redo met, and the number of the notice that tells of it: while that
    /// stands, the next one goes on.
    met: Option<(Dot, u32)>,
    pub listing: Listing,
    /// Which annotations and suggestions are shown.
    pub filter: Rc<Filter>,
    /// What the panel at the left shows.
    pub left: LeftTab,
    pub find: Find,
    /// The version before the open document.
    pub before: Before,
    /// Documents that are no versions of others, as a person said since the page was loaded.
    declined: Rc<[DocId]>,
    /// Documents whose datelines do not say their dates, as a person said since the page was loaded.
    undated: Rc<[DocId]>,
    /// Where the reader should be taken; a new number for each wish.
    pub reveal: Option<(u32, TextRange)>,
    /// The place to return to in a document that was read before.
    pub places: Rc<Map<DocId, u32>>,
    /// Documents whose files do not prove their encodings, and these files, as long as the page is open.
    pub readings: Rc<Map<DocId, FileId>>,
    pub last_export: Option<Timestamp>,
    /// Whether the browser promised to keep the storage; unknown until it has answered.
    pub is_persistent: Option<bool>,
    counter: u32,
}

/// How far the page is with starting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Starting,
    Ready,
}

/// What the panel at the left shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeftTab {
    #[default]
    Documents,
    Labels,
    Find,
}

/// Who may write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    Writing,
    /// Another tab of this profile writes, and this one shows what it does.
    Following,
    /// The browser gives no storage, or what is there is a newer version's: work lasts as long as the page does.
    Memory(Rc<str>),
}

/// A line for the reader. It stays until the next one or until it is dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: Rc<str>,
    pub is_trouble: bool,
    pub number: u32,
}

/// What the reader set, kept over reloads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// The least score of suggestions that are shown.
    pub threshold: Score,
    pub hidden_layers: Vec<Layer>,
    pub theme: Theme,
    /// Pronouns, descriptions and clusters are suggested too.
    pub coreference: bool,
    /// What was decided changes what is suggested.
    pub learning: bool,
    /// Rejected suggestions are shown.
    pub with_rejected: bool,
    /// Chips are hidden.
    pub is_quiet: bool,
    pub is_left_open: bool,
    pub is_right_open: bool,
    pub is_drawer_open: bool,
    pub export: Exporting,
    /// Keys that differ from the first ones.
    pub keys: Keymap,
    /// Commands that the palette ran, by their names in the table, the last one first.
    pub recent: Vec<String>,
    /// What became of labels of files, for the next file that has them.
    pub meetings: Vec<(Slug, Meeting)>,
    /// Projects that came in the page itself and were merged, by the SHA-256 of their texts: what was deleted of them since
    /// stays so.
    pub carried: Vec<DocId>,
}

impl Preferences {
    /// As stored.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("numbers, names and booleans")
    }

    /// None when it was written by another version: then the first settings are as good.
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            threshold: Score::from_parts(5_000),
            hidden_layers: Vec::new(),
            theme: Theme::System,
            coreference: false,
            learning: true,
            with_rejected: false,
            is_quiet: false,
            is_left_open: true,
            is_right_open: true,
            is_drawer_open: false,
            export: Exporting::default(),
            keys: Keymap::default(),
            recent: Vec::new(),
            meetings: Vec::new(),
            carried: Vec::new(),
        }
    }
}

impl State {
    /// Before anything is loaded. The author's random names come from outside.
    pub fn new(author: Author) -> Self {
        Self {
            phase: Phase::Starting,
            store: Store::new(),
            history: History::default(),
            set: work_set(&author),
            author,
            texts: Rc::default(),
            current: None,
            unread: None,
            suggestions: Rc::default(),
            learning: Learning::default(),
            focus: None,
            recent: None,
            cursor: None,
            hints: None,
            linking: None,
            rest: None,
            selection: None,
            decision: None,
            last_label: None,
            preferences: Preferences::default(),
            saving: Saving::default(),
            access: Access::Writing,
            dialog: None,
            questions: Vec::new(),
            notice: None,
            opening: None,
            shown_of: None,
            met: None,
            listing: Listing::default(),
            filter: Rc::default(),
            left: LeftTab::default(),
            find: Find::default(),
            before: Before::default(),
            declined: Rc::default(),
            undated: Rc::default(),
            reveal: None,
            places: Rc::default(),
            readings: Rc::default(),
            last_export: None,
            is_persistent: None,
            counter: 0,
        }
    }

    /// The open document, once its text is there.
    pub fn document(&self) -> Option<&Document> {
        self.texts.get(&self.current?)
    }

    /// The document whose text is to be read now. What failed is tried again when a person asks: not in a loop.
    pub fn wants_text(&self) -> Option<DocId> {
        let is_wanted = |doc: &DocId| !self.texts.contains_key(doc) && !self.is_text_missing(*doc);
        self.current.filter(is_wanted).filter(|_| self.unread.is_none())
    }

    /// The suggestions of the open document.
    pub fn suggestions(&self) -> &Suggestions {
        static_empty(self.current.and_then(|doc| self.suggestions.get(&doc)))
    }

    /// The suggestions of any document, if it was extracted since the page was loaded.
    pub fn suggestions_of(&self, doc: DocId) -> Option<&Suggestions> {
        self.suggestions.get(&doc)
    }

    /// The focused item with its place, while it is visible.
    pub fn focused(&self) -> Option<Placed> {
        Shown::of(self)?.place(self.focus?)
    }

    /// Whether an item is there and visible.
    fn is_shown(&self, item: Item) -> bool {
        Shown::of(self).is_some_and(|shown| shown.place(item).is_some())
    }

    /// What a label key would tag if nothing had the focus.
    pub fn target(&self) -> Option<TextRange> {
        self.selection.or_else(|| Some(self.cursor?.range(self.document()?)))
    }

    /// How many suggestions of the open document were decided, and how many there are.
    pub fn reviewed(&self) -> (u32, u32) {
        let Some(doc) = self.current else { return (0, 0) };
        let tally = self.store.tally(doc);
        let total = self.suggestions().count_at_least(self.preferences.threshold);
        ((tally.accepted + tally.rejections).min(total), total)
    }

    fn number(&mut self) -> u32 {
        self.counter += 1;
        self.counter
    }

    fn say(&mut self, text: impl Into<Rc<str>>) {
        let number = self.number();
        self.notice = Some(Notice { text: text.into(), is_trouble: false, number });
    }

    fn complain(&mut self, text: impl Into<Rc<str>>) {
        let number = self.number();
        self.notice = Some(Notice { text: text.into(), is_trouble: true, number });
    }

    /// Whether there is another document that was read from the same file; `is_it` knows which files are the same.
    pub fn is_read_otherwise(&self, doc: DocId, is_it: impl Fn(FileId) -> bool) -> bool {
        let is_here = |other: &DocId| *other != doc && self.store.documents().contains_key(other);
        self.readings.iter().any(|(other, file)| is_here(other) && is_it(*file))
    }

    /// The files that a dialog may still ask for, or that may be read again.
    pub fn files_in_use(&self) -> Vec<FileId> {
        let mut used: Vec<FileId> = self.readings.values().copied().collect();
        for dialog in self.dialog.iter().chain(&self.questions) {
            match dialog {
                Dialog::Encoding { files, .. } => used.extend_from_slice(files),
                Dialog::Reading { given, .. } | Dialog::Import { given, .. } => used.extend_from_slice(given),
                _ => {}
            }
        }
        used
    }

    /// Whether something stands over the page and takes its keys.
    pub fn is_asking(&self) -> bool {
        !matches!(self.dialog, None | Some(Dialog::Reading { .. }))
    }

    /// Closes the dialog; the next question takes its place.
    fn close_dialog(&mut self) {
        self.dialog = (!self.questions.is_empty()).then(|| self.questions.remove(0));
    }

    /// What was said of an earlier step is true no longer after another one. Trouble stays until it is read.
    fn forget_news(&mut self) {
        self.notice.take_if(|notice| !notice.is_trouble);
    }

    /// Puts into words what was just done.
    fn tell_decision(&mut self, transaction: &Transaction) {
        self.decision = Some((self.number(), self.told(transaction).into()));
    }

    fn take_to(&mut self, range: TextRange) {
        self.reveal = Some((self.number(), range));
    }

    fn with_suggestions(&mut self, doc: DocId, change: impl FnOnce(&mut Suggestions)) {
        change(Rc::make_mut(&mut self.suggestions).or_default(doc));
    }
}

/// The set that a person's own work goes to.
pub fn work_set(author: &Author) -> SetId {
    format!("work-{}", author.annotator).parse().expect("an annotator's name and a prefix fit a name")
}

fn static_empty(found: Option<&Suggestions>) -> &Suggestions {
    thread_local! {
        static EMPTY: &'static Suggestions = Box::leak(Box::default());
    }
    found.unwrap_or_else(|| EMPTY.with(|empty| *empty))
}

impl PartialEq for State {
    /// Two states are one only when they are the same reduction.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}
