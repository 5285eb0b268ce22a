//! The trained model that is shipped: its file, what it costs, and that it says something.

use postil_core::SuggestedSpan;
use postil_extract::training::{
    BUCKETS, Calibration, Clusters, EVENT_ROWS, EventParts, GAP_BUCKETS, LISTS, Parts, Row, Table, WEIGHTS, Weights,
    labels::LABELS,
};
use postil_extract::{Extractor, Label, Layers, Model, ModelError, RULES_VERSION, Settings, extract_with};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;
use twox_hash::XxHash64;

const FILE: &[u8] = include_bytes!("../models/en.postil-model");

/// A SHA-256 and a checksum, at the end of the file.
const SUMS: usize = 32 + 8;

/// What a span names, if it is a name.
fn name(span: &SuggestedSpan) -> Option<Label> {
    Label::from_slug(span.label.as_str()).filter(|label| label.is_name())
}

fn shipped() -> Arc<Model> {
    Arc::new(Model::read(FILE).expect("the model that is shipped can be read"))
}

/// Events with a weight or two.
fn events() -> EventParts {
    let mut rows = vec![Row::default(); EVENT_ROWS];
    rows[7].0[15] = 100;
    let mut roles = Weights { weights: vec![0; WEIGHTS], scale: 0.1 };
    roles.weights[9] = -3;
    EventParts { rows, scale: 0.05, roles, curve: vec![(0, 0), (900, 800)], least: 2_000 }
}

/// A model with a little of everything.
fn small() -> Model {
    let mut rows = vec![Row::default(); BUCKETS];
    for at in [0, 1, 500, 70_000, BUCKETS - 1] {
        rows[at].0[at % LABELS] = 100;
    }
    let mut gaps = vec![0; GAP_BUCKETS];
    gaps[3] = -5;
    let words: Vec<(String, u16)> = (0..30).map(|n| (format!("word{n}"), n)).collect();
    Model::from_parts(Parts {
        name: "small".to_owned(),
        tagger: Table::new(&rows),
        transitions: [[3; LABELS]; LABELS + 1],
        gaps,
        gap_threshold: 7,
        clusters: Clusters::build(&words, vec![(1, 2); 1024]),
        calibration: Calibration { scale: 0.1, curves: std::array::from_fn(|_| vec![(0, 10), (900, 950)]) },
        events: events(),
        choices: Weights { weights: (0..WEIGHTS).map(|at| i8::from(at == 12)).collect(), scale: 0.2 },
        lists: "= city\nZorblat\n= word\nqwent\n".to_owned(),
    })
}

#[test]
fn what_is_written_is_read() {
    let bytes = small().write();
    let model = Model::read(&bytes).expect("it was written right");
    assert_eq!((model.name(), model.version()), ("small", small().version()));
    assert_eq!(model.write(), bytes);
    assert_eq!(shipped().write(), FILE);
    assert!(FILE.len() < 4_500_000, "the page loads it: {} bytes", FILE.len());
}

#[test]
fn the_version_is_that_of_the_file() {
    let bytes = small().write();
    let digest = Sha256::digest(&bytes[..bytes.len() - SUMS]);
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).take(6).collect();
    assert_eq!(small().version(), digits);
    let mut parts = small().parts().clone();
    parts.gaps[3] = -6;
    assert_ne!(Model::from_parts(parts).version(), digits);
    let card = include_str!("../../../docs/model.md");
    assert!(card.contains(shipped().version()), "docs/model.md names another version than {}", shipped().version());
}

#[test]
fn what_is_no_model_says_so() {
    let why = |bytes: &[u8]| Model::read(bytes).expect_err("it is no model");
    assert_eq!(why(b""), ModelError::NoModel);
    assert_eq!(why(b"POSTILlog"), ModelError::NoModel);
    let mut other = small().write();
    other[8] = 9;
    assert_eq!(why(&other).to_string(), "the model file has format 9, and this program reads format 5");
    assert_eq!(why(&FILE[..FILE.len() - 1]), ModelError::Damaged);
}

#[test]
fn the_lists_that_a_model_carries_are_those_of_the_crate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let lists = LISTS.map(|name| std::fs::read_to_string(folder.join(name)).expect("the list is there")).concat();
    let told = "put them into it: cargo run --release -p postil-train -- --lists";
    assert!(shipped().parts().lists == lists, "the lists were changed since the model was made; {told}");
}

#[test]
fn a_list_whose_heading_is_unknown_is_no_list() {
    let mut file = small().write();
    let at = file.windows(7).position(|window| window == b"= city\n").expect("it is in the file");
    file[at + 2] = b'k';
    file.truncate(file.len() - SUMS);
    let digest = Sha256::digest(&file);
    file.extend(digest);
    file.extend(XxHash64::oneshot(0, &file).to_le_bytes());
    let why = Model::read(&file).expect_err("it is wrong").to_string();
    assert_eq!(why, "the model file is wrong: the heading of a list names no sense");
}

#[test]
fn damage_is_found_wherever_it_is() {
    let whole = small().write();
    for len in 0..whole.len() {
        assert!(Model::read(&whole[..len]).is_err(), "cut off at {len}");
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        assert!(Model::read(&bytes).is_err(), "byte {at}");
    }
    for at in (0..FILE.len()).step_by(FILE.len() / 5) {
        let mut bytes = FILE.to_vec();
        bytes[at] ^= 0x10;
        assert!(Model::read(&bytes).is_err(), "byte {at}");
        assert!(Model::read(&FILE[..at]).is_err(), "cut off at {at}");
    }
}

/// Whoever writes a wrong file can sign it: it is refused, or it is harmless.
#[test]
fn what_is_wrong_under_a_right_checksum_is_harmless() {
    let whole = small().write();
    let content = whole.len() - SUMS;
    for at in (8..content).step_by(11) {
        let mut bytes = whole[..content].to_vec();
        bytes[at] ^= [0xFF, 0x80, 1][at % 3];
        bytes.extend([0; SUMS - 8]);
        bytes.extend(XxHash64::oneshot(0, &bytes).to_le_bytes());
        if let Ok(model) = Model::read(&bytes)
            && at % 5 == 0
        {
            extract_with("Word1 met word2 in Word3-word4. He left.", Settings::default(), &Arc::new(model));
        }
    }
}

#[test]
fn names_are_found_with_their_reasons() {
    let text = "Turkish President Recep Tayyip Erdoğan met Angela Merkel in Berlin on Monday. The United Nations welcomed the talks. \
                “We agreed,” Merkel said.";
    let model = shipped();
    let found = extract_with(text, Settings::default(), &model);
    let names: Vec<(&str, Label)> =
        found.spans.iter().filter_map(|span| Some((&text[span.range.to_usize()], name(span)?))).collect();
    assert_eq!(
        names,
        [
            ("Turkish", Label::Norp),
            ("Recep Tayyip Erdoğan", Label::Person),
            ("Angela Merkel", Label::Person),
            ("Berlin", Label::Gpe),
            ("United Nations", Label::Org),
            ("Merkel", Label::Person),
        ]
    );
    for span in found.spans.iter().filter(|span| name(span).is_some()) {
        let version = format!("{}+{RULES_VERSION}", model.version());
        assert_eq!((&*span.provenance.extractor, &*span.provenance.version), ("en", &*version));
        assert!((1..=3).contains(&span.provenance.reasons.len()));
        assert!(span.provenance.reasons.iter().all(|reason| !reason.is_empty()));
    }
    let date = found.spans.iter().find(|span| span.label == Label::Date.key()).expect("Monday is one");
    assert_eq!((&*date.provenance.extractor, &*date.provenance.version), ("rules", RULES_VERSION));
}

/// Names with their labels, a line break shown as `/`.
fn named(text: &str) -> Vec<String> {
    let found = extract_with(text, Settings::default(), &shipped());
    let said = |span: &SuggestedSpan| {
        name(span).map(|label| format!("{} {}", label.key(), text[span.range.to_usize()].replace('\n', "/")))
    };
    found.spans.iter().filter_map(said).collect()
}

/// That these are among the names, and no other of their label.
#[track_caller]
fn check_names(text: &str, label: &str, expected: &[&str]) {
    let all = named(text);
    let found: Vec<&str> = all.iter().filter_map(|it| it.strip_prefix(label)?.strip_prefix(' ')).collect();
    assert_eq!(found, expected, "{text}\n{all:?}");
}

#[test]
fn titles_and_honours_stay_outside() {
    for (text, expected) in [
        (
            "Sgt Mat Knowles said: go. Capt Ann Lee and Lt Col Bob Gray left.",
            &["Mat Knowles", "Ann Lee", "Bob Gray"][..],
        ),
        ("Sgt. Mat Knowles said: go. Capt. Ann Lee left.", &["Mat Knowles", "Ann Lee"]),
        ("In a recent tweet, Labour MP Lucy Bergen sought answers.", &["Lucy Bergen"]),
        ("Lucy Bergen MP sought answers. Anna Grey OBE came too.", &["Lucy Bergen", "Anna Grey"]),
        ("Former minister for Women and Equalities Nicky Morden said no.", &["Nicky Morden"]),
        ("He met Minister for Women and Equalities Nicky Morden there.", &["Nicky Morden"]),
        ("The judge, Mr Justice MacDowell, said it. Lady Justice Harper agreed.", &["MacDowell", "Harper"]),
        ("The chief of the firm, Dr Alexander Tyler, said it too.", &["Alexander Tyler"]),
        ("Families of the British. Will Karr, NCA director, said so.", &["Will Karr"]),
        ("\"This is a quote,\" Belinda White, who was there, told us.", &["Belinda White"]),
        (
            "Detective Inspector Jane Doyle and Judge Amy Stone met Cllr Peter Young.",
            &["Jane Doyle", "Amy Stone", "Peter Young"],
        ),
    ] {
        check_names(text, "PERSON", expected);
    }
}

#[test]
fn a_month_may_be_a_surname() {
    let text = "I may be in Leeds. May the best team win. Theresa May resigned in May. We may march in March. She left on 9 May.";
    check_names(text, "PERSON", &["Theresa May"]);
    check_names("August Wilson wrote it in August.", "PERSON", &["August Wilson"]);
    check_names("He told Theresa Monday that Brian May came on May 5.", "PERSON", &["Theresa", "Brian May"]);
}

#[test]
fn names_over_line_breaks_are_one() {
    let text = "The talks in the capital went on until late in the evening when Angela\nMerkel and the president of the European \
                Central Bank, whose name is Mario\nDraghi, left the hall. On Monday the board of the World Health\nOrganization had \
                asked the two of them for a plan that was first set out in New\nYork by the mayor.\n\nThe next paragraph is of the \
                same kind, because the people of San\nFrancisco wanted it so.\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let all: Vec<String> = named(&text).iter().map(|it| it.replace('\r', "")).collect();
        for name in [
            "PERSON Angela/Merkel",
            "PERSON Mario/Draghi",
            "ORG World Health/Organization",
            "GPE New/York",
            "GPE San/Francisco",
        ] {
            assert!(all.iter().any(|it| it == name), "{name}: {all:?}");
        }
    }
}

#[test]
fn firms_keep_a_possessive_of_their_own() {
    let text = "Shares in McDonald's, Sainsbury's and Moody's rose, while Lloyd's of London, Macy's and Levi's fell. \
                Marks & Spencer's chief left.";
    let firms = ["McDonald's", "Sainsbury's", "Moody's", "Lloyd's of London", "Macy's", "Levi's", "Marks & Spencer"];
    check_names(text, "ORG", &firms);
    check_names(&text.replace('\'', "’"), "ORG", &firms.map(|it| it.replace('\'', "’")).each_ref().map(String::as_str));
    check_names("Levi's brother met Wendy's mother in Kansas.", "ORG", &[]);
    check_names("Johnson & Johnson's pill and Ben & Jerry's ice sold.", "ORG", &["Johnson & Johnson", "Ben & Jerry's"]);
    check_names(
        "Wendy's opened a restaurant in Kansas, and McDonald's shares fell.",
        "ORG",
        &["Wendy's", "McDonald's"],
    );
}

#[test]
fn words_are_whole_over_soft_hyphens() {
    let text = "Dieter Rei\u{AD}ter of Mu\u{AD}nich met An\u{AD}ge\u{AD}la Mer\u{AD}kel.";
    check_names(text, "PERSON", &["Dieter Rei\u{AD}ter", "An\u{AD}ge\u{AD}la Mer\u{AD}kel"]);
    check_names(text, "GPE", &["Mu\u{AD}nich"]);
    let text = "She paid 3 mil\u{AD}lion eu\u{AD}ros on 5 Sep\u{AD}tem\u{AD}ber 2019.";
    let found = extract_with(text, Settings::default(), &shipped()).spans;
    let values: Vec<&str> = found.iter().filter_map(|span| span.value.as_deref()).collect();
    assert_eq!(values, ["3000000 EUR", "2019-09-05"]);
}

/// Allocations and spans.
fn cost(model: &Arc<Model>, text: &str) -> (u64, u64) {
    let settings = Settings { layers: Layers::ENTITIES, ..Settings::default() };
    let mut extractor = Extractor::with_model(text, settings, Arc::clone(model));
    let mut spans = 0;
    let measured = allocation_counter::measure(|| {
        while let Some(batch) = extractor.next_batch() {
            spans += batch.found.spans.len();
        }
    });
    (measured.count_total, spans as u64)
}

/// What is worked out for a word is worked out once, and buffers are used again.
#[test]
fn ten_times_the_text_allocates_little_more_than_its_output() {
    let model = shipped();
    let plain = "It rained all day, and nobody else came to see the old harbour. They left at night, tired and wet, and \
                 went home.\n\n";
    cost(&model, plain); // the dictionaries are read once
    let ((few, none), (many, none_either)) = (cost(&model, &plain.repeat(1_000)), cost(&model, &plain.repeat(10_000)));
    println!("without names: {few} allocations, {many} for ten times the text");
    assert_eq!((none, none_either), (0, 0));
    assert!(many * 10 <= few * 11, "{few} allocations, {many} for ten times the text");

    let names = "President Vladimir Putin flew to Sochi on Sunday. There Putin met the head of Gazprom, Alexei Miller, who \
                 had come to see the Russian leader.\n\n";
    let ((few, few_spans), (many, many_spans)) = (cost(&model, &names.repeat(500)), cost(&model, &names.repeat(5_000)));
    // Each span has a provenance, shared, with a list of reasons: what each met is a text, and so is what is said of it.
    let each = (many - few) as f64 / (many_spans - few_spans) as f64;
    println!("{few} allocations for {few_spans} spans, {many} for {many_spans}: {each:.2} for each more");
    assert!(each < 13.0, "{each} allocations for each span");
}

#[test]
fn the_digest_is_steady() {
    let model = shipped();
    assert_eq!(postil_extract::digest_with(&model), postil_extract::digest_with(&model));
    assert_ne!(postil_extract::digest_with(&model), postil_extract::digest());
}
