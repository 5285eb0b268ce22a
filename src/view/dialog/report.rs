//! What an export writes, and what becomes of the rest.

use super::{count, grouped};
use crate::tasks::Written;
use postil_editor::{Counts, Scope};
use postil_messages::Format;

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub layer: &'static str,
    pub here: usize,
    pub written: usize,
    pub fate: Fate,
}

/// What becomes of what is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Whole,
    /// On purpose, or because it is made again from the rest.
    LeftOut(&'static str),
    /// The file has no place for it.
    Lost(&'static str),
}

/// The verdict, then the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub verdict: String,
    pub rows: Vec<Row>,
}

impl Report {
    /// What becomes of `counts`. `unsayable` records are known to be missing from the file.
    pub fn of(counts: &Counts, written: &Written, unsayable: usize) -> Self {
        let (with_suggestions, suggestions) = match written.format {
            Format::Project | Format::Page | Format::WithoutHistory => (false, "made again where it is opened"),
            Format::Annotations | Format::AnnotationLines => (written.with_suggestions, "left out, as chosen"),
            Format::Foreign { .. } => (false, "stay here"),
        };
        let (with_history, history) = match written.format {
            Format::Project | Format::Page => (true, ""),
            Format::WithoutHistory => (false, "left out, as chosen"),
            _ => (false, "stays here"),
        };
        let whole = |layer, here| Row { layer, here, written: here, fate: Fate::Whole };
        let either = |layer, here, is_written: bool, why| {
            if is_written { whole(layer, here) } else { Row { layer, here, written: 0, fate: Fate::LeftOut(why) } }
        };
        let mut rows = vec![whole("Documents", counts.documents), whole("Spans", counts.spans)];
        let more = [
            whole("Relations", counts.relations),
            whole("Values and notes", counts.remarks),
            whole("Rejected suggestions", counts.rejections),
            either("Pending suggestions", counts.suggestions, with_suggestions, suggestions),
            either("Steps of history", counts.steps, with_history, history),
            Row {
                layer: "Broken records",
                here: unsayable,
                written: 0,
                fate: Fate::Lost("refer to what is not there"),
            },
        ];
        rows.extend(more.into_iter().filter(|row| row.here > 0));
        Self { verdict: verdict(counts, written), rows }
    }

    /// Whether anything that a person made has no place in the file.
    pub fn has_losses(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.fate, Fate::Lost(_)))
    }
}

/// What the dialog is called: what would be written.
pub fn title(counts: &Counts, written: &Written) -> String {
    let number = counts.documents;
    match written.scope {
        _ if written.is_project() => format!("Export the project, {}", count(number, "document")),
        Scope::This => "Export this document".to_owned(),
        Scope::All if number == 1 => "Export 1 document".to_owned(),
        Scope::All => format!("Export all {} documents", grouped(number)),
        Scope::Done if number == 1 => "Export 1 document that is done".to_owned(),
        Scope::Done => format!("Export {} that are done", count(number, "document")),
    }
}

/// What is missing for those who learn from a file, if anything is: what nobody decided about looks to them as if there were
/// nothing.
pub fn negatives(counts: &Counts, is_training: bool) -> Option<String> {
    let are = |number: usize, noun: &str, rest: &str| {
        (number > 0).then(|| format!("{} {} {rest}", count(number, noun), if number == 1 { "is" } else { "are" }))
    };
    let unseen = counts.unread.saturating_sub(counts.untouched);
    let parts = [
        are(counts.suggestions, "suggestion", "not reviewed"),
        are(counts.untouched, "document", "untouched"),
        are(unseen, "document", "not read since the page was loaded, so that suggestions there are not counted"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let becomes = match is_training {
        true => "What is missing there becomes negatives for whatever learns from this file.",
        false => "They are not in this file.",
    };
    (!parts.is_empty()).then(|| format!("{}. {becomes}", parts.join(", ")))
}

fn verdict(counts: &Counts, written: &Written) -> String {
    let what = format!("{} with {}", count(counts.documents, "document"), count(counts.spans, "span"));
    match written.format {
        Format::Project => {
            format!("The whole project: {what}, and every step of their history, to go on with elsewhere or to keep.")
        }
        Format::Page => {
            format!(
                "{what}, every step of their history, and Postil itself: one file that opens in a browser, on any machine, with nothing installed."
            )
        }
        Format::WithoutHistory => {
            format!(
                "The project as it stands now: {what}. History, deleted documents and whatever was undone are left out."
            )
        }
        Format::Foreign { .. } => format!("{what}. Pending suggestions and history stay here."),
        Format::Annotations | Format::AnnotationLines => {
            let places = format!("{what}, each at its place in code points, UTF-16 units and bytes.");
            match (written.with_suggestions, counts.suggestions) {
                (_, 0) => places,
                (false, 1) => format!("{places} 1 pending suggestion is not written."),
                (false, number) => format!("{places} {} are not written.", count(number, "pending suggestion")),
                (true, number) => {
                    format!("{places} {} go with them, marked as such.", count(number, "pending suggestion"))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Counts {
        Counts { documents: 1, spans: 30, remarks: 2, suggestions: 58, steps: 40, ..Counts::default() }
    }

    fn check(written: &Written, layer: &str, expected: Option<usize>) {
        let report = Report::of(&counts(), written, 0);
        let row = report.rows.iter().find(|row| row.layer == layer);
        assert_eq!(row.map(|row| row.written), expected, "{written:?} {layer}");
        assert!(!report.has_losses());
    }

    #[test]
    fn the_report_says_what_is_written() {
        let of = |format, with_suggestions| Written { format, scope: Scope::This, with_suggestions };
        let annotations = |with_suggestions| of(Format::Annotations, with_suggestions);
        check(&of(Format::Project, false), "Steps of history", Some(40));
        check(&of(Format::WithoutHistory, false), "Steps of history", Some(0));
        check(&of(Format::Project, true), "Pending suggestions", Some(0));
        check(&annotations(false), "Pending suggestions", Some(0));
        check(&annotations(true), "Pending suggestions", Some(58));
        check(&annotations(true), "Spans", Some(30));
        check(&annotations(true), "Relations", None);
        assert!(Report::of(&counts(), &annotations(false), 1).has_losses());
        assert!(
            Report::of(&counts(), &annotations(false), 0).verdict.ends_with("58 pending suggestions are not written.")
        );
    }

    #[test]
    fn the_title_says_the_scope() {
        let check = |format, scope, documents, expected: &str| {
            let written = Written { format, scope, with_suggestions: false };
            assert_eq!(title(&Counts { documents, ..Counts::default() }, &written), expected);
        };
        check(Format::Project, Scope::This, 3, "Export the project, 3 documents");
        check(Format::Annotations, Scope::This, 1, "Export this document");
        check(Format::Annotations, Scope::All, 1, "Export 1 document");
        check(Format::Annotations, Scope::All, 12, "Export all 12 documents");
        check(Format::Annotations, Scope::Done, 1, "Export 1 document that is done");
        check(Format::Annotations, Scope::Done, 2, "Export 2 documents that are done");
    }

    #[test]
    fn what_becomes_negatives_is_said() {
        let of = |suggestions, untouched, unread| Counts { suggestions, untouched, unread, ..Counts::default() };
        assert_eq!(negatives(&of(0, 0, 0), true), None);
        assert_eq!(
            negatives(&of(1, 2, 2), true).as_deref(),
            Some(
                "1 suggestion is not reviewed, 2 documents are untouched. What is missing there \
                becomes negatives for whatever learns from this file."
            )
        );
        assert_eq!(
            negatives(&of(58, 0, 0), false).as_deref(),
            Some("58 suggestions are not reviewed. They are not in this file.")
        );
        let unseen = negatives(&of(0, 1, 3), true).unwrap();
        assert!(unseen.starts_with("1 document is untouched, 2 documents are not read since"), "{unseen}");
    }
}
