//! Reading: words to a text, brackets to spans.

use super::entity::{GROUP, LABEL, LINK, NONE, decode, unescape_spaces};
use super::layout::Layout;
use crate::columns::tags::{self, Scheme};
use crate::document::names::COREFERENCE;
use crate::document::texts::document;
use crate::document::tokens::Joined;
use crate::document::{Annotated, Cluster, Node, Report, Span};
use crate::format::Reading;
use crate::syntax::{Error, Source};
use postil_core::{AttributeValue, Fragments, Link, TextRange};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A span while it is open, or a part of one.
struct Open {
    /// None where the file does not say which others mean the same.
    id: Option<String>,
    /// As it stands in the file.
    said: String,
    /// None before the first word of it: it begins with an empty node.
    start: Option<TextRange>,
    values: Vec<String>,
    fields: Rc<[String]>,
}

/// A document while it is read.
#[derive(Default)]
struct Reader<'t> {
    name: String,
    /// None before the first word.
    joined: Option<Joined>,
    /// White space before the next word, and whether the file says so.
    gap: String,
    is_said: bool,
    open: Vec<Open>,
    /// With what means the same.
    spans: Vec<(Option<String>, Span)>,
    /// Parts of spans, by id and number of parts.
    parts: BTreeMap<(String, String), (Vec<TextRange>, Open)>,
    /// Words of the sentence with their tags.
    tagged: Vec<(TextRange, Vec<&'t str>)>,
    sentence: String,
    /// Of each column of tags.
    schemes: Vec<Scheme>,
}

pub(super) fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let text = source.text()?;
        let layout = Layout::of(&text, report)?;
        // Files that do not say what an entity consists of have its number and type, or type and number.
        let mut fields: Option<Rc<[String]>> = None;
        let new = |name: String| Reader { name, schemes: layout.schemes().collect(), ..Reader::default() };
        let mut reader = new(source.stem().to_owned());
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
                        let name = if value.is_empty() { None } else { Some(value.to_owned()) };
                        made.extend(std::mem::replace(&mut reader, new(String::new())).finish(report)?);
                        reader.name = name.unwrap_or_else(|| format!("{}-{}", source.stem(), made.len() + 1));
                    }
                    "global.Entity" => fields = Some(value.split('-').map(str::to_owned).collect()),
                    _ => {}
                }
                continue;
            }
            if line.trim().is_empty() {
                surface = None;
                reader.end_sentence(report);
                continue;
            }
            let Some(word) = layout.word(line) else {
                return Err(report.error(place, format!("it has less than {} columns, parted by tabs", layout.least())));
            };
            passed += usize::from(word.is_described);
            let (id, misc) = (word.id, word.misc);
            let entity = misc.iter().find(|(name, _)| *name == "Entity").map(|(_, value)| *value);
            // Empty nodes have no form in the text.
            if id.contains('.') {
                if let Some(value) = entity {
                    reader.brackets(value, None, fields.as_ref(), &place, report);
                }
                continue;
            }
            if let Some((_, last)) = id.split_once('-') {
                covered = last.parse().map_err(|_| report.error(&place, format!("`{id}` is no range of words")))?;
                surface = Some(reader.word(word.form, &misc));
                continue;
            }
            let number: u32 = id.parse().map_err(|_| report.error(&place, format!("`{id}` is no number of a word")))?;
            let range = surface.filter(|_| number <= covered).unwrap_or_else(|| reader.word(word.form, &misc));
            reader.open.iter_mut().filter(|open| open.start.is_none()).for_each(|open| open.start = Some(range));
            if let Some(value) = entity {
                reader.brackets(value, Some(range), fields.as_ref(), &place, report);
            }
            if reader.tagged.is_empty() {
                reader.sentence = place;
            }
            reader.tagged.push((range, word.tags));
        }
        made.extend(reader.finish(report)?);
        if passed > 0 {
            report.decided("", format!("lemmas, parts of speech and syntax of {passed} words are passed over"));
        }
    }
    Ok(made)
}

impl Reader<'_> {
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

    fn end_sentence(&mut self, report: &mut Report) {
        if let Some(joined) = &mut self.joined {
            joined.begin();
        }
        let tagged = std::mem::take(&mut self.tagged);
        for (i, scheme) in self.schemes.iter().enumerate() {
            let tags: Vec<&str> = tagged.iter().map(|(_, tags)| tags[i]).collect();
            for (first, end, label) in tags::decode(&tags, *scheme, &self.sentence, report) {
                let range = tagged[first].0.cover(tagged[end - 1].0);
                self.spans.push((None, Span::new(range, label)));
            }
        }
    }

    /// `(1-person-new(2-place)1)`: what opens has its fields, what closes its id alone. `word` is None on an empty node.
    fn brackets(
        &mut self, value: &str, word: Option<TextRange>, fields: Option<&Rc<[String]>>, place: &str,
        report: &mut Report,
    ) {
        let mut rest = value;
        while !rest.is_empty() {
            if let Some(body) = rest.strip_prefix('(') {
                let end = body.find(['(', ')']).unwrap_or(body.len());
                let said = body[..end].to_owned();
                self.open.push(opened(&said, word, fields));
                rest = &body[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    rest = after;
                    self.close(&said, word, place, report);
                }
            } else {
                let end = rest.find(')').unwrap_or(rest.len());
                self.close(&rest[..end], word, place, report);
                rest = rest.get(end + 1..).unwrap_or_default();
            }
        }
    }

    /// Closes what was opened last under an id, or with words that begin so.
    fn close(&mut self, said: &str, word: Option<TextRange>, place: &str, report: &mut Report) {
        let begins =
            |open: &Open| open.said.strip_prefix(said).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        let by_id = self.open.iter().rposition(|open| open.id.as_deref() == Some(said));
        let Some(at) = by_id.or_else(|| self.open.iter().rposition(begins)) else {
            report.left_out(place, format!("`{said})` closes what was not opened"));
            return;
        };
        let open = self.open.remove(at);
        let last = word.or_else(|| Some(*self.joined.as_ref()?.tokens.last()?));
        let Some((start, last)) = open.start.zip(last) else {
            report.left_out(
                place,
                format!("the entity {} stands on an empty node, which has no place in the text", open.said),
            );
            return;
        };
        let range = start.cover(last);
        let part = open.id.as_deref().and_then(|id| id.strip_suffix(']')).and_then(|id| id.split_once('['));
        let part = part.and_then(|(id, part)| Some((id.to_owned(), part.split_once('/')?.1.to_owned())));
        match part {
            Some(key) => {
                let entry = self.parts.entry(key.clone()).or_insert_with(|| (Vec::new(), open));
                entry.0.push(range);
                if key.1.parse() == Ok(entry.0.len())
                    && let Some((ranges, open)) = self.parts.remove(&key)
                    && let Some(fragments) = Fragments::new(ranges)
                {
                    self.spans.push((Some(key.0), span(fragments, &open)));
                }
            }
            None => {
                let span = span(Fragments::one(range), &open);
                self.spans.push((open.id, span));
            }
        }
    }

    /// The document so far, if it has a word.
    fn finish(mut self, report: &mut Report) -> Result<Option<Annotated>, Error> {
        self.end_sentence(report);
        let Self { name, joined, gap, is_said, open, mut spans, parts, .. } = self;
        let Some(mut joined) = joined else { return Ok(None) };
        for open in open {
            report.left_out(&name, format!("the entity {} is never closed", open.said));
        }
        for ((id, _), (ranges, open)) in parts {
            report.repaired(&name, format!("the entity {id} has fewer parts than it says"));
            spans.extend(Fragments::new(ranges).map(|fragments| (Some(id), span(fragments, &open))));
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
            if let Some(id) = id {
                groups.entry(id).or_default().push(Node::Span(it.spans.len()));
            }
            it.spans.push(span);
        }
        let clusters = groups.into_values().filter(|members| members.len() > 1);
        it.clusters = clusters
            .map(|members| Cluster { members, label: COREFERENCE.to_owned(), facts: Default::default() })
            .collect();
        Ok(Some(it))
    }
}

/// What opens with these words: their fields are those of the file, or else a number and a type, in either order, or a type
/// alone.
fn opened(said: &str, start: Option<TextRange>, fields: Option<&Rc<[String]>>) -> Open {
    let values: Vec<String> = said.split('-').map(str::to_owned).collect();
    let fields = fields.cloned().unwrap_or_else(|| {
        let known: &[&str] = if is_id(&values[0]) { &[GROUP, LABEL] } else { &[LABEL, GROUP] };
        known.iter().map(|field| (*field).to_owned()).collect()
    });
    let place = fields.iter().position(|field| matches!(field.as_str(), GROUP | "eid"));
    let id = place.and_then(|place| values.get(place)).filter(|id| !id.is_empty()).cloned();
    Open { id, said: said.to_owned(), start, values, fields }
}

/// `12`, `e12`, `c12`, with the part that it is: `12[1/2]`.
fn is_id(value: &str) -> bool {
    let number = value.split('[').next().unwrap_or_default();
    let number = number.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(number);
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

fn span(fragments: Fragments, open: &Open) -> Span {
    let mut span = Span { fragments, ..Span::new(TextRange::default(), "") };
    for (field, value) in open.fields.iter().zip(&open.values).filter(|(_, value)| *value != NONE) {
        let value = decode(value);
        match field.as_str() {
            GROUP | "eid" => {}
            // Files of 2021 call it so.
            LABEL | "entity" => span.label = value,
            LINK if !value.is_empty() => span.link = Some(Link { id: value.into(), uri: None }),
            LINK => {}
            name => drop(span.facts.attributes.insert(name.to_owned(), AttributeValue::Text(value.into()))),
        }
    }
    span
}
