//! Records of version 2, as its library exports and imports them, flat or not, and as its server has them.

use super::answers::Answer;
use crate::document::texts::document;
use crate::document::{Annotated, Draft, Report, Span, Unit, excerpt, settle};
use crate::format::{Reading, Writing};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};

/// The questions that are asked in what we write.
const SPANS: &str = "spans";
const LABELS: &str = "labels";

/// `{"id", "fields": {"text"}, "responses": {question: [{"value", "user_id", "status"}]}, "suggestions": {question: {"value",
/// "score", "agent"}}, …}`, in a list.
pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let rows = json::rows(source)?;
        let mut drafts = Vec::new();
        for (n, (place, row)) in rows.iter().enumerate() {
            let Some(text) = text(row, place, report) else {
                report.left_out(place, "there is no field of text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(place, what))?;
            let name = row.get("id").filter(|_| row.get("external_id").is_none()).or(row.get("external_id"));
            let name = name.and_then(Value::as_name).unwrap_or_else(|| format!("{}-{}", source.stem(), n + 1));
            let mut draft = Draft::new(Annotated::new(name, document));
            answers(row, place, &mut draft, report);
            for name in ["metadata", "vectors"] {
                if row.get(name).is_some_and(|it| !it.fields().is_empty() || !it.items().is_empty()) {
                    report.left_out(format!("{place}: {name}"), "there is no place for it");
                }
            }
            drafts.push(draft);
        }
        settle(&mut drafts, Unit::Char, false, reading.unit, report);
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

/// The text of a record: the field of that name, or else its first one of text.
fn text<'v>(row: &'v Value, place: &str, report: &mut Report) -> Option<&'v str> {
    let is_text = |(name, value): &&(String, Value)| {
        let is_known = || ["id", "status", "_server_id"].contains(&&**name) || name.contains('.');
        value.as_text().is_some() && (row.get("fields").is_some() || !is_known())
    };
    let fields: Vec<_> = row.get("fields").unwrap_or(row).fields().iter().filter(is_text).collect();
    let (name, text) = fields.iter().find(|(name, _)| name == "text").or(fields.first())?;
    for (other, _) in fields.iter().filter(|(other, _)| other != name) {
        report.left_out(
            format!("{place}: {}", excerpt(other)),
            format!("a document has one text, here the field “{}”", excerpt(name)),
        );
    }
    text.as_text()
}

fn answers(row: &Value, place: &str, draft: &mut Draft, report: &mut Report) {
    let given =
        |answer: &Value, set: &Value, status: Option<&Value>, place: String, draft: &mut Draft, report: &mut Report| {
            if status.and_then(Value::as_text) == Some("discarded") {
                report.left_out(place, "who answered threw the record away");
                return;
            }
            let set = set.as_name().filter(|set| set != "None").unwrap_or_default();
            Answer { value: answer, set, score: None, place }.take(draft, report);
        };
    let none = Value::Null;
    match row.get("responses") {
        // By question.
        Some(Value::Object(questions)) => {
            for (question, answers) in questions {
                for (i, answer) in answers.items().iter().enumerate() {
                    let place = format!("{place}: responses.{}[{i}]", excerpt(question));
                    let (value, user) = (answer.get("value").unwrap_or(&none), answer.get("user_id").unwrap_or(&none));
                    given(value, user, answer.get("status"), place, draft, report);
                }
            }
        }
        // By user.
        Some(Value::List(users)) => {
            for (i, user) in users.iter().enumerate() {
                for (question, answer) in user.get("values").map_or(&[][..], Value::fields) {
                    let place = format!("{place}: responses[{i}].{}", excerpt(question));
                    let value = answer.get("value").unwrap_or(&none);
                    given(value, user.get("user_id").unwrap_or(&none), user.get("status"), place, draft, report);
                }
            }
        }
        _ => {}
    }
    let mut suggested = |suggestion: &Value, score, agent: Option<&Value>, place: String, report: &mut Report| {
        // Beside answers of people it is somebody's too.
        let is_beside = row.get("responses").is_some_and(|it| !it.fields().is_empty() || !it.items().is_empty());
        let set = agent.and_then(Value::as_name).unwrap_or(if is_beside { "suggestions" } else { "" }.to_owned());
        if !set.is_empty() {
            draft.it.machines.insert(set.as_str().into());
        }
        Answer { value: suggestion, set, score, place }.take(draft, report);
    };
    match row.get("suggestions") {
        Some(Value::Object(questions)) => {
            for (question, it) in questions {
                let place = format!("{place}: suggestions.{}", excerpt(question));
                suggested(it.get("value").unwrap_or(&none), it.get("score"), it.get("agent"), place, report);
            }
        }
        Some(Value::List(items)) => {
            for (i, it) in items.iter().enumerate() {
                let place = format!("{place}: suggestions[{i}]");
                suggested(it.get("value").unwrap_or(&none), it.get("score"), it.get("agent"), place, report);
            }
        }
        _ => {}
    }
    // Flat, by names with dots.
    for (name, value) in row.fields() {
        if let Some(question) = name.strip_suffix(".suggestion") {
            let beside = |what: &str| row.get(&format!("{question}.suggestion.{what}"));
            suggested(value, beside("score"), beside("agent"), format!("{place}: {}", excerpt(name)), report);
        }
    }
    for (name, values) in row.fields().iter().filter(|(name, _)| name.ends_with(".responses")) {
        let (users, status) = (row.list(&format!("{name}.users")), row.list(&format!("{name}.status")));
        for (i, value) in values.items().iter().enumerate() {
            let place = format!("{place}: {}[{i}]", excerpt(name));
            given(value, users.get(i).unwrap_or(&none), status.get(i), place, draft, report);
        }
    }
}

pub(super) fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let unit = writing.unit.unwrap_or(Unit::Char);
    let rows = documents.iter().map(|it| {
        let span = |span: &Span| {
            let (start, end) = unit.ends(&it.document, span.cover());
            object! { "start" => start, "end" => end, "label" => &span.label }
        };
        let suggestion =
            |value: Vec<Value>| object! { "value" => value, "score" => Value::Null, "agent" => Value::Null };
        let mut suggestions = object! {};
        if !it.spans.is_empty() {
            suggestions.push(SPANS, suggestion(it.spans.iter().map(span).collect()));
        }
        if !it.labels.is_empty() {
            suggestions.push(LABELS, suggestion(it.labels.iter().map(|label| Value::from(&label.label)).collect()));
        }
        object! {
            "id" => &it.name, "fields" => object! { "text" => it.text() }, "metadata" => object! {},
            "suggestions" => suggestions, "responses" => object! {}, "vectors" => object! {}, "status" => "pending",
        }
    });
    Ok(vec![File::new("argilla.json", Value::List(rows.collect()).pretty())])
}
