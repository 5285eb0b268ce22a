//! Short articles in the encodings that their languages were written in: each is recognised, and what proves nothing is asked.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use encoding_rs::Encoding as Standard;
use postil_decode::{How, Native, Reading, decode};

/// Encodings, and a text that is written in them.
const TEXTS: &[(&[&str], &str)] = &[
    (
        &["windows-1252", "macintosh"],
        "Le préfet a été reçu à l’hôtel de ville, où les élèves chantaient déjà. « C’est une journée très particulière », a-t-il répété.",
    ),
    (
        &["windows-1252", "macintosh"],
        "Für die Züge nach Köln gelten künftig längere Fahrzeiten. „Das müssen wir erklären“, sagte der Sprecher der Behörde am Dienstag, größere Umwege drohten.",
    ),
    (
        &["windows-1252", "macintosh"],
        "El año pasado la compañía compró más camiones. ¿Cuántos serán este año? Según el señor Núñez, el último llegará en otoño desde Málaga.",
    ),
    (
        &["windows-1252", "macintosh"],
        "A decisão não está tomada: as eleições são em março e a votação dos cidadãos será à tarde. Também há questões que ninguém respondeu até então.",
    ),
    (
        &["windows-1252"],
        "Städerna vid sjön får nya båtar. Förra året åkte många över till ön, och nästa år väntas ännu fler, säger hon som äger hamnen.",
    ),
    (
        &["windows-1252"],
        "Þetta er í fyrsta sinn sem bæjarstjórnin ræðir málið. Íbúar við höfnina óttast hávaða, en ráðherra segir að það verði ekki fyrr en á næsta ári.",
    ),
    (
        &["windows-1250", "ISO-8859-2"],
        "Wczoraj wieczorem strażacy gasili pożar w łódzkiej fabryce. Świadkowie mówią, że ogień pojawił się na piętrze. Część mieszkańców musiała opuścić dom.",
    ),
    (
        &["windows-1250", "ISO-8859-2"],
        "Příští týden začne oprava mostu přes řeku. Řidiči budou muset jezdit delší cestou, řekl mluvčí města. Žádné další uzavírky se neplánují, šetří se peníze.",
    ),
    (
        &["windows-1250", "ISO-8859-2"],
        "A miniszter szerint jövőre több pénz jut az iskolákra. A szülők örülnek, de azt kérdezik, hogyan lesz elég tanár. Erről később döntünk, mondta.",
    ),
    (
        &["windows-1250"],
        "Şeful poliţiei a anunţat că ancheta începe mâine. Străzile din centru rămân închise, iar locuitorii aşteaptă încă răspunsuri de la primărie.",
    ),
    (
        &["windows-1257", "ISO-8859-13"],
        "Šiandien Vilniuje prasidėjo mugė. Žmonės pirko medų, sūrį ir žvakes, o vaikai žiūrėjo spektaklį. Tačiau popietę pradėjo lyti, todėl daug kas išėjo anksčiau.",
    ),
    (
        &["windows-1257", "ISO-8859-13"],
        "Rīgā šodien atklāja jauno tiltu. Pilsētas mērs teica, ka tas būs īsākais ceļš uz ostu, bet iedzīvotāji baidās no trokšņa. Nākamgad sāks būvēt ēku.",
    ),
    (
        &["windows-1254"],
        "Belediye başkanı köprünün yarın açılacağını söyledi. Yağmur yüzünden işçiler üç gün çalışamamıştı; şimdi ise gece gündüz uğraşıyorlar.",
    ),
    (
        &["windows-1258"],
        "Đươ\u{300}ng va\u{300}o tha\u{300}nh phô\u{301} bi\u{323} ngâ\u{323}p. Ngươ\u{300}i dân pha\u{309}i đi bô\u{323}, co\u{300}n chơ\u{323} thi\u{300} đo\u{301}ng cư\u{309}a.",
    ),
    (
        &["windows-1251", "KOI8-R", "ISO-8859-5", "IBM866", "x-mac-cyrillic"],
        "Вчера в порту разгрузили последний корабль с зерном. Начальник смены сказал, что работа заняла двое суток. Погода была плохая, но никто не жаловался.",
    ),
    (
        &["windows-1251", "KOI8-U"],
        "Увечері мешканці міста зібралися біля річки. Їхній голова пояснив, що міст відкриють наступного тижня, якщо не піде сніг. Діти співали пісні.",
    ),
    (
        &["windows-1251", "ISO-8859-5"],
        "Кметът обяви, че ремонтът на улицата ще започне през май. Жителите се надяват автобусите да се върнат бързо, защото пътят е дълъг.",
    ),
    (
        &["windows-1251"],
        "Градоначелник је најавио да ће мост бити отворен у петак. Људи су чекали две године, а сада кажу да је чекање вредело.",
    ),
    (
        &["windows-1253", "ISO-8859-7"],
        "Ο δήμαρχος είπε χθες ότι η γέφυρα θα ανοίξει το φθινόπωρο. Οι κάτοικοι περιμένουν δύο χρόνια και φοβούνται νέα καθυστέρηση.",
    ),
    (&["windows-1255"], "ראש העירייה הודיע אתמול כי הגשר ייפתח בסתיו. התושבים מחכים כבר שנתיים וחוששים מעיכוב נוסף."),
    (
        &["windows-1256", "ISO-8859-6"],
        "قال رئيس البلدية أمس إن الجسر سيفتح في الخريف. ينتظر السكان منذ عامين ويخشون تأخيرا جديدا.",
    ),
    (
        &["windows-1256"],
        "شهردار ديروز گفت که پل در پاييز باز مي‌شود. مردم دو سال است که چشم به راه هستند و از پيچيدگي کار مي‌ترسند.",
    ),
    (&["windows-874"], "นายกเทศมนตรีกล่าวเมื่อวานนี้ว่าสะพานจะเปิดในฤดูใบไม้ร่วง ชาวบ้านรอมาสองปีแล้วและกลัวว่าจะล่าช้าอีก"),
    (
        &["GBK", "gb18030"],
        "市长昨天说，大桥将在秋天开通。居民已经等了两年，担心还会推迟。孩子们每天要走很远的路去上学。",
    ),
    (&["Big5"], "市長昨天說，大橋將在秋天開通。居民已經等了兩年，擔心還會延後。孩子們每天要走很遠的路去上學。"),
    (
        &["Shift_JIS", "EUC-JP", "ISO-2022-JP"],
        "市長は昨日、橋が秋に開通すると述べた。住民はもう二年も待っており、また遅れるのではないかと心配している。",
    ),
    (&["EUC-KR"], "시장은 어제 다리가 가을에 열린다고 말했다. 주민들은 벌써 두 해를 기다렸고 또 늦어질까 봐 걱정한다."),
];

const WATCHED: Reading = Reading { decoder: &Native, chosen: None, guesses: true, replaces: true };

/// The bytes of a text, which must have all of its characters.
fn bytes(text: &str, encoding: &str) -> Vec<u8> {
    let (bytes, _, is_lossy) = Standard::for_label(encoding.as_bytes()).unwrap().encode(text);
    assert!(!is_lossy, "{encoding}: {text}");
    bytes.into_owned()
}

#[test]
fn articles_are_recognised() {
    let mut wrong = Vec::new();
    for (encodings, text) in TEXTS {
        for encoding in *encodings {
            match decode(bytes(text, encoding), &WATCHED) {
                Ok(read) if read.text == *text && read.manner.how == How::Guessed => {}
                Ok(read) => wrong.push(format!("{encoding}: read as {}: {}", read.manner.encoding, read.text)),
                Err(refusal) => wrong.push(format!("{encoding}: asked: {:?}", &refusal.candidates[..3])),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_asked_about_a_few_words_has_the_right_answer_on_top() {
    for (encodings, text) in TEXTS {
        let words: Vec<&str> = text.split_inclusive(' ').collect();
        for encoding in *encodings {
            for few in words.chunks(3).map(|few| few.concat()) {
                let bytes = bytes(&few, encoding);
                if bytes.is_ascii() {
                    continue;
                }
                match decode(bytes, &WATCHED) {
                    Ok(read) => assert_eq!(read.text, few, "{encoding}: {} is sure and wrong", read.manner.encoding),
                    Err(refusal) => {
                        let likely = refusal.candidates.iter().filter(|it| it.is_likely);
                        let is_there = likely.clone().any(|it| it.preview == few.trim_end());
                        assert!(is_there, "{encoding}: {few}: {:?}", likely.collect::<Vec<_>>());
                    }
                }
            }
        }
    }
}

#[test]
fn a_few_letters_prove_nothing() {
    for text in ["Café Müller", "naïve", "“quoted”", "Łódź", "£ 3"] {
        let encoding = if text == "Łódź" { "windows-1250" } else { "windows-1252" };
        let refusal = decode(bytes(text, encoding), &WATCHED).expect_err("it is asked");
        assert_eq!(refusal.candidates[0].preview, text, "{:?}", refusal.candidates);
    }
    // The same word again and again proves no more.
    let refusal = decode(bytes(&"M\u{fc}ller ".repeat(1000), "windows-1252"), &WATCHED);
    assert!(refusal.is_err());
}

/// A page in English has names of all countries.
#[test]
fn names_in_english_are_western() {
    let text = "The minister met Angélique Kidjo, João Pereira and Søren Kierkegaard in the garden of the château. “It \
        was a long day,” she said, and that the façade of the café in São Paulo had been Günter’s idea. From Tromsø to \
        Málaga nobody had seen such a Citroën.";
    let read = decode(bytes(text, "windows-1252"), &WATCHED).unwrap();
    assert_eq!(
        (read.text.as_str(), read.manner.encoding.name(), read.manner.how),
        (text, "windows-1252", How::Guessed)
    );
}
