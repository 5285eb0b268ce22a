//! Rows of version 1: one person's annotation, and one program's prediction.

use super::answers::Answer;
use crate::document::texts::document;
use crate::document::{Annotated, Draft, Report, Unit, settle};
use crate::format::Reading;
use crate::syntax::json::{self, Value};
use crate::syntax::{Error, Source};

/// `{"text", "tokens", "annotation": [["PER", 0, 7]], "prediction": [["PER", 0, 7, 0.9]], "annotation_agent", …}`; spans may be
/// objects too, and stand in `entities` of an object with its `agent`.
pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let rows = json::rows(source)?;
        let both = rows.iter().any(|(_, row)| row.get("prediction").is_some());
        let mut drafts = Vec::new();
        for (n, (place, row)) in rows.iter().enumerate() {
            let Some(text) = row.text("text") else {
                report.left_out(place, "there is no text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(place, what))?;
            let name = row.get("id").and_then(Value::as_name);
            let name = name.unwrap_or_else(|| format!("{}-{}", source.stem(), n + 1));
            let mut draft = Draft::new(Annotated::new(name, document));
            for kind in ["annotation", "prediction"] {
                let Some(said) = row.get(kind) else { continue };
                let agent = row.text(&format!("{kind}_agent")).or(said.text("agent"));
                let set = agent.unwrap_or(if both { kind } else { "" }).to_owned();
                if kind == "prediction" {
                    draft.it.machines.insert(set.as_str().into());
                }
                let value = said.get("entities").unwrap_or(said);
                Answer { value, set, score: None, place: format!("{place}: {kind}") }.take(&mut draft, report);
            }
            if row.get("metadata").is_some_and(|it| !it.fields().is_empty()) {
                report.left_out(format!("{place}: metadata"), "there is no place for it");
            }
            drafts.push(draft);
        }
        settle(&mut drafts, Unit::Char, false, reading.unit, report);
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}
