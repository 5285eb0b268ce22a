//! Formats of other programs: a Wasm module of its own, in a worker of the worker's own.
//!
//! Few sessions need them, and they are as large as everything else together: so they are fetched when a file or an export
//! calls for them. [`convert`] is what they do, without a browser; `inside` listens in the module, `client` asks it. It turns
//! files into our own annotations and back, and keeps nothing: whatever it holds ends with it.

pub mod convert;

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod inside;

use postil_messages::{Choice, Choices, Fault, FormatGroup, Loss, ProjectHead};
use serde::{Deserialize, Serialize};

/// From the worker to the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Read files. Payloads: their bytes.
    Read {
        names: Vec<String>,
        /// A label of the Encoding Standard, where a person said so: of one file whatever it says itself, of several for
        /// those that are not decided by their bytes.
        encoding: Option<String>,
        /// `char`, `utf16` or `byte`, where a person said so.
        unit: Option<String>,
    },
    /// Write a format. Payloads: those of the project.
    Write { format: String, choices: Choices, is_preview: bool, project: ProjectHead },
    /// List what can be written. Payloads: those of the project.
    List { choices: Choices, project: ProjectHead },
}

/// From the module to the worker. Each request has one answer but for [`Answer::Reading`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The module listens.
    Ready,
    /// How far it is: files read, files in all, and the one whose turn it is.
    Reading {
        done: u32,
        total: u32,
        name: String,
    },
    /// What the files hold. Payloads: the text of each article, then our annotations, if there are any.
    Read(Read),
    /// A file, or its first lines. Payload: its bytes.
    Written {
        /// Of the whole file.
        bytes: u32,
        /// How its name ends.
        ending: String,
        losses: Vec<Loss>,
        /// Documents that could not be written, and of the first why.
        left_out: u32,
        first: Option<String>,
    },
    Listed {
        groups: Vec<FormatGroup>,
    },
    /// The module has not what the request means: it wants the whole log.
    Behind,
    /// Why it came to nothing, in sentences.
    Failed {
        message: String,
    },
}

/// What some files hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// Files that are of no format that is known, by their place in the request.
    pub unknown: Vec<u32>,
    /// Files that are articles.
    pub articles: Vec<Article>,
    /// All other files that were read, likewise.
    pub annotated: Vec<u32>,
    /// Whether anything was read of those.
    pub has_annotations: bool,
    /// Their formats, for people.
    pub formats: String,
    /// What was decided, repaired and left out, as far as it is told one by one.
    pub remarks: Vec<Fault>,
    /// How much that is in all.
    pub all_remarks: u32,
    /// A file of which a person must say how it is written; nothing else was read then.
    pub question: Option<Question>,
}

/// A file that is an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its place in the request.
    pub file: u32,
    /// How it was read, for people.
    pub encoding: String,
    /// Whether nothing in it says so.
    pub is_guess: bool,
}

/// A file whose encoding is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its place in the request, or that of the archive that it is in.
    pub file: u32,
    /// What is wrong, in sentences.
    pub problem: String,
    pub choices: Vec<Choice>,
}
