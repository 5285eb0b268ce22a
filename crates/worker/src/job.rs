//! A text is read batch by batch.

use crate::school::{Reading, School, Terms};
use crate::{Fates, Language, language};
use postil_core::{DocId, Suggestions};
use postil_extract::{Date, Extractor, Model, Passage, Settings};
use postil_learn::{Lessons, Remaking};
use postil_messages::{LONGEST_REMADE, ResponseBody};
use std::rc::Rc;
use std::sync::Arc;

/// An answer and what comes beside it.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Plain(ResponseBody),
    /// With bytes.
    Bytes(ResponseBody, Vec<Vec<u8>>),
    /// With suggestions.
    Found(ResponseBody, Suggestions),
}

/// The page draws after each message, so after the first one suggestions are gathered for this many milliseconds,
const GATHER: f64 = 40.0;
/// or until there are this many: the page must not be busy with one message for long.
const MANY: usize = 500;

/// What extraction has to do.
enum Work {
    /// It begins with the first step, which knows the model.
    Text(Arc<str>, Settings),
    Going(Box<Extractor>),
    /// It was read before: the batches, and how many were told.
    Known(Rc<Reading>, usize),
    /// There is nothing that it could read, or it is over.
    Nothing,
}

/// What is asked about a text.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub doc: DocId,
    /// Document creation time, `YYYY-MM-DD`.
    pub dct: Option<String>,
    /// A BCP 47 tag where it is known.
    pub language: Option<String>,
    pub terms: Terms,
    /// Whether what was learned is applied.
    pub is_learning: bool,
}

/// A text being read. Between two steps others may have their turn, and the job may be dropped.
pub struct Job {
    doc: DocId,
    dct: Option<Date>,
    terms: Rc<Terms>,
    work: Work,
    /// Bytes of the text.
    total: u32,
    fates: Fates,
    /// What was read so far, where that is to be remembered.
    read: Option<Reading>,
    is_learning: bool,
    /// What was decided about the text when it began, and what was learned by then.
    lessons: Lessons,
    remaking: Option<Remaking>,
    learned: u32,
    note: Option<String>,
    found: u32,
    /// How far it is, in bytes.
    done: u32,
    /// What was found and not yet told.
    gathered: Suggestions,
    /// When something was told last, in milliseconds.
    told: Option<f64>,
}

/// A document's date.
///
/// # Errors
/// If it is none; says what a date looks like.
pub fn date(dct: Option<&str>) -> Result<Option<Date>, String> {
    dct.map(str::parse).transpose().map_err(|_| {
        let given = dct.unwrap_or_default();
        format!("“{given}” is no date: write the document's date as year, month and day, 2018-09-17.")
    })
}

impl Job {
    /// Begins.
    ///
    /// # Errors
    /// If the date is none; says what a date looks like.
    pub fn new(text: String, wanted: Wanted) -> Result<Self, String> {
        let Wanted { doc, dct, language: tag, terms, is_learning } = wanted;
        let dct = date(dct.as_deref())?;
        let language = tag.map_or_else(|| language(&text), |tag| Language::of_tag(&tag));
        let note = (!language.is_english).then(|| match language.name() {
            Some(name) => format!("This text looks {name}: extraction is English; tagging works."),
            None => "This text does not look English: extraction is English; tagging works.".to_owned(),
        });
        let total = text.len() as u32;
        let read = (is_learning && note.is_none() && total <= LONGEST_REMADE).then(Reading::new);
        let work = match &note {
            None => Work::Text(text.into(), Settings { dct, layers: terms.layers }),
            Some(_) => Work::Nothing,
        };
        Ok(Self {
            doc,
            dct,
            work,
            total,
            fates: Fates::new(terms.fates.clone()),
            terms: Rc::new(terms),
            read,
            is_learning,
            lessons: Lessons::default(),
            remaking: None,
            learned: 0,
            note,
            found: 0,
            done: 0,
            gathered: Suggestions::default(),
            told: None,
        })
    }

    /// Whether the first step would begin to read: whoever steps then gives the model, or why there is none.
    pub fn wants_model(&self) -> bool {
        matches!(self.work, Work::Text(..))
    }

    /// Begins to read with a model, or with rules alone, which nothing is learned about; what was read before is not read again.
    pub fn begin(&mut self, model: Result<Arc<Model>, Arc<str>>, school: &mut School) {
        let Work::Text(text, settings) = std::mem::replace(&mut self.work, Work::Nothing) else { return };
        self.work = match model {
            Ok(model) => {
                if let Some((_, learned)) = school.learner(&self.terms).filter(|_| self.is_learning) {
                    self.learned = learned;
                    self.lessons = school.lessons(self.doc);
                    self.remaking = Some(Remaking::default());
                }
                let kept = self.read.as_ref().and_then(|_| school.kept(self.doc, &self.terms, self.dct));
                match kept {
                    Some(reading) => {
                        self.read = None;
                        Work::Known(reading, 0)
                    }
                    None => Work::Going(Box::new(Extractor::with_model(text, settings, model))),
                }
            }
            Err(why) => {
                self.read = None;
                self.note = Some(format!(
                    "The model that finds names could not be used: {why}. Rules found what is marked, and less of it. \
                     Load the page again to try once more."
                ));
                Work::Going(Box::new(Extractor::new(text, settings)))
            }
        };
    }

    /// The next batch as it is to be told.
    fn next(&mut self, school: &School) -> Option<Suggestions> {
        match &mut self.work {
            Work::Going(extractor) => {
                let batch = extractor.next_batch()?;
                self.done = extractor.progress().done.get();
                let found = self.fates.apply(batch.found);
                if self.read.is_none() && self.remaking.is_none() {
                    return Some(found);
                }
                let passage = extractor.passage();
                let told = self.remade(school, &passage, found.clone());
                if let Some(read) = &mut self.read {
                    read.push((passage, found));
                }
                Some(told)
            }
            Work::Known(reading, at) => {
                let (reading, place) = (reading.clone(), *at);
                *at += 1;
                let (passage, found) = reading.get(place)?;
                self.done = passage.tokens.last().map_or(self.done, |token| token.range.end().get());
                Some(self.remade(school, passage, found.clone()))
            }
            Work::Text(..) | Work::Nothing => None,
        }
    }

    /// A batch after what was learned.
    fn remade(&mut self, school: &School, passage: &Passage, found: Suggestions) -> Suggestions {
        match (&mut self.remaking, school.newest()) {
            (Some(remaking), Some(learner)) => remaking.apply(learner, passage, found, &self.lessons),
            _ => found,
        }
    }

    /// Reads one batch, a few milliseconds. `now` is a clock in milliseconds that runs forward. Says what is to be
    /// told, if anything; the last is [`ResponseBody::Finished`], and the job is over then.
    pub fn step(&mut self, now: f64, school: &mut School) -> Option<Reply> {
        let batch = self.next(school);
        let is_over = batch.is_none();
        if let Some(batch) = batch {
            self.found += batch.spans.len() as u32;
            self.gathered.append(batch);
        }
        let is_due = self.gathered.spans.len() >= MANY || self.told.is_none_or(|told| now - told >= GATHER);
        if is_over && self.gathered.is_empty() {
            self.work = Work::Nothing;
            if let Some(reading) = self.read.take() {
                school.keep(self.doc, self.terms.clone(), self.dct, reading.into());
            }
            let (spans, note, learned) = (self.found, self.note.take(), self.learned);
            return Some(Reply::Plain(ResponseBody::Finished { spans, note, learned }));
        }
        if !is_over && !is_due {
            return None;
        }
        self.told = Some(now);
        let body = ResponseBody::Batch { done: if is_over { self.total } else { self.done }, total: self.total };
        Some(Reply::Found(body, std::mem::take(&mut self.gathered)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::Document;

    fn wanted(dct: Option<&str>, language: Option<&str>) -> Wanted {
        let (dct, language) = (dct.map(str::to_owned), language.map(str::to_owned));
        let doc = Document::new("").id();
        Wanted { doc, dct, language, terms: Terms::new(Vec::new(), true), is_learning: false }
    }

    fn run(text: &str, dct: Option<&str>, language: Option<&str>) -> Vec<Reply> {
        let mut school = School::default();
        let mut job = Job::new(text.to_owned(), wanted(dct, language)).expect("the date is one");
        job.begin(Err("a test".into()), &mut school);
        job.note = job.note.filter(|note| !note.contains("a test"));
        let mut replies = Vec::new();
        for now in 0..10_000 {
            replies.extend(job.step(f64::from(now), &mut school));
            if matches!(replies.last(), Some(Reply::Plain(_))) {
                return replies;
            }
        }
        panic!("the job never ends");
    }

    #[test]
    fn batches_say_what_extraction_says() {
        let text = "President Vladimir Putin said on Sunday that he would fly to Sochi.\n\n".repeat(10_000);
        let replies = run(&text, Some("2018-09-17"), None);
        let (last, batches) = replies.split_last().expect("there is a last answer");
        let mut all = Suggestions::default();
        let mut before = 0;
        for reply in batches {
            let Reply::Found(ResponseBody::Batch { done, total }, found) = reply else { panic!("{reply:?}") };
            assert!(before < *done || *done == *total);
            assert_eq!(*total as usize, text.len());
            before = *done;
            all.append(found.clone());
        }
        let settings = Settings { dct: Some("2018-09-17".parse().expect("a date")), ..Settings::default() };
        let expected = postil_extract::extract(&text, settings);
        assert_eq!(all, expected);
        let spans = all.spans.len() as u32;
        assert_eq!(*last, Reply::Plain(ResponseBody::Finished { spans, note: None, learned: 0 }));
        // Each message is worth drawing, and none is too much at once.
        let steps = text.len() / 4096;
        assert!(batches.len() <= 2 + steps / 4 + all.spans.len() / MANY, "{} of {steps}", batches.len());
        let largest = batches.iter().map(|reply| match reply {
            Reply::Found(_, found) => found.spans.len(),
            _ => 0,
        });
        assert!(largest.max() < Some(2 * MANY));
    }

    #[test]
    fn other_languages_are_left_alone() {
        let german = "Der Präsident sagte am Sonntag, dass die Gespräche in Genf weitergehen würden.";
        let note = |name: &str| Some(format!("This text looks {name}: extraction is English; tagging works."));
        let finished = |note| vec![Reply::Plain(ResponseBody::Finished { spans: 0, note, learned: 0 })];
        assert_eq!(run(german, None, None), finished(note("German")));
        assert_eq!(run("Sunday in Geneva", None, Some("nds")).len(), 1);
        let forced = run(german, None, Some("en-GB"));
        assert!(matches!(forced.last(), Some(Reply::Plain(ResponseBody::Finished { note: None, .. }))), "{forced:?}");
    }

    #[test]
    fn a_wrong_date_says_what_a_date_is() {
        let message = Job::new(String::new(), wanted(Some("17.9.2018"), None)).err().expect("it is no date");
        assert!(message.contains("2018-09-17"), "{message}");
    }
}
