//! Whatever is done to a text, no span lands on other words, and what was not touched comes along.
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

mod edited;

use edited::{Edit, Edited, articles, says_the_same};
use postil_align::{Alignment, Fate, Sketch};
use postil_core::{Fragments, TextRange};
use proptest::prelude::*;

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (any::<u8>(), any::<u16>(), any::<u16>(), any::<u8>());
    let edit =
        edit.prop_map(|(kind, at, to, length)| Edit { kind, at: at.into(), to: to.into(), length: length.into() });
    prop::collection::vec(edit, 0..24)
}

/// Any bytes on character boundaries, in one piece or two; empty ones too.
fn span(text: &str, places: [usize; 4]) -> Option<Fragments> {
    let mut at = places.map(|place| text.floor_char_boundary(place % (text.len() + 1)));
    at.sort_unstable();
    let [a, b, c, d] = at;
    match (b < c, (a + d) % 3) {
        (true, 0) => Fragments::new(vec![TextRange::from_usize(a..b), TextRange::from_usize(c..d)]),
        (_, 1) => Some(Fragments::one(TextRange::from_usize(a..a))),
        _ => Some(Fragments::one(TextRange::from_usize(a..b))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_span_lands_on_other_words(
        article in 0usize..9, edits in edits(),
        spans in prop::collection::vec((any::<u16>(), 0u16..400, 0u16..40, 0u16..400), 1..40),
    ) {
        let edited = Edited::new(&articles()[article].1, &edits);
        let alignment = Alignment::of(&edited.old, &edited.new);
        for (at, length, gap, rest) in spans {
            let at = usize::from(at) % edited.old.text().len();
            let places = [at, at + usize::from(length), at + usize::from(length + gap), at + usize::from(length + gap + rest)];
            let Some(fragments) = span(edited.old.text(), places) else { continue };
            let fate = alignment.fate(&fragments);
            for range in fate.same().iter().flat_map(|it| it.as_slice()).chain([&fate.place()]) {
                let text = edited.new.text();
                prop_assert!(text.is_char_boundary(range.start().to_usize()) && text.is_char_boundary(range.end().to_usize()));
            }
            if let Some(is) = fate.same() {
                prop_assert!(says_the_same(&edited.old, &edited.new, &fragments, is), "{fragments:?} became {is:?}");
            }
        }
    }

    #[test]
    fn of_the_same_text_everything_stands(
        article in 0usize..9, spans in prop::collection::vec((any::<u16>(), 0u16..400, 0u16..40, 0u16..400), 1..40),
    ) {
        let edited = Edited::new(&articles()[article].1, &[]);
        let alignment = Alignment::of(&edited.old, &edited.new);
        for (at, length, gap, rest) in spans {
            let places = [at, length, gap, rest].map(usize::from);
            let Some(fragments) = span(edited.old.text(), places) else { continue };
            prop_assert_eq!(alignment.fate(&fragments), Fate::Stands(fragments));
        }
    }
}

/// SplitMix64: the same figures in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let it = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((it ^ (it >> 31)) >> 11) as usize % end
    }

    fn edits(&mut self, most: usize) -> Vec<Edit> {
        let mut edit = |_| Edit {
            kind: self.below(8) as u8,
            at: self.below(1 << 16),
            to: self.below(1 << 16),
            length: self.below(256),
        };
        (0..most).map(&mut edit).collect()
    }
}

#[derive(Default)]
struct Figures {
    untouched: u32,
    carried: u32,
    /// Of the carried, at a place where the same words stand, but others than those of the span.
    elsewhere: u32,
}

#[test]
fn what_was_not_touched_is_carried() {
    let mut chance = Chance(7);
    let mut all = Figures::default();
    println!("Of spans whose own words and the {} at each side were not touched:", edited::CONTEXT);
    for (name, text) in articles() {
        let mut here = Figures::default();
        for round in 0..120 {
            let edits = chance.edits(1 + round % 16);
            let edited = Edited::new(&text, &edits);
            let alignment = Alignment::of(&edited.old, &edited.new);
            for _ in 0..60 {
                let from = chance.below(edited.words.len());
                let length = if chance.below(6) == 0 { 8 + chance.below(40) } else { 1 + chance.below(5) };
                let to = (from + length).min(edited.words.len());
                let Some(expected) = edited.untouched(from, to) else { continue };
                here.untouched += 1;
                if let Fate::Stands(is) = alignment.fate(&Fragments::one(edited.range(from, to))) {
                    here.carried += 1;
                    here.elsewhere += u32::from(is != Fragments::one(expected));
                }
            }
        }
        println!("{name}: {} of {} carried, {} of them elsewhere", here.carried, here.untouched, here.elsewhere);
        all.untouched += here.untouched;
        all.carried += here.carried;
        all.elsewhere += here.elsewhere;
    }
    let share = 100.0 * f64::from(all.carried - all.elsewhere) / f64::from(all.untouched);
    println!("all: {} of {} carried, {} of them elsewhere: {share:.2} %", all.carried, all.untouched, all.elsewhere);
    assert!(all.untouched > 20_000 && share >= 98.0);
}

#[test]
fn versions_are_near_and_other_articles_are_not() {
    let mut chance = Chance(11);
    let articles = articles();
    let sketches: Vec<Sketch> = articles.iter().map(|(_, text)| Sketch::of(text)).collect();
    let (mut near, mut versions, mut shared) = (0, 0, 1.0_f64);
    for (at, (name, text)) in articles.iter().enumerate() {
        for (other, sketch) in sketches.iter().enumerate() {
            assert_eq!(sketches[at].is_near(sketch), at == other, "{name}: {}", sketches[at].resemblance(sketch));
        }
        for round in 0..60 {
            let edited = Edited::new(text, &chance.edits(1 + round % 10));
            let alignment = Alignment::of(&edited.old, &edited.new);
            // What shares less than half of its words is no version, whoever made it.
            if alignment.shared() >= 0.5 {
                versions += 1;
                match Sketch::of(edited.new.text()).is_near(&sketches[at]) {
                    true => near += 1,
                    false => shared = shared.min(alignment.shared()),
                }
            }
        }
    }
    println!("{near} of {versions} versions are near");
    assert!(near == versions, "{near} of {versions}; one that is not shares {shared}");
}
