//! What a hostile text costs beside ordinary prose of the same size, over a list, and by a search for worse:
//! `cargo run --release -p postil-extract --example hostile -- MODEL PROSE KILOBYTES TRIES SEED`, or
//! `… hostile -- MODEL PROSE KILOBYTES only PIECE` for one text alone, under whatever counts instructions.
//!
//! A text is a piece that is repeated, or words that are thrown together. The search keeps the worst texts, changes them at
//! random, and keeps what is worse. The clock is the thread's own (Linux), so that a busy machine changes little; of several
//! runs the least counts.

use postil_core::{Document, structure::structure};
use postil_extract::{Date, Extractor, Model, Settings};
use std::error::Error;
use std::sync::Arc;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Texts that have made some program slow.
const LIST: &[&str] = &[
    " ",
    "\t",
    "\u{a0}",
    "\u{3000}",
    "\n",
    "\r\n",
    "\n\n",
    "\u{2028}",
    "a\n",
    "A\n",
    "a ",
    "A ",
    "Aa ",
    "a",
    "A",
    "é",
    "北",
    "ก",
    "👩‍",
    "🇹",
    "\u{301}",
    "e\u{301}",
    "a\u{334}\u{301}\u{323}",
    "\u{200d}",
    "\u{ad}",
    "\u{202e}",
    "\u{202e}a\u{202c}",
    "\u{2067}א\u{2069}a",
    "\u{202a}",
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'",
    "''",
    "``",
    "«",
    "'a ",
    "\"a\" ",
    "“a ",
    "a” ",
    "“a ‘b “c ‘d ",
    "he said “",
    "“A,” he said. ",
    "said ",
    "she said he said ",
    "‘s ",
    "n't",
    "1",
    "0",
    "1 ",
    "1,",
    "1.",
    "1:",
    "1/",
    "1-",
    "9/11 ",
    "$1",
    "1e9",
    "one ",
    "hundred ",
    "two hundred and ",
    "million ",
    ".",
    ". ",
    "...",
    "!",
    "?",
    ",",
    ";",
    ":",
    "-",
    "—",
    "_",
    "a.",
    "a.b",
    "A. ",
    "U.S. ",
    "Mr. ",
    "(",
    ")",
    "((",
    "()",
    "[",
    "]",
    "[1] ",
    "{",
    "<",
    "</",
    "&",
    "& A ",
    "@",
    "a@",
    "a@b.",
    "http://",
    "http://a/",
    "www.",
    "#",
    "al-",
    "University of ",
    "Of ",
    "of the ",
    "and ",
    "the last ",
    "Monday ",
    "May ",
    "every ",
    "ago ",
    "New York ",
    "bin ",
    "A bin ",
    "Putin ",
    "he ",
    "He said he met him. ",
    "John Smith. He ",
    "the president ",
    "X, ",
    "Smith, John, ",
    "Ltd. ",
    "Zorb of the ",
    "5' 11\" ",
    "\0",
    "\u{feff}",
    "\u{fffd}",
];

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("usage: hostile MODEL PROSE KILOBYTES TRIES SEED");
    let model = Arc::new(Model::read(&std::fs::read(next()?)?)?);
    let prose = std::fs::read_to_string(next()?)?;
    let size: usize = next()?.parse::<usize>()? << 10;
    let tries = next()?;
    let meter = Meter { model, size };
    if tries == "only" {
        let piece = next()?;
        meter.read(&meter.repeated(if piece.is_empty() { &prose } else { &piece }));
        return Ok(());
    }
    let (tries, seed): (usize, u64) = (tries.parse()?, next()?.parse()?);
    let prose = meter.repeated(&prose);
    // Dictionaries are read at the first use.
    meter.read(&prose);
    let plain = meter.least(&prose, 5)?;
    println!("prose: {:.1} ms for {} KB", plain * 1e3, size >> 10);

    let mut ranked = Vec::new();
    for piece in LIST {
        ranked.push(Kept { ratio: meter.least(&meter.repeated(piece), 2)? / plain, text: Text(vec![*piece]) });
    }
    print("the list", &mut ranked, LIST.len());

    let mut random = Random(seed);
    for count in 0..tries {
        let text = match ranked.len().min(BEST) {
            best if random.below(4) > 0 => {
                let [one, other] = [&ranked[random.below(best)].text, &ranked[random.below(best)].text];
                one.changed(other, &mut random)
            }
            _ => Text::random(&mut random),
        };
        if ranked.iter().any(|kept| kept.text == text) {
            continue;
        }
        let whole = meter.repeated(&text.0.concat());
        let mut ratio = meter.least(&whole, 1)? / plain;
        if ranked.len() < BEST || ratio > ranked[BEST - 1].ratio {
            ratio = ratio.min(meter.least(&whole, 2)? / plain);
        }
        let place = ranked.partition_point(|kept| kept.ratio > ratio);
        ranked.insert(place, Kept { ratio, text });
        if place == 0 {
            println!("try {count}: {ratio:.1} × for {:?}", ranked[0].text.0.concat());
        }
    }
    print("the worst of all", &mut ranked, 15);
    if let Some(worst) = ranked.first().filter(|worst| worst.ratio > MOST) {
        return Err(format!("{:?} costs {:.1} times what prose does", worst.text.0.concat(), worst.ratio).into());
    }
    Ok(())
}

/// So many times the cost of prose a text may have.
const MOST: f64 = 20.0;
/// So many texts are changed further.
const BEST: usize = 24;

struct Meter {
    model: Arc<Model>,
    /// In bytes.
    size: usize,
}

impl Meter {
    fn repeated(&self, piece: &str) -> String {
        piece.repeat(self.size / piece.len() + 1)
    }

    /// Everything that is done to a text before somebody sees it.
    fn read(&self, text: &str) {
        let document = Document::new(text);
        let _ = (document.offsets(), structure(text));
        let settings = Settings { dct: Some(Date::constant(2018, 9, 17)), ..Settings::default() };
        let mut extractor = Extractor::with_model(text, settings, Arc::clone(&self.model));
        while extractor.next_batch().is_some() {}
    }

    /// In seconds.
    fn least(&self, text: &str, runs: usize) -> Outcome<f64> {
        let mut least = f64::INFINITY;
        for _ in 0..runs {
            let before = cpu()?;
            self.read(text);
            least = least.min(cpu()? - before);
        }
        Ok(least)
    }
}

/// CPU that this thread has used, in seconds; exact to a few milliseconds.
fn cpu() -> Outcome<f64> {
    let all = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = all.split(' ').next().ok_or("an empty clock")?.parse()?;
    Ok(nanoseconds / 1e9)
}

/// Pieces that are repeated together.
#[derive(Clone, PartialEq)]
struct Text(Vec<&'static str>);

struct Kept {
    ratio: f64,
    text: Text,
}

impl Text {
    fn random(random: &mut Random) -> Self {
        // Most are short, and some are long enough to be no pattern.
        let most = if random.below(6) == 0 { 400 } else { 6 };
        Self((0..=random.below(most)).map(|_| piece(random)).collect())
    }

    fn changed(&self, other: &Self, random: &mut Random) -> Self {
        let mut pieces = self.0.clone();
        let at = random.below(pieces.len());
        match random.below(5) {
            0 => pieces.insert(at, piece(random)),
            1 if pieces.len() > 1 => _ = pieces.remove(at),
            2 => pieces.extend_from_slice(&other.0),
            3 => pieces.extend_from_within(..=at),
            _ => pieces[at] = piece(random),
        }
        pieces.truncate(1000);
        Self(pieces)
    }
}

fn piece(random: &mut Random) -> &'static str {
    LIST[random.below(LIST.len())]
}

fn print(title: &str, ranked: &mut [Kept], count: usize) {
    ranked.sort_by(|a, b| b.ratio.total_cmp(&a.ratio));
    println!("{title}:");
    for Kept { ratio, text } in ranked.iter().take(count) {
        let text: String = text.0.concat().chars().take(60).collect();
        println!("{ratio:>7.2} × {text:?}");
    }
}

/// SplitMix64, by Steele, Lea and Flood (2014).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((value ^ (value >> 31)) % end as u64) as usize
    }
}
