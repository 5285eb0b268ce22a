//! Spans as they are compared.

use postil_core::Fragments;

/// Some text with a label. Positions are bytes of the text, ends exclusive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Labelled {
    pub fragments: Fragments,
    pub label: String,
}

impl Labelled {
    pub fn new(label: impl Into<String>, fragments: Fragments) -> Self {
        Self { fragments, label: label.into() }
    }
}

/// What is counted of spans with gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The span: it agrees strictly where all its fragments do, and overlaps where one does.
    #[default]
    Spans,
    /// Each fragment as a span.
    Fragments,
}

impl By {
    /// The spans to count, in the order of the text, each once.
    pub(crate) fn counted(self, spans: &[Labelled]) -> Vec<Labelled> {
        let mut counted: Vec<Labelled> = match self {
            Self::Spans => spans.to_vec(),
            Self::Fragments => {
                let parts = |span: &Labelled| -> Vec<Labelled> {
                    let parts = span.fragments.as_slice().iter();
                    parts.map(|part| Labelled::new(span.label.as_str(), Fragments::one(*part))).collect()
                };
                spans.iter().flat_map(parts).collect()
            }
        };
        counted.sort();
        counted.dedup();
        counted
    }
}
