//! Times in words.

use postil_core::Timestamp;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How long ago something was, as long as that says more than its date.
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    let count = |count: u64, word: &str| {
        let end = if count == 1 { "" } else { "s" };
        format!("{count} {word}{end} ago")
    };
    match now.0.saturating_sub(then.0) {
        past if past < MINUTE => "just now".to_owned(),
        past if past < HOUR => count(past / MINUTE, "minute"),
        past if past < DAY => count(past / HOUR, "hour"),
        past if past < 30 * DAY => count(past / DAY, "day"),
        _ => date(then),
    }
}

/// The time of the day for what happened within the last twelve hours, else the date: in this machine's zone.
pub fn time(then: Timestamp, now: Timestamp) -> String {
    if now.0.saturating_sub(then.0) >= 12 * HOUR {
        return date(then);
    }
    let at = local(then);
    format!("{}:{:02}", at.get_hours(), at.get_minutes())
}

fn date(then: Timestamp) -> String {
    let at = local(then);
    format!("{} {} {}", at.get_date(), MONTHS[at.get_month() as usize % 12], at.get_full_year())
}

fn local(then: Timestamp) -> js_sys::Date {
    js_sys::Date::new(&(then.0 as f64).into())
}

#[cfg(test)]
mod tests {
    use super::*;

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
