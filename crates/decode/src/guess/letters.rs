//! How well letters beyond ASCII go with the languages that use them.

use std::collections::BTreeMap;

/// What it costs that something is there, in sixteenths of a bit: the less likely, the more.
pub(super) type Cost = u64;

/// A bit.
pub(super) const BIT: Cost = 16;

/// A letter that the language does not have.
const STRANGE: Cost = 11 * BIT;

/// A language, or several that are written alike.
struct Language {
    /// Small letters beyond ASCII, the more frequent first.
    letters: &'static str,
    /// Counts before the first in the law that their frequencies follow: few letters of many are far apart.
    before: u32,
    /// Frequent words in ASCII.
    words: &'static str,
}

const fn latin(letters: &'static str, words: &'static str) -> Language {
    Language { letters, before: 1, words }
}

const fn script(letters: &'static str) -> Language {
    Language { letters, before: 6, words: "" }
}

const LANGUAGES: [Language; 45] = [
    // English has the letters of its names and loans.
    latin("éíáóüöñçãèäàïêëåâøôîúæ", "the of and to in that is was for with"),
    latin("éàèêçôîûâùïëœæÿ", "le la les de des du et est une que pour dans"),
    latin("üäöß", "der die und das ist nicht von zu mit auf den"),
    latin("óíáéñúü", "el los las que por una del para con se"),
    latin("ãçáéíóõêâàúôü", "do da dos das que uma para com em os"),
    latin("èàùòìéóî", "il di che per del della con una non si"),
    latin("àéóèíòçúïü", "els les amb per que del dels una"),
    latin("ëéïèöüóáêç", "de het een van en dat op voor niet"),
    latin("äåöéü", "och att det som en av inte med den"),
    latin("äöåé", "ja on ei se oli ovat kun mutta"),
    latin("øåæéöò", "og det er af av til en ikke med at den"),
    latin("áðíéóúþæýö", "og er ekki af sem til um"),
    latin("áóíøðúýæ", "og er ikki av sum til um"),
    latin("äõüöšž", "ja on ei see kui mis oma"),
    latin("āīšēūņļžģķčō", "un ir no uz ar par kas"),
    latin("ėšįųžąčęū", "ir yra kad su ne arba kai"),
    latin("łęóąśżćńź", "nie na jest do w z to dla od"),
    latin("íáéěýřščžůúťďňó", "na je se v pro nebo jako ale"),
    latin("áíéčýžšúťľôňóäďŕĺ", "na je sa v pre alebo ako nie"),
    latin("áéöóőüíúű", "a az nem egy hogy meg vagy van"),
    // Romanian, as old encodings write it and as it should be.
    latin("ăîâşţ", "de la cu nu este sau pe pentru din care"),
    latin("ăîâșț", "de la cu nu este sau pe pentru din care"),
    latin("čšžćđ", "je za na se da ne u i"),
    latin("čšž", "je za na se da ne v in ali"),
    latin("ëç", "nuk me dhe nga do i"),
    latin("ıİşğüöçâîû", "ve bir bu da de olarak ile"),
    latin("đ\u{323}ươ\u{301}ôêâ\u{300}àáăéèóòíìúùý\u{309}\u{303}", "trong cho khi theo trang"),
    latin("żħġċàèìòù", "il li ta fuq minn"),
    latin("ĉĝĥĵŝŭ", "la kaj de en estas por kun"),
    latin("ŵŷâêîôû", "yn y gan mae oedd"),
    latin("éíáúó", "an na agus ar is le"),
    // Slavic languages, as far as they have letters of their own.
    script("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    script("оаниівтерслкудмпязьбгйчхжїцшюєщфґ"),
    script("аінеорысткулвдмпзяьбгўчцйжхшюфэё"),
    script("аоиетнрсвлкдпмзъугбчяцжщшйхюфь"),
    script("аоиенртсјувкдмпзгбчњљцшжхћђф"),
    script("аоеинтрсвклдпмујзгбчшцжхњќѓљѕџф"),
    // Greek.
    script("ατοιεσνηυρπκμλςωάόίγέδχθφήβύώξζψϊϋΐΰ"),
    // Hebrew, with and without points, and Yiddish.
    script("יוהלאמרשבתנדקעפחםגצסטזןכךףץ\u{5b8}\u{5b4}\u{5b7}\u{5bc}\u{5b0}\u{5b6}\u{5b9}\u{5c1}"),
    script("אװױיוהלמרשבתנדקעפחםגצסטזןכךףץ"),
    // Arabic, Persian, Urdu.
    script("الينمروتبةعدفهسكقحجشطصخأىضذزثغءظئإؤآ\u{64e}\u{650}\u{651}\u{64f}\u{64b}\u{652}"),
    script("اینردهومتسبلشکقخفزگعجپغژچحصطضذظئثآأ"),
    script("انریکمتسہےولدبپعجهگشچحقخزفطصذڈٹںآضئظغثءؤژ"),
    // Thai.
    script("านรกอเงมลยวส\u{e48}\u{e49}ทิตคปีดห\u{e4c}ัะาแไุจพชบขใูโืผซศถธภ\u{e47}ษณฐญฟึฉฎฮฆฏฝฬฑฒฌฤ\u{e4a}\u{e4b}ฯๆ"),
    // The letters of capitals without their points, as of old Greek computers.
    script("αβγδεζηθικλμνξοπρστυφχψω"),
];

/// What the words of ASCII say for each language.
pub(super) struct Context([Cost; LANGUAGES.len()]);

impl Context {
    /// Looks at words that all encodings read the same.
    pub(super) fn of<'t>(words: impl Iterator<Item = &'t str>) -> Self {
        /// No more than this counts: letters of the right language say more.
        const MOST: Cost = 20 * BIT;
        let mut favours = [0; LANGUAGES.len()];
        for word in words {
            for (favour, language) in favours.iter_mut().zip(&LANGUAGES) {
                if language.words.split(' ').any(|known| known.eq_ignore_ascii_case(word)) {
                    *favour = MOST.min(*favour + BIT);
                }
            }
        }
        Self(favours)
    }

    /// The least that these letters cost in a single language, with how often each is there.
    pub(super) fn cost(&self, counts: &BTreeMap<char, u64>) -> Cost {
        let most = self.0.iter().copied().max().unwrap_or_default();
        let costs = LANGUAGES.iter().zip(self.0).map(|(language, favour)| {
            // Other scripts have no words in ASCII of their own.
            let unlike = if language.words.is_empty() { 0 } else { most - favour };
            language.cost(counts) + unlike
        });
        costs.min().unwrap_or_default()
    }
}

impl Language {
    fn cost(&self, counts: &BTreeMap<char, u64>) -> Cost {
        const ONE: u32 = 1 << 16;
        let shares = (self.before..).map(|rank| ONE / rank);
        let all: u32 = self.letters.chars().zip(shares).map(|(_, share)| share).sum();
        let of = |letter: char| match self.letters.chars().position(|known| known == letter) {
            Some(at) => bits(all) - bits(ONE / (self.before + at as u32)),
            None => STRANGE,
        };
        counts.iter().map(|(letter, count)| of(*letter) * count).sum()
    }
}

/// The logarithm to base two in sixteenths, between powers along a line: the same on every machine.
fn bits(n: u32) -> Cost {
    let whole = n.ilog2();
    let rest = (u64::from(n) << 4 >> whole) - 16;
    u64::from(whole) * BIT + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_grow() {
        assert_eq!((bits(1), bits(2), bits(3), bits(4), bits(1 << 16)), (0, 16, 24, 32, 256));
        for n in 1..10_000 {
            assert!(bits(n) <= bits(n + 1));
        }
    }

    #[test]
    fn letters_are_small_and_beyond_ascii() {
        for language in &LANGUAGES {
            for letter in language.letters.chars() {
                assert!(!letter.is_ascii() && (letter == 'İ' || !letter.is_uppercase()), "{letter}");
            }
        }
    }

    #[test]
    fn languages_are_told_by_their_letters() {
        let cost = |text: &str| {
            let mut counts = BTreeMap::new();
            text.chars().filter(|c| !c.is_ascii()).for_each(|c| *counts.entry(c).or_default() += 1);
            Context::of([].into_iter()).cost(&counts)
        };
        assert!(cost("şğı") < cost("þðý"));
        assert!(cost("ščř") < cost("ðèø"));
        assert!(cost("предложение") < cost("ОПЕДКНФЕМХЕ"));
    }
}
