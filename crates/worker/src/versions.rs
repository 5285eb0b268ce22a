//! Whether a text is nearly another one of the project. Of each text that it may be a version of, a sketch is kept as long as this
//! worker lives: a text never changes.

use crate::replica::{self, Trouble};
use crate::scope::{self, Head};
use crate::wire::{Payloads, clock, turn};
use postil_align::{Alignment, Carried, Sketch, count};
use postil_core::{DocId, Document};
use postil_messages::{ProjectHead, ResponseBody, Version};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// So many texts are read at once.
const AT_ONCE: usize = 32;
/// Others have their turn after so many milliseconds.
const SLICE: f64 = 8.0;
/// So many of the texts that resemble it most are aligned with it.
const TRIED: usize = 3;
/// A version shares so many of 100 words.
const LEAST: u32 = 50;

thread_local! {
    static SKETCHES: RefCell<BTreeMap<DocId, Sketch>> = const { RefCell::new(BTreeMap::new()) };
}

/// Answers the request.
pub async fn near(head: Head, project: ProjectHead, payloads: Payloads) {
    let body = match look(&head, &project, &payloads).await {
        Ok(found) => ResponseBody::Near { found },
        Err(Trouble::Behind) => ResponseBody::Behind,
        Err(Trouble::Failed(message)) => ResponseBody::Failed { message },
    };
    scope::tell(head, body, Vec::new());
}

async fn look(head: &Head, project: &ProjectHead, payloads: &Payloads) -> Result<Option<Version>, Trouble> {
    let [new, candidates @ ..] = &project.documents[..] else { return Ok(None) };
    let mut given: BTreeMap<DocId, Rc<str>> = BTreeMap::new();
    for (i, doc) in project.given.iter().enumerate() {
        given.insert(*doc, payloads.text(i + 1).map_err(Trouble::Failed)?.into());
    }
    let Some(text) = texts(&[*new], &given).await?.pop().flatten() else { return Ok(None) };
    let own = scope::working(head, || Sketch::of(&text));
    let mut near: Vec<(u32, DocId)> = Vec::new();
    for docs in candidates.chunks(AT_ONCE) {
        learn(head, docs, &given).await?;
        SKETCHES.with_borrow(|sketches| {
            let found = docs.iter().filter_map(|doc| Some((doc, sketches.get(doc)?)));
            let found = found.filter(|(_, sketch)| own.is_near(sketch));
            near.extend(found.map(|(doc, sketch)| ((own.resemblance(sketch) * 1000.0) as u32, *doc)));
        });
    }
    near.sort_unstable_by(|a, b| b.cmp(a));
    near.truncate(TRIED);
    if near.is_empty() {
        return Ok(None);
    }
    let steps = payloads.text(0).map_err(Trouble::Failed)?;
    let replica = replica::replica(project, &steps).await?;
    let new = Document::with_known_id(*new, &*text);
    let docs: Vec<DocId> = near.into_iter().map(|(_, doc)| doc).collect();
    let mut best: Option<Version> = None;
    for (of, old) in docs.iter().zip(texts(&docs, &given).await?) {
        let Some(old) = old else { continue };
        let version = scope::working(head, || {
            let alignment = Alignment::of(&Document::with_known_id(*of, &*old), &new);
            let Carried { standing, of: spans } = count(replica.store(), &alignment);
            Version { of: *of, shared: (alignment.shared() * 100.0) as u32, standing, spans }
        });
        let is_better = best.as_ref().is_none_or(|best| version.shared > best.shared);
        if version.shared >= LEAST && version.standing > 0 && is_better {
            best = Some(version);
        }
    }
    Ok(best)
}

/// Makes the sketches of some documents that have none yet, as far as their texts are in storage.
async fn learn(head: &Head, docs: &[DocId], given: &BTreeMap<DocId, Rc<str>>) -> Result<(), Trouble> {
    let is_new = |doc: &DocId| SKETCHES.with_borrow(|sketches| !sketches.contains_key(doc));
    let unknown: Vec<DocId> = docs.iter().copied().filter(is_new).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let mut since = clock();
    for (doc, text) in unknown.iter().zip(texts(&unknown, given).await?) {
        let Some(text) = text else { continue };
        let sketch = scope::working(head, || Sketch::of(&text));
        SKETCHES.with_borrow_mut(|sketches| sketches.insert(*doc, sketch));
        if clock() - since > SLICE {
            turn().await;
            since = clock();
        }
    }
    Ok(())
}

/// The texts of some documents, as far as they are to be had. They are not kept: their sketches are.
async fn texts(docs: &[DocId], given: &BTreeMap<DocId, Rc<str>>) -> Result<Vec<Option<Rc<str>>>, Trouble> {
    let missing: Vec<DocId> = docs.iter().copied().filter(|doc| !given.contains_key(doc)).collect();
    let mut stored: BTreeMap<DocId, Rc<str>> = BTreeMap::new();
    if !missing.is_empty() {
        for (doc, text) in missing.iter().zip(replica::texts(&missing).await?) {
            stored.extend(text.map(|text| (*doc, text.into())));
        }
    }
    Ok(docs.iter().map(|doc| given.get(doc).or_else(|| stored.get(doc)).cloned()).collect())
}
