//! Times near the day of writing or near a date spoken of: "last week", "on Friday", "two years later".

use super::calendar::{Unit, day, exact_enough, near_weekday, week};
use super::value::Reading;
use super::words::Words;
use crate::Label;
use crate::pattern::grammar::Grammar;

impl Words<'_> {
    pub fn near_dct(&self, unit: Unit, count: i32) -> Option<Reading> {
        if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
            return Some(Reading { label: Some(Label::Time), ..Reading::of("XXXX-XX-XXTXX:XX") });
        }
        match self.moment.dct {
            Some(dct) => Some(Reading { refers_to: None, ..Reading::named(unit.shift(dct, count)?, unit) }),
            None => Some(Reading::of(unit.unknown())),
        }
    }

    pub fn near_day(&self) -> Option<Reading> {
        let offset = self.int(Grammar::get().known.today)?;
        let found = self.near_dct(Unit::Day, offset)?;
        if self.contains("tonight") {
            return Some(Reading { value: found.value.map(|day| day + "TNI"), label: Some(Label::Time), ..found });
        }
        Some(found)
    }

    pub fn near_daypart(&self) -> Option<Reading> {
        let known = Grammar::get().known;
        let part = self.code(known.daypart)?;
        let offset = self.int(known.today).unwrap_or_else(|| self.side());
        let day = self.near_dct(Unit::Day, offset)?;
        Some(Reading { value: day.value.map(|day| format!("{day}T{part}")), ..day })
    }

    pub fn weekday(&self) -> Option<Reading> {
        let known = Grammar::get().known;
        let wanted = self.int(known.weekday)?;
        let part =
            self.code(known.daypart).or_else(|| self.code(known.noon)).map_or(String::new(), |p| format!("T{p}"));
        let Some(dct) = self.moment.dct else { return Some(Reading::of(format!("XXXX-WXX-{wanted}{part}"))) };
        let date = if self.has(known.last) {
            near_weekday(Unit::Day.shift(dct, -1)?, wanted, false)?
        } else if self.has(known.next) {
            near_weekday(dct, wanted, true)?
        } else if self.has(known.this) {
            near_weekday(near_weekday(dct, 1, false)?, wanted, true)
                .filter(|_| wanted != 1)
                .or_else(|| near_weekday(dct, 1, false))?
        } else {
            near_weekday(dct, wanted, self.moment.future)?
        };
        Some(Reading { refers_to: Some((date, Unit::Day)), ..Reading::of(day(date) + &part) })
    }

    pub fn near_unit(&self) -> Option<Reading> {
        let known = Grammar::get().known;
        if let Some(season) = self.code(known.season) {
            let Some(dct) = self.moment.dct else { return Some(Reading::of(format!("XXXX-{season}"))) };
            let begins = first_month(season);
            let shift = match self.side() {
                -1 if dct.month() < begins + 3 || begins == 12 => -1,
                1 if dct.month() >= begins => 1,
                _ => 0,
            };
            return Some(Reading::of(format!("{:04}-{season}", dct.year() + shift)));
        }
        let unit = self.unit()?;
        if unit == Unit::Weekend && self.side() == -1 {
            let dct = self.moment.dct?;
            return Some(Reading::of(format!("{}-WE", week(near_weekday(dct, 6, false)?))));
        }
        self.near_dct(unit, self.side())
    }

    /// The season of that name that began last.
    pub fn last_season(&self, season: &str) -> Reading {
        let Some(dct) = self.moment.dct else { return Reading::of(format!("XXXX-{season}")) };
        Reading::of(format!("{:04}-{season}", dct.year() - i16::from(dct.month() < first_month(season))))
    }

    /// "The previous year" leans on a date nearby; "the last year" on the day of writing.
    pub fn anaphoric_unit(&self) -> Option<Reading> {
        let known = Grammar::get().known;
        let Some(unit) = self.unit() else { return self.near_unit() };
        let Some(side) = self.int(known.anaphor) else {
            return self.near_dct(unit, self.side());
        };
        self.beside_reference(unit, side)
    }

    /// How many units, if it is known.
    pub fn count(&self) -> Option<i32> {
        let grammar = Grammar::get();
        if self.contains("couple") {
            return Some(2);
        }
        match self.number(grammar.figures.num) {
            Some(n) => n.to_whole(100_000).map(|n| n as i32),
            None => (!self.has(grammar.known.vague)).then_some(1),
        }
    }

    pub fn vague_count(&self) -> Option<String> {
        let known = Grammar::get().known;
        if self.contains("couple") {
            return Some("2".to_owned());
        }
        match self.int(known.many) {
            Some(n) => Some(n.to_string()),
            None if self.has(known.article) => Some("1".to_owned()),
            None => Some("X".to_owned()),
        }
    }

    pub fn ago(&self) -> Option<Reading> {
        match self.count() {
            Some(n) => self.near_dct(self.unit()?, -n),
            None => Some(Reading::of("PAST_REF")),
        }
    }

    /// "Two years later": later than the date nearby.
    pub fn near_reference(&self, sign: i32) -> Option<Reading> {
        match self.count() {
            Some(n) => self.beside_reference(self.unit()?, sign * n),
            None => Some(Reading::of(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" })),
        }
    }

    /// So many units from the date nearby; in news that named none, from the day of writing. A year from a quarter is a
    /// quarter again.
    pub fn beside_reference(&self, unit: Unit, count: i32) -> Option<Reading> {
        match self.moment.reference {
            Some((date, Unit::Quarter)) if unit == Unit::Year => {
                Some(Reading::named(unit.shift(date, count)?, Unit::Quarter))
            }
            Some((date, exact)) if exact_enough(exact, unit) => Some(Reading::named(unit.shift(date, count)?, unit)),
            None if !self.moment.narrative => self.near_dct(unit, count),
            _ => Some(Reading::of(unit.unknown())),
        }
    }
}

/// The month with which a season begins.
fn first_month(season: &str) -> i8 {
    match season {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}
