//! Reading whose doing an annotation is.

use super::super::fields::{Object, Remarks, list, text};
use super::Reader;
use postil_core::{Origin, Provenance, Score};
use serde_json::Value;
use std::sync::Arc;

impl Reader<'_> {
    /// Whose doing it is: this file's, where it does not say.
    pub(super) fn origin(&self, object: &Object, path: &str, remarks: &mut Remarks) -> Origin {
        let score = score(object, path, remarks);
        let origin = match object.get("origin") {
            None | Some(Value::Null) => return Origin::Import { source: self.source.clone(), score },
            Some(origin) => origin_of(origin, path, remarks),
        };
        match origin {
            Ok(origin) => {
                if score.is_some() && score != origin.score() {
                    remarks.mended(path, "`score` is not that of `origin`, which is believed");
                }
                origin
            }
            Err(message) => {
                remarks.mended(path, format!("`origin`: {message}; taken as an import of this file"));
                Origin::Import { source: self.source.clone(), score }
            }
        }
    }
}

fn score(object: &Object, path: &str, remarks: &mut Remarks) -> Option<Score> {
    let value = object.get("score").filter(|value| !value.is_null())?;
    let number = value.as_f64();
    if !number.is_some_and(|number| (0.0..=1.0).contains(&number)) {
        remarks.mended(path, "`score` is not a number from 0 to 1; brought to the nearest, if it is a number");
    }
    number.map(Score::from)
}

fn origin_of(value: &Value, path: &str, remarks: &mut Remarks) -> Result<Origin, String> {
    let Some(object) = value.as_object() else { return Err("not an object".into()) };
    let path = &format!("{path}.origin");
    let word = |field: &str| text(object, field)?.map(Arc::from).ok_or_else(|| format!("there is no `{field}`"));
    let (origin, known): (_, &[&str]) = match text(object, "kind")? {
        Some("person") => (Origin::Person, &["kind"]),
        Some("import") => {
            let score = score(object, path, remarks);
            (Origin::Import { source: word("source")?, score }, &["kind", "source", "score"])
        }
        Some("suggestion") => {
            let reasons = list(object, "reasons")?.iter().map(|it| it.as_str().map(Arc::from));
            let provenance = Provenance {
                extractor: word("extractor")?,
                version: word("version")?,
                score: score(object, path, remarks).ok_or("there is no `score`")?,
                reasons: reasons.collect::<Option<_>>().ok_or("`reasons` are not all text")?,
            };
            (Origin::Suggestion(provenance.into()), &["kind", "extractor", "version", "score", "reasons"])
        }
        _ => return Err("its `kind` is neither person, suggestion nor import".into()),
    };
    remarks.expect_fields(path, object, known);
    Ok(origin)
}
