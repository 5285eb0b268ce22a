//! Label Studio JSON: offsets in code points (UTF-16 units before 2021, decided by the quotes), ends exclusive; tasks with
//! annotations and predictions, and the labelling configuration that they need.

mod config;

use crate::document::annotated::{Annotated, DocumentLabel, Facts, Node, Relation, Span};
use crate::document::schema::Schema;
use crate::document::unit::{Claim, Decider, Unit, anchor};
use crate::format::{Format, Reading, Writing};
use crate::loss::holds::{Ends, Holds, LabelScores, Naming, Schemas, Values, Which};
use crate::syntax::json::{self, Value, object};
use crate::syntax::source::document;
use crate::syntax::xml;
use crate::{Error, File, Report, Source};
use postil_core::{AttributeValue, Document, Kind, Score, TextRange};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) const FORMAT: Format = Format {
    id: "labelstudio",
    name: "Label Studio JSON",
    about: "code points, decided by the quotes; tasks and config.xml",
    unit: Some(Unit::Char),
    extensions: &["json"],
    lines: false,
    sniff: |probe| match () {
        () if probe.any(&["*.annotations[].result:l", "*.predictions[].result:l", "*.completions[].result:l"]) => 90,
        () if probe.has("*.data:o") && probe.any(&["*.data.text:s", "*.annotations:l", "*.predictions:l"]) => 70,
        () => 0,
    },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        naming: Naming::Kept,
        zero_width: false,
        discontinuous: false,
        attribute_name: tag_name,
        links: false,
        link_uris: false,
        relations: Ends::Spans,
        clusters: Ends::None,
        events: Ends::None,
        attributes: Which::Spans,
        values: Values::Json,
        notes: Which::Spans,
        scores: Which::Spans,
        label_scores: LabelScores::None,
        across_sets: false,
        language: false,
        dct: false,
        schema: Schemas::Flat,
        ..Holds::ALL
    },
};

/// Names of tags in the configuration that is written.
const LABELS: &str = "label";
const TEXT: &str = "text";
const CLASSES: &str = "class";
const NOTES: &str = "note";

/// A name for a tag that is not one of those above.
fn tag_name(name: &str) -> String {
    if [LABELS, TEXT, CLASSES, NOTES].contains(&name) { format!("{name}_") } else { name.to_owned() }
}

const CHOICES: &str = "Choices";
const TEXT_AREA: &str = "TextArea";
const NUMBER: &str = "Number";

/// Which tag says a value of an attribute.
fn tag(schema: &Schema, name: &str, value: &AttributeValue) -> &'static str {
    let is_listed = |text: &str| values(schema, name).iter().any(|value| value == text);
    match value {
        AttributeValue::Boolean(_) => CHOICES,
        AttributeValue::Number(_) => NUMBER,
        AttributeValue::Choice(text) | AttributeValue::Text(text) if is_listed(text) => CHOICES,
        AttributeValue::Choice(_) | AttributeValue::Text(_) => TEXT_AREA,
    }
}

/// The values that an attribute lists.
fn values<'s>(schema: &'s Schema, name: &str) -> &'s [String] {
    schema.get(Kind::Attribute, name).map_or(&[], |it| &it.values)
}

/// A tag has one name, and a name one tag: what is said under one name in several ways gets the way behind the name.
fn tags<'t>(documents: &'t [Annotated], schema: &'t Schema) -> Tags<'t> {
    let mut ways: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
    for (name, value) in documents.iter().flat_map(|it| &it.spans).flat_map(|span| &span.facts.attributes) {
        ways.entry(name).or_default().insert(tag(schema, name, value));
    }
    for it in schema.of(Kind::Attribute) {
        let ways = ways.entry(&it.id).or_default();
        if !it.values.is_empty() {
            ways.insert(CHOICES);
        } else if ways.is_empty() {
            ways.insert(TEXT_AREA);
        }
    }
    let mut tags = BTreeMap::new();
    for (name, ways) in ways {
        let several = ways.len() > 1;
        tags.extend(
            ways.into_iter()
                .map(|way| ((name, way), if several { format!("{name} ({way})") } else { name.to_owned() })),
        );
    }
    tags
}

/// The name of an attribute without the way in which it is said.
fn attribute_name<'n>(name: &'n str, kind: &str) -> &'n str {
    let plain = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    plain.filter(|(_, way)| way.eq_ignore_ascii_case(kind)).map_or(name, |(name, _)| name)
}

/// A region as it is read: where it is, and what kinds of things were said under its id.
struct Region<'v> {
    place: String,
    value: &'v Value,
    item: &'v Value,
    labels: Vec<&'v str>,
}

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    let mut schema = Schema::default();
    for source in sources.iter().filter(|it| it.extension() == "xml") {
        report.file(&source.name);
        config::read(&xml::parse(&source.text()?, &source.name)?, &mut schema, report);
    }
    let schema = Arc::new(schema);
    for source in sources.iter().filter(|it| it.extension() != "xml") {
        report.file(&source.name);
        let rows = json::rows(source)?;
        let mut tasks = Vec::new();
        let mut decider = Decider::new(Unit::Char);
        for (place, task) in &rows {
            let Some((key, text)) = text_of(task) else {
                report.left_out(place, "there is no text in its `data`");
                continue;
            };
            let document = document(text).map_err(|what| report.error(place, what))?;
            for result in results(task) {
                for region in result.1 {
                    if let Some(claim) = claim(region.get("value").unwrap_or(&Value::Null)) {
                        decider.weigh(&document, &claim);
                    }
                }
            }
            tasks.push((place, task, key, document));
        }
        let unit = decider.decide(reading.unit, report);
        for (n, (place, task, key, document)) in tasks.into_iter().enumerate() {
            let it = read_task(source, n, place, task, key, document, unit, report);
            made.push(Annotated { schema: schema.clone(), ..it });
        }
    }
    Ok(made)
}

/// The annotated text of a task, and the field that holds it: the one that a region was made from, or the first text.
fn text_of(task: &Value) -> Option<(&str, &str)> {
    let data = task.get("data")?;
    // `source` is `$text`, as the configuration says it.
    let named = results(task).flat_map(|(_, items, _)| items).find_map(|item| item.text("source")?.strip_prefix('$'));
    let named = named.and_then(|name| data.fields().iter().find(|(key, _)| key == name));
    let texts = || data.fields().iter().filter(|(_, value)| value.as_text().is_some());
    let is_address = |value: &Value| value.as_text().is_some_and(|it| it.starts_with("http") && !it.contains(' '));
    let found = named
        .or_else(|| texts().find(|(key, _)| key == TEXT))
        .or_else(|| texts().find(|(key, value)| key != "title" && !is_address(value)));
    let (key, value) = found?;
    Some((key, value.as_text()?))
}

/// Lists of results with what they stand in, and whether a program made them.
fn results(task: &Value) -> impl Iterator<Item = (&Value, &[Value], bool)> {
    ["annotations", "completions", "predictions"]
        .into_iter()
        .flat_map(move |kind| task.list(kind).iter().map(move |it| (it, it.list("result"), kind == "predictions")))
}

fn claim(value: &Value) -> Option<Claim> {
    // HTML and dialogues count from places within; their offsets in the whole stand apart.
    let offsets = value.get("globalOffsets").unwrap_or(value);
    let number = |name: &str| match offsets.get(name)? {
        Value::Text(_) => None,
        value => value.as_int(),
    };
    Some(Claim::new(number("start")?, number("end")?, value.text("text")))
}

#[expect(clippy::too_many_arguments, reason = "the parts of one task")]
fn read_task(
    source: &Source, n: usize, place: &str, task: &Value, key: &str, document: Document, unit: Unit,
    report: &mut Report,
) -> Annotated {
    let title = task.get("data").and_then(|data| data.text("title"));
    let id = task.get("id").and_then(Value::as_name).unwrap_or_else(|| (n + 1).to_string());
    let name = title.map_or_else(|| format!("{}-{id}", source.stem()), str::to_owned);
    let mut it = Annotated::new(name, document);
    let sets = results(task).count();
    for (n, (holder, items, is_machine)) in results(task).enumerate() {
        if holder.get("was_cancelled") == Some(&Value::Bool(true)) {
            report.left_out(format!("{place} annotations[{n}]").trim_start(), "it was cancelled");
            continue;
        }
        let set: Arc<str> = match set_name(holder, is_machine) {
            Some(name) => name.into(),
            None if sets > 1 => format!("annotation {}", n + 1).into(),
            None => Arc::default(),
        };
        if is_machine {
            it.machines.insert(set.clone());
        }
        let score = holder.get("score").and_then(Value::as_float).filter(|_| is_machine).map(Score::from);
        let place = format!("{}result[{n}]", if place.is_empty() { String::new() } else { format!("{place}.") });
        read_results(&mut it, items, &set, score, (&place, key, unit), report);
    }
    it
}

fn set_name(holder: &Value, is_machine: bool) -> Option<String> {
    if is_machine {
        return Some(holder.get("model_version").and_then(Value::as_name).unwrap_or_else(|| "model".to_owned()));
    }
    let by = holder.get("completed_by")?;
    by.as_name().or_else(|| by.text("email").map(str::to_owned)).or_else(|| by.get("id")?.as_name())
}

fn read_results(
    it: &mut Annotated, items: &[Value], set: &Arc<str>, score: Option<Score>, (place, key, unit): (&str, &str, Unit),
    report: &mut Report,
) {
    let mut regions: Vec<Region> = Vec::new();
    let mut spans: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let facts = || Facts { set: set.clone(), score, ..Facts::default() };
    for (i, item) in items.iter().enumerate() {
        let kind = item.text("type").unwrap_or_default();
        let (Some(value), false) = (item.get("value"), kind == "relation") else { continue };
        let labels: Vec<&str> = value.list(kind).iter().filter_map(Value::as_text).collect();
        if claim(value).is_some() && (kind.ends_with("labels") || kind.is_empty()) {
            regions.push(Region { place: format!("{place}[{i}]"), value, item, labels });
        }
    }
    for Region { place, value, item, labels } in &regions {
        if item.text("source").is_some_and(|source| source.strip_prefix('$').is_some_and(|name| name != key)) {
            report.left_out(place, "it is on another field of the task");
            continue;
        }
        let Some(claim) = claim(value) else { continue };
        let Some(fragments) = anchor(&it.document, &claim, unit, place, report) else { continue };
        let own = item.get("score").and_then(Value::as_float).map(Score::from);
        // One region with several labels is several spans.
        for label in if labels.is_empty() { &[""][..] } else { labels } {
            spans.entry(item.text("id").unwrap_or_default()).or_default().push(it.spans.len());
            let facts = Facts { score: own.or(score), ..facts() };
            it.spans.push(Span { fragments: fragments.clone(), facts, ..Span::new(TextRange::default(), *label) });
        }
    }
    for (i, item) in items.iter().enumerate() {
        let place = format!("{place}[{i}]");
        let kind = item.text("type").unwrap_or_default();
        if kind == "relation" {
            let end = |name: &str| spans.get(item.text(name)?)?.first().map(|i| Node::Span(*i));
            let (Some(from), Some(to)) = (end("from_id"), end("to_id")) else {
                report.left_out(place, "an end of it is no region of this annotation");
                continue;
            };
            let (head, tail) = if item.text("direction") == Some("left") { (to, from) } else { (from, to) };
            let labels: Vec<&str> = item.list("labels").iter().filter_map(Value::as_text).collect();
            for label in if labels.is_empty() { &["relation"][..] } else { &labels } {
                it.relations.push(Relation {
                    head,
                    tail,
                    label: (*label).to_owned(),
                    facts: Facts { set: set.clone(), ..Facts::default() },
                });
            }
            continue;
        }
        let Some(value) = item.get("value") else { continue };
        let of_region = item.text("id").and_then(|id| spans.get(id)).cloned();
        let name = item.text("from_name").unwrap_or(kind);
        match (kind, of_region) {
            (kind, _) if kind.ends_with("labels") && claim(value).is_some() => {}
            ("choices", None) => {
                for label in value.list("choices").iter().filter_map(Value::as_text) {
                    it.labels.push(DocumentLabel { label: label.to_owned(), set: set.clone(), score: None });
                }
            }
            ("textarea", Some(of)) if name == NOTES => {
                for text in value.list("text").iter().filter_map(Value::as_text) {
                    of.iter().for_each(|i| it.spans[*i].facts.notes.push(text.to_owned()));
                }
            }
            (kind, Some(of)) => {
                for value in plain_values(value, kind) {
                    of.iter().for_each(|i| it.spans[*i].facts.attribute(attribute_name(name, kind), value.clone()));
                }
            }
            (kind, None) => {
                report.left_out(place, format!("`{kind}` is nothing that can be said of a text or its parts here"))
            }
        }
    }
}

/// What is said under a region's id, by the field that is called as its type.
fn plain_values(value: &Value, kind: &str) -> Vec<AttributeValue> {
    let field = if kind == "textarea" { "text" } else { kind };
    let items = match value.get(field) {
        Some(Value::List(items)) => &items[..],
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let plain = |value: &Value| match value {
        Value::Bool(it) => Some(AttributeValue::Boolean(*it)),
        Value::Text(it) if kind == "choices" && it == "true" => Some(AttributeValue::Boolean(true)),
        Value::Text(it) if kind == "choices" && it == "false" => Some(AttributeValue::Boolean(false)),
        Value::Text(it) => Some(AttributeValue::Text(it.as_str().into())),
        Value::Int(_) | Value::Float(_) => Some(AttributeValue::Number(value.compact().into())),
        _ => None,
    };
    items.iter().filter_map(plain).collect()
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let schema = documents.first().map(|it| it.schema.clone()).unwrap_or_default();
    let tags = tags(documents, &schema);
    let tasks: Vec<Value> = documents.iter().enumerate().map(|(n, it)| task(n + 1, it, &tags)).collect();
    Ok(vec![
        File::new("labelstudio.json", Value::List(tasks).pretty()),
        File::new("config.xml", config::of(documents, &schema, &tags)),
    ])
}

type Tags<'t> = BTreeMap<(&'t str, &'static str), String>;

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
