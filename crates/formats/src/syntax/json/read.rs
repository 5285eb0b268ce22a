//! JSON and JSON Lines read into values, each with its place.

use super::Value;
use crate::syntax::{Error, Source};
use serde::de::{Deserialize, IgnoredAny};

/// One JSON value of a text that begins on line `line`.
///
/// # Errors
/// With line and column (in bytes, from 1).
pub(crate) fn parse<'t, T: Deserialize<'t>>(text: &'t str, file: &str, line: usize) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", line + error.line().saturating_sub(1), error.column());
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or(&message);
        Error::new(file, place, format!("not JSON: {what}"))
    })
}

/// The values of a file: one a line, or one over several lines, whose items are taken if it is a list. Each comes with
/// its place.
///
/// # Errors
/// Where it is no JSON.
pub(crate) fn rows(source: &Source) -> Result<Vec<(String, Value)>, Error> {
    let text = source.text()?;
    let starts_list = text.trim_start().starts_with('[');
    if !starts_list || serde_json::from_str::<IgnoredAny>(text.lines().next().unwrap_or_default()).is_ok() {
        let mut rows = Vec::new();
        let mut bad = None;
        // Only line feeds end a line of JSON Lines: other line ends may stand within strings.
        for (i, line) in text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match parse(line, &source.name, source.first_line + i) {
                Ok(value) => rows.push((format!("line {}", source.first_line + i), value)),
                Err(error) => {
                    bad = Some(error);
                    break;
                }
            }
        }
        match (bad, &rows[..]) {
            // A single line that holds a list is a document, not a row.
            (None, [(_, Value::List(_))]) => {}
            (None, _) => return Ok(rows),
            // Some call a document over several lines JSON Lines all the same.
            (Some(error), _) => match parse(&text, &source.name, source.first_line) {
                Ok(value) => return Ok(items(value)),
                Err(_) => return Err(error),
            },
        }
    }
    parse(&text, &source.name, source.first_line).map(items)
}

fn items(value: Value) -> Vec<(String, Value)> {
    match value {
        Value::List(items) => items.into_iter().enumerate().map(|(i, item)| (format!("[{i}]"), item)).collect(),
        value => vec![(String::new(), value)],
    }
}

/// Values as lines.
pub(crate) fn lines(values: impl IntoIterator<Item = Value>) -> String {
    values.into_iter().fold(String::new(), |mut out, value| {
        out.push_str(&value.compact());
        out.push('\n');
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept() {
        let text = r#"{"b":1,"a":[1.5,true,null,"x\n"],"c":{"d":[]}}"#;
        let value: Value = parse(text, "f", 1).unwrap();
        assert_eq!(value.compact(), text);
        assert_eq!(parse::<Value>(&value.pretty(), "f", 1).unwrap(), value);
        assert_eq!(
            parse::<Value>("{\n \"a\": x}", "f", 3).unwrap_err().to_string(),
            "f: line 4, column 7: not JSON: expected value"
        );
    }

    #[test]
    fn rows_are_lines_or_items() {
        let read = |text: &str| {
            rows(&Source::new("f", text)).map(|rows| rows.into_iter().map(|(place, _)| place).collect::<Vec<_>>())
        };
        assert_eq!(read("{}\n\n{}\n").unwrap(), ["line 1", "line 3"]);
        assert_eq!(read("[{},\n{}]").unwrap(), ["[0]", "[1]"]);
        assert_eq!(read("[{},{}]").unwrap(), ["[0]", "[1]"]);
        assert_eq!(read("[1]\n[2]\n").unwrap(), ["line 1", "line 2"]);
        assert_eq!(read("{\n}").unwrap(), [""]);
        assert!(read("{}\n{").unwrap_err().to_string().starts_with("f: line 2, column 1"));
    }
}
