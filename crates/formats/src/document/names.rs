//! Names as the core takes them: one line, neither empty nor endless.

/// What a label is called that the file leaves out.
pub const UNLABELLED: &str = "unlabelled";

/// What clusters are called here, since files do not say.
pub(crate) const COREFERENCE: &str = "coreference";

/// Characters of what a document is called.
pub(crate) const MAX_NAME: usize = 1000;

/// Bytes of a label, a role or the name of an attribute.
pub(crate) const MAX_LABEL: usize = 256;

/// A name as a title that our files take: one line, not empty, not endless.
pub(crate) fn title(name: &str) -> String {
    bounded(name, MAX_NAME).unwrap_or_else(|| "Untitled".to_owned())
}

/// A name of a label as our files take it: as many characters as its id may have bytes. None when nothing of it is left.
pub(crate) fn line(name: &str) -> Option<String> {
    bounded(name, MAX_LABEL)
}

fn bounded(name: &str, max_chars: usize) -> Option<String> {
    if name.trim().is_empty() {
        return None;
    }
    if name.chars().nth(max_chars).is_none() && !name.contains(char::is_control) {
        return Some(name.to_owned());
    }
    let line: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(max_chars).collect();
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}
