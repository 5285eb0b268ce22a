//! TIMEX3 values: what the words of a time say, against the day of writing and the date last spoken of.

use super::around::Before;
use super::calendar::{Unit, day, exact_enough, near_weekday, week};
use super::words::Words;
use crate::Label;
use crate::pattern::grammar::Grammar;
use crate::pattern::{Value, dated};
use jiff::civil::Date;

/// What is known when a time is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moment {
    /// The document creation time.
    pub dct: Option<Date>,
    /// The date last spoken of nearby, with how exact it was.
    pub reference: Option<(Date, Unit)>,
    /// The day on which times of the day lean, if not on that of writing.
    pub day: Option<Date>,
    /// The date on which months and days without a year lean, if not on the day of writing.
    pub story: Option<(Date, Unit)>,
    /// The text tells of other years than the one of writing.
    pub narrative: bool,
    /// The sentence speaks of what is to come.
    pub future: bool,
    /// Days before months in `9/7/2018`.
    pub day_first: bool,
    /// The time found before this one in the sentence.
    pub before: Option<Before>,
}

/// What a time says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    pub value: Option<String>,
    /// The date that later times may lean on.
    pub refers_to: Option<(Date, Unit)>,
    /// Another label than the rule's.
    pub label: Option<Label>,
    /// Its year is named further on: "in April and May 2015".
    pub year_ahead: bool,
}

impl Reading {
    pub fn of(value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..Self::default() }
    }

    pub fn named(date: Date, unit: Unit) -> Self {
        Self { value: Some(unit.name(date)), refers_to: Some((date, unit)), ..Self::default() }
    }

    /// A date of the calendar; without a value where there is no such day.
    pub fn of_day(year: i16, month: i8, day: i8) -> Self {
        Date::new(year, month, day).map_or_else(|_| Self::default(), |date| Self::named(date, Unit::Day))
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
                let (year, month, day) = dated::slashed(self.text, self.moment.day_first)?;
                Some(Reading::of_day(year, month, day))
            }
            "iso clock" => {
                let (date, _) = dated::stamp(self.text.get(..10)?)?;
                let clock = self.clock_minutes()?;
                Some(Reading { refers_to: Some((date, Unit::Day)), ..Reading::of(format!("{}T{clock}", day(date))) })
            }
            "date" => self.date(),
            "first of range" => {
                let (month, first) = (self.month_ahead()?, self.day_of_month()?);
                self.day_in(month, first)
            }
            "second of range" => self.second_of_range(),
            "second year of range" => {
                let (from, short) = (self.range_start()?, self.int(figures.year2)? as i16);
                let first = from.date.year();
                (from.unit == Unit::Year && short > first % 100).then_some(())?;
                Some(Reading::named(Date::new(first / 100 * 100 + short, 1, 1).ok()?, Unit::Year))
            }
            "day of month" => self.lone_day(),
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
                let season = || self.code(known.season).map(|season| format!("-{season}"));
                let part = self.month().map(|month| format!("-{month:02}")).or_else(season).unwrap_or_default();
                Some(Reading::of(if before { format!("BC{number:04}{part}") } else { format!("{number:04}{part}") }))
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
            "quarter" | "quarter in words" => self.quarter(),
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
            "decade in words" => Some(Reading::of(self.int(known.nineties)?.to_string())),
            "century in one word" => Some(Reading::of(format!("{:02}", self.int(figures.century)?))),
            "century" => {
                let n = self.int(figures.ord).filter(|n| (1..=40).contains(n))?;
                let era = if self.code(known.era) == Some("BC") { "BC" } else { "" };
                let millennium = self.text.to_ascii_lowercase().contains("millenni");
                Some(Reading::of(if millennium { format!("{era}{}", n - 1) } else { format!("{era}{:02}", n - 1) }))
            }
            "half of year" => {
                let half = self.int(figures.ord).filter(|n| *n <= 2)?;
                let near = || Some(self.moment.dct?.year() + self.side() as i16);
                let year = self.year().or_else(near).map_or("XXXX".to_owned(), |year| format!("{year:04}"));
                Some(Reading::of(format!("{year}-H{half}")))
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
            "season alone" => {
                let season = self.code(known.season)?;
                Some(match self.moment.story {
                    Some((near, _)) => Reading::of(format!("{:04}-{season}", near.year())),
                    None => self.last_season(season),
                })
            }
            "reference" => Some(Reading::of(self.code(known.reference).unwrap_or("PRESENT_REF"))),
            "present" => Some(Reading::of("PRESENT_REF")),
            "past" => Some(Reading::of("PAST_REF")),
            "future" => Some(Reading::of("FUTURE_REF")),
            "feast" | "new year" => self.feast(),
            "day before" => {
                let unit = self.unit()?;
                self.beside_reference(unit, if self.ends_in("before") { -1 } else { 1 })
            }
            "the unit" => {
                let unit = self.unit().filter(|u| {
                    matches!(u, Unit::Week | Unit::Month | Unit::Quarter | Unit::Year)
                        || *u == Unit::Day && self.has(known.early)
                })?;
                match self.moment.story {
                    Some((near, exact)) if exact_enough(exact, unit) => Some(Reading::named(near, unit)),
                    _ => self.near_dct(unit, 0),
                }
            }
            "clock of weekday" => self.clock_of_weekday(),
            "unnumbered length" => Some(Reading::of(self.unit()?.duration("X"))),
            "nine eleven" => {
                let other = self.month().is_some() && (self.month(), self.day_of_month()) != (Some(9), Some(11));
                (!other).then(|| Reading::of("2001-09-11"))
            }
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
            "anaphoric daypart" => {
                let (part, side) = (self.code(known.daypart)?, self.int(known.anaphor)?);
                let day = self.beside_reference(Unit::Day, side)?;
                Some(Reading { value: day.value.map(|day| format!("{day}T{part}")), ..day })
            }
            "that daypart" => {
                let part = self.code(known.daypart)?;
                let near = self.moment.day.map_or("XXXX-XX-XX".to_owned(), day);
                Some(Reading::of(format!("{near}T{part}")))
            }
            "weekend" => {
                let Some(dct) = self.moment.dct else { return Some(Reading::of("XXXX-WXX-WE")) };
                let saturday = near_weekday(dct, 6, self.moment.future)?;
                Some(Reading::of(format!("{}-WE", week(saturday))))
            }
            "ago" => self.ago(),
            "earlier" => self.near_reference(-1),
            "later" => self.near_reference(1),
            "year earlier" => self.beside_reference(Unit::Year, -1),
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
            "long" => {
                // "decades-long" says not how many.
                let many = self.text.split('-').next().is_some_and(|unit| unit.ends_with('s'));
                Some(Reading::of(self.long_unit()?.duration(if many { "X" } else { "1" })))
            }
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
