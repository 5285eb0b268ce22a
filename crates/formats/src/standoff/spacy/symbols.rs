//! The names that spaCy knows by small numbers instead of by their hash: its symbols, as version 3 numbers them.

/// Runs of consecutive numbers: the first, and the names from there on. `FLAG19` to `FLAG63` and the names of symbols that
/// were given up follow rules of their own.
const RUNS: &[(u64, &str)] = &[
    (
        1,
        "IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM LIKE_EMAIL IS_STOP \
         IS_OOV_DEPRECATED IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY",
    ),
    (
        64,
        "ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG DEP ENT_IOB ENT_TYPE HEAD SENT_START \
         SPACY PROB LANG ADJ ADP ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X EOL \
         SPACE",
    ),
    (
        380,
        "PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE TIME PERCENT MONEY QUANTITY \
         ORDINAL CARDINAL acomp advcl advmod agent amod appos attr aux auxpass cc ccomp complm conj cop csubj \
         csubjpass dep det dobj expl hmod hyph infmod intj iobj mark meta neg nmod nn npadvmod nsubj nsubjpass num \
         number oprd obj obl parataxis partmod pcomp pobj poss possessive preconj prep prt punct quantmod relcl rcmod \
         root xcomp acl ENT_KB_ID MORPH ENT_ID IDX _",
    ),
];

/// `DEPRECATED001` and so on are numbered from one behind this.
const GIVEN_UP: u64 = 103;

/// The number of a name, if it is a symbol.
pub(super) fn number(name: &str) -> Option<u64> {
    if name.is_empty() {
        return Some(0);
    }
    if let Some(n) = name.strip_prefix("FLAG").and_then(|n| n.parse().ok()).filter(|n| (19..=63).contains(n)) {
        return Some(n);
    }
    if let Some(digits) = name.strip_prefix("DEPRECATED").filter(|digits| digits.len() == 3) {
        return digits.parse::<u64>().ok().filter(|n| (1..=276).contains(n)).map(|n| n + GIVEN_UP);
    }
    RUNS.iter().find_map(|(first, names)| Some(first + names.split(' ').position(|it| it == name)? as u64))
}

/// The name of a number, if it is a symbol's.
pub(super) fn name(number: u64) -> Option<String> {
    match number {
        0 => Some(String::new()),
        19..=63 => Some(format!("FLAG{number}")),
        number if (GIVEN_UP + 1..=GIVEN_UP + 276).contains(&number) => {
            Some(format!("DEPRECATED{:03}", number - GIVEN_UP))
        }
        _ => RUNS.iter().find_map(|(first, names)| {
            let place = usize::try_from(number.checked_sub(*first)?).ok()?;
            names.split(' ').nth(place).map(str::to_owned)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_their_numbers() {
        for (it, number_of) in [
            ("", 0),
            ("PERSON", 380),
            ("LOC", 385),
            ("nsubj", 429),
            ("NOUN", 92),
            ("_", 456),
            ("FLAG63", 63),
            ("DEPRECATED276", 379),
        ] {
            assert_eq!(number(it), Some(number_of), "{it}");
            assert_eq!(name(number_of).as_deref(), Some(it));
        }
        assert_eq!(number("PER"), None);
        assert_eq!(name(457), None);
    }
}
