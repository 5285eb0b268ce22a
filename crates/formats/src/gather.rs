//! Files that come together are sorted into groups that are read together: a text with its annotations, a schema with its
//! data.

use crate::format::Format;
use crate::probe::Probe;
use crate::standoff::brat::{PARTS, is_annotations};
use crate::standoff::{stam, w3c};
use crate::syntax::{Error, Source};
use crate::table::{format, sniff_source};
use postil_core::filled;
use std::collections::{BTreeMap, BTreeSet};

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
    let texts = texts_beside(&sources);
    let included: BTreeSet<String> = filled(sources.iter().flat_map(stam::includes));
    let mut companions = Vec::new();
    for source in sources {
        if let Some(ids) = companion(&source, &texts, &included) {
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

/// The texts that annotations in other files are about: those of the same name, and for annotations of the web those that they
/// name, or the only one.
fn texts_beside(sources: &[Source]) -> BTreeSet<String> {
    let is_text = |source: &Source| source.extension() == "txt";
    let is_web = |source: &Source| {
        let probe = Probe::new(source);
        [w3c::FORMAT, w3c::hypothesis::FORMAT].iter().any(|format| (format.sniff)(&probe) > 0)
    };
    let texts: Vec<&Source> = sources.iter().filter(|it| is_text(it)).collect();
    let mut names: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for text in &texts {
        names.entry(text.path_stem()).or_default().push(text);
        names.entry(w3c::base(&text.name)).or_default().push(text);
    }
    let mut found = BTreeSet::new();
    let mut add = |texts: &[&Source]| found.extend(texts.iter().map(|text| text.name.clone()));
    for source in sources.iter().filter(|it| !is_text(it)) {
        let is_standoff = is_annotations(&source.extension());
        if !is_standoff && source.extension() != "jsonld" && !is_web(source) {
            continue;
        }
        add(names.get(source.path_stem()).map_or(&[], Vec::as_slice));
        if is_standoff {
            continue;
        }
        match &texts[..] {
            [only] => add(&[only]),
            // What stands in quotes may be the name of a text.
            _ => {
                let text = String::from_utf8_lossy(&source.bytes);
                text.split('"').filter_map(|quoted| names.get(w3c::base(quoted))).for_each(|texts| add(texts));
            }
        }
    }
    found
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
pub fn beside(source: &Source) -> Vec<String> {
    let name = &*source.name;
    let (stem, extension) = (source.path_stem(), source.extension());
    let folder = &name[..name.len() - name.rsplit(['/', '\\']).next().unwrap_or_default().len()];
    let like = |endings: &[&str]| endings.iter().map(|it| format!("{stem}.{it}")).collect::<Vec<_>>();
    let mut names = match extension.as_str() {
        "ann" => like(&["txt"]),
        "jsonld" => [like(&["txt"]), named_in(source).iter().map(|it| format!("{folder}{it}")).collect()].concat(),
        part if PARTS.contains(&part) => [like(&["txt"]), like(&PARTS)].concat(),
        "json" => included_in(source).map(|it| format!("{folder}{it}")).collect(),
        "xmi" => vec![format!("{folder}TypeSystem.xml")],
        _ => Vec::new(),
    };
    if is_annotations(&extension) {
        names.extend(["annotation.conf", "visual.conf"].map(|it| format!("{folder}{it}")));
    }
    names.retain(|it| it != name);
    names
}

/// What annotations of the web may call their texts, without folders.
fn named_in(source: &Source) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(&source.bytes);
    let addresses = text.split('"').filter_map(|quoted| quoted.split('#').next());
    let texts = addresses.filter(|address| address.ends_with(".txt") && !address.contains("://"));
    texts.map(|it| w3c::base(it).to_owned()).collect()
}

/// What a store of STAM includes from its own folder.
fn included_in(source: &Source) -> impl Iterator<Item = String> {
    let text = String::from_utf8_lossy(&source.bytes);
    let is_store = text.get(..text.floor_char_boundary(4096)).is_some_and(|head| head.contains("\"AnnotationStore\""));
    let quoted: Vec<&str> = if is_store { text.split('"').collect() } else { Vec::new() };
    let included = quoted.windows(3).filter(|it| it[0] == "@include").map(|it| it[2].trim_start_matches("./"));
    included.filter(|it| !it.contains(['/', '\\'])).map(str::to_owned).collect::<BTreeSet<_>>().into_iter()
}

/// The formats that a file may be a companion of, if it is no document by itself.
fn companion(
    source: &Source, texts: &BTreeSet<String>, included: &BTreeSet<String>,
) -> Option<&'static [&'static str]> {
    let extension = source.extension();
    let base = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
    if included.contains(base) {
        return Some(&["stam", "brat", "w3c", "hypothesis"]);
    }
    match extension.as_str() {
        _ if texts.contains(&source.name) => Some(&["brat", "w3c", "hypothesis"]),
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
