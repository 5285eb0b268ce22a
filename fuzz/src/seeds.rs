//! Inputs to begin with: our own fixture in every format, the articles that the page ships with, and, where there are any,
//! files that programs of others wrote.

use crate::{Target, input, ours};
use postil_core::{Document, Store};
use postil_formats::{Annotated, FORMATS, File, Format, Source, gather, parse, records, serialise, zip};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Larger files say no more, and are slow.
const MAX_BYTES: usize = 16 << 10;

/// Inputs to begin with.
pub fn seeds(target: Target) -> Vec<Vec<u8>> {
    let mut made = match target {
        Target::Format(format) if format.writes() => exports(format).map(|files| of(&files)).collect(),
        Target::Format(format) if format.id == "argilla1" => Vec::new(),
        Target::Format(format) => articles(format),
        Target::Gather => FORMATS.iter().filter(|it| it.writes()).flat_map(exports).map(|files| of(&files)).collect(),
        Target::Unzip => FORMATS
            .iter()
            .filter(|it| it.writes())
            .flat_map(exports)
            .map(|files| zip(&files).expect("a few small files fit"))
            .collect(),
        Target::Project => projects(),
        Target::Decode => texts(),
    };
    made.extend(forms(target.name()));
    made.extend(theirs(target));
    made.retain(|seed| seed.len() <= MAX_BYTES);
    made
}

/// Words that occur in inputs, in the syntax of libFuzzer's dictionaries.
pub fn dictionary(seeds: &[Vec<u8>]) -> String {
    const MAX_WORDS: usize = 400;
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.:#@&".contains(byte);
    let mut words: BTreeSet<&[u8]> = BTreeSet::new();
    words.extend([
        b"\n".as_slice(),
        b"\r\n",
        b"\t",
        b"\0",
        crate::SEPARATOR,
        b"4294967295",
        b"-1",
        b"\\ud83c",
        b"&#13;",
    ]);
    words.extend([b"<![CDATA[".as_slice(), b"<!ENTITY", "🇹🇷".as_bytes(), b"\xEF\xBB\xBF", b"\xFF\xFE"]);
    for seed in seeds {
        for word in seed.split(|byte| !is_part(byte)).filter(|word| (2..24).contains(&word.len())) {
            if words.len() < MAX_WORDS {
                words.insert(word);
            }
        }
    }
    let escaped = |word: &[u8]| word.iter().map(|byte| format!("\\x{byte:02X}")).collect::<String>();
    words.into_iter().map(|word| format!("\"{}\"\n", escaped(word))).collect()
}

/// The documents that `cargo xtask interop` writes too, with everything that breaks offsets.
pub fn fixture() -> &'static (Vec<Annotated>, Vec<Document>) {
    static FIXTURE: std::sync::OnceLock<(Vec<Annotated>, Vec<Document>)> = std::sync::OnceLock::new();
    FIXTURE.get_or_init(|| {
        let file = Source::new("fixture.json", include_str!("../../xtask/interop/fixture.json"));
        let read = parse(ours(), &[file], &Default::default()).expect("it is our own");
        let texts = read.documents.iter().map(|it| it.document.clone()).collect();
        (read.documents, texts)
    })
}

/// Everything in one export, and each document in one of its own.
fn exports(format: &'static Format) -> impl Iterator<Item = Vec<File>> {
    let documents = &fixture().0;
    let all = std::iter::once(&documents[..]).chain(documents.iter().map(std::slice::from_ref));
    all.map(|them| serialise(format, them, &Default::default()).expect("it is written in every format").files)
}

fn of(files: &[File]) -> Vec<u8> {
    input(files.iter().map(|file| (file.name.as_str(), &file.bytes[..])))
}

/// Our own texts for the formats that are only read.
fn articles(format: &Format) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = match format.id {
        "html" => vec!["index.html", "e2e/pages/index.html"],
        "markdown" => vec!["README.md", "CONTRIBUTING.md", "docs/formats.md", "docs/model.md"],
        _ => vec!["seeds/crlf.txt", "seeds/emoji.txt", "seeds/hebrew.txt"],
    };
    let read = |file: &str| Some(input([(file, &fs::read(folder.join(file)).ok()?[..])]));
    let mut made: Vec<Vec<u8>> = files.into_iter().filter_map(read).collect();
    if format.id == "html" {
        let page = "<!DOCTYPE html><html><head><title>A</title><script>a<b</script></head><body><nav>x</nav><article><h1>A</h1>\
            <p>Erdo&#287;an <b>met</b>&nbsp;&#x1F1F9;<br><table><tr><td>a<td>b</table><pre> a\n b</pre><ul><li>x</ul>\
            <svg><text>y</text></svg><!-- z --><textarea> q</textarea><style>.h,p#i{display:none!important}</style><p class=h>x<p hidden>y\
            <ruby>z<rt>u</ruby><time datetime=2026-05-01 itemprop=date>May</time></article><footer>f</footer></body></html>";
        made.push(input([("a.html", page.as_bytes())]));
    }
    made
}

/// Forms that are read and that we do not write.
fn forms(target: &str) -> Vec<Vec<u8>> {
    let texts: &[&str] = match target {
        "spacy-tuples" => &[
            "DATA = [\n  # one\n  ('It\\'s \u{1f1f9} Ada', {'entities': [(5, 8, \"PER\")], 'cats': {'A': True, 'B': None}}),\n]",
            "(\"\"\"a\r\nb\"\"\" r'\\n' u'\\x41\\u00e9\\101', {'entities': [], 'spans': {'sc': [(0x0, 1_0, 'X',)]}}),\n('b', {})",
            r#"{"classes": ["PER"], "annotations": [["Ada sang.", {"entities": [[0, 3, "PER"]]}], null]}"#,
        ],
        "gliner2" => &[
            r#"{"input": "May met Ada in May.", "output": {"entities": {"person": ["May", {"text": "Ada", "start": 8, "end": 11}], "x": "ada", "y": []}, "relations": [{"met": {"head": "Ada", "tail": {"text": "May", "start": 0, "end": 3, "entity": "person"}}}, {"r": {"a": "Ada", "b": "May"}}], "classifications": [{"task": "t", "labels": ["a"], "true_label": "a"}]}}"#,
            r#"[{"text": "Ada", "entities": {"person": ["Ada"]}}, {"text": "Ada", "schema": {"entities": {"person": ["Ada"]}}}]"#,
        ],
        "gliner" => &[
            r#"[{"tokenized_text": ["May", "met", "Bo"], "ner": [["Bo", "PER"], ["May met", "X"]], "relations": [[0, 1, "r"]]}]"#,
        ],
        "argilla" => &[
            r#"[{"id": "r", "fields": {"text": "Ada saw Bonn."}, "responses": {"spans": [{"value": [{"start": 0, "end": 3, "label": "PER"}], "user_id": "u", "status": "draft"}], "tone": [{"value": "calm"}]}, "suggestions": {"spans": {"value": [{"start": 8, "end": 12, "label": "LOC"}], "score": [0.9], "agent": "m"}}}]"#,
            r#"[{"external_id": "r", "fields": {"text": "Ada"}, "responses": [{"user_id": "u", "values": {"s": {"value": ["a", 1]}}}], "suggestions": [{"question_name": "s", "value": [{"start": 0, "end": 3, "label": "P"}], "score": 0.5}]}]"#,
            r#"[{"text": "Ada", "s.responses": [[{"start": 0, "end": 3, "label": "P"}]], "s.responses.users": ["u"], "s.suggestion": ["a"], "s.suggestion.score": [0.1], "s.suggestion.agent": "m"}]"#,
        ],
        "argilla1" => &[
            r#"{"text": "Ada saw Bonn.", "tokens": ["Ada", "saw", "Bonn", "."], "prediction": [["LOC", 8, 12, 0.9]], "annotation": [["PER", 0, 3]], "annotation_agent": "u"}"#,
            r#"{"text": "Ada", "tokens": ["Ada"], "annotation": {"agent": "u", "entities": [{"label": "PER", "start": 0, "end": 3, "score": 1.0}]}, "prediction": [["a", 0.5]]}"#,
        ],
        "stam" => &[
            r#"{"@type":"AnnotationStore","resources":[{"@type":"TextResource","@id":"t","text":"Ada saw Bonn."}],"annotationsets":[{"@id":"s","data":[{"@id":"D","key":{"@id":"http://a/b#type"},"value":{"@type":"List","value":[{"@type":"Int","value":1}]}}]}],"annotations":[{"@id":"a","target":{"@type":"TextSelector","resource":"t","offset":{"begin":{"@type":"BeginAlignedCursor","value":0},"end":{"@type":"EndAlignedCursor","value":-1}}},"data":["D",{"@id":"D","set":"s"}]},{"target":{"@type":"AnnotationSelector","annotation":"a","offset":{"begin":{"@type":"EndAlignedCursor","value":-4},"end":{"@type":"EndAlignedCursor","value":0}}},"data":[{"set":"s","key":"pos","value":"N"}]},{"target":{"@type":"MultiSelector","selectors":[{"@type":"AnnotationSelector","annotation":"a"},{"@type":"AnnotationSelector","annotation":"!A1"}]},"data":["D"]},{"target":{"@type":"ResourceSelector","resource":"t"},"data":[{"key":"genre","value":"news"}]}]}"#,
        ],
        _ => &[],
    };
    texts.iter().map(|text| input([("a.json", text.as_bytes())])).collect()
}

/// Our own files, with their history and without, and the bare log.
fn projects() -> Vec<Vec<u8>> {
    let (documents, texts) = fixture();
    let (store, _): (Store, _) = records::to_store(documents, "fixture").expect("it is our own");
    let log: String = store.log().map(|it| postil_project::codec::encode(it)).collect();
    let options = Default::default();
    vec![
        postil_project::project::write(&store, texts).into(),
        postil_project::project::write(&store, &texts[..1]).into(),
        postil_project::annotations::json(&store, texts, &options).text.into(),
        postil_project::annotations::json_lines(&store, texts, &options).text.into(),
        log.into(),
    ]
}

/// Our own texts in the encodings that need no tables, and the beginnings of others.
fn texts() -> Vec<Vec<u8>> {
    let mut made = Vec::new();
    for document in &fixture().1 {
        let text = document.text();
        made.push(text.as_bytes().to_vec());
        made.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        made.push([&[0xfe, 0xff][..], &text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()].concat());
        // The letters of Latin-1 are those of Unicode.
        made.push(text.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect());
    }
    made.push(b"Kyoto is \x1b$B5~ET\x1b(B.".to_vec());
    made.push(b"<?xml version='1.0' encoding='shift_jis'?><a>\x93\xfa\x96{</a>".to_vec());
    made.push(b"<html><meta charset=windows-1251><p>\xcc\xe8\xf0</p>".to_vec());
    made
}

/// Files of others in the folder that `POSTIL_CORPORA` names, by default `../shared`; none where there is none.
fn theirs(target: Target) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let corpora = std::env::var_os("POSTIL_CORPORA").map_or_else(|| root.join("../shared"), PathBuf::from);
    let Ok(folders) = fs::read_dir(corpora.join("samples")) else { return Vec::new() };
    let mut made = Vec::new();
    for folder in folders.flatten() {
        let files = fs::read_dir(folder.path()).into_iter().flatten().flatten().filter_map(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            Some(Source::new(name, fs::read(file.path()).ok()?))
        });
        let files: Vec<Source> = files.filter(|file| file.bytes.len() <= MAX_BYTES).collect();
        match target {
            Target::Unzip | Target::Project => {}
            Target::Decode => made.extend(files.iter().map(|file| file.bytes.clone())),
            Target::Gather => made.extend(files.iter().map(|file| input([(file.name.as_str(), &file.bytes[..])]))),
            Target::Format(format) => {
                for group in gather(files, None).0.into_iter().filter(|group| group.format.id == format.id) {
                    // Each with what it belongs to.
                    for source in &group.sources {
                        let companions = group.sources.iter().filter(|it| {
                            it.path_stem() == source.path_stem() || matches!(it.extension().as_str(), "conf" | "names")
                        });
                        made.push(input(companions.map(|it| (it.name.as_str(), &it.bytes[..]))));
                    }
                }
            }
        }
    }
    made
}
