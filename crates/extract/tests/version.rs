//! The version of the rules, as the build script makes it.

use postil_extract::{RULES_VERSION, Settings, extract};
use std::path::Path;

#[path = "../build/version.rs"]
mod version;

fn digest(files: &[(&str, &str)]) -> String {
    version::digest(files.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec())).collect())
}

#[test]
fn it_is_that_of_the_files_as_they_are() {
    assert_eq!(version::of(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the files can be read"), RULES_VERSION);
    let found = extract("It cost $20 on Monday.", Settings::default());
    assert!(!found.spans.is_empty());
    assert!(found.spans.iter().all(|span| &*span.provenance.version == RULES_VERSION));
}

#[test]
fn it_follows_names_and_contents_and_nothing_else() {
    let first = digest(&[("data/a.txt", "one\ntwo\n"), ("rules/b", "three")]);
    assert!(first.len() == 12 && first.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit)));
    assert_eq!(
        first,
        digest(&[("rules/b", "three"), ("data/a.txt", "one\ntwo\n")]),
        "the order in which they were found"
    );
    assert_eq!(first, digest(&[("data/a.txt", "one\r\ntwo\r\n"), ("rules/b", "three")]), "how lines end here");
    for other in [
        [("data/a.txt", "one\ntwo"), ("rules/b", "three")],
        [("data/c.txt", "one\ntwo\n"), ("rules/b", "three")],
        [("data/a.txt", "one\ntwo\nt"), ("rules/b", "hree")],
    ] {
        assert_ne!(first, digest(&other), "{other:?}");
    }
}

#[test]
fn it_covers_what_suggestions_follow_from() {
    let root = std::env::temp_dir().join(format!("postil-version-{}", std::process::id()));
    let write = |name: &str, content: &str| {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
        std::fs::write(path, content).expect("a file can be written");
        version::of(&root)
    };
    write("data/words.txt", "a").ok();
    write("rules/time.rules", "b").ok();
    let mut last = write("src/deep/er.rs", "c").expect("all three folders are there");
    for (name, content, counts) in [
        ("data/words.txt", "aa", true),
        ("rules/new.rules", "d", true),
        ("src/deep/er.rs", "cc", true),
        ("data/README.md", "how they were made", false),
        ("data/generate.py", "how they were made", false),
        ("src/.deep.rs.swp", "what an editor leaves", false),
        ("models/en.postil-model", "its version is its own", false),
        ("tests/names.md", "no rule", false),
    ] {
        let now = write(name, content).expect("all three folders are there");
        assert_eq!(now != last, counts, "{name}");
        last = now;
    }
    std::fs::remove_dir_all(root).ok();
}
