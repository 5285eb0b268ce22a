//! Articles without annotations: plain text as it is; Markdown as what a reader sees, a paragraph a line with an empty one
//! between.

use crate::document::texts::document;
use crate::document::{Annotated, Report};
use crate::format::{Format, Purpose};
use crate::loss::Holds;
use crate::syntax::{Error, Source};
use crate::text::blocks::{Blocks, Space};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A format of texts to annotate.
pub(crate) const fn article(
    id: &'static str, name: &'static str, extensions: &'static [&'static str], sniff: fn(&crate::probe::Probe) -> u8,
    read: crate::format::Read,
) -> Format {
    Format {
        id,
        name,
        about: "texts to annotate",
        purpose: Purpose::Articles,
        unit: None,
        extensions,
        lines: false,
        sniff,
        read: Some(read),
        write: None,
        holds: Holds::SPANS,
    }
}

pub(crate) const TEXT: Format = article(
    "text",
    "plain text",
    &["txt", "text"],
    |probe| if !probe.head.is_empty() && matches!(probe.extension.as_str(), "txt" | "text") { 30 } else { 0 },
    |sources, _, report| each(sources, report, |text| (text, None)),
);

pub(crate) const MARKDOWN: Format = article(
    "markdown",
    "Markdown",
    &["md", "markdown"],
    |probe| if matches!(probe.extension.as_str(), "md" | "markdown") { 40 } else { 0 },
    |sources, _, report| each(sources, report, |text| markdown(&text)),
);

/// A text with its title, if it has one.
type Article = (String, Option<String>);

fn each(sources: &[Source], report: &mut Report, read: fn(String) -> Article) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let (text, title) = read(source.text()?);
        let document = document(text).map_err(|what| report.error("", what))?;
        made.push(Annotated::new(title.unwrap_or_else(|| source.stem().to_owned()), document));
    }
    Ok(made)
}

fn markdown(source: &str) -> Article {
    let mut blocks = Blocks::default();
    let (mut title, mut titled_from, mut hidden) = (None::<String>, None, 0);
    let mut space = Space::Collapsed;
    for event in Parser::new_ext(
        source,
        Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS,
    ) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => hidden += 1,
            Event::End(TagEnd::MetadataBlock(_)) => hidden -= 1,
            _ if hidden > 0 => {}
            Event::Start(Tag::Heading { .. }) => {
                blocks.end();
                titled_from = title.is_none().then(|| blocks.mark());
            }
            Event::End(TagEnd::Heading(_)) => {
                let range = titled_from.take().and_then(|mark| blocks.since(mark));
                title = title.or_else(|| range.map(|range| blocks.text()[range.to_usize()].to_owned()));
                blocks.end();
            }
            Event::Start(Tag::CodeBlock(_)) => {
                blocks.end();
                space = Space::Kept;
            }
            Event::End(TagEnd::CodeBlock) => {
                space = Space::Collapsed;
                blocks.end();
            }
            Event::Start(Tag::Paragraph | Tag::Item | Tag::BlockQuote(_) | Tag::TableRow | Tag::TableHead)
            | Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::TableRow | TagEnd::TableHead,
            )
            | Event::Rule => blocks.end(),
            Event::End(TagEnd::TableCell) => blocks.push(" ", Space::Collapsed),
            Event::Text(text) | Event::Code(text) => blocks.push(&text, space),
            Event::SoftBreak => blocks.push(" ", Space::Collapsed),
            Event::HardBreak => blocks.line(),
            _ => {}
        }
    }
    (blocks.finish(), title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_read_as_text() {
        let (text, title) = markdown(
            "---\nkey: x\n---\n# A *meeting*\n\nErdoğan [met](http://x) `officials`\nin Sochi.\n\n- one\n- two\n\n```\na  b\n```\n",
        );
        assert_eq!(text, "A meeting\n\nErdoğan met officials in Sochi.\n\none\n\ntwo\n\na  b\n");
        assert_eq!(title.as_deref(), Some("A meeting"));
    }
}
