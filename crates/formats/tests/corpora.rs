//! Files of other programs: each is told, read, written again in its own format and read again, with the same result.
//!
//! They are not ours and lie outside: `POSTIL_CORPORA`, by default `../shared`. Without them the tests say so.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{nameless, sources};
use postil_formats::{
    Error, Format, Outcome, Parsed, Reading, Source, format, gather, parse, reduce, serialise, sniff,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn corpora() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("POSTIL_CORPORA").map_or_else(|| root.join("../shared"), PathBuf::from);
    let folder = if folder.is_absolute() { folder } else { root.join(folder) };
    let found = folder.join("samples").is_dir();
    if !found {
        println!("skipped: there are no samples in {}; POSTIL_CORPORA says where they are", folder.display());
    }
    found.then_some(folder)
}

/// The files of a folder and those in it, by name.
fn files(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries.into_iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name != "SOURCES.md" {
            found.push(Source::new(name, fs::read(&path).unwrap()));
        }
    }
    found
}

/// Whether a file is called `X__config.xml` and the other `X__…`.
fn is_configuration_of(name: &str, main: &str) -> bool {
    name.strip_suffix("config.xml").is_some_and(|stem| main.starts_with(stem))
}

fn again(format: &'static Format, read: &Parsed) -> Result<(), Error> {
    let written = serialise(format, &read.documents, &Default::default())?;
    let (held, _) = reduce(&read.documents, &format.holds);
    if held.is_empty() {
        return Ok(());
    }
    let (groups, errors) = gather(sources(&written.files), Some(format));
    assert!(errors.is_empty(), "{errors:?}");
    let mut found = Vec::new();
    for group in &groups {
        let parsed = parse(format, &group.sources, &Reading { unit: format.unit, ..Reading::default() })?;
        let wrong: Vec<_> = parsed.report.entries.iter().filter(|it| it.outcome != Outcome::Decided).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", format.id);
        found.extend(parsed.documents);
    }
    let show = |it: &postil_formats::Annotated| postil_formats::records::to_annotations(std::slice::from_ref(it));
    let (mut found_held, mut held) = (nameless(&found, format), nameless(&held, format));
    found_held.sort_by_key(|it| (it.document.id(), it.name.clone()));
    held.sort_by_key(|it| (it.document.id(), it.name.clone()));
    for (found, held) in found_held.iter().zip(&held) {
        assert!(found == held, "{}:\nfound {}\nheld {}", format.id, show(found), show(held));
    }
    assert_eq!(found_held.len(), held.len());
    let second = serialise(format, &found, &Default::default())?;
    assert!(second.files == written.files, "{}: written again, it is otherwise", format.id);
    Ok(())
}

/// A file, its format, and how many spans there are in it; 0 leaves that open.
type Sample = (&'static str, &'static str, usize);

/// What must be told of the files of a folder.
const FOLDERS: &[(&str, &[Sample])] = &[
    (
        "bdoc",
        &[("ann-relations.bdocjs", "bdoc", 12), ("debug_doc1.bdocjs", "bdoc", 0), ("testdoc.bdocjson", "bdoc", 8)],
    ),
    ("bioc", &[("everything.json", "bioc-json", 0), ("everything.xml", "bioc", 0)]),
    ("brat", &[("PMID-9311830.ann", "brat", 0), ("209_the_turn_of_the_screw_brat.ann", "brat", 0)]),
    (
        "conll",
        &[
            ("spacy_conll2003.iob", "conll2002", 7),
            ("dkpro_2003_iob1.conll", "conll2002", 3),
            ("spacy_sent_per_line.iob", "conll2002", 7),
        ],
    ),
    ("conllu", &[("dep__GUM_news_worship.conllu", "conllu", 0)]),
    ("doccano", &[("relation_extraction__example.jsonl", "doccano", 4), ("import_example.jsonl", "doccano", 3)]),
    ("gliner", &[("sample_data_shared.json", "gliner", 0)]),
    ("labelstudio", &[("named_entity__annotations__1.json", "labelstudio", 1)]),
    ("prodigy", &[("demo.jsonl", "prodigy", 1), ("part_0_annotations.jsonl", "prodigy", 0)]),
    ("pubannotation", &[("3_annotations.json", "pubannotation", 3)]),
    (
        "spacy",
        &[
            ("ner_demo__train.json", "spacy-tuples", 3),
            ("ner_tweets__demo.spacy", "docbin", 1),
            ("ner-token-per-line.json", "spacy-v2", 7),
        ],
    ),
    ("tei", &[("recogito_text_annotator_sample.tei.xml", "tei", 0)]),
    ("uima_json", &[("casWithTextAndAnnotations.json", "cas-json", 4)]),
    ("uima_xmi", &[("cas_with_references.xmi", "xmi", 3)]),
    (
        "webanno_tsv",
        &[
            ("testTokenBoundedStackedSpanWithFeatureValue.tsv", "webanno", 10),
            ("testZeroLengthSpansWithFeatureValues.tsv", "webanno", 2),
        ],
    ),
    ("llm_jsonl", &[("toy_chat_lines_1_3.jsonl", "chat", 0)]),
];

#[test]
fn samples_are_told_read_and_written_again() {
    let Some(corpora) = corpora() else { return };
    let mut failures = Vec::new();
    let mut done = 0;
    for (folder, wanted) in FOLDERS {
        let all = files(&corpora.join("samples").join(folder));
        for (name, id, _) in *wanted {
            let source = all.iter().find(|source| source.name == *name).unwrap();
            assert_eq!(sniff(name, &source.bytes).map(|format| format.id), Some(*id), "{folder}/{name}");
        }
        let (groups, _) = gather(all, None);
        for group in groups.iter().filter(|group| group.format.writes()) {
            // Each by itself, with what belongs to it.
            let mains = group.sources.iter().filter(|source| {
                let extension = source.extension();
                let is_companion = matches!(extension.as_str(), "txt" | "conf" | "names");
                !(is_companion || group.format.id == "labelstudio" && extension == "xml")
            });
            for main in mains {
                let mut sources = vec![main.clone()];
                sources.extend(
                    group
                        .sources
                        .iter()
                        .filter(|other| {
                            other.name != main.name
                                && (matches!(other.extension().as_str(), "txt")
                                    && other.path_stem() == main.path_stem()
                                    || group.format.id == "xmi" && other.extension() == "xml"
                                    || group.format.id == "brat" && other.extension() == "conf"
                                    || group.format.id == "labelstudio" && is_configuration_of(&other.name, &main.name))
                        })
                        .cloned(),
                );
                let place = format!("{folder}/{} ({})", main.name, group.format.id);
                let read = match parse(group.format, &sources, &Reading::default()) {
                    Ok(read) => read,
                    // Some samples come without what they are about.
                    Err(error) if error.message.contains("missing") || error.message.contains("no sofa") => continue,
                    Err(error) => {
                        failures.push(format!("{place}: {error}"));
                        continue;
                    }
                };
                let spans: usize = read.documents.iter().map(|it| it.spans.len()).sum();
                if let Some((_, _, expected)) =
                    wanted.iter().find(|(name, _, expected)| *name == main.name && *expected > 0)
                    && spans != *expected
                {
                    failures.push(format!("{place}: {spans} spans, {expected} expected: {:?}", read.report.entries));
                }
                let problems = read.report.entries.iter().filter(|entry| entry.outcome != Outcome::Decided).count();
                println!("{place}: {} documents, {spans} spans, {problems} remarks", read.documents.len());
                for entry in &read.report.entries {
                    println!("    {entry}");
                }
                if let Err(error) = again(group.format, &read) {
                    failures.push(format!("{place}: {error}"));
                }
                done += 1;
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(done > 50, "only {done} files were read");
}

/// The one sentence that all examples hold, in code points: who, where, when.
#[test]
fn examples_hold_the_same_three_spans() {
    let Some(corpora) = corpora() else { return };
    let folder = corpora.join("check/examples");
    let told: &[(&str, &str)] = &[
        ("brat", "brat"),
        ("doccano", "doccano"),
        ("labelstudio", "labelstudio"),
        ("spacy", ""),
        ("prodigy", "prodigy"),
        ("conll", "conll2002"),
        ("conllu", "conllu"),
        ("webanno_tsv", "webanno"),
        ("uima_xmi", "xmi"),
        ("uima_json", "cas-json"),
        ("pubannotation", "pubannotation"),
        ("bioc", ""),
        ("bdoc", "bdoc"),
        ("tei", "tei"),
        ("gliner", "gliner"),
        ("llm_jsonl", "chat"),
    ];
    let mut seen = 0;
    for (name, id) in told {
        let (groups, errors) = gather(files(&folder.join(name)), None);
        assert!(errors.is_empty(), "{name}: {errors:?}");
        for group in groups {
            assert!(id.is_empty() || group.format.id == *id, "{name}: {}", group.format.id);
            check(name, &group.sources, group.format);
            seen += 1;
        }
    }
    let rows = files(&folder.join("rows"));
    for (id, name) in [("csv", "ex.csv"), ("tsv", "ex.tsv")] {
        let source = rows.iter().find(|source| source.name == name).unwrap();
        assert_eq!(sniff(name, &source.bytes).unwrap().id, id);
        check(name, std::slice::from_ref(source), format(id).unwrap());
    }
    let hf = rows.iter().find(|source| source.name == "hf.jsonl").unwrap();
    let names = Source::new("hf.names", *b"O\nB-PER\nI-PER\nB-LOC\nI-LOC\nB-DATE\nI-DATE\n");
    check("hf", &[hf.clone(), names], format("hf").unwrap());
    let text = Source::new("ex.txt", fs::read(folder.join("text/s.txt")).unwrap());
    check("w3c", &[files(&folder.join("w3c")).remove(0), text], format("w3c").unwrap());
    assert!(seen >= told.len());
}

fn check(name: &str, sources: &[Source], format: &'static Format) {
    let read = parse(format, sources, &Reading::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let wrong: Vec<_> = read.report.entries.iter().filter(|it| it.outcome != Outcome::Decided).collect();
    assert!(wrong.is_empty(), "{name}: {wrong:?}");
    let mut by_document: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in &read.documents {
        let mut quotes: Vec<String> = it.spans.iter().map(|span| it.quote(span, " ")).collect();
        quotes.dedup();
        by_document.insert(it.name.clone(), quotes);
    }
    for (document, mut quotes) in by_document {
        quotes.sort();
        quotes.dedup();
        assert_eq!(quotes, ["Erdoğan", "Monday", "Sochi"], "{name} {document} ({})", format.id);
    }
}
