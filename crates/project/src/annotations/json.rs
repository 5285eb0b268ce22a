//! Writing JSON by hand: a third of the code that derived writers of the same objects come to, and the page carries it.

use serde::Serialize;
use std::fmt::Write;

/// JSON in the making. Whoever writes sees to it that brackets match and that only fields stand in objects.
#[derive(Default)]
pub(super) struct Json {
    pub(super) out: String,
}

impl Json {
    /// A comma, where something stands before in the same list or object. Text ends in a quotation mark, so that brackets
    /// in it are never seen.
    fn separate(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(['{', '[', ':', '\n']) {
            self.out.push(',');
        }
    }

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) {
        self.out.push_str(&serde_json::to_string(value).expect("what is written has string keys"));
    }

    /// The name of a field. Its value comes next.
    pub(super) fn key(&mut self, name: &str) {
        self.separate();
        self.put(name);
        self.out.push(':');
    }

    /// Begins an object or a list: as an item, or as the value after a key.
    pub(super) fn open(&mut self, bracket: char) {
        self.separate();
        self.out.push(bracket);
    }

    pub(super) fn close(&mut self, bracket: char) {
        self.out.push(bracket);
    }

    /// A field with any value.
    pub(super) fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.key(name);
        self.put(value);
    }

    /// A field with text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.field(name, text);
    }

    /// The same, if there is any.
    pub(super) fn text_if(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// A field with a start and an end.
    pub(super) fn pair(&mut self, name: &str, [start, end]: [u32; 2]) {
        self.key(name);
        let _ = write!(self.out, "[{start},{end}]");
    }
}
