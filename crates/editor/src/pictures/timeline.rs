//! When: dates and dated events along an axis, and the day on which the text was written.

use super::day::{Days, date, day, month_name, said};
use super::facts::{Facts, When};
use super::{BETWEEN, MOST, Mark, Picture, Row, Shape, Table, counted, fitted, text, text_to, width_of};
use crate::Item;
use postil_core::sort_by;

/// A line of marks, in pixels.
const LINE: i32 = 22;
/// Between a mark and its words.
const GAP: i32 = 6;
/// The axis, its labels, and the document's date.
const FOOT: i32 = 40;
/// The least that is shown, in days.
const LEAST: i32 = 14;
/// What lies further off than so many times what is shown nearer by stands at the edge.
const FAR: i32 = 3;

/// What stands on one time with the same words, or an event.
struct Entry<'a> {
    days: Days,
    first: &'a When,
    paragraphs: Vec<u32>,
}

/// The timeline, so many pixels wide.
pub fn timeline(facts: &Facts, width: i32) -> Picture {
    let dated = facts.dates.iter().filter(|it| it.days.is_some()).count();
    let undated = facts.dates.len() - dated;
    let count = match (dated, undated) {
        (0, 0) => String::new(),
        (dated, 0) => format!("{dated} dated"),
        (dated, undated) => format!("{dated} dated, {undated} not"),
    };
    let mut picture = Picture {
        name: "Timeline",
        count,
        width,
        height: 0,
        back: Vec::new(),
        marks: Vec::new(),
        table: table(facts),
        empty: "No date here says which day it means: give the document its date, or a date its value in the inspector.",
    };
    let entries = entries(facts);
    if entries.is_empty() {
        return picture;
    }
    let window = window(&entries, facts.written);
    let axis = Axis { window, width };
    let mut lines: Vec<Vec<(i32, i32)>> = Vec::new();
    for entry in entries.iter().take(MOST) {
        place(&mut picture, &axis, &mut lines, entry);
    }
    let bottom = lines.len() as i32 * LINE + 4;
    picture.height = bottom + FOOT;
    axis.draw(&mut picture, bottom);
    if let Some(written) = facts.written {
        let x = axis.x(written);
        picture.back.push(Shape::Line { kind: "now", from: (x, 0), to: (x, bottom + 5) });
        let label = format!("{}, document date", said(Days { first: written, last: written }));
        let at = (x, bottom + 34);
        let fits = x + width_of(&label, 11) <= width;
        picture.back.push(if fits { text("nowt", at, label) } else { text_to("nowt", at, label) });
    }
    picture
}

/// Dates that say the same are one; an event is one by itself.
fn entries(facts: &Facts) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry> = Vec::new();
    for when in &facts.dates {
        let Some(days) = when.days else { continue };
        let same = |it: &&mut Entry| {
            when.event.is_none() && it.first.event.is_none() && it.days == days && it.first.words == when.words
        };
        match entries.iter_mut().find(same) {
            Some(entry) => entry.paragraphs.push(when.paragraph),
            None => entries.push(Entry { days, first: when, paragraphs: vec![when.paragraph] }),
        }
    }
    entries.iter_mut().for_each(|entry| entry.paragraphs.dedup());
    let order = |it: &Entry| (it.days, it.first.paragraph, it.first.item);
    sort_by(&mut entries, &|a, b| order(a).cmp(&order(b)));
    entries
}

/// The days that are shown: around the document's date, or else around the middle of all dates, outwards as long as the next one
/// is not much further off.
fn window(entries: &[Entry], written: Option<i32>) -> Days {
    let middle = entries[entries.len() / 2].days.first;
    let centre = written.unwrap_or(middle);
    let mut shown = Days { first: centre, last: centre };
    let off = |days: Days, of: Days| (days.first - of.last).max(of.first - days.last).max(0);
    let mut near: Vec<Days> = entries.iter().map(|entry| entry.days).collect();
    sort_by(&mut near, &|a, b| {
        (off(*a, Days { first: centre, last: centre }), *a).cmp(&(off(*b, Days { first: centre, last: centre }), *b))
    });
    for days in near {
        let reach = FAR * (shown.last - shown.first).max(LEAST);
        if off(days, shown) > reach {
            break;
        }
        // Of what is long, the end that is near.
        let first = if shown.first - days.first <= reach { days.first } else { days.last.min(shown.first) };
        let last = if days.last - shown.last <= reach { days.last } else { days.first.max(shown.last) };
        shown = Days { first: shown.first.min(first), last: shown.last.max(last) };
    }
    let margin = ((LEAST - (shown.last - shown.first)) / 2).max((shown.last - shown.first) / 24).max(1);
    Days { first: shown.first - margin, last: shown.last + margin }
}

/// From days to pixels.
struct Axis {
    window: Days,
    width: i32,
}

impl Axis {
    /// Where a day begins; what is out of the window is at the edge.
    fn x(&self, day: i32) -> i32 {
        let length = i64::from(self.window.last - self.window.first + 1);
        let at = i64::from(day - self.window.first) * i64::from(self.width) / length;
        at.clamp(0, i64::from(self.width)) as i32
    }

    /// A line at each day, Monday, month, year or more, as many as have room.
    fn draw(&self, picture: &mut Picture, bottom: i32) {
        picture.back.push(Shape::Line { kind: "axis", from: (0, bottom), to: (self.width, bottom) });
        let mut free = 0;
        for (at, label) in self.ticks() {
            let x = self.x(at);
            picture.back.push(Shape::Line { kind: "tick", from: (x, 0), to: (x, bottom + 4) });
            let end = x + width_of(&label, 11);
            if x >= free && end <= self.width {
                picture.back.push(text("soft", (x, bottom + 18), label));
                free = end + GAP;
            }
        }
    }

    fn ticks(&self) -> Vec<(i32, String)> {
        let Days { first, last } = self.window;
        let room = (self.width / 60).max(2);
        let length = last - first + 1;
        let (from, _, _) = date(first);
        let (to, _, _) = date(last);
        let mut ticks: Vec<(i32, String)> = Vec::new();
        let short = |day: i32| {
            let (_, month, of_month) = date(day);
            format!("{of_month} {}", &month_name(month)[..3])
        };
        if length <= room * 7 {
            let step = if length <= room { 1 } else { 7 };
            // Day 4 was a Monday.
            let start = if step == 1 { first } else { first + (4 - first).rem_euclid(7) };
            ticks.extend((start..=last).step_by(step as usize).map(|at| (at, short(at))));
            return ticks;
        }
        for months in [1, 3] {
            if length / 30 / months <= room {
                for year in from..=to {
                    for month in (1..=12).step_by(months as usize) {
                        ticks.push((day(year, month, 1), format!("{} {year}", &month_name(month)[..3])));
                    }
                }
                ticks.retain(|(at, _)| (first..=last).contains(at));
                return ticks;
            }
        }
        let years = to - from + 1;
        let step =
            [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].into_iter().find(|step| years / step <= room).unwrap_or(5000);
        let start = from + (-from).rem_euclid(step);
        for year in (start..=to).step_by(step as usize) {
            ticks.push((day(year, 1, 1), if year < 1 { format!("{} BC", 1 - year) } else { year.to_string() }));
        }
        ticks.retain(|(at, _)| (first..=last).contains(at));
        ticks
    }
}

/// Puts an entry on the first line on which it has room.
fn place(picture: &mut Picture, axis: &Axis, lines: &mut Vec<Vec<(i32, i32)>>, entry: &Entry) {
    let When { item, words, event, hue, is_suggested, .. } = entry.first;
    let Days { first, last } = entry.days;
    let (is_before, is_after) = (last < axis.window.first, first > axis.window.last);
    let (mut from, mut to) = (axis.x(first), axis.x(last + 1));
    if to - from < 7 {
        from = (from + to - 7).div_euclid(2).clamp(0, axis.width - 7);
        to = from + 7;
    }
    let paragraphs: Vec<String> = entry.paragraphs.iter().map(ToString::to_string).collect();
    let mut about = format!("¶ {}", paragraphs.join(", "));
    if let Some(event) = event {
        about = format!("{event} · {about}");
    }
    if is_before || is_after {
        about = format!("{} · {about}", said(entry.days));
    }
    let arrow = if is_before {
        "← "
    } else if is_after {
        "→ "
    } else {
        ""
    };
    let about = fitted(&about, 11, axis.width / 2);
    let room = axis.width - width_of(&about, 11) - 3 * GAP - 7;
    let shown = fitted(&format!("{arrow}{words}"), 13, room.min(axis.width * 2 / 3).max(40));
    let width = width_of(&shown, 13) + BETWEEN + width_of(&about, 11);
    // To the right of its mark, to the left, or below.
    let (at, below) = if to + GAP + width <= axis.width {
        (to + GAP, 0)
    } else if from - GAP - width >= 0 {
        (from - GAP - width, 0)
    } else {
        (from.min(axis.width - width).max(0), 1)
    };
    let (start, end) = (from.min(at), to.max(at + width));
    let is_free = |line: &Vec<(i32, i32)>| line.iter().all(|(a, b)| end + GAP <= *a || b + GAP <= start);
    let line = (0..).find(|n| (0..=below).all(|more| lines.get(n + more).is_none_or(is_free))).unwrap_or_default();
    while lines.len() <= line + below {
        lines.push(Vec::new());
    }
    (0..=below).for_each(|more| lines[line + more].push((start, end)));
    let y = line as i32 * LINE + 4;
    let base = y + 12 + below as i32 * (LINE - 4);
    let time = said(entry.days);
    let name = match event {
        Some(event) => format!("{event}: {words}, {time}, paragraph {}", paragraphs.join(", ")),
        None => format!("{time}: {words}, paragraph {}", paragraphs.join(", ")),
    };
    picture.marks.push(Mark {
        item: *item,
        name,
        is_suggested: *is_suggested,
        shapes: vec![
            Shape::Bar { hue, at: (from, y + 4), size: (to - from, 7) },
            text("serif", (at, base), shown).then("soft", about),
        ],
    });
}

fn table(facts: &Facts) -> Table {
    let mut rows: Vec<(Option<Days>, Item, Row)> = Vec::new();
    for it in &facts.dates {
        let time =
            it.days.map_or_else(|| if it.value.is_empty() { "not dated".to_owned() } else { it.value.clone() }, said);
        let what = it.event.clone().unwrap_or_else(|| "Date".to_owned());
        let status = if it.is_suggested { "suggested" } else { "accepted" };
        let cells = vec![time, it.words.clone(), what, it.paragraph.to_string(), status.to_owned()];
        rows.push((it.days, it.item, Row { item: it.item, cells }));
    }
    // What has no time comes last.
    sort_by(&mut rows, &|a, b| (a.0.is_none(), a.0, a.1).cmp(&(b.0.is_none(), b.0, b.1)));
    let rows = rows.into_iter().take(MOST).map(|(.., row)| row).collect();
    Table { head: vec!["When", "Words", "What", "Paragraph", "Status"], rows }
}

impl Picture {
    /// A picture of which there are so many things, with nothing in it yet.
    pub(super) fn of(
        name: &'static str, (number, noun): (usize, &str), width: i32, table: Table, empty: &'static str,
    ) -> Self {
        let count = if number == 0 { String::new() } else { counted(number, noun) };
        Self { name, count, width, height: 0, back: Vec::new(), marks: Vec::new(), table, empty }
    }
}
