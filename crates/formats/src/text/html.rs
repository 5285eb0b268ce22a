//! Pages as what a browser shows of their text, a paragraph a line with an empty one between: not what is hidden, by an
//! attribute, by a style or by nature, nor what stands around an article. Spans are read of their markup where that is asked
//! for. `docs/formats.md` says what is shown.

mod elements;
mod labels;
mod style;
mod walk;

use crate::document::texts::document;
use crate::document::{Annotated, Report};
use crate::format::{Format, Reading};
use crate::syntax::{Error, Source};
use crate::text::article::article;
use crate::text::tell_markup;
use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, Token};
use style::Sheet;
use walk::{Choice, Shown, show};

pub(crate) const FORMAT: Format = article(
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
    read,
);

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let page = Page::new(source.text()?);
        let shown = page.text(reading.markup, report);
        let document = document(shown.text).map_err(|what| report.error("", what))?;
        let mut it = Annotated::new(page.title.unwrap_or_else(|| source.stem().to_owned()), document);
        it.spans = shown.spans;
        if reading.markup {
            tell_markup(&it.spans.iter().map(|span| span.label.as_str()).collect(), report);
        }
        made.push(it);
    }
    Ok(made)
}

/// A start tag; where it stands is not asked for.
type StartTag = html5gum::StartTag<()>;

/// The source of a page, and what stands in its head.
struct Page {
    source: String,
    /// XML: elements may close themselves, and those of HTML mean nothing to the tokenizer.
    is_xml: bool,
    title: Option<String>,
    sheet: Sheet,
}

impl Page {
    fn new(source: String) -> Self {
        let is_xml = source.trim_start().starts_with("<?xml");
        let mut page = Self { source, is_xml, title: None, sheet: Sheet::default() };
        let (mut title, mut sheet) = (None::<String>, Sheet::default());
        let (mut in_title, mut css) = (false, None::<String>);
        for token in page.tokens() {
            match token {
                Token::StartTag(tag) if is(&tag.name, "title") => in_title = title.is_none() && !closes(&tag, is_xml),
                Token::EndTag(tag) if is(&tag.name, "title") => in_title = false,
                Token::StartTag(tag) if is(&tag.name, "style") => {
                    css = (style::applies(&attribute(&tag, "media")) && !closes(&tag, is_xml)).then(String::new);
                }
                Token::EndTag(tag) if is(&tag.name, "style") => {
                    css.take().iter().for_each(|css| sheet.add(css));
                }
                Token::String(text) if in_title => {
                    title.get_or_insert_default().push_str(&String::from_utf8_lossy(&text));
                }
                Token::String(text) => {
                    if let Some(css) = &mut css {
                        css.push_str(&String::from_utf8_lossy(&text));
                    }
                }
                _ => {}
            }
        }
        let title = title.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        page.title = (!title.is_empty()).then_some(title);
        page.sheet = sheet;
        page
    }

    fn tokens(&self) -> impl Iterator<Item = Token> + '_ {
        let mut emitter = DefaultEmitter::<()>::default();
        // So that the content of scripts is none.
        emitter.naively_switch_states(!self.is_xml);
        Tokenizer::new_with_emitter(&self.source, emitter).filter_map(Result::ok)
    }

    /// The text of the article, of the main part, or of the whole: of the first of them that has one.
    fn text(&self, markup: bool, report: &mut Report) -> Shown {
        let choice = Choice { markup, ..Choice::default() };
        for within in ["article", "main"] {
            let shown = show(self, &Choice { within: Some(within), ..choice });
            if !shown.text.is_empty() {
                report.decided("", "the text is that of the article alone, without what stands around it");
                return shown.tell(report);
            }
        }
        let shown = show(self, &choice);
        if !shown.text.is_empty() || shown.aside.is_empty() {
            return shown.tell(report);
        }
        let all = show(self, &Choice { with_hidden: true, ..choice });
        if !all.text.is_empty() {
            report.decided("", "all of it is hidden, as it is until a script shows it: it is read all the same");
        }
        all.tell(report)
    }
}

impl Shown {
    fn tell(self, report: &mut Report) -> Self {
        if !self.aside.is_empty() {
            let aside = self.aside.iter().copied().collect::<Vec<_>>().join(", ");
            report.decided("", format!("what a page does not show, or not as its text, is no part of it: {aside}"));
        }
        self
    }
}

/// Whether a tag has a name, in any case.
fn is(name: &[u8], wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted.as_bytes())
}

/// Whether an element has no content: outside XML that is not for the tag to say.
fn closes(tag: &StartTag, is_xml: bool) -> bool {
    is_xml && tag.self_closing
}

/// The value of an attribute; empty where there is none.
fn attribute(tag: &StartTag, name: &str) -> String {
    tag.attributes
        .get(name.as_bytes())
        .map(|value| String::from_utf8_lossy(&value.value).into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
