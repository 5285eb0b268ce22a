//! Texts on their way in: whatever they are written in, what readers see of them is UTF-8.

use crate::document::Report;
use crate::syntax::{Error, Source};
use postil_decode::{Encoding, How, Manner, Reading, Refusal, decode};
use std::collections::BTreeMap;

/// Files whose texts are in UTF-8.
#[derive(Debug, Default)]
pub struct InUtf8 {
    /// In their order; those that are no texts are as they were.
    pub sources: Vec<Source>,
    /// How those were read that were not in UTF-8, by their names.
    pub manners: BTreeMap<String, Manner>,
    /// What is to be said about that.
    pub report: Report,
    /// Texts that nobody says how to read, or that are damaged.
    pub undecided: Vec<Undecided>,
}

/// A file that is not read, and why.
#[derive(Debug)]
pub struct Undecided {
    pub file: String,
    pub refusal: Refusal,
}

impl Undecided {
    /// The same as an error.
    pub fn error(&self) -> Error {
        let problem = self.refusal.problem.trim_end_matches('.');
        Error::new(&self.file, "", format!("it {problem}"))
    }
}

/// Writes texts in UTF-8 that are in another encoding. `otherwise` is for those that nothing says how to read. O(n); what is in
/// UTF-8 stays where it is.
pub fn in_utf8(sources: Vec<Source>, reading: &Reading, otherwise: Option<Encoding>) -> InUtf8 {
    let mut made = InUtf8::default();
    for source in sources {
        made.add(source, reading, otherwise);
    }
    made
}

impl InUtf8 {
    /// Takes in one file more.
    pub fn add(&mut self, source: Source, reading: &Reading, otherwise: Option<Encoding>) {
        // Neither UTF-16 nor escapes that begin another encoding look like this.
        let is_plain =
            |bytes: &[u8]| std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) && !bytes.contains(&0x1b);
        if reading.chosen.is_none() && is_plain(&source.bytes) {
            return self.sources.push(source);
        }
        let mut read = decode(source.bytes.clone(), reading);
        if let (Err(refusal), Some(chosen)) = (&read, otherwise)
            && !refusal.candidates.is_empty()
        {
            read = decode(source.bytes.clone(), &Reading { chosen: Some(chosen), ..*reading });
        }
        match read {
            Ok(decoded) => {
                self.tell(&source.name, decoded.manner);
                self.sources.push(Source { bytes: decoded.text.into_bytes(), ..source });
            }
            // It is no text.
            Err(refusal) if refusal.damage.is_none() && refusal.candidates.is_empty() => self.sources.push(source),
            Err(refusal) => self.undecided.push(Undecided { file: source.name, refusal }),
        }
    }

    fn tell(&mut self, file: &str, manner: Manner) {
        let Manner { encoding, how, damaged } = manner;
        self.report.file(file);
        match how {
            How::Guessed => {
                self.report.decided("", format!("it is read as {encoding}, a guess: nothing in it says so"))
            }
            How::Declared => self.report.decided("", format!("it is read as {encoding}, as it says")),
            How::Mark | How::Valid | How::Chosen => {}
        }
        if damaged > 0 {
            self.report.repaired("", format!("{damaged} places that are not {encoding} are U+FFFD"));
        }
        if encoding != Encoding::UTF_8 || damaged > 0 {
            self.manners.insert(file.to_owned(), manner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_decode::Native;

    const ALONE: Reading = Reading { decoder: &Native, chosen: None, guesses: false, replaces: false };

    fn sources() -> Vec<Source> {
        vec![
            Source::new("a.txt", "Erdoğan".as_bytes()),
            Source::new("b.txt", *b"Erdo\xf0an"),
            Source::new("c.xml", *b"<?xml version='1.0' encoding='ISO-8859-2'?><a>\xb3</a>"),
            Source::new("d.spacy", *b"x\x9c\x01\x02\xff\xfe"),
            Source::new("e.txt", *b"\xff\xfea\0\n\0"),
        ]
    }

    #[test]
    fn texts_are_in_utf_8_or_named() {
        let made = in_utf8(sources(), &ALONE, None);
        let read: Vec<(&str, &[u8])> = made.sources.iter().map(|it| (&*it.name, &*it.bytes)).collect();
        assert_eq!(
            read,
            [
                ("a.txt", "Erdoğan".as_bytes()),
                ("c.xml", "<?xml version='1.0' encoding='ISO-8859-2'?><a>ł</a>".as_bytes()),
                ("d.spacy", b"x\x9c\x01\x02\xff\xfe"),
                ("e.txt", b"a\n"),
            ]
        );
        let told: Vec<String> = made.report.entries.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["c.xml: decided: it is read as ISO-8859-2, as it says"]);
        let [undecided] = &made.undecided[..] else { panic!("{:?}", made.undecided) };
        assert_eq!(
            undecided.error().to_string(),
            "b.txt: it is not UTF-8: byte 4 (line 1, column 5) is 0xF0, which cannot stand there"
        );
    }

    #[test]
    fn what_is_undecided_may_be_said() {
        let made = in_utf8(sources(), &ALONE, Encoding::named("windows-1254"));
        assert_eq!((made.sources.len(), made.undecided.len()), (5, 0));
        assert_eq!(made.sources[1].bytes, "Erdoğan".as_bytes());
        assert_eq!(made.sources[0].bytes, "Erdoğan".as_bytes(), "the bytes of this one say it");
        let all = Reading { chosen: Encoding::named("windows-1254"), ..ALONE };
        let made = in_utf8(sources(), &all, None);
        assert_eq!(made.sources[0].bytes, "ErdoÄŸan".as_bytes(), "a person says it of all");
        assert_eq!(made.sources[3].bytes, b"x\x9c\x01\x02\xff\xfe", "but not of what is no text");
    }
}
