//! What an export writes, and what becomes of the rest.

use super::count;
use crate::tasks::{self, Written};
use postil_core::{DocId, NodeId, Record, RecordKey};
use postil_editor::State;

/// How much there is to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub documents: usize,
    pub spans: usize,
    pub relations: usize,
    /// Attributes and notes.
    pub remarks: usize,
    pub rejections: usize,
    /// Pending, at the present threshold.
    pub suggestions: usize,
    /// Documents whose suggestions were not made since the page was loaded.
    pub unread: usize,
    /// Steps of history.
    pub steps: usize,
}

impl Counts {
    /// What is in some documents. Looks at every record once.
    pub fn of(state: &State, docs: &[DocId]) -> Self {
        let store = &state.store;
        let mut counts = Self { documents: docs.len(), steps: store.log_len().saturating_sub(1), ..Self::default() };
        for doc in docs {
            let tally = store.tally(*doc);
            counts.spans += tally.spans as usize;
            counts.rejections += tally.rejections as usize;
            match state.texts.get(doc).and_then(|document| tasks::pending(state, document)) {
                Some(pending) => counts.suggestions += pending.len(),
                None => counts.unread += 1,
            }
        }
        let is_in = |node: NodeId| store.span(node).is_some_and(|span| docs.contains(&span.doc));
        for (key, record) in store.snapshot() {
            match (key, &**record) {
                (RecordKey::Attribute(node, _) | RecordKey::Note(node, _), _) if is_in(*node) => counts.remarks += 1,
                (_, Record::Relation(it)) if is_in(it.head) => counts.relations += 1,
                _ => {}
            }
        }
        counts
    }
}

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
        let (with_suggestions, suggestions) = match written {
            Written::Project { .. } => (false, "made again where it is opened"),
            Written::Annotations { with_suggestions, .. } => (*with_suggestions, "left out, as chosen"),
            Written::Foreign { .. } => (false, "stay here"),
        };
        let (with_history, history) = match written {
            Written::Project { with_history } => (*with_history, "left out, as chosen"),
            Written::Annotations { .. } | Written::Foreign { .. } => (false, "stays here"),
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

fn verdict(counts: &Counts, written: &Written) -> String {
    let what = format!("{} with {}", count(counts.documents, "document"), count(counts.spans, "span"));
    match written {
        Written::Project { with_history: true } => {
            format!("The whole project: {what}, and every step of their history, to go on with elsewhere or to keep.")
        }
        Written::Project { with_history: false } => {
            format!(
                "The project as it stands now: {what}. History, deleted documents and whatever was undone are left out."
            )
        }
        Written::Foreign { .. } => format!("{what}. Pending suggestions and history stay here."),
        Written::Annotations { with_suggestions, .. } => {
            let places = format!("{what}, each at its place in code points, UTF-16 units and bytes.");
            match (with_suggestions, counts.suggestions) {
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

    const COUNTS: Counts = Counts {
        documents: 1,
        spans: 30,
        relations: 0,
        remarks: 2,
        rejections: 0,
        suggestions: 58,
        unread: 0,
        steps: 40,
    };

    fn check(written: Written, layer: &str, expected: Option<usize>) {
        let report = Report::of(&COUNTS, &written, 0);
        let row = report.rows.iter().find(|row| row.layer == layer);
        assert_eq!(row.map(|row| row.written), expected, "{written:?} {layer}");
        assert!(!report.has_losses());
    }

    #[test]
    fn the_report_says_what_is_written() {
        let annotations =
            |with_suggestions| Written::Annotations { as_lines: false, all_documents: false, with_suggestions };
        check(Written::Project { with_history: true }, "Steps of history", Some(40));
        check(Written::Project { with_history: false }, "Steps of history", Some(0));
        check(Written::Project { with_history: true }, "Pending suggestions", Some(0));
        check(annotations(false), "Pending suggestions", Some(0));
        check(annotations(true), "Pending suggestions", Some(58));
        check(annotations(true), "Spans", Some(30));
        check(annotations(true), "Relations", None);
        assert!(Report::of(&COUNTS, &annotations(false), 1).has_losses());
        assert!(
            Report::of(&COUNTS, &annotations(false), 0).verdict.ends_with("58 pending suggestions are not written.")
        );
    }
}
