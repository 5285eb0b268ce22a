//! Figures that were worked out by hand.

use super::*;
use postil_core::TextRange;

type Spans<'s> = &'s [(&'s str, &'s [(usize, usize)])];

fn side(spans: Spans<'_>) -> Side {
    let span = |(label, parts): &(&str, &[(usize, usize)])| {
        let parts = parts.iter().map(|(start, end)| TextRange::from_usize(*start..*end)).collect();
        Labelled::new(*label, Fragments::new(parts).unwrap())
    };
    Side { spans: spans.iter().map(span).collect(), ..Side::default() }
}

/// What all spans have of precision, recall and F1, by each scheme, in thousandths.
fn micro(gold: Spans<'_>, predicted: Spans<'_>, by: By) -> [[u32; 3]; 5] {
    let options = Options { schemes: Scheme::ALL.to_vec(), by, ..Options::default() };
    let scores = score(&[Compared { gold: side(gold), predicted: side(predicted) }], &options);
    let round = |value: f64| (value * 1000.0).round() as u32;
    let marks: Vec<[u32; 3]> =
        scores.micro.cells.iter().map(|it| [it.marks.precision, it.marks.recall, it.marks.f1].map(round)).collect();
    marks.try_into().unwrap()
}

#[test]
fn a_gold_span_counts_once() {
    let gold: Spans<'_> = &[("PER", &[(0, 13)]), ("LOC", &[(21, 25)])];
    let predicted: Spans<'_> =
        &[("PER", &[(0, 4)]), ("PER", &[(5, 8)]), ("PER", &[(9, 13)]), ("ORG", &[(14, 17)]), ("LOC", &[(20, 25)])];
    assert_eq!(
        micro(gold, predicted, By::Spans),
        [[0; 3], [0; 3], [200, 500, 286], [400, 1000, 571], [400, 1000, 571]]
    );
    // A span over two counts once, too.
    let over: Spans<'_> = &[("PER", &[(0, 9)])];
    assert_eq!(micro(&[("PER", &[(0, 3)]), ("PER", &[(5, 8)])], over, By::Spans)[4], [1000, 500, 667]);
}

#[test]
fn schemes_differ_in_what_they_ask_for() {
    let gold: Spans<'_> = &[("A", &[(0, 4)]), ("A", &[(6, 9)]), ("B", &[(10, 15)]), ("B", &[(20, 22)])];
    let predicted: Spans<'_> = &[("A", &[(0, 4)]), ("B", &[(6, 9)]), ("B", &[(12, 18)]), ("A", &[(30, 31)])];
    assert_eq!(micro(gold, predicted, By::Spans), [[250; 3], [500; 3], [625; 3], [500; 3], [500; 3]]);
}

/// The whole is found, though a part of it stands before.
#[test]
fn what_is_the_same_comes_first() {
    let predicted: Spans<'_> = &[("A", &[(0, 2)]), ("A", &[(0, 9)])];
    assert_eq!(micro(&[("A", &[(0, 9)])], predicted, By::Spans), [[500, 1000, 667]; 5]);
}

#[test]
fn spans_with_gaps_count_as_one_or_by_their_parts() {
    let gold: Spans<'_> = &[("X", &[(0, 1), (4, 5)]), ("X", &[(2, 3)])];
    let predicted: Spans<'_> = &[("X", &[(2, 3)]), ("X", &[(0, 1)])];
    assert_eq!(micro(gold, predicted, By::Spans)[0], [500; 3]);
    assert_eq!(micro(gold, predicted, By::Spans)[4], [1000; 3]);
    assert_eq!(micro(gold, predicted, By::Fragments)[0], [1000, 667, 800]);
}

#[test]
fn documents_are_drawn_for_intervals() {
    let right = Compared { gold: side(&[("A", &[(0, 1)])]), predicted: side(&[("A", &[(0, 1)])]) };
    let missed = Compared { gold: side(&[("A", &[(0, 1)])]), predicted: side(&[]) };
    let documents: Vec<Compared> = (0..20).map(|n| if n % 2 == 0 { right.clone() } else { missed.clone() }).collect();
    let scores = score(&documents, &Options::default());
    let Cell { marks, interval: Some((low, high)) } = scores.labels[0].cells[0] else { panic!("an interval") };
    assert_eq!((marks.precision, marks.recall), (1.0, 0.5));
    assert_eq!((low.precision, high.precision), (1.0, 1.0));
    assert!(low.recall < 0.4 && high.recall > 0.6 && low.f1 < marks.f1 && marks.f1 < high.f1, "{low:?} {high:?}");
    assert_eq!(scores, score(&documents, &Options::default()));
    assert_eq!(score(&documents[..1], &Options::default()).micro.cells[0].interval, None);
    assert_eq!(score(&[], &Options::default()).micro.cells[0].marks, Marks::default());
}

#[test]
fn clusters_are_scored_over_documents() {
    let mention = |at: usize| Fragments::one(TextRange::from_usize(at..at + 1));
    let clusters = |of: &[&[usize]]| Side {
        clusters: of.iter().map(|members| members.iter().map(|at| mention(*at)).collect()).collect(),
        ..Side::default()
    };
    let documents = [
        Compared { gold: clusters(&[&[1, 2, 3]]), predicted: clusters(&[&[1, 2], &[3, 4]]) },
        Compared { gold: clusters(&[&[1, 2]]), predicted: clusters(&[&[1, 2]]) },
    ];
    let it = score(&documents, &Options::default()).coreference.unwrap();
    assert_eq!((it.gold, it.predicted), (2, 3));
    let f1: Vec<u32> = it.metrics.iter().map(|(_, cell)| (cell.marks.f1 * 1000.0).round() as u32).collect();
    // MUC 2 of 3 both ways; B³ (2 + 1/2 + 2) / 6 and (5/3 + 2) / 5; CEAF-e 1.8 of 3 and of 2; LEA (2 + 2) / 6 and (1 + 2) / 5.
    assert_eq!(f1, [667, 742, 720, 632]);
    assert!((it.conll - (0.66667 + 0.74157 + 0.72) / 3.0).abs() < 1e-4, "{}", it.conll);
    assert!(it.conll_interval.is_some());
}

/// Two events of the gold standard; one is found with a wrong type, the other with one argument in another role and one in part.
#[test]
fn events_agree_by_trigger_type_argument_and_role() {
    let at = |start: usize, end: usize| Fragments::one(TextRange::from_usize(start..end));
    let event = |label: &str, trigger: (usize, usize), arguments: &[(&str, usize, usize)]| Event {
        label: label.to_owned(),
        trigger: at(trigger.0, trigger.1),
        arguments: arguments.iter().map(|(role, start, end)| ((*role).to_owned(), at(*start, *end))).collect(),
    };
    let side = |events: Vec<Event>| Side { events, ..Side::default() };
    let gold = side(vec![
        event("ASSAULT", (4, 8), &[("actor", 0, 3), ("recipient", 9, 12)]),
        event("ACCUSE", (20, 24), &[("actor", 16, 19)]),
    ]);
    let predicted = side(vec![
        event("ASSAULT", (4, 8), &[("recipient", 0, 3), ("recipient", 9, 11)]),
        event("REJECT", (20, 24), &[("actor", 16, 19)]),
    ]);
    let options = Options { samples: 0, ..Options::default() };
    let scores = score(&[Compared { gold, predicted }], &options);
    let rounded: Vec<(&str, usize, Vec<u32>)> = scores
        .events
        .iter()
        .map(|row| {
            let recalls = row.cells.iter().map(|cell| (cell.marks.recall * 1000.0).round() as u32);
            (row.label.as_str(), row.gold, recalls.collect())
        })
        .collect();
    assert_eq!(
        rounded,
        [
            ("trigger", 2, vec![1000, 1000]),
            ("trigger, type", 2, vec![500, 500]),
            ("argument", 3, vec![333, 667]),
            ("argument, role", 3, vec![0, 333]),
        ]
    );
    assert!(score(&[Compared::default()], &options).events.is_empty(), "without events nothing is said of them");
}
