//! Clusters and events made by hand.
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

mod desk;

use desk::{Desk, label, suggested};
use postil_core::*;
use postil_edits::{Accepted, End, arguments, clusters_of, events_of, members, name_of, roles_of};

impl Desk {
    fn cluster(&self, of: NodeId) -> Option<NodeId> {
        clusters_of(&self.store, &self.set, of).next()
    }

    fn same(&mut self, one: NodeId, other: NodeId) -> NodeId {
        self.there_and_back(|scope| postil_edits::same(scope, End::Node(one), End::Node(other))).unwrap()
    }
}

#[test]
fn mentions_join_a_cluster_and_clusters_become_one() {
    let mut desk = Desk::new();
    let all = [("PERSON", "Ana"), ("PERSON", "Petrović"), ("GPE", "Split"), ("CUE", "said"), ("MISC", "It")];
    let [ana, petrović, split, said, it] = all.map(|(name, words)| desk.tagged(name, words));
    let first = desk.same(ana, petrović);
    assert_eq!(members(&desk.store, first), [ana, petrović], "in the order of the text");
    let len = desk.store.log_len();
    assert_eq!(desk.edit(|scope| postil_edits::same(scope, End::Node(petrović), End::Node(ana))), Some(first));
    assert_eq!(desk.store.log_len(), len, "it is said already");
    assert_eq!(desk.same(split, ana), first);
    assert_eq!(members(&desk.store, first), [ana, petrović, split]);

    // Of two clusters the larger one stays, and a name is not lost.
    desk.there_and_back(|scope| postil_edits::take_out(scope, first, split, None));
    let second = desk.same(split, said);
    desk.there_and_back(|scope| postil_edits::call(scope, first, "Ana Petrović"));
    desk.same(it, ana);
    assert_eq!(name_of(&desk.store, first), Some("Ana Petrović"));
    let kept = desk.same(split, ana);
    assert_eq!(kept, first);
    assert_eq!(members(&desk.store, first).len(), 5);
    assert_eq!(desk.cluster(said), Some(first));
    assert_eq!(desk.store.get(&RecordKey::Node(second)), None);
    desk.there_and_back(|scope| postil_edits::dissolve(scope, first, &[]));
    assert_eq!(desk.cluster(ana), None);
    assert_eq!(desk.store.get(&RecordKey::Node(first)), None);
    assert!(desk.store.span(ana).is_some(), "the mentions stay");
}

#[test]
fn one_mention_alone_is_no_cluster() {
    let mut desk = Desk::new();
    let (ana, petrović) = (desk.tagged("PERSON", "Ana"), desk.tagged("PERSON", "Petrović"));
    let first = desk.same(ana, petrović);
    desk.there_and_back(|scope| postil_edits::take_out(scope, first, ana, None));
    assert_eq!(desk.store.get(&RecordKey::Node(first)), None);
    let second = desk.same(ana, petrović);
    desk.there_and_back(|scope| postil_edits::delete(scope, ana, false));
    assert_eq!(desk.store.get(&RecordKey::Node(second)), None);
    assert_eq!(desk.cluster(petrović), None);
}

#[test]
fn a_suggested_mention_is_accepted_by_being_joined() {
    let mut desk = Desk::new();
    let ana = desk.tagged("PERSON", "Ana Petrović");
    let split = suggested("Split", "GPE", 0.7);
    let accepted = Accepted { span: &split, relations: Vec::new(), events: Vec::new() };
    let cluster = desk.there_and_back(|scope| postil_edits::same(scope, End::Node(ana), End::Suggestion(accepted)));
    assert_eq!(desk.said(), ["PERSON Ana Petrović", "GPE Split"]);
    assert_eq!(members(&desk.store, cluster.unwrap()).len(), 2);
}

#[test]
fn an_event_has_a_trigger_and_arguments() {
    let mut desk = Desk::new();
    let [said, ana, split] =
        [("CUE", "said"), ("PERSON", "Ana Petrović"), ("GPE", "Split")].map(|(name, words)| desk.tagged(name, words));
    let make = |scope: postil_edits::Scope| postil_edits::make_event(scope, label("Statement"), End::Node(said));
    let event = desk.there_and_back(make).unwrap();
    assert!(desk.store.definitions().contains_key(&(Kind::Event, label("Statement"))));
    assert_eq!(desk.edit(make), Some(event), "it is made once");
    for (role, node) in [("who", ana), ("where", split), ("what", split)] {
        desk.there_and_back(|scope| postil_edits::add_argument(scope, event, label(role), End::Node(node)));
    }
    let len = desk.store.log_len();
    desk.edit(|scope| postil_edits::add_argument(scope, event, label("who"), End::Node(ana)));
    assert_eq!(desk.store.log_len(), len, "it is said already");
    let told = |desk: &Desk| -> Vec<String> {
        arguments(&desk.store, event).map(|(.., it)| format!("{} {}", it.role, it.node == ana)).collect()
    };
    assert_eq!(told(&desk), ["who true", "where false", "what false"]);
    let what = arguments(&desk.store, event).last().unwrap().1;
    desk.there_and_back(|scope| postil_edits::change_role(scope, event, what, label("about")));
    assert_eq!(told(&desk), ["who true", "where false", "about false"]);
    desk.there_and_back(|scope| postil_edits::delete_argument(scope, event, what));
    assert_eq!(roles_of(&desk.store, split).count(), 1);
    desk.there_and_back(|scope| postil_edits::retype_event(scope, event, label("Speech")));
    assert_eq!(
        events_of(&desk.store, &desk.set, said).map(|(_, it)| it.label.to_string()).collect::<Vec<_>>(),
        ["Speech"]
    );
    // What took part goes, and the event stays.
    desk.there_and_back(|scope| postil_edits::delete(scope, split, false));
    assert_eq!(told(&desk), ["who true"]);
    // Its words go, and so does the event.
    desk.there_and_back(|scope| postil_edits::delete(scope, said, false));
    assert_eq!(roles_of(&desk.store, ana).count(), 0);
    assert_eq!(desk.said(), ["PERSON Ana Petrović"]);
}

#[test]
fn an_event_is_deleted_and_its_words_stay() {
    let mut desk = Desk::new();
    let (said, ana) = (desk.tagged("CUE", "said"), desk.tagged("PERSON", "Ana"));
    let event = desk.edit(|scope| postil_edits::make_event(scope, label("Statement"), End::Node(said))).unwrap();
    desk.edit(|scope| postil_edits::add_argument(scope, event, label("who"), End::Node(ana)));
    desk.there_and_back(|scope| postil_edits::delete_event(scope, event));
    assert_eq!(events_of(&desk.store, &desk.set, said).count(), 0);
    assert_eq!(desk.said(), ["PERSON Ana", "CUE said"]);
}

#[test]
fn the_schema_says_who_may_have_a_role() {
    let mut desk = Desk::new();
    let may = |desk: &Desk, role, name| {
        postil_edits::may_have_role(&desk.store, &label("Statement"), &label(role), Some(&label(name)))
    };
    assert!(may(&desk, "who", "DATE"), "what is not there says nothing");
    let define = |desk: &mut Desk, kind, name: &str, change: fn(&mut Definition)| {
        let mut definition = Definition::plain(kind, &label(name), name);
        change(&mut definition);
        let edit = postil_edits::define(&desk.store, &desk.author, Timestamp(desk.now), kind, label(name), definition);
        desk.commit(edit);
    };
    define(&mut desk, Kind::Role, "who", |it| it.heads = vec![label("PERSON")]);
    assert!(may(&desk, "who", "PERSON") && !may(&desk, "who", "DATE"));
    define(&mut desk, Kind::Event, "Statement", |it| {
        (it.values, it.heads) = (vec!["who".into()], vec![label("CUE")]);
    });
    assert!(may(&desk, "who", "PERSON") && !may(&desk, "where", "GPE"), "a role of other events");
    let may_trigger = |name| postil_edits::may_trigger(&desk.store, &label("Statement"), &label(name));
    assert!(may_trigger("CUE") && !may_trigger("PERSON"));
}
