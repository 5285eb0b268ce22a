//! What is shown and walked through; what is written is never filtered.

use super::*;

impl Desk {
    fn filter(&mut self, filter: Filter) -> &mut Self {
        self.state.apply(Action::Filter(filter));
        self
    }

    /// All that is shown, in reading order.
    fn shown(&self) -> Vec<String> {
        let shown = Shown::of(&self.state).expect("a document");
        let all = shown.touching(shown.document.range());
        all.iter().map(|it| format!("{} {}", it.label, shown.document.slice(it.cover()))).collect()
    }

    /// What `j` goes to from the top.
    fn walked(&mut self) -> Vec<String> {
        self.press(Command::Escape);
        self.state.apply(Action::Click { offset: ByteOffset::new(0) });
        let mut walked = Vec::new();
        while walked.len() < 20 {
            self.press(Command::Next);
            let focus = self.focus();
            if walked.last() == Some(&focus) {
                break;
            }
            walked.push(focus);
        }
        walked
    }
}

fn labels(labels: &[&str]) -> Filter {
    Filter { labels: labels.iter().map(|it| it.parse().unwrap()).collect(), ..Filter::default() }
}

#[test]
fn each_thing_that_is_asked_for_holds_others_back() {
    let mut desk = Desk::with_suggestions();
    desk.select("met").label("EVENT");
    desk.state.apply(Action::Focus(Some(Item::Suggestion(SuggestionId(1)))));
    desk.press(Command::Accept).press(Command::Escape);
    let all = desk.shown();
    assert_eq!(all.len(), 7, "{all:?}");
    let mut check = |filter: Filter, expected: &[&str]| {
        desk.filter(filter.clone());
        assert_eq!(desk.shown(), expected, "{filter:?}");
    };
    check(labels(&["PERSON", "DATE"]), &["PERSON Ana Petrović", "PERSON Tom Berg", "DATE Monday"]);
    let source = |source| Filter { sources: vec![source], ..Filter::default() };
    check(source(Source::Person), &["EVENT met"]);
    check(source(Source::Accepted), &["PERSON Tom Berg"]);
    check(source(Source::Model), &[]);
    check(source(Source::Imported), &[]);
    let scores = |from, to| Filter { scores: (Score::from(from), Score::from(to)), ..Filter::default() };
    // What a person made has no score.
    check(scores(0.55, 0.8), &["PERSON Tom Berg", "ORG Split"]);
    let by = |who: &str| Filter { annotators: vec![who.parse().unwrap()], ..Filter::default() };
    check(by("me"), &["EVENT met", "PERSON Tom Berg"]);
    check(by("somebody"), &[]);
    check(Filter { sources: vec![Source::Rule], ..labels(&["PERSON"]) }, &["PERSON Ana Petrović"]);
    check(Filter::default(), &all.iter().map(|it| &**it).collect::<Vec<_>>());
}

#[test]
fn what_is_held_back_is_not_walked_through_and_not_accepted() {
    let mut desk = Desk::with_suggestions();
    desk.filter(labels(&["DATE"]));
    assert_eq!(desk.walked(), ["(DATE Monday)"]);
    assert_eq!(
        desk.state.notice.as_ref().map(|it| &*it.text),
        Some("No further annotation or suggestion passes the filter.")
    );
    desk.filter(Filter { scores: (Score::from(0.85), Score::ONE), ..Filter::default() });
    desk.state.apply(Action::Focus(Some(Item::Suggestion(SuggestionId(0)))));
    desk.press(Command::AcceptAllAlike);
    assert_eq!(desk.spans(), ["PERSON Ana Petrović"], "Tom Berg has a score of 0.8");
}

#[test]
fn what_was_just_made_is_seen_whatever_the_filter_says() {
    let mut desk = Desk::with_suggestions();
    desk.filter(labels(&["DATE"]));
    desk.select("met").label("EVENT");
    assert_eq!(desk.focus(), "EVENT met");
    assert_eq!(desk.shown(), ["EVENT met", "DATE Monday"]);
    desk.press(Command::Escape);
    assert_eq!(desk.shown(), ["DATE Monday"]);
    assert_eq!(desk.spans(), ["EVENT met"]);
}

#[test]
fn one_key_filters_and_lifts_the_filter() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::ToggleFilter);
    assert!(!desk.state.filter.is_on());
    desk.state.apply(Action::Focus(Some(Item::Suggestion(SuggestionId(0)))));
    desk.press(Command::ToggleFilter);
    assert_eq!(desk.state.told_filter().as_deref(), Some("Person"));
    assert_eq!(desk.focus(), "(PERSON Ana Petrović)");
    desk.press(Command::ToggleFilter);
    assert_eq!(desk.state.told_filter(), None);
    let filter = Filter {
        sources: vec![Source::Person, Source::Rule],
        scores: (Score::from(0.5), Score::from(0.75)),
        annotators: vec!["me".parse().unwrap(), "x".parse().unwrap()],
        ..labels(&["PERSON", "gone"])
    };
    desk.filter(filter);
    let told = "Person, gone · made by hand, suggested by rules · score 0.50 to 0.75 · by you, another annotator";
    assert_eq!(desk.state.told_filter().as_deref(), Some(told));
}

#[test]
fn what_is_written_is_never_filtered() {
    let mut desk = Desk::with_suggestions();
    let document = desk.state.document().unwrap().clone();
    let before = desk.state.pending(&document).map(|all| all.len());
    let counts = desk.state.counts();
    desk.filter(labels(&["DATE"]));
    assert_eq!(desk.state.pending(&document).map(|all| all.len()), before);
    assert_eq!(desk.state.counts(), counts);
    // A paragraph is reviewed when all is decided, not when what is left is held back.
    desk.filter(labels(&["EVENT"]));
    assert!(!desk.state.is_reviewed(document.range()));
}
