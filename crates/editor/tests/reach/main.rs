//! How many keys it takes to make a span that no extractor found, anywhere on the screen, counted by pressing them: the real
//! keys go through the real state. The texts are our own; `texts.txt` has them with the spans that a person would tag.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod desk;
mod gold;
mod typist;

use desk::{Desk, Key};
use gold::{Gold, texts};
use typist::{Way, least};

/// Makes every span of every text, each from where the one before it was made, in an order that jumps about.
fn make_all(ways: &[Way]) -> Vec<usize> {
    let mut counts = Vec::new();
    for (text, gold) in texts() {
        let mut desk = Desk::new(&text);
        let count = gold.len();
        // Seven steps at a time goes through all of them, unless their number is a multiple of seven.
        let step = if count.is_multiple_of(7) { 5 } else { 7 };
        for at in (0..count).map(|n| (n * step + 3) % count) {
            counts.push(least(&mut desk, &gold[at], ways));
        }
        let mut made = desk.spans();
        made.sort();
        let mut wanted: Vec<Gold> = gold;
        wanted.sort();
        assert_eq!(made, wanted, "exactly these were made");
    }
    counts
}

fn average(counts: &[usize]) -> f64 {
    counts.iter().sum::<usize>() as f64 / counts.len() as f64
}

#[test]
fn a_missing_span_takes_few_keys() {
    let walked = make_all(&[Way::Walk]);
    let reached = make_all(&[Way::Walk, Way::Letters]);
    let (before, after) = (average(&walked), average(&reached));
    println!("{} spans: {before:.1} keys each by arrows alone, {after:.2} with letters", reached.len());
    let mut by_count = std::collections::BTreeMap::<usize, usize>::new();
    reached.iter().for_each(|count| *by_count.entry(*count).or_default() += 1);
    println!("spans by keys: {by_count:?}");
    assert!(after <= 5.0, "{after:.2} keys on average");
}

#[test]
fn where_the_cursor_proposes_the_span_it_takes_two_keys() {
    let (mut all, mut proposed) = (0, 0);
    for (text, gold) in texts() {
        for span in gold {
            let mut desk = Desk::new(&text);
            all += 1;
            // The cursor stands on the word before, as after reading up to it.
            if desk.place_before(&span) && desk.proposes_next(&span) {
                proposed += 1;
                desk.press(&Key::plain("ArrowRight"));
                desk.press(&desk.key_of(&span.2));
                assert_eq!(desk.spans(), [span]);
            }
        }
    }
    println!("the cursor proposes {proposed} of {all} spans: two keys each, one where it stands there already");
    assert!(proposed * 2 > all);
}
