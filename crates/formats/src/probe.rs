//! The beginning of a file, by which its format is told.

use crate::syntax::{Source, json};
use std::collections::BTreeSet;

/// The beginning of a file, looked at once for all formats.
#[derive(Debug)]
pub(crate) struct Probe {
    pub(crate) extension: String,
    /// The first characters; empty where the file is no text.
    pub(crate) head: String,
    pub(crate) bytes: Vec<u8>,
    /// What [`json::paths`] finds, if it may be JSON.
    paths: BTreeSet<String>,
}

impl Probe {
    const HEAD: usize = 256 << 10;

    pub(crate) fn new(source: &Source) -> Self {
        let mut bytes = source.bytes[..source.bytes.len().min(Self::HEAD)].to_vec();
        let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        if wide {
            bytes.truncate(bytes.len() / 2 * 2);
        } else {
            // Not in the middle of a character.
            let cut = match std::str::from_utf8(&bytes) {
                Err(error) if error.error_len().is_none() => error.valid_up_to(),
                _ => bytes.len(),
            };
            bytes.truncate(cut);
        }
        let head = Source::new(source.name.clone(), bytes.clone()).text().unwrap_or_default();
        let start = head.trim_start();
        let paths = if start.starts_with(['{', '[']) { json::paths(start) } else { BTreeSet::new() };
        Self { extension: source.extension(), head, bytes, paths }
    }

    /// Whether a path such as `[].text:s` occurs; `*` at the beginning stands for the file as one object, as a list of
    /// objects, or lines of either.
    pub(crate) fn has(&self, path: &str) -> bool {
        match path.strip_prefix('*') {
            Some(rest) => ["", "[]"].iter().any(|start| self.paths.contains(&format!("{start}{rest}"))),
            None => self.paths.contains(path),
        }
    }

    /// Whether one of these paths occurs.
    pub(crate) fn any(&self, paths: &[&str]) -> bool {
        paths.iter().any(|path| self.has(path))
    }

    /// Whether a path occurs below any one field of the objects, as `[].labels[]:s` below `label` in `[].label[].labels[]:s`.
    pub(crate) fn has_in_field(&self, path: &str) -> bool {
        let field =
            |found: &str| found.strip_suffix(path)?.trim_start_matches("[]").strip_prefix('.').map(str::to_owned);
        self.paths.iter().any(|found| field(found).is_some_and(|name| !name.is_empty() && !name.contains(['.', '['])))
    }

    pub(crate) fn is_json(&self) -> bool {
        !self.paths.is_empty()
    }

    pub(crate) fn is_xml(&self) -> bool {
        self.head.trim_start().starts_with('<')
    }

    /// The first lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.head.lines().take(200)
    }
}
