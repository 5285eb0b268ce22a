//! Words that are whole dates: `17/09/2018`, `17.09.2018`, `2018-09-17T10:30:00.5+02:00`.

use jiff::civil::Date;

/// The first two numbers of a date in figures with two slashes, if it can be one.
pub(crate) fn slashed_parts(word: &str) -> Option<(i16, i16)> {
    let mut parts = word.split('/');
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    let year = c.len() == 2 || c.len() == 4;
    if parts.next().is_some() || a.len() > 2 || b.len() > 2 || !year {
        return None;
    }
    Some((a.parse().ok()?, b.parse().ok()?))
}

/// Year, month and day of a date in figures, if they can be one. Days stand before months where points part them; where
/// slashes do and either could be the day, `day_first` says.
pub(crate) fn slashed(word: &str, day_first: bool) -> Option<(i16, i8, i8)> {
    let separator = ['/', '.'].into_iter().find(|s| word.contains(*s))?;
    let mut parts = word.split(separator);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [a, b, c].iter().any(|p| p.len() > 4 || p.is_empty()) {
        return None;
    }
    let number = |s: &str| s.parse::<i16>().ok();
    let (x, y, z) = (number(a)?, number(b)?, number(c)?);
    let valid = |year: i16, month: i16, day: i16| {
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month as i8, day as i8))
    };
    if a.len() == 4 {
        return valid(x, y, z).filter(|_| b.len() <= 2 && c.len() <= 2);
    }
    if a.len() > 2 || b.len() > 2 || c.len() == 3 || separator == '.' && c.len() != 4 {
        return None;
    }
    let year = if c.len() <= 2 { if z < 50 { 2000 + z } else { 1900 + z } } else { z };
    if separator == '.' {
        return valid(year, y, x);
    }
    let (day, month) = (valid(year, y, x), valid(year, x, y));
    if day_first { day.or(month) } else { month.or(day) }
}

/// A date as ISO 8601 writes it, and its time of day as it stands, with fraction and zone: empty where there is none.
pub(crate) fn stamp(word: &str) -> Option<(Date, &str)> {
    let (date, time) = (word.get(..10)?, word.get(10..)?);
    let bytes = date.as_bytes();
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| date.get(range).and_then(|digits| digits.parse::<i16>().ok());
    let date = Date::new(number(0..4)?, number(5..7)? as i8, number(8..10)? as i8).ok()?;
    let clock = time.as_bytes();
    let is_time = clock.is_empty() || clock.len() >= 3 && clock[0] == b'T' && clock[1].is_ascii_digit();
    is_time.then_some((date, time))
}
