//! Reading: rows to documents with spans, rows of the second file to relations.

use super::rows::{
    DOC_ID, DOC_LABEL, END, FRAGMENTS, HEAD, LABEL, LINK, LINK_URI, QUOTE, RELATION, Row, SCORE, SPAN_ID, START, TAIL,
    TEXT, rows,
};
use crate::document::texts::document;
use crate::document::{Annotated, Claim, DocumentLabel, Draft, Relation, Report, Unit, labelled, settle};
use crate::format::Reading;
use crate::syntax::{Error, Source};
use postil_core::{Link, Score};
use std::collections::BTreeMap;

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let (mut drafts, mut relations): (Vec<Draft>, Vec<(String, Row)>) = (Vec::new(), Vec::new());
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources {
        report.file(&source.name);
        for (n, row) in rows(source, report)?.into_iter().enumerate() {
            if row.has(HEAD) && row.has(TAIL) {
                relations.push((source.name.clone(), row));
                continue;
            }
            let text = row.get(TEXT).unwrap_or_default().to_owned();
            let id = row.get(DOC_ID).map(str::to_owned);
            let has_place = row.has(START);
            // Without ids of documents each row is one, unless rows are spans.
            let key = id.clone().unwrap_or_else(|| if has_place { String::new() } else { n.to_string() });
            // A long text stands in the first row of its document alone.
            let known = text.is_empty().then(|| id.as_ref().and_then(|id| by_id.get(id))).flatten();
            let i = match known.or_else(|| places.get(&(key.clone(), text.clone()))) {
                Some(i) => *i,
                None if !row.has(TEXT) => {
                    report.left_out(&row.place, "there is no text of its document");
                    continue;
                }
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
        let doc = row.get(DOC_ID).unwrap_or_default();
        let node = |draft: &Draft, names: &[&str]| draft.names.get(row.get(names)?).copied();
        let found = drafts.iter_mut().filter(|draft| draft.it.name == doc).find_map(|draft| {
            let (head, tail) = (node(draft, HEAD)?, node(draft, TAIL)?);
            Some((draft, head, tail))
        });
        match found {
            Some((draft, head, tail)) => {
                let label = row.get(RELATION).unwrap_or_default().to_owned();
                draft.it.relations.push(Relation { head, tail, label, facts: Default::default() });
            }
            None => report.left_out(&row.place, "an end of it is no span of its document"),
        }
    }
    Ok(drafts.into_iter().map(|draft| draft.it).collect())
}

fn claim(row: &Row, has_place: bool, draft: &mut Draft, report: &mut Report) {
    let number = |names: &[&str]| row.get(names).and_then(|cell| cell.trim().parse::<i64>().ok());
    let label = row.get(LABEL);
    let doc_label = row.get(DOC_LABEL).or(label.filter(|_| !has_place));
    if let Some(label) = doc_label {
        draft.it.labels.push(DocumentLabel { label: label.to_owned(), set: Default::default(), score: None });
    }
    let (start, end) = (number(START), number(END));
    let is_said = row.get(START).or(row.get(END)).is_some();
    let (Some(start), Some(end)) = (start, end) else {
        if is_said {
            report.left_out(&row.place, "its start or end is no number");
        }
        return;
    };
    let ranges = row.get(FRAGMENTS).map(|cell| {
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
    if let Some(cell) = row.get(SCORE) {
        // Where cells are parted by semicolons, a comma is that of numbers.
        match cell.trim().replace(',', ".").parse::<f64>() {
            Ok(score) => span.facts.score = Some(Score::from(score)),
            Err(_) => report.left_out(&row.place, "its score is no number"),
        }
    }
    span.link = row.get(LINK).map(|id| Link { id: id.into(), uri: row.get(LINK_URI).map(Into::into) });
    // The quote is from first to last; parts by themselves have none.
    let quote = row.get(QUOTE).filter(|_| ranges.len() == 1).map(str::to_owned);
    draft.claim(row.get(SPAN_ID).map(str::to_owned), Claim::of_parts(ranges, quote), span, row.place.clone());
}
