//! Dates of the calendar, whole or in part.

use super::calendar::{Unit, weekday};
use super::feast;
use super::value::Reading;
use super::words::Words;
use crate::Label;
use crate::pattern::dated;
use crate::pattern::grammar::Grammar;
use jiff::civil::Date;

/// 29 February is looked for in as many years.
const LEAP: i16 = 8;

impl Words<'_> {
    pub fn iso(&self) -> Option<Reading> {
        let (date, time) = dated::stamp(self.text)?;
        let named = Reading::named(date, Unit::Day);
        let stamp = || Reading { value: Some(self.text.to_owned()), label: Some(Label::Time), ..named.clone() };
        Some(if time.is_empty() { named } else { stamp() })
    }

    pub fn date(&self) -> Option<Reading> {
        self.day_in(self.month()?, self.day_of_month()?)
    }

    /// A day of a month, in the year that is named, here or further on, or that lies near.
    pub fn day_in(&self, month: i8, day: i8) -> Option<Reading> {
        if day > 31 {
            return None;
        }
        if let Some(year) = self.year().or_else(|| self.short_year()) {
            return Some(Reading::of_day(year, month, day));
        }
        if let Some(year) = self.year_ahead(month) {
            return Some(Reading { year_ahead: true, ..Reading::of_day(year, month, day) });
        }
        if let Some(year) = self.year_by_weekday(month, day) {
            return Some(Reading::of_day(year, month, day));
        }
        let Some(year) = self.year_of(month, day) else {
            return Some(Reading::of(format!("XXXX-{month:02}-{day:02}")));
        };
        // A day that few years have.
        let mut years = (0..LEAP).map(|n| if self.moment.future { year + n } else { year - n });
        let leap = || years.find_map(|year| Date::new(year, month, day).ok()).filter(|_| (month, day) == (2, 29));
        let date = Date::new(year, month, day).ok().or_else(leap);
        Some(date.map_or_else(Reading::default, |date| Reading::named(date, Unit::Day)))
    }

    /// "Tuesday, 2 October" names a year that is near: the one in which the day is a Tuesday.
    fn year_by_weekday(&self, month: i8, day: i8) -> Option<i16> {
        let (wanted, near) = (self.int(Grammar::get().known.weekday)?, self.year_of(month, day)?);
        let fits = |year: &i16| Date::new(*year, month, day).is_ok_and(|date| weekday(date) == wanted);
        [near, near + 1, near - 1].into_iter().find(fits)
    }

    /// "3 to 5 May": what the second day leaves out the first has.
    pub fn second_of_range(&self) -> Option<Reading> {
        let (from, day) = (self.range_start().filter(|from| from.unit == Unit::Day)?, self.day_of_month()?);
        let (year, month) = (self.year().unwrap_or(from.date.year()), from.date.month());
        (day > from.date.day() && !from.is_weekday).then(|| Reading::of_day(year, month, day))
    }

    /// "The 20th": of the month last spoken of.
    pub fn lone_day(&self) -> Option<Reading> {
        let day = self.day_of_month()?;
        let near = self.moment.reference.filter(|(_, unit)| matches!(unit, Unit::Day | Unit::Month))?.0;
        Some(Reading::named(Date::new(near.year(), near.month(), day).ok()?, Unit::Day))
    }

    pub fn whole_month(&self) -> Option<Reading> {
        let month = self.month()?;
        let named = |year| Some(Reading::named(Date::new(year, month, 1).ok()?, Unit::Month));
        if let Some(year) = self.year() {
            return named(year);
        }
        if let Some(year) = self.year_ahead(month) {
            return Some(Reading { year_ahead: true, ..named(year)? });
        }
        match self.year_of(month, 1) {
            Some(year) => named(year),
            None => Some(Reading::of(format!("XXXX-{month:02}"))),
        }
    }

    /// The year of `12` in `19-Nov-12`.
    pub fn short_year(&self) -> Option<i16> {
        let short = self.int(Grammar::get().figures.year2)? as i16;
        Some(if short < 50 { 2000 + short } else { 1900 + short })
    }

    /// The year of a date that names none: that of the story told, else the one that puts it next to the day of writing.
    pub fn year_of(&self, month: i8, day_of_month: i8) -> Option<i16> {
        if let Some((near, unit)) = self.moment.story {
            // A story goes on: January after December is the next year's.
            let turned = matches!(unit, Unit::Day | Unit::Month) && month <= 3 && near.month() >= 10;
            return Some(near.year() + i16::from(turned));
        }
        let dct = self.moment.dct?;
        let here = (dct.month(), dct.day());
        Some(match (self.moment.future, (month, day_of_month) <= here) {
            (false, true) => dct.year(),
            (false, false) => dct.year() - 1,
            (true, true) => dct.year() + i16::from((month, day_of_month) < here && month != dct.month()),
            (true, false) => dct.year(),
        })
    }

    pub fn ordinal_of_year(&self) -> Option<Reading> {
        let unit = self.unit()?;
        let n = self.int(Grammar::get().figures.ord)?;
        let year = self.year().or_else(|| Some(self.moment.dct?.year() + self.side() as i16));
        let written = year.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
        let first_month = match unit {
            Unit::Quarter if n <= 4 => Some(n * 3 - 2),
            Unit::Month if n <= 12 => Some(n),
            Unit::Week if n <= 53 => return Some(Reading::of(format!("{written}-W{n:02}"))),
            _ => None,
        }?;
        let Some(year) = year else {
            return Some(Reading::of(if unit == Unit::Quarter {
                format!("XXXX-Q{n}")
            } else {
                format!("XXXX-{n:02}")
            }));
        };
        Some(Reading::named(Date::new(year, first_month as i8, 1).ok()?, unit))
    }

    /// A quarter or a half in figures or words; without a year the last one that began, or the next.
    pub fn quarter(&self) -> Option<Reading> {
        let (known, figures) = (Grammar::get().known, Grammar::get().figures);
        if let Some(half) = self.int(figures.half_year) {
            return Some(Reading::of(format!("{:04}-H{half}", self.year()?)));
        }
        let quarter = self.int(figures.quarter).or_else(|| self.int(figures.ord)).filter(|n| (1..=4).contains(n))?;
        let near = self.has(known.this) || self.has(known.last) || self.has(known.next) || self.contains("of");
        let year = self.year().or_else(|| {
            let dct = self.moment.dct?;
            let began = quarter * 3 - 2 <= i32::from(dct.month());
            let side = match (near, self.moment.future) {
                (true, _) => self.side(),
                (false, false) => -i32::from(!began),
                (false, true) => i32::from(quarter * 3 < i32::from(dct.month())),
            };
            Some(dct.year() + side as i16)
        });
        let Some(year) = year else { return Some(Reading::of(format!("XXXX-Q{quarter}"))) };
        Some(Reading::named(Date::new(year, quarter as i8 * 3 - 2, 1).ok()?, Unit::Quarter))
    }

    /// A day that has a name, in the year that is named or the one that puts it next to the day of writing.
    pub fn feast(&self) -> Option<Reading> {
        let known = Grammar::get().known;
        let eve = self.contains("eve");
        let code = [known.feast, known.feast_day, known.feast_weekday].into_iter().find_map(|c| self.code(c));
        let code = code.unwrap_or("01-01");
        let days = match self.int(known.weekday) {
            Some(1) if code == "E+0" => 1,
            Some(6) if code == "E+0" => -1,
            _ => -i32::from(eve),
        };
        let on = |year: i16| Unit::Day.shift(feast::day_of(code, year)?, days);
        if let Some(year) = self.year() {
            return Some(Reading::named(on(year)?, Unit::Day));
        }
        let near = match (self.moment.story, self.moment.dct) {
            (Some((near, _)), _) => on(near.year()),
            (None, Some(dct)) => {
                let mut years = (-1..=2).map(|n| if self.moment.future { dct.year() + n } else { dct.year() + 1 - n });
                years.find_map(|year| on(year).filter(|day| if self.moment.future { *day >= dct } else { *day <= dct }))
            }
            (None, None) => None,
        };
        Some(near.map_or_else(Reading::default, |date| Reading::named(date, Unit::Day)))
    }
}
