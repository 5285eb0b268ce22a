//! What the page and its worker say to each other.
//!
//! A message is a *head*, small and made of strings, lists and numbers of at most 32 bits, and any number of *payloads*,
//! typed arrays that move from one side to the other without being copied: a file's bytes, a text in UTF-8, a log, or
//! [`pack`]ed suggestions.
//!
//! Every request gets any number of answers that are not the last, as [`ResponseBody::Batch`], and then exactly one that
//! is ([`ResponseBody::is_last`]). Answers repeat `seq` and `doc`, so that the page can drop what is stale.
//!
//! The page knows no file but by these words: it sends what it has, and the worker reads and writes. Annotations come in
//! in three steps: [`RequestBody::Open`] finds them, [`RequestBody::Read`] looks at what is new in them, and
//! [`RequestBody::Import`] adds them, once a person has decided.
//!
//! ```
//! use postil_messages::ResponseBody;
//! assert!(!ResponseBody::Batch { done: 4096, total: 9000 }.is_last());
//! ```

/// The schemas that are ready to be used: what the worker knows them by, and people.
pub const READY: [(&str, &str); 6] = [
    ("news", "News"),
    ("conll2003", "CoNLL-2003"),
    ("ontonotes5", "OntoNotes 5"),
    ("plover", "PLOVER"),
    ("timeml", "TimeML"),
    ("uner", "UNER"),
];

/// Texts of more bytes are read with what was learned when they are opened, and are neither learned from nor made again after each decision.
pub const LONGEST_REMADE: u32 = 128 << 10;

mod files;
mod packed;
mod schema;
mod search;

pub use files::{
    Change, Choices, Contents, Fault, FileKind, Format, FormatGroup, FormatName, LabelNews, Loaded, Loss, MAX_FAULTS,
    Meeting, ProjectHead, SchemaNews,
};
pub use packed::{pack, unpack};
pub use schema::{Fate, SchemaChange, Use};
pub use search::{FoundHit, Query, QueryKind, pack_hits, unpack_hits};

use postil_core::{DocId, SetId, Slug};
use serde::{Deserialize, Serialize};
use std::fmt;

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Counts up from 1; names the request.
    pub seq: u32,
    /// The document it is about, as its id; empty where there is none yet.
    pub doc: String,
    pub body: RequestBody,
}

/// What the page wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestBody {
    /// Read files: articles, annotations of any format, archives. Payloads: the browser's `File`s, in the order of the
    /// names. Answers [`ResponseBody::Opening`] and [`ResponseBody::Opened`] as it goes, and [`ResponseBody::Done`].
    Open {
        /// With folders between slashes.
        names: Vec<String>,
        /// A label of the Encoding Standard that a person chose; without one the bytes decide. Of several files it is
        /// for those that are not decided by their bytes.
        encoding: Option<String>,
        /// Whether they are texts to annotate, whatever they look like.
        are_texts: bool,
        /// What a person says that offsets count, `char`, `utf16` or `byte`; without it the files decide.
        unit: Option<String>,
    },
    /// Say how a file may be read. Payload: the browser's `File`. Answers [`ResponseBody::Undecodable`] with every encoding.
    Encodings,
    /// Look at what is in annotations that were opened. Payloads: those of the project, whose documents
    /// are those that were wanted.
    Read {
        /// As [`ResponseBody::Native`] calls it.
        file: u32,
        /// What became of labels that the project does not have, before.
        meetings: Vec<(Slug, Meeting)>,
        project: ProjectHead,
    },
    /// Say how annotations that were opened are added to the project. Payloads: those of the project.
    Import {
        /// As [`ResponseBody::Native`] calls it.
        file: u32,
        /// As a set of its own, rather than merged.
        is_copy: bool,
        /// What becomes of labels that the project does not have; those that are not told of stay labels of their own.
        meetings: Vec<(Slug, Meeting)>,
        project: ProjectHead,
    },
    /// Forget a file. Has no answer.
    Discard {
        /// As [`ResponseBody::Native`] calls it.
        file: u32,
    },
    /// Write a file of the project's documents. Payloads: those of the project, then packed suggestions.
    Export {
        format: Format,
        /// The documents whose pending suggestions are to be written, in the order of the payloads, each with the number
        /// of spans that are pending: those after them are there because relations and clusters name them.
        suggestions: Vec<(DocId, u32)>,
        /// Whether its first lines are enough.
        is_preview: bool,
        project: ProjectHead,
    },
    /// Say which formats of other programs can be written, and how much of the project's documents each of them holds.
    /// Payloads: those of the project.
    Formats { choices: Choices, project: ProjectHead },
    /// Keep a snapshot of the log that is in storage, for the next start. Answers [`ResponseBody::Done`] whatever comes of
    /// it.
    Snapshot,
    /// Give an article that the page ships with.
    Sample {
        /// Its name in `seeds`.
        file: String,
    },
    /// Read a schema that is ready to be used. Answers [`ResponseBody::Native`].
    Ready {
        /// As [`READY`] has it.
        file: String,
    },
    /// Suggest annotations. Payload: the text in UTF-8.
    Extract {
        /// Document creation time, `YYYY-MM-DD`.
        dct: Option<String>,
        /// The text's language where it is known, as a BCP 47 tag; without one the text is looked at.
        language: Option<String>,
        /// Whether pronouns, descriptions and clusters, events and the relations of neighbours are suggested too.
        coreference: bool,
        /// Labels that the project calls otherwise, or does not want.
        fates: Vec<Fate>,
        /// Whether what was learned is applied: see [`Learn`](Self::Learn).
        is_learning: bool,
    },
    /// Learn from what was decided in a set, whatever was learned before. Payloads: those of the project, whose documents need not be those
    /// that are learned from. A later request of this kind stops it. Answers [`ResponseBody::Learning`] as it goes, and
    /// [`ResponseBody::Learned`].
    Learn {
        set: SetId,
        /// As for [`Extract`](Self::Extract).
        coreference: bool,
        /// As for [`Extract`](Self::Extract).
        fates: Vec<Fate>,
        project: ProjectHead,
    },
    /// Count how often entries of the schema are used. Payloads: those of the project. Answers [`ResponseBody::Uses`].
    Uses { project: ProjectHead },
    /// Say what a change of the schema would do, and draft it. Payloads: those of the project. Answers
    /// [`ResponseBody::Considered`].
    Consider { change: SchemaChange, project: ProjectHead },
    /// Look through documents. Payloads: those of the project, whose documents are those that are looked through, in this order. A later
    /// request of this kind stops it. Answers [`ResponseBody::Found`] as it goes, and [`ResponseBody::Searched`].
    Find {
        query: Query,
        /// The bytes of the one document to look in: start, end. All of each document where there is none.
        within: Option<(u32, u32)>,
        /// The set whose annotations are looked at.
        set: SetId,
        project: ProjectHead,
    },
    /// Say whether a text is nearly another one. Payloads: those of the project, whose documents are the text, then those that it may
    /// be a version of. Answers [`ResponseBody::Near`].
    Near { project: ProjectHead },
    /// Say how the annotations of a text come over to its corrected version. Payloads: those of the project, whose documents are the
    /// corrected text and the old one. Answers [`ResponseBody::Imported`], without documents.
    Carry { project: ProjectHead },
    /// Stop an extraction, the opening of files, a search, or learning, that may still run.
    Cancel {
        /// The request to stop.
        seq: u32,
    },
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// Of the request; 0 for [`ResponseBody::Ready`].
    pub seq: u32,
    /// Of the request.
    pub doc: String,
    pub body: ResponseBody,
}

/// What the worker has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseBody {
    /// The worker listens: a message that was sent before this one is lost.
    Ready,
    /// A file's text, unchanged but for its encoding and its byte-order mark. Payload: the text in UTF-8.
    Decoded {
        /// The encoding's name in the Encoding Standard, and what else a person should know of it: `UTF-8`, `windows-1254, a
        /// guess`.
        encoding: String,
        /// Whether nothing in the file says so, and it may be wrong.
        is_guess: bool,
        /// A BCP 47 tag, when the text says enough to be sure.
        language: Option<String>,
    },
    /// A file, or several that belong together, hold annotations, which the worker keeps.
    Native {
        /// What it knows them by.
        file: u32,
        /// What people call them.
        name: String,
        /// The files that were opened and are meant, by their place in the request.
        sources: Vec<u32>,
        /// Documents that they tell of without their texts.
        wanted: Vec<DocId>,
    },
    /// How far the opening of files is.
    Opening {
        /// Files that were read.
        done: u32,
        /// Files in all, those of archives included as soon as they are known.
        total: u32,
        /// The file whose turn it is.
        name: String,
    },
    /// What became of one file that was opened, or of several that belong together: [`Decoded`](Self::Decoded),
    /// [`Native`](Self::Native), [`Undecodable`](Self::Undecodable). Payload: that of the answer.
    Opened {
        /// The first file that is meant, by its place in the request.
        index: u32,
        of: Box<ResponseBody>,
    },
    /// The replica has not taken in what the request means, and storage does not have it: ask again with the whole log.
    Behind,
    /// All of the request was done.
    Done,
    /// What is in annotations that were opened.
    Loaded(Loaded),
    /// What they add. Payloads: transactions, a line each, then the texts of `documents`.
    Imported {
        /// Those of the file.
        documents: Vec<DocId>,
        /// Whether the transactions are the reader's own, made of what the file says, rather than the file's.
        is_own: bool,
    },
    /// How often entries of the schema are used; those that are not used are not told.
    Uses { uses: Vec<Use> },
    /// What a change of the schema would do, in sentences. Payload: its transaction, a line.
    Considered { said: Vec<String> },
    /// A file. Payload: its bytes, or its first lines.
    Exported {
        /// Bytes of the whole file.
        bytes: u32,
        /// Records that cannot be said in it.
        left_out: u32,
        /// What was wrong with the first of them.
        first: Option<String>,
        /// How its name ends, where the format leaves that open.
        ending: Option<String>,
        /// What the format cannot hold.
        losses: Vec<Loss>,
    },
    /// Formats of other programs.
    Formats { groups: Vec<FormatGroup> },
    /// A file that is not text, or not text in an encoding that its bytes prove; or one of ours that cannot be read.
    Undecodable {
        /// What is wrong, and where, in sentences. “It” is the file.
        problem: String,
        /// Every encoding, those in which the bytes make sense first; empty when there is nothing to choose.
        choices: Vec<Choice>,
        /// The files that are opened again once one is chosen, by their place in the request.
        sources: Vec<u32>,
    },
    /// The model that extraction needs is being fetched.
    Loading {
        /// Bytes that have come.
        done: u32,
        /// Bytes of its file.
        total: u32,
    },
    /// Some suggestions. Payload: [`pack`].
    Batch {
        /// Bytes of the text that were read.
        done: u32,
        /// Bytes of the text.
        total: u32,
    },
    /// Some of what was found. Payloads: as [`pack_hits`] gives them.
    Found {
        /// Documents that were looked through.
        done: u32,
        total: u32,
        /// Those of the dictionary, so far, that the project has.
        labels: Vec<Slug>,
    },
    /// All documents were looked through.
    Searched {
        /// Documents whose texts are not to be had.
        missing: u32,
        /// Whether there is more than was told.
        is_cut: bool,
        /// Labels of the dictionary that the project has not, the first ones.
        unknown: Vec<String>,
    },
    /// The text that another one is nearly the same as; None where there is none with annotations that would come along.
    Near { found: Option<Version> },
    /// The text was read to its end.
    Finished {
        /// Suggestions in all batches together, relations not counted.
        spans: u32,
        /// What a person should know, in a sentence.
        note: Option<String>,
        /// What was learned and applied, as [`Learned`](Self::Learned) has it; 0 for nothing.
        learned: u32,
    },
    /// How far learning is.
    Learning {
        /// Documents that were learned from.
        done: u32,
        /// All with decisions.
        total: u32,
    },
    /// All was learned.
    Learned {
        /// Which decisions these are: other decisions have another number, very likely. 0 where there is none.
        learned: u32,
        /// How many decisions they are.
        decisions: u32,
        /// Labels of the project's own that do not stand often enough to be suggested, each with how often is missing.
        missing: Vec<(Slug, u32)>,
    },
    /// The request was stopped; what was found before stays good.
    Cancelled,
    /// The request came to nothing.
    Failed {
        /// Why, and what to do, in sentences.
        message: String,
    },
}

impl ResponseBody {
    /// Whether the request has nothing more to expect.
    pub fn is_last(&self) -> bool {
        use ResponseBody::{Batch, Found, Learning, Loading, Opened, Opening, Ready};
        let is_on_the_way = matches!(self, Loading { .. } | Batch { .. } | Found { .. } | Learning { .. });
        !is_on_the_way && !matches!(self, Ready | Opening { .. } | Opened { .. })
    }
}

/// A text that another one is nearly the same as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub of: DocId,
    /// How many of 100 words of the longer text are in both.
    pub shared: u32,
    /// How many of its spans stand on words that are the same.
    pub standing: u32,
    /// How many it has.
    pub spans: u32,
}

/// An encoding to choose, and what the file would say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// For [`RequestBody::Open`]: `windows-1254`.
    pub encoding: String,
    /// For people: `Turkish, Latin-5 (windows-1254)`.
    pub name: String,
    /// A few words of the text, around the first place that tells encodings apart.
    pub preview: String,
    /// Whether the bytes make sense in it.
    pub is_likely: bool,
}

/// A message that the other side cannot have meant: page and worker are of different versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Garbled(&'static str);

impl Garbled {
    /// `what` is what was not understood: `a request`.
    pub const fn new(what: &'static str) -> Self {
        Self(what)
    }
}

impl fmt::Display for Garbled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The page and its worker do not understand each other ({}): load the page again.", self.0)
    }
}

impl std::error::Error for Garbled {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_has_one_last_answer() {
        assert!(ResponseBody::Cancelled.is_last());
        assert!(ResponseBody::Finished { spans: 0, note: None, learned: 0 }.is_last());
        assert!(!ResponseBody::Batch { done: 0, total: 0 }.is_last());
        assert!(!ResponseBody::Loading { done: 0, total: 0 }.is_last());
        let of = Box::new(ResponseBody::Done);
        assert!(of.is_last() && !ResponseBody::Opened { index: 0, of }.is_last());
        assert!(!ResponseBody::Ready.is_last());
    }
}
