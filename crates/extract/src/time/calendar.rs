//! Parts of the calendar, and their names in TIMEX3 (TimeML 1.2.1, section 2.2).

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate};

/// A unit of time, as the rules' lists code it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Semester,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    pub fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "S" => Self::Second,
            "M" => Self::Minute,
            "H" => Self::Hour,
            "D" => Self::Day,
            "WE" => Self::Weekend,
            "W" => Self::Week,
            "FN" => Self::Fortnight,
            "MO" => Self::Month,
            "Q" => Self::Quarter,
            "SE" => Self::Semester,
            "Y" => Self::Year,
            "DE" => Self::Decade,
            "CE" => Self::Century,
            "ML" => Self::Millennium,
            _ => return None,
        })
    }

    /// The value of a duration of `count` units, which may be `X` for an unknown number.
    pub fn duration(self, count: &str) -> String {
        let doubled = |count: &str, each: u32| count.parse::<u32>().map_or("X".to_owned(), |n| (n * each).to_string());
        match self {
            Self::Second => format!("PT{count}S"),
            Self::Minute => format!("PT{count}M"),
            Self::Hour => format!("PT{count}H"),
            Self::Day => format!("P{count}D"),
            Self::Weekend => format!("P{count}WE"),
            Self::Week => format!("P{count}W"),
            Self::Fortnight => format!("P{}W", doubled(count, 2)),
            Self::Month => format!("P{count}M"),
            Self::Quarter => format!("P{count}Q"),
            Self::Semester => format!("P{}M", doubled(count, 6)),
            Self::Year => format!("P{count}Y"),
            Self::Decade => format!("P{count}DE"),
            Self::Century => format!("P{count}CE"),
            Self::Millennium => format!("P{count}ML"),
        }
    }

    /// The name of the unit that holds `date`; days and less give the day.
    pub fn name(self, date: Date) -> String {
        let (year, month) = (date.year(), date.month());
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day => day(date),
            Self::Week | Self::Fortnight => week(date),
            Self::Weekend => format!("{}-WE", week(date)),
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Self::Semester => format!("{year:04}-H{}", (month - 1) / 6 + 1),
            Self::Year => format!("{year:04}"),
            Self::Decade => format!("{:03}", year / 10),
            Self::Century => format!("{:02}", year / 100),
            Self::Millennium => format!("{}", year / 1000),
        }
    }

    /// The name with nothing known: `XXXX-WXX` for a week.
    pub fn unknown(self) -> &'static str {
        match self {
            Self::Second | Self::Minute | Self::Hour => "XXXX-XX-XXTXX:XX",
            Self::Day => "XXXX-XX-XX",
            Self::Week | Self::Fortnight => "XXXX-WXX",
            Self::Weekend => "XXXX-WXX-WE",
            Self::Month => "XXXX-XX",
            Self::Quarter => "XXXX-QX",
            Self::Semester => "XXXX-HX",
            Self::Year => "XXXX",
            Self::Decade => "XXX",
            Self::Century => "XX",
            Self::Millennium => "X",
        }
    }

    /// `date` moved by `count` units; nothing where the calendar ends.
    pub fn shift(self, date: Date, count: i32) -> Option<Date> {
        let count = i64::from(count);
        let span = match self {
            Self::Second | Self::Minute | Self::Hour => return Some(date),
            Self::Day => in_reach(count)?.days(),
            Self::Week | Self::Weekend => in_reach(count)?.weeks(),
            Self::Fortnight => in_reach(count * 2)?.weeks(),
            Self::Month => in_reach(count)?.months(),
            Self::Quarter => in_reach(count * 3)?.months(),
            Self::Semester => in_reach(count * 6)?.months(),
            Self::Year => in_years(count)?.years(),
            Self::Decade => in_years(count * 10)?.years(),
            Self::Century => in_years(count * 100)?.years(),
            Self::Millennium => in_years(count * 1000)?.years(),
        };
        date.checked_add(span).ok()
    }
}

/// Counts that a span of the calendar takes.
fn in_reach(count: i64) -> Option<i64> {
    (-100_000..=100_000).contains(&count).then_some(count)
}

fn in_years(count: i64) -> Option<i64> {
    (-19_000..=19_000).contains(&count).then_some(count)
}

/// `2018-09-17`.
pub(crate) fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `2018-W38`.
pub(crate) fn week(date: Date) -> String {
    let week: ISOWeekDate = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Monday is 1.
pub(crate) fn weekday(date: Date) -> i32 {
    i32::from(date.weekday().to_monday_one_offset())
}

/// The nearest day of that name: the last one up to `date`, or the first one after it.
pub(crate) fn near_weekday(date: Date, wanted: i32, after: bool) -> Option<Date> {
    let back = (weekday(date) - wanted).rem_euclid(7);
    Unit::Day.shift(date, if after { 7 - back } else { -back })
}

/// Whether a date known to `known` says which `wanted` it lies in.
pub(crate) fn exact_enough(known: Unit, wanted: Unit) -> bool {
    let rank = |unit: Unit| match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => 0,
        Unit::Week | Unit::Weekend | Unit::Fortnight => 1,
        Unit::Month => 2,
        Unit::Quarter | Unit::Semester => 3,
        Unit::Year => 4,
        Unit::Decade => 5,
        Unit::Century => 6,
        Unit::Millennium => 7,
    };
    rank(known) <= rank(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn units_are_named_and_shifted() {
        let monday = date(2018, 9, 17);
        assert_eq!(weekday(monday), 1);
        assert_eq!(near_weekday(monday, 5, false), Some(date(2018, 9, 14)));
        assert_eq!(near_weekday(monday, 1, false), Some(monday));
        assert_eq!(near_weekday(monday, 1, true), Some(date(2018, 9, 24)));
        for (unit, count, expected) in [
            (Unit::Day, -17, "2018-08-31"),
            (Unit::Week, -1, "2018-W37"),
            (Unit::Month, 4, "2019-01"),
            (Unit::Quarter, 0, "2018-Q3"),
            (Unit::Year, -1, "2017"),
            (Unit::Decade, -1, "200"),
            (Unit::Century, -1, "19"),
        ] {
            assert_eq!(unit.shift(monday, count).map(|d| unit.name(d)).as_deref(), Some(expected));
        }
        assert_eq!(Unit::Millennium.shift(monday, 100), None);
        assert_eq!(Unit::Fortnight.duration("2"), "P4W");
    }
}
