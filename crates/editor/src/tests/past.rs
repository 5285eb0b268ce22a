//! What two people changed at the same time, and the project as it was, in words.

use super::*;
use crate::{Settlement, disputes};
use postil_core::{Author, Intent};

/// A project in which somebody else gave “Ana Petrović” another label at the same time.
fn merged() -> Desk {
    let mut desk = Desk::new();
    desk.select("Ana Petrović").label("PERSON");
    let mut other = desk.state.clone();
    other.author = Author { actor: ActorId::new(9), annotator: "else".parse().unwrap(), next_seq: 0 };
    other.apply(Action::Command(Command::Label("GPE".parse().unwrap()), Timestamp(9_000)));
    desk.label("ORG");
    let transactions = other.store.log().cloned().collect();
    let (documents, summary) = (Vec::new(), "Imported.".into());
    desk.state.apply(Action::Imported(Box::new(Imported { documents, transactions, is_own: false, summary })));
    desk
}

fn settle(desk: &mut Desk, settlement: Settlement) {
    let key = disputes(&desk.state.store)[0].key.clone();
    let step = desk.state.settling(&key, settlement, Timestamp(10_000)).unwrap();
    desk.state.apply(Action::Drafted(step));
}

#[test]
fn a_conflict_that_a_file_brings_is_shown_at_once_and_told_in_words() {
    let mut desk = merged();
    assert!(matches!(desk.state.dialog, Some(Dialog::Disputes)));
    let dispute = &disputes(&desk.state.store)[0];
    assert_eq!(desk.state.about(dispute), "“Ana Petrović”");
    let said: Vec<String> = dispute.sides.iter().map(|side| desk.state.says(dispute, side.record.as_deref())).collect();
    assert_eq!(said, ["Organisation “Ana Petrović”", "Place “Ana Petrović”"]);
    assert_eq!(desk.state.place_of(&dispute.key), Some((desk.doc(), range("Ana Petrović"))));
    desk.state.apply(Action::Dialog(None));
    let (documents, transactions, summary) = (Vec::new(), Vec::new(), String::new());
    desk.state.apply(Action::Imported(Box::new(Imported { documents, transactions, is_own: false, summary })));
    assert!(desk.state.dialog.is_none(), "what was put off is not asked again");
}

#[test]
fn a_settlement_is_told_and_undone_as_such() {
    let mut desk = merged();
    assert!(!desk.state.is_settlement(true));
    settle(&mut desk, Settlement::Side(0));
    assert_eq!(desk.decision(), "Settled a conflict: Organisation “Ana Petrović”");
    assert!(desk.state.is_settlement(true) && !desk.state.is_settlement(false));
    desk.press(Command::Undo);
    assert_eq!(disputes(&desk.state.store).len(), 1);
    assert!(desk.state.is_settlement(false) && !desk.state.is_settlement(true));
    desk.press(Command::Redo);
    assert!(disputes(&desk.state.store).is_empty() && desk.state.is_settlement(true));
}

#[test]
fn fields_of_what_is_not_in_the_text_are_told_as_far_as_they_differ() {
    let mut desk = Desk::new();
    let doc = desk.doc();
    let mut other = desk.state.clone();
    other.author = Author { actor: ActorId::new(9), annotator: "else".parse().unwrap(), next_seq: 0 };
    let rename = |title: &str| Command::Rename { doc, title: title.into() };
    other.apply(Action::Command(rename("Theirs"), Timestamp(9_000)));
    desk.press(rename("Mine"));
    desk.state.store.merge(other.store.log().cloned());
    let dispute = &disputes(&desk.state.store)[0];
    let said: Vec<String> = dispute.sides.iter().map(|side| desk.state.says(dispute, side.record.as_deref())).collect();
    assert_eq!(
        (desk.state.about(dispute).as_str(), said),
        ("Document “Theirs”", vec!["title: Mine".to_owned(), "title: Theirs".to_owned()])
    );
    assert_eq!(desk.state.says(dispute, None), "deleted");
    assert!(!dispute.may_keep_all());
}

#[test]
fn what_was_done_since_a_step_is_told_and_the_way_back_is_one_step() {
    let mut desk = merged();
    desk.state.apply(Action::Dialog(None));
    desk.select("Tom Berg").label("PERSON");
    let steps: Vec<_> = desk.state.steps().into_iter().cloned().collect();
    assert!(steps.is_sorted_by(|a, b| (a.at, a.dot) > (b.at, b.dot)), "the last first");
    assert_eq!(steps.last().unwrap().intent, Intent::AddDocument);
    let first = steps.iter().rfind(|it| it.intent == Intent::Tag).unwrap();
    let past = desk.state.as_of(first.dot).unwrap();
    assert_eq!(past.store.spans(desk.doc()).len(), 1);
    let said: Vec<String> = desk.state.changed_since(&past.store).into_iter().map(|it| it.said).collect();
    assert_eq!(said, ["Relabelled Place “Ana Petrović”", "Labelled Person “Tom Berg”"]);
    let before = desk.spans();
    let step = desk.state.returning(&past.store, "how it was", Timestamp(20_000)).unwrap();
    desk.state.apply(Action::Drafted(step));
    assert_eq!(desk.spans(), ["PERSON Ana Petrović"]);
    assert_eq!(desk.state.changed_since(&past.store), []);
    assert!(desk.state.returning(&past.store, "how it was", Timestamp(30_000)).is_none());
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), before);
}
