//! What can happen to the page.

use crate::{
    Aim, Booted, Deletion, ExportChoice, Filter, FindAction, HintKey, Item, Joined, KeyChange, Learning, LeftTab,
    Listing, Progress, Pull, Purpose, Receipt, Shortcut, Step, Target, Theme, VersionAction,
};
use postil_core::{
    ByteOffset, Definition, DocId, Document, Kind, Layer, NodeId, Score, SetId, Slug, Suggestions, TextRange,
    Timestamp, Transaction,
};
use postil_messages::{Choice, Loaded, Meeting};
use std::rc::Rc;
use std::sync::Arc;

/// Anything that changes the state.
#[derive(Debug)]
pub enum Action {
    /// What was stored has been read.
    Booted(Box<Booted>),
    /// What another tab wrote meanwhile has been read, or all that is stored: then what was known here is not all there any
    /// more.
    Followed {
        news: Box<Booted>,
        is_all: bool,
    },
    /// Another tab wishes to write. This one lets it if there is nothing left to save.
    GiveWay,
    /// A person asked for something, at this time of the clock.
    Command(Command, Timestamp),
    /// A text is open; it joins the project if it is new.
    Open {
        decoded: Decoded,
        now: Timestamp,
    },
    /// A stored text was read.
    TextLoaded(Document),
    /// There is no text of this document in storage.
    TextMissing(DocId),
    /// A stored text could not be read.
    TextFailed {
        doc: DocId,
        reason: Rc<str>,
    },
    ReadAgain,
    /// Nothing is open: back to the first page.
    Close,
    Show(DocId),
    /// Something is to be forgotten for good.
    Delete(Deletion),

    ExtractionStarted {
        doc: DocId,
        seq: u32,
        total: u32,
    },
    /// The model is being fetched.
    Loading {
        doc: DocId,
        seq: u32,
        done: u32,
        total: u32,
    },
    Batch {
        doc: DocId,
        seq: u32,
        done: u32,
        total: u32,
        found: Suggestions,
    },
    ExtractionEnded {
        doc: DocId,
        seq: u32,
        end: Progress,
        note: Option<Rc<str>>,
        /// What was learned and applied, as the worker numbers it; 0 for nothing.
        learned: u32,
    },
    /// Suggestions are going to be made again by this request, and to take the place of those that are there.
    Remaking {
        doc: DocId,
        seq: u32,
    },
    /// How far learning from the decisions of the project is, in documents.
    Learning {
        done: u32,
        total: u32,
    },
    /// What was decided so far was learned.
    Learned(Box<Learning>),
    /// Learn from decisions, or no longer: what was learned is applied no more.
    ToggleLearning,
    /// Suggest pronouns, descriptions and clusters too, or no longer: everything is extracted again.
    ToggleCoreference,
    /// Show rejected suggestions too, or no longer.
    ToggleRejected,
    /// Extract again, as after a change of the document date.
    ExtractAgain(DocId),

    /// A write has completed.
    Written(Receipt),
    /// A write has failed, and why.
    NotWritten(Receipt, Rc<str>),
    /// All that was written before is gone from storage.
    Lost(Rc<str>),
    /// What could not be saved is tried again.
    SaveAgain,
    /// Typing in a field begins, or what was typed is done or given up.
    Typing(bool),
    Persistence(bool),
    /// Something is chosen for the next export.
    Exporting(ExportChoice),
    /// A file was handed to the browser: when, and what is to be said of it.
    Exported(Timestamp, Rc<str>),
    Imported(Box<Imported>),
    /// The project that came in the page is in, by the SHA-256 of its text.
    Carried(DocId),
    /// A step of this writer's, drafted by the worker or a dialog.
    Drafted(Transaction),
    /// What becomes of labels of a file: it is kept for the next one.
    Meet(Vec<(Slug, Meeting)>),

    Click {
        offset: ByteOffset,
    },
    Select(Option<TextRange>),
    Focus(Option<Item>),
    /// Shows hints on what is in view.
    Hint(Purpose, Vec<Target>),
    TakeTo(TextRange),
    /// What is in view changed, while that matters.
    View(TextRange),
    Place {
        doc: DocId,
        offset: u32,
    },
    /// How far the opening of files is; None when it is over.
    Opening(Option<Opening>),
    /// What a person opens or closes.
    Dialog(Option<Dialog>),
    /// A question about a file: it waits until no dialog is open.
    Ask(Dialog),
    Say(Rc<str>),
    Complain(Rc<str>),
    /// One of several files was not opened: told beside the others.
    Refuse(Rc<str>),
    Dismiss,
    Threshold(Score),
    ToggleLayer(Layer),
    Theme(Theme),
    /// Keys are given to something, or taken from it.
    Keys(KeyChange),
    /// The palette of commands runs one.
    Ran(Shortcut),
    TogglePanel {
        is_left: bool,
    },
    ToggleDrawer,
    UseSet(SetId),
    /// How documents are listed.
    List(Listing),
    /// What the panel at the left shows.
    Left(LeftTab),
    /// Only what passes this is shown.
    Filter(Filter),
    Find(FindAction),
    Version(VersionAction),
    /// The dateline of the open document does not say its date.
    Undated,
    /// Lists what the open document has otherwise than the one that it supersedes.
    FindChanges,
}

/// What a key, button or menu can ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Next,
    Previous,
    Accept,
    Reject,
    Skip,
    Delete,
    Label(Slug),
    /// The last label again.
    Repeat,
    AcceptAllAlike,
    /// All suggestions of this label that say the same words.
    AcceptSameWords,
    /// All occurrences of the words that are meant, to tag them.
    FindAlike,
    NextHit,
    PreviousHit,
    /// All that was found.
    TagFound,
    RelabelFound,
    WordRight {
        is_extending: bool,
    },
    WordLeft {
        is_extending: bool,
    },
    SentenceRight {
        is_extending: bool,
    },
    SentenceLeft {
        is_extending: bool,
    },
    LineDown {
        is_extending: bool,
    },
    LineUp {
        is_extending: bool,
    },
    MoveEnd {
        is_out: bool,
        by_character: bool,
    },
    MoveStart {
        is_out: bool,
        by_character: bool,
    },
    /// An end of the focused item, or of what is selected, goes to a place: the nearest end of a word, or just there.
    PullEnd(Pull),
    /// A place between words, for a span of no width: at the start of what is selected or of the word at the cursor, then from one end of a word to the next.
    Point,
    Larger,
    Smaller,
    AddFragment,
    /// Begins to join what has the focus with something in `view`.
    Link {
        aim: Aim,
        view: TextRange,
    },
    /// A step of that.
    Step(Step),
    /// Something to do to a relation, a cluster or an event.
    Joined(Joined),
    Note {
        on: NodeId,
        text: String,
    },
    Value {
        on: NodeId,
        text: String,
    },
    /// What was typed as the value of an attribute, which may be new; nothing takes it away.
    Attribute {
        on: NodeId,
        name: String,
        typed: String,
    },
    /// The entity that a span means, by its id or URI; nothing takes it away.
    Entity {
        on: NodeId,
        typed: String,
    },
    /// A label of the open document, which may be new.
    LabelDocument {
        name: String,
        is_on: bool,
    },
    /// Defines an entry of the schema, or defines it anew.
    Define {
        kind: Kind,
        slug: Slug,
        definition: Box<Definition>,
    },
    /// Moves an entry of the schema among those of its kind, so many places down, or up.
    MoveEntry {
        kind: Kind,
        slug: Slug,
        by: isize,
    },
    Undo,
    Redo,
    ToggleQuiet,
    /// Lifts the filter; without one, shows only what has the label of the focused item.
    ToggleFilter,
    NextDocument,
    PreviousDocument,
    DoneAndNext,
    /// The open document is not done after all.
    Reopen,
    Rename {
        doc: DocId,
        title: String,
    },
    Date {
        doc: DocId,
        date: Option<String>,
    },
    /// While hints are shown.
    Hint(HintKey),
    Escape,
}

/// A file that a person gave, by the number that the page knows it by: what it is made of is the page's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// What stands over the page. Nothing but these is modal.
#[derive(Clone, Debug)]
pub enum Dialog {
    Keys,
    Export,
    Paste,
    /// A type-to-filter list of labels for the target.
    Palette,
    /// The same of all commands.
    Commands,
    /// What can be done with what keys act on: at a point of the window, in CSS pixels, or beside the text.
    Menu(Option<(i32, i32)>),
    /// The schema; with the name of a label that is to be made.
    Schema(Option<Rc<str>>),
    /// It is open how a file, or several that belong together, are written.
    Encoding {
        name: Rc<str>,
        problem: Rc<str>,
        choices: Rc<[Choice]>,
        files: Rc<[FileId]>,
    },
    /// The turn of a project or of annotations: the worker is reading it, with the texts that it lacks. Nothing is drawn.
    Reading {
        file: u32,
        name: Rc<str>,
        /// The files that it came from.
        given: Rc<[FileId]>,
        wanted: Rc<[DocId]>,
    },
    /// A project or annotations were read by the worker and wait for a decision.
    Import {
        /// What the worker knows the file by.
        file: u32,
        name: Rc<str>,
        given: Rc<[FileId]>,
        loaded: Rc<Loaded>,
    },
    /// What people changed at the same time in different ways.
    Disputes,
    /// The project as it was.
    Past,
    DeleteDocument(DocId),
    ClearAll,
}

/// How far the opening of files is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What the worker knows it by.
    pub seq: u32,
    /// Files that were read.
    pub done: u32,
    pub total: u32,
    /// The file whose turn it is.
    pub name: Rc<str>,
}

/// A file or pasted text, decoded.
#[derive(Clone, Debug)]
pub struct Decoded {
    pub document: Document,
    pub title: Option<String>,
    pub language: Option<String>,
    pub dct: Option<String>,
    pub source: Option<String>,
    /// The file, where it does not prove its encoding and may be read in another one.
    pub file: Option<FileId>,
}

/// What an import adds.
#[derive(Debug)]
pub struct Imported {
    pub documents: Vec<Document>,
    pub transactions: Vec<Arc<Transaction>>,
    /// Written here just now, rather than by somebody elsewhere: it can be undone.
    pub is_own: bool,
    pub summary: String,
}
