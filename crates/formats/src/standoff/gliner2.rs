//! GLiNER2 JSON Lines: mentions by their words, or with offsets in code points, ends exclusive. What is written has offsets.
//!
//! `{"input": text, "output": {"entities": {label: [mention, …]}, "classifications": […], "relations": […]}}`; the text may be
//! called `text` instead, with `schema` for the output or with what is in it beside the text.

use crate::document::mentions::{MAX_PLACES, Words};
use crate::document::texts::document;
use crate::document::{
    Annotated, Claim, Definition, DocumentLabel, Draft, Facts, Node, Relation, Report, Schema, Span, UNLABELLED, Unit,
    excerpt, labelled, settle,
};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Ends, Holds, Naming, TextRule, Which};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::{Kind, Score, filled};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) const FORMAT: Format = Format {
    id: "gliner2",
    name: "GLiNER2 JSON Lines",
    about: "mentions by their words, or with offsets in code points",
    purpose: Purpose::Training,
    unit: Some(Unit::Char),
    extensions: &["jsonl", "json"],
    lines: true,
    sniff: |probe| {
        let said = ["entities:o", "classifications:l", "relations:l", "json_structures:l"];
        let has = |before: &str| said.iter().any(|name| probe.has(&format!("{before}.{name}")));
        match () {
            () if probe.has("*.input:s") && has("*.output") => 95,
            () if probe.has("*.text:s") && (has("*.schema") || probe.has("*.entities:o")) => 85,
            () => 0,
        }
    },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        text: TextRule::SomeWords,
        naming: Naming::Lost,
        twins: false,
        blank_edges: false,
        relations: Ends::Spans,
        scores: Which::Spans,
        document_labels: true,
        ..Holds::SPANS
    },
};

/// The name of the task whose labels are those of documents.
const TASK: &str = "label";

/// A row with what the output says, and what of it has no offsets yet.
struct Row {
    place: String,
    said: Value,
    words: Vec<(String, String, String)>,
}

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let (mut drafts, mut rows, mut schema) = (Vec::new(), Vec::new(), Schema::default());
        for (n, (place, row)) in json::rows(source)?.into_iter().enumerate() {
            let Some(text) = row.text("input").or(row.text("text")) else {
                report.left_out(place, "there is no text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(&place, what))?;
            let mut draft =
                Draft::new(Annotated::new(format!("{}-{}", source.stem(), n + source.first_line), document));
            let output = row.get("output").or(row.get("schema"));
            let said = output.unwrap_or(&row).clone();
            let words = entities(&said, &place, &mut draft, &mut schema, report);
            classifications(&said, &place, &mut draft.it, report);
            let is_read = |name: &str| match name {
                "entities" | "classifications" | "relations" => true,
                "json_structures" | "entity_descriptions" => false,
                // Beside the text there may be anything.
                _ => output.is_none(),
            };
            for (name, it) in said.fields().iter().filter(|(name, _)| !is_read(name)) {
                if !it.items().is_empty() || !it.fields().is_empty() {
                    report.left_out(format!("{place}: {}", excerpt(name)), "there is no place for it");
                }
            }
            drafts.push(draft);
            rows.push(Row { place, said, words });
        }
        settle(&mut drafts, Unit::Char, false, reading.unit, report);
        for (draft, row) in drafts.iter_mut().zip(rows) {
            by_words(&row, &mut draft.it, report);
            relations(&row, &mut draft.it, report);
        }
        // What is found somewhere need not be defined.
        let used: BTreeSet<&str> =
            filled(drafts.iter().flat_map(|draft| &draft.it.spans).map(|span| span.label.as_str()));
        let schema: Schema = schema.iter().filter(|it| !used.contains(&*it.id)).cloned().collect();
        let schema = Arc::new(schema);
        made.extend(drafts.into_iter().map(|draft| Annotated { schema: schema.clone(), ..draft.it }));
    }
    Ok(made)
}

fn list(value: &Value) -> &[Value] {
    if let Value::List(items) = value { items } else { std::slice::from_ref(value) }
}

/// Takes mentions with offsets, and gives back those without: label, words and place. A label without mentions is known.
fn entities(
    said: &Value, place: &str, draft: &mut Draft, schema: &mut Schema, report: &mut Report,
) -> Vec<(String, String, String)> {
    let mut words = Vec::new();
    for (label, mentions) in said.get("entities").map_or(&[][..], Value::fields) {
        schema.add(Definition::new(Kind::Label, label.as_str()));
        for (i, mention) in list(mentions).iter().enumerate() {
            let place = format!("{place}: entities.{}[{i}]", excerpt(label));
            let number = |name: &str| mention.get(name).and_then(Value::as_int);
            match (number("start"), number("end"), mention.as_text().or(mention.text("text"))) {
                (Some(start), Some(end), quote) => {
                    let score = mention.get("confidence").and_then(Value::as_float).map(Score::from);
                    let span = Span { facts: Facts { score, ..Facts::default() }, ..labelled(label.as_str()) };
                    draft.claim(None, Claim::new(start, end, quote), span, place);
                }
                (_, _, Some(quote)) => words.push((label.clone(), quote.to_owned(), place)),
                _ => report.left_out(place, "it is neither a text nor one with start and end"),
            }
        }
    }
    words
}

/// Takes mentions without offsets in all places where their words stand, as training does.
fn by_words(row: &Row, it: &mut Annotated, report: &mut Report) {
    if row.words.is_empty() {
        return;
    }
    let text = it.document.clone();
    let words = Words::of(text.text());
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (label, quote, place) in row.words.iter().filter(|(label, quote, _)| seen.insert((label, quote))) {
        let places = words.places(quote);
        match places.len() {
            0 => report.left_out(place, format!("“{}” is not in the text", excerpt(quote))),
            1 => {}
            n if n > MAX_PLACES => {
                report.left_out(place, format!("“{}” stands in more than {MAX_PLACES} places", excerpt(quote)));
                continue;
            }
            n => report.decided(
                place,
                format!(
                    "“{}” has no offsets and stands in {n} places: all of them are meant, as in training",
                    excerpt(quote)
                ),
            ),
        }
        it.spans.extend(places.into_iter().map(|range| Span::new(range, label.as_str())));
    }
}

/// Labels of the text as a whole, which are asked for by tasks.
fn classifications(said: &Value, place: &str, it: &mut Annotated, report: &mut Report) {
    for task in said.list("classifications") {
        let name = task.text("task").unwrap_or_default();
        if name != TASK {
            report.decided(place, format!("what the task “{}” asks for is a label of the document", excerpt(name)));
        }
        let labels = task.get("true_label").map_or(&[][..], list).iter().filter_map(Value::as_name);
        it.labels.extend(labels.map(|label| DocumentLabel { label, set: Default::default(), score: None }));
    }
}

/// Relations name their ends as entities are: an end is the span that stands there.
fn relations(row: &Row, it: &mut Annotated, report: &mut Report) {
    let all = row.said.list("relations");
    if all.is_empty() {
        return;
    }
    let text = it.document.clone();
    let words = Words::of(text.text());
    // Places with their labels.
    let mut spans: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, span) in it.spans.iter().enumerate() {
        spans.entry(span.cover()).or_default().push(i);
    }
    for (i, relation) in all.iter().enumerate() {
        for (label, ends) in relation.fields() {
            let place = format!("{}: relations[{i}].{}", row.place, excerpt(label));
            let found = match (ends.get("head"), ends.get("tail"), ends.fields()) {
                (Some(head), Some(tail), _) | (_, _, [(_, head), (_, tail)]) => (head, tail),
                _ => {
                    report.left_out(place, "it has no head and tail");
                    continue;
                }
            };
            let mut end = |value: &Value| -> Result<Node, String> {
                let number = |name: &str| value.get(name).and_then(Value::as_int);
                let quote = value.as_text().or(value.text("text")).unwrap_or_default();
                let range = match number("start").zip(number("end")) {
                    Some((start, end)) => Unit::Char
                        .range(&text, start, end)
                        .ok()
                        .filter(|range| quote.is_empty() || text.slice(*range) == quote)
                        .ok_or_else(|| format!("“{}” is not at {start} to {end}", excerpt(quote)))?,
                    None => match words.places(quote)[..] {
                        [range] => range,
                        [] => return Err(format!("“{}” is not in the text", excerpt(quote))),
                        // One of its places may be the only one that is annotated.
                        ref several => {
                            let known: Vec<_> = several.iter().filter(|range| spans.contains_key(range)).collect();
                            match known[..] {
                                [range] => *range,
                                _ => return Err(format!("“{}” stands in {} places", excerpt(quote), several.len())),
                            }
                        }
                    },
                };
                let there = spans.entry(range).or_default();
                let wanted = value.text("entity");
                let known = there.iter().find(|i| wanted.is_none_or(|wanted| it.spans[**i].label == wanted));
                let place = known.copied().unwrap_or_else(|| {
                    there.push(it.spans.len());
                    it.spans.push(Span::new(range, wanted.unwrap_or(UNLABELLED)));
                    it.spans.len() - 1
                });
                Ok(Node::Span(place))
            };
            match end(found.0).and_then(|head| Ok((head, end(found.1)?))) {
                Ok((head, tail)) => {
                    it.relations.push(Relation { head, tail, label: label.clone(), facts: Default::default() })
                }
                Err(why) => report.left_out(place, why),
            }
        }
    }
}

fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let survey = writing.survey(documents);
    let known: Vec<Value> = survey.document_labels.iter().map(Value::from).collect();
    let rows = documents.iter().map(|it| {
        let place = |span: &Span| {
            let (start, end) = Unit::Char.ends(&it.document, span.cover());
            object! { "text" => it.document.slice(span.cover()), "start" => start, "end" => end }
        };
        let mut entities: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for span in &it.spans {
            let mut mention = place(span);
            if let Some(score) = span.facts.score {
                mention.push("confidence", score.to_f64());
            }
            entities.entry(&span.label).or_default().push(mention);
        }
        if entities.is_empty() {
            // A text in which nothing is to be found says what that is.
            entities.extend(survey.labels.iter().map(|label| (label.as_str(), Vec::new())));
        }
        let entities = entities.into_iter().map(|(label, mentions)| (label.to_owned(), Value::List(mentions)));
        let mut said = object! { "entities" => Value::Object(entities.collect()) };
        if !it.labels.is_empty() {
            let labels: Vec<Value> = it.labels.iter().map(|label| Value::from(&label.label)).collect();
            let task =
                object! { "task" => TASK, "labels" => known.clone(), "true_label" => labels, "multi_label" => true };
            said.push("classifications", vec![task]);
        }
        if !it.relations.is_empty() {
            let end = |node: Node| {
                let span = &it.spans[it.span_at(node).unwrap_or_default()];
                let mut end = place(span);
                // Spans of several labels may stand in one place.
                end.push("entity", &span.label);
                end
            };
            let relation = |it: &Relation| {
                let label = it.label.as_str();
                object! { label => object! { "head" => end(it.head), "tail" => end(it.tail) } }
            };
            said.push("relations", it.relations.iter().map(relation).collect::<Vec<_>>());
        }
        object! { "input" => it.text(), "output" => said }
    });
    Ok(vec![File::new("gliner2.jsonl", json::lines(rows))])
}
