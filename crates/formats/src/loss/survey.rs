//! Files of lines that are converted a line at a time: what must be known of all lines before one is written.

use crate::document::{Annotated, Decider, Parsed, Report, Unit};
use crate::loss::reduce::apart;
use crate::loss::schema::Common;
use crate::loss::{Holds, Losses};
use std::collections::BTreeSet;

/// What lines have in common, gathered before the first is written: with it each of them is read and written as it would be
/// among the others. It grows with the number of different labels, not with that of lines.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    decider: Option<Decider>,
    /// Whether there are relations.
    pub(crate) is_linked: bool,
    /// Labels of spans.
    pub(crate) labels: BTreeSet<String>,
    pub(crate) document_labels: BTreeSet<String>,
    pub(crate) schemas: Common,
}

impl Survey {
    /// Of documents that are written together.
    pub(crate) fn of(documents: &[Annotated]) -> Self {
        let mut survey = Self::default();
        survey.add(documents);
        survey
    }

    fn add(&mut self, documents: &[Annotated]) {
        for it in documents {
            self.is_linked |= !it.relations.is_empty();
            let new = |known: &BTreeSet<String>, label: &String| (!known.contains(label)).then(|| label.clone());
            it.spans.iter().for_each(|span| self.labels.extend(new(&self.labels, &span.label)));
            it.labels.iter().for_each(|it| self.document_labels.extend(new(&self.document_labels, &it.label)));
        }
    }

    /// Takes into account a line that was read, and will be written in a format that holds so much.
    pub fn line(&mut self, line: &Parsed, to: &Holds) {
        let (documents, _) = apart(&line.documents, to);
        self.add(&documents);
        self.schemas.add(&documents);
        if let Some(decider) = &line.report.decider {
            self.decider.get_or_insert_with(|| decider.new_of_kind()).add(decider);
        }
    }

    /// What the offsets of the lines so far count, decided from all of them, as the report then says; lines that follow are
    /// of another file. None where the format leaves nothing open.
    pub fn unit(&mut self, file: &str, report: &mut Report) -> Option<Unit> {
        report.file(file);
        self.decider.take().map(|decider| report.unit(&decider, None))
    }

    /// What a format cannot hold of labels, types and so on that lines define: told of all lines together, since what one of
    /// them defines another may use.
    pub fn losses(&self, to: &Holds) -> Losses {
        let mut losses = Losses::default();
        let (gone, plain, renamed) = self.schemas.lost_of_all(to.schema);
        losses.definitions(gone, plain);
        losses.add("labels and types with several names", renamed, "written with the first", None);
        losses
    }
}
