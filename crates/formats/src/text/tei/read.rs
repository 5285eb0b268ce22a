//! TEI as its text is read on, with the spans that its elements are.

use super::elements::{Role, is_block, is_markup, role};
use super::label;
use crate::document::texts::document;
use crate::document::{Annotated, Node, Relation, Report, Span};
use crate::format::Reading;
use crate::syntax::xml::{self, Child, Element};
use crate::syntax::{Error, Source};
use crate::text::blocks::{Blocks, Space};
use crate::text::tell_markup;
use postil_core::{AttributeValue, Link, sort_by_key};
use std::collections::{BTreeMap, BTreeSet};

/// What stands where something is missing.
const GAP: &str = "[…]";

/// Attributes that are no attributes of a span, but its name, label, link and manner.
const OF_ITSELF: [&str; 5] = ["xml:id", "type", "key", "ref", "xml:space"];

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let root = xml::parse(&source.text()?, &source.name)?;
        let Some(body) = root.child("text") else { return Err(report.error(root.at(), "there is no `text` in it")) };
        let mut reader = Reader { markup: reading.markup, ..Reader::default() };
        let space = if preserves(&root) == Some(true) { Space::Verbatim } else { Space::Collapsed };
        reader.walk(body, "", space);
        reader.notes();
        let told = std::mem::take(&mut reader.told);
        told.iter().for_each(|told| report.decided("", told));
        if reading.markup {
            tell_markup(&reader.marked, report);
        }
        for place in &reader.empty {
            report.left_out(place, "it covers nothing");
        }
        let title = root.child("teiHeader").and_then(|it| it.child("fileDesc")).and_then(|it| it.child("titleStmt"));
        let title = title.and_then(|it| it.child("title")).map(Element::text).filter(|title| !title.trim().is_empty());
        let document = document(reader.blocks.finish()).map_err(|what| report.error("", what))?;
        let mut it = Annotated::new(title.unwrap_or_else(|| source.stem().to_owned()), document);
        it.language = body.get("xml:lang").map(str::to_owned);
        // In the order of their start tags.
        sort_by_key(&mut reader.spans, |(order, ..)| *order);
        let mut names = BTreeMap::new();
        for (_, id, span) in reader.spans {
            names.extend(id.map(|id| (format!("#{id}"), Node::Span(it.spans.len()))));
            it.spans.push(span);
        }
        for relation in root.elements().flat_map(relations) {
            let end = |name: &str| names.get(relation.get(name)?).copied();
            match (end("active"), end("passive")) {
                (Some(head), Some(tail)) => {
                    let label = relation.get("name").or(relation.get("type")).unwrap_or_default().to_owned();
                    it.relations.push(Relation { head, tail, label, facts: Default::default() });
                }
                _ => report.left_out(relation.at(), "an end of it is no span of this document"),
            }
        }
        made.push(it);
    }
    Ok(made)
}

/// `relation` elements, wherever they stand.
fn relations(element: &Element) -> Vec<&Element> {
    if element.local() == "relation" {
        return vec![element];
    }
    element.elements().flat_map(relations).collect()
}

/// What an element says of white space in it.
fn preserves(element: &Element) -> Option<bool> {
    element.get("xml:space").map(|space| space == "preserve")
}

#[derive(Default)]
struct Reader<'x> {
    markup: bool,
    /// Elements that became spans for their markup.
    marked: BTreeSet<&'x str>,
    blocks: Blocks,
    /// With the number of the start tag, and the id.
    spans: Vec<(usize, Option<String>, Span)>,
    tags: usize,
    /// Those that stand behind the text.
    notes: Vec<&'x Element>,
    /// What was decided, in words.
    told: BTreeSet<String>,
    /// The spans without text.
    empty: Vec<String>,
}

impl<'x> Reader<'x> {
    fn walk(&mut self, element: &'x Element, parent: &str, space: Space) {
        let name = element.local();
        let space = match preserves(element) {
            Some(true) => Space::Verbatim,
            Some(false) => Space::Collapsed,
            None => space,
        };
        let is_verbatim = space == Space::Verbatim;
        match role(name) {
            Role::Text => {}
            Role::OneOf(wanted) => return self.one_of(element, wanted, space),
            Role::Note => return self.notes.push(element),
            // A deletion that was taken back.
            Role::Out(_) if name == "del" && parent == "restore" => {}
            Role::Out(what) => {
                if !element.text().trim().is_empty() {
                    self.told.insert(format!("{what} is no part of the text"));
                }
                return;
            }
            Role::Gap => return self.blocks.push(GAP, space),
            Role::Break if is_verbatim => {}
            Role::Break => {
                if self.blocks.source_line(element.get("break") == Some("no")) {
                    self.told.insert("words that the end of a line parts are whole, without the hyphen".to_owned());
                }
            }
            Role::Verse if is_verbatim => {}
            Role::Verse => self.blocks.fresh_line(),
            Role::Blank if is_verbatim => {}
            Role::Blank => self.blocks.push(" ", space),
        }
        let is_block = is_block(name, parent) && (!is_verbatim || preserves(element) == Some(true));
        if is_block {
            self.blocks.end();
        }
        let order = self.tags;
        self.tags += 1;
        let is_marked = label(name).is_none() && self.markup && is_markup(name);
        if is_marked {
            self.marked.insert(name);
        }
        let is_span = is_marked || label(name).is_some();
        let mark = is_span.then(|| self.blocks.mark());
        self.children(element, space);
        if let Some(mark) = mark {
            self.span(element, order, mark);
        }
        match role(name) {
            Role::Verse if !is_verbatim => self.blocks.fresh_line(),
            Role::Blank if !is_verbatim => self.blocks.push(" ", space),
            _ if is_block => self.blocks.end(),
            _ => {}
        }
    }

    fn children(&mut self, element: &'x Element, space: Space) {
        for child in &element.children {
            match child {
                Child::Text(part) if space == Space::Verbatim => self.blocks.push(part, space),
                Child::Text(part) => self.text(part),
                Child::Element(child) => self.walk(child, element.local(), space),
            }
        }
    }

    /// Text in which white space is none of its own; but an empty line parts paragraphs, as in those that were plain text.
    fn text(&mut self, part: &str) {
        let mut blank = false;
        for line in part.split_inclusive('\n') {
            let is_blank = line.trim_matches([' ', '\t', '\n']).is_empty() && line.ends_with('\n');
            if is_blank && blank {
                self.blocks.end();
            }
            blank = is_blank || line.ends_with('\n');
            self.blocks.push(line, Space::Collapsed);
        }
    }

    fn span(&mut self, element: &Element, order: usize, mark: usize) {
        let id = element.get("xml:id");
        let name = element.local();
        let typed = element.get("type").filter(|_| label(name).is_some());
        let label = typed.or(label(name)).unwrap_or(name);
        let Some(range) = self.blocks.since(mark) else {
            self.empty.push(id.unwrap_or(label).to_owned());
            return;
        };
        let mut span = Span::new(range, label);
        let (key, uri) = (element.get("key"), element.get("ref"));
        span.link = key.or(uri).map(|id| Link { id: id.into(), uri: uri.map(Into::into) });
        for (name, value) in element.attributes.iter().filter(|(name, _)| !OF_ITSELF.contains(&name.as_str())) {
            span.facts.attribute(name, AttributeValue::Text(value.as_str().into()));
        }
        self.spans.push((order, id.map(str::to_owned), span));
    }

    /// One of several ways in which the same is said.
    fn one_of(&mut self, element: &'x Element, wanted: &[&str], space: Space) {
        let chosen = wanted.iter().find_map(|name| element.child(name)).or(element.elements().next());
        if let Some(chosen) = chosen {
            self.told.insert(format!("of each `{}` one member is read: `{}`", element.local(), chosen.local()));
            self.walk(chosen, element.local(), space);
        }
    }

    /// Notes, each a paragraph behind the text; also those in notes.
    fn notes(&mut self) {
        let mut at = 0;
        while let Some(note) = self.notes.get(at).copied() {
            at += 1;
            self.blocks.end();
            let order = self.tags;
            self.tags += 1;
            let mark = self.markup.then(|| self.blocks.mark());
            self.children(note, Space::Collapsed);
            if let Some(mark) = mark {
                self.marked.insert(note.local());
                self.span(note, order, mark);
            }
        }
        self.blocks.end();
        if at > 0 {
            self.told.insert("notes stand behind the text, each a paragraph".to_owned());
        }
    }
}

#[cfg(test)]
mod tests;
