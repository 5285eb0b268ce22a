//! Reading: tasks to documents, results to annotations.

use super::page::Page;
use super::tags::{NOTES, TEXT, attribute_name};
use super::{config, flat};
use crate::document::texts::document;
use crate::document::{
    Annotated, Claim, Decider, DocumentLabel, Facts, Node, Relation, Report, Schema, Span, Unit, anchor,
};
use crate::format::Reading;
use crate::syntax::json::Value;
use crate::syntax::{Error, Source, xml};
use postil_core::{AttributeValue, Document, Score, TextRange};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A region as it is read: where it is, and what kinds of things were said under its id.
struct Region<'v> {
    place: String,
    value: &'v Value,
    item: &'v Value,
    labels: Vec<&'v str>,
}

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    let mut schema = Schema::default();
    for source in sources.iter().filter(|it| it.extension() == "xml") {
        report.file(&source.name);
        config::read(&xml::parse(&source.text()?, &source.name)?, &mut schema, report);
    }
    let schema = Arc::new(schema);
    for source in sources.iter().filter(|it| it.extension() != "xml") {
        report.file(&source.name);
        let rows = flat::tasks(source, &schema, report)?;
        let mut tasks = Vec::new();
        let mut decider = Decider::new(Unit::Char);
        for (place, value) in &rows {
            let Some((key, text)) = text_of(value) else {
                report.left_out(place, "there is no text in its `data`");
                continue;
            };
            let regions = || results(value).flat_map(|(_, items, _)| items).filter_map(|item| item.get("value"));
            // Places of a page are paths.
            let page = regions().any(is_of_page).then(|| Page::new(text));
            if page.is_some() {
                report.decided(place, "its regions are of a page, whose text is taken without the markup");
            }
            let document =
                document(page.as_ref().map_or(text, |page| &page.text)).map_err(|what| report.error(place, what))?;
            let task = Task { place, value, key, page, document };
            regions().filter_map(|value| task.claim(value)).for_each(|claim| decider.weigh(&task.document, &claim));
            tasks.push(task);
        }
        let unit = report.unit(&decider, reading.unit);
        for (n, task) in tasks.into_iter().enumerate() {
            let it = read_task(source, n, &task, unit, report);
            made.push(Annotated { schema: schema.clone(), ..it });
        }
    }
    Ok(made)
}

/// The annotated text of a task, and the field that holds it.
fn text_of(task: &Value) -> Option<(&str, &str)> {
    let data = task.get("data")?;
    // `source` is `$text`, as the configuration says it.
    let named = results(task).flat_map(|(_, items, _)| items).find_map(|item| item.text("source")?.strip_prefix('$'));
    let named = named.and_then(|name| data.fields().iter().find(|(key, _)| key == name));
    let texts = || data.fields().iter().filter(|(_, value)| value.as_text().is_some());
    let is_address = |value: &Value| value.as_text().is_some_and(|it| it.starts_with("http") && !it.contains(' '));
    // Else the one in which most quotes stand, of several the one called so, or the longest.
    let regions = || results(task).flat_map(|(_, items, _)| items).filter_map(|item| item.get("value"));
    let score = |(key, value): &&(String, Value)| {
        let text = value.as_text().unwrap_or_default();
        let quotes = regions().filter_map(|value| value.text("text")).filter(|quote| text.contains(quote)).count();
        (quotes, key == TEXT, text.len())
    };
    let found = named.or_else(|| {
        texts().filter(|(key, value)| key == TEXT || key != "title" && !is_address(value)).max_by_key(score)
    });
    let (key, value) = found?;
    Some((key, value.as_text()?))
}

/// Lists of results with what they stand in, and whether a program made them.
fn results(task: &Value) -> impl Iterator<Item = (&Value, &[Value], bool)> {
    ["annotations", "completions", "predictions"]
        .into_iter()
        .flat_map(move |kind| task.list(kind).iter().map(move |it| (it, it.list("result"), kind == "predictions")))
}

/// Whether a region says by a path where it begins.
fn is_of_page(value: &Value) -> bool {
    value.text("start").is_some_and(|start| start.starts_with('/'))
}

/// A task with its text.
struct Task<'v> {
    place: &'v str,
    value: &'v Value,
    /// The field of its data that is annotated.
    key: &'v str,
    /// The page that stands there, if it is one.
    page: Option<Page>,
    document: Document,
}

impl Task<'_> {
    fn claim(&self, value: &Value) -> Option<Claim> {
        // HTML and dialogues count from places within; their offsets in the whole stand apart.
        let offsets = value.get("globalOffsets").unwrap_or(value);
        let number = |name: &str| match offsets.get(name)? {
            Value::Text(_) => None,
            value => value.as_int(),
        };
        let by_path = |end: &str, offset: &str| {
            self.page.as_ref()?.place(value.text(end)?, value.get(offset).and_then(Value::as_int)?)
        };
        let quote = value.text("text");
        let start = number("start").or_else(|| by_path("start", "startOffset"));
        let end = number("end").or_else(|| by_path("end", "endOffset"));
        match (start, end) {
            (Some(start), Some(end)) => Some(Claim::new(start, end, quote)),
            _ if is_of_page(value) => quote.map(Claim::quoted),
            _ => None,
        }
    }
}

fn read_task(source: &Source, n: usize, task: &Task, unit: Unit, report: &mut Report) -> Annotated {
    let Task { place, value, document, .. } = task;
    let title = value.get("data").and_then(|data| data.text("title"));
    let id = value.get("id").and_then(Value::as_name).unwrap_or_else(|| (n + 1).to_string());
    let name = title.map_or_else(|| format!("{}-{id}", source.stem()), str::to_owned);
    let mut it = Annotated::new(name, document.clone());
    let sets = results(value).count();
    for (n, (holder, items, is_machine)) in results(value).enumerate() {
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
        read_results(&mut it, items, &set, score, (&place, task, unit), report);
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
    it: &mut Annotated, items: &[Value], set: &Arc<str>, score: Option<Score>,
    (place, task, unit): (&str, &Task, Unit), report: &mut Report,
) {
    let mut regions: Vec<Region> = Vec::new();
    let mut spans: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let facts = || Facts { set: set.clone(), score, ..Facts::default() };
    for (i, item) in items.iter().enumerate() {
        let kind = item.text("type").unwrap_or_default();
        let (Some(value), false) = (item.get("value"), kind == "relation") else { continue };
        let labels: Vec<&str> = value.list(kind).iter().filter_map(Value::as_text).collect();
        if task.claim(value).is_some() && (kind.ends_with("labels") || kind.is_empty()) {
            regions.push(Region { place: format!("{place}[{i}]"), value, item, labels });
        }
    }
    for Region { place, value, item, labels } in &regions {
        if item.text("source").is_some_and(|source| source.strip_prefix('$').is_some_and(|name| name != task.key)) {
            report.left_out(place, "it is on another field of the task");
            continue;
        }
        let Some(claim) = task.claim(value) else { continue };
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
            let ways = match item.text("direction") {
                Some("left") => &[(to, from)][..],
                // Both ways.
                Some("bi") => &[(from, to), (to, from)],
                _ => &[(from, to)],
            };
            let labels: Vec<&str> = item.list("labels").iter().filter_map(Value::as_text).collect();
            for label in if labels.is_empty() { &["relation"][..] } else { &labels } {
                it.relations.extend(ways.iter().map(|(head, tail)| Relation {
                    head: *head,
                    tail: *tail,
                    label: (*label).to_owned(),
                    facts: Facts { set: set.clone(), ..Facts::default() },
                }));
            }
            continue;
        }
        let Some(value) = item.get("value") else { continue };
        let of_region = item.text("id").and_then(|id| spans.get(id)).cloned();
        let name = item.text("from_name").unwrap_or(kind);
        match (kind, of_region) {
            (kind, _) if kind.ends_with("labels") && task.claim(value).is_some() => {}
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
