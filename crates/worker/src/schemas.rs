//! Schemas by themselves: those that are ready to be used, what one would change in a project, and the step that does it.

use crate::schema::{counted, name};
use crate::{Foreign, Project, Reply};
use postil_core::{Definition, Kind, Record, RecordKey, Slug, Store, Transaction, names};
use postil_edits::{Wanted, adopt, entries, impact};
use postil_messages::{Change, Contents, Fault, FileKind, Loaded, MAX_FAULTS, READY, ResponseBody, SchemaNews};
use postil_project::codec;
use postil_project::schema::Schema;

/// Entries to which the same happens are told so far.
const MAX_TOLD: usize = 200;

/// A schema that is ready to be used: what people call it, and its file.
pub fn ready(file: &str) -> Option<(&'static str, &'static str)> {
    let text = match file {
        "news" => include_str!("../schemas/news.json"),
        "conll2003" => include_str!("../schemas/conll2003.json"),
        "ontonotes5" => include_str!("../schemas/ontonotes5.json"),
        "plover" => include_str!("../schemas/plover.json"),
        "timeml" => include_str!("../schemas/timeml.json"),
        "uner" => include_str!("../schemas/uner.json"),
        _ => return None,
    };
    READY.iter().find(|(id, _)| *id == file).map(|(_, name)| (*name, text))
}

/// What a schema wants of a project. What the project calls by another name of the same becomes what the schema calls it.
fn wanted(schema: &Schema, store: &Store) -> Vec<Wanted> {
    let is_listed = |kind: Kind, slug: &Slug| schema.entries.iter().any(|(of, it, _)| (*of, it) == (kind, slug));
    let mut taken: Vec<Slug> = Vec::new();
    let mut wanted = Vec::new();
    for (kind, slug, said) in &schema.entries {
        let live = |slug: &Slug| store.definitions().get(&(*kind, slug.clone())).filter(|it| it.replaced_by.is_none());
        let mut replaces = said.replaces.clone();
        let name = said.name.as_deref().unwrap_or(slug.as_str());
        if *kind == Kind::Label && live(slug).is_none() {
            let same = postil_project::like(store, slug, name);
            replaces.extend(same.filter(|it| !is_listed(*kind, it) && !names::is_known(*kind, it.as_str())));
        }
        replaces.retain(|it| !taken.contains(it) && !is_listed(*kind, it));
        replaces.dedup();
        if *kind == Kind::Label {
            taken.extend(replaces.iter().cloned());
        }
        let here = live(slug).or_else(|| replaces.iter().find_map(live));
        wanted.push(Wanted { kind: *kind, slug: slug.clone(), definition: said.over(*kind, slug, here), replaces });
    }
    wanted
}

fn transaction(schema: &Schema, replaces: bool, project: &Project) -> Option<Transaction> {
    let Project { store, author, now, .. } = project;
    adopt(store, author, *now, &wanted(schema, store), replaces.then_some(&schema.kinds)).transaction
}

/// What is in a schema, and what it would change.
pub fn described(schema: &Schema, file: &str, origin: Option<&Foreign>, project: &Project) -> Loaded {
    let faults = schema.problems.iter().map(|it| Fault { place: it.place.clone(), message: it.message.clone() });
    let remarks = origin.map_or(&[][..], |origin| &origin.remarks).iter().cloned();
    let title = schema.name.as_deref().unwrap_or(file);
    let mut about = format!("{title}: {}.", contents(schema));
    if let Some(description) = &schema.description {
        about = format!("{about} {description}");
    }
    let news = |replaces| {
        let transaction = transaction(schema, replaces, project);
        transaction.map_or_else(Vec::new, |it| changes(&it, schema, replaces, &project.store))
    };
    Loaded {
        kind: FileKind::Schema,
        formats: origin.map(|origin| origin.formats.clone()).unwrap_or_default(),
        contents: Contents::default(),
        faults: remarks.chain(faults).take(MAX_FAULTS).collect(),
        all_faults: origin.map_or(0, |origin| origin.all_remarks) + schema.problems.len() as u32,
        labels: Vec::new(),
        schema: Some(SchemaNews { about, adding: news(false), replacing: news(true) }),
    }
}

/// The step that brings a schema in.
pub fn import(schema: &Schema, replaces: bool, project: &Project) -> Reply {
    let body = ResponseBody::Imported { documents: Vec::new(), is_own: true };
    let line = transaction(schema, replaces, project).map(|it| codec::encode(&it)).unwrap_or_default();
    Reply::Bytes(body, vec![line.into_bytes()])
}

/// `4 labels, 2 relation types`.
fn contents(schema: &Schema) -> String {
    let count = |kind| schema.entries.iter().filter(|(of, ..)| *of == kind).count();
    let parts = Kind::ALL.iter().filter(|kind| count(**kind) > 0).map(|kind| {
        let (one, many) = nouns(*kind);
        format!("{} {}", count(*kind), if count(*kind) == 1 { one } else { many })
    });
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

fn nouns(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Label => ("label", "labels"),
        Kind::Relation => ("relation type", "relation types"),
        Kind::Cluster => ("kind of cluster", "kinds of clusters"),
        Kind::Event => ("event type", "event types"),
        Kind::Role => ("role", "roles"),
        Kind::Attribute => ("attribute", "attributes"),
        Kind::DocumentLabel => ("document label", "document labels"),
    }
}

/// An entry as it is told: with what it is, unless it is a label.
fn told(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Label => name.to_owned(),
        kind => format!("{name} ({})", nouns(kind).0),
    }
}

fn changes(transaction: &Transaction, schema: &Schema, replaces: bool, store: &Store) -> Vec<Change> {
    let (mut added, mut other, mut gone, mut kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let definition = |record: Option<&Record>| match record {
        Some(Record::Definition(it)) => Some(it.clone()),
        _ => None,
    };
    for op in &transaction.ops {
        let RecordKey::Definition(kind, _) = &op.key else { continue };
        match (definition(op.before.as_deref()), definition(op.after.as_deref())) {
            (Some(before), Some(Definition { replaced_by: Some(to), .. })) if before.replaced_by.is_none() => {
                other.push(format!("{} becomes {to}", told(*kind, &before.name)));
            }
            (None, Some(after)) if after.replaced_by.is_none() => added.push(told(*kind, &after.name)),
            (Some(before), Some(after)) if after.replaced_by.is_none() => match before.replaced_by {
                Some(_) => added.push(told(*kind, &after.name)),
                None => {
                    let fields = differing(&before, &after, store, *kind);
                    if !fields.is_empty() {
                        other.push(format!("{}: {}", told(*kind, &before.name), fields.join(", ")));
                    }
                }
            },
            (Some(before), None) => gone.push(told(*kind, &before.name)),
            _ => {}
        }
    }
    if replaces {
        let is_left = |kind: Kind, slug: &Slug| {
            let key = RecordKey::Definition(kind, slug.clone());
            let is_listed = schema.entries.iter().any(|(of, it, _)| (*of, it) == (kind, slug));
            let after = transaction.ops.iter().find(|op| op.key == key).map(|op| definition(op.after.as_deref()));
            !is_listed && !matches!(after, Some(None | Some(Definition { replaced_by: Some(_), .. })))
        };
        for kind in schema.kinds.iter().copied() {
            let left = entries(store, kind).into_iter().filter(|(slug, _)| is_left(kind, slug));
            kept.extend(left.map(|(_, it)| told(kind, &it.name)));
        }
    }
    let impact = impact(store, transaction);
    let annotations = counted(&impact.changed).map(|(words, is_one)| {
        format!("{words} in {} {} called otherwise", documents(impact.documents), if is_one { "is" } else { "are" })
    });
    let joined =
        counted(&impact.gone).map(|(words, _)| format!("{words} that then say the same become one with others"));
    let list = |what: &str, mut entries: Vec<String>| {
        let more = entries.len().saturating_sub(MAX_TOLD);
        entries.truncate(MAX_TOLD);
        if more > 0 {
            entries.push(format!("and {more} more"));
        }
        Change { what: what.to_owned(), entries }
    };
    let all = [
        list("Annotations", annotations.into_iter().chain(joined).collect()),
        list("Added", added),
        list("Changed", other),
        list("Removed", gone),
        list("Kept, since annotations use them", kept),
    ];
    all.into_iter().filter(|it| !it.entries.is_empty()).collect()
}

fn documents(count: usize) -> String {
    if count == 1 { "1 document".to_owned() } else { format!("{count} documents") }
}

/// What is other in a definition; its place in the list is not told.
fn differing(before: &Definition, after: &Definition, store: &Store, kind: Kind) -> Vec<String> {
    let mut all = Vec::new();
    let mut said = |is_other: bool, words: String| {
        if is_other {
            all.push(words);
        }
    };
    let key = |key: &Option<std::sync::Arc<str>>| key.as_deref().unwrap_or("none").to_owned();
    let above =
        |it: &Definition| it.parent.as_ref().map_or_else(|| "nothing".to_owned(), |slug| name(store, kind, slug));
    let hue = |it: &Definition| it.hue.parts().0;
    said(before.name != after.name, format!("name {}", after.name));
    said(before.chip != after.chip, format!("chip {}", after.chip));
    said(before.key != after.key, format!("key {} → {}", key(&before.key), key(&after.key)));
    said(before.hue != after.hue, format!("{} → {}", hue(before), hue(after)));
    said(before.layer != after.layer, format!("layer {}", after.layer.name()));
    said(before.parent != after.parent, format!("kind of {}", above(after)));
    said(before.heads != after.heads || before.tails != after.tails, "what it allows".to_owned());
    said(before.values != after.values, if kind == Kind::Event { "roles" } else { "values" }.to_owned());
    said(before.value_type != after.value_type, "type of values".to_owned());
    said(before.description != after.description, "description".to_owned());
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::{ActorId, Author, Hue, Timestamp};
    use postil_project::schema;

    fn project() -> Project {
        let author = Author { actor: ActorId::new(1), annotator: "me".parse().expect("a name"), next_seq: 0 };
        Project { store: Store::new(), documents: Vec::new(), missing: Vec::new(), author, now: Timestamp(9) }
    }

    fn brought(schema: &Schema, replaces: bool) -> Store {
        let project = project();
        let mut store = project.store.clone();
        if let Some(transaction) = transaction(schema, replaces, &project) {
            store.commit(transaction.into()).expect("it was drafted on this state");
        }
        store
    }

    fn labels(store: &Store) -> Vec<String> {
        entries(store, Kind::Label)
            .into_iter()
            .map(|(slug, it)| format!("{slug} {}", it.key.as_deref().unwrap_or("-")))
            .collect()
    }

    #[test]
    fn ready_schemas_are_whole() {
        for (file, name) in READY {
            let (called, text) = ready(file).expect("each is there");
            let schema = schema::read(text).expect("it can be read");
            assert_eq!((called, schema.name.as_deref()), (name, Some(name)));
            assert_eq!(schema.problems, [], "{file}");
            let store = brought(&schema, true);
            for ((kind, slug), it) in store.definitions().iter().filter(|(_, it)| it.replaced_by.is_none()) {
                let is_there = |kind, slug: &Slug| {
                    store.definitions().get(&(kind, slug.clone())).is_some_and(|it| it.replaced_by.is_none())
                };
                assert!(it.parent.iter().all(|slug| is_there(*kind, slug)), "{file}: above {slug}");
                let is_wanted = schema.entries.iter().any(|(of, it, _)| (of, it) == (kind, slug));
                let mut ends = it.heads.iter().chain(&it.tails).filter(|_| is_wanted);
                assert!(ends.all(|slug| is_there(Kind::Label, slug)), "{file}: an end of {slug}");
                if *kind == Kind::Event {
                    assert!(
                        it.values.iter().all(|role| is_there(Kind::Role, &role.parse().expect("a slug"))),
                        "{file}: {slug}"
                    );
                }
                assert_eq!(postil_edits::conflicts(&store, *kind, slug, it), [], "{file}: {slug}");
            }
            // Written and read again it is the same.
            let again = schema::read(&schema::write(&store, name)).expect("what we write");
            assert_eq!(again.problems, []);
            assert_eq!(labels(&brought(&again, true)), labels(&store), "{file}");
        }
    }

    #[test]
    fn a_schema_takes_the_place_of_the_first_one_and_keeps_its_suggestions() {
        let schema = schema::read(ready("conll2003").expect("it is there").1).expect("it can be read");
        let store = brought(&schema, true);
        assert_eq!(labels(&store), ["PER 1", "ORG 2", "LOC 3", "MISC 4"]);
        let became = |slug: &str| {
            let it = store.definitions().get(&(Kind::Label, slug.parse().expect("a slug")))?;
            it.replaced_by.as_ref().map(|to| to.as_str().to_owned())
        };
        for (from, to) in [("PERSON", "PER"), ("GPE", "LOC"), ("FAC", "LOC"), ("NORP", "MISC"), ("EVENT", "MISC")] {
            assert_eq!(became(from).as_deref(), Some(to));
        }
        assert!(!store.definitions().contains_key(&(Kind::Label, "DATE".parse().expect("a slug"))));
    }

    #[test]
    fn what_would_change_is_told_before() {
        let text = r##"{"format":"postil-schema","version":3,"name":"Zoo","labels":[
            {"id":"ANIMAL","name":"Animal","key":"1","hue":"green"},
            {"id":"PERSON","hue":"pink"},
            {"id":"Location","name":"Spot"},
            {"id":"x","key":"ab"}],"gadgets":[]}"##;
        let schema = schema::read(text).expect("it can be read");
        let loaded = described(&schema, "zoo.json", None, &project());
        let news = loaded.schema.expect("it is a schema");
        assert_eq!(news.about, "Zoo: 3 labels.");
        let told = |changes: &[Change], what: &str| {
            changes.iter().find(|it| it.what == what).map(|it| it.entries.join("; ")).unwrap_or_default()
        };
        assert_eq!(told(&news.adding, "Added"), "Animal; Spot");
        assert_eq!(told(&news.adding, "Changed"), "Location becomes Location; Person: amber → pink");
        assert_eq!(told(&news.adding, "Removed"), "");
        assert!(told(&news.replacing, "Removed").contains("Organisation; "), "{news:?}");
        let faults: Vec<&str> = loaded.faults.iter().map(|it| it.place.as_str()).collect();
        assert_eq!(faults, ["gadgets", "labels[3]"]);
        // A key that is taken is not taken over.
        let store = brought(&schema, false);
        let animal = &store.definitions()[&(Kind::Label, "ANIMAL".parse().expect("a slug"))];
        assert_eq!((animal.key.as_deref(), animal.hue), (None, Hue::Green));
    }
}
