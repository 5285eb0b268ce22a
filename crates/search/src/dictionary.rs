//! Lists of words as people have them: a line each, or a table with the words in the first column and a label in the second.

/// A line of a dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub words: String,
    /// As the line has it.
    pub label: Option<String>,
}

/// The entries of a dictionary. Columns are parted by tabs, or else by commas or semicolons as in CSV, with cells in quotes where they
/// hold one. A table of two columns needs the same mark on every line: then it is one of the marks, otherwise the lines are words.
/// Empty lines and those that begin with `#` are passed over.
pub fn entries(text: &str) -> Vec<Entry> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = || text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let mark = match lines().any(|line| line.contains('\t')) {
        true => Some('\t'),
        false => [',', ';'].into_iter().find(|mark| lines().all(|line| cells(line, *mark).len() == 2)),
    };
    let entry = |line: &str| {
        let mut cells = mark.map_or_else(|| vec![line.to_owned()], |mark| cells(line, mark)).into_iter();
        let words = cells.next().unwrap_or_default().trim().to_owned();
        let label = cells.next().map(|label| label.trim().to_owned()).filter(|label| !label.is_empty());
        (!words.is_empty()).then_some(Entry { words, label })
    };
    lines().filter_map(entry).collect()
}

/// The cells of a line. In quotes a mark is none, and a doubled quote is one (RFC 4180).
fn cells(line: &str, mark: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut chars = line.chars().peekable();
    let mut is_quoted = false;
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().expect("there is one from the start");
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
            c if c == mark && !is_quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let found = entries(text);
        let found: Vec<_> = found.iter().map(|it| (&*it.words, it.label.as_deref())).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn lists_and_tables_are_read() {
        check("Putin\r\n\r\n# a remark\n  C++ \n", &[("Putin", None), ("C++", None)]);
        check("\u{feff}Putin\tPERSON\nSochi\n", &[("Putin", Some("PERSON")), ("Sochi", None)]);
        check("Putin,PERSON\n\"Split, Croatia\",GPE\n", &[("Putin", Some("PERSON")), ("Split, Croatia", Some("GPE"))]);
        check("Putin;Person\n", &[("Putin", Some("Person"))]);
        check("Split, Croatia\nPutin\n", &[("Split, Croatia", None), ("Putin", None)]);
        check("\"say \"\"no\"\"\",X\n", &[("say \"no\"", Some("X"))]);
        check("", &[]);
    }
}
