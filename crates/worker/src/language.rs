//! In which language a text is written, and whether extraction can read it.

use whatlang::{Lang, Script};

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// A BCP 47 tag; None when the text says too little.
    pub tag: Option<&'static str>,
    /// Whether the text is English, or may well be: short and plain texts often give no proof.
    pub is_english: bool,
}

impl Language {
    const ENGLISH: Self = Self { tag: Some("en"), is_english: true };

    /// The language of a tag that is known already.
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let tag = NAMES.iter().map(|(_, known, _)| *known).find(|known| *known == primary);
        Self { tag, is_english: primary == "en" }
    }

    /// Its English name.
    pub fn name(self) -> Option<&'static str> {
        NAMES.iter().find(|(_, tag, _)| self.tag == Some(tag)).map(|(.., name)| *name)
    }
}

/// Bytes looked at, at the beginning and in the middle.
const SAMPLE: usize = 8 << 10;

/// Looks at a text; O(1) in its length.
pub fn language(text: &str) -> Language {
    let sample = sample(text);
    let Words { all, english, other_letters } = Words::of(&sample);
    let Some(info) = whatlang::detect(&sample) else {
        // No letters: dates and numbers are found all the same.
        return Language { tag: None, is_english: true };
    };
    // Thresholds were chosen on single sentences of twenty languages.
    let tag = NAMES.iter().find(|(lang, ..)| *lang == info.lang()).map(|(_, tag, _)| *tag);
    // Its most frequent words give English away where trigrams are led astray by names.
    let share = |part: usize| part as f64 / all.max(1) as f64;
    let is_latin = info.script() == Script::Latin;
    if is_latin && (share(english) >= 0.2 || info.lang() == Lang::Eng && share(english).max(info.confidence()) >= 0.1) {
        return Language::ENGLISH;
    }
    let is_sure = if is_latin { all >= 5 && info.confidence() >= 0.65 } else { info.confidence() >= 0.5 };
    if is_sure || !is_latin {
        return Language { tag: tag.filter(|_| is_sure), is_english: false };
    }
    // Headlines and lists of names prove nothing; a long text without English words does.
    let is_plausible = all < 40 || share(english) >= 0.03;
    Language { tag: None, is_english: is_plausible && other_letters * 20 <= all }
}

fn sample(text: &str) -> String {
    let start = &text[..text.floor_char_boundary(SAMPLE)];
    let middle = text.ceil_char_boundary((text.len() / 2).max(start.len()));
    let end = text.floor_char_boundary(middle + SAMPLE).max(middle);
    format!("{start}\n{}", &text[middle..end])
}

/// Words that make up a quarter of almost any English text, and few of which are words elsewhere.
const ENGLISH: [&str; 40] = [
    "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "her", "his", "in",
    "is", "it", "its", "not", "of", "on", "or", "said", "she", "that", "the", "their", "they", "this", "to", "was",
    "were", "which", "who", "will", "with", "would", "you",
];

struct Words {
    all: usize,
    english: usize,
    /// Letters that English words do not have.
    other_letters: usize,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words = Self { all: 0, english: 0, other_letters: 0 };
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            words.all += 1;
            let lower = word.to_ascii_lowercase();
            words.english += usize::from(ENGLISH.binary_search(&lower.as_str()).is_ok());
            words.other_letters += word.chars().filter(|c| !c.is_ascii()).count();
        }
        words
    }
}

/// Every language that is recognised: its tag and its name.
const NAMES: [(Lang, &str, &str); 70] = [
    (Lang::Afr, "af", "Afrikaans"),
    (Lang::Aka, "ak", "Akan"),
    (Lang::Amh, "am", "Amharic"),
    (Lang::Ara, "ar", "Arabic"),
    (Lang::Aze, "az", "Azerbaijani"),
    (Lang::Bel, "be", "Belarusian"),
    (Lang::Ben, "bn", "Bengali"),
    (Lang::Bul, "bg", "Bulgarian"),
    (Lang::Cat, "ca", "Catalan"),
    (Lang::Ces, "cs", "Czech"),
    (Lang::Cmn, "zh", "Chinese"),
    (Lang::Cym, "cy", "Welsh"),
    (Lang::Dan, "da", "Danish"),
    (Lang::Deu, "de", "German"),
    (Lang::Ell, "el", "Greek"),
    (Lang::Eng, "en", "English"),
    (Lang::Epo, "eo", "Esperanto"),
    (Lang::Est, "et", "Estonian"),
    (Lang::Fin, "fi", "Finnish"),
    (Lang::Fra, "fr", "French"),
    (Lang::Guj, "gu", "Gujarati"),
    (Lang::Heb, "he", "Hebrew"),
    (Lang::Hin, "hi", "Hindi"),
    (Lang::Hrv, "hr", "Croatian"),
    (Lang::Hun, "hu", "Hungarian"),
    (Lang::Hye, "hy", "Armenian"),
    (Lang::Ind, "id", "Indonesian"),
    (Lang::Ita, "it", "Italian"),
    (Lang::Jav, "jv", "Javanese"),
    (Lang::Jpn, "ja", "Japanese"),
    (Lang::Kan, "kn", "Kannada"),
    (Lang::Kat, "ka", "Georgian"),
    (Lang::Khm, "km", "Khmer"),
    (Lang::Kor, "ko", "Korean"),
    (Lang::Lat, "la", "Latin"),
    (Lang::Lav, "lv", "Latvian"),
    (Lang::Lit, "lt", "Lithuanian"),
    (Lang::Mal, "ml", "Malayalam"),
    (Lang::Mar, "mr", "Marathi"),
    (Lang::Mkd, "mk", "Macedonian"),
    (Lang::Mya, "my", "Burmese"),
    (Lang::Nep, "ne", "Nepali"),
    (Lang::Nld, "nl", "Dutch"),
    (Lang::Nob, "nb", "Norwegian"),
    (Lang::Ori, "or", "Odia"),
    (Lang::Pan, "pa", "Punjabi"),
    (Lang::Pes, "fa", "Persian"),
    (Lang::Pol, "pl", "Polish"),
    (Lang::Por, "pt", "Portuguese"),
    (Lang::Ron, "ro", "Romanian"),
    (Lang::Rus, "ru", "Russian"),
    (Lang::Sin, "si", "Sinhala"),
    (Lang::Slk, "sk", "Slovak"),
    (Lang::Slv, "sl", "Slovenian"),
    (Lang::Sna, "sn", "Shona"),
    (Lang::Spa, "es", "Spanish"),
    (Lang::Srp, "sr", "Serbian"),
    (Lang::Swe, "sv", "Swedish"),
    (Lang::Tam, "ta", "Tamil"),
    (Lang::Tel, "te", "Telugu"),
    (Lang::Tgl, "tl", "Tagalog"),
    (Lang::Tha, "th", "Thai"),
    (Lang::Tuk, "tk", "Turkmen"),
    (Lang::Tur, "tr", "Turkish"),
    (Lang::Ukr, "uk", "Ukrainian"),
    (Lang::Urd, "ur", "Urdu"),
    (Lang::Uzb, "uz", "Uzbek"),
    (Lang::Vie, "vi", "Vietnamese"),
    (Lang::Yid, "yi", "Yiddish"),
    (Lang::Zul, "zu", "Zulu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_tag() {
        for lang in Lang::all() {
            assert!(NAMES.iter().any(|(known, ..)| known == lang), "{lang:?}");
        }
        assert!(ENGLISH.is_sorted());
        assert_eq!(Language::of_tag("pt-BR").name(), Some("Portuguese"));
        assert!(Language::of_tag("EN-gb").is_english);
        assert_eq!(Language::of_tag("gsw"), Language { tag: None, is_english: false });
    }

    #[test]
    fn texts_are_recognised() {
        for (text, tag) in [
            ("The president said on Sunday that talks would go on in Geneva.", "en"),
            ("Der Präsident sagte am Sonntag, dass die Gespräche in Genf weitergehen würden.", "de"),
            ("Cumhurbaşkanı pazar günü yaptığı açıklamada görüşmelerin süreceğini söyledi.", "tr"),
            ("Le président a déclaré dimanche que les pourparlers se poursuivraient à Genève.", "fr"),
            ("El presidente dijo el domingo que las conversaciones continuarían en Ginebra.", "es"),
            ("قال الرئيس يوم الأحد إن المحادثات ستستمر في جنيف.", "ar"),
            ("הנשיא אמר ביום ראשון כי השיחות יימשכו בז׳נבה.", "he"),
            ("رئیس جمهور روز یکشنبه گفت که مذاکرات در ژنو ادامه خواهد یافت.", "fa"),
            ("Presidenten sade på söndagen att samtalen i Genève skulle fortsätta.", "sv"),
            ("大统领于星期日表示会谈将继续进行。", "zh"),
            ("大統領は日曜日、ジュネーブでの会談は続くと述べた。", "ja"),
            ("Президент заявил в воскресенье, что переговоры в Женеве продолжатся.", "ru"),
        ] {
            let found = language(text);
            assert_eq!((found.tag, found.is_english), (Some(tag), tag == "en"), "{text}");
        }
    }

    #[test]
    fn short_and_odd_texts_may_be_english() {
        for (text, is_english) in [
            ("", true),
            ("12:30, 2018-09-17", true),
            ("Erdogan meets Putin", true),
            ("Hello, world! \u{1F600}", true),
            ("Ankara", true),
            ("Angela Merkel, Emmanuel Macron, Donald Trump, Benjamin Netanyahu, Bashar al-Assad", true),
            ("Quarterly revenue rose 12%; net loss narrowed. Outlook unchanged.", true),
            ("Mustafa Kemal, İsmet İnönü, Celâl Bayar", false),
            ("北京", false),
            ("Τι;", false),
        ] {
            assert_eq!(language(text).is_english, is_english, "{text}");
        }
    }

    #[test]
    fn english_with_foreign_names_stays_english() {
        let text = "Recep Tayyip Erdoğan met Vladimir Putin and Hassan Rouhani in Tehran. Abdülhamit Gül, Süleyman \
            Soylu and Mevlüt Çavuşoğlu were there, and so was Ibrahim Kalın.";
        assert_eq!(language(text), Language::ENGLISH);
    }
}
