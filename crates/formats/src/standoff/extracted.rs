//! The rows of `postil extract`: offsets in code points, ends exclusive; a document a line, its nodes by their ids.

use crate::document::texts::document;
use crate::document::{Annotated, Claim, Cluster, Draft, Event, Node, Relation, Report, Span, Unit, labelled, settle};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Holds, LabelScores, Schemas, Which};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::{AttributeValue, Score};

pub(crate) const FORMAT: Format = Format {
    id: "jsonl",
    name: "rows of postil extract",
    about: "code points; a document a line, for programs that train or measure",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["jsonl", "json"],
    lines: true,
    sniff: |probe| match () {
        () if ["*.id:s", "*.text:s", "*.spans:l", "*.relations:l", "*.clusters:l", "*.events:l"]
            .iter()
            .all(|path| probe.has(path)) =>
        {
            92
        }
        () => 0,
    },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        units: &Unit::ALL,
        discontinuous: false,
        links: false,
        link_uris: false,
        attributes: Which::None,
        notes: Which::None,
        scores: Which::Spans,
        document_labels: false,
        label_scores: LabelScores::None,
        sets: false,
        machines: false,
        language: false,
        dct: false,
        schema: Schemas::None,
        ..Holds::ALL
    },
};

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let (mut drafts, mut rows) = (Vec::new(), Vec::new());
        for (n, (place, row)) in json::rows(source)?.into_iter().enumerate() {
            let Some(text) = row.text("text") else {
                report.left_out(place, "there is no text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(&place, what))?;
            let name = row.get("id").and_then(Value::as_name);
            let name = name.unwrap_or_else(|| format!("{}-{}", source.stem(), n + source.first_line));
            let mut draft = Draft::new(Annotated::new(name, document));
            for (i, span) in row.list("spans").iter().enumerate() {
                claim(span, format!("{place}: spans[{i}]"), &mut draft, report);
            }
            drafts.push(draft);
            rows.push((place, row));
        }
        settle(&mut drafts, Unit::Char, true, reading.unit, report);
        for (draft, (place, row)) in drafts.iter_mut().zip(rows) {
            link(&row, &place, draft, report);
        }
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

fn claim(span: &Value, place: String, draft: &mut Draft, report: &mut Report) {
    let number = |name: &str| span.get(name).and_then(Value::as_int);
    let (Some(start), Some(end)) = (number("start"), number("end")) else {
        report.left_out(place, "it has no start and end");
        return;
    };
    let mut made = labelled(span.get("label").and_then(Value::as_name).unwrap_or_default());
    made.facts.score = span.get("score").and_then(Value::as_float).map(Score::from);
    if let Some(value) = span.get("value").and_then(Value::as_name) {
        made.facts.attribute("value", AttributeValue::Text(value.as_str().into()));
    }
    draft.claim(span.get("id").and_then(Value::as_name), Claim::new(start, end, span.text("text")), made, place);
}

/// What links spans, and what links that: everything has its id before anything is looked up.
fn link(row: &Value, place: &str, draft: &mut Draft, report: &mut Report) {
    let nowhere = Node::Span(usize::MAX);
    let label = |value: &Value| value.get("type").and_then(Value::as_name).unwrap_or_default();
    let Draft { it, names, .. } = draft;
    let mut name =
        |value: &Value, node: Node| names.extend(value.get("id").and_then(Value::as_name).map(|id| (id, node)));
    for (i, value) in row.list("relations").iter().enumerate() {
        name(value, Node::Relation(i));
        it.relations.push(Relation { head: nowhere, tail: nowhere, label: label(value), facts: Default::default() });
    }
    for (i, value) in row.list("clusters").iter().enumerate() {
        name(value, Node::Cluster(i));
        it.clusters.push(Cluster { members: Vec::new(), label: label(value), facts: Default::default() });
    }
    for (i, value) in row.list("events").iter().enumerate() {
        name(value, Node::Event(i));
        let mut made =
            Event { trigger: usize::MAX, label: label(value), arguments: Vec::new(), facts: Default::default() };
        made.facts.score = value.get("score").and_then(Value::as_float).map(Score::from);
        for (name, value) in value.get("attributes").map_or(&[][..], Value::fields) {
            if let Some(value) = value.as_text() {
                made.facts.attribute(name, AttributeValue::Choice(value.into()));
            }
        }
        it.events.push(made);
    }
    let node = |value: Option<&Value>| names.get(&value?.as_name()?).copied();
    let mut lacking = |kind: &str, i: usize, what: &str| report.left_out(format!("{place}: {kind}[{i}]"), what);
    for (i, (made, value)) in it.relations.iter_mut().zip(row.list("relations")).enumerate() {
        match (node(value.get("head")), node(value.get("tail"))) {
            (Some(head), Some(tail)) => (made.head, made.tail) = (head, tail),
            _ => lacking("relations", i, "an end of it is not in this document, or was left out"),
        }
    }
    for (i, (made, value)) in it.clusters.iter_mut().zip(row.list("clusters")).enumerate() {
        for member in value.list("members") {
            match node(Some(member)) {
                Some(member) => made.members.push(member),
                None => lacking("clusters", i, "a member of it is not in this document, or was left out"),
            }
        }
    }
    for (i, (made, value)) in it.events.iter_mut().zip(row.list("events")).enumerate() {
        match node(value.get("trigger")) {
            Some(Node::Span(trigger)) => made.trigger = trigger,
            _ => lacking("events", i, "its trigger is no span of this document, or was left out"),
        }
        for argument in value.list("arguments") {
            match node(argument.get("node")) {
                Some(node) => {
                    let role = argument.get("role").and_then(Value::as_name).unwrap_or_default();
                    made.arguments.push((role, node));
                }
                None => lacking("events", i, "an argument of it is not in this document, or was left out"),
            }
        }
    }
    // What was left out above has an end that is nowhere.
    it.retain(&|_| true);
}

fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let unit = writing.unit.unwrap_or(Unit::Char);
    let rows = documents.iter().map(|it| {
        let id = Node::name;
        let span = |(i, span): (usize, &Span)| {
            let (start, end) = unit.ends(&it.document, span.cover());
            let mut value = object! {
                "id" => id(Node::Span(i)), "start" => start, "end" => end, "label" => &span.label,
                "text" => it.document.slice(span.cover()),
            };
            if let Some(score) = span.facts.score {
                value.push("score", score.to_f64());
            }
            value
        };
        let relation = |(i, it): (usize, &Relation)| {
            object! { "id" => id(Node::Relation(i)), "head" => id(it.head), "tail" => id(it.tail), "type" => &it.label }
        };
        let cluster = |(i, it): (usize, &Cluster)| {
            let members: Vec<Value> = it.members.iter().map(|node| id(*node).into()).collect();
            object! { "id" => id(Node::Cluster(i)), "type" => &it.label, "members" => members }
        };
        let event = |(i, it): (usize, &Event)| {
            let argument = |(role, node): &(String, Node)| object! { "role" => role, "node" => id(*node) };
            let arguments: Vec<Value> = it.arguments.iter().map(argument).collect();
            object! { "id" => id(Node::Event(i)), "type" => &it.label, "trigger" => id(Node::Span(it.trigger)), "arguments" => arguments }
        };
        object! {
            "id" => &it.name,
            "text" => it.text(),
            "spans" => it.spans.iter().enumerate().map(span).collect::<Vec<_>>(),
            "relations" => it.relations.iter().enumerate().map(relation).collect::<Vec<_>>(),
            "clusters" => it.clusters.iter().enumerate().map(cluster).collect::<Vec<_>>(),
            "events" => it.events.iter().enumerate().map(event).collect::<Vec<_>>(),
        }
    });
    Ok(vec![File::new("rows.jsonl", json::lines(rows))])
}
