//! What pictures are made of: what is accepted, and what is only suggested.

use super::*;
use crate::pictures::{Facts, entities, graph, quotes, timeline};
use postil_core::SuggestedMember;

/// The names of the marks of a picture; those that are only suggested end with `?`.
fn told(picture: &crate::pictures::Picture) -> Vec<String> {
    let name = |mark: &crate::pictures::Mark| format!("{}{}", mark.name, if mark.is_suggested { "?" } else { "" });
    picture.marks.iter().map(name).collect()
}

fn desk() -> Desk {
    let mut desk = Desk::new();
    let doc = desk.doc();
    desk.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 100 });
    let later = TEXT.rfind("Petrović").expect("the text has it");
    let last = TextRange::from_usize(later..later + "Petrović".len());
    let spans = vec![
        suggestion("Ana Petrović", "PERSON", 0.9),
        suggestion("Tom Berg", "PERSON", 0.8),
        suggestion("Split", "GPE", 0.6),
        suggestion("Monday", "DATE", 0.95),
        suggestion("“It went well,”", "QUOTE", 0.9),
        SuggestedSpan { range: last, ..suggestion("Petrović", "PERSON", 0.9) },
        suggestion("met", "EVENT", 0.9),
    ];
    let member = |span| SuggestedMember { cluster: 0, span, provenance: provenance(0.8, "the same last name") };
    let found = postil_core::Suggestions {
        spans,
        relations: vec![relation("speaker", 4, 5, 0.7)],
        members: vec![member(0), member(5)],
        ..postil_core::Suggestions::default()
    };
    desk.state.apply(Action::Batch { doc, seq: 1, done: 100, total: 100, found });
    desk.state.apply(Action::ExtractionEnded { doc, seq: 1, end: Progress::Finished, note: None, learned: 0 });
    desk
}

#[test]
fn suggestions_are_in_pictures_and_accepted_ones_are_inked() {
    let mut desk = desk();
    let facts = Facts::of(&desk.state);
    assert_eq!(
        told(&entities(&facts, 400)),
        [
            "Ana Petrović, PER: 2 mentions?",
            "met, EVT: 1 mention?",
            "Tom Berg, PER: 1 mention?",
            "Split, GPE: 1 mention?"
        ]
    );
    assert_eq!(
        told(&quotes(&facts, 400)),
        ["Ana Petrović: 1 quote, 3 words?", "“It went well,”, paragraph 2?"],
        "a speaker is called as the thing is"
    );
    assert_eq!(told(&timeline(&facts, 400)), ["17 September 2018: Monday, paragraph 1?"]);
    assert_eq!(told(&graph(&facts, 400)), [""; 0], "who speaks stands elsewhere");
    assert_eq!(graph(&facts, 400).count, "");
    // The person accepts a name and both mentions of it.
    desk.press(Command::Accept).press(Command::Accept).press(Command::Accept);
    let facts = Facts::of(&desk.state);
    assert_eq!(told(&entities(&facts, 400))[0], "Ana Petrović, PER: 2 mentions");
    assert_eq!(told(&quotes(&facts, 400))[1], "“It went well,”, paragraph 2?");
    // What is rejected is in none of them.
    let monday = desk.state.suggestions().iter().find(|(_, it)| it.label.as_str() == "DATE").expect("a date").0;
    desk.state.apply(Action::Focus(Some(Item::Suggestion(monday))));
    desk.press(Command::Reject);
    assert_eq!(told(&timeline(&Facts::of(&desk.state), 400)), [""; 0]);
}

#[test]
fn an_event_stands_with_those_who_take_part_and_on_its_time() {
    let mut desk = desk();
    let doc = desk.doc();
    desk.press(Command::Date { doc, date: Some("2018-09-20".to_owned()) });
    let view = desk.state.document().expect("a text").range();
    let focus = |desk: &mut Desk, words: &str| {
        let found = desk.state.suggestions().iter().find(|(_, it)| it.range == range(words)).expect("a suggestion").0;
        desk.state.apply(Action::Focus(Some(Item::Suggestion(found))));
    };
    focus(&mut desk, "met");
    desk.press(Command::Link { aim: Aim::Event, view }).press(Command::Step(Step::Name("Consult".to_owned())));
    for (role, words) in [("actor", "Ana Petrović"), ("recipient", "Tom Berg"), ("place", "Split"), ("date", "Monday")]
    {
        desk.press(Command::Step(Step::Naming(true))).press(Command::Step(Step::Name(role.to_owned())));
        let hints = &desk.state.linking.as_ref().expect("joining").hints;
        let item = hints.iter().find(|it| it.range == range(words)).expect("a hint").item;
        desk.press(Command::Step(Step::Pick(Picked { item, is_beside: false })));
    }
    let facts = Facts::of(&desk.state);
    assert_eq!(
        told(&graph(&facts, 600)),
        [
            "Consult, “met”: Ana Petrović to Tom Berg; place: Split; date: Monday; paragraph 1",
            "Ana Petrović",
            "Tom Berg"
        ]
    );
    let picture = timeline(&facts, 600);
    assert_eq!(
        told(&picture),
        ["Consult: met, 17 September 2018, paragraph 1", "17 September 2018: Monday, paragraph 1"]
    );
    let table: Vec<String> = picture.table.rows.iter().map(|row| row.cells.join(" | ")).collect();
    assert_eq!(
        table,
        ["17 September 2018 | met | Consult | 1 | accepted", "17 September 2018 | Monday | Date | 1 | accepted"]
    );
}
