//! What the style sheets of a page and the style attributes of its elements hide: `display: none`, and `visibility`, as CSS
//! cascades them (Cascading and Inheritance, section 6).
//!
//! Selectors are those of one element by its name, its classes and its id, for any medium or for screens. What asks for more,
//! such as an element's ancestors, its state or the width of the window, hides nothing here.

use postil_core::{sort, sort_by_key};
use std::collections::BTreeMap;

/// More rules than this that hide or show are no page, but an attack on time.
const MAX_RULES: usize = 5000;

/// Of classes of an element, and of parts of a selector.
const MAX_NAMES: usize = 50;

/// Rules within rules within rules: `@media` in `@layer` and so on.
const MAX_NESTED: usize = 8;

/// What is said of an element, or of a rule's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) displays_none: Option<bool>,
    pub(super) is_invisible: Option<bool>,
}

/// The rules that hide or show.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// By one of the names that their elements must have.
    rules: BTreeMap<String, Vec<Rule>>,
    count: usize,
}

/// A rule for the elements that have all of its names: `p`, `.class`, `#id`.
#[derive(Debug)]
struct Rule {
    names: Vec<String>,
    /// How many ids, classes and elements it names; then its place.
    weight: (usize, usize, usize, usize),
    plain: Style,
    important: Style,
}

/// Whether a style sheet is for screens, by its `media`.
pub(super) fn applies(media: &str) -> bool {
    let is_screen = |query: &str| matches!(query.trim(), "" | "all" | "screen" | "only screen" | "only all");
    media.to_ascii_lowercase().split(',').any(is_screen)
}

impl Sheet {
    /// Takes in a style sheet.
    pub(super) fn add(&mut self, css: &str) {
        self.block(css, 0);
    }

    fn block(&mut self, css: &str, depth: usize) {
        let mut rest = css;
        while !rest.is_empty() && self.count < MAX_RULES && depth < MAX_NESTED {
            let (head, stop, behind) = until(rest, b"{;}");
            if stop != Some(b'{') {
                rest = behind;
                continue;
            }
            let (body, behind) = braces(behind);
            rest = behind;
            let head = without_comments(head);
            let head = head.trim_start_matches("<!--").trim_start_matches("-->").trim();
            match head.strip_prefix('@') {
                Some(at) => {
                    let (name, what) = at.split_at(at.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(at.len()));
                    let name = name.to_ascii_lowercase();
                    if name == "layer" || name == "media" && applies(what) {
                        self.block(body, depth + 1);
                    }
                }
                None => self.rule(head, body),
            }
        }
    }

    fn rule(&mut self, selectors: &str, body: &str) {
        let (plain, important) = declarations(body);
        if plain == Style::default() && important == Style::default() {
            return;
        }
        for names in selectors.split(',').filter_map(names) {
            self.count += 1;
            let of = |sign: char| names.iter().filter(|name| name.starts_with(sign)).count();
            let (ids, classes) = (of('#'), of('.'));
            let elements = names.len() - ids - classes - usize::from(names[0] == "*");
            let key = names.iter().find(|name| name.starts_with('#')).or(names.last()).expect("it names something");
            let rules = self.rules.entry(key.clone()).or_default();
            rules.push(Rule { weight: (ids, classes, elements, self.count), names, plain, important });
        }
    }

    /// What holds for an element with these names, this value of `class` and this one of `style`.
    pub(super) fn style(&self, element: &str, id: &str, class: &str, style: &str) -> Style {
        let mut names = vec!["*".to_owned(), element.to_owned()];
        if !self.rules.is_empty() {
            if !id.is_empty() {
                names.push(format!("#{id}"));
            }
            names.extend(class.split_ascii_whitespace().take(MAX_NAMES).map(|class| format!(".{class}")));
            sort(&mut names);
            names.dedup();
        }
        let has = |wanted: &String| names.binary_search(wanted).is_ok();
        let known = names.iter().filter_map(|name| self.rules.get(name)).flatten();
        let mut rules: Vec<&Rule> = known.filter(|rule| rule.names.iter().all(has)).collect();
        sort_by_key(&mut rules, |rule| rule.weight);
        let (plain, important) = declarations(style);
        let sheet = |of: fn(&Rule) -> Style| rules.iter().fold(Style::default(), |style, rule| style.under(of(rule)));
        sheet(|rule| rule.plain).under(plain).under(sheet(|rule| rule.important)).under(important)
    }
}

impl Style {
    /// What the other says, and this where that says nothing.
    fn under(self, other: Self) -> Self {
        Self {
            displays_none: other.displays_none.or(self.displays_none),
            is_invisible: other.is_invisible.or(self.is_invisible),
        }
    }
}

/// The names in a selector; nothing where it asks for more than they say.
fn names(selector: &str) -> Option<Vec<String>> {
    let selector = selector.trim();
    let starts = selector.match_indices(['.', '#']).map(|(at, _)| at).filter(|at| *at > 0);
    let starts: Vec<usize> = std::iter::once(0).chain(starts).chain([selector.len()]).collect();
    if selector.is_empty() || starts.len() > MAX_NAMES {
        return None;
    }
    let parts = starts.windows(2).map(|pair| &selector[pair[0]..pair[1]]);
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii())
    };
    parts
        .map(|part| match part.strip_prefix(['.', '#']) {
            Some(name) => is_name(name).then(|| part.to_owned()),
            None => (part == "*" || is_name(part)).then(|| part.to_ascii_lowercase()),
        })
        .collect()
}

/// What declarations say, and what they say is important.
fn declarations(body: &str) -> (Style, Style) {
    let (mut plain, mut important) = (Style::default(), Style::default());
    let mut rest = body;
    while !rest.is_empty() {
        let (declaration, stop, behind) = until(rest, b";{}");
        rest = if stop == Some(b'{') { braces(behind).1 } else { behind };
        if stop == Some(b'{') || !declaration.contains(':') {
            continue;
        }
        let declaration = without_comments(declaration).to_ascii_lowercase();
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let (value, is_important) = match value.split_once('!') {
            Some((value, priority)) if priority.trim() == "important" => (value.trim(), true),
            Some(_) => continue,
            None => (value.trim(), false),
        };
        let style = if is_important { &mut important } else { &mut plain };
        match property.trim() {
            "display" if !value.is_empty() => style.displays_none = Some(value == "none"),
            "visibility" if matches!(value, "hidden" | "collapse" | "visible" | "initial") => {
                style.is_invisible = Some(matches!(value, "hidden" | "collapse"));
            }
            _ => {}
        }
    }
    (plain, important)
}

/// What stands before one of some signs, outside strings and comments, that sign, and what stands behind it.
fn until<'c>(css: &'c str, stops: &[u8]) -> (&'c str, Option<u8>, &'c str) {
    let bytes = css.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' | b'\'' => {
                at += 1;
                // An end of the line ends what is no string.
                while bytes.get(at).is_some_and(|it| it != byte && *it != b'\n') {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = css[at + 2..].find("*/").map_or(css.len(), |end| at + 2 + end + 1);
            }
            stop if stops.contains(stop) => return (&css[..at], Some(*stop), &css[at + 1..]),
            _ => {}
        }
        at += 1;
    }
    (css, None, "")
}

/// What stands before the brace that closes one, and what stands behind it.
fn braces(css: &str) -> (&str, &str) {
    let (mut rest, mut depth) = (css, 0);
    loop {
        let (_, stop, behind) = until(rest, b"{}");
        rest = behind;
        match stop {
            Some(b'{') => depth += 1,
            Some(_) if depth > 0 => depth -= 1,
            Some(_) => return (&css[..css.len() - behind.len() - 1], behind),
            None => return (css, ""),
        }
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, behind)) = rest.split_once("/*") {
        out.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(css: &str, element: &str, id: &str, class: &str, style: &str) -> bool {
        let mut sheet = Sheet::default();
        sheet.add(css);
        sheet.style(element, id, class, style).displays_none == Some(true)
    }

    #[test]
    fn rules_cascade() {
        let p = |css: &str| hides(css, "p", "i", "a b", "");
        assert!(p("p{display:none}") && p(".b { color: red; DISPLAY : None }") && p("#i{display:none}"));
        assert!(p("div, P.a.b{display:none}") && p("*{display:none}") && p("*.a{display:none}"));
        assert!(!p("p.c{display:none}") && !p("div p{display:none}") && !p("p:hover{display:none}"));
        assert!(!p(".a{display:none} .b{display:block}") && p(".a{display:none!important} .b{display:block}"));
        assert!(p("#i{display:none} .a{display:block}") && p("p{display:block} .a{display:none}"));
        assert!(!hides(".a{display:none}", "p", "", "a", "display: inline") && hides("", "p", "", "", "display:none"));
        assert!(hides(".a{display:none !important}", "p", "", "a", "display: inline"));
    }

    #[test]
    fn what_is_no_rule_of_the_screen_is_passed_over() {
        let p = |css: &str| hides(css, "p", "", "a", "");
        assert!(!p("@media print{.a{display:none}}") && p("@media screen, print{.a{display:none}}"));
        assert!(!p("@import 'x'; @font-face{src:url(x)} @keyframes k{from{display:none}} q{}"));
        assert!(p("@charset 'x'; @layer b{ @media all{ .a{display:none} } }"));
        assert!(p("<!-- /* { */ q::before{content:\"}\"} .a/* x */{/* ; */display/**/:none} -->"));
        assert!(p(".b{display:none} .a{ .c{display:block} display:none }") && p(".a{display:none"));
        assert!(!p("}{;.a{display:none") && !p("'") && !p("\\") && !p("/*"));
    }

    #[test]
    fn a_hostile_sheet_takes_no_time() {
        let start = std::time::Instant::now();
        let mut sheet = Sheet::default();
        sheet.add(&"@media all{".repeat(200_000));
        sheet.add(&"{".repeat(500_000));
        sheet.add(&(0..50_000).map(|n| format!(".a.b{n}{{display:none}}")).collect::<String>());
        sheet.add(&format!("{}{{display:none}}", ".a".repeat(100_000)));
        let class = "a ".repeat(100_000);
        (0..100).for_each(|_| assert_eq!(sheet.style("p", "", &class, ""), Style::default()));
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
