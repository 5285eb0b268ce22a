//! Prodigy JSON Lines: offsets in code points, ends exclusive; `token_end` is the last token, inclusive.

use crate::document::texts::document;
use crate::document::{Annotated, Claim, DocumentLabel, Draft, Node, Relation, Report, Span, Unit, labelled, settle};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Ends, Holds, Naming, Which};
use crate::standoff::spacy::words::Words;
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::Score;
use std::collections::BTreeMap;

pub(crate) const FORMAT: Format = Format {
    id: "prodigy",
    name: "Prodigy JSON Lines",
    about: "code points, with token numbers",
    purpose: Purpose::Training,
    unit: Some(Unit::Char),
    extensions: &["jsonl"],
    lines: true,
    sniff: |probe| match () {
        () if probe.has("*.text:s") && probe.any(&["*._task_hash:n", "*._input_hash:n", "*._view_id:s"]) => 95,
        () if probe.has("*.text:s") && probe.any(&["*.spans[].token_start:n", "*.spans[].start:n", "*.answer:s"]) => 70,
        () => 0,
    },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        naming: Naming::Lost,
        blank_edges: false,
        twins: false,
        relations: Ends::Spans,
        scores: Which::Spans,
        document_labels: true,
        ..Holds::SPANS
    },
};

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let mut drafts = Vec::new();
        let mut rows = Vec::new();
        for (n, (place, row)) in json::rows(source)?.into_iter().enumerate() {
            let Some(text) = row.text("text") else {
                report.left_out(place, "there is no text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(&place, what))?;
            let mut draft =
                Draft::new(Annotated::new(format!("{}-{}", source.stem(), n + source.first_line), document));
            match row.text("answer") {
                Some(answer @ ("reject" | "ignore")) => {
                    report.left_out(&place, format!("its answer is `{answer}`: what it marks is not taken for right"))
                }
                _ => claim(&row, &place, &mut draft, report),
            }
            drafts.push(draft);
            rows.push((place, row));
        }
        settle(&mut drafts, Unit::Char, false, reading.unit, report);
        for (draft, (place, row)) in drafts.iter_mut().zip(rows) {
            if !matches!(row.text("answer"), Some("reject" | "ignore")) {
                relations(&row, &place, &mut draft.it, report);
                labels(&row, &mut draft.it);
            }
        }
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

fn claim(row: &Value, place: &str, draft: &mut Draft, report: &mut Report) {
    for (i, span) in row.list("spans").iter().enumerate() {
        let place = format!("{place}: spans[{i}]");
        let number = |name: &str| span.get(name).and_then(Value::as_int);
        let (Some(start), Some(end)) = (number("start"), number("end")) else {
            report.left_out(place, "it has no start and end");
            continue;
        };
        let mut made = labelled(span.get("label").and_then(Value::as_name).unwrap_or_default());
        made.facts.score = span.get("score").and_then(Value::as_float).map(Score::from);
        draft.claim(None, Claim::new(start, end, span.text("text")), made, place);
    }
}

/// Relations name the last token of a span; newer files its ends and label too.
fn relations(row: &Value, place: &str, it: &mut Annotated, report: &mut Report) {
    let tokens = row.list("tokens");
    // Spans by their end, each with its start.
    let mut places: BTreeMap<i64, Vec<(i64, usize)>> = BTreeMap::new();
    for (i, span) in it.spans.iter().enumerate() {
        let (start, end) = Unit::Char.ends(&it.document, span.cover());
        places.entry(end.into()).or_default().push((start.into(), i));
    }
    for (i, relation) in row.list("relations").iter().enumerate() {
        let end = |name: &str| {
            if let Some(span) = relation.get(&format!("{name}_span")) {
                let number = |name: &str| span.get(name).and_then(Value::as_int);
                let (start, end) = (number("start")?, number("end")?);
                let near = places.get(&end)?.iter().filter(|(from, _)| *from == start);
                let labelled = near.clone().find(|(_, i)| span.text("label") == Some(&it.spans[*i].label));
                return labelled.or_else(|| near.clone().next()).map(|(_, i)| *i);
            }
            let token = tokens.get(usize::try_from(relation.get(name)?.as_int()?).ok()?)?;
            places.get(&token.get("end")?.as_int()?)?.first().map(|(_, i)| *i)
        };
        match (end("head"), end("child")) {
            (Some(head), Some(tail)) => {
                let label = relation.get("label").and_then(Value::as_name).unwrap_or_default();
                it.relations.push(Relation {
                    head: Node::Span(head),
                    tail: Node::Span(tail),
                    label,
                    facts: Default::default(),
                });
            }
            _ => report.left_out(format!("{place}: relations[{i}]"), "an end of it is no span of this document"),
        }
    }
}

fn labels(row: &Value, it: &mut Annotated) {
    let chosen = row.list("accept").iter().filter_map(Value::as_name);
    let label = row.text("label").map(str::to_owned);
    it.labels.extend(chosen.chain(label).map(|label| DocumentLabel { label, set: Default::default(), score: None }));
}

fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let survey = writing.survey(documents);
    let options = &survey.document_labels;
    let rows = documents.iter().map(|it| {
        let words = Words::of(it);
        let token = |(id, (token, ws)): (usize, &(postil_core::TextRange, bool))| {
            let (start, end) = Unit::Char.ends(&it.document, *token);
            object! { "text" => it.document.slice(*token), "start" => start, "end" => end, "id" => id, "ws" => *ws }
        };
        let span = |span: &Span| {
            let (start, end) = Unit::Char.ends(&it.document, span.cover());
            let mut value = object! { "start" => start, "end" => end };
            if let Some((first, last)) = words.covered(span.cover()) {
                value.push("token_start", first);
                value.push("token_end", last);
            }
            value.push("label", &span.label);
            value
        };
        let scored = |it: &Span| {
            let mut value = span(it);
            if let Some(score) = it.facts.score {
                value.push("score", score.to_f64());
            }
            value
        };
        let end = |node: Node| &it.spans[it.span_at(node).unwrap_or_default()];
        let last = |node: Node| words.covered(end(node).cover()).map_or(Value::Null, |(_, last)| last.into());
        let relation = |relation: &Relation| {
            let Relation { head, tail, label, .. } = relation;
            object! { "head" => last(*head), "child" => last(*tail), "label" => label, "head_span" => span(end(*head)), "child_span" => span(end(*tail)) }
        };
        let tokens: Vec<Value> = words.tokens.iter().enumerate().map(token).collect();
        let mut row = object! { "text" => it.text(), "tokens" => tokens, "spans" => it.spans.iter().map(scored).collect::<Vec<_>>() };
        if !it.relations.is_empty() {
            row.push("relations", it.relations.iter().map(relation).collect::<Vec<_>>());
        }
        if !options.is_empty() {
            row.push("options", options.iter().map(|id| object! { "id" => id, "text" => id }).collect::<Vec<_>>());
            row.push("accept", it.labels.iter().map(|label| Value::from(&label.label)).collect::<Vec<_>>());
        }
        row.push("answer", "accept");
        row
    });
    Ok(vec![File::new("prodigy.jsonl", json::lines(rows))])
}
