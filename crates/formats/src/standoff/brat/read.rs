//! Reading: lines to claims, claims to annotations.

use super::escape::{TEXT_BREAK, link_id, unescape};
use super::{PARTS, conf};
use crate::document::texts::Texts;
use crate::document::{Annotated, Claim, Cluster, Decider, Event, Node, Relation, Report, Schema, Span, Unit, anchor};
use crate::format::Reading;
use crate::syntax::{Error, Source};
use postil_core::{AttributeValue, Document, Fragments, Link, TextRange, sort_by_key};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    let mut texts = Texts::default();
    // One a folder.
    let mut schemas: BTreeMap<&str, Arc<Schema>> = BTreeMap::new();
    for files in annotations(sources) {
        let source = files[0];
        let text = sources.iter().find(|it| it.extension() == "txt" && it.path_stem() == source.path_stem());
        let Some(text) = text else {
            return Err(Error::new(&source.name, "", format!("its text, {}.txt, is missing", source.stem())));
        };
        report.file(&source.name);
        let document = texts.document(text)?;
        let mut it = read_one(&files, document, text.bytes.starts_with(b"\xEF\xBB\xBF"), reading, report)?;
        let folder = &source.name[..source.name.rfind(['/', '\\']).map_or(0, |at| at + 1)];
        it.schema = match schemas.get(folder) {
            Some(schema) => Arc::clone(schema),
            None => {
                let schema = Arc::new(conf::read(source, sources, report)?);
                schemas.insert(folder, schema.clone());
                schema
            }
        };
        made.push(it);
    }
    Ok(made)
}

/// The files with annotations, those of one text together that build on each other.
fn annotations(sources: &[Source]) -> Vec<Vec<&Source>> {
    let part = |it: &Source| PARTS.iter().position(|part| *part == it.extension());
    let mut made: Vec<Vec<&Source>> = Vec::new();
    for source in sources.iter().filter(|it| !matches!(it.extension().as_str(), "txt" | "conf")) {
        let is_kin = |files: &&mut Vec<&Source>| part(files[0]).is_some() && files[0].path_stem() == source.path_stem();
        match made.iter_mut().find(is_kin).filter(|_| part(source).is_some()) {
            Some(files) => files.push(source),
            None => made.push(vec![source]),
        }
    }
    made.iter_mut().for_each(|files| sort_by_key(files, |it| part(it)));
    made
}

/// A line that was split at its tabs.
struct Line<'t> {
    file: &'t str,
    place: String,
    id: &'t str,
    body: &'t str,
    rest: Option<&'t str>,
}

fn read_one(
    sources: &[&Source], document: Document, is_marked: bool, reading: &Reading, report: &mut Report,
) -> Result<Annotated, Error> {
    let texts = sources.iter().map(|source| source.text()).collect::<Result<Vec<String>, Error>>()?;
    let mut lines = Vec::new();
    for (source, text) in sources.iter().zip(&texts) {
        let file = &*source.name;
        report.file(file);
        for (n, line) in text.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            let place = format!("line {}", n + 1);
            let mut parts = line.splitn(3, '\t');
            match (parts.next(), parts.next(), parts.next()) {
                _ if line.trim().is_empty() => {}
                (Some(id), Some(body), rest) => lines.push(Line { file, place, id, body, rest }),
                _ => report.left_out(place, "there is no tab in it"),
            }
        }
    }
    let mut claims = Vec::new();
    let mut decider = Decider::new(Unit::Char);
    for line in lines.iter().filter(|line| line.id.starts_with('T')) {
        report.file(line.file);
        match claim(line) {
            Some((label, claim)) => {
                decider.weigh(&document, &claim);
                claims.push((line, label, claim));
            }
            None => report.left_out(&line.place, "it is not of the form `T1 TAB TYPE START END TAB TEXT`"),
        }
    }
    report.file(&sources[0].name);
    let unit = report.unit(&decider, reading.unit);
    let document = as_counted(document, is_marked, &claims, unit, report);
    let mut made = Annotated::new(sources[0].stem(), document);
    let mut names: BTreeMap<&str, Node> = BTreeMap::new();
    for (line, label, claim) in claims {
        report.file(line.file);
        let Some(fragments) = anchor(&made.document, &claim, unit, &line.place, report) else { continue };
        if names.insert(line.id, Node::Span(made.spans.len())).is_some() {
            report.repaired(&line.place, format!("{} is there twice; what refers to it means the last", line.id));
        }
        made.spans.push(Span { fragments, ..Span::new(TextRange::default(), label) });
    }
    events(&lines, &mut made, &mut names, report);
    for line in &lines {
        report.file(line.file);
        let kept = match line.id.chars().next() {
            Some('T' | 'E') => Ok(()),
            Some('R') => relation(line, &mut made, &mut names),
            Some('*') => equivalence(line, &mut made, &names),
            Some('A' | 'M') => attribute(line, &mut made, &names),
            Some('N') => normalisation(line, &mut made, &names, report),
            Some('#') => note(line, &mut made, &names),
            _ => Err("no annotation begins so".to_owned()),
        };
        if let Err(why) = kept {
            report.left_out(&line.place, why);
        }
    }
    made.spans.iter_mut().for_each(joined_at_breaks);
    Ok(made)
}

/// `TYPE 0 5;16 23` and the text.
fn claim<'t>(line: &Line<'t>) -> Option<(&'t str, Claim)> {
    let (label, ranges) = line.body.split_once(' ')?;
    let ranges = ranges.split(';').map(|range| {
        let (start, end) = range.trim().split_once(' ')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    });
    let ranges = ranges.collect::<Option<Vec<(i64, i64)>>>()?;
    Some((label, Claim::of_parts(ranges, line.rest.map(str::to_owned))))
}

/// brat's page does not count carriage returns, its server does; and the server counts a byte-order mark, since it knows of
/// none. The text in which most quotes fit is read, as it is if that leaves several.
fn as_counted(
    document: Document, is_marked: bool, claims: &[(&Line, &str, Claim)], unit: Unit, report: &mut Report,
) -> Document {
    let mut others = Vec::new();
    if document.text().contains("\r\n") {
        others.push((
            Document::new(document.text().replace("\r\n", "\n")),
            "carriage returns are not counted, and left out",
        ));
    }
    if is_marked {
        others.push((
            Document::new(format!("\u{feff}{}", document.text())),
            "the byte-order mark of the text is counted, and part of it",
        ));
    }
    let fitting = |document: &Document| {
        let fits = |claim: &Claim| {
            anchor(document, claim, unit, "", &mut Report::default()).is_some_and(|it| {
                let parts: Vec<&str> = it.as_slice().iter().map(|range| document.slice(*range)).collect();
                let start = i64::from(unit.of(document, it.cover().start()));
                claim.ranges.first().is_some_and(|(first, _)| *first == start)
                    && claim.quote.as_deref() == Some(parts.join(" ").as_str())
            })
        };
        claims.iter().filter(|(.., claim)| fits(claim)).count()
    };
    if others.is_empty() {
        return document;
    }
    let as_it_is = fitting(&document);
    let best = others.into_iter().map(|(other, why)| (fitting(&other), other, why)).max_by_key(|(fits, ..)| *fits);
    match best {
        Some((fits, other, why)) if fits > as_it_is => {
            report.decided("", format!("{why}: {fits} quotes fit so, {as_it_is} otherwise"));
            other
        }
        _ => document,
    }
}

/// A span that was written in pieces since it goes over the end of a line is whole again.
fn joined_at_breaks(span: &mut Span) {
    let found = span.facts.notes.iter().enumerate().find_map(|(at, note)| Some((at, note.strip_prefix(TEXT_BREAK)?)));
    let Some((at, counts)) = found else { return };
    let counts: Option<Vec<usize>> =
        counts.trim().split(' ').map(|count| count.parse().ok().filter(|count| *count > 0)).collect();
    let mut pieces = span.fragments.as_slice().iter();
    let Some(counts) = counts.filter(|counts| counts.iter().sum::<usize>() == pieces.len()) else { return };
    let whole = counts.iter().filter_map(|count| pieces.by_ref().take(*count).copied().reduce(TextRange::cover));
    if let Some(fragments) = Fragments::new(whole.collect()) {
        span.fragments = fragments;
        span.facts.notes.remove(at);
    }
}

fn events<'t>(lines: &[Line<'t>], made: &mut Annotated, names: &mut BTreeMap<&'t str, Node>, report: &mut Report) {
    let mut found = Vec::new();
    for line in lines.iter().filter(|line| line.id.starts_with('E')) {
        report.file(line.file);
        let mut parts = line.body.split(' ').filter(|part| !part.is_empty());
        let head = parts.next().and_then(|part| part.split_once(':'));
        match head.map(|(label, trigger)| (label, names.get(trigger))) {
            Some((label, Some(Node::Span(trigger)))) => {
                let event = Event {
                    trigger: *trigger,
                    label: label.to_owned(),
                    arguments: Vec::new(),
                    facts: Default::default(),
                };
                made.events.push(event);
                names.insert(line.id, Node::Event(made.events.len() - 1));
                found.push((line, parts));
            }
            Some((_, _)) => report.left_out(&line.place, "its trigger is no text of this document"),
            None => report.left_out(&line.place, "it is not of the form `E1 TAB TYPE:T1 ROLE:T2 …`"),
        }
    }
    for (line, parts) in found {
        let Some(Node::Event(i)) = names.get(line.id).copied() else { continue };
        report.file(line.file);
        for part in parts {
            match part.split_once(':').map(|(role, id)| (role, names.get(id))) {
                Some((role, Some(node))) => {
                    // Roles that repeat are numbered from the second on.
                    let plain = role.trim_end_matches(|c: char| c.is_ascii_digit());
                    let is_numbered =
                        plain.len() < role.len() && made.events[i].arguments.iter().any(|(role, _)| role == plain);
                    made.events[i].arguments.push((if is_numbered { plain } else { role }.to_owned(), *node));
                }
                _ => report.left_out(&line.place, format!("`{part}` names nothing in this document")),
            }
        }
    }
}

fn node(names: &BTreeMap<&str, Node>, id: &str) -> Result<Node, String> {
    names.get(id).copied().ok_or_else(|| format!("there is no {id} in this document"))
}

fn relation<'t>(line: &Line<'t>, made: &mut Annotated, names: &mut BTreeMap<&'t str, Node>) -> Result<(), String> {
    let mut parts = line.body.split(' ').filter(|part| !part.is_empty());
    let label = parts.next().unwrap_or_default();
    let ends: Vec<&str> = parts.filter_map(|part| Some(part.split_once(':')?.1)).collect();
    let [head, tail] = ends[..] else { return Err("a relation has two ends".to_owned()) };
    let (head, tail) = (node(names, head)?, node(names, tail)?);
    made.relations.push(Relation { head, tail, label: label.to_owned(), facts: Default::default() });
    names.insert(line.id, Node::Relation(made.relations.len() - 1));
    Ok(())
}

/// `* TAB Equiv T1 T2 …`
fn equivalence(line: &Line, made: &mut Annotated, names: &BTreeMap<&str, Node>) -> Result<(), String> {
    let mut parts = line.body.split(' ').filter(|part| !part.is_empty());
    let label = parts.next().unwrap_or_default().to_owned();
    let members = parts.map(|id| node(names, id)).collect::<Result<Vec<_>, _>>()?;
    made.clusters.push(Cluster { members, label, facts: Default::default() });
    Ok(())
}

fn attribute(line: &Line, made: &mut Annotated, names: &BTreeMap<&str, Node>) -> Result<(), String> {
    let mut parts = line.body.splitn(3, ' ');
    let (name, target, value) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
    let value = match value {
        None | Some("") => AttributeValue::Boolean(true),
        Some(value) => AttributeValue::Choice(value.into()),
    };
    let target = node(names, target)?;
    made.facts_at(target).attribute(name, value);
    Ok(())
}

/// `N1 TAB Reference T1 DB:ID TAB what it is called`
fn normalisation(
    line: &Line, made: &mut Annotated, names: &BTreeMap<&str, Node>, report: &mut Report,
) -> Result<(), String> {
    let mut parts = line.body.splitn(3, ' ');
    let (_, target, id) = (parts.next(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Node::Span(span) = node(names, target)? else { return Err(format!("{target} is no text")) };
    let uri = line.rest.filter(|text| text.starts_with("http://") || text.starts_with("https://"));
    let link = Link { id: link_id(id.trim()).into(), uri: uri.map(Into::into) };
    match &made.spans[span].link {
        None => made.spans[span].link = Some(link),
        Some(_) => {
            made.spans[span].facts.attribute("Reference", AttributeValue::Choice(link_id(id.trim()).into()));
            report.decided(&line.place, format!("{target} has a reference already; this one becomes an attribute"));
        }
    }
    Ok(())
}

fn note(line: &Line, made: &mut Annotated, names: &BTreeMap<&str, Node>) -> Result<(), String> {
    let target = line.body.split(' ').nth(1).unwrap_or_default();
    let target = node(names, target)?;
    made.facts_at(target).notes.push(unescape(line.rest.unwrap_or_default()));
    Ok(())
}
