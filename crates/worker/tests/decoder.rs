//! The same bytes are the same text natively and in a browser: every byte, every pair of bytes, and what else the encodings of
//! several bytes have, through both decoders, against sums that were made natively.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_decode::Encoding;
use postil_worker::decoder;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Encodings, and the sum over what their bytes are as a text and over which of them are of the encoding.
const SUMS: &[(&str, &str)] = &[
    ("UTF-8", "a86a6d7da7c06e8847936f940fed72331873974b03ec0d81e1847c037d2a72c7"),
    ("UTF-16LE", "c3e12adebbd6eb23c884d51f09fe3c7e0bba7d80ec90c4f77ab5fd5f4c6ff311"),
    ("UTF-16BE", "c3e12adebbd6eb23c884d51f09fe3c7e0bba7d80ec90c4f77ab5fd5f4c6ff311"),
    ("windows-1252", "11e94083162cca93f7646fbf1857d41e6be83485f916f0fee2bb0fa3088d2355"),
    ("ISO-8859-15", "386a58e888182942fb7627d05bd730a1a52cad172c3eb29cc7621c05b31962cd"),
    ("macintosh", "5b29ac6c9802c8327a884710ba490080cd211d52f4204d20e04eb42c6e5c35f7"),
    ("windows-1250", "3561be0413172bf4884e8b71c1d4920fbe2c2e6b4caf79202cf53c531eadb859"),
    ("ISO-8859-2", "4ec188ca73f303c24367e50f0a2462776713af26109d53db3cbe952e16592511"),
    ("ISO-8859-16", "ec6e308a9898c534a075578865d6f7c9fe4ff7a635c7495cfad0f54e61644076"),
    ("windows-1251", "e435153465ac634babea6cb5d09eb8a11ca0a72861e168132e93e2f4097dc3ec"),
    ("KOI8-R", "3fbffd864baf54d767d85c20815faa811031ad28cd2a39198681a94021caaf45"),
    ("KOI8-U", "eb987aa95ac1466e64fb1fb75f54c75e956e0fc390d2ceac2db6252fcff59c38"),
    ("ISO-8859-5", "673df1f5d5d38f7dc53e77d6b2a97253f2ba2b10506599e70da12ad7eb5a25ac"),
    ("IBM866", "f31e929b1fd714494eca559f9ecec1852aeac241d6d59391e35be7a3db401826"),
    ("x-mac-cyrillic", "ba7e73a110673fa87a09b1d9c7b927a75e3a94377e521fd61393363bc9311f05"),
    ("windows-1253", "80a3b144fae8fbaf9c2930842de89bde5fa8d40c0408a50a518f7ac30ea94804"),
    ("ISO-8859-7", "21c7c45b36ea9cbb546db21fb39113256b3931ec06666b70b6330ecc68e1ab06"),
    ("windows-1254", "4d7d45d6f9656f56b54c4ffeba09471795c48cb5a4aaf6fa366043a0e339f2f5"),
    ("windows-1255", "be042e9a12b2c6d0ac68da12addef584724f87c814314050322233e2b81dfbed"),
    ("ISO-8859-8", "8e743514e787e7ab893abb58f540d0e5ae3c95daf895d369db0c0fcc24734884"),
    ("ISO-8859-8-I", "8e743514e787e7ab893abb58f540d0e5ae3c95daf895d369db0c0fcc24734884"),
    ("windows-1256", "fbccf210e077feb36da27f7dd2270ce3716a0de9b1660fd8ba6f5df9a1b73bb5"),
    ("ISO-8859-6", "e53744f779f6fddab33567f306c2e29b4a74a15fa9fa8316d87b83a4d9d851b6"),
    ("windows-1257", "22357a3be6ac3edfad4f66be3e51199eb409a36eebf668981a0e4196ce57c240"),
    ("ISO-8859-13", "8a5069a5e17a1f9ee0d0cdf54c1e0e7406ba3548628a9c80faaf9933e0ee4395"),
    ("ISO-8859-4", "0d7d57a7b198d81d15d21b2c355e445c059c97c187f89a0dc1f56b45495d9afd"),
    ("ISO-8859-10", "f065a38b827a4981367fd51ae4187f26e384a6e1a60f65ece553e637e350949c"),
    ("windows-1258", "465217e9dab4cd09f12c683e040c38bbb4ee86a630c28816ef3758f6ca519960"),
    ("windows-874", "e3c8e417ef9c7366fc12dae235394576d104d508c16c2ca928fdc02c1989c1eb"),
    ("ISO-8859-3", "037109cc55518e10c9ce4cdfb43dde318b5afd4d8f05e7c85d014589dd59574f"),
    ("ISO-8859-14", "44d5f397ef3213a3136ab1271aa1e1c070a1dbd562c9e3eed06347fd39111804"),
    ("GBK", "825f0301d7e2d767a97c3b786148cfc4ed1509719443adf8d790485ba4cac6fe"),
    ("gb18030", "825f0301d7e2d767a97c3b786148cfc4ed1509719443adf8d790485ba4cac6fe"),
    ("Big5", "5d801368f9fccebe82ff1b5186e39b0d3e9999ccba4bc2e291e821675de491ae"),
    ("Shift_JIS", "bcee549e7276d3e7e87f68a2c41821406d9dc88a60c19d63b285b4f2967e9529"),
    ("EUC-JP", "4ee3bb51e32271ba91bb9f8721fad308236ef67228e7fa38514351917ec6291d"),
    ("ISO-2022-JP", "c0241050acfdd85e2540ca8712f4a9d7888736f1c4fb3414425e574256a94eba"),
    ("EUC-KR", "643b550204f0e0eeb66791eeb42d85ab598a7de29f7db3f98e6ac6bc4ec31793"),
];

/// Pieces of bytes, each of which is of the encoding or not.
fn pieces(encoding: Encoding) -> Vec<Vec<u8>> {
    let bytes = || 0..=255_u8;
    let pairs = |first: std::ops::RangeInclusive<u8>, second: std::ops::RangeInclusive<u8>| {
        first.flat_map(move |one| second.clone().map(move |two| vec![one, two]))
    };
    let unit = |unit: u16| if encoding == Encoding::UTF_16BE { unit.to_be_bytes() } else { unit.to_le_bytes() };
    let units = |units: &[u16]| units.iter().flat_map(|it| unit(*it)).collect::<Vec<u8>>();
    match encoding.name() {
        "UTF-8" => {
            let chars = ['a', 'é', '\u{feff}', '漢', '\u{fffd}', '🇹'].map(|c| c.to_string().into_bytes());
            let broken =
                [&b"\xc3"[..], b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe6\xbc", b"\xf0\x9f\x87"];
            chars.into_iter().chain(broken.map(<[u8]>::to_vec)).chain(pairs(0xc2..=0xdf, 0x80..=0xbf)).collect()
        }
        "UTF-16LE" | "UTF-16BE" => {
            let single = (0..=u16::MAX).map(|it| units(&[it]));
            let paired = [[0xd800, 0xdc00], [0xd83c, 0xddf9], [0xdbff, 0xdfff], [0xdc00, 0xd800]];
            single.chain(paired.iter().map(|pair| units(pair))).chain([vec![0x61]]).collect()
        }
        "ISO-2022-JP" => {
            // Two escapes in a row are damage.
            let escaped = |escape: &[u8], rest: Vec<u8>| [escape, &rest, b"\x1b(Ba"].concat();
            let kanji = pairs(0x21..=0x7e, 0x21..=0x7e).map(|pair| escaped(b"\x1b$B", pair));
            let old = pairs(0x30..=0x31, 0x21..=0x7e).map(|pair| escaped(b"\x1b$@", pair));
            let kana = (0x21..=0x7e).map(|byte| escaped(b"\x1b(I", vec![byte]));
            let roman = (0x20..=0x7e).map(|byte| escaped(b"\x1b(J", vec![byte]));
            kanji.chain(old).chain(kana).chain(roman).chain([b"\x1b$B".to_vec(), b"\x1b".to_vec()]).collect()
        }
        "GBK" | "gb18030" | "Big5" | "Shift_JIS" | "EUC-JP" | "EUC-KR" => {
            let four = |pointer: u32| {
                let digit = |n: u32| 0x30 + (n % 10) as u8;
                vec![
                    0x81 + (pointer / 12_600) as u8,
                    digit(pointer / 1260),
                    0x81 + (pointer / 10 % 126) as u8,
                    digit(pointer),
                ]
            };
            let longer: Vec<Vec<u8>> = match encoding.name() {
                "GBK" | "gb18030" => (0..39_500).chain((189_000..1_237_600).step_by(97)).map(four).collect(),
                "EUC-JP" => pairs(0xa1..=0xfe, 0xa1..=0xfe).map(|pair| [&[0x8f], &pair[..]].concat()).collect(),
                _ => Vec::new(),
            };
            let single = bytes().map(|byte| vec![byte]);
            single.chain(pairs(0x80..=0xff, 0x30..=0xff)).chain(longer).collect()
        }
        _ => bytes().map(|byte| vec![byte]).collect(),
    }
}

/// The sum over what each piece is, and over those that are of the encoding as one text.
fn sum(encoding: Encoding) -> String {
    let mut sum = Sha256::new();
    let mut text = Vec::new();
    for piece in pieces(encoding) {
        match decoder().strict(encoding, &piece) {
            Some(read) => {
                sum.update(read);
                text.extend(piece);
            }
            None => {
                sum.update([0xff]);
                // How many there are is each platform's own: Chromium has two for some pairs that are not Big5.
                assert!(decoder().lossy(encoding, &piece).contains('\u{fffd}'), "{encoding} {piece:x?}");
            }
        }
        sum.update([0xff]);
    }
    let read = decoder().strict(encoding, &text).unwrap();
    assert!(decoder().lossy(encoding, &text) == read, "{encoding}");
    sum.update(read);
    sum.finalize().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_encoding_reads_every_byte_as_the_standard_says() {
    let sums: Vec<(&str, String)> = Encoding::all().map(|encoding| (encoding.name(), sum(encoding))).collect();
    let found: Vec<(&str, &str)> = sums.iter().map(|(name, sum)| (*name, &**sum)).collect();
    let other: Vec<_> = found.iter().filter(|it| !SUMS.contains(it)).collect();
    assert!(other.is_empty() && found.len() == SUMS.len(), "{other:#?}");
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn labels_are_those_of_the_standard() {
    for (label, expected) in [
        ("latin1", Some("windows-1252")),
        ("ISO-8859-1", Some("windows-1252")),
        (" us-ascii\n", Some("windows-1252")),
        ("iso-8859-9", Some("windows-1254")),
        ("iso-8859-11", Some("windows-874")),
        ("gb2312", Some("GBK")),
        ("ks_c_5601-1987", Some("EUC-KR")),
        ("sjis", Some("Shift_JIS")),
        ("big5-hkscs", Some("Big5")),
        ("unicode", Some("UTF-16LE")),
        ("utf8", Some("UTF-8")),
        ("iso-8859-8-i", Some("ISO-8859-8-I")),
        ("mac", Some("macintosh")),
        ("replacement", None),
        ("iso-2022-kr", None),
        ("hz-gb-2312", None),
        ("x-user-defined", None),
        ("utf-32", None),
        ("klingon", None),
        ("", None),
    ] {
        assert_eq!(decoder().encoding(label).map(Encoding::name), expected, "{label}");
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn marks_are_left_where_they_are() {
    assert_eq!(decoder().strict(Encoding::UTF_8, b"\xef\xbb\xbfa").as_deref(), Some("\u{feff}a"));
    assert_eq!(decoder().strict(Encoding::UTF_16LE, b"\xff\xfea\0").as_deref(), Some("\u{feff}a"));
    assert_eq!(decoder().strict(Encoding::UTF_16BE, b"\xff\xfe"), Some("\u{fffe}".to_owned()));
    assert_eq!(decoder().lossy(Encoding::WINDOWS_1252, b""), "");
}
