//! Looking through the documents of the project: their texts come from storage, some at a time, and stay here for the next search.

use crate::Search;
use crate::replica::{self, Trouble};
use crate::scope::{self, Head};
use crate::wire::{self, Payloads, clock, turn};
use postil_core::{DocId, Document, SetId, Store, TextRange};
use postil_messages::{ProjectHead, Query, QueryKind, ResponseBody, pack_hits};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Texts of so many bytes are kept for the next search.
const MAX_KEPT: usize = 48 << 20;
/// So many texts are read at first, so that the first hits come soon; then twice as many each time,
const FIRST: usize = 2;
/// and never more than so many at once.
const AT_ONCE: usize = 32;
/// Others have their turn after so many milliseconds.
const SLICE: f64 = 12.0;
/// After the first hits the page is told after so many milliseconds, for it draws each time,
const BETWEEN: f64 = 80.0;
/// or when there are so many.
const MANY: usize = 2_000;

thread_local! {
    /// The search that goes on.
    static CURRENT: RefCell<Option<Head>> = const { RefCell::new(None) };
    static TEXTS: RefCell<Texts> = RefCell::default();
}

#[derive(Default)]
struct Texts {
    kept: BTreeMap<DocId, Rc<str>>,
    bytes: usize,
}

/// A search as it was asked for.
pub struct Wanted {
    pub query: Query,
    pub within: Option<(u32, u32)>,
    pub set: SetId,
    pub project: ProjectHead,
}

fn is_current(head: &Head) -> bool {
    CURRENT.with_borrow(|current| current.as_ref().is_some_and(|it| it.seq == head.seq))
}

/// Stops a search. Says whether it was still going on: then it says nothing more.
pub fn cancel(seq: u32) -> bool {
    CURRENT.with_borrow_mut(|current| current.take_if(|it| it.seq == seq).is_some())
}

/// Looks for something; what was looked for before is given up.
pub async fn find(head: Head, wanted: Wanted, payloads: Payloads) {
    if let Some(before) = CURRENT.replace(Some(head.clone())) {
        scope::tell(before, ResponseBody::Cancelled, Vec::new());
    }
    let answer = match look(&head, &wanted, &payloads).await {
        Ok(answer) => answer,
        Err(Trouble::Behind) => ResponseBody::Behind,
        Err(Trouble::Failed(message)) => ResponseBody::Failed { message },
    };
    // Otherwise it has its last answer already.
    if cancel(head.seq) {
        scope::tell(head, answer, Vec::new());
    }
}

async fn look(head: &Head, wanted: &Wanted, payloads: &Payloads) -> Result<ResponseBody, Trouble> {
    let Wanted { query, within, set, project } = wanted;
    let store = match query.kind {
        QueryKind::Words | QueryKind::Expression => Store::new(),
        QueryKind::Dictionary | QueryKind::Annotations | QueryKind::Changes => {
            let steps = payloads.text(0).map_err(Trouble::Failed)?;
            replica::replica(project, &steps).await?.store().clone()
        }
    };
    let within = within.map(|(start, end)| TextRange::from_usize(start as usize..end.max(start) as usize));
    let search = scope::working(head, || Search::new(query, within, &store));
    let mut search = search.map_err(Trouble::Failed)?;
    let mut given: BTreeMap<DocId, Rc<str>> = BTreeMap::new();
    for (i, doc) in project.given.iter().enumerate() {
        given.insert(*doc, payloads.text(i + 1).map_err(Trouble::Failed)?.into());
    }
    let pattern = search.pattern().cloned();
    let (mut missing, total) = (0, project.documents.len() as u32);
    let (mut slice, mut told, mut has_hits) = (clock(), clock(), false);
    let (mut rest, mut at_once) = (project.documents.as_slice(), FIRST);
    while !rest.is_empty() && !search.is_full() {
        let first = project.documents.len() - rest.len();
        let (docs, behind) = rest.split_at(at_once.min(rest.len()));
        (rest, at_once) = (behind, AT_ONCE.min(2 * at_once));
        let texts = texts(docs, &given).await?;
        for (i, (doc, text)) in docs.iter().zip(texts).enumerate() {
            let at = (first + i) as u32;
            missing += u32::from(text.is_none());
            match (query.kind, &text) {
                (QueryKind::Annotations, text) => {
                    scope::working(head, || search.add_annotations(at, *doc, set, text.as_deref(), &store));
                }
                (QueryKind::Changes, Some(text)) => {
                    let old = store.documents().get(doc).and_then(|info| info.supersedes);
                    let Some(old) = old else { continue };
                    let Some(Some(before)) = self::texts(&[old], &given).await?.pop() else {
                        missing += 1;
                        continue;
                    };
                    let (old, new) = (Document::with_known_id(old, &*before), Document::with_known_id(*doc, &**text));
                    scope::working(head, || search.add_changes(at, &old, &new, set, &store));
                }
                (_, None) => {}
                (_, Some(text)) => {
                    let Some(pattern) = &pattern else { continue };
                    let mut walk = pattern.walk(text);
                    while let Some(hits) = scope::working(head, || walk.next()) {
                        scope::working(head, || search.add(at, text, hits));
                        if clock() - slice > SLICE {
                            turn().await;
                            slice = clock();
                        }
                        if !is_current(head) || search.is_full() {
                            break;
                        }
                    }
                }
            }
            if !is_current(head) {
                return Ok(ResponseBody::Cancelled);
            }
            // How far it is was told before, where there were none yet.
            let is_first = !has_hits && search.waiting() > 0;
            if is_first || search.waiting() >= MANY || clock() - told > BETWEEN {
                has_hits |= is_first;
                tell(head, &mut search, at + 1, total);
                told = clock();
            }
            if search.is_full() {
                break;
            }
        }
    }
    if search.waiting() > 0 {
        tell(head, &mut search, total, total);
    }
    Ok(ResponseBody::Searched { missing, is_cut: search.is_full(), unknown: search.unknown().to_vec() })
}

fn tell(head: &Head, search: &mut Search, done: u32, total: u32) {
    let (words, text) = pack_hits(&search.take());
    let words = js_sys::Uint32Array::from(words.as_slice());
    let buffer = words.buffer();
    let body = ResponseBody::Found { done, total, labels: search.labels().to_vec() };
    scope::tell(head.clone(), body, vec![(words.into(), buffer), wire::payload(text.as_bytes())]);
}

/// The texts of some documents, as far as they are to be had.
async fn texts(docs: &[DocId], given: &BTreeMap<DocId, Rc<str>>) -> Result<Vec<Option<Rc<str>>>, Trouble> {
    let known = |doc: &DocId| {
        let kept = || TEXTS.with_borrow(|texts| texts.kept.get(doc).cloned());
        given.get(doc).cloned().or_else(kept)
    };
    let unknown: Vec<DocId> = docs.iter().copied().filter(|doc| known(doc).is_none()).collect();
    let mut read = BTreeMap::new();
    if !unknown.is_empty() {
        for (doc, text) in unknown.iter().zip(replica::texts(&unknown).await?) {
            if let Some(text) = text.map(Rc::from) {
                keep(*doc, &text);
                read.insert(*doc, text);
            }
        }
    }
    Ok(docs.iter().map(|doc| known(doc).or_else(|| read.get(doc).cloned())).collect())
}

fn keep(doc: DocId, text: &Rc<str>) {
    TEXTS.with_borrow_mut(|texts| {
        if texts.bytes + text.len() <= MAX_KEPT {
            texts.bytes += text.len();
            texts.kept.insert(doc, text.clone());
        }
    });
}
