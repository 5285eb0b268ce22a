//! Words written with figures, and compounds with a hyphen: what classes they belong to.

use super::class::{Class, Classes, Lexeme, Value};
use super::notation::Notation;
use super::{dated, number_word};

/// The classes that are made here, not listed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FigureClasses {
    /// A number of any kind, words included: `1.5 million`, `twenty-one`.
    pub num: Class,
    /// 1 to 31 in at most two figures.
    pub daynum: Class,
    /// Four figures from 1000 to 2199.
    pub year: Class,
    /// Two figures: `98` in `'98`.
    pub year2: Class,
    /// `10:30`; minutes since midnight.
    pub clock: Class,
    /// `5.30`, which is a time with half of the day behind; minutes since midnight.
    pub dotted: Class,
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
    /// `19-Nov`, with a year behind: `month * 100 + day`.
    pub day_month: Class,
    /// `Q3`, `3Q`, `third-quarter`; the quarter.
    pub quarter: Class,
    /// `H1`, `first-half`; the half.
    pub half_year: Class,
    /// `20th-century`; its number less one.
    pub century: Class,
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
    /// The names of months, as they are listed.
    month: Class,
}

impl FigureClasses {
    pub fn new(classes: &mut Classes) -> Self {
        Self {
            num: classes.class("NUM"),
            daynum: classes.class("DAYNUM"),
            year: classes.class("YEAR"),
            year2: classes.class("YEAR2"),
            clock: classes.class("CLOCK"),
            dotted: classes.class("DOTTED"),
            hour: classes.class("HOUR"),
            clock_meridiem: classes.class("CLOCKMERIDIEM"),
            ord: classes.class("ORD"),
            dayord: classes.class("DAYORD"),
            decade: classes.class("DECADE"),
            iso: classes.class("ISODATE"),
            slashed: classes.class("SLASHED"),
            day_month: classes.class("DAYMONTH"),
            quarter: classes.class("QUARTER"),
            half_year: classes.class("HALFYEAR"),
            century: classes.class("CENTURY"),
            compound: classes.class("COMPOUND"),
            age: classes.class("AGE"),
            military: classes.class("MILITARY"),
            unit: classes.class("UNIT"),
            nine_eleven: classes.class("NINEELEVEN"),
            shortened: classes.class("SHORTENED"),
            long: classes.class("LONG"),
            measured: classes.class("MEASURED"),
            measure: classes.class("MEASURE"),
            month: classes.class("MONTH"),
        }
    }

    /// Adds what the form of `word` says, in a document that writes figures as `notation` says.
    ///
    /// `units` gives the value that a word has in a class, if it is listed there.
    pub fn classify(
        &self, word: &str, notation: Notation, into: &mut Lexeme, units: impl Fn(Class, &str) -> Option<Value>,
    ) {
        if let Some(hyphen) = word.find('-').filter(|at| *at > 0) {
            self.compound(word, hyphen, notation, into, &units);
        }
        if word.as_bytes().first().is_none_or(|b| !b.is_ascii_digit()) {
            self.word(word, into);
            return;
        }
        let figures = word.bytes().take_while(u8::is_ascii_digit).count();
        let (head, tail) = word.split_at(figures);
        let small = head.parse::<u32>().ok().filter(|_| figures <= 4);
        if tail.is_empty() {
            self.plain(head, small, notation, into);
        } else if let Some(n) = small {
            self.with_tail(word, n, figures, tail, into);
        }
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
        let Some(number) = notation.read(&word[..word.len() - letters.len()]).filter(|_| !tail.is_empty()) else {
            return;
        };
        if letters.is_empty() {
            into.add(self.num, Value::Number(number));
            return;
        }
        match letters.to_ascii_lowercase().as_str() {
            "k" => into.add(self.num, Value::Number(number.scaled(3))),
            "m" => into.add(self.shortened, Value::Number(number.scaled(6))),
            "b" => into.add(self.shortened, Value::Number(number.scaled(9))),
            "mn" | "mln" => into.add(self.num, Value::Number(number.scaled(6))),
            "bn" | "bln" => into.add(self.num, Value::Number(number.scaled(9))),
            "tn" | "trn" => into.add(self.num, Value::Number(number.scaled(12))),
            fraction => {
                if let Some(sum) = number_word::fraction(fraction).and_then(|part| number.plus(part)) {
                    into.add(self.num, Value::Number(sum));
                }
            }
        }
        if let Some(unit) = units(self.measure, letters) {
            into.add(self.measured, Value::Number(number));
            into.values.push((self.measure, unit));
        }
    }

    fn plain(&self, head: &str, small: Option<u32>, notation: Notation, into: &mut Lexeme) {
        if let Some(number) = notation.read(head) {
            into.add(self.num, Value::Number(number));
        }
        let Some(n) = small else { return };
        let int = Value::Int(n as i32);
        match (head.len(), n) {
            (1 | 2, 0..=31) => {
                if (1..=31).contains(&n) {
                    into.add(self.daynum, int);
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
            "q" if figures == 1 && (1..=4).contains(&n) => into.add(self.quarter, Value::Int(n as i32)),
            _ => self.clock_or_date(word, n, tail, into),
        }
    }

    fn clock_or_date(&self, word: &str, n: u32, tail: &str, into: &mut Lexeme) {
        let dotted = tail.strip_prefix('.').filter(|_| n <= 12);
        if let Some(minutes) = tail.strip_prefix(':').or(dotted) {
            let end = minutes.bytes().take_while(u8::is_ascii_digit).count();
            let minute = minutes[..end].parse::<u32>().ok().filter(|m| end == 2 && *m < 60 && n <= 24);
            let Some(minute) = minute else {
                return if dotted.is_some() {
                    self.whole_date(word, into)
                };
            };
            let at = |hour: u32| Value::Int((hour * 60 + minute) as i32);
            match minutes[end..].to_ascii_lowercase().as_str() {
                "" if dotted.is_some() => into.add(self.dotted, at(n)),
                "am" | "a.m" | "a.m." if n <= 12 => into.add(self.clock_meridiem, at(n % 12)),
                "pm" | "p.m" | "p.m." if n <= 12 => into.add(self.clock_meridiem, at(n % 12 + 12)),
                _ if dotted.is_some() => self.whole_date(word, into),
                "" | "z" | "hrs" | "hours" => into.add(self.clock, at(n)),
                seconds if seconds.starts_with(':') => into.add(self.clock, at(n)),
                _ => {}
            }
            return;
        }
        self.whole_date(word, into);
    }

    fn whole_date(&self, word: &str, into: &mut Lexeme) {
        if word == "9/11" {
            into.add(self.nine_eleven, Value::None);
        }
        if dated::stamp(word).is_some() {
            into.add(self.iso, Value::None);
        } else if dated::slashed(word, false).is_some() {
            into.add(self.slashed, Value::None);
        }
    }

    /// Parts that hyphens join.
    fn compound(
        &self, word: &str, hyphen: usize, notation: Notation, into: &mut Lexeme,
        units: &impl Fn(Class, &str) -> Option<Value>,
    ) {
        let (first, rest) = (&word[..hyphen], &word[hyphen + 1..]);
        if first.eq_ignore_ascii_case("mid") {
            return self.ranked(rest, into);
        }
        self.ranked(word, into);
        let figures = first.as_bytes()[0].is_ascii_digit();
        let number = if figures { notation.read(first) } else { number_word::value(first) };
        let Some(number) = number else {
            if let (true, Some(code)) = (rest == "long", units(self.unit, first)) {
                into.add(self.long, code);
            }
            return;
        };
        if let (Some(day), Some(Value::Int(month))) = (number.to_whole(31).filter(|d| *d > 0), units(self.month, rest))
        {
            into.add(self.day_month, Value::Int(month * 100 + day as i32));
            return;
        }
        let (unit, age) = match rest.split_once('-') {
            Some((unit, "old" | "olds")) => (unit, true),
            Some((unit, "long" | "plus")) => (unit, false),
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

    /// `third-quarter`, `first-half`, `20th-century`.
    fn ranked(&self, word: &str, into: &mut Lexeme) {
        let Some((rank, unit)) = word.rsplit_once('-') else { return };
        let rank = number_word::ordinal(rank).or_else(|| rank.trim_end_matches(char::is_alphabetic).parse().ok());
        match (unit, rank) {
            ("quarter", Some(n @ 1..=4)) => into.add(self.quarter, Value::Int(n as i32)),
            ("half", Some(n @ 1..=2)) => into.add(self.half_year, Value::Int(n as i32)),
            ("century", Some(n @ 1..=40)) => into.add(self.century, Value::Int(n as i32 - 1)),
            _ => {}
        }
    }

    fn word(&self, word: &str, into: &mut Lexeme) {
        match word.as_bytes() {
            [b'Q', n @ b'1'..=b'4'] => into.add(self.quarter, Value::Int(i32::from(n - b'0'))),
            [b'H', n @ b'1'..=b'2'] => into.add(self.half_year, Value::Int(i32::from(n - b'0'))),
            _ => {}
        }
        if let Some(number) = number_word::value(word).or_else(|| number_word::fraction(word)) {
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
