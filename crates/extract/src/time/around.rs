//! What stands around a time: words that bound a length, and the year that a range names once, at its end.

use super::calendar::Unit;
use super::words::Words;
use crate::page::Row;
use crate::pattern::grammar::Grammar;
use jiff::civil::Date;

/// Words before a length that belong to it, the longer first, and what TIMEX3 calls them.
const BOUNDS: [(&[&str], &str); 22] = [
    (&["no", "more", "than"], "EQUAL_OR_LESS"),
    (&["no", "longer", "than"], "EQUAL_OR_LESS"),
    (&["not", "more", "than"], "EQUAL_OR_LESS"),
    (&["no", "less", "than"], "EQUAL_OR_MORE"),
    (&["little", "more", "than"], "MORE_THAN"),
    (&["more", "than"], "MORE_THAN"),
    (&["longer", "than"], "MORE_THAN"),
    (&["less", "than"], "LESS_THAN"),
    (&["fewer", "than"], "LESS_THAN"),
    (&["at", "least"], "EQUAL_OR_MORE"),
    (&["at", "most"], "EQUAL_OR_LESS"),
    (&["up", "to"], "EQUAL_OR_LESS"),
    (&["just", "over"], "MORE_THAN"),
    (&["just", "under"], "LESS_THAN"),
    (&["about"], "APPROX"),
    (&["around"], "APPROX"),
    (&["approximately"], "APPROX"),
    (&["roughly"], "APPROX"),
    (&["nearly"], "LESS_THAN"),
    (&["almost"], "LESS_THAN"),
    (&["over"], "MORE_THAN"),
    (&["another"], ""),
];

/// Rules whose times such words bound.
const BOUNDED: [&str; 9] =
    ["length", "number and a half", "and a half", "half", "compound", "long", "ago", "earlier", "later"];

/// The words that bound a match, as TIMEX3 has it, "more than two years": how many items they are, and their `mod`.
pub(crate) fn bound(row: &Row<'_>, value: &str, start: usize) -> (usize, &'static str) {
    let definite = row.lexemes[start].has(Grammar::get().known.the);
    if !BOUNDED.contains(&value) || definite || start == 0 {
        return (0, "");
    }
    let word = |item: usize| row.page.slice(row.text, row.items[item].tokens.start);
    // "It earned more than a year earlier."
    let compares = value == "earlier";
    let fits = |(bound, _): &&(&[&str], &str)| {
        start >= bound.len()
            && !(compares && bound.contains(&"than"))
            && !row.taken[start - bound.len()]
            && bound.iter().rev().zip((0..start).rev()).all(|(wanted, item)| word(item).eq_ignore_ascii_case(wanted))
    };
    BOUNDS.iter().find(fits).map_or((0, ""), |(bound, modifier)| (bound.len(), *modifier))
}

/// A time that was found just before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    /// One past its last item.
    pub end: usize,
    pub date: Date,
    pub unit: Unit,
    pub year_named: bool,
    pub is_weekday: bool,
    /// Where it stands among what was found.
    pub at: usize,
}

impl Words<'_> {
    /// The month that ends a range of days: "3 to 5 May".
    pub fn month_ahead(&self) -> Option<i8> {
        let month = Grammar::get().known.month;
        let ahead = self.items.iter().skip(self.found.items.end).take(6);
        ahead
            .filter_map(|item| item.value(month))
            .find_map(|v| if let crate::pattern::Value::Int(m) = v { Some(m as i8) } else { None })
    }

    /// The year that a row of months or days names once, at its end: "in April and May 2015", "28 April to 2 May 2015". Where
    /// a range runs over the turn of the year it is the year before.
    pub fn year_ahead(&self, month: i8) -> Option<i16> {
        let grammar = Grammar::get();
        let (known, figures) = (grammar.known, grammar.figures);
        let mut ahead = self.items.iter().skip(self.found.items.end).take(14);
        let first = ahead.next()?;
        let comma = first.has(known.comma);
        if !first.has(known.range) && !comma {
            return None;
        }
        let until = first.has(known.unto);
        let parts = [
            known.month,
            known.season,
            figures.daynum,
            figures.dayord,
            known.the,
            known.early,
            known.range,
            known.comma,
            known.of,
        ];
        let mut last_month = None;
        let mut named = false;
        for item in ahead {
            if let Some(crate::pattern::Value::Int(year)) = item.value(figures.year) {
                if !named || comma && last_month.is_none() {
                    return None;
                }
                let turns = until && last_month.is_some_and(|last| last < month);
                return Some(year as i16 - i16::from(turns));
            }
            if !parts.iter().any(|class| item.has(*class)) {
                return None;
            }
            if let Some(crate::pattern::Value::Int(m)) = item.value(known.month) {
                last_month = Some(m as i8);
            }
            named |=
                item.has(known.month) || item.has(known.season) || item.has(figures.daynum) || item.has(figures.dayord);
        }
        None
    }

    /// The time found just before, if nothing but the word or dash of a range stands between.
    pub fn range_start(&self) -> Option<Before> {
        let known = Grammar::get().known;
        let joint = self.found.items.start.checked_sub(1)?;
        self.moment.before.filter(|before| before.end == joint && self.items[joint].has(known.range))
    }
}
