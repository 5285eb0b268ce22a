//! `postil extract`, as it is run.

use postil_core::{CharOffset, OffsetIndex, Utf16Offset};
use serde_json::Value;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn postil(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the command with something on standard input.
fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = postil(args).spawn().expect("the command starts");
    // A command that ends early closes its input: that is its right.
    let _ = child.stdin.take().expect("it is piped").write_all(input);
    child.wait_with_output().expect("it ends")
}

fn rows(output: &Output) -> Vec<Value> {
    let text = str::from_utf8(&output.stdout).expect("the output is UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder that goes away, with a file in it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("postil-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("a file can be written");
        path.to_str().expect("the path is UTF-8").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Emoji of one and of several characters, CRLF, NFD, and a byte-order mark that no offset counts.
const HARD: &str =
    "👩🏽‍✈️ President Recep Tayyip Erdog\u{306}an\r\nmet 🇩🇪 Angela Merkel in Łódź.\r\nErdoğan left on 16 September 2018.";

#[test]
fn offsets_are_right_in_every_unit() {
    let folder = Folder::new("units");
    let file = folder.file("hard.txt", format!("\u{feff}{HARD}").as_bytes());
    let index = OffsetIndex::new(HARD.into());
    let mut found = Vec::new();
    for unit in ["char", "utf16", "byte"] {
        let output = run(&["extract", &file, "--unit", unit], b"");
        assert!(output.status.success(), "{}", errors(&output));
        let row = rows(&output).remove(0);
        assert_eq!(row["text"], HARD, "the text is never changed");
        let spans = row["spans"].as_array().expect("spans are a list").clone();
        assert!(spans.len() >= 5);
        let byte = |raw: &Value| {
            let raw = raw.as_u64().expect("offsets are whole numbers") as u32;
            match unit {
                "char" => index.from_char(CharOffset::new(raw)),
                "utf16" => index.from_utf16(Utf16Offset::new(raw)),
                _ => index.from_byte(raw),
            }
        };
        for span in &spans {
            let start = byte(&span["start"]).expect("a start is a place in the text");
            let end = byte(&span["end"]).expect("an end is a place in the text");
            assert_eq!(span["text"], HARD[start.to_usize()..end.to_usize()], "{unit}");
        }
        found.push(spans.iter().map(|s| (s["id"].clone(), s["label"].clone(), s["text"].clone())).collect::<Vec<_>>());
    }
    assert!(found.iter().all(|spans| *spans == found[0]), "only offsets depend on the unit");
}

#[test]
fn code_points_are_counted_unless_asked_otherwise() {
    let output = run(&["extract"], "😀 NATO".as_bytes());
    let row = rows(&output).remove(0);
    assert_eq!((&row["id"], &row["spans"][0]["start"], &row["spans"][0]["end"]), (&"-".into(), &2.into(), &6.into()));
}

#[test]
fn documents_keep_their_order_and_shape() {
    let input = concat!(
        "{\"id\":\"b\",\"text\":\"“We will go,” said Angela Merkel on Monday.\",\"dct\":\"2018-09-17\"}\n",
        "\n",
        "{\"id\":\"a\",\"text\":\"\",\"more\":{\"x\":[1,2]}}\r\n",
        "{\"id\":\"c\",\"text\":\"On Monday.\"}",
    );
    let output = run(&["extract", "--from", "jsonl", "--dct", "2020-01-02", "-"], input.as_bytes());
    assert!(output.status.success(), "{}", errors(&output));
    let rows = rows(&output);
    assert_eq!(rows.iter().map(|r| r["id"].as_str().expect("ids are strings")).collect::<Vec<_>>(), ["b", "a", "c"]);
    for row in &rows {
        let keys: Vec<_> = row.as_object().expect("a row is an object").keys().map(String::as_str).collect();
        assert_eq!(keys.len(), 6);
        assert!(["id", "text", "spans", "relations", "clusters", "events"].iter().all(|key| keys.contains(key)));
    }
    let value = |row: &Value| {
        let dates = row["spans"].as_array().expect("a list").iter().filter(|s| s["label"] == "DATE");
        dates.map(|s| s["value"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(value(&rows[0]), ["2018-09-17"], "the document's own day counts");
    assert_eq!(value(&rows[2]), ["2019-12-30"], "then the day of the command line");

    // Ids are unique, and relations name them.
    let spans = rows[0]["spans"].as_array().expect("a list");
    let mut ids: Vec<&str> = spans.iter().map(|s| s["id"].as_str().expect("ids are strings")).collect();
    let text_of = |id: &Value| spans.iter().find(|s| s["id"] == *id).expect("the end is there")["text"].clone();
    let speaker =
        rows[0]["relations"].as_array().expect("a list").iter().find(|r| r["type"] == "speaker").expect("it is found");
    assert_eq!(
        (text_of(&speaker["head"]), text_of(&speaker["tail"])),
        ("“We will go,”".into(), "Angela Merkel".into())
    );
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), spans.len());
}

#[test]
fn a_run_says_the_same_as_the_one_before() {
    let once = run(&["extract", "--dct", "2018-09-17"], HARD.as_bytes());
    assert_eq!(once.stdout, run(&["extract", "--dct", "2018-09-17"], HARD.as_bytes()).stdout);
    let digest = run(&["extract", "--digest"], b"").stdout;
    let parts: Vec<usize> = digest.trim_ascii().split(|byte| *byte == b' ').map(<[u8]>::len).collect();
    assert_eq!(parts, [64, 12, 64, 12], "digest and version, by rules and with the model");
    assert_eq!(digest, run(&["extract", "--digest"], b"").stdout);
}

#[test]
fn an_array_holds_the_same_rows() {
    let input = b"{\"id\":\"a\",\"text\":\"NATO\"}\n{\"id\":\"b\",\"text\":\"x\"}\n";
    let lines = rows(&run(&["extract", "--from", "jsonl"], input));
    let array = run(&["extract", "--from", "jsonl", "--to", "json"], input);
    assert_eq!(serde_json::from_slice::<Vec<Value>>(&array.stdout).expect("it is an array"), lines);
    let empty = run(&["extract", "--from", "jsonl", "--to", "json"], b"");
    assert_eq!(serde_json::from_slice::<Vec<Value>>(&empty.stdout).expect("it is an array"), Vec::<Value>::new());
}

#[test]
fn layers_limit_what_is_said() {
    let labels = |layers: &str| {
        let output = run(&["extract", "--layers", layers], "“Go,” said Angela Merkel on 3 May to 20 men.".as_bytes());
        let row = rows(&output).remove(0);
        let spans = row["spans"].as_array().expect("a list").clone();
        spans.iter().map(|s| s["label"].as_str().expect("a label").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(labels("entities"), ["PERSON"]);
    assert_eq!(labels("time,numbers"), ["DATE", "CARDINAL"]);
    assert_eq!(labels("quotes"), ["QUOTE", "CUE"]);
    assert_eq!(labels("entities,numbers,time,quotes,coreference").len(), 5);
}

#[test]
fn events_name_who_takes_part() {
    let text = "President Vladimir Putin condemned the United States on Monday.";
    let row = rows(&run(&["extract", "--layers", "events", "--why"], text.as_bytes())).remove(0);
    let words = |id: &Value| {
        let spans = row["spans"].as_array().expect("a list");
        spans.iter().find(|span| span["id"] == *id).expect("the span is there")["text"].clone()
    };
    let event = &row["events"][0];
    assert_eq!((&event["type"], words(&event["trigger"])), (&"ACCUSE".into(), "condemned".into()));
    assert_eq!(event["attributes"]["factuality"], "asserted");
    assert!(event["score"].is_number() && !event["why"].as_array().expect("a list").is_empty());
    let parts = event["arguments"].as_array().expect("a list").iter();
    let parts: Vec<_> = parts.map(|it| (it["role"].clone(), words(&it["node"]))).collect();
    assert!(parts.contains(&("actor".into(), "Vladimir Putin".into())), "{parts:?}");
    assert!(parts.contains(&("recipient".into(), "United States".into())), "{parts:?}");
    let title = row["relations"].as_array().expect("a list").iter().find(|it| it["type"] == "title");
    assert_eq!(
        title.map(|it| (words(&it["head"]), words(&it["tail"]))),
        Some(("Vladimir Putin".into(), "President".into()))
    );
    assert!(
        rows(&run(&["extract", "--layers", "entities"], text.as_bytes()))[0]["events"]
            .as_array()
            .expect("a list")
            .is_empty()
    );
}

#[test]
fn bad_lines_are_named_and_the_rest_is_done() {
    let folder = Folder::new("errors");
    let mut bytes =
        b"{\"id\":\"a\",\"text\":\"\\ud83d\"}\n{\"id\":\"b\",\"text\":\"NATO\"}\n{\"id\":7,\"text\":\"x\"}\n".to_vec();
    bytes.extend(b"{\"id\":\"d\",\"text\":\"\xFF\"}\nnonsense\n{\"id\":\"f\",\"text\":\"UN\"}\n");
    let file = folder.file("rows.jsonl", &bytes);
    let missing = folder.0.join("missing.jsonl");
    let missing = missing.to_str().expect("the path is UTF-8");
    let output = run(&["extract", "--from", "jsonl", missing, &file], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(rows(&output).iter().map(|r| r["id"].clone()).collect::<Vec<_>>(), ["b", "f"]);
    let told = errors(&output);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 5, "{told}");
    for (line, expected) in lines.iter().zip([
        format!("{missing}: "),
        format!("{file}:1: \\ud83d is half of a surrogate pair, at column 19"),
        format!("{file}:3: invalid type: integer `7`, expected a string at column 7"),
        format!("{file}:4: not UTF-8 at byte 18 of the line, 90 of the file"),
        format!("{file}:5: "),
    ]) {
        assert!(line.strip_prefix("postil: ").is_some_and(|said| said.starts_with(&expected)), "{line} for {expected}");
    }
}

#[test]
fn a_text_that_is_not_utf8_is_named_with_its_place() {
    let folder = Folder::new("latin");
    let good = folder.file("good.txt", b"NATO");
    let bad = folder.file("bad.txt", b"\xEF\xBB\xBFone\ncaf\xE9");
    let output = run(&["extract", &bad, &good], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(rows(&output).len(), 1);
    assert_eq!(rows(&output)[0]["id"], good.as_str());
    let said = errors(&output);
    let expected =
        format!("postil: {bad}:2: it is not whole: byte 10 (line 2, column 4) begins a character that never ends\n");
    assert!(said.starts_with(&expected), "{said}");
}

#[test]
fn wrong_usage_is_told_apart() {
    for args in [
        &["extract", "--from", "xml"][..],
        &["extract", "--unit", "bytes"],
        &["extract", "--layers", "names"],
        &["extract", "--dct", "17.9.2018"],
        &["extract", "--no-such"],
        &["nothing"],
        &[],
    ] {
        assert_eq!(run(args, b"").status.code(), Some(2), "{args:?}");
    }
    assert_eq!(run(&["--version"], b"").status.code(), Some(0));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let row = "{\"id\":\"a\",\"text\":\"NATO met in Brussels.\"}\n";
    let mut child = postil(&["extract", "--from", "jsonl"]).spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let feeder = std::thread::spawn(move || {
        for _ in 0..20_000 {
            if stdin.write_all(row.as_bytes()).is_err() {
                break;
            }
        }
    });
    let mut stdout = child.stdout.take().expect("it is piped");
    let mut first = [0; 10];
    stdout.read_exact(&mut first).expect("something is written");
    drop(stdout);
    let status = child.wait().expect("it ends");
    feeder.join().expect("the feeder ends");
    let mut told = String::new();
    child.stderr.take().expect("it is piped").read_to_string(&mut told).expect("it is UTF-8");
    assert_eq!((status.code(), told.as_str()), (Some(0), ""));
}

#[test]
fn an_answer_comes_before_the_input_ends() {
    let mut child = postil(&["extract", "--from", "jsonl"]).spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(b"{\"id\":\"a\",\"text\":\"NATO\"}\n").expect("it is read");
    stdin.flush().expect("it is read");
    let mut stdout = child.stdout.take().expect("it is piped");
    let mut byte = [0];
    while byte != [b'\n'] {
        stdout.read_exact(&mut byte).expect("a line is written while the input is open");
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn reasons_are_written_when_asked_for() {
    let text = "He met President Angela Merkel on Monday.".as_bytes();
    let plain = rows(&run(&["extract"], text)).remove(0);
    assert!(plain["spans"][0].get("why").is_none());
    for how in [&["extract", "--why"][..], &["extract", "--why", "--rules"]] {
        let row = rows(&run(how, text)).remove(0);
        let spans = row["spans"].as_array().expect("spans are a list");
        assert!(spans.iter().any(|span| span["text"] == "Angela Merkel"), "{row}");
        for span in spans {
            let why = span["why"].as_array().expect("reasons are a list");
            assert!((1..=3).contains(&why.len()), "{span}");
            assert!(why.iter().all(|reason| reason.as_str().is_some_and(|reason| !reason.is_empty())), "{span}");
        }
    }
}

#[test]
fn a_damaged_model_is_named() {
    let folder = Folder::new("model");
    let model = include_bytes!("../../extract/models/en.postil-model");
    let damaged = folder.file("damaged.postil-model", &model[..5_000]);
    let whole = folder.file("whole.postil-model", model);
    let output = run(&["extract", "--model", &damaged], b"NATO");
    assert_eq!(output.status.code(), Some(1));
    let why = "the model file is cut off or damaged: its checksum is wrong";
    assert_eq!(errors(&output), format!("postil: {damaged}: {why}\n"));
    let text = b"NATO met in Brussels.";
    assert_eq!(run(&["extract", "--model", &whole], text).stdout, run(&["extract"], text).stdout);
    assert_eq!(run(&["extract", "--model", &whole, "--rules"], text).status.code(), Some(2));
}
