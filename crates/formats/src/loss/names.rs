//! Names as a format can write them: of documents, of labels, of attributes.

use crate::document::names::{MAX_LABEL, MAX_NAME};
use crate::document::{Annotated, excerpt};
use crate::loss::{Holds, Losses, Naming, Which};
use crate::syntax::source::{MAX_FILE_NAME, file_name};
use postil_core::{Kind, filled};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn name(document: &mut Annotated, holds: &Holds, names: &mut BTreeSet<String>, losses: &mut Losses) {
    let (plain, longest) = match holds.naming {
        Naming::Kept | Naming::Lost => return,
        Naming::Unique => (document.name.clone(), MAX_NAME),
        Naming::File => (file_name(&document.name), MAX_FILE_NAME),
    };
    let mut free = plain.clone();
    let mut n = 1;
    // File systems may not tell upper from lower case.
    while !names.insert(free.to_lowercase()) {
        n += 1;
        let number = format!("-{n}");
        free = plain.chars().take(longest - number.len()).collect::<String>() + &number;
    }
    if free != document.name {
        losses.aside(|losses| {
            losses.add(
                "names of documents",
                1,
                "changed so that no two are alike, or into names of files",
                Some(format!("“{}”, “{free}”", excerpt(&document.name))),
            );
        });
        document.name = free;
    }
}

/// Labels and names of attributes, as far as the format's rule changes them.
pub(super) fn names(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    let is_label = |kind: Kind| !matches!(kind, Kind::Attribute | Kind::DocumentLabel);
    let mut used: BTreeSet<String> = BTreeSet::new();
    for it in document.schema.iter() {
        used.extend(is_label(it.kind).then(|| it.id.clone()));
        used.extend(it.parent.iter().filter(|_| is_label(it.kind)).chain(&it.heads).chain(&it.tails).cloned());
        used.extend(it.values.iter().filter(|_| it.kind == Kind::Event).cloned());
    }
    used.extend(document.spans.iter().map(|it| it.label.clone()));
    used.extend(document.relations.iter().map(|it| it.label.clone()));
    used.extend(document.clusters.iter().map(|it| it.label.clone()));
    used.extend(document.events.iter().map(|it| it.label.clone()));
    used.extend(document.events.iter().flat_map(|it| it.arguments.iter().map(|(role, _)| role.clone())));
    let labels = renamed(used, holds.rename);
    let show = |(old, new): (&String, &String)| format!("“{}”, “{new}”", excerpt(old));
    if !labels.is_empty() {
        losses.each("labels, types or roles", "written with the letters that the format allows", &labels, show);
        let rename = |name: &mut String| {
            if let Some(new) = labels.get(name) {
                name.clone_from(new);
            }
        };
        document.spans.iter_mut().for_each(|it| rename(&mut it.label));
        document.relations.iter_mut().for_each(|it| rename(&mut it.label));
        document.clusters.iter_mut().for_each(|it| rename(&mut it.label));
        document.events.iter_mut().for_each(|it| rename(&mut it.label));
        document.events.iter_mut().flat_map(|it| it.arguments.iter_mut()).for_each(|(role, _)| rename(role));
    }
    if holds.attributes == Which::None {
        return;
    }
    let mut used: BTreeSet<String> = filled(document.facts().flat_map(|facts| facts.attributes.keys().cloned()));
    used.extend(document.schema.of(Kind::Attribute).map(|it| it.id.clone()));
    let attributes = renamed(used, holds.attribute_name);
    if !attributes.is_empty() {
        losses.each("names of attributes", "written with the letters that the format allows", &attributes, show);
        for facts in document.facts_mut() {
            let old = std::mem::take(&mut facts.attributes);
            facts.attributes =
                old.into_iter().map(|(name, value)| (attributes.get(&name).cloned().unwrap_or(name), value)).collect();
        }
    }
    if !labels.is_empty() || !attributes.is_empty() {
        let name = |kind: Kind, id: &str| {
            let new = match kind {
                Kind::Attribute => attributes.get(id),
                Kind::DocumentLabel => None,
                _ => labels.get(id),
            };
            new.map_or(id, String::as_str).to_owned()
        };
        document.schema = Arc::new(document.schema.renamed(&name));
    }
}

/// The names that a rule changes, with their new ones. Different names stay different; those that may stay do.
fn renamed(used: BTreeSet<String>, rule: fn(&str) -> String) -> BTreeMap<String, String> {
    let (stay, change): (BTreeSet<String>, BTreeSet<String>) = used.into_iter().partition(|name| rule(name) == *name);
    let mut taken = stay;
    let mut new = BTreeMap::new();
    // As much of a name as leaves room for what the rule adds, and for a number.
    let fitting = |name: &str, number: &str| {
        let mut end = name.len();
        loop {
            let fitting = rule(&format!("{}{number}", &name[..end]));
            match fitting.len().saturating_sub(MAX_LABEL) {
                0 => return fitting,
                over => end = name.floor_char_boundary(end.saturating_sub(over)),
            }
        }
    };
    for old in change {
        let plain = fitting(&old, "");
        let numbered = (2..).map(|n: usize| fitting(&plain, &n.to_string()));
        let free = std::iter::once(plain.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
        new.extend(free.map(|free| (old, free)));
    }
    new
}
