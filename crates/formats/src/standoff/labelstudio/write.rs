//! Writing: documents to tasks.

use super::config;
use super::tags::{CHOICES, CLASSES, LABELS, NOTES, TEXT, Tags, tag, tags};
use crate::document::{Annotated, Node, Unit};
use crate::format::Writing;
use crate::syntax::json::{Value, object};
use crate::syntax::{Error, File};
use postil_core::AttributeValue;

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let schema = documents.first().map(|it| it.schema.clone()).unwrap_or_default();
    let tags = tags(documents, &schema);
    let tasks: Vec<Value> = documents.iter().enumerate().map(|(n, it)| task(n + 1, it, &tags)).collect();
    Ok(vec![
        File::new("labelstudio.json", Value::List(tasks).pretty()),
        File::new("config.xml", config::of(documents, &schema, &tags)),
    ])
}

fn task(id: usize, it: &Annotated, tags: &Tags) -> Value {
    let (mut annotations, mut predictions) = (Vec::new(), Vec::new());
    for set in it.sets() {
        let result = result(it, &set, tags);
        let place = annotations.len() + predictions.len() + 1;
        if it.machines.contains(&set) {
            predictions.push(object! { "model_version" => &*set, "result" => result });
        } else {
            let mut annotation = object! { "id" => place };
            if !set.is_empty() {
                annotation.push("completed_by", &*set);
            }
            annotation.push("was_cancelled", false);
            annotation.push("ground_truth", false);
            annotation.push("result", result);
            annotations.push(annotation);
        }
    }
    let mut task = object! { "id" => id, "data" => object! { TEXT => it.text(), "title" => &it.name }, "annotations" => annotations };
    if !predictions.is_empty() {
        task.push("predictions", predictions);
    }
    task
}

fn result(it: &Annotated, set: &str, tags: &Tags) -> Vec<Value> {
    let mut result = Vec::new();
    let id = |i: usize| format!("r{i}");
    for (i, span) in it.spans.iter().enumerate().filter(|(_, span)| &*span.facts.set == set) {
        let (start, end) = Unit::Char.ends(&it.document, span.cover());
        let region = |kind: &str, name: &str, said: &str, value: Value| {
            let place = object! { "start" => start, "end" => end };
            let mut fields = match place {
                Value::Object(fields) => fields,
                _ => Vec::new(),
            };
            if kind == "labels" {
                fields.push((TEXT.to_owned(), Value::from(it.document.slice(span.cover()))));
            }
            fields.push((said.to_owned(), value));
            object! { "id" => id(i), "from_name" => name, "to_name" => TEXT, "type" => kind, "origin" => "manual", "value" => Value::Object(fields) }
        };
        let mut labels = region("labels", LABELS, "labels", Value::List(vec![Value::from(&span.label)]));
        if let Some(score) = span.facts.score {
            labels.push("score", score.to_f64());
        }
        result.push(labels);
        for (name, value) in &span.facts.attributes {
            let way = tag(&it.schema, name, value);
            let name = tags.get(&(name.as_str(), way)).map_or(name.as_str(), String::as_str);
            result.push(match value {
                AttributeValue::Boolean(it) => region(
                    "choices",
                    name,
                    "choices",
                    Value::List(vec![Value::from(if *it { "true" } else { "false" })]),
                ),
                AttributeValue::Number(digits) => {
                    let number =
                        digits.parse().map_or_else(|_| digits.parse().map_or(Value::Null, Value::Float), Value::Int);
                    region("number", name, "number", number)
                }
                AttributeValue::Choice(text) | AttributeValue::Text(text) if way == CHOICES => {
                    region("choices", name, "choices", Value::List(vec![Value::from(&**text)]))
                }
                AttributeValue::Choice(text) | AttributeValue::Text(text) => {
                    region("textarea", name, "text", Value::List(vec![Value::from(&**text)]))
                }
            });
        }
        if !span.facts.notes.is_empty() {
            let notes = span.facts.notes.iter().map(Value::from).collect::<Vec<_>>();
            result.push(region("textarea", NOTES, "text", Value::List(notes)));
        }
    }
    for relation in it.relations.iter().filter(|relation| &*relation.facts.set == set) {
        let end = |node: Node| id(it.span_at(node).unwrap_or_default());
        let labels = Value::List(vec![Value::from(&relation.label)]);
        result.push(object! { "type" => "relation", "from_id" => end(relation.head), "to_id" => end(relation.tail), "direction" => "right", "labels" => labels });
    }
    let choices: Vec<Value> =
        it.labels.iter().filter(|label| &*label.set == set).map(|label| Value::from(&label.label)).collect();
    if !choices.is_empty() {
        result.push(object! { "id" => "document", "from_name" => CLASSES, "to_name" => TEXT, "type" => "choices", "value" => object! { "choices" => choices } });
    }
    result
}
