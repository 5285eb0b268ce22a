//! Reading: words to a text, brackets to spans.

use super::entity::{GROUP, LABEL, LINK, NONE, decode, unescape_spaces};
use crate::document::names::COREFERENCE;
use crate::document::texts::document;
use crate::document::tokens::Joined;
use crate::document::{Annotated, Cluster, Node, Report, Span};
use crate::format::Reading;
use crate::syntax::{Error, Source};
use postil_core::{AttributeValue, Fragments, Link, TextRange};
use std::collections::BTreeMap;

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

pub(super) fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
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
        it.clusters = clusters
            .map(|members| Cluster { members, label: COREFERENCE.to_owned(), facts: Default::default() })
            .collect();
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
