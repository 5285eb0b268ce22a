//! A file's bytes become a text: strictly, and nothing else is changed.

use crate::encoding::{self, Encoding};
use crate::place::Place;
use crate::{binary, choices, utf16};
use postil_core::MAX_TEXT_BYTES;
use postil_messages::Choice;

/// A text, without its byte-order mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// The encoding's name in the Encoding Standard, and what was done about damage.
    pub encoding: String,
    /// Whether a byte-order mark was taken off.
    pub had_bom: bool,
}

/// Why there is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, and where, in sentences that begin with “It”.
    pub problem: String,
    /// Encodings in which the bytes do make sense.
    pub choices: Vec<Choice>,
}

/// Reads a file: in the encoding that a person chose, by its name in the Encoding Standard; else as its byte-order mark
/// says; else it must be UTF-8, since no other encoding proves itself. Whoever chooses UTF-8 knows that the file is not
/// quite that, and gets U+FFFD for what is damaged. O(n).
///
/// # Errors
/// If the bytes are no text, or not in that encoding: says where.
pub fn decode(bytes: Vec<u8>, encoding: Option<&str>) -> Result<Decoded, Refusal> {
    let refuse = |problem: String| Err(Refusal { problem: format!("It {problem}"), choices: Vec::new() });
    if bytes.is_empty() {
        return refuse("is empty: there is no text to annotate.".to_owned());
    }
    if bytes.len() > MAX_TEXT_BYTES {
        return refuse(too_large(bytes.len()));
    }
    if let (Some(problem), None) = (binary::known_format(&bytes), encoding) {
        return refuse(problem.to_owned());
    }
    let marked = Encoding::of_mark(&bytes);
    let is_chosen = encoding.is_some();
    let encoding = match (encoding, marked) {
        (Some(name), _) => match Encoding::of_name(name) {
            Some(chosen) => chosen,
            None => return refuse(format!("cannot be read in {name}: Postil does not know that encoding.")),
        },
        (None, Some((marked, _))) => marked,
        (None, None) => Encoding::Utf8,
    };
    let skip = marked.filter(|(marked, _)| *marked == encoding).map_or(0, |(_, mark)| mark);
    if bytes.len() == skip {
        return refuse("is empty but for a byte-order mark: there is no text to annotate.".to_owned());
    }
    let offer = |bytes: &[u8]| {
        let is_settled = is_chosen || skip > 0 && encoding.is_wide();
        if is_settled { Vec::new() } else { choices::choices(bytes, skip) }
    };
    let mut decoded = Decoded { text: String::new(), encoding: encoding.name().to_owned(), had_bom: skip > 0 };
    match read(bytes, skip, encoding) {
        Ok(text) => decoded.text = text,
        Err((bytes, _)) if is_chosen && encoding == Encoding::Utf8 => {
            decoded.text = String::from_utf8_lossy(&bytes[skip..]).into_owned();
            decoded.encoding = match damaged_places(&bytes[skip..]) {
                1 => "UTF-8, damaged in one place".to_owned(),
                places => format!("UTF-8, damaged in {places} places"),
            };
        }
        Err((bytes, problem)) => {
            let choices = offer(&bytes);
            // The zero bytes of UTF-16 are no NULs.
            let binary = binary::looks_binary(&bytes).filter(|_| !encoding.is_wide());
            let problem = match binary {
                Some(binary) if choices.is_empty() => format!("It {binary}"),
                _ if choices.is_empty() => format!("It {problem}"),
                _ => format!("It {problem} Choose how it was written:"),
            };
            return Err(Refusal { problem, choices });
        }
    }
    if let Some(problem) = binary::looks_binary(decoded.text.as_bytes()) {
        // UTF-16 without a mark is often UTF-8 too, with a NUL beside each letter.
        let choices = offer(decoded.text.as_bytes());
        let problem = if choices.is_empty() { problem } else { "may be UTF-16. Choose how it was written:".to_owned() };
        return Err(Refusal { problem: format!("It {problem}"), choices });
    }
    if decoded.text.len() > MAX_TEXT_BYTES {
        return refuse(too_large(decoded.text.len()));
    }
    Ok(decoded)
}

/// In how many places bytes are not UTF-8.
pub(crate) fn damaged_places(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count()
}

fn too_large(bytes: usize) -> String {
    let mib = |bytes: usize| bytes.div_ceil(1 << 20);
    format!(
        "has {} MB of text; Postil opens up to {} MB. Split it into parts and open each by itself.",
        mib(bytes),
        mib(MAX_TEXT_BYTES)
    )
}

/// The text after the first `skip` bytes, or the bytes back with what is wrong.
fn read(mut bytes: Vec<u8>, skip: usize, encoding: Encoding) -> Result<String, (Vec<u8>, String)> {
    match encoding {
        Encoding::Utf8 => match std::str::from_utf8(&bytes[skip..]) {
            Ok(_) => {
                // In place: a text of 100 MB is not held twice.
                bytes.drain(..skip);
                String::from_utf8(bytes).map_err(|error| (error.into_bytes(), String::new()))
            }
            Err(error) => {
                let problem = not_utf8(&bytes, skip, error);
                Err((bytes, problem))
            }
        },
        Encoding::Utf16Le | Encoding::Utf16Be => {
            utf16::decode(&bytes[skip..], encoding == Encoding::Utf16Be).map_err(|damage| (bytes, damage.after(skip)))
        }
        Encoding::Windows1252 | Encoding::Windows1254 => {
            Ok(encoding::windows(&bytes, encoding == Encoding::Windows1254))
        }
    }
}

fn not_utf8(bytes: &[u8], skip: usize, error: std::str::Utf8Error) -> String {
    let at = skip + error.valid_up_to();
    let place = Place::after(&String::from_utf8_lossy(&bytes[skip..at]));
    match error.error_len() {
        Some(_) => format!("is not UTF-8: byte {at} ({place}) is 0x{:02X}, which cannot stand there.", bytes[at]),
        None => format!("is not whole: byte {at} ({place}) begins a character that never ends."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> Decoded {
        decode(bytes.to_vec(), None).expect("it decodes")
    }

    fn refusal(bytes: &[u8]) -> (String, Vec<String>) {
        let refusal = decode(bytes.to_vec(), None).expect_err("it does not decode");
        (refusal.problem, refusal.choices.into_iter().map(|choice| choice.encoding).collect())
    }

    fn utf16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn marks_decide_and_nothing_else_changes() {
        let hard = "a\r\nb\rc\n cafe\u{301} \u{1F600} \u{feff} הא\u{c}\u{1b}[0m";
        let le = utf16_bytes(hard, u16::to_le_bytes);
        let be = utf16_bytes(hard, u16::to_be_bytes);
        for (bytes, encoding, had_bom) in [
            (hard.as_bytes().to_vec(), "UTF-8", false),
            ([b"\xef\xbb\xbf", hard.as_bytes()].concat(), "UTF-8", true),
            ([b"\xff\xfe", &le[..]].concat(), "UTF-16LE", true),
            ([b"\xfe\xff", &be[..]].concat(), "UTF-16BE", true),
        ] {
            assert_eq!(text(&bytes), Decoded { text: hard.to_owned(), encoding: encoding.to_owned(), had_bom });
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_the_reason() {
        for (bytes, reason) in [
            (&b""[..], "empty"),
            (b"\xef\xbb\xbf", "byte-order mark"),
            (b"\xff\xfe", "byte-order mark"),
            (b"%PDF-1.4\n1 0 obj", "PDF"),
            (b"PK\x03\x04rest", "Word"),
            (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
            (b"{\\rtf1 \\b text}", "RTF"),
            (b"ELF\0\x01\x02 and so on", "byte 3 is NUL"),
            (b"\x01\x02\x03\x04text", "control codes, the first (0x01) at byte 0"),
            (b"\xff\xfe\0\0a\0\0\0", "UTF-32"),
            (b"\xff\xfea\0\n\0b\0=\xd8c\0", "byte 8 (line 2, column 2): the lone surrogate D83D"),
            (b"\xfe\xff\0a\xde\0", "byte 4 (line 1, column 2): the lone surrogate DE00"),
            (b"\xff\xfea\0b", "ends at byte 4"),
        ] {
            let (problem, choices) = refusal(bytes);
            assert!(problem.contains(reason), "{bytes:?}: {problem}");
            assert!(problem.starts_with("It ") && choices.is_empty(), "{problem} {choices:?}");
        }
    }

    #[test]
    fn a_bad_byte_has_a_place_and_a_way_out() {
        let (problem, choices) = refusal(b"one\r\ntwo \xc3\xa9\xe7 three");
        assert!(problem.contains("byte 11 (line 2, column 6) is 0xE7"), "{problem}");
        assert_eq!(choices, ["windows-1252"]);
        let (problem, _) = refusal("cut off: Erdoğ".as_bytes().split_last().expect("it has bytes").1);
        assert!(problem.contains("begins a character that never ends"), "{problem}");
    }

    #[test]
    fn turkish_is_offered_first_where_it_reads_as_turkish() {
        let bytes =
            b"Cumhurba\xfekan\xfd Erdo\xf0an, pazar g\xfcn\xfc yapt\xfd\xf0\xfd a\xe7\xfdklamada \xddstanbul'a \
            gidece\xf0ini ve g\xf6r\xfc\xfemelerin s\xfcrece\xf0ini s\xf6yledi.";
        let refusal = decode(bytes.to_vec(), None).expect_err("it is not UTF-8");
        let found: Vec<_> = refusal.choices.iter().map(|choice| choice.encoding.as_str()).collect();
        assert_eq!(found, ["windows-1254", "windows-1252"]);
        assert!(refusal.choices[0].preview.starts_with("Cumhurbaşkanı Erdoğan, pazar"), "{refusal:?}");
        assert!(refusal.choices[1].preview.starts_with("Cumhurbaþkaný Erdoðan"));
        let decoded = decode(bytes.to_vec(), Some("windows-1254")).expect("every byte has a letter");
        assert!(decoded.text.contains("İstanbul'a gideceğini"));
        assert_eq!(decoded.encoding, "windows-1254");
    }

    #[test]
    fn utf_16_without_a_mark_is_offered() {
        for (order, encoding) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")]
        {
            for original in ["Erdoğan met Putin.\r\n", "Plain text, and more of it.", "Он сказал.\nДа.", "他说。是。"]
            {
                let bytes = utf16_bytes(original, order);
                let (problem, choices) = refusal(&bytes);
                assert_eq!(choices.first().map(String::as_str), Some(encoding), "{original} {problem} {choices:?}");
                let decoded = decode(bytes, Some(encoding)).expect("it was offered");
                assert_eq!((decoded.text.as_str(), decoded.had_bom), (original, false));
            }
        }
    }

    #[test]
    fn damaged_utf_8_can_be_read_as_such() {
        let damaged = [&b"\xef\xbb\xbf"[..], "Erdoğan, Gül, Çavuşoğlu".as_bytes(), b" \xff end"].concat();
        let (_, choices) = refusal(&damaged);
        assert_eq!(choices[0], "UTF-8");
        let decoded = decode(damaged, Some("UTF-8")).expect("it was offered");
        assert_eq!(decoded.text, "Erdoğan, Gül, Çavuşoğlu \u{fffd} end");
        assert_eq!(decoded.encoding, "UTF-8, damaged in one place");
    }

    #[test]
    fn a_text_may_begin_like_another_format() {
        assert!(text(b"GIF89a is a format.").text.starts_with("GIF"));
        assert!(text("BZh, ağ".as_bytes()).text.starts_with("BZh"));
        let pasted = decode(b"%PDF-1.4 is how a PDF begins.".to_vec(), Some("utf-8"));
        assert!(pasted.is_ok(), "a person says that it is text");
    }

    #[test]
    fn an_unknown_encoding_is_refused() {
        let refusal = decode(b"text".to_vec(), Some("klingon")).expect_err("nobody knows it");
        assert!(refusal.problem.starts_with("It cannot be read in klingon"));
    }

    proptest! {
        #[test]
        fn nothing_panics_and_all_choices_work(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Err(refusal) = decode(bytes.clone(), None) {
                for choice in refusal.choices {
                    prop_assert!(decode(bytes.clone(), Some(&choice.encoding)).is_ok(), "{}", choice.encoding);
                }
            }
        }

        #[test]
        fn utf_8_is_kept(text in "[^\\x00-\\x1f\\x7f\u{feff}]\\PC{0,40}") {
            prop_assume!(binary::known_format(text.as_bytes()).is_none());
            prop_assert_eq!(decode(text.clone().into_bytes(), None).map(|decoded| decoded.text), Ok(text));
        }
    }
}
