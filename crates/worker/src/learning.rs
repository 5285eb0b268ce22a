//! Learning from the documents of the project, one after the other, between other work.

use crate::job::date;
use crate::replica::{self, Trouble};
use crate::school::{Reading, Terms};
use crate::scope::{self, Head, with_school};
use crate::wire::{Payloads, clock, turn};
use crate::{Fates, Language, language, model};
use postil_core::{DocId, SetId, Store};
use postil_extract::{Extractor, Settings};
use postil_messages::{LONGEST_REMADE, ProjectHead, ResponseBody};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Others have their turn after so many milliseconds.
const SLICE: f64 = 12.0;
/// Milliseconds between two words about progress.
const BETWEEN: f64 = 200.0;

thread_local! {
    /// The request that is being worked on.
    static CURRENT: RefCell<Option<Head>> = const { RefCell::new(None) };
}

/// What is asked.
pub struct Wanted {
    pub set: SetId,
    pub terms: Terms,
    pub project: ProjectHead,
}

fn is_current(head: &Head) -> bool {
    CURRENT.with_borrow(|current| current.as_ref().is_some_and(|it| it.seq == head.seq))
}

/// Stops it. Says whether it was still going on: then it says nothing more.
pub fn cancel(seq: u32) -> bool {
    CURRENT.with_borrow_mut(|current| current.take_if(|it| it.seq == seq).is_some())
}

/// Answers the request; an earlier one is given up, and what it has learned so far is the beginning of this one.
pub async fn learn(head: Head, wanted: Wanted, payloads: Payloads) {
    if let Some(before) = CURRENT.replace(Some(head.clone())) {
        scope::tell(before, ResponseBody::Cancelled, Vec::new());
    }
    let answer = match go_on(&head, wanted, &payloads).await {
        Ok(answer) => answer,
        Err(Trouble::Behind) => ResponseBody::Behind,
        Err(Trouble::Failed(message)) => ResponseBody::Failed { message },
    };
    // Otherwise it has its last answer already.
    if cancel(head.seq) {
        scope::tell(head, answer, Vec::new());
    }
}

async fn go_on(head: &Head, wanted: Wanted, payloads: &Payloads) -> Result<ResponseBody, Trouble> {
    let Wanted { set, terms, project } = wanted;
    let steps = payloads.text(0).map_err(Trouble::Failed)?;
    let mut given: BTreeMap<DocId, String> = BTreeMap::new();
    for (i, doc) in project.given.iter().enumerate() {
        given.insert(*doc, payloads.text(i + 1).map_err(Trouble::Failed)?);
    }
    let replica = replica::replica(&project, &steps).await?;
    let terms = Rc::new(terms);
    let total = scope::working(head, || {
        with_school(|school| {
            school.follow(terms.clone(), replica.store(), &set);
            school.document_count() as u32
        })
    });
    let (mut done, mut slice, mut told) = (0, clock(), clock());
    // Whoever came later goes on from here.
    while is_current(head) {
        let Some(doc) = scope::working(head, || with_school(|school| school.next_document())) else {
            return Ok(with_school(|school| school.report()));
        };
        let text = match given.get(&doc) {
            Some(text) => Some(text.clone()),
            None => replica::texts(&[doc]).await?.pop().flatten(),
        };
        let text = text.filter(|text| text.len() <= LONGEST_REMADE as usize).unwrap_or_default();
        let reading = read(head, doc, &text, replica.store(), &terms, &mut slice).await;
        if !is_current(head) {
            break;
        }
        // Where there is no text, or one that is too long, nothing is learned; the others follow all the same.
        scope::working(head, || with_school(|school| school.learn(doc, &text, &reading)));
        done += 1;
        if clock() - told > BETWEEN {
            told = clock();
            scope::tell(head.clone(), ResponseBody::Learning { done: done.min(total), total }, Vec::new());
        }
        give_way(&mut slice).await;
    }
    Ok(ResponseBody::Cancelled)
}

async fn give_way(slice: &mut f64) {
    if clock() - *slice > SLICE {
        turn().await;
        *slice = clock();
    }
}

/// Reads a text, or remembers how it was read. Nothing where the model does not read it: what is not suggested cannot be learned about.
async fn read(head: &Head, doc: DocId, text: &str, store: &Store, terms: &Rc<Terms>, slice: &mut f64) -> Rc<Reading> {
    let Some(info) = store.documents().get(&doc).filter(|_| !text.is_empty()) else { return Rc::default() };
    let dct = date(info.dct.as_deref()).unwrap_or_default();
    if let Some(known) = with_school(|school| school.kept(doc, terms, dct)) {
        return known;
    }
    let language = info.language.as_deref().map_or_else(|| language(text), Language::of_tag);
    let Some(model) = model::ready().await.filter(|_| language.is_english) else { return Rc::default() };
    let mut extractor = Extractor::with_model(text, Settings { dct, layers: terms.layers }, model);
    let mut fates = Fates::new(terms.fates.clone());
    let mut reading = Reading::new();
    while let Some(batch) = scope::working(head, || extractor.next_batch()) {
        reading.push((extractor.passage(), fates.apply(batch.found)));
        give_way(slice).await;
        if !is_current(head) {
            return Rc::default();
        }
    }
    let reading = Rc::new(reading);
    with_school(|school| school.keep(doc, terms.clone(), dct, reading.clone()));
    reading
}
