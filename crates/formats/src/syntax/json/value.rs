//! A JSON value that keeps the order of its fields, for writing as for reading.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
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
