use super::*;
use postil_core::{Fragments, TextRange};
use proptest::prelude::*;

const TEXT: &str = "Kofi Annan met Acme Ltd in Paris on Monday.";

fn span(words: &str, label: &str) -> Labelled {
    let start = TEXT.find(words).expect("it is in the text");
    Labelled::new(label, Fragments::one(TextRange::from_usize(start..start + words.len())))
}

fn rating(spans: &[(&str, &str)]) -> Option<Rating> {
    Some(Rating { spans: spans.iter().map(|(words, label)| span(words, label)).collect(), ..Rating::default() })
}

fn rated(ratings: Vec<Option<Rating>>) -> Rated {
    Rated { name: "a".to_owned(), text: TEXT.to_owned(), ratings }
}

#[test]
fn what_two_say_is_told_in_all_figures() {
    let one = rating(&[("Kofi Annan", "PER"), ("Acme Ltd", "ORG"), ("Paris", "LOC")]);
    let other = rating(&[("Annan", "PER"), ("Acme Ltd", "PER"), ("Paris", "LOC"), ("Monday", "DATE")]);
    let made = agree(&[rated(vec![one.clone(), other]), rated(vec![one, None])], 2, 0, 1);
    assert_eq!((made.documents, made.by_document.len()), (1, 1));
    assert_eq!(made.spans.strict.value, Some(2.0 / 7.0));
    assert_eq!(made.spans.overlap.value, Some(4.0 / 7.0));
    let [pair] = &made.pairs[..] else { panic!("one pair") };
    assert_eq!((pair.raters, pair.documents, pair.counts), ((0, 1), 1, (3, 4)));
    // Same: Paris. Another label: Acme Ltd. Other borders: Annan. Extra: Monday.
    assert_eq!(pair.differences, [1, 1, 1, 0, 0, 1]);
    let said = |text: &str| Some(text.to_owned());
    assert_eq!(
        pair.confusions,
        [
            (None, said("DATE"), 1),
            (said("LOC"), said("LOC"), 1),
            (said("ORG"), said("PER"), 1),
            (said("PER"), said("PER"), 1)
        ]
    );
    // Ten tokens, of which six are said alike: met, in, on, the stop, Annan, Paris.
    assert_eq!(pair.observed.value, Some(0.6));
    assert_eq!(made.tokens.answers, 20);
    let per = made.labels.iter().find(|row| row.label == "PER").expect("it is there");
    assert_eq!((per.count, per.spans.strict.value, per.spans.overlap.value), (3, Some(0.0), Some(2.0 / 3.0)));
    assert!(made.labels.iter().all(|row| row.unitizing.value.is_some() && row.tokens.value.is_some()));
    assert_eq!((made.document_labels, made.attributes), (None, Vec::new()));
}

#[test]
fn labels_of_documents_and_values_of_attributes_count() {
    let with = |labels: &[&str], value: Option<&str>| {
        let mut rating = rating(&[("Paris", "LOC")]).expect("made");
        rating.labels = labels.iter().map(|it| (*it).to_owned()).collect();
        rating.attributes.extend(value.map(|it| (0, "sure".to_owned(), it.to_owned())));
        Some(rating)
    };
    let documents = [
        rated(vec![with(&["sport"], Some("yes")), with(&["sport"], Some("yes")), with(&["sport", "war"], None)]),
        rated(vec![with(&["war"], Some("no")), with(&["war"], Some("yes")), with(&["war"], Some("no"))]),
        rated(vec![with(&[], None), with(&["war"], None), None]),
    ];
    let made = agree(&documents, 3, 0, 1);
    let labels = made.document_labels.expect("some are given");
    assert_eq!((labels.answers, labels.cohen.len()), (8, 3));
    // Seen by both: equal, equal, not.
    assert!(labels.cohen[0].value.expect("a figure") > 0.4);
    assert_eq!(labels.cohen[1].value, Some(1.0 / 3.0));
    let [(name, sure)] = &made.attributes[..] else { panic!("one attribute") };
    // Everybody's span is the same, in three documents that are three units.
    assert_eq!((name.as_str(), sure.answers), ("sure", 5));
    assert!(sure.alpha.value.is_some());
}

#[test]
fn where_all_say_one_thing_there_is_no_figure() {
    let nothing = agree(&[rated(vec![rating(&[]), rating(&[])])], 2, 100, 1);
    assert_eq!(nothing.spans.strict, Figure { value: None, interval: None });
    assert_eq!((nothing.tokens.alpha.value, nothing.tokens.fleiss.value), (None, None));
    assert_eq!(nothing.pairs[0].kappa.value, None);
    assert_eq!(nothing.pairs[0].observed.value, Some(1.0));
    let nobody = agree(&[], 0, 100, 1);
    assert_eq!((nobody.documents, nobody.pairs.len()), (0, 0));
}

fn any_rating() -> impl Strategy<Value = Option<Rating>> {
    let words = prop::sample::select(vec!["Kofi Annan", "Annan", "Annan met", "Acme", "Acme Ltd", "Paris", "Monday"]);
    let spans = prop::collection::vec((words, prop::sample::select(vec!["PER", "ORG"])), 0..5);
    prop::option::weighted(0.8, spans).prop_map(|spans| rating(&spans?))
}

proptest! {
    /// Who comes first makes no difference to what is symmetrical; who says the same agrees wholly.
    #[test]
    fn order_makes_no_difference(all in prop::collection::vec((any_rating(), any_rating(), any_rating()), 1..5)) {
        let documents: Vec<Rated> = all.iter().cloned().map(|(a, b, c)| rated(vec![a, b, c])).collect();
        let turned: Vec<Rated> = all.iter().cloned().map(|(a, b, c)| rated(vec![c, a, b])).collect();
        let (one, other) = (agree(&documents, 3, 0, 1), agree(&turned, 3, 0, 1));
        let same = |a: Figure, b: Figure| match (a.value, b.value) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a == b,
        };
        prop_assert!(same(one.spans.strict, other.spans.strict) && same(one.spans.overlap, other.spans.overlap));
        prop_assert!(same(one.tokens.alpha, other.tokens.alpha) && same(one.tokens.fleiss, other.tokens.fleiss));
        prop_assert!(same(one.unitizing, other.unitizing));
        let twice: Vec<Rated> = all.into_iter().map(|(a, ..)| rated(vec![a.clone(), a])).collect();
        let made = agree(&twice, 2, 0, 1);
        let whole = |figure: Figure| figure.value.is_none_or(|value| (value - 1.0).abs() < 1e-9);
        prop_assert!(whole(made.spans.strict) && whole(made.spans.overlap) && whole(made.tokens.alpha));
        prop_assert!(whole(made.unitizing) && whole(made.pairs[0].kappa) && whole(made.tokens.fleiss));
    }
}
