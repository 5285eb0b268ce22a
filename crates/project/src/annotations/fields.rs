//! Reading JSON values whose shape somebody else may have decided.

use crate::Problem;
use serde_json::{Map, Value};
use std::str::FromStr;

/// An object of JSON.
pub(super) type Object = Map<String, Value>;

/// Problems of one document. What is wrong in the same way many times is told once, with its first place.
pub(super) struct Remarks<'p> {
    problems: &'p mut Vec<Problem>,
    /// The document, for every place.
    document: String,
    /// Between the document and a path in it.
    joint: &'static str,
    repeated: Vec<Repeated>,
}

/// Something that is wrong in several places.
struct Repeated {
    /// The first.
    place: String,
    message: String,
    is_mended: bool,
    count: usize,
}

/// More different messages of one document are not compared any more.
const MAX_REPEATED: usize = 256;

impl<'p> Remarks<'p> {
    pub(super) fn new(problems: &'p mut Vec<Problem>, document: String, joint: &'static str) -> Self {
        Self { problems, document, joint, repeated: Vec::new() }
    }

    fn place(&self, path: &str) -> String {
        if path.is_empty() { self.document.clone() } else { format!("{}{}{path}", self.document, self.joint) }
    }

    /// Tells of one thing.
    pub(super) fn tell(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(self.place(path), message));
    }

    /// Tells of something that may be so throughout a file.
    pub(super) fn tell_once(&mut self, path: &str, message: impl Into<String>) {
        self.once(path, message.into(), false);
    }

    /// Likewise, of something that was wrong and is taken over all the same.
    pub(super) fn mended(&mut self, path: &str, message: impl Into<String>) {
        self.once(path, message.into(), true);
    }

    fn once(&mut self, path: &str, message: String, is_mended: bool) {
        if let Some(known) = self.repeated.iter_mut().find(|known| known.message == message) {
            known.count += 1;
        } else if self.repeated.len() < MAX_REPEATED {
            self.repeated.push(Repeated { place: self.place(path), message, is_mended, count: 1 });
        } else {
            self.problems.push(Problem { is_mended, ..Problem::new(self.place(path), message) });
        }
    }

    /// Fields that this version does not know are not kept; says so.
    pub(super) fn expect_fields(&mut self, path: &str, object: &Object, known: &[&str]) {
        for field in object.keys().filter(|field| !known.contains(&field.as_str())) {
            let field = super::anchor::excerpt(field);
            self.tell_once(path, format!("the field `{field}` is not known here, and is not kept"));
        }
    }

    /// Ends the document.
    pub(super) fn finish(self) {
        for Repeated { place, message, is_mended, count } in self.repeated {
            let message = match count {
                1 => message,
                2 => format!("{message} (and in 1 more place)"),
                _ => format!("{message} (and in {} more places)", count - 1),
            };
            self.problems.push(Problem { is_mended, ..Problem::new(place, message) });
        }
    }
}

/// A field that holds text, if it is there.
///
/// # Errors
/// When it holds something else.
pub(super) fn text<'v>(object: &'v Object, field: &str) -> Result<Option<&'v str>, String> {
    match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{field}` is not text")),
    }
}

/// A field that holds a name, if it is there.
///
/// # Errors
/// When it holds something else, or text that cannot be such a name.
pub(super) fn name<T: FromStr<Err = &'static str>>(object: &Object, field: &str) -> Result<Option<T>, String> {
    let text = text(object, field)?;
    text.map(|text| text.parse().map_err(|error| format!("`{field}`: {error}"))).transpose()
}

/// The same, where it must be there.
///
/// # Errors
/// Also when it is not.
pub(super) fn needed<T: FromStr<Err = &'static str>>(object: &Object, field: &str) -> Result<T, String> {
    name(object, field)?.ok_or_else(|| format!("there is no `{field}`"))
}

/// A field that holds a list; none is an empty one.
///
/// # Errors
/// When it holds something else.
pub(super) fn list<'v>(object: &'v Object, field: &str) -> Result<&'v [Value], String> {
    match object.get(field) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(format!("`{field}` is not a list")),
    }
}

/// A field that holds a start and an end, if it is there.
///
/// # Errors
/// When it holds something else.
pub(super) fn pair(object: &Object, field: &str) -> Result<Option<[u32; 2]>, String> {
    let whole = |value: &Value| value.as_u64().and_then(|raw| u32::try_from(raw).ok());
    let items = match object.get(field) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(items)) => &items[..],
        Some(_) => &[],
    };
    match items {
        [start, end] => whole(start).zip(whole(end)).map(|(start, end)| Some([start, end])),
        _ => None,
    }
    .ok_or_else(|| format!("`{field}` is not [start, end]"))
}
