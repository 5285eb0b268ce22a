//! What DKPro and INCEpTION call types and features; WebAnno TSV calls them so too.

pub(crate) const NAMED_ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
pub(super) const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
pub(super) const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
pub(super) const METADATA: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
pub(super) const CHAIN: &str = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceChain";
pub(super) const LINK: &str = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink";
pub(crate) const RELATION: &str = "webanno.custom.Relation";
pub(super) const EVENT: &str = "webanno.custom.Event";
pub(super) const ARGUMENT: &str = "webanno.custom.EventArgumentsLink";
pub(super) const ANNOTATION: &str = "uima.tcas.Annotation";
pub(super) const STRING: &str = "uima.cas.String";
pub(super) const ARRAY: &str = "uima.cas.FSArray";
/// What a language is called that is not known.
pub(super) const NO_LANGUAGE: &str = "x-unspecified";

/// A name as features have them: a letter, then letters, digits and underscores, and none that means something.
pub(crate) fn attribute_name(name: &str) -> String {
    const TAKEN: [&str; 14] = [
        "value",
        "identifier",
        "label",
        "begin",
        "end",
        "sofa",
        "id",
        "type",
        "language",
        "Governor",
        "Dependent",
        "arguments",
        "trigger",
        "mention",
    ];
    let mut plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).collect();
    // WebAnno tells slots and ends of relations by these beginnings.
    if !plain.starts_with(|c: char| c.is_ascii_alphabetic()) || ["ROLE_", "BT_"].iter().any(|it| plain.starts_with(it))
    {
        plain.insert(0, 'a');
    }
    if TAKEN.contains(&plain.as_str()) { plain + "_" } else { plain }
}

/// Features that say what a span is.
pub(crate) const LABELS: [&str; 7] = ["value", "label", "entity", "category", "type", "PosValue", "name"];

/// Layers of words, sentences and syntax, which are no spans that anybody made.
pub(super) const PASSED: [&str; 21] = [
    "Token",
    "Sentence",
    "Lemma",
    "Stem",
    "POS",
    "MorphologicalFeatures",
    "Dependency",
    "Constituent",
    "ROOT",
    "Paragraph",
    "Div",
    "Heading",
    "SpaceToken",
    "DocumentAnnotation",
    "DocumentMetaData",
    "DocumentMetadata",
    "Chunk",
    "TagDescription",
    "TagsetDescription",
    "SurfaceForm",
    "SofaChangeAnnotation",
];
