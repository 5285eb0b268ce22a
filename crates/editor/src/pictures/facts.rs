//! What a document tells of, gathered from what is shown of it: spans, and what is suggested.

use super::day::Days;
use crate::{Item, Placed, Shown, State, brief};
use postil_core::{Kind, Layer, Map, NodeId, Slug, TextRange, names, sort_by};

/// What pictures are made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The document creation time.
    pub written: Option<i32>,
    /// In the order of the text.
    pub dates: Vec<When>,
    pub sayings: Vec<Saying>,
    pub statements: Vec<Statement>,
    /// Those that are told of most come first.
    pub things: Vec<Thing>,
    /// Where each mention is among `things`.
    pub(super) of: Map<Item, usize>,
    pub(super) hues: Map<Slug, (&'static str, String)>,
}

/// A date, time or other expression with a place in time or without; or an event with such a time.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    pub item: Item,
    pub words: String,
    pub paragraph: u32,
    /// As annotated: `2018-09-17`.
    pub value: String,
    pub days: Option<Days>,
    pub hue: &'static str,
    /// The type, of an event.
    pub event: Option<String>,
    pub is_suggested: bool,
}

/// A quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying {
    pub item: Item,
    pub words: String,
    /// How many words it has.
    pub count: usize,
    pub paragraph: u32,
    pub speaker: Option<Party>,
    pub is_suggested: bool,
}

/// Who takes part in something.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// What the thing is called; its own words, where it is none.
    pub name: String,
    /// Its first mention, where it is a thing.
    pub item: Item,
}

/// Something that is said of two: an event with its actor and recipient, or a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Where it leads: the trigger, or the head of the relation.
    pub item: Item,
    /// What the type is called.
    pub label: String,
    pub hue: &'static str,
    /// The words of the trigger.
    pub words: String,
    /// Who did it, or what the relation begins at.
    pub from: Vec<Party>,
    /// To whom, or what the relation ends at.
    pub to: Vec<Party>,
    /// What else takes part, each behind its role.
    pub rest: Vec<String>,
    pub paragraph: u32,
    pub is_suggested: bool,
}

/// Somebody or something, by all of its mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Thing {
    pub name: String,
    pub hue: &'static str,
    pub chip: String,
    /// In the order of the text.
    pub mentions: Vec<(Item, TextRange)>,
    /// Paragraphs of the mentions, each once.
    pub paragraphs: Vec<u32>,
    /// Whether every mention is only suggested.
    pub is_suggested: bool,
}

/// What mentions have in common: the cluster that they are in, or else label and words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Same {
    Joined(NodeId),
    Suggested(u32),
    Words(Slug, String),
}

impl Facts {
    /// What the open document tells of, as far as it is shown. Looks at every span and suggestion once.
    pub fn of(state: &State) -> Self {
        let Some(shown) = Shown::of(state) else { return Self::default() };
        let items = shown.touching(shown.document.range());
        let mut facts = Self::default();
        let info = state.store.documents().get(&shown.document.id());
        facts.written = info.and_then(|info| Days::of(info.dct.as_deref()?)).map(|days| days.first);
        let layer = |label: &Slug| {
            let known = state.store.definitions().get(&(Kind::Label, label.clone())).map(|it| it.layer);
            known.unwrap_or_else(|| Layer::usual(Kind::Label, label.as_str()))
        };
        for ((kind, slug), it) in state.store.definitions().iter() {
            if *kind == Kind::Label {
                facts.hues.insert(slug.clone(), (it.hue.parts().0, it.chip.to_string()));
            }
        }
        let live: Vec<&Placed> = items.iter().filter(|placed| !matches!(placed.item, Item::Rejected(_))).collect();
        let of_layer = |wanted: &[Layer]| {
            let layer = &layer;
            let wanted = wanted.to_vec();
            live.iter().copied().filter(move |placed| wanted.contains(&layer(&placed.label)))
        };
        facts.gather_things(&shown, of_layer(&[Layer::Entities, Layer::Coreference]), |label| {
            layer(label) == Layer::Entities
        });
        for placed in of_layer(&[Layer::Dates]) {
            let value = shown.value_of(placed.item).unwrap_or_default();
            facts.dates.push(When {
                item: placed.item,
                words: brief(shown.document, placed.cover()),
                paragraph: paragraph(&shown, placed.cover()),
                days: Days::of(&value),
                value,
                hue: facts.hue(&placed.label).0,
                event: None,
                is_suggested: placed.item.is_suggestion(),
            });
        }
        for placed in live.iter().filter(|placed| placed.label.as_str() == names::QUOTE) {
            let speaker =
                shown.links(placed.item).into_iter().find(|it| it.is_head && it.label.as_str() == names::SPEAKER);
            let speaker = speaker.and_then(|link| link.far).map(|far| facts.party(&shown, far.item));
            let words = shown.document.slice(placed.cover());
            facts.sayings.push(Saying {
                item: placed.item,
                words: words.split_whitespace().take(MOST_WORDS).collect::<Vec<_>>().join(" "),
                count: words.split_whitespace().count(),
                paragraph: paragraph(&shown, placed.cover()),
                speaker,
                is_suggested: placed.item.is_suggestion(),
            });
        }
        for placed in &live {
            facts.gather_statements(&shown, placed);
        }
        facts
    }

    /// The hue and the chip of a label.
    fn hue(&self, label: &Slug) -> (&'static str, String) {
        self.hues.get(label).cloned().unwrap_or_else(|| ("slate", label.to_string()))
    }

    fn gather_things<'a>(
        &mut self, shown: &Shown, mentions: impl Iterator<Item = &'a Placed>, is_name: impl Fn(&Slug) -> bool,
    ) {
        let mut clusters: Map<Item, Same> = Map::new();
        for cluster in shown.open_clusters() {
            for mention in &cluster.mentions {
                let same = cluster.into.map_or(Same::Suggested(cluster.id), Same::Joined);
                clusters.insert(mention.item, same);
            }
        }
        let mut groups: Map<Same, Vec<&Placed>> = Map::new();
        for placed in mentions {
            let joined = shown.cluster_of(placed.item).map(Same::Joined);
            let words = || {
                let words = shown.document.slice(placed.cover()).split_whitespace().collect::<Vec<_>>().join(" ");
                // A pronoun without a cluster says nothing.
                is_name(&placed.label).then(|| Same::Words(placed.label.clone(), words))
            };
            if let Some(same) = joined.or_else(|| clusters.get(&placed.item).cloned()).or_else(words) {
                groups.or_default(same).push(placed);
            }
        }
        let mut found: Vec<(Thing, Vec<Item>)> = Vec::new();
        for (same, mentions) in groups.iter() {
            // “These groups” and “they” are nobody that could be named.
            if !mentions.iter().any(|it| is_name(&it.label)) {
                continue;
            }
            // Named by a person; else by its longest name; else by its longest mention.
            let longest = mentions.iter().max_by_key(|it| (is_name(&it.label), it.cover().len(), it.cover().start()));
            let Some(longest) = longest else { continue };
            let called = match same {
                Same::Joined(id) => postil_edits::name_of(shown.store, *id).map(str::to_owned),
                _ => None,
            };
            let (hue, chip) = self.hue(&longest.label);
            let mut paragraphs: Vec<u32> = mentions.iter().map(|it| paragraph(shown, it.cover())).collect();
            paragraphs.dedup();
            let thing = Thing {
                name: called.unwrap_or_else(|| brief(shown.document, longest.cover())),
                hue,
                chip,
                mentions: mentions.iter().map(|it| (it.item, it.cover())).collect(),
                paragraphs,
                is_suggested: mentions.iter().all(|it| it.item.is_suggestion()),
            };
            found.push((thing, mentions.iter().map(|it| it.item).collect()));
        }
        let order = |it: &Thing| (std::cmp::Reverse(it.mentions.len()), it.mentions[0].1.start(), it.mentions[0].0);
        sort_by(&mut found, &|a, b| order(&a.0).cmp(&order(&b.0)));
        for (at, (thing, items)) in found.into_iter().enumerate() {
            for item in items {
                self.of.insert(item, at);
            }
            self.things.push(thing);
        }
    }

    /// The events of which a span is the trigger, and the relations that it heads.
    fn gather_statements(&mut self, shown: &Shown, placed: &Placed) {
        let base = |label: String, hue: &'static str| Statement {
            item: placed.item,
            label,
            hue,
            words: brief(shown.document, placed.cover()),
            from: Vec::new(),
            to: Vec::new(),
            rest: Vec::new(),
            paragraph: paragraph(shown, placed.cover()),
            is_suggested: placed.item.is_suggestion(),
        };
        if let Item::Span(id) = placed.item {
            for (event, it) in postil_edits::events_of(shown.store, shown.set, id) {
                let parts = postil_edits::arguments(shown.store, event).map(|(.., it)| {
                    let item = shown.anchor(it.node).map(|far| far.item);
                    (it.role.clone(), item)
                });
                let parts: Vec<(Slug, Option<Item>)> = parts.collect();
                let mut statement = base(shown.name(Kind::Event, &it.label), "vermillion");
                self.take_parts(shown, &mut statement, &parts);
                self.date(shown, &statement, &parts);
                self.statements.push(statement);
            }
        }
        for event in shown.open_events(placed.item) {
            let parts: Vec<(Slug, Option<Item>)> =
                event.parts.iter().map(|(role, far)| (role.clone(), Some(far.item))).collect();
            let mut statement = base(shown.name(Kind::Event, &event.label), "vermillion");
            statement.is_suggested = true;
            self.take_parts(shown, &mut statement, &parts);
            self.date(shown, &statement, &parts);
            self.statements.push(statement);
        }
        for link in shown.links(placed.item) {
            let is_speech = matches!(link.label.as_str(), names::SPEAKER | names::CUE_OF);
            let Some(far) = link.far.filter(|_| link.is_head && !is_speech) else { continue };
            let mut statement = base(shown.name(Kind::Relation, &link.label), "slate");
            statement.is_suggested = link.id.is_none();
            statement.from.push(self.party(shown, placed.item));
            statement.to.push(self.party(shown, far.item));
            self.statements.push(statement);
        }
    }

    /// Who did it and to whom, by the roles; where no role says so, what was added first did it.
    fn take_parts(&self, shown: &Shown, statement: &mut Statement, parts: &[(Slug, Option<Item>)]) {
        let is_actor = |role: &Slug| role.as_str().eq_ignore_ascii_case(ACTOR);
        let has_actor = parts.iter().any(|(role, _)| is_actor(role));
        for (at, (role, item)) in parts.iter().enumerate() {
            let Some(item) = *item else { continue };
            let party = self.party(shown, item);
            // Whoever is named and meant by a pronoun, too, is one.
            if statement.from.iter().chain(&statement.to).any(|it| it.name == party.name) {
                continue;
            }
            let is_thing = self.of.contains_key(&item);
            if is_actor(role) || !has_actor && at == 0 && is_thing {
                statement.from.push(party);
            } else if role.as_str().eq_ignore_ascii_case(RECIPIENT) || !has_actor && is_thing {
                statement.to.push(party);
            } else {
                statement.rest.push(format!("{}: {}", shown.name(Kind::Role, role), party.name));
            }
        }
    }

    /// An event stands where its time does.
    fn date(&mut self, shown: &Shown, event: &Statement, parts: &[(Slug, Option<Item>)]) {
        let time = parts.iter().filter_map(|(_, item)| shown.value_of((*item)?));
        let time = time.into_iter().find(|value| Days::of(value).is_some()).unwrap_or_default();
        self.dates.push(When {
            item: event.item,
            words: event.words.clone(),
            paragraph: event.paragraph,
            days: Days::of(&time),
            value: time,
            hue: event.hue,
            event: Some(event.label.clone()),
            is_suggested: event.is_suggested,
        });
    }

    fn party(&self, shown: &Shown, item: Item) -> Party {
        if let Some(thing) = self.of.get(&item).map(|at| &self.things[*at]) {
            return Party { name: thing.name.clone(), item: thing.mentions[0].0 };
        }
        let words = shown.place(item).map(|placed| brief(shown.document, placed.cover()));
        Party { name: words.unwrap_or_default(), item }
    }
}

/// The roles of those who act, and of those to whom it is done, in schemas of events such as PLOVER.
const ACTOR: &str = "actor";
const RECIPIENT: &str = "recipient";

/// No more words of a quote are kept.
const MOST_WORDS: usize = 60;

fn paragraph(shown: &Shown, range: TextRange) -> u32 {
    let blocks = shown.document.blocks();
    shown.document.block_at(range.start()).map_or(0, |block| blocks[block].paragraph)
}
