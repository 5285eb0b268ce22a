//! `postil convert` and `postil formats`, as they are called.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{folder, names, postil, told};
use std::fs;

const LINE: &str =
    r#"{"text": "Erdoğan met 🇹🇷 officials in Sochi.", "label": [[0, 7, "PER"], [30, 35, "LOC"], [0, 11, "X"]]}"#;

#[test]
fn a_file_becomes_several_and_comes_back() {
    let folder = folder("several");
    fs::write(folder.join("a.jsonl"), LINE).unwrap();
    let (code, out, said) = told(&postil(&folder, &["convert", "--to", "brat", "a.jsonl", "brat"]));
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    assert!(said.contains("1 file of doccano"), "{said}");
    let ann = fs::read_to_string(folder.join("brat/a-1.ann")).unwrap();
    assert_eq!(ann, "T1\tX 0 11\tErdoğan met\nT2\tPER 0 7\tErdoğan\nT3\tLOC 28 33\tSochi\n");
    // Into an archive, and from it to standard output.
    assert_eq!(told(&postil(&folder, &["convert", "-q", "--to", "w3c", "brat", "all.zip"])).0, 0);
    let (code, out, said) = told(&postil(&folder, &["convert", "--quiet", "--to", "doccano", "all.zip", "-"]));
    assert_eq!((code, said.as_str()), (0, ""));
    assert_eq!(
        out,
        "{\"text\":\"Erdoğan met 🇹🇷 officials in Sochi.\",\"label\":[[0,11,\"X\"],[0,7,\"PER\"],[30,35,\"LOC\"]]}\n"
    );
    let (_, out, _) =
        told(&postil(&folder, &["convert", "-q", "--to", "doccano", "--to-unit", "char", "all.zip", "-"]));
    assert!(out.contains("[28,33,\"LOC\"]"), "{out}");
}

#[test]
fn losses_are_told_and_strict_refuses() {
    let folder = folder("strict");
    fs::write(folder.join("a.jsonl"), LINE).unwrap();
    let (code, _, said) = told(&postil(&folder, &["convert", "--to", "conll2002", "a.jsonl", "a.conll"]));
    assert_eq!(code, 0);
    assert!(
        said.contains("spans that overlap a longer one, and quotes around names: 1 left out (as PER “Erdoğan”)"),
        "{said}"
    );
    assert!(folder.join("a.conll").is_file());
    let (code, _, said) = told(&postil(&folder, &["convert", "--strict", "--to", "conll2002", "a.jsonl", "b.conll"]));
    assert_eq!(code, 1);
    assert!(said.contains("not written, since something would be lost"), "{said}");
    assert!(!folder.join("b.conll").exists());
}

#[test]
fn errors_have_file_line_and_column() {
    let folder = folder("errors");
    fs::write(folder.join("a.jsonl"), format!("{LINE}\n{{\"text\": \"x\", }}\n")).unwrap();
    let (code, _, said) = told(&postil(&folder, &["convert", "--from", "doccano", "--to", "brat", "a.jsonl", "out"]));
    assert_eq!(code, 1);
    assert!(said.contains("postil: a.jsonl: line 2, column 15: not JSON"), "{said}");
    let (code, _, said) = told(&postil(&folder, &["convert", "--to", "nonsense", "a.jsonl", "out"]));
    assert_eq!(code, 2);
    assert!(said.contains("`nonsense` is no format"), "{said}");
    let (code, _, said) = told(&postil(&folder, &["convert", "--to", "brat", "missing.json", "out"]));
    assert_eq!(code, 1);
    assert!(said.contains("missing.json"), "{said}");
}

#[test]
fn units_can_be_said() {
    let folder = folder("units");
    // Neither unit is clearly the right one: the format's own is taken.
    fs::write(folder.join("a.jsonl"), r#"{"text": "🇹🇷🇹🇷", "label": [[2, 4, "X"]]}"#).unwrap();
    let ann = |unit: &[&str]| {
        let arguments = [&["convert", "-q", "--from", "doccano", "--to", "csv"], unit, &["a.jsonl", "-"]].concat();
        told(&postil(&folder, &arguments)).1.lines().nth(1).unwrap_or_default().to_owned()
    };
    assert!(ann(&[]).contains(",1,2,"), "{}", ann(&[]));
    assert!(ann(&["--unit", "char"]).contains(",2,4,"));
}

#[test]
fn what_our_files_may_leave_out_is_no_loss() {
    let folder = folder("sparse");
    let document = |fields: &str| {
        format!(r#"{{"format":"postil-annotations","version":2,"documents":[{{"text":"Mia met Leo.",{fields}}}]}}"#)
    };
    let convert = |fields: &str, strict: &[&str]| {
        fs::write(folder.join("a.json"), document(fields)).unwrap();
        told(&postil(&folder, &[&["convert", "--to", "jsonl"], strict, &["a.json", "-"]].concat()))
    };
    for place in [r#""char":[8,11]"#, r#""utf16":[8,11]"#, r#""quote":"Leo""#, r#""byte":[8,11],"quote":"Leo""#] {
        let (code, out, said) = convert(&format!(r#""spans":[{{"label":"P",{place}}}]"#), &["--strict"]);
        assert_eq!((code, &*said), (0, "postil: 1 file of Postil annotations\n"), "{place}");
        assert!(out.contains(r#""start":8,"end":11,"label":"P","text":"Leo""#), "{out}");
    }
    // What was wrong and could be mended is not left out.
    let wrong = r#""spans":[{"label":"P","char":[0,3],"quote":"Leo"}]"#;
    let (code, out, said) = convert(wrong, &[]);
    assert_eq!((code, out.contains("\"start\":8")), (0, true), "{said}");
    assert!(said.contains("repaired: its offsets do not fit") && !said.contains("left out"), "{said}");
    assert_eq!(convert(wrong, &["--strict"]).0, 1);
}

/// Line by line and all together.
#[test]
fn what_was_repaired_is_refused_where_nothing_may_be() {
    let folder = folder("repaired");
    let row = |start: u8, end: u8| {
        format!(
            r#"{{"text": "Mia met Leo.", "spans": [{{"start": {start}, "end": {end}, "label": "X", "text": "mia"}}]}}"#
        )
    };
    fs::write(folder.join("a.jsonl"), row(0, 3)).unwrap();
    fs::write(folder.join("b.jsonl"), row(8, 11)).unwrap();
    for to in ["jsonl", "csv"] {
        for (file, told_of) in
            [("a.jsonl", "“mia” is spelled “Mia” at its offsets"), ("b.jsonl", "in one place of the text alone")]
        {
            let (code, out, said) = told(&postil(&folder, &["convert", "--to", to, file, "-"]));
            assert_eq!((code, out.contains("Mia")), (0, true), "{said}");
            assert!(said.contains("repaired: ") && said.contains(told_of), "{said}");
            let (code, out, said) = told(&postil(&folder, &["convert", "--strict", "--to", to, file, "-"]));
            assert_eq!((code, out.as_str()), (1, ""), "{said}");
            assert!(said.contains("something would be lost or was repaired"), "{said}");
        }
    }
}

#[test]
fn a_unit_that_a_format_does_not_count_is_refused() {
    let folder = folder("to-unit");
    fs::write(folder.join("a.jsonl"), LINE).unwrap();
    let to = |format: &str, unit: &str| {
        told(&postil(&folder, &["convert", "-q", "--to", format, "--to-unit", unit, "a.jsonl", "-"]))
    };
    for (format, unit) in
        [("doccano", "byte"), ("jsonl", "utf16"), ("csv", "char"), ("bdoc", "utf16"), ("postil", "utf16")]
    {
        assert_eq!(to(format, unit).0, 0, "{format} {unit}");
    }
    for (format, unit, why) in [
        ("csv", "utf16", "CSV counts code points, and cannot count UTF-16 units"),
        ("bdoc", "byte", "counts code points, and cannot count bytes"),
        ("labelstudio", "utf16", "counts code points, and cannot count UTF-16 units"),
        ("conll2003", "char", "has no offsets, and cannot count code points"),
    ] {
        let (code, out, said) = to(format, unit);
        assert_eq!((code, out.as_str()), (1, ""), "{format} {unit}");
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn formats_completions_and_the_manual_are_printed() {
    let folder = folder("printed");
    let (code, out, _) = told(&postil(&folder, &["formats"]));
    assert_eq!(code, 0);
    for name in ["brat", "labelstudio", "docbin", "conllu", "webanno", "xmi", "w3c", "html"] {
        assert!(out.lines().any(|line| line.starts_with(name)), "{name}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let (code, script, _) = told(&postil(&folder, &["completions", shell]));
        assert_eq!(code, 0);
        for word in ["convert", "extract", "score", "to-unit", "doccano", "labelstudio"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    assert!(told(&postil(&folder, &["man"])).1.contains(".TH postil"));
    let (code, page, _) = told(&postil(&folder, &["man", "convert"]));
    assert_eq!(code, 0);
    assert!(page.contains(".TH postil-convert") && page.contains("strict"), "{page}");
    assert_eq!(told(&postil(&folder, &["man", "nonsense"])).0, 1);
}

/// Nothing half stands under its name, and what stood there still does.
#[test]
fn what_cannot_be_finished_leaves_what_was_there() {
    let folder = folder("unfinished");
    fs::write(folder.join("a.jsonl"), LINE).unwrap();
    fs::write(folder.join("out.csv"), "old").unwrap();
    // The second file has the name of a folder.
    fs::create_dir(folder.join("relations.csv")).unwrap();
    let linked = r#"{"text": "a b", "entities": [{"id": 1, "start_offset": 0, "end_offset": 1, "label": "X"}],
        "relations": [{"id": 1, "from_id": 1, "to_id": 1, "type": "y"}]}"#;
    fs::write(folder.join("b.jsonl"), linked.replace('\n', "")).unwrap();
    let (code, _, said) = told(&postil(&folder, &["convert", "-q", "--to", "csv", "b.jsonl", "out.csv"]));
    assert_eq!(code, 1);
    assert!(said.contains("cannot be written"), "{said}");
    assert_eq!(names(&folder), ["a.jsonl", "b.jsonl", "out.csv", "relations.csv"]);
    // A link stays one, and rights stay as they were.
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        fs::write(folder.join("real.csv"), "old").unwrap();
        fs::set_permissions(folder.join("real.csv"), PermissionsExt::from_mode(0o640)).unwrap();
        symlink("real.csv", folder.join("link.csv")).unwrap();
        assert_eq!(told(&postil(&folder, &["convert", "-q", "--to", "csv", "a.jsonl", "link.csv"])).0, 0);
        assert!(folder.join("link.csv").is_symlink());
        let written = fs::metadata(folder.join("real.csv")).unwrap();
        assert_eq!(written.permissions().mode() & 0o777, 0o640);
        assert!(written.len() > 10);
    }
}

#[test]
fn what_stands_beside_a_named_file_is_read_too() {
    let folder = folder("beside");
    fs::write(folder.join("x.txt"), "Ann left Lima.").unwrap();
    fs::write(folder.join("x.ann"), "T1\tPER 0 3\tAnn\n").unwrap();
    fs::write(folder.join("x.a1"), "T1\tPER 0 3\tAnn\n").unwrap();
    fs::write(folder.join("x.a2"), "T2\tLOC 9 13\tLima\n").unwrap();
    let read = |inputs: &[&str]| {
        let arguments = [&["convert", "--to", "doccano"], inputs, &["-"]].concat();
        let (code, out, said) = told(&postil(&folder, &arguments));
        (code, out.matches("[[").count(), out.contains("LOC"), said)
    };
    let (code, documents, has_place, said) = read(&["x.ann"]);
    assert_eq!((code, documents, has_place), (0, 1, false), "{said}");
    assert!(said.contains("x.txt is read too: it stands beside x.ann"), "{said}");
    let (code, documents, has_place, said) = read(&["x.a2"]);
    assert_eq!((code, documents, has_place), (0, 1, true), "{said}");
    assert!(said.contains("x.a1 is read too: it stands beside x.a2"), "{said}");
    // What is named is read once, and nothing is said.
    let (code, documents, _, said) = read(&["x.txt", "x.ann"]);
    assert_eq!((code, documents, said.contains("is read too")), (0, 1, false), "{said}");
    // Nothing is taken from a folder but what is in it, and without a text there is none.
    fs::remove_file(folder.join("x.txt")).unwrap();
    let (code, documents, _, said) = read(&["x.ann"]);
    assert_eq!((code, documents), (1, 0), "{said}");
    assert!(said.contains("its text, x.txt, is missing"), "{said}");
}

#[test]
fn a_flat_export_of_the_bundled_article_loses_no_name() {
    let folder = folder("article");
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../seeds/idlib-talks.txt");
    let (code, found, said) = told(&postil(&folder, &["extract", "--dct", "2018-09-17", seed]));
    assert_eq!(code, 0, "{said}");
    fs::write(folder.join("a.jsonl"), &found).unwrap();
    let value: serde_json::Value = serde_json::from_str(found.trim()).unwrap();
    let spans = value["spans"].as_array().unwrap();
    let ends = |span: &serde_json::Value| (span["start"].as_u64().unwrap(), span["end"].as_u64().unwrap());
    let is_quote = |span: &&serde_json::Value| span["label"] == "QUOTE";
    let quotes: Vec<(u64, u64)> = spans.iter().filter(is_quote).map(ends).collect();
    let is_within = |(start, end): (u64, u64)| quotes.iter().any(|(from, to)| *from <= start && end <= *to);
    // What is described (`the Russian president`) has names in it too; what says that something is said or happens is none.
    let is_other = |span: &serde_json::Value| ["MENTION", "CUE", "TRIGGER"].iter().any(|label| span["label"] == *label);
    let names = || spans.iter().filter(|span| !is_quote(span) && !is_other(span));
    assert!(names().filter(|span| is_within(ends(span))).count() >= 5, "names stand in quotes");
    let begun = |text: &str| {
        let is_other = |line: &str| ["B-QUOTE", "B-MENTION", "B-CUE", "B-TRIGGER"].iter().any(|tag| line.contains(tag));
        text.lines().filter(|line| line.contains("\tB-") && !is_other(line)).count()
    };
    for format in ["conll2002", "bioes", "conll2003"] {
        let out = |more: &[&str]| {
            let arguments = [&["convert", "--to", format], more, &["a.jsonl", "-"]].concat();
            let (code, out, said) = told(&postil(&folder, &arguments));
            assert_eq!(code, 0, "{said}");
            (out, said)
        };
        if format == "conll2002" {
            let (text, said) = out(&[]);
            assert_eq!(begun(&text), names().count(), "{said}");
            assert!(begun(&out(&["--nested", "outermost"]).0) < names().count());
            let (text, said) = out(&["--layers", "entities,dates"]);
            assert!(!text.contains("CUE") && !text.contains("QUOTE") && text.contains("B-DATE"), "{said}");
            assert!(!said.contains("overlap"), "{said}");
        }
        // Each name is there, whichever way its words are tagged.
        let (text, _) = out(&[]);
        for span in names() {
            let first = span["text"].as_str().unwrap().split(' ').next().unwrap();
            let label = span["label"].as_str().unwrap();
            let is_there = |line: &str| line.starts_with(first) && line.ends_with(&format!("-{label}"));
            assert!(text.lines().any(is_there), "{format}: {span}");
        }
    }
}

#[test]
fn documents_that_are_done_and_layers_are_chosen() {
    let folder = folder("chosen");
    fs::write(folder.join("a.jsonl"), LINE).unwrap();
    let (code, _, said) = told(&postil(&folder, &["convert", "-q", "--to", "postil-project", "a.jsonl", "p.json"]));
    assert_eq!(code, 0, "{said}");
    let lines = |more: &[&str], file: &str| {
        let arguments = [&["convert", "-q", "--to", "csv"], more, &[file, "-"]].concat();
        let (code, out, said) = told(&postil(&folder, &arguments));
        assert_eq!(code, 0, "{said}");
        out.lines().count()
    };
    assert_eq!(lines(&[], "p.json"), 4);
    let (_, out, said) = told(&postil(&folder, &["convert", "--to", "csv", "--done", "p.json", "-"]));
    assert_eq!(out.lines().count(), 1, "nobody said so: {out}");
    assert!(said.contains("no document is done"), "{said}");
    let (code, _, said) = told(&postil(&folder, &["convert", "--to", "doccano", "--layers", "names", "p.json", "-"]));
    assert_eq!(code, 2);
    assert!(said.contains("entities, quotes, dates, numbers, events, coreference"), "{said}");
    // A line at a time as well as all at once.
    assert_eq!(lines(&["--layers", "dates"], "a.jsonl"), 2, "the document alone");
    assert_eq!(lines(&["--layers", "entities"], "a.jsonl"), 4);
    let (_, out, _) =
        told(&postil(&folder, &["convert", "-q", "--to", "doccano", "--layers", "dates", "a.jsonl", "-"]));
    assert!(out.contains("\"label\":[]"), "{out}");
}
