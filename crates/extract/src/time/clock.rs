//! Times of the day.

use super::calendar::day;
use super::value::Reading;
use super::words::Words;
use crate::pattern::grammar::Grammar;

impl Words<'_> {
    /// A time of a day that is named elsewhere.
    pub fn clock(&self) -> Option<Reading> {
        Some(self.at_time(&self.clock_minutes()?))
    }

    /// "10 a.m. on Friday".
    pub fn clock_of_weekday(&self) -> Option<Reading> {
        let (weekday, time) = (self.weekday()?, self.clock_minutes()?);
        Some(Reading { value: weekday.value.map(|day| format!("{day}T{time}")), ..weekday })
    }

    /// Hour and minute, and the zone if it is named: `22:30Z`.
    pub fn clock_minutes(&self) -> Option<String> {
        let grammar = Grammar::get();
        let (known, figures) = (grammar.known, grammar.figures);
        let forms = [figures.clock_meridiem, figures.clock, figures.dotted, figures.military];
        let minutes = forms.into_iter().find_map(|c| self.int(c));
        let minutes = minutes.or_else(|| self.int(figures.hour).map(|h| h * 60))?;
        let (hour, minute) = (minutes / 60, minutes % 60);
        let hour = match self.int(known.meridiem) {
            Some(_) if hour > 12 => return None,
            Some(half) => hour % 12 + half,
            None => hour,
        };
        let glued = if self.text.ends_with('Z') && self.text.contains(':') { "Z" } else { "" };
        let zone = self.code(known.timezone).unwrap_or(glued);
        Some(format!("{hour:02}:{minute:02}{zone}"))
    }

    /// A time on the day last spoken of, else on the day of writing; in a story, on a day that is not known.
    pub fn at_time(&self, time: &str) -> Reading {
        let near = self.moment.day.or(self.moment.dct.filter(|_| !self.moment.narrative));
        Reading::of(format!("{}T{time}", near.map_or("XXXX-XX-XX".to_owned(), day)))
    }
}
