//! CoNLL-U with `Entity=` in MISC, as GUM and CorefUD have it: spans by brackets on words, those that mean the same under one
//! number, parts of a span as `1[1/2]`. White space other than a blank stands in `SpacesAfter`, as UDPipe writes it.

use crate::document::annotated::{Annotated, Cluster, Node, Span};
use crate::document::draft::text;
use crate::document::tokens::{Joined, sentences};
use crate::format::{Format, Reading, Writing};
use crate::loss::holds::{Ends, Holds, Naming, TextRule, Values, Which};
use crate::syntax::source::document;
use crate::{Error, File, Report, Source};
use postil_core::{AttributeValue, Fragments, Link, TextRange};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub(crate) const FORMAT: Format = Format {
    id: "conllu",
    name: "CoNLL-U with Entity=",
    about: "words; entities and coreference in MISC",
    unit: None,
    extensions: &["conllu", "conllup"],
    lines: false,
    sniff: |probe| {
        let is_row = |line: &str| line.split('\t').count() == 10 && line.starts_with(|c: char| c.is_ascii_digit());
        let mut rows = probe.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        match rows.next() {
            Some(first) if is_row(first) && (probe.extension.starts_with("conllu") || probe.head.starts_with("# ")) => {
                90
            }
            _ => 0,
        }
    },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        text: TextRule::SomeWords,
        naming: Naming::Kept,
        blank_edges: false,
        discontinuous: true,
        attribute_name: |name| {
            name.chars().map(|c| if c == '-' || c.is_whitespace() || c.is_control() { '_' } else { c }).collect()
        },
        links: true,
        clusters: Ends::Spans,
        chains: true,
        attributes: Which::Spans,
        values: Values::Text,
        ..Holds::SPANS
    },
};

/// What clusters are called here, since files do not say.
pub(crate) const CHAIN: &str = "coreference";
/// The fields of an entity that are not attributes.
const GROUP: &str = "GRP";
const LABEL: &str = "etype";
const LINK: &str = "identity";
/// A field without a value.
const NONE: &str = "_";

/// A span while it is open, or a part of one.
struct Open {
    id: String,
    start: TextRange,
    fields: Vec<String>,
}

/// A document while it is read.
#[derive(Default)]
struct Reader {
    name: String,
    /// None before the first word.
    joined: Option<Joined>,
    /// White space before the next word, and whether the file says so.
    gap: String,
    is_said: bool,
    open: Vec<Open>,
    spans: Vec<(String, Span)>,
    /// Parts of spans, by id and number of parts.
    parts: BTreeMap<(String, String), (Vec<TextRange>, Vec<String>)>,
}

fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let text = source.text()?;
        let mut fields: Vec<String> = vec![GROUP.to_owned(), LABEL.to_owned()];
        let mut reader = Reader { name: source.stem().to_owned(), ..Reader::default() };
        let mut covered = 0u32;
        // Where the surface form of several words stands.
        let mut surface: Option<TextRange> = None;
        let mut passed = 0;
        for (n, line) in text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).enumerate() {
            let place = format!("line {}", n + 1);
            if let Some(remark) = line.strip_prefix('#') {
                let (name, value) =
                    remark.split_once('=').map_or((remark.trim(), ""), |(name, value)| (name.trim(), value.trim()));
                match name {
                    "newdoc id" | "newdoc" => {
                        // A range of words is of the document that it stands in.
                        surface = None;
                        made.extend(reader.finish(&fields, report)?);
                        reader.name = if value.is_empty() {
                            format!("{}-{}", source.stem(), made.len() + 1)
                        } else {
                            value.to_owned()
                        };
                    }
                    "global.Entity" => fields = value.split('-').map(str::to_owned).collect(),
                    _ => {}
                }
                continue;
            }
            if line.trim().is_empty() {
                surface = None;
                reader.end_sentence();
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, .., misc] = columns[..] else {
                return Err(report.error(place, "it has less than three columns, parted by tabs"));
            };
            passed += usize::from(columns.len() == 10 && columns[2..9].iter().any(|cell| *cell != "_"));
            let misc: Vec<(&str, &str)> = misc.split('|').filter_map(|item| item.split_once('=')).collect();
            // Empty nodes have no form in the text.
            if id.contains('.') {
                continue;
            }
            if let Some((_, last)) = id.split_once('-') {
                covered = last.parse().map_err(|_| report.error(&place, format!("`{id}` is no range of words")))?;
                surface = Some(reader.word(form, &misc));
                continue;
            }
            let number: u32 = id.parse().map_err(|_| report.error(&place, format!("`{id}` is no number of a word")))?;
            let range = surface.filter(|_| number <= covered).unwrap_or_else(|| reader.word(form, &misc));
            if let Some((_, value)) = misc.iter().find(|(name, _)| *name == "Entity") {
                reader.brackets(value, range, &fields, &place, report);
            }
        }
        made.extend(reader.finish(&fields, report)?);
        if passed > 0 {
            report.decided("", format!("lemmas, parts of speech and syntax of {passed} words are passed over"));
        }
    }
    Ok(made)
}

impl Reader {
    /// Adds a word and what follows it.
    fn word(&mut self, form: &str, misc: &[(&str, &str)]) -> TextRange {
        let value = |wanted: &str| misc.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        if self.joined.is_none() {
            self.gap = value("SpacesBefore").map(unescape_spaces).unwrap_or_default();
        }
        let joined = self.joined.get_or_insert_with(|| {
            let mut joined = Joined::new();
            joined.begin();
            joined
        });
        let range = joined.push(&std::mem::take(&mut self.gap), form);
        self.is_said = value("SpacesAfter").is_some();
        self.gap = match (value("SpacesAfter"), value("SpaceAfter")) {
            (Some(spaces), _) => unescape_spaces(spaces),
            (None, Some("No")) => String::new(),
            _ => " ".to_owned(),
        };
        range
    }

    fn end_sentence(&mut self) {
        if let Some(joined) = &mut self.joined {
            joined.begin();
        }
    }

    /// `(1-person-new(2-place)1)`: what opens has its fields, what closes its id alone.
    fn brackets(&mut self, value: &str, word: TextRange, fields: &[String], place: &str, report: &mut Report) {
        let mut rest = value;
        while !rest.is_empty() {
            if let Some(body) = rest.strip_prefix('(') {
                let end = body.find(['(', ')']).unwrap_or(body.len());
                let parts: Vec<String> = body[..end].split('-').map(str::to_owned).collect();
                let place_of_id = fields.iter().position(|field| matches!(field.as_str(), GROUP | "eid")).unwrap_or(0);
                let id = parts.get(place_of_id).cloned().unwrap_or_default();
                self.open.push(Open { id: id.clone(), start: word, fields: parts });
                rest = &body[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    rest = after;
                    self.close(&id, word, fields, place, report);
                }
            } else {
                let end = rest.find(')').unwrap_or(rest.len());
                self.close(&rest[..end], word, fields, place, report);
                rest = rest.get(end + 1..).unwrap_or_default();
            }
        }
    }

    fn close(&mut self, id: &str, word: TextRange, fields: &[String], place: &str, report: &mut Report) {
        let Some(at) = self.open.iter().rposition(|open| open.id == id) else {
            report.left_out(place, format!("`{id})` closes what was not opened"));
            return;
        };
        let open = self.open.remove(at);
        let range = open.start.cover(word);
        let part = id
            .strip_suffix(']')
            .and_then(|id| id.split_once('['))
            .and_then(|(id, part)| Some((id, part.split_once('/')?.1)));
        match part {
            Some((id, total)) => {
                let key = (id.to_owned(), total.to_owned());
                let entry = self.parts.entry(key.clone()).or_insert_with(|| (Vec::new(), open.fields));
                entry.0.push(range);
                if total.parse() == Ok(entry.0.len())
                    && let Some((ranges, fields_of)) = self.parts.remove(&key)
                    && let Some(fragments) = Fragments::new(ranges)
                {
                    self.spans.push((key.0, span(fragments, &fields_of, fields)));
                }
            }
            None => self.spans.push((id.to_owned(), span(Fragments::one(range), &open.fields, fields))),
        }
    }

    /// The document so far, if it has a word; the reader is new after it.
    fn finish(&mut self, fields: &[String], report: &mut Report) -> Result<Option<Annotated>, Error> {
        let Self { name, joined, gap, is_said, open, mut spans, parts } = std::mem::take(self);
        let Some(mut joined) = joined else { return Ok(None) };
        for open in open {
            report.left_out(&name, format!("the entity {} is never closed", open.id));
        }
        for ((id, _), (ranges, fields_of)) in parts {
            report.repaired(&name, format!("the entity {id} has fewer parts than it says"));
            spans.extend(Fragments::new(ranges).map(|fragments| (id, span(fragments, &fields_of, fields))));
        }
        // A blank at the very end is none: the last word needs no `SpaceAfter`.
        if is_said || gap != " " {
            joined.text.push_str(&gap);
        }
        let layout = joined.layout();
        let mut it = Annotated::new(name, document(joined.text).map_err(|what| report.error("", what))?);
        it.layout = layout;
        let mut groups: BTreeMap<String, Vec<Node>> = BTreeMap::new();
        for (id, span) in spans {
            groups.entry(id).or_default().push(Node::Span(it.spans.len()));
            it.spans.push(span);
        }
        let clusters = groups.into_values().filter(|members| members.len() > 1);
        it.clusters =
            clusters.map(|members| Cluster { members, label: CHAIN.to_owned(), facts: Default::default() }).collect();
        Ok(Some(it))
    }
}

fn span(fragments: Fragments, values: &[String], fields: &[String]) -> Span {
    let mut span = Span { fragments, ..Span::new(TextRange::default(), "") };
    for (field, value) in fields.iter().zip(values).filter(|(_, value)| *value != NONE) {
        let value = decode(value);
        match field.as_str() {
            GROUP | "eid" => {}
            LABEL => span.label = value,
            LINK if !value.is_empty() => span.link = Some(Link { id: value.into(), uri: None }),
            LINK => {}
            name => drop(span.facts.attributes.insert(name.to_owned(), AttributeValue::Text(value.into()))),
        }
    }
    span
}

/// Characters that mean something in `Entity=` stand as `%` and two hexadecimal digits.
fn encode(value: &str) -> String {
    if value == NONE {
        return "%5F".to_owned();
    }
    value
        .chars()
        .map(|c| {
            if c.is_ascii_control() || " -()|%=".contains(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() }
        })
        .collect()
}

fn decode(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(u8::is_ascii);
        match code {
            Some(code) => {
                out.push(char::from(code));
                rest = &rest[at + 3..];
            }
            None => {
                out.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

fn escape_spaces(gap: &str) -> String {
    gap.chars().fold(String::new(), |mut out, c| {
        match c {
            ' ' => out.push_str("\\s"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '|' => out.push_str("\\p"),
            '\\' => out.push_str("\\\\"),
            c => out.push(c),
        }
        out
    })
}

fn unescape_spaces(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('s') => ' ',
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('p') => '|',
                Some(other) => other,
                None => '\\',
            },
            c => c,
        });
    }
    out
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let names: BTreeSet<&str> = documents
        .iter()
        .flat_map(|it| &it.spans)
        .flat_map(|span| span.facts.attributes.keys().map(String::as_str))
        .collect();
    let has_link = documents.iter().flat_map(|it| &it.spans).any(|span| span.link.is_some());
    let mut fields = vec![GROUP, LABEL];
    fields.extend(names.iter().copied());
    fields.extend(has_link.then_some(LINK));
    let mut out = String::new();
    for (n, it) in documents.iter().enumerate() {
        let _ = writeln!(out, "# newdoc id = {}", it.name.replace(char::is_control, " "));
        if n == 0 {
            let _ = writeln!(out, "# global.Entity = {}", fields.join("-"));
        }
        write_one(&mut out, it, &fields);
    }
    Ok(vec![File::new("entities.conllu", out)])
}

fn write_one(out: &mut String, it: &Annotated, fields: &[&str]) {
    let sentences = sentences(it);
    let tokens: Vec<TextRange> = sentences.iter().flat_map(|sentence| sentence.tokens.clone()).collect();
    let brackets = brackets(it, &tokens, fields);
    let text = it.text();
    let mut at = 0;
    for (n, sentence) in sentences.iter().enumerate() {
        let last = at + sentence.tokens.len() - 1;
        let gap = |i: usize| {
            &text[tokens[i].end().to_usize()..tokens.get(i + 1).map_or(text.len(), |next| next.start().to_usize())]
        };
        let words: String = (at..=last)
            .map(|i| {
                format!("{}{}", it.document.slice(tokens[i]), if i == last || gap(i).is_empty() { "" } else { " " })
            })
            .collect();
        let _ = writeln!(out, "# sent_id = {}-{}\n# text = {words}", it.name.replace(char::is_control, " "), n + 1);
        for (number, token) in sentence.tokens.iter().enumerate() {
            let mut misc = Vec::new();
            if let Some(value) = brackets.get(&at) {
                misc.push(format!("Entity={value}"));
            }
            if at == 0 && token.start().to_usize() > 0 {
                misc.push(format!("SpacesBefore={}", escape_spaces(&text[..token.start().to_usize()])));
            }
            match gap(at) {
                "" => misc.push("SpaceAfter=No".to_owned()),
                " " if at + 1 < tokens.len() => {}
                gap => misc.push(format!("SpacesAfter={}", escape_spaces(gap))),
            }
            let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
            let _ = writeln!(out, "{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", number + 1, it.document.slice(*token));
            at += 1;
        }
        out.push('\n');
    }
}

/// The value of `Entity=` for each word that has one.
fn brackets(it: &Annotated, tokens: &[TextRange], fields: &[&str]) -> BTreeMap<usize, String> {
    let mut group: Vec<usize> = vec![0; it.spans.len()];
    for (n, cluster) in it.clusters.iter().enumerate() {
        for member in cluster.members.iter().filter_map(|node| it.span_at(*node)) {
            group[member] = n + 1;
        }
    }
    let mut next = it.clusters.len();
    for group in group.iter_mut().filter(|group| **group == 0) {
        next += 1;
        *group = next;
    }
    let word = |range: TextRange| {
        let first = tokens.partition_point(|token| token.start() < range.start());
        (first, tokens.partition_point(|token| token.end() < range.end()))
    };
    let mut parts: Vec<((usize, usize), String, &Span)> = Vec::new();
    for (i, span) in it.spans.iter().enumerate() {
        let ranges = span.fragments.as_slice();
        for (n, range) in ranges.iter().enumerate() {
            let part = if ranges.len() > 1 { format!("[{}/{}]", n + 1, ranges.len()) } else { String::new() };
            parts.push((word(*range), format!("{}{part}", group[i]), span));
        }
    }
    // What opens first and closes last stands outside.
    parts.sort_by_key(|((first, last), ..)| (*first, std::cmp::Reverse(*last)));
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut closing: Vec<&((usize, usize), String, &Span)> =
        parts.iter().filter(|((first, last), ..)| first < last).collect();
    closing.sort_by_key(|((first, last), ..)| (*last, std::cmp::Reverse(*first)));
    for ((_, last), id, _) in closing {
        let _ = write!(found.entry(*last).or_default(), "{id})");
    }
    for ((first, last), id, span) in &parts {
        let values = fields[1..].iter().map(|field| match *field {
            LABEL => encode(&span.label),
            LINK => span.link.as_ref().map_or_else(|| NONE.to_owned(), |link| encode(&link.id)),
            name => span.facts.attributes.get(name).map_or_else(|| NONE.to_owned(), |value| encode(&text(value))),
        });
        let values: Vec<String> = values.collect();
        let close = if first == last { ")" } else { "" };
        let _ = write!(found.entry(*first).or_default(), "({id}-{}{close}", values.join("-"));
    }
    found
}
