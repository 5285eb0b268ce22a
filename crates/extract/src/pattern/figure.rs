//! Words written with figures, and compounds with a hyphen: what classes they belong to.

use super::class::{Class, Classes, Lexeme, Value};
use super::decimal::Decimal;
use super::number_word;

/// The classes that are made here, not listed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FigureClasses {
    /// A number of any kind, words included: `1.5 million`, `twenty-one`.
    pub num: Class,
    /// 1 to 31 in at most two figures.
    pub daynum: Class,
    /// 1 to 12 in at most two figures.
    pub monthnum: Class,
    /// Four figures from 1000 to 2199.
    pub year: Class,
    /// Two figures: `98` in `'98`.
    pub year2: Class,
    /// `10:30`; minutes since midnight.
    pub clock: Class,
    /// 0 to 24.
    pub hour: Class,
    /// `5pm`, `10:30am`; minutes since midnight.
    pub clock_meridiem: Class,
    /// `21st`, `first`.
    pub ord: Class,
    /// `1st` to `31st`.
    pub dayord: Class,
    /// `1990s`: 199; `90s`: 9.
    pub decade: Class,
    /// `2018-09-17`, `2018-09-17T10:30`.
    pub iso: Class,
    /// `17/09/2018`, `9/17/18`, `17.09.2018`.
    pub slashed: Class,
    /// `three-day`, `3-day`: a number and a unit of time.
    pub compound: Class,
    /// `18-year-old`.
    pub age: Class,
    /// Four figures that are a time: `0930`.
    pub military: Class,
    /// The unit of a compound.
    pub unit: Class,
    /// `9/11`.
    pub nine_eleven: Class,
    /// `5m`: a number of millions if a currency stands before it.
    pub shortened: Class,
    /// `month-long`: a unit.
    pub long: Class,
    /// `10km`: a number and the unit of a quantity.
    pub measured: Class,
    /// The unit of a quantity.
    pub measure: Class,
}

impl FigureClasses {
    pub fn new(classes: &mut Classes) -> Self {
        Self {
            num: classes.class("NUM"),
            daynum: classes.class("DAYNUM"),
            monthnum: classes.class("MONTHNUM"),
            year: classes.class("YEAR"),
            year2: classes.class("YEAR2"),
            clock: classes.class("CLOCK"),
            hour: classes.class("HOUR"),
            clock_meridiem: classes.class("CLOCKMERIDIEM"),
            ord: classes.class("ORD"),
            dayord: classes.class("DAYORD"),
            decade: classes.class("DECADE"),
            iso: classes.class("ISODATE"),
            slashed: classes.class("SLASHED"),
            compound: classes.class("COMPOUND"),
            age: classes.class("AGE"),
            military: classes.class("MILITARY"),
            unit: classes.class("UNIT"),
            nine_eleven: classes.class("NINEELEVEN"),
            shortened: classes.class("SHORTENED"),
            long: classes.class("LONG"),
            measured: classes.class("MEASURED"),
            measure: classes.class("MEASURE"),
        }
    }

    /// Adds what the form of `word` says.
    ///
    /// `units` gives the value that a word has in a class, if it is listed there.
    pub fn classify(&self, word: &str, into: &mut Lexeme, units: impl Fn(Class, &str) -> Option<Value>) {
        if let Some(hyphen) = word.find('-').filter(|at| *at > 0) {
            self.compound(word, hyphen, into, &units);
        }
        if word.as_bytes().first().is_none_or(|b| !b.is_ascii_digit()) {
            self.word(word, into);
            return;
        }
        let figures = word.bytes().take_while(u8::is_ascii_digit).count();
        let (head, tail) = word.split_at(figures);
        let small = head.parse::<u32>().ok().filter(|_| figures <= 4);
        if tail.is_empty() {
            self.plain(head, small, into);
        } else if let Some(n) = small {
            self.with_tail(word, n, figures, tail, into);
        }
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
        if !letters.is_empty()
            && letters.len() < word.len()
            && let Some(unit) = units(self.measure, letters)
            && let Some(number) = Decimal::parse(&word[..word.len() - letters.len()])
        {
            into.add(self.measured, Value::Number(number));
            into.values.push((self.measure, unit));
        }
        if !into.has(self.num)
            && tail.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
            && let Some(number) = Decimal::parse(word)
        {
            into.add(self.num, Value::Number(number));
        }
    }

    fn plain(&self, head: &str, small: Option<u32>, into: &mut Lexeme) {
        if let Some(number) = Decimal::parse(head) {
            into.add(self.num, Value::Number(number));
        }
        let Some(n) = small else { return };
        let int = Value::Int(n as i32);
        match (head.len(), n) {
            (1 | 2, 0..=31) => {
                if (1..=31).contains(&n) {
                    into.add(self.daynum, int);
                }
                if (1..=12).contains(&n) {
                    into.add(self.monthnum, int);
                }
                if n <= 24 {
                    into.add(self.hour, int);
                }
            }
            (4, 1000..=2199) => into.add(self.year, int),
            _ => {}
        }
        if head.len() == 2 {
            into.add(self.year2, int);
        }
        if head.len() == 4 && n / 100 < 24 && n % 100 < 60 {
            into.add(self.military, Value::Int((n / 100 * 60 + n % 100) as i32));
        }
    }

    fn with_tail(&self, word: &str, n: u32, figures: usize, tail: &str, into: &mut Lexeme) {
        let lower = tail.to_ascii_lowercase();
        let scaled = |power| Decimal::parse(&word[..figures]).map(|d| Value::Number(d.scaled(power)));
        match lower.as_str() {
            "st" | "nd" | "rd" | "th" => {
                into.add(self.ord, Value::Int(n as i32));
                if (1..=31).contains(&n) {
                    into.add(self.dayord, Value::Int(n as i32));
                }
            }
            "s" | "'s" | "’s" if (figures == 4 || figures == 2) && n.is_multiple_of(10) => {
                into.add(self.decade, Value::Int((n / 10) as i32));
            }
            "am" | "a.m" | "a.m." if n <= 12 => into.add(self.clock_meridiem, Value::Int((n % 12 * 60) as i32)),
            "pm" | "p.m" | "p.m." if n <= 12 => into.add(self.clock_meridiem, Value::Int(((n % 12 + 12) * 60) as i32)),
            "k" => into.values.extend(scaled(3).map(|v| (self.num, v))),
            "m" => into.values.extend(scaled(6).map(|v| (self.shortened, v))),
            "b" => into.values.extend(scaled(9).map(|v| (self.shortened, v))),
            "mn" | "mln" => into.values.extend(scaled(6).map(|v| (self.num, v))),
            "bn" | "bln" => into.values.extend(scaled(9).map(|v| (self.num, v))),
            "tn" | "trn" => into.values.extend(scaled(12).map(|v| (self.num, v))),
            _ => self.clock_or_date(word, n, tail, into),
        }
        for class in [self.num, self.shortened] {
            if into.value(class).is_some() {
                into.classes |= class.bit();
            }
        }
    }

    fn clock_or_date(&self, word: &str, n: u32, tail: &str, into: &mut Lexeme) {
        if let Some(minutes) = tail.strip_prefix(':') {
            let end = minutes.bytes().take_while(u8::is_ascii_digit).count();
            let minute = minutes[..end].parse::<u32>().ok().filter(|m| end == 2 && *m < 60 && n <= 24);
            let Some(minute) = minute else { return };
            let at = |hour: u32| Value::Int((hour * 60 + minute) as i32);
            match minutes[end..].to_ascii_lowercase().as_str() {
                "" => into.add(self.clock, at(n)),
                "am" | "a.m" | "a.m." if n <= 12 => into.add(self.clock_meridiem, at(n % 12)),
                "pm" | "p.m" | "p.m." if n <= 12 => into.add(self.clock_meridiem, at(n % 12 + 12)),
                seconds if seconds.starts_with(':') => into.add(self.clock, at(n)),
                _ => {}
            }
            return;
        }
        if word == "9/11" {
            into.add(self.nine_eleven, Value::None);
        }
        if slashed(word, false).is_some() {
            into.add(if tail.starts_with('-') { self.iso } else { self.slashed }, Value::None);
        } else if tail.starts_with('-')
            && word.len() >= 10
            && word.is_char_boundary(10)
            && slashed(&word[..10], false).is_some()
        {
            into.add(self.iso, Value::None);
        }
    }

    fn compound(&self, word: &str, hyphen: usize, into: &mut Lexeme, units: &impl Fn(Class, &str) -> Option<Value>) {
        let (first, rest) = (&word[..hyphen], &word[hyphen + 1..]);
        let number =
            if first.as_bytes()[0].is_ascii_digit() { Decimal::parse(first) } else { number_word::value(first) };
        let Some(number) = number else {
            if let (true, Some(code)) = (rest == "long", units(self.unit, first)) {
                into.add(self.long, code);
            }
            return;
        };
        let (unit, age) = match rest.split_once('-') {
            Some((unit, "old" | "olds")) => (unit, true),
            Some(_) => return,
            None => (rest, false),
        };
        if let Some(code) = units(self.unit, unit).filter(|code| *code != Value::Code("Q")) {
            let class = if age { self.age } else { self.compound };
            into.add(class, Value::Number(number));
            into.values.push((self.unit, code));
        } else if let (false, Some(code)) = (age, units(self.measure, unit)) {
            into.add(self.measured, Value::Number(number));
            into.values.push((self.measure, code));
        }
    }

    fn word(&self, word: &str, into: &mut Lexeme) {
        if let Some(number) = number_word::value(word) {
            into.add(self.num, Value::Number(number));
        }
        if let Some(n) = number_word::ordinal(word) {
            into.add(self.ord, Value::Int(n as i32));
            if n <= 31 {
                into.add(self.dayord, Value::Int(n as i32));
            }
        }
    }
}

/// Year, month and day of a date in figures, if they can be one. Where day and month could be either, `month_first` says.
pub(crate) fn slashed(word: &str, month_first: bool) -> Option<(i16, i8, i8)> {
    let separator = ['/', '.', '-'].into_iter().find(|s| word.contains(*s))?;
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
        return valid(x, y, z);
    }
    if separator == '-' || a.len() > 2 || b.len() > 2 || c.len() == 3 || separator == '.' && c.len() != 4 {
        return None;
    }
    let year = if c.len() <= 2 { if z < 50 { 2000 + z } else { 1900 + z } } else { z };
    let (first, second) =
        if month_first { (valid(year, x, y), valid(year, y, x)) } else { (valid(year, y, x), valid(year, x, y)) };
    first.or(second)
}
