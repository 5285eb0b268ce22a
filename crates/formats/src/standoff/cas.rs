//! UIMA CAS, as XMI with its type system and as JSON 0.4: offsets in UTF-16 units, ends exclusive; a file a document.
//!
//! Spans are named entities of DKPro, so that INCEpTION shows them; what DKPro has no type for gets one of its own in the
//! type system that is written along.

mod json_form;
mod model;
mod xmi;

use crate::document::annotated::{Annotated, Node};
use crate::document::tokens::sentences;
use crate::document::unit::Unit;
use crate::format::Format;
use crate::loss::holds::{Ends, Holds, LabelScores, Naming, Schemas, TextRule, Values, Which};
pub(crate) use model::LABELS;
use model::{Cas, Feature, Type};
use std::collections::BTreeSet;

const HOLDS: Holds = Holds {
    naming: Naming::File,
    attribute_name,
    discontinuous: false,
    link_uris: false,
    relations: Ends::SpansAndEvents,
    clusters: Ends::Spans,
    events: Ends::SpansAndEvents,
    attributes: Which::Linked,
    values: Values::Text,
    notes: Which::None,
    scores: Which::None,
    document_labels: false,
    label_scores: LabelScores::None,
    sets: false,
    dct: false,
    schema: Schemas::None,
    ..Holds::ALL
};

pub(crate) const XMI: Format = Format {
    id: "xmi",
    name: "UIMA CAS XMI",
    about: "UTF-16 units; .xmi and TypeSystem.xml",
    unit: Some(Unit::Utf16),
    extensions: &["xmi"],
    lines: false,
    sniff: |probe| {
        if probe.is_xml() && probe.head.contains(":XMI") && probe.head.contains("omg.org/XMI") { 95 } else { 0 }
    },
    read: Some(xmi::read),
    write: Some(xmi::write),
    holds: Holds { text: TextRule::Xml, ..HOLDS },
};

pub(crate) const JSON: Format = Format {
    id: "cas-json",
    name: "UIMA CAS JSON",
    about: "UTF-16 units; types in the file",
    unit: Some(Unit::Utf16),
    extensions: &["json"],
    lines: false,
    sniff: |probe| if probe.has(".%FEATURE_STRUCTURES:l") || probe.has(".%FEATURE_STRUCTURES:o") { 98 } else { 0 },
    read: Some(json_form::read),
    write: Some(json_form::write),
    holds: HOLDS,
};

pub(crate) const NAMED_ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const METADATA: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
const CHAIN: &str = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceChain";
const LINK: &str = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink";
pub(crate) const RELATION: &str = "webanno.custom.Relation";
const EVENT: &str = "webanno.custom.Event";
const ARGUMENT: &str = "webanno.custom.EventArgumentsLink";
const ANNOTATION: &str = "uima.tcas.Annotation";
const STRING: &str = "uima.cas.String";
const ARRAY: &str = "uima.cas.FSArray";
/// What a language is called that is not known.
const NO_LANGUAGE: &str = "x-unspecified";

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

/// The types that occur in some documents, so that each file has them all.
fn types(documents: &[Annotated]) -> Vec<Type> {
    let own = |facts: &mut dyn Iterator<Item = &crate::Facts>| -> BTreeSet<String> {
        facts.flat_map(|facts| facts.attributes.keys().cloned()).collect()
    };
    let of_spans = own(&mut documents.iter().flat_map(|it| &it.spans).map(|it| &it.facts));
    let of_relations = own(&mut documents.iter().flat_map(|it| &it.relations).map(|it| &it.facts));
    let of_events = own(&mut documents.iter().flat_map(|it| &it.events).map(|it| &it.facts));
    let strings = |names: &[&str], more: BTreeSet<String>| -> Vec<(String, String, Option<String>)> {
        names.iter().map(|name| (*name).to_owned()).chain(more).map(|name| (name, STRING.to_owned(), None)).collect()
    };
    let feature = |name: &str, range: &str| (name.to_owned(), range.to_owned(), None);
    let array = |name: &str, of: &str| (name.to_owned(), ARRAY.to_owned(), Some(of.to_owned()));
    let kind = |name: &str, parent: &str, features| Type { name: name.to_owned(), parent: parent.to_owned(), features };
    let mut types = vec![
        kind(METADATA, "uima.tcas.DocumentAnnotation", strings(&["documentTitle", "documentId"], BTreeSet::new())),
        kind(SENTENCE, ANNOTATION, Vec::new()),
        kind(TOKEN, ANNOTATION, Vec::new()),
        kind(NAMED_ENTITY, ANNOTATION, strings(&["value", "identifier"], of_spans)),
    ];
    if documents.iter().any(|it| !it.relations.is_empty()) {
        let ends = [feature("Governor", ANNOTATION), feature("Dependent", ANNOTATION)];
        types.push(kind(RELATION, ANNOTATION, ends.into_iter().chain(strings(&["label"], of_relations)).collect()));
    }
    if documents.iter().any(|it| !it.clusters.is_empty()) {
        types.push(kind(CHAIN, "uima.cas.AnnotationBase", vec![feature("first", LINK)]));
        let links = [feature("next", LINK), feature("mention", NAMED_ENTITY)];
        types.push(kind(
            LINK,
            ANNOTATION,
            links.into_iter().chain(strings(&["referenceType", "referenceRelation"], BTreeSet::new())).collect(),
        ));
    }
    if documents.iter().any(|it| !it.events.is_empty()) {
        types.push(kind(ARGUMENT, "uima.cas.TOP", vec![feature("role", STRING), feature("target", ANNOTATION)]));
        let slots = [feature("trigger", NAMED_ENTITY), array("arguments", ARGUMENT)];
        types.push(kind(EVENT, ANNOTATION, slots.into_iter().chain(strings(&["value"], of_events)).collect()));
    }
    types
}

/// A document as feature structures.
fn cas(it: &Annotated, types: Vec<Type>) -> Cas {
    let mut cas = Cas { types, text: it.text().to_owned(), structures: Vec::new() };
    let unit = |range| Unit::Utf16.ends(&it.document, range);
    let whole = unit(it.document.range());
    let language = it.language.as_deref().unwrap_or(NO_LANGUAGE);
    cas.add(
        METADATA,
        Some(whole),
        vec![
            ("language", Feature::text(language)),
            ("documentTitle", Feature::text(&it.name)),
            ("documentId", Feature::text(&it.name)),
        ],
    );
    for sentence in sentences(it) {
        cas.add(SENTENCE, Some(unit(sentence.range)), Vec::new());
        for token in sentence.tokens {
            cas.add(TOKEN, Some(unit(token)), Vec::new());
        }
    }
    let said = |facts: &crate::Facts| -> Vec<(String, Feature)> {
        facts
            .attributes
            .iter()
            .map(|(name, value)| (name.clone(), Feature::text(crate::document::draft::text(value))))
            .collect()
    };
    let first_span = cas.next();
    for span in &it.spans {
        let mut features = vec![("value".to_owned(), Feature::text(&span.label))];
        features.extend(span.link.as_ref().map(|link| ("identifier".to_owned(), Feature::text(&*link.id))));
        features.extend(said(&span.facts));
        cas.put(NAMED_ENTITY, Some(unit(span.cover())), features);
    }
    let first_event = cas.next();
    let id = |node: Node| match node {
        Node::Event(i) => first_event + i as i64,
        Node::Span(i) => first_span + i as i64,
        Node::Relation(_) | Node::Cluster(_) => 0,
    };
    let mut next_argument = first_event + it.events.len() as i64;
    for event in &it.events {
        let arguments: Vec<i64> = (next_argument..).take(event.arguments.len()).collect();
        next_argument += event.arguments.len() as i64;
        let mut features = vec![
            ("value".to_owned(), Feature::text(&event.label)),
            ("trigger".to_owned(), Feature::Reference(id(Node::Span(event.trigger)))),
        ];
        if !arguments.is_empty() {
            features.push(("arguments".to_owned(), Feature::References(arguments)));
        }
        features.extend(said(&event.facts));
        cas.put(EVENT, Some(unit(it.spans[event.trigger].cover())), features);
    }
    for (role, node) in it.events.iter().flat_map(|event| &event.arguments) {
        cas.add(ARGUMENT, None, vec![("role", Feature::text(role)), ("target", Feature::Reference(id(*node)))]);
    }
    let place = |node: Node| match node {
        Node::Event(i) => unit(it.spans[it.events[i].trigger].cover()),
        node => unit(it.spans[it.span_at(node).unwrap_or_default()].cover()),
    };
    for relation in &it.relations {
        let mut features = vec![
            ("Governor".to_owned(), Feature::Reference(id(relation.head))),
            ("Dependent".to_owned(), Feature::Reference(id(relation.tail))),
            ("label".to_owned(), Feature::text(&relation.label)),
        ];
        features.extend(said(&relation.facts));
        cas.put(RELATION, Some(place(relation.tail)), features);
    }
    for cluster in &it.clusters {
        let first = cas.next() + 1;
        cas.add(CHAIN, None, vec![("first", Feature::Reference(first))]);
        for (n, member) in cluster.members.iter().enumerate() {
            let mut features =
                vec![("referenceType", Feature::text(&cluster.label)), ("mention", Feature::Reference(id(*member)))];
            if n + 1 < cluster.members.len() {
                features.push(("next", Feature::Reference(first + n as i64 + 1)));
            }
            cas.add(LINK, Some(place(*member)), features);
        }
    }
    cas
}
