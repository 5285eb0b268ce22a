//! Abbreviations: which words keep a stop, and which of these may end a sentence.

/// Titles and forenames' short forms: a name follows, so a sentence never ends here.
const BEFORE_A_NAME: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "cmdr", "sgt", "cpl", "pvt", "adm", "brig",
    "sen", "rep", "gov", "pres", "rev", "fr", "hon", "st", "ste", "mt", "ft", "messrs", "mme", "mlle", "supt", "insp",
    "det", "amb",
];

/// Others that are followed by something and do not end a sentence: `vs.`, `No. 5`, `e.g.`.
const BEFORE_SOMETHING: &[&str] = &[
    "vs", "v", "viz", "cf", "eg", "ie", "approx", "ca", "pp", "vol", "fig", "figs", "eq", "ed", "eds", "al", "art",
    "sec",
];

/// These may end a sentence, when a new one clearly begins.
const MAYBE_LAST: &[&str] = &[
    "inc", "corp", "ltd", "co", "bros", "etc", "jr", "sr", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "ave", "blvd", "rd",
    "dept", "univ", "assn", "bldg", "hwy", "calif", "fla", "mass", "conn", "ariz", "colo", "tenn", "okla", "wash",
    "va", "pa", "ill", "mich", "minn", "mo", "ga", "ala", "ark", "nev", "ore", "wis", "wyo", "del", "md", "esq", "est",
    "ext", "tel", "min", "hr", "hrs", "yr", "yrs", "lb", "lbs", "oz", "km", "cm", "mm", "kg", "ph", "op", "ret",
];

/// Arabic articles and their kin, written before a hyphen.
pub(crate) fn is_article_prefix(part: &str) -> bool {
    let known =
        ["al", "el", "as", "ash", "an", "ad", "ar", "at", "az", "es", "ul", "ibn", "abu", "ed", "ould", "e", "o"];
    known.contains(&part)
}

/// Whether the stop right after `word` belongs to it, given the text behind that stop.
pub(crate) fn keeps_stop(word: &str, after: &str) -> bool {
    let mut letters = word.chars();
    if let (Some(first), None) = (letters.next(), letters.next()) {
        return first.is_uppercase() && first != 'I' && followed_by_name(after);
    }
    if word.len() > 6 {
        return false;
    }
    if lower(word, |w| w == "no" || w == "nos") {
        return after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    }
    if word == "May" {
        return is_day_and_year(after);
    }
    lower(word, |w| {
        // Words of the language when they stand in lower case at the end of a sentence.
        let ordinary = [
            "sun", "sat", "mar", "may", "art", "ed", "al", "mass", "wash", "ore", "ill", "fig", "co", "ma", "pa",
            "min", "dec",
        ];
        let listed = BEFORE_A_NAME.contains(&w) || BEFORE_SOMETHING.contains(&w) || MAYBE_LAST.contains(&w);
        listed && (!ordinary.contains(&w) || word.starts_with(|c: char| c.is_uppercase()) || goes_on(after))
    })
}

/// Whether a token that ends in a stop of its own may be the last of its sentence.
pub(crate) fn may_end_sentence(token: &str) -> bool {
    let word = token.trim_end_matches('.');
    if word.chars().count() == 1 {
        return false;
    }
    lower(word, |w| {
        !BEFORE_A_NAME.contains(&w) && !BEFORE_SOMETHING.contains(&w) && !matches!(w, "e.g" | "i.e" | "no" | "nos")
    })
}

/// ` 9, 2019`: what stands before it is a month, though none that needs a stop.
fn is_day_and_year(after: &str) -> bool {
    let rest = after.trim_start_matches(' ');
    let day = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let year = day.trim_start_matches([',', ' ']);
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&(rest.len() - day.len())) && year.len() < day.len() && digits == 4
}

/// A capital letter, or another initial.
fn followed_by_name(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '\u{A0}', '\n', '\r', '-']);
    rest.starts_with(char::is_uppercase)
}

/// Something in lower case, a digit or a comma comes next.
fn goes_on(after: &str) -> bool {
    after.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == ',')
}

/// Asks about a short ASCII word in lower case, without allocating; other words are never listed.
fn lower(word: &str, ask: impl Fn(&str) -> bool) -> bool {
    let mut buffer = [0; 8];
    let Some(small) = buffer.get_mut(..word.len()) else { return false };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    str::from_utf8(small).is_ok_and(ask)
}
