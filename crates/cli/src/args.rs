//! The command line.

use clap::{Parser, Subcommand, ValueEnum};
use postil_extract::{Date, Layers};
use std::path::PathBuf;

/// Text annotation and extraction, on this machine alone.
#[derive(Debug, Parser)]
#[command(name = "postil", version, about)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find names, numbers, times and quotations in texts.
    Extract(Extract),
    /// Verify files that Postil wrote: projects, annotations, logs.
    Check(Check),
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// Files to verify.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Writes each document as `{"id", "text", "spans": [{"id", "start", "end", "label", "text", "score", "value"?,
/// "why"?}], "relations": [{"id", "head", "tail", "type"}], "clusters": [], "events": []}`; `end` is exclusive, ends of
/// relations are ids of spans.
#[derive(Debug, clap::Args)]
pub struct Extract {
    /// Files to read, in order; `-` or none is standard input.
    pub files: Vec<PathBuf>,
    /// What the files hold: one text each, or one JSON object `{"id", "text", "dct"?}` a line.
    #[arg(long, value_enum, default_value_t = From::Text)]
    pub from: From,
    /// What to write: one JSON object a line, or one array.
    #[arg(long, value_enum, default_value_t = To::Jsonl)]
    pub to: To,
    /// Layers, separated by commas: entities, numbers, time, quotes, all.
    #[arg(long, default_value = "all")]
    pub layers: Layers,
    /// The day on which texts were written, unless a document has its own `dct`.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub dct: Option<Date>,
    /// Say of each span why it is suggested: adds `"why": [...]`.
    #[arg(long)]
    pub why: bool,
    /// Find names by rules alone, without a trained model.
    #[arg(long)]
    pub rules: bool,
    /// A model file for names, instead of the one that is built in.
    #[arg(long, value_name = "FILE", conflicts_with = "rules")]
    pub model: Option<PathBuf>,
    /// What offsets count: Unicode code points, UTF-16 units or UTF-8 bytes.
    #[arg(long, value_enum, default_value_t = Unit::Char)]
    pub unit: Unit,
    /// Print a number that differs if the engine differs, and nothing else.
    #[arg(long, hide = true)]
    pub digest: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum From {
    Text,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum To {
    Jsonl,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    Char,
    Utf16,
    Byte,
}

/// A day of the calendar; a time of day behind it is passed over.
pub fn parse_day(text: &str) -> Result<Date, String> {
    let day = match text.get(..10) {
        Some(day) if text.len() == 10 || text[10..].starts_with(['T', ' ']) => day,
        _ => return Err(format!("{text:?} is no day of the form YYYY-MM-DD")),
    };
    day.parse().map_err(|_| format!("{text:?} is no day of the form YYYY-MM-DD"))
}
