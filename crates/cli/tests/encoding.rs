//! Files that are not UTF-8: read as a person says, or named with what they may be; never read by a guess.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{command, folder, names, postil, told};
use std::fs;
use std::io::Write as _;
use std::process::Stdio;

/// A line of doccano's in Latin-1.
const LATIN: &[u8] =
    b"{\"text\": \"Caf\xe9 M\xfcller gab Gemzitabin heute.\", \"label\": [[5, 11, \"ORG\"], [16, 26, \"DRUG\"]]}\n";
const SPANS: &str = r#"{"text":"Café Müller gab Gemzitabin heute.","label":[[5,11,"ORG"],[16,26,"DRUG"]]}"#;

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn lines_that_are_not_utf_8_are_named_with_what_they_may_be() {
    let folder = folder("encoding-lines");
    fs::write(folder.join("a.jsonl"), LATIN).unwrap();
    for from in [&["--from", "doccano"][..], &[]] {
        let all = [&["convert", "--to", "doccano"][..], from, &["a.jsonl", "b.jsonl"]].concat();
        let (code, _, said) = told(&postil(&folder, &all));
        assert_eq!(code, 1);
        let place = "postil: a.jsonl: it is not UTF-8: byte 13 (line 1, column 14) is 0xE9, which cannot stand there\n";
        assert!(said.starts_with(place), "{said}");
        assert!(
            said.contains(
                "name its encoding with --encoding; it may be\npostil:   windows-1252  {\"text\": \"Café Müller gab"
            ),
            "{said}"
        );
        assert!(!said.contains("no format"), "{said}");
    }
    // Line by line, and as a whole.
    for out in ["b.jsonl", "all"] {
        let all = ["convert", "-q", "--encoding", "latin1", "--to", "doccano", "a.jsonl", out];
        let (code, _, said) = told(&postil(&folder, &all));
        assert_eq!((code, said.as_str()), (0, ""));
        let out = folder.join(out);
        let file = if out.is_dir() { out.join(&names(&out)[0]) } else { out };
        assert_eq!(fs::read_to_string(file).unwrap().trim_end(), SPANS);
    }
}

#[test]
fn one_bad_line_is_named_and_the_rest_is_converted() {
    let folder = folder("encoding-line");
    let good = "{\"text\": \"ab\", \"label\": [[0, 1, \"X\"]]}\n".repeat(8000);
    fs::write(folder.join("a.jsonl"), [good.as_bytes(), LATIN, good.as_bytes()].concat()).unwrap();
    let (code, out, said) = told(&postil(&folder, &["convert", "-q", "--to", "doccano", "a.jsonl", "-"]));
    assert_eq!((code, out.lines().count()), (1, 16_000));
    assert_eq!(said, "postil: a.jsonl: line 8001: not UTF-8 at byte 13 of the line\n");
    let line = b"{\"text\": \"\x93\xfa\x96{\", \"label\": []}\n{\"text\": \"\xfd\", \"label\": []}\n";
    fs::write(folder.join("b.jsonl"), line).unwrap();
    let all = ["convert", "-q", "--encoding", "shift_jis", "--to", "doccano", "b.jsonl", "-"];
    let (code, out, said) = told(&postil(&folder, &all));
    assert_eq!((code, out.as_str()), (1, "{\"text\":\"日本\",\"label\":[]}\n"));
    assert_eq!(said, "postil: b.jsonl: line 2: it is not Shift_JIS\n");
}

#[test]
fn tables_and_markup_are_read_as_they_are_said_to_be() {
    let folder = folder("encoding-data");
    fs::write(folder.join("a.csv"), b"text,start,end,label\nErdo\xf0an \xdddil,0,7,PER\n").unwrap();
    let (code, _, said) = told(&postil(&folder, &["convert", "--to", "doccano", "a.csv", "-"]));
    assert_eq!(code, 1);
    assert!(said.contains("a.csv: it is not UTF-8: byte 25 (line 2, column 5) is 0xF0"), "{said}");
    let (code, out, said) =
        told(&postil(&folder, &["convert", "-q", "--encoding", "iso-8859-9", "--to", "doccano", "a.csv", "-"]));
    assert_eq!((code, out.as_str()), (0, "{\"text\":\"Erdoğan İdil\",\"label\":[[0,7,\"PER\"]]}\n"), "{said}");
    // A document in XML says it itself.
    fs::write(
        folder.join("b.xml"),
        b"<?xml version='1.0' encoding='ISO-8859-2'?><TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>\xa3\xf3d\xbc</p></body></text></TEI>",
    )
    .unwrap();
    let (code, out, said) = told(&postil(&folder, &["convert", "--to", "doccano", "b.xml", "-"]));
    assert!(said.contains("b.xml: decided: it is read as ISO-8859-2, as it says"), "{said}");
    assert!(out.contains("Łódź"), "{code} {out} {said}");
}

#[test]
fn texts_are_extracted_in_the_encoding_that_is_said() {
    let folder = folder("encoding-texts");
    fs::write(folder.join("a.txt"), b"\xddstanbul, NATO").unwrap();
    let (code, out, said) = told(&postil(&folder, &["extract", "a.txt"]));
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(said.contains("windows-1254  İstanbul, NATO"), "{said}");
    let (code, out, _) = told(&postil(&folder, &["extract", "--encoding", "windows-1254", "a.txt"]));
    assert!(code == 0 && out.contains("\"text\":\"İstanbul, NATO\""), "{out}");
    // UTF-16 says so with a mark, or a person does; and what is no text is refused.
    fs::write(folder.join("b.txt"), utf16("\u{feff}NATO")).unwrap();
    let (code, out, _) = told(&postil(&folder, &["extract", "b.txt"]));
    assert!(code == 0 && out.contains("\"text\":\"NATO\""), "{out}");
    fs::write(folder.join("c.txt"), utf16("NATO here.")).unwrap();
    let (code, _, said) = told(&postil(&folder, &["extract", "c.txt"]));
    assert_eq!(code, 1);
    assert!(said.contains("c.txt: it may be UTF-16LE, which nothing in it says\n"), "{said}");
    let (code, out, _) = told(&postil(&folder, &["extract", "--encoding", "utf-16le", "c.txt"]));
    assert!(code == 0 && out.contains("\"text\":\"NATO here.\""), "{out}");
    fs::write(folder.join("d.txt"), b"%PDF-1.7\n").unwrap();
    let (code, _, said) = told(&postil(&folder, &["extract", "d.txt"]));
    assert!(code == 1 && said.contains("d.txt: it is a PDF."), "{said}");
    let (code, _, said) = told(&postil(&folder, &["extract", "--encoding", "klingon", "a.txt"]));
    assert!(code == 2 && said.contains("there is no such encoding"), "{said}");
}

#[test]
fn lines_are_extracted_in_the_encoding_that_is_said() {
    let folder = folder("encoding-rows");
    let rows = "{\"id\":\"a\",\"text\":\"NATO été\"}\n{\"id\":\"b\",\"text\":\"EU\"}\n";
    let latin = b"{\"id\":\"a\",\"text\":\"NATO \xe9t\xe9\"}\n{\"id\":\"b\",\"text\":\"EU\"}\n".to_vec();
    for (bytes, encoding) in [
        (latin.clone(), Some("latin1")),
        (utf16(&format!("\u{feff}{rows}")), None),
        (utf16(rows), Some("utf-16le")),
        (rows.as_bytes().to_vec(), Some("utf-8")),
    ] {
        let mut all = vec!["extract", "--from", "jsonl"];
        all.extend(encoding.iter().flat_map(|label| ["--encoding", label]));
        let mut command = command(&folder, &all);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&bytes).unwrap();
        let (code, out, said) = told(&child.wait_with_output().unwrap());
        assert_eq!((code, out.lines().count(), said.as_str()), (0, 2, ""), "{encoding:?}");
        assert!(out.contains("NATO été"), "{out}");
    }
    fs::write(folder.join("a.jsonl"), latin).unwrap();
    let (code, out, said) = told(&postil(&folder, &["extract", "--from", "jsonl", "a.jsonl"]));
    assert_eq!((code, out.lines().count()), (1, 1), "the other line is right");
    assert_eq!(said, "postil: a.jsonl:1: not UTF-8 at byte 23 of the line, 23 of the file\n");
}
