//! The articles that the page ships with. They stand here so that the page itself is smaller.

include!(concat!(env!("OUT_DIR"), "/samples.rs"));

/// The text of a sample by its file's name, byte for byte.
pub fn sample(file: &str) -> Option<&'static str> {
    SAMPLES.iter().find(|(name, _)| *name == file).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_the_files_byte_for_byte() {
        assert!(sample("idlib-talks.txt").is_some_and(|text| text.contains("Erdoğan")));
        assert!(sample("crlf.txt").is_some_and(|text| text.contains("\r\n")));
        assert!(sample("nothing.txt").is_none());
    }
}
