//! `postil formats`.

use postil_formats::{FORMATS, features};
use std::io::{self, Write};

/// Lists every format.
///
/// # Errors
/// Only of writing.
pub fn run() -> io::Result<usize> {
    let mut out = io::stdout().lock();
    for format in FORMATS {
        let ways = match (format.reads(), format.writes()) {
            (true, true) => "reads, writes",
            (true, false) => "reads",
            _ => "writes",
        };
        writeln!(out, "{:16} {} ({}; {ways})", format.id, format.name, format.about)?;
        if format.writes() {
            let (held, lost): (Vec<_>, Vec<_>) =
                features(&format.holds).into_iter().partition(|(_, holds)| holds.is_some());
            let held: Vec<String> = held
                .iter()
                .map(|(name, how)| {
                    how.filter(|how| *how != "yes").map_or_else(|| (*name).to_owned(), |how| format!("{name} ({how})"))
                })
                .collect();
            let lost: Vec<&str> = lost.iter().map(|(name, _)| *name).collect();
            writeln!(
                out,
                "{:16} holds {}",
                "",
                if held.is_empty() { "text alone".to_owned() } else { held.join(", ") }
            )?;
            if !lost.is_empty() {
                writeln!(out, "{:16} not   {}", "", lost.join(", "))?;
            }
        }
    }
    out.flush()?;
    Ok(0)
}
