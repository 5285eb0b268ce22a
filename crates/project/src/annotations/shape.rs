//! The fields that all files of annotations have in common, whoever knows what stands in them.

use super::json::Json;
use super::{FORMAT, VERSION};
use postil_core::{Document, Fragments, Kind, TextRange};

impl Json {
    /// Begins a file, or a line that stands by itself.
    pub(super) fn head(&mut self) {
        self.open('{');
        self.text("format", FORMAT);
        self.field("version", &VERSION);
    }

    /// What a document is, with its text or without.
    pub(super) fn document(
        &mut self, document: &Document, title: &str, language: Option<&str>, dct: Option<&str>, with_text: bool,
    ) {
        let id = document.id();
        self.field("id", &id);
        self.field("sha256", &id);
        self.text("title", title);
        self.text_if("language", language);
        self.text_if("dct", dct);
        self.text_if("text", with_text.then(|| &**document.text()));
    }

    /// Begins an annotator, a set or a label.
    pub(super) fn named(&mut self, kind: Option<Kind>, id: &str, name: &str) {
        self.open('{');
        if let Some(kind) = kind {
            self.field("kind", &kind);
        }
        self.text("id", id);
        self.text("name", name);
    }

    /// Start and end in code points, UTF-16 units and bytes, and what stands there.
    pub(super) fn units(&mut self, document: &Document, range: TextRange) {
        let (index, start, end) = (document.offsets(), range.start(), range.end());
        self.pair("char", [index.to_char(start).get(), index.to_char(end).get()]);
        self.pair("utf16", [index.to_utf16(start).get(), index.to_utf16(end).get()]);
        self.pair("byte", [start.get(), end.get()]);
        self.text("quote", document.slice(range));
    }

    /// The parts of what has gaps.
    pub(super) fn fragments(&mut self, document: &Document, fragments: &Fragments) {
        let parts = fragments.as_slice();
        if parts.len() > 1 {
            self.list("fragments", |json| {
                for part in parts {
                    json.open('{');
                    json.units(document, *part);
                    json.close('}');
                }
            });
        }
    }

    /// A field with a list.
    pub(super) fn list(&mut self, name: &str, items: impl FnOnce(&mut Self)) {
        self.key(name);
        self.open('[');
        items(self);
        self.close(']');
    }
}
