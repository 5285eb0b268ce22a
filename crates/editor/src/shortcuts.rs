//! What a key can be given to: every command that needs nothing but to be asked for, with its name and its first keys.
//!
//! A row here is all that it takes: the keyboard, the palette of commands, the sheet of keys and whatever shows a key read this table.

use crate::keys::Ask;
use crate::{Aim, Command, Switch, Theme};

/// Where the keyboard's focus must be for a shortcut to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// In the article, or on nothing at all.
    Article,
    /// Anywhere but in a field.
    Page,
    /// In a field that takes text, too, where the key is none that types.
    Everywhere,
}

/// What the table says of a shortcut, apart from its name.
pub(crate) struct Row {
    /// What it is called where keys are kept; never changes.
    pub id: &'static str,
    pub place: Where,
    /// The keys that it has at first, divided by blanks.
    pub keys: &'static str,
}

macro_rules! shortcuts {
    ($($variant:ident $id:literal $place:ident [$($key:literal)*] $name:literal => $ask:expr;)*) => {
        /// A command that can have keys, and that the palette of commands lists.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Shortcut { $($variant,)* }

        pub(crate) static ROWS: &[Row] =
            &[$(Row { id: $id, place: Where::$place, keys: concat!($($key, " "),*) },)*];

        static NAMES: &[&str] = &[$($name,)*];

        impl Shortcut {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// What it asks for.
            pub fn ask(self) -> Ask {
                match self { $(Self::$variant => $ask,)* }
            }
        }
    };
}

const fn end(is_out: bool, by_character: bool) -> Ask {
    Ask::Do(Command::MoveEnd { is_out, by_character })
}

const fn start(is_out: bool, by_character: bool) -> Ask {
    Ask::Do(Command::MoveStart { is_out, by_character })
}

// What a layout prints counts, so that `]` has no Shift; letters are capitals, and have one or not.
shortcuts! {
    Next "next" Article ["J"] "Next suggestion or annotation" => Ask::Do(Command::Next);
    Previous "previous" Article ["K"] "Previous suggestion or annotation" => Ask::Do(Command::Previous);
    Accept "accept" Article ["A"] "Accept, and go to the next" => Ask::Do(Command::Accept);
    Reject "reject" Article ["X"] "Reject, and go to the next" => Ask::Do(Command::Reject);
    Skip "skip" Article ["Space"] "Skip: decide later" => Ask::Do(Command::Skip);
    AcceptAllAlike "accept-label" Article ["Shift+A"] "Accept all suggestions of this label" => Ask::Do(Command::AcceptAllAlike);
    AcceptSameWords "accept-words" Article ["Shift+S"] "Accept all that say the same words" => Ask::Do(Command::AcceptSameWords);
    Delete "delete" Article ["Backspace" "Delete"] "Delete the focused annotation" => Ask::Do(Command::Delete);

    WordRight "word-right" Article ["ArrowRight"] "Next word" => Ask::Do(Command::WordRight { is_extending: false });
    WordLeft "word-left" Article ["ArrowLeft"] "Previous word" => Ask::Do(Command::WordLeft { is_extending: false });
    LineDown "line-down" Article ["ArrowDown"] "Next line" => Ask::Do(Command::LineDown { is_extending: false });
    LineUp "line-up" Article ["ArrowUp"] "Previous line" => Ask::Do(Command::LineUp { is_extending: false });
    SentenceRight "sentence-right" Article ["Ctrl+ArrowRight"] "Next sentence" => Ask::Do(Command::SentenceRight { is_extending: false });
    SentenceLeft "sentence-left" Article ["Ctrl+ArrowLeft"] "Previous sentence" => Ask::Do(Command::SentenceLeft { is_extending: false });
    SelectWordRight "select-word-right" Article ["Shift+ArrowRight"] "Select to the next word" => Ask::Do(Command::WordRight { is_extending: true });
    SelectWordLeft "select-word-left" Article ["Shift+ArrowLeft"] "Select to the previous word" => Ask::Do(Command::WordLeft { is_extending: true });
    SelectLineDown "select-line-down" Article ["Shift+ArrowDown"] "Select to the next line" => Ask::Do(Command::LineDown { is_extending: true });
    SelectLineUp "select-line-up" Article ["Shift+ArrowUp"] "Select to the previous line" => Ask::Do(Command::LineUp { is_extending: true });
    SelectSentenceRight "select-sentence-right" Article ["Ctrl+Shift+ArrowRight"] "Select to the next sentence" => Ask::Do(Command::SentenceRight { is_extending: true });
    SelectSentenceLeft "select-sentence-left" Article ["Ctrl+Shift+ArrowLeft"] "Select to the previous sentence" => Ask::Do(Command::SentenceLeft { is_extending: true });
    Go "go" Article ["G"] "Go to a word in view" => Ask::Go { is_extending: false };
    SelectTo "select-to" Article ["Shift+G"] "Select up to a word in view" => Ask::Go { is_extending: true };
    SelectAll "select-all" Article ["Ctrl+A"] "Select the whole text" => Ask::All;
    Larger "larger" Article ["=" "W"] "Larger candidate at the cursor" => Ask::Do(Command::Larger);
    Smaller "smaller" Article ["-" "V"] "Smaller candidate at the cursor" => Ask::Do(Command::Smaller);
    EndOut "end-out" Article ["]" "L"] "Longer: the end out by a word" => end(true, false);
    EndIn "end-in" Article ["[" "H"] "Shorter: the end in by a word" => end(false, false);
    StartOut "start-out" Article ["{" "Shift+H"] "Longer: the start out by a word" => start(true, false);
    StartIn "start-in" Article ["}" "Shift+L"] "Shorter: the start in by a word" => start(false, false);
    EndOutExact "end-out-exact" Article ["Ctrl+]"] "The end out by a character" => end(true, true);
    EndInExact "end-in-exact" Article ["Ctrl+["] "The end in by a character" => end(false, true);
    StartOutExact "start-out-exact" Article ["Ctrl+{"] "The start out by a character" => start(true, true);
    StartInExact "start-in-exact" Article ["Ctrl+}"] "The start in by a character" => start(false, true);

    Label "label" Article ["/"] "Find a label by its name" => Ask::Palette;
    Repeat "repeat" Article ["."] "The last label again" => Ask::Do(Command::Repeat);
    Point "point" Article ["|" "Shift+P"] "Choose a place between words" => Ask::Do(Command::Point);
    AddFragment "add-part" Article ["+" "Z"] "Add a part to the annotation that had the focus" => Ask::Do(Command::AddFragment);
    Note "note" Page ["N"] "Write a note" => Ask::Note;
    Attribute "attribute" Page ["Shift+V"] "Set an attribute" => Ask::Attribute;
    FindAlike "find-alike" Page ["Shift+T"] "Find all occurrences of these words" => Ask::Do(Command::FindAlike);
    Link "link" Article ["R"] "Link to another annotation" => Ask::Link(Aim::Relation(None));
    SameAs "same-as" Article ["C"] "Same as another mention" => Ask::Link(Aim::Mention);
    Event "event" Article ["E"] "Make an event, or add what took part" => Ask::Link(Aim::Event);

    Menu "menu" Article ["ContextMenu" "Shift+F10"] "What can be done here" => Ask::Menu;
    Undo "undo" Page ["Ctrl+Z"] "Undo" => Ask::Do(Command::Undo);
    Redo "redo" Page ["Ctrl+Shift+Z" "Ctrl+Y"] "Redo" => Ask::Do(Command::Redo);
    Find "find" Everywhere ["F" "Ctrl+Shift+F"] "Find in all documents" => Ask::Find;
    NextHit "next-hit" Everywhere ["F3"] "Next of what was found" => Ask::Do(Command::NextHit);
    PreviousHit "previous-hit" Everywhere ["Shift+F3"] "Previous of what was found" => Ask::Do(Command::PreviousHit);
    PreviousDocument "previous-document" Page ["Alt+ArrowUp"] "Previous document" => Ask::Do(Command::PreviousDocument);
    NextDocument "next-document" Page ["Alt+ArrowDown"] "Next document" => Ask::Do(Command::NextDocument);
    DoneAndNext "done" Page ["Ctrl+Enter"] "Done with this document, on to the next" => Ask::Do(Command::DoneAndNext);
    Reopen "not-done" Page [] "This document is not done: take that back" => Ask::Do(Command::Reopen);
    Open "open" Page ["Ctrl+O"] "Open files…" => Ask::Open { is_folder: false };
    OpenFolder "open-folder" Page [] "Open a folder…" => Ask::Open { is_folder: true };
    Paste "paste" Page [] "Paste a text…" => Ask::Paste;
    Samples "samples" Page [] "To the first page, with the samples" => Ask::Samples;
    Export "export" Everywhere ["Ctrl+S"] "Export…" => Ask::Export;
    Schema "schema" Page ["Shift+D"] "Schema: define labels, types and attributes" => Ask::Schema;
    Past "past" Page [] "The project as it was…" => Ask::Past;
    Disputes "disputes" Page [] "Settle conflicts…" => Ask::Disputes;
    DeleteDocument "delete-document" Page [] "Delete this document…" => Ask::DeleteDocument;

    Inspector "inspector" Page ["I"] "Open or close the inspector" => Ask::Turn(Switch::RightPanel);
    Drawer "drawer" Page ["Shift+O"] "Open or close the pictures of this text" => Ask::Drawer;
    LeftPanel "documents" Page [] "Open or close documents and labels" => Ask::Turn(Switch::LeftPanel);
    Filter "filter" Article ["Shift+F"] "Show only this label, or all again" => Ask::Do(Command::ToggleFilter);
    Filters "filters" Page [] "Filter by label, origin, score or annotator" => Ask::Filters;
    Quiet "quiet" Page ["Q"] "Show or hide chips" => Ask::Do(Command::ToggleQuiet);
    Rejected "rejected" Page [] "Show or hide rejected suggestions" => Ask::Turn(Switch::Rejected);
    Coreference "coreference" Page [] "Suggest pronouns and who they mean, or not" => Ask::Turn(Switch::Coreference);
    Learning "learning" Page [] "Learn from what is decided, or not" => Ask::Turn(Switch::Learning);
    Fewer "fewer" Page [] "Show fewer suggestions" => Ask::Turn(Switch::Threshold { is_up: true });
    More "more" Page [] "Show more suggestions" => Ask::Turn(Switch::Threshold { is_up: false });
    Light "light" Page [] "Light colours" => Ask::Turn(Switch::Theme(Theme::Light));
    Dark "dark" Page [] "Dark colours" => Ask::Turn(Switch::Theme(Theme::Dark));
    System "system-colours" Page [] "Colours of the system" => Ask::Turn(Switch::Theme(Theme::System));
    NextRegion "next-region" Everywhere ["F6"] "Next part of the page" => Ask::NextRegion { is_back: false };
    PreviousRegion "previous-region" Everywhere ["Shift+F6"] "Previous part of the page" => Ask::NextRegion { is_back: true };
    Commands "commands" Page ["Ctrl+K"] "Find a command by its name" => Ask::Commands;
    Keys "keys" Page ["?"] "All keys, and how to change them" => Ask::Keys;
}

impl Shortcut {
    pub(crate) fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// What it is called where keys are kept.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// The one that is called so.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.id() == id)
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// Where it is heard.
    pub fn place(self) -> Where {
        self.row().place
    }

    /// Whether it has something to act on where no document is open.
    pub fn is_of_project(self) -> bool {
        use Shortcut::{Dark, Keys, Light, Open, OpenFolder, Paste, Redo, Schema, System, Undo};
        matches!(self, Undo | Redo | Open | OpenFolder | Paste | Schema | Light | Dark | System | Keys)
    }
}
