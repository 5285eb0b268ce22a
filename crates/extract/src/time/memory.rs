//! The dates that a text spoke of, as it goes on: what later ones lean on.

use super::calendar::Unit;
use jiff::civil::Date;

/// Dates lean on a date spoken of at most this many sentences before.
const REACH: usize = 12;

/// Years other than its own that a text names before it is held to tell of other times.
const NARRATIVE: i32 = 3;

/// Bytes at the beginning of a text that show whether it does so throughout, as histories and lives do.
const SAMPLE: usize = 64 * 1024;
/// As many other years there show it, if they are so many times as many as those near the day of writing.
const SHOWN: (i32, i32) = (10, 4);

/// The dates that were spoken of.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TimeMemory {
    reference: Option<(Date, Unit)>,
    /// Sentences since.
    age: usize,
    /// Times something was said to happen in a year that is not the one of writing, less those where it was, and less days
    /// near it.
    other_years: i32,
    /// The reference is of this paragraph.
    here: bool,
    /// What is told in this paragraph happened at the reference, not near the day of writing.
    led: bool,
}

/// How a date was spoken of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    pub date: Date,
    pub unit: Unit,
    /// Its year was named.
    pub year_named: bool,
    /// It says when something happened: "In 1998 he came", not "the plan of 1998".
    pub is_setting: bool,
}

impl TimeMemory {
    /// Before a text is read; O(1) in its length.
    pub fn of(text: &str, dct: Option<Date>) -> Self {
        let (mut others, mut near) = (0, 0);
        for year in years(&text.as_bytes()[..text.len().min(SAMPLE)]) {
            let is_near = dct.is_some_and(|dct| (i32::from(dct.year()) - year).abs() < 2);
            *(if is_near { &mut near } else { &mut others }) += 1;
        }
        let told = others >= SHOWN.0 && others > SHOWN.1 * near;
        Self { other_years: if told { SHOWN.0 } else { 0 }, ..Self::default() }
    }

    /// A sentence goes by; whether a paragraph begins with it.
    pub fn next_sentence(&mut self, begins_paragraph: bool) {
        self.age += 1;
        self.here &= !begins_paragraph;
        self.led &= !begins_paragraph;
        if self.age > REACH && !self.is_narrative() {
            self.reference = None;
        }
    }

    /// The date last spoken of nearby, with how exact it was.
    pub fn reference(&self) -> Option<(Date, Unit)> {
        self.reference
    }

    /// The day on which times of the day lean, if not on that of writing.
    pub fn day(&self) -> Option<Date> {
        let (date, unit) = self.reference?;
        (unit == Unit::Day && (self.here || self.is_narrative())).then_some(date)
    }

    /// Whether the text tells of other years than its own: then dates lean on the one before, however far.
    pub fn is_narrative(&self) -> bool {
        self.other_years >= NARRATIVE
    }

    /// The date on which a month or a day without a year leans, if not on the day of writing.
    pub fn story(&self, dct: Option<Date>) -> Option<(Date, Unit)> {
        let told = self.reference.filter(|(_, unit)| !matches!(unit, Unit::Decade | Unit::Century));
        let elsewhere = |date: &Date| dct.is_none_or(|dct| dct.year() != date.year());
        told.filter(|(date, _)| elsewhere(date) && (self.led || self.is_narrative() || dct.is_none()))
    }

    /// A date was spoken of.
    pub fn remember(&mut self, said: Mention, dct: Option<Date>) {
        self.reference = Some((said.date, said.unit));
        self.age = 0;
        self.here = true;
        if !said.year_named {
            return;
        }
        let other = dct.is_none_or(|dct| dct.year() != said.date.year());
        let past = dct.is_none_or(|dct| said.date < dct);
        self.led = other && past && said.is_setting;
        self.weigh(if !other { -2 } else { i32::from(said.is_setting) });
    }

    /// Something is said of the present: what a paragraph told of another time is over.
    pub fn leave(&mut self) {
        self.led = false;
    }

    /// A day or a week next to that of writing was spoken of, as news do.
    pub fn near(&mut self) {
        self.weigh(-2);
    }

    fn weigh(&mut self, by: i32) {
        self.other_years = (self.other_years + by).clamp(-20, 20);
    }
}

/// Four figures that can be a year, and stand alone.
fn years(text: &[u8]) -> impl Iterator<Item = i32> {
    let is_part = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].iter().position(u8::is_ascii_digit)?;
            at = start + text[start..].iter().take_while(|b| b.is_ascii_digit()).count();
            let alone = at - start == 4 && !is_part(at) && (start == 0 || !is_part(start - 1));
            let year =
                text[start..at].iter().fold(0_i32, |n, digit| n.wrapping_mul(10).wrapping_add(i32::from(digit - b'0')));
            if alone && (1000..2100).contains(&year) {
                return Some(year);
            }
        }
    })
}
