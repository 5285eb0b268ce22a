//! `postil merge`, as it is run.

use postil_core::{
    ActorId, Author, Document, DocumentInfo, Draft, Fragments, Intent, Origin, Record, RecordKey, Span, Store,
    TextRange, Timestamp,
};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn merge(options: &[&str], files: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command.arg("merge").args(options).args(files).output().expect("the command runs")
}

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

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("postil-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

#[test]
fn three_files_in_any_order_give_the_same_bytes_and_tell_of_the_conflict() {
    let folder = folder("merge");
    let (document, stores) = people();
    let mut names = Vec::new();
    for (store, name) in stores.iter().zip(["anna", "ben", "carla"]) {
        let path = folder.join(format!("{name}.postil.json"));
        let text = postil_project::project::write(store, std::slice::from_ref(&document));
        std::fs::write(&path, text).expect("a file can be written");
        names.push(path);
    }
    let out = folder.join("all.postil.json");
    let mut made = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let output = merge(&[], &[&names[order[0]], &names[order[1]], &names[order[2]], &out]);
        assert_eq!(output.status.code(), Some(0));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("ben: ORG “Erdoğan” at byte 0"), "{told}");
        assert!(told.contains("carla: GPE “Erdoğan” at byte 0"), "{told}");
        assert!(told.contains("3 files merged: 1 document, 5 steps, 1 conflict"), "{told}");
        made.push(std::fs::read_to_string(&out).expect("it was written"));
    }
    assert!(made.windows(2).all(|pair| pair[0] == pair[1]));
    // Into one of them, which is read first.
    assert_eq!(merge(&["--quiet"], &[&names[0], &names[1], &names[2], &names[0]]).status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&names[0]).expect("it is there"), made[0]);
    let output = merge(&["-q"], &[&names[0], Path::new("-")]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), made[0]);
    assert!(output.stderr.is_empty());
    std::fs::remove_dir_all(&folder).expect("it is ours");
}

#[test]
fn what_cannot_be_read_is_told_and_strictness_writes_nothing() {
    let folder = folder("merge-bad");
    let (document, [store, ..]) = people();
    let (good, bad, out) = (folder.join("good.json"), folder.join("bad.json"), folder.join("out.json"));
    std::fs::write(&good, postil_project::project::write(&store, &[document])).expect("a file can be written");
    std::fs::write(&bad, b"\xff\xfe").expect("a file can be written");
    let output = merge(&["--strict"], &[&good, &bad, &out]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("bad.json: not UTF-8 at byte 0") && told.contains("nothing was written"), "{told}");
    assert!(!out.exists());
    assert_eq!(merge(&[], &[&good, &bad, &out]).status.code(), Some(1));
    assert!(out.exists(), "the rest is done");
    assert_eq!(merge(&[], &[&out]).status.code(), Some(2));
    std::fs::remove_dir_all(&folder).expect("it is ours");
}
