//! The table of formats in `docs/formats.md` is what the formats hold, and the listed formats are told from each other.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_formats::{FORMATS, features};
use std::fs;
use std::path::Path;

const BEGIN: &str = "<!-- formats: begin";
const END: &str = "<!-- formats: end -->";

fn table() -> String {
    // What is only written is held by nobody.
    let formats = || FORMATS.iter().filter(|format| format.reads() && format.writes());
    let names: Vec<&str> = features(&FORMATS[0].holds).into_iter().map(|(name, _)| name).collect();
    let mut out = format!(
        "\n✓ is held, ◐ in part, · not.\n\n| format | {} |\n|---|{}\n",
        names.join(" | "),
        ":-:|".repeat(names.len())
    );
    let mut partly = Vec::new();
    for format in formats() {
        let cells = features(&format.holds).into_iter().map(|(name, how)| match how {
            None => "·",
            Some("yes") => "✓",
            Some(how) => {
                partly.push((name, how, format.id));
                "◐"
            }
        });
        let cells: Vec<&str> = cells.collect();
        out.push_str(&format!("| `{}` | {} |\n", format.id, cells.join(" | ")));
    }
    out.push_str("\nIn part is:\n\n");
    partly.sort_by_key(|(name, how, _)| (names.iter().position(|other| other == name), *how));
    for group in partly.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let ids: Vec<String> = group.iter().map(|(.., id)| format!("`{id}`")).collect();
        out.push_str(&format!("- {}, {}: {}\n", group[0].0, group[0].1, ids.join(", ")));
    }
    out.push('\n');
    out
}

#[test]
fn the_table_of_formats_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats.md");
    let docs = fs::read_to_string(&path).unwrap();
    let begin = docs.find(BEGIN).unwrap();
    let start = begin + docs[begin..].find('\n').unwrap() + 1;
    let end = docs.find(END).unwrap();
    let table = table();
    if std::env::var_os("POSTIL_UPDATE").is_some() {
        fs::write(&path, format!("{}{table}{}", &docs[..start], &docs[end..])).unwrap();
    } else {
        assert_eq!(&docs[start..end], table, "POSTIL_UPDATE=1 writes the table");
    }
}

#[test]
fn names_of_formats_are_unique() {
    for (i, format) in FORMATS.iter().enumerate() {
        assert!(FORMATS[..i].iter().all(|other| other.id != format.id), "{}", format.id);
        assert!(format.reads() || format.writes(), "{}", format.id);
    }
}
