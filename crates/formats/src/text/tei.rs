//! TEI with names inline, as Recogito exports them: no offsets at all; the text is all character data of `<text>`, and white
//! space counts. Spans nest; of two that cross the longer is kept.

use crate::document::texts::document;
use crate::document::{Annotated, Node, Relation, Report, Span};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Ends, Holds, Naming, Overlap, TextRule};
use crate::syntax::xml::{self, Child, Element, escape, escape_text};
use crate::syntax::{Error, File, Source};
use postil_core::{Link, TextRange};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(crate) const FORMAT: Format = Format {
    id: "tei",
    name: "TEI, names inline",
    about: "markup in the text; .xml",
    purpose: Purpose::Interchange,
    unit: None,
    extensions: &["xml", "tei"],
    lines: false,
    sniff: |probe| if probe.is_xml() && probe.head.contains(NAMESPACE) { 95 } else { 0 },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        text: TextRule::Xml,
        naming: Naming::File,
        overlap: Overlap::Nested,
        links: true,
        link_uris: true,
        relations: Ends::Spans,
        language: true,
        ..Holds::SPANS
    },
};

const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";
/// Elements that are spans, with the label that they have where they do not say a type.
const ELEMENTS: [(&str, &str); 12] = [
    ("persName", "PERSON"),
    ("placeName", "LOC"),
    ("orgName", "ORG"),
    ("geogName", "LOC"),
    ("date", "DATE"),
    ("time", "TIME"),
    ("measure", "QUANTITY"),
    ("num", "CARDINAL"),
    ("name", "name"),
    ("term", "term"),
    ("rs", "rs"),
    ("span", "span"),
];

/// Labels with an element of their own.
const LABELS: [(&str, &str); 12] = [
    ("PERSON", "persName"),
    ("PER", "persName"),
    ("LOC", "placeName"),
    ("GPE", "placeName"),
    ("FAC", "placeName"),
    ("ORG", "orgName"),
    ("DATE", "date"),
    ("TIME", "time"),
    ("QUANTITY", "measure"),
    ("CARDINAL", "num"),
    ("ORDINAL", "num"),
    ("MISC", "name"),
];

fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let root = xml::parse(&source.text()?, &source.name)?;
        let Some(body) = root.child("text") else { return Err(report.error(root.at(), "there is no `text` in it")) };
        let mut reader = Reader::default();
        reader.walk(body);
        let title = root.child("teiHeader").and_then(|it| it.child("fileDesc")).and_then(|it| it.child("titleStmt"));
        let title = title.and_then(|it| it.child("title")).map(Element::text).filter(|title| !title.trim().is_empty());
        let document = document(reader.text).map_err(|what| report.error("", what))?;
        let mut it = Annotated::new(title.unwrap_or_else(|| source.stem().to_owned()), document);
        it.language = body.get("xml:lang").map(str::to_owned);
        // In the order of their start tags.
        reader.spans.sort_by_key(|(order, ..)| *order);
        let mut names = BTreeMap::new();
        for (_, id, span) in reader.spans {
            if span.fragments.is_zero_width() {
                report.left_out(id.as_deref().unwrap_or(&span.label), "it covers nothing");
                continue;
            }
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

#[derive(Default)]
struct Reader {
    text: String,
    /// With the number of the start tag, and the id.
    spans: Vec<(usize, Option<String>, Span)>,
    tags: usize,
}

impl Reader {
    fn walk(&mut self, element: &Element) {
        let start = self.text.len();
        let order = self.tags;
        self.tags += 1;
        for child in &element.children {
            match child {
                Child::Text(part) => self.text.push_str(part),
                Child::Element(element) => self.walk(element),
            }
        }
        if let Some((_, label)) = ELEMENTS.iter().find(|(name, _)| *name == element.local()) {
            let mut span =
                Span::new(TextRange::from_usize(start..self.text.len()), element.get("type").unwrap_or(label));
            let (key, uri) = (element.get("key"), element.get("ref"));
            span.link = key.or(uri).map(|id| Link { id: id.into(), uri: uri.map(Into::into) });
            self.spans.push((order, element.get("xml:id").map(str::to_owned), span));
        }
    }
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    Ok(documents.iter().map(|it| File::new(format!("{}.xml", it.name), tei(it))).collect())
}

fn tei(it: &Annotated) -> String {
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"{NAMESPACE}\">\n");
    let _ = writeln!(out, "  <teiHeader><fileDesc><titleStmt><title>{}</title></titleStmt>", escape_text(&it.name));
    out.push_str("    <publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>\n");
    let language = it.language.as_ref().map(|tag| format!(" xml:lang=\"{}\"", escape(tag))).unwrap_or_default();
    let _ = write!(out, "  <text{language}><body><ab xml:space=\"preserve\">");
    inline(it, &mut out);
    out.push_str("</ab></body></text>\n");
    if !it.relations.is_empty() {
        out.push_str("  <standOff><listRelation>\n");
        for relation in &it.relations {
            let id = |node: Node| it.span_at(node).unwrap_or_default();
            let (active, passive) = (id(relation.head), id(relation.tail));
            let _ = writeln!(
                out,
                "    <relation name=\"{}\" active=\"#s{active}\" passive=\"#s{passive}\"/>",
                escape(&relation.label)
            );
        }
        out.push_str("  </listRelation></standOff>\n");
    }
    out.push_str("</TEI>\n");
    out
}

/// The text with its spans, which nest: they come in reading order, the longer first.
fn inline(it: &Annotated, out: &mut String) {
    let element = |span: &Span| LABELS.iter().find(|(label, _)| *label == span.label).map_or("rs", |(_, name)| name);
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    let close_until = |out: &mut String, open: &mut Vec<usize>, at: &mut usize, limit: usize| {
        while let Some(last) = open.pop_if(|i| it.spans[*i].cover().end().to_usize() <= limit) {
            let end = it.spans[last].cover().end().to_usize();
            out.push_str(&escape_text(&it.text()[*at..end]));
            *at = end;
            let _ = write!(out, "</{}>", element(&it.spans[last]));
        }
    };
    for (i, span) in it.spans.iter().enumerate() {
        let start = span.cover().start().to_usize();
        close_until(out, &mut open, &mut at, start);
        out.push_str(&escape_text(&it.text()[at..start]));
        at = start;
        let _ = write!(out, "<{} xml:id=\"s{i}\" type=\"{}\"", element(span), escape(&span.label));
        if let Some(link) = &span.link {
            let _ = write!(out, " key=\"{}\"", escape(&link.id));
            if let Some(uri) = &link.uri {
                let _ = write!(out, " ref=\"{}\"", escape(uri));
            }
        }
        out.push('>');
        open.push(i);
    }
    close_until(out, &mut open, &mut at, usize::MAX);
    out.push_str(&escape_text(&it.text()[at..]));
}
