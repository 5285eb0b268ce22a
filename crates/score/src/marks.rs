//! Precision, recall and F1.

/// Precision, recall and their harmonic mean, each between 0 and 1. A ratio of nothing to nothing is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Marks {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Marks {
    /// Of what is right among the predicted, and of what is found of the gold. What is a ratio of nothing to nothing is not
    /// a number until [`or_zero`](Self::or_zero), so that draws without a label say nothing of it.
    pub(crate) fn new(right: f64, predicted: f64, found: f64, gold: f64) -> Self {
        let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { f64::NAN };
        let it = Self { precision: ratio(right, predicted), recall: ratio(found, gold), f1: f64::NAN };
        let Self { precision, recall, .. } = it.or_zero();
        let mean = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        Self { f1: if predicted + gold > 0.0 { mean } else { f64::NAN }, ..it }
    }

    pub(crate) fn or_zero(self) -> Self {
        let or_zero = |value: f64| if value.is_nan() { 0.0 } else { value };
        Self { precision: or_zero(self.precision), recall: or_zero(self.recall), f1: or_zero(self.f1) }
    }

    /// Each for itself.
    pub(crate) fn mean(marks: &[Self]) -> Self {
        let mean = |of: fn(Self) -> f64| marks.iter().map(|it| of(it.or_zero())).sum::<f64>() / marks.len() as f64;
        Self { precision: mean(|it| it.precision), recall: mean(|it| it.recall), f1: mean(|it| it.f1) }
    }
}
