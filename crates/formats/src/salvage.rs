//! One file that cannot be read does not keep the others of its group from being read.

use crate::document::{Parsed, Report};
use crate::format::{Format, Reading};
use crate::parse::parse;
use crate::syntax::{Error, Source};

/// After so many files that cannot be read, those that are left are not tried: they are of another format, or all are
/// damaged.
const MAX_BAD: usize = 100;

/// Reads files that belong together, as [`parse`] does, without those that cannot be read, each of which is told. Each of
/// these costs reading the others anew.
pub fn parse_each(format: &Format, mut sources: Vec<Source>, reading: &Reading) -> (Parsed, Vec<Error>) {
    let mut errors = Vec::new();
    loop {
        let error = match parse(format, &sources, reading) {
            Ok(parsed) => return (parsed, errors),
            Err(error) => error,
        };
        let bad = sources.iter().position(|source| source.name == error.file);
        errors.push(error);
        match bad {
            Some(bad) if sources.len() > 1 && errors.len() < MAX_BAD => drop(sources.remove(bad)),
            _ => return (Parsed { documents: Vec::new(), report: Report::default() }, errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::format;

    #[test]
    fn the_others_are_read() {
        let sources =
            [("a.ann", "T1\tPER 0 2\tAn\n"), ("b.ann", "T1\tPER 0 3\tBob\n"), ("b.txt", "Bob."), ("c.ann", "")];
        let sources = sources.map(|(name, text)| Source::new(name, text)).to_vec();
        let (parsed, errors) = parse_each(format("brat").unwrap(), sources, &Reading::default());
        let names: Vec<&str> = parsed.documents.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["b"]);
        let files: Vec<&str> = errors.iter().map(|it| &*it.file).collect();
        assert_eq!(files, ["a.ann", "c.ann"]);
    }

    #[test]
    fn nothing_but_damage_ends() {
        let sources = (0..300).map(|i| Source::new(format!("{i}.ann"), "")).collect();
        let (parsed, errors) = parse_each(format("brat").unwrap(), sources, &Reading::default());
        assert_eq!((parsed.documents.len(), errors.len()), (0, MAX_BAD));
    }
}
