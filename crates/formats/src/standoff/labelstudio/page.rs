//! The text of a page, as regions of HTML count it: all of its characters as they stand, each `<br>` one. Places are also said by
//! XPaths of text nodes, such as `/div[1]/p[2]/text()[1]`.

use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, Token};
use std::collections::BTreeMap;

/// Elements without content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that one of the same kind ends, which HTML need not end itself.
const ENDED: [&[&str]; 5] = [&["p"], &["li"], &["td", "th"], &["tr"], &["dt", "dd"]];

/// A page.
pub(super) struct Page {
    pub(super) text: String,
    /// Where the text nodes begin, in code points.
    nodes: BTreeMap<String, i64>,
}

/// An element that is open.
struct Open {
    name: String,
    path: String,
    /// How many children of each name it has so far; texts have none.
    children: BTreeMap<String, usize>,
    /// Whether its last child is a text, which goes on.
    in_text: bool,
}

impl Open {
    fn new(name: &str, path: String) -> Self {
        Self { name: name.to_owned(), path, children: BTreeMap::new(), in_text: false }
    }

    /// The path of a further child.
    fn child(&mut self, name: &str) -> String {
        let count = self.children.entry(name.to_owned()).or_default();
        *count += 1;
        let shown = if name.is_empty() { "text()" } else { name };
        format!("{}/{shown}[{count}]", self.path)
    }
}

impl Page {
    pub(super) fn new(html: &str) -> Self {
        let mut emitter = DefaultEmitter::<()>::default();
        emitter.naively_switch_states(true);
        let mut made = Self { text: String::new(), nodes: BTreeMap::new() };
        let mut chars = 0;
        let mut open = vec![Open::new("", String::new())];
        for token in Tokenizer::new_with_emitter(html, emitter).filter_map(Result::ok) {
            match token {
                Token::String(text) => {
                    let text = String::from_utf8_lossy(&text);
                    let parent = open.last_mut().expect("the root stays open");
                    if !parent.in_text {
                        parent.in_text = true;
                        made.nodes.insert(parent.child(""), chars);
                    }
                    chars += text.chars().count() as i64;
                    made.text.push_str(&text);
                }
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
                    let is_ended =
                        |last: &Open| ENDED.iter().any(|kind| kind.contains(&&*name) && kind.contains(&&*last.name));
                    if open.last().is_some_and(is_ended) {
                        open.pop();
                    }
                    let parent = open.last_mut().expect("the root stays open");
                    parent.in_text = false;
                    let path = parent.child(&name);
                    if name == "br" {
                        made.text.push('\n');
                        chars += 1;
                    }
                    if !tag.self_closing && !VOID.contains(&&*name) {
                        open.push(Open::new(&name, path));
                    }
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
                    if let Some(at) = open.iter().rposition(|it| it.name == name).filter(|at| *at > 0) {
                        open.truncate(at);
                    }
                }
                _ => {}
            }
        }
        made
    }

    /// A place of the page's text, in code points, from a text node and what is before it there.
    pub(super) fn place(&self, path: &str, offset: i64) -> Option<i64> {
        self.nodes.get(path).map(|start| start.saturating_add(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_paths_and_br_counts_one() {
        let page = Page::new("<div><p>Hi <b>Mia</b> &amp;\n Leo<p>Cy<br>Al</div><ul><li>a<li>b</ul>");
        assert_eq!(page.text, "Hi Mia &\n LeoCy\nAlab");
        for (path, start) in [
            ("/div[1]/p[1]/text()[1]", 0),
            ("/div[1]/p[1]/b[1]/text()[1]", 3),
            ("/div[1]/p[1]/text()[2]", 6),
            ("/div[1]/p[2]/text()[2]", 16),
            ("/ul[1]/li[2]/text()[1]", 19),
        ] {
            assert_eq!(page.place(path, 1), Some(start + 1), "{path}");
        }
        assert_eq!(page.place("/div[2]/text()[1]", 0), None);
    }
}
