//! Answers to the questions of a record: spans, and labels of the document.

use crate::document::{Claim, DocumentLabel, Draft, Report, excerpt, labelled};
use crate::syntax::json::Value;
use postil_core::Score;

/// The most bytes of a text that can be a label rather than something that was written.
const MAX_LABEL: usize = 256;

/// What somebody said to a question.
pub(super) struct Answer<'v> {
    pub(super) value: &'v Value,
    /// Who said it.
    pub(super) set: String,
    /// One for all of it, or one for each part.
    pub(super) score: Option<&'v Value>,
    /// Where it stands in the file.
    pub(super) place: String,
}

impl Answer<'_> {
    /// Takes its spans and labels; what else it is, is told.
    pub(super) fn take(self, draft: &mut Draft, report: &mut Report) {
        let Self { value, set, score, place } = self;
        let score_of = |i: usize| match score {
            Some(Value::List(scores)) => scores.get(i).and_then(Value::as_float).map(Score::from),
            one => one.and_then(Value::as_float).map(Score::from),
        };
        let items = if let Value::List(items) = value { items } else { std::slice::from_ref(value) };
        for (i, item) in items.iter().enumerate() {
            let place =
                if items.len() > 1 || value.items().len() == 1 { format!("{place}[{i}]") } else { place.clone() };
            let number = |name: &str| item.get(name).and_then(Value::as_int);
            let parts = match item {
                Value::Text(label) if label.len() <= MAX_LABEL && !label.contains('\n') => {
                    let score = score_of(i);
                    draft.it.labels.push(DocumentLabel { label: label.clone(), set: set.as_str().into(), score });
                    continue;
                }
                // Version 1 has them as lists: a label, two ends and perhaps a score, or a label and perhaps a score.
                Value::List(parts) => match &parts[..] {
                    [label, start, end, rest @ ..] => {
                        let score = rest.first().and_then(Value::as_float).map(Score::from);
                        start.as_int().zip(end.as_int()).zip(label.as_name()).map(|it| (it, score))
                    }
                    [Value::Text(label), score] => {
                        let score = score.as_float().map(Score::from);
                        draft.it.labels.push(DocumentLabel { label: label.clone(), set: set.as_str().into(), score });
                        continue;
                    }
                    _ => None,
                },
                Value::Object(_) => {
                    let score = item.get("score").and_then(Value::as_float).map(Score::from);
                    let label = item.get("label").and_then(Value::as_name);
                    number("start").zip(number("end")).zip(label).map(|it| (it, score.or(score_of(i))))
                }
                Value::Null => continue,
                _ => None,
            };
            let Some((((start, end), label), score)) = parts else {
                let what = item.compact();
                report.left_out(place, format!("“{}” is neither a span nor a label of the document", excerpt(&what)));
                continue;
            };
            let mut span = labelled(label);
            (span.facts.set, span.facts.score) = (set.as_str().into(), score);
            draft.claim(None, Claim::new(start, end, item.text("text")), span, place);
        }
    }
}
