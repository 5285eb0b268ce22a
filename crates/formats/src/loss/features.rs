//! What a format holds, in words.

use crate::loss::{Ends, Holds, Overlap, Schemas, TextRule, Values, Which};

/// What a format holds, feature by feature, in one order for all: `yes`, or how far, or nothing where it does not.
pub fn features(holds: &Holds) -> Vec<(&'static str, Option<&'static str>)> {
    let yes = |it: bool| it.then_some("yes");
    let ends = |it: Ends| match it {
        Ends::None => None,
        Ends::Spans => Some("of spans"),
        Ends::SpansAndEvents => Some("of spans and events"),
        Ends::Any => Some("yes"),
    };
    let which = |it: Which| match it {
        Which::None => None,
        Which::Spans => Some("of spans"),
        Which::Named => Some("of spans and events"),
        Which::Linked => Some("of spans, events and relations"),
        Which::All => Some("yes"),
    };
    let text = match holds.text {
        TextRule::Exact | TextRule::SomeWords => Some("yes"),
        TextRule::Xml => Some("but for control characters"),
        TextRule::Html => Some("but for U+0000"),
        TextRule::Tsv => Some("but for white space at the beginning"),
        TextRule::Words | TextRule::Lines => None,
    };
    let overlap = match holds.overlap {
        Overlap::Any => Some("yes"),
        Overlap::Nested => Some("nested alone"),
        Overlap::None => None,
    };
    let schema = match holds.schema {
        Schemas::None => None,
        Schemas::Used => Some("what is used, by name"),
        Schemas::Flat => Some("without hierarchy and events"),
        Schemas::Types => Some("without labels of documents"),
        Schemas::All => Some("yes"),
    };
    let attributes = which(holds.attributes);
    let scores = which(holds.scores);
    vec![
        ("white space", text),
        ("spans", yes(holds.spans)),
        ("overlap", overlap.filter(|_| holds.spans)),
        ("gaps", yes(holds.discontinuous && holds.spans)),
        ("no width", yes(holds.zero_width && holds.spans)),
        ("relations", ends(holds.relations)),
        ("clusters", ends(holds.clusters).map(|how| if holds.chains { "apart from each other" } else { how })),
        ("events", yes(holds.events != Ends::None)),
        ("attributes", attributes),
        ("typed values", yes(attributes.is_some() && matches!(holds.values, Values::Typed | Values::Json))),
        ("notes", which(holds.notes)),
        ("links", if holds.links && !holds.link_uris { Some("by id alone") } else { yes(holds.links) }),
        ("scores", scores),
        ("labels of documents", yes(holds.document_labels)),
        ("sets", yes(holds.sets)),
        ("language", yes(holds.language)),
        ("date", yes(holds.dct)),
        ("schema", schema),
    ]
}
