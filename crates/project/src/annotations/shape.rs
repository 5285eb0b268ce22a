//! What a written document looks like, field by field in this order. `docs/formats.md` says what each means.

use postil_core::{AnnotatorId, AttributeValue, DocId, Kind, Link, NodeId, Origin, Score, SetId, SetKind, Slug};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Serialize)]
pub(super) struct DocumentOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<u32>,
    pub(super) id: DocId,
    pub(super) sha256: DocId,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dct: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
    pub(super) annotators: Vec<AnnotatorOut<'a>>,
    pub(super) sets: Vec<SetOut<'a>>,
    pub(super) labels: Vec<LabelOut<'a>>,
    pub(super) spans: Vec<SpanOut<'a>>,
    pub(super) relations: Vec<NodeOut<'a>>,
    pub(super) clusters: Vec<NodeOut<'a>>,
    pub(super) events: Vec<NodeOut<'a>>,
    pub(super) document_labels: Vec<DocumentLabelOut<'a>>,
    pub(super) rejections: Vec<SpanOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suggestions: Option<Vec<SpanOut<'a>>>,
}

#[derive(Serialize)]
pub(super) struct AnnotatorOut<'a> {
    pub(super) id: &'a AnnotatorId,
    pub(super) name: &'a str,
}

#[derive(Serialize)]
pub(super) struct SetOut<'a> {
    pub(super) id: &'a SetId,
    pub(super) name: &'a str,
    pub(super) kind: SetKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) annotator: Option<&'a AnnotatorId>,
}

#[derive(Serialize)]
pub(super) struct LabelOut<'a> {
    pub(super) kind: Kind,
    pub(super) id: &'a Slug,
    pub(super) name: &'a str,
}

/// Start and end, half-open.
pub(super) type Pair = [u32; 2];

/// A span, a rejection or a suggestion: whatever covers text.
#[derive(Serialize)]
pub(super) struct SpanOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<NodeId>,
    pub(super) label: &'a Slug,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) set: Option<&'a SetId>,
    pub(super) char: Pair,
    pub(super) utf16: Pair,
    pub(super) byte: Pair,
    pub(super) quote: &'a str,
    pub(super) prefix: &'a str,
    pub(super) suffix: &'a str,
    /// None where there is one, the whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fragments: Vec<FragmentOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<&'a str>,
    pub(super) origin: OriginOut<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<&'a Link>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) attributes: BTreeMap<&'a str, &'a AttributeValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<NoteOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct FragmentOut<'a> {
    pub(super) char: Pair,
    pub(super) utf16: Pair,
    pub(super) byte: Pair,
    pub(super) quote: &'a str,
}

/// A relation, with `head` and `tail`; a cluster, with `members`; or an event, with `trigger` and `arguments`.
#[derive(Serialize)]
pub(super) struct NodeOut<'a> {
    pub(super) id: NodeId,
    #[serde(rename = "type")]
    pub(super) kind: &'a Slug,
    pub(super) set: &'a SetId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) head: Option<NodeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tail: Option<NodeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trigger: Option<NodeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) members: Option<Vec<PartOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arguments: Option<Vec<PartOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<Score>,
    pub(super) origin: OriginOut<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) attributes: BTreeMap<&'a str, &'a AttributeValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<NoteOut<'a>>,
}

/// A member of a cluster; or an argument of an event, with its own name and its role.
#[derive(Serialize)]
pub(super) struct PartOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<NodeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) role: Option<&'a Slug>,
    pub(super) node: NodeId,
    pub(super) origin: OriginOut<'a>,
}

#[derive(Serialize)]
pub(super) struct DocumentLabelOut<'a> {
    pub(super) label: &'a Slug,
    pub(super) set: &'a SetId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<Score>,
    pub(super) origin: OriginOut<'a>,
}

#[derive(Serialize)]
pub(super) struct NoteOut<'a> {
    pub(super) annotator: &'a AnnotatorId,
    pub(super) text: &'a str,
}

/// Whose doing it is.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum OriginOut<'a> {
    Person,
    Suggestion {
        extractor: &'a str,
        version: &'a str,
        score: Score,
        reasons: &'a [Arc<str>],
    },
    Import {
        source: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        score: Option<Score>,
    },
}

impl<'a> From<&'a Origin> for OriginOut<'a> {
    fn from(origin: &'a Origin) -> Self {
        match origin {
            Origin::Person => Self::Person,
            Origin::Suggestion(it) => Self::Suggestion {
                extractor: &it.extractor,
                version: &it.version,
                score: it.score,
                reasons: &it.reasons,
            },
            Origin::Import { source, score } => Self::Import { source, score: *score },
        }
    }
}
