//! Formats in which the text can be read as it stands, with its annotations inline or with none.

pub(crate) mod article;
mod blocks;
pub(crate) mod html;
pub(crate) mod html_report;
pub(crate) mod tei;

use crate::document::Report;
use std::collections::BTreeSet;

/// Says which markup was read as spans, where that was asked for.
fn tell_markup(labels: &BTreeSet<&str>, report: &mut Report) {
    let labels = labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
    report.decided(
        "",
        match labels.is_empty() {
            true => "no markup in it says what its text is".to_owned(),
            false => format!("markup that says what its text is was read as spans: {labels}"),
        },
    );
}
