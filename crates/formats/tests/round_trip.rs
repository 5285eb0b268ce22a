//! What a format holds survives it: writing, reading and writing again gives the same bytes, and the same annotations.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{config, document, nameless, sources};
use postil_formats::{Annotated, FORMATS, Format, Reading, gather, parse, reduce, serialise};
use proptest::prelude::*;

fn there_and_back(format: &'static Format, documents: &[Annotated]) {
    let (held, _) = reduce(documents, &format.holds);
    if held.is_empty() {
        return;
    }
    let (again, losses) = reduce(&held, &format.holds);
    assert_same(&again.iter().collect::<Vec<_>>(), &held.iter().collect::<Vec<_>>(), format, "reduced twice");
    assert!(losses.is_lossless(), "{}: {losses:?}", format.id);
    let first = serialise(format, documents, &Default::default()).unwrap();
    let show = || {
        first
            .files
            .iter()
            .map(|file| format!("--- {}\n{}\n", file.name, String::from_utf8_lossy(&file.bytes)))
            .collect::<String>()
    };
    let (groups, errors) = gather(sources(&first.files), Some(format));
    assert!(errors.is_empty(), "{errors:?}");
    let mut found = Vec::new();
    for group in &groups {
        let parsed = parse(format, &group.sources, &Reading { unit: format.unit, ..Reading::default() })
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", format.id, show()));
        let wrong: Vec<_> =
            parsed.report.entries.iter().filter(|it| it.outcome != postil_formats::Outcome::Decided).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}\n{}", format.id, show());
        found.extend(parsed.documents);
    }
    let (found_nameless, held_nameless) = (nameless(&found, format), nameless(&held, format));
    let mut found_sorted = found_nameless.iter().collect::<Vec<_>>();
    let mut held_sorted = held_nameless.iter().collect::<Vec<_>>();
    let by_id = |it: &&Annotated| (it.document.id(), it.name.clone());
    found_sorted.sort_by_key(by_id);
    held_sorted.sort_by_key(by_id);
    assert_same(&found_sorted, &held_sorted, format, &show());
    let second = serialise(format, &found, &Default::default()).unwrap();
    let text = |files: &[postil_formats::File]| {
        files
            .iter()
            .map(|file| (file.name.clone(), String::from_utf8_lossy(&file.bytes).into_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(text(&second.files), text(&first.files), "{}", format.id);
    assert!(second.losses.is_lossless(), "{}: {:?}", format.id, second.losses);
}

/// Says the first difference in a line or two.
fn assert_same(found: &[&Annotated], expected: &[&Annotated], format: &Format, what: &str) {
    assert_eq!(found.len(), expected.len(), "{}: documents\n{what}", format.id);
    for (found, expected) in found.iter().zip(expected) {
        let show = |it: &Annotated| postil_formats::records::to_annotations(std::slice::from_ref(it));
        if found != expected {
            let schemas = found.schema.iter().zip(expected.schema.iter());
            let schemas: Vec<_> = schemas.filter(|(found, expected)| found != expected).collect();
            panic!(
                "{}\nfound    {}\nexpected {}\n{:?}\n{schemas:#?}\n{what}",
                format.id,
                show(found),
                show(expected),
                expected.text()
            );
        }
    }
}

fn every() -> impl Iterator<Item = &'static Format> {
    let wanted = std::env::var("POSTIL_FORMAT").ok();
    FORMATS.iter().filter(|it| it.reads() && it.writes()).filter(move |it| wanted.as_ref().is_none_or(|id| it.id == id))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn one_document(document in document()) {
        for format in every() {
            there_and_back(format, std::slice::from_ref(&document));
        }
    }

    #[test]
    fn several_documents(documents in prop::collection::vec(document(), 1..4)) {
        // The native files know a text once.
        let mut documents = documents;
        let mut seen = std::collections::BTreeSet::new();
        documents.retain(|it| seen.insert(it.document.id()));
        documents.sort_by_key(|it| it.document.id());
        for format in every() {
            there_and_back(format, &documents);
        }
    }
}
