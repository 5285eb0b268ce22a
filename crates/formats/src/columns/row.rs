//! A row of tokens for training.

use crate::document::texts::document;
use crate::document::tokens::{Joined, sentences};
use crate::document::{Annotated, Report};
use crate::syntax::Error;
use crate::syntax::json::Value;
use postil_core::TextRange;

/// The tokens of a row as a document.
pub(super) fn joined(
    tokens: &[Value], name: String, place: &str, report: &Report,
) -> Result<(Annotated, Vec<TextRange>), Error> {
    let mut joined = Joined::new();
    joined.begin();
    for (i, token) in tokens.iter().enumerate() {
        joined.push(if i == 0 { "" } else { " " }, &token.as_name().unwrap_or_default());
    }
    let layout = joined.layout();
    let mut it = Annotated::new(name, document(joined.text).map_err(|what| report.error(place, what))?);
    it.layout = layout;
    Ok((it, joined.tokens))
}

/// The tokens of a document as a list.
pub(super) fn tokens(it: &Annotated) -> Vec<TextRange> {
    sentences(it).into_iter().flat_map(|sentence| sentence.tokens).collect()
}

pub(super) fn words(it: &Annotated, tokens: &[TextRange]) -> Vec<Value> {
    tokens.iter().map(|token| Value::from(it.document.slice(*token))).collect()
}
