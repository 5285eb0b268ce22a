//! Layout: the same everywhere, inside the picture, and nothing over anything else.

use super::day::{Days, day};
use super::*;
use crate::SuggestionId;
use proptest::prelude::*;

fn when(at: u32, days: Days, words: &str, event: bool) -> When {
    When {
        item: Item::Suggestion(SuggestionId(at)),
        words: words.to_owned(),
        paragraph: at / 3 + 1,
        value: String::new(),
        days: Some(days),
        hue: "yellow",
        event: event.then(|| "Consult".to_owned()),
        is_suggested: at.is_multiple_of(2),
    }
}

fn party(name: &str) -> Party {
    Party { name: name.to_owned(), item: Item::Suggestion(SuggestionId(0)) }
}

/// Where the texts of a picture stand: base line, start and end.
fn texts(picture: &Picture) -> Vec<(i32, i32, i32)> {
    let shapes = picture.marks.iter().flat_map(|mark| &mark.shapes);
    let text = |shape: &Shape| match shape {
        Shape::Text { at: (x, y), is_end, parts } => {
            let em = |kind: &str| match kind {
                "serif" => 13,
                "quote" | "speaker" => 15,
                "node" => 14,
                "what" => 12,
                "tag" => 10,
                _ => 11,
            };
            let widths: i32 = parts.iter().map(|(kind, text)| width_of(text, em(kind))).sum();
            let width = widths + BETWEEN * (parts.len() as i32 - 1);
            Some(if *is_end { (*y, x - width, *x) } else { (*y, *x, x + width) })
        }
        _ => None,
    };
    shapes.filter_map(text).collect()
}

fn holds(picture: &Picture) {
    let mut texts = texts(picture);
    for (y, from, to) in &texts {
        assert!(
            *from >= 0 && *to <= picture.width && (0..=picture.height).contains(y),
            "{from}–{to}, {y}: {picture:?}"
        );
    }
    texts.sort();
    for pair in texts.windows(2) {
        assert!(pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1, "{pair:?}: {picture:?}");
    }
    for shape in picture.back.iter().chain(picture.marks.iter().flat_map(|mark| &mark.shapes)) {
        if let Shape::Bar { at: (x, y), size: (width, height), .. } = shape {
            assert!(*x >= 0 && *y >= 0 && *width > 0 && x + width <= picture.width && y + height <= picture.height);
        }
    }
    let file = svg(picture, "a <title> & more");
    assert!(file.contains("<title>a &lt;title&gt; &amp; more</title>") && file.ends_with("</svg>\n"));
    assert_eq!(file.matches("<g").count(), file.matches("</g>").count());
}

const WORDS: [&str; 6] =
    ["Monday", "the end of the month", "", "北京の会議で", "a long and winding description of a day in September", "x"];

proptest! {
    #[test]
    fn nothing_in_a_timeline_stands_on_anything_else(
        dates in prop::collection::vec((-40_000..3_000_i32, prop_oneof![Just(0), 0..40_i32, Just(36_523)], 0..6_usize, any::<bool>()), 0..40),
        width in 260..1_200_i32, has_dct: bool,
    ) {
        let written = day(2018, 9, 17);
        let dates = dates.into_iter().zip(0..).map(|((off, length, words, event), at)| {
            let first = written + off / if at % 3 == 0 { 1 } else { 100 };
            when(at, Days { first, last: first + length }, WORDS[words], event)
        });
        let facts = Facts { dates: dates.collect(), written: has_dct.then_some(written), ..Facts::default() };
        let picture = timeline(&facts, width);
        holds(&picture);
        prop_assert_eq!(&timeline(&facts, width), &picture);
        prop_assert_eq!(picture.table.rows.len(), facts.dates.len());
    }

    #[test]
    fn nothing_in_a_graph_stands_on_anything_else(
        told in prop::collection::vec((0..5_usize, 0..6_usize, prop::option::of(0..5_usize)), 0..30), width in 260..1_600_i32,
    ) {
        const NAMES: [&str; 5] = ["Ana", "Tom Berg", "the Ministry of Foreign Affairs of the Republic", "UN", "北京"];
        let statement = |(from, words, to): (usize, usize, Option<usize>)| Statement {
            item: Item::Suggestion(SuggestionId(0)),
            label: "Consult".to_owned(),
            hue: "vermillion",
            words: WORDS[words].to_owned(),
            from: vec![party(NAMES[from])],
            to: to.map(|to| party(NAMES[to])).into_iter().collect(),
            rest: vec!["Place: Split".to_owned()],
            paragraph: 1,
            is_suggested: false,
        };
        let facts = Facts { statements: told.into_iter().map(statement).collect(), ..Facts::default() };
        holds(&graph(&facts, width));
    }

    #[test]
    fn nothing_in_a_list_stands_on_anything_else(
        said in prop::collection::vec((0..6_usize, prop::option::of(0..6_usize)), 0..30), width in 260..1_200_i32,
    ) {
        let saying = |(words, by): (usize, Option<usize>)| Saying {
            item: Item::Suggestion(SuggestionId(0)),
            words: WORDS[words].repeat(9),
            count: 9,
            paragraph: 1,
            speaker: by.map(|by| party(WORDS[by])),
            is_suggested: true,
        };
        let thing = |(name, _): &(usize, Option<usize>)| Thing {
            name: WORDS[*name].to_owned(),
            hue: "amber",
            chip: "PER".to_owned(),
            mentions: vec![(Item::Suggestion(SuggestionId(0)), postil_core::TextRange::from_usize(0..1)); name + 1],
            paragraphs: vec![1],
            is_suggested: false,
        };
        let mut things: Vec<Thing> = said.iter().map(thing).collect();
        things.sort_by_key(|it| std::cmp::Reverse(it.mentions.len()));
        let facts = Facts { sayings: said.into_iter().map(saying).collect(), things, ..Facts::default() };
        holds(&quotes(&facts, width));
        holds(&entities(&facts, width));
    }
}

#[test]
fn what_is_far_off_stands_at_the_edge() {
    let at = |year, month, of_month| {
        let first = day(year, month, of_month);
        Days { first, last: first }
    };
    let facts = Facts {
        written: Some(day(2018, 9, 17)),
        dates: vec![
            when(0, at(2018, 9, 10), "last Monday", false),
            when(1, at(2018, 10, 1), "the first of October", false),
            when(2, at(1945, 5, 8), "the end of the war", false),
        ],
        ..Facts::default()
    };
    let picture = timeline(&facts, 600);
    let told: Vec<&str> = picture.marks.iter().map(|mark| &*mark.name).collect();
    assert_eq!(
        told,
        [
            "8 May 1945: the end of the war, paragraph 1",
            "10 September 2018: last Monday, paragraph 1",
            "1 October 2018: the first of October, paragraph 1",
        ]
    );
    let labels = picture.back.iter().filter_map(|shape| match shape {
        Shape::Text { parts, .. } if parts[0].0 == "soft" => Some(&*parts[0].1),
        _ => None,
    });
    assert_eq!(labels.collect::<Vec<_>>(), ["10 Sep", "17 Sep", "24 Sep", "1 Oct"]);
    assert_eq!(timeline(&Facts::default(), 600).count, "");
}
