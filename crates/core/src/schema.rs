//! The labels that every project starts with.

use crate::{
    ActorId, AnnotatorId, Definition, Dot, Hue, Intent, Kind, Layer, Op, RecordKey, Slug, Timestamp, Transaction, names,
};
use std::sync::Arc;

/// A label of the first schema.
struct Row(Kind, &'static str, &'static str, &'static str, Hue, Option<&'static str>, Layer);

/// The labels of the extractor, most used first. Keys are digits, then letters that no command uses.
const ROWS: &[Row] = &[
    Row(Kind::Label, "PERSON", "Person", "PER", Hue::Amber, Some("1"), Layer::Entities),
    Row(Kind::Label, "ORG", "Organisation", "ORG", Hue::Sky, Some("2"), Layer::Entities),
    Row(Kind::Label, "GPE", "Place", "GPE", Hue::Green, Some("3"), Layer::Entities),
    Row(Kind::Label, "NORP", "Nationality", "NORP", Hue::Pink, Some("4"), Layer::Entities),
    Row(Kind::Label, "FAC", "Facility", "FAC", Hue::Blue, Some("5"), Layer::Entities),
    Row(Kind::Label, "DATE", "Date", "DATE", Hue::Yellow, Some("6"), Layer::Dates),
    Row(Kind::Label, "EVENT", "Event", "EVT", Hue::Vermillion, Some("7"), Layer::Entities),
    Row(Kind::Label, "LOC", "Location", "LOC", Hue::YellowHatch, Some("8"), Layer::Entities),
    Row(Kind::Label, "CUE", "Cue", "CUE", Hue::Slate, Some("9"), Layer::Quotes),
    Row(Kind::Label, names::QUOTE, "Quote", "QUOTE", Hue::Slate, Some("0"), Layer::Quotes),
    Row(Kind::Label, "MISC", "Other name", "MISC", Hue::SkyHatch, Some("m"), Layer::Entities),
    Row(Kind::Label, "TIME", "Time", "TIME", Hue::AmberHatch, Some("t"), Layer::Dates),
    Row(Kind::Label, "DURATION", "Duration", "DUR", Hue::GreenHatch, Some("d"), Layer::Dates),
    Row(Kind::Label, "SET", "Recurring time", "SET", Hue::PinkHatch, Some("s"), Layer::Dates),
    Row(Kind::Label, "MONEY", "Money", "MON", Hue::BlueHatch, Some("y"), Layer::Numbers),
    Row(Kind::Label, "PERCENT", "Percentage", "PCT", Hue::VermillionHatch, Some("p"), Layer::Numbers),
    Row(Kind::Label, "QUANTITY", "Quantity", "QTY", Hue::GreenHatch, Some("u"), Layer::Numbers),
    Row(Kind::Label, "CARDINAL", "Number", "NUM", Hue::PinkHatch, Some("b"), Layer::Numbers),
    Row(Kind::Label, "ORDINAL", "Ordinal", "ORD", Hue::SkyHatch, Some("o"), Layer::Numbers),
    Row(Kind::Relation, names::CUE_OF, "Cue", "CUE", Hue::Slate, None, Layer::Quotes),
    Row(Kind::Relation, names::SPEAKER, "Speaker", "SPK", Hue::Slate, None, Layer::Quotes),
    Row(Kind::Cluster, "coreference", "Same thing", "COREF", Hue::Slate, None, Layer::Coreference),
    Row(Kind::Attribute, names::VALUE, "Value", "VAL", Hue::Slate, None, Layer::Dates),
];

/// The transaction that lays down the first schema: the same everywhere, so that merging projects never doubles it.
pub fn genesis() -> Transaction {
    let slug = |text: &str| -> Slug { text.parse().expect("the slugs above are well formed") };
    let ops = ROWS
        .iter()
        .enumerate()
        .map(|(order, Row(kind, key, name, chip, hue, shortcut, layer))| Op {
            key: RecordKey::Definition(*kind, slug(key)),
            bases: Vec::new(),
            before: None,
            after: Some(Arc::new(
                Definition {
                    name: (*name).into(),
                    hue: *hue,
                    chip: (*chip).into(),
                    key: shortcut.map(Into::into),
                    order: order as u32,
                    layer: *layer,
                    parent: None,
                    replaced_by: None,
                    heads: if *kind == Kind::Relation { vec![slug(names::QUOTE)] } else { Vec::new() },
                    tails: Vec::new(),
                    values: Vec::new(),
                    value_type: None,
                    description: None,
                }
                .into(),
            )),
        })
        .collect();
    Transaction {
        dot: Dot { actor: ActorId::GENESIS, seq: 0 },
        at: Timestamp(0),
        annotator: AnnotatorId::genesis(),
        intent: Intent::Genesis,
        ops,
    }
}

impl Definition {
    /// An entry of which nothing is known but its name. Its place in lists is the first.
    pub fn plain(kind: Kind, slug: &Slug, name: &str) -> Self {
        Self {
            name: name.into(),
            hue: Hue::Slate,
            chip: Self::usual_chip(slug.as_str()),
            key: None,
            order: 0,
            layer: Layer::usual(kind, slug.as_str()),
            parent: None,
            replaced_by: None,
            heads: Vec::new(),
            tails: Vec::new(),
            values: Vec::new(),
            value_type: None,
            description: None,
        }
    }

    /// What people read on a chip where nobody says otherwise: the first letters of a name, as capitals.
    pub fn usual_chip(name: &str) -> Arc<str> {
        name.chars().take(5).flat_map(char::to_uppercase).collect::<String>().trim_end().into()
    }
}

impl Layer {
    /// The layer of an entry of which nothing else is known: that of the first schema where it is in it, in capitals or
    /// not, else that of its kind.
    pub fn usual(kind: Kind, id: &str) -> Self {
        let row = ROWS.iter().find(|Row(of, key, ..)| *of == kind && key.eq_ignore_ascii_case(id));
        match (row, kind) {
            (Some(Row(.., layer)), _) => *layer,
            (None, Kind::Label) if id.eq_ignore_ascii_case(names::MENTION) => Self::Coreference,
            (None, Kind::Cluster) => Self::Coreference,
            (None, Kind::Event | Kind::Role) => Self::Events,
            (None, Kind::Label) if id == names::TRIGGER => Self::Events,
            (None, _) => Self::Entities,
        }
    }

    /// What people and the command call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entities => "entities",
            Self::Quotes => "quotes",
            Self::Dates => "dates",
            Self::Numbers => "numbers",
            Self::Events => "events",
            Self::Coreference => "coreference",
        }
    }
}

impl AnnotatorId {
    /// Who wrote the first schema.
    pub fn genesis() -> Self {
        "postil".parse().expect("a well-formed name")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn an_entry_that_nobody_defined_has_a_layer() {
        let check = |kind, id, layer| assert_eq!(Layer::usual(kind, id), layer, "{id}");
        check(Kind::Label, names::QUOTE, Layer::Quotes);
        check(Kind::Label, "Quote", Layer::Quotes);
        check(Kind::Label, "date", Layer::Dates);
        check(Kind::Label, "PER", Layer::Entities);
        check(Kind::Relation, names::SPEAKER, Layer::Quotes);
        check(Kind::Event, "QUOTE", Layer::Events);
        check(Kind::Label, names::TRIGGER, Layer::Events);
        check(Kind::Cluster, "chain", Layer::Coreference);
    }

    #[test]
    fn keys_are_unique_and_not_reserved() {
        let mut seen = BTreeSet::new();
        for Row(.., key, _) in ROWS {
            let Some(key) = key else { continue };
            assert!(seen.insert(*key), "{key} twice");
            assert!(!"jkaxrcengifqh".contains(*key), "{key} is a command");
        }
    }
}
