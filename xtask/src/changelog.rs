//! Reads `CHANGELOG.md`, whose sections begin with lines like `## [0.2.0] - 2026-11-29`.

use anyhow::{Result, bail, ensure};

/// The text of a version's section, without the line that begins it. An error where there is none, where the line has no
/// date of the form YYYY-MM-DD, and where nothing stands below it.
pub fn section<'c>(changelog: &'c str, version: &str) -> Result<&'c str> {
    let head = format!("## [{version}]");
    let mut rest = changelog;
    while let Some((line, after)) = rest.split_once('\n') {
        rest = after;
        let Some(date) = line.strip_prefix(&head) else { continue };
        ensure!(date.strip_prefix(" - ").is_some_and(is_date), "CHANGELOG.md: `{line}` has no date like 2026-11-29");
        let end = rest.find("\n## ").unwrap_or(rest.len());
        let text = rest[..end].trim();
        ensure!(!text.is_empty(), "CHANGELOG.md says nothing of {version}");
        return Ok(text);
    }
    bail!("CHANGELOG.md has no section of {version}: it begins with `{head} - DATE`")
}

fn is_date(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00"
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-29\n\n### Added\n\n- One.\n\n\
        ## [0.1.1] - soon\n\n- Two.\n\n## [0.1.0] - 2026-11-22\n";

    #[test]
    fn a_section_ends_where_the_next_begins() {
        assert_eq!(section(TEXT, "0.2.0").unwrap(), "### Added\n\n- One.");
    }

    #[test]
    fn what_cannot_be_released_is_refused() {
        for (version, expected) in
            [("0.1.1", "no date"), ("0.1.0", "says nothing"), ("0.3.0", "no section"), ("0.2", "no section")]
        {
            let error = section(TEXT, version).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
