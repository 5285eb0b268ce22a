//! A store with all that it includes: texts, data and annotations.

use super::data::Datum;
use crate::document::texts::{Texts, document};
use crate::document::{Annotated, Draft, Report, excerpt};
use crate::syntax::json::{self, Value};
use crate::syntax::{Error, Source};
use std::collections::BTreeMap;

/// A store whose parts are at hand.
pub(super) struct Store {
    /// A draft for each text.
    pub(super) drafts: Vec<Draft>,
    /// Texts by their ids.
    pub(super) texts: BTreeMap<String, usize>,
    /// Data by their ids and those of their sets.
    data: BTreeMap<(String, String), Datum>,
    /// Each with its place in the file.
    pub(super) annotations: Vec<(String, Value)>,
    /// How many bytes of data may yet be copied, since any number of annotations may refer to one.
    room: usize,
}

/// The parts of a store.
const KNOWN: [&str; 5] = ["@type", "@id", "resources", "annotationsets", "annotations"];

/// How many bytes of data are copied for each byte of the files.
const COPIES: usize = 16;

/// Whether a file is a store, rather than a part of one.
fn is_store(source: &Source) -> bool {
    let has = |what: &[u8]| source.bytes.windows(what.len()).any(|window| window == what);
    has(b"\"AnnotationStore\"")
}

/// What a store includes, by the names of files without folders; nothing where it is none.
pub(crate) fn includes(source: &Source) -> Vec<String> {
    if !is_store(source) {
        return Vec::new();
    }
    let root: Value = source.text().and_then(|text| json::parse(&text, &source.name, 1)).unwrap_or(Value::Null);
    let parts = ["resources", "annotationsets", "annotations"].into_iter().flat_map(|name| root.list(name));
    parts.filter_map(|part| part.text("@include")).map(|name| base(name).to_owned()).collect()
}

fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The stores among some files, each with its value.
///
/// # Errors
/// When one is no JSON, or there is none.
pub(super) fn stores<'s>(sources: &'s [Source], report: &mut Report) -> Result<Vec<(&'s Source, Value)>, Error> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| is_store(source)) {
        let root: Value = json::parse(&source.text()?, &source.name, 1)?;
        if root.text("@type") == Some("AnnotationStore") {
            found.push((source, root));
        }
    }
    let included: Vec<String> = found.iter().flat_map(|(source, _)| includes(source)).collect();
    for source in sources {
        let is_known = |(store, _): &(&Source, Value)| store.name == source.name;
        if !found.iter().any(is_known) && !included.iter().any(|name| name == base(&source.name)) {
            if found.is_empty() {
                return Err(Error::new(&source.name, "", "it is no AnnotationStore"));
            }
            report.file(&source.name);
            report.left_out("", "no store includes it");
        }
    }
    Ok(found)
}

impl Store {
    /// Puts a store together.
    ///
    /// # Errors
    /// When something that it includes is missing or cannot be read.
    pub(super) fn of<'s>(
        root: &Value, sources: &'s [Source], texts: &mut Texts<'s>, report: &mut Report,
    ) -> Result<Self, Error> {
        let mut store = Self {
            drafts: Vec::new(),
            texts: BTreeMap::new(),
            data: BTreeMap::new(),
            annotations: Vec::new(),
            room: sources.iter().map(|source| source.bytes.len()).sum::<usize>().saturating_mul(COPIES),
        };
        for (name, _) in root.fields().iter().filter(|(name, _)| !KNOWN.contains(&&**name)) {
            report.left_out(excerpt(name), "the format knows no such part of a store");
        }
        for (i, resource) in root.list("resources").iter().enumerate() {
            let place = format!("resources[{i}]");
            let (resource, file) = match resource.text("@include") {
                None => (resource.clone(), None),
                Some(name) => {
                    let file = find(name, sources, &place, report)?;
                    let is_json = file.extension() == "json";
                    (if is_json { parsed(file)? } else { resource.clone() }, (!is_json).then_some(file))
                }
            };
            let include = root.list("resources")[i].text("@include");
            let id = resource.text("@id").or(include).map_or_else(|| format!("!R{i}"), str::to_owned);
            let text = match file {
                Some(file) => texts.document(file)?,
                None => match resource.text("text") {
                    Some(text) => document(text).map_err(|what| report.error(&place, what))?,
                    None => {
                        report.left_out(place, "there is no text in it");
                        continue;
                    }
                },
            };
            let name = base(&id);
            let name = name.strip_suffix(".txt").unwrap_or(if file.is_some() { name } else { &id });
            let draft = Draft::new(Annotated::new(name, text));
            if store.texts.insert(id.clone(), store.drafts.len()).is_some() {
                report.repaired(
                    place,
                    format!("the id {} is there twice; what refers to it means the last", excerpt(&id)),
                );
            }
            store.drafts.push(draft);
        }
        for (i, set) in root.list("annotationsets").iter().enumerate() {
            let place = format!("annotationsets[{i}]");
            let included = match set.text("@include") {
                Some(name) => Some(parsed(find(name, sources, &place, report)?)?),
                None => None,
            };
            // A file may hold several.
            let sets = match &included {
                Some(Value::List(sets)) => &sets[..],
                Some(set) => std::slice::from_ref(set),
                None => std::slice::from_ref(set),
            };
            sets.iter().for_each(|set| store.add_data(set, i));
        }
        for (i, annotation) in root.list("annotations").iter().enumerate() {
            let place = format!("annotations[{i}]");
            match annotation.text("@include") {
                None => store.annotations.push((place, annotation.clone())),
                Some(name) => {
                    let included = parsed(find(name, sources, &place, report)?)?;
                    let items = if let Value::List(items) = included { items } else { vec![included] };
                    let placed = items.into_iter().enumerate();
                    store.annotations.extend(placed.map(|(n, item)| (format!("{}[{n}]", excerpt(name)), item)));
                }
            }
        }
        Ok(store)
    }

    fn add_data(&mut self, set: &Value, i: usize) {
        let id = set.text("@id").map_or_else(|| format!("!S{i}"), str::to_owned);
        for (n, item) in set.list("data").iter().enumerate() {
            let name = item.text("@id").map_or_else(|| format!("!D{n}"), str::to_owned);
            self.data.entry((name, id.clone())).or_insert_with(|| Datum::of(item, &id));
        }
    }

    /// Whether there is room for so many copies of data.
    pub(super) fn has_room(&mut self, data: &[Datum], copies: usize) -> bool {
        let size = data.iter().map(|datum| datum.size).sum::<usize>().saturating_mul(copies);
        let is_room = size <= self.room;
        self.room -= if is_room { size } else { 0 };
        is_room
    }

    /// The data of an annotation. What it refers to and is not there, is told.
    pub(super) fn data(&mut self, annotation: &Value, place: &str, report: &mut Report) -> Vec<Datum> {
        let items = match annotation.get("data") {
            Some(Value::List(items)) => &items[..],
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let mut found = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let set = item.text("set").or(item.text("_part_of_set")).or(item.text("annotationset"));
            if item.get("key").is_some() {
                found.push(Datum::of(item, set.unwrap_or_default()));
                continue;
            }
            let id = item.as_text().or(item.text("@id")).unwrap_or_default();
            let known = match set {
                Some(set) => self.data.get(&(id.to_owned(), set.to_owned())),
                None => {
                    let next = self.data.range((id.to_owned(), String::new())..).next();
                    next.filter(|((name, _), _)| name == id).map(|(_, datum)| datum)
                }
            };
            match known {
                Some(datum) if datum.size <= self.room => {
                    self.room -= datum.size;
                    found.push(datum.clone());
                }
                Some(_) => report.left_out(format!("{place}: data[{i}]"), "long data that is meant too often"),
                None => report.left_out(
                    format!("{place}: data[{i}]"),
                    format!("there is no data “{}” in the set “{}”", excerpt(id), excerpt(set.unwrap_or_default())),
                ),
            }
        }
        found
    }
}

fn parsed(source: &Source) -> Result<Value, Error> {
    json::parse(&source.text()?, &source.name, 1)
}

/// A file that is included, by its name: with its folders, or else without.
fn find<'s>(name: &str, sources: &'s [Source], place: &str, report: &Report) -> Result<&'s Source, Error> {
    let tail = name.replace('\\', "/");
    let tail = tail.trim_start_matches("./");
    let has_folders = |it: &&Source| it.name == tail || it.name.ends_with(&format!("/{tail}"));
    let found = sources.iter().find(has_folders).or_else(|| sources.iter().find(|it| base(&it.name) == base(tail)));
    found.ok_or_else(|| report.error(place, format!("{} is missing, which it includes", excerpt(name))))
}
