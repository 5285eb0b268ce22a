//! Texts of files as documents.

use crate::syntax::{Error, Source};
use postil_core::{Document, MAX_TEXT_BYTES};
use std::collections::BTreeMap;

/// Texts that annotations in other files are about, each once in memory, however many are about it.
#[derive(Default)]
pub(crate) struct Texts<'s>(BTreeMap<&'s str, Document>);

impl<'s> Texts<'s> {
    /// # Errors
    /// When it is no text, or too long for one.
    pub(crate) fn document(&mut self, source: &'s Source) -> Result<Document, Error> {
        if let Some(known) = self.0.get(&*source.name) {
            return Ok(known.clone());
        }
        let new = document(source.text()?).map_err(|what| Error::new(&source.name, "", what))?;
        Ok(self.0.entry(&source.name).or_insert(new).clone())
    }
}

/// A text as a document, if it is not too long.
pub(crate) fn document(text: impl Into<String>) -> Result<Document, &'static str> {
    let text: String = text.into();
    if text.len() > MAX_TEXT_BYTES { Err("the text is longer than 256 MiB") } else { Ok(Document::new(text)) }
}
