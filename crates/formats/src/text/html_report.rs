//! A page to read and print: offsets in code points, ends exclusive; one HTML file with everything in it. Written only.
//!
//! It has no script and asks nobody for anything; its policy allows its own style alone. All that comes from elsewhere is
//! text or the value of an attribute, and escaped as such.

use crate::document::{Annotated, Facts, Node, Schema, Span, Unit, values};
use crate::format::{Format, Purpose, Writing};
use crate::loss::{Holds, Schemas, TextRule};
use crate::syntax::{Error, File};
use postil_core::{AttributeValue, Kind, TextRange, filled, lanes, segments};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(crate) const FORMAT: Format = Format {
    id: "report",
    name: "report to read",
    about: "code points; one HTML file",
    purpose: Purpose::Print,
    unit: Some(Unit::Char),
    extensions: &["html"],
    lines: false,
    sniff: |_| 0,
    read: None,
    write: Some(write),
    holds: Holds { text: TextRule::Html, schema: Schemas::Used, ..Holds::ALL },
};

const STYLE: &str = include_str!("html_report.css");
/// The SHA-256 of the style, in Base64: what the policy lets the page have.
const STYLE_HASH: &str = "UUnTVWsm0J/p0z2q4jvYbLhqOAHP6PHCv0Oyf+Q/4lo=";
/// Colours, and lines under text, before they begin anew.
const COLOURS: usize = 8;
const LINES: usize = 4;
/// The deepest line under a text.
const MAX_LANE: u8 = 7;

/// As text, or as the value of an attribute in double quotes.
fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).replace('\0', "␀")
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let title = match documents {
        [one] => escape(&one.name),
        _ => format!("{} annotated documents", documents.len()),
    };
    let policy = format!("default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'");
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"generator\" content=\"Postil\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1 dir=\"auto\">{title}</h1>\n"
    );
    let schema = documents.first().map(|it| it.schema.clone()).unwrap_or_default();
    if documents.len() > 1 {
        out.push_str("<ol>\n");
        for (n, it) in documents.iter().enumerate() {
            let _ = writeln!(out, "<li><a href=\"#d{}\" dir=\"auto\">{}</a></li>", n + 1, escape(&it.name));
        }
        out.push_str("</ol>\n");
        counts(&mut out, "All labels", documents, &schema);
    }
    let colours: BTreeMap<&str, usize> = filled(schema.of(Kind::Label).map(|it| it.id.as_str()).zip(0..));
    for (n, it) in documents.iter().enumerate() {
        Page { out: &mut out, it, n: n + 1, colours: &colours }.write(&schema);
    }
    out.push_str("</body>\n</html>\n");
    Ok(vec![File::new("report.html", out)])
}

/// How often labels and types are used.
fn counts(out: &mut String, caption: &str, documents: &[Annotated], schema: &Schema) {
    let mut counts: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    for it in documents {
        let spans = it.spans.iter().map(|it| (Kind::Label, &it.label));
        let relations = it.relations.iter().map(|it| (Kind::Relation, &it.label));
        let clusters = it.clusters.iter().map(|it| (Kind::Cluster, &it.label));
        let events = it.events.iter().map(|it| (Kind::Event, &it.label));
        let labels = it.labels.iter().map(|it| (Kind::DocumentLabel, &it.label));
        for (kind, id) in spans.chain(relations).chain(clusters).chain(events).chain(labels) {
            *counts.entry((kind, id)).or_default() += 1;
        }
    }
    let row = |((kind, id), count): ((Kind, &str), usize)| {
        let of = match kind {
            Kind::Relation => "relations",
            Kind::Cluster => "clusters",
            Kind::Event => "events",
            Kind::DocumentLabel => "documents",
            Kind::Label | Kind::Role | Kind::Attribute => "spans",
        };
        let label = match schema.get(kind, id) {
            Some(it) if it.name != id => format!("{} ({})", escape(id), escape(&it.name)),
            _ => escape(id),
        };
        (String::new(), vec![of.to_owned(), label, count.to_string()])
    };
    table(out, caption, &["of", "label", "number"], counts.into_iter().map(row).collect());
}

/// A table of rows with an id, which may be empty; none where there is no row.
fn table(out: &mut String, caption: &str, heads: &[&str], rows: Vec<(String, Vec<String>)>) {
    if rows.is_empty() {
        return;
    }
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let _ = writeln!(out, "<table>\n<caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>");
    for (id, cells) in rows {
        let id = if id.is_empty() { id } else { format!(" id=\"{id}\"") };
        let cells: String = cells.iter().map(|cell| format!("<td dir=\"auto\">{cell}</td>")).collect();
        let _ = writeln!(out, "<tr{id}>{cells}</tr>");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// One document on its way into the page.
struct Page<'p> {
    out: &'p mut String,
    it: &'p Annotated,
    /// Its number, from 1.
    n: usize,
    /// The number of each label of spans, from 0.
    colours: &'p BTreeMap<&'p str, usize>,
}

impl Page<'_> {
    fn write(&mut self, schema: &Schema) {
        let it = self.it;
        let _ = writeln!(self.out, "<article id=\"d{}\">\n<h2 dir=\"auto\">{}</h2>\n<dl>", self.n, escape(&it.name));
        let chars = Unit::Char.ends(&it.document, it.document.range()).1;
        let sets: Vec<String> = it.sets().iter().filter(|set| !set.is_empty()).map(|set| self.set(set)).collect();
        let facts = [
            ("Language", it.language.as_deref().map(escape)),
            ("Date", it.dct.as_deref().map(escape)),
            ("Length", Some(format!("{chars} code points"))),
            ("Sets", Some(sets.join(", ")).filter(|sets| !sets.is_empty())),
            ("SHA-256", Some(it.document.id().to_string())),
        ];
        for (name, value) in facts.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            let _ = writeln!(self.out, "<dt>{name}</dt><dd dir=\"auto\">{value}</dd>");
        }
        self.out.push_str("</dl>\n");
        let labels = it.labels.iter().map(|label| {
            let facts = Facts { set: label.set.clone(), score: label.score, ..Facts::default() };
            (String::new(), vec![escape(&label.label), self.said(&facts).join("\n")])
        });
        let labels = labels.collect();
        table(self.out, "Labels of the document", &["label", "said"], labels);
        self.text();
        self.tables();
        counts(self.out, "Labels", std::slice::from_ref(it), schema);
        self.out.push_str("</article>\n");
    }

    fn set(&self, set: &str) -> String {
        let by = if self.it.machines.contains(set) { " (made by a program)" } else { "" };
        format!("{}{by}", escape(set))
    }

    /// The text: nothing else is text in its element. Chips are drawn from their attributes.
    fn text(&mut self) {
        let it = self.it;
        let fragments: Vec<(TextRange, usize)> = (0..it.spans.len())
            .flat_map(|i| it.spans[i].fragments.as_slice().iter().map(move |range| (*range, i)))
            .collect();
        let ranges: Vec<TextRange> = fragments.iter().map(|(range, _)| *range).collect();
        let (row, _) = segments(it.document.range(), &ranges);
        let lanes = lanes(&it.spans.iter().map(Span::cover).collect::<Vec<_>>());
        let mut chips: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (range, i) in &fragments {
            chips.entry(range.start().to_usize()).or_default().push(self.chip(*i, *range));
        }
        let language = it.language.as_deref().map_or_else(String::new, |tag| format!(" lang=\"{}\"", escape(tag)));
        let _ = write!(self.out, "<div class=\"text\" dir=\"auto\"{language}>");
        for segment in row {
            let mut from = segment.range.start().to_usize();
            let to = segment.range.end().to_usize();
            // A place in the middle of it parts a segment, too.
            let places: Vec<usize> = chips.range(from..to).map(|(at, _)| *at).chain([to]).collect();
            for at in places {
                self.segment(
                    TextRange::from_usize(from..at),
                    segment.active.iter().map(|f| fragments[*f as usize].1),
                    &lanes,
                );
                from = at;
                if at < to {
                    self.out.extend(chips.remove(&at).into_iter().flatten());
                }
            }
        }
        self.out.extend(chips.into_values().flatten());
        self.out.push_str("</div>\n");
    }

    /// A stretch of text inside an element for each span that covers it.
    fn segment(&mut self, range: TextRange, spans: impl Iterator<Item = usize>, lanes: &[u8]) {
        let text = escape(self.it.document.slice(range));
        let spans: Vec<usize> = spans.collect();
        if text.is_empty() || spans.is_empty() {
            self.out.push_str(&text);
            return;
        }
        let numbers: Vec<String> = spans.iter().map(|i| (i + 1).to_string()).collect();
        let _ = write!(self.out, "<mark data-spans=\"{}\">", numbers.join(" "));
        for i in &spans {
            let label = &self.it.spans[*i].label;
            let lane = lanes[*i].min(MAX_LANE);
            let _ =
                write!(self.out, "<span class=\"span {} l{lane}\" title=\"{}\">", self.colour(label), escape(label));
        }
        self.out.push_str(&text);
        self.out.push_str(&"</span>".repeat(spans.len()));
        self.out.push_str("</mark>");
    }

    /// What stands before a part of a span: its label and number.
    fn chip(&self, i: usize, range: TextRange) -> String {
        let span = &self.it.spans[i];
        let (id, kind) = match span.fragments.as_slice().first() {
            Some(first) if *first != range => (String::new(), " more"),
            _ if range.is_empty() => (format!(" id=\"{}\"", self.id(Node::Span(i))), " place"),
            _ => (format!(" id=\"{}\"", self.id(Node::Span(i))), ""),
        };
        let (colour, label) = (self.colour(&span.label), escape(&span.label));
        format!("<b class=\"chip{kind} {colour}\"{id} data-label=\"{label}\" data-number=\"{}\"></b>", i + 1)
    }

    fn colour(&self, label: &str) -> String {
        let n = self.colours.get(label).copied().unwrap_or_default();
        format!("c{} k{}", n % COLOURS, n / COLOURS % LINES)
    }

    /// The id of a node in the page.
    fn id(&self, node: Node) -> String {
        let (letter, i) = numbered(node);
        format!("d{}{letter}{i}", self.n)
    }

    fn tables(&mut self) {
        let it = self.it;
        let span = |(i, span): (usize, &Span)| {
            let ranges = span.fragments.as_slice().iter().map(|range| Unit::Char.ends(&it.document, *range));
            let places: Vec<String> = ranges.map(|(start, end)| format!("{start}–{end}")).collect();
            let text = escape(&it.quote(span, " … "));
            let number = format!("<a href=\"#{}\">{}</a>", self.id(Node::Span(i)), i + 1);
            let link = span.link.as_ref().map(|link| match &link.uri {
                Some(uri) => format!("link: {} ({})", escape(&link.id), escape(uri)),
                None => format!("link: {}", escape(&link.id)),
            });
            let said: Vec<String> = link.into_iter().chain(self.said(&span.facts)).collect();
            (String::new(), vec![number, escape(&span.label), text, places.join(", "), said.join("\n")])
        };
        let spans = it.spans.iter().enumerate().map(span).collect();
        let row = |node: Node, label: &str, mut cells: Vec<String>, facts: &Facts| {
            let (letter, n) = numbered(node);
            cells.splice(0..0, [format!("{}{n}", letter.to_uppercase()), escape(label)]);
            cells.push(self.said(facts).join("\n"));
            (self.id(node), cells)
        };
        let relations = it.relations.iter().enumerate().map(|(i, it)| {
            row(Node::Relation(i), &it.label, vec![self.meant(it.head), self.meant(it.tail)], &it.facts)
        });
        let relations = relations.collect();
        let events = it.events.iter().enumerate().map(|(i, it)| {
            let argument = |(role, node): &(String, Node)| format!("{}: {}", escape(role), self.meant(*node));
            let arguments: Vec<String> = it.arguments.iter().map(argument).collect();
            let cells = vec![self.meant(Node::Span(it.trigger)), arguments.join("\n")];
            row(Node::Event(i), &it.label, cells, &it.facts)
        });
        let events = events.collect();
        let clusters = it.clusters.iter().enumerate().map(|(i, it)| {
            let members: Vec<String> = it.members.iter().map(|node| self.meant(*node)).collect();
            row(Node::Cluster(i), &it.label, vec![members.join("\n")], &it.facts)
        });
        let clusters = clusters.collect();
        table(self.out, "Spans", &["", "label", "text", "code points", "said"], spans);
        table(self.out, "Relations", &["", "type", "from", "to", "said"], relations);
        table(self.out, "Events", &["", "type", "said by", "who and what", "said"], events);
        table(self.out, "Clusters", &["", "type", "members", "said"], clusters);
    }

    /// A node as others refer to it.
    fn meant(&self, node: Node) -> String {
        let (letter, n) = numbered(node);
        let name = match node {
            Node::Span(i) => {
                let span = &self.it.spans[i];
                format!("{n} {} “{}”", escape(&span.label), escape(&self.it.quote(span, " … ")))
            }
            Node::Relation(i) => format!("{}{n} {}", letter.to_uppercase(), escape(&self.it.relations[i].label)),
            Node::Cluster(i) => format!("{}{n} {}", letter.to_uppercase(), escape(&self.it.clusters[i].label)),
            Node::Event(i) => format!("{}{n} {}", letter.to_uppercase(), escape(&self.it.events[i].label)),
        };
        format!("<a href=\"#{}\">{name}</a>", self.id(node))
    }

    /// Set, score, attributes and notes.
    fn said(&self, facts: &Facts) -> Vec<String> {
        let mut lines = Vec::new();
        if !facts.set.is_empty() {
            lines.push(format!("set: {}", self.set(&facts.set)));
        }
        lines.extend(facts.score.map(|score| format!("score: {}", score.to_f64())));
        for (name, value) in &facts.attributes {
            lines.push(match value {
                AttributeValue::Boolean(true) => escape(name),
                value => format!("{} = {}", escape(name), escape(&values::text(value))),
            });
        }
        lines.extend(facts.notes.iter().map(|note| format!("note: {}", escape(note))));
        lines
    }
}

/// A letter for the kind of a node, and its number from 1.
fn numbered(node: Node) -> (&'static str, usize) {
    match node {
        Node::Span(i) => ("s", i + 1),
        Node::Relation(i) => ("r", i + 1),
        Node::Cluster(i) => ("c", i + 1),
        Node::Event(i) => ("e", i + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use postil_core::Document;

    #[test]
    fn the_policy_allows_the_style() {
        // A document is called by the SHA-256 of its text.
        let hash = Document::new(STYLE).id().to_string();
        let bytes: Vec<u8> =
            (0..hash.len()).step_by(2).map(|at| u8::from_str_radix(&hash[at..at + 2], 16).unwrap()).collect();
        assert_eq!(base64::engine::general_purpose::STANDARD.encode(bytes), STYLE_HASH);
    }
}
