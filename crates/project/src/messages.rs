//! What the page and its worker say to each other.
//!
//! A message is a *head*, small and written as JSON, and at most one *payload*, a typed array that moves from one side
//! to the other without being copied: a file's bytes, a text in UTF-8, or [`Suggestions::pack`]ed suggestions.
//!
//! Every request gets any number of [`ResponseBody::Batch`] and then exactly one last answer
//! ([`ResponseBody::is_last`]). Answers repeat `seq`, `doc` and `revision`, so that the page can drop what is stale.
//!
//! ```
//! use postil_project::messages::{Request, RequestBody};
//! let request = Request { seq: 7, doc: String::new(), revision: 0, body: RequestBody::Cancel { seq: 6 } };
//! assert_eq!(Request::from_json(&request.to_json())?, request);
//! # Ok::<(), postil_project::messages::Garbled>(())
//! ```

mod packed;

use postil_core::{Score, Slug, TextRange};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Counts up from 1; names the request.
    pub seq: u32,
    /// The document it is about, as its id; empty where there is none yet.
    pub doc: String,
    /// The page's count of what it asked about this document.
    pub revision: u32,
    pub body: RequestBody,
}

/// What the page wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestBody {
    /// Read a file. Payload: its bytes.
    Decode {
        /// The file's name.
        name: String,
        /// A label of the Encoding Standard that a person chose; without one the bytes decide.
        encoding: Option<String>,
    },
    /// Suggest annotations. Payload: the text in UTF-8.
    Extract {
        /// Document creation time, `YYYY-MM-DD`.
        dct: Option<String>,
        /// The text's language where it is known, as a BCP 47 tag; without one the text is looked at.
        language: Option<String>,
    },
    /// Stop an extraction that may still run.
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
    /// Of the request.
    pub revision: u32,
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
        /// The encoding's name in the Encoding Standard: `UTF-8`, `windows-1254`.
        encoding: String,
        /// Whether a byte-order mark was taken off.
        had_bom: bool,
        /// A BCP 47 tag, when the text says enough to be sure.
        language: Option<String>,
        /// The same in English, for people.
        language_name: Option<String>,
        /// Whether extraction will find something: the text is English, or may well be.
        is_english: bool,
        direction: Direction,
    },
    /// A file that is not text, or not text in an encoding that its bytes prove.
    Undecodable {
        /// What is wrong, and where, in sentences that begin with “It”: the file.
        problem: String,
        /// Encodings in which the bytes do make sense; empty when there are none.
        choices: Vec<Choice>,
    },
    /// Some suggestions. Payload: [`Suggestions::pack`].
    Batch {
        /// Bytes of the text that were read.
        done: u32,
        /// Bytes of the text.
        total: u32,
    },
    /// The text was read to its end.
    Finished {
        /// Suggestions in all batches together, relations not counted.
        spans: u32,
        /// What a person should know, in a sentence.
        note: Option<String>,
    },
    /// The extraction was stopped; what was found before stays good.
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
        !matches!(self, Self::Ready | Self::Batch { .. })
    }
}

/// An encoding to choose, and what the file would say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// For [`RequestBody::Decode`]: `windows-1254`.
    pub encoding: String,
    /// For people: `Turkish (windows-1254)`.
    pub name: String,
    /// A few words of the text, around the first place that tells encodings apart.
    pub preview: String,
}

/// Where lines begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    Ltr,
    Rtl,
}

impl Direction {
    /// As in HTML's `dir`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// A stretch of text that might be worth a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Bytes, half-open, on character boundaries; never empty.
    pub range: TextRange,
    pub label: Slug,
    pub score: Score,
    /// A date, time or number in normal form.
    pub value: Option<Arc<str>>,
    /// Who says so.
    pub extractor: Arc<str>,
    /// Which version of it.
    pub version: Arc<str>,
    /// Why, in words, the strongest first.
    pub reasons: Vec<Arc<str>>,
}

/// A relation between two suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedRelation {
    pub label: Slug,
    /// Index of a suggestion among all those of this extraction so far, over its batches.
    pub head: u32,
    /// An index of the same kind.
    pub tail: u32,
    pub score: Score,
    pub extractor: Arc<str>,
    pub version: Arc<str>,
    pub reasons: Vec<Arc<str>>,
}

/// What a batch brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    pub spans: Vec<Suggestion>,
    pub relations: Vec<SuggestedRelation>,
}

/// A message that the other side cannot have meant: page and worker are of different versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Garbled(&'static str);

impl fmt::Display for Garbled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The page and its worker do not understand each other ({}): load the page again.", self.0)
    }
}

impl std::error::Error for Garbled {}

macro_rules! heads {
    ($($name:ident),*) => {$(
        impl $name {
            /// The head of the message.
            pub fn to_json(&self) -> String {
                serde_json::to_string(self).expect("a message has string keys and no maps")
            }

            /// Reads a head.
            ///
            /// # Errors
            /// If it was written by another version.
            pub fn from_json(json: &str) -> Result<Self, Garbled> {
                serde_json::from_str(json).map_err(|_| Garbled(concat!("a ", stringify!($name))))
            }
        }
    )*};
}
heads!(Request, Response);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_as_they_are_written() {
        let bodies = [
            ResponseBody::Ready,
            ResponseBody::Decoded {
                encoding: "UTF-8".into(),
                had_bom: true,
                language: Some("tr".into()),
                language_name: Some("Turkish".into()),
                is_english: false,
                direction: Direction::Rtl,
            },
            ResponseBody::Undecodable {
                problem: "Byte 3 (line 1, column 4) …".into(),
                choices: vec![Choice {
                    encoding: "windows-1254".into(),
                    name: "Turkish (windows-1254)".into(),
                    preview: "Erdoğan\r\n\"\u{1F600}\"".into(),
                }],
            },
            ResponseBody::Batch { done: 1, total: u32::MAX },
            ResponseBody::Finished { spans: 2, note: None },
            ResponseBody::Cancelled,
            ResponseBody::Failed { message: String::new() },
        ];
        for body in bodies {
            let response = Response { seq: 1, doc: "ab".into(), revision: 3, body };
            assert_eq!(Response::from_json(&response.to_json()), Ok(response));
        }
        assert!(Response::from_json("{}").is_err());
    }

    #[test]
    fn every_request_has_one_last_answer() {
        assert!(ResponseBody::Cancelled.is_last());
        assert!(ResponseBody::Finished { spans: 0, note: None }.is_last());
        assert!(!ResponseBody::Batch { done: 0, total: 0 }.is_last());
        assert!(!ResponseBody::Ready.is_last());
    }
}
