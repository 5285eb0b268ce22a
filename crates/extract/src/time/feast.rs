//! Days that have names: fixed ones, weekdays of a month, and those that Easter moves.

use super::calendar::{Unit, near_weekday};
use jiff::civil::Date;

/// The day of a feast in a year, by the code that the rules' lists give it: `12-25`, `11-4-4` for the fourth Thursday of
/// November, `05-L-1` for the last Monday of May, `E-2` for two days before Easter Sunday.
pub(crate) fn day_of(code: &str, year: i16) -> Option<Date> {
    if let Some(days) = code.strip_prefix('E') {
        return Unit::Day.shift(easter(year)?, days.parse().ok()?);
    }
    let mut parts = code.split('-');
    let month: i8 = parts.next()?.parse().ok()?;
    let (second, weekday) = (parts.next()?, parts.next().and_then(|weekday| weekday.parse::<i32>().ok()));
    let Some(weekday) = weekday else { return Date::new(year, month, second.parse().ok()?).ok() };
    let first = Date::new(year, month, 1).ok()?;
    if second == "L" {
        return near_weekday(first.last_of_month(), weekday, false);
    }
    let before = Unit::Day.shift(first, -1)?;
    Unit::Week.shift(near_weekday(before, weekday, true)?, second.parse::<i32>().ok()? - 1)
}

/// Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year as i16, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn feasts_fall_on_their_days() {
        for (code, on) in [
            ("12-25", date(2018, 12, 25)),
            ("E-2", date(2018, 3, 30)),
            ("E+0", date(2024, 3, 31)),
            ("E+1", date(2019, 4, 22)),
            ("11-4-4", date(2018, 11, 22)),
            ("11-4-4", date(2007, 11, 22)),
            ("05-L-1", date(2018, 5, 28)),
            ("09-1-1", date(2018, 9, 3)),
        ] {
            assert_eq!(day_of(code, on.year()), Some(on), "{code}");
        }
    }
}
