//! brat standoff: offsets in code points, ends exclusive; a `.txt` and a `.ann` for each document, and `annotation.conf`.

mod conf;

use crate::document::annotated::{Annotated, Cluster, Event, Node, Relation, Span};
use crate::document::schema::Schema;
use crate::document::unit::{Claim, Decider, Unit, anchor};
use crate::format::{Format, Reading, Writing};
use crate::loss::holds::{Ends, Holds, LabelScores, Naming, Schemas, Values, Which, ascii_name};
use crate::syntax::source::{Texts, text_file};
use crate::{Error, File, Report, Source};
use postil_core::{AttributeValue, Document, Fragments, Link, TextRange};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

pub(crate) const FORMAT: Format = Format {
    id: "brat",
    name: "brat standoff",
    about: "code points; .txt, .ann, annotation.conf and visual.conf",
    unit: Some(Unit::Char),
    extensions: &["ann"],
    lines: false,
    sniff: |probe| {
        let is_line = |line: &str| {
            let mut parts = line.split('\t');
            let id = parts.next().unwrap_or_default();
            let body = parts.next().unwrap_or_default();
            id == "*"
                || id.starts_with(['T', 'R', 'E', 'A', 'M', 'N', '#'])
                    && id[1..].bytes().all(|b| b.is_ascii_digit())
                    && body.contains(' ')
        };
        let mut lines = probe.lines().filter(|line| !line.is_empty());
        match lines.next() {
            Some(first) if is_line(first) && lines.all(is_line) => 80,
            None if probe.extension == "ann" => 50,
            _ => 0,
        }
    },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        naming: Naming::File,
        blank_edges: false,
        rename: ascii_name,
        attribute_name: ascii_name,
        relations: Ends::SpansAndEvents,
        clusters: Ends::Spans,
        events: Ends::SpansAndEvents,
        attributes: Which::Named,
        values: Values::Choices,
        notes: Which::Linked,
        scores: Which::None,
        document_labels: false,
        label_scores: LabelScores::None,
        sets: false,
        language: false,
        dct: false,
        schema: Schemas::Types,
        ..Holds::ALL
    },
};

/// Where Python's `readlines` ends a line, as brat's server does.
const LINE_ENDS: [char; 10] =
    ['\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];
/// The note that marks a span that goes over the end of a line: how many pieces each of its parts was cut into.
const TEXT_BREAK: &str = "over the end of a line, pieces of each part:";

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    let mut texts = Texts::default();
    // One a folder.
    let mut schemas: BTreeMap<&str, Arc<Schema>> = BTreeMap::new();
    for source in sources.iter().filter(|it| !matches!(it.extension().as_str(), "txt" | "conf")) {
        let text = sources.iter().find(|it| it.extension() == "txt" && it.path_stem() == source.path_stem());
        let Some(text) = text else {
            return Err(Error::new(&source.name, "", format!("its text, {}.txt, is missing", source.stem())));
        };
        report.file(&source.name);
        let document = texts.document(text)?;
        let mut it = read_one(source, document, text.bytes.starts_with(b"\xEF\xBB\xBF"), reading, report)?;
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

/// A line that was split at its tabs.
struct Line<'t> {
    place: String,
    id: &'t str,
    body: &'t str,
    rest: Option<&'t str>,
}

fn read_one(
    source: &Source, document: Document, is_marked: bool, reading: &Reading, report: &mut Report,
) -> Result<Annotated, Error> {
    let text = source.text()?;
    let mut lines = Vec::new();
    for (n, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let place = format!("line {}", n + 1);
        let mut parts = line.splitn(3, '\t');
        match (parts.next(), parts.next(), parts.next()) {
            _ if line.trim().is_empty() => {}
            (Some(id), Some(body), rest) => lines.push(Line { place, id, body, rest }),
            _ => report.left_out(place, "there is no tab in it"),
        }
    }
    let mut claims = Vec::new();
    let mut decider = Decider::new(Unit::Char);
    for line in lines.iter().filter(|line| line.id.starts_with('T')) {
        match claim(line) {
            Some((label, claim)) => {
                decider.weigh(&document, &claim);
                claims.push((line, label, claim));
            }
            None => report.left_out(&line.place, "it is not of the form `T1 TAB TYPE START END TAB TEXT`"),
        }
    }
    let unit = decider.decide(reading.unit, report);
    let document = as_counted(document, is_marked, &claims, unit, report);
    let mut made = Annotated::new(source.stem(), document);
    let mut names: BTreeMap<&str, Node> = BTreeMap::new();
    for (line, label, claim) in claims {
        let Some(fragments) = anchor(&made.document, &claim, unit, &line.place, report) else { continue };
        if names.insert(line.id, Node::Span(made.spans.len())).is_some() {
            report.repaired(&line.place, format!("{} is there twice; what refers to it means the last", line.id));
        }
        made.spans.push(Span { fragments, ..Span::new(TextRange::default(), label) });
    }
    events(&lines, &mut made, &mut names, report);
    for line in &lines {
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
    Some((label, Claim { ranges, quote: line.rest.map(str::to_owned), gap: " " }))
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
    crate::records::native::facts_of(made, target).attribute(name, value);
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

/// The knowledge base that is named where a link names none: brat wants `DB:ID`, without blanks.
const NO_BASE: &str = "KB:";

fn reference(id: &str) -> String {
    if id.contains(':') && !id.starts_with(NO_BASE) && !id.contains(char::is_whitespace) {
        return id.to_owned();
    }
    let coded = |c: char| if c.is_whitespace() || c == '%' { format!("%{:X}%", u32::from(c)) } else { c.to_string() };
    NO_BASE.chars().map(String::from).chain(id.chars().map(coded)).collect()
}

fn link_id(reference: &str) -> String {
    let Some(id) = reference.strip_prefix(NO_BASE) else { return reference.to_owned() };
    let parts: Vec<&str> = id.split('%').collect();
    if parts.len().is_multiple_of(2) {
        return id.to_owned();
    }
    let decode = |(i, part): (usize, &&str)| match (i % 2, u32::from_str_radix(part, 16).ok().and_then(char::from_u32))
    {
        (1, Some(c)) => c.to_string(),
        _ => (*part).to_owned(),
    };
    parts.iter().enumerate().map(decode).collect()
}

fn note(line: &Line, made: &mut Annotated, names: &BTreeMap<&str, Node>) -> Result<(), String> {
    let target = line.body.split(' ').nth(1).unwrap_or_default();
    let target = node(names, target)?;
    crate::records::native::facts_of(made, target).notes.push(unescape(line.rest.unwrap_or_default()));
    Ok(())
}

/// A note stands on one line: line ends and tabs are written `\n`, `\r` and `\t`, a backslash twice before these letters.
fn escape(note: &str) -> String {
    let mut out = String::new();
    for c in note.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if LINE_ENDS.contains(&c) => drop(write!(out, "\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn unescape(note: &str) -> String {
    let mut out = String::new();
    let mut rest = note;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let coded = rest.strip_prefix("u{").and_then(|rest| rest.split_once('}'));
        let coded = coded.and_then(|(hex, after)| Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, after)));
        let (c, after) = match (rest.chars().next(), coded) {
            (_, Some((c, after))) => (c, after),
            (Some('n'), _) => ('\n', &rest[1..]),
            (Some('t'), _) => ('\t', &rest[1..]),
            (Some('\\'), _) => ('\\', &rest[1..]),
            _ => ('\\', rest),
        };
        out.push(c);
        rest = after;
    }
    out + rest
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    for document in documents {
        files.push(text_file(format!("{}.txt", document.name), document.text()));
        files.push(File::new(format!("{}.ann", document.name), annotations(document)));
    }
    let schema = documents.first().map(|it| it.schema.clone()).unwrap_or_default();
    files.extend(conf::of(&schema));
    Ok(files)
}

fn annotations(it: &Annotated) -> String {
    let mut out = String::new();
    let mut broken: BTreeMap<usize, String> = BTreeMap::new();
    for (i, span) in it.spans.iter().enumerate() {
        let pieces = pieces(it, span);
        if pieces.iter().any(|parts| parts.len() > 1) {
            let counts: Vec<String> = pieces.iter().map(|parts| parts.len().to_string()).collect();
            broken.insert(i, format!("{TEXT_BREAK} {}", counts.join(" ")));
        }
        let pieces = pieces.concat();
        let ranges: Vec<String> = pieces
            .iter()
            .map(|range| {
                let (start, end) = Unit::Char.ends(&it.document, *range);
                format!("{start} {end}")
            })
            .collect();
        let quotes: Vec<&str> = pieces.iter().map(|range| it.document.slice(*range)).collect();
        let _ = writeln!(out, "T{}\t{} {}\t{}", i + 1, span.label, ranges.join(";"), quotes.join(" "));
    }
    let id = |node: Node| match node {
        Node::Span(i) => format!("T{}", i + 1),
        Node::Relation(i) => format!("R{}", i + 1),
        Node::Event(i) => format!("E{}", i + 1),
        Node::Cluster(_) => String::new(),
    };
    for (i, event) in it.events.iter().enumerate() {
        let _ = write!(out, "E{}\t{}:T{}", i + 1, event.label, event.trigger + 1);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (role, node) in &event.arguments {
            let n = seen.entry(role).or_default();
            *n += 1;
            let number = if *n == 1 { String::new() } else { n.to_string() };
            let _ = write!(out, " {role}{number}:{}", id(*node));
        }
        out.push('\n');
    }
    for (i, it) in it.relations.iter().enumerate() {
        let _ = writeln!(out, "R{}\t{} Arg1:{} Arg2:{}", i + 1, it.label, id(it.head), id(it.tail));
    }
    for it in &it.clusters {
        let members: Vec<String> = it.members.iter().map(|node| id(*node)).collect();
        let _ = writeln!(out, "*\t{} {}", it.label, members.join(" "));
    }
    let spans = it.spans.iter().enumerate().map(|(i, it)| (Node::Span(i), &it.facts));
    let events = it.events.iter().enumerate().map(|(i, it)| (Node::Event(i), &it.facts));
    let relations = it.relations.iter().enumerate().map(|(i, it)| (Node::Relation(i), &it.facts));
    let (mut attributes, mut notes) = (0, 0);
    for (node, facts) in spans.clone().chain(events.clone()).chain(relations.clone()) {
        for (name, value) in &facts.attributes {
            attributes += 1;
            let value = match value {
                AttributeValue::Boolean(_) => String::new(),
                AttributeValue::Number(it) | AttributeValue::Choice(it) | AttributeValue::Text(it) => format!(" {it}"),
            };
            let _ = writeln!(out, "A{attributes}\t{name} {}{value}", id(node));
        }
    }
    for (n, (i, link)) in it.spans.iter().enumerate().filter_map(|(i, span)| Some((i, span.link.as_ref()?))).enumerate()
    {
        let text = link.uri.as_deref().unwrap_or(&link.id).replace(LINE_ENDS, " ");
        let _ = writeln!(out, "N{}\tReference T{} {}\t{text}", n + 1, i + 1, reference(&link.id));
    }
    for (node, facts) in spans.chain(events).chain(relations) {
        let of_break = if let Node::Span(i) = node { broken.get(&i) } else { None };
        for note in of_break.map(String::as_str).into_iter().chain(facts.notes.iter().map(String::as_str)) {
            notes += 1;
            let _ = writeln!(out, "#{notes}\tAnnotatorNotes {}\t{}", id(node), escape(note));
        }
    }
    out
}

/// The fragments of a span, each cut where a line ends, since a line of the file holds one annotation.
fn pieces(it: &Annotated, span: &Span) -> Vec<Vec<TextRange>> {
    let cut = |range: &TextRange| {
        let mut pieces = Vec::new();
        let mut from = range.start().to_usize();
        for part in it.document.slice(*range).split(LINE_ENDS) {
            let to = from + part.len();
            if !part.is_empty() || range.is_empty() {
                pieces.push(TextRange::from_usize(from..to));
            }
            from = to + it.text()[to..].chars().next().map_or(0, char::len_utf8);
        }
        pieces
    };
    span.fragments.as_slice().iter().map(cut).collect()
}
