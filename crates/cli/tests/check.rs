//! `postil check`, as it is run.

use postil_core::{ActorId, Author, Document, DocumentInfo, Draft, Intent, RecordKey, Store, Timestamp};
use std::path::Path;
use std::process::{Command, Output};

fn check(files: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_postil")).arg("check").args(files).output().expect("the command runs")
}

/// A project with one document and nothing else.
fn project() -> String {
    let author = Author { actor: ActorId::new(1), annotator: "me".parse().expect("a name"), next_seq: 0 };
    let document = Document::new("Erdoğan met Putin.");
    let mut store = Store::new();
    let mut draft = Draft::new(&store, &author);
    draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "A meeting").into());
    let transaction = draft.finish(Timestamp(1), Intent::AddDocument).expect("there is something to do");
    store.commit(transaction.into()).expect("nothing stands against it");
    postil_project::project::write(&store, std::slice::from_ref(&document))
}

#[test]
fn a_schema_is_checked_entry_by_entry() {
    let folder = std::env::temp_dir().join(format!("postil-{}-check-schema", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let run = |labels: &str| {
        let path = folder.join("schema.json");
        let text = format!("{{\"format\":\"postil-schema\",\"version\":1,\"labels\":[{labels}],\"events\":[]}}");
        std::fs::write(&path, text).expect("a file can be written");
        let Output { status, stdout, stderr } = check(&[&path]);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (status.code(), text(stdout), text(stderr))
    };
    let (code, out, said) = run(r#"{"id":"SHIP","key":"s"},{"id":"CREW","parent":"SHIP"}"#);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert!(out.ends_with("schema.json: schema, right: 2 labels\n"), "{out}");
    let (code, out, said) = run(
        r#"{"id":"SHIP","key":"s","name":"Ship","parent":"BOAT"},{"id":"BOAT","key":"s","name":"Ship","parent":"SHIP"},{"id":"X","key":"a"}"#,
    );
    assert_eq!(code, Some(1));
    assert!(out.contains("schema, at odds with itself: 3 labels"), "{out}");
    for told in [
        "labels `SHIP`: it is above itself",
        "labels `BOAT`: `SHIP` has the same key",
        "labels `BOAT`: `SHIP` has the same name",
        "labels `X`: its key is that of a command of the page",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let (code, out, said) = run(r#"{"id":"SHIP","kee":"s"}"#);
    assert_eq!(code, Some(1));
    assert!(out.contains("schema, read in part: empty") && said.contains("labels[0]"), "{out}{said}");
}

#[test]
fn files_are_told_apart() {
    let folder = std::env::temp_dir().join(format!("postil-{}-check", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file can be written");
        path
    };
    let good = write("good.json", &project());
    let broken = write("broken.json", &project().replace("Putin", "Puttin"));
    let other = write("other.json", "{\"hello\": 1}");
    let missing = folder.join("missing.json");

    let output = check(&[&good]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("good.json: project, right: 1 document"), "{said}");
    assert!(output.stderr.is_empty());

    for file in [&broken, &other, &missing] {
        let output = check(&[file, &good]);
        assert_eq!(output.status.code(), Some(1), "{}", file.display());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.starts_with(&format!("postil: {}: ", file.display())), "{told}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("good.json: project, right"), "the rest is done");
    }
    assert_eq!(check(&[]).status.code(), Some(2));
    std::fs::remove_dir_all(&folder).expect("it is ours");
}
