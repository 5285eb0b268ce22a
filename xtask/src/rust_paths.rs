//! The paths of a Rust file: what it imports, what it names in full, and what it defines.
//!
//! A reader of tokens, not of the language: it knows comments, literals, `use` trees and the heads of items, which is enough
//! to say which file uses which. Tests are passed over.

use std::collections::{BTreeMap, BTreeSet};

/// A path as it is written, segment by segment; `crate`, `self` and `super` are segments.
pub type Path = Vec<String>;

/// What a file says of paths.
#[derive(Debug, Default)]
pub struct RustPaths {
    /// What names at the top of the file stand for, re-exports included.
    pub imports: BTreeMap<String, Path>,
    /// Modules of which everything is imported.
    pub globs: Vec<Path>,
    /// Items that the file defines outside any block. Modules are none of them.
    pub items: BTreeSet<String>,
    /// Every path of two segments or more, those that are imported among them.
    pub paths: BTreeSet<Path>,
}

/// Reads a file.
pub fn read(text: &str) -> RustPaths {
    let tokens = without_tests(tokens(text));
    let mut read = RustPaths::default();
    let mut at = 0;
    let mut depth = 0usize;
    while at < tokens.len() {
        match tokens[at].as_str() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            "use" => {
                at = use_tree(&tokens, at + 1, &mut Vec::new(), &mut read);
                continue;
            }
            keyword if depth == 0 && is_head(keyword) => {
                // `macro_rules! name`, `const fn name`: the name is the first word that is no keyword.
                let name = tokens[at + 1..].iter().take(3).find(|it| is_word(it) && !is_head(it) && *it != "unsafe");
                read.items.extend(name.cloned());
            }
            word if is_word(word) => {
                let path = path_at(&tokens, at);
                at += path.len() * 2 - 1;
                if path.len() > 1 {
                    read.paths.insert(path);
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    read
}

/// Whether an item's name comes after this word.
fn is_head(word: &str) -> bool {
    matches!(word, "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "macro_rules")
}

/// `a::b::c` from a place on.
fn path_at(tokens: &[String], at: usize) -> Path {
    let mut path = vec![tokens[at].clone()];
    let mut at = at + 1;
    while let [colons, next, ..] = &tokens[at..]
        && colons == "::"
        && is_word(next)
    {
        path.push(next.clone());
        at += 2;
    }
    path
}

/// Reads one branch of a `use`, which ends before a comma or a closing brace, and the whole, which ends with a semicolon.
/// Gives the place after it.
fn use_tree(tokens: &[String], mut at: usize, prefix: &mut Path, read: &mut RustPaths) -> usize {
    let own = prefix.len();
    let mut alias = None;
    while let Some(token) = tokens.get(at) {
        match token.as_str() {
            "::" => {}
            "*" => {
                read.globs.push(std::mem::take(prefix));
                return at + 1;
            }
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    at = use_tree(tokens, at, &mut prefix.clone(), read);
                    at += usize::from(tokens.get(at).is_some_and(|token| token == ","));
                }
                return at + 1 + usize::from(tokens.get(at + 1).is_some_and(|token| token == ";"));
            }
            "as" => {
                alias = tokens.get(at + 1).cloned();
                at += 1;
            }
            word if is_word(word) => prefix.push(word.to_owned()),
            _ => break,
        }
        at += 1;
    }
    // `a::{self}` is `a`.
    if prefix.len() > 1 && prefix.last().is_some_and(|last| last == "self") {
        prefix.pop();
    }
    if let Some(last) = prefix.last().filter(|_| prefix.len() >= own.max(1)) {
        read.imports.insert(alias.unwrap_or_else(|| last.clone()), prefix.clone());
        read.paths.insert(prefix.clone());
    }
    at + usize::from(own == 0 && tokens.get(at).is_some_and(|token| token == ";"))
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Takes out what stands under `#[cfg(test)]`: a block, or a line up to its semicolon.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if !(tokens.len() - at >= MARK.len() && tokens[at..at + MARK.len()] == MARK) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += MARK.len();
        let mut depth = 0usize;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token.as_str() {
                "{" => depth += 1,
                "}" if depth == 1 => break,
                "}" => depth -= 1,
                ";" if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

/// Words, `::`, and every other sign by itself; without comments, literals and lifetimes.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => text_literal(rest),
            '\'' => char_or_lifetime(rest),
            'r' | 'b' | 'c' if prefixed_literal(rest).is_some() => prefixed_literal(rest).unwrap_or(1),
            c if c.is_alphanumeric() || c == '_' => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                tokens.push(rest[..end].to_owned());
                end
            }
            _ if rest.starts_with("::") => {
                tokens.push("::".to_owned());
                2
            }
            c => {
                if !c.is_whitespace() {
                    tokens.push(c.to_string());
                }
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    tokens
}

/// Bytes of a literal in double quotes.
fn text_literal(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Bytes of `r"…"`, `r#"…"#`, `b"…"`, `br"…"`, `b'…'`; None where no literal begins so.
fn prefixed_literal(rest: &str) -> Option<usize> {
    let start = rest.find(|c: char| !matches!(c, 'r' | 'b' | 'c')).filter(|start| *start <= 2)?;
    let (prefix, body) = rest.split_at(start);
    if prefix.contains('r') {
        let hashes = body.find(|c| c != '#')?;
        let end = format!("\"{}", &body[..hashes]);
        let inner = body[hashes..].strip_prefix('"')?;
        return Some(start + hashes + 1 + inner.find(&end).map_or(inner.len(), |at| at + end.len()));
    }
    match body.chars().next()? {
        '"' => Some(start + text_literal(body)),
        '\'' => Some(start + char_or_lifetime(body)),
        _ => None,
    }
}

/// Bytes of `'x'` or `'\n'`, or of a lifetime.
fn char_or_lifetime(rest: &str) -> usize {
    let mut inner = rest.char_indices().skip(1);
    match inner.next() {
        Some((_, '\\')) => {
            inner.next();
            inner.find(|(_, c)| *c == '\'').map_or(rest.len(), |(at, _)| at + 1)
        }
        Some(_) => match inner.next() {
            Some((at, '\'')) => at + 1,
            _ => 1,
        },
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        read(text).paths.iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn imports_are_taken_apart() {
        let read = read("use crate::a::{self, B, c::{D as E, f}};\npub use super::G;\nuse std::io;\nuse self::h::*;\n");
        let imports: Vec<String> =
            read.imports.iter().map(|(name, path)| format!("{name}={}", path.join("::"))).collect();
        let expected =
            ["B=crate::a::B", "E=crate::a::c::D", "G=super::G", "a=crate::a", "f=crate::a::c::f", "io=std::io"];
        assert_eq!(imports, expected);
        assert_eq!(read.globs, [["self", "h"]]);
    }

    #[test]
    fn paths_in_code_are_found_and_those_in_text_are_not() {
        let text = "fn f<'a>(x: &'a crate::A) { b::c('\"', \"d::e\"); r#\"f::g\"#; /* h::i */ j::<k::L>(); b'\\''; } // m::n\n";
        assert_eq!(paths(text), ["b::c", "crate::A", "k::L"]);
        assert_eq!(paths("macro_rules! m { () => { $crate::a::B } }"), ["crate::a::B"]);
    }

    #[test]
    fn items_stand_outside_blocks() {
        let text = "pub const A: u8 = 1;\npub(crate) const fn b() { const C: u8 = 1; }\nmacro_rules! d { () => {} }\nstruct E;\nimpl E { fn f() {} }\nmod g;\n";
        assert_eq!(read(text).items.into_iter().collect::<Vec<_>>(), ["A", "E", "b", "d"]);
    }

    #[test]
    fn tests_are_passed_over() {
        assert_eq!(
            paths("a::b();\n#[cfg(test)]\nmod tests { use super::*; fn f() { c::d() } }\ne::f();"),
            ["a::b", "e::f"]
        );
        assert_eq!(paths("#[cfg(test)]\nuse a::b;\nuse c::d;"), ["c::d"]);
    }
}
