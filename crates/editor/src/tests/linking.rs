//! Joining annotations by keys: each test counts the presses.

use super::*;
use crate::keys::{Ask, Press, Scope as At, ask, picking};

impl Desk {
    /// Presses keys as the page does, divided by blanks; a capital is pressed with Shift. All of the text is in view.
    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            let shift = key.chars().all(char::is_uppercase);
            let code = match key.as_bytes() {
                [digit @ b'0'..=b'9'] => format!("Digit{}", char::from(*digit)),
                _ => format!("Key{}", key.to_uppercase()),
            };
            let press = Press { key, code: &code, ctrl: false, shift, alt: false, is_repeated: false };
            let labels = |_| None;
            let asked = match self.state.linking.is_some() {
                true => picking(press, At::Article, &self.state.preferences.keys),
                false => ask(press, At::Article, &self.state.preferences.keys, labels),
            };
            let view = self.state.document().expect("a text").range();
            match asked {
                Some(Ask::Do(command)) => self.press(command),
                Some(Ask::Link(aim)) => self.press(Command::Link { aim, view }),
                other => panic!("{key} asks for {other:?}"),
            };
        }
        self
    }

    /// The letters that stand for some text.
    fn letters(&self, words: &str) -> String {
        let linking = self.state.linking.as_ref().expect("something is being joined");
        let hint = linking.hints.iter().find(|hint| hint.range == range(words));
        hint.unwrap_or_else(|| panic!("{words:?} has no letters")).letters.to_string()
    }

    /// What has letters.
    fn offered(&self) -> Vec<&str> {
        let linking = self.state.linking.as_ref().expect("something is being joined");
        linking.hints.iter().map(|hint| &TEXT[hint.range.to_usize()]).collect()
    }

    fn span_of(&self, words: &str) -> NodeId {
        let spans = self.state.store.spans(self.doc());
        let is_it = |id: &NodeId| self.state.store.span(*id).unwrap().fragments.cover() == range(words);
        spans.into_iter().find(is_it).unwrap_or_else(|| panic!("no span covers {words:?}"))
    }

    /// `type: head → tail`.
    pub(super) fn relations(&self) -> Vec<String> {
        let words = |id| self.state.store.span(id).map_or("gone", |span| &TEXT[span.fragments.cover().to_usize()]);
        let told = |record: &Arc<Record>| match &**record {
            Record::Relation(it) => Some(format!("{}: {} → {}", it.label, words(it.head), words(it.tail))),
            _ => None,
        };
        let mut relations: Vec<String> =
            self.state.store.snapshot().values().filter_map(|record| told(record)).collect();
        relations.sort();
        relations
    }

    /// A quote that has the wrong speaker, accepted and focused.
    fn with_wrong_speaker() -> Self {
        let mut desk = Self::new();
        let doc = desk.doc();
        desk.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 100 });
        let items = vec![
            suggestion("“It went well,”", "QUOTE", 0.9),
            suggestion("said", "CUE", 0.9),
            suggestion("Tom Berg", "PERSON", 0.8),
            suggestion("Ana Petrović", "PERSON", 0.9),
            suggestion("Monday", "DATE", 0.95),
        ];
        desk.state.apply(batch(doc, items, vec![relation("cue", 0, 1, 0.7), relation("speaker", 0, 2, 0.7)]));
        desk
    }
}

const WRONG: [&str; 2] = ["cue: “It went well,” → said", "speaker: “It went well,” → Tom Berg"];
const RIGHT: [&str; 2] = ["cue: “It went well,” → said", "speaker: “It went well,” → Ana Petrović"];

#[test]
fn a_speaker_is_corrected_in_two_keys() {
    let mut desk = Desk::with_wrong_speaker();
    while desk.focus() != "(QUOTE “It went well,”)" {
        desk.press(Command::Next);
    }
    desk.press(Command::Accept);
    let quote = desk.span_of("“It went well,”");
    desk.state.apply(Action::Focus(Some(Item::Span(quote))));
    assert_eq!(desk.relations(), WRONG);
    desk.keys("r");
    // A date says nothing, and a quote does not say itself. The cue could be another one, too.
    assert_eq!(desk.offered(), ["Ana Petrović", "Tom Berg", "said"]);
    let letters = desk.letters("Ana Petrović");
    desk.keys(&letters);
    assert_eq!(desk.relations(), RIGHT);
    assert_eq!(desk.focus(), "QUOTE “It went well,”");
    assert_eq!(desk.state.linking, None);
    desk.press(Command::Undo);
    assert_eq!(desk.relations(), WRONG);
    desk.press(Command::Redo);
    assert_eq!(desk.relations(), RIGHT);
    // Two of them said it together.
    desk.keys("r");
    let letters = desk.letters("Tom Berg").to_uppercase();
    desk.keys(&letters);
    assert_eq!(desk.relations().len(), 3);
}

#[test]
fn a_suggested_quote_is_accepted_with_its_right_speaker() {
    let mut desk = Desk::with_wrong_speaker();
    while desk.focus() != "(QUOTE “It went well,”)" {
        desk.press(Command::Next);
    }
    desk.keys("r");
    let letters = desk.letters("Ana Petrović");
    desk.keys(&letters);
    assert_eq!(desk.relations(), RIGHT);
    assert_eq!(desk.focus(), "QUOTE “It went well,”");
    // The wrong one is as undecided as before.
    assert_eq!(desk.spans(), ["PERSON Ana Petrović", "QUOTE “It went well,”", "CUE said"]);
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), [""; 0]);
}

#[test]
fn from_the_speaker_the_quote_is_picked() {
    let mut desk = Desk::with_wrong_speaker();
    desk.press(Command::Next);
    assert_eq!(desk.focus(), "(PERSON Ana Petrović)");
    desk.keys("r");
    assert_eq!(desk.offered(), ["“It went well,”"]);
    desk.keys("a");
    assert_eq!(desk.relations(), RIGHT);
    assert_eq!(desk.focus(), "PERSON Ana Petrović");
}

fn with_types(desk: &mut Desk, types: &[(&str, &[&str], &[&str])]) {
    for (order, (name, heads, tails)) in (0..).zip(types) {
        let slug: Slug = name.parse().unwrap();
        let slugs = |names: &[&str]| names.iter().map(|it| it.parse().unwrap()).collect();
        let (heads, tails, order) = (slugs(heads), slugs(tails), 100 + order);
        let plain = postil_core::Definition::plain(Kind::Relation, &slug, name);
        let definition = postil_core::Definition { heads, tails, order, ..plain };
        let State { store, author, .. } = &desk.state;
        let edit = postil_edits::define(store, author, Timestamp(desk.clock), Kind::Relation, slug, definition);
        assert!(desk.state.commit(edit));
    }
}

#[test]
fn the_type_is_asked_only_where_several_are_possible() {
    let mut desk = Desk::with_suggestions();
    with_types(
        &mut desk,
        &[("born in", &["PERSON"], &["ORG"]), ("knows", &["PERSON"], &["PERSON"]), ("met in", &["PERSON"], &["ORG"])],
    );
    desk.press(Command::Next).keys("r");
    assert_eq!(desk.offered(), ["Tom Berg", "Split", "“It went well,”"]);
    let letters = desk.letters("Tom Berg");
    desk.keys(&letters);
    assert_eq!(desk.relations(), ["knows: Ana Petrović → Tom Berg"], "one type is possible");
    desk.keys("r");
    let letters = desk.letters("Split");
    desk.keys(&letters);
    let choices: Vec<String> = desk.state.choices().iter().map(|it| it.label.to_string()).collect();
    assert_eq!(choices, ["born in", "met in"]);
    assert!(desk.state.told_linking().unwrap().ends_with("Which type? 1 born in, 2 met in"));
    desk.keys("2");
    assert_eq!(desk.relations(), ["knows: Ana Petrović → Tom Berg", "met in: Ana Petrović → Split"]);
    // The type first.
    desk.keys("r 2");
    assert_eq!(desk.offered(), ["Split"]);
    desk.keys("a");
    assert_eq!(desk.relations().len(), 3, "{:?}", desk.relations());
}

#[test]
fn a_type_that_is_typed_joins_the_schema() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).press(Command::Accept);
    desk.state.apply(Action::Focus(Some(Item::Span(desk.span_of("Ana Petrović")))));
    desk.keys("r");
    desk.press(Command::Step(Step::Naming(true)));
    desk.press(Command::Step(Step::Name(" mayor  of ".to_owned())));
    assert_eq!(desk.offered().len(), 5, "anything may be the other end of it");
    let letters = desk.letters("Split");
    desk.keys(&letters);
    assert_eq!(desk.relations(), ["mayor_of: Ana Petrović → Split"]);
    let key = (Kind::Relation, "mayor_of".parse().unwrap());
    assert_eq!(&*desk.state.store.definitions()[&key].name, "mayor of");
    // By what people call it, or by its key, it is the same one.
    assert_eq!(desk.state.type_named(Kind::Relation, "Mayor of"), Some(key.1.clone()));
    assert_eq!(desk.state.type_named(Kind::Relation, "mayor_of"), Some(key.1));
    assert_eq!(desk.state.type_named(Kind::Relation, "  "), None);
    desk.press(Command::Undo);
    assert_eq!(desk.relations(), [""; 0]);
}

#[test]
fn joining_ends_with_the_focus_and_with_escape() {
    let mut desk = Desk::with_wrong_speaker();
    desk.press(Command::Next).keys("r").press(Command::Escape);
    assert_eq!((desk.state.linking.as_ref(), desk.focus().as_str()), (None, "(PERSON Ana Petrović)"));
    desk.keys("r").press(Command::Next);
    assert_eq!(desk.state.linking, None);
    desk.press(Command::Escape);
    let view = desk.state.document().unwrap().range();
    desk.press(Command::Link { aim: Aim::Relation(None), view });
    assert!(desk.state.notice.as_ref().unwrap().text.starts_with("Focus an annotation first"));
    assert_eq!(desk.state.linking, None);
}

#[test]
fn the_arrows_go_from_hint_to_hint_and_say_what_is_there() {
    let mut desk = Desk::with_wrong_speaker();
    while desk.focus() != "(QUOTE “It went well,”)" {
        desk.press(Command::Next);
    }
    desk.keys("r");
    assert_eq!(
        desk.state.told_linking().unwrap(),
        "Link Quote: “It went well,”. 3 annotations in view: type letters, or use the arrow keys."
    );
    desk.press(Command::Step(Step::Hop { is_forward: true }));
    assert!(desk.state.told_linking().unwrap().contains("Person: Ana Petrović. Enter takes it."));
    desk.press(Command::Step(Step::Hop { is_forward: false }));
    assert!(desk.state.told_linking().unwrap().contains("Cue: said"));
    desk.press(Command::Step(Step::Hop { is_forward: true }));
    desk.press(Command::Step(Step::Take { is_beside: false }));
    assert_eq!(desk.relations(), RIGHT);
    assert_eq!(desk.focus(), "QUOTE “It went well,”");
}

#[test]
fn many_ends_have_two_letters_and_what_is_typed_narrows_them() {
    let text = "Ana ".repeat(60);
    let mut desk = Desk::new();
    desk.open(&text);
    let doc = desk.doc();
    with_types(&mut desk, &[("knows", &[], &[])]);
    desk.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 100 });
    let at = |n: usize| SuggestedSpan {
        range: TextRange::from_usize(4 * n..4 * n + 3),
        ..suggestion("Split", "PERSON", 0.9)
    };
    desk.state.apply(batch(doc, (0..60).map(at).collect(), Vec::new()));
    desk.press(Command::Next).keys("r");
    let linking = desk.state.linking.clone().unwrap();
    assert_eq!(linking.hints.len(), 59);
    let (near, far) = (&linking.hints[0], linking.hints.last().unwrap());
    assert_eq!((near.letters.len(), far.letters.len()), (1, 2), "the nearest have the shortest");
    desk.keys(&far.letters[..1]);
    let narrowed = desk.state.linking.clone().unwrap();
    assert!(narrowed.hints.iter().filter(|hint| narrowed.is_open(hint)).count() <= 26);
    desk.press(Command::Step(Step::Back));
    assert_eq!(desk.state.linking.as_ref().unwrap().typed, "");
    desk.keys(&far.letters[..1]).keys(&far.letters[1..]);
    assert_eq!(desk.state.store.spans(doc).len(), 2);
    // What scrolls into view has letters, and what is out of it has none.
    desk.keys("r");
    desk.state.apply(Action::View(TextRange::from_usize(100..123)));
    assert_eq!(desk.state.linking.as_ref().unwrap().hints.len(), 6);
}

#[test]
fn an_end_is_led_elsewhere_and_relations_are_deleted() {
    let mut desk = Desk::with_wrong_speaker();
    while desk.focus() != "(QUOTE “It went well,”)" {
        desk.press(Command::Next);
    }
    desk.press(Command::Accept);
    let quote = desk.span_of("“It went well,”");
    desk.state.apply(Action::Focus(Some(Item::Span(quote))));
    let links = Shown::of(&desk.state).unwrap().links(Item::Span(quote));
    let speaker = links.iter().find(|link| link.label.as_str() == "speaker").unwrap().id.unwrap();
    let view = desk.state.document().unwrap().range();
    desk.press(Command::Link { aim: Aim::Moved { relation: speaker, is_head: false }, view });
    assert_eq!(desk.offered(), ["Ana Petrović", "Tom Berg"]);
    let letters = desk.letters("Ana Petrović");
    desk.keys(&letters);
    assert_eq!(desk.relations(), RIGHT);
    desk.press(Command::Joined(Joined::Unrelate(speaker)));
    assert_eq!(desk.relations(), RIGHT[..1]);
    desk.press(Command::Undo);
    desk.press(Command::Joined(Joined::Turn(speaker)));
    let links = Shown::of(&desk.state).unwrap().links(Item::Span(quote));
    let turned = links.iter().find(|link| link.id == Some(speaker)).unwrap();
    assert!(!turned.is_head && !turned.is_allowed, "it is not what the schema allows");
    desk.press(Command::Joined(Joined::Retype { relation: speaker, name: "answers".to_owned() }));
    assert_eq!(desk.relations(), ["answers: Ana Petrović → “It went well,”", RIGHT[0]]);
}

impl Desk {
    /// Clusters by their members, in reading order.
    fn clusters(&self) -> Vec<String> {
        let words = |id| &TEXT[self.state.store.span(id).expect("a mention").fragments.cover().to_usize()];
        let snapshot = self.state.store.snapshot();
        let ids =
            snapshot.iter().filter_map(|(key, record)| key.node().filter(|_| matches!(***record, Record::Cluster(_))));
        let told = |id| {
            let members = postil_edits::members(&self.state.store, id).into_iter().map(words);
            members.collect::<Vec<_>>().join(" = ")
        };
        let mut clusters: Vec<String> = ids.map(told).collect();
        clusters.sort();
        clusters
    }

    /// `type trigger: role argument, …`.
    fn events(&self) -> Vec<String> {
        let store = &self.state.store;
        let words = |id| &TEXT[store.span(id).expect("a span").fragments.cover().to_usize()];
        let snapshot = store.snapshot();
        let events = snapshot.iter().filter_map(|(key, record)| match &***record {
            Record::Event(it) => Some((key.node()?, it)),
            _ => None,
        });
        let told = |(id, it): (NodeId, &postil_core::Event)| {
            let arguments =
                postil_edits::arguments(store, id).map(|(.., it)| format!("{} {}", it.role, words(it.node)));
            format!("{} {}: {}", it.label, words(it.trigger), arguments.collect::<Vec<_>>().join(", "))
        };
        events.map(told).collect()
    }

    /// Focuses some words, as what they are labelled.
    fn on(&mut self, words: &str) -> &mut Self {
        let placed = Shown::of(&self.state).unwrap().touching(range(words));
        let item = placed.iter().find(|it| it.cover() == range(words)).expect("something is there").item;
        self.state.apply(Action::Focus(Some(item)));
        self
    }

    fn pick(&mut self, words: &str) -> &mut Self {
        let letters = self.letters(words);
        self.keys(&letters)
    }
}

#[test]
fn mentions_of_the_same_are_joined_by_two_keys() {
    let mut desk = Desk::with_suggestions();
    desk.on("Ana Petrović").keys("c").pick("Tom Berg");
    assert_eq!(desk.clusters(), ["Ana Petrović = Tom Berg"]);
    assert_eq!(desk.focus(), "PERSON Ana Petrović", "both are accepted, and the focus stays");
    // What is in the cluster already is not offered.
    desk.keys("c");
    assert!(!desk.offered().contains(&"Tom Berg"));
    desk.press(Command::Escape);
    desk.on("Split").keys("c").pick("Monday");
    assert_eq!(desk.clusters().len(), 2);
    // Two clusters become one.
    desk.keys("c").pick("Ana Petrović");
    assert_eq!(desk.clusters(), ["Ana Petrović = Tom Berg = Split = Monday"]);
    desk.press(Command::Undo);
    assert_eq!(desk.clusters(), ["Ana Petrović = Tom Berg", "Split = Monday"]);
    let ana = desk.span_of("Ana Petrović");
    let cluster = postil_edits::clusters_of(&desk.state.store, &desk.state.set, ana).next().unwrap();
    desk.press(Command::Joined(Joined::Call { cluster, name: " Ana ".to_owned() }));
    assert_eq!(postil_edits::name_of(&desk.state.store, cluster), Some("Ana"));
    desk.on("Tom Berg").press(Command::Delete);
    assert_eq!(desk.clusters(), ["Split = Monday"], "one alone is the same as nothing");
    assert!(desk.state.notice.as_ref().unwrap().text.contains("with it 1 cluster."));
    desk.press(Command::Undo);
    assert_eq!(desk.clusters(), ["Ana Petrović = Tom Berg", "Split = Monday"]);
    assert_eq!(postil_edits::name_of(&desk.state.store, cluster), Some("Ana"));
    desk.press(Command::Joined(Joined::Dissolve(cluster)));
    assert_eq!(desk.clusters(), ["Split = Monday"]);
}

#[test]
fn an_event_is_made_of_its_trigger_and_gains_what_took_part() {
    let mut desk = Desk::with_suggestions();
    desk.on("said").keys("e");
    // The schema has no type yet: it is named, and so is the first role.
    assert!(desk.state.linking.as_ref().unwrap().is_naming);
    desk.press(Command::Step(Step::Name("Statement".to_owned())));
    assert_eq!(desk.events(), ["Statement said: "]);
    desk.pick("Ana Petrović");
    assert!(desk.state.linking.as_ref().unwrap().is_naming);
    desk.press(Command::Step(Step::Name("speaker".to_owned())));
    assert_eq!(desk.events(), ["Statement said: speaker Ana Petrović"]);
    // It goes on until it is left; there is one role, which is not asked for.
    desk.pick("Tom Berg").press(Command::Escape);
    assert_eq!(desk.events(), ["Statement said: speaker Ana Petrović, speaker Tom Berg"]);
    assert_eq!(desk.focus(), "CUE said");
    // Another one, when there are two roles: `e`, letters, number.
    desk.keys("e").press(Command::Step(Step::Name("place".to_owned())));
    desk.pick("Split").press(Command::Escape);
    desk.keys("e").pick("Monday");
    assert!(desk.state.told_linking().unwrap().ends_with("Which role? 1 speaker, 2 place"));
    desk.keys("2").press(Command::Escape);
    let all = "Statement said: speaker Ana Petrović, speaker Tom Berg, place Split, place Monday";
    assert_eq!(desk.events(), [all]);
    let said = desk.span_of("said");
    let event = postil_edits::events_of(&desk.state.store, &desk.state.set, said).next().unwrap().0;
    let last = postil_edits::arguments(&desk.state.store, event).last().unwrap().1;
    desk.press(Command::Joined(Joined::Role { event, argument: last, name: "time".to_owned() }));
    assert_eq!(desk.events(), [all.replace("place Monday", "time Monday")]);
    desk.press(Command::Joined(Joined::DeleteArgument { event, argument: last }));
    desk.press(Command::Joined(Joined::RetypeEvent { event, name: "Speech".to_owned() }));
    assert_eq!(desk.events(), ["Speech said: speaker Ana Petrović, speaker Tom Berg, place Split"]);
    desk.on("said").press(Command::Delete);
    assert_eq!(desk.events(), [""; 0]);
    let told = desk.state.notice.as_ref().unwrap().text.to_string();
    assert_eq!(told, "Deleted, and with it 1 event and 3 roles. Undo brings all back.");
    desk.press(Command::Undo);
    assert_eq!(desk.events(), ["Speech said: speaker Ana Petrović, speaker Tom Berg, place Split"]);
}

#[test]
fn attributes_entities_and_labels_of_documents_are_typed() {
    let mut desk = Desk::with_suggestions();
    desk.on("Split").press(Command::Accept);
    let on = desk.span_of("Split");
    let attribute = |name: &str, typed: &str| Command::Attribute { on, name: name.to_owned(), typed: typed.to_owned() };
    desk.press(attribute("Is a town", "yes")).press(attribute("people", "160577"));
    let told = |desk: &Desk| -> Vec<String> {
        postil_edits::attributes_of(&desk.state.store, on).map(|(slug, value)| format!("{slug} {value:?}")).collect()
    };
    assert_eq!(told(&desk), ["Is_a_town Boolean(true)", "people Number(\"160577\")"]);
    desk.press(attribute("is a town", "")).press(attribute("  ", "lost"));
    assert_eq!(told(&desk), ["people Number(\"160577\")"]);
    desk.press(Command::Entity { on, typed: "Q1663".to_owned() });
    assert_eq!(desk.state.store.span(on).unwrap().link.as_ref().map(|link| &*link.id), Some("Q1663"));
    desk.press(Command::LabelDocument { name: "Local news".to_owned(), is_on: true });
    let labels = |desk: &Desk| postil_edits::document_labels(&desk.state.store, desk.doc(), &desk.state.set);
    assert_eq!(labels(&desk), ["Local_news".parse().unwrap()]);
    let told = desk.state.told(desk.state.store.log().last().unwrap());
    assert!(told.starts_with("Labelled “Mayor") && told.ends_with("”: Local news"), "{told}");
    desk.press(Command::Undo);
    assert!(labels(&desk).is_empty());
}
