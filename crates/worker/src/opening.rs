//! Files are opened one after the other, those of other programs together in the end.

use crate::foreign::{Answer, Ask, Question, client};
use crate::route::{is_data, routes};
use crate::scope::{self, Head};
use crate::wire;
use crate::{Foreign, Reply, decoder, encoding, files};
use js_sys::{ArrayBuffer, Uint8Array};
use postil_core::MAX_TEXT_BYTES;
use postil_messages::ResponseBody;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

thread_local! {
    /// Requests that are being worked on.
    static OPEN: RefCell<BTreeSet<u32>> = const { RefCell::new(BTreeSet::new()) };
    /// When something was said of progress last, in milliseconds.
    static TOLD: Cell<f64> = const { Cell::new(0.0) };
}

const STRANGE: &str = "It is of no format that is known here. To annotate it as it stands, let its name end in .txt.";

/// Milliseconds between two words about progress.
const BETWEEN: f64 = 100.0;

/// What is asked.
pub struct Wanted {
    pub names: Vec<String>,
    pub files: Vec<JsValue>,
    pub encoding: Option<String>,
    /// Whether they are texts, whatever they look like.
    pub are_texts: bool,
    pub unit: Option<String>,
}

struct File {
    index: u32,
    name: String,
    bytes: Vec<u8>,
}

/// Whether opening is under way; it is stopped.
pub fn cancel(seq: u32) -> bool {
    let was_open = OPEN.with_borrow_mut(|open| open.remove(&seq));
    if was_open {
        client::stop();
    }
    was_open
}

/// Answers the request, step by step.
pub async fn open(head: Head, wanted: Wanted) {
    let seq = head.seq;
    OPEN.with_borrow_mut(|open| open.insert(seq));
    go_on(&head, wanted).await;
    if OPEN.with_borrow_mut(|open| open.remove(&seq)) {
        scope::tell(head, ResponseBody::Done, Vec::new());
    }
}

/// Says how a file may be read.
pub async fn encodings(head: Head, file: JsValue) {
    let body = match bytes(file).await {
        Ok(bytes) => {
            let choices = scope::working(&head, || encoding::choices(postil_decode::candidates(&bytes, decoder())));
            ResponseBody::Undecodable { problem: String::new(), choices, sources: vec![0] }
        }
        Err(message) => ResponseBody::Failed { message },
    };
    scope::tell(head, body, Vec::new());
}

fn is_cancelled(head: &Head) -> bool {
    !OPEN.with_borrow(|open| open.contains(&head.seq))
}

async fn go_on(head: &Head, wanted: Wanted) {
    let Wanted { names, files, encoding, are_texts, unit } = wanted;
    let total = names.len() as u32;
    let mut read = Vec::with_capacity(names.len());
    for (index, (name, file)) in names.into_iter().zip(files).enumerate() {
        let index = index as u32;
        tell_progress(head, index, total, &name, index == 0);
        match bytes(file).await {
            _ if is_cancelled(head) => return,
            Ok(bytes) => read.push(File { index, name, bytes }),
            Err(problem) => refuse(head, index, problem),
        }
    }
    let is_foreign = match are_texts {
        true => vec![false; read.len()],
        false => routes(read.iter().map(|file| (&*file.name, &*file.bytes))),
    };
    let mut foreign = Vec::new();
    for (file, is_foreign) in read.into_iter().zip(is_foreign) {
        match is_foreign {
            true => foreign.push(file),
            false => read_here(head, file, encoding.as_deref()),
        }
    }
    if !foreign.is_empty()
        && let Err(problem) = read_elsewhere(head, &foreign, encoding, unit).await
        && !is_cancelled(head)
    {
        refuse(head, foreign[0].index, problem);
    }
}

/// Says how far it is, if that is the first word of something, or the last one is some time ago: the page draws after each.
fn tell_progress(head: &Head, done: u32, total: u32, name: &str, is_first: bool) {
    let now = wire::clock();
    if is_first || now >= TOLD.get() + BETWEEN {
        TOLD.set(now);
        scope::tell(head.clone(), ResponseBody::Opening { done, total, name: name.to_owned() }, Vec::new());
    }
}

async fn bytes(file: JsValue) -> Result<Vec<u8>, String> {
    let moved = |_| "It could not be read: if it was moved or changed, choose it again.".to_owned();
    let blob: Blob = file.dyn_into().map_err(moved)?;
    if blob.size() > MAX_TEXT_BYTES as f64 {
        return Err(format!("It is larger than {} MB: split it first.", MAX_TEXT_BYTES >> 20));
    }
    let buffer: ArrayBuffer = JsFuture::from(blob.array_buffer()).await.map_err(moved)?.unchecked_into();
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn refuse(head: &Head, index: u32, problem: String) {
    let body = ResponseBody::Undecodable { problem, choices: Vec::new(), sources: Vec::new() };
    opened(head, index, Reply::Plain(body));
}

fn opened(head: &Head, index: u32, reply: Reply) {
    let wrap = |of| ResponseBody::Opened { index, of: Box::new(of) };
    let reply = match reply {
        Reply::Plain(body) => Reply::Plain(wrap(body)),
        Reply::Bytes(body, payloads) => Reply::Bytes(wrap(body), payloads),
        Reply::Found(body, suggestions) => Reply::Found(wrap(body), suggestions),
    };
    scope::reply_to(head.clone(), reply);
}

fn read_here(head: &Head, file: File, encoding: Option<&str>) {
    let File { index, name, bytes } = file;
    let reply = scope::working(head, || scope::with_files(|files| files.open(index, &name, bytes, encoding)));
    opened(head, index, reply);
}

/// By the module of formats. What it does not know is an article after all.
async fn read_elsewhere(
    head: &Head, files: &[File], encoding: Option<String>, unit: Option<String>,
) -> Result<(), String> {
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let payloads = files.iter().map(|file| wire::payload(&file.bytes)).collect();
    let on_progress = {
        let head = head.clone();
        move |done, total, name: String| tell_progress(&head, done, total, &name, false)
    };
    // It may take a while from here without a word.
    tell_progress(head, 0, names.len() as u32, &names[0], true);
    let asked = client::ask(Ask::Read { names, encoding: encoding.clone(), unit }, payloads, on_progress).await;
    // Files may be large, and few are opened in a row.
    client::rest();
    let (answer, payloads) = asked?;
    if is_cancelled(head) {
        return Ok(());
    }
    let Answer::Read(found) = answer else { return Err("Try again.".to_owned()) };
    let file = |at: &u32| files.get(*at as usize);
    if let Some(Question { file: at, problem, choices }) = found.question {
        // Whatever belongs together is read together once that is answered.
        let sources = files.iter().map(|file| file.index).collect();
        if let Some(file) = file(&at) {
            opened(head, file.index, Reply::Plain(ResponseBody::Undecodable { problem, choices, sources }));
        }
        return Ok(());
    }
    let articles = found.articles.len();
    for (i, article) in found.articles.into_iter().enumerate() {
        if let Some(file) = file(&article.file) {
            opened(head, file.index, files::article_of(payloads.text(i)?, article.encoding, article.is_guess));
        }
    }
    for file in found.unknown.iter().filter_map(file) {
        if is_data(&file.name) {
            refuse(head, file.index, STRANGE.to_owned());
            continue;
        }
        let (index, name, bytes) = (file.index, file.name.clone(), file.bytes.clone());
        read_here(head, File { index, name, bytes }, encoding.as_deref());
    }
    let annotated: Vec<&File> = found.annotated.iter().filter_map(file).collect();
    let Some(first) = annotated.first() else { return Ok(()) };
    if !found.has_annotations {
        let why = found.remarks.first().map(|it| match it.place == first.name {
            true => format!("{}.", it.message),
            false => format!("{}: {}.", it.place, it.message),
        });
        return Err(why.unwrap_or_else(|| "There is nothing in it that can be read.".to_owned()));
    }
    let name = match annotated.len() {
        1 => first.name.clone(),
        number => format!("{number} files"),
    };
    let sources = annotated.iter().map(|file| file.index).collect();
    let text = payloads.text(articles)?;
    let origin = Foreign { formats: found.formats, remarks: found.remarks, all_remarks: found.all_remarks };
    let body = scope::working(head, || scope::with_files(|kept| kept.keep(&name, sources, text, Some(origin))));
    opened(head, first.index, Reply::Plain(body));
    Ok(())
}
