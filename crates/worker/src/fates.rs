//! Suggestions in the words of a project: labels that it calls otherwise, or does not want.

use postil_core::{Kind, Slug, Suggestions, TextRange};
use postil_messages::Fate;
use std::collections::BTreeMap;

/// What becomes of suggestions, over the batches of an extraction.
#[derive(Clone, Debug, Default)]
pub struct Fates {
    fates: BTreeMap<(Kind, Slug), Option<Slug>>,
    /// Where each span that was found is among those that are told.
    places: Vec<Option<u32>>,
    told: BTreeMap<(TextRange, Slug), u32>,
}

impl Fates {
    pub fn new(fates: Vec<Fate>) -> Self {
        let fates = fates.into_iter().map(|(kind, from, to)| ((kind, from), to)).collect();
        Self { fates, ..Self::default() }
    }

    /// The label that the project has for one, if it wants it.
    fn of(&self, kind: Kind, label: &Slug) -> Option<Slug> {
        self.fates.get(&(kind, label.clone())).map_or_else(|| Some(label.clone()), Clone::clone)
    }

    /// The next batch. What two labels said that are one now is told once.
    pub fn apply(&mut self, batch: Suggestions) -> Suggestions {
        if self.fates.is_empty() {
            return batch;
        }
        let mut told = Suggestions::default();
        for mut span in batch.spans {
            let place = self.of(Kind::Label, &span.label).map(|label| {
                let next = self.told.len() as u32;
                *self.told.entry((span.range, label.clone())).or_insert_with(|| {
                    span.label = label;
                    told.spans.push(span);
                    next
                })
            });
            self.places.push(place);
        }
        let place = |at: u32| self.places.get(at as usize).copied().flatten();
        for mut it in batch.relations {
            if let (Some(label), Some(head), Some(tail)) =
                (self.of(Kind::Relation, &it.label), place(it.head), place(it.tail))
            {
                (it.label, it.head, it.tail) = (label, head, tail);
                told.relations.push(it);
            }
        }
        for mut it in batch.members {
            if let Some(span) = place(it.span) {
                it.span = span;
                told.members.push(it);
            }
        }
        for mut it in batch.events {
            let Some((label, trigger)) = self.of(Kind::Event, &it.label).zip(place(it.trigger)) else { continue };
            (it.label, it.trigger) = (label, trigger);
            it.arguments = it
                .arguments
                .into_iter()
                .filter_map(|mut argument| {
                    (argument.role, argument.span) = self.of(Kind::Role, &argument.role).zip(place(argument.span))?;
                    Some(argument)
                })
                .collect();
            told.events.push(it);
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::{Provenance, Score, SuggestedArgument, SuggestedEvent, SuggestedSpan};
    use postil_extract::{Layers, Model, Settings, extract_with};
    use std::sync::{Arc, LazyLock};

    static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
        Arc::new(Model::read(include_bytes!("../../extract/models/en.postil-model")).expect("it is right"))
    });

    fn slug(name: &str) -> Slug {
        name.parse().expect("a slug")
    }

    fn told(fates: Vec<Fate>) -> (Vec<String>, Vec<String>) {
        let text = "“It went well,” President Vladimir Putin said on Monday in Sochi, Russia.";
        let found = extract_with(text, Settings { layers: Layers::ALL.without(Layers::EVENTS), dct: None }, &MODEL);
        let told = Fates::new(fates).apply(found);
        let quote =
            |at: u32| format!("{} {}", told.spans[at as usize].label, &text[told.spans[at as usize].range.to_usize()]);
        let relations = told.relations.iter().map(|it| format!("{} → {}", quote(it.head), quote(it.tail))).collect();
        ((0..told.spans.len() as u32).map(quote).collect(), relations)
    }

    #[test]
    fn events_speak_as_the_project_does() {
        let provenance = Arc::new(Provenance {
            extractor: "en".into(),
            version: "1".into(),
            score: Score::ONE,
            reasons: Vec::new(),
        });
        let span = |label: &str, at: usize| SuggestedSpan {
            range: TextRange::from_usize(at..at + 1),
            label: slug(label),
            value: None,
            provenance: provenance.clone(),
        };
        let argument = |role: &str, span| SuggestedArgument { role: slug(role), span, provenance: provenance.clone() };
        let event = SuggestedEvent {
            label: slug("ASSAULT"),
            trigger: 1,
            arguments: vec![argument("actor", 0), argument("recipient", 2), argument("location", 2)],
            attributes: vec![(slug("factuality"), "asserted".into())],
            provenance: provenance.clone(),
        };
        let spans = vec![span("DATE", 0), span("TRIGGER", 2), span("GPE", 4)];
        let found = Suggestions { spans, events: vec![event], ..Suggestions::default() };
        let mut fates = Fates::new(vec![
            (Kind::Label, slug("DATE"), None),
            (Kind::Event, slug("ASSAULT"), Some(slug("ATTACK"))),
            (Kind::Role, slug("recipient"), Some(slug("target"))),
            (Kind::Role, slug("location"), None),
        ]);
        let told = fates.apply(found.clone());
        let [it] = &told.events[..] else { panic!("{told:?}") };
        assert_eq!((it.label.as_str(), it.trigger, it.attributes.len()), ("ATTACK", 0, 1));
        let roles: Vec<_> = it.arguments.iter().map(|it| (it.role.as_str(), it.span)).collect();
        assert_eq!(roles, [("target", 1)], "an actor that is not told takes no part");
        let without = Fates::new(vec![(Kind::Label, slug("TRIGGER"), None)]).apply(found);
        assert!(without.events.is_empty(), "nothing says so any more");
    }

    #[test]
    fn suggestions_speak_as_the_project_does() {
        let (spans, relations) = told(Vec::new());
        let has = |name: &str| spans.iter().any(|it| it.starts_with(name));
        assert!(has("GPE ") && has("DATE ") && has("PERSON ") && has("MENTION "), "{spans:?}");
        assert!(relations.iter().any(|it| it.contains("→ MENTION ")), "{relations:?}");
        let (others, links) = told(vec![
            (Kind::Label, slug("PERSON"), Some(slug("PER"))),
            (Kind::Label, slug("MENTION"), Some(slug("WHO"))),
            (Kind::Label, slug("GPE"), Some(slug("LOC"))),
            (Kind::Label, slug("DATE"), None),
        ]);
        let renamed = |it: &String| it.replace("PERSON ", "PER ").replace("MENTION ", "WHO ").replace("GPE ", "LOC ");
        let expected: Vec<String> = spans.iter().filter(|it| !it.starts_with("DATE ")).map(renamed).collect();
        assert_eq!(others, expected);
        assert_eq!(links, relations.iter().map(renamed).collect::<Vec<_>>());
        let (_, links) = told(vec![(Kind::Relation, slug("speaker"), None)]);
        assert_eq!(links, ["QUOTE “It went well,” → CUE said"]);
        // What is said twice is told once.
        let (once, _) = told(vec![(Kind::Label, slug("MENTION"), Some(slug("PERSON")))]);
        assert!(once.len() <= spans.len());
    }
}
