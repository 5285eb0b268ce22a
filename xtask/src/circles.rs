//! Which files of a crate use each other in a circle: whoever reads one of them has to read them all.
//!
//! A file uses another when it names something that is defined there, in a `use` or in full. What a module only hands on by
//! `pub use` counts for the file that defines it.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust_paths::{self, Path, RustPaths};

/// The crates that are held to [`MAX_FILES`], by the folder of their root.
pub const CRATES: [&str; 2] = ["crates/extract/src", "crates/formats/src"];
/// So many files may use each other in a circle: a concept and its parts.
pub const MAX_FILES: usize = 5;

/// Files of a crate that use each other, each circle by name, the largest first. Files are `(name, text)`, the names
/// relative to the crate's folder; a file alone is no circle.
pub fn of(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let modules = Modules::of(files);
    let mut circles = components(&modules.edges());
    circles.retain(|circle| circle.len() > 1);
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    circles.into_iter().map(|circle| circle.into_iter().map(|file| modules.names[file].to_owned()).collect()).collect()
}

/// The modules of a crate, each a file.
struct Modules<'f> {
    names: Vec<&'f str>,
    /// What each file says.
    said: Vec<RustPaths>,
    /// The module that each file is: `crate::a::b` is `a`, `b`.
    places: Vec<Path>,
    files: BTreeMap<Path, usize>,
}

impl<'f> Modules<'f> {
    fn of(files: &[(&'f str, &str)]) -> Self {
        let mut modules = Self { names: Vec::new(), said: Vec::new(), places: Vec::new(), files: BTreeMap::new() };
        for (name, text) in files.iter().filter(|(name, _)| !name.ends_with("tests.rs")) {
            let mut place: Path = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
            if place.last().is_some_and(|last| last == "mod") || place == ["lib"] || place == ["main"] {
                place.pop();
            }
            modules.files.insert(place.clone(), modules.names.len());
            modules.names.push(name);
            modules.said.push(rust_paths::read(text));
            modules.places.push(place);
        }
        modules
    }

    /// The files that each file uses.
    fn edges(&self) -> Vec<BTreeSet<usize>> {
        let used = |from: usize| {
            let paths = self.said[from].paths.iter().chain(&self.said[from].globs);
            let found = paths.filter_map(|path| self.resolve(from, path, 0));
            found.filter(|to| *to != from).collect()
        };
        (0..self.names.len()).map(used).collect()
    }

    /// The file that defines what a path in a file names. None for what is not of this crate, and for modules, since only
    /// what is taken out of them counts.
    fn resolve(&self, from: usize, path: &[String], depth: usize) -> Option<usize> {
        let place = &self.places[from];
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.walk(Vec::new(), rest, depth),
            "self" => self.walk(place.clone(), rest, depth),
            "super" => {
                let ups = path.iter().take_while(|it| *it == "super").count();
                self.walk(place[..place.len().checked_sub(ups)?].to_vec(), &path[ups..], depth)
            }
            _ if self.is_module(place, first) => self.walk(place.clone(), path, depth),
            _ => match self.said[from].imports.get(first) {
                // A crate that is called as what is imported of it.
                Some(import) if import[0] != *first && !rest.is_empty() => {
                    self.resolve(from, &[import, rest].concat(), depth + 1)
                }
                _ => None,
            },
        }
    }

    /// Follows a path from a module on.
    fn walk(&self, mut place: Path, path: &[String], depth: usize) -> Option<usize> {
        // Imports may name each other in a circle.
        const DEEPEST: usize = 20;
        let mut rest = path;
        while let [first, more @ ..] = rest {
            // A function may be called as a module: with more behind it, it is the module.
            let file = *self.files.get(&place)?;
            let is_item = self.said[file].items.contains(first) || self.said[file].imports.contains_key(first);
            if !self.is_module(&place, first) || more.is_empty() && is_item {
                break;
            }
            place.push(first.clone());
            rest = more;
        }
        let file = *self.files.get(&place)?;
        let first = rest.first()?;
        let said = &self.said[file];
        if depth > DEEPEST || said.items.contains(first) {
            return Some(file);
        }
        if let Some(import) = said.imports.get(first).filter(|import| import[..] != *rest) {
            return self.resolve(file, &[import, &rest[1..]].concat(), depth + 1);
        }
        let globs = said.globs.iter().filter_map(|glob| self.resolve(file, &[glob, rest].concat(), depth + 1));
        globs.filter(|found| self.said[*found].items.contains(first)).chain([file]).next()
    }

    fn is_module(&self, place: &[String], name: &str) -> bool {
        self.files.contains_key(&[place, &[name.to_owned()]].concat())
    }
}

/// The strongly connected components of a graph, each sorted; by Tarjan's algorithm (SIAM Journal on Computing 1(2), 1972).
fn components(edges: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search { edges, index: vec![None; edges.len()], low: vec![0; edges.len()], ..Search::default() };
    for node in 0..edges.len() {
        if search.index[node].is_none() {
            search.visit(node);
        }
    }
    search.found
}

#[derive(Default)]
struct Search<'e> {
    edges: &'e [BTreeSet<usize>],
    /// When each node was met.
    index: Vec<Option<usize>>,
    /// The earliest node that each can come back to.
    low: Vec<usize>,
    met: usize,
    stack: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// As deep as the longest chain of files.
    fn visit(&mut self, node: usize) {
        self.index[node] = Some(self.met);
        self.low[node] = self.met;
        self.met += 1;
        self.stack.push(node);
        for to in &self.edges[node] {
            match self.index[*to] {
                None => {
                    self.visit(*to);
                    self.low[node] = self.low[node].min(self.low[*to]);
                }
                Some(index) if self.stack.contains(to) => self.low[node] = self.low[node].min(index),
                Some(_) => {}
            }
        }
        if self.index[node] == Some(self.low[node]) {
            let start = self.stack.iter().position(|it| *it == node).unwrap_or_default();
            let mut component = self.stack.split_off(start);
            component.sort_unstable();
            self.found.push(component);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&[&str]]) {
        assert_eq!(of(files), expected);
    }

    #[test]
    fn files_that_use_each_other_are_a_circle() {
        check(
            &[
                ("lib.rs", "mod a; mod b; mod c;"),
                ("a.rs", "use crate::b::B;\npub struct A;"),
                ("b.rs", "pub struct B; fn f() { crate::c::C }"),
                ("c.rs", "use super::a::A;\npub struct C;"),
            ],
            &[&["a.rs", "b.rs", "c.rs"]],
        );
        check(&[("lib.rs", ""), ("a.rs", "use crate::b::B;"), ("b.rs", "pub struct B;")], &[]);
    }

    #[test]
    fn what_is_handed_on_counts_for_the_file_that_defines_it() {
        let files = [
            ("lib.rs", "mod a; mod b; pub use a::A; pub use b::*;"),
            ("a.rs", "mod inner; pub use inner::A;"),
            ("a/inner.rs", "use crate::B; pub struct A;"),
            ("b.rs", "pub struct B; fn f() { crate::A::new() }"),
        ];
        check(&files, &[&["a/inner.rs", "b.rs"]]);
        // Handing on alone makes no circle with what uses it.
        check(&[("lib.rs", "mod a; pub use a::A;"), ("a.rs", "use crate::a::A;\npub struct A;")], &[]);
    }

    #[test]
    fn a_module_and_its_parts_are_files_each() {
        let files = [
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod part; pub const C: u8 = 1; fn f() { part::g() }"),
            ("a/part.rs", "use super::C; pub fn g() {}"),
        ];
        check(&files, &[&["a/mod.rs", "a/part.rs"]]);
    }

    #[test]
    fn names_of_imported_modules_are_followed() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b; pub struct A; fn f() { b::deep::g() }"),
            ("b.rs", "pub mod deep; use crate::a::A;"),
            ("b/deep.rs", "use super::super::a; pub fn g() { a::A }"),
        ];
        check(&files, &[&["a.rs", "b/deep.rs"]]);
        // A module that is imported and not used is no use of its file.
        check(&[("lib.rs", ""), ("a.rs", "use crate::b;\npub struct A;"), ("b.rs", "use crate::a::A;")], &[]);
    }

    #[test]
    fn tests_are_passed_over() {
        let test = "pub struct B;\n#[cfg(test)]\nmod tests { use crate::a::A; }";
        check(&[("lib.rs", ""), ("a.rs", "use crate::b::B;\npub struct A;"), ("b.rs", test)], &[]);
    }
}
