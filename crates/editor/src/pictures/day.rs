//! Days, and the days that a value in the notation of TIMEX3 means.

/// Days from one to another, both included, counted from 1 January 1970 in the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    pub first: i32,
    pub last: i32,
}

impl Days {
    const fn one(day: i32) -> Self {
        Self { first: day, last: day }
    }

    /// From the first day of a month to the last one of another; months of a year count from 1.
    fn months(year: i32, from: i32, to: i32) -> Self {
        let (next_year, next) = if to >= 12 { (year + 1, to - 11) } else { (year, to + 1) };
        Self { first: day(year, from, 1), last: day(next_year, next, 1) - 1 }
    }

    fn years(from: i32, to: i32) -> Self {
        Self { first: day(from, 1, 1), last: day(to, 12, 31) }
    }

    /// The days of a value: `2018-09-17`, also with a time of the day, `2018-09`, `2018`, `201` (a decade), `20` (a century),
    /// `2018-W38`, `2018-W38-WE`, `2018-Q3`, `2018-H1`, `2018-SU`, `BC0490`. None for what is no certain time, such as `P3D`, `PAST_REF` or
    /// `XXXX-09-11`.
    pub fn of(value: &str) -> Option<Self> {
        let date = value.split('T').next()?;
        if let Some(year) = date.strip_prefix("BC") {
            // There is no year 0: the year before 1 is 1 BC.
            let year = 1 - number(year, 4)?;
            return Some(Self::years(year, year));
        }
        let mut parts = date.split('-');
        let year = parts.next()?;
        let (part, day_part) = (parts.next(), parts.next());
        if parts.next().is_some() {
            return None;
        }
        let Some(part) = part else {
            let number = number(year, year.len())?;
            return match year.len() {
                4 => Some(Self::years(number, number)),
                3 => Some(Self::years(number * 10, number * 10 + 9)),
                2 => Some(Self::years(number * 100, number * 100 + 99)),
                _ => None,
            };
        };
        let year = number(year, 4)?;
        if let Some(week) = part.strip_prefix('W').filter(|_| part != "WI") {
            let week = number(week, 2).filter(|week| (1..=53).contains(week))?;
            let monday = first_monday(year) + (week - 1) * 7;
            return match day_part {
                None => Some(Self { first: monday, last: monday + 6 }),
                Some("WE") => Some(Self { first: monday + 5, last: monday + 6 }),
                Some(day) => Some(Self::one(monday + number(day, 1).filter(|day| (1..=7).contains(day))? - 1)),
            };
        }
        if let Some(day_part) = day_part {
            let (month, day_of_month) = (number(part, 2)?, number(day_part, 2)?);
            let is_month = (1..=12).contains(&month);
            let month = Some(Self::months(year, month, month)).filter(|_| is_month)?;
            return (1..=month.last - month.first + 1)
                .contains(&day_of_month)
                .then(|| Self::one(month.first + day_of_month - 1));
        }
        Some(match part {
            "H1" => Self::months(year, 1, 6),
            "H2" => Self::months(year, 7, 12),
            "SP" => Self::months(year, 3, 5),
            "SU" => Self::months(year, 6, 8),
            "FA" => Self::months(year, 9, 11),
            // That of a year begins in it.
            "WI" => Self { first: day(year, 12, 1), last: day(year + 1, 3, 1) - 1 },
            _ => match part.strip_prefix('Q') {
                Some(quarter) => {
                    let quarter = number(quarter, 1).filter(|quarter| (1..=4).contains(quarter))?;
                    Self::months(year, quarter * 3 - 2, quarter * 3)
                }
                None => {
                    let month = number(part, 2).filter(|month| (1..=12).contains(month))?;
                    Self::months(year, month, month)
                }
            },
        })
    }
}

/// So many digits as a number.
fn number(digits: &str, count: usize) -> Option<i32> {
    (digits.len() == count && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// The day of a date; month and day count from 1. After Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”
/// (`days_from_civil`).
pub fn day(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day (`civil_from_days` of the same).
pub fn date(day: i32) -> (i32, i32, i32) {
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year + era * 400 + i32::from(month <= 2), month, of_year - (153 * shifted_month + 2) / 5 + 1)
}

/// The Monday of the first week of a year: the week with 4 January in it (ISO 8601).
fn first_monday(year: i32) -> i32 {
    let fourth = day(year, 1, 4);
    // Day 0 was a Thursday.
    fourth - (fourth + 3).rem_euclid(7)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month, from 1.
pub fn month_name(month: i32) -> &'static str {
    MONTHS[(month - 1).rem_euclid(12) as usize]
}

/// `17 September 2018`, as short as it can be told: `September 2018`, `2018`; else from one day to another.
pub fn said(days: Days) -> String {
    let ((year, month, day), (last_year, last_month, last_day)) = (date(days.first), date(days.last));
    let name = month_name(month);
    let year_said = |year: i32| if year < 1 { format!("{} BC", 1 - year) } else { year.to_string() };
    if days.first == days.last {
        return format!("{day} {name} {}", year_said(year));
    }
    if days == Days::years(year, last_year) {
        return match year == last_year {
            true => year_said(year),
            false => format!("{}–{}", year_said(year), year_said(last_year)),
        };
    }
    if days == Days::months(year, month, last_month) && year == last_year {
        return match month == last_month {
            true => format!("{name} {}", year_said(year)),
            false => format!("{name}–{} {}", month_name(last_month), year_said(year)),
        };
    }
    let last = format!("{last_day} {} {}", month_name(last_month), year_said(last_year));
    match (year == last_year, month == last_month) {
        (true, true) => format!("{day}–{last}"),
        (true, false) => format!("{day} {name} – {last}"),
        _ => format!("{day} {name} {} – {last}", year_said(year)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_are_days() {
        let check = |value: &str, expected: &str| {
            assert_eq!(Days::of(value).map(said).unwrap_or_default(), expected, "{value}");
        };
        check("2018-09-17", "17 September 2018");
        check("2018-09-17T14:30", "17 September 2018");
        check("2018-09-17TNI", "17 September 2018");
        check("2018-09", "September 2018");
        check("2018-12", "December 2018");
        check("2018", "2018");
        check("201", "2010–2019");
        check("20", "2000–2099");
        check("BC0490", "490 BC");
        check("2018-W38", "17–23 September 2018");
        check("2018-W38-WE", "22–23 September 2018");
        check("2018-W01", "1–7 January 2018");
        check("2020-W53", "28 December 2020 – 3 January 2021");
        check("2018-Q3", "July–September 2018");
        check("2018-H2", "July–December 2018");
        check("2018-SU", "June–August 2018");
        check("2018-WI", "1 December 2018 – 28 February 2019");
        check("2016-02-29", "29 February 2016");
        for value in [
            "",
            "P3D",
            "PRESENT_REF",
            "XXXX-09-11",
            "XXXX-WXX-1",
            "2018-13",
            "2018-02-29",
            "2018-W54",
            "1.5",
            "2018-09-17-01",
            "T14:30",
            "é",
            "BC49",
        ] {
            check(value, "");
        }
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!((day(1970, 1, 1), day(2000, 3, 1), day(1969, 12, 31)), (0, 11_017, -1));
        assert_eq!(first_monday(2018), day(2018, 1, 1));
        assert_eq!(first_monday(2021), day(2021, 1, 4));
    }

    proptest! {
        #[test]
        fn dates_go_there_and_back(at in -1_000_000..1_000_000_i32) {
            let (year, month, of_month) = date(at);
            prop_assert_eq!(day(year, month, of_month), at);
            prop_assert!((1..=12).contains(&month) && (1..=31).contains(&of_month));
        }
    }
}
