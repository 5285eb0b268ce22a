//! What is kept, in a browser’s own IndexedDB.
//!
//! `cargo xtask test` runs it, in headless Chromium.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may; clippy does not know these for tests")]

use gloo::timers::future::TimeoutFuture;
use postil_core::{ActorId, Author, Document, DocumentInfo, Draft, History, Intent, RecordKey, Store, Timestamp};
use postil_project::stored::{Batch, LogReader, LogRow, Saved};
use postil_project::{codec, snapshot};
use postil_storage::channel::{Channel, Word};
use postil_storage::lock::{self, Right, Writer};
use postil_storage::persistence::{self, Persistence};
use postil_storage::{Database, StorageError, Trouble};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn row(lines: &str, is_local: bool) -> LogRow {
    LogRow { lines: lines.to_owned(), is_local }
}

async fn append(db: &Database, rows: &[LogRow], texts: &[(&str, &str)]) -> Result<(), StorageError> {
    let texts = texts.iter().map(|(id, text)| ((*id).to_owned(), (*text).into())).collect();
    db.write(&Batch { rows: rows.to_vec(), texts, ..Batch::default() }).await
}

async fn replace(db: &Database, rows: &[LogRow], removed: &[&str]) -> Result<(), StorageError> {
    let removed_texts = removed.iter().map(|id| (*id).to_owned()).collect();
    db.write(&Batch { replaces_log: true, rows: rows.to_vec(), removed_texts, ..Batch::default() }).await
}

async fn set(db: &Database, name: &str, value: Option<&str>) -> Result<(), StorageError> {
    db.write(&Batch { meta: vec![(name.to_owned(), value.map(str::to_owned))], ..Batch::default() }).await
}

fn lines(saved: &Saved) -> Vec<(&str, bool)> {
    saved.rows.iter().map(|row| (row.lines.as_str(), row.is_local)).collect()
}

async fn is_empty(db: &Database) -> bool {
    let Saved { base, rows, unreadable, meta, text_ids } = db.load().await.unwrap();
    base.is_none() && rows.is_empty() && unreadable == 0 && meta.is_empty() && text_ids.is_empty()
}

async fn opened(name: &str) -> Database {
    Database::open_named(name).await.unwrap()
}

#[wasm_bindgen_test]
async fn an_empty_project_is_empty() {
    let db = opened("empty").await;
    assert!(is_empty(&db).await);
    assert_eq!(db.text("00").await, Ok(None));
}

#[wasm_bindgen_test]
async fn texts_come_back_byte_for_byte() {
    let hard = "CRLF\r\nlone CR\rLF\n\ncafe\u{301} é e\u{301}\u{323} \u{212b} \u{1F468}\u{200d}\u{1F469} \
        \u{202e}עברית\u{feff} \0 \u{fffd}";
    let db = opened("texts").await;
    append(&db, &[row("{}", true)], &[("a", hard), ("b", "")]).await.unwrap();
    db.close();
    let db = opened("texts").await;
    assert_eq!(db.text("a").await.unwrap().as_deref(), Some(hard));
    assert_eq!(db.text("b").await.unwrap().as_deref(), Some(""));
    assert_eq!(db.load().await.unwrap().text_ids, ["a", "b"]);
}

#[wasm_bindgen_test]
async fn the_log_keeps_its_order_and_origin() {
    let db = opened("log").await;
    append(&db, &[row("1", true), row("2", false)], &[]).await.unwrap();
    append(&db, &[row("3\n4", true)], &[]).await.unwrap();
    set(&db, "last-export", Some("2018-09-17")).await.unwrap();
    set(&db, "last-export", Some("2018-09-18")).await.unwrap();
    db.close();
    let saved = opened("log").await.load().await.unwrap();
    assert_eq!(lines(&saved), [("1", true), ("2", false), ("3\n4", true)]);
    assert_eq!(saved.meta[&"last-export".to_owned()], "2018-09-18");
    let db = opened("log").await;
    set(&db, "last-export", None).await.unwrap();
    assert!(db.load().await.unwrap().meta.is_empty());
}

#[wasm_bindgen_test]
async fn a_long_log_is_packed_and_says_the_same() {
    let db = opened("compact").await;
    let rows: Vec<_> = (0..300).map(|n| row(&n.to_string(), n < 200)).collect();
    append(&db, &rows[..10], &[]).await.unwrap();
    assert_eq!(db.compact().await, Ok(false));
    append(&db, &rows[10..], &[]).await.unwrap();
    let all = |saved: &Saved| saved.rows.iter().flat_map(|row| row.lines.lines()).collect::<Vec<_>>().join(",");
    let before = db.load().await.unwrap();
    assert_eq!(db.compact().await, Ok(true));
    append(&db, &[row("300", true)], &[]).await.unwrap();
    let after = db.load().await.unwrap();
    assert_eq!((before.rows.len(), after.rows.len()), (300, 3));
    assert_eq!(all(&after), all(&before) + ",300");
    assert_eq!(after.rows.iter().map(|row| row.is_local).collect::<Vec<_>>(), [true, false, true]);
}

#[wasm_bindgen_test]
async fn a_purge_leaves_nothing_behind() {
    let db = opened("replace").await;
    append(&db, &[row("secret", true), row("public", true)], &[("a", "secret"), ("b", "public")]).await.unwrap();
    replace(&db, &[row("public", true)], &["a"]).await.unwrap();
    let saved = db.load().await.unwrap();
    assert_eq!(lines(&saved), [("public", true)]);
    assert_eq!(saved.text_ids, ["b"]);
    assert_eq!(db.text("a").await, Ok(None));
}

/// Some documents that come in one after the other, each with its row.
fn documents(count: u32) -> (Store, History, Vec<LogRow>) {
    let (mut store, mut history) = (Store::new(), History::default());
    let mut author = Author { actor: ActorId::new(7), annotator: "me".parse().unwrap(), next_seq: 0 };
    let rows = (0..count).map(|n| {
        let document = Document::new(format!("Text {n}."));
        let mut draft = Draft::new(&store, &author);
        draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "It").into());
        let transaction = Arc::new(draft.finish(Timestamp(n.into()), Intent::EditDocument).unwrap());
        store.commit(transaction.clone()).unwrap();
        history.note(&transaction);
        author.next_seq += 1;
        row(&codec::encode(&transaction), true)
    });
    let rows = rows.collect();
    (store, history, rows)
}

/// What is read is the project, from so many rows behind a snapshot or from all.
async fn check(db: &Database, expected: &Store, behind: Option<usize>) {
    let Saved { base, rows, .. } = db.load().await.unwrap();
    assert_eq!(base.is_some().then_some(rows.len()), behind);
    let mut log = LogReader::new(base);
    rows.iter().flat_map(|row| row.lines.lines()).for_each(|line| log.read(line, 0, true));
    assert!(log.problems().is_empty());
    assert_eq!(log.finish().0.snapshot(), expected.snapshot());
}

async fn keep_snapshot(db: &Database) -> bool {
    let (keys, rows) = db.log().await.unwrap().unwrap();
    let mut log = LogReader::default();
    rows.iter().flat_map(|row| row.lines.lines()).for_each(|line| log.read(line, 0, true));
    let (store, history) = log.finish();
    db.keep_snapshot(&keys, &snapshot::write(&store, &history).unwrap()).await.unwrap()
}

#[wasm_bindgen_test]
async fn a_snapshot_stands_for_the_first_rows() {
    let (store, _, rows) = documents(400);
    let db = opened("snapshot").await;
    append(&db, &rows[..200], &[]).await.unwrap();
    db.load().await.unwrap();
    assert!(keep_snapshot(&db).await);
    append(&db, &rows[200..], &[]).await.unwrap();
    db.close();
    let db = opened("snapshot").await;
    check(&db, &store, Some(200)).await;
    // Packing joins no row in it with one behind it.
    assert_eq!(db.compact().await, Ok(true));
    check(&db, &store, Some(1)).await;
    append(&db, &rows[..1], &[]).await.unwrap();
    db.close();
    let db = opened("snapshot").await;
    check(&db, &store, Some(2)).await;
    // A deletion throws it away: what is deleted is in it.
    replace(&db, &rows[..100], &[]).await.unwrap();
    check(&db, &documents(100).0, None).await;
}

#[wasm_bindgen_test]
async fn a_snapshot_of_another_log_is_not_believed() {
    let (store, history, rows) = documents(3);
    let bytes = snapshot::write(&documents(9).0, &history).unwrap();
    let db = opened("stale snapshot").await;
    append(&db, &rows, &[]).await.unwrap();
    let (keys, _) = db.log().await.unwrap().unwrap();
    assert_eq!(keys.len(), 3);
    for keys in [&[][..], &[keys[1]], &[keys[0], keys[2]], &[keys[0], keys[1], keys[2], 99]] {
        assert_eq!(db.keep_snapshot(keys, &bytes).await, Ok(false));
        check(&db, &store, None).await;
    }
    // Nor is one whose rows were changed by somebody who knows nothing of it.
    assert!(keep_snapshot(&db).await);
    check(&db, &store, Some(0)).await;
    let script = format!("it.objectStore('log').delete({})", keys[1]);
    change("stale snapshot", &script).await;
    let Saved { base, rows, .. } = db.load().await.unwrap();
    assert!(base.is_none() && rows.len() == 2);
}

#[wasm_bindgen_test]
async fn a_damaged_snapshot_is_not_believed() {
    let (store, _, rows) = documents(3);
    let db = opened("damaged snapshot").await;
    append(&db, &rows, &[]).await.unwrap();
    for damage in
        ["bytes[bytes.length - 1] ^= 1", "bytes = bytes.slice(0, -1)", "bytes = 17", "bytes = new Uint8Array()"]
    {
        assert!(keep_snapshot(&db).await);
        check(&db, &store, Some(0)).await;
        let script = format!(
            "const snapshot = it.objectStore('snapshot'); snapshot.get('bytes').onsuccess = ({{ target }}) => {{
                let bytes = target.result; {damage}; snapshot.put(bytes, 'bytes'); }}"
        );
        change("damaged snapshot", &script).await;
        check(&db, &store, None).await;
    }
    assert!(keep_snapshot(&db).await);
    change("damaged snapshot", "it.objectStore('snapshot').put('all', 'keys')").await;
    check(&db, &store, None).await;
}

#[wasm_bindgen_test]
async fn a_snapshot_makes_room_for_work() {
    let (store, _, rows) = documents(3);
    let db = opened("full").await;
    append(&db, &rows[..2], &[]).await.unwrap();
    db.load().await.unwrap();
    // A browser without room: the next requests that add something are refused, so many of them.
    let refuse = |times: u32| {
        let script = format!(
            "globalThis.add ??= IDBObjectStore.prototype.add; let left = {times};
            IDBObjectStore.prototype.add = function (...given) {{
                if (left-- > 0) throw new DOMException('', 'QuotaExceededError');
                return globalThis.add.apply(this, given);
            }}"
        );
        js_sys::eval(&script).unwrap();
    };
    refuse(1);
    assert_eq!(append(&db, &rows[2..], &[]).await.unwrap_err().trouble(), Trouble::Full);
    assert!(keep_snapshot(&db).await);
    refuse(1);
    append(&db, &rows[2..], &[]).await.unwrap();
    refuse(0);
    check(&db, &store, None).await;
}

#[wasm_bindgen_test]
async fn there_is_no_snapshot_of_a_damaged_log() {
    let db = opened("damaged log").await;
    append(&db, &documents(3).2, &[]).await.unwrap();
    damage("damaged log").await;
    assert_eq!(db.log().await, Ok(None));
}

/// Puts a row into the log that Postil never wrote.
async fn damage(name: &str) {
    change(name, "it.objectStore('log').add({ rows: 17 })").await;
}

/// Changes what is stored behind Postil's back; `it` is the transaction.
async fn change(name: &str, script: &str) {
    let script = format!(
        "new Promise((resolve, reject) => {{
            const opened = indexedDB.open('{name}');
            opened.onerror = reject;
            opened.onsuccess = () => {{
                const it = opened.result.transaction(['log', 'snapshot'], 'readwrite');
                {script};
                it.oncomplete = () => {{ opened.result.close(); resolve(); }};
            }};
        }})"
    );
    JsFuture::from(js_sys::Promise::from(js_sys::eval(&script).unwrap())).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_row_that_cannot_be_read_costs_only_that_row() {
    let db = opened("damaged").await;
    let rows: Vec<_> = (0..300).map(|n| row(&n.to_string(), true)).collect();
    append(&db, &rows, &[]).await.unwrap();
    damage("damaged").await;
    append(&db, &[row("300", true)], &[]).await.unwrap();
    let saved = db.load().await.unwrap();
    assert_eq!((saved.rows.len(), saved.unreadable), (301, 1));
    assert_eq!(db.compact().await, Ok(false), "it would be packed away");
    replace(&db, &[row("rest", true)], &[]).await.unwrap();
    let saved = db.load().await.unwrap();
    assert_eq!((lines(&saved), saved.unreadable), (vec![("rest", true)], 1));
}

#[wasm_bindgen_test]
async fn a_deletion_leaves_what_another_tab_wrote() {
    let (one, other) = (opened("two tabs").await, opened("two tabs").await);
    append(&one, &[row("1", true), row("2", true)], &[]).await.unwrap();
    one.load().await.unwrap();
    other.load().await.unwrap();
    let rows: Vec<_> = (3..300).map(|n| row(&n.to_string(), true)).collect();
    append(&other, &rows, &[]).await.unwrap();
    append(&one, &[row("300", true)], &[]).await.unwrap();
    assert_eq!(one.compact().await, Ok(false), "this tab has not read them");
    replace(&one, &[row("2", true)], &[]).await.unwrap();
    let saved = other.load().await.unwrap();
    assert_eq!(saved.rows.len(), 298);
    assert_eq!(lines(&saved).last(), Some(&("2", true)));
    // What was read can be packed and replaced.
    assert_eq!(other.compact().await, Ok(true));
    replace(&other, &[row("all", true)], &[]).await.unwrap();
    assert_eq!(lines(&one.load().await.unwrap()), [("all", true)]);
}

#[wasm_bindgen_test]
async fn everything_can_be_forgotten() {
    let db = opened("clear").await;
    append(&db, &[row("1", true)], &[("a", "text")]).await.unwrap();
    set(&db, "place", Some("a")).await.unwrap();
    db.write(&Batch { clears: true, ..Batch::default() }).await.unwrap();
    assert!(is_empty(&db).await);
}

#[wasm_bindgen_test]
async fn a_connection_that_was_closed_is_opened_again() {
    let db = opened("closed").await;
    append(&db, &[row("1", true)], &[("a", "text")]).await.unwrap();
    db.close();
    assert_eq!(db.text("a").await.unwrap().as_deref(), Some("text"));
    db.close();
    append(&db, &[row("2", true)], &[]).await.unwrap();
    assert_eq!(lines(&db.load().await.unwrap()), [("1", true), ("2", true)]);
}

#[wasm_bindgen_test]
async fn rows_that_were_packed_away_are_not_missed() {
    let db = opened("packed and closed").await;
    let rows: Vec<_> = (0..300).map(|n| row(&n.to_string(), true)).collect();
    append(&db, &rows, &[]).await.unwrap();
    assert_eq!(db.compact().await, Ok(true));
    db.close();
    append(&db, &[row("300", true)], &[]).await.unwrap();
    assert_eq!(db.load().await.unwrap().rows.len(), 2);
}

#[wasm_bindgen_test]
async fn what_is_gone_is_not_gone_on_with() {
    let db = opened("gone").await;
    append(&db, &[row("1", true)], &[("a", "text")]).await.unwrap();
    db.close();
    let other = opened("gone").await;
    other.write(&Batch { clears: true, ..Batch::default() }).await.unwrap();
    other.close();
    let error = append(&db, &[row("2", true)], &[]).await.unwrap_err();
    assert_eq!(error.trouble(), Trouble::Lost);
    assert!(is_empty(&db).await, "the second step alone would be half a project");
    // All of it, from the beginning, is another matter.
    append(&db, &[row("1", true), row("2", true)], &[("a", "text")]).await.unwrap();
    assert_eq!(lines(&db.load().await.unwrap()).len(), 2);
}

#[wasm_bindgen_test]
async fn a_newer_version_elsewhere_is_told_and_not_waited_for() {
    let db = opened("newer").await;
    let factory = web_sys::window().unwrap().indexed_db().unwrap().unwrap();
    let request = factory.open_with_u32("newer", 99).unwrap();
    let answer = js_sys::Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        request.set_onblocked(Some(&reject));
    });
    JsFuture::from(answer).await.unwrap();
    assert_eq!(db.load().await.unwrap_err().trouble(), Trouble::Closed);
    let error = Database::open_named("newer").await.unwrap_err();
    assert_eq!(error.trouble(), Trouble::Newer);
}

/// Takes a right that must be free.
async fn held(name: &str) -> Right {
    match lock::take_named(name).await {
        Writer::Here(right) => right,
        other => panic!("{other:?}"),
    }
}

async fn soon(condition: impl Fn() -> bool) -> bool {
    for _ in 0..100 {
        if condition() {
            return true;
        }
        TimeoutFuture::new(20).await;
    }
    false
}

#[wasm_bindgen_test]
async fn one_tab_writes() {
    let right = held("one").await;
    assert!(matches!(lock::take_named("one").await, Writer::Elsewhere));
    held("two").await;
    right.give_back();
    right.gone().await;
    held("one").await;
}

#[wasm_bindgen_test]
async fn a_writer_that_is_just_going_is_waited_for() {
    let held_elsewhere = "navigator.locks.request('going', () => new Promise((release) => setTimeout(release, 150)))";
    js_sys::eval(held_elsewhere).unwrap();
    held("going").await;
    assert!(matches!(lock::take_named("going").await, Writer::Elsewhere));
}

#[wasm_bindgen_test]
async fn a_reading_tab_gets_the_right_when_the_writer_goes() {
    let right = held("held").await;
    let came = Rc::new(Cell::new(false));
    let seen = Rc::clone(&came);
    wasm_bindgen_futures::spawn_local(async move {
        assert!(lock::wait_named("held").await.is_some());
        seen.set(true);
    });
    TimeoutFuture::new(50).await;
    assert!(!came.get());
    right.give_back();
    assert!(soon(|| came.get()).await);
    assert!(matches!(lock::take_named("held").await, Writer::Elsewhere));
}

#[wasm_bindgen_test]
async fn a_right_can_be_taken_and_its_holder_hears_of_it() {
    let right = held("taken").await;
    let taken = lock::seize_named("taken").await.expect("nobody can refuse");
    right.gone().await;
    // What is gone cannot be given back for somebody else.
    right.give_back();
    assert!(matches!(lock::take_named("taken").await, Writer::Elsewhere));
    taken.give_back();
    held("taken").await;
}

#[wasm_bindgen_test]
async fn tabs_hear_each_other_and_not_themselves() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let open = |who: u8| {
        let heard = Rc::clone(&heard);
        Channel::open_named("talk", move |word| heard.borrow_mut().push((who, word))).expect("there are channels")
    };
    let (first, _second) = (open(1), open(2));
    first.say(Word::Give);
    first.say(Word::Written);
    js_sys::eval("new BroadcastChannel('talk').postMessage({ of: 'a later version' })").unwrap();
    first.say(Word::Take);
    assert!(soon(|| heard.borrow().len() == 3).await);
    assert_eq!(*heard.borrow(), [(2, Word::Give), (2, Word::Written), (2, Word::Take)]);
}

/// Line by line, however they are packed.
fn single_lines(saved: &Saved) -> Vec<&str> {
    saved.rows.iter().flat_map(|row| row.lines.lines()).collect()
}

#[wasm_bindgen_test]
async fn a_tab_that_follows_reads_what_came_behind() {
    let (writer, reader) = (Database::open_named("news").await.unwrap(), Database::open_named("news").await.unwrap());
    let row = |i: usize| row(&format!("line {i}"), true);
    let write = async |rows: Vec<LogRow>| writer.write(&Batch { rows, ..Batch::default() }).await.unwrap();
    assert!(reader.load().await.unwrap().rows.is_empty());
    write(vec![row(0), row(1)]).await;
    let news = reader.news().await.unwrap();
    assert!(news.is_all, "nothing was known");
    assert_eq!(single_lines(&news.saved), ["line 0", "line 1"]);

    write(vec![row(2)]).await;
    let news = reader.news().await.unwrap();
    assert!(!news.is_all);
    assert_eq!(single_lines(&news.saved), ["line 1", "line 2"], "and the last one once more");

    // The last row that is known is packed together with others behind it, and away into one before it.
    write((3..400).map(row).collect()).await;
    assert!(writer.compact().await.unwrap());
    let all: Vec<String> = (0..400).map(|i| format!("line {i}")).collect();
    let news = reader.news().await.unwrap();
    assert!(news.is_all);
    assert_eq!(single_lines(&news.saved), all);
    write((400..800).map(row).collect()).await;
    assert!(writer.compact().await.unwrap());
    let mut known = single_lines(&news.saved).into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let news = reader.news().await.unwrap();
    known.extend(single_lines(&news.saved).into_iter().map(str::to_owned));
    assert_eq!(known.len(), 800);

    // A document was deleted for good.
    writer.write(&Batch { replaces_log: true, rows: vec![row(7)], ..Batch::default() }).await.unwrap();
    let news = reader.news().await.unwrap();
    assert!(news.is_all);
    assert_eq!(single_lines(&news.saved), ["line 7"]);
}

#[wasm_bindgen_test]
async fn the_browser_answers_about_persistence() {
    assert_ne!(persistence::granted().await, Persistence::Unknown);
    assert!(persistence::room().await.unwrap().quota > 0.0);
}
