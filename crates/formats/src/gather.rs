//! Files that come together are sorted into groups that are read together: a text with its annotations, a schema with its
//! data.

use crate::format::Format;
use crate::probe::Probe;
use crate::standoff::brat::{PARTS, is_annotations};
use crate::standoff::stam;
use crate::standoff::w3c::CONTEXT;
use crate::syntax::{Error, Source};
use crate::table::{format, sniff_source};
use std::collections::BTreeSet;

/// Files of one format, with the files that they need.
#[derive(Debug)]
pub struct Group {
    pub format: &'static Format,
    pub sources: Vec<Source>,
}

/// Sorts files into groups, in the order of the first file of each. With a `wanted` format all that are not companions are
/// of it. What is of no format is told.
pub fn gather(sources: Vec<Source>, wanted: Option<&'static Format>) -> (Vec<Group>, Vec<Error>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut errors = Vec::new();
    let paired: BTreeSet<String> = sources
        .iter()
        .filter(|it| {
            is_annotations(&it.extension()) || it.extension() == "jsonld" || Probe::new(it).head.contains(CONTEXT)
        })
        .map(|it| it.path_stem().to_owned())
        .collect();
    let included: BTreeSet<String> = sources.iter().flat_map(stam::includes).collect();
    let mut companions = Vec::new();
    for source in sources {
        if let Some(ids) = companion(&source, &paired, &included) {
            companions.push((ids, source));
            continue;
        }
        let Some(found) = wanted.or_else(|| sniff_source(&source)) else {
            errors.push(unknown(&source));
            continue;
        };
        match groups.iter_mut().find(|group| group.format.id == found.id) {
            Some(group) => group.sources.push(source),
            None => groups.push(Group { format: found, sources: vec![source] }),
        }
    }
    for (ids, source) in companions {
        let mut homes: Vec<&mut Group> = groups.iter_mut().filter(|group| ids.contains(&group.format.id)).collect();
        match homes.len() {
            0 if source.extension() == "txt" => match wanted.or_else(|| format("text")) {
                Some(format) => groups.push(Group { format, sources: vec![source] }),
                None => errors.push(Error::new(&source.name, "", "there is nothing that it belongs to")),
            },
            0 => errors.push(Error::new(&source.name, "", "there is nothing that it belongs to")),
            _ => homes.iter_mut().for_each(|group| group.sources.push(source.clone())),
        }
    }
    (groups, errors)
}

/// Why nobody knows a file; where it is no text, with the place of the first byte that is not of its encoding.
fn unknown(source: &Source) -> Error {
    let message = "it is of no format that is known here";
    match source.text() {
        Ok(_) => Error::new(&source.name, "", message),
        Err(why) => Error { message: format!("{message}; {}", why.message), ..why },
    }
}

/// Names of the files that belong to one that was given by itself, where they stand beside it: the text of annotations, the
/// other files with annotations of it, and what says what may be annotated.
pub fn beside(name: &str) -> Vec<String> {
    let source = Source::new(name, Vec::new());
    let (stem, extension) = (source.path_stem(), source.extension());
    let folder = &name[..name.len() - name.rsplit(['/', '\\']).next().unwrap_or_default().len()];
    let like = |endings: &[&str]| endings.iter().map(|it| format!("{stem}.{it}")).collect::<Vec<_>>();
    let mut names = match extension.as_str() {
        "ann" | "jsonld" => like(&["txt"]),
        part if PARTS.contains(&part) => [like(&["txt"]), like(&PARTS)].concat(),
        "xmi" => vec![format!("{folder}TypeSystem.xml")],
        _ => Vec::new(),
    };
    if is_annotations(&extension) {
        names.extend(["annotation.conf", "visual.conf"].map(|it| format!("{folder}{it}")));
    }
    names.retain(|it| it != name);
    names
}

/// The formats that a file may be a companion of, if it is no document by itself.
fn companion(
    source: &Source, paired: &BTreeSet<String>, included: &BTreeSet<String>,
) -> Option<&'static [&'static str]> {
    let extension = source.extension();
    let base = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
    if included.contains(base) {
        return Some(&["stam", "brat", "w3c"]);
    }
    let is_text = extension == "txt" && paired.contains(source.path_stem());
    match extension.as_str() {
        _ if is_text => Some(&["brat", "w3c"]),
        "conf" => Some(&["brat"]),
        "xml" => {
            let probe = Probe::new(source);
            let has = |what: &str| probe.head.contains(what);
            match () {
                () if has("<typeSystemDescription") => Some(&["xmi", "cas-json"]),
                () if has("<View") && has("<Labels") | has("<Choices") | has("<Text") => Some(&["labelstudio"]),
                () => None,
            }
        }
        "names" => Some(&["hf"]),
        _ => None,
    }
}
