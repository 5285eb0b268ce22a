//! XML as a tree, bounded in depth and size, with no entity but the five of XML and characters by number.

use crate::syntax::Error;
use crate::syntax::source::line_column;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// Deeper than this is no annotation, but an attack on the stack.
const MAX_DEPTH: usize = 200;

/// More of them in a file, or in an element, than any annotation needs: each takes a hundred bytes or so of memory, and those
/// of an element are compared with each other.
const MAX_ELEMENTS: usize = 10_000_000;

const MAX_ATTRIBUTES: usize = 1000;

/// An element.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Element {
    /// With its prefix, as written.
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Child>,
    /// Line and column of the start tag, from 1.
    pub(crate) place: (usize, usize),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    /// The name without its prefix.
    pub(crate) fn local(&self) -> &str {
        local(&self.name)
    }

    /// An attribute by its name, prefix included.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The first child of a local name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.local() == name)
    }

    /// The children of a local name.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |element| element.local() == name)
    }

    /// All character data within.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text
    }

    fn collect(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Child::Element(element) => element.collect(text),
                Child::Text(part) => text.push_str(part),
            }
        }
    }

    pub(crate) fn at(&self) -> String {
        format!("line {}, column {}", self.place.0, self.place.1)
    }
}

pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The root element of a document. Line ends become line feeds, as XML says, except where they are written as characters by
/// number.
///
/// # Errors
/// With line and column, when it is not well formed, too deep, or declares entities.
pub(crate) fn parse(text: &str, file: &str) -> Result<Element, Error> {
    let error = |at: u64, what: String| {
        let (line, column) = line_column(text, usize::try_from(at).unwrap_or(usize::MAX).min(text.len()));
        Error::new(file, format!("line {line}, column {column}"), what)
    };
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut elements = 0;
    let mut lines = Lines { text, at: 0, line: 1, column: 1 };
    loop {
        let before = reader.buffer_position();
        let event = reader.read_event().map_err(|bad| error(reader.error_position(), format!("not XML: {bad}")))?;
        let (is_empty, start) = match event {
            Event::Start(start) => (false, start),
            Event::Empty(start) => (true, start),
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(element, &mut open, &mut root);
                }
                continue;
            }
            Event::Text(part) => {
                if let Some(parent) = open.last_mut() {
                    push_text(parent, &part.replace("\r\n", "\n").replace('\r', "\n"));
                } else if !part.trim().is_empty() {
                    return Err(error(before, "not XML: text outside the root element".to_owned()));
                }
                continue;
            }
            Event::CData(part) => {
                if let Some(parent) = open.last_mut() {
                    push_text(parent, &part.replace("\r\n", "\n").replace('\r', "\n"));
                }
                continue;
            }
            Event::GeneralRef(name) => {
                let value =
                    entity(&name).ok_or_else(|| error(before, format!("the entity `&{};` is not defined", &*name)))?;
                if let Some(parent) = open.last_mut() {
                    push_text(parent, &value);
                }
                continue;
            }
            Event::DocType(declared) => {
                if declared.contains("<!ENTITY") {
                    return Err(error(before, "entities are declared, which is not read".to_owned()));
                }
                continue;
            }
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
        };
        if open.len() >= MAX_DEPTH {
            return Err(error(before, format!("elements are nested more than {MAX_DEPTH} deep")));
        }
        elements += 1;
        if elements > MAX_ELEMENTS {
            return Err(error(before, format!("more than {MAX_ELEMENTS} elements")));
        }
        let name = start.name().as_ref().to_owned();
        let mut element =
            Element { name, place: lines.place(usize::try_from(before).unwrap_or_default()), ..Element::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|bad| error(before, format!("not XML: {bad}")))?;
            let key = attribute.key.as_ref().to_owned();
            let value = attribute_value(&attribute.value)
                .map_err(|name| error(before, format!("the entity `&{name};` is not defined")))?;
            element.attributes.push((key, value));
            if element.attributes.len() > MAX_ATTRIBUTES {
                return Err(error(before, format!("more than {MAX_ATTRIBUTES} attributes")));
            }
        }
        if is_empty {
            close(element, &mut open, &mut root);
        } else {
            open.push(element);
        }
    }
    match (root, open.last()) {
        (_, Some(element)) => Err(error(text.len() as u64, format!("`{}` is not closed", element.name))),
        (Some(root), None) => Ok(root),
        (None, None) => Err(error(text.len() as u64, "there is no element".to_owned())),
    }
}

/// Lines and columns counted on the way, so that places cost O(n) in all.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl Lines<'_> {
    fn place(&mut self, to: usize) -> (usize, usize) {
        let to = self.text.floor_char_boundary(to.clamp(self.at, self.text.len()));
        for c in self.text[self.at..to].chars() {
            (self.line, self.column) = if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        self.at = to;
        (self.line, self.column)
    }
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(Child::Element(element)),
        None => *root = Some(element),
    }
}

fn push_text(parent: &mut Element, part: &str) {
    match parent.children.last_mut() {
        Some(Child::Text(text)) => text.push_str(part),
        _ => parent.children.push(Child::Text(part.to_owned())),
    }
}

fn entity(name: &str) -> Option<String> {
    match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            Some(char::from_u32(code.ok()?)?.to_string())
        }
        None => resolve_xml_entity(name).map(str::to_owned),
    }
}

/// White space in attributes becomes blanks, but for what is written by number (XML 1.0, section 3.3.3).
fn attribute_value(raw: &str) -> Result<String, String> {
    let mut value = String::with_capacity(raw.len());
    let raw = raw.replace("\r\n", "\n");
    let mut rest = raw.as_str();
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        value.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(behind) = rest.strip_prefix('&') {
            let (name, after) = behind.split_once(';').ok_or_else(|| behind.chars().take(20).collect::<String>())?;
            value.push_str(&entity(name).ok_or(name)?);
            rest = after;
        } else {
            value.push(' ');
            rest = &rest[1..];
        }
    }
    value.push_str(rest);
    Ok(value)
}

/// Whether a document may hold a character: `Char` of XML 1.0 (section 2.2).
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// A text as it stands between tags or in an attribute, in double quotes. Characters that a reader would change are written
/// by number.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{85}' => out.push_str("&#x85;"),
            '\u{2028}' => out.push_str("&#x2028;"),
            c => out.push(c),
        }
    }
    out
}

/// A text between tags: as [`escape`], but line feeds and tabs as they are.
pub(crate) fn escape_text(text: &str) -> String {
    escape(text).replace("&#10;", "\n").replace("&#9;", "\t").replace("&quot;", "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_comes_back() {
        let text = "a<&>\"\t\r\n\r x\u{85}🇹🇷";
        let root = parse(
            &format!(
                "<?xml version='1.0'?><!-- c --><r a=\"{}\">{}<![CDATA[<x>]]><b/></r>",
                escape(text),
                escape_text(text)
            ),
            "f",
        )
        .unwrap();
        assert_eq!(root.get("a"), Some(text));
        assert_eq!(root.text(), format!("{text}<x>"));
        assert_eq!(root.elements().count(), 1);
    }

    #[test]
    fn damage_has_a_place() {
        let error = |text: &str| parse(text, "f").unwrap_err().to_string();
        assert!(error("<a>\n<b></a>").starts_with("f: line 2"), "{}", error("<a>\n<b></a>"));
        assert!(error("<a>&x;</a>").contains("the entity `&x;` is not defined"));
        assert!(error("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>").contains("entities are declared"));
        assert!(error(&"<a>".repeat(300)).contains("nested"));
        let attributes: String = (0..100_000).map(|n| format!(" a{n}=''")).collect();
        assert!(error(&format!("<a{attributes}/>")).contains("more than 1000 attributes"));
        assert!(error("").contains("there is no element"));
        assert!(error("<a>").contains("not closed"));
    }
}
