//! Markup that says what its text is, and what it is called as a span: vocabularies of schema.org and RDFa by their types and
//! properties, elements by their names.

use super::{StartTag, attribute};
use crate::document::Span;
use crate::text::tei;
use postil_core::{AttributeValue, Link, TextRange};

/// Elements of HTML that say what their text is.
const ELEMENTS: [&str; 14] =
    ["abbr", "acronym", "cite", "code", "data", "del", "dfn", "em", "ins", "mark", "q", "strong", "time", "blockquote"];

/// Attributes that are kept.
const KEPT: [&str; 8] = ["datetime", "title", "value", "content", "lang", "cite", "itemprop", "property"];

/// Attributes that are links.
const LINKS: [&str; 4] = ["itemid", "resource", "about", "ref"];

pub(super) struct Labelled {
    label: String,
    link: Option<String>,
    attributes: Vec<(&'static str, String)>,
}

impl Labelled {
    pub(super) fn span(self, range: TextRange) -> Span {
        let mut span = Span::new(range, self.label);
        span.link = self.link.map(|uri| Link { id: uri.as_str().into(), uri: Some(uri.into()) });
        for (name, value) in self.attributes {
            span.facts.attribute(name, AttributeValue::Text(value.into()));
        }
        span
    }
}

/// What the text of an element is called, if its markup says so.
pub(super) fn of(tag: &StartTag, name: &str) -> Option<Labelled> {
    let get = |name: &str| Some(attribute(tag, name).trim().to_owned()).filter(|value| !value.is_empty());
    // The last part of `https://schema.org/Person`, `schema:Person` and the like; of several the first.
    let short = |value: String| {
        let first = value.split_ascii_whitespace().next().unwrap_or_default();
        first.trim_end_matches('/').rsplit(['/', '#', ':']).next().unwrap_or_default().to_owned()
    };
    // Elements of TEI are no elements of HTML, but for `span`.
    let named = || tei::label(name.strip_prefix("tei-").unwrap_or(name)).filter(|_| name != "span");
    let of_element = || if ELEMENTS.contains(&name) { Some(name) } else { named() }.map(str::to_owned);
    let typed = ["itemtype", "typeof", "itemprop", "property"].into_iter().find_map(|name| get(name).map(short));
    let label = typed.filter(|label| !label.is_empty()).or_else(of_element)?;
    let link = LINKS.into_iter().find_map(get);
    let attributes = KEPT.into_iter().filter_map(|name| Some((name, get(name)?)));
    Some(Labelled { label, link, attributes: attributes.collect() })
}
