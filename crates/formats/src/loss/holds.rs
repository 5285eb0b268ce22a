//! What a format can say.

use crate::document::Unit;
use crate::loss::Nested;

/// What becomes of the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextRule {
    /// Every character.
    Exact,
    /// Every character that XML 1.0 may hold; a document with another cannot be written.
    Xml,
    /// Words with one blank between them.
    Words,
    /// Words with one blank between them, a sentence a line.
    Lines,
    /// Every character, as long as there is a word.
    SomeWords,
    /// Every character but U+0000, which is shown as a sign for it.
    Html,
    /// All but white space at the beginning, which becomes blanks of the same number of UTF-16 units.
    Tsv,
}

/// How spans may lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// Nested and crossing.
    Any,
    /// Nested alone: of spans that cross, the longest is kept.
    Nested,
    /// Neither: of spans that overlap, one is kept, of equal ones the first.
    None,
}

/// What may stand at the end of a relation, in a cluster or in a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ends {
    /// There is no such thing.
    None,
    Spans,
    SpansAndEvents,
    Any,
}

/// Of which nodes something can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    None,
    Spans,
    /// Spans and events.
    Named,
    /// Spans, events and relations.
    Linked,
    /// Clusters too.
    All,
}

/// What values attributes have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Truth values, numbers, choices and text are told apart.
    Typed,
    /// As in JSON: a choice is a text, and a number may be written otherwise.
    Json,
    /// Text alone.
    Text,
    /// The value true, and choices.
    Choices,
}

/// What is kept of the scores of labels of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelScores {
    None,
    /// Probabilities: 1 is not told from no score, and what has 0 is no label.
    Probabilities,
    All,
}

/// What is kept of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schemas {
    None,
    /// What labels and types that are used are called.
    Used,
    /// Labels, types of relations, labels of documents, and attributes with their values.
    Flat,
    /// All but labels of documents.
    Types,
    All,
}

/// What a document is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// As it is.
    Kept,
    /// As it is, with a number behind it where several are called so.
    Unique,
    /// As far as a file can be called so.
    File,
    /// After the file and its place in it.
    Lost,
}

/// What a format can say.
#[derive(Clone, Copy, Debug)]
pub struct Holds {
    pub text: TextRule,
    pub naming: Naming,
    /// What offsets may count in files that are written, where somebody asks for it; else what the format's own tool counts.
    pub units: &'static [Unit],
    /// Whether a text is there once, with what is said of all documents that have it.
    pub texts_once: bool,
    /// Whether there are spans at all.
    pub spans: bool,
    pub overlap: Overlap,
    /// Of spans that overlap, which is kept, or is an entity: as those who use the format would want it.
    pub nested: Nested,
    pub discontinuous: bool,
    /// What becomes of spans with gaps, where some of those who read them do not take them. They are written.
    pub gaps: Option<&'static str>,
    /// Whether one of spans that overlap is written as an entity besides.
    pub entities: bool,
    /// Whether two spans of one label at one place can be told apart.
    pub twins: bool,
    pub zero_width: bool,
    /// Whether spans may begin and end with white space.
    pub blank_edges: bool,
    /// What becomes of spans that begin or end within a word, where whoever reads them has words of their own. They are written.
    pub within_words: Option<&'static str>,
    /// Labels, types and roles as the format can write them.
    pub rename: fn(&str) -> String,
    /// Names of attributes as the format can write them.
    pub attribute_name: fn(&str) -> String,
    pub links: bool,
    /// Whether links have an address beside the id.
    pub link_uris: bool,
    pub relations: Ends,
    pub clusters: Ends,
    /// Whether clusters are chains: apart from each other, of two or more spans without gaps, all of one type.
    pub chains: bool,
    /// What may have a role in an event.
    pub events: Ends,
    pub attributes: Which,
    pub values: Values,
    pub notes: Which,
    pub scores: Which,
    pub document_labels: bool,
    /// Scores of labels of documents.
    pub label_scores: LabelScores,
    /// Several annotators side by side.
    pub sets: bool,
    /// Whether sets that a program made are told from those of people.
    pub machines: bool,
    /// Whether relations may lead from one set into another.
    pub across_sets: bool,
    pub language: bool,
    pub dct: bool,
    pub schema: Schemas,
}

impl Holds {
    /// Everything that the core knows.
    pub const ALL: Self = Self {
        text: TextRule::Exact,
        naming: Naming::Kept,
        units: &[],
        texts_once: false,
        spans: true,
        overlap: Overlap::Any,
        nested: Nested::Names,
        discontinuous: true,
        gaps: None,
        entities: false,
        twins: true,
        zero_width: true,
        blank_edges: true,
        within_words: None,
        rename: as_it_is,
        attribute_name: as_it_is,
        links: true,
        link_uris: true,
        relations: Ends::Any,
        clusters: Ends::Any,
        chains: false,
        events: Ends::Any,
        attributes: Which::All,
        values: Values::Typed,
        notes: Which::All,
        scores: Which::All,
        document_labels: true,
        label_scores: LabelScores::All,
        sets: true,
        machines: true,
        across_sets: true,
        language: true,
        dct: true,
        schema: Schemas::All,
    };

    /// The same, of each text once: our own files.
    pub const OURS: Self = Self { texts_once: true, ..Self::ALL };

    /// Spans with labels, which may overlap, and nothing else.
    pub const SPANS: Self = Self {
        discontinuous: false,
        zero_width: false,
        links: false,
        link_uris: false,
        relations: Ends::None,
        clusters: Ends::None,
        events: Ends::None,
        attributes: Which::None,
        notes: Which::None,
        scores: Which::None,
        document_labels: false,
        label_scores: LabelScores::None,
        sets: false,
        language: false,
        dct: false,
        schema: Schemas::None,
        ..Self::ALL
    };

    /// Labels on words that do not overlap.
    pub const WORDS: Self =
        Self { text: TextRule::Words, naming: Naming::Lost, overlap: Overlap::None, blank_edges: false, ..Self::SPANS };
}

impl Holds {
    /// Whether it is a choice which of nested spans is kept, or is an entity.
    pub fn chooses_nested(&self) -> bool {
        self.spans && (self.overlap == Overlap::None || self.entities)
    }

    /// Whether spans with labels are all that those who use the format look for in it.
    pub(super) fn is_of_spans(&self) -> bool {
        self.spans
            && (self.relations, self.clusters, self.events) == (Ends::None, Ends::None, Ends::None)
            && (self.attributes, self.notes) == (Which::None, Which::None)
    }
}

fn as_it_is(name: &str) -> String {
    name.to_owned()
}

/// ASCII letters, digits, hyphen and underscore; all else becomes an underscore.
pub(crate) fn ascii_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    name.chars().map(plain).collect()
}

/// What may stand between tabs and blanks: white space becomes an underscore.
pub(crate) fn no_blanks(name: &str) -> String {
    name.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect()
}
