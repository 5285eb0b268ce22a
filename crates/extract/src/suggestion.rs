//! The words in which extraction says what it found: its labels, its relations, its reasons.

use postil_core::{Slug, names};
use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

/// The labels and types that extraction gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the field's own")]
pub enum Label {
    Person,
    Org,
    Gpe,
    Loc,
    Fac,
    Norp,
    Event,
    Misc,
    Money,
    Percent,
    Quantity,
    Cardinal,
    Ordinal,
    Date,
    Time,
    Duration,
    Set,
    Quote,
    Cue,
    /// A word or words that stand for someone or something without being a name: `she`, `the old man`.
    Mention,
    /// The word that says that something happens: `attacked`.
    Trigger,
}

impl Label {
    /// Every label, in the order in which they are usually listed.
    pub const ALL: [Self; 21] = [
        Self::Person,
        Self::Org,
        Self::Gpe,
        Self::Loc,
        Self::Fac,
        Self::Norp,
        Self::Event,
        Self::Misc,
        Self::Money,
        Self::Percent,
        Self::Quantity,
        Self::Cardinal,
        Self::Ordinal,
        Self::Date,
        Self::Time,
        Self::Duration,
        Self::Set,
        Self::Quote,
        Self::Cue,
        Self::Mention,
        Self::Trigger,
    ];

    /// The stable name, as in files: `PERSON`, `ORG`, …
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Org => "ORG",
            Self::Gpe => "GPE",
            Self::Loc => "LOC",
            Self::Fac => "FAC",
            Self::Norp => "NORP",
            Self::Event => "EVENT",
            Self::Misc => "MISC",
            Self::Money => "MONEY",
            Self::Percent => "PERCENT",
            Self::Quantity => "QUANTITY",
            Self::Cardinal => "CARDINAL",
            Self::Ordinal => "ORDINAL",
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
            Self::Quote => "QUOTE",
            Self::Cue => "CUE",
            Self::Mention => "MENTION",
            Self::Trigger => names::TRIGGER,
        }
    }

    /// Whether it is one of the labels of names, PERSON to MISC.
    pub const fn is_name(self) -> bool {
        (self as u8) <= Self::Misc as u8
    }

    /// The same as the key of a label; O(1).
    pub fn key(self) -> Slug {
        static KEYS: LazyLock<Vec<Slug>> = LazyLock::new(|| Label::ALL.map(|label| key(label.slug())).into());
        KEYS[self as usize].clone()
    }

    /// The label of a stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.slug() == slug)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

/// Why something is suggested, in words: a rule, and what it met in the text or in a dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    /// The rule's name, a few words: "after a title". Stable between runs of one version.
    pub rule: Cow<'static, str>,
    /// What the rule met, as it stands in the text or the dictionary: "President".
    pub matched: Option<String>,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.matched {
            Some(matched) => write!(f, "{}: {matched}", self.rule),
            None => f.write_str(&self.rule),
        }
    }
}

/// How two suggested spans hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// From a QUOTE to the CUE that introduces it.
    Cue,
    /// From a QUOTE to the one who says it.
    Speaker,
    /// From a person to the words before the name: `President`.
    Title,
    /// From a person to the organisation that they speak or work for.
    MemberOf,
    /// From a place to one that it lies in.
    LocatedIn,
    /// From a name to the description behind it.
    Apposition,
}

impl RelationKind {
    /// The stable name, as in files.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Cue => "cue",
            Self::Speaker => "speaker",
            Self::Title => "title",
            Self::MemberOf => "member_of",
            Self::LocatedIn => "located_in",
            Self::Apposition => "apposition",
        }
    }

    /// The same as the key of a relation type; O(1).
    pub fn key(self) -> Slug {
        use RelationKind::{Apposition, Cue, LocatedIn, MemberOf, Speaker, Title};
        static KEYS: LazyLock<[Slug; 6]> =
            LazyLock::new(|| [Cue, Speaker, Title, MemberOf, LocatedIn, Apposition].map(|kind| key(kind.slug())));
        KEYS[self as usize].clone()
    }
}

fn key(name: &str) -> Slug {
    name.parse().expect("labels and relations of extraction are names")
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::{Kind, RecordKey, genesis};

    #[test]
    fn every_label_is_in_the_first_schema() {
        let keys: Vec<RecordKey> = genesis().ops.into_iter().map(|op| op.key).collect();
        // A mention or a trigger is defined where one is accepted: the first schema is the same for all versions.
        let known = || Label::ALL.into_iter().filter(|label| !matches!(label, Label::Mention | Label::Trigger));
        for label in known() {
            let slug = label.slug().parse().expect("a well-formed name");
            assert!(keys.contains(&RecordKey::Definition(Kind::Label, slug)), "{label}");
        }
        let labels = keys.iter().filter(|key| matches!(key, RecordKey::Definition(Kind::Label, _)));
        assert_eq!(labels.count(), known().count());
    }
}
