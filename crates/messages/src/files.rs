//! What is said about files.

use postil_core::{ActorId, AnnotatorId, Author, DocId, Layer, Slug, Timestamp};
use serde::{Deserialize, Serialize};

/// The project as a request means it. The worker has a replica of it, which it reads from storage. Payloads: the steps that
/// are not in storage, a line of the log's codec each (all of them when `is_whole`); then the texts of `given`, in that
/// order, in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectHead {
    /// What the replica must have taken in, as `postil_core::Digest` is written; else the answer is
    /// [`ResponseBody::Behind`](crate::ResponseBody::Behind).
    pub digest: String,
    /// Whether the first payload is the whole log: the replica is made anew of it.
    pub is_whole: bool,
    /// The documents that the request is about.
    pub documents: Vec<DocId>,
    /// Those of them whose texts come along, because they are not in storage.
    pub given: Vec<DocId>,
    /// Who makes transactions now.
    pub actor: ActorId,
    pub annotator: AnnotatorId,
    /// Of the actor's next transaction.
    pub next_seq: u32,
    /// The clock.
    #[serde(with = "digits")]
    pub now: Timestamp,
}

impl ProjectHead {
    /// Who makes transactions now.
    pub fn author(&self) -> Author {
        Author { actor: self.actor, annotator: self.annotator.clone(), next_seq: self.next_seq }
    }
}

/// Files that can be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// The project with its history.
    Project,
    /// The same, in the page as one file, which the page makes of it.
    Page,
    /// The project as it stands.
    WithoutHistory,
    /// Annotations for other programs, one JSON value.
    Annotations,
    /// The same, one document a line.
    AnnotationLines,
    /// A format of other programs.
    Foreign {
        /// As [`FormatName`] has it.
        id: String,
        choices: Choices,
    },
}

impl Format {
    /// The format that [`id`](Self::id) names; what is none of ours is of other programs.
    pub fn new(id: &str, choices: &Choices) -> Self {
        match id {
            "project" => Self::Project,
            "page" => Self::Page,
            "without-history" => Self::WithoutHistory,
            "json" => Self::Annotations,
            "lines" => Self::AnnotationLines,
            id => Self::Foreign { id: id.to_owned(), choices: choices.clone() },
        }
    }

    /// What it is known by: no format of other programs is called as one of ours.
    pub fn id(&self) -> &str {
        match self {
            Self::Project => "project",
            Self::Page => "page",
            Self::WithoutHistory => "without-history",
            Self::Annotations => "json",
            Self::AnnotationLines => "lines",
            Self::Foreign { id, .. } => id,
        }
    }
}

/// What a file of another program is to hold, where that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Layers that are left out.
    pub without: Vec<Layer>,
    /// Which of nested spans stays where there is room for one: `names`, `outermost` or `innermost`; as the format has it
    /// where it is None.
    pub nested: Option<String>,
    /// What offsets count, `char`, `utf16` or `byte`; the format's usual unit where it is None, or one that it does not know.
    pub unit: Option<String>,
}

/// Formats of other programs that serve a purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatGroup {
    pub name: String,
    pub formats: Vec<FormatName>,
}

/// A format of other programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatName {
    /// On the command line, and in [`Format::Foreign`].
    pub id: String,
    /// For people.
    pub name: String,
    /// Whether it cannot hold something that those who want it would miss.
    pub is_lossy: bool,
    /// Whether programs learn from it: what is not in it is a negative to them.
    pub is_training: bool,
    /// Whether it has room for one of nested spans, so that it is a choice which.
    pub is_flat: bool,
    /// What offsets may count, the usual unit first; empty where that is not open.
    pub units: Vec<String>,
}

/// Something that a format cannot hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// What it is: `relations`.
    pub what: String,
    /// How many of them there are.
    pub count: u32,
    /// What becomes of them, and the first of them as an example.
    pub fate: String,
    /// Whether the file says it all the same, otherwise than it is here.
    pub is_written: bool,
    /// Whether nobody who wants this format would miss it.
    pub is_aside: bool,
}

/// Files that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Project,
    Annotations,
    Log,
    /// Of other programs.
    Foreign,
}

/// So many faults of a file are told one by one.
pub const MAX_FAULTS: usize = 500;

/// A file that was read and waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    pub kind: FileKind,
    /// The formats of [`FileKind::Foreign`], for people.
    pub formats: String,
    pub contents: Contents,
    /// The first [`MAX_FAULTS`].
    pub faults: Vec<Fault>,
    /// How many there are.
    pub all_faults: u32,
    /// Labels that the project does not have.
    pub labels: Vec<LabelNews>,
}

/// What becomes of a label of a file that the project does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meeting {
    /// It is this label of the project.
    Same(Slug),
    /// It is a label of its own, and a kind of this one.
    Under(Slug),
    /// It is a label of its own.
    Own,
}

/// A label of a file that the project does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelNews {
    pub label: Slug,
    /// For people.
    pub name: String,
    /// How many spans of the file have it.
    pub spans: u32,
    /// The label that it is like, or of which it says to be a kind.
    pub like: Option<Slug>,
    /// What was decided before, or is proposed.
    pub meeting: Meeting,
}

/// Something that was wrong and was repaired or left out, or that the file leaves open and was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where in the file.
    pub place: String,
    /// What, and what was done about it.
    pub message: String,
}

/// How much is in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    pub documents: u32,
    pub spans: u32,
    pub relations: u32,
    pub clusters: u32,
    pub events: u32,
    pub notes: u32,
    /// Pending suggestions, which are not taken over.
    pub suggestions: u32,
    /// Documents that the project does not have.
    pub new_documents: u32,
    /// Spans, relations, clusters and events that the project does not have.
    pub new_annotations: u32,
    /// The same that the project has, but otherwise than in the file.
    pub changed_annotations: u32,
    /// Steps of history that the project does not have.
    pub new_transactions: u32,
}

/// A time as a string of digits: it has more than 32 bits.
mod digits {
    use postil_core::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&time.0)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        String::deserialize(deserializer)?.parse().map(Timestamp).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_holds_no_large_number() {
        let head = ProjectHead {
            digest: "ffffffffffffffff".into(),
            is_whole: false,
            documents: vec![DocId::of("text")],
            given: Vec::new(),
            actor: ActorId::new(u64::MAX),
            annotator: "me".parse().unwrap(),
            next_seq: u32::MAX,
            now: Timestamp(1 << 53),
        };
        assert_eq!(head.author().actor, head.actor);
        let json = serde_json::to_value(&head).unwrap();
        assert_eq!(json["now"], "9007199254740992");
        assert!(json["actor"].is_string());
        assert_eq!(serde_json::from_value::<ProjectHead>(json).unwrap(), head);
    }
}
