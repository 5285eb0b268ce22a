//! Articles without annotations: plain text as it is; Markdown and HTML as what a reader sees, a paragraph a line with an
//! empty one between.

use crate::document::texts::document;
use crate::document::{Annotated, Report};
use crate::format::{Format, Purpose, Reading};
use crate::loss::Holds;
use crate::syntax::{Error, Source};
use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, Token};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

const fn article(
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
    |sources, _, report| each(sources, report, |text, _| (text, None)),
);

pub(crate) const MARKDOWN: Format = article(
    "markdown",
    "Markdown",
    &["md", "markdown"],
    |probe| if matches!(probe.extension.as_str(), "md" | "markdown") { 40 } else { 0 },
    |sources, _: &Reading, report| each(sources, report, |text, _| markdown(&text)),
);

pub(crate) const HTML: Format = article(
    "html",
    "HTML",
    &["html", "htm", "xhtml"],
    |probe| {
        let head = probe.head.get(..probe.head.floor_char_boundary(2000)).unwrap_or_default().to_ascii_lowercase();
        match () {
            () if head.contains("<!doctype html") || head.contains("<html") => 90,
            () if probe.is_xml() && matches!(probe.extension.as_str(), "html" | "htm") => 60,
            () => 0,
        }
    },
    |sources, _, report| each(sources, report, |text, report| html(&text, report)),
);

/// A text with its title, if it has one.
type Article = (String, Option<String>);

fn each(
    sources: &[Source], report: &mut Report, read: fn(String, &mut Report) -> Article,
) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let (text, title) = read(source.text()?, report);
        let document = document(text).map_err(|what| report.error("", what))?;
        made.push(Annotated::new(title.unwrap_or_else(|| source.stem().to_owned()), document));
    }
    Ok(made)
}

/// Paragraphs as they come.
#[derive(Default)]
struct Blocks {
    done: Vec<String>,
    open: String,
    /// Whether white space counts.
    is_raw: bool,
}

impl Blocks {
    fn text(&mut self, text: &str) {
        if self.is_raw {
            self.open.push_str(text);
            return;
        }
        for c in text.chars() {
            // White space of HTML is one blank; a no-break space is none of it.
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    if !self.open.is_empty() && !self.open.ends_with([' ', '\n']) {
                        self.open.push(' ');
                    }
                }
                c => self.open.push(c),
            }
        }
    }

    fn line(&mut self) {
        let kept = self.open.trim_end_matches(' ').len();
        self.open.truncate(kept);
        self.open.push('\n');
    }

    fn end(&mut self) {
        let open = std::mem::take(&mut self.open);
        let block = open.trim_matches(['\n', ' ']);
        if !block.is_empty() {
            self.done.push(block.to_owned());
        }
    }

    fn finish(mut self) -> String {
        self.end();
        let mut text = self.done.join("\n\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }
}

fn markdown(source: &str) -> Article {
    let mut blocks = Blocks::default();
    let (mut title, mut in_title, mut hidden) = (None::<String>, false, 0);
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
                in_title = title.is_none();
            }
            Event::End(TagEnd::Heading(_)) => {
                if in_title {
                    title = Some(blocks.open.trim().to_owned()).filter(|title| !title.is_empty());
                    in_title = false;
                }
                blocks.end();
            }
            Event::Start(Tag::CodeBlock(_)) => {
                blocks.end();
                blocks.is_raw = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                blocks.is_raw = false;
                blocks.end();
            }
            Event::Start(Tag::Paragraph | Tag::Item | Tag::BlockQuote(_) | Tag::TableRow | Tag::TableHead)
            | Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::TableRow | TagEnd::TableHead,
            )
            | Event::Rule => blocks.end(),
            Event::End(TagEnd::TableCell) => blocks.text(" "),
            Event::Text(text) | Event::Code(text) => blocks.text(&text),
            Event::SoftBreak => blocks.text(" "),
            Event::HardBreak => blocks.line(),
            _ => {}
        }
    }
    (blocks.finish(), title)
}

/// Elements whose text nobody reads as part of an article.
const HIDDEN: [&str; 16] = [
    "script", "style", "noscript", "template", "svg", "math", "nav", "aside", "footer", "form", "button", "select",
    "iframe", "object", "figure", "head",
];

/// Elements that do not begin a paragraph.
const INLINE: [&str; 30] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "font", "wbr", "img",
];

/// Elements without content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

fn html(source: &str, report: &mut Report) -> Article {
    let main = visible(source, Some("article")).or_else(|| visible(source, Some("main")));
    let title = title(source);
    match main {
        Some(text) => {
            report.decided("", "the text is that of the article alone, without what stands around it");
            (text, title)
        }
        None => (visible(source, None).unwrap_or_default(), title),
    }
}

fn tokens(source: &str) -> impl Iterator<Item = Token> + '_ {
    let mut emitter = DefaultEmitter::<()>::default();
    // So that the content of scripts is none.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(source, emitter).filter_map(Result::ok)
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_ascii_lowercase()
}

fn title(source: &str) -> Option<String> {
    let mut inside = false;
    let mut title = String::new();
    for token in tokens(source) {
        match token {
            Token::StartTag(tag) if name(&tag.name) == "title" => inside = true,
            Token::EndTag(tag) if name(&tag.name) == "title" => break,
            Token::String(text) if inside => title.push_str(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

/// The text of the elements of a name, or of the whole page. None where there is none.
fn visible(source: &str, within: Option<&str>) -> Option<String> {
    let mut blocks = Blocks::default();
    let mut inside = usize::from(within.is_none());
    let mut hidden: Vec<String> = Vec::new();
    for token in tokens(source) {
        match token {
            Token::StartTag(tag) => {
                let name = name(&tag.name);
                if Some(name.as_str()) == within {
                    inside += 1;
                    blocks.end();
                }
                let is_open = !tag.self_closing && !VOID.contains(&name.as_str());
                match name.as_str() {
                    _ if hidden.last() == Some(&name) && is_open => hidden.push(name),
                    _ if !hidden.is_empty() => {}
                    hide if HIDDEN.contains(&hide) && is_open => hidden.push(name),
                    "br" => blocks.line(),
                    "pre" | "textarea" => {
                        blocks.end();
                        blocks.is_raw = true;
                    }
                    "td" | "th" => blocks.text(" "),
                    name if !INLINE.contains(&name) => blocks.end(),
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                let name = name(&tag.name);
                if hidden.last() == Some(&name) {
                    hidden.pop();
                    continue;
                }
                if Some(name.as_str()) == within {
                    inside = inside.saturating_sub(1);
                }
                match name.as_str() {
                    _ if !hidden.is_empty() => {}
                    "pre" | "textarea" => {
                        blocks.is_raw = false;
                        blocks.end();
                    }
                    "td" | "th" => blocks.text(" "),
                    name if !INLINE.contains(&name) => blocks.end(),
                    _ => {}
                }
            }
            Token::String(text) if inside > 0 && hidden.is_empty() => blocks.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    Some(blocks.finish()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_what_a_reader_sees() {
        let page = "<!DOCTYPE html><html><head><title>A  meeting</title><script>var a = '<p>no</p>';</script></head><body><nav>Home</nav>\
            <article><h1>A meeting</h1><p>Erdo&#287;an <b>met</b>\n  officials&nbsp;in&#x20;Sochi.<br>On Monday.<p>Second</article><footer>x</footer>";
        let (text, title) = html(page, &mut Report::default());
        assert_eq!(text, "A meeting\n\nErdoğan met officials\u{a0}in Sochi.\nOn Monday.\n\nSecond\n");
        assert_eq!(title.as_deref(), Some("A meeting"));
        assert_eq!(html("<p>a<p>b", &mut Report::default()).0, "a\n\nb\n");
        assert_eq!(html("", &mut Report::default()).0, "");
    }

    #[test]
    fn markdown_is_read_as_text() {
        let (text, title) = markdown(
            "---\nkey: x\n---\n# A *meeting*\n\nErdoğan [met](http://x) `officials`\nin Sochi.\n\n- one\n- two\n\n```\na  b\n```\n",
        );
        assert_eq!(text, "A meeting\n\nErdoğan met officials in Sochi.\n\none\n\ntwo\n\na  b\n");
        assert_eq!(title.as_deref(), Some("A meeting"));
    }
}
