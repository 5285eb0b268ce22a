//! JSON values that keep the order of their fields, for writing as for reading.

use crate::{Error, Source};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};

/// Any JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Value>),
    /// In order; a name that stands twice is here twice, and the first counts.
    Object(Vec<(String, Value)>),
}

/// An object from its fields, in order.
macro_rules! object {
    ($($name:expr => $value:expr),* $(,)?) => {
        $crate::syntax::json::Value::Object(vec![$(($name.to_string(), $crate::syntax::json::Value::from($value))),*])
    };
}
pub(crate) use object;

impl Value {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Object(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, value)| value),
            _ => None,
        }
        .filter(|value| !matches!(value, Self::Null))
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    pub(crate) fn list(&self, name: &str) -> &[Value] {
        self.get(name).map_or(&[], Value::items)
    }

    pub(crate) fn items(&self) -> &[Value] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn fields(&self) -> &[(String, Value)] {
        match self {
            Self::Object(fields) => fields,
            _ => &[],
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number, also where it is written as `3.0` or as text.
    pub(crate) fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => Some(*number as i64),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn as_float(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// A name, which may be written as a number.
    pub(crate) fn as_name(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Int(number) => Some(number.to_string()),
            Self::Float(number) => Some(number.to_string()),
            Self::Bool(it) => Some(it.to_string()),
            _ => None,
        }
    }

    /// Adds a field at the end.
    pub(crate) fn push(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        if let Self::Object(fields) = self {
            fields.push((name.into(), value.into()));
        }
    }

    /// On one line, without blanks.
    pub(crate) fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// Over several lines, indented by two blanks, with a line end at the end.
    pub(crate) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, indent: Option<usize>) {
        let new_line = |out: &mut String, depth: usize| {
            if let Some(indent) = indent {
                out.push('\n');
                out.extend(std::iter::repeat_n("  ", indent + depth));
            }
        };
        let inner = indent.map(|indent| indent + 1);
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
            Self::Int(number) => drop(write!(out, "{number}")),
            // serde_json writes the shortest digits that read back the same.
            Self::Float(number) => out.push_str(&serde_json::to_string(number).unwrap_or_default()),
            Self::Text(text) => out.push_str(&serde_json::to_string(text).unwrap_or_default()),
            // Short lists of plain values stand on one line.
            Self::List(items) if items.iter().all(|item| !matches!(item, Self::List(_) | Self::Object(_))) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i == 0 {
                        ""
                    } else if indent.is_some() {
                        ", "
                    } else {
                        ","
                    });
                    item.write(out, None);
                }
                out.push(']');
            }
            Self::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i == 0 { "" } else { "," });
                    new_line(out, 1);
                    item.write(out, inner);
                }
                new_line(out, 0);
                out.push(']');
            }
            Self::Object(fields) if fields.is_empty() => out.push_str("{}"),
            Self::Object(fields) => {
                out.push('{');
                for (i, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if i == 0 { "" } else { "," });
                    new_line(out, 1);
                    out.push_str(&serde_json::to_string(name).unwrap_or_default());
                    out.push_str(if indent.is_some() { ": " } else { ":" });
                    value.write(out, inner);
                }
                new_line(out, 0);
                out.push('}');
            }
        }
    }
}

macro_rules! from {
    ($($type:ty => |$it:ident| $value:expr),* $(,)?) => {
        $(impl From<$type> for Value { fn from($it: $type) -> Self { $value } })*
    };
}
from! {
    bool => |it| Self::Bool(it),
    i64 => |it| Self::Int(it),
    u32 => |it| Self::Int(i64::from(it)),
    i32 => |it| Self::Int(i64::from(it)),
    usize => |it| Self::Int(it as i64),
    f64 => |it| Self::Float(it),
    &str => |it| Self::Text(it.to_owned()),
    String => |it| Self::Text(it),
    &String => |it| Self::Text(it.clone()),
    Vec<Value> => |it| Self::List(it),
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }
            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }
            fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
                Ok(Value::Bool(it))
            }
            fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
                Ok(Value::Int(it))
            }
            fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
                Ok(i64::try_from(it).map_or(Value::Float(it as f64), Value::Int))
            }
            fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
                Ok(Value::Float(it))
            }
            fn visit_str<E>(self, it: &str) -> Result<Value, E> {
                Ok(Value::Text(it.to_owned()))
            }
            fn visit_string<E>(self, it: String) -> Result<Value, E> {
                Ok(Value::Text(it))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Value::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Value::Object(fields))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

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

/// The paths that occur in the beginning of a JSON text, each with the kind of what stands there: `[].data.text:s`. Kinds
/// are `s`tring, `n`umber, `b`oolean or null, `l`ist and `o`bject. Reads on after damage as far as it can.
pub(crate) fn paths(head: &str) -> std::collections::BTreeSet<String> {
    const MAX_PATHS: usize = 4000;
    let mut found = std::collections::BTreeSet::new();
    let bytes = head.as_bytes();
    // The path so far, and whether a name is awaited at its end.
    let mut stack: Vec<(usize, bool)> = Vec::new();
    let mut path = String::new();
    let mut name: Option<String> = None;
    let mut at = 0;
    while at < bytes.len() && found.len() < MAX_PATHS {
        let is_object = stack.last().is_some_and(|(_, is_object)| *is_object);
        let kind = match bytes[at] {
            b'"' => {
                let start = at + 1;
                at = start;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                let text = head.get(start..at.min(head.len())).unwrap_or_default();
                at += 1;
                if is_object && name.is_none() {
                    name = Some(text.to_owned());
                    continue;
                }
                's'
            }
            open @ (b'{' | b'[') => {
                at += 1;
                if is_object {
                    path.push('.');
                    path.push_str(name.take().as_deref().unwrap_or_default());
                }
                let kind = if open == b'{' { 'o' } else { 'l' };
                found.insert(format!("{path}:{kind}"));
                let len = path.len();
                if open == b'[' {
                    path.push_str("[]");
                }
                stack.push((len, open == b'{'));
                continue;
            }
            b'}' | b']' => {
                at += 1;
                stack.pop();
                name = None;
                let keep = match stack.last() {
                    Some((len, true)) => *len,
                    Some((len, false)) => *len + 2,
                    None => 0,
                };
                path.truncate(keep);
                continue;
            }
            b'0'..=b'9' | b'-' => {
                while at < bytes.len() && !b",]} \r\n\t".contains(&bytes[at]) {
                    at += 1;
                }
                'n'
            }
            b't' | b'f' | b'n' => {
                while at < bytes.len() && bytes[at].is_ascii_lowercase() {
                    at += 1;
                }
                'b'
            }
            _ => {
                at += 1;
                continue;
            }
        };
        match name.take() {
            Some(name) if is_object => found.insert(format!("{path}.{name}:{kind}")),
            _ => found.insert(format!("{path}:{kind}")),
        };
    }
    found
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
    fn paths_are_found_in_what_is_cut_off() {
        let found = paths(r#"[{"text":"a \" {","label":[[0,7,"PER"]],"m":{"x":null},"t":[{"a":1},{"b":{"#);
        for path in [":l", "[].text:s", "[].label[][]:n", "[].label[][]:s", "[].m.x:b", "[].t[].a:n", "[].t[].b:o"] {
            assert!(found.contains(path), "{path} {found:?}");
        }
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
