//! Chat-style JSON Lines for fine-tuning: the text is what the user says, the annotations are JSON that the assistant says,
//! offsets in code points, ends exclusive. Models count badly, so that the quotes decide when read.

use crate::document::texts::document;
use crate::document::{Annotated, Claim, DocumentLabel, Draft, Node, Relation, Report, Span, Unit, labelled, settle};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Ends, Holds, Naming};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};

pub(crate) const FORMAT: Format = Format {
    id: "chat",
    name: "chat JSON Lines",
    about: "code points, in the assistant's words; quotes decide",
    purpose: Purpose::Training,
    unit: Some(Unit::Char),
    extensions: &["jsonl"],
    lines: true,
    sniff: |probe| if probe.has("*.messages[].role:s") && probe.has("*.messages[].content:s") { 95 } else { 0 },
    read: Some(read),
    write: Some(write),
    holds: Holds { naming: Naming::Lost, relations: Ends::Spans, document_labels: true, ..Holds::SPANS },
};

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let (mut drafts, mut answers) = (Vec::new(), Vec::new());
        for (n, (place, row)) in json::rows(source)?.into_iter().enumerate() {
            let last = |role: &str| {
                row.list("messages")
                    .iter()
                    .rev()
                    .find(|it| it.text("role") == Some(role))
                    .and_then(|it| it.text("content"))
            };
            let Some(text) = last("user") else {
                report.left_out(place, "there is no message of a user");
                continue;
            };
            let document = document(text).map_err(|what| report.error(&place, what))?;
            let mut draft =
                Draft::new(Annotated::new(format!("{}-{}", source.stem(), n + source.first_line), document));
            let answer = json::parse(last("assistant").unwrap_or_default(), &source.name, 1).unwrap_or_else(|_| {
                report.decided(&place, "what the assistant says is no JSON: a text without annotations");
                Value::Null
            });
            let entities = if let Value::List(items) = &answer { items } else { answer.list("entities") };
            for (i, item) in entities.iter().enumerate() {
                let place = format!("{place}: entities[{i}]");
                let number = |name: &str| item.get(name).and_then(Value::as_int);
                let span = labelled(item.get("label").and_then(Value::as_name).unwrap_or_default());
                match (number("start"), number("end"), item.text("text")) {
                    (Some(start), Some(end), quote) => {
                        draft.claim(Some(i.to_string()), Claim::new(start, end, quote), span, place)
                    }
                    (_, _, Some(quote)) => draft.claim(Some(i.to_string()), Claim::quoted(quote), span, place),
                    _ => report.left_out(place, "it has neither offsets nor text"),
                }
            }
            drafts.push(draft);
            answers.push((place, answer));
        }
        settle(&mut drafts, Unit::Char, false, reading.unit, report);
        for (draft, (place, answer)) in drafts.iter_mut().zip(answers) {
            for (i, item) in answer.list("relations").iter().enumerate() {
                match (draft.node(item.get("head")), draft.node(item.get("tail"))) {
                    (Some(head), Some(tail)) => {
                        let label = item.get("label").and_then(Value::as_name).unwrap_or_default();
                        draft.it.relations.push(Relation { head, tail, label, facts: Default::default() });
                    }
                    _ => report.left_out(
                        format!("{place}: relations[{i}]"),
                        "an end of it is not in `entities`, or was left out",
                    ),
                }
            }
            let labels = answer.list("labels").iter().filter_map(Value::as_name);
            draft.it.labels.extend(labels.map(|label| DocumentLabel { label, set: Default::default(), score: None }));
        }
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let survey = writing.survey(documents);
    let labels: Vec<&str> = survey.labels.iter().map(String::as_str).collect();
    let task = format!(
        "Find every {} in the text. Answer in JSON: {{\"entities\": [{{\"label\", \"text\", \"start\", \"end\"}}]}}; start and end \
         count Unicode code points, end is exclusive.",
        if labels.is_empty() { "name".to_owned() } else { labels.join(", ") }
    );
    let message = |role: &str, content: String| object! { "role" => role, "content" => content };
    let rows = documents.iter().map(|it| {
        let entity = |span: &Span| {
            let (start, end) = Unit::Char.ends(&it.document, span.cover());
            object! { "label" => &span.label, "text" => it.document.slice(span.cover()), "start" => start, "end" => end }
        };
        let mut answer = object! { "entities" => it.spans.iter().map(entity).collect::<Vec<_>>() };
        if !it.relations.is_empty() {
            let end = |node: Node| Value::from(it.span_at(node).unwrap_or_default());
            let relation = |it: &Relation| object! { "head" => end(it.head), "tail" => end(it.tail), "label" => &it.label };
            answer.push("relations", it.relations.iter().map(relation).collect::<Vec<_>>());
        }
        if !it.labels.is_empty() {
            answer.push("labels", it.labels.iter().map(|label| Value::from(&label.label)).collect::<Vec<_>>());
        }
        let messages = vec![message("system", task.clone()), message("user", it.text().to_owned()), message("assistant", answer.compact())];
        object! { "messages" => messages }
    });
    Ok(vec![File::new("chat.jsonl", json::lines(rows))])
}
