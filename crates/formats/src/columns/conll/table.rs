//! The columns of a file: what parts them, which holds the tokens and which the tags.

use crate::columns::tags::{is_tag, split};
use crate::document::Report;
use crate::document::tokens::is_blank;
use std::collections::BTreeMap;

pub(super) const DOCSTART: &str = "-DOCSTART-";

/// A file as lines of columns.
pub(super) struct Table<'t> {
    /// With their number in the file.
    pub(super) rows: Vec<(usize, Vec<&'t str>)>,
    pub(super) token: usize,
    /// None where no column holds tags.
    pub(super) tag: Option<usize>,
    /// A column with tags of names within those of `tag`.
    pub(super) inner: Option<usize>,
    width: usize,
    /// Further columns that hold tags of spans.
    others: Vec<usize>,
    /// Lines whose cells are parted otherwise than those of the others, with the first of them.
    odd: Odd,
}

/// Lines of a kind: how many, and the first.
#[derive(Clone, Copy, Default)]
pub(super) struct Odd {
    count: usize,
    first: usize,
}

impl Odd {
    pub(super) fn add(&mut self, line: usize) {
        self.first = if self.count == 0 { line } else { self.first };
        self.count += 1;
    }

    /// Says it of all of them, at the first.
    pub(super) fn tell(self, what: &str, report: &mut Report) {
        if self.count > 0 {
            report.repaired(format!("line {}", self.first), format!("{} lines {what}", self.count));
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Parted {
    Tabs,
    /// Single ones.
    Blanks,
    /// A sentence a line: `token|POS|tag token|POS|tag`.
    Pipes,
    /// Blanks and tabs, however many.
    White,
}

/// Columns are parted by tabs, or by single blanks; by white space of any length only where that gives more tags, since
/// tokens may hold some.
pub(super) fn table<'t>(text: &'t str, report: &mut Report) -> Table<'t> {
    let lines: Vec<&str> = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    let filled = || lines.iter().copied().filter(|line| !line.trim().is_empty());
    // What begins with `#` is a remark, unless there is nothing else.
    let mut rest = filled().filter(|line| !line.starts_with('#')).peekable();
    let has_tab = |line: &str| line.contains('\t');
    let is_tabbed = if rest.peek().is_some() { rest.any(has_tab) } else { filled().any(has_tab) };
    let parted = match () {
        () if is_tabbed => Parted::Tabs,
        () if filled().all(|line| line.split(' ').all(|word| word.contains('|'))) => Parted::Pipes,
        () => Parted::Blanks,
    };
    let mut table = Table::new(&lines, parted);
    if parted != Parted::Pipes && table.untagged() > 0 {
        let other = Table::new(&lines, Parted::White);
        if other.untagged() < table.untagged() {
            let signs = if is_tabbed { "tabs" } else { "single blanks" };
            report.decided(
                "",
                format!("columns are parted by blanks and tabs: parted by {signs}, fewer lines have tags"),
            );
            table = other;
        }
    }
    table.odd.tell("are parted otherwise than the others", report);
    match table.tag {
        None if table.width > 0 => report.left_out("", "no column holds tags of spans"),
        Some(tag) if !table.others.is_empty() => {
            let others: Vec<String> = table.others.iter().map(|i| (i + 1).to_string()).collect();
            let others = others.join(", ");
            report.decided("", format!("the tags of column {} are read, those of column {others} are not", tag + 1));
        }
        _ => {}
    }
    if let (Some(outer), Some(inner)) = (table.tag, table.inner) {
        let (outer, inner) = (outer + 1, inner + 1);
        report.decided("", format!("the tags of column {inner} are read too, as names within those of column {outer}"));
    }
    table
}

impl<'t> Table<'t> {
    fn new(lines: &[&'t str], parted: Parted) -> Self {
        let mut rows: Vec<(usize, Vec<&'t str>)> = Vec::new();
        for (n, line) in lines.iter().enumerate() {
            match parted {
                _ if line.trim().is_empty() => rows.push((n + 1, Vec::new())),
                Parted::Pipes => {
                    rows.extend(line.split(' ').map(|word| (n + 1, word.split('|').collect())));
                    rows.push((n + 1, Vec::new()));
                }
                Parted::Tabs => rows.push((n + 1, line.split('\t').collect())),
                Parted::Blanks => rows.push((n + 1, line.split(' ').collect())),
                Parted::White => rows.push((n + 1, words(line).collect())),
            }
        }
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        rows.iter()
            .filter(|(_, columns)| !columns.is_empty())
            .for_each(|(_, columns)| *widths.entry(columns.len()).or_default() += 1);
        let width = widths.iter().max_by_key(|(_, count)| **count).map_or(0, |(width, _)| *width);
        // Remarks begin with `#` and do not have the columns of the others.
        rows.retain(|(_, columns)| columns.first().is_none_or(|it| !it.starts_with('#') || columns.len() == width));
        let full = || rows.iter().map(|(_, row)| row).filter(|row| row.len() == width && !is_marker(row[0]));
        let holds = |i: usize, is: &dyn Fn(&str) -> bool| full().all(|row| is(row[i]));
        // Numbers of words stand before them, but not where a marker stands among the words.
        let is_number = |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit());
        let is_marked = rows.iter().any(|(_, columns)| columns.first().is_some_and(|first| is_marker(first)));
        let token = usize::from(width > 2 && !is_marked && holds(0, &is_number));
        let tags: Vec<usize> = (token + 1..width).filter(|i| holds(*i, &is_tag)).collect();
        // Right behind a numbered word stand names, and behind these what is within them, as GermEval has it.
        let is_nested = token == 1 && tags.starts_with(&[2, 3]);
        // Of several the last that says anything: a column of `-` or `O` may stand behind it.
        let (others, empty): (Vec<usize>, Vec<usize>) =
            tags.into_iter().partition(|i| full().any(|row| split(row[*i]).0 != 'O'));
        let inner = (is_nested && others.contains(&3)).then_some(3);
        let numbered = others.first().filter(|first| token == 1 && **first == 2);
        let tag = inner.map(|_| 2).or(numbered.or(others.last()).or(empty.last()).copied());
        let others = others.into_iter().filter(|i| Some(*i) != tag && Some(*i) != inner).collect();
        let mut table = Self { rows, token, tag, inner, width, others, odd: Odd::default() };
        table.straighten(lines);
        table
    }

    /// How many lines have no tag.
    fn untagged(&self) -> usize {
        let is_tagged = |row: &[&str]| self.tag.and_then(|tag| row.get(tag)).is_some_and(|cell| is_tag(cell));
        self.rows.iter().filter(|(_, row)| !row.is_empty() && !is_marker(row[0]) && !is_tagged(row)).count()
    }

    /// Parts lines that have not as many columns as the others once more, by white space of any length.
    fn straighten(&mut self, lines: &[&'t str]) {
        for (n, row) in &mut self.rows {
            if row.is_empty() || row.len() == self.width || is_marker(row[0]) {
                continue;
            }
            let line = lines[*n - 1];
            let mut cells: Vec<&str> = words(line).collect();
            // White space in front may be a token, but for what parts it from the next cell.
            let before = line.len() - line.trim_start_matches(BLANKS).len();
            if before > 0 && cells.len() + 1 == self.width {
                cells.insert(0, &line[..before - 1]);
            }
            if cells.len() == self.width && self.tag.is_some_and(|tag| is_tag(cells[tag])) {
                *row = cells;
                self.odd.add(*n);
            }
        }
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

/// What stands between blanks and tabs; other white space may be part of a token.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(BLANKS).filter(|cell| !cell.is_empty())
}

/// Whether a line begins a document by its first column; a marker may be parted otherwise than the lines below it.
pub(super) fn is_marker(first: &str) -> bool {
    let rest = first.trim_matches(is_blank).strip_prefix(DOCSTART);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
