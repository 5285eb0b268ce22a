//! Numbers, times and people as they are written on the page.

use postil_core::{AnnotatorId, Record, RecordKey, Score, Timestamp};
use postil_editor::State;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A number with its noun: `1 span`, `12 spans`.
pub fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}

/// `12 345`: with thin blanks, so that long numbers can be read.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len());
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len() > 4 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// The size of a file: `812 bytes`, `12 KB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        bytes if bytes < 10_000 => format!("{} bytes", grouped(bytes)),
        bytes => format!("{} KB", grouped(bytes / 1000)),
    }
}

/// A score in hundredths, from 0 to 100.
pub fn percent(score: Score) -> u16 {
    (score.parts() + 50) / 100
}

/// A score as it is written on the page: `.71`.
pub fn decimal(score: Score) -> String {
    match percent(score) {
        100 => "1.00".to_owned(),
        percent => format!(".{percent:02}"),
    }
}

/// So much of a whole, from 0 to 100.
pub fn part(done: u32, total: u32) -> u32 {
    (u64::from(done) * 100 / u64::from(total.max(1))) as u32
}

/// How long ago something was, as long as that says more than its date.
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    let (number, noun) = match now.0.saturating_sub(then.0) {
        past if past < MINUTE => return "just now".to_owned(),
        past if past < HOUR => (past / MINUTE, "minute"),
        past if past < DAY => (past / HOUR, "hour"),
        past if past < 30 * DAY => (past / DAY, "day"),
        _ => return day(then),
    };
    format!("{} ago", count(number as usize, noun))
}

/// The time of the day for what happened within the last twelve hours, else the date: in this machine's zone.
pub fn time(then: Timestamp, now: Timestamp) -> String {
    if now.0.saturating_sub(then.0) >= 12 * HOUR {
        return day(then);
    }
    clock(then)
}

/// The time of the day, in this machine's zone: `14:02`.
pub fn clock(then: Timestamp) -> String {
    let at = local(then);
    format!("{}:{:02}", at.get_hours(), at.get_minutes())
}

/// The date, in this machine's zone: `30 Nov 2026`.
pub fn day(then: Timestamp) -> String {
    let at = local(then);
    format!("{} {} {}", at.get_date(), MONTHS[at.get_month() as usize % 12], at.get_full_year())
}

/// A person as one would call them.
pub fn person(state: &State, annotator: &AnnotatorId) -> String {
    if *annotator == state.author.annotator {
        return "you".to_owned();
    }
    match state.store.get(&RecordKey::Annotator(annotator.clone())).map(|record| &**record) {
        Some(Record::AnnotatorInfo(info)) => info.name.to_string(),
        _ => format!("annotator {annotator}"),
    }
}

fn local(then: Timestamp) -> js_sys::Date {
    js_sys::Date::new(&(then.0 as f64).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_easily() {
        assert_eq!(count(1, "span"), "1 span");
        assert_eq!(count(0, "span"), "0 spans");
        assert_eq!(count(9999, "span"), "9999 spans");
        assert_eq!(count(1_234_567, "span"), "1\u{202f}234\u{202f}567 spans");
    }

    #[test]
    fn scores_have_two_places() {
        let check = |parts, expected: &str| assert_eq!(decimal(Score::from_parts(parts)), expected);
        check(0, ".00");
        check(549, ".05");
        check(7_100, ".71");
        check(9_949, ".99");
        check(9_950, "1.00");
        check(10_000, "1.00");
        assert_eq!(part(2, 3), 66);
        assert_eq!(part(0, 0), 0);
    }

    #[test]
    fn the_past_is_told_in_words() {
        let check = |past, expected: &str| assert_eq!(ago(Timestamp(DAY), Timestamp(DAY + past)), expected);
        check(0, "just now");
        check(MINUTE, "1 minute ago");
        check(5 * MINUTE + 30_000, "5 minutes ago");
        check(HOUR, "1 hour ago");
        check(49 * HOUR, "2 days ago");
        // A clock that went back.
        assert_eq!(ago(Timestamp(DAY), Timestamp(0)), "just now");
    }
}
