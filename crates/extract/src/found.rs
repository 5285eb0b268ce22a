//! What the layers find, before it is handed out.

use crate::pattern::Rule;
use crate::{Label, Reason};
use postil_core::{Provenance, Score, SuggestedSpan, TextRange, sort_by_key};
use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// The name under which these suggestions are made.
const EXTRACTOR: &str = "rules";
/// The version of the rules: the first 12 hex digits of a SHA-256 over this crate's rules, dictionaries and code and the
/// code of the core that parts a text, made by the build script. Two builds with the same version suggest the same by rules,
/// natively and in Wasm.
pub const RULES_VERSION: &str = env!("POSTIL_RULES_VERSION");

/// Something a layer found, before it is handed out.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub bytes: Range<usize>,
    pub label: Label,
    /// Ten-thousandths.
    pub score: u16,
    pub value: Option<String>,
    pub reasons: Vec<Reason>,
}

impl Found {
    pub fn by_rule(bytes: Range<usize>, label: Label, rule: &'static Rule, value: Option<String>) -> Self {
        let reason = Reason { rule: Cow::Borrowed(rule.name), matched: None };
        Self { bytes, label, score: u16::from(rule.score) * 100, value, reasons: vec![reason] }
    }

    /// As a suggestion of `source`. `buffer` is used again, as in [`Source::says`].
    pub fn into_span(self, source: &Source, buffer: &mut String) -> SuggestedSpan {
        SuggestedSpan {
            range: TextRange::from_usize(self.bytes),
            label: self.label.key(),
            value: self.value.map(Arc::from),
            provenance: source.says(self.score, &self.reasons, buffer),
        }
    }
}

/// Names and times or numbers that claim the same words: the longer one wins, and the time where both are equal. An event has
/// a date of its own, "the 2018 Senate election", and keeps it. What was found from `counted` on are times and numbers; says which are dropped.
pub(crate) fn competing(found: &[Found], counted: usize) -> Vec<bool> {
    let mut dropped = vec![false; found.len()];
    let mut names: Vec<usize> = (0..counted).filter(|at| found[*at].label.is_name()).collect();
    sort_by_key(&mut names, |at| found[*at].bytes.start);
    for at in counted..found.len() {
        let time = &found[at].bytes;
        let first = names.partition_point(|n| found[*n].bytes.end <= time.start);
        for name in names[first..].iter().take_while(|n| found[**n].bytes.start < time.end) {
            let other = &found[*name].bytes;
            if time.start <= other.start && other.end <= time.end {
                dropped[*name] = true;
            } else if other.start <= time.start
                && time.end <= other.end
                && (found[*name].label, found[at].label) != (Label::Event, Label::Date)
            {
                dropped[at] = true;
            }
        }
    }
    dropped
}

/// Who suggests something.
#[derive(Clone)]
pub(crate) struct Source {
    pub extractor: Arc<str>,
    pub version: Arc<str>,
}

impl Source {
    /// The rules of this crate.
    pub fn rules() -> Self {
        Self { extractor: EXTRACTOR.into(), version: RULES_VERSION.into() }
    }

    /// `buffer` is used again, so that a reason costs one allocation.
    pub fn says(&self, score: u16, reasons: &[Reason], buffer: &mut String) -> Arc<Provenance> {
        let mut words = |reason: &Reason| -> Arc<str> {
            buffer.clear();
            write!(buffer, "{reason}").expect("a string takes everything");
            buffer.as_str().into()
        };
        Arc::new(Provenance {
            extractor: self.extractor.clone(),
            version: self.version.clone(),
            score: Score::from_parts(score),
            reasons: reasons.iter().map(&mut words).collect(),
        })
    }
}
