//! Formats in which the text can be read as it stands, with its annotations inline or with none.

pub(crate) mod article;
mod blocks;
pub(crate) mod html;
pub(crate) mod html_report;
pub(crate) mod tei;
