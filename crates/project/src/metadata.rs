//! What a file says of documents, labels, sets and annotators by way of names and dates: shown to people, and so bounded.

use postil_core::{Document, DocumentInfo, Record, RecordKey, first_words};

/// Characters of a title.
const MAX_TITLE: usize = 1_000;
/// Characters of a name of a label, set or annotator: as many as the bytes of what it is called in files, which may be its
/// name too.
const MAX_NAME: usize = 256;
/// Characters of a label's short name.
const MAX_CHIP: usize = 16;
/// Characters of what is said about when a label is to be used.
const MAX_DESCRIPTION: usize = 4_000;

/// Mends what cannot be shown or understood; says what it was.
pub(crate) fn mend(key: &RecordKey, record: &mut Record, document: Option<&Document>) -> Option<String> {
    let mut problems = Vec::new();
    match (key, record) {
        (_, Record::DocumentInfo(info)) => mend_info(info, document, &mut problems),
        (RecordKey::Definition(_, slug), Record::Definition(it)) => {
            mend_name("name", &mut it.name, MAX_NAME, slug.as_str(), &mut problems);
            let short: String = slug.as_str().chars().take(5).collect();
            mend_name("chip", &mut it.chip, MAX_CHIP, &short, &mut problems);
            if let Some(text) = it.description.as_mut().filter(|text| text.chars().nth(MAX_DESCRIPTION).is_some()) {
                *text = text.chars().take(MAX_DESCRIPTION).collect::<String>().into();
                problems.push("`description` is too long; its beginning is kept".to_owned());
            }
        }
        (RecordKey::Set(set), Record::SetInfo(it)) => {
            mend_name("name", &mut it.name, MAX_NAME, set.as_str(), &mut problems);
        }
        (RecordKey::Annotator(by), Record::AnnotatorInfo(it)) => {
            mend_name("name", &mut it.name, MAX_NAME, by.as_str(), &mut problems);
        }
        _ => {}
    }
    (!problems.is_empty()).then(|| problems.join("; "))
}

fn mend_info(info: &mut DocumentInfo, document: Option<&Document>, problems: &mut Vec<String>) {
    let instead = if info.title.trim().is_empty() { document.map(|it| first_words(it.text())) } else { None };
    mend_name("title", &mut info.title, MAX_TITLE, instead.as_deref().unwrap_or("Untitled"), problems);
    // Of a time the day is kept.
    if let Some((day, _)) = info.dct.as_deref().and_then(|dct| dct.split_once('T')) {
        info.dct = Some(day.into());
    }
    if info.dct.take_if(|dct| !is_date(dct)).is_some() {
        problems.push("`dct` is not a date such as 2018-09-17; left out".to_owned());
    }
    if info.language.take_if(|tag| !is_language(tag)).is_some() {
        problems.push("`language` is not a BCP 47 tag such as en or pt-BR; left out".to_owned());
    }
}

/// A name is one line of some length.
fn mend_name(field: &str, name: &mut std::sync::Arc<str>, max: usize, instead: &str, problems: &mut Vec<String>) {
    // A label that is blanks alone has no better name.
    let reason = if name.trim().is_empty() && !instead.trim().is_empty() {
        *name = instead.into();
        "is empty; it is called"
    } else if name.contains(char::is_control) || name.chars().nth(max).is_some() {
        let line: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(max).collect();
        *name = match line.trim() {
            "" => instead.into(),
            line => line.into(),
        };
        "has control characters or is too long; it is called"
    } else {
        return;
    };
    let shown: String = name.chars().take(40).collect();
    problems.push(format!("`{field}` {reason} “{shown}”"));
}

/// A day of the Gregorian calendar in ISO 8601.
pub fn is_date(text: &str) -> bool {
    let number = |part: Option<&str>, digits: usize| {
        let part = part.filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<u32>().ok()
    };
    let mut parts = text.splitn(3, '-');
    let mut next = |digits| number(parts.next(), digits);
    let (Some(year), Some(month), Some(day)) = (next(4), next(2), next(2)) else { return false };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether a tag has the form that RFC 5646 gives: subtags of one to eight letters and digits, the first of letters.
pub fn is_language(tag: &str) -> bool {
    let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let primary = tag.split('-').next().unwrap_or_default();
    let is_primary = primary.bytes().all(|byte| byte.is_ascii_alphabetic()) && (primary.len() > 1 || primary == "x");
    is_primary && tag.split('-').all(is_subtag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for date in ["2018-09-17", "2024-02-29", "2000-02-29"] {
            assert!(is_date(date), "{date}");
        }
        for other in
            ["not a date", "", "2018-9-17", "2018-02-29", "1900-02-29", "2018-13-01", "2018-00-10", "2018-09-17!"]
        {
            assert!(!is_date(other), "{other}");
        }
    }

    #[test]
    fn languages_are_tags() {
        for tag in ["en", "pt-BR", "zh-Hant-TW", "x-klingon", "sl-rozaj-biske-1994"] {
            assert!(is_language(tag), "{tag}");
        }
        for other in ["<b>", "", "e", "en_GB", "en-", "english language", "12", "abcdefghi"] {
            assert!(!is_language(other), "{other}");
        }
    }
}
