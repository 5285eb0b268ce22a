//! TEI from annotations: names inline, white space as it is, relations beside the text.

use super::{LABELS, NAMESPACE};
use crate::document::{Annotated, Node, Span};
use crate::format::Writing;
use crate::syntax::xml::{escape, escape_text};
use crate::syntax::{Error, File};
use std::fmt::Write as _;

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
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
