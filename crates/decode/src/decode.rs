//! A file's bytes become a text: strictly, and nothing else is changed.

use crate::candidates::{all, has_escapes, likely};
use crate::damage::Fault;
use crate::unicode::not_utf8;
use crate::{Candidate, Damage, Decoder, Encoding, Place, binary, declared, mark, utf16};

/// A text, without its byte-order mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub manner: Manner,
}

/// How bytes were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    pub encoding: Encoding,
    pub how: How,
    /// Places that are U+FFFD because the bytes there are not of the encoding.
    pub damaged: usize,
}

/// How an encoding was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By a byte-order mark.
    Mark,
    /// The bytes are UTF-8, which other bytes hardly ever are by chance.
    Valid,
    /// HTML or XML says so.
    Declared,
    /// It explains the bytes far better than any other. That can be wrong: a person should hear of it.
    Guessed,
    /// By a person.
    Chosen,
}

/// Why there is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, and where, as what a sentence says of the file: “is not UTF-8: …”.
    pub problem: String,
    /// Where the bytes are not UTF-8, or not of the encoding that they are said to be in.
    pub damage: Option<Damage>,
    /// How the bytes may be read, the likeliest first. Empty where they are no text, or there is nothing to choose.
    pub candidates: Vec<Candidate>,
}

/// How to read.
#[derive(Clone, Copy)]
pub struct Reading<'d> {
    pub decoder: &'d dyn Decoder,
    /// What a person says. It is stronger than what the bytes say.
    pub chosen: Option<Encoding>,
    /// Whether a guess that is sure is taken: somebody must hear of it, and be able to choose again.
    pub guesses: bool,
    /// Whether U+FFFD stands for what is not of a chosen encoding: somebody must have seen it.
    pub replaces: bool,
}

/// Reads a file: in the encoding that a person chose; else as its byte-order mark says; else as UTF-8, if it is that; else as
/// its markup declares; else by a guess. O(n).
///
/// # Errors
/// If the bytes are no text, or in an encoding that nobody said: tells where, and what they may be.
pub fn decode(bytes: Vec<u8>, reading: &Reading) -> Result<Decoded, Refusal> {
    if let Some(encoding) = reading.chosen {
        return text_of(chosen(bytes, encoding, reading)?);
    }
    if let Some(problem) = binary::known_format(&bytes) {
        return Err(Refusal::of(problem.to_owned()));
    }
    let skip = match mark(&bytes) {
        Some((Encoding::UTF_8, skip)) => skip,
        Some((encoding, skip)) => {
            let text = utf16::decode(&bytes, skip, encoding).map_err(Refusal::at)?;
            return text_of(Decoded::new(text, encoding, How::Mark));
        }
        None => 0,
    };
    if let Err(error) = std::str::from_utf8(&bytes[skip..]) {
        let damage = not_utf8(&bytes, skip, error);
        return other(bytes, damage, reading);
    }
    if skip == 0 && (bytes.contains(&0) || has_escapes(&bytes)) {
        return disguised(bytes, reading);
    }
    let how = if skip > 0 { How::Mark } else { How::Valid };
    text_of(Decoded::new(without_mark(bytes, skip), Encoding::UTF_8, how))
}

/// In place: a text of 100 MB is not held twice.
fn without_mark(mut bytes: Vec<u8>, skip: usize) -> String {
    bytes.drain(..skip);
    String::from_utf8(bytes).expect("it was looked at")
}

/// What was read, unless it is no text.
fn text_of(decoded: Decoded) -> Result<Decoded, Refusal> {
    match binary::looks_binary(decoded.text.as_bytes()) {
        Some(problem) => Err(Refusal::of(problem)),
        None => Ok(decoded),
    }
}

fn chosen(bytes: Vec<u8>, encoding: Encoding, reading: &Reading) -> Result<Decoded, Refusal> {
    let skip = mark(&bytes).filter(|(marked, _)| *marked == encoding).map_or(0, |(_, skip)| skip);
    let decoded = |text, damaged| Decoded { text, manner: Manner { encoding, how: How::Chosen, damaged } };
    if encoding == Encoding::UTF_8 && std::str::from_utf8(&bytes[skip..]).is_ok() {
        return Ok(decoded(without_mark(bytes, skip), 0));
    }
    let rest = &bytes[skip..];
    if let Some(text) = reading.decoder.strict(encoding, rest) {
        return Ok(decoded(text, 0));
    }
    if reading.replaces {
        let text = reading.decoder.lossy(encoding, rest);
        let damaged = text.split('\u{fffd}').count() - 1;
        return Ok(decoded(text, damaged));
    }
    Err(Refusal::at(damage(&bytes, skip, encoding, reading.decoder)))
}

/// Where bytes are not of an encoding.
fn damage(bytes: &[u8], skip: usize, encoding: Encoding, decoder: &dyn Decoder) -> Damage {
    let strict = match encoding {
        Encoding::UTF_8 => std::str::from_utf8(&bytes[skip..]).err().map(|error| not_utf8(bytes, skip, error)),
        _ if encoding.is_utf16() => utf16::decode(bytes, skip, encoding).err(),
        _ => None,
    };
    strict.unwrap_or_else(|| {
        let text = decoder.lossy(encoding, &bytes[skip..]);
        let before = text.split('\u{fffd}').next().unwrap_or_default();
        Damage { encoding, byte: None, place: Place::after(before), fault: Fault::Unknown }
    })
}

/// What is UTF-8 by its bytes, and may be UTF-16 or Japanese with escapes all the same.
fn disguised(bytes: Vec<u8>, reading: &Reading) -> Result<Decoded, Refusal> {
    let found = likely(&bytes, reading.decoder);
    let Some(encoding) = found.encodings.first().copied() else {
        return text_of(Decoded::new(without_mark(bytes, 0), Encoding::UTF_8, How::Valid));
    };
    if reading.guesses
        && found.is_sure
        && let Some(text) = reading.decoder.strict(encoding, &bytes)
    {
        return text_of(Decoded::new(text, encoding, How::Guessed));
    }
    let problem = format!("may be {encoding}, which nothing in it says.");
    Err(Refusal { problem, damage: None, candidates: all(&bytes, &found, reading.decoder) })
}

/// What is not UTF-8.
fn other(bytes: Vec<u8>, damage: Damage, reading: &Reading) -> Result<Decoded, Refusal> {
    let decoder = reading.decoder;
    let binary = binary::looks_binary(&bytes);
    if let (Some(encoding), None) = (declared::encoding(&bytes, decoder), &binary)
        && let Some(text) = decoder.strict(encoding, &bytes)
    {
        return text_of(Decoded::new(text, encoding, How::Declared));
    }
    let found = likely(&bytes, decoder);
    let Some(first) = found.encodings.first() else {
        return Err(binary.map_or_else(|| Refusal::at(damage), Refusal::of));
    };
    if reading.guesses
        && found.is_sure
        && let Some(text) = decoder.strict(*first, &bytes)
    {
        return text_of(Decoded::new(text, *first, How::Guessed));
    }
    Err(Refusal { candidates: all(&bytes, &found, decoder), ..Refusal::at(damage) })
}

impl Decoded {
    fn new(text: String, encoding: Encoding, how: How) -> Self {
        Self { text, manner: Manner { encoding, how, damaged: 0 } }
    }
}

impl Refusal {
    fn of(problem: String) -> Self {
        Self { problem, damage: None, candidates: Vec::new() }
    }

    fn at(damage: Damage) -> Self {
        Self { damage: Some(damage.clone()), ..Self::of(damage.to_string()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Native;
    use proptest::prelude::*;

    const WATCHED: Reading = Reading { decoder: &Native, chosen: None, guesses: true, replaces: true };
    const ALONE: Reading = Reading { guesses: false, replaces: false, ..WATCHED };

    fn in_encoding(name: &str) -> Reading<'static> {
        Reading { chosen: Encoding::named(name), ..WATCHED }
    }

    fn text(bytes: &[u8]) -> (String, &'static str, How) {
        let Decoded { text, manner } = decode(bytes.to_vec(), &WATCHED).expect("it decodes");
        let Manner { encoding, how, damaged } = manner;
        assert_eq!(damaged, 0);
        (text, encoding.name(), how)
    }

    /// What is wrong, and what is likely.
    fn refusal(bytes: &[u8]) -> (String, Vec<&'static str>) {
        let Refusal { problem, candidates, .. } = decode(bytes.to_vec(), &WATCHED).expect_err("it does not decode");
        (problem, candidates.iter().filter(|it| it.is_likely).map(|it| it.encoding.name()).collect())
    }

    fn utf16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn marks_decide_and_nothing_else_changes() {
        let hard = "a\r\nb\rc\n cafe\u{301} \u{1F600} \u{feff} הא\u{c}\u{1b}[0m";
        let le = utf16_bytes(hard, u16::to_le_bytes);
        let be = utf16_bytes(hard, u16::to_be_bytes);
        for (bytes, encoding, how) in [
            (hard.as_bytes().to_vec(), "UTF-8", How::Valid),
            ([b"\xef\xbb\xbf", hard.as_bytes()].concat(), "UTF-8", How::Mark),
            ([b"\xff\xfe", &le[..]].concat(), "UTF-16LE", How::Mark),
            ([b"\xfe\xff", &be[..]].concat(), "UTF-16BE", How::Mark),
            (Vec::new(), "UTF-8", How::Valid),
        ] {
            let expected = if bytes.is_empty() { "" } else { hard };
            assert_eq!(text(&bytes), (expected.to_owned(), encoding, how));
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_the_reason() {
        for (bytes, reason) in [
            (&b"%PDF-1.4\n1 0 obj"[..], "PDF"),
            (b"PK\x03\x04rest", "Word"),
            (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
            (b"{\\rtf1 \\b text}", "RTF"),
            (b"x\x9c\x0b\x01", "zlib"),
            (b"ELF\0\x01\x02 and so on", "byte 3 is NUL"),
            (b"\x01\x02\x03\x04text", "control codes, the first (0x01) at byte 0"),
            (b"\xff\xfe\0\0a\0\0\0", "UTF-32"),
            (b"\xff\xfea\0\n\0b\0=\xd8c\0", "byte 8 (line 2, column 2): the lone surrogate D83D"),
            (b"\xfe\xff\0a\xde\0", "byte 4 (line 1, column 2): the lone surrogate DE00"),
            (b"\xff\xfea\0b", "byte 4 (line 1, column 2) begins a character that never ends"),
        ] {
            let (problem, likely) = refusal(bytes);
            assert!(problem.contains(reason), "{bytes:?}: {problem}");
            assert!(likely.is_empty(), "{problem} {likely:?}");
        }
    }

    #[test]
    fn a_bad_byte_has_a_place_and_a_way_out() {
        let (problem, likely) = refusal(b"one\r\ntwo \xc3\xa9\xe7 three");
        assert!(problem.contains("byte 11 (line 2, column 6) is 0xE7"), "{problem}");
        assert_eq!(likely[0], "windows-1252");
        let (problem, _) = refusal("cut off: Erdoğ".as_bytes().split_last().expect("it has bytes").1);
        assert!(problem.contains("begins a character that never ends"), "{problem}");
    }

    const TURKISH: &[u8] =
        b"Cumhurba\xfekan\xfd Erdo\xf0an, pazar g\xfcn\xfc yapt\xfd\xf0\xfd a\xe7\xfdklamada \xddstanbul'a \
        gidece\xf0ini ve g\xf6r\xfc\xfemelerin s\xfcrece\xf0ini s\xf6yledi.";

    #[test]
    fn a_guess_is_taken_where_somebody_watches() {
        let (read, encoding, how) = text(TURKISH);
        assert_eq!((encoding, how), ("windows-1254", How::Guessed));
        assert!(read.contains("İstanbul'a gideceğini"));
        let refusal = decode(TURKISH.to_vec(), &ALONE).expect_err("nobody said so");
        let found: Vec<_> = refusal.candidates.iter().map(|it| it.encoding.name()).collect();
        assert_eq!(found[0], "windows-1254");
        assert!(refusal.candidates[0].preview.starts_with("Cumhurbaşkanı Erdoğan, pazar"), "{refusal:?}");
        let western = refusal.candidates.iter().find(|it| it.encoding == Encoding::WINDOWS_1252);
        assert!(western.is_some_and(|it| it.preview.starts_with("Cumhurbaþkaný Erdoðan")));
        assert_eq!(found.len(), Encoding::all().count(), "every encoding is there");
    }

    #[test]
    fn utf_16_without_a_mark_is_told() {
        for (order, encoding) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")]
        {
            for original in ["Erdoğan met Putin.\r\n", "Plain text, and more of it.", "Он сказал.\nДа.", "他说。是。"]
            {
                let bytes = utf16_bytes(original, order);
                assert_eq!(text(&bytes), (original.to_owned(), encoding, How::Guessed));
                let refusal = decode(bytes, &ALONE).expect_err("nothing in it says so");
                assert_eq!(refusal.candidates[0].encoding.name(), encoding, "{refusal:?}");
            }
        }
    }

    #[test]
    fn long_utf_16_is_told_by_its_beginning() {
        // A pair lies across every even place.
        let long = format!("a {}", "\u{1F600}".repeat(100_000));
        for original in [long.clone(), format!("a{long}")] {
            let bytes = utf16_bytes(&original, u16::to_le_bytes);
            assert_eq!(text(&bytes), (original, "UTF-16LE", How::Guessed));
        }
        let mut broken = utf16_bytes(&long, u16::to_le_bytes);
        broken.truncate(broken.len() - 2);
        let refusal = decode(broken, &WATCHED).expect_err("half a pair is at its end");
        assert_eq!(refusal.candidates[0].encoding, Encoding::UTF_16LE);
    }

    #[test]
    fn japanese_with_escapes_is_not_read_as_ascii() {
        let bytes = b"Kyoto is \x1b$B5~ET\x1b(B.".to_vec();
        assert_eq!(text(&bytes), ("Kyoto is 京都.".to_owned(), "ISO-2022-JP", How::Guessed));
        let refusal = decode(bytes, &ALONE).expect_err("it may be ASCII");
        assert_eq!(refusal.problem, "may be ISO-2022-JP, which nothing in it says.");
        assert_eq!(text(b"\x1b[0m and \x1b(B").2, How::Valid, "a terminal has escapes too");
        assert_eq!(text(b"\x1b$ echo \x1b$ and \x1b").2, How::Valid, "what is no Japanese is ASCII");
    }

    #[test]
    fn damaged_utf_8_can_be_read_as_such() {
        let damaged = [&b"\xef\xbb\xbf"[..], "Erdoğan, Gül, Çavuşoğlu".as_bytes(), b" \xff end"].concat();
        let (_, likely) = refusal(&damaged);
        assert_eq!(likely[0], "UTF-8");
        let decoded = decode(damaged.clone(), &in_encoding("UTF-8")).expect("it was offered");
        assert_eq!((decoded.text.as_str(), decoded.manner.damaged), ("Erdoğan, Gül, Çavuşoğlu \u{fffd} end", 1));
        let reading = Reading { replaces: false, ..in_encoding("UTF-8") };
        let refusal = decode(damaged, &reading).expect_err("nobody would see it");
        assert!(
            refusal.problem.starts_with("is not UTF-8: byte 32 (line 1, column 25) is 0xFF"),
            "{}",
            refusal.problem
        );
    }

    #[test]
    fn what_is_not_of_a_chosen_encoding_has_a_place() {
        let reading = Reading { replaces: false, ..in_encoding("Shift_JIS") };
        let refusal = decode(b"one\n\x93\xfa\x96{ \xfd\xfe".to_vec(), &reading).expect_err("0xFD begins nothing");
        assert_eq!(refusal.problem, "is not Shift_JIS: line 2, column 4 holds bytes that mean nothing in it.");
    }

    #[test]
    fn declarations_count_where_bytes_prove_nothing() {
        let page = b"<html><meta charset=windows-1251><p>\xcc\xe8\xf0</p>";
        assert_eq!(
            text(page),
            ("<html><meta charset=windows-1251><p>Мир</p>".to_owned(), "windows-1251", How::Declared)
        );
        assert!(decode(page.to_vec(), &ALONE).is_ok_and(|it| it.manner.how == How::Declared));
        let (_, encoding, how) = text(b"<?xml version='1.0' encoding='latin1'?><a>\xe9</a>");
        assert_eq!((encoding, how), ("windows-1252", How::Declared));
        // UTF-8 proves itself, and what cannot be is not believed.
        assert_eq!(text("<meta charset=latin1>é".as_bytes()).2, How::Valid);
        assert!(!refusal(b"<meta charset=utf-8>\xe9").1.is_empty());
        assert!(!refusal(b"<meta charset=gbk>caf\xe9").1.is_empty());
    }

    #[test]
    fn a_text_may_begin_like_another_format() {
        assert!(text(b"GIF89a is a format.").0.starts_with("GIF"));
        assert!(text("BZh, ağ".as_bytes()).0.starts_with("BZh"));
        let pasted = decode(b"%PDF-1.4 is how a PDF begins.".to_vec(), &in_encoding("utf-8"));
        assert!(pasted.is_ok(), "a person says that it is text");
    }

    #[test]
    fn a_choice_is_stronger_than_what_the_bytes_say() {
        let decoded = decode("\u{feff}é".into(), &in_encoding("windows-1252")).expect("every byte is a letter");
        assert_eq!((decoded.text.as_str(), decoded.manner.how), ("ï»¿Ã©", How::Chosen));
        let decoded = decode("\u{feff}é".into(), &in_encoding("UTF-8")).expect("it is UTF-8");
        assert_eq!(decoded.text, "é");
    }

    #[test]
    fn every_encoding_is_there_to_choose() {
        let likely = |bytes: &[u8]| {
            let all = crate::candidates(bytes, &Native);
            assert_eq!(all.len(), Encoding::all().count());
            let likely = all.into_iter().filter(|it| it.is_likely).map(|it| (it.encoding.name(), it.preview));
            likely.collect::<Vec<_>>()
        };
        assert_eq!(likely("één café".as_bytes())[0], ("UTF-8", "één café".to_owned()));
        assert_eq!(likely(b"plain"), [("UTF-8", "plain".to_owned())]);
        assert_eq!(likely(b""), [("UTF-8", String::new())]);
        assert_eq!(likely(b"a\0b\0 \0c\0")[0], ("UTF-16LE", "ab c".to_owned()));
        // The preview is of the first word that tells the likeliest two apart.
        let bytes = [&b"caf\xe9 "[..], &b"na\xefve ".repeat(50), b"Erdo\xf0an, \xddstanbul"].concat();
        let shown = likely(&bytes);
        assert!(shown.iter().any(|(_, preview)| preview.contains("Erdoğan, İstanbul")), "{shown:?}");
    }

    proptest! {
        #[test]
        fn nothing_panics_and_all_choices_work(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Err(refusal) = decode(bytes.clone(), &WATCHED) {
                for candidate in refusal.candidates {
                    let reading = Reading { chosen: Some(candidate.encoding), ..ALONE };
                    let read = decode(bytes.clone(), &reading);
                    prop_assert_eq!(candidate.damaged > 0, read.as_ref().is_err_and(|it| it.damage.is_some()), "{} {:?}", candidate.encoding, read);
                }
            }
        }

        #[test]
        fn utf_8_is_kept(text in "[^\\x00-\\x1f\\x7f\u{feff}]\\PC{0,40}") {
            prop_assume!(binary::known_format(text.as_bytes()).is_none());
            prop_assert_eq!(decode(text.clone().into_bytes(), &ALONE).map(|decoded| decoded.text), Ok(text));
        }
    }
}
