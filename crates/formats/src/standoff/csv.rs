//! CSV and TSV, a span a row: offsets in code points, ends exclusive, decided by the quotes; RFC 4180 quoting for both.
//! Relations stand in a second file, by the numbers of the rows' spans.

use crate::document::texts::document;
use crate::document::{Annotated, Claim, DocumentLabel, Draft, Node, Relation, Report, Span, Unit, labelled, settle};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Ends, Holds, Naming, Which};
use crate::probe::Probe;
use crate::syntax::{Error, File, Source};
use ::csv::{QuoteStyle, ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use postil_core::{Link, Score};
use std::collections::BTreeMap;

const HOLDS: Holds = Holds {
    naming: Naming::Unique,
    discontinuous: true,
    zero_width: true,
    links: true,
    link_uris: true,
    relations: Ends::Spans,
    scores: Which::Spans,
    document_labels: true,
    ..Holds::SPANS
};

pub(crate) const CSV: Format = Format {
    id: "csv",
    name: "CSV",
    about: "code points; a span a row",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["csv"],
    lines: false,
    sniff: |probe| sniff(probe, ','),
    read: Some(read),
    write: Some(|documents, writing| write(documents, writing, b',', "csv")),
    holds: HOLDS,
};

pub(crate) const TSV: Format = Format {
    id: "tsv",
    name: "TSV",
    about: "code points; a span a row, quoted as CSV",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["tsv"],
    lines: false,
    sniff: |probe| sniff(probe, '\t'),
    read: Some(read),
    write: Some(|documents, writing| write(documents, writing, b'\t', "tsv")),
    holds: HOLDS,
};

const COLUMNS: [&str; 11] =
    ["doc_id", "text", "span_id", "start", "end", "fragments", "label", "span_text", "score", "link", "doc_label"];

/// A text longer than this, in bytes, stands in the first row of its document and not in the others.
const MAX_REPEATED: usize = 10_000;
const RELATION_COLUMNS: [&str; 5] = ["doc_id", "relation_id", "head", "tail", "relation"];

/// A head with a text, a label or places, parted by one sign.
fn sniff(probe: &Probe, sign: char) -> u8 {
    let head = probe.lines().next().unwrap_or_default().to_ascii_lowercase();
    let names: Vec<&str> = head.split(sign).map(|name| name.trim().trim_matches('"')).collect();
    let has = |wanted: &[&str]| wanted.iter().any(|name| names.contains(name));
    match () {
        () if names.len() > 1 && has(&["text"]) && has(&["label", "doc_label", "start"]) => 85,
        () if names.len() > 1 && has(&["relation_id"]) && has(&["head"]) => 85,
        () => 0,
    }
}

fn reader(source: &Source, text: &str) -> ::csv::Reader<std::io::Cursor<Vec<u8>>> {
    let sign = if source.extension() == "tsv"
        || text.lines().next().is_some_and(|head| head.contains('\t') && !head.contains(','))
    {
        b'\t'
    } else {
        b','
    };
    ReaderBuilder::new().delimiter(sign).flexible(true).from_reader(std::io::Cursor::new(text.as_bytes().to_vec()))
}

/// A row, by the names of its columns.
struct Row {
    place: String,
    cells: BTreeMap<String, String>,
}

impl Row {
    fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.cells.get(*name)).map(String::as_str).filter(|cell| !cell.is_empty())
    }
}

fn rows(source: &Source, report: &Report) -> Result<Vec<Row>, Error> {
    let text = source.text()?;
    let mut reader = reader(source, &text);
    let bad = |error: ::csv::Error| {
        let line = error.position().map_or(1, ::csv::Position::line);
        report.error(format!("line {line}"), error)
    };
    let head: Vec<String> =
        reader.headers().map_err(bad)?.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record: StringRecord = record.map_err(bad)?;
        let line = record.position().map_or(0, ::csv::Position::line);
        let cells = head.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        rows.push(Row { place: format!("line {line}"), cells });
    }
    Ok(rows)
}

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let (mut drafts, mut relations): (Vec<Draft>, Vec<(String, Row)>) = (Vec::new(), Vec::new());
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources {
        report.file(&source.name);
        for (n, row) in rows(source, report)?.into_iter().enumerate() {
            if row.cells.contains_key("head") && row.cells.contains_key("tail") {
                relations.push((source.name.clone(), row));
                continue;
            }
            let text = row.cells.get("text").cloned().unwrap_or_default();
            let id = row.get(&["doc_id", "id", "doc"]).map(str::to_owned);
            let has_place = row.cells.contains_key("start")
                || row.cells.contains_key("start_offset")
                || row.cells.contains_key("begin");
            // Without ids of documents each row is one, unless rows are spans.
            let key = id.clone().unwrap_or_else(|| if has_place { String::new() } else { n.to_string() });
            // A long text stands in the first row of its document alone.
            let known = text.is_empty().then(|| id.as_ref().and_then(|id| by_id.get(id))).flatten();
            let i = match known.or_else(|| places.get(&(key.clone(), text.clone()))) {
                Some(i) => *i,
                None => {
                    let made = document(text.clone()).map_err(|what| report.error(&row.place, what))?;
                    drafts.push(Draft::new(Annotated::new(
                        id.unwrap_or_else(|| format!("{}-{}", source.stem(), n + 1)),
                        made,
                    )));
                    by_id.insert(key.clone(), drafts.len() - 1);
                    places.insert((key, text), drafts.len() - 1);
                    drafts.len() - 1
                }
            };
            claim(&row, has_place, &mut drafts[i], report);
        }
    }
    settle(&mut drafts, Unit::Char, true, reading.unit, report);
    for (file, row) in relations {
        report.file(&file);
        let doc = row.get(&["doc_id"]).unwrap_or_default();
        let node = |draft: &Draft, name: &str| draft.names.get(row.cells.get(name)?).copied();
        let found = drafts.iter_mut().filter(|draft| draft.it.name == doc).find_map(|draft| {
            let (head, tail) = (node(draft, "head")?, node(draft, "tail")?);
            Some((draft, head, tail))
        });
        match found {
            Some((draft, head, tail)) => {
                let label = row.get(&["relation", "label", "type"]).unwrap_or_default().to_owned();
                draft.it.relations.push(Relation { head, tail, label, facts: Default::default() });
            }
            None => report.left_out(&row.place, "an end of it is no span of its document"),
        }
    }
    Ok(drafts.into_iter().map(|draft| draft.it).collect())
}

fn claim(row: &Row, has_place: bool, draft: &mut Draft, report: &mut Report) {
    let number = |names: &[&str]| row.get(names).and_then(|cell| cell.trim().parse::<i64>().ok());
    let label = row.get(&["label", "type", "tag"]);
    let doc_label = row.get(&["doc_label"]).or(label.filter(|_| !has_place));
    if let Some(label) = doc_label {
        draft.it.labels.push(DocumentLabel { label: label.to_owned(), set: Default::default(), score: None });
    }
    let (start, end) = (number(&["start", "start_offset", "begin"]), number(&["end", "end_offset", "stop"]));
    let is_said = row.get(&["start", "start_offset", "begin", "end"]).is_some();
    let (Some(start), Some(end)) = (start, end) else {
        if is_said {
            report.left_out(&row.place, "its start or end is no number");
        }
        return;
    };
    let ranges = row.get(&["fragments"]).map(|cell| {
        cell.split(';')
            .map(|part| {
                let (start, end) = part.trim().split_once(' ')?;
                Some((start.parse().ok()?, end.parse().ok()?))
            })
            .collect::<Option<Vec<(i64, i64)>>>()
    });
    let ranges = match ranges {
        Some(Some(ranges)) => ranges,
        Some(None) => {
            report.left_out(&row.place, "its fragments are not of the form `START END;START END`");
            return;
        }
        None => vec![(start, end)],
    };
    let mut span = labelled(label.unwrap_or_default());
    span.facts.score = row.get(&["score"]).and_then(|cell| cell.parse::<f64>().ok()).map(Score::from);
    span.link =
        row.get(&["link", "kb_id"]).map(|id| Link { id: id.into(), uri: row.get(&["link_uri"]).map(Into::into) });
    // The quote is from first to last; parts by themselves have none.
    let quote = row.get(&["span_text", "quote", "mention"]).filter(|_| ranges.len() == 1).map(str::to_owned);
    draft.claim(row.get(&["span_id"]).map(str::to_owned), Claim::of_parts(ranges, quote), span, row.place.clone());
}

fn write(documents: &[Annotated], _: &Writing, sign: u8, extension: &str) -> Result<Vec<File>, Error> {
    let table = |rows: Vec<Vec<String>>| -> Result<Vec<u8>, Error> {
        let mut writer = WriterBuilder::new()
            .delimiter(sign)
            .quote_style(QuoteStyle::Necessary)
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        let bad = |what: String| Error::new("csv", "", what);
        for row in rows {
            writer.write_record(&row).map_err(|error| bad(error.to_string()))?;
        }
        writer.into_inner().map_err(|error| bad(error.to_string()))
    };
    let (mut spans, mut relations) = (vec![columns(&COLUMNS)], vec![columns(&RELATION_COLUMNS)]);
    if documents.iter().flat_map(|it| &it.spans).any(|span| span.link.as_ref().is_some_and(|link| link.uri.is_some())) {
        spans[0].push("link_uri".to_owned());
    }
    let width = spans[0].len();
    for it in documents {
        let name = &it.name;
        let mut rows = 0;
        let mut push = |cells: &[(&str, String)]| {
            let mut row = vec![String::new(); width];
            let text = if rows == 0 || it.text().len() <= MAX_REPEATED { it.text() } else { "" };
            rows += 1;
            for (column, cell) in [("doc_id", name.clone()), ("text", text.to_owned())].iter().chain(cells) {
                let place = spans[0].iter().position(|name| name == column);
                if let Some(place) = place {
                    row[place].clone_from(cell);
                }
            }
            spans.push(row);
        };
        for (i, span) in it.spans.iter().enumerate() {
            push(&cells(it, i, span));
        }
        it.labels.iter().for_each(|label| push(&[("doc_label", label.label.clone())]));
        if it.spans.is_empty() && it.labels.is_empty() {
            push(&[]);
        }
        for (i, relation) in it.relations.iter().enumerate() {
            let end = |node: Node| it.span_at(node).unwrap_or_default().to_string();
            relations.push(vec![
                name.clone(),
                i.to_string(),
                end(relation.head),
                end(relation.tail),
                relation.label.clone(),
            ]);
        }
    }
    let mut files = vec![File::new(format!("spans.{extension}"), table(spans)?)];
    if relations.len() > 1 {
        files.push(File::new(format!("relations.{extension}"), table(relations)?));
    }
    Ok(files)
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn cells(it: &Annotated, i: usize, span: &Span) -> Vec<(&'static str, String)> {
    let (start, end) = Unit::Char.ends(&it.document, span.cover());
    let mut cells = vec![
        ("span_id", i.to_string()),
        ("start", start.to_string()),
        ("end", end.to_string()),
        ("label", span.label.clone()),
        ("span_text", it.document.slice(span.cover()).to_owned()),
    ];
    if span.is_discontinuous() {
        let parts: Vec<String> = span
            .fragments
            .as_slice()
            .iter()
            .map(|range| {
                let (start, end) = Unit::Char.ends(&it.document, *range);
                format!("{start} {end}")
            })
            .collect();
        cells.push(("fragments", parts.join(";")));
    }
    if let Some(score) = span.facts.score {
        cells.push(("score", score.to_f64().to_string()));
    }
    if let Some(link) = &span.link {
        cells.push(("link", link.id.to_string()));
        cells.extend(link.uri.as_ref().map(|uri| ("link_uri", uri.to_string())));
    }
    cells
}
