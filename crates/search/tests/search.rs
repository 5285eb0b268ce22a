//! What is found, and where: tables of what people write, and properties over texts that are hard to fold.

use postil_core::{TextRange, snap};
use postil_search::fold::{Fold, Folded, folded};
use postil_search::{Hit, Options, Pattern};
use proptest::prelude::*;

const EXACT: Options = Options { whole_word: false, match_case: true, match_marks: true, inflect: false };

fn found(pattern: &Pattern, text: &str) -> Vec<String> {
    pattern.find_all(text).into_iter().map(|hit| text[hit.range.to_usize()].to_owned()).collect()
}

fn check(words: &str, options: Options, text: &str, expected: &[&str]) {
    let pattern = Pattern::words(words, options).expect("there is something to look for");
    assert_eq!(found(&pattern, text), expected, "{words:?} in {text:?}");
}

fn check_expression(expression: &str, options: Options, text: &str, expected: &[&str]) {
    let pattern = Pattern::expression(expression, options).expect("it is an expression");
    assert_eq!(found(&pattern, text), expected, "{expression:?} in {text:?}");
}

#[test]
fn letters_are_the_same_however_they_are_written() {
    let any = Options::default();
    check("erdogan", any, "Erdoğan, ERDOG\u{306}AN, erdogan", &["Erdoğan", "ERDOG\u{306}AN", "erdogan"]);
    check("é", EXACT, "é e\u{301} e E\u{301}", &["é", "e\u{301}"]);
    check("e", EXACT, "é e\u{301} e", &["e"]);
    check("e\u{323}\u{302}", EXACT, "e\u{302}\u{323} ệ ê", &["e\u{302}\u{323}", "ệ"]);
    check("strasse", any, "Straße, STRASSE", &["Straße", "STRASSE"]);
    check("s", any, "ß", &[]);
    check("łódź", any, "Lodz, ŁÓDŹ", &["Lodz", "ŁÓDŹ"]);
    check("istanbul", any, "İstanbul ISTANBUL ıstanbul", &["İstanbul", "ISTANBUL", "ıstanbul"]);
    check("ΟΔΟΣ", any, "οδος οδοσ", &["οδος", "οδοσ"]);
    check("don't", any, "don’t don't", &["don’t", "don't"]);
    check("가", EXACT, "가 각 \u{1100}\u{1161}", &["가", "\u{1100}\u{1161}"]);
}

#[test]
fn marks_that_make_letters_are_no_accents() {
    let any = Options::default();
    check("か", any, "が か", &["か"]);
    check("محمد", any, "مُحَمَّد محمد", &["مُحَمَّد", "محمد"]);
    check("שלום", any, "שָׁלוֹם", &["שָׁלוֹם"]);
    check("क", any, "क़ क", &["क"]);
}

#[test]
fn what_is_not_seen_and_how_lines_are_broken_makes_no_difference() {
    check(
        "New York",
        EXACT,
        "New York, New\r\n   York, New\u{a0}York",
        &["New York", "New\r\n   York", "New\u{a0}York"],
    );
    check("New York", EXACT, "New\n\nYork", &[]);
    check("government", EXACT, "the govern\u{ad}ment\u{ad}.", &["govern\u{ad}ment"]);
    check(" ment ", EXACT, "govern\u{ad}ment", &["ment"]);
    check("👩", EXACT, "👩 👩‍👩‍👧 👩🏽", &["👩"]);
    check("🇹", EXACT, "🇹🇷", &[]);
}

#[test]
fn labels_of_any_kind_are_words() {
    let whole = Options { whole_word: true, ..EXACT };
    check("C++", whole, "C++, C++11 and C", &["C++", "C++"]);
    check("(WHO)", whole, "the (WHO) and WHO", &["(WHO)"]);
    check("U.S.", whole, "the U.S. and the U.S.A.", &["U.S."]);
    check("北京", whole, "去北京市", &["北京"]);
    check("al", whole, "al-Assad, Alan, also al", &["al", "al"]);
    check("A.*", EXACT, "A.* and Abc", &["A.*"]);
    check(
        "attack",
        Options { inflect: true, ..whole },
        "attacks attacked attackers attack",
        &["attacks", "attacked", "attack"],
    );
}

#[test]
fn expressions_find_what_they_say() {
    let any = Options::default();
    check_expression(r"\bp\w+n\b", any, "Putin, pin, open", &["Putin", "pin"]);
    check_expression("^a.*$", any, "ab\nba\nac\r\n", &["ab", "ac"]);
    check_expression("[é]", EXACT, "e\u{301} é e", &["e\u{301}", "é"]);
    check_expression(r"caf\w\b", any, "café cafe\u{301} cafe", &["café", "cafe\u{301}", "cafe"]);
    check_expression("x*", any, "axb", &["x"]);
    check_expression("e", EXACT, "e\u{301}", &[]);
    check_expression(r"\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+", EXACT, "met Ana Kos in", &["Ana Kos"]);
    check_expression("ana", Options { whole_word: true, ..any }, "Ana banana", &["Ana"]);
    for wrong in ["(", "a{1000}{1000}", "", "(?=a)"] {
        assert!(Pattern::expression(wrong, any).is_err(), "{wrong:?}");
    }
    let why = Pattern::expression("a(b", any).expect_err("a group is open");
    assert!(why.starts_with("This is no regular expression: unclosed group"), "{why}");
}

#[test]
fn of_entries_the_longest_is_found() {
    let dictionary = ["New York", "York", "New York Times", "york"];
    let pattern = Pattern::dictionary(&dictionary, Options { whole_word: true, ..Options::default() }).expect("words");
    let text = "The New York Times of New Yorkers in York, New York";
    let hits: Vec<(u32, &str)> =
        pattern.find_all(text).into_iter().map(|hit| (hit.entry, &text[hit.range.to_usize()])).collect();
    assert_eq!(hits, [(2, "New York Times"), (1, "York"), (0, "New York")]);
    assert!(Pattern::words("  ", Options::default()).is_err());
    assert!(Pattern::words(&"x".repeat(5_000), Options::default()).is_err());
}

#[test]
fn long_texts_are_found_in_whole() {
    for filler in ["lorem ipsum ", "l\u{301}orem\nipsum ", "x", "\u{301}"] {
        let mut text = String::new();
        let mut places = Vec::new();
        for i in 0..400 {
            text.push_str(&filler.repeat(300 + i % 7));
            text.push(' ');
            places.push(text.len());
            text.push_str("Ana Kos");
            text.push(' ');
        }
        for pattern in [Pattern::words("ana kos", Options::default()), Pattern::expression("Ana Kos", EXACT)] {
            let hits = pattern.expect("words").find_all(&text);
            let starts: Vec<usize> = hits.iter().map(|hit| hit.range.start().to_usize()).collect();
            assert_eq!(starts, places, "{filler:?}");
        }
    }
}

/// Pieces whose folding is hard, alone and beside each other.
const PIECES: &[&str] = &[
    "a",
    "A",
    "e",
    "é",
    "e\u{301}",
    "\u{301}",
    "\u{323}",
    "ệ",
    "ß",
    "ss",
    "ı",
    "İ",
    "i",
    " ",
    "\u{a0}",
    "\n",
    "\r\n",
    "\u{ad}",
    "\u{200f}",
    "C++",
    "(WHO)",
    "U.S.",
    "北京",
    "か",
    "が",
    "\u{3099}",
    "مُ",
    "م",
    "שָׁ",
    "👩‍👩‍👧",
    "👩",
    "🇹🇷",
    "🇹",
    "ﬁ",
    "각",
    "\u{1100}",
    "\u{1161}",
    "\u{11a8}",
    "क्ष",
    "ø",
    "’",
    "'",
    "Å",
    "K",
    "ς",
    "σ",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..24).prop_map(|pieces| pieces.concat())
}

fn options() -> impl Strategy<Value = Options> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(whole_word, match_case, match_marks)| Options {
        whole_word,
        match_case,
        match_marks,
        inflect: false,
    })
}

/// By trying all ranges: those whose folded text is the folded words, the first first.
fn by_hand(words: &str, options: Options, text: &str) -> Vec<TextRange> {
    let fold = Fold::Words { ignores_case: !options.match_case, ignores_marks: !options.match_marks };
    let wanted = folded(words.trim(), fold).trim().to_owned();
    let places: Vec<usize> =
        (0..=text.len()).filter(|at| text.is_char_boundary(*at) && snap::grapheme_floor(text, *at) == *at).collect();
    let is_nothing = |at: usize, to: usize| folded(&text[at..to], fold).trim().is_empty();
    let mut hits: Vec<TextRange> = Vec::new();
    for (i, start) in places.iter().enumerate() {
        for (j, end) in places.iter().enumerate().skip(i + 1) {
            let range = TextRange::from_usize(*start..*end);
            // What is nothing when folded belongs to no hit at its ends.
            let is_tight = !is_nothing(*start, places[i + 1]) && !is_nothing(places[j - 1], *end);
            let is_free = hits.last().is_none_or(|last| last.end() <= range.start());
            if is_tight
                && is_free
                && folded(&text[*start..*end], fold) == wanted
                && (!options.whole_word || postil_search::is_whole_word(text, range))
            {
                hits.push(range);
            }
        }
    }
    hits
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// The one that matters: each hit is exactly the bytes that say the words, and none is missed.
    #[test]
    fn hits_are_those_that_one_would_find_by_hand(text in text(), from in any::<prop::sample::Index>(), len in 1usize..6, options in options()) {
        let graphemes: Vec<usize> = (0..text.len()).filter(|at| text.is_char_boundary(*at) && snap::grapheme_floor(&text, *at) == *at).collect();
        let i = from.index(graphemes.len());
        let end = graphemes.get(i + len).copied().unwrap_or(text.len());
        let words = text[graphemes[i]..end].to_owned();
        let Ok(pattern) = Pattern::words(&words, options) else { return Ok(()) };
        let hits: Vec<TextRange> = pattern.find_all(&text).into_iter().map(|Hit { range, .. }| range).collect();
        prop_assert_eq!(hits, by_hand(&words, options, &text), "{:?} in {:?}", words, text);
    }

    #[test]
    fn places_of_a_folded_text_are_places_of_the_text(text in text(), ignores_case: bool, ignores_marks: bool) {
        for fold in [Fold::Words { ignores_case, ignores_marks }, Fold::Expression { ignores_marks }] {
            let made = Folded::new(&text, fold);
            let places: Vec<usize> = (0..=made.text().len()).filter(|at| made.text().is_char_boundary(*at)).collect();
            prop_assert_eq!(made.start(made.text().len()), Some(text.len()));
            prop_assert_eq!(made.end(0), Some(0));
            let mut last = 0;
            for at in places {
                let (Some(start), Some(end)) = (made.start(at), made.end(at)) else { continue };
                prop_assert!(end <= start && last <= end, "{at}: {last} {end} {start}");
                prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
                last = start;
            }
        }
    }

    #[test]
    fn expressions_find_whole_graphemes_and_never_panic(text in text(), expression in "[a-e.*+?|()\\[\\]^$é\u{301}]{0,8}", options in options()) {
        let Ok(pattern) = Pattern::expression(&expression, options) else { return Ok(()) };
        let mut last = 0;
        for Hit { range, .. } in pattern.find_all(&text) {
            prop_assert!(!range.is_empty() && range.start().to_usize() >= last);
            prop_assert_eq!(snap::to_graphemes(&text, range), range);
            last = range.end().to_usize();
        }
    }
}
