//! TIMEX3 values: what the words of a time say, against the day of writing and the date last spoken of.

use super::calendar::{Unit, day, near_weekday, week};
use super::words::Words;
use crate::Label;
use crate::pattern::Value;
use crate::pattern::figure::slashed;
use crate::pattern::grammar::Grammar;
use jiff::civil::Date;

/// What is known when a time is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moment {
    /// The document creation time.
    pub dct: Option<Date>,
    /// The date last spoken of nearby, with how exact it was.
    pub reference: Option<(Date, Unit)>,
    /// The text tells of other years than the one of writing.
    pub narrative: bool,
    /// The sentence speaks of what is to come.
    pub future: bool,
    /// Months before days in `9/17/2018`.
    pub month_first: bool,
}

/// What a time says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    pub value: Option<String>,
    /// The date that later times may lean on.
    pub refers_to: Option<(Date, Unit)>,
    /// Another label than the rule's.
    pub label: Option<Label>,
}

impl Reading {
    fn of(value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..Self::default() }
    }

    fn named(date: Date, unit: Unit) -> Self {
        Self { value: Some(unit.name(date)), refers_to: Some((date, unit)), label: None }
    }
}

impl Words<'_> {
    /// The value, by the function that the rule names. Nothing if the words make no sense: then the rule did not match.
    pub fn read(&self) -> Option<Reading> {
        let grammar = Grammar::get();
        let (known, figures) = (grammar.known, grammar.figures);
        match self.found.rule.value {
            "iso" => self.iso(),
            "slashed" => {
                let (year, month, day) = slashed(self.text, self.moment.month_first)?;
                Some(Reading::named(Date::new(year, month, day).ok()?, Unit::Day))
            }
            "date" => self.date(),
            "month" | "part month" => self.whole_month(),
            "near month" => {
                let month = self.month()?;
                let Some(dct) = self.moment.dct else { return Some(Reading::of(format!("XXXX-{month:02}"))) };
                let year = dct.year()
                    + match self.side() {
                        -1 if month >= dct.month() => -1,
                        1 if month <= dct.month() => 1,
                        _ => 0,
                    };
                Some(Reading::named(Date::new(year, month, 1).ok()?, Unit::Month))
            }
            "month of near year" => {
                let month = self.month()?;
                let Some(dct) = self.moment.dct else { return Some(Reading::of(format!("XXXX-{month:02}"))) };
                let year = dct.year() + self.side() as i16;
                Some(Reading::named(Date::new(year, month, 1).ok()?, Unit::Month))
            }
            "era" => {
                let number = self
                    .year()
                    .map(|year| u32::from(year.unsigned_abs()))
                    .or_else(|| self.number(figures.num)?.to_whole(9999))?;
                let before = self.code(known.era) == Some("BC");
                Some(Reading::of(if before { format!("BC{number:04}") } else { format!("{number:04}") }))
            }
            "season" => {
                let (year, season) = (self.year()?, self.code(known.season)?);
                Some(Reading {
                    refers_to: Some((Date::new(year, 1, 1).ok()?, Unit::Year)),
                    ..Reading::of(format!("{year:04}-{season}"))
                })
            }
            "year" => Some(Reading::named(Date::new(self.year()?, 1, 1).ok()?, Unit::Year)),
            "named year" => {
                (self.unit()? == Unit::Year).then_some(())?;
                Some(Reading::named(Date::new(self.year()?, 1, 1).ok()?, Unit::Year))
            }
            "fiscal" => Some(Reading::of(format!("FY{:04}", self.year()?))),
            "ordinal of year" => self.ordinal_of_year(),
            "short year" => {
                let year = self.int(figures.year2)? as i16;
                Some(Reading::of(format!("{:04}", if year < 30 { 2000 + year } else { 1900 + year })))
            }
            "decade" => {
                let decade = self.int(figures.decade)?;
                let decade = if decade < 10 { if decade < 3 { 200 + decade } else { 190 + decade } } else { decade };
                let year = (decade * 10) as i16;
                Some(Reading {
                    refers_to: Some((Date::new(year, 1, 1).ok()?, Unit::Decade)),
                    ..Reading::of(format!("{decade:03}"))
                })
            }
            "century" => {
                let n = self.int(figures.ord).filter(|n| (1..=40).contains(n))?;
                match (self.unit()?, self.code(known.era)) {
                    (Unit::Century, Some("BC")) => Some(Reading::of(format!("BC{:02}", n - 1))),
                    (Unit::Century, _) => Some(Reading::of(format!("{:02}", n - 1))),
                    (Unit::Millennium, None) => Some(Reading::of(format!("{}", n - 1))),
                    _ => None,
                }
            }
            "half of year" => {
                let half = self.int(figures.ord).filter(|n| *n <= 2)?;
                Some(Reading::of(format!("{:04}-H{half}", self.year()?)))
            }
            "daypart of date" => {
                let part = self.code(known.daypart).or_else(|| self.code(known.noon))?;
                let day = self.date()?;
                Some(Reading { value: day.value.map(|day| format!("{day}T{part}")), ..day })
            }
            "lone season" => {
                let season = self.code(known.season)?;
                Some(Reading::of(match self.moment.reference.filter(|(_, unit)| exact_enough(*unit, Unit::Year)) {
                    Some((near, _)) => format!("{:04}-{season}", near.year()),
                    None => format!("XXXX-{season}"),
                }))
            }
            "nine eleven" => Some(Reading::of("2001-09-11")),
            "near day" => self.near_day(),
            "near daypart" => self.near_daypart(),
            "day after tomorrow" => self.near_dct(Unit::Day, 2),
            "day before yesterday" => self.near_dct(Unit::Day, -2),
            "weekday" | "weekday daypart" | "weekday noon" => self.weekday(),
            "weekday of week" => {
                let wanted = self.int(known.weekday)?;
                let Some(dct) = self.moment.dct else { return Some(Reading::of(format!("XXXX-WXX-{wanted}"))) };
                let monday = near_weekday(dct, 1, false)?;
                let found = Unit::Day.shift(monday, self.side() * 7 + wanted - 1)?;
                Some(Reading::named(found, Unit::Day))
            }
            "near unit" => self.near_unit(),
            "anaphoric unit" => self.anaphoric_unit(),
            "phase of unit" => {
                let unit =
                    self.unit().filter(|u| !matches!(u, Unit::Second | Unit::Minute | Unit::Hour | Unit::Day))?;
                match self.moment.reference {
                    Some((near, exact)) if self.moment.narrative && exact_enough(exact, unit) => {
                        Some(Reading::named(near, unit))
                    }
                    _ => self.near_dct(unit, 0),
                }
            }
            "same unit" => {
                let unit = self.unit()?;
                match self.moment.reference {
                    Some((date, exact)) if exact_enough(exact, unit) => Some(Reading::named(date, unit)),
                    _ => Some(Reading::of(unit.unknown())),
                }
            }
            "weekend" => {
                let Some(dct) = self.moment.dct else { return Some(Reading::of("XXXX-WXX-WE")) };
                let saturday = near_weekday(dct, 6, self.moment.future)?;
                Some(Reading::of(format!("{}-WE", week(saturday))))
            }
            "ago" => self.ago(),
            "earlier" => self.near_reference(-1),
            "later" => self.near_reference(1),
            "from now" => match self.count() {
                Some(n) => self.near_dct(self.unit()?, n),
                None => Some(Reading::of("FUTURE_REF")),
            },
            "clock" => self.clock(),
            "o'clock" => {
                let hour = self.number(figures.num)?.to_whole(12)?;
                Some(self.at_time(&format!("{hour:02}:00")))
            }
            "daypart" => {
                let code = self.code(known.daypart).or_else(|| self.code(known.noon))?;
                Some(self.at_time(code))
            }
            "overnight" => Some(self.at_time("NI")),
            "length" => {
                let unit = self.unit()?;
                let count = self.number(figures.num).map(|n| n.to_string()).or_else(|| self.vague_count())?;
                let reasonable =
                    self.number(figures.num).is_none_or(|n| n.to_whole(100_000_000).is_some() || count.contains('.'));
                reasonable.then(|| Reading::of(unit.duration(&count)))
            }
            "length of one" => Some(Reading::of(self.unit()?.duration("1"))),
            "compound" => {
                let (unit, number) =
                    (self.compound_unit()?, self.number(figures.compound).or_else(|| self.number(figures.age))?);
                Some(Reading::of(unit.duration(&number.to_string())))
            }
            "long" => Some(Reading::of(self.long_unit()?.duration("1"))),
            "half" => Some(Reading::of(match self.unit()? {
                Unit::Hour => "PT30M".to_owned(),
                Unit::Year => "P6M".to_owned(),
                Unit::Minute => "PT30S".to_owned(),
                Unit::Decade => "P5Y".to_owned(),
                Unit::Century => "P50Y".to_owned(),
                Unit::Day => "PT12H".to_owned(),
                unit => unit.duration("0.5"),
            })),
            "and a half" => self.and_a_half(1),
            "number and a half" => self.and_a_half(self.number(figures.num)?.to_whole(1000)?),
            "every" => {
                let unit = self.unit()?;
                let other = self.contains("other");
                let count = if other { Some("2".to_owned()) } else { self.number(figures.num).map(|n| n.to_string()) };
                let ordinal = self.int(figures.ord).map(|n| n.to_string());
                let count = count
                    .or(ordinal)
                    .or_else(|| self.has(known.many).then(|| self.vague_count()).flatten())
                    .unwrap_or_else(|| "1".to_owned());
                Some(Reading::of(unit.duration(&count)))
            }
            "every weekday" => Some(Reading::of(format!(
                "XXXX-WXX-{}{}",
                self.int(known.weekday)?,
                self.code(known.daypart).map_or(String::new(), |part| format!("T{part}"))
            ))),
            "weekdays" => Some(Reading::of(format!("XXXX-WXX-{}", self.int(known.weekdays)?))),
            "every part" => Some(Reading::of(match (self.code(known.daypart), self.code(known.season)) {
                (Some(part), _) => format!("T{part}"),
                (None, season) => format!("XXXX-{}", season?),
            })),
            "frequency" => Some(Reading::of(self.unit()?.duration("1"))),
            "often" => Some(Reading::of(self.code(known.often).unwrap_or("P1D"))),
            unknown => unreachable!("no value is made by {unknown}: a test reads the rules"),
        }
    }

    fn iso(&self) -> Option<Reading> {
        let day_part = self.text.get(..10)?;
        let (year, month, day) = slashed(day_part, false)?;
        let date = Date::new(year, month, day).ok()?;
        let time = self.text[10..].starts_with('T');
        Some(if time {
            Reading { label: Some(Label::Time), refers_to: Some((date, Unit::Day)), ..Reading::of(self.text) }
        } else {
            Reading::named(date, Unit::Day)
        })
    }

    fn date(&self) -> Option<Reading> {
        let (month, day_of_month) = (self.month()?, self.day_of_month()?);
        let year = self.year().or_else(|| self.year_of(month, day_of_month));
        match year {
            Some(year) => Some(Reading::named(Date::new(year, month, day_of_month).ok()?, Unit::Day)),
            None if day_of_month <= 31 => Some(Reading::of(format!("XXXX-{month:02}-{day_of_month:02}"))),
            None => None,
        }
    }

    fn whole_month(&self) -> Option<Reading> {
        let month = self.month()?;
        match self.year().or_else(|| self.year_of(month, 1)) {
            Some(year) => Some(Reading::named(Date::new(year, month, 1).ok()?, Unit::Month)),
            None => Some(Reading::of(format!("XXXX-{month:02}"))),
        }
    }

    /// The year of a date that names none: that of a date nearby, else the one that puts it next to the day of writing.
    fn year_of(&self, month: i8, day_of_month: i8) -> Option<i16> {
        let dct = self.moment.dct;
        if let Some((near, unit)) = self.moment.reference
            && !matches!(unit, Unit::Decade | Unit::Century)
            && dct.is_none_or(|dct| near.year() != dct.year())
        {
            // A story goes on: January after December is the next year's.
            let turned = matches!(unit, Unit::Day | Unit::Month) && month + 6 < near.month();
            return Some(near.year() + i16::from(turned));
        }
        let dct = dct?;
        let here = (dct.month(), dct.day());
        Some(match (self.moment.future, (month, day_of_month) <= here) {
            (false, true) => dct.year(),
            (false, false) => dct.year() - 1,
            (true, true) => dct.year() + i16::from((month, day_of_month) < here && month != dct.month()),
            (true, false) => dct.year(),
        })
    }

    fn ordinal_of_year(&self) -> Option<Reading> {
        let n = self.int(Grammar::get().figures.ord)?;
        let year = self.year().or_else(|| Some(self.moment.dct?.year() + self.side() as i16));
        let year = year.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
        match self.unit()? {
            Unit::Quarter if n <= 4 => Some(Reading::of(format!("{year}-Q{n}"))),
            Unit::Month if n <= 12 => Some(Reading::of(format!("{year}-{n:02}"))),
            Unit::Week if n <= 53 => Some(Reading::of(format!("{year}-W{n:02}"))),
            _ => None,
        }
    }

    fn near_dct(&self, unit: Unit, count: i32) -> Option<Reading> {
        if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
            return Some(Reading { label: Some(Label::Time), ..Reading::of("XXXX-XX-XXTXX:XX") });
        }
        match self.moment.dct {
            Some(dct) => Some(Reading { refers_to: None, ..Reading::named(unit.shift(dct, count)?, unit) }),
            None => Some(Reading::of(unit.unknown())),
        }
    }

    fn near_day(&self) -> Option<Reading> {
        let offset = self.int(Grammar::get().known.today)?;
        let found = self.near_dct(Unit::Day, offset)?;
        if self.contains("tonight") {
            return Some(Reading { value: found.value.map(|day| day + "TNI"), label: Some(Label::Time), ..found });
        }
        Some(found)
    }

    fn near_daypart(&self) -> Option<Reading> {
        let known = Grammar::get().known;
        let part = self.code(known.daypart)?;
        let offset = self.int(known.today).unwrap_or_else(|| self.side());
        let day = self.near_dct(Unit::Day, offset)?;
        Some(Reading { value: day.value.map(|day| format!("{day}T{part}")), ..day })
    }

    fn weekday(&self) -> Option<Reading> {
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
        Some(Reading { value: Some(day(date) + &part), refers_to: Some((date, Unit::Day)), label: None })
    }

    fn near_unit(&self) -> Option<Reading> {
        let known = Grammar::get().known;
        if let Some(season) = self.code(known.season) {
            let Some(dct) = self.moment.dct else { return Some(Reading::of(format!("XXXX-{season}"))) };
            let begins = match season {
                "SP" => 3,
                "SU" => 6,
                "FA" => 9,
                _ => 12,
            };
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

    /// "The previous year" leans on a date nearby; "the last year" on the day of writing.
    fn anaphoric_unit(&self) -> Option<Reading> {
        let known = Grammar::get().known;
        let Some(unit) = self.unit() else { return self.near_unit() };
        let Some(side) = self.int(known.anaphor) else {
            return self.near_dct(unit, self.side());
        };
        match self.moment.reference {
            Some((date, exact)) if exact_enough(exact, unit) => Some(Reading::named(unit.shift(date, side)?, unit)),
            _ => Some(Reading::of(unit.unknown())),
        }
    }

    /// How many units, if it is known.
    fn count(&self) -> Option<i32> {
        let grammar = Grammar::get();
        if self.contains("couple") {
            return Some(2);
        }
        match self.number(grammar.figures.num) {
            Some(n) => n.to_whole(100_000).map(|n| n as i32),
            None => (!self.has(grammar.known.vague)).then_some(1),
        }
    }

    fn vague_count(&self) -> Option<String> {
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

    fn ago(&self) -> Option<Reading> {
        match self.count() {
            Some(n) => self.near_dct(self.unit()?, -n),
            None => Some(Reading::of("PAST_REF")),
        }
    }

    /// "Two years later": later than the date nearby.
    fn near_reference(&self, sign: i32) -> Option<Reading> {
        let unit = self.unit()?;
        match (self.moment.reference, self.count()) {
            (Some((date, exact)), Some(n)) if exact_enough(exact, unit) => {
                Some(Reading::named(unit.shift(date, sign * n)?, unit))
            }
            _ => Some(Reading::of(unit.unknown())),
        }
    }

    fn clock(&self) -> Option<Reading> {
        let grammar = Grammar::get();
        let (known, figures) = (grammar.known, grammar.figures);
        let minutes = [figures.clock_meridiem, figures.clock, figures.military].into_iter().find_map(|c| self.int(c));
        let minutes = minutes.or_else(|| self.int(figures.hour).map(|h| h * 60))?;
        let (hour, minute) = (minutes / 60, minutes % 60);
        let hour = match self.int(known.meridiem) {
            Some(_) if hour > 12 => return None,
            Some(half) => hour % 12 + half,
            None => hour,
        };
        let zone = self.code(known.timezone).unwrap_or("");
        Some(self.at_time(&format!("{hour:02}:{minute:02}{zone}")))
    }

    /// A time on the day last spoken of, else of the day of writing.
    fn at_time(&self, time: &str) -> Reading {
        let near =
            self.moment.reference.filter(|(_, unit)| *unit == Unit::Day).map(|(date, _)| date).or(self.moment.dct);
        Reading::of(format!("{}T{time}", near.map_or("XXXX-XX-XX".to_owned(), day)))
    }

    fn compound_unit(&self) -> Option<Unit> {
        let unit = Grammar::get().figures.unit;
        let codes = self.items[self.found.items.clone()].iter().filter_map(|item| item.value(unit));
        codes.filter_map(|v| if let Value::Code(code) = v { Unit::of_code(code) } else { None }).next()
    }

    fn long_unit(&self) -> Option<Unit> {
        self.code(Grammar::get().figures.long).and_then(Unit::of_code)
    }

    fn and_a_half(&self, whole: u32) -> Option<Reading> {
        let (unit, many) = (self.unit()?, 2 * whole + 1);
        Some(Reading::of(match unit {
            Unit::Year => Unit::Month.duration(&(many * 6).to_string()),
            Unit::Hour => Unit::Minute.duration(&(many * 30).to_string()),
            Unit::Decade => Unit::Year.duration(&(many * 5).to_string()),
            Unit::Century => Unit::Year.duration(&(many * 50).to_string()),
            _ => unit.duration(&format!("{whole}.5")),
        }))
    }
}

/// Whether a date known to `known` says which `wanted` it lies in.
fn exact_enough(known: Unit, wanted: Unit) -> bool {
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
