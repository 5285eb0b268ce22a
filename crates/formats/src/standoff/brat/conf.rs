//! `annotation.conf`: which types there are and what may stand where; and of `visual.conf` what people call them.

use crate::document::{Definition, Report, Schema};
use crate::loss::schema::types;
use crate::syntax::{Error, File, Source};
use postil_core::{Kind, filled};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const ANNOTATION: &str = "annotation.conf";
const VISUAL: &str = "visual.conf";
/// Stands for every type.
const ANY: &str = "<ANY>";
const ENTITY: &str = "<ENTITY>";
const EVENT: &str = "<EVENT>";
/// Stands for the roles of what is above.
const INHERIT: &str = "<INHERIT>";
const REL_TYPE: &str = "<REL-TYPE>";
/// Lists of types of one file may name this many together: each may be as long as the file.
const MAX_NAMED: usize = 1 << 20;
/// What clusters are.
const SAME: &str = "symmetric-transitive";

/// Reads the configuration that is nearest to a file: in its folder, or in one above.
///
/// # Errors
/// When it is no text.
pub(super) fn read(source: &Source, sources: &[Source], report: &mut Report) -> Result<Schema, Error> {
    let nearest = |name: &str| {
        let folder = |it: &Source| it.name.strip_suffix(name).map(str::to_owned);
        let above = sources.iter().filter(|it| folder(it).is_some_and(|folder| is_above(&folder, &source.name)));
        above.max_by_key(|it| it.name.len())
    };
    let mut schema = Schema::default();
    if let Some(conf) = nearest(ANNOTATION) {
        schema = Reader::read(conf, report)?;
    }
    if let Some(conf) = nearest(VISUAL) {
        let names = names(&conf.text()?);
        let named = |it: &Definition| {
            let name = names.get(&it.id).cloned().unwrap_or_else(|| it.name.clone());
            Definition { name, ..it.clone() }
        };
        schema = schema.iter().map(named).collect();
    }
    Ok(types(&schema))
}

/// Whether a folder, which is empty or ends with a slash, holds a file.
fn is_above(folder: &str, name: &str) -> bool {
    (folder.is_empty() || folder.ends_with(['/', '\\'])) && name.starts_with(folder)
}

/// Lines of sections, without remarks and lines between groups.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let mut section = "";
    text.lines().enumerate().filter_map(move |(n, line)| {
        let plain = line.trim();
        if let Some(name) = plain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
            return None;
        }
        let is_said = !plain.is_empty() && !plain.starts_with('#') && !plain.bytes().all(|byte| byte == b'-');
        is_said.then_some((n + 1, section, line))
    })
}

/// `TYPE | what people read | something shorter`
fn names(text: &str) -> BTreeMap<String, String> {
    let labels = lines(text).filter(|(_, section, _)| *section == "labels");
    let name = |(_, _, line): (usize, &str, &str)| {
        let mut parts = line.split('|').map(str::trim);
        Some((parts.next()?.to_owned(), parts.next().filter(|name| !name.is_empty())?.to_owned()))
    };
    labels.filter_map(name).collect()
}

/// A line as `annotation.conf` has it: how deep it stands, the type, and what is said of it.
struct Line<'t> {
    section: &'t str,
    depth: usize,
    id: &'t str,
    arguments: Vec<(&'t str, &'t str)>,
}

#[derive(Default)]
struct Reader<'t> {
    macros: BTreeMap<&'t str, &'t str>,
    types: BTreeMap<&'t str, Vec<&'t str>>,
    schema: Schema,
    /// What stands above a line, with the depths of each, by section.
    above: Vec<(usize, &'t str)>,
    /// Kinds and ids of which one line says that all may stand somewhere: at the head, or the tail.
    open: BTreeSet<(Kind, String, bool)>,
    /// How many ids lists of types were expanded to.
    named: usize,
    /// How many things are said that have no place here.
    passed: usize,
    /// How often one line allows other types than another does for the same role, or at the same end.
    widened: usize,
}

impl<'t> Reader<'t> {
    fn read(source: &Source, report: &mut Report) -> Result<Schema, Error> {
        report.file(&source.name);
        let text = source.text()?;
        let mut reader = Reader::default();
        let mut found = Vec::new();
        for (n, section, line) in lines(&text) {
            let plain = line.trim();
            if let Some((name, types)) = plain.split_once('=').filter(|(name, _)| is_macro(name)) {
                reader.macros.insert(name, types);
                continue;
            }
            // `!` marks what nothing can be annotated with; further names follow the first.
            let (id, rest) = plain.split_once(char::is_whitespace).unwrap_or((plain, ""));
            let id = id.trim_start_matches('!').split('|').next().unwrap_or_default();
            if id.starts_with('<') || id.is_empty() {
                continue;
            }
            if !matches!(section, "entities" | "relations" | "events" | "attributes") {
                report.decided(format!("line {n}"), "it is in a section that is passed over");
                continue;
            }
            let depth = line.len() - line.trim_start().len();
            let arguments = rest.split(',').filter_map(|part| {
                let part = part.trim();
                if part == INHERIT { Some((INHERIT, "")) } else { part.split_once(':') }
            });
            reader.types.entry(section).or_default().push(id);
            found.push(Line { section, depth, id, arguments: arguments.collect() });
        }
        found.iter().for_each(|line| reader.line(line));
        if reader.passed > 0 {
            let what = "how often a role may be there, and how relations are drawn, is passed over";
            report.decided("", format!("{what} ({} times)", reader.passed));
        }
        if reader.widened > 0 {
            let what = "what one line allows in a role or at an end is allowed in all of them";
            report.decided("", format!("{what} ({} times)", reader.widened));
        }
        Ok(reader.schema)
    }

    fn line(&mut self, line: &Line<'t>) {
        match line.section {
            "entities" => drop(self.placed(Kind::Label, line)),
            "relations" => self.relation(line),
            "events" => self.event(line),
            _ => self.attribute(line),
        }
    }

    /// Defines a type in its place in the hierarchy; gives what is above it.
    fn placed(&mut self, kind: Kind, line: &Line<'t>) -> Option<&'t str> {
        if line.depth == 0 {
            self.above.clear();
        }
        self.above.retain(|(depth, _)| *depth < line.depth);
        let parent = self.above.last().map(|(_, id)| *id).filter(|parent| *parent != line.id);
        self.above.push((line.depth, line.id));
        let is_new = self.schema.get(kind, line.id).is_none();
        let definition = self.schema.entry(kind, line.id);
        if is_new {
            definition.parent = parent.map(str::to_owned);
        }
        parent
    }

    fn relation(&mut self, line: &Line<'t>) {
        let kind = line.arguments.iter().find(|(name, _)| *name == REL_TYPE).map(|(_, kind)| *kind);
        self.passed += usize::from(kind.is_some_and(|kind| kind != SAME));
        let ends: Vec<&str> =
            line.arguments.iter().filter(|(name, _)| !name.starts_with('<')).map(|(_, types)| *types).collect();
        let kind = if kind == Some(SAME) { Kind::Cluster } else { Kind::Relation };
        self.schema.entry(kind, line.id);
        for (types, at_tail) in ends.iter().take(2).zip([false, true]) {
            self.allow(kind, line.id, at_tail && kind == Kind::Relation, types);
        }
    }

    fn event(&mut self, line: &Line<'t>) {
        let parent = self.placed(Kind::Event, line);
        for (role, types) in &line.arguments {
            if *role == INHERIT {
                let roles = parent.and_then(|id| self.schema.get(Kind::Event, id)).map(|it| it.values.clone());
                roles.into_iter().flatten().for_each(|role| self.role(line.id, &role));
                continue;
            }
            let plain = role.split(['?', '*', '+', '{']).next().unwrap_or_default();
            self.passed += usize::from(*role != format!("{plain}*"));
            if !plain.is_empty() && !plain.starts_with('<') {
                self.role(line.id, plain);
                self.schema.entry(Kind::Role, plain);
                self.allow(Kind::Role, plain, false, types);
            }
        }
    }

    fn role(&mut self, event: &str, role: &str) {
        let roles = &mut self.schema.entry(Kind::Event, event).values;
        if !roles.iter().any(|it| it == role) {
            roles.push(role.to_owned());
        }
    }

    fn attribute(&mut self, line: &Line<'t>) {
        self.schema.entry(Kind::Attribute, line.id);
        for (name, said) in &line.arguments {
            match *name {
                "Arg" => self.allow(Kind::Attribute, line.id, false, said),
                "Value" => {
                    let values = &mut self.schema.entry(Kind::Attribute, line.id).values;
                    for value in said.split('|').filter(|value| !value.is_empty()) {
                        if !values.iter().any(|it| it == value) {
                            values.push(value.to_owned());
                        }
                    }
                }
                _ => self.passed += 1,
            }
        }
    }

    /// Adds types to those that may stand somewhere. Where one line allows all, others do not forbid it.
    fn allow(&mut self, kind: Kind, id: &str, at_tail: bool, types: &str) {
        let place = (kind, id.to_owned(), at_tail);
        let types = self.expanded(types);
        self.named += types.as_ref().map_or(0, Vec::len);
        if self.open.contains(&place) {
            self.widened += usize::from(types.is_some());
            return;
        }
        let definition = self.schema.entry(kind, id);
        let ids = if at_tail { &mut definition.tails } else { &mut definition.heads };
        self.widened += usize::from(!ids.is_empty() && types.as_ref() != Some(ids));
        match types {
            Some(types) if types == *ids => {}
            Some(types) => {
                let mut known: BTreeSet<String> = filled(ids.iter().cloned());
                ids.extend(types.into_iter().filter(|id| known.insert(id.clone())));
            }
            None => {
                ids.clear();
                self.open.insert(place);
            }
        }
    }

    /// The types that a list names, macros by what they stand for; None for all, and beyond a limit that no configuration of
    /// people reaches.
    fn expanded(&self, types: &str) -> Option<Vec<String>> {
        let mut made = Vec::new();
        let mut waiting: Vec<&str> = types.split('|').rev().collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            let id = id.trim();
            if self.named + made.len() > MAX_NAMED {
                return None;
            }
            let section = match id {
                ANY => return None,
                ENTITY => "entities",
                EVENT => "events",
                id if is_macro(id) => {
                    // A macro that is made of itself stands for nothing.
                    let stands_for = self.macros.get(id).filter(|_| seen.insert(id));
                    waiting.extend(stands_for.into_iter().flat_map(|it| it.split('|').rev()));
                    continue;
                }
                id => {
                    made.extend((!id.is_empty()).then(|| id.to_owned()));
                    continue;
                }
            };
            let types = self.types.get(section).map_or(&[][..], Vec::as_slice);
            if self.named + made.len() + types.len() > MAX_NAMED {
                return None;
            }
            made.extend(types.iter().map(|id| (*id).to_owned()));
        }
        Some(made)
    }
}

fn is_macro(name: &str) -> bool {
    name.starts_with('<') && name.ends_with('>')
}

/// The configuration for a schema: sections all there. What people read has a file of its own, if it is not the types.
pub(super) fn of(schema: &Schema) -> Vec<File> {
    let types = |ids: &[String]| if ids.is_empty() { ANY.to_owned() } else { ids.join("|") };
    let mut out = String::from("[entities]\n\n");
    for it in schema.of(Kind::Label) {
        let _ = writeln!(out, "{}{}", tabs(schema, it), it.id);
    }
    let _ = write!(out, "\n[relations]\n\n<OVERLAP>\tArg1:{ENTITY}, Arg2:{ENTITY}, <OVL-TYPE>:{ANY}\n");
    for it in schema.of(Kind::Relation) {
        let _ = writeln!(out, "{}\tArg1:{}, Arg2:{}", it.id, types(&it.heads), types(&it.tails));
    }
    for it in schema.of(Kind::Cluster) {
        let members = types(&it.heads);
        let _ = writeln!(out, "{}\tArg1:{members}, Arg2:{members}, {REL_TYPE}:{SAME}", it.id);
    }
    out.push_str("\n[events]\n\n");
    for it in schema.of(Kind::Event) {
        let heads = |role: &str| schema.get(Kind::Role, role).map_or(&[][..], |it| &it.heads);
        let roles: Vec<String> = it.values.iter().map(|role| format!("{role}*:{}", types(heads(role)))).collect();
        let _ = writeln!(out, "{}{}\t{}", tabs(schema, it), it.id, roles.join(", "));
    }
    out.push_str("\n[attributes]\n\n");
    for it in schema.of(Kind::Attribute) {
        let values = if it.values.is_empty() { String::new() } else { format!(", Value:{}", it.values.join("|")) };
        let _ = writeln!(out, "{}\tArg:{}{values}", it.id, types(&it.heads));
    }
    let mut files = vec![File::new(ANNOTATION, out)];
    let named = schema.iter().filter(|it| it.name != it.id);
    let names: BTreeMap<&str, &str> = filled(named.map(|it| (it.id.as_str(), it.name.as_str())));
    if !names.is_empty() {
        let mut out = String::from("[labels]\n\n");
        for (id, name) in names {
            let _ = writeln!(out, "{id} | {name}");
        }
        // brat's own, which it does not take from elsewhere once there is such a file.
        out.push_str("\n[drawing]\n\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\n");
        out.push_str("ARC_DEFAULT\tcolor:black, arrowHead:triangle-5\nATTRIBUTE_DEFAULT\tglyph:*\n");
        files.push(File::new(VISUAL, out));
    }
    files
}

/// One for each type above.
fn tabs(schema: &Schema, it: &Definition) -> String {
    let above = |it: &&Definition| it.parent.as_deref().and_then(|id| schema.get(it.kind, id));
    let mut depth = String::new();
    let mut at = above(&it);
    while let Some(parent) = at {
        depth.push('\t');
        at = above(&parent);
    }
    depth
}
