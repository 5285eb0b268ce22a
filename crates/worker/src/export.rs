//! Files to hand on.

use crate::{Project, Reply};
use postil_core::{DocId, Fragments};
use postil_project::annotations::{self, Export, Options, Pending};
use postil_project::messages::{Format, ResponseBody, Suggestion};
use postil_project::project;
use std::collections::BTreeMap;

/// So much of a file is its preview: lines, and characters of a line.
const PREVIEW_LINES: usize = 30;
const PREVIEW_WIDTH: usize = 400;

/// Writes the documents of a project, with pending suggestions where the format has a place for them. The file, or its
/// first lines, are the payload.
pub fn export(
    format: Format, project: &Project, suggestions: BTreeMap<DocId, Vec<Suggestion>>, is_preview: bool,
) -> Reply {
    let Export { text, left_out } = write(format, project, suggestions);
    let body = ResponseBody::Exported {
        bytes: text.len() as u32,
        left_out: left_out.len() as u32,
        first: left_out.first().map(ToString::to_string),
    };
    let shown = if is_preview { preview(&text) } else { text };
    Reply::Bytes(body, vec![shown.into_bytes()])
}

fn write(format: Format, project: &Project, suggestions: BTreeMap<DocId, Vec<Suggestion>>) -> Export {
    let Project { store, documents, author, now } = project;
    let options = || {
        let pending = |(doc, found): (DocId, Vec<Suggestion>)| (doc, found.into_iter().map(pending).collect());
        Options { suggestions: suggestions.into_iter().map(pending).collect(), ..Options::default() }
    };
    let whole = |text| Export { text, left_out: Vec::new() };
    match format {
        Format::Project => whole(project::write(store, documents)),
        Format::WithoutHistory => whole(project::write_without_history(store, documents, author, *now)),
        Format::Annotations => annotations::json(store, documents, &options()),
        Format::AnnotationLines => annotations::json_lines(store, documents, &options()),
    }
}

fn pending(suggestion: Suggestion) -> Pending {
    let Suggestion { range, label, score, value, extractor, version, reasons } = suggestion;
    Pending { fragments: Fragments::one(range), label, score, value, extractor, version, reasons }
}

/// The first lines, each cut where it is long.
fn preview(content: &str) -> String {
    let mut lines = content.lines();
    let mut shown = String::new();
    for line in lines.by_ref().take(PREVIEW_LINES) {
        match line.char_indices().nth(PREVIEW_WIDTH) {
            Some((at, _)) => shown.extend([&line[..at], "…\n"]),
            None => shown.extend([line, "\n"]),
        }
    }
    if lines.next().is_some() {
        shown.push('…');
    }
    shown.truncate(shown.trim_end_matches('\n').len());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_short() {
        assert_eq!(preview("{\n}\n"), "{\n}");
        let long = format!("{}\nb\n", "ü".repeat(PREVIEW_WIDTH + 1));
        assert_eq!(preview(&long), format!("{}…\nb", "ü".repeat(PREVIEW_WIDTH)));
        let many = preview(&"a\n".repeat(1000));
        assert_eq!(many.lines().count(), PREVIEW_LINES + 1);
        assert!(many.ends_with("a\n…"));
    }
}
