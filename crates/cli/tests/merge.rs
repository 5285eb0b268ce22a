//! `postil merge`, as it is called.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{folder, names, postil, told};
use postil_core::{
    ActorId, Author, Document, DocumentInfo, Draft, Fragments, Intent, Origin, Record, RecordKey, Span, Store,
    TextRange, Timestamp,
};
use std::fs;

/// A step of one person.
fn edit(store: &mut Store, who: u64, at: u64, change: impl FnOnce(&mut Draft)) {
    let annotator = ["nobody", "anna", "ben", "carla"][who as usize].parse().expect("a name");
    let author = Author { actor: ActorId::new(who), annotator, next_seq: at as u32 };
    let before = store.clone();
    let mut draft = Draft::new(&before, &author);
    change(&mut draft);
    let step = draft.finish(Timestamp(at), Intent::Tag).expect("there is something to do");
    store.commit(step.into()).expect("nothing stands against it");
}

/// Projects of three people: one tagged a name, and the two others have each made something else of it.
fn people() -> (Document, [Store; 3]) {
    let document = Document::new("Erdoğan met Putin.");
    let mut store = Store::new();
    edit(&mut store, 1, 1, |draft| {
        draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "A meeting").into());
    });
    let mut span = Span {
        doc: document.id(),
        set: "work".parse().expect("a name"),
        label: "PERSON".parse().expect("a name"),
        fragments: Fragments::one(TextRange::from_usize(0..8)),
        origin: Origin::Person,
        link: None,
    };
    let mut id = None;
    edit(&mut store, 1, 2, |draft| id = Some(draft.add(Record::Span(span.clone()))));
    let key = RecordKey::Node(id.expect("made"));
    let mut others = [store.clone(), store.clone()];
    for (who, label) in [(2, "ORG"), (3, "GPE")] {
        span.label = label.parse().expect("a name");
        edit(&mut others[who as usize - 2], who, 3 + who, |draft| draft.put(key.clone(), span.clone().into()));
    }
    let [ben, carla] = others;
    (document, [store, ben, carla])
}

#[test]
fn three_files_in_any_order_give_the_same_bytes_and_tell_of_the_conflict() {
    let folder = folder("merge");
    let (document, stores) = people();
    for (store, name) in stores.iter().zip(["anna", "ben", "carla"]) {
        fs::write(folder.join(name), postil_project::project::write(store, std::slice::from_ref(&document))).unwrap();
    }
    let mut made = Vec::new();
    for files in [["anna", "ben", "carla"], ["carla", "ben", "anna"], ["ben", "carla", "anna"]] {
        let [one, two, three] = files;
        let (code, _, said) = told(&postil(&folder, &["merge", one, two, three, "all.json"]));
        assert_eq!(code, 0);
        for part in ["ben: ORG “Erdoğan” at byte 0", "carla: GPE “Erdoğan” at byte 0"] {
            assert!(said.contains(part), "{said}");
        }
        assert!(said.contains("3 files merged: 1 document, 5 steps, 1 conflict"), "{said}");
        made.push(fs::read_to_string(folder.join("all.json")).unwrap());
    }
    assert!(made.windows(2).all(|pair| pair[0] == pair[1]));
    // Into one of them, which is read first.
    assert_eq!(told(&postil(&folder, &["merge", "--quiet", "anna", "ben", "carla", "anna"])).0, 0);
    assert_eq!(fs::read_to_string(folder.join("anna")).unwrap(), made[0]);
    assert_eq!(told(&postil(&folder, &["merge", "-q", "anna", "-"])), (0, made.remove(0), String::new()));
}

#[test]
fn what_cannot_be_read_is_told_and_never_written_over() {
    let folder = folder("merge-bad");
    let (document, [store, ..]) = people();
    fs::write(folder.join("good"), postil_project::project::write(&store, &[document])).unwrap();
    fs::write(folder.join("bad"), b"\xff\xfe").unwrap();
    let (code, _, said) = told(&postil(&folder, &["merge", "--strict", "good", "bad", "out"]));
    assert_eq!(code, 1);
    assert!(said.contains("bad: not UTF-8 at byte 0") && said.contains("nothing was written"), "{said}");
    assert_eq!(names(&folder), ["bad", "good"]);
    assert_eq!(told(&postil(&folder, &["merge", "good", "bad", "out"])).0, 1);
    assert_eq!(names(&folder), ["bad", "good", "out"], "the rest is done");
    let (code, _, said) = told(&postil(&folder, &["merge", "good", "bad", "bad"]));
    assert_eq!(code, 1);
    assert!(said.contains("is not written over"), "{said}");
    assert_eq!(fs::read(folder.join("bad")).unwrap(), b"\xff\xfe");
    assert_eq!(told(&postil(&folder, &["merge", "out"])).0, 2);
}
