//! From tags to the text that is shown: the elements that are open, and what each of them makes of the text in it.
//!
//! This is no tree, but what the standard says of elements whose tags are left out holds. It takes time in the length of
//! the page alone: no more than [`MAX_OPEN`] elements are open at once.

use super::elements::{NEVER, aside, ended_by, is_block, is_phrase, is_scope, is_void, keeps_space};
use super::labels::{self, Labelled};
use super::{Page, StartTag, attribute, closes};
use crate::document::Span;
use crate::text::blocks::{Blocks, Space};
use html5gum::emitters::default::Token;
use postil_core::sort_by_key;
use std::collections::BTreeSet;

/// More elements within each other are no page, but an attack on time; browsers have such a bound, too.
const MAX_OPEN: usize = 200;

/// What is called so in a report.
const HIDDEN: &str = "what is hidden";

/// What of a page is wanted.
#[derive(Clone, Copy, Default)]
pub(super) struct Choice {
    /// The elements of this name alone.
    pub(super) within: Option<&'static str>,
    /// Also what an attribute or a style hides.
    pub(super) with_hidden: bool,
    /// Spans of the markup.
    pub(super) markup: bool,
}

/// The text of a page.
pub(super) struct Shown {
    pub(super) text: String,
    /// In the order of their start tags.
    pub(super) spans: Vec<Span>,
    /// What there is besides, in words.
    pub(super) aside: BTreeSet<&'static str>,
}

/// An element that is open.
struct Open {
    name: String,
    is_block: bool,
    is_inside: bool,
    /// Why its text is not shown.
    aside: Option<&'static str>,
    /// As `aside`, but what is in it may show itself.
    is_invisible: bool,
    space: Space,
    /// The number of its tag, where its text begins, and what it is to be called.
    span: Option<(usize, usize, Labelled)>,
}

pub(super) fn show(page: &Page, choice: &Choice) -> Shown {
    let mut walk = Walk {
        page,
        choice,
        open: Vec::new(),
        blocks: Blocks::default(),
        spans: Vec::new(),
        tags: 0,
        aside: BTreeSet::new(),
    };
    for token in page.tokens() {
        match token {
            Token::StartTag(tag) => walk.start(&tag),
            Token::EndTag(tag) => walk.end(&String::from_utf8_lossy(&tag.name).to_ascii_lowercase()),
            Token::String(text) => walk.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    walk.close(0);
    sort_by_key(&mut walk.spans, |(order, _)| *order);
    let spans = walk.spans.into_iter().map(|(_, span)| span).collect();
    Shown { text: walk.blocks.finish(), spans, aside: walk.aside }
}

struct Walk<'p> {
    page: &'p Page,
    choice: &'p Choice,
    open: Vec<Open>,
    blocks: Blocks,
    spans: Vec<(usize, Span)>,
    tags: usize,
    aside: BTreeSet<&'static str>,
}

impl Walk<'_> {
    fn start(&mut self, tag: &StartTag) {
        let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
        if let Some(at) = ended_by(&name, self.open.iter().map(|open| open.name.as_str())) {
            self.close(at);
        }
        let mut element = self.inherit(name);
        if element.aside.is_none() {
            self.decide(tag, &mut element);
        }
        if element.is_shown() {
            self.part(&element.name);
            if element.name == "br" {
                self.blocks.line();
            }
        }
        if is_void(&element.name) || closes(tag, self.page.is_xml) {
            return;
        }
        if element.is_shown() && self.choice.markup {
            self.tags += 1;
            element.span = labels::of(tag, &element.name).map(|labelled| (self.tags, self.blocks.mark(), labelled));
        }
        if self.open.len() == MAX_OPEN {
            // In place of its parent, whose ways it has inherited.
            self.close(MAX_OPEN - 1);
        }
        self.open.push(element);
    }

    /// An element that is as its parent.
    fn inherit(&self, name: String) -> Open {
        let parent = self.open.last();
        Open {
            is_inside: parent.map_or(self.choice.within.is_none(), |it| it.is_inside)
                || self.choice.within == Some(&name),
            aside: parent.and_then(|it| it.aside),
            is_invisible: parent.is_some_and(|it| it.is_invisible),
            space: parent.map_or(Space::Collapsed, |it| it.space),
            span: None,
            is_block: is_block(&name),
            name,
        }
    }

    /// What its name, attributes and styles make of it.
    fn decide(&self, tag: &StartTag, element: &mut Open) {
        if keeps_space(&element.name) {
            element.space = Space::Kept;
        }
        element.aside = aside(&element.name);
        if element.aside.is_some() || self.choice.with_hidden {
            return;
        }
        let of = |name| attribute(tag, name);
        let has = |name: &str| tag.attributes.contains_key(name.as_bytes());
        let style = self.page.sheet.style(&element.name, &of("id"), &of("class"), &of("style"));
        // What a search in the page finds and opens is no secret: closed details, `until-found`.
        let is_hidden = has("hidden") && !of("hidden").eq_ignore_ascii_case("until-found")
            || element.name == "dialog" && !has("open");
        if style.displays_none.unwrap_or(is_hidden) {
            element.aside = Some(HIDDEN);
        }
        element.is_invisible = style.is_invisible.unwrap_or(element.is_invisible);
    }

    fn end(&mut self, name: &str) {
        // Those of the table that is open may end what is in a cell.
        let is_of_table = matches!(name, "table" | "tr" | "tbody" | "thead" | "tfoot");
        let mut inner = self.open.iter().enumerate().rev();
        let at = inner.find_map(|(at, open)| match open.name.as_str() {
            other if other == name => Some(Some(at)),
            "table" | "template" => Some(None),
            other => (is_scope(other) && !is_of_table).then_some(None),
        });
        match at.flatten() {
            // Around what it began in, as `<b><p></b>`: that stays open.
            Some(at) if is_phrase(name) && self.open[at + 1..].iter().any(|open| open.is_block) => {
                let element = self.open.remove(at);
                self.finish(element);
            }
            Some(at) => self.close(at),
            None if name == "br" && self.is_shown() => self.blocks.line(),
            None if name == "p" && self.is_shown() => self.blocks.end(),
            None => {}
        }
    }

    /// Closes elements from the innermost to that at a place.
    fn close(&mut self, at: usize) {
        while self.open.len() > at {
            if let Some(element) = self.open.pop() {
                self.finish(element);
            }
        }
    }

    fn finish(&mut self, element: Open) {
        if let Some((order, mark, labelled)) = element.span {
            let span = self.blocks.since(mark).map(|range| (order, labelled.span(range)));
            self.spans.extend(span);
        }
        if element.aside.is_none() {
            self.part(&element.name);
        }
    }

    /// What stands before an element and what stands behind it is parted from what is in it.
    fn part(&mut self, name: &str) {
        match name {
            "td" | "th" => self.blocks.push(" ", Space::Collapsed),
            name if is_block(name) => self.blocks.end(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let is_blank = text.trim_matches([' ', '\t', '\n', '\r', '\u{c}']).is_empty();
        if !is_blank && self.open.last().is_some_and(|open| open.name == "head") {
            self.close(self.open.len() - 1);
        }
        let (is_inside, aside, space) = match self.open.last() {
            Some(open) => (open.is_inside, open.aside.or(open.is_invisible.then_some(HIDDEN)), open.space),
            None => (self.choice.within.is_none(), None, Space::Collapsed),
        };
        match aside {
            _ if !is_inside => {}
            None => self.blocks.push(text, space),
            Some(NEVER) => {}
            Some(why) if !is_blank => drop(self.aside.insert(why)),
            Some(_) => {}
        }
    }

    fn is_shown(&self) -> bool {
        self.open.last().is_none_or(Open::is_shown)
    }
}

impl Open {
    fn is_shown(&self) -> bool {
        self.aside.is_none()
    }
}
