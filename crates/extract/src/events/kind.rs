//! What events are called: their types, the roles in them, and whether they happened.

use postil_core::Slug;
use std::sync::LazyLock;

/// Types of PLOVER, the ontology of political events (Open Event Data Alliance, draft of 2021).
pub const TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "CONCEDE",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// What takes part in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Who does it.
    Actor,
    /// To whom, or with whom.
    Recipient,
    Location,
    Date,
}

impl Role {
    /// The stable name, as in files.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Recipient => "recipient",
            Self::Location => "location",
            Self::Date => "date",
        }
    }

    pub(crate) fn key(self) -> Slug {
        static KEYS: LazyLock<[Slug; 4]> =
            LazyLock::new(|| [Role::Actor, Role::Recipient, Role::Location, Role::Date].map(|role| slug(role.slug())));
        KEYS[self as usize].clone()
    }
}

/// Whether an event happened, as far as its text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factuality {
    /// It happened, or happens.
    Asserted,
    /// Somebody means it to happen.
    Planned,
    /// It did not happen, or somebody says so.
    Denied,
    /// It may happen, or should.
    Hypothetical,
}

impl Factuality {
    /// The stable name, as in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Planned => "planned",
            Self::Denied => "denied",
            Self::Hypothetical => "hypothetical",
        }
    }
}

/// The key of a type.
pub(crate) fn type_key(at: usize) -> Slug {
    static KEYS: LazyLock<[Slug; 16]> = LazyLock::new(|| TYPES.map(slug));
    KEYS[at].clone()
}

/// The attribute that says whether an event happened.
pub(crate) fn factuality_key() -> Slug {
    static KEY: LazyLock<Slug> = LazyLock::new(|| slug("factuality"));
    KEY.clone()
}

fn slug(name: &str) -> Slug {
    name.parse().expect("types and roles are names")
}

/// Types of what several do together.
pub(crate) fn is_mutual(kind: usize) -> bool {
    matches!(TYPES[kind], "AGREE" | "CONSULT" | "COOPERATE")
}

/// Types whose words say what somebody wants, promises or refuses: another event that they introduce is a part of them.
pub(crate) fn is_speech_act(kind: usize) -> bool {
    matches!(TYPES[kind], "AGREE" | "REQUEST" | "REJECT" | "THREATEN" | "ACCUSE")
}
